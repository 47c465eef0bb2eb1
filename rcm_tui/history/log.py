"""Records read back from history, newest first."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from io import BufferedReader
from pathlib import PurePosixPath

from rcm_tui.history import message as keys
from rcm_tui.history.git import Git, PathChange
from rcm_tui.history.state import head_of
from rcm_tui.model.frozen import dataclass

_START = b"\x01"
_FIELDS = 7
_FORMAT = "--format=" + "%x00".join(("%x01%m%H", "%P", "%an", "%ae", "%ad", "%cd", "%B"))
_LEFT = b"\x01<"
"""How a record begins that only the left side of a comparison has."""
_LOG = (
    *("log", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--no-show-signature"),
    *("--diff-merges=combined", "--date=raw", "--encoding=UTF-8", _FORMAT),
)
_CHUNK = 1 << 16


class _All:
    """The values of one trailer key of a record."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __get__(self, record: Record, owner: type[Record]) -> tuple[str, ...]:
        return record.values(self.key)


class _Last:
    """The last value of one trailer key of a record, or None."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __get__(self, record: Record, owner: type[Record]) -> str | None:
        found = record.values(self.key)
        return found[-1] if found else None


@dataclass(frozen=True, slots=True)
class Record:
    """One commit: who, when, why, and which paths it changed.

    `when` is the author's date with its own offset, `committed` the committer's. `reason` is the message without
    subject and trailers. A merge lists only what differs from every parent; `old` is then the blob of the first parent.

    A shallow clone cuts history off: what a record changed is not known where its parents are missing (`is_cut`). It
    has no `changes` then, but all files that it left as `present`.
    """

    commit: str
    parents: tuple[str, ...]
    author: str
    email: str
    when: datetime
    committed: datetime
    subject: str
    reason: str
    trailers: tuple[tuple[str, str], ...]
    changes: tuple[PathChange, ...] = ()
    is_cut: bool = False
    present: tuple[PathChange, ...] = ()

    @property
    def is_unknown(self) -> bool:
        """Whether it stands for the missing records of a shallow clone: who, when and why are not known."""
        return self.is_cut and not self.email

    meeting = _Last(keys.MEETING)
    """The meeting it is attributed to; `none` where made between meetings, None where it names none."""
    items = _All(keys.ITEM)
    """The ids of the items it changed."""
    files = _All(keys.FILE)
    """The paths it changed that belong to no item."""
    agreements = _All(keys.AGREEMENT)
    """The agreements it carries out: `2006-11-council/hjn`."""
    undoes = _All(keys.UNDOES)
    """The commits it undoes."""
    redoes = _All(keys.REDOES)
    """The undone commits it makes again."""
    opens = _Last(keys.OPENS)
    """The meeting it opens."""
    closes = _Last(keys.CLOSES)
    """The meeting it closes."""
    corrects = _Last(keys.CORRECTS)
    """The closed meeting it corrects."""
    reconstructed = _Last(keys.RECONSTRUCTED)
    """`yes` where it was reconstructed for a sample, not made at the time."""
    proposed_by = _All(keys.PROPOSED_BY)
    """The actors who asked for it."""
    accounts_for = _All(keys.ACCOUNTS_FOR)
    """The commits whose finding in the audit it explains."""

    def concerns(self, meeting: str) -> bool:
        """Return whether it belongs to a meeting or corrects it."""
        return self.meeting == meeting or meeting in self.values(keys.CORRECTS)

    @property
    def plan_start(self) -> bool:
        """Whether the plan's trail begins here."""
        return bool(self.values(keys.PLAN_START))

    def values(self, key: str) -> tuple[str, ...]:
        """Return the values of one trailer key, in order, without regard to the key's case."""
        return keys.values(self.trailers, key)


