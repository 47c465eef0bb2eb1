"""Ask a person at a terminal, with the questions on stderr, and read text from an option, a pipe or the editor."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from rcm_tui.cli.errors import is_text, show_message
from rcm_tui.cli.output import is_terminal
from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue


def can_ask() -> bool:
    """Tell whether a person can be asked: stdin and stderr are terminals."""
    return sys.stdin is not None and is_terminal(sys.stdin) and is_terminal(sys.stderr)


def can_edit() -> bool:
    """Tell whether an editor can be used: stdout, too, is a terminal."""
    return can_ask() and is_terminal()


def ask(question: str, default: str = "") -> str:
    """Ask for one line; Enter alone takes the default. Raises EOFError at the end of input."""
    hint = f" [{default}]" if default else ""
    while True:
        show_message(f"{question}{hint}: ", end="")
        try:
            typed = sys.stdin.readline()
        except UnicodeDecodeError:
            typed = "\udcff"
        if not typed:
            raise EOFError
        if is_text(typed):
            return typed.strip() or default
        show_message(_("That was not UTF-8 text; set the terminal to UTF-8, and type it again."))


def ask_needed(question: str) -> str:
    """Ask for one line that is not empty."""
    while not (typed := ask(question)):
        show_message(_("Please type something; Ctrl-C cancels."))
    return typed


def confirm(question: str, *, default: bool = False) -> bool:
    """Ask yes or no; Enter takes the default, which is the safe answer."""
    yes, no = _("y"), _("n")
    choices = f"{yes.upper()}/{no}" if default else f"{yes}/{no.upper()}"
    while True:
        typed = ask(f"{question} [{choices}]").casefold()
        if not typed:
            return default
        if typed.startswith((yes, "y")):
            return True
        if typed.startswith(no):
            return False
        show_message(_("Please type {yes} or {no}.").format(yes=yes, no=no))


def choose(question: str, options: Sequence[str], *, default: int | None = None) -> int:
    """Ask for one of several numbered options and return its index; Enter takes the default, if any."""
    show_message(question)
    for number, option in enumerate(options, 1):
        show_message(f"  {number}  {option}")
    while True:
        typed = ask(_("Number"), "" if default is None else str(default + 1))
        if typed.isdecimal() and 1 <= int(typed) <= len(options):
            return int(typed) - 1
        show_message(_("Please type a number from 1 to {last}.").format(last=len(options)))


def text_given(option: str | None, question: str, missing: str) -> str:
    """Return the text of an option; without one, open the editor or ask, at a terminal only.

    Raises a usage error that says `missing` where there is nobody to ask.
    """
    if option is not None:
        return option
    if not can_ask():
        raise click.UsageError(missing, click.get_current_context(silent=True))
    from rcm_tui.workflow import drafts  # Most commands that ask have no text to edit.

    return _from_editor(question) if can_edit() and drafts.has_own_editor() else ask_needed(question)


def from_stdin() -> str:
    """Read all of stdin, saying first how to end what is typed. Raises BadValue where it is not UTF-8 text."""
    if sys.stdin is None:
        raise BadValue(_("Nothing can be read: standard input is closed."))
    if is_terminal(sys.stdin):
        show_message(_("Type or paste the text; end with Ctrl-D on a line of its own."))
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise BadValue(_("The piped input is not UTF-8 text.")) from None


def _from_editor(question: str) -> str:
    import tempfile  # 4 ms, of every command.

    from rcm_tui.workflow import drafts

    with tempfile.TemporaryDirectory(prefix="rcm-") as folder:
        path = Path(folder) / "text.txt"
        note = "# " + _("Lines that begin with # are ignored.")
        path.write_text(f"\n# {question}\n{note}\n", encoding="utf-8")
        written = drafts.edit_file(path)
    kept = "\n".join(line for line in written.splitlines() if not line.startswith("#")).strip()
    if not kept:
        raise BadValue(_("The text is empty; nothing was recorded."))
    return kept
