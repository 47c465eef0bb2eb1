"""Writing what a screen shows into a file: asks for the name, and before it overwrites."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rcm_tui.i18n import _

if TYPE_CHECKING:
    from rcm_tui.tui.protocols import Application

Lines = Callable[[bool], Iterable[str]]
"""The lines to be written, in Markdown (True) or as plain text."""


async def write_out(app: Application, heading: str, proposed: str, lines: Lines) -> Path | None:
    """Ask for a name and write there; None where the person left it. Raises RcmError where it cannot be written."""
    from rcm_tui.tui.dialogs.ask import ConfirmDialog, LineDialog
    from rcm_tui.workflow import export

    name: str | None = proposed
    while True:
        about = _("Markdown where the name ends in .md, else plain text. Names count from {folder}.")
        keys = _("Enter writes it, Esc does not")
        folder = export.full_path(".")
        dialog = LineDialog(heading, about.format(folder=folder), label=_("File"), keys=keys, value=name or proposed)
        name = await app.ask(dialog)
        if name is None:
            return None
        path = export.full_path(name)
        made = list(lines(export.is_markdown(path)))
        try:
            export.write_out(path, made)
        except export.FileThere:
            question = _("{path} is there already. What it holds now would be lost.").format(path=path)
            ask = ConfirmDialog(_("Overwrite the file?"), question, yes=_("Overwrite it"), no=_("Choose another name"))
            answer = await app.ask(ask)
            if answer is None:
                return None
            if not answer:
                continue
            export.write_out(path, made, overwrite=True)
        app.toast(_("Written: {path}").format(path=path))
        return path
