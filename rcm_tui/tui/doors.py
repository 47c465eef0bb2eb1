"""The commands that lead to another screen or form, from wherever an item is in sight."""

from __future__ import annotations

from typing import Any

from rcm_tui.tui.commands import AnyCommand

DOORS: tuple[type[AnyCommand] | Any, ...] = ()
