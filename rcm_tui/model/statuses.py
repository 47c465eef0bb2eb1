"""The statuses of a plan: those that its `plan.yaml` declares, else those of `defaults`.

Each has a meaning, and the rules ask for nothing else: what is open, waited for, over or dropped.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cache, cached_property
from typing import Annotated, Any, Final

from rcm_tui.i18n import N_, OwnMessage, _, count_own
from rcm_tui.model import defaults, structures
from rcm_tui.model.errors import FieldProblem
from rcm_tui.model.fieldpath import Value
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.ids import is_member_id
from rcm_tui.model.scalars import Choice, Line, Strings
from rcm_tui.model.texts import Text, fold
from rcm_tui.model.types import Context, Field, Findings

PLANNED, OPEN, WAITING, OVER, POSTPONED, DROPPED = "planned", "open", "waiting", "over", "postponed", "dropped"
MEANINGS = Choice(
    {
        PLANNED: N_("not begun"),
        OPEN: N_("going on"),
        WAITING: N_("waiting for input"),
        OVER: N_("carried out"),
        POSTPONED: N_("put off"),
        DROPPED: N_("given up"),
    }
)
"""What a status means to the rules."""

COLOURS = Choice(
    {
        "quiet": N_("nothing to look at"),
        "moving": N_("work going on"),
        "waiting": N_("awaiting input"),
        "done": N_("carried out"),
        "stopped": N_("held up"),
    }
)
BOLD_ITALIC, PLAIN = "bold-italic", "plain"
PRINTED = Choice({BOLD_ITALIC: N_("in bold italics"), PLAIN: N_("plain")})

_SIGNS = {PLANNED: "○", OPEN: "●", WAITING: "?", OVER: "✓", POSTPONED: "‖", DROPPED: "✗"}
_COLOURS = {
    PLANNED: "quiet",
    OPEN: "moving",
    WAITING: "waiting",
    OVER: "done",
    POSTPONED: "stopped",
    DROPPED: "stopped",
}
_COUNTED = (WAITING, OPEN, PLANNED, POSTPONED, OVER, DROPPED)
"""The order in which statuses are counted: first what is open."""


class Sign(Line):
    """A character that a status is drawn by, one cell wide."""

    def check(self, value: Value, name: str, context: Context) -> Findings:
        yield from super().check(value, name, context)
        if isinstance(value, str) and (len(value) != 1 or not value.isprintable() or _is_wide(value)):
            yield FieldProblem((), "bad-sign", _("a sign is a single character, one cell wide, such as ● or !"))


def _is_wide(character: str) -> bool:
    from unicodedata import combining, east_asian_width

    return east_asian_width(character) in "WF" or bool(combining(character)) or character.isspace()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusDeclaration:
    """A status of a plan: its name, what several are called, what it means, and how it looks.

    `aliases` are words that stand for it in tables of an office.
    """

    name: Annotated[Text, Field(structures.Text(), N_("name"), flow=True)]
    many: Annotated[Text, Field(structures.Text(), N_("several"), flow=True)] = field(default_factory=dict)
    aliases: Annotated[tuple[str, ...], Field(Strings(), N_("aliases"), flow=True)] = ()
    means: Annotated[str, Field(MEANINGS, N_("means"))]
    sign: Annotated[str | None, Field(Sign(), N_("sign"))] = None
    colour: Annotated[str | None, Field(COLOURS, N_("colour"))] = None
    printed: Annotated[str | None, Field(PRINTED, N_("printed"))] = None
    key: Annotated[str | None, Field(Line(), N_("key"))] = None


Declared = Annotated[Mapping[str, StatusDeclaration], Field(structures.ByCode("status"), N_("statuses"))]


@dataclass(frozen=True)
class Statuses:
    """The statuses of one plan, by their codes, in the order in which they are offered."""

    declared: Mapping[str, StatusDeclaration] = field(default_factory=dict)

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __contains__(self, status: object) -> bool:
        return status in self._known

    @property
    def _known(self) -> Mapping[str, StatusDeclaration]:
        return self.declared or _defaults()

    @cached_property
    def _meanings(self) -> Mapping[str | None, str]:
        return {status: known.means for status, known in self._known.items()}

    def means(self, status: str | None) -> str:
        """Return what a status means to the rules; empty for none, and for one that the plan does not have."""
        return self._meanings.get(status, "")

    def is_open(self, status: str | None) -> bool:
        """Return whether work goes on or input is waited for."""
        return self._meanings.get(status) in (OPEN, WAITING)

    def is_over(self, status: str | None) -> bool:
        """Return whether nothing more is needed: carried out, or given up."""
        return self._meanings.get(status) in (OVER, DROPPED)

    def is_expected(self, status: str | None) -> bool:
        """Return whether something is still to begin, or waited for."""
        return self._meanings.get(status) in (PLANNED, WAITING)

    def is_bold(self, status: str | None) -> bool:
        """Return whether texts of this status are printed in bold italics: if it says so, else if it is open."""
        known = self._known.get(status) if status else None
        return known is not None and (known.printed == BOLD_ITALIC if known.printed else self.is_open(status))

    def sign(self, status: str) -> str:
        """Return the character that a status is drawn by."""
        known = self._known[status]
        return known.sign or _SIGNS.get(known.means, "·")

    def colour(self, status: str) -> str:
        """Return the role of the colour of a status."""
        known = self._known[status]
        return known.colour or _COLOURS.get(known.means, "stopped")

    @property
    def names(self) -> Mapping[str, str]:
        """The message that each is shown by."""
        return {status: OwnMessage(known.name, status) for status, known in self._known.items()}

    def messages(self) -> Iterator[tuple[str, bool]]:
        """Yield the messages by which a file of words names statuses and counts them, and whether each counts."""
        for name in self.names.values():
            yield str(name), False
            yield f"{{count}} {name}", True

    def word(self, status: str) -> str:
        """Return the name of a status in the language in use."""
        return _(OwnMessage(self._known[status].name, status))

    def several(self, status: str) -> str:
        """Return what several of a status are called in the language in use."""
        return _(self._many(status))

    def number_of(self, status: str, count: int) -> str:
        """Return how many are of a status: `3 planned`."""
        return count_own(OwnMessage(self._known[status].name, status), self._many(status), count)

    def _many(self, status: str) -> OwnMessage:
        known = self._known[status]
        return OwnMessage({**known.name, **known.many}, status)

    def words(self, status: str) -> tuple[str, ...]:
        """Return the words that stand for a status in whatever language: its code, its names and its aliases."""
        known = self._known[status]
        return (status, *known.name.values(), *known.many.values(), *known.aliases)

    def one_word(self, status: str) -> str:
        """Return the name of a status in the language in use as one word of a query: `pending-input`."""
        return "-".join(self.word(status).casefold().split())

    def meant(self, words: str) -> str:
        """Return the status that a person names by its code, by a name in any language, or by how either begins.

        The words themselves are returned where they fit no status, or several.
        """
        wanted = fold(words.replace("-", " "))
        named = {status: [fold(word.replace("-", " ")) for word in self.words(status)] for status in self}
        for fitting in (
            [status for status in self if status == words],
            [status for status in self if status.startswith(words)],
            [status for status, names in named.items() if wanted in names],
            [status for status, names in named.items() if any(name.startswith(wanted) for name in names)],
        ):
            if len(fitting) == 1:
                return fitting[0]
        return words

    def meaning(self, *meanings: str) -> tuple[str, ...]:
        """Return the statuses with any of these meanings, in the order of the plan."""
        return tuple(status for status, known in self._known.items() if known.means in meanings)

    @property
    def initial(self) -> str:
        """The status of what is new."""
        return next(iter((*self.meaning(PLANNED), *self._known)))

    @property
    def waiting(self) -> str:
        """The status of an entry that waits for an answer."""
        return next(iter((*self.meaning(WAITING), *self.meaning(OPEN), *self._known)))

    @property
    def dropped(self) -> str:
        """The status of what is given up; empty where the plan has none."""
        return next(iter(self.meaning(DROPPED)), "")

    @property
    def counted(self) -> tuple[str, ...]:
        """The statuses in the order in which they are counted."""
        return tuple(status for meaning in _COUNTED for status in self.meaning(meaning))

    @property
    def keys(self) -> Mapping[str, str]:
        """A letter for each status, none of them twice."""
        found: dict[str, str] = {}
        taken = {known.key for known in self._known.values() if known.key}
        for status, known in self._known.items():
            free = (
                letter
                for letter in (*status, *"abcdefghijklmnopqrstuvwxyz")
                if letter.isalpha() and letter not in taken
            )
            found[status] = known.key or next(free, "")
            taken.add(found[status])
        return found


@cache
def _defaults() -> Mapping[str, StatusDeclaration]:
    found = defaults.declared("statuses").items()
    return {code: StatusDeclaration(**{**known, "aliases": tuple(known.get("aliases", ()))}) for code, known in found}


DEFAULT: Final = Statuses()
"""The statuses of a plan that declares none."""
STATUSES: Final = Choice(lambda: DEFAULT.names)
"""The type of a status where it is not known which statuses a plan declares."""


def has_unknown_status(item: Any, statuses: Statuses) -> bool:
    """Return whether an item, or an entry of its calendar, has a status that is none of the plan's."""
    found = {getattr(item, "status", None), *(entry.status for entry in item.calendar)}
    return not found <= {None, *statuses}


def of_statuses(statuses: Mapping[str, StatusDeclaration]) -> Iterator[FieldProblem]:
    """Find codes of statuses that could not be typed as a word of a query or command, and keys that choose none."""
    taken: dict[str, str] = {}
    for code, declaration in statuses.items():
        if declaration.key is not None and not (
            len(declaration.key) == 1 and declaration.key.isalpha() and declaration.key.islower()
        ):
            message = _("a status is chosen by a single small letter, not by “{key}”")
            yield FieldProblem(("statuses", str(code), "key"), "bad-letter", message.format(key=declaration.key[:60]))
        elif declaration.key is not None and taken.setdefault(declaration.key, code) != code:
            message = _("{status} has the letter {key} already; choose another, or leave it out")
            message = message.format(status=taken[declaration.key], key=declaration.key)
            yield FieldProblem(("statuses", str(code), "key"), "letter-twice", message)
        if not is_member_id(str(code)):
            message = _("“{code}” is not a status code; use lower-case letters, digits and hyphens, such as on-track")
            yield FieldProblem(("statuses", str(code)), "bad-code", message.format(code=code))
