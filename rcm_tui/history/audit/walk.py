"""Audit the records: one walk over history from the record that carries Plan-start, oldest first.

The rules are those of the trail: every change of the plan names a meeting, or `none` with a reason; says what it
changed; comes before the closing of its meeting; and never gives an id again, changes one or lets an item vanish.

History branches, so "before the closing" means: not a descendant of it. Each commit therefore knows which closings it
descends from, and which descend from it (`_Family`); a record of a meeting that was closed on the other side of a merge
is a late record, not a wrong one. A merge is judged only by what it changed itself (`own_changes`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import islice

from rcm_tui.changes.items import key_of
from rcm_tui.history.audit.contents import MEMBER_ID, OWN_ID, formerly, members, own_changes, plain
from rcm_tui.history.audit.findings import Code, Finding
from rcm_tui.history.audit.ledger import Ledger
from rcm_tui.history.audit.meetings import meeting_findings
from rcm_tui.history.audit.merges import discarded, removed, synchronised
from rcm_tui.history.git import PLAN_FOLDERS, Git, PathChange
from rcm_tui.history.log import Record, records
from rcm_tui.history.message import NO_MEETING, SYNCHRONISES
from rcm_tui.model import ids
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.texts import first_of

_AT_ONCE = 500
"""Records whose files are read by one git process."""
_SKEW = timedelta(days=1)
"""The difference allowed between clocks, and between the days of time zones."""
_REBASED = timedelta(days=31)
"""How much older a rebased record may be than the one it follows."""
_MOST = 8
"""How many items a sentence names before it ends in an ellipsis."""


@dataclass(frozen=True, slots=True)
class _Family:
    """The meetings whose closing each commit descends from (`before`), or that descends from it (`after`).

    `closed` are all meetings that were closed, here or in earlier walks, and not reopened by an undo.
    """

    before: Mapping[str, frozenset[str]]
    after: Mapping[str, frozenset[str]]
    closed: frozenset[str]


def walk(
    git: Git, ledger: Ledger, found: Sequence[Record], signed: frozenset[str], known: Mapping[str, bytes] = {}
) -> None:
    """Audit records, given newest first and in topological order, none of which `ledger.head` descends from.

    What is found, and what is known at the end, is added to the ledger. `signed` are the commits with a signature;
    `known` are contents of files that were read already, by the ids of their blobs.
    """
    oldest_first = list(reversed(found))
    family = _family(git, ledger, oldest_first)
    waiting = iter(oldest_first)
    while batch := list(islice(waiting, _AT_ONCE)):
        blobs = git.blobs(_wanted(batch), known)
        for record in batch:
            touched = of_plan(record)
            own = own_changes(git, record, touched) if len(record.parents) > 1 else touched
            _Check(ledger, record, blobs, family, record.commit in signed, own).run()
            ledger.findings += [*synchronised(git, record), *discarded(git, record)]
            for change in removed(git, record):
                ledger.put(change)
    ledger.findings += [*_undone(git, found), *_misdated(git, found)]


def _undone(git: Git, found: Sequence[Record]) -> Iterator[Finding]:
    """Find records that undo or redo one that their history lacks, or that changed what that one did not."""
    undoing = [record for record in found if record.undoes or record.redoes]
    if (git.common_dir / "shallow").exists():
        return
    known = set(git.read("rev-list", found[0].commit).decode("ascii").split()) if undoing else set()
    by_commit = {record.commit: record for record in found}
    for record in undoing:
        named = {*record.undoes, *record.redoes}
        facts = {"subject": record.subject, "person": record.author}
        for name in named - known:
            yield Finding(Code.UNDOES_UNKNOWN, record.commit, facts | {"undone": name[:12]})
        undone = [by_commit.get(name) or next(records(git, rev=name, limit=1)) for name in named & known]
        if any(len(parent.parents) > 1 for parent in (record, *undone)):
            continue  # What a merge changed itself is not all that undoing it takes back.
        more = {*_keys(record)} - {key for removed in undone for key in _keys(removed)}
        if more and undone:
            facts |= {"undone": ", ".join(name[:12] for name in sorted(named)), "items": first_of(sorted(more), _MOST)}
            yield Finding(Code.UNDOES_OTHER, record.commit, facts)


def _keys(record: Record) -> list[str]:
    return [key_of(change.path)[0] for change in of_plan(record)]


def _misdated(git: Git, found: Sequence[Record]) -> Iterator[Finding]:
    """Find records whose date is before that of the record that they follow.

    By the date of the commit, or by more than a month, it is false. A rebase keeps the author's date, so a shorter step
    back of that alone is what happens where somebody rebases, too.
    """
    known = {record.commit: record for record in found}
    for record in found:
        parents = [known.get(parent) or next(records(git, rev=parent, limit=1)) for parent in record.parents]
        if (
            not parents
            or not (of_plan(record) or record.meeting)
            or any(commit.is_cut for commit in (record, *parents))
        ):
            continue
        before, committed = max(parent.when for parent in parents), max(parent.committed for parent in parents)
        is_false = record.when < before - _REBASED or record.committed < committed - _SKEW
        if is_false or record.when < before - _SKEW:
            earlier, later = (record.when, before) if record.when < before else (record.committed, committed)
            facts = {"subject": record.subject, "person": record.author}
            facts |= {"date": f"{earlier:%Y-%m-%d}", "before": f"{later:%Y-%m-%d}"}
            yield Finding(Code.BACK_DATED if is_false else Code.OUT_OF_ORDER, record.commit, facts)


def of_plan(record: Record) -> list[PathChange]:
    """Return what a record changed of the plan."""
    return [change for change in record.changes if change.path.partition("/")[0] in PLAN_FOLDERS and "/" in change.path]


def _wanted(batch: Iterable[Record]) -> Iterator[str]:
    """Yield the blobs of the files that these records changed, before and after."""
    for record in batch:
        for change in of_plan(record):
            if change.path.endswith(".yaml"):
                yield from (blob for blob in (change.old, change.new) if blob is not None)


def _family(git: Git, ledger: Ledger, records: Sequence[Record]) -> _Family:
    """Compute the closings before and after each record. They are few, so commits in a row share one set."""
    known = {record.commit for record in records}
    before: dict[str, frozenset[str]] = {}
    everything = frozenset(ledger.closing)
    for record in records:
        above = [
            before[parent] if parent in known else _at(git, ledger, parent, everything) for parent in record.parents
        ]
        here = above[0] if len(above) == 1 else frozenset[str]().union(*above)
        if record.closes:
            here |= {record.closes}
        before[record.commit] = here
    after: dict[str, frozenset[str]] = {}
    for record in reversed(records):
        here = after.get(record.commit, frozenset())
        if record.closes:
            here |= {record.closes}
            after[record.commit] = here
        for parent in record.parents:
            after[parent] = here | after[parent] if parent in after else here
    undone = {commit for record in records for commit in record.undoes}
    closed = {record.closes for record in records if record.closes and record.commit not in undone}
    return _Family(before, after, everything | closed)


def _at(git: Git, ledger: Ledger, parent: str, everything: frozenset[str]) -> frozenset[str]:
    """Return the closings that a commit of an earlier walk descends from: all, if that walk ended at it."""
    if parent == ledger.head or not everything or ledger.head is None:
        return everything
    missing = set(git.read("rev-list", ledger.head, "^" + parent).decode("ascii").split())
    return frozenset(meeting for meeting in everything if ledger.closing[meeting] not in missing)


class _Check:
    """The rules, on one record."""

    def __init__(
        self,
        ledger: Ledger,
        record: Record,
        blobs: Mapping[str, bytes],
        family: _Family,
        is_signed: bool,
        own: list[PathChange],
    ) -> None:
        self.ledger = ledger
        self.record = record
        self.blobs = blobs
        self.family = family
        self.is_signed = is_signed
        self.touched = own
        self.keys = list(dict.fromkeys(key_of(change.path)[0] for change in self.touched))

    def run(self) -> None:
        """Find what is wrong, then note what the record did."""
        added = {
            key_of(change.path)[0]
            for change in self.touched
            if change.old is None and key_of(change.path)[1] == "meeting"
        }
        self.ledger.meetings |= added
        self.ledger.findings += [*self._attribution(), *self._trailers(), *self._items(), *self._signature()]
        self.ledger.findings += meeting_findings(self.ledger, self.record, self.touched, self.blobs)
        new = [key for key in self.keys if key not in self.ledger.alive]
        for change in sorted(of_plan(self.record), key=lambda file: file.new is not None):
            self.ledger.put(change)
        self.ledger.findings += self._two_files()
        self._note(new)

    def _finding(self, code: Code, **facts: str) -> Finding:
        shared = {"subject": self.record.subject, "person": self.record.author}
        return Finding(code, self.record.commit, {**shared, **facts})

    # --- who, and at which meeting

    def _attribution(self) -> Iterator[Finding]:
        record, meeting = self.record, self.record.meeting
        if record.plan_start and record.commit != self.ledger.start:
            yield self._finding(Code.SECOND_START, start=(self.ledger.start or "")[:12])
        if meeting is None:
            if self.touched:
                yield self._finding(Code.NO_MEETING, items=first_of(self.keys, _MOST))
        elif meeting == NO_MEETING:
            if self.touched and not record.reason.strip() and not self._explains_itself():
                yield self._finding(Code.NO_REASON, items=first_of(self.keys, _MOST))
        elif meeting not in self.ledger.meetings:
            yield self._finding(Code.UNKNOWN_MEETING, meeting=meeting)
        elif not self._reverses():
            yield from self._closed(meeting)

    def _explains_itself(self) -> bool:
        record = self.record
        return bool(self._reverses() or record.opens or record.closes or record.plan_start or record.accounts_for)

    def _reverses(self) -> bool:
        return bool(self.record.undoes or self.record.redoes)

    def _closed(self, meeting: str) -> Iterator[Finding]:
        if meeting in self._closed_before():
            yield self._finding(Code.CLOSED_MEETING, meeting=meeting, closing=self.ledger.closing[meeting][:12])
        elif self._is_closed_elsewhere(meeting):
            yield self._finding(Code.LATE_RECORD, meeting=meeting)

    def _closed_before(self) -> frozenset[str]:
        """Return the meetings whose closing is an ancestor of this record and was not undone."""
        own = {self.record.closes} if self.record.closes else set()
        return frozenset(
            meeting for meeting in self.family.before[self.record.commit] - own if meeting in self.ledger.closing
        )

    def _is_closed_elsewhere(self, meeting: str) -> bool:
        """Return whether the meeting was closed on another side of a merge, not by a descendant of this record."""
        after = self.family.after.get(self.record.commit, frozenset())
        return meeting in self.family.closed and meeting not in after

    # --- what it says it changed, and what it changed

    def _trailers(self) -> Iterator[Finding]:
        record = self.record
        named = {*record.items, *record.files}
        if record.meeting is None and not named:
            return  # Reported already, or not a record of the plan.
        changed = {_trailer_of(change.path) for change in self.touched}
        silent = sorted(changed - named)
        empty = sorted(named - changed) if len(record.parents) < 2 else []
        differences = [f"+{name}" for name in silent[:_MOST]] + [f"-{name}" for name in empty[:_MOST]]
        if differences:
            yield self._finding(Code.TRAILERS, differences=" ".join(differences))

    def _signature(self) -> Iterator[Finding]:
        if self.is_signed:
            self.ledger.signers.add(self.record.email)
        elif self.touched and self.record.email in self.ledger.signers:
            yield self._finding(Code.UNSIGNED)

    # --- ids

    def _items(self) -> Iterator[Finding]:
        touched_by_key: dict[str, list[PathChange]] = {}
        for change in self.touched:
            touched_by_key.setdefault(key_of(change.path)[0], []).append(change)
        for key in self.keys:
            touched = touched_by_key[key]
            if key_of(touched[0].path)[1] == "file":
                continue
            yield from self._vanished(key, touched)
            yield from self._reused(key, touched)
            for change in touched:
                yield from self._own_id(key, change)
                yield from self._member_ids(key, change)

    def _vanished(self, key: str, touched: Sequence[PathChange]) -> Iterator[Finding]:
        lost = [change for change in touched if change.new is None]
        left = set(self.ledger.alive.get(key, ())) - {change.path for change in lost}
        if not lost or left or any(change.new is not None for change in touched):
            return
        if self.record.redoes or self.ledger.born.get(key) in self.record.undoes or self._moved_away(key):
            return
        if self._is_undone_move(key):
            return
        yield self._finding(Code.VANISHED, item=key, path=lost[0].path)

    def _moved_away(self, key: str) -> bool:
        """Return whether a file that this record added has the id in `formerly`."""
        return any(
            change.old is None and key in formerly(self.blobs.get(change.new or "", b""))
            for change in self.touched
            if ids.is_id(key_of(change.path)[0])
        )

    def _is_undone_move(self, key: str) -> bool:
        """Return whether the item that goes had another id before, and the file with that id is back."""
        if not self.record.undoes:
            return False
        old = [change.old for change in self.touched if key_of(change.path)[0] == key and change.old]
        former = {name for blob in old for name in formerly(self.blobs.get(blob, b""))}
        return any(change.old is None and key_of(change.path)[0] in former for change in self.touched)

    def _reused(self, key: str, touched: Sequence[PathChange]) -> Iterator[Finding]:
        come = [change for change in touched if change.old is None and change.new is not None]
        if not come or key in self.ledger.alive or key not in self.ledger.gone or self._reverses():
            return
        if come[0].new != self.ledger.gone[key]:
            yield self._finding(Code.REUSED_ID, item=key)

    def _own_id(self, key: str, change: PathChange) -> Iterator[Finding]:
        found = OWN_ID.search(self.blobs.get(change.new or "", b""))
        held = found[1].decode("utf-8", "replace") if found else key
        if held != key:
            yield self._finding(Code.CHANGED_ID, item=key, other=held)

    def _member_ids(self, key: str, change: PathChange) -> Iterator[Finding]:
        """Find a list member whose id was changed: its text disappears under one id and appears under another."""
        old, new = self.blobs.get(change.old or "", b""), self.blobs.get(change.new or "", b"")
        had, has = set(MEMBER_ID.findall(old)), set(MEMBER_ID.findall(new))
        if not had - has or not has - had:
            return
        before, after = members(old), members(new)
        for path, text in before.items():
            others = [
                member[1]
                for member, same in after.items()
                if member[0] == path[0] and same == text and member not in before
            ]
            if path not in after and others:
                yield self._finding(Code.CHANGED_MEMBER_ID, item=key, field=".".join(path), other=others[0])

    def _two_files(self) -> Iterator[Finding]:
        if self.record.values(SYNCHRONISES):
            return  # It is joined again, which finds more.
        for key in self.keys:
            come = [change for change in self.touched if change.old is None and key_of(change.path)[0] == key]
            if come and len(self.ledger.alive.get(key, ())) > 1:
                yield self._finding(Code.TWO_FILES, item=key)

    # --- what is known from here on

    def _note(self, new: Sequence[str]) -> None:
        record, ledger = self.record, self.ledger
        for key in new:
            if self._reverses():
                ledger.born.setdefault(key, record.commit)
            else:
                ledger.born[key] = record.commit
        if record.closes:
            ledger.closing[record.closes] = record.commit
            if record.redoes:
                ledger.redone[record.commit] = record.redoes[0]
            self._note_edition_before(record.closes)
        undone = set(record.undoes)
        undone_closings = [
            meeting for meeting, commit in ledger.closing.items() if {commit, ledger.redone.get(commit)} & undone
        ]
        for meeting in undone_closings:
            del ledger.closing[meeting]
            ledger.previous.pop(meeting, None)
        if record.reason.strip():
            for commit in record.accounts_for:
                ledger.accounts[commit] = record.commit

    def _note_edition_before(self, meeting: str) -> None:
        for change in self.touched:
            if key_of(change.path)[0] == meeting and change.new:
                previous = plain(self.blobs.get(change.new, b"")).get("previous")
                if isinstance(previous, Mapping) and previous.get("id") and previous.get("tag"):
                    self.ledger.previous[meeting] = (str(previous["id"]), str(previous["tag"]))


def _trailer_of(path: str) -> str:
    key, kind = key_of(path)
    return key if kind in ids.KINDS else path
