"""Write a review, minutes or a publication to a file of the person's choice, never over another by mistake."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.reports.writers import WRITERS
from rcm_tui.store import paths
from rcm_tui.store.files import write_atomically

if TYPE_CHECKING:
    from rcm_tui.workflow.publish import Publication

MARKDOWN = (".md", ".markdown")


class FileThere(RcmError):
    """There is a file of that name already; nothing was written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(_("{path} already exists; nothing was written.").format(path=path))


def full_path(name: str) -> Path:
    """Return the file that a name means: from the folder where the program was started, `~` being the person's own."""
    return Path(name.strip()).expanduser().absolute()


def is_markdown(path: Path) -> bool:
    """Return whether Markdown is wanted, by the file's name."""
    return path.suffix.lower() in MARKDOWN


def write_out(path: Path, lines: Iterable[str], *, overwrite: bool = False) -> None:
    """Write the lines into a file, whole or not at all.

    Raises FileThere where there is one and it is not to be overwritten, RcmError where it cannot be written or belongs
    to a plan.
    """
    if path.is_dir():
        raise RcmError(_("{path} is a folder; give the name of a file.").format(path=path))
    if path.exists() and not overwrite:
        raise FileThere(path)
    if not path.parent.is_dir():
        raise RcmError(_("There is no folder {path}.").format(path=path.parent))
    refuse_plan_file(path)
    text = "".join(f"{line}\n" for line in lines)
    try:
        write_atomically(path, text.encode("utf-8", "replace"))
    except OSError as failure:
        raise not_written(path, failure) from failure


def target_of(path: Path, name: str) -> Path:
    """Return the file that is meant: the path, or one of this name in it where it is a folder.

    Raises BadValue where there is no folder for it.
    """
    target = path / name if path.is_dir() else path
    if not target.parent.is_dir():
        raise BadValue(_("There is no folder {path}.").format(path=target.parent))
    return target


def save(publication: Publication, target: Path, *, force: bool = False) -> Path:
    """Write a publication to a file, or into a folder under its own name; the path it was written to.

    Raises RcmError where a file is there already and `force` is not set, or the file belongs to a plan.
    """
    path = target_of(target, publication.name)
    refuse_other_format(path, publication.name.rpartition(".")[2])
    refuse_plan_file(path)
    try:
        if force:
            write_atomically(path, publication.content)
            return path
        # Opened so that nothing which appears in between is lost either.
        with path.open("xb") as file:
            file.write(publication.content)
    except FileExistsError as there:
        raise RcmError(
            _("{path} already exists, and nothing was written; name another file with -o, or add --force.").format(
                path=path
            )
        ) from there
    except OSError as failure:
        raise not_written(path, failure) from failure
    return path


def untracked_words(root: Path, written: Path) -> str:
    """Return the remark on a file that was written into the repository of a plan; empty elsewhere."""
    if not written.resolve().is_relative_to(root.resolve()):
        return ""
    message = _("{path} is in the folder of the plan but no part of it: git will list it as untracked. {advice}")
    advice = _("To keep files elsewhere, name the place with -o.")
    return message.format(path=written.name, advice=advice)


def format_of(path: Path) -> str:
    """Return the format of publications that a file's name stands for; empty where it is that of none."""
    suffix = path.suffix.lower().removeprefix(".")
    return suffix if suffix in WRITERS else ""


def refuse_other_format(path: Path, form: str) -> None:
    """Raise BadValue where the name of a file says that it has another format than it is to have."""
    named = format_of(path)
    if named not in ("", form):
        message = _("The name {path} is for {named}, but the format is {form}; change one of the two.")
        raise BadValue(message.format(path=path.name, named=named, form=form))


def refuse_plan_file(path: Path) -> None:
    """Raise RcmError for a path in the folders of a plan, or in a git directory: nothing is exported there."""
    for folder in path.resolve().parents:
        in_plan = folder.name in paths.FOLDERS and (folder.parent / paths.INFO).is_file()
        if folder.name == ".git" or in_plan:
            message = _("{path} is in {folder}, which holds the plan itself; name a file somewhere else.")
            raise RcmError(message.format(path=path, folder=folder))


def not_written(path: Path, failure: OSError) -> RcmError:
    """Return the error that says that a file cannot be written, and why."""
    return RcmError(_("{path} cannot be written: {reason}.").format(path=path, reason=failure.strerror or failure))
