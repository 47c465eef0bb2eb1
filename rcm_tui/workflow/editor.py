"""The one place that starts the person's editor."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Sequence
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


def has_own_editor() -> bool:
    """Whether the person named an editor."""
    return bool(os.environ.get("VISUAL") or os.environ.get("EDITOR"))


_WITH_PLUS = frozenset(
    {"editor", "vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "joe", "mg", "ne", "kak"}
)
_WITH_COLON = frozenset({"hx", "helix", "subl", "zed"})
_WITH_GOTO = frozenset({"code", "codium"})


def _at_line(words: Sequence[str], path: Path, line: int) -> list[str]:
    """The file as an argument, at a line where the editor is known to take one."""
    program = Path(words[0]).name
    if line > 1 and program in _WITH_PLUS:
        return [f"+{line}", str(path)]
    if line > 1 and program in _WITH_COLON:
        return [f"{path}:{line}"]
    if line > 1 and program in _WITH_GOTO:
        return ["--goto", f"{path}:{line}"]
    return [str(path)]


def edit_file(path: Path, line: int = 1) -> str:
    """Let the person edit a file, from a line on; what it holds afterwards. Raises RcmError where the editor fails."""
    words = command()
    try:
        status = subprocess.run([*words, *_at_line(words, path, line)], check=False).returncode
    except OSError as error:
        raise RcmError(
            _("The editor {editor} could not be started: {reason}").format(editor=words[0], reason=error.strerror)
        ) from error
    if status != 0:
        raise RcmError(_("The editor {editor} ended with an error; nothing was recorded.").format(editor=words[0]))
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise RcmError(_("{path} is not UTF-8; save it as UTF-8. Nothing was recorded.").format(path=path)) from error
