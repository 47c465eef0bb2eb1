"""Paths of files: each follows from an id alone."""

from __future__ import annotations

import os
from pathlib import Path

from rcm_tui.model import ids
from rcm_tui.model.regex import regex

PLAN, ARCHIVE, MEETINGS, PROPOSALS = "plan", "archive", "meetings", "proposals"
FOLDERS = (PLAN, ARCHIVE, MEETINGS, PROPOSALS)
SUFFIX = ".yaml"
INFO = "plan/plan.yaml"
ACTORS = "plan/actors.yaml"
SHARED_FILES = (INFO, ACTORS)
"""The files under `plan/` that every plan may have and that are not items; besides them there are those of words."""
_WORDS = regex(r"plan/words\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.yaml")
MAX_BYTES = 2_000_000
"""The size of the largest file that is read. The largest of a real plan has some 30 kB."""


def state_folder() -> Path:
    """Return the folder for what rcm keeps outside all plans, by the XDG base directory specification."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state", "rcm")


def item_path(item_id: str, *, archived: bool = False) -> str:
    """Return the file of an item, relative to the root: `plan/HR/HR-4/HR-4.2.yaml`.

    Everything below an objective lies in its folder, `HR-4.2.1.yaml` too.
    """
    parts = [ids.subject_of(item_id)]
    if ids.kind_of(item_id) != ids.SUBJECT:
        parts.append(ids.objective_of(item_id))
    return "/".join((ARCHIVE if archived else PLAN, *parts, item_id + SUFFIX))


def meeting_path(meeting_id: str) -> str:
    """Return the file of a meeting, relative to the root: `meetings/2006-11-council.yaml`."""
    return f"{MEETINGS}/{meeting_id}{SUFFIX}"


def submission_path(submission_id: str) -> str:
    """Return the file of what a delegation sent, relative to the root: `proposals/2007-05-council-fr-1.yaml`."""
    return f"{PROPOSALS}/{submission_id}{SUFFIX}"


def words_path(language: str) -> str:
    """Return the file with the words of publications in a language, relative to the root: `plan/words.fr.yaml`."""
    return f"{PLAN}/words.{language}{SUFFIX}"


def language_of_words(path: str) -> str:
    """Return the language of a file of words; empty for any other file."""
    found = _WORDS.fullmatch(path) if path.startswith("plan/words.") else None
    return found[1] if found is not None else ""


def is_shared(path: str) -> bool:
    """Return whether a path is of a file under `plan/` that is not an item."""
    return path in SHARED_FILES or bool(language_of_words(path))


def is_archive_path(path: str) -> bool:
    """Return whether the file is of an archived item."""
    return path.startswith(ARCHIVE + "/")


def stem(path: str) -> str:
    """Return the file's name without its suffix: the id it must hold."""
    return path.rpartition("/")[2].removesuffix(SUFFIX)


def twin(path: str) -> str:
    """Return the path the file has after archiving, or for an archived one after restoring."""
    folder, _, rest = path.partition("/")
    return f"{PLAN if folder == ARCHIVE else ARCHIVE}/{rest}"


def kind_of_file(path: str) -> str:
    """Return what a file holds, by its path: `plan`, `actors`, `words`, `meeting`, or an item's kind; else empty."""
    if path == INFO:
        return "plan"
    if path == ACTORS:
        return "actors"
    if path.startswith(MEETINGS + "/"):
        return "meeting"
    if path.startswith(PROPOSALS + "/"):
        return "submission"
    if language_of_words(path):
        return "words"
    name = stem(path)
    return ids.kind_of(name) if ids.is_id(name) else ""
