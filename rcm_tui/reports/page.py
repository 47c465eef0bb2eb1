"""A page before it is drawn: sections, rows and cells, each cell with a role that says what it is.

Items, meetings and the status report are pages. The command line, the screens and the publications draw them; none of
them composes one itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, overload

from rcm_tui.i18n import _, current
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import Text, is_unofficial, pick
from rcm_tui.reports.styles import Look, status_look, status_of, status_word

FAINT, ID, STRONG = "faint", "id", "strong"
"""Roles of cells besides those of `styles.ROLES`. A front end where ids are not typed leaves out cells of role ID."""
TITLE, TEXT, OTHER, FACT, CARD, LINE = "title", "text", "other", "fact", "card", "line"
"""What a row is: the page's title, its text, the text in another language, a labelled fact, an entry, one line."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A few words and their role: one of `styles.ROLES`, FAINT, ID, STRONG, or none.

    `plain` are the same words without a sign in front, where there is one.
    """

    words: str
    role: str = ""
    plain: str = ""

    @property
    def printed(self) -> str:
        """The words for print, where not every font has the signs."""
        return self.plain or self.words


Line = tuple[Cell, ...]
"""Cells on one line, with all the spaces between them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a section: cells side by side, a text below them, and further lines below that.

    `key` names what the row is about: `HR-4.2`, `HR-4.2/kvt`, an entry's id, a meeting, or its agreement; `field` is
    the path in its file of the field that the row shows. `label` names a fact, `role` colours the edge of a card.
    """

    key: str = ""
    cells: tuple[Cell, ...] = ()
    text: str = ""
    kind: str = LINE
    label: str = ""
    below: tuple[Line, ...] = ()
    role: str = ""
    field: str = ""

    @property
    def owner(self) -> str:
        """The item or meeting that the row is about."""
        return self.key.partition("/")[0]


class Rows(Sequence[Row]):
    """Rows that are made when they are asked for and not kept, as a large plan has more than should be in memory.

    `make` makes the row of each of `found`.
    """

    def __init__(self, found: Sequence[Any], make: Callable[[Any], Row]) -> None:
        self._found, self._make = found, make

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Row]:
        return map(self._make, self._found)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Rows: ...
    def __getitem__(self, at: int | slice) -> Row | Rows:
        return Rows(self._found[at], self._make) if isinstance(at, slice) else self._make(self._found[at])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a page. `heads` name the cells; `note` explains, `empty` is shown where there are no rows.

    `count` is of all there are, where only the first `rows` were asked for.
    """

    name: str
    title: str = ""
    heads: tuple[str, ...] = ()
    rows: Sequence[Row] = ()
    note: str = ""
    empty: str = ""
    count: int = 0


Page = tuple[Section, ...]


def status_cell(status: str) -> Cell:
    """Return a status as glyph and word."""
    look, word = status_look(status), status_word(status)
    return Cell(f"{look.glyph} {word}", look.role, word) if look is not None else Cell(status)


def look_cell(looks: Mapping[str, Look], state: str, word: str) -> Cell:
    """Return a state as glyph and word, coloured by its role; the state alone where it has no look."""
    look = looks.get(state)
    return Cell(f"{look.glyph} {word}", look.role, word) if look is not None else Cell(state)


def status_of_item(plan: Plan, item_id: str) -> str:
    """Return the status of an item; empty where it has none."""
    node = plan.head(item_id)
    return status_of(node) if node is not None else ""


def fact(label: str, *lines: Line | str, field: str = "") -> Row:
    """Return a labelled fact of one or more lines."""
    first, *below = [(Cell(line),) if isinstance(line, str) else line for line in lines]
    return Row(kind=FACT, label=label, cells=first, below=tuple(below), field=field)


def other_languages(text: Text) -> tuple[Line, ...]:
    """Return what stands below a text: that it is unofficial, and its words in the languages in which it is not shown.

    Each is a line.
    """
    shown = pick(text, current())
    note = ((Cell(unofficial_words(), "waiting"),),) if is_unofficial(text, current()) else ()
    return (*note, *((Cell(words, FAINT),) for words in text.values() if words and words != shown))


def unofficial_words() -> str:
    """Return the words that mark a translation which nobody has adopted."""
    return _("Unofficial translation")


def in_order(text: Text) -> list[tuple[str, str]]:
    """Return (language, words) of a text, first the language in which it is shown."""
    shown = pick(text, current())
    found = [(language, words) for language, words in text.items() if words]
    return sorted(found, key=lambda pair: (pair[0] != current(), pair[1] != shown))
