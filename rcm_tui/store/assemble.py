"""Build a plan from its files, and again where some of them have changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.errors import ERROR, Problem
from rcm_tui.model.items import PlanInfo
from rcm_tui.model.lazy import LazyItems
from rcm_tui.model.plan import Plan, Unreadable
from rcm_tui.store import paths
from rcm_tui.store.cache import CacheEntry
from rcm_tui.store.paths import kind_of_file

NO_INFO = PlanInfo(title={"en": ""})
"""What a plan without `plan.yaml` declares."""


class Loaded(NamedTuple):
    """One file: its contents (an item, a meeting, the plan's file or a map of actors), or the problems with it."""

    path: str
    kind: str
    value: object | None
    problems: tuple[Problem, ...] = ()


_EMPTY = Plan(NO_INFO, {}, LazyItems({}), frozenset(), {})


class _Contents:
    """The contents of a plan's files: of the kinds that there are several of by their ids, of the others by kind."""

    def __init__(self, plan: Plan = _EMPTY) -> None:
        assert isinstance(plan.items, LazyItems)
        self.items = dict(plan.items.references)
        self.archived = set(plan.archived)
        self.several: dict[str, dict[str, Any]] = {
            **dict.fromkeys(ids.KINDS, self.items),
            "meeting": dict(plan.meetings),
            "submission": dict(plan.submissions),
            "words": dict(plan.words),
        }
        self.shared: dict[str, Any] = {"plan": plan.info, "actors": plan.actors}

    def put(self, path: str, kind: str, value: object) -> None:
        """Put in what a file holds now."""
        if kind not in self.several:
            self.shared[kind] = value
            return
        key = paths.stem(path) if kind != "words" else paths.language_of_words(path)
        self.several[kind][key] = value
        if kind in ids.KINDS:
            (self.archived.add if paths.is_archive_path(path) else self.archived.discard)(key)

    def remove(self, path: str, kind: str) -> None:
        """Take out what a file held that is gone, one of a kind of which there are several."""
        self.several[kind].pop(paths.stem(path), None)
        self.archived.discard(paths.stem(path))

    def fields(self) -> dict[str, Any]:
        """Return the fields of a plan with these contents."""
        return {
            "info": self.shared["plan"],
            "actors": self.shared["actors"],
            "items": LazyItems(self.items),
            "archived": frozenset(self.archived),
            "meetings": self.several["meeting"],
            "submissions": self.several["submission"],
            "words": self.several["words"],
        }


def assemble(files: Iterable[Loaded], strays: Iterable[Problem] = ()) -> Plan:
    """Make a plan from its files, and the problems of files and folders that are not part of it."""
    problems = list(strays)
    contents = _Contents()
    item_paths: dict[str, str] = {}
    unreadable: dict[str, Unreadable] = {}
    for path, kind, value, found in files:
        problems.extend(found)
        if kind in ids.KINDS:
            stem = paths.stem(path)
            if value is None:
                unreadable[stem] = Unreadable(stem, path, found)
                continue
            if stem in item_paths:
                twice = _twice(stem, item_paths[stem], path)
                problems.append(twice)
                unreadable[stem] = Unreadable(stem, twice.path, (twice,))
            item_paths[stem] = path
        if value is not None:
            contents.put(path, kind, value)
    for item_id, node in unreadable.items():
        contents.remove(node.path, ids.kind_of(item_id))
        if paths.is_archive_path(node.path):
            contents.archived.add(item_id)
    nodes = {
        item_id: node if node.problems else _missing(node, problems)
        for item_id, node in _with_placeholders(contents.items, unreadable.values()).items()
    }
    return Plan(**contents.fields(), unreadable=nodes, problems=tuple(sorted(problems)))


def with_changed(
    plan: Plan, changed: Mapping[str, CacheEntry | None], entries: Mapping[str, CacheEntry]
) -> Plan | None:
    """Return the plan after these files changed (None: was deleted), or None where it must be assembled anew.

    That is so where an item is in the plan and in the archive, a shared file is gone, words of publications changed, or
    an item has no parent.
    """
    contents = _Contents(plan)
    for path, entry in sorted(changed.items(), key=lambda pair: pair[1] is not None):  # Deletions come first.
        kind = kind_of_file(path)
        if kind == "words" or (entry is None and kind not in contents.several):
            return None
        if entry is None:
            contents.remove(path, kind)
        elif kind in ids.KINDS and paths.twin(path) in entries:
            return None
        else:
            contents.put(path, kind, entry.value)
    stems = {paths.stem(path) for path in changed}
    parents = {ids.parent_of(stem) for stem in stems if stem in contents.items}
    without = {stem for stem in stems if stem not in contents.items and ids.is_id(stem) and plan.children(stem)}
    if without or not all(parent in contents.items for parent in parents if parent):
        return None
    new = replace(plan, **contents.fields())
    was, now = plan.items, new.items
    assert isinstance(was, LazyItems) and isinstance(now, LazyItems)
    same_order = all(
        entry is not None and (stem := paths.stem(path)) in was and was.number(stem) == now.number(stem)
        for path, entry in changed.items()
        if kind_of_file(path) in ids.KINDS
    )
    return new.ordered_as(plan) if same_order else new


def _twice(item_id: str, path: str, other: str) -> Problem:
    first, second = sorted((path, other))
    message = _("{id} has two files, {one} and {other}; keep the one that is right and delete the other").format(
        id=item_id, one=first, other=second
    )
    return Problem(second, 1, 1, ERROR, "two-files", message)


def _missing(node: Unreadable, problems: list[Problem]) -> Unreadable:
    path = paths.item_path(node.id)
    message = _("{id} has no file, although other items are below it; restore {path}").format(id=node.id, path=path)
    problem = Problem(path, 1, 1, ERROR, "missing-file", message)
    problems.append(problem)
    return replace(node, path=path, problems=(problem,))


def _with_placeholders(items: Iterable[str], unreadable: Iterable[Unreadable]) -> dict[str, Unreadable]:
    """Return the unreadable nodes by id, with one more for each parent that has no file although it has children."""
    nodes = {node.id: node for node in unreadable}
    known = {*items, *nodes}
    waiting = sorted({ids.parent_of(child) for child in known})
    while waiting:
        parent = waiting.pop()
        if parent and parent not in known:
            nodes[parent] = Unreadable(parent, "", ())
            known.add(parent)
            waiting.append(ids.parent_of(parent))
    return nodes
