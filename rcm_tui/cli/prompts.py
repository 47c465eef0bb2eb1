"""Questions to a person at a terminal, on stderr so that stdout stays what was asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rcm_tui.cli.errors import say
from rcm_tui.cli.output import is_terminal
from rcm_tui.i18n import _


def can_ask() -> bool:
    """Whether a person can be asked: both what they type and what they read are a terminal."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def ask(question: str, default: str = "") -> str:
    """One line typed by the person; the default where they only press Enter. The end of input stops the command."""
    hint = f" [{default}]" if default else ""
    say(f"{question}{hint}: ", end="")
    typed = sys.stdin.readline()
    if not typed:
        raise EOFError
    return typed.strip() or default


def ask_needed(question: str) -> str:
    """One line that may not be empty."""
    while not (typed := ask(question)):
        say(_("Something must be typed here; Ctrl-C stops."))
    return typed


def confirm(question: str, *, default: bool = False) -> bool:
    """Yes or no; Enter takes the default, which is the safe answer."""
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
        say(_("Please type {yes} or {no}.").format(yes=yes, no=no))


def choose(question: str, options: Sequence[str], *, default: int | None = None) -> int:
    """The position of one of several numbered options; Enter takes the default where there is one."""
    say(question)
    for number, option in enumerate(options, 1):
        say(f"  {number}  {option}")
    while True:
        typed = ask(_("Number"), "" if default is None else str(default + 1))
        if typed.isdecimal() and 1 <= int(typed) <= len(options):
            return int(typed) - 1
        say(_("Please type a number from 1 to {last}.").format(last=len(options)))
