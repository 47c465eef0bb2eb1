"""Finding the repository a folder lies in, and saying in a sentence why one cannot be used."""

from __future__ import annotations

from pathlib import Path

from rcm_tui.history.environment import reading_command
from rcm_tui.history.git import NoRepository, UnusableRepository, run
from rcm_tui.i18n import _

_QUESTIONS = (
    "--path-format=absolute",
    "--git-dir",
    "--git-common-dir",
    "--is-bare-repository",
    "--show-object-format",
    "--show-toplevel",
)


def locate(start: Path) -> tuple[Path, Path, Path, str]:
    """Root, git directory, common directory and object format of the repository `start` lies in.

    Raises NoRepository, or UnusableRepository with why; both say what to do.
    """
    folder = _nearest_folder(start)
    _status, out, words = run(reading_command(folder, "rev-parse", *_QUESTIONS))
    lines = out.decode("utf-8", "surrogateescape").splitlines()
    if lines and lines[0].startswith("--path-format"):
        raise UnusableRepository(_("This git is too old; install git 2.31 or newer."))
    if len(lines) == 5 and lines[2] == "false":
        git_dir, common_dir, root = (Path(lines[i]) for i in (0, 1, 4))
        _check_root(root, folder)
        return root, git_dir, common_dir, lines[3]
    if "not a git repository" in words:
        message = _(
            "{folder} is in no git repository. Start a plan with: rcm init {folder}; or see a sample with: rcm demo"
        )
        raise NoRepository(message.format(folder=folder))
    raise UnusableRepository(_why_not(folder, lines, words))


def _nearest_folder(start: Path) -> Path:
    folder = start.absolute()
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return folder


def _check_root(root: Path, folder: Path) -> None:
    """Refuse a repository whose configuration says that its files are somewhere else (`core.worktree`)."""
    if folder.resolve().is_relative_to(root.resolve()) and (root / ".git").exists():
        return
    raise UnusableRepository(
        _(
            "The repository of {folder} says that its files are in {root} (core.worktree); "
            "work in a clone of it instead."
        ).format(folder=folder, root=root)
    )


def _why_not(folder: Path, lines: list[str], words: str) -> str:
    if "dubious ownership" in words:
        return _(
            "The repository at {folder} belongs to another user, so git does not open it. If you trust it: "
            "git config --global --add safe.directory {folder}"
        ).format(folder=_quoted_in(words) or folder)
    if "cannot use bare repository" in words or (len(lines) > 2 and lines[2] == "true"):
        return _("The repository at {folder} is bare: it has no files to work on. Work in a clone of it.").format(
            folder=folder
        )
    if "must be run in a work tree" in words:
        return _("{folder} is inside a repository's git directory; go to the folder that holds the plan.").format(
            folder=folder
        )
    if len(lines) > 5:
        return _("The folder {folder} has a line break in its path; rename it.").format(folder=repr(str(folder)))
    return _("Git cannot use the repository at {folder}: {words}").format(folder=folder, words=words)


def _quoted_in(words: str) -> str:
    """The path git names in `... repository at '/path'`."""
    _before, _quote, rest = words.partition("repository at '")
    return rest.partition("'")[0]
