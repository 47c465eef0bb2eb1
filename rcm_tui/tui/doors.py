"""The commands that lead to another screen or form, from wherever an item is in sight."""

from __future__ import annotations

from typing import Any

from rcm_tui.tui.commands import AnyCommand
from rcm_tui.tui.forms.doors import FORM_DOORS

DOORS: tuple[type[AnyCommand] | Any, ...] = (*FORM_DOORS,)
