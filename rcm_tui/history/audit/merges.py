"""Audit the commits that join two histories: none may alter or discard what one of them changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rcm_tui.changes.fields import leaves
from rcm_tui.changes.items import key_of
from rcm_tui.changes.questions import ARCHIVED, OTHER, Answer
from rcm_tui.history.audit.contents import formerly, plain
from rcm_tui.history.audit.findings import Code, Finding
from rcm_tui.history.git import Git, PathChange
from rcm_tui.history.joining import NothingInCommon, joining, merge_bases
from rcm_tui.history.log import Record
from rcm_tui.history.message import DECIDED, SYNCHRONISES
from rcm_tui.history.trees import Entry, differing, is_plan_file
from rcm_tui.model import ids
from rcm_tui.model.errors import RcmError
from rcm_tui.model.fieldpath import MISSING, Path, Value, get, same
from rcm_tui.model.texts import first_of
from rcm_tui.store import paths

_MOST = 8
_Leaves = dict[Path, Value]


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
        joined = joining(git, ours, theirs).joined(_decided(git, record), with_open=True)
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
        wrong += [" ".join((question.key, *question.path)) for question in joined.questions]
    if wrong:
        named = list(dict.fromkeys(key_of(path)[0] for path in wrong))
        items = first_of(named, _MOST)
        facts = {"subject": record.subject, "person": record.author, "items": items}
        yield Finding(Code.MERGE_DIFFERS, record.commit, facts)


def discarded(git: Git, record: Record) -> Iterator[Finding]:
    """Find what a merge by git discarded: fields that one side changed, and that are as the other side left them."""
    if len(record.parents) < 2 or record.values(SYNCHRONISES):
        return
    sides = [(record.parents[0], other) for other in record.parents[1:]]
    pairs = [pair for ours, theirs in sides for pair in ((ours, theirs), (theirs, ours))]
    keys = sorted({key for side, other in pairs for key in _discarded(git, record.commit, side, other)})
    if keys:
        items = first_of(keys, _MOST)
        yield Finding(
            Code.MERGE_DISCARDS, record.commit, {"subject": record.subject, "person": record.author, "items": items}
        )


def _discarded(git: Git, merged: str, side: str, other: str) -> Iterator[str]:
    bases = merge_bases(git, side, other)
    if not bases:
        return
    changed = {change.path for change in git.changed_paths(bases[0], side)}
    keys = {key_of(path)[0] for path in changed & {change.path for change in git.changed_paths(side, merged)}}
    moved = _moved(git, bases[0], other)
    there = [_fields(git, version, keys) for version in (side, *bases)]
    here = [_fields(git, version, {moved.get(key, key) for key in keys}) for version in (other, merged)]
    for key in keys:
        mine, *before = (fields.get(key, {}) for fields in there)
        left, made = (fields.get(moved.get(key, key), {}) for fields in here)
        if made and any(_is_discarded(path, mine, before, left, made) for path in {**mine, **before[0]}):
            yield key


def _is_discarded(path: Path, mine: _Leaves, before: list[_Leaves], left: _Leaves, made: _Leaves) -> bool:
    value, untouched, result = (side.get(path, MISSING) for side in (mine, left, made))
    known = [fields.get(path, MISSING) for fields in before]
    is_mine = not any(same(value, other) for other in known) and any(same(untouched, other) for other in known)
    if not is_mine or not same(result, untouched) or same(result, value):
        return False
    if value is not MISSING:
        return True
    # What a side removed as a whole was not discarded where the other side changed something in it.
    whole = next(path[:depth] for depth in range(len(path) + 1) if not any(_is_in(own, path[:depth]) for own in mine))
    return all(same(left.get(place, MISSING), value) for place, value in before[0].items() if _is_in(place, whole))


def _is_in(path: Path, whole: Path) -> bool:
    return path[: len(whole)] == whole


def _moved(git: Git, base: str, rev: str) -> dict[str, str]:
    """Return the new id of each item that was moved since, by the one it had."""
    added = {
        change.path: change.new
        for change in git.changed_paths(base, rev)
        if change.old is None and change.new is not None
    }
    contents = git.blobs(added.values())
    return {former: key_of(path)[0] for path, blob in added.items() for former in formerly(contents[blob])}


def _fields(git: Git, rev: str, keys: set[str]) -> dict[str, _Leaves]:
    """Return the fields of items, meetings and other files of the plan, by their keys."""
    found = git.contents(rev, [path for key in keys for path in _places(key) if is_plan_file(path)])
    return {key_of(path)[0]: dict(leaves(plain(content))) for path, content in found.items()}


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
    """Return whether a file of the plan holds the data that it should, in whatever layout."""
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
    """Read what a person decided: `Decided: KEY PATH ours|theirs|other`, or the id of an item to put others below."""
    found: dict[tuple[str, Path], Answer] = {}
    for value in record.values(DECIDED):
        parts = value.rsplit(" ", 2)
        if len(parts) == 3:
            key, path = parts[0], () if parts[1] == "-" else tuple(parts[1].split("."))
            if path == ARCHIVED and ids.is_id(parts[2]):
                found[key, path] = Answer(OTHER, parts[2])
            else:
                found[key, path] = Answer(parts[2], _held(git, record, key, path) if parts[2] == OTHER else None)
    return found


def _places(key: str) -> list[str]:
    """Return the paths where the file with a key may be."""
    if ids.is_id(key):
        return [paths.item_path(key, archived=archived) for archived in (False, True)]
    return [key if "/" in key else paths.meeting_path(key)]


def _held(git: Git, record: Record, key: str, path: Path) -> object:
    """Return the value that the commit itself has for a field."""
    contents = git.contents(record.commit, _places(key))
    return next((get(plain(content), path) for content in contents.values()), None)
