"""Records read back from history, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import BinaryIO

from rcm_tui.history import message as words
from rcm_tui.history.git import Git, PathChange, path_change
from rcm_tui.history.state import head_of

_START = b"\x01"
_FIELDS = 6
_FORMAT = "--format=" + "%x00".join(("%x01%H", "%P", "%an", "%ae", "%ad", "%B"))
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Record:
    """One commit: who, when, why, and which paths it changed.

    `when` is the author's date with its own offset. `reason` is the message without subject and trailers. A merge lists
    only what it changed itself, against every parent; `old` is then the blob of the first parent.
    """

    commit: str
    parents: tuple[str, ...]
    author: str
    email: str
    when: datetime
    subject: str
    reason: str
    trailers: tuple[tuple[str, str], ...]
    changes: tuple[PathChange, ...] = ()

    def values(self, key: str) -> tuple[str, ...]:
        """The values of one trailer key, in order, without regard to the key's case."""
        return words.values(self.trailers, key)

    def value(self, key: str) -> str | None:
        """The last value of one trailer key, or None."""
        found = self.values(key)
        return found[-1] if found else None

    @property
    def meeting(self) -> str | None:
        """The meeting the record is attributed to, `none` where made between meetings, None where it names none."""
        return self.value(words.MEETING)

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the items it changed, as its trailers say."""
        return self.values(words.ITEM)

    @property
    def files(self) -> tuple[str, ...]:
        """Paths it changed that belong to no item, as its trailers say."""
        return self.values(words.FILE)

    @property
    def agreements(self) -> tuple[str, ...]:
        """Agreements it came from: `2006-11-rcgm/hjn`."""
        return self.values(words.AGREEMENT)

    @property
    def undoes(self) -> tuple[str, ...]:
        """Commits it takes back."""
        return self.values(words.UNDOES)

    @property
    def redoes(self) -> tuple[str, ...]:
        """Undone commits it makes again."""
        return self.values(words.REDOES)

    @property
    def opens(self) -> str | None:
        """The meeting it opens."""
        return self.value(words.OPENS)

    @property
    def closes(self) -> str | None:
        """The meeting it closes."""
        return self.value(words.CLOSES)

    @property
    def corrects(self) -> str | None:
        """The closed meeting it corrects."""
        return self.value(words.CORRECTS)

    @property
    def proposed_by(self) -> tuple[str, ...]:
        """Actors who asked for it."""
        return self.values(words.PROPOSED_BY)

    @property
    def accounts_for(self) -> tuple[str, ...]:
        """Commits whose fault it settles."""
        return self.values(words.ACCOUNTS_FOR)

    @property
    def plan_start(self) -> bool:
        """Whether the plan's trail begins here."""
        return bool(self.values(words.PLAN_START))


def records(
    git: Git,
    paths: Sequence[str] = (),
    *,
    rev: str | Sequence[str] = "HEAD",
    not_rev: str | Sequence[str] | None = None,
    limit: int | None = None,
    whole: bool = False,
    topological: bool = False,
) -> Iterator[Record]:
    """The records reachable from `rev` and not from `not_rev`, newest first, those that touch `paths` if any are given.

    One git process, read as it comes: taking the first few costs little, and stopping early stops git. With paths, the
    records of every side of a merge are told (`--full-history`), also one that a merge threw away. `changes` are those
    of the paths asked for, or all with `whole`. A merge shows what it changed itself (`--diff-merges=combined`: files
    that differ from every parent), for the rest stands in the records it joins; one that joins sides on which the paths
    differ is told with no changes. `topological` never shows a parent
    before its child, whatever the clocks said, but walks all of history first.

    On a branch without a commit there is nothing; a revision that does not exist raises GitError.
    """
    starts = _revisions(git, rev)
    if not starts:
        return
    args = ["log", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff", "--no-textconv"]
    args += ["--no-show-signature", "--diff-merges=combined", "--date=raw", "--encoding=UTF-8", _FORMAT]
    if limit is not None:
        args.append(f"--max-count={limit}")
    if topological:
        args.append("--topo-order")
    if paths:
        args.append("--full-history")
    if whole:
        args.append("--full-diff")
    args += starts
    args += ["^" + commit for commit in _revisions(git, not_rev or ())]
    with git.stream(*args, "--", *paths) as output:
        yield from _parse(_tokens(output))


def _revisions(git: Git, rev: str | Sequence[str]) -> list[str]:
    """Object ids for what was asked; HEAD is left out while it has no commit."""
    asked = (rev,) if isinstance(rev, str) else rev
    if asked == ("HEAD",):
        head = head_of(git).commit
        return [head] if head else []
    return [git.checked(one) for one in asked]


def _tokens(output: BinaryIO) -> Iterator[bytes]:
    """What stands between the NULs."""
    rest = b""
    while chunk := output.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole


def _parse(tokens: Iterator[bytes]) -> Iterator[Record]:
    """Records out of: six fields, the first marked; then pairs of `:facts` and path until the next mark."""
    fields: list[bytes] = []
    changes: list[PathChange] = []
    for token in tokens:
        if len(fields) < _FIELDS:
            fields.append(token)
            continue
        facts = token.lstrip(b"\n")
        if facts.startswith(b":"):
            changes.append(path_change(facts, next(tokens)))
        elif facts.startswith(_START):
            yield _record(fields, changes)
            fields, changes = [facts], []
    if len(fields) == _FIELDS:
        yield _record(fields, changes)


def _record(fields: list[bytes], changes: list[PathChange]) -> Record:
    commit, parents, author, email, when, text = (field.decode("utf-8", "replace") for field in fields)
    message = words.parse_message(text)
    return Record(
        commit=commit.lstrip("\x01"),
        parents=tuple(parents.split()),
        author=author,
        email=email,
        when=moment(when),
        subject=message.subject,
        reason=message.reason,
        trailers=tuple(message.trailers),
        changes=tuple(changes),
    )


def moment(raw: str) -> datetime:
    """Git's raw date, `seconds +hhmm`, as an aware datetime. A date nobody could mean becomes the nearest possible."""
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
