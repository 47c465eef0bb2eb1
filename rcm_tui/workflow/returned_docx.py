"""Find what a delegation changed in a docx that this program published: each paragraph is led back to its field.

A paragraph is known by its bookmark, else by its exact text, else by the most similar text within its objective and
column, else by its place between two that are known. Nothing is guessed beyond that: what is left is new.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from rcm_tui.model import ids
from rcm_tui.model.proposals import PARTLY, UNMARKED, ProposalKind
from rcm_tui.model.states import Status
from rcm_tui.model.texts import single_spaced
from rcm_tui.office.tracked import EditedParagraph
from rcm_tui.reports.document import LABEL, Document, Paragraph
from rcm_tui.reports.names import UNOFFICIAL
from rcm_tui.reports.plan_table import ACTION, ACTIVITY, ENTRY, REASON
from rcm_tui.reports.writers.docx.markup import bookmark_name

_SIMILAR = 0.5
_NUMBER = re.compile(r"\s*(?:[A-Z][A-Z0-9]*-\d+(?:\.\d+)?|\d+(?:\.\d+)*\.?)\s+(?:\[[A-Z0-9.-]+\]\s+)?")
"""A printed id or number, and the id that is printed after a number where the two differ."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that somebody changed. `item`, `path`, `kind`, `after` and `marking` are those of a proposal.

    `author` is who a tracked change or comment is by, empty for what was not marked. `printed` is what the edition
    printed there.
    """

    kind: ProposalKind
    item: str = ""
    path: str = ""
    after: str = ""
    author: str = ""
    marking: str = ""
    printed: str = ""


@dataclass(slots=True, eq=False)
class _Slot:
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
        text = text.removesuffix(f" {UNOFFICIAL}") if self.piece.unofficial else text
        return "\n".join(line.strip() for line in text.strip().split("\n"))


def differences(document: Document, returned: Sequence[EditedParagraph]) -> list[Found]:
    """Return what was changed between a publication as it was made and as it came back, in the order of the latter."""
    slots = list(_slots(document))
    outside = [one.text for one in document.head] + [one.text for one in document.blocks if isinstance(one, Paragraph)]
    return _Comparison(slots, outside, returned).run()


def _slots(document: Document) -> Iterator[_Slot]:
    seen: set[str] = set()
    for number, table in enumerate(document.tables):
        for position, row in enumerate((*table.header, *table.rows)):
            column = 0
            for cell, span in zip(row.cells, row.spans or (1,) * len(row.cells), strict=True):
                for piece in cell:
                    yield _Slot(piece, (number, position, column), row.key, piece.key not in seen)
                    seen.add(piece.key)
                column += span


class _Comparison:
    def __init__(self, slots: list[_Slot], outside: list[str], returned: Sequence[EditedParagraph]) -> None:
        self.slots = slots
        self.outside = outside
        self.returned = [one for one in returned if one.table >= 0]
        self.elsewhere = [one for one in returned if one.table < 0]
        self.slot_of: dict[int, _Slot] = {}
        """The slot of each paragraph, by its position."""
        self.left = {id(slot): slot for slot in slots if slot.text.strip()}
        self.extra: dict[int, tuple[str, str]] = {}
        """Who added a text to a paragraph by changing a break, and which, by its position."""
        self.joined: set[int] = set()
        """Paragraphs that an inserted break divided from the one before."""
        self.taken_in: dict[int, str] = {}
        """Who joined a paragraph to the one before it, by its position."""

    def run(self) -> list[Found]:
        """Match, then list what differs."""
        self._match()
        self._breaks()
        found: list[tuple[int, Found]] = []
        for position, piece in enumerate(self.returned):
            if position in self.joined:
                continue
            slot = self.slot_of.get(position)
            several = self._new(position) if slot is None else self._changed(slot, position)
            found += [(position, one) for one in several]
            found += [(position, self._comment(position, one.author, one.text)) for one in piece.comments]
        found += [(len(self.returned), one) for one in self._gone()]
        found += [(len(self.returned), one) for one in self._outside()]
        return _without_doubles(one for _position, one in found)

    # --- which paragraph is which

    def _match(self) -> None:
        waiting = [position for position, one in enumerate(self.returned) if one.before.strip() or one.after.strip()]
        named: dict[str, _Slot] = {}
        for slot in self.slots:
            if slot.is_first and slot.piece.anchor:
                named.setdefault(bookmark_name(slot.piece.anchor), slot)

        def by_bookmark(fits: Callable[[_Slot, str], bool]) -> None:
            for position in waiting:
                for name in self.returned[position].names:
                    slot = named.get(name)
                    if slot is not None and fits(slot, self.returned[position].before):
                        self._take(position, slot)

        by_bookmark(lambda slot, text: single_spaced(slot.text) == single_spaced(text))
        self._by_text(waiting)
        by_bookmark(lambda slot, text: _similarity(slot.text, text) >= _SIMILAR)
        by_bookmark(lambda _slot, text: bool(text.strip()))
        self._by_similarity(waiting)
        self._by_place(waiting)

    def _take(self, position: int, slot: _Slot) -> None:
        if position not in self.slot_of and id(slot) in self.left:
            self.slot_of[position] = slot
            del self.left[id(slot)]

    def _by_text(self, waiting: Sequence[int]) -> None:
        """Match paragraphs that say just what a slot says: in the same table and column first, then anywhere."""
        for near in (True, False):
            by_text: dict[str, list[_Slot]] = {}
            for slot in self.left.values():
                by_text.setdefault(single_spaced(slot.text), []).append(slot)
            columns = self._columns()
            for position in waiting:
                one = self.returned[position]
                if position in self.slot_of:
                    continue
                for slot in by_text.get(single_spaced(one.before), ()):
                    table, column = columns(one)
                    same = table == slot.where[0] and (column == slot.where[2] or slot.piece.kind == LABEL)
                    if id(slot) in self.left and (same or (not near and slot.piece.kind != LABEL)):
                        self._take(position, slot)
                        break

    def _columns(self) -> Callable[[EditedParagraph], tuple[int, int]]:
        """Return what says which table and column of the publication a paragraph is in, by what is known there.

        A word processor may count the columns of a table in another way once it has saved it.
        """
        tables: dict[int, Counter[int]] = {}
        columns: dict[tuple[int, int], Counter[int]] = {}
        for position, slot in self.slot_of.items():
            one = self.returned[position]
            tables.setdefault(one.table, Counter())[slot.where[0]] += 1
            if slot.piece.kind in (ACTION, ACTIVITY, ENTRY):
                columns.setdefault((one.table, one.column), Counter())[slot.where[2]] += 1

        def place(one: EditedParagraph) -> tuple[int, int]:
            table, column = tables.get(one.table), columns.get((one.table, one.column))
            return (
                table.most_common(1)[0][0] if table else one.table,
                column.most_common(1)[0][0] if column else one.column,
            )

        return place

    def _by_similarity(self, waiting: Sequence[int]) -> None:
        """Match paragraphs to the most similar slots of their table and column, the most similar pairs first."""
        columns = self._columns()
        pairs = []
        for position in waiting:
            one = self.returned[position]
            if position in self.slot_of or not one.before.strip():
                continue
            place = columns(one)
            for order, slot in enumerate(self.left.values()):
                if (slot.where[0], slot.where[2]) == place and slot.piece.kind != LABEL:
                    ratio = _similarity(slot.text, one.before)
                    if ratio >= _SIMILAR:
                        pairs.append((-ratio, position, order, slot))
        for _ratio, position, _order, slot in sorted(pairs, key=lambda pair: pair[:3]):
            self._take(position, slot)

    def _by_place(self, waiting: Sequence[int]) -> None:
        """Match a paragraph to a slot where each is the only one left between the same two that are known."""
        gaps: dict[tuple[object, ...], list[int]] = {}
        for position in waiting:
            one = self.returned[position]
            if position not in self.slot_of and one.before.strip():
                gaps.setdefault(self._around(position), []).append(position)
        places = {id(slot): place for place, slot in enumerate(self.slots)}
        taken = {id(slot) for slot in self.slot_of.values()}
        wanted: dict[tuple[object, ...], list[_Slot]] = {}
        for slot in self.left.values():
            wanted.setdefault(self._slots_around(places[id(slot)], taken), []).append(slot)
        for around, positions in gaps.items():
            found = wanted.get(around, [])
            if len(positions) == len(found) == 1 and found[0].piece.kind != LABEL:
                self._take(positions[0], found[0])

    def _around(self, position: int) -> tuple[object, ...]:
        """Return the known slots before and after a paragraph in its cell, or the row that it is in."""
        one = self.returned[position]

        def known(step: int) -> object:
            at = position + step
            while 0 <= at < len(self.returned) and _cell(self.returned[at]) == _cell(one):
                if at in self.slot_of:
                    return id(self.slot_of[at])
                at += step
            return None

        return known(-1), known(1), self._row_key(position), one.column

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

    def _row_key(self, position: int) -> str:
        """Return the key of the row that a paragraph is in, by what is known of that row; empty for a new one."""
        one = self.returned[position]
        keys = Counter(
            slot.row_key
            for other, slot in self.slot_of.items()
            if (self.returned[other].table, self.returned[other].row) == (one.table, one.row)
        )
        return keys.most_common(1)[0][0] if keys else ""

    # --- what differs

    def _breaks(self) -> None:
        """Join what a deleted break joins, and what an inserted one divides."""
        for position, one in enumerate(self.returned[:-1]):
            after = self.returned[position + 1]
            if _cell(one) != _cell(after) or position not in self.slot_of:
                continue
            if one.joins_next and one.after.strip() and after.after.strip() and position + 1 in self.slot_of:
                self.extra[position] = (one.joins_next, " " + after.after)
                self.taken_in[position + 1] = one.joins_next
            elif one.new_break and position + 1 not in self.slot_of and after.before.strip():
                self.extra[position] = (one.new_break, "\n" + after.after)
                self.joined.add(position + 1)

    def _changed(self, slot: _Slot, position: int) -> Iterator[Found]:
        one = self.returned[position]
        if slot.piece.kind in (LABEL, REASON):
            if single_spaced(one.after) != single_spaced(slot.text):
                yield Found(ProposalKind.ELSEWHERE, "", "", one.after.strip(), *_signed(one), slot.text)
            return
        item, path = _place_of(slot)
        author, added = self.extra.get(position, ("", ""))
        taker = self.taken_in.get(position)
        before = one.before + (self.returned[position + 1].before if position + 1 in self.joined else "")
        is_marked = single_spaced(before) == single_spaced(slot.text) or single_spaced(one.before) == single_spaced(
            slot.text
        )
        if not is_marked:
            yield self._text(slot, one.before, "", UNMARKED)
        for name in dict.fromkeys(filter(None, (*one.authors, author, taker))):
            words = "" if name == taker else one.with_changes_of({name}) + (added if name == author else "")
            if single_spaced(words) != single_spaced(slot.text if is_marked and name != taker else one.before):
                yield self._text(slot, words, name, "" if is_marked else PARTLY)
        yield from self._emphasis(slot, one, item, path)

    def _text(self, slot: _Slot, words: str, author: str, marking: str) -> Found:
        item, path = _place_of(slot)
        own = slot.own_words(words)
        if not own:
            where = path.rpartition(".text")[0] if ".text" in path else ""
            return Found(ProposalKind.DELETE, item, where, "", author, marking, slot.text)
        return Found(ProposalKind.TEXT, item, path, own, author, marking, slot.text)

    def _emphasis(self, slot: _Slot, one: EditedParagraph, item: str, path: str) -> Iterator[Found]:
        """Yield what struck words propose, and a status to be asked where the emphasis of the whole text changed."""
        kept = [piece for piece in one.pieces if piece.deleted is None and piece.text.strip()]
        old = [piece for piece in kept if piece.inserted is None]
        if not old:
            return
        has_status = slot.piece.kind in (ACTIVITY, ENTRY)
        status = (path.rpartition(".text")[0] + ".status").lstrip(".") if ".text" in path else "status"
        struck = [piece for piece in kept if piece.struck]
        words = "".join(piece.text for piece in one.pieces if piece.deleted is None and not piece.struck)
        if struck and not slot.own_words(words) and has_status:
            yield Found(ProposalKind.STATUS, item, status, Status.CANCELLED, "", UNMARKED, slot.text)
        elif struck:
            yield self._text(slot, words, "", UNMARKED)
        strong = {piece.strong for piece in old if piece.text.strip()}
        if has_status and len(strong) == 1 and strong != {slot.is_strong}:
            yield Found(ProposalKind.STATUS, item, status, "", "", UNMARKED, slot.text)

    def _new(self, position: int) -> Iterator[Found]:
        """Yield what a paragraph without a field adds: an entry, an action or an activity."""
        one = self.returned[position]
        if not one.after.strip():
            return
        item, path = self._place_of_new(position)
        kind = ProposalKind.NEW if item or path else ProposalKind.ELSEWHERE
        if one.before.strip() or not one.authors:
            yield Found(kind, item, path, one.after.strip(), "", PARTLY if one.authors else UNMARKED)
            return
        for author in one.authors:
            words = one.with_changes_of({author}).strip()
            if words:
                yield Found(kind, item, path, words, author)

    def _place_of_new(self, position: int) -> tuple[str, str]:
        """Return the item and the list that a new paragraph belongs to; both empty where that is not clear."""
        table, column = self._columns()(self.returned[position])
        keys = [slot.piece for slot in self.slots if slot.where[0] == table]
        objective = next((piece.key for piece in keys if piece.kind == ids.OBJECTIVE), "")
        kinds = {slot.where[2]: slot.piece.kind for slot in self.slots if slot.piece.kind in (ACTION, ACTIVITY, ENTRY)}
        kind = kinds.get(column, "")
        row = self._row_key(position).partition("/")
        if not objective or row[2] in ("band", "columns"):
            return (objective, "") if kind == "" else ("", "")
        if kind == ENTRY:
            return row[0] or objective, "calendar"
        if kind == ACTION:
            return objective, "actions"
        return (objective, "") if kind == ACTIVITY else ("", "")

    def _comment(self, position: int, author: str, words: str) -> Found:
        slot = self.slot_of.get(position)
        if slot is not None and slot.piece.kind not in (LABEL, REASON):
            item, path = _place_of(slot)
            return Found(ProposalKind.COMMENT, item, path, words, author, "", slot.text)
        item, path = self._place_of_new(position)
        return Found(ProposalKind.COMMENT, item, path, words, author)

    def _gone(self) -> Iterator[Found]:
        """Yield the fields whose paragraphs are gone without a trace. A text that is still printed once is not."""
        there = {slot.piece.key for slot in self.slot_of.values()}
        gone = {slot.piece.key: slot for slot in self.left.values() if slot.piece.key not in there}
        for slot in gone.values():
            if slot.piece.kind not in (LABEL, REASON):
                item, path = _place_of(slot)
                where = path.rpartition(".text")[0] if ".text" in path else ""
                yield Found(ProposalKind.DELETE, item, where, "", "", UNMARKED, slot.text)

    def _outside(self) -> Iterator[Found]:
        """Yield what was changed outside the tables: in the title, the notes, or anywhere else."""
        known = Counter(single_spaced(text) for text in self.outside if text.strip())
        rest = []
        for one in self.elsewhere:
            before = single_spaced(one.before)
            if known[before]:
                known[before] -= 1
                if single_spaced(one.after) != before:
                    yield Found(ProposalKind.ELSEWHERE, "", "", one.after.strip(), *_signed(one), before)
            elif one.after.strip() or before:
                rest.append(one)
            yield from (Found(ProposalKind.COMMENT, "", "", said.text, said.author) for said in one.comments)
        missing = list(known.elements())
        for one in rest:
            ratios = [(_similarity(text, one.before), text) for text in missing]
            ratio, text = max(ratios, default=(0.0, ""))
            if ratio >= _SIMILAR:
                missing.remove(text)
            yield Found(
                ProposalKind.ELSEWHERE, "", "", one.after.strip(), *_signed(one), text if ratio >= _SIMILAR else ""
            )
        yield from (Found(ProposalKind.ELSEWHERE, "", "", "", "", UNMARKED, text) for text in missing)


def _cell(one: EditedParagraph) -> tuple[int, int, int]:
    return one.table, one.row, one.column


def _signed(one: EditedParagraph) -> tuple[str, str]:
    """Return the author of what was changed, and whether it was marked."""
    return (one.authors[0], "") if one.authors else ("", UNMARKED)


def _similarity(one: str, other: str) -> float:
    words, others = one.split(), other.split()
    if not words or not others or 2 * min(len(words), len(others)) < _SIMILAR * (len(words) + len(others)):
        return 0.0
    return SequenceMatcher(None, words, others, autojunk=False).ratio()


def _place_of(slot: _Slot) -> tuple[str, str]:
    """Return the item that a slot's text belongs to, and the path of that text without its language."""
    item, _slash, member = slot.piece.key.partition("/")
    lists = {ACTION: "actions", ENTRY: "calendar"}
    if member and slot.piece.kind in lists:
        return item, f"{lists[slot.piece.kind]}.{member}.text"
    return item, "title" if ids.is_id(item) and ids.kind_of(item) == ids.SUBJECT else "text"


def _without_doubles(found: Iterable[Found]) -> list[Found]:
    """Leave out what was found twice, and of what is taken out with its item what is said of the item already."""
    once = list(dict.fromkeys(found))
    items = {(one.item, one.author) for one in once if one.kind is ProposalKind.DELETE and not one.path}
    return [
        one for one in once if not (one.kind is ProposalKind.DELETE and one.path and (one.item, one.author) in items)
    ]
