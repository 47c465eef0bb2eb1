"""Find the decisions in the minutes or conclusions of a meeting, as people write them, with the owners that they name.

`pasted` divides a text at its numbers, letters and bullets. Here are the rest: decisions that are called so (`ACTION:`,
`RESOLVED, that`), tables among paragraphs, parts within one line, and what is not a decision: preamble, thanks, and
texts that a person should look at. Nothing is merged into a decision that may not belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from rcm_tui.model.actors_in_text import ActorLike, find_actors
from rcm_tui.model.dates import DateError
from rcm_tui.model.dates.phrases import find_dates, read_date
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.pasted import PREAMBLE, SYMBOL, THANKS, UNPLACED, Piece, split_agreements, table_rows
from rcm_tui.model.regex import regex
from rcm_tui.model.texts import fold

_NAMED = (
    "ACTION(?:[ ](?:ITEM|POINT))?|DECISION|DECIDED|RESOLVED|RESOLUTION|AGREED|AGREEMENT|CONCLUSION|RECOMMENDATION"
    "|ACCI[OÓ]N|ACUERDO|DECISI[OÓ]N|RESUELVEN?|RESOLUCI[OÓ]N|ACORDADO|RECOMENDACI[OÓ]N"
    "|SE[ ](?:ACUERDA|RESUELVE|ACORD[OÓ]|DECIDE)"
)
_LABELLED = regex(
    rf"""\s*(?:[•‣▪·–-]\s*)?(?P<label>{_NAMED})\b
    (?: [ ]*(?:N[ºo°.]+[ ]*)?(?P<number>(?-i:{SYMBOL}))[ ]*(?:[.]?[–—-](?=\s)|[.:)]|\t)
      | [ ]*[:–—](?=\s|$) | [ ]*\.-(?=\s)
      | (?=,?[ ](?:that|to|que)\b) )""",
    re.VERBOSE | re.IGNORECASE,
)
_MARKED = regex(r"\s*(?:\(?[0-9]{1,3}(?:\.[0-9]{1,2}){0,3}[.):]|[•‣▪·]|[-–—*]\s|\(?[a-z]\)|[ivx]+[.)])\s*\S")
_THANKS = regex(
    r"(?:.{0,80}?\b)?(?:thank(?:ed|s|ful)?\b|expressed (?:its|their|his|her) (?:\w+ )?(?:thanks|gratitude|appreciation)"
    r"|gratitude|agradec\w+|gracias|reconocimiento)"
)
_AGREED = regex(
    r"\b(?:agreed|decided|resolved|conclu\w+|acord\w+|acuerdan?|acuerdos?|decid\w+|resuelven?"
    r"|approv\w+|aprob\w+)\b"
)
_INLINE = regex(r"(?:(?<=\s)|^)\(?(?P<label>[a-z]|[ivx]{1,5})\)\s+")
_BEFORE_PARTS = regex(r"[:;,.—–]\s*(?:and|or|y|e|o|u)?\s*$|^\s*$")
_WORDS_OF_A_PART = 2
_SHORT = 90
"""A line that is shorter, without the end of a sentence, is a heading."""
_ENDED = regex(r"[.;!?…][\"'”’»)\]]*$")


def read_minutes(text: str) -> tuple[Piece, ...]:
    """Return the pieces of minutes, in order: decisions with their parts, and all else as what `is_heading`.

    Where lines are called decisions or actions, or stand in a table of them, those alone are decisions. Else they are
    the numbered and bulleted pieces; a text without any is a decision.
    """
    blocks = list(_blocks(text))
    if any(kind != _PROSE for kind, _lines in blocks):
        pieces = tuple(_of_blocks(blocks))
    else:
        pieces = _with_asides(split_agreements(text))
    return tuple(_with_inline_parts(piece) for piece in pieces)


def ways_to_record(text: str) -> list[tuple[Piece, ...]]:
    """Return the ways in which a text can be recorded, the likeliest first.

    A line before lettered ones is the beginning of an agreement with these parts, else they are several agreements.
    """
    pieces = read_minutes(text)
    whole = (Piece(None, text.strip()),)
    if len(pieces) < 2:
        return [pieces, whole] if pieces and pieces[0].parts else [pieces]
    first, *others = pieces
    lettered = all((piece.number or "1").isalpha() and not piece.parts and not piece.is_heading for piece in others)
    with_parts = [(replace(first, is_heading=False, parts=tuple(others)),)] if lettered and not first.parts else []
    return [*with_parts, pieces, whole]


_PROSE, _CALLED, _TABLE = "prose", "called", "table"


def _blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the runs of lines of a text: prose, a decision that is called so, or a table of decisions."""
    for signs, group in groupby(text.splitlines(), _signs_of_cells):
        lines = list(group)
        if signs and len(lines) > 1 and table_rows("\n".join(lines)):
            yield _TABLE, lines
        else:
            yield from _called(lines)


