"""A meeting in full: what is known about it, what it agreed, and what that led to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from textual.content import Content

from rcm_tui.history.log import Record
from rcm_tui.i18n import _, ngettext
from rcm_tui.model.meetings import Agreement, Decision, Meeting
from rcm_tui.model.plan import Plan
from rcm_tui.model.states import MeetingStatus
from rcm_tui.reports.names import body_short, brief_date_words, localized, meeting_name
from rcm_tui.reports.page import Page
from rcm_tui.reports.record_words import record_words
from rcm_tui.reports.styles import AGREEMENT_LOOK, MEETING_LOOK, agreement_word, meeting_word
from rcm_tui.reports.trace import agreement_state, led_to
from rcm_tui.tui.command import with_keys
from rcm_tui.tui.content import joined, line, lines
from rcm_tui.tui.widgets.blocks import CARD, FACT, Block, page_blocks
from rcm_tui.tui.widgets.row_list import Row, RowLine, heading

CHANGES = "@changes"
"""The card that leads to what a meeting changed; no agreement has such an id."""


def meeting_rows(plan: Plan) -> Iterator[Row]:
    """Yield the open meetings, the planned ones, then the closed ones by year, the newest first."""
    groups: dict[tuple[int, str], list[Meeting]] = {}
    newest_first = plan.meetings_in_order()[::-1]
    for meeting in sorted(newest_first, key=lambda meeting: not meeting.dates):
        year = re.search(r"\d{4}", meeting.dates or "")
        if is_open(meeting) or meeting.is_being_entered:
            title, rank = _("Open now"), 0
        elif meeting.status is MeetingStatus.PLANNED:
            title, rank = _("Planned meetings"), 1
        else:
            title, rank = year[0] if year else _("Without a date"), 2
        groups.setdefault((rank, title), []).append(meeting)
    ordered = sorted(groups.items(), key=lambda group: group[0][0])
    for place, ((_rank, title), meetings) in enumerate(ordered):
        yield heading(line(title), gap=place > 0)
        for meeting in meetings:
            about = _about(meeting)
            yield Row(meeting.id, partial(_paint, plan, meeting, about), 2 if about or meeting.agreements else 1)


def is_open(meeting: Meeting) -> bool:
    """Return whether records are attributed to it now."""
    return meeting.takes_changes


def _about(meeting: Meeting) -> str:
    """Say what the heading above the row does not: the place, and what is unusual."""
    is_usual = meeting.status in (MeetingStatus.PLANNED, MeetingStatus.CLOSED) or is_open(meeting)
    status = "" if is_usual else meeting_word(meeting.status)
    return " · ".join(filter(None, (status, meeting.place, _("no edition") if meeting.no_edition else "")))


_WHEN = 15
"""Cells of a column of dates, such as `27-29 Nov 2006`, with a space."""


def _paint(plan: Plan, meeting: Meeting, about: str) -> tuple[RowLine, RowLine]:
    look = MEETING_LOOK[meeting.status.value]
    style = "$moving" if is_open(meeting) else ""
    what = localized(meeting.title) or body_short(plan, meeting.body)
    name = line(" ".join(part for part in (meeting.ordinal or "", what) if part), f"bold {style}" if style else "")
    dates = brief_date_words(meeting.dates) or _("no date")
    when = line(f"{dates:<{_WHEN}}", style or "$muted")
    return (
        RowLine(joined(line(look.glyph, f"${look.role}"), when, name, by=" ")),
        RowLine(line(" " * (_WHEN + 3) + about, "$muted"), counts(meeting)),
    )


def counts(meeting: Meeting) -> Content:
    """Return how many agreements, and how many of them are to be placed."""
    to_place = sum(agreement.to_place for agreement in meeting.agreements)
    agreed = len(meeting.agreements)
    message = ngettext("{count} agreement", "{count} agreements", agreed).format(count=agreed) if agreed else ""
    waiting = _("{count} to link").format(count=to_place) if to_place else ""
    return joined(line(waiting, "$waiting"), line(message, "$muted"), by="  ")


def meeting_blocks(plan: Plan, meeting: Meeting, page: Page, changed: str | None) -> Iterator[Block]:
    """Yield the meeting's page, with a card that leads to what it changed.

    `changed` are the counts of what it changed; None where they are not known yet, empty where there is nothing to say.
    """
    yield from page_blocks(page[:2], plan)
    if changed != "":
        head = joined(line(_("Changes of this meeting"), "bold"), line(changed or "…", "$muted"), by="   ")
        what = line(with_keys(_("Enter shows each item before and after; {minutes} the minutes.")), "$muted")
        yield Block(FACT, Content(""))
        yield Block(CARD, lines([head, what]), entry=CHANGES, role="moving" if is_open(meeting) else "faint")
    yield from page_blocks(page[2:], plan)


def agreement_rows(meeting: Meeting, width: int) -> Iterator[Row]:
    """Yield the agreements of a meeting whole, in lines of a width, each with its parts below it."""
    for place, whole in enumerate(meeting.agreements, 1):
        numbers = (whole.number or str(place), *("  " + (part.number or "–") for part in whole.parts))
        decisions: tuple[Decision, ...] = (whole, *whole.parts)
        for decision, number in zip(decisions, numbers, strict=True):
            painted = _agreement_lines(whole, decision, number, width)
            yield Row(decision.id, lambda painted=painted: painted, len(painted))  # type: ignore[misc]


_LEAST = 24
"""Cells of a line of an agreement at least."""


def _agreement_lines(whole: Agreement, decision: Decision, number: str, width: int) -> tuple[RowLine, ...]:
    state = agreement_state(decision)
    look = AGREEMENT_LOOK["agreed" if state == "to-place" and not whole.to_place else state]
    items = led_to(decision)
    outcome = line("→ " + ", ".join(items), "$accent") if items else Content("")
    if decision.is_withdrawn:
        outcome = line(agreement_word(decision.status), "$muted")
    elif not items and decision.no_item:
        outcome = line(_("no item"), "$muted")
    text = line(localized(decision.text), "strike $muted" if decision.is_withdrawn else "")
    edge = Content.assemble(line(f"{number:>2} ", "$muted"), line(f"{look.glyph} ", f"${look.role}"))
    room = width - edge.cell_length - (outcome.cell_length + 2 if outcome.plain else 0)
    first, *rest = text.wrap(max(room, _LEAST)) or [text]
    indent = Content(" " * edge.cell_length)
    return (RowLine(edge + first, outcome), *(RowLine(indent + words) for words in rest))


def record_row(plan: Plan, record: Record) -> Row:
    """Make the row of a record of a meeting: the time at which it was made, and what it says about other things."""
    when = line(record.when.astimezone().strftime("%H:%M"), "$muted")

    def paint() -> tuple[RowLine]:
        named = f"{meeting_name(plan, record.meeting)}: "  # Its name would leave no room for what happened to it.
        return (RowLine(joined(when, line(record_words(plan, record.subject).removeprefix(named)), by=" ")),)

    return Row(record.commit, paint)
