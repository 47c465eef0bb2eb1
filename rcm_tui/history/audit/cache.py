"""What was audited already, kept under the git directory: an audit goes on from there. It may be deleted any time."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rcm_tui.history.audit.findings import Code, Finding
from rcm_tui.history.audit.walk import Ledger
from rcm_tui.history.git import Git

VERSION = 3
"""Raised when the rules change: what was audited by other rules is audited again."""


def load(git: Git) -> Ledger | None:
    """What the last audit knew; None where there was none, by these rules, that can be read."""
    try:
        kept = json.loads(_file(git).read_text("utf-8"))
        return _ledger(kept) if kept.get("version") == VERSION else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # Only a memory: all is audited again.


def save(git: Git, ledger: Ledger) -> None:
    """Keep what this audit knows. Where the folder may not be written, nothing is kept."""
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
        faults=[Finding(Code(one["code"]), one["commit"], dict(one["facts"])) for one in kept["faults"]],
    )
