"""The item editor: a subject, an objective or an activity, whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rcm_tui.i18n import _, current
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import Path, Value, member_name
from rcm_tui.model.items import Objective
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import pick, stale_languages
from rcm_tui.reports.names import text_of
from rcm_tui.reports.styles import kind_word
from rcm_tui.tui.content import joined, line
from rcm_tui.tui.dialogs.choose import Choice
from rcm_tui.tui.forms.entry import EntriesField
from rcm_tui.tui.forms.factories import actors_field, funding_fields, number_field, priority_field
from rcm_tui.tui.forms.fields import Field, LineField
from rcm_tui.tui.forms.form import Form
from rcm_tui.tui.forms.opening import Data, Opening, opening, show
from rcm_tui.tui.forms.select import MultiSelectField, SelectField, status_choices
from rcm_tui.tui.forms.text_fields import Texts

if TYPE_CHECKING:
    from rcm_tui.tui.protocols import Application
    from rcm_tui.workflow.change import Change
    from rcm_tui.workflow.workspace import Workspace


async def item_editor(app: Application, item_id: str, *, agreement: str | None = None) -> ItemEditor | None:
    """The form that edits an item. Raises RcmError where its file cannot be read."""
    given = await opening(app, item_id, item_id)
    return ItemEditor(given, item_id, agreement=agreement) if given is not None else None


class ItemEditor(Form):
    """Edits one item; its calendar entries open in a form of their own."""

    def __init__(self, given: Opening, item_id: str, *, agreement: str | None = None) -> None:
        super().__init__(given, item_id, item_id, agreement=agreement)
        self.item_id = item_id
        self.kind = ids.kind_of(item_id)
        self._edited: Data = {}

    def heading(self) -> str:
        """Said in the header."""
        return _("Edit {item}").format(item=self.item_id)

    def about(self) -> Content:
        """What kind it is, and where it stands."""
        parent = self.plan_shown.node(ids.parent_of(self.item_id))
        above = joined(line(parent.id), line(pick(text_of(parent), current())), by=" ") if parent is not None else ""
        return joined(line(self.item_id, "bold"), line(kind_word(self.kind)), above, by="   ").stylize_before("$muted")

    # --- the fields

    def compose_fields(self) -> ComposeResult:
        """By the kind of item."""
        plan, kind = self.plan_shown, self.kind
        yield self._texts(("title",) if kind == ids.SUBJECT else ("text",))
        if kind == ids.ACTIVITY:
            yield SelectField(_("Status"), ("status",), status_choices())
            yield actors_field(plan, _("Responsible"), ("responsible",))
            yield from self._carried_out()
        if kind == ids.OBJECTIVE:
            yield from self._actions()
        yield number_field(plan, kind, ("number",), needed=_("Give the number that is printed before it."))
        if kind != ids.SUBJECT:
            yield priority_field(("priority",))
            yield Static(line(_("Funding")), classes="section")
            yield from funding_fields(plan, kind, ("funding",))
            yield Static(line(_("Calendar")), classes="section")
            yield EntriesField(_("Entries"), ("calendar",))

    def _texts(self, path: Path) -> Texts:
        languages = dict.fromkeys((*self.plan_shown.info.languages, *_languages(self.base, path)))
        return Texts(list(languages), path)

    def _carried_out(self) -> Iterator[Field]:
        objective = self.plan_shown.items.get(ids.parent_of(self.item_id))
        if isinstance(objective, Objective) and (objective.actions or self.base.get("actions")):
            things = [
                (one.id, pick(one.text, current()))
                for one in sorted(objective.actions, key=lambda one: one.number or 0)
            ]
            yield MultiSelectField(_("Carries out"), ("actions",), things)

    def _actions(self) -> Iterator[Widget]:
        """The texts of an objective's actions for implementation."""
        actions = self.base.get("actions")
        for place, action in enumerate(actions if isinstance(actions, list) else ()):
            name = member_name(action, place)
            number = action.get("number", "") if isinstance(action, Mapping) else ""
            yield Static(line(_("Action {number}").format(number=number)), classes="section")
            yield self._texts(("actions", name, "text"))

    def focus_first(self) -> None:
        """In the first text; a translation that is older than its original says so."""
        super().focus_first()
        self.on_edited()

    def on_edited(self) -> None:
        """Say which translation is older than its original."""
        for texts in self.query(Texts):
            prefix = texts.path[:-1]
            holder = self.base if not prefix else _member(self.base, prefix)
            text, translated = holder.get(texts.path[-1]), holder.get("translated")
            stale = stale_languages(text, translated) if isinstance(text, dict) and isinstance(translated, dict) else ()
            for part in texts.parts:
                old = part.path[-1] in stale and not part.touched
                part.tell(_("Older than the text it was translated from.") if old else "")

    # --- recording

    def edited(self) -> Data:
        """The data with what was typed, and what each translation was made from."""
        data = super().edited()
        for texts in self.query(Texts):
            data = texts.note_translation(data)
        return data

    def prepare(self) -> None:
        """Take the data down."""
        self._edited = self.edited()

    def change(self, workspace: Workspace) -> Change:
        """The item as edited, merged with its file as it is now."""
        return self.replaced(workspace, base=self.base, edited=self._edited)

    # --- entries

    @on(EntriesField.Wanted)
    def _open_entry(self, event: EntriesField.Wanted) -> None:
        self.rcm.run_in_background(self._show_entry(event.entry_id))

    async def _show_entry(self, entry_id: str) -> None:
        from rcm_tui.tui.forms.entry import entry_form

        form = await entry_form(self.rcm, self.item_id, entry_id, agreement=self.agreement)
        if form is not None:
            await show(self.rcm, form)


