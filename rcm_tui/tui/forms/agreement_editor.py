"""The form of an agreement that is there: its words, what kind it is, where it leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from rcm_tui.i18n import _
from rcm_tui.model.fieldpath import Path, get, member_name
from rcm_tui.model.items import MeetingStatus
from rcm_tui.reports.names import meeting_name
from rcm_tui.tui.content import line
from rcm_tui.tui.forms.agreement import items_field, kind_choices
from rcm_tui.tui.forms.choosing import ChoiceField
from rcm_tui.tui.forms.field import LineField
from rcm_tui.tui.forms.form import Form
from rcm_tui.tui.forms.opening import Data, Opening, opening
from rcm_tui.tui.forms.parts import actors_field
from rcm_tui.tui.forms.seeking import SeekField
from rcm_tui.tui.forms.texts import Texts

if TYPE_CHECKING:
    from rcm_tui.tui.app import RcmApp
    from rcm_tui.workflow.change import Change
    from rcm_tui.workflow.workspace import Workspace


async def agreement_editor(
    app: RcmApp, meeting_id: str, agreement_id: str, *, placing: bool = False
) -> AgreementEditor | None:
    """The form that edits or places an agreement; with `placing` the cursor begins at what it leads to."""
    given = await opening(app, f"{meeting_id}/{agreement_id}", meeting_id)
    return AgreementEditor(given, meeting_id, agreement_id, placing=placing) if given is not None else None


class AgreementEditor(Form):
    """Edits one agreement of a meeting."""

    def __init__(self, given: Opening, meeting_id: str, agreement_id: str, *, placing: bool = False) -> None:
        super().__init__(given, f"{meeting_id}/{agreement_id}", meeting_id)
        self.meeting_id, self.agreement_id = meeting_id, agreement_id
        self.prefix: Path = ("agreements", agreement_id)
        self._placing = placing
        self._edited: Data = {}

    def heading(self) -> str:
        """Said in the header."""
        return _("Agreement")

    def about(self) -> Content:
        """Whose agreement it is."""
        return line(meeting_name(self.plan_shown, self.meeting_id), "$muted")

    def compose_fields(self) -> ComposeResult:
        """Words, then what kind, then where it leads."""
        plan, at = self.plan_shown, self._at
        yield self._texts(at("text"))
        parts = get(self.base, at("parts"))
        for place, part in enumerate(parts if isinstance(parts, list) else ()):
            number = part.get("number", "") if isinstance(part, Mapping) else ""
            yield Static(line(_("Part {number}").format(number=number)), classes="section")
            yield self._texts(at("parts", member_name(part, place), "text"))
        yield LineField(_("Number"), at("number"), placeholder=_("may be left empty until the end"))
        yield ChoiceField(_("Kind"), at("kind"), kind_choices())
        yield actors_field(plan, _("Responsible"), at("responsible"))
        yield items_field(plan, at("items"))
        yield LineField(_("or to none:"), at("no_item"), placeholder=_("why it leads to no item"), extra=self._both)

    def _at(self, *path: str) -> Path:
        return (*self.prefix, *path)

    def _texts(self, path: Path) -> Texts:
        there = get(self.base, path)
        has = there if isinstance(there, Mapping) else {}
        return Texts(list(dict.fromkeys((*self.plan_shown.info.languages, *has))), path)

    def _both(self) -> str:
        items, why = self.field_at(*self._at("items")), self.field_at(*self._at("no_item"))
        if isinstance(items, SeekField) and items.values and isinstance(why, LineField) and why.typed.strip():
            return _("It leads to an item already; take one of the two away.")
        return ""

    def begin(self) -> None:
        """Where it leads to, if that is why the form was opened."""
        items = self.field_at(*self._at("items"))
        if self._placing and items is not None:
            items.enter()
        super().begin()

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
        """The meeting with the agreement as edited, merged with its file as it is now."""
        return self.replaced(workspace, base=self.base, edited=self._edited)

    def replaced(self, workspace: Workspace, *, base: Data, edited: Data) -> Change:
        """The record names the agreement, and belongs to its meeting while that is open."""
        change = super().replaced(workspace, base=base, edited=edited)
        meeting = workspace.plan.meetings.get(self.meeting_id)
        is_open = meeting is not None and meeting.status is MeetingStatus.OPEN
        return replace(
            change,
            meeting=self.meeting_id if is_open else None,
            trailers=(*change.trailers, ("Agreement", f"{self.meeting_id}/{self.agreement_id}")),
        )
