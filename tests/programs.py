"""The programs that some tests need beside Python and git: `@pytest.mark.needs("tmux")`, one name of PROGRAMS or more.

Where one is missing the test is skipped, with the reason; in CI (`CI=true`), which installs them all, it fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from typing import NoReturn

import pytest

SYSTEM_PYTHON = "/usr/bin/python3"
"""The Python that Debian's `python3-uno` is installed for."""

PROGRAMS: Mapping[str, tuple[str, ...]] = {
    "tmux": ("tmux",),
    "browser": ("chromium", "chromium-browser", "google-chrome"),
    "libreoffice": ("soffice",),
    "poppler": ("pdftotext",),
    "ssh": ("ssh-keygen",),
}
"""The executables of each, of which one is enough."""


def program(name: str) -> str | None:
    """Return the path of an executable; None where none is installed."""
    return next((found for executable in PROGRAMS[name] if (found := shutil.which(executable))), None)


@cache
def missing(name: str) -> str:
    """Return why a program cannot be used here; the empty string where it can."""
    if program(name) is None:
        return f"{name} is not installed ({' or '.join(PROGRAMS[name])})"
    if name == "libreoffice" and not _can_import_uno():
        return f"python3-uno is not installed: {SYSTEM_PYTHON} cannot import uno"
    return ""


def _can_import_uno() -> bool:
    try:
        return subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def skip_outside_ci(reason: str) -> NoReturn:
    """Skip the test that is running; fail it in CI, where nothing may be missing."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"skipped in CI: {reason}", pytrace=False)
    pytest.skip(reason)  # noqa: TID251 - the one place
