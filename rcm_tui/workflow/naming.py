"""Resolve what a person types to an item or a meeting."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence

from rcm_tui.i18n import _, current
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.plan import Plan
from rcm_tui.model.regex import regex
from rcm_tui.model.texts import fold, pick

SHOWN = 6
"""How many candidates a sentence names."""
_TERM = regex(r"(?:^|\s)[a-z_]+:\S")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The files that a person named, by item, meeting or path. With `by_query` a query found some of them."""

    keys: tuple[str, ...]
    by_query: bool = False


def choose(
    plan: Plan, names: Sequence[str], on: datetime.date, completed: Callable[[str], Mapping[str, datetime.date]]
) -> Chosen:
    """Find the items named by ids, by words that match one item, or by queries with a term (`status:active`).

    Meetings are named by their ids and shared files by their paths. `completed` gives what a query has to know of the
    records. Raises BadValue where a name finds nothing.
    """
    from rcm_tui.model.query import find

    keys: dict[str, None] = {}
    by_query = False
    for name in names:
        if _TERM.search(name):
            found = find(plan, name, on, completed(name))
            if not found:
                raise BadValue(_("No item matches “{words}”; search with: rcm list").format(words=name))
            keys.update(dict.fromkeys(found))
            by_query = True
        elif "/" in name or name in plan.meetings:
            keys[name] = None
        else:
            keys[resolve_item(plan, name)] = None
    return Chosen(tuple(keys), by_query)


def resolve_item(plan: Plan, words: str) -> str:
    """Find the item named by an id in any case, a former id, or words that match one item. Raises BadValue."""
    words = words.strip()
    found = plan.resolve(words) or plan.resolve(words.upper()) or plan.by_number.get(words.rstrip("."))
    if found is not None and found != plan.hidden_top:
        return found
    if found or (ids.is_id(words.upper()) and "-" in words):
        raise BadValue(_no_such_item(plan, words.upper()))
    wanted = fold(words).split()
    fitting = [
        item_id
        for item_id in plan.walk()
        if (item := plan.items.get(item_id)) is not None and _fits(wanted, item.text.values())
    ]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting or not wanted:
        raise BadValue(_("No item matches “{words}”; search with: rcm list").format(words=words))
    raise BadValue(_candidates(plan, words, fitting))


def _fits(wanted: list[str], texts: Iterable[str]) -> bool:
    return any(all(word in folded for word in wanted) for folded in map(fold, texts))


def _no_such_item(plan: Plan, item_id: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(item_id, list(plan.walk()), 3, 0.6)
    if near:
        return _("There is no {id}; did you mean {near}?").format(id=item_id, near=", ".join(near))
    return _("There is no {id} in this plan; see: rcm list").format(id=item_id)


def _candidates(plan: Plan, words: str, fitting: list[str]) -> str:
    lines = [f"  {item_id}  {pick(plan.items[item_id].text, current())[:70]}" for item_id in fitting[:SHOWN]]
    if len(fitting) > SHOWN:
        lines.append("  …")
    return _("{count} items match “{words}”; name one of them:\n{items}").format(
        count=len(fitting), words=words, items="\n".join(lines)
    )


def resolve_meeting(plan: Plan, words: str) -> str:
    """Find the meeting named by an id, the start of one, or words of its place and body. Raises BadValue."""
    words = words.strip()
    if words in plan.meetings:
        return words
    wanted = fold(words).split()
    fitting = [
        meeting.id
        for meeting in plan.meetings_in_order()
        if wanted and _fits(wanted, [f"{meeting.id} {meeting.body} {meeting.ordinal or ''} {meeting.place or ''}"])
    ]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise BadValue(
            _("There is no meeting {words}; see: rcm meeting list, or make it with: rcm meeting new").format(
                words=words
            )
        )
    raise BadValue(
        _("{count} meetings match “{words}”; name one of them: {meetings}").format(
            count=len(fitting), words=words, meetings=", ".join(fitting[:SHOWN])
        )
    )
