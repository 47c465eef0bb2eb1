"""What the meetings screen shows: the register of meetings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.content import Content

from rcm_tui.i18n import _, current, ngettext
from rcm_tui.model.items import Meeting, MeetingStatus
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import pick
from rcm_tui.reports.names import body_short, date_words
from rcm_tui.reports.styles import MEETING_LOOK, meeting_word
from rcm_tui.tui.content import joined, line
from rcm_tui.tui.widgets.row_list import Row, RowLine


def meeting_rows(plan: Plan) -> Iterator[Row]:
    """Every meeting, the oldest first, those without a date last."""
    for meeting in plan.meetings_in_order():
        yield Row(meeting.id, partial(_paint, plan, meeting), 2)


def meeting_status(meeting: Meeting) -> Content:
    """How a meeting stands, as glyph and word in its colour."""
    look = MEETING_LOOK[meeting.status.value]
    return line(f"{look.glyph} {meeting_word(meeting.status)}", f"${look.role}")


def is_open(meeting: Meeting) -> bool:
    """Whether records are attributed to it now."""
    return meeting.status is MeetingStatus.OPEN


def _paint(plan: Plan, meeting: Meeting) -> tuple[RowLine, RowLine]:
    look = MEETING_LOOK[meeting.status.value]
    style = "$moving" if is_open(meeting) else ""
    what = pick(meeting.title, current()) or body_short(plan, meeting.body)
    name = line(" ".join(part for part in (meeting.ordinal or "", what) if part), f"bold {style}" if style else "")
    about = (meeting_word(meeting.status), date_words(meeting.dates) or _("no date"), meeting.place or "")
    return (
        RowLine(joined(line(look.glyph, f"${look.role}"), name, by=" "), counts(meeting)),
        RowLine(Content("  ") + line(" · ".join(part for part in about if part), style or "$muted")),
    )


def counts(meeting: Meeting) -> Content:
    """How many agreements, and how many of them are to be placed."""
    to_place = sum(agreement.to_place for agreement in meeting.agreements)
    agreed = len(meeting.agreements)
    said = ngettext("{count} agreement", "{count} agreements", agreed).format(count=agreed) if agreed else ""
    waiting = _("{count} to place").format(count=to_place) if to_place else ""
    return joined(line(waiting, "$waiting"), line(said, "$muted"), by="  ")
