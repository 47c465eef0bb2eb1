"""Remember which files have no problems, so that `rcm check` reads only what is new.

What is found in a file depends on its bytes, on the plan's own file and its actors, and on what it refers to in other
files. A file in which nothing was found is skipped while its bytes and those two files are the same, and everything
that could be referred to then still exists. An item that comes after others is never skipped, for a change to one of
those may close a circle. The memory is one file beside the parse cache, and may be deleted.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from rcm_tui.model import ids
from rcm_tui.model.items import Objective
from rcm_tui.model.lazy import scan
from rcm_tui.model.plan import Plan
from rcm_tui.store import paths, sealed

FILE = "flawless"


class _Memory(msgspec.Struct, array_like=True):
    """What is remembered: what could be referred to, and the blob of each file."""

    names: list[str]
    blobs: dict[str, str]


def recall(folder: Path | None, plan: Plan, blobs: Mapping[str, str]) -> set[str]:
    """Return the paths of the files that need not be checked again; none where nothing can be relied on."""
    memory = _read(folder, _basis(blobs)) if folder is not None else None
    if memory is None or not names(plan).issuperset(memory.names):
        return set()
    return {path for path, blob in memory.blobs.items() if blobs.get(path) == blob}


def may_be_skipped(plan: Plan, path: str) -> bool:
    """Return whether a file in which nothing was found stays so whatever else other files come to hold."""
    return not getattr(plan.items.get(paths.stem(path)), "after", ())


def remember(folder: Path, plan: Plan, blobs: Mapping[str, str], flawless: set[str]) -> None:
    """Write down the files in which nothing was found; a failure to write is ignored."""
    kept = {path: blob for path, blob in blobs.items() if path in flawless}
    content = msgspec.msgpack.encode(_Memory(sorted(names(plan)), kept))
    with contextlib.suppress(OSError):
        sealed.write(folder / FILE, content, _basis(blobs))


def names(plan: Plan) -> set[str]:
    """Return everything that a file may refer to in another: items by every id, actions, meetings and agreements."""
    found = {*plan.items, *plan.unreadable, *plan.formerly}
    for item in scan(plan.items, [item_id for item_id in plan.items if ids.kind_of(item_id) == ids.OBJECTIVE]):
        if isinstance(item, Objective):
            found.update(f"{item.id}/{action.id}" for action in item.actions)
    for meeting in plan.meetings.values():
        found.add(f"{meeting.id}: {meeting.body} {meeting.dates}")
        found.update(f"{meeting.id}/{decision.id}" for _agreement, decision in meeting.decisions())
    return found


def _basis(blobs: Mapping[str, str]) -> str:
    return " ".join(blobs.get(path, "") for path in paths.SHARED_FILES)


def _read(folder: Path, basis: str) -> _Memory | None:
    content = sealed.read(folder / FILE, basis) if sealed.is_own(folder) else None
    try:
        return msgspec.msgpack.decode(content, type=_Memory) if content is not None else None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
