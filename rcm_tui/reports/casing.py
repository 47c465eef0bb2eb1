"""Show texts that are all in capitals in sentence case; the data stays as it is.

Names keep their capitals: those of the plan's actors and bodies, and words that its other texts, such as agreements,
only ever write with a capital. Every letter stays in its place, so that what is marked in a text stays marked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from rcm_tui.model.plan import Plan
from rcm_tui.model.regex import regex

_WORD = regex(r"[^\W\d_]+(?:[.'’][^\W\d_]+)*")
_OFTEN = 2
"""Times that a word must stand alone with a capital to be a name."""
_ORDINARY = frozenset({"un", "la", "el", "es", "do", "no", "me", "us", "all", "members"})
"""Codes that are ordinary words as well."""
_LEAST = 4
"""Letters that a text must have to be in capitals on purpose of its source, and not an acronym."""


class Casing:
    """Puts the texts of one plan into sentence case. Made once for a plan."""

    def __init__(self, plan: Plan) -> None:
        self._names: dict[str, str] = {}
        """How a word is written, by its small letters."""
        self._phrases: dict[str, str] = {}
        """The names of several words, by their small letters."""
        seen: Counter[str] = Counter()
        small: set[str] = set()
        for text in _mixed_texts(plan):
            words = _WORD.findall(text)
            small.update(word for word in words if word[0].islower())
            seen.update(word for word in words if len(word) > 1 and word.isupper())
            for before, word, after in zip(words, words[1:], words[2:], strict=False):
                if before[0].islower() and word[0].isupper() and after[0].islower():
                    seen[word] += 1
        for word, count in seen.items():
            if word.lower() not in small and (word.isupper() or count >= _OFTEN):
                self._names[word.lower()] = word
        for name in _names_of(plan):
            if " " in name:
                self._phrases[name.lower()] = name
            elif not name.islower() and name.lower() not in (small | _ORDINARY):
                self._names[name.lower()] = name

    def show(self, text: str) -> str:
        """Return the text in sentence case where it is all in capitals, with as many letters; else as it is."""
        letters = [char for char in text if char.isalpha()]
        # Letters of scripts without capitals are neither.
        if len(letters) < _LEAST or not all(char.isupper() for char in letters):
            return text
        shown = list(text)
        for match in _WORD.finditer(text):
            alone = text[: match.start()].endswith("(") and text[match.end() :].startswith(")")
            word = match[0] if alone else self._names.get(match[0].lower()) or _small(match[0])
            if _begins(text, match.start()):
                word = word[0].upper() + word[1:]
            if len(word) == len(match[0]):
                shown[match.start() : match.end()] = word
        folded = "".join(shown).lower()
        for small, name in self._phrases.items():
            at = folded.find(small)
            while at >= 0:
                shown[at : at + len(name)] = name
                at = folded.find(small, at + len(name))
        return "".join(shown)


def _small(word: str) -> str:
    """Return a word in small letters, each in its place, unless it is an acronym or a Roman numeral."""
    if "." in word or not set(word) - set("IVX") or (len(word) > 1 and not set(word) & set("AEIOUYÁÉÍÓÚÜ")):
        return word
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in word)


def _begins(text: str, at: int) -> bool:
    """Return whether a word begins a sentence: nothing is before it, or what ends a sentence."""
    before = text[:at].rstrip(" \t\"“”'«(¿¡[•·–-")
    return not before or before[-1] in ".!?:\n"


def _mixed_texts(plan: Plan) -> Iterator[str]:
    """Yield the texts that are not all in capitals: agreements and statements of meetings."""
    for meeting in plan.meetings.values():
        decisions = (decision for _whole, decision in meeting.decisions())
        for passage in (*decisions, *meeting.statements):
            yield from (text for text in passage.text.values() if not text.isupper())


def _names_of(plan: Plan) -> Iterable[str]:
    for code, actor in plan.actors.items():
        yield from (code, *actor.name.values(), *actor.short.values(), *actor.aliases)
    for code, body in plan.info.bodies.items():
        yield from (code, *body.name.values(), *body.short.values())
