"""What a text links to: web and e-mail addresses, and the items and meetings that it names.

Only http, https and mailto ever become links. An address ends before punctuation that belongs to the sentence, as
browsers and word processors find it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from urllib.parse import quote, urlsplit

from rcm_tui.model.regex import regex
from rcm_tui.reports.document import Document, Heading, Mark, Paragraph, Run

_ADDRESS = regex(
    "(?:https?://|mailto:|(?<![\\w.@/:-])www\\.(?=[a-z0-9]))"
    '[^\\s\x00-\x20<>"`{}|\\\\^\u2018-\u201f\u2039\u203a\u00ab\u00bb\u2400-\u2421\u3000-\u3003\u3008-\u3011\uff08-\uff0c]+',
    re.IGNORECASE,
)
"""An address up to a space, a quotation mark or a character that no address has (RFC 3986, appendix C)."""
_WRITTEN_TO = regex(r"(?<![\w.@/:+-])[a-z0-9_.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?![\w@-])", re.IGNORECASE)
"""An e-mail address without the word `mailto`."""
_NAMED = regex(r"(?<![\w.@/-])(?:[A-Z][A-Z0-9]*-[1-9][0-9]*(?:\.[1-9][0-9]*){,2}|[0-9]{4}[a-z0-9-]+)(?![\w@/-])")
"""What may be the id of an item below a subject, or of a meeting."""
_DIGIT = regex("[0-9]")
"""What each of these has, to be looked for first."""
_AFTER = ".,;:!?'*_~…’"
"""Punctuation that belongs to the sentence where it comes last."""
_BRACKETS = {")": "(", "]": "["}
_KEPT = "/?#[]@!$&'()*+,;=:%~"
"""What an address keeps as it is besides letters, digits and `-._` (RFC 3986, 2.2)."""
_BARE_PERCENT = regex("%(?![0-9A-Fa-f]{2})")
_MAIL = regex(r"mailto:[^\s@/?]+@[^\s@/?]+(?:\?.*)?", re.IGNORECASE)

Found = tuple[int, int, str]
"""Where a link begins and ends in a text, and its target: an address, or `#` and what it names."""


def links_in(text: str, named: Collection[str] = ()) -> list[Found]:
    """Return the links of a text, in order. Items and meetings are links where they are among those `named`."""
    found = []
    if ":" in text or "www." in text.casefold():
        for match in _ADDRESS.finditer(text):
            words = _without_punctuation(match[0])
            target = _target(words if ":" in match[0][:8] else f"https://{words}")
            if target:
                found.append((match.start(), match.start() + len(words), target))
    taken = [(start, end) for start, end, _target in found]
    more = [(match, f"mailto:{match[0]}") for match in _WRITTEN_TO.finditer(text)] if "@" in text else []
    if named and _DIGIT.search(text):
        more += [(match, f"#{match[0]}") for match in _NAMED.finditer(text) if match[0] in named]
    for match, target in more:
        if not any(start <= match.start() < end for start, end in taken):
            found.append((match.start(), match.end(), target))
    found.sort()
    return found


def names_in(text: str) -> list[str]:
    """Return all in a text that may be the id of an item below a subject, or of a meeting."""
    return _NAMED.findall(text)


def _without_punctuation(text: str) -> str:
    """Return an address without what belongs to the sentence: punctuation, and a bracket that it does not open."""
    while text:
        last = text[-1]
        if last in _AFTER or (last in _BRACKETS and text.count(last) > text.count(_BRACKETS[last])):
            text = text[:-1]
        else:
            break
    return text


def _target(text: str) -> str:
    """Return an address as files and terminals take it, other characters as percent signs; empty where it is none."""
    scheme, _colon, rest = text.partition(":")
    try:
        host = urlsplit(text).hostname
    except ValueError:
        return ""
    if not (host or _MAIL.fullmatch(text)):
        return ""
    return f"{scheme.lower()}:{quote(_BARE_PERCENT.sub('%25', rest), safe=_KEPT)}"


Piece = tuple[Run, str]
"""A run and what it links to; empty for nothing."""


def linked(paragraph: Paragraph, named: Collection[str] = ()) -> Iterator[Piece]:
    """Yield the runs of a paragraph, cut where links begin and end.

    A change within an address leaves two of them: the words that were deleted link to the old one, all others to the
    new one. An item is no link in its own text.
    """
    runs = paragraph.runs
    after = before = _links_of(runs, Mark.DELETED, named)
    if any(run.mark is Mark.INSERTED or run.mark is Mark.DELETED for run in runs):
        before = _links_of(runs, Mark.INSERTED, named)
    if not (after or before):
        yield from ((run, run.link) for run in runs)
        return
    own = f"#{paragraph.anchor}"
    at = {Mark.DELETED: 0, Mark.INSERTED: 0}
    for run in runs:
        side, gone = (before, Mark.INSERTED) if run.mark is Mark.DELETED else (after, Mark.DELETED)
        start = at[gone]
        cut = ((run.text, run.link),) if run.link else _cut(run.text, start, side)
        pieces = list(cut)
        for place, (text, target) in enumerate(pieces, 1):
            piece = run if len(pieces) == 1 else replace(run, text=text, has_gap=run.has_gap and place == len(pieces))
            yield piece, "" if target == own else target
        for mark in at:
            at[mark] += len(run.text) if run.mark is not mark else 0


def _links_of(runs: tuple[Run, ...], gone: Mark, named: Collection[str]) -> list[Found]:
    """Return the links of the text without the runs of one mark."""
    return links_in("".join(run.text for run in runs if run.mark is not gone), named)


def _cut(text: str, start: int, links: list[Found]) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a text that begins at `start` of the one in which the links were found."""
    done = 0
    for begins, ends, target in links:
        first, last = max(begins - start, 0), min(ends - start, len(text))
        if first >= last:
            continue
        if first > done:
            yield text[done:first], ""
        yield text[first:last], target
        done = last
    if done < len(text) or not text:
        yield text[done:], ""


def destinations(document: Document) -> frozenset[str]:
    """Return what the words of a document can link to within it: the items and meetings that it has."""
    found = {block.key for block in document.blocks if isinstance(block, Heading) and block.key}
    found |= {
        paragraph.anchor
        for paragraph in document.blocks
        if isinstance(paragraph, Paragraph) and paragraph.mark is not Mark.DELETED
    }
    for table in document.tables:
        for row in (*table.header, *table.rows):
            found |= {
                paragraph.anchor
                for paragraph in row.paragraphs
                if paragraph.mark is not Mark.DELETED or paragraph.archived
            }
    return frozenset(target for target in found if target and "/" not in target)
