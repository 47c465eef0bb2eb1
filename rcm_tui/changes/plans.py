"""Merge a plan three ways: its files are joined by id, and each is merged field by field (`rcm_tui.changes.merge`).

*Theirs* is the side that others have already. Where an id or a number was given twice, ours therefore gets a new one.
What nobody but a person can decide is a question; until it is answered, the merged plan holds what our side says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from rcm_tui.changes import doubles, references
from rcm_tui.changes.archiving import Contest, contests
from rcm_tui.changes.items import MEETING, Version, key_order, kind_of_key, moves
from rcm_tui.changes.merge import Clash, merge
from rcm_tui.changes.questions import (
    ARCHIVED,
    OTHER,
    OURS,
    THEIRS,
    Answer,
    Answers,
    Kind,
    MergedFile,
    MergedPlan,
    Question,
)
from rcm_tui.model import ids
from rcm_tui.model.fieldpath import MISSING, Value, same
from rcm_tui.model.schema import MOVED
from rcm_tui.model.states import MeetingStatus


class Surroundings(Protocol):
    """What a merge needs from the files that neither side changed."""

    def ids(self) -> Iterable[str]:
        """Return every id of an item that was ever given."""

    def siblings(self, parent: str) -> Mapping[str, Value]:
        """Return the data of the current items below `parent`, by id, as theirs has them."""


Versions = Mapping[str, Version]


def merge_plans(
    base: Versions, ours: Versions, theirs: Versions, around: Surroundings, answers: Answers | None = None
) -> MergedPlan:
    """Merge the files that either side changed, given by key; one that a side left alone is the same object in it."""
    merging = _Merging(base, dict(ours), theirs, around, answers or {})
    merging.run()
    return MergedPlan(
        tuple(sorted(merging.files.values(), key=lambda file: key_order(file.key))),
        tuple(merging.questions),
        tuple(merging.settled.items()),
        tuple(merging.archived_twice),
    )


@dataclass
class _Merging:
    base: Versions
    ours: dict[str, Version]
    theirs: Versions
    around: Surroundings
    answers: Answers
    files: dict[str, MergedFile] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    settled: dict[str, str] = field(default_factory=dict)
    archived_twice: list[str] = field(default_factory=list)
    our_moves: dict[str, str] = field(init=False)
    their_moves: dict[str, str] = field(init=False)
    origin: dict[str, str] = field(default_factory=dict)
    """The id in the files of our side, for each id of ours that was changed."""
    contested: dict[str, bool] = field(default_factory=dict)
    """Whether it is archived, for each item that one side archived and the other changed."""
    put: dict[str, str] = field(default_factory=dict)
    """The new parent of each item that one side put below an item that the other archived."""
    blocks: dict[str, Value] = field(default_factory=dict)
    """What the file of such an item says about that, where its own side did not archive it."""

    def __post_init__(self) -> None:
        self.our_moves, self.their_moves = moves(self.base, self.ours), moves(self.base, self.theirs)

    def run(self) -> None:
        """Merge everything."""
        self._join_meetings()
        self._rename()
        ours_of = {old: new for new, old in self.our_moves.items()}
        theirs_of = {old: new for new, old in self.their_moves.items()}
        self.contested = dict(self._contested())
        for key in sorted({**self.base, **self.ours, **self.theirs}, key=key_order):
            if key in self.base:
                self._file(key, ours_of.get(key, key), theirs_of.get(key, key))
            elif key not in self.our_moves and key not in self.their_moves:
                self._file(key, key, key)
        self._follow()
        self._number()

    def _ask(self, question: Question) -> Answer | None:
        """Return the answer to a question; without one, note the question and return None."""
        found = self.answers.get(question.name)
        if found is None:
            self.questions.append(question)
        return found

    # --- ids that were given twice

    def _join_meetings(self) -> None:
        """Join a meeting of ours to one of theirs where a person says that they are the same."""
        for mine, other in doubles.meetings(self.base, self.ours, self.theirs):
            question = Question(mine, (other,), Kind.MEETING, MISSING, self.ours[mine].data, self.theirs[other].data)
            answer = self._ask(question)
            if answer is not None and answer.take == THEIRS:
                self._replace(mine, other)

    def _rename(self) -> None:
        """Give new ids to the items of ours that have an id which theirs gave to another item."""
        taken: set[str] = set()
        for key in sorted(self.ours, key=ids.sort_key):
            if key not in self.ours or not self._is_given_twice(key):
                continue
            taken = taken or {*self.around.ids(), *self.base, *self.ours, *self.theirs}
            new = ids.next_id(ids.parent_of(key), taken)
            below = [item_key for item_key in self.ours if item_key.startswith((key + ".", key + "-"))]
            for old in (key, *below):
                renamed = new + old.removeprefix(key)
                taken.add(renamed)
                self._replace(old, renamed)
        for key, version in self.ours.items():
            other, was = self.theirs.get(key), self.base.get(key)
            if version.data is not None and other is not None and other.data is not None and version is not was:
                data = doubles.with_own_member_ids(was.data if was else None, version.data, other.data)
                self.ours[key] = replace(version, data=data)

    def _is_given_twice(self, key: str) -> bool:
        mine, other = self.ours[key], self.theirs.get(key)
        if other is None or not ids.is_id(key) or ids.kind_of(key) == ids.SUBJECT or mine is other:
            return False
        if self.our_moves.get(key, key) == self.their_moves.get(key, key):
            return key not in self.base and key not in self.our_moves and not same(mine.data, other.data)
        return True

    def _replace(self, old: str, new: str) -> None:
        """Give a file of ours another key, and let what refers to it follow."""
        version = self.ours.pop(old)
        data = None if version.data is None else {**version.data, "id": new}
        self.ours[new] = replace(version, data=data)
        self.settled[old] = new
        self.origin[new] = old
        if old in self.our_moves:
            self.our_moves[new] = self.our_moves.pop(old)
        for key, own in self.ours.items():
            if own.data is not None and own is not self.base.get(key):
                self.ours[key] = replace(own, data=references.renamed(kind_of_key(key), own.data, {old: new}))

    # --- what one side archived and the other changed

    def _contested(self) -> Iterator[tuple[str, bool]]:
        """Yield each item that one side archived while the other changed it or what is below it: is it archived?"""
        for contest in contests(self.base, self.ours, self.theirs, self.our_moves, self.their_moves):
            yield from self._settle_archived(contest, OURS)
        for contest in contests(self.base, self.theirs, self.ours, self.their_moves, self.our_moves):
            yield from self._settle_archived(contest, THEIRS)

    def _settle_archived(self, contest: Contest, side: str) -> Iterator[tuple[str, bool]]:
        values = [contest.block, list(contest.changed)]
        mine, theirs = values if side is OURS else values[::-1]
        put = list(contest.put) or MISSING
        question = Question(contest.root, ARCHIVED, Kind.ARCHIVED, put, mine, theirs)
        answer = self._ask(question)
        take, elsewhere = answer.take if answer is not None else OURS, frozenset[str]()
        if answer is not None and take == OTHER:
            if contest.may_be_put_below(str(answer.value), self.ours, self.theirs, self.around.siblings):
                self.put |= dict.fromkeys(contest.put, str(answer.value))
                elsewhere = contest.goes_elsewhere
            else:
                self.questions.append(question)  # That item is gone meanwhile.
        is_archived = take in (side, OTHER)
        for key in contest.along.union(contest.changed):
            yield key, is_archived and key not in elsewhere
        if is_archived:
            self.blocks |= dict.fromkeys(contest.changed, contest.block)

    # --- one file

    def _file(self, key: str, in_ours: str, in_theirs: str) -> None:
        was, mine, other = self.base.get(key), self.ours.get(in_ours), self.theirs.get(in_theirs)
        sources = (
            key if was else None,
            self.origin.get(in_ours, in_ours) if mine else None,
            in_theirs if other else None,
        )
        if mine is None and other is None:
            self.files[key] = MergedFile(key, None, False, *sources)
        elif was is None and (mine is None or other is None):
            version = mine or other
            assert version is not None
            self._keep(key, version.data, version.archived, sources, OURS if mine else THEIRS)
        elif mine is None or other is None or None in (mine.data, other.data, was.data if was else {}):
            self._whole(key, was, mine, other, (in_ours, in_theirs), sources)
        else:
            self._fields(key, was or Version({}), mine, other, (in_ours, in_theirs), sources)

    def _whole(
        self,
        key: str,
        was: Version | None,
        mine: Version | None,
        other: Version | None,
        names: tuple[str, str],
        sources: tuple[str | None, str | None, str | None],
    ) -> None:
        """Take the file of one side as it is."""
        if mine is was or other is was:
            take = THEIRS if mine is was else OURS
        elif mine is not None and other is not None and mine.data is not None and same(mine.data, other.data):
            take = THEIRS
        else:
            values = [MISSING if version is None else version.data for version in (was, mine, other)]
            answer = self._ask(Question(key, (), Kind.FILE, *values))
            take = answer.take if answer is not None else OURS
        version, name = (other, names[1]) if take == THEIRS else (mine, names[0])
        if version is None:
            self.files[key] = MergedFile(key, None, False, *sources, whole=take)
        else:
            self._keep(name, version.data, version.archived, sources, take)

    def _keep(
        self,
        key: str,
        data: Mapping[str, Value] | None,
        archived: bool,
        sources: tuple[str | None, str | None, str | None],
        whole: str = "",
    ) -> None:
        if self.contested.get(key) and not archived and data is not None:
            archived, data = True, {**data, "archived": self.blocks.get(key, {})}
            whole = ""
        if key in self.origin:
            whole = ""
        self.files[key] = MergedFile(key, data, archived, *sources, whole=whole)

    def _fields(
        self,
        key: str,
        was: Version,
        mine: Version,
        other: Version,
        names: tuple[str, str],
        sources: tuple[str | None, str | None, str | None],
    ) -> None:
        sides = [dict(version.data or {}) for version in (was, mine, other)]
        archived, block = self._folder(key, was, mine, other)
        for side in sides:
            side.pop("archived", None)
        if names[0] != names[1]:
            self._take_place(key, names, sides)
        found = merge(sides[0], sides[1], sides[2])
        data = found.data
        settled = ((clash.path, self._settled(key, clash)) for clash in found.clashes)
        if answers := {path: value for path, value in settled if value is not _Open}:
            data = merge(sides[0], sides[1], sides[2], answers).data
        if kind_of_key(key) == MEETING:
            data = self._agreements(key, was.data or {}, mine.data or {}, other.data or {}, data)
        if block is not MISSING:
            data["archived"] = block
        self._keep(str(data["id"]) if ids.is_id(key) else key, data, archived, sources)

    def _take_place(self, key: str, names: tuple[str, str], sides: list[dict[str, Value]]) -> None:
        """Let what moving changes come from the side that moved the item, by making the other side as before."""
        if names[0] == key:
            other = 1
        elif names[1] == key:
            other = 2
        else:
            answer = self._ask(Question(key, ("id",), Kind.ID, key, *names))
            other = 1 if answer is not None and answer.take == THEIRS else 2
        for name in MOVED | references.within_objective():
            sides[other].pop(name, None)
            if name in sides[0]:
                sides[other][name] = sides[0][name]

    def _folder(self, key: str, was: Version, mine: Version, other: Version) -> tuple[bool, Value]:
        """Return whether an item is archived, and what its file says about that."""
        blocks = [(version.data or {}).get("archived", MISSING) for version in (was, mine, other)]
        if key in self.contested:
            archived = self.contested[key]
            block = blocks[1] if mine.archived else blocks[2] if other.archived else self.blocks.get(key, {})
            return archived, block if archived else MISSING
        if mine.archived == other.archived:
            if mine.archived and not was.archived and not same(blocks[1], blocks[2]):
                self.archived_twice.append(key)
            return mine.archived, blocks[1] if same(blocks[2], blocks[0]) else blocks[2]
        changed, block = (mine, blocks[1]) if mine.archived != was.archived else (other, blocks[2])
        return changed.archived, block

    def _settled(self, key: str, clash: Clash) -> Value:
        """Return the value that settles a clash, by a rule or an answer; _Open where there is neither."""
        rule = self._rule(key, clash)
        if rule is not None:
            return clash.ours if rule == OURS else clash.theirs
        answer = self._ask(Question(key, clash.path, Kind.FIELD, clash.base, clash.ours, clash.theirs))
        if answer is None:
            return _Open
        return {OURS: clash.ours, THEIRS: clash.theirs}.get(answer.take, answer.value)

    def _rule(self, key: str, clash: Clash) -> str | None:
        """Return the side that a clash is settled by without asking, if any."""
        if kind_of_key(key) == MEETING and clash.path == ("status",):
            order = [meeting_status.value for meeting_status in MeetingStatus]
            if clash.ours in order and clash.theirs in order:
                return OURS if order.index(clash.ours) > order.index(clash.theirs) else THEIRS
        return None

    def _agreements(
        self,
        key: str,
        was: Mapping[str, Value],
        mine: Mapping[str, Value],
        other: Mapping[str, Value],
        data: dict[str, Value],
    ) -> dict[str, Value]:
        """Settle agreements that both sides recorded, and numbers that both gave."""
        for agreement, same_as in doubles.agreements(was, mine, other):
            path = ("agreements", agreement["id"])
            answer = self._ask(Question(key, path, Kind.AGREEMENT, MISSING, agreement, same_as))
            if answer is not None and answer.take == THEIRS:
                data = doubles.without_agreement(data, agreement, same_as)
                self.settled[f"{key}/{agreement['id']}"] = f"{key}/{same_as['id']}"
        return doubles.with_own_numbers(was, mine, other, data)

    # --- places

    def _follow(self) -> None:
        """Put below another item what a person wants there, and what one side added below an item that the other moved.

        What is below that follows.
        """
        moved = {old: new for side in (self.our_moves, self.their_moves) for new, old in side.items()}
        for key in sorted(self.files, key=key_order):
            file = self.files[key]
            above = moved.get(ids.parent_of(key), "") if ids.is_id(key) else ""
            parent = self.put.get(key) or (above if above in self.files else "")
            if file.data is None or not parent:
                continue
            new = ids.next_id(parent, {*self.around.ids(), *self.base, *self.ours, *self.theirs, *self.files})
            former = file.data.get("formerly")
            lost = () if ids.objective_of(key) == ids.objective_of(new) else references.within_objective()
            rest = {name: value for name, value in file.data.items() if name not in ("id", "formerly", *lost)}
            data = {"id": new, "formerly": [*(former if isinstance(former, list) else ()), key], **rest}
            if key in self.put:
                data["number"] = 1 + max(doubles.numbers(self._children(parent).values()), default=0)
            del self.files[key]
            self.files[new] = replace(file, key=new, data=data, whole="")
            moved[key] = new

    # --- numbers

    def _number(self) -> None:
        """Give new numbers to the items of ours whose number an item of theirs has."""
        parents = {
            ids.parent_of(key)
            for key, merged_file in self.files.items()
            if ids.is_id(key)
            and merged_file.data is not None
            and not merged_file.archived
            and self._is_numbered_by_ours(key)
        }
        for parent in sorted(parents):
            children = self._children(parent)
            own = {key for key in children if key in self.files and self._is_numbered_by_ours(key)}
            for key, number in doubles.free_numbers(children, own).items():
                file = self.files[key]
                assert file.data is not None
                self.files[key] = replace(file, data={**file.data, "number": number}, whole="")

    def _children(self, parent: str) -> dict[str, Mapping[str, Value]]:
        """Return the data of the current items below `parent`, as far as they are merged by now."""
        gone = {*self.theirs, *(file.theirs for file in self.files.values())}
        children = {key: data for key, data in self.around.siblings(parent).items() if key not in gone}
        return children | {
            key: file.data
            for key, file in self.files.items()
            if ids.is_id(key) and ids.parent_of(key) == parent and file.data is not None and not file.archived
        }

    def _is_numbered_by_ours(self, key: str) -> bool:
        """Return whether an item is not at this place, or has not this number, in theirs."""
        file = self.files[key]
        other = self.theirs.get(key) if file.theirs == key else None
        return other is None or other.archived or (other.data or {}).get("number") != (file.data or {}).get("number")


class _Open:
    """The value of a clash that is not settled."""
