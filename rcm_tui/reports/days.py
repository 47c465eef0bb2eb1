"""Which day the rules count from, in words."""

from __future__ import annotations

from datetime import date

from rcm_tui.i18n import _, current
from rcm_tui.model.dates import describe, parse


def day_words(day: date) -> str:
    """A day in the language in use."""
    return describe(parse(day.isoformat()), current())


def counted_from(on: date, source: str) -> str:
    """The day that every rule counts from, and where it comes from: `source` is option, as_of or today."""
    sentence = {
        "option": _("Counted from {day} (--on)."),
        "as_of": _("Counted from {day} (as_of in plan/plan.yaml)."),
        "today": _("Counted from today, {day}."),
    }[source]
    return sentence.format(day=day_words(on))
