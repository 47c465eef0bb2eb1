"""Settling what two programs changed at once: field by field, by the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcm_tui.changes.merge import merge
from rcm_tui.model.fields import Value, put
from rcm_tui.tui.forms.versions import THEIRS, Versions

if TYPE_CHECKING:
    from rcm_tui.tui.forms.form import Form


async def settled(form: Form, now: dict[str, Value]) -> tuple[dict[str, Value], dict[str, Value]] | None:
    """What the form's data becomes in a file that holds `now`, after the person chose among both versions.

    Gives the new base (`now`) and the edited data; None where the person went back.
    """
    merged = merge(form.base, now, form.edited())
    data: dict[str, Value] = merged.data
    for place, clash in enumerate(merged.clashes, 1):
        dialog = Versions(form.label_of(clash.path), clash, place, len(merged.clashes))
        choice = await form.rcm.ask(dialog)
        if choice is None:
            return None
        if choice == THEIRS:
            data = put(data, clash.path, clash.theirs)
    return now, data
