"""The form of a meeting."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.content import Content

from rcm_tui.i18n import _, current
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import MISSING
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import pick
from rcm_tui.reports.names import meeting_name
from rcm_tui.reports.styles import meeting_word
from rcm_tui.tui.content import line
from rcm_tui.tui.dialogs.choose import Choice
from rcm_tui.tui.forms.factories import actors_field
from rcm_tui.tui.forms.fields import DateField, Field, LineField
from rcm_tui.tui.forms.form import Form
from rcm_tui.tui.forms.opening import Data, Opening, opening
from rcm_tui.tui.forms.select import SelectField
from rcm_tui.workflow.meetings import meeting_id as proposed_id

if TYPE_CHECKING:
    from rcm_tui.tui.protocols import Application
    from rcm_tui.workflow.change import Change
    from rcm_tui.workflow.workspace import Workspace


async def meeting_form(app: Application, meeting_id: str = "") -> MeetingForm | None:
    """The form of a meeting, a new one without `meeting_id`. Raises RcmError where its file cannot be read."""
    given = await opening(app, meeting_id or "new-meeting", meeting_id)
    if given is not None and not meeting_id:
        given = replace(given, base={"body": _usual_body(given.plan), "status": "planned"})
    return MeetingForm(given, meeting_id) if given is not None else None


def _usual_body(plan: Plan) -> str:
    """The body that the next meeting is most likely of: the one that met most often."""
    met = Counter(meeting.body for meeting in plan.meetings.values() if not meeting.title)
    known = [(-met[code], place, code) for place, code in enumerate(plan.info.bodies)]
    return min(known)[2] if known else ""


def _plain(words: str) -> str:
    return " ".join(words.split())


class MeetingForm(Form):
    """Which body meets, when and where; the id is proposed from body and date."""

    def __init__(self, given: Opening, meeting_id: str) -> None:
        super().__init__(given, meeting_id or "new-meeting", meeting_id)
        self.meeting_id = meeting_id
        self._proposed = ""
        self._edited: Data = {}

    def heading(self) -> str:
        """Said in the header."""
        return _("Edit the meeting") if self.meeting_id else _("New meeting")

    def about(self) -> Content:
        """Which one, or what it is for."""
        if self.meeting_id:
            return line(meeting_name(self.plan_shown, self.meeting_id), "bold")
        return line(_("What is recorded while a meeting is open belongs to it."), "$muted")

    def compose_fields(self) -> ComposeResult:
        """Body first, for the id is made of it and the date."""
        plan = self.plan_shown
        yield SelectField(_("Body"), ("body",), _bodies(plan), needed=_("Say which body meets."))
        dates = _("such as 15-17 May 2007, or May 2007")
        yield DateField(_("Dates"), ("dates",), self.rcm.on, placeholder=dates)
        yield LineField(_("Place"), ("place",), _plain, placeholder=_("such as San Salvador, El Salvador"))
        yield LineField(_("Ordinal"), ("ordinal",), _plain, placeholder=_("such as XII, where the body counts"))
        yield actors_field(plan, _("Presidency"), ("presidency",), several=False)
        if not self.meeting_id:
            yield LineField(_("Id"), ("id",), self._new_id, needed=_("Give it an id, such as 2007-05-rcgm."))
            words = [Choice(one, one[0], line(meeting_word(one))) for one in ("planned", "open")]
            yield SelectField(_("It is"), ("status",), words)

    def _new_id(self, words: str) -> str:
        if words in self.plan_shown.meetings:
            raise BadValue(_("There is a meeting {id} already.").format(id=words))
        return words

    def focus_first(self) -> None:
        """At the date of a new one: the body can be left as it is."""
        field = self.field_at("dates")
        if not self.meeting_id and field is not None and self.focused is None:
            field.enter()
        super().focus_first()

    def on_edited(self) -> None:
        """Propose the id, as long as the person has not written another."""
        field = self.field_at("id")
        if field is None or field.typed not in ("", self._proposed):
            return
        self._proposed = proposed_id(self.plan_shown, str(self._value("body")), str(self._value("dates")))
        if field.typed != self._proposed:
            field.take(self._proposed)

    def _value(self, name: str) -> object:
        field = self.field_at(name)
        if field is None or field.complaint():
            return ""
        value = field.value()
        return "" if value is MISSING else value

    @property
    def touched(self) -> bool:
        """What was proposed counts for nothing."""
        return any(field.touched for field in self.fields if not self._is_proposal(field))

    def _is_proposal(self, field: Field) -> bool:
        return field.path == ("id",) and field.typed == self._proposed

    def prepare(self) -> None:
        """Take the data down."""
        self._edited = self.edited()

    def change(self, workspace: Workspace) -> Change:
        """The meeting as edited, or a new one."""
        data: dict[str, Any] = self._edited
        if self.meeting_id:
            return self.replaced(workspace, base=self.base, edited=data)
        from rcm_tui.workflow import meetings

        return meetings.new(
            workspace,
            data["id"],
            body=data["body"],
            dates=data.get("dates"),
            place=data.get("place"),
            ordinal=data.get("ordinal"),
            presidency=data.get("presidency"),
            open_now=data.get("status") == "open",
        )


def _bodies(plan: Plan) -> list[Choice]:
    return [
        Choice(code, _letter(place), line(f"{code}  {pick(body.name, current())}".rstrip()))
        for place, (code, body) in enumerate(plan.info.bodies.items())
    ]


def _letter(place: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[place] if place < 26 else ""