def records(
    git: Git,
    paths: Sequence[str] = (),
    *,
    rev: str | Sequence[str] = "HEAD",
    not_rev: str | Sequence[str] | None = None,
    limit: int | None = None,
    whole: bool = False,
    topological: bool = False,
    naming: str | Sequence[str] = (),
) -> Iterator[Record]:
    """Yield the records reachable from `rev` and not from `not_rev`, newest first; with `paths`, those that touch them.

    It is one git process, read as it comes: taking the first few costs little, and stopping early stops git. With
    paths, the records of every side of a merge are included (`--full-history`), even one that a merge discarded.
    `changes` are those of the paths given, or all with `whole`. A merge has as changes only what it changed itself
    (`--diff-merges=combined`: files that differ from every parent), as the rest is in the records it joins; one that
    joins sides on which the paths differ is included without changes. `topological` never yields a parent before its
    child, whatever the clocks said, but walks all of history first. `naming` leaves out records whose message does not
    contain these words, or any of several.

    On a branch without a commit there are none. Raises GitError for a revision that does not exist.
    """
    starts = _revisions(git, rev)
    if not starts:
        return
    args = [*_LOG]
    if limit is not None:
        args.append(f"--max-count={limit}")
    if topological:
        args.append("--topo-order")
    if naming:
        args += [
            "--fixed-strings",
            *("--grep=" + words for words in ((naming,) if isinstance(naming, str) else naming)),
        ]
    if paths:
        args.append("--full-history")
    if whole:
        args.append("--full-diff")
    args += starts
    args += ["^" + commit for commit in _revisions(git, not_rev or ())]
    cut = git.boundary
    with git.stream(*args, "--", *paths) as output:
        for fields, changes in _parse(_tokens(output)):
            yield _record(git, cut, fields, changes)


def records_apart(git: Git, ours: str, theirs: str) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """Return the records that one of two commits has in its history and the other lacks, by one git process.

    Those of `ours` come first; each side is as `records` yields it.
    """
    cut = git.boundary
    sides: tuple[list[Record], list[Record]] = ([], [])
    with git.stream(*_LOG, "--left-right", f"{git.checked(ours)}...{git.checked(theirs)}", "--") as output:
        for fields, changes in _parse(_tokens(output)):
            sides[not fields[0].startswith(_LEFT)].append(_record(git, cut, fields, changes))
    return tuple(sides[0]), tuple(sides[1])


def _revisions(git: Git, rev: str | Sequence[str]) -> list[str]:
    """Resolve revisions to object ids; HEAD is left out while it has no commit."""
    revisions = (rev,) if isinstance(rev, str) else rev
    found = (head_of(git).commit if revision == "HEAD" else git.checked(revision) for revision in revisions)
    return [commit for commit in found if commit is not None]


