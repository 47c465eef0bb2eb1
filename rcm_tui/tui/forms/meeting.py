"""The form of a meeting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rcm_tui.i18n import _
from rcm_tui.model.fieldpath import MISSING, Path, Value
from rcm_tui.model.plan import Plan
from rcm_tui.model.states import HELD
from rcm_tui.reports.names import meeting_name
from rcm_tui.reports.styles import meeting_word
from rcm_tui.tui.content import joined, line, lines
from rcm_tui.tui.forms.drafts import NEW_MEETING
from rcm_tui.tui.forms.fields import Data, FormField, LineField
from rcm_tui.tui.forms.schema_form import SchemaForm
from rcm_tui.tui.forms.select import SelectField, choices_of
from rcm_tui.workflow import meetings
from rcm_tui.workflow.change import Change
from rcm_tui.workflow.workspace import Workspace

_LATEST = 8
"""How many meetings are listed that the body has held."""


class MeetingForm(SchemaForm):
    """Edits a meeting, or adds one where `meeting_id` is empty; its id is suggested from body and date."""

    def __init__(self, meeting_id: str = "") -> None:
        super().__init__("meeting", meeting_id or NEW_MEETING, meeting_id)
        self.meeting_id = meeting_id
        self._suggested_id = ""

    def heading(self) -> str:
        return _("Edit the meeting") if self.meeting_id else _("New meeting")

    def about(self) -> Content:
        if self.meeting_id:
            return line(meeting_name(self.plan_shown, self.meeting_id), "bold")
        return line(_("Changes made while a meeting is open are recorded under it."), "$muted")

    def initial(self) -> Data:
        return {"body": _usual_body(self.plan_shown), "status": "planned"}

    def fields_of(self, kind: str, prefix: Path) -> Iterable[Widget]:
        """Ask for the id of a new meeting, and whether it is opened at once."""
        for widget in super().fields_of(kind, prefix):
            yield widget
            if not self.meeting_id and isinstance(widget, FormField) and widget.path == ("presidency",):
                yield LineField(_("Id"), ("id",), self._read_id, required=_("Give it an id, such as 2007-05-council."))
                states = choices_of(
                    (
                        ("planned", meeting_word("planned")),
                        ("open", meeting_word("open")),
                        (HELD, _("held before: it is only entered")),
                    )
                )
                yield SelectField(_("Status"), ("status",), states)

    def compose_fields(self) -> ComposeResult:
        """Show the latest meetings of the body below the fields of a new one."""
        yield from super().compose_fields()
        self._before = Static(classes="below")
        if not self.meeting_id:
            yield self._before

    def _read_id(self, words: str) -> Value:
        if words:
            meetings.check_new_id(self.plan_shown, words)
        return words or MISSING

    def focus_first(self) -> None:
        """Begin at the date of a new one: the body can be left as it is."""
        field = self.field_at("dates")
        if not self.meeting_id and field is not None and self.focused is None:
            field.focus_control()
        super().focus_first()

    def on_edited(self) -> None:
        """Suggest the id, as long as the person has not written another."""
        self._before.update(_latest_meetings(self.plan_shown, self._value("body")))
        field = self.field_at("id")
        if field is None or field.typed not in ("", self._suggested_id):
            return
        self._suggested_id = meetings.meeting_id(self.plan_shown, self._value("body"), self._value("dates"))
        if field.typed != self._suggested_id:
            field.set_typed(self._suggested_id)

    def _value(self, name: str) -> str:
        field = self.field_at(name)
        value = field.value() if field is not None and not field.error() else MISSING
        return "" if value is MISSING else str(value)

    @property
    def touched(self) -> bool:
        """Whether anything was typed; what was suggested does not count."""
        return any(field.touched for field in self.fields if not self._is_suggestion(field))

    def _is_suggestion(self, field: FormField) -> bool:
        return field.path == ("id",) and field.typed == self._suggested_id

    def change(self, workspace: Workspace) -> Change:
        if self.meeting_id:
            return super().change(workspace)
        fields = dict(self.data)
        status = fields.pop("status")
        return meetings.new(workspace, fields.pop("id"), open_now=status == "open", held=status == HELD, **fields)


def _latest_meetings(plan: Plan, body: str) -> Content:
    """List the latest meetings of a body, the last one first."""
    of_body = [meeting for meeting in plan.meetings_in_order() if meeting.body == body and meeting.dates is not None]
    rows = [
        joined(
            line(meeting_name(plan, meeting.id)),
            line(meeting.place or "", "$muted"),
            line(meeting_word(meeting.status), "$muted"),
            by="   ",
        )
        for meeting in reversed(of_body[-_LATEST:])
    ]
    return lines([line(_("Latest meetings"), "bold"), *rows]) if rows else Content("")


def _usual_body(plan: Plan) -> str:
    """Give the body that the next meeting is most likely of: the one that met most often."""
    met = Counter(meeting.body for meeting in plan.meetings.values() if not meeting.title)
    known = [(-met[code], position, code) for position, code in enumerate(plan.info.bodies)]
    return min(known)[2] if known else ""
