"""Where `rcm` begins: chooses the language, runs the command that was typed, and answers with an exit status."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence

from rcm_tui import i18n
from rcm_tui.cli import errors, output

_THRESHOLD = 100_000
"""New objects from which on garbage is looked for."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (without the program's name; that of the process by default) and return its exit status."""
    # A plan is many objects that stay; with Python's own threshold, looking for garbage among them takes half the time.
    gc.set_threshold(_THRESHOLD)
    arguments = sys.argv[1:] if arguments is None else arguments
    i18n.use(asked_language(arguments, os.environ))
    output.prepare()
    return errors.guarded(lambda: _run(list(arguments)))


def _run(arguments: list[str]) -> int:
    from rcm_tui.cli.root import rcm

    result = rcm.main(arguments, prog_name="rcm", standalone_mode=False)
    return result if isinstance(result, int) else errors.DONE


def asked_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language of `--lang`, wherever it stands, else the one the environment asks for.

    Looked for before anything is parsed, since help and error messages are made while parsing.
    """
    for place, word in enumerate(arguments):
        if word == "--":
            break
        if word.startswith("--lang="):
            return word.partition("=")[2]
        if word == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1]
    return i18n.preferred(environment)
