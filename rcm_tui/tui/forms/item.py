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
from rcm_tui.model.fieldpath import Path, Value, member_name
from rcm_tui.model.items import Objective
from rcm_tui.model.texts import pick, stale_languages
from rcm_tui.reports.names import text_of
from rcm_tui.reports.styles import kind_word
from rcm_tui.tui.content import joined, line
from rcm_tui.tui.forms.choosing import ChoiceField, status_choices
from rcm_tui.tui.forms.entries import EntriesField
from rcm_tui.tui.forms.field import Field
from rcm_tui.tui.forms.form import Form
from rcm_tui.tui.forms.marks import MarksField
from rcm_tui.tui.forms.opening import Data, Opening, opening, show
from rcm_tui.tui.forms.parts import actors_field, funding_fields, number_field, priority_field
from rcm_tui.tui.forms.texts import Texts

if TYPE_CHECKING:
    from rcm_tui.tui.app import RcmApp
    from rcm_tui.workflow.change import Change
    from rcm_tui.workflow.workspace import Workspace


async def item_editor(app: RcmApp, item_id: str, *, agreement: str | None = None) -> ItemEditor | None:
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
            yield ChoiceField(_("Status"), ("status",), status_choices())
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
            yield MarksField(_("Carries out"), ("actions",), things)

    def _actions(self) -> Iterator[Widget]:
        """The texts of an objective's actions for implementation."""
        actions = self.base.get("actions")
        for place, action in enumerate(actions if isinstance(actions, list) else ()):
            name = member_name(action, place)
            number = action.get("number", "") if isinstance(action, Mapping) else ""
            yield Static(line(_("Action {number}").format(number=number)), classes="section")
            yield self._texts(("actions", name, "text"))

    def begin(self) -> None:
        """In the first text; a translation that is older than its original says so."""
        super().begin()
        self.typing()

    def typing(self) -> None:
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
        self.rcm.beside(self._show_entry(event.entry_id))

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
