"""The vocabulary of dates in English and Spanish, and dividing a text into tokens of it.

Each token has a *kind*, one letter, so that a text becomes a string of kinds in which plain regular expressions find
dates (`phrases`):

    D  a day, 1 to 31          Z  two digits beginning with 0     z  two digits above 31, or '05
    Y  a year, 1900 to 2099    M  a month's name                  m  its abbreviation
    I  a date in EDTF          N  day/month/year in figures       R  month/year in figures
    q  an ordinal word         Q  quarter, third or half          k  half a month (quincena)
    K  Q4, T4, H1              S  a season                        W  a weekday, 1 (Monday) to 7
    E  end of                  B  early, late                     i  mid
    o  of, de                  e  the, el, year, año              t  to, a, al
    &  and, y                  p  a word a bare year may follow   ~  about      ?  perhaps
    n  a word that may come before a date in a form (on, at)         b  between
    w  week
    - / , .  as they are       x  anything else
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rcm_tui.model.dates.wording import ENGLISH, SPANISH
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.regex import regex
from rcm_tui.model.texts import fold, fold_with_offsets


class Token(NamedTuple):
    """One word, number or sign; `start` and `end` are offsets in the folded text, `value` its number if it has one."""

    kind: str
    start: int
    end: int
    value: int
    text: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as tokens: `kinds` has one letter for each, `offsets` lead from the folded text to the original."""

    original: str
    folded: str
    offsets: Sequence[int]
    tokens: tuple[Token, ...]
    kinds: str

    def original_span(self, start: int, end: int) -> tuple[int, int, str]:
        """Return start and end in the original of tokens `start` to `end` (excluded), and the text between."""
        a = self.offsets[self.tokens[start].start]
        b = self.offsets[self.tokens[end - 1].end]
        return a, b, self.original[a:b]


def _month_words() -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for wording in (SPANISH, ENGLISH):
        for number, name in enumerate(wording.months, 1):
            found[name[:3].lower()] = ("m", number)
        for number, name in enumerate(wording.months, 1):
            found[name.lower()] = ("M", number)
    found.update(sept=("m", 9), setiembre=("M", 9))
    return found


_ORDINALS = {
    1: "first primer primero primera 1er 1ro 1ra i",
    2: "second segundo segunda 2do 2da ii",
    3: "third tercer tercero tercera 3er 3ro iii",
    4: "fourth cuarto 4to iv",
    -1: "last final ultimo ultima",
}
_PARTS = {
    3: "quarter quarters trimester trimesters trimestre trimestres",
    4: "cuatrimestre cuatrimestres",
    6: "half semester semestre halves",
}
_KINDS = {
    "k": "quincena fortnight",
    "w": "week semana",
    "E": "end fin fines finales",
    "B": "early late beginning start principio principios inicio inicios comienzos",
    "i": "mid middle mediados",
    "o": "of de del",
    "e": "the el la los las year ano month mes dia",
    "t": "to through thru al a",
    "&": "and y e",
    "p": "in for during since by before until after throughout within en para durante desde hasta antes despues",
    "n": "on at due",
    "b": "between entre",
    "~": "about around circa ca approximately approx hacia alrededor aproximadamente aprox cerca",
    "?": "perhaps possibly maybe quiza quizas posiblemente",
}
WEEKDAYS = {
    word: day
    for day, words in enumerate(
        (
            "monday mon lunes lun",
            "tuesday tue tues martes",
            "wednesday wed miercoles mie",
            "thursday thu thur thurs jueves jue",
            "friday fri viernes vie",
            "saturday sabado sab",
            "sunday domingo",
        ),
        1,
    )
    for word in words.split()
}
"""The day of the week, 1 (Monday) to 7, by its folded names."""
_SEASONS = ("spring primavera", "summer verano", "autumn fall otono", "winter invierno")


