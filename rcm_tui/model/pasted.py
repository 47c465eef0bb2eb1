"""Divide pasted minutes into their agreements, at numbers, letters and bullets that begin a line; guess their language.

Nothing of the pasted text is lost: all words are kept in order, markers as the numbers of pieces. A number inside a
sentence never divides it, even where the line was wrapped just before it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from rcm_tui.model.regex import regex
from rcm_tui.model.texts import fold, words


@dataclass(frozen=True, slots=True)
class Piece:
    """One agreement, point or paragraph.

    `number` is its marker without punctuation (`12`, `a`, `iv`), None for a bullet and for plain text; `text` has
    single spaces; `parts` are the pieces below it. What `is_heading` is no agreement: a heading, a paragraph that only
    leads over to what follows, or what `aside` says: PREAMBLE, THANKS, or UNPLACED for what a person should look at.
    `paragraphs` are those of its text, where there are several.
    """

    number: str | None
    text: str
    parts: tuple[Piece, ...] = ()
    is_heading: bool = False
    aside: str = ""
    paragraphs: tuple[str, ...] = field(default=(), compare=False)

    @property
    def in_one_line(self) -> str:
        """Its number, its text and its parts, one after the other."""
        number = f"{self.number}. " if self.number else ""
        parts = " ".join(f"{part.number or '•'} {part.text}" for part in self.parts)
        return f"{number}{self.text} {parts}".strip()


PREAMBLE, THANKS, UNPLACED = "preamble", "thanks", "unplaced"


_SECTION, _NUMBER, _LETTER, _ROMAN, _BULLET = 0, 10, 20, 25, 30
"""The rank of a marker; a piece of a higher rank than the one before it is part of that. Bullets add their indent."""

_BULLETS = regex(
    r"""(?P<indent>\s*)
    (?: (?P<sign>[•‣◦▪▫●○■□·∙⁃➢➤✓✔\uf0b7\uf0a7])\s* | [-–—](?=[^\W\d_]) | [-–—*](?:\s+|$) | o\t\s* )""",
    re.VERBOSE,
)
_LABEL = r"[0-9]{1,3}(?:\.[0-9]{1,2}){0,3}(?:\.?[a-z](?![^\W_])|\s(?:bis|ter|quater))?|[ivx]{1,5}|[IVX]{1,5}|[a-zñA-ZÑ]"
SYMBOL = r"(?:[A-Z]{2,8}[/-])?[0-9]{1,4}(?:[./-][0-9]{1,4}){0,3}"
"""What a body numbers its decisions by: `3`, `3.1`, `12/3`, `EB/2025/1`."""
_NAMED = "[Dd]ecisi[oó]n|[Aa]greement|[Cc]onclusi[oó]n|[Aa]cuerdo"
_NUMBERING = regex(
    rf"""\s*
    (?: (?:{_NAMED})\s+(?P<named>{SYMBOL})[.:)]
      | (?P<dotted>[0-9]{{1,3}}(?:\.[0-9]{{1,2}}){{1,3}})(?=\s+[“"(]?[A-ZÁÉÍÓÚÑ])
      | \((?P<inside>{_LABEL})\) | \[(?P<boxed>[0-9]{{1,3}})\]
      | (?P<bare>{_LABEL})(?: \) | \.?[-–—](?=\s|$) | \.?[º°]\.? | \. ) )
    (?: (?=\s|$) | (?<=[0-9][.)])(?=[^\W\d_]{{2}}) )""",
    re.VERBOSE,
)
"""`12.`, `12)`, `(12)`, `[12]`, `12 bis.`, `12.-`, `1º`, `2.1.`, `12a.`, `a.`, `b)`, `iv.`, `3.1`, `Decision 3.3:`,
`Decision 12/3:`.

Only digits may touch the text; those with a dot and nothing after it come before a capital letter."""

_BOUND_WORDS = """
    the a an of to in on by for with from at item items objective objectives agreement article section paragraph page
    number no nos num n subject activity
    el la los las un una de del al en con por para desde segun punto puntos numeral objetivo acuerdo articulo seccion
    parrafo pagina numero tema actividad
    january february march april may june july august september october november december
    enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
