"""Find what a delegation changed in a docx that this program published: each paragraph is traced to its field.

`returned_matching.py` says which paragraph is which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rcm_tui.model import ids
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.proposals import PARTLY, UNMARKED, ProposalKind
from rcm_tui.model.texts import single_spaced
from rcm_tui.office.tracked import EditedParagraph
from rcm_tui.reports.columns import TOTAL
from rcm_tui.reports.document import LABEL, Document, Paragraph
from rcm_tui.reports.plan_table import ACTION, ACTIVITY, ENTRY, REASON
from rcm_tui.workflow.returned_matching import SIMILAR, Matching, Slot, cell_of, similarity, slots_of

_FIXED = (LABEL, REASON, TOTAL)
"""The kinds of paragraphs that are no texts of items."""


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


def differences(document: Document, returned: Sequence[EditedParagraph], dropped: str) -> list[Found]:
    """Return what was changed between a publication as it was made and as it came back, in the order of the latter.

    `dropped` is the status of what is given up, which a text that is struck as a whole proposes; empty where the plan
    has none, so that the status is asked.
    """
    slots = list(slots_of(document))
    outside = [paragraph.text for paragraph in document.head] + [
        paragraph.text for paragraph in document.blocks if isinstance(paragraph, Paragraph)
    ]
    return _Comparison(slots, outside, returned, dropped).run()


class _Comparison:
    def __init__(
        self, slots: list[Slot], outside: list[str], returned: Sequence[EditedParagraph], dropped: str
    ) -> None:
        self.slots = slots
        self.dropped = dropped
        self.outside = outside
        self.returned = [paragraph for paragraph in returned if paragraph.table >= 0]
        self.elsewhere = [paragraph for paragraph in returned if paragraph.table < 0]
        self.matching = Matching(slots, self.returned)
        self.slot_of = self.matching.slot_of
        self.extra: dict[int, tuple[str, str]] = {}
        """Author and text that a changed break added to a paragraph, by the position of the paragraph."""
        self.joined: set[int] = set()
        """Paragraphs that an inserted break divided from the one before."""
        self.taken_in: dict[int, str] = {}
        """The author who joined a paragraph to the one before it, by the position of the paragraph."""

    def run(self) -> list[Found]:
        """List what differs."""
        self._breaks()
        found: list[tuple[int, Found]] = []
        for position, piece in enumerate(self.returned):
            if position in self.joined:
                continue
            slot = self.slot_of.get(position)
            several = self._new(position) if slot is None else self._changed(slot, position)
            found += [(position, proposal) for proposal in several]
            found += [(position, self._comment(position, comment.author, comment.text)) for comment in piece.comments]
        found += [(len(self.returned), proposal) for proposal in self._gone()]
        found += [(len(self.returned), proposal) for proposal in self._outside()]
        return _without_doubles(proposal for _position, proposal in found)

    def _breaks(self) -> None:
        """Join what a deleted break joins, and what an inserted one divides."""
        for position, paragraph in enumerate(self.returned[:-1]):
            after = self.returned[position + 1]
            if cell_of(paragraph) != cell_of(after) or position not in self.slot_of:
                continue
            if (
                paragraph.joins_next
                and paragraph.after.strip()
                and after.after.strip()
                and position + 1 in self.slot_of
            ):
                self.extra[position] = (paragraph.joins_next, " " + after.after)
                self.taken_in[position + 1] = paragraph.joins_next
            elif paragraph.new_break and position + 1 not in self.slot_of and after.before.strip():
                self.extra[position] = (paragraph.new_break, "\n" + after.after)
                self.joined.add(position + 1)

    def _changed(self, slot: Slot, position: int) -> Iterator[Found]:
        paragraph = self.returned[position]
        if slot.piece.kind in _FIXED:
            if single_spaced(paragraph.after) != single_spaced(slot.text):
                yield Found(ProposalKind.ELSEWHERE, "", "", paragraph.after.strip(), *_signed(paragraph), slot.text)
            return
        item, path = _place_of(slot)
        author, added = self.extra.get(position, ("", ""))
        taker = self.taken_in.get(position)
        before = paragraph.before + (self.returned[position + 1].before if position + 1 in self.joined else "")
        is_marked = single_spaced(before) == single_spaced(slot.text) or single_spaced(
            paragraph.before
        ) == single_spaced(slot.text)
        if not is_marked:
            yield self._text(slot, paragraph.before, "", UNMARKED)
        for name in dict.fromkeys(filter(None, (*paragraph.authors, author, taker))):
            words = "" if name == taker else paragraph.with_changes_of({name}) + (added if name == author else "")
            if single_spaced(words) != single_spaced(slot.text if is_marked and name != taker else paragraph.before):
                yield self._text(slot, words, name, "" if is_marked else PARTLY)
        yield from self._emphasis(slot, paragraph, item, path)

    def _text(self, slot: Slot, words: str, author: str, marking: str) -> Found:
        item, path = _place_of(slot)
        own = slot.own_words(words)
        if not own:
            where = path.rpartition(".text")[0] if ".text" in path else ""
            return Found(ProposalKind.DELETE, item, where, "", author, marking, slot.text)
        return Found(ProposalKind.TEXT, item, path, own, author, marking, slot.text)

    def _emphasis(self, slot: Slot, paragraph: EditedParagraph, item: str, path: str) -> Iterator[Found]:
        """Yield what struck words propose, and a status to be asked where the emphasis of the whole text changed."""
        kept = [piece for piece in paragraph.pieces if piece.deleted is None and piece.text.strip()]
        old = [piece for piece in kept if piece.inserted is None]
        if not old:
            return
        has_status = slot.piece.kind in (ACTIVITY, ENTRY)
        status = (path.rpartition(".text")[0] + ".status").lstrip(".") if ".text" in path else "status"
        struck = [piece for piece in kept if piece.struck]
        words = "".join(piece.text for piece in paragraph.pieces if piece.deleted is None and not piece.struck)
        if struck and not slot.own_words(words) and has_status:
            yield Found(ProposalKind.STATUS, item, status, self.dropped, "", UNMARKED, slot.text)
        elif struck:
            yield self._text(slot, words, "", UNMARKED)
        strong = {piece.strong for piece in old if piece.text.strip()}
        if has_status and len(strong) == 1 and strong != {slot.is_strong}:
            yield Found(ProposalKind.STATUS, item, status, "", "", UNMARKED, slot.text)

    def _new(self, position: int) -> Iterator[Found]:
        """Yield what a paragraph without a field adds: an entry, an action or an activity."""
        paragraph = self.returned[position]
        if not paragraph.after.strip():
            return
        item, path = self._place_of_new(position)
        kind = ProposalKind.NEW if item or path else ProposalKind.ELSEWHERE
        if paragraph.before.strip() or not paragraph.authors:
            yield Found(kind, item, path, paragraph.after.strip(), "", PARTLY if paragraph.authors else UNMARKED)
            return
        for author in paragraph.authors:
            words = paragraph.with_changes_of({author}).strip()
            if words:
                yield Found(kind, item, path, words, author)

    def _place_of_new(self, position: int) -> tuple[str, str]:
        """Return the item and the list that a new paragraph belongs to; both empty where that is not clear."""
        table, column = self.matching.columns()(self.returned[position])
        keys = [slot.piece for slot in self.slots if slot.where[0] == table]
        objective = next((piece.key for piece in keys if piece.kind == ids.OBJECTIVE), "")
        kinds = {slot.where[2]: slot.piece.kind for slot in self.slots if slot.piece.kind in (ACTION, ACTIVITY, ENTRY)}
        kind = kinds.get(column, "")
        row = self.matching.row_key(position).partition("/")
        if not objective or row[2] in ("band", "columns"):
            return (objective, "") if kind == "" else ("", "")
        if kind == ENTRY:
            return row[0] or objective, "calendar"
        if kind == ACTION:
            return objective, "actions"
        return (objective, "") if kind == ACTIVITY else ("", "")

    def _comment(self, position: int, author: str, words: str) -> Found:
        slot = self.slot_of.get(position)
        if slot is not None and slot.piece.kind not in _FIXED:
            item, path = _place_of(slot)
            return Found(ProposalKind.COMMENT, item, path, words, author, "", slot.text)
        item, path = self._place_of_new(position)
        return Found(ProposalKind.COMMENT, item, path, words, author)

    def _gone(self) -> Iterator[Found]:
        """Yield the fields whose paragraphs are gone without a trace. A text that is still printed once is not."""
        there = {slot.piece.key for slot in self.slot_of.values()}
        gone = {slot.piece.key: slot for slot in self.matching.left.values() if slot.piece.key not in there}
        for slot in gone.values():
            if slot.piece.kind not in _FIXED:
                item, path = _place_of(slot)
                where = path.rpartition(".text")[0] if ".text" in path else ""
                yield Found(ProposalKind.DELETE, item, where, "", "", UNMARKED, slot.text)

    def _outside(self) -> Iterator[Found]:
        """Yield what was changed outside the tables: in the title, the notes, or anywhere else."""
        known = Counter(single_spaced(text) for text in self.outside if text.strip())
        rest = []
        for paragraph in self.elsewhere:
            before = single_spaced(paragraph.before)
            if known[before]:
                known[before] -= 1
                if single_spaced(paragraph.after) != before:
                    yield Found(ProposalKind.ELSEWHERE, "", "", paragraph.after.strip(), *_signed(paragraph), before)
            elif paragraph.after.strip() or before:
                rest.append(paragraph)
            yield from (
                Found(ProposalKind.COMMENT, "", "", comment.text, comment.author) for comment in paragraph.comments
            )
        missing = list(known.elements())
        for paragraph in rest:
            ratios = [(similarity(text, paragraph.before), text) for text in missing]
            ratio, text = max(ratios, default=(0.0, ""))
            if ratio >= SIMILAR:
                missing.remove(text)
            yield Found(
                ProposalKind.ELSEWHERE,
                "",
                "",
                paragraph.after.strip(),
                *_signed(paragraph),
                text if ratio >= SIMILAR else "",
            )
        yield from (Found(ProposalKind.ELSEWHERE, "", "", "", "", UNMARKED, text) for text in missing)


def _signed(paragraph: EditedParagraph) -> tuple[str, str]:
    """Return the author of what was changed, and whether it was marked."""
    return (paragraph.authors[0], "") if paragraph.authors else ("", UNMARKED)


def _place_of(slot: Slot) -> tuple[str, str]:
    """Return the item that a slot's text belongs to, and the path of that text without its language."""
    item, _slash, member = slot.piece.key.partition("/")
    lists = {ACTION: "actions", ENTRY: "calendar"}
    if member and slot.piece.kind in lists:
        return item, f"{lists[slot.piece.kind]}.{member}.text"
    return item, "title" if ids.is_id(item) and ids.kind_of(item) == ids.SUBJECT else "text"


def _without_doubles(found: Iterable[Found]) -> list[Found]:
    """Leave out duplicates, and changes inside an item that is removed as a whole."""
    once = list(dict.fromkeys(found))
    items = {
        (proposal.item, proposal.author)
        for proposal in once
        if proposal.kind is ProposalKind.DELETE and not proposal.path
    }
    return [
        proposal
        for proposal in once
        if not (proposal.kind is ProposalKind.DELETE and proposal.path and (proposal.item, proposal.author) in items)
    ]
