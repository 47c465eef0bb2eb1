"""Find the actors that a sentence names. It is a proposal for a person, so one too many is better than one missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from rcm_tui.model.frozen import dataclass
from rcm_tui.model.regex import regex
from rcm_tui.model.texts import fold, fold_with_offsets

_WORD = regex(r"\w+")
_JOINT = regex(r"[\s\-‐‑–—./&'’]{1,3}")
_MONEY = regex(r"\\?\$")
_LONGEST_ACRONYM = 5

# Acronyms that are among the most common words are read as actors only in capitals within a text in small letters...
_COMMON = """
    do ni no it in is as at be by me so es de la se al am my to or an if of on he up go lo le si su tu te ya va
    and are can car for has her his may not out per see she the was ten una uno los las del por que muy all son sin con
"""
_COMMON_WORDS = frozenset(_COMMON.split())
# ... and less common words in capitals anywhere: in a text all in capitals, US is a country.
_WORDS = _COMMON_WORDS | {"us", "who", "un", "ca", "pa", "ai", "aid", "fin", "mas"}


class ActorLike(Protocol):
    """What is needed of an actor: its names by language, and its other names."""

    @property
    def name(self) -> Mapping[str, str]:
        """The name in each language."""

    @property
    def aliases(self) -> Sequence[str]:
        """Other names, in any language."""


@dataclass(frozen=True, slots=True)
class _Name:
    """One name, divided into folded words, with the codes of the actors that have it."""

    words: tuple[str, ...]
    codes: tuple[str, ...]
    dotted: bool
    """Whether its words are the letters of an acronym, which must be joined by full stops: U.S., never U S."""


class ActorFinder:
    """Finds actors by code, by name in every language and by alias: whole words, without case and accents.

    It is made once for a set of actors; a search then takes microseconds. Where several names begin at one word, the
    longest wins; a name that two actors share proposes both.
    """

    def __init__(self, actors: Mapping[str, ActorLike]) -> None:
        names: dict[tuple[tuple[str, ...], bool], dict[str, None]] = {}
        for code, actor in actors.items():
            for name in (code, *actor.name.values(), *actor.aliases):
                for words, dotted in _spellings(name):
                    names.setdefault((words, dotted), {})[code] = None
        self._by_first: dict[str, list[_Name]] = {}
        for (words, dotted), codes in names.items():
            self._by_first.setdefault(words[0], []).append(_Name(words, tuple(codes), dotted))
        for candidates in self._by_first.values():
            candidates.sort(key=lambda name: -len(name.words))

    def find(self, text: str) -> tuple[str, ...]:
        """Return the codes of the actors that a text names, in the order of their first mention."""
        folded, offsets = fold_with_offsets(text)
        spans = [match.span() for match in _WORD.finditer(folded)]
        words = [folded[start:end] for start, end in spans]
        found: dict[str, None] = {}
        at = 0
        while at < len(words):
            step = 1
            for name in self._by_first.get(words[at], ()):
                end = at + len(name.words)
                if tuple(words[at:end]) == name.words and _fits(name, folded, spans[at:end]):
                    original = text[offsets[spans[at][0]] : offsets[spans[end - 1][1]]]
                    if _is_meant(name, original, text):
                        found.update(dict.fromkeys(name.codes))
                        step = len(name.words)
                        break
            at += step
        return tuple(found)


def _spellings(name: str) -> list[tuple[tuple[str, ...], bool]]:
    """Return the spellings of a name: as it is, and for an acronym such as US or U.S. with and without full stops."""
    words = tuple(_WORD.findall(fold(name)))
    if not words:
        return []
    letters = name.replace(".", "").strip()
    if not (letters.isalpha() and letters.isupper() and 2 <= len(letters) <= _LONGEST_ACRONYM):
        return [(words, False)]
    acronym = fold(letters)
    return [((acronym,), False), (tuple(acronym), True)]


def _fits(name: _Name, folded: str, spans: list[tuple[int, int]]) -> bool:
    """Return whether the words are joined as one name, and no amount of money follows (US$60,000)."""
    for (_start, end), (start, _end) in pairwise(spans):
        joint = folded[end:start]
        if not _JOINT.fullmatch(joint) or (name.dotted and not joint.startswith(".")):
            return False
    return not _MONEY.match(folded, spans[-1][1])


def _is_meant(name: _Name, original: str, text: str) -> bool:
    """Return whether an acronym that is an ordinary word too means the actor here: `US` does, `us` does not."""
    if len(name.words) > 1 or name.words[0] not in _WORDS:
        return True
    if not original.isupper():
        return False
    return name.words[0] not in _COMMON_WORDS or not text.isupper()


_last: tuple[Mapping[str, ActorLike], ActorFinder] | None = None


def find_actors(text: str, actors: Mapping[str, ActorLike]) -> tuple[str, ...]:
    """Return the codes of the actors that a text names, in the order of their first mention.

    The finder is kept for the last mapping of actors, which must not be changed in place (a plan in memory never is).
    """
    global _last
    known = _last
    if known is None or known[0] is not actors:
        known = _last = (actors, ActorFinder(actors))
    return known[1].find(text)
