"""How what happened to an item looks: a glyph and the name of a colour role, beside the word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rcm_tui.changes.items import What
from rcm_tui.reports.styles import Look

CHANGE_LOOK: Final[Mapping[What, Look]] = {
    What.ADDED: Look("+", "done"),
    What.REMOVED: Look("-", "broken"),
    What.ARCHIVED: Look("▪", "quiet"),
    What.RESTORED: Look("↶", "moving"),
    What.MOVED: Look("→", "moving"),
    What.CHANGED: Look("~", "waiting"),
    What.SAME: Look("=", "quiet"),
}
