"""What writers of several formats need: reproducible zip packages, and libraries that may not be installed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError

_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""Zip knows no earlier moment."""


def repacked(package: bytes, when: datetime, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """Return the package with some parts replaced (or added), every part dated `when`, in the order of their names.

    The list of content types stays first, where readers look for it.
    """
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        parts = {name: source.read(name) for name in source.namelist()} | dict(replaced or {})
    stamp = max(when.astimezone(UTC), _EARLIEST).timetuple()[:6]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, (stamp[0], stamp[1], stamp[2], stamp[3], stamp[4], stamp[5]))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, parts[name])
    return written.getvalue()


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
            _(
                "{format} needs the library {library}, which is not installed; get it with: pip install {install}"
            ).format(format=form, library=library, install=library)
        ) from error
