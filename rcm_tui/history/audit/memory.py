"""What audits have seen here: the heads of branches, closings and editions, so that later alterations are found.

It is kept in a file under the git directory, and no new version of the rules forgets it. History that was seen must be
part of the branch still; a rebase that copies each record as it was alters nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rcm_tui.changes.fields import FieldChange, compare
from rcm_tui.history.audit.contents import own_changes, plain
from rcm_tui.history.audit.findings import Code, Finding
from rcm_tui.history.audit.repository import signed_commits
from rcm_tui.history.audit.walk import of_plan
from rcm_tui.history.editions import editions
from rcm_tui.history.git import Git, PathChange
from rcm_tui.history.log import Record, is_ancestor, records
from rcm_tui.history.state import head_of
from rcm_tui.i18n import N_, _
from rcm_tui.store.files import write_atomically

_REFS = ("refs/heads", "refs/remotes", "refs/tags")


@dataclass
class Memory:
    """What was seen.

    Attributes:
        heads: The last commits that were audited, by branch; several where one is no longer part of it.
        about: Subject, author and date of each of these commits, in case git deletes it.
        closings: The record that closed each meeting.
        editions: The closing of each meeting and the object of the tag that was made of it.
    """

    heads: dict[str, list[str]] = field(default_factory=dict)
    about: dict[str, dict[str, str]] = field(default_factory=dict)
    closings: dict[str, str] = field(default_factory=dict)
    editions: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def load(cls, git: Git) -> Memory:
        """Return what is known; nothing where there is no file, or it cannot be read."""
        try:
            return cls(**json.loads(_file(git).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return cls()

    def save(self, git: Git) -> None:
        """Write the file; nothing is saved where the folder cannot be written."""
        try:
            write_atomically(_file(git), json.dumps(asdict(self), ensure_ascii=False).encode())
        except OSError:
            return

    def edition(self, meeting: str, closing: str) -> str | None:
        """Return the tag that was seen of an edition, if its meeting was closed by this record."""
        seen, tag = self.editions.get(meeting) or ("", "")
        return tag if seen == closing else None

    def note_editions(self, git: Git, closing: Mapping[str, str]) -> None:
        """Note closings, and the tags that are seen for the first time."""
        self.closings |= closing
        for edition in editions(git):
            made = closing.get(edition.meeting)
            if edition.annotated and edition.commit == made and self.edition(edition.meeting, made) is None:
                self.editions[edition.meeting] = [made, edition.tag_object]

    def look_back(self, git: Git) -> list[Finding]:
        """Find records that were audited and are gone or replaced, then note the present head of the branch.

        A branch must hold its own earlier heads; those of other branches must be somewhere. Nothing is found in a
        shallow clone, which lacks history.
        """
        head = head_of(git)
        if head.commit is None or git.boundary:
            return []
        found: list[Finding] = []
        for branch, seen in self.heads.items():
            for old in tuple(seen):
                is_here = branch == head.branch
                if is_ancestor(git, old, head.commit) or not (is_here or _is_nowhere(git, old)):
                    continue
                missing = list(self._missing(git, old, head.commit))
                found += missing
                if not missing:
                    seen.remove(old)
        if head.branch is not None:
            self._note_head(git, head.branch, head.commit)
        return found

    def _note_head(self, git: Git, branch: str, commit: str) -> None:
        seen = self.heads.get(branch, [])
        self.heads[branch] = [old for old in seen if not is_ancestor(git, old, commit)] + [commit]
        (record,) = records(git, rev=commit, limit=1)
        kept = {old for heads in self.heads.values() for old in heads}
        self.about = {old: facts for old, facts in self.about.items() if old in kept} | {commit: _facts(record)}

    def _missing(self, git: Git, old: str, head: str) -> Iterator[Finding]:
        """Find the records up to `old` that neither the present history nor another branch holds as they were."""
        if git.resolve(old) is None:
            yield Finding(Code.RECORD_LOST, old, self.about.get(old) or _UNKNOWN)
            return
        gone, new = _of_plan(git, old, head), _of_plan(git, head, old)
        signed = signed_commits(git, [record.commit for record in (*gone, *new)])
        pairs = [(lost, other) for lost in gone for other in new if _is_twin(lost, other)]
        compared = [(_differences(git, lost, other, signed), lost, other) for lost, other in pairs]
        twins: dict[str, tuple[Record, tuple[str, ...]]] = {}
        for differences, lost, other in sorted(compared, key=lambda each: len(each[0])):
            if lost.commit not in twins and all(other is not taken for taken, _words in twins.values()):
                twins[lost.commit] = (other, differences)
        for record in gone:
            if record.commit not in twins:
                yield Finding(Code.RECORD_LOST, record.commit, _facts(record))
                continue
            other, differences = twins[record.commit]
            if differences:
                facts = {"other": other.commit[:12], "differences": ", ".join(_(word) for word in differences)}
                yield Finding(Code.RECORD_REPLACED, record.commit, _facts(record) | facts)


_UNKNOWN = {"subject": "?", "person": "?", "date": "?"}


def _facts(record: Record) -> dict[str, str]:
    return {"subject": record.subject, "person": record.author, "date": f"{record.when:%Y-%m-%d}"}


def _of_plan(git: Git, rev: str, not_rev: str) -> list[Record]:
    """Return the records of the plan, and of merges those that changed something by themselves."""
    found = records(git, rev=rev, not_rev=not_rev)
    return [
        record
        for record in found
        if record.meeting or (own_changes(git, record, of_plan(record)) if len(record.parents) > 1 else of_plan(record))
    ]


def _is_nowhere(git: Git, commit: str) -> bool:
    status, out, _stderr = git.attempt("for-each-ref", "--count=1", "--contains=" + commit, *_REFS)
    return status != 0 or not out.strip()


def _is_twin(record: Record, other: Record) -> bool:
    """Return whether a record may be another, altered: it has its date and files, its words, or its changes."""
    same_files = {change.path for change in record.changes} & {change.path for change in other.changes}
    return (
        bool(
            (record.email, record.when) == (other.email, other.when) and (same_files or record.subject == other.subject)
        )
        or (record.subject, record.trailers) == (other.subject, other.trailers)
        or bool(record.changes and record.changes == other.changes)
    )


def _differences(git: Git, record: Record, other: Record, signed: frozenset[str]) -> tuple[str, ...]:
    """Return what differs between two records, in words; the commits before them may."""
    differing = {
        N_("its words"): (record.subject, record.reason, record.trailers)
        != (other.subject, other.reason, other.trailers),
        N_("its author"): (record.author, record.email) != (other.author, other.email),
        N_("its date"): record.when != other.when,
        N_("what it changed"): not _is_same_change(git, record, other),
        N_("its signature"): record.commit in signed and other.commit not in signed,
    }
    return tuple(word for word, differs in differing.items() if differs)


def _is_same_change(git: Git, first: Record, other: Record) -> bool:
    """Return whether two records changed the same fields in the same way, in whatever files they found."""
    if first.changes == other.changes:
        return True
    ours, theirs = ({change.path: change for change in record.changes} for record in (first, other))
    if ours.keys() != theirs.keys():
        return False
    wanted = [blob for change in (*first.changes, *other.changes) for blob in (change.old, change.new) if blob]
    blobs = git.blobs(wanted)

    def fields(change: PathChange) -> tuple[FieldChange, ...]:
        before, after = (plain(blobs[blob]) if blob else {} for blob in (change.old, change.new))
        return compare(before, after)

    return all(fields(ours[path]) == fields(theirs[path]) for path in ours)


def _file(git: Git) -> Path:
    return git.private / "seen.json"