def _vocabulary() -> dict[str, tuple[str, int]]:
    """Return every known word in folded form, with its kind and value."""
    known = {word: (kind, 0) for kind, names in _KINDS.items() for word in names.split()}
    known.update(_month_words())
    known.update({word: ("q", value) for value, names in _ORDINALS.items() for word in names.split()})
    known.update({word: ("Q", value) for value, names in _PARTS.items() for word in names.split()})
    known.update({word: ("S", 21 + i) for i, names in enumerate(_SEASONS) for word in names.split()})
    known.update({word: ("W", day) for word, day in WEEKDAYS.items()})
    known.update({form: ("K", n) for n in (1, 2, 3, 4) for form in (f"q{n}", f"t{n}", f"{n}q", f"{n}t")})
    known.update({form: ("K", -n) for n in (1, 2) for form in (f"h{n}", f"s{n}", f"{n}h", f"{n}s")})
    return known


_WORDS = _vocabulary()
_NO_DATE = ("x", 0)

# What may come before and after digits that are a date, and not part of an amount, a reference or an id.
_BEFORE, _AFTER = r"(?<![\w$€£.,/-])", r"(?![\w/-]|[.,][0-9]|\s?%)"
_DD = "[0-9]{1,2}"
_EDTF = r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?[~?%]{0,2}"
_TOKEN = regex(
    rf"""
      (?P<word>[a-z][a-z0-9]*)
    | (?P<I>{_BEFORE}(?:{_EDTF}/(?:{_EDTF}|\.\.)|\.\./{_EDTF}|{_EDTF})(?![\w/-]|[.,][0-9]))
    | (?P<N>{_BEFORE}(?:{_DD}[-–])?{_DD}(?P<sign>[/.-]){_DD}(?P=sign)(?:[0-9]{{4}}|[0-9]{{2}}){_AFTER})
    | (?P<R>{_BEFORE}[0-9]{{1,2}}/(?:19|20)[0-9]{{2}}{_AFTER})
    | (?P<amount>[$€£]\s?[0-9][0-9.,]*|[0-9]+(?:[.,][0-9]{{3}}(?![0-9]))+|[0-9]+[.,][0-9]{{1,2}}(?![0-9])|[0-9]+\s?%)
    | (?P<short>['’][0-9]{{2}}\b)
    | (?P<ordinal>\b[0-9]{{1,2}}(?:\s?(?:st|nd|rd|th)\b|\.?(?:o|a|er|ra)\b))
    | (?P<figures>(?<![a-z0-9])[0-9]+(?![a-z0-9]))
    | (?P<mixed>[0-9][a-z0-9]*)
    | (?P<dash>[-‐‑‒–—−]+)
    | (?P<sign2>[^\w\s])
    | (?P<other>\w)
    """,
    re.VERBOSE,
)


def _number_kind(figures: str) -> str:
    if len(figures) == 4 and figures[:2] in ("19", "20"):
        return "Y"
    if len(figures) > 2 or int(figures) == 0:
        return "x"
    if int(figures) > 31:
        return "z" if len(figures) == 2 else "x"
    return "Z" if len(figures) == 2 and figures[0] == "0" else "D"


def _kind_and_value(group: str, text: str) -> tuple[str, int]:
    if group in ("I", "N", "R"):
        return group, 0
    if group == "short":
        return "z", int(text[1:])
    if group in ("ordinal", "figures"):
        digits = re.match("[0-9]+", text)
        number = digits[0] if digits else text
        kind = _number_kind(number)
        return (kind if group == "figures" or kind in "DZ" else "x"), int(number[:9])
    if group in ("word", "mixed"):
        return _WORDS.get(text, _NO_DATE)
    if group == "dash":
        return "-", 0
    return (text if text in {",", ".", "/"} else "x"), 0


_LETTERS_OR_DIGIT = regex("[a-z]+|[0-9]")
_NAMED = frozenset({*"0123456789", *_month_words()})


def may_name_a_date(text: str) -> bool:
    """Return whether a text has a digit or the name of a month, without which it names no date of any kind."""
    return not _NAMED.isdisjoint(_LETTERS_OR_DIGIT.findall(fold(text)))


def tokenize(text: str) -> Tokens:
    """Divide a text into tokens; every character that is not white space belongs to one."""
    folded, offsets = fold_with_offsets(text)
    tokens = []
    for match in _TOKEN.finditer(folded):
        group, found = match.lastgroup or "other", match[0]
        kind, value = _WORDS.get(found, _NO_DATE) if group == "word" else _kind_and_value(group, found)
        tokens.append(Token(kind, *match.span(), value, found))
    return Tokens(text, folded, offsets, tuple(tokens), "".join(token.kind for token in tokens))
