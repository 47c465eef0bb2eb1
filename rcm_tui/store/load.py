"""Reading a whole plan: every file by itself, so that a bad one never costs the rest."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rcm_tui.locale import _
from rcm_tui.model import ids
from rcm_tui.model.items import Actor, Item, Meeting, PlanInfo
from rcm_tui.model.plan import Plan, Unreadable, with_placeholders
from rcm_tui.model.problems import ADVICE, ERROR, Problem
from rcm_tui.store import paths
from rcm_tui.store.decode import KINDS, Undecodable, decode
from rcm_tui.store.yaml import YamlProblem, parse


@dataclass(frozen=True, slots=True)
class Loaded:
    """One file: what it holds, or why it cannot be used. `value` is an item, meeting, plan or map of actors."""

    path: str
    kind: str
    value: object | None
    problems: tuple[Problem, ...] = ()


Signature = tuple[int, int, int]
"""What tells that a file has changed: modification time in nanoseconds, size in bytes, inode."""


class Shelf:
    """The files of one plan in the work tree, kept between readings: only what changed on disk is read again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._kept: dict[str, tuple[Signature, Loaded]] = {}

    def read(self) -> Plan:
        """The plan as its files are now, with the problems of each file that cannot be used."""
        kept: dict[str, tuple[Signature, Loaded]] = {}
        strays: list[Problem] = []
        for path, entry in _scan(self.root, strays):
            signature = _signature(entry)
            known = self._kept.get(path)
            if known is not None and known[0] == signature:
                kept[path] = known
            else:
                kept[path] = (signature, load_file(path, _read(entry)))
        self._kept = kept
        return assemble([loaded for _signature_, loaded in kept.values()], strays)


