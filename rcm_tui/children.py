"""Processes of Python that run a part of this program beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import rcm_tui

NOWHERE = subprocess.DEVNULL
_CALL = "import sys; from {module} import {name}; sys.exit({name}(*sys.argv[1:]))"


def start(
    function: str,
    *arguments: str,
    stdin: int | None = subprocess.DEVNULL,
    stdout: int | IO[bytes] = subprocess.PIPE,
    stderr: int | None = None,
) -> subprocess.Popen[bytes]:
    """Start a process that calls a function, named as `package.module:function`, with these texts.

    It finds the program where this process did, and nothing in the folder in which it is started.
    """
    module, _colon, name = function.partition(":")
    path = (str(Path(rcm_tui.__file__).parents[1]), os.environ.get("PYTHONPATH", ""))
    return subprocess.Popen(
        (sys.executable, "-P", "-c", _CALL.format(module=module, name=name), *arguments),
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, path))},
    )
