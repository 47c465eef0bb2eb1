"""Text that a person gives: by an option, through a pipe, in the editor, or typed when asked."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from rcm_tui.cli.output import is_terminal
from rcm_tui.cli.prompts import ask_needed, can_ask
from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.workflow import drafts


def words_given(option: str | None, question: str, missing: str) -> str:
    """The text of an option (`-` reads stdin); without it the editor or a question, at a terminal only.

    `missing` is the usage error where there is nobody to ask.
    """
    if option == "-":
        return from_stdin()
    if option is not None:
        return option
    if not can_ask():
        raise click.UsageError(missing, click.get_current_context(silent=True))
    if drafts.has_own_editor():
        return _from_editor(question)
    return ask_needed(question)


def from_stdin() -> str:
    """All of stdin. Raises BadValue where it is not UTF-8 text."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise BadValue(_("The piped input is not UTF-8 text.")) from None


def is_piped() -> bool:
    """Whether text may come through a pipe or from a file."""
    return not is_terminal(sys.stdin)


def _from_editor(question: str) -> str:
    with tempfile.TemporaryDirectory(prefix="rcm-") as folder:
        path = Path(folder) / "text.txt"
        note = "# " + _("Lines that begin with # are ignored.")
        path.write_text(f"\n# {question}\n{note}\n", encoding="utf-8")
        written = drafts.edit_file(path)
    kept = "\n".join(line for line in written.splitlines() if not line.startswith("#")).strip()
    if not kept:
        raise BadValue(_("The text is empty; nothing was recorded."))
    return kept
