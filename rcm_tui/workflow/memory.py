"""What the interface remembers from one run to the next, such as its colours: small files in the folder for state."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def _file(name: str) -> Path:
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "rcm" / name


def remembered(name: str) -> str:
    """Return what was kept under a name; empty where nothing was, or it cannot be read."""
    try:
        return _file(name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def remember(name: str, value: str) -> None:
    """Keep a value under a name; where it cannot be kept, it holds for this time."""
    with contextlib.suppress(OSError):
        _file(name).parent.mkdir(parents=True, exist_ok=True)
        _file(name).write_text(value + "\n", encoding="utf-8")