def _scan(root: Path, strays: list[Problem]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file of the plan with its path; what does not belong is put down in `strays`."""
    waiting = [(room, root / room) for room in paths.ROOMS]
    while waiting:
        prefix, folder = waiting.pop()
        if not folder.is_dir() or folder.is_symlink():
            continue
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                path = f"{prefix}/{entry.name}"
                if entry.name.startswith("."):
                    continue
                if entry.is_symlink():
                    strays.append(_stray(path, ERROR, "symlink", _("a link is not followed; put the file itself here")))
                elif entry.is_dir():
                    waiting.append((path, folder / entry.name))
                elif entry.name.endswith(paths.SUFFIX):
                    yield path, entry
                else:
                    strays.append(
                        _stray(path, ADVICE, "stray-file", _("not a file of the plan; its name does not end in .yaml"))
                    )


def _stray(path: str, severity: str, code: str, message: str) -> Problem:
    return Problem(path, 1, 1, severity, code, message)


def _signature(entry: os.DirEntry[str]) -> Signature:
    found = entry.stat(follow_symlinks=False)
    return (found.st_mtime_ns, found.st_size, found.st_ino)


def _read(entry: os.DirEntry[str]) -> bytes | Exception:
    from rcm_tui.store.files import read_limited

    try:
        return read_limited(Path(entry.path))
    except (OSError, YamlProblem) as refusal:
        return refusal


def load_files(files: Mapping[str, bytes]) -> Plan:
    """A plan out of the bytes of its files by path: a revision, or a plan that stands nowhere yet."""
    return assemble([load_file(path, data) for path, data in files.items() if path.endswith(paths.SUFFIX)])


def kind_of_file(path: str) -> str:
    """What a file holds by its path: `plan`, `actors`, `meeting`, or the kind of its item; empty if none of them."""
    if path == paths.INFO:
        return "plan"
    if path == paths.ACTORS:
        return "actors"
    if path.startswith(paths.MEETINGS + "/"):
        return "meeting"
    stem = paths.stem(path)
    return ids.kind_of(stem) if ids.is_id(stem) else ""


def load_file(path: str, data: bytes | Exception) -> Loaded:
    """One file by itself. Whatever is wrong with it is told in `problems`, never raised."""
    kind = kind_of_file(path)
    if not kind:
        message = _("the name of the file is no id; an item's file is named by its id, such as HR-4.2.yaml")
        return Loaded(path, "", None, (Problem(path, 1, 1, ERROR, "bad-name", message),))
    try:
        if isinstance(data, Exception):
            raise data
        value = decode(parse(data), KINDS[kind])
    except YamlProblem as problem:
        found = Problem(path, problem.line, problem.column, ERROR, problem.code, problem.message)
        return Loaded(path, kind, None, (found,))
    except Undecodable as refusal:
        assert isinstance(data, bytes)
        return Loaded(path, kind, None, tuple(_placed(path, data, refusal)))
    except OSError as refusal:
        reason = refusal.strerror or str(refusal)
        message = _("cannot be read: {reason}").format(reason=reason)
        return Loaded(path, kind, None, (Problem(path, 1, 1, ERROR, "cannot-read", message),))
    return _in_its_place(Loaded(path, kind, value), data)


def _placed(path: str, data: bytes, refusal: Undecodable) -> Iterator[Problem]:
    from rcm_tui.store.nodes import place, read_nodes

    nodes = read_nodes(data)
    for fault in refusal.faults:
        line, column = place(nodes, fault.path)
        yield Problem(path, line, column, ERROR, fault.code, fault.message)


def _in_its_place(loaded: Loaded, data: bytes) -> Loaded:
    """The same, unless the file does not stand where its id belongs."""
    if not isinstance(loaded.value, Item | Meeting):
        return loaded
    stem = paths.stem(loaded.path)
    if loaded.value.id != stem:
        fault = _("the file is named {name} but holds the id {id}; rename the file or correct the id").format(
            name=stem + paths.SUFFIX, id=loaded.value.id
        )
        return _misplaced(loaded, data, "id-mismatch", fault)
    if isinstance(loaded.value, Meeting):
        right = paths.meeting_path(stem)
    else:
        right = paths.item_path(stem, archived=paths.is_archive_path(loaded.path))
    if loaded.path != right:
        fault = _("{id} belongs at {path}; move the file there").format(id=stem, path=right)
        return _misplaced(loaded, data, "wrong-place", fault)
    return loaded


def _misplaced(loaded: Loaded, data: bytes, code: str, message: str) -> Loaded:
    from rcm_tui.store.nodes import place, read_nodes

    line, column = place(read_nodes(data), ("id",))
    return replace(loaded, value=None, problems=(Problem(loaded.path, line, column, ERROR, code, message),))


def assemble(files: Iterable[Loaded], strays: Iterable[Problem] = ()) -> Plan:
    """A plan out of its files."""
    problems = list(strays)
    items: dict[str, Item] = {}
    item_paths: dict[str, str] = {}
    meetings: dict[str, Meeting] = {}
    unreadable: dict[str, Unreadable] = {}
    info: PlanInfo | None = None
    actors: dict[str, Actor] = {}
    for loaded in files:
        problems.extend(loaded.problems)
        stem = paths.stem(loaded.path)
        match loaded.value:
            case Meeting():
                meetings[stem] = loaded.value
            case PlanInfo():
                info = loaded.value
            case dict():
                actors = loaded.value
            case None:
                if loaded.kind in ids.KINDS:
                    unreadable[stem] = Unreadable(stem, loaded.path, loaded.problems)
            case _:
                assert isinstance(loaded.value, Item)
                if stem in item_paths:
                    twice = _twice(stem, item_paths[stem], loaded.path)
                    problems.append(twice)
                    unreadable[stem] = Unreadable(stem, twice.path, (twice,))
                items[stem] = loaded.value
                item_paths[stem] = loaded.path
    for item_id in unreadable:
        items.pop(item_id, None)
    archived = {item_id for item_id in items if paths.is_archive_path(item_paths[item_id])}
    archived |= {node.id for node in unreadable.values() if paths.is_archive_path(node.path)}
    nodes = {
        item_id: node if node.problems else _missing(node, problems)
        for item_id, node in with_placeholders(items.values(), unreadable.values()).items()
    }
    return Plan(
        info=info or PlanInfo(title={"en": ""}),
        actors=actors,
        items=items,
        archived=frozenset(archived),
        meetings=meetings,
        unreadable=nodes,
        problems=tuple(sorted(problems)),
    )


def _twice(item_id: str, one: str, other: str) -> Problem:
    first, second = sorted((one, other))
    message = _("{id} has two files, {one} and {other}; keep the one that is right and delete the other").format(
        id=item_id, one=first, other=second
    )
    return Problem(second, 1, 1, ERROR, "two-files", message)


def _missing(node: Unreadable, problems: list[Problem]) -> Unreadable:
    path = paths.item_path(node.id)
    message = _("{id} has no file, though others hang on it; put back {path}").format(id=node.id, path=path)
    problem = Problem(path, 1, 1, ERROR, "missing-file", message)
    problems.append(problem)
    return replace(node, path=path, problems=(problem,))
