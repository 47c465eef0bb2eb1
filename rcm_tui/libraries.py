"""Libraries of the extra `publish`, which may not be installed."""

from __future__ import annotations

import shlex
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError

_PACKAGES = {"docx": "python-docx"}


class MissingLibrary(RcmError):
    """A format needs a library that is not installed; the message says how to get it."""


def need(module: str, form: str) -> Any:
    """Return the module, imported; `form` is the format that needs it. Raises MissingLibrary."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        name = module.partition(".")[0]
        if error.name is None or error.name.partition(".")[0] != name:
            raise
        library = _PACKAGES.get(name, name)
        raise MissingLibrary(
            _("{format} needs the library {library}, which is not installed; get it with: {command}").format(
                format=form, library=library, command=install_command(library, sys.executable)
            )
        ) from error


def install_command(library: str, python: str) -> str:
    """Return the command that adds a library to the environment of a Python: that of pipx, of uv, or any other."""
    environment = Path(python).parts
    if "pipx" in environment:
        return f"pipx inject rcm-tui {library}"
    if find_spec("pip") is None:  # As in the environments that uv makes, for tools too.
        return f"uv pip install --python {shlex.quote(python)} {library}"
    return f"{shlex.quote(python)} -m pip install {library}"
