"""Audit what is not in the records themselves: editions, replaced objects, grafts, a shallow clone, signatures."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from rcm_tui.history.audit.contents import plain
from rcm_tui.history.audit.findings import Code, Finding
from rcm_tui.history.audit.ledger import Ledger
from rcm_tui.history.editions import ADOPTED, editions, ref_of
from rcm_tui.history.environment import log_run, reading_environment
from rcm_tui.history.git import Git, GitError
from rcm_tui.history.log import Record, records
from rcm_tui.history.message import ADOPTS
from rcm_tui.store.paths import meeting_path

_SIGNATURE = (b"\ngpgsig ", b"\ngpgsig-sha256 ")
_SHOWN = 200


def repository_findings(
    git: Git, ledger: Ledger, known: Mapping[str, str], tags: Mapping[str, Sequence[str]]
) -> Iterator[Finding]:
    """Find what is wrong with the repository.

    `known` are the closings that an earlier audit saw, by meeting: records of editions that history must contain.
    `tags` are the editions that it saw, as closing and tag.
    """
    yield from _forged(git)
    seen = {meeting: tag for meeting, (closing, tag) in tags.items() if ledger.closing.get(meeting) == closing}
    history = _History(git, ledger)
    yield from _editions(git, ledger, history, seen)
    yield from _rewritten(git, ledger, history, known)
    yield from _adoptions(git, history)


def _adoptions(git: Git, history: _History) -> Iterator[Finding]:
    """Find tags of adoptions that no record explains or that are on something else, and adoptions without one."""
    tagged = {edition.meeting: edition for edition in editions(git, ADOPTED)}
    recorded = {meeting for record in records(git, naming=ADOPTS) for meeting in record.values(ADOPTS)}
    wanted = {meeting_path(meeting_id): meeting_id for meeting_id in sorted({*tagged, *recorded})}
    head = history.head
    contents = git.contents(head, wanted) if head and wanted else {}
    commits = {edition.meeting: edition.commit for edition in history.editions}
    for path, meeting in wanted.items():
        tag = tagged.get(meeting)
        is_adopted = meeting in recorded and bool(plain(contents.get(path, b"")).get("adopted"))
        facts = {"where": ref_of(git, meeting, ADOPTED), "meeting": meeting}
        if tag is None and is_adopted:
            yield Finding(Code.ADOPTION_MISSING, None, facts)
        elif tag is not None and not (is_adopted and tag.annotated and tag.commit == commits.get(meeting)):
            yield Finding(Code.ADOPTION_DIFFERS, None, facts)


def _forged(git: Git) -> Iterator[Finding]:
    """Find `refs/replace` and grafts, which show another history under true ids; and a shallow clone, which lacks some.

    They are ignored in reading, so the audit sees the true history, but a person's own git shows the other one.
    """
    listed = git.read("for-each-ref", "--format=%(refname)", "refs/replace/").decode("utf-8", "replace")
    for name in listed.split():
        replaced = name.removeprefix("refs/replace/")
        yield Finding(Code.REPLACED, None, {"where": name, "object": replaced})
    grafts = git.common_dir / "info" / "grafts"
    lines = [line for line in _text(grafts).splitlines() if line.strip() and not line.startswith("#")]
    if lines:
        yield Finding(Code.GRAFTED, None, {"where": str(grafts), "lines": "; ".join(lines)[:_SHOWN]})
    if (git.common_dir / "shallow").exists():
        yield Finding(Code.SHALLOW, None, {"where": str(git.common_dir / "shallow")})


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except FileNotFoundError:
        return ""


class _History:
    """Which commits are in the history that is audited, and which are older than its start: each is listed once."""

    def __init__(self, git: Git, ledger: Ledger) -> None:
        self._git = git
        self._ends = {"head": ledger.head, "start": ledger.start}
        self.editions = editions(git)
        self.head = ledger.head

    def has(self, revision: str) -> bool:
        """Return whether a commit, or the commit of a tag, is in the history that is audited."""
        return self._commit(revision) in self._before_head

    def is_before_start(self, revision: str) -> bool:
        """Return whether an edition was made before the trail begins, so that it is not audited."""
        return self._commit(revision) in self._before_start

    def _commit(self, revision: str) -> str | None:
        is_known = revision in self._before_head or revision in self._before_start
        return revision if is_known else self._git.resolve(revision)

    @cached_property
    def _before_head(self) -> frozenset[str]:
        return self._listed("head")

    @cached_property
    def _before_start(self) -> frozenset[str]:
        return self._listed("start")

    def _listed(self, end: str) -> frozenset[str]:
        commit = self._ends[end]
        return frozenset(self._git.read("rev-list", commit).decode("ascii").split()) if commit else frozenset()


def _editions(git: Git, ledger: Ledger, history: _History, seen: Mapping[str, str]) -> Iterator[Finding]:
    by_meeting = {edition.meeting: edition for edition in history.editions}
    noted = {**seen, **dict(ledger.previous.values())}
    for meeting, closing in ledger.closing.items():
        edition = by_meeting.get(meeting)
        facts = {"where": ref_of(git, meeting), "meeting": meeting}
        if edition is None:
            if meeting not in ledger.without_edition:
                yield Finding(Code.EDITION_MISSING, closing, facts)
        elif edition.commit != closing and not history.has(edition.commit):
            yield Finding(Code.EDITION_REBASED, edition.commit, {**facts, "closing": closing[:12]})
        elif edition.commit == closing and not edition.annotated:
            yield Finding(Code.EDITION_NOT_ANNOTATED, closing, facts)
        elif edition.commit != closing or (meeting in noted and edition.tag_object != noted[meeting]):
            yield Finding(Code.EDITION_MOVED, closing, {**facts, "expected": noted.get(meeting, closing)})


def _rewritten(git: Git, ledger: Ledger, history: _History, known: Mapping[str, str]) -> Iterator[Finding]:
    """Find editions that history lacks, known by their tag, from the file of the next meeting or an earlier audit."""
    if git.boundary:
        return  # A shallow clone lacks editions, too; that it is shallow is a finding of its own.
    lost: dict[str, str] = {}
    for edition in history.editions:
        if edition.meeting not in ledger.closing and not history.is_before_start(edition.commit):
            lost[edition.meeting] = edition.commit
    for meeting, commit in known.items():
        if ledger.closing.get(meeting) != commit and not history.has(commit):
            lost.setdefault(meeting, commit)
    for meeting, tag in ledger.previous.values():
        if meeting not in ledger.closing and meeting not in lost and not history.is_before_start(tag):
            lost[meeting] = tag
    for meeting, commit in lost.items():
        facts = {"where": ref_of(git, meeting), "meeting": meeting}
        if history.has(commit):
            yield Finding(Code.EDITION_WITHOUT_CLOSING, commit, facts)
        else:
            yield Finding(Code.REWRITTEN, commit, facts)


# --- signatures


def signed_commits(git: Git, commits: Sequence[str]) -> frozenset[str]:
    """Return the commits that carry a signature, good or not; no program is run to check it."""
    signed = set()
    for commit, (kind, content) in zip(commits, git.objects(commits), strict=True):
        if kind != "commit":
            raise GitError(f"cat-file: {commit} missing")
        header = content.partition(b"\n\n")[0]
        if any(sign in header for sign in _SIGNATURE):
            signed.add(commit)
    return frozenset(signed)


_PROGRAMS = ("gpg.program=gpg", "gpg.openpgp.program=gpg", "gpg.x509.program=gpgsm", "gpg.ssh.program=ssh-keygen")
_BAD, _UNCHECKED = ("B", "R", "N"), ("E",)
"""Git's verdicts: bad, by a revoked key, none although the record has one; and one whose key is not known here."""


