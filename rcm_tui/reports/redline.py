"""Two editions of one publication as one document in which every change is marked.

Made out of the data of both, never by comparing two files: what is kept, inserted and deleted is known for each table,
row, paragraph and word, so that accepting everything gives the new document and rejecting everything the old one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
from typing import TypeVar

from rcm_tui.changes.words import DiffOp, runs
from rcm_tui.i18n import _
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.plan import Plan
from rcm_tui.reports.columns import Column, in_columns
from rcm_tui.reports.document import (
    TO_ARCHIVE,
    Block,
    Cell,
    Document,
    Heading,
    Mark,
    Paragraph,
    Revision,
    Row,
    Run,
    Style,
    Table,
    marked_whole,
    paragraph_marked,
)
from rcm_tui.reports.progress import Counter, Progress, quiet
from rcm_tui.reports.visible import unseen, visible

Blame = Callable[[str], Revision]
"""The last author of a paragraph, row or table, by its key."""

_Keyed = TypeVar("_Keyed", Paragraph, Row, Table, Heading)
_MARKS = {DiffOp.KEPT: Mark.KEPT, DiffOp.ADDED: Mark.INSERTED, DiffOp.REMOVED: Mark.DELETED}


@dataclass(frozen=True, slots=True)
class ArchivedAndMoved:
    """What became of items: the ids of those that were archived, with the reason, and former ids by those of now."""

    archived: Mapping[str, str] = field(default_factory=dict)
    formerly: Mapping[str, str] = field(default_factory=dict)


def moves_between(old: Plan, new: Plan) -> ArchivedAndMoved:
    """Return what became of the items of one edition in a later one."""
    gone = [item_id for item_id in new.archived if item_id in old.items and not old.is_archived(item_id)]
    reasons = {}
    for item_id in gone:
        archived = new.items[item_id].archived if item_id in new.items else None
        reasons[item_id] = archived.reason or "" if archived is not None else ""
    moved = {
        item.id: name for item in new.items.values() for name in getattr(item, "formerly", ()) if name in old.items
    }
    return ArchivedAndMoved(reasons, {now: name for now, name in moved.items() if now not in old.items})


def redline(
    old: Document,
    new: Document,
    blame: Blame,
    *,
    banner: str,
    moves: ArchivedAndMoved = ArchivedAndMoved(),
    progress: Progress = quiet,
) -> Document:
    """Return the new document with every change since the old one marked. `banner` names the two editions."""
    marker = _Marker(blame, moves.archived, Counter(progress, max(len(old.blocks), len(new.blocks))))
    old_blocks, new_blocks = _in_the_same_columns(old.blocks, new.blocks)
    return replace(
        new,
        head=tuple(marker.paragraphs(old.head, new.head)),
        blocks=_with_moves(tuple(marker.blocks(old_blocks, new_blocks)), moves.formerly),
        banner=banner,
        marked=True,
    )


def _in_the_same_columns(old: Sequence[Block], new: Sequence[Block]) -> tuple[Sequence[Block], Sequence[Block]]:
    """Return the tables of two editions with the columns of both, those of the new one first."""
    sides = tuple([block for block in blocks if isinstance(block, Table)] for blocks in (old, new))
    both: dict[str, Column] = {}
    for table in (*sides[1][:1], *sides[0][:1]):
        for name, cell, width in zip(table.columns, table.header[-1].cells, table.widths, strict=False):
            both.setdefault(name, Column(name, "", "", "".join(paragraph.text for paragraph in cell), width))
    if not both or all(table.columns == tuple(both) for side in sides for table in side):
        return old, new
    shown = tuple(both.values())
    before, after = ([in_columns(table, shown) for table in side] for side in sides)
    return before, after


@dataclass(frozen=True, slots=True)
class _Marker:
    blame: Blame
    archived: Mapping[str, str]
    counter: Counter

    def blocks(self, old: Sequence[Block], new: Sequence[Block]) -> Iterator[Block]:
        """Yield the tables of both; publications that are compared have no other blocks."""
        old_tables = [table for table in old if isinstance(table, Table)]
        new_tables = [table for table in new if isinstance(table, Table)]
        for before, after in self.counter.each(aligned(old_tables, new_tables)):
            if before is None or after is None:
                yield self._whole_table(before or after, Mark.DELETED if after is None else Mark.INSERTED)
            else:
                yield self._table(before, after)

    def _whole_table(self, table: Table | None, mark: Mark) -> Table:
        assert table is not None
        return replace(
            table,
            header=tuple(self._whole_row(row, mark, table.key) for row in table.header),
            rows=tuple(self._whole_row(row, mark, row.key) for row in table.rows),
            mark=mark,
            revision=self.blame(table.key),
        )

    def _whole_row(self, row: Row, mark: Mark, key: str) -> Row:
        """Return a row that came or went, of which an archived item says where it went."""
        revision = self.blame(key)
        if mark is not Mark.DELETED or key not in self.archived:
            return marked_whole(row, mark, revision)
        text, reason = _("to the Archival Plan"), visible(self.archived[key])
        text = f"{text} ({reason})" if reason else text
        marked = marked_whole(row, mark, replace(revision, note="\n".join(filter(None, (text, revision.note)))))
        note = Run(f" → {text}", mark=Mark.INSERTED, revision=revision)

        def moved(paragraph: Paragraph) -> Paragraph:
            if paragraph.key != key and not paragraph.key.startswith(key + "/"):
                return paragraph  # An action of the objective, which is printed elsewhere now.
            runs = tuple(replace(run, moved=TO_ARCHIVE + paragraph.key) for run in paragraph.runs)
            return replace(paragraph, runs=(*runs, note) if paragraph.key == key else runs)

        return replace(marked, cells=tuple(tuple(map(moved, cell)) for cell in marked.cells))

    def _table(self, old: Table, new: Table) -> Table:
        header = tuple(self._rows(old.header, new.header))
        return replace(new, header=header, rows=tuple(self._rows(old.rows, new.rows)))

    def _rows(self, old: Sequence[Row], new: Sequence[Row]) -> Iterator[Row]:
        for before, after in aligned(old, new):
            if before is not None and after is not None:
                cells = zip(before.cells, after.cells, strict=True)
                yield replace(after, cells=tuple(tuple(self.paragraphs(*pair)) for pair in cells))
            elif after is not None:
                yield self._whole_row(after, Mark.INSERTED, after.key)
            elif before is not None:
                yield self._whole_row(before, Mark.DELETED, before.key)

    def paragraphs(self, old: Cell, new: Cell) -> Iterator[Paragraph]:
        """Yield the paragraphs of both, with their words marked."""
        for before, after in aligned(old, new):
            if before is not None and after is not None:
                yield self._paragraph(before, after)
            elif after is not None:
                yield paragraph_marked(after, Mark.INSERTED, self.blame(after.key))
            elif before is not None:
                yield paragraph_marked(before, Mark.DELETED, self.blame(before.key))

    def _paragraph(self, old: Paragraph, new: Paragraph) -> Paragraph:
        if old.runs == new.runs:
            return new
        return replace(new, runs=tuple(_marked(old, new, _noted(self.blame(new.key), old.text, new.text))))


def aligned(old: Sequence[_Keyed], new: Sequence[_Keyed]) -> Iterator[tuple[_Keyed | None, _Keyed | None]]:
    """Members of both sides by their key, in one order that holds for both; None where a side has none.

    What is in another order than before is listed twice: deleted in one place, inserted in the other.
    """
    matcher = SequenceMatcher(None, [heading.key for heading in old], [heading.key for heading in new], autojunk=False)
    for tag, a, a_end, b, b_end in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(old[a:a_end], new[b:b_end], strict=True)
        else:
            yield from ((heading, None) for heading in old[a:a_end])
            yield from ((None, heading) for heading in new[b:b_end])


def _noted(revision: Revision, old: str, new: str) -> Revision:
    """Note what was inserted or deleted and cannot be seen: in Word, whose own marks keep both editions as they are."""
    changed = "".join(text for op, text in runs(old, new) if op is not DiffOp.KEPT)
    names = ", ".join(unseen(changed))
    if not names:
        return revision
    note = _("Here characters that cannot be seen were inserted or deleted: {names}.").format(names=names)
    return replace(revision, note="\n".join(part for part in (revision.note, note) if part))


def _marked(old: Paragraph, new: Paragraph, revision: Revision) -> Iterator[Run]:
    """Yield the words of both, each with its emphasis before and after, and a gap where two would run together."""
    found = list(_with_looks(old, new, revision))
    for run, after in zip_longest(found, found[1:]):
        meets = after is not None and (run.mark, after.mark) == (Mark.DELETED, Mark.INSERTED)
        is_parted = after is None or run.text[-1:].isspace() or after.text[:1].isspace()
        yield replace(run, has_gap=True) if meets and not is_parted else run


def _with_looks(old: Paragraph, new: Paragraph, revision: Revision) -> Iterator[Run]:
    old_looks, new_looks = _looks(old.runs), _looks(new.runs)
    before = after = 0
    for op, text in runs(old.text, new.text):
        length = len(text)
        looks_before = old_looks[before : before + length] if op is not DiffOp.ADDED else [None] * length
        looks_after = new_looks[after : after + length] if op is not DiffOp.REMOVED else [None] * length
        before += length * (op is not DiffOp.ADDED)
        after += length * (op is not DiffOp.REMOVED)
        for pair, letters in groupby(zip(looks_before, looks_after, text, strict=True), lambda each: each[:2]):
            yield _run("".join(letter for *_looks_, letter in letters), pair[0], pair[1], op, revision)


_Look = tuple[bool, Style]


def _looks(of: Sequence[Run]) -> list[_Look | None]:
    """Return the look of every letter."""
    return [(run.strong, run.style) for run in of for _letter in run.text]


def _run(text: str, before: _Look | None, after: _Look | None, op: DiffOp, revision: Revision) -> Run:
    look = after or before
    assert look is not None
    if op is DiffOp.KEPT and before is not None and before != after:
        return Run(text, look[0], Mark.RESTYLED, revision, look[1], was_strong=before[0])
    return Run(text, look[0], _MARKS[op], None if op is DiffOp.KEPT else revision, look[1])


def _with_moves(blocks: tuple[Block, ...], formerly: Mapping[str, str]) -> tuple[Block, ...]:
    """Return the tables, with each text that is only printed in another place than before marked as moved."""

    def name(piece: Paragraph) -> tuple[str, str]:
        item, slash, inner = piece.key.partition("/")
        if piece.mark is Mark.INSERTED:
            item = formerly.get(item, item)
        return item + slash + inner, piece.text.removeprefix(f"{piece.key} ")  # Its id may be printed before it.

    rows = [row for table in blocks if isinstance(table, Table) for row in (*table.header, *table.rows)]
    sides: dict[Mark, set[tuple[str, str]]] = {Mark.INSERTED: set(), Mark.DELETED: set()}
    for row in rows:
        for piece in row.paragraphs:
            if piece.mark in sides and piece.key and not piece.moved:
                sides[piece.mark].add(name(piece))
    moved = sides[Mark.INSERTED] & sides[Mark.DELETED]
    if not moved:
        return blocks

    def paragraph(piece: Paragraph) -> Paragraph:
        if piece.moved or piece.mark not in sides or name(piece) not in moved:
            return piece
        return replace(piece, runs=tuple(replace(run, moved=name(piece)[0]) for run in piece.runs))

    def cell(found: Cell) -> Cell:
        return tuple(map(paragraph, found))

    def with_moves(old: Row) -> Row:
        return replace(old, cells=tuple(map(cell, old.cells)))

    return tuple(
        replace(table, header=tuple(map(with_moves, table.header)), rows=tuple(map(with_moves, table.rows)))
        if isinstance(table, Table)
        else table
        for table in blocks
    )
