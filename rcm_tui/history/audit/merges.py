"""Audit the commits that join two histories: what `rcm sync` made of them must come out again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rcm_tui.changes.items import key_of
from rcm_tui.changes.questions import OTHER, Answer
from rcm_tui.history.audit.contents import plain
from rcm_tui.history.audit.findings import Code, Finding
from rcm_tui.history.git import Git, PathChange
from rcm_tui.history.joining import Entry, NothingInCommon, differing, is_plan_file, join
from rcm_tui.history.log import Record
from rcm_tui.history.message import DECIDED, SYNCHRONISES
from rcm_tui.model import ids
from rcm_tui.model.errors import RcmError
from rcm_tui.model.fieldpath import Path, get, same
from rcm_tui.store import paths

_MOST = 8


def synchronised(git: Git, record: Record) -> Iterator[Finding]:
    """Join the parents of a commit of `rcm sync` again, and find what differs from what it holds.

    Files are compared by their data, so that one written in another layout is no finding. A field that the commit says
    was decided is as the side that it names, or for a third value as the commit has it.
    """
    if not record.values(SYNCHRONISES) or len(record.parents) != 2:
        return
    ours, theirs = record.parents
    there = {path: both[1] for path, both in differing(git, theirs, record.commit)}
    try:
        joined = join(git, ours, theirs, _decided(git, record))
    except (NothingInCommon, RcmError):
        wrong = sorted(there)
    else:
        expected = joined.files
        wrong = [
            path
            for path in sorted({*there, *expected})
            if there.get(path, ...) != expected.get(path, ...)
            and not _alike(git, record, path, expected, joined.contents)
        ]
        wrong += [" ".join((one.key, *one.path)) for one in joined.questions]
    if wrong:
        named = list(dict.fromkeys(key_of(path)[0] for path in wrong))
        items = ", ".join(named[:_MOST]) + (" …" if len(named) > _MOST else "")
        facts = {"subject": record.subject, "person": record.author, "items": items}
        yield Finding(Code.MERGE_DIFFERS, record.commit, facts)


def removed(git: Git, record: Record) -> Iterator[PathChange]:
    """Yield the files that a commit of `rcm sync` deletes, which it lists as changed only where both sides had them."""
    if record.values(SYNCHRONISES):
        for parent in record.parents:
            for path, (old, new) in differing(git, parent, record.commit):
                if old is not None and new is None:
                    yield PathChange(path, old.blob, None)


def _alike(
    git: Git,
    record: Record,
    path: str,
    expected: Mapping[str, Entry | None],
    contents: Mapping[str, bytes],
) -> bool:
    """Return whether a file of the plan holds the data that it should, be it written in another layout."""
    if not is_plan_file(path):
        return False
    held = git.contents(record.commit, [path]).get(path)
    if path in expected:
        entry = expected[path]
        wanted = None if entry is None else contents.get(entry.blob) or git.blobs([entry.blob])[entry.blob]
    else:
        wanted = git.contents(record.parents[1], [path]).get(path)
    if held is None or wanted is None:
        return held is wanted
    return held == wanted or (bool(plain(held)) and same(plain(held), plain(wanted)))


def _decided(git: Git, record: Record) -> dict[tuple[str, Path], Answer]:
    """Read what a person decided: `Decided: KEY PATH ours|theirs|other`."""
    found = {}
    for value in record.values(DECIDED):
        parts = value.rsplit(" ", 2)
        if len(parts) == 3:
            key, path = parts[0], () if parts[1] == "-" else tuple(parts[1].split("."))
            third = _held(git, record, key, path) if parts[2] == OTHER else None
            found[key, path] = Answer(parts[2], third)
    return found


def _held(git: Git, record: Record, key: str, path: Path) -> object:
    """Return the value that the commit itself has for a field."""
    is_item = ids.is_id(key)
    places = (
        [paths.item_path(key, archived=archived) for archived in (False, True)]
        if is_item
        else [key if "/" in key else paths.meeting_path(key)]
    )
    contents = git.contents(record.commit, places)
    return next((get(plain(content), path) for content in contents.values()), None)
