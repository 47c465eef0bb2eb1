"""Match the paragraphs of a docx that came back to those of the publication as it was made.

A paragraph is known by its bookmark, else by its exact text, else by the most similar text within its objective and
column, else by its place between two that are known. Nothing is guessed beyond that: what is left is new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from rcm_tui.model.regex import regex
from rcm_tui.model.texts import single_spaced
from rcm_tui.office.tracked import EditedParagraph
from rcm_tui.reports.document import LABEL, Document, Paragraph
from rcm_tui.reports.names import UNOFFICIAL
from rcm_tui.reports.plan_table import ACTION, ACTIVITY, ENTRY
from rcm_tui.reports.writers.docx.runs import bookmark_name

SIMILAR = 0.5
"""The least similarity of two versions of one text."""
_NUMBER = regex(r"\s*(?:[A-Z][A-Z0-9]*-\d+(?:\.\d+){,2}|\d+(?:\.\d+)*\.?)\s+(?:\[[A-Z0-9.-]+\]\s+)?")
"""A printed id or number, and the id that is printed after a number where the two differ."""


@dataclass(slots=True, eq=False)
class Slot:
    """A paragraph of the publication as it was made; `where` is its table, row and column."""

    piece: Paragraph
    where: tuple[int, int, int]
    row_key: str
    is_first: bool
    text: str = field(init=False)
    prefix: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.piece.text
        first = self.piece.runs[0].text if self.piece.runs else ""
        self.prefix = first if len(self.piece.runs) > 1 and _NUMBER.fullmatch(first) else ""

    @property
    def is_strong(self) -> bool:
        """Whether it is printed as open."""
        return any(run.strong for run in self.piece.runs)

    def own_words(self, text: str) -> str:
        """Return an edited text without the printed number and the sign of an unofficial translation."""
        if self.prefix and text.startswith(self.prefix):
            text = text[len(self.prefix) :]
        elif self.prefix and (number := _NUMBER.match(text)):
            text = text[number.end() :]
        text = text.rstrip().removesuffix(UNOFFICIAL) if self.piece.unofficial else text
        return "\n".join(line.strip() for line in text.strip().split("\n"))


def slots_of(document: Document) -> Iterator[Slot]:
    """Yield the paragraphs of the tables of a publication, row by row."""
    seen: set[str] = set()
    for number, table in enumerate(document.tables):
        for position, row in enumerate((*table.header, *table.rows)):
            column = 0
            for cell, span in zip(row.cells, row.spans or (1,) * len(row.cells), strict=True):
                for piece in cell:
                    yield Slot(piece, (number, position, column), row.key, piece.key not in seen)
                    seen.add(piece.key)
                column += span


class Matching:
    """Which paragraphs of a returned document are which of the publication as it was made."""

    def __init__(self, slots: list[Slot], returned: list[EditedParagraph]) -> None:
        self.slots = slots
        self.returned = returned
        self.slot_of: dict[int, Slot] = {}
        """The slot of each paragraph, by its position."""
        self.left = {id(slot): slot for slot in slots if slot.text.strip()}
        """The slots that no paragraph was matched to."""
        self._match()

    def _match(self) -> None:
        waiting = [
            position
            for position, paragraph in enumerate(self.returned)
            if paragraph.before.strip() or paragraph.after.strip()
        ]
        named: dict[str, Slot] = {}
        for slot in self.slots:
            if slot.is_first and slot.piece.anchor:
                named.setdefault(bookmark_name(slot.piece.anchor), slot)

        def by_bookmark(fits: Callable[[Slot, str], bool]) -> None:
            for position in waiting:
                for name in self.returned[position].names:
                    slot = named.get(name)
                    if slot is not None and fits(slot, self.returned[position].before):
                        self._take(position, slot)

        by_bookmark(lambda slot, text: single_spaced(slot.text) == single_spaced(text))
        self._by_text(waiting)
        by_bookmark(lambda slot, text: similarity(slot.text, text) >= SIMILAR)
        by_bookmark(lambda _slot, text: bool(text.strip()))
        self._by_similarity(waiting)
        self._by_place(waiting)

    def _take(self, position: int, slot: Slot) -> None:
        if position not in self.slot_of and id(slot) in self.left:
            self.slot_of[position] = slot
            del self.left[id(slot)]

    def _by_text(self, waiting: Sequence[int]) -> None:
        """Match paragraphs that say just what a slot says: in the same table and column first, then anywhere."""
        for near in (True, False):
            by_text: dict[str, list[Slot]] = {}
            for slot in self.left.values():
                by_text.setdefault(single_spaced(slot.text), []).append(slot)
            columns = self.columns()
            for position in waiting:
                paragraph = self.returned[position]
                if position in self.slot_of:
                    continue
                for slot in by_text.get(single_spaced(paragraph.before), ()):
                    table, column = columns(paragraph)
                    same = table == slot.where[0] and (column == slot.where[2] or slot.piece.kind == LABEL)
                    if id(slot) in self.left and (same or (not near and slot.piece.kind != LABEL)):
                        self._take(position, slot)
                        break

    def columns(self) -> Callable[[EditedParagraph], tuple[int, int]]:
        """Return what says which table and column of the publication a paragraph is in, by what is known there.

        A word processor may count the columns of a table in another way once it has saved it.
        """
        tables: dict[int, Counter[int]] = {}
        columns: dict[tuple[int, int], Counter[int]] = {}
        for position, slot in self.slot_of.items():
            paragraph = self.returned[position]
            tables.setdefault(paragraph.table, Counter())[slot.where[0]] += 1
            if slot.piece.kind in (ACTION, ACTIVITY, ENTRY):
                columns.setdefault((paragraph.table, paragraph.column), Counter())[slot.where[2]] += 1

        def place(edited_paragraph: EditedParagraph) -> tuple[int, int]:
            table, column = (
                tables.get(edited_paragraph.table),
                columns.get((edited_paragraph.table, edited_paragraph.column)),
            )
            return (
                table.most_common(1)[0][0] if table else edited_paragraph.table,
                column.most_common(1)[0][0] if column else edited_paragraph.column,
            )

        return place

    def _by_similarity(self, waiting: Sequence[int]) -> None:
        """Match paragraphs to the most similar slots of their table and column, the most similar pairs first."""
        columns = self.columns()
        pairs = []
        for position in waiting:
            paragraph = self.returned[position]
            if position in self.slot_of or not paragraph.before.strip():
                continue
            place = columns(paragraph)
            for order, slot in enumerate(self.left.values()):
                if (slot.where[0], slot.where[2]) == place and slot.piece.kind != LABEL:
                    ratio = similarity(slot.text, paragraph.before)
                    if ratio >= SIMILAR:
                        pairs.append((-ratio, position, order, slot))
        for _ratio, position, _order, slot in sorted(pairs, key=lambda pair: pair[:3]):
            self._take(position, slot)

    def _by_place(self, waiting: Sequence[int]) -> None:
        """Match a paragraph to a slot where each is the only one left between the same two that are known."""
        gaps: dict[tuple[object, ...], list[int]] = {}
        for position in waiting:
            paragraph = self.returned[position]
            if position not in self.slot_of and paragraph.before.strip():
                gaps.setdefault(self._around(position), []).append(position)
        places = {id(slot): place for place, slot in enumerate(self.slots)}
        taken = {id(slot) for slot in self.slot_of.values()}
        wanted: dict[tuple[object, ...], list[Slot]] = {}
        for slot in self.left.values():
            wanted.setdefault(self._slots_around(places[id(slot)], taken), []).append(slot)
        for around, positions in gaps.items():
            found = wanted.get(around, [])
            if len(positions) == len(found) == 1 and found[0].piece.kind != LABEL:
                self._take(positions[0], found[0])

    def _around(self, position: int) -> tuple[object, ...]:
        """Return the known slots before and after a paragraph in its cell, or the row that it is in."""
        paragraph = self.returned[position]

        def known(step: int) -> object:
            at = position + step
            while 0 <= at < len(self.returned) and cell_of(self.returned[at]) == cell_of(paragraph):
                if at in self.slot_of:
                    return id(self.slot_of[at])
                at += step
            return None

        return known(-1), known(1), self.row_key(position), paragraph.column

    def _slots_around(self, place: int, taken: set[int]) -> tuple[object, ...]:
        slot = self.slots[place]

        def known(step: int) -> object:
            at = place + step
            while 0 <= at < len(self.slots) and self.slots[at].where == slot.where:
                if id(self.slots[at]) in taken:
                    return id(self.slots[at])
                at += step
            return None

        return known(-1), known(1), slot.row_key, slot.where[2]

    def row_key(self, position: int) -> str:
        """Return the key of the row that a paragraph is in, by what is known of that row; empty for a new one."""
        paragraph = self.returned[position]
        keys = Counter(
            slot.row_key
            for other, slot in self.slot_of.items()
            if (self.returned[other].table, self.returned[other].row) == (paragraph.table, paragraph.row)
        )
        return keys.most_common(1)[0][0] if keys else ""


def cell_of(paragraph: EditedParagraph) -> tuple[int, int, int]:
    """Return the table, row and column that a paragraph is in."""
    return paragraph.table, paragraph.row, paragraph.column


def similarity(text: str, other: str) -> float:
    """Return how much of two texts is the same words in the same order, from 0 to 1.

    0 where their lengths alone keep it below SIMILAR.
    """
    words, others = text.split(), other.split()
    if not words or not others or 2 * min(len(words), len(others)) < SIMILAR * (len(words) + len(others)):
        return 0.0
    return SequenceMatcher(None, words, others, autojunk=False).ratio()
