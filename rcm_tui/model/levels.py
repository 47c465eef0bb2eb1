"""The levels of a plan: what a body calls its subjects, objectives and activities, and what belongs to them.

Messages of the program say *objective*; where a plan calls it a goal, the words are replaced once a message is
translated (`i18n.use_terms`), so that every sentence speaks of the plan in its own words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cache, lru_cache
from typing import Annotated, Any, Final

from rcm_tui.i18n import N_, OwnMessage, Rephrase, _
from rcm_tui.model import defaults, ids, structures
from rcm_tui.model.errors import FieldProblem
from rcm_tui.model.fieldpath import Value
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.scalars import Choice, Choices
from rcm_tui.model.texts import Text, pick_plain
from rcm_tui.model.types import Context, Field, Findings

ACTION, ENTRY, RESPONDENT = "action", "entry", "respondent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """What one of a kind is called, and what several are."""

    one: Annotated[Text, Field(structures.Text(), N_("one"), flow=True)]
    many: Annotated[Text, Field(structures.Text(), N_("several"), flow=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level of a plan: what its items are called, their actions, and the entries of their calendars."""

    one: Annotated[Text, Field(structures.Text(), N_("one"), flow=True)]
    many: Annotated[Text, Field(structures.Text(), N_("several"), flow=True)]
    actions: Annotated[Noun | None, Field(structures.Group("noun"), N_("actions"))] = None
    entries: Annotated[Noun | None, Field(structures.Group("noun"), N_("calendar"))] = None


class KindsOfItems(Choices):
    """Kinds of what a plan holds; those of items also by the codes of the levels that the plan declares."""

    def check_one(self, value: Value, name: str, context: Context) -> Findings:
        """Return what is wrong with one of them."""
        if not _is_level(value, context):
            yield from super().check_one(value, name, context)


class KindOfItem(Choice):
    """One kind of item, or of what it holds; also by the code of a level that the plan declares."""

    def check(self, value: Value, name: str, context: Context) -> Findings:
        """Return what is wrong with a stored value."""
        if not _is_level(value, context):
            yield from super().check(value, name, context)


def _is_level(value: Value, context: Context) -> bool:
    """Return whether a value is the code of a level; any may be one where the plan is not at hand."""
    return isinstance(value, str) and (context.plan is None or value in getattr(context.plan.info, "levels", {}))


def in_capitals(text: Text) -> OwnMessage:
    """Return the words of a text as they head a table."""
    return OwnMessage({language: words.upper() for language, words in text.items()}, "")


@cache
def _defaults() -> Mapping[str, Level]:
    return {code: Level(**dict(_read(declared))) for code, declared in defaults.declared("levels").items()}


