"""Pieces of the pages that commands print: labelled lines, headings, dates and names in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from rcm_tui.cli.output import FAINT, LABEL, TITLE, Line, Span, text
from rcm_tui.i18n import _, current
from rcm_tui.model.texts import pick

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.model.texts import Text
    from rcm_tui.workflow.workspace import Workspace

LABEL_WIDTH = 14


def labelled(label: str, *spans: Span, indent: int = 0) -> Line:
    """A line that begins with a label, its content standing in a column."""
    padded = label.ljust(LABEL_WIDTH - 1) + " "
    return text((padded, LABEL), *spans, indent=indent, hang=len(padded))


def heading(words: str) -> Line:
    """The title of a part of a page."""
    return text((words, TITLE))


def words_of(content: Text) -> str:
    """A text in the language in use, else in the one it has."""
    return pick(content, current())


def date_words(edtf: str | None) -> str:
    """A date of the plan in words; what is no date stays as it was written."""
    if not edtf:
        return ""
    from rcm_tui.model.dates import DateError, describe, parse

    try:
        return describe(parse(edtf), current())
    except DateError:
        return edtf


def day_words(day: date | datetime) -> str:
    """A day in words."""
    return date_words((day.date() if isinstance(day, datetime) else day).isoformat())


def every_words(every: str) -> str:
    """How a request recurs: `every 6 months`, or `at every RCGM` where it follows a body's meetings."""
    from rcm_tui.model.dates import DateError, describe_period, parse_period

    try:
        return _("every {period}").format(period=describe_period(parse_period(every), current()))
    except DateError:
        return _("at every {body}").format(body=every)


def actor_name(plan: Plan, code: str) -> str:
    """An actor's name in the language in use; its code where it is not known."""
    actor = plan.actors.get(code)
    return words_of(actor.name) or code if actor is not None else code


def actor_spans(plan: Plan, codes: Iterable[str]) -> tuple[Span, ...]:
    """Codes with their names behind them."""
    spans: list[Span] = []
    for code in codes:
        name = actor_name(plan, code)
        spans += [", "] if spans else []
        spans.append(code)
        if name != code:
            spans.append((f" ({name})", FAINT))
    return tuple(spans)


def meeting_words(meeting: str | None) -> str:
    """The meeting of a record: its id, `between meetings`, or that none is named."""
    if meeting is None:
        return _("no meeting named")
    return _("between meetings") if meeting == "none" else meeting


def counted_from(workspace: Workspace) -> str:
    """Which day the rules count from, and where that day comes from."""
    day = day_words(workspace.on)
    sentence = {
        "option": _("Counted from {day} (--on)."),
        "as_of": _("Counted from {day} (as_of in plan/plan.yaml)."),
        "today": _("Counted from today, {day}."),
    }[workspace.on_source]
    return sentence.format(day=day)
