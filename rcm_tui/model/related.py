"""Find the items that a text is probably about: a proposal for a person, found by the rarer words they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from math import log
from typing import TYPE_CHECKING

from rcm_tui.model import ids
from rcm_tui.model.regex import regex
from rcm_tui.model.texts import fold

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan

_WORD = regex(r"[^\W\d_]{4,}")
_STEM = 6
"""Letters by which words are compared, so that singular and plural, and most English and Spanish cognates, agree."""
_RARE = 0.12
"""Share of the items that may have a word for one such word to be enough."""
_ID = regex(r"\b[A-Z][A-Z0-9]*-\d+(?:\.\d+){,2}\b")

_last: tuple[Mapping[str, str], dict[str, set[str]], Counter[str]] | None = None


def related(plan: Plan, text: str, most: int = 4) -> tuple[str, ...]:
    """Return the current objectives and activities that a text is probably about, the likeliest first.

    Those whose ids it names come first. The words of a plan are divided once; a search then takes a few milliseconds.
    """
    named = [item for word in _ID.findall(text) if (item := plan.resolve(word)) is not None and plan.node(item)]
    wanted = set(stems(text))
    words, items_with = _index(plan)
    scores: dict[str, float] = {}
    for item_id, own in words.items():
        shared = wanted & own
        rare = any(items_with[word] <= max(2, _RARE * len(words)) for word in shared)
        if not rare or plan.is_archived(item_id):
            continue
        weight = sum(log(1 + len(words) / items_with[word]) for word in shared)
        scores[item_id] = weight / log(8 + len(own))
    best = max(scores.values(), default=0)
    likely = [item for item in scores if scores[item] >= best / 3]
    for item_id in likely:  # What the item itself says counts more than its calendar.
        own = set(stems(" ".join(plan.items[item_id].text.values())))
        weight = sum(log(1 + len(words) / items_with[word]) for word in wanted & own if items_with[word])
        scores[item_id] += 2 * weight / log(8 + len(own))
    found = sorted(likely, key=lambda item: -scores[item])
    return tuple(dict.fromkeys((*named, *found)))[:most]


def stems(text: str) -> Iterator[str]:
    """Yield the beginnings of the longer words of a text, folded."""
    for word in _WORD.findall(fold(text)):
        yield word[:_STEM]


def _index(plan: Plan) -> tuple[dict[str, set[str]], Counter[str]]:
    """Return the stems of each item's texts, and in how many items each is. Kept for the last plan's texts."""
    global _last
    texts = plan.search_texts
    if _last is None or _last[0] is not texts:
        words = {
            item_id: set(stems(text.partition("\n")[2]))
            for item_id, text in texts.items()
            if ids.kind_of(item_id) != ids.SUBJECT
        }
        _last = (texts, words, Counter(word for own in words.values() for word in own))
    return _last[1], _last[2]
