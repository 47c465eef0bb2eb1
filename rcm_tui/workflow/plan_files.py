"""Read the files of a plan as they are now, and find how they differ from the last record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rcm_tui.changes.items import ItemChange, Version, change_set, key_of
from rcm_tui.history.git import Git
from rcm_tui.history.recorded import recorded_bytes
from rcm_tui.history.worktree import left_out
from rcm_tui.history.worktree import unrecorded as unrecorded_files
from rcm_tui.i18n import current
from rcm_tui.model import ids
from rcm_tui.model.errors import ERROR, Problem, RcmError
from rcm_tui.model.fieldpath import Path, Value, get
from rcm_tui.model.plan import Plan
from rcm_tui.model.regex import regex
from rcm_tui.model.texts import pick_plain
from rcm_tui.reports.names import Called
from rcm_tui.store import paths
from rcm_tui.store.git_folder import git_folder
from rcm_tui.store.yaml import data_of
from rcm_tui.workflow.view import PlanView


def find_key(view: PlanView, words: str) -> str:
    """Find the item, meeting or shared file named by an id, a path, or words that match one item.

    The whole plan is read only if no file has the id as its name. Raises BadValue where nothing matches.
    """
    words = words.strip()
    if paths.is_shared(words):
        return words
    wanted = words.upper()
    if ids.is_id(wanted) and item_file(view, wanted) is not None:
        return wanted
    if ids.is_member_id(words) and (view.root / paths.meeting_path(words)).is_file():
        return words
    return view.resolve(words)


def item_file(view: PlanView, item_id: str) -> str | None:
    """Find the file of an item, in the plan or the archive; None where there is none."""
    for archived in (False, True):
        path = paths.item_path(item_id, archived=archived)
        if (view.root / path).is_file():
            return path
    return None


def file_of(view: PlanView, key: str) -> str | None:
    """Find the file of an item, meeting or shared file; None where there is none."""
    if ids.is_id(key):
        return item_file(view, key)
    path = key if "/" in key else paths.meeting_path(key)
    return path if (view.root / path).is_file() else None


def places(key: str) -> tuple[str, ...]:
    """List every path that a file may have had under this key."""
    if ids.is_id(key):
        return paths.item_path(key), paths.item_path(key, archived=True)
    return (key if "/" in key else paths.meeting_path(key),)


def data_now(view: PlanView, key: str) -> Mapping[str, Any] | None:
    """Read the plain data of a file as it is now; None where there is none, or it cannot be read."""
    path = file_of(view, key)
    return data_of(view.read_bytes(path)) if path is not None else None


def titles(view: PlanView, codes: Iterable[str]) -> dict[str, str]:
    """Return what items are called, such as `HR  Human Rights`, by id; only their files are read."""
    found = {}
    for code in codes:
        if ids.is_id(code):
            data = data_now(view, code) or {}
            words = pick_plain(data.get("title" if ids.kind_of(code) == ids.SUBJECT else "text"), current())
            found[code] = f"{code}  {words}".rstrip()
    return found


def action_names(view: PlanView, item_id: str) -> Called:
    """Return a function that names the actions of the item's objective; only the objective's file is read."""

    def called(path: Path, code: str) -> str:
        if path != ("actions",) or not ids.is_id(item_id) or ids.kind_of(item_id) not in ids.ACTIVITIES:
            return code
        objective = data_now(view, ids.objective_of(item_id)) or {}
        return pick_plain(get(objective, ("actions", code, "text")), current()) or code

    return called


def content_now(view: PlanView, path: str) -> bytes | None:
    """Read a file as it is now; None where there is none.

    One that cannot be read (a link, no permission, too large) counts as an empty, and so invalid, file.
    """
    if not (view.root / path).is_file():
        return None
    try:
        return view.read_bytes(path)
    except RcmError:
        return b""


def versions(files: Mapping[str, bytes | None]) -> dict[str, Version]:
    """Parse files by path into versions by key; files that do not exist are left out."""
    found = {}
    for path, content in files.items():
        if content is not None:
            found[key_of(path)[0]] = Version(data_of(content), paths.is_archive_path(path))
    return found


class ParsedBlobs:
    """The data of files by the ids of their blobs, each of them read and parsed once; those `known` are not read."""

    def __init__(self, git: Git, known: Mapping[str, bytes] = {}) -> None:
        self._git = git
        self._known = known
        self._data: dict[str, Mapping[str, Value] | None] = {}

    def read(self, blobs: Iterable[str | None]) -> None:
        """Read and parse together those of some blobs that were not yet."""
        new = [blob for blob in blobs if blob and blob not in self._data]
        for blob, content in self._git.blobs(new, self._known).items():
            self._data[blob] = data_of(content)

    def versions(self, blobs: Mapping[str, str | None]) -> dict[str, Version]:
        """Return the versions by key of files by path, whose blobs were read; files that do not exist are left out."""
        return {
            key_of(path)[0]: Version(self._data[blob], paths.is_archive_path(path))
            for path, blob in blobs.items()
            if blob is not None
        }


def unrecorded_paths(view: PlanView) -> tuple[str, ...]:
    """List the YAML files of the plan that differ from the last record."""
    return tuple(
        file.path for file in unrecorded_files(view.git, known=view.known_blob) if file.path.endswith(paths.SUFFIX)
    )


def unrecorded(view: PlanView, touched: Sequence[str] | None = None) -> tuple[ItemChange, ...]:
    """Compare the last record with the files as they are, item by item.

    `touched` are the paths that differ, where they are known.
    """
    touched = unrecorded_paths(view) if touched is None else touched
    if not touched:
        return ()
    now = {path: content_now(view, path) for path in touched}
    return change_set(versions(recorded_bytes(view.git, touched)), versions(now))


def problems(view: PlanView) -> tuple[Problem, ...]:
    """List the problems of all files, errors before advice, each in the order of paths and lines."""
    return checked(view)[1]


def checked(view: PlanView) -> tuple[Plan, tuple[Problem, ...]]:
    """Read and check all files: return the plan as they are now, and their problems, as `problems` lists them."""
    from rcm_tui.store.check import checked
    from rcm_tui.store.git_folder import cache_folder

    found = checked(view.root, cache_folder(view.root))
    known = _but_for_files_kept_out(view, found.problems)
    return found.plan, tuple(sorted(known, key=lambda problem: (problem.severity != ERROR, problem)))


_QUOTED = regex("“([^”/]+)")


def _but_for_files_kept_out(view: PlanView, found: Sequence[Problem]) -> Sequence[Problem]:
    """Leave out what seems to be missing only because a sparse checkout keeps its file out of the work tree."""
    folder = git_folder(view.root)
    if folder is None or not folder.may_be_sparse:
        return found
    kept_out = left_out(view.git)
    names = {paths.stem(path) for path in kept_out}

    def is_kept_out(problem: Problem) -> bool:
        if problem.code == "missing-file":
            return problem.path in kept_out
        if problem.code == "unknown-actor":
            return paths.ACTORS in kept_out
        if problem.code == "unknown-action":
            return ids.parent_of(paths.stem(problem.path)) in names
        named = _QUOTED.search(problem.message) if problem.code.startswith("unknown-") else None
        return named is not None and named[1] in names

    return [problem for problem in found if not is_kept_out(problem)]


def lines_around(view: PlanView, problem: Problem, margin: int = 2) -> tuple[tuple[int, str], ...]:
    """Return the numbered lines of the file around a problem; none where the file cannot be read as text."""
    try:
        text = view.read_bytes(problem.path).decode("utf-8")
    except (RcmError, UnicodeDecodeError):
        return ()  # That the file cannot be read is the problem itself.
    first = max(problem.line - margin, 1)
    shown = text.splitlines()[first - 1 : problem.line + margin]
    return tuple(enumerate(shown, first))
