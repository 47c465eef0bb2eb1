"""What a plan has that declares nothing of the kind: its statuses with their words, and the headings of its columns.

Plans recorded before these could be declared have no others. Nothing else in the program names them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from rcm_tui.i18n import N_, _, ngettext
from rcm_tui.model.scalars import Choice


class Status(StrEnum):
    """How an activity or a calendar entry stands."""

    PLANNED = "planned"
    ACTIVE = "active"
    ONGOING = "ongoing"
    PENDING_INPUT = "pending-input"
    COMPLETED = "completed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Declared(NamedTuple):
    """What one of them means to the rules, the letter that chooses it, and its sign where that differs."""

    means: str
    key: str
    sign: str | None = None


DECLARED: Final[Mapping[str, Declared]] = {
    Status.PLANNED.value: Declared("planned", "p"),
    Status.ACTIVE.value: Declared("open", "a"),
    Status.ONGOING.value: Declared("open", "o", "↻"),
    Status.PENDING_INPUT.value: Declared("waiting", "i"),
    Status.COMPLETED.value: Declared("over", "c"),
    Status.POSTPONED.value: Declared("postponed", "t"),
    Status.CANCELLED.value: Declared("dropped", "x"),
}

STATUSES: Final = Choice(
    {
        Status.PLANNED: N_("planned"),
        Status.ACTIVE: N_("active"),
        Status.ONGOING: N_("ongoing"),
        Status.PENDING_INPUT: N_("pending input"),
        Status.COMPLETED: N_("completed"),
        Status.POSTPONED: N_("postponed"),
        Status.CANCELLED: N_("cancelled"),
    }
)
"""The type of a status, with the message that each is shown by."""


def word(status: str) -> str | None:
    """Return a status in the language in use; None for what is none of these."""
    message = STATUSES.values.get(status)
    return _(message) if message is not None else None


def counted(status: str, count: int) -> str | None:
    """Return how many are of a status, such as `3 planned`; None for what is none of these."""
    words: Mapping[str, str] = {
        Status.PLANNED.value: ngettext("{count} planned", "{count} planned", count),
        Status.ACTIVE.value: ngettext("{count} active", "{count} active", count),
        Status.ONGOING.value: ngettext("{count} ongoing", "{count} ongoing", count),
        Status.PENDING_INPUT.value: ngettext("{count} pending input", "{count} pending input", count),
        Status.COMPLETED.value: ngettext("{count} completed", "{count} completed", count),
        Status.POSTPONED.value: ngettext("{count} postponed", "{count} postponed", count),
        Status.CANCELLED.value: ngettext("{count} cancelled", "{count} cancelled", count),
    }
    return words[status].format(count=count) if status in words else None


def open_words() -> str:
    """Return what is open, and which statuses that are."""
    return _("open (active, ongoing, pending input)")


def headings(*, has_subactivities: bool) -> tuple[str, str, str, str, str]:
    """Return the headings of the published table: those of its band, and of its three columns."""
    activities = _("ACTIVITIES AND SUB-ACTIVITIES") if has_subactivities else _("ACTIVITIES")
    return (_("SUBJECTS"), _("OBJECTIVES"), _("ACTION FOR IMPLEMENTATION"), activities, _("CALENDAR"))