def _tokens(output: BufferedReader) -> Iterator[bytes]:
    """Split the output at NUL bytes, as it comes: git need not have written the next records to have the first."""
    rest = b""
    while chunk := output.read1(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole


def _parse(tokens: Iterator[bytes]) -> Iterator[tuple[list[bytes], list[tuple[bytes, bytes]]]]:
    """Read records: six fields, the first marked; then pairs of `:facts` and path until the next mark."""
    fields: list[bytes] = []
    changes: list[tuple[bytes, bytes]] = []
    for token in tokens:
        if len(fields) < _FIELDS:
            fields.append(token)
            continue
        facts = token.lstrip(b"\n")
        if facts.startswith(b":"):
            changes.append((facts, next(tokens)))
        elif facts.startswith(_START):
            yield fields, changes
            fields, changes = [facts], []
    if len(fields) == _FIELDS:
        yield fields, changes


def _record(git: Git, cut: frozenset[str], fields: Sequence[bytes], listed: Sequence[tuple[bytes, bytes]]) -> Record:
    commit, parents, author, email, when, committed, text = (field.decode("utf-8", "replace") for field in fields)
    commit = commit.lstrip("\x01<>")
    message = keys.parse_message(text)
    changes = tuple(git.path_change(facts, path) for facts, path in listed)
    return Record(
        commit=commit,
        parents=tuple(parents.split()),
        author=author,
        email=email,
        when=moment(when),
        committed=moment(committed),
        subject=message.subject,
        reason=message.reason,
        trailers=tuple(message.trailers) if _is_of(git, message, changes) else (),
        changes=() if commit in cut else changes,
        is_cut=commit in cut,
        present=changes if commit in cut else (),
    )


def _is_of(git: Git, message: keys.Message, changes: Sequence[PathChange]) -> bool:
    """Return whether trailers are of this plan: a repository may hold several, each in a folder of its own."""
    named = keys.values(message.trailers, keys.PLAN)
    if named or not git.prefix:
        return (named[-1] if named else "") == git.prefix.rstrip("/")
    return any(not change.path.startswith(":/") for change in changes)


def is_ancestor(git: Git, commit: str, of: str) -> bool:
    """Return whether `of` descends from `commit`, or is it; False for a commit that does not exist."""
    status, out, _stderr = git.attempt("rev-list", "--max-count=1", commit, "^" + of)
    return status == 0 and not out.strip()


SettledIds = Mapping[str, Mapping[str, str]]
"""For each commit of a side whose ids a synchronising had to change: the ids that it knows, and what they are now."""


def settled_ids(git: Git) -> SettledIds:
    """Read from the merges of this history which ids were changed, as both sides had given them."""
    merges = git.attempt("rev-list", "--merges", "--reverse", "--topo-order", "--grep=^Settled: ", "HEAD")[1]
    found: dict[str, dict[str, str]] = {}
    for commit in merges.decode("ascii").split():
        record = next(iter(records(git, rev=commit, limit=1)))
        if record.parents[1:]:
            pairs = (value.split(" -> ") for value in record.values(keys.SETTLED))
            new = {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
            for older in git.read("rev-list", record.parents[0], "^" + record.parents[1]).decode("ascii").split():
                before = found.get(older, {})
                found[older] = {**new, **{old: new.get(now, now) for old, now in before.items()}}
    return found


def moment(raw: str) -> datetime:
    """Convert git's raw date, `seconds +hhmm`, to an aware datetime; one out of range becomes the nearest possible."""
    seconds, _space, offset = raw.partition(" ")
    try:
        sign = -1 if offset.startswith("-") else 1
        digits = offset.lstrip("+-").zfill(4)
        zone = timezone(sign * timedelta(hours=int(digits[:-2]), minutes=int(digits[-2:])))
    except ValueError:
        zone = UTC
    try:
        return datetime.fromtimestamp(int(seconds), UTC).astimezone(zone)
    except (ValueError, OverflowError, OSError):
        late = seconds.isdigit()
        return datetime(9999, 1, 1, tzinfo=UTC) if late and int(seconds) else datetime(1970, 1, 1, tzinfo=UTC)


ITEM_FOLDERS = ("plan", "archive")


def ids_ever(git: Git, folders: Sequence[str] = ITEM_FOLDERS, *, revisions: Sequence[str] = ()) -> set[str]:
    """Return the ids of all items in the history of any ref and in the work tree, so that none is given twice.

    With `revisions` (object ids), only those in the history of these.

    Narrower `folders` (`plan/HR/HR-4`, `archive/HR/HR-4`) make it quicker. In a shallow clone, what was cut off is not
    known.
    """
    found = set() if revisions else {id_ for folder in folders for id_ in _ids_in(git, folder)}
    args = ["log", *(revisions or ["--all"]), "--no-renames", "--diff-filter=A", "--name-only", "-z", "--format="]
    # A file that only a merge put in is listed against each parent.
    args += ["--diff-merges=separate", "--no-ext-diff", "--no-textconv", "--no-show-signature"]
    for path in git.read(*args, "--", *folders).split(b"\0"):
        id_ = id_of(git.inside(path.lstrip(b"\n")))
        if id_:
            found.add(id_)
    return found


def id_of(path: str) -> str | None:
    """Return the id of the item at a path (`plan/HR/HR-4/HR-4.2.yaml`), or None for others (`plan/plan.yaml`)."""
    pure = PurePosixPath(path)
    if pure.suffix != ".yaml" or len(pure.parts) < 3 or pure.parts[0] not in ITEM_FOLDERS:
        return None
    return pure.stem


def _ids_in(git: Git, folder: str) -> set[str]:
    found: set[str] = set()
    for where, _folders, names in os.walk(git.root / folder):
        relative = os.path.relpath(where, git.root).replace(os.sep, "/")
        found.update(id_ for name in names if (id_ := id_of(f"{relative}/{name}")))
    return found