def _read(declared: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, words in declared.items():
        yield name, Noun(**words) if "one" in words else words


DeclaredLevels = Annotated[Mapping[str, Level], Field(structures.ByCode("level"), N_("levels"))]


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of one plan, from the top, by their codes. A plan that declares none has those of `defaults`.

    Two are an objective and its activities: the plan itself takes the place of the subject, which is shown nowhere.
    The fourth of four are activities below activities.
    """

    declared: Mapping[str, Level] = field(default_factory=dict)
    respondents: Noun | None = None
    """What those are called who answer; countries by default."""

    @property
    def known(self) -> Mapping[str, Level]:
        """The levels by their codes."""
        return self.declared or _defaults()

    @property
    def is_top_hidden(self) -> bool:
        """Whether subjects are shown nowhere."""
        return len(self.declared) == 2

    @property
    def has_actions(self) -> bool:
        """Whether objectives have actions."""
        return any(level.actions is not None for level in self.known.values())

    @property
    def kinds(self) -> Mapping[str, str]:
        """The kind of item of each level, by its code."""
        return dict(zip(self.known, self.shown, strict=False))

    @property
    def shown(self) -> Sequence[str]:
        """The kinds of items that the plan has, from the top."""
        first = 1 if self.is_top_hidden else 0
        return ids.KINDS[first : first + len(self.known)]

    def below(self, kind: str) -> str:
        """Return the kind of the items below those of a kind; empty below the last."""
        kinds = (ids.SUBJECT, *self.shown) if self.is_top_hidden else self.shown
        following = kinds.index(kind) + 1
        return kinds[following] if following < len(kinds) else ""

    def depth_of(self, item_id: str) -> int:
        """Return how many levels are shown above an item."""
        return max(ids.depth_of(item_id) - self.is_top_hidden, 0)

    @property
    def nouns(self) -> Mapping[str, Noun]:
        """What items, actions and entries are called, by kind."""
        found: dict[str, Noun] = {RESPONDENT: self.respondents} if self.respondents is not None else {}
        for code, level in self.known.items():
            found[self.kinds[code]] = Noun(one=level.one, many=level.many)
            if level.actions is not None:
                found[ACTION] = level.actions
            if level.entries is not None:
                found[ENTRY] = level.entries
        if self.is_top_hidden:
            found[ids.SUBJECT] = found[ids.OBJECTIVE]
        return found

    def rephrase(self) -> Rephrase | None:
        """Return what says a message in the plan's terms (see `i18n.use_terms`); None: as it is."""
        if not self.declared and self.respondents is None:
            return None
        nouns = {kind: noun for kind, noun in self.nouns.items() if not _is_plain(kind, noun)}
        if not nouns:
            return None

        @lru_cache(maxsize=4096)
        def worded(message: str, translated: str, language: str, shown: str) -> str:
            if message.lower() == "calendar" and ENTRY in nouns:
                return _as_written(message, pick_plain(nouns[ENTRY].many, shown))
            if not language:  # The plan's words for publications, which may lack the terms that it declares itself.
                own = _in_own_words(message, "en", nouns, shown) if _is_name(message) else message
                return own if own != message else translated
            return translated if _OF_FILES.search(message) else _in_own_words(translated, language, nouns, shown)

        return worded


def problems(levels: Mapping[str, Level]) -> Iterator[FieldProblem]:
    """Find what is wrong with the levels that a plan declares."""
    if levels and not 2 <= len(levels) <= len(ids.KINDS):
        yield FieldProblem(("levels",), "levels", _("a plan has two to four levels; name each of them"))
    for code in levels:
        if not ids.is_member_id(str(code)):
            message = _("“{code}” is not a level code; use lower-case letters, digits and hyphens, such as target")
            yield FieldProblem(("levels", str(code)), "bad-code", message.format(code=code))


# --- the words of messages

_OF_FILES = re.compile("JSON Schema|What a column of the table is")
"""Messages that name kinds of files, which have the same names in every plan."""

_PLAIN: Final[Mapping[str, Sequence[tuple[str, str, str]]]] = {
    "en": (
        (ids.SUBJECT, "subject", "subjects"),
        (ids.OBJECTIVE, "objective", "objectives"),
        (ids.ACTIVITY, "activity", "activities"),
        (ids.SUBACTIVITY, "sub-activity", "sub-activities"),
        (ACTION, "action for implementation", "actions for implementation"),
        (ACTION, "action", "actions"),
        (ENTRY, "calendar entry", "calendar entries"),
        (ENTRY, "entry", "entries"),
        (RESPONDENT, "member country", "member countries"),
        (RESPONDENT, "country", "countries"),
    ),
    "es": (
        (ids.SUBJECT, "tema", "temas"),
        (ids.OBJECTIVE, "objetivo", "objetivos"),
        (ids.ACTIVITY, "actividad", "actividades"),
        (ids.SUBACTIVITY, "subactividad", "subactividades"),
        (ACTION, "acción para la implementación", "acciones para la implementación"),
        (ACTION, "acción de implementación", "acciones de implementación"),
        (ACTION, "acción", "acciones"),
        (ENTRY, "anotación del calendario", "anotaciones del calendario"),
        (ENTRY, "anotación", "anotaciones"),
        (RESPONDENT, "país miembro", "países miembros"),
        (RESPONDENT, "país", "países"),
    ),
}
"""The words of messages that stand for each kind, by language; of each kind first those that say it in full."""
_BEFORE: Final[Mapping[str, str]] = {
    "en": "an?",
    "es": "del|de la|al|a la|el|la|los|las|una?|unos|unas|es[ea]|est[ea]|es[oa]s|est[oa]s|otr[oa]s?|nuev[oa]s?|"
    "ningun[oa]|ningún",
}
_KEPT = r"\{[^{}]*\}|\bplan of action\b|\bplan de acción\b|--[a-z][\w-]*|\brcm [a-z-]+|\b[a-z_]+:(?=[\w.])\S*|“[^”]*”"
"""What is no word of the message: placeholders, options, terms of queries, quotations, and the plan's usual name."""


def _is_plain(kind: str, noun: Noun) -> bool:
    """Return whether a noun is what the messages say anyway, in every language that it has words in."""
    plain = {language: {kind: forms for kind, *forms in reversed(words)} for language, words in _PLAIN.items()}
    return all(
        plain.get(language, {}).get(kind) == [noun.one.get(language), noun.many.get(language)]
        for language in {*noun.one, *noun.many}
    )


@lru_cache
def _pattern(language: str) -> re.Pattern[str]:
    words = sorted((word for _kind, *forms in _PLAIN[language] for word in forms), key=len, reverse=True)
    return re.compile(
        rf"(?P<kept>{_KEPT})|(?:\b(?P<before>{_BEFORE[language]})(?P<gap>\s+))?\b(?P<word>{'|'.join(words)})\b",
        re.IGNORECASE,
    )


@lru_cache
def _meanings(language: str) -> Mapping[str, tuple[str, bool]]:
    return {word: (kind, word == many) for kind, singular, many in _PLAIN[language] for word in (singular, many)}


def _is_name(message: str) -> bool:
    """Return whether a message is what items are called and nothing else, such as the heading of a column."""
    return message.lower() in _meanings("en")


def _in_own_words(text: str, language: str, nouns: Mapping[str, Noun], shown: str) -> str:
    """Return a message in a `language` with the words for items replaced, and the articles before them made to fit.

    The names of items are those in the language `shown`.
    """

    def own(match: re.Match[str]) -> str:
        if match["kept"]:
            return match[0]
        kind, is_many = _meanings(language)[match["word"].lower()]
        noun = nouns.get(kind)
        if noun is None:
            return match[0]
        name = pick_plain(noun.many if is_many else noun.one, shown)
        if name == match["word"].lower():
            return match[0]
        before = match["before"] or ""
        gap = match["gap"] or ""
        return _as_written(before, _fitting(before, name, language)) + gap + _as_written(match["word"], name)

    return _pattern(language).sub(own, text)


def _as_written(like: str, word: str) -> str:
    """Return a word in capitals, or with a capital letter, as the word that it replaces."""
    if len(like) > 1 and like.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


_FEMININE: Final = re.compile(r"(?:a|as|ción|ciones|sión|siones|dad|dades|tad|tades)$")
_PAIRS: Final = (
    *(("el", "la"), ("los", "las"), ("un", "una"), ("unos", "unas"), ("del", "de la"), ("al", "a la")),
    *(("ese", "esa"), ("este", "esta"), ("esos", "esas"), ("estos", "estas"), ("otro", "otra"), ("otros", "otras")),
    *(("nuevo", "nueva"), ("nuevos", "nuevas"), ("ningún", "ninguna"), ("ninguno", "ninguna")),
)


def _fitting(before: str, name: str, language: str) -> str:
    """Return an article as it stands before a name: a or an; in Spanish, in the gender that the name's ending shows."""
    lower = before.lower()
    if not lower:
        return ""
    if language == "en":
        return "an" if name[:1].lower() in "aeiou" else "a"
    is_feminine = bool(_FEMININE.search(name.partition(" ")[0].lower()))
    for masculine, feminine in _PAIRS:
        if lower in (masculine, feminine):
            return feminine if is_feminine else masculine
    return lower
