"""Where a thing lives: the path of a file follows from its id alone."""

from __future__ import annotations

from rcm_tui.model import ids

PLAN, ARCHIVE, MEETINGS = "plan", "archive", "meetings"
ROOMS = (PLAN, ARCHIVE, MEETINGS)
SUFFIX = ".yaml"
INFO = "plan/plan.yaml"
ACTORS = "plan/actors.yaml"
SHARED_FILES = (INFO, ACTORS)
"""The files under `plan/` that are no items."""


def item_path(item_id: str, *, archived: bool = False) -> str:
    """The file of an item, relative to the root: `plan/HR/HR-4/HR-4.2.yaml`."""
    parts = [ids.subject_of(item_id)]
    if ids.kind_of(item_id) == ids.ACTIVITY:
        parts.append(ids.parent_of(item_id))
    elif ids.kind_of(item_id) == ids.OBJECTIVE:
        parts.append(item_id)
    return "/".join((ARCHIVE if archived else PLAN, *parts, item_id + SUFFIX))


def meeting_path(meeting_id: str) -> str:
    """The file of a meeting, relative to the root."""
    return f"{MEETINGS}/{meeting_id}{SUFFIX}"


def is_archive_path(path: str) -> bool:
    """Whether the file stands in the Archival Plan."""
    return path.startswith(ARCHIVE + "/")


def stem(path: str) -> str:
    """The file's name without its ending: the id it must hold."""
    return path.rpartition("/")[2].removesuffix(SUFFIX)


def twin(path: str) -> str:
    """The same file on the other side of archiving."""
    room, _, rest = path.partition("/")
    return f"{PLAN if room == ARCHIVE else ARCHIVE}/{rest}"
