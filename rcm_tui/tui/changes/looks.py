"""How what happened to an item looks: a glyph and the name of a colour role, beside the word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rcm_tui.changes.items import ChangeKind
from rcm_tui.reports.styles import Look

CHANGE_LOOK: Final[Mapping[ChangeKind, Look]] = {
    ChangeKind.ADDED: Look("+", "done"),
    ChangeKind.REMOVED: Look("-", "broken"),
    ChangeKind.ARCHIVED: Look("▪", "quiet"),
    ChangeKind.RESTORED: Look("↶", "moving"),
    ChangeKind.MOVED: Look("→", "moving"),
    ChangeKind.CHANGED: Look("~", "waiting"),
    ChangeKind.SAME: Look("=", "quiet"),
}
