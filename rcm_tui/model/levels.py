"""The levels of a plan: what a body calls its subjects, objectives and activities, and what belongs to them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cache
from typing import Annotated, Any

from rcm_tui.i18n import N_, OwnMessage, _
from rcm_tui.model import defaults, ids, structures
from rcm_tui.model.errors import FieldProblem
from rcm_tui.model.fieldpath import Value
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.scalars import Choice, Choices
from rcm_tui.model.terms import ACTION, ENTRY, RESPONDENT, Term, own_terms
from rcm_tui.model.texts import Text
from rcm_tui.model.types import Context, Field, Findings


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
    """Return whether a value is the code of a level; without the plan, any may be one."""
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

    @property
    def terms(self) -> Mapping[str, Term]:
        """What items, actions and entries are called, by kind, where messages do not call them that anyway."""
        if not self.declared and self.respondents is None:
            return {}
        return own_terms({kind: Term(noun.one, noun.many) for kind, noun in self.nouns.items()})


def problems(levels: Mapping[str, Level]) -> Iterator[FieldProblem]:
    """Find what is wrong with the levels that a plan declares."""
    if levels and not 2 <= len(levels) <= len(ids.KINDS):
        yield FieldProblem(("levels",), "levels", _("a plan has two to four levels; name each of them"))
    for code in levels:
        if not ids.is_member_id(str(code)):
            message = _("“{code}” is not a level code; use lower-case letters, digits and hyphens, such as target")
            yield FieldProblem(("levels", str(code)), "bad-code", message.format(code=code))
