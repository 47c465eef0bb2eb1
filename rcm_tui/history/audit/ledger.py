"""What an audit knows of the history it has walked, saved under the git directory so that the next one continues.

The file may be deleted at any time; everything is then audited again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rcm_tui.changes.items import MEETING, key_of
from rcm_tui.history.audit.contents import plain
from rcm_tui.history.audit.findings import Code, Finding
from rcm_tui.history.git import Git, PathChange
from rcm_tui.model.dates import days_of
from rcm_tui.model.states import MeetingStatus
from rcm_tui.store.files import write_atomically
from rcm_tui.store.paths import INFO, MEETINGS, stem

VERSION = 7
"""The version of the rules and of this file: what was audited by other rules is audited again."""


@dataclass
class Ledger:
    """What is known after a walk, from all records up to `head`.

    Attributes:
        start: The record with which the trail begins.
        head: The last record that was audited.
        alive: The files of each item and meeting that exists, by id.
        gone: The last blob of each that no longer exists, by id.
        born: The record that added each since the start, by id.
        meetings: The ids of all meetings.
        closing: The record that closed each meeting.
        previous: The edition before, as the file of each closed meeting names it: (meeting, tag object).
        without_edition: The meetings that closed without an edition, as their files say.
        held: The first day of each closed meeting whose edition the plan holds (ISO 8601).
        bodies: What the meetings of each body do to the plan, where plan.yaml says so.
        accounts: The record that accounts for a finding, by the commit of the finding.
        signers: The e-mail addresses of people who have signed a record.
        redone: For a closing that was undone and made again, the first one.
        findings: What was found, whether accounted for or not.
    """

    start: str | None = None
    head: str | None = None
    alive: dict[str, list[str]] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    born: dict[str, str] = field(default_factory=dict)
    meetings: set[str] = field(default_factory=set)
    closing: dict[str, str] = field(default_factory=dict)
    previous: dict[str, tuple[str, str]] = field(default_factory=dict)
    without_edition: set[str] = field(default_factory=set)
    held: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    signers: set[str] = field(default_factory=set)
    redone: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def begin(self, git: Git, commit: str, keys: Collection[str] | None = None) -> None:
        """Start with the plan as it is at the record where the trail begins; with `keys`, of its items only these."""
        self.start = commit
        tree = git.tree(commit)
        if keys is not None:
            folder = MEETINGS + "/"
            tree = {path: tree[path] for path in tree if path == INFO or path.startswith(folder) or stem(path) in keys}
        known = {path: blob for path, (_mode, blob) in tree.items() if self._put(path) == MEETING or path == INFO}
        self.born.clear()
        blobs = git.blobs(known.values())
        for path in sorted(known, key=lambda path: path != INFO):  # The bodies come first.
            self.read(path, blobs[known[path]])

    def read(self, path: str, content: bytes) -> None:
        """Note from plan.yaml which bodies make editions, and from the file of a meeting whether it has one."""
        if path == INFO:
            bodies = plain(content).get("bodies")
            known = bodies.items() if isinstance(bodies, Mapping) else ()
            declared = {str(code): facts.get("edition") for code, facts in known if isinstance(facts, Mapping)}
            self.bodies = {code: str(edition) for code, edition in declared.items() if edition}
            return
        key = key_of(path)[0]
        self.held.pop(key, None)
        self.without_edition.discard(key)
        meeting = plain(content) if b"closed" in content else {}
        if meeting.get("status") != MeetingStatus.CLOSED:
            return
        first, _last = days_of(str(meeting.get("dates") or ""))
        if meeting.get("no_edition"):
            self.without_edition.add(key)
        elif first is not None and self.makes_editions(str(meeting.get("body"))):
            self.held[key] = first.isoformat()

    def makes_editions(self, body: str) -> bool:
        """Return whether the meetings of a body make editions: all do, where plan.yaml says it of none."""
        return not self.bodies or body in self.bodies

    def _put(self, path: str) -> str:
        """Note where a file is, and return its kind."""
        key, kind = key_of(path)
        if kind == "meeting":
            self.meetings.add(key)
        if kind != "file":
            places = self.alive.setdefault(key, [])
            if path not in places:
                places.append(path)
        return kind

    def put(self, change: PathChange) -> None:
        """Note a file as a record leaves it."""
        key, kind = key_of(change.path)
        if change.new is not None:
            if change.old is None:  # An edit on one side of a merge does not restore what the other side deleted.
                self._put(change.path)
            return
        places = self.alive.get(key, [])
        if kind == "file" or change.path not in places:
            return
        places.remove(change.path)
        if not places:
            del self.alive[key]
            self.gone[key] = change.old or ""


def load(git: Git) -> Ledger | None:
    """Return what the last audit knew; None where there was none by these rules, or its file cannot be read."""
    try:
        kept = json.loads(_file(git).read_text("utf-8"))
        return _ledger(kept) if kept.get("version") == VERSION else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def save(git: Git, ledger: Ledger) -> None:
    """Save what this audit knows; where the folder cannot be written, nothing is saved."""
    kept: dict[str, Any] = {**vars(ledger), "findings": [*map(asdict, ledger.findings)], "version": VERSION}
    kept |= {name: sorted(kept[name]) for name in ("meetings", "signers", "without_edition")}
    content = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()
    try:
        write_atomically(_file(git), content, durable=False)
    except OSError:
        return


def _file(git: Git) -> Path:
    return git.private / "audited.json"


def _ledger(kept: Mapping[str, Any]) -> Ledger:
    return Ledger(
        start=kept["start"],
        head=kept["head"],
        alive=dict(kept["alive"]),
        gone=dict(kept["gone"]),
        born=dict(kept["born"]),
        meetings=set(kept["meetings"]),
        closing=dict(kept["closing"]),
        previous={meeting: (pair[0], pair[1]) for meeting, pair in kept["previous"].items()},
        without_edition=set(kept["without_edition"]),
        held=dict(kept["held"]),
        bodies=dict(kept["bodies"]),
        accounts=dict(kept["accounts"]),
        signers=set(kept["signers"]),
        redone=dict(kept["redone"]),
        findings=[
            Finding(Code(finding["code"]), finding["commit"], dict(finding["facts"])) for finding in kept["findings"]
        ],
    )
