"""Signs and words of every status: a glyph, a word and a colour role, never colour alone.

The glyphs are one cell wide and exist in DejaVu Sans Mono. Each front end maps the roles to colours of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rcm_tui.i18n import _, ngettext, pgettext

if TYPE_CHECKING:
    from rcm_tui.model.plan import Node
    from rcm_tui.model.states import AgreementKind, AgreementStatus, MeetingStatus

QUIET, MOVING, WAITING, DONE, STOPPED, BROKEN = "quiet", "moving", "waiting", "done", "stopped", "broken"
ROLES: Final = (QUIET, MOVING, WAITING, DONE, STOPPED, BROKEN)
"""Colour roles: nothing to look at, work going on, somebody is waited for, carried out, held up, cannot be read."""


@dataclass(frozen=True, slots=True)
class Look:
    """The sign of one state: `glyph` is one cell wide, `role` is one of ROLES."""

    glyph: str
    role: str


STATUS_LOOK: Final[Mapping[str, Look]] = {
    "planned": Look("○", QUIET),
    "active": Look("●", MOVING),
    "ongoing": Look("↻", MOVING),
    "pending-input": Look("?", WAITING),
    "completed": Look("✓", DONE),
    "postponed": Look("‖", STOPPED),
    "cancelled": Look("✗", STOPPED),
    "unreadable": Look("!", BROKEN),
    "archived": Look("▪", QUIET),
}
"""The looks of the statuses of items and entries, and of the two states `unreadable` and `archived`."""

MEETING_LOOK: Final[Mapping[str, Look]] = {
    "planned": Look("○", QUIET),
    "open": Look("●", MOVING),
    "closed": Look("✓", DONE),
}

AGREEMENT_LOOK: Final[Mapping[str, Look]] = {
    "proposed": Look("○", QUIET),
    "agreed": Look("✓", DONE),
    "withdrawn": Look("✗", STOPPED),
    "to-place": Look("?", WAITING),
}
"""The looks of agreements; `to-place` is one that leads nowhere yet."""

ANSWER_LOOK: Final[Mapping[str, Look]] = {
    "answered": Look("✓", DONE),
    "partial": Look("◐", MOVING),
    "declined": Look("–", QUIET),
    "not-applicable": Look("–", QUIET),
    "not-yet": Look("?", WAITING),
    "not-recorded": Look("·", QUIET),
    "not-asked": Look(" ", QUIET),
}
"""The looks of an actor's standing towards a request (`rules.answer_of`): silence is never shown as a failure."""


def status_of(node: Node) -> str:
    """Return the status of an item as a key of STATUS_LOOK; empty for subjects and objectives, which have none."""
    kind = node.__class__.__name__  # By name, as help and completion need the looks but not the classes.
    if kind == "Unreadable":
        return "unreadable"
    return str(node.status.value) if kind == "Activity" else ""  # type: ignore[union-attr]


def status_word(status: str) -> str:
    """Return a status in the language in use; an unknown one unchanged."""
    return {
        "planned": _("planned"),
        "active": _("active"),
        "ongoing": _("ongoing"),
        "pending-input": _("pending input"),
        "completed": _("completed"),
        "postponed": _("postponed"),
        "cancelled": _("cancelled"),
        "unreadable": _("unreadable"),
        "archived": pgettext("status", "archived"),
    }.get(status, status)


def counted_status(status: str, count: int) -> str:
    """Return how many are of a status: `3 planned`."""
    words = {
        "planned": ngettext("{count} planned", "{count} planned", count),
        "active": ngettext("{count} active", "{count} active", count),
        "ongoing": ngettext("{count} ongoing", "{count} ongoing", count),
        "pending-input": ngettext("{count} pending input", "{count} pending input", count),
        "completed": ngettext("{count} completed", "{count} completed", count),
        "postponed": ngettext("{count} postponed", "{count} postponed", count),
        "cancelled": ngettext("{count} cancelled", "{count} cancelled", count),
        "unreadable": ngettext("{count} unreadable", "{count} unreadable", count),
        "archived": ngettext("{count} archived", "{count} archived", count),
    }
    return words.get(status, f"{{count}} {status_word(status)}").format(count=count)


def kind_word(kind: str) -> str:
    """Return `subject`, `objective`, `activity`, `meeting` ... in the language in use."""
    return {
        "subject": _("subject"),
        "objective": _("objective"),
        "activity": _("activity"),
        "action": _("action"),
        "entry": _("calendar entry"),
        "meeting": _("meeting"),
        "agreement": _("agreement"),
    }.get(kind, kind)


def meeting_word(status: MeetingStatus | str) -> str:
    """Return the status of a meeting in the language in use."""
    return {"planned": _("planned"), "open": _("open"), "closed": _("closed")}.get(str(status), str(status))


def agreement_word(status: AgreementStatus | str) -> str:
    """Return the status of an agreement in the language in use."""
    return {
        "proposed": _("proposed"),
        "agreed": _("agreed"),
        "withdrawn": _("withdrawn"),
        "to-place": _("to link"),
    }.get(str(status), str(status))


def agreement_kind_word(kind: AgreementKind | str) -> str:
    """Return the kind of an agreement in the language in use."""
    return {
        "decision": _("decision"),
        "request": _("request"),
        "rule": _("rule"),
        "acknowledgement": _("acknowledgement"),
    }.get(str(kind), str(kind))


def answer_word(answer: str) -> str:
    """Return an actor's response to a request in the language in use."""
    return {
        "answered": _("answered"),
        "partial": _("answered in part"),
        "declined": _("declined"),
        "not-applicable": _("not applicable"),
        "not-yet": _("not yet"),
        "not-recorded": _("not recorded"),
        "not-asked": _("not asked"),
    }.get(answer, answer)


def actor_kind_word(kind: str) -> str:
    """Return the kind of an actor in the language in use."""
    return {
        "member": _("member country"),
        "observer": _("observer"),
        "organization": _("organization"),
        "office": _("office"),
        "network": _("network"),
        "group": _("group"),
    }.get(kind, kind)
