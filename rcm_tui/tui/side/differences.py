"""What changed in an item, as blocks: short values beside each other, words that came and went inside a text."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from textual.content import Content

from rcm_tui.changes.items import ItemChange, What
from rcm_tui.locale import _
from rcm_tui.model.plan import Plan
from rcm_tui.reports.differences import Difference, Fact, differences, is_short
from rcm_tui.tui.plan.blocks import CARD, FACT, TEXT, Block
from rcm_tui.tui.words import content, joined, line, lines

_GONE, _NEW = "$muted strike", "$foreground bold underline"
_ALIKE = 0.5
"""Two texts less alike than this are shown one below the other, not word by word."""
_NAME = 3
"""Words that a date or a name has at most."""


def difference_blocks(plan: Plan, change: ItemChange) -> Iterator[Block]:
    """Every difference as a card of its own; a sentence where there is none in content."""
    found = differences(plan, change)
    if not found:
        said = _("No change in content.")
        if change.what in (What.ARCHIVED, What.RESTORED, What.MOVED):
            said = _("Its content was not changed.")
        yield Block(TEXT, content(said, "$muted"))
    whole = change.what in (What.ADDED, What.REMOVED)
    for one in found:
        if whole and one.label and not one.owner:
            yield Block(FACT, lines(_facts(one.after or one.before, "", "")), _capital(one.label))
        else:
            yield Block(CARD, _difference(one), role="faint")


def _difference(one: Difference) -> Content:
    what = "" if one.before and one.after else _("added") if one.after else _("removed")
    owner = line(_capital(one.owner), "bold")
    label = line(one.label if one.owner else _capital(one.label), "" if one.owner else "bold")
    head = joined(owner, label, line(what, "$muted"), by="  ")
    return lines([head, *_values(one)])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _values(one: Difference) -> Iterator[Content]:
    if _is_text(one.before) and _is_text(one.after) and _alike(one.before[0].words, one.after[0].words):
        yield word_difference(one.before[0].words, one.after[0].words)
    elif one.before and one.after and is_short(one.before) and is_short(one.after):
        yield joined(line(one.before[0].words, "$muted"), line("→", "$muted"), line(one.after[0].words), by="  ")
    else:
        yield from _facts(one.before, "$muted", _("before") if one.after else "")
        yield from _facts(one.after, "", _("now") if one.before else "")


def _is_text(facts: Sequence[Fact]) -> bool:
    """Whether it is prose; a date or a name is not."""
    return len(facts) == 1 and not facts[0].label and len(facts[0].words.split()) > _NAME


def _facts(facts: Sequence[Fact], style: str, head: str) -> Iterator[Content]:
    if head and facts:
        yield line(head, "$muted italic")
    for fact in facts:
        label = line(fact.label + ": ", "$muted") if fact.label else Content("")
        yield label + content(fact.words, style)


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\S+", text)


def _alike(before: str, after: str) -> bool:
    return difflib.SequenceMatcher(None, _words(before), _words(after), autojunk=False).ratio() >= _ALIKE


def word_difference(before: str, after: str) -> Content:
    """A text with the words that went struck through and those that came underlined."""
    old, new = _words(before), _words(after)
    pieces = []
    for what, start, end, new_start, new_end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, came = "".join(old[start:end]), "".join(new[new_start:new_end])
        if what == "equal":
            pieces.append(content(gone))
            continue
        if gone:
            pieces.append(content(gone, _GONE))
        if gone.strip() and came.strip():
            pieces.append(Content(" "))
        if came:
            pieces.append(content(came, _NEW))
    return Content("").join(pieces)