def _languages(data: Data, path: Path) -> list[str]:
    from rcm_tui.model.fieldpath import get

    text = get(data, path)
    return list(text) if isinstance(text, Mapping) else []


def _member(data: Data, path: Path) -> Mapping[str, Value]:
    from rcm_tui.model.fieldpath import get

    found = get(data, path)
    return found if isinstance(found, Mapping) else {}


ACTION = "action"
_KIND_PATH = ("kind",)


def kind_below(parent: str) -> str:
    """What is added under an item: an objective under a subject, an activity (or action) under an objective."""
    if not parent:
        return ids.SUBJECT
    return ids.OBJECTIVE if ids.kind_of(parent) == ids.SUBJECT else ids.ACTIVITY


async def add_form(app: Application, parent: str, *, agreement: str | None = None) -> AddForm | None:
    """The form for something new under `parent`; a subject where that is empty."""
    given = await opening(app, f"new:{parent}")
    return AddForm(given, parent, agreement=agreement) if given is not None else None


class AddForm(Form):
    """Something new in the plan; it becomes the last of its siblings unless a number is given."""

    def __init__(self, given: Opening, parent: str, *, agreement: str | None = None) -> None:
        base: Data = {"kind": kind_below(parent), "status": "planned"}
        super().__init__(Opening(given.plan, base, given.draft), f"new:{parent}", agreement=agreement)
        self.parent_id = parent
        self.kind = kind_below(parent)
        self._edited: Data = {}

    def heading(self) -> str:
        """Said in the header."""
        return {
            ids.SUBJECT: _("New subject"),
            ids.OBJECTIVE: _("New objective"),
            ids.ACTIVITY: _("New activity"),
            ACTION: _("New action"),
        }[self.kind]

    def about(self) -> Content:
        """Where it will stand."""
        node = self.plan_shown.node(self.parent_id) if self.parent_id else None
        if node is None:
            return line(_("A subject of the plan"), "$muted")
        words = pick(text_of(node), current())
        return joined(line(_("under"), ""), line(node.id, "bold"), line(words), by=" ").stylize_before("$muted")

    # --- the fields

    def compose_fields(self) -> ComposeResult:
        """By the kind."""
        plan = self.plan_shown
        if self.kind == ids.SUBJECT:
            yield LineField(
                _("Code"), ("code",), self._code, placeholder=_("such as HR"), needed=_("Give the subject a code.")
            )
        yield Texts(list(plan.info.languages), ("text",))
        if self.kind == ids.ACTIVITY:
            yield SelectField(_("Kind"), _KIND_PATH, _kinds())
            yield SelectField(_("Status"), ("status",), status_choices())
            yield actors_field(plan, _("Responsible"), ("responsible",))
            yield from self._carried_out(plan)
        if self.kind in (ids.OBJECTIVE, ids.ACTIVITY):
            yield number_field(plan, self.kind, ("number",))

    def _carried_out(self, plan: Plan) -> ComposeResult:
        objective = plan.items.get(self.parent_id)
        if isinstance(objective, Objective) and objective.actions:
            actions = sorted(objective.actions, key=lambda one: one.number or 0)
            yield MultiSelectField(
                _("Carries out"), ("actions",), [(one.id, pick(one.text, current())) for one in actions]
            )

    def _code(self, words: str) -> str:
        code = words.upper()
        if not ids.is_id(code) or ids.kind_of(code) != ids.SUBJECT:
            raise BadValue(_("“{code}” is no code of a subject; use capital letters, such as HR").format(code=words))
        if self.plan_shown.node(code) is not None:
            raise BadValue(_("{code} is a subject already.").format(code=code))
        return code

    def on_mount(self) -> None:
        """A number that is left empty is said to be the next one."""
        field = self.field_at("number")
        if isinstance(field, LineField):
            siblings = self.plan_shown.children(self.parent_id)
            numbers = [node.number for one in siblings if (node := self.plan_shown.items.get(one)) is not None]
            field.input.placeholder = str(max(numbers, default=0) + 1)

    def on_edited(self) -> None:
        """An action has neither status nor anybody responsible."""
        kind = self.field_at(*_KIND_PATH)
        if isinstance(kind, SelectField):
            is_action = kind.typed == ACTION
            for field in self.fields:
                if field.path[0] in ("status", "responsible", "actions", "number"):
                    field.display = not is_action

    @property
    def touched(self) -> bool:
        """Choosing a kind or status alone is nothing yet."""
        return any(field.touched for field in self.fields if field.path[0] not in ("kind", "status"))

    # --- recording

    def prepare(self) -> None:
        """Take the data down."""
        self._edited = self.edited()

    def change(self, workspace: Workspace) -> Change:
        """The new thing."""
        from rcm_tui.workflow import items

        data, text = self._edited, self._edited["text"]
        if self.kind == ids.SUBJECT:
            return items.add_subject(workspace, data["code"], text)
        if self.kind == ids.OBJECTIVE:
            return items.add_objective(workspace, self.parent_id, text, number=data.get("number"))
        if data["kind"] == ACTION:
            return items.add_action(workspace, self.parent_id, text)
        return items.add_activity(
            workspace,
            self.parent_id,
            text,
            status=data["status"],
            responsible=data.get("responsible") or (),
            actions=data.get("actions") or (),
            number=data.get("number"),
        )


def _kinds() -> list[Choice]:
    return [
        Choice(ids.ACTIVITY, "a", line(kind_word(ids.ACTIVITY))),
        Choice(ACTION, "t", line(_("action for implementation"))),
    ]