"""
_BOUND = frozenset(_BOUND_WORDS.split())
"""Words that a sentence does not end with: a number on the next line belongs to them."""
_LOOSELY_BOUND = frozenset({"and", "or", "y", "e", "o", "u"})
_SENTENCE_END = regex(r"[.;:!?…][\"'”’»)\]]*$")
_LAST_WORD = regex(r"(\w+)\W*$")
_TAIL = 40
_WRAPPED = 50
"""A line of at least this length, without the end of a sentence, is taken to continue in the next."""


_HEADING = 80
"""The length of the longest line that is taken for a heading."""


@dataclass(slots=True)
class _Open:
    """A piece that further lines may still join."""

    rank: int
    number: str | None
    value: int
    roman: bool = False
    lines: list[str] = field(default_factory=list)
    parts: list[_Open] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    """The places in `lines` at which a paragraph begins, but for the first."""

    @property
    def is_plain(self) -> bool:
        """Whether it has no marker. What follows it is its sibling."""
        return self.rank == _SECTION and self.number is None

    def closed(self) -> Piece:
        paragraphs = tuple(
            " ".join(self.lines[start:end]) for start, end in pairwise((0, *self.starts, len(self.lines)))
        )
        parts = tuple(part.closed() for part in self.parts)
        return Piece(self.number, " ".join(self.lines), parts, paragraphs=paragraphs if self.starts else ())


@dataclass(frozen=True, slots=True)
class _Marker:
    rank: int
    number: str | None
    value: int
    length: int
    roman: bool = False


def split_agreements(pasted: str) -> tuple[Piece, ...]:
    """Divide a pasted text into pieces, in order; letters and bullets under a number are its parts.

    Lines without a marker join the piece before them, and so do paragraphs after a number; a paragraph after a list of
    letters or bullets is a piece of its own. Text before the first marker is a piece without number, and so is a short
    line between a sentence and a number: a heading. The numbers below a heading with a capital letter or a Roman
    numeral are pieces of their own; where they begin again below each, they become `A.1`. A table, pasted with tabs
    between its cells, gives one piece for each row.
    """
    rows = table_rows(pasted)
    if rows:
        return rows
    splitter = _Splitter()
    lines = [part for line in pasted.splitlines() for part in _at_numbers(line)]
    for position, line in enumerate(lines):
        following = next((line for line in lines[position + 1 :] if line.strip()), "")
        splitter.take(line, following)
    return tuple(_without_sections(splitter.pieces))


_INSIDE = regex(r"(?<=[.;:])\s+(?=(?P<number>[0-9]{1,3})[.)]\s+\S)")


def _at_numbers(line: str) -> Iterator[str]:
    """Divide a line such as `1. First. 2. Second.` at the numbers that follow its first and come after a sentence."""
    first = re.match(r"\s*([0-9]{1,3})[.)]\s", line)
    start, number = 0, int(first[1]) if first else 0
    for inside in _INSIDE.finditer(line) if first else ():
        if int(inside["number"]) == number + 1:
            yield line[start : inside.start()]
            start, number = inside.end(), number + 1
    yield line[start:]


_NUMBER_HEADINGS = frozenset({"no", "no.", "n", "n.", "nº", "n°", "#", "num", "num.", "number", "numero", "item"})
_TEXT_HEADINGS = frozenset(
    words(
        "action actions task tasks agreement agreements decision decisions conclusion conclusions activity activities "
        "text measure measures commitment recommendation resolution description accion acciones tarea tareas acuerdo "
        "acuerdos decisiones conclusiones actividad actividades texto medida medidas compromiso recomendacion "
        "resolucion descripcion"
    )
)
_COLUMNS = 2
"""The fewest columns of a table."""


def table_rows(pasted: str) -> tuple[Piece, ...]:
    """Return the rows of a pasted table as pieces; () where the text is none.

    The first row is the headings if one of them says which column has the text. Without headings, the first column has
    numbers and the text is in the longest. Cells of other columns follow the text, with their headings, so that nothing
    is lost.
    """
    rows = _cells(pasted)
    if len(rows) < 2 or len(rows[0]) < _COLUMNS or any(len(row) != len(rows[0]) for row in rows):
        return ()
    headings = [fold(cell).strip(" .:") for cell in rows[0]]
    texts = [place for place, heading in enumerate(headings) if _TEXT_HEADINGS & set(heading.split())]
    numbers = [place for place, heading in enumerate(headings) if heading in _NUMBER_HEADINGS]
    names = [f"{heading}: " if heading else "" for heading in rows[0]]
    if texts:
        del rows[0]
    elif all(re.fullmatch(rf"{SYMBOL}[.)]?", row[0]) for row in rows):
        numbers, names = [0], [""] * len(headings)
        texts = [max(range(1, len(headings)), key=lambda place: sum(len(row[place]) for row in rows))]
    else:
        return ()
    pieces = []
    for row in rows:
        number = row[numbers[0]].rstrip(".)") if numbers else ""
        apart = {texts[0], *numbers[:1]}
        others = [f"{names[place]}{cell}" for place, cell in enumerate(row) if cell and place not in apart]
        pieces.append(Piece(number or None, f"{row[texts[0]]} ({'; '.join(others)})" if others else row[texts[0]]))
    return tuple(pieces)


def _cells(pasted: str) -> list[list[str]]:
    """Return the cells of a table: with tabs, as spreadsheets and Word copy it; in Markdown; or with semicolons.

    Spreadsheets put a cell of several lines between quotation marks.
    """
    lines = [line for line in pasted.splitlines() if line.strip()]
    if all(re.fullmatch(r"\s*\|.*\|\s*", line) for line in lines):
        rows = [line.strip().strip("|").split("|") for line in lines]
        rows = [row for row in rows if not all(re.fullmatch(r"\s*:?-+:?\s*", cell) for cell in row)]
    else:
        sign = "\t" if any("\t" in line for line in lines) else ";"
        rows = [line.split(sign) for line in lines]
        if len({len(row) for row in rows}) > 1 and '"' in pasted:
            rows = [row for row in csv.reader(io.StringIO(pasted, newline=""), delimiter=sign) if any(row)]
    return [[" ".join(cell.split()) for cell in row] for row in rows]


def _without_sections(pieces: Sequence[_Open]) -> Iterator[Piece]:
    """Yield the pieces, headings distinguished from agreements, and each text below a heading beside it."""
    below = [part.number for piece in pieces if _is_section(piece) for part in piece.parts]
    again = len(set(below)) < len(below)
    for position, piece in enumerate(pieces):
        if _is_section(piece):
            yield Piece(None, " ".join((f"{piece.number}.", *piece.lines)), is_heading=True)
            for part in piece.parts:
                closed = part.closed()
                yield replace(closed, number=f"{piece.number}.{part.number}") if again and part.number else closed
        else:
            is_heading = (
                piece.is_plain
                and _leads_over(" ".join(piece.lines))
                and any(not later.is_plain for later in pieces[position + 1 :])
            )
            yield replace(piece.closed(), is_heading=is_heading)


def _is_section(piece: _Open) -> bool:
    """Return whether a piece is a heading with a capital letter or a Roman numeral, above numbers."""
    return (
        piece.rank == _SECTION
        and piece.number is not None
        and any(_NUMBER <= part.rank < _LETTER for part in piece.parts)
    )


def _leads_over(text: str) -> bool:
    return text.endswith(":") or not _SENTENCE_END.search(text)


class _Splitter:
    """Takes lines one by one and keeps track of the open pieces, from the outermost to the current one."""

    def __init__(self) -> None:
        self.pieces: list[_Open] = []
        self.open: list[_Open] = []
        self.before = ""
        self.numbered = False

    def take(self, line: str, following: str) -> None:
        """Add one line of the pasted text; `following` is the next one that is not blank."""
        marker = self._marker(line)
        rest = " ".join(line[marker.length if marker else 0 :].split())
        if marker is not None:
            self.numbered = self.numbered or marker.rank == _NUMBER
            self._begin(_Open(marker.rank, marker.number, marker.value, marker.roman))
        elif rest and (not self.open or self._ends_list(rest) or self._is_heading(rest, following)):
            self.open.clear()
            self._begin(_Open(_SECTION, None, 0))
        if rest:
            current = self.open[-1]
            if marker is None and not self.before and current.lines and _begins_paragraph(current.lines[-1], rest):
                current.starts.append(len(current.lines))
            current.lines.append(rest)
        self.before = line.strip()

    def _begin(self, piece: _Open) -> None:
        # Plain text has no parts: what follows it is its sibling.
        while self.open and (self.open[-1].rank >= piece.rank or self.open[-1].is_plain):
            self.open.pop()
        (self.open[-1].parts if self.open else self.pieces).append(piece)
        self.open.append(piece)

    def _ends_list(self, rest: str) -> bool:
        """Return whether a line without marker, after a blank line, ends the list of letters or bullets before it."""
        current = self.open[-1]
        return current.rank >= _LETTER and bool(current.lines) and not self.before and not rest[0].islower()

    def _is_heading(self, rest: str, following: str) -> bool:
        """Return whether a line without marker, after a sentence and before a number, is a heading."""
        current = self.open[-1]
        ended = bool(current.lines) and _SENTENCE_END.search(current.lines[-1]) and not current.lines[-1].endswith(":")
        apart = not self.before or (rest.isupper() and not current.lines[-1].isupper()) if ended else False
        short = len(rest) <= _HEADING and not rest[0].islower() and not _SENTENCE_END.search(rest.rstrip(":"))
        numbering = _NUMBERING.match(following)
        return apart and short and numbering is not None and not (_label(numbering))[0].islower()

    def _marker(self, line: str) -> _Marker | None:
        """Return the marker at the beginning of a line, unless it is in the middle of a sentence."""
        bullet = _BULLETS.match(line)
        numbering = _NUMBERING.match(line, bullet.end() if bullet else 0)
        if numbering is not None and numbering["dotted"] and self.before and not _SENTENCE_END.search(self.before):
            numbering = None  # A sentence that was wrapped before a figure, such as 2.5.
        if numbering is not None:
            marker = self._read(_label(numbering), numbering.end())
            if bullet is not None or self._can_begin(marker):
                return marker
        if bullet is None:
            return None
        return _Marker(_BULLET + len(bullet["indent"].expandtabs(4)), None, 0, bullet.end())

    def _read(self, token: str, length: int) -> _Marker:
        if token.isalpha():
            return self._read_word(token, length)
        if token[-1].isalpha() and " " not in token:
            return _Marker(_LETTER, token, _letter_value(token[-1]), length)
        return _Marker(_NUMBER + token.count("."), token, int(re.findall("[0-9]+", token)[-1]), length)

    def _read_word(self, word: str, length: int) -> _Marker:
        """Read a letter or a Roman numeral; capitals before any number are headings of sections, above the numbers."""
        letters = [piece for piece in self.open if piece.rank in (_LETTER, _SECTION) and piece.number]
        value, roman = _letter_value(word[0]), False
        if not set(word.lower()) - set("ivx"):
            # "i." is a letter after "h.", and a numeral elsewhere.
            roman = len(word) > 1 or not any(not letter.roman and letter.value == value - 1 for letter in letters)
            value = _roman_value(word.lower()) if roman else value
        in_section = any(letter.rank == _SECTION for letter in letters)
        if word.isupper() and (in_section or not self.numbered):
            return _Marker(_SECTION, word, value, length, roman)
        under_letter = roman and any(letter.rank == _LETTER and not letter.roman for letter in letters)
        return _Marker(_ROMAN if under_letter else _LETTER, word, value, length, roman)

    def _can_begin(self, marker: _Marker) -> bool:
        """Return whether a number here is a marker, and not the continuation of the line before."""
        if not self.before:
            return True
        tail = self.before[-_TAIL:]
        last = _LAST_WORD.search(tail)
        word = fold(last[1]) if last else ""
        ended = _SENTENCE_END.search(tail) is not None
        if word in _BOUND and not ended and len(self.before.split()) > 1:
            return False
        siblings = [piece.value for piece in self.open if piece.rank == marker.rank]
        if marker.value == (siblings[-1] if siblings else 0) + 1:
            return True
        runs_on = self.before.endswith(",") or word in _LOOSELY_BOUND or len(self.before) >= _WRAPPED
        return ended or not runs_on


def _begins_paragraph(before: str, rest: str) -> bool:
    """Return whether a line after a blank one begins a paragraph: the sentence before it has ended."""
    return _SENTENCE_END.search(before) is not None and not before.endswith(":") and not rest[0].islower()


def _label(numbering: re.Match[str]) -> str:
    return next(label for label in numbering.group("named", "dotted", "inside", "boxed", "bare") if label)


def _letter_value(letter: str) -> int:
    return ord(letter.lower()) - ord("a") + 1


def _roman_value(numeral: str) -> int:
    """Return the value of a small Roman numeral; of an impossible one (`iix`), something near it."""
    values = [{"i": 1, "v": 5, "x": 10}.get(char, 0) for char in numeral]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


_ENGLISH: Final = "the of and to in for with that by on be will shall as at their from or is are which should an its"
_SPANISH: Final = "el la los las de del y en para con que por se una un su sus al como sobre sera deberan o es son"
_SMALL: Final[Mapping[str, frozenset[str]]] = {"en": frozenset(words(_ENGLISH)), "es": frozenset(words(_SPANISH))}


def guess_language(text: str, languages: Collection[str]) -> str:
    """Return the language whose commonest words the text has most; "" where it does not show."""
    found = words(text[:4000])
    scores = {code: sum(word in small for word in found) for code, small in _SMALL.items() if code in languages}
    best = max(scores, key=lambda code: scores[code], default="")
    others = [score for code, score in scores.items() if code != best]
    return best if best and scores[best] > max(others, default=0) else ""