def signature_findings(git: Git, records: Iterable[Record], signed: frozenset[str]) -> Iterator[Finding]:
    """Find signatures that are not good. They are checked with the person's own gpg or ssh-keygen, never with a program
    that the repository's configuration names."""
    found = {record.commit: record for record in records if record.commit in signed}
    if not found:
        return
    command = ["git", "--no-pager", "--no-replace-objects", "--no-optional-locks"]
    for setting in (*_PROGRAMS, "core.fsmonitor=false", "core.hooksPath=/dev/null"):
        command += ("-c", setting)
    command += ["-C", str(git.root), "log", "--no-walk=unsorted", "--stdin", "--format=%H %G?"]
    wanted = "".join(commit + "\n" for commit in found).encode("ascii")
    began = time.monotonic()
    done = subprocess.run(command, input=wanted, capture_output=True, env=reading_environment(), cwd="/", check=False)
    log_run(command, done.returncode, began)
    unknown: list[Record] = []
    for line in done.stdout.decode("ascii", "replace").splitlines():
        commit, _space, verdict = line.partition(" ")
        record = found.get(commit)
        if record is None:
            continue
        if verdict in _BAD:
            yield Finding(Code.BAD_SIGNATURE, commit, {"subject": record.subject, "person": record.author})
        elif verdict in _UNCHECKED:
            unknown.append(record)
    if unknown:
        people = ", ".join(sorted({record.author for record in unknown}))
        yield Finding(Code.UNCHECKED_SIGNATURE, None, {"where": "", "count": str(len(unknown)), "people": people})
