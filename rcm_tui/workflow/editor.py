"""The one place that starts the person's editor."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

from rcm_tui.locale import _
from rcm_tui.model.errors import RcmError


def command() -> list[str]:
    """The editor with its arguments: $VISUAL, $EDITOR, else one that is usually there. Raises RcmError."""
    for name in ("VISUAL", "EDITOR"):
        words = shlex.split(os.environ.get(name, ""))
        if words:
            return words
    for usual in ("editor", "nano", "vi"):
        found = shutil.which(usual)
        if found:
            return [found]
    raise RcmError(_("No editor was found; name one in the environment variable EDITOR."))


def edit_file(path: Path) -> str:
    """Let the person edit a file; what it holds afterwards. Raises RcmError where the editor fails."""
    words = command()
    try:
        status = subprocess.run([*words, str(path)], check=False).returncode
    except OSError as error:
        raise RcmError(
            _("The editor {editor} could not be started: {reason}").format(editor=words[0], reason=error.strerror)
        ) from error
    if status != 0:
        raise RcmError(_("The editor {editor} ended with an error; nothing was recorded.").format(editor=words[0]))
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise RcmError(_("{path} is not UTF-8 any more; nothing was recorded.").format(path=path)) from error