def _signs_of_cells(line: str) -> int:
    """Return how many signs divide a line into cells: tabs, or bars where it begins and ends with one."""
    whole = line.strip()
    return line.count("\t") if whole and "\t" in line else whole.count("|") if whole[:1] == whole[-1:] == "|" else 0


def _called(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Divide lines without a table: a decision goes on until a blank line, a number or the next decision."""
    kind, current = _PROSE, list[str]()
    for line in lines:
        label = _LABELLED.match(line)
        is_called = label is not None and label["label"][0].isupper() and line[label.end() :].strip() != ""
        ends = kind == _CALLED and (
            not line.strip()
            or (_MARKED.match(line) is not None and not _part_of(line))
            or (_ENDED.search(current[-1].rstrip()) is not None and line.lstrip()[0].isupper() and not _part_of(line))
        )
        if current and (is_called or ends):
            yield kind, current
            kind, current = _PROSE, []
        if is_called:
            kind = _CALLED
        current.append(line)
    if current:
        yield kind, current


def _part_of(line: str) -> bool:
    """Return whether a line begins with a letter, Roman numeral or bullet, as parts of a decision do."""
    return re.match(r"\s*(?:\(?[a-z]\)|\(?[ivx]{1,5}[.)]|[•‣▪·*–-]\s)", line) is not None


def _of_blocks(blocks: Sequence[tuple[str, list[str]]]) -> Iterator[Piece]:
    labels = [match for kind, lines in blocks if kind == _CALLED and (match := _LABELLED.match(lines[0]))]
    kinds: dict[str, set[str]] = {}
    for match in labels:
        if match["number"]:
            kinds.setdefault(match["number"], set()).add(match["label"][0].upper())
    shared = any(len(group) > 1 for group in kinds.values())
    seen = False
    for kind, lines in blocks:
        if kind == _TABLE:
            yield from table_rows("\n".join(lines))
        elif kind == _CALLED:
            yield from _decision(lines, shared)
        else:
            yield from (_aside(piece, seen) for piece in split_agreements("\n".join(lines)))
            continue
        seen = True


def _decision(lines: Sequence[str], shared: bool) -> Iterator[Piece]:
    """Yield one decision; with `shared`, the first letter of its name distinguishes its number from those of others."""
    match = _LABELLED.match(lines[0])
    assert match is not None
    first = lines[0][match.end() :].strip()
    if not re.search(r"[\w:–—)\t.-]\s*$", match[0]) or match[0].strip().upper() == match["label"].upper():
        first = lines[0].strip()  # `RESOLVED, that …` reads as a sentence.
    rest = "\n".join([f"1. {first}", *lines[1:]])
    whole, *more = split_agreements(rest)
    number = match["number"]
    if number and shared:
        number = match["label"][0].upper() + number
    yield replace(whole, number=number)
    yield from (replace(piece, is_heading=True, aside=UNPLACED) for piece in more)


def _aside(piece: Piece, after: bool) -> Piece:
    """Return a piece beside decisions that are called so: a heading, preamble, thanks, or what has no place."""
    text = piece.in_one_line
    if piece.is_heading or (len(text) < _SHORT and not _ENDED.search(text)):
        aside = ""
    elif _is_thanks(text):
        aside = THANKS
    else:
        aside = UNPLACED if after or piece.number else PREAMBLE
    return Piece(None, text, is_heading=True, aside=aside)


def _with_asides(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Tell apart what stands before, between and after numbered decisions."""
    numbered = [place for place, piece in enumerate(pieces) if piece.number and not piece.is_heading]
    if not numbered:
        return tuple(pieces)
    first, last = numbered[0], numbered[-1]
    leads = (
        place
        for place, piece in enumerate(pieces[:first])
        if piece.is_heading and _AGREED.search(fold(piece.text[-80:]))
    )
    begun = next(leads, first)
    made: list[Piece] = []
    for place, piece in enumerate(pieces):
        if piece.is_heading or piece.number:
            made.append(piece)
        elif place < begun:
            made.append(_beside(piece, PREAMBLE))
        elif piece.paragraphs or place > first or not piece.parts:
            is_bullet = place not in (first, last) and _is_bullet(pieces, place)
            made.append(piece if is_bullet else _beside(piece, UNPLACED))
        else:
            made.append(piece)
    closing = made[last]
    if len(closing.paragraphs) > 1 and not closing.parts:
        kept, *later = closing.paragraphs
        made[last : last + 1] = [
            replace(closing, text=kept, paragraphs=()),
            *(_beside(Piece(None, line), UNPLACED) for line in later),
        ]
    return tuple(made)


def _is_bullet(pieces: Sequence[Piece], place: int) -> bool:
    """Return whether an unnumbered piece is one of several below a line that leads over to decisions."""
    for piece in reversed(pieces[:place]):
        if piece.is_heading:
            return _AGREED.search(fold(piece.text)) is not None
        if piece.number:
            return False
    return False


def _is_thanks(text: str) -> bool:
    """Return whether a text thanks somebody, and does no more than that."""
    words = fold(text)
    return _THANKS.match(words) is not None and not _AGREED.search(words)


def _beside(piece: Piece, otherwise: str) -> Piece:
    aside = THANKS if _is_thanks(piece.text) else otherwise
    return Piece(None, piece.in_one_line, is_heading=True, aside=aside)


# --- parts in one line


def _with_inline_parts(piece: Piece) -> Piece:
    """Divide `…: a) …; b) …` in one line into parts: letters or numerals in order, each with words of its own."""
    if piece.is_heading or piece.parts:
        return piece
    for first in ("a", "i"):
        found = _in_order(piece.text, first)
        if len(found) < 2:
            continue
        ends = [*(match.start() for match in found[1:]), len(piece.text)]
        texts = [piece.text[match.end() : end].strip() for match, end in zip(found, ends, strict=True)]
        if all(len(text.split()) >= _WORDS_OF_A_PART for text in texts):
            parts = tuple(Piece(match["label"], text) for match, text in zip(found, texts, strict=True))
            return replace(piece, text=piece.text[: found[0].start()].strip(), parts=parts, paragraphs=())
    return piece


def _in_order(text: str, first: str) -> list[re.Match[str]]:
    """Return the markers of a list in one line, from `a)` or `i)` on; each follows a sign."""
    numerals = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
    wanted = iter(numerals if first == "i" else "abcdefghijklmnopqrstuvwxyz")
    expected = next(wanted)
    found = []
    for match in _INLINE.finditer(text):
        if match["label"] == expected and _BEFORE_PARTS.search(text[: match.start()]):
            found.append(match)
            expected = next(wanted, "")
    return found


# --- the number, owner and date in a decision


@dataclass(frozen=True, slots=True)
class Proposal:
    """The owners and the deadline (EDTF) that the words of a decision name, for a person to accept."""

    owners: tuple[str, ...] = ()
    due: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the words say neither."""
        return not self.owners and not self.due


_DOES = regex(
    r"\b(?:(?:will|shall|should|must|is to|are to|to)(?! be\b)|deber[aá]n?|habr[aá]n?|enviar[aá]n?|presentar[aá]n?)\b",
    re.IGNORECASE,
)
_OWNER = regex(
    r"\b(?:owners?|responsible|lead|responsables?|encargad[oa]s?|action by)\s*[:=]\s*([^;)\n]+)", re.IGNORECASE
)
_DUE = regex(
    r"\b(?:due(?: date)?|deadline|by when|plazo|fecha l[ií]mite|fecha|date)\s*[:=]\s*([^;)\n]+)", re.IGNORECASE
)


def propose(text: str, actors: Mapping[str, ActorLike], *, year: int | None = None) -> Proposal:
    """Return whom a decision names as its doer, before the verb or as `Owner: …`, and the one deadline it names."""
    owner, due = _OWNER.search(text), _DUE.search(text)
    owners: tuple[str, ...] = ()
    if owner:
        owners = find_actors(owner[1], actors)
    elif verb := _DOES.search(text):
        owners = find_actors(text[: verb.start()], actors)
    if due:
        try:
            return Proposal(owners, str(read_date(due[1], default_year=year)))
        except DateError:
            return Proposal(owners)
    deadlines = [found.date for found in find_dates(text, default_year=year) if found.deadline]
    return Proposal(owners, str(deadlines[0]) if len(deadlines) == 1 else "")


__all__ = ["Proposal", "propose", "read_minutes", "ways_to_record"]
