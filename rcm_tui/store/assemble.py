"""Make a plan of its files, and again where some of them have changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.errors import ERROR, Problem
from rcm_tui.model.items import Item, PlanInfo
from rcm_tui.model.lazy import ItemReference, LazyItems
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.plan import Plan, Unreadable
from rcm_tui.model.proposals import Submission
from rcm_tui.model.words import WordsFile
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


def assemble(files: Iterable[Loaded], strays: Iterable[Problem] = ()) -> Plan:
    """Make a plan from its files, and the problems of files and folders that are not part of it."""
    problems = list(strays)
    items: dict[str, Item | ItemReference] = {}
    item_paths: dict[str, str] = {}
    archived: set[str] = set()
    meetings: dict[str, Meeting] = {}
    unreadable: dict[str, Unreadable] = {}
    submissions: dict[str, Submission] = {}
    shared: dict[str, object] = {}
    words: dict[str, WordsFile] = {}
    for path, kind, value, found in files:
        problems.extend(found)
        if kind in ids.KINDS:
            stem = paths.stem(path)
            if paths.is_archive_path(path):
                archived.add(stem)
            if value is None:
                unreadable[stem] = Unreadable(stem, path, found)
                continue
            if stem in item_paths:
                twice = _twice(stem, item_paths[stem], path)
                problems.append(twice)
                unreadable[stem] = Unreadable(stem, twice.path, (twice,))
            items[stem] = value  # type: ignore[assignment] # what the kind says
            item_paths[stem] = path
        elif value is not None and kind == "meeting":
            meetings[paths.stem(path)] = value  # type: ignore[assignment]
        elif isinstance(value, Submission):
            submissions[paths.stem(path)] = value
        elif isinstance(value, WordsFile):
            words[paths.language_of_words(path)] = value
        elif value is not None:
            shared[kind] = value
    for item_id, node in unreadable.items():
        items.pop(item_id, None)
        archived.discard(item_id)
        if paths.is_archive_path(node.path):
            archived.add(item_id)
    nodes = {
        item_id: node if node.problems else _missing(node, problems)
        for item_id, node in _with_placeholders(items, unreadable.values()).items()
    }
    return Plan(
        info=shared.get("plan") or NO_INFO,  # type: ignore[arg-type]
        actors=shared.get("actors", {}),  # type: ignore[arg-type]
        items=LazyItems(items),
        archived=frozenset(archived),
        meetings=meetings,
        unreadable=nodes,
        problems=tuple(sorted(problems)),
        submissions=submissions,
        words=words,
    )


def with_changed(
    plan: Plan, changed: Mapping[str, CacheEntry | None], entries: Mapping[str, CacheEntry]
) -> Plan | None:
    """Return the plan after these files changed (None: was deleted), or None where it must be assembled anew.

    That is so where an item is in the plan and in the archive, a shared file is gone, words of publications changed, or
    an item has no parent.
    """
    items = dict(plan.items.references) if isinstance(plan.items, LazyItems) else {}
    archived, meetings, submissions = set(plan.archived), dict(plan.meetings), dict(plan.submissions)
    info, actors = plan.info, plan.actors
    same_order = True
    for path, entry in sorted(changed.items(), key=lambda pair: pair[1] is not None):  # Deletions come first.
        stem, kind = paths.stem(path), kind_of_file(path)
        if kind in ids.KINDS:
            if entry is not None and paths.twin(path) in entries:
                return None
            archived.discard(stem)
            if entry is None:
                items.pop(stem, None)
            else:
                items[stem] = entry.value  # type: ignore[assignment] # what the kind says
                archived |= {stem} if paths.is_archive_path(path) else set()
            number = plan.items.number(stem) if isinstance(plan.items, LazyItems) and stem in plan.items else None
            now = LazyItems({stem: items[stem]}).number(stem) if stem in items else None
            same_order = same_order and entry is not None and now == number
        elif kind == "meeting" and entry is not None:
            meetings[stem] = entry.value  # type: ignore[assignment]
        elif kind == "meeting":
            meetings.pop(stem, None)
        elif kind == "submission" and entry is not None:
            submissions[stem] = entry.value  # type: ignore[assignment]
        elif kind == "submission":
            submissions.pop(stem, None)
        elif entry is None or kind == "words":
            return None
        elif kind == "plan":
            info = entry.value  # type: ignore[assignment]
        else:
            actors = entry.value  # type: ignore[assignment]
    stems = {paths.stem(path) for path in changed}
    parents = {ids.parent_of(stem) for stem in stems if stem in items}
    without = {stem for stem in stems if stem not in items and ids.is_id(stem) and plan.children(stem)}
    if without or not all(parent in items for parent in parents if parent):
        return None
    new = replace(
        plan,
        info=info,
        actors=actors,
        items=LazyItems(items),
        archived=frozenset(archived),
        meetings=meetings,
        submissions=submissions,
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
