"""What an audit knows of the history it has walked, saved under the git directory so that the next one continues.

The file may be deleted at any time; everything is then audited again.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rcm_tui.changes.items import key_of
from rcm_tui.history.audit.findings import Code, Finding
from rcm_tui.history.git import Git, PathChange

VERSION = 6
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
        accounts: The record that accounts for a finding, by the commit of the finding.
        signers: The e-mail addresses of people who have signed a record.
        known: The closings ever seen here, including those of an earlier audit that history no longer contains.
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
    accounts: dict[str, str] = field(default_factory=dict)
    signers: set[str] = field(default_factory=set)
    known: dict[str, str] = field(default_factory=dict)
    redone: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def begin(self, git: Git, commit: str) -> None:
        """Start with the plan as it is at the record where the trail begins."""
        self.start = commit
        for path in git.tree(commit):
            self._put(path)
        self.born.clear()

    def _put(self, path: str) -> None:
        key, kind = key_of(path)
        if kind == "meeting":
            self.meetings.add(key)
        if kind != "file":
            places = self.alive.setdefault(key, [])
            if path not in places:
                places.append(path)

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
    kept: dict[str, Any] = asdict(ledger)
    kept["version"] = VERSION
    kept["meetings"], kept["signers"] = sorted(ledger.meetings), sorted(ledger.signers)
    place = _file(git)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=place.parent, delete=False, encoding="utf-8") as file:
            json.dump(kept, file, ensure_ascii=False, separators=(",", ":"))
        os.replace(file.name, place)  # noqa: PTH105
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
        previous={meeting: (one[0], one[1]) for meeting, one in kept["previous"].items()},
        accounts=dict(kept["accounts"]),
        signers=set(kept["signers"]),
        known=dict(kept["known"]),
        redone=dict(kept["redone"]),
        findings=[Finding(Code(one["code"]), one["commit"], dict(one["facts"])) for one in kept["findings"]],
    )
