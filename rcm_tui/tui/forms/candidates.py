"""What can be chosen while typing: actors, meetings, items and objectives, found by any of their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from rcm_tui.i18n import current
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.plan import Plan
from rcm_tui.model.states import MeetingStatus
from rcm_tui.model.texts import fold, pick
from rcm_tui.reports.names import actor_name, meeting_name, text_of
from rcm_tui.tui.content import cut, joined, line

_LIMIT = 8
_WIDTH = 76


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that can be chosen: its value, what it is called, how the list shows it, and its folded names."""

    value: str
    title: str
    shown: Content
    names: tuple[str, ...]


def find(candidates: Iterable[Candidate], typed: str) -> list[Candidate]:
    """Find what fits the words typed, best first: by a whole name, its beginning, a word's beginning, any part."""
    words = _folded(typed)
    if not words:
        return []
    ranked = []
    for position, candidate in enumerate(candidates):
        rank = _rank(candidate, words)
        if rank is not None:
            ranked.append((rank, position, candidate))
    return [candidate for _rank, _position, candidate in sorted(ranked, key=lambda entry: entry[:2])[:_LIMIT]]


def _rank(candidate: Candidate, words: str) -> int | None:
    best: int | None = None
    for name in candidate.names:
        if name == words:
            return 0
        at = name.find(words)
        if at < 0:
            continue
        rank = 1 if at == 0 else 2 if not name[at - 1].isalnum() else 3 if len(words) > 2 else None
        if rank is not None:
            best = rank if best is None else min(best, rank)
    if best is None and len(words) > 2:
        every = " ".join(candidate.names)
        if all(word in every for word in words.split()):
            return 4
    return best


def named(candidates: Iterable[Candidate], typed: str) -> Candidate | None:
    """Give the candidate that is called exactly so."""
    words = _folded(typed)
    return next((candidate for candidate in candidates if words in candidate.names), None) if words else None


def actors(plan: Plan) -> list[Candidate]:
    """List every actor, with code, names in every language, abbreviations and aliases."""
    found = []
    for code, actor in plan.actors.items():
        title = actor_name(plan, code) or code
        names = (code, *actor.name.values(), *actor.short.values(), *actor.aliases)
        shown = joined(line(title), line(code, "$muted"), by="  ") if title != code else line(code)
        found.append(Candidate(code, title, shown, _names(names)))
    return found


def meetings(plan: Plan) -> list[Candidate]:
    """List every meeting, the newest first, with id, name, title and place."""
    return [_meeting(plan, meeting) for meeting in reversed(plan.meetings_in_order())]


def _meeting(plan: Plan, meeting: Meeting) -> Candidate:
    title = meeting_name(plan, meeting.id)
    shown = joined(line(title), line(meeting.id, "$muted"), line(meeting.place or "", "$muted"), by="  ")
    return Candidate(
        meeting.id, title, shown, _names((meeting.id, title, *meeting.title.values(), meeting.place or ""))
    )


def items(plan: Plan) -> list[Candidate]:
    """List every item of the current plan, with id, earlier ids and text."""
    return [_item(plan, item_id) for item_id in plan.walk() if not plan.is_archived(item_id) and item_id in plan.items]


def _item(plan: Plan, item_id: str) -> Candidate:
    node = plan.items[item_id]
    text = text_of(node)
    formerly: Sequence[str] = getattr(node, "formerly", ())
    title = cut(pick(text, current()), _WIDTH)
    shown = joined(line(item_id, "$muted"), line(title), by="  ")
    return Candidate(item_id, f"{item_id}  {title}", shown, _names((item_id, *formerly, *text.values())))


def meetings_to_use(plan: Plan) -> list[tuple[Meeting, bool]]:
    """List the meetings to record agreements of, each with whether it must be opened.

    They are those that are open or being entered, else the planned ones.
    """
    if plan.open_meetings or plan.entered_meetings:
        return [(meeting, False) for meeting in (*plan.open_meetings, *plan.entered_meetings)]
    return [(meeting, True) for meeting in plan.meetings_in_order() if meeting.status is MeetingStatus.PLANNED]


def _folded(words: str) -> str:
    return fold(" ".join(words.split()))


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_folded(name) for name in names if name))
