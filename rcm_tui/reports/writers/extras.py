"""The libraries that publications need and the base installation does without."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError

_PACKAGES = {"docx": "python-docx"}


class MissingLibrary(RcmError):
    """A format needs a library that is not installed; the message says how to get it."""


def need(module: str, form: str) -> Any:
    """The module, imported; `form` is the format that needs it. Raises MissingLibrary."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        name = module.partition(".")[0]
        if error.name is None or error.name.partition(".")[0] != name:
            raise
        library = _PACKAGES.get(name, name)
        raise MissingLibrary(
            _(
                "{format} needs the library {library}, which is not installed; get it with: pip install {install}"
            ).format(format=form, library=library, install=library)
        ) from error
