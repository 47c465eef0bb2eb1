"""Forms whose fields come from the schema: each field's type says in what control it is typed, and reads the words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from rcm_tui.i18n import N_, _, current
from rcm_tui.model.fieldpath import Path, Value, get
from rcm_tui.model.plan import Plan, calendar_of
from rcm_tui.model.states import ActorKind
from rcm_tui.model.types import Context, Control, Field
from rcm_tui.reports.names import actor_short
from rcm_tui.tui.content import line
from rcm_tui.tui.forms import candidates
from rcm_tui.tui.forms.autocomplete import AutocompleteField, RolesField
from rcm_tui.tui.forms.candidates import Candidate
from rcm_tui.tui.forms.fields import DateField, FormField, LineField, Parse
from rcm_tui.tui.forms.form import Form
from rcm_tui.tui.forms.select import MultiSelectField, SelectField, choices_of
from rcm_tui.tui.forms.text_fields import TextField, Texts

_ACTORS = candidates.actors, N_("start typing a name")
_ITEMS = candidates.items, N_("start typing its text or number")
_CANDIDATES: Mapping[str, tuple[Callable[[Plan], list[Candidate]], str]] = {
    Control.ACTOR: _ACTORS,
    Control.ACTORS: _ACTORS,
    Control.MEETING: (candidates.meetings, N_("start typing its name or date")),
    Control.ITEM: _ITEMS,
    Control.ITEMS: _ITEMS,
}
"""What a control chooses from, and what it shows while nothing is typed and its field has no hint of its own."""
_SEARCHED = 100
"""Items that are searched for the example of a role."""


class SchemaForm(Form):
    """A form for the fields that people can set in one kind of mapping.

    Every field of the kind that has an option on the command line is shown, unless it is `OMITTED` because it is set
    elsewhere. Those with a rank come first; the others follow in the order in which files have them.
    """

    OMITTED: ClassVar[frozenset[str]] = frozenset({"unanswered"})
    """What becomes of a request is said where its answers are, or asked when its item is over."""

    def __init__(
        self,
        kind: str,
        draft_key: str,
        file_key: str = "",
        *,
        file_kind: str = "",
        prefix: Path = (),
        context_key: str = "",
        agreement: str | None = None,
    ) -> None:
        """Prepare a form for one mapping of a `kind` of the schema, which is at `prefix` in the data.

        `file_kind` is what the whole data is, by default the same; `context_key` the item that values are read for,
        by default that of the file.
        """
        super().__init__(draft_key, file_key, agreement=agreement)
        self.kind = kind
        self.prefix = prefix
        self._file_kind = file_kind or kind
        self._context_key = context_key or file_key

    @property
    def context(self) -> Context:
        """What values are read and checked against."""
        return Context(self.plan_shown, self._context_key, self.rcm.on)

    def read(self, path: Path, given: Any) -> Value:
        """Read the value that a person's words mean at a path, as `rcm set` does. Raises BadValue."""
        return self.plan_shown.schema.read(self._file_kind, self.base, path, given, self.context)

    # --- the fields

    def compose_fields(self) -> ComposeResult:
        yield from self.fields_of(self.kind, self.prefix)

    def fields_of(self, kind: str, prefix: Path) -> Iterable[Widget]:
        """Make the fields of a kind."""
        fields = [
            field for field in self.plan_shown.schema.editable(kind) if field.option and field.name not in self.OMITTED
        ]
        fields.sort(key=lambda field: field.rank)
        for field in fields:
            yield from self.make(field, (*prefix, field.name))

    def make(self, field: Field, path: Path) -> Iterable[Widget]:
        """Make what a field is typed in."""
        control = field.type.control
        if control is Control.GROUP:
            yield section(field.title())
            yield from self.fields_of(field.type.kind, path)
        elif control is Control.TEXT:
            if not self.is_required(field):  # The text that it is all about needs no heading.
                yield section(field.title())
            yield self.texts(path, required=self.is_required(field))
        elif control is Control.MEMBERS:
            yield from self.members(field, path)
        elif control is Control.ACTIONS and not self.plan_shown.levels.has_actions:
            return
        elif control is not Control.LEDGER and control is not Control.NAMED:
            yield self.make_field(field, path)

    def members(self, field: Field, path: Path) -> Iterable[Widget]:
        """Make what a list of mappings is edited in; by default nothing."""
        yield from ()

    def texts(self, path: Path, *, required: bool = True, after_first: FormField | None = None) -> Texts:
        """Make the fields of a text: one for each language of the plan, and for those that it is in.

        That of the person comes first. `after_first` stands before the others.
        """
        there = get(self.base, path)
        languages = dict.fromkeys((*self.plan_shown.info.languages, *(there if isinstance(there, Mapping) else ())))
        ordered = sorted(languages, key=lambda language: language != current())
        return Texts(ordered, path, lambda part: partial(self.read, part), required=required, after_first=after_first)

    def make_field(self, field: Field, path: Path) -> FormField:
        """Make the field of a single value."""
        made = self._control(field, path)
        made.written = field.type.written
        if self.is_required(field):
            made.required = field.missing()
        return made

    def _control(self, field: Field, path: Path) -> FormField:
        control, title, hint = field.type.control, field.title(), self.hint_of(field)
        parse: Parse = partial(self.read, path)
        if control is Control.CHOICE:
            options = [(value, _(label)) for value, label in field.type.options(self.context)]
            return SelectField(title, path, choices_of(options, none=not self.is_required(field)), parse)
        if control is Control.ACTIONS:
            return MultiSelectField(title, path, field.type.options(self.context), parse)
        if control is Control.DATE:
            return DateField(title, path, parse, placeholder=hint)
        if control is Control.PROSE:
            return TextField(title, path, parse, placeholder=hint)
        if control is Control.ROLES:
            return RolesField(title, path, self._actors, self._read_role(path), placeholder=hint)
        if control in _CANDIDATES:
            source = partial(_CANDIDATES[control][0], self.plan_shown)
            return AutocompleteField(title, path, source, parse, several=field.type.is_list, placeholder=hint)
        made = LineField(title, path, parse, placeholder=hint)
        made.input.set_class(field.type.is_short, "-short")
        return made

    def _actors(self) -> list[Candidate]:
        return candidates.actors(self.plan_shown)

    def _read_role(self, path: Path) -> Parse:
        return lambda pair: self.read((*path, pair[0]), pair[1])

    def is_required(self, field: Field) -> bool:
        """Say whether a value must be given."""
        return field.required

    def hint_of(self, field: Field) -> str:
        """Give what is shown in a field in which nothing is typed."""
        return hint_words(field, self.plan_shown)

    def field_named(self, name: str) -> FormField:
        """Make one of the fields of the kind by itself."""
        return self.make_field(self.plan_shown.schema.kinds[self.kind].fields[name], (*self.prefix, name))

    def suggest(self, name: str, values: Sequence[str]) -> None:
        """Offer values for a field of the mapping, or of its request; the right arrow takes them."""
        field = self.field_at(*self.path_of(name)) or self.field_at(*self.path_of("request", name))
        if isinstance(field, AutocompleteField):
            field.suggest(values)

    def path_of(self, *names: str) -> Path:
        """Give the path of a field of the mapping in the whole data."""
        return (*self.prefix, *names)


def hint_words(field: Field, plan: Plan) -> str:
    """Say what can be typed for a field; examples name a body, an actor and a role of the plan."""
    _source, usual = _CANDIDATES.get(field.type.control, (None, ""))
    hint = field.hint or usual
    if "{role}" in hint:
        actor, role = _role_taken(plan)
        return _(hint).format(actor=actor_short(plan, actor), role=role) if actor else _(_ACTORS[1])
    return _(hint).format(body=next(iter(plan.info.bodies), "COUNCIL")) if hint else ""


def _role_taken(plan: Plan) -> tuple[str, str]:
    """Return an actor with a role that it has in the plan, else with one that any could have; empty without actors.

    In a large plan only some of the items are searched, as a form opens at once.
    """
    items = [*islice(plan.items.values(), _SEARCHED)]
    holders = chain(plan.meetings.values(), items, *map(calendar_of, items))
    taken = (pair for holder in holders for pair in getattr(holder, "actors", {}).items())
    anybody = (code for code, actor in plan.actors.items() if actor.kind != ActorKind.GROUP)
    return next(taken, None) or (next(anybody, ""), _("host"))


def section(title: str) -> Static:
    """Make the heading of a group of fields."""
    return Static(line(title), classes="section")
