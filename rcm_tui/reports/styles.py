"""Signs and words of every status: a glyph, a word and a colour role, never colour alone.

The glyphs are one cell wide and exist in DejaVu Sans Mono. Each front end maps the roles to colours of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Final

from rcm_tui.i18n import N_, _, ngettext, npgettext, pgettext
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.statuses import DEFAULT, OPEN, Statuses
from rcm_tui.model.statuses import WAITING as WAITING_FOR

if TYPE_CHECKING:
    from rcm_tui.model.lazy import Head
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


BROKEN_LOOK: Final = Look("!", BROKEN)
_STATE_LOOK: Final[Mapping[str, Look]] = {"unreadable": BROKEN_LOOK, "archived": Look("▪", QUIET)}
"""The looks of two states that are shown where a status is."""

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


def status_of(node: Node | Head) -> str:
    """Return the status of an item as `status_look` takes it; empty for subjects and objectives, which have none."""
    kind = node.__class__.__name__  # By name, as help and completion need the looks but not the classes.
    if kind == "Unreadable":
        return "unreadable"
    return str(node.status) if kind in ("Activity", "Head") else ""  # type: ignore[union-attr]


def _default() -> Statuses:
    return DEFAULT


_statuses: Callable[[], Statuses] = _default


def use_statuses(of_plan: Callable[[], Statuses] = _default) -> None:
    """Set what gives the statuses whose looks and words are shown: those of the plan in use, as it is at the time."""
    global _statuses
    _statuses = of_plan


def status_look(status: str) -> Look | None:
    """Return the look of a status, `unreadable` or `archived`; None for what is not a status of the plan in use."""
    known = _statuses()
    if status in known:
        return Look(known.sign(status), known.colour(status))
    return _STATE_LOOK.get(status)


def status_key(status: str) -> str:
    """Return the letter that chooses a status of the plan in use; empty for what is none."""
    return _statuses().keys.get(status, "")


def status_word(status: str) -> str:
    """Return a status of the plan in use, in the language in use; an unknown one unchanged."""
    known = _statuses()
    if status in known:
        return known.word(status)
    words = {"unreadable": _("unreadable"), "archived": pgettext("status", "archived")}
    return words.get(status, status)


def status_choices(found: Collection[str]) -> list[tuple[str, str]]:
    """Return the statuses among those found, to choose from, with their words; first `open`, which means several."""
    known = _statuses()
    named = [(status, status_word(status)) for status in known if status in found]
    several = known.meaning(OPEN, WAITING_FOR)
    if not any(status in found for status in several):
        return named
    *first, last = map(known.several, several)
    if first:
        last = pgettext("any of several", "{first}, {last}").format(first=", ".join(first), last=last)
    return [(" ".join(several), _("open ({statuses})").format(statuses=last)), *named]


def counted_status(status: str, count: int) -> str:
    """Return how many are of a status: `3 planned`."""
    known = _statuses()
    if status in known:
        return known.number_of(status, count)
    words = {
        "unreadable": ngettext("{count} unreadable", "{count} unreadable", count),
        "archived": npgettext("status", "{count} archived", "{count} archived", count),
    }
    return words.get(status, f"{{count}} {status}").format(count=count)


def kind_word(kind: str) -> str:
    """Return `subject`, `objective`, `activity`, `meeting` ... in the language in use."""
    return {
        "subject": _("subject"),
        "objective": _("objective"),
        "activity": _("activity"),
        "subactivity": _("sub-activity"),
        "action": _("action"),
        "entry": _("calendar entry"),
        "meeting": _("meeting"),
        "agreement": _("agreement"),
    }.get(kind, kind)


def kind_count(kind: str, count: int) -> str:
    """Return how many items of a kind there are, such as `3 objectives`."""
    words = {
        "subject": ngettext("{count} subject", "{count} subjects", count),
        "objective": ngettext("{count} objective", "{count} objectives", count),
        "activity": ngettext("{count} activity", "{count} activities", count),
        "subactivity": ngettext("{count} sub-activity", "{count} sub-activities", count),
    }
    return words[kind].format(count=count)


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
    word = _ANSWERS.get(answer)
    return _(word) if word is not None else answer


_ANSWERS = {
    "answered": N_("answered"),
    "partial": N_("answered in part"),
    "declined": N_("declined"),
    "not-applicable": N_("not applicable"),
    "not-yet": N_("not yet"),
    "not-recorded": N_("not recorded"),
    "not-asked": N_("not asked"),
}
