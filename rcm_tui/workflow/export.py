"""Writing a review or minutes into a file of the person's choice, never over one that is there by mistake."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError

MARKDOWN = (".md", ".markdown")


class FileThere(RcmError):
    """There is a file of that name already; nothing was written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(_("{path} is there already; nothing was written.").format(path=path))


def full_path(name: str) -> Path:
    """The file that a name means: from the folder where the program was started, `~` being the person's own."""
    return Path(name.strip()).expanduser().absolute()


def is_markdown(path: Path) -> bool:
    """Whether Markdown is wanted, by the file's name."""
    return path.suffix.lower() in MARKDOWN


def write_out(path: Path, lines: Iterable[str], *, overwrite: bool = False) -> None:
    """Write the lines into a file, whole or not at all.

    Raises FileThere where there is one and it is not to be overwritten, RcmError where it cannot be written.
    """
    from rcm_tui.store.files import write_atomically

    if path.is_dir():
        raise RcmError(_("{path} is a folder; give the name of a file.").format(path=path))
    if path.exists() and not overwrite:
        raise FileThere(path)
    if not path.parent.is_dir():
        raise RcmError(_("There is no folder {path}.").format(path=path.parent))
    text = "".join(f"{line}\n" for line in lines)
    try:
        write_atomically(path, text.encode("utf-8", "replace"))
    except OSError as failure:
        said = _("{path} cannot be written: {reason}.")
        raise RcmError(said.format(path=path, reason=failure.strerror or failure)) from failure
