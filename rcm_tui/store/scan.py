"""Find the files of a plan in the work tree, and what does not belong there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

from rcm_tui.i18n import _
from rcm_tui.model.errors import ADVICE, ERROR, Problem
from rcm_tui.store import paths

_NAME = attrgetter("name")

FoundFile = tuple[str, os.DirEntry[str]]
"""The path of a file, and the file."""


def scan(root: Path, strays: list[Problem]) -> Iterator[FoundFile]:
    """Yield every file of the plan with its path; what does not belong there is added to `strays`."""
    waiting = [(top, f"{root}/{top}") for top in paths.FOLDERS if _is_no_link(root / top, top, strays)]
    while waiting:
        prefix, folder = waiting.pop()
        for entry in _entries(folder, prefix, strays):
            name = entry.name
            path = f"{prefix}/{name}"
            if name.startswith("."):
                continue
            if entry.is_symlink():
                strays.append(stray(path, "symlink", _("a link is not followed; put the file itself here")))
            elif entry.is_dir(follow_symlinks=False):
                waiting.append((path, entry.path))
            elif name.endswith(paths.SUFFIX):
                yield path, entry
            else:
                message = _("not a file of the plan; its name does not end in .yaml")
                strays.append(stray(path, "stray-file", message, ADVICE))


def _is_no_link(folder: Path, path: str, strays: list[Problem]) -> bool:
    if not folder.is_symlink():
        return True
    strays.append(stray(path, "symlink", _("a link is not followed; put the folder itself here")))
    return False


def _entries(folder: str, path: str, strays: list[Problem]) -> list[os.DirEntry[str]]:
    """List a folder by name. One that does not exist counts as empty, one that cannot be read is a problem."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=_NAME)
    except FileNotFoundError:
        return []  # It was not made yet, or another program has just deleted it.
    except OSError as error:
        message = _("cannot be read: {reason}").format(reason=error.strerror or error)
        strays.append(stray(path, "cannot-read", message))
        return []


def stray(path: str, code: str, message: str, severity: str = ERROR) -> Problem:
    """Return a problem with a file or folder as a whole."""
    return Problem(path, 1, 1, severity, code, message)
