"""Mistakes that external edits would bring into the record: what `rcm check` finds since the last one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Protocol

from rcm_tui.i18n import _
from rcm_tui.model.errors import ERROR, BadValue, Problem
from rcm_tui.model.items import PlanInfo
from rcm_tui.model.plan import Plan
from rcm_tui.store import paths
from rcm_tui.store.check import checked, faults_of
from rcm_tui.store.files import read_limited
from rcm_tui.store.git_folder import cache_folder
from rcm_tui.store.reader import load_file, with_positions
from rcm_tui.store.yaml import YamlProblem, parse


class Edited(Protocol):
    """A file edited elsewhere. None stands for no file."""

    @property
    def path(self) -> str:
        """Its path in the plan."""

    @property
    def recorded(self) -> bytes | None:
        """As it was recorded last."""

    @property
    def now(self) -> bytes | None:
        """As it is on disk."""

    @property
    def then(self) -> bytes | None:
        """As it is to be recorded."""


def refuse_mistakes(root: Path, edited: Sequence[Edited]) -> list[str]:
    """Refuse edits that bring mistakes with them, and return the hints that they bring. Raises BadValue for mistakes.

    Mistakes in other files count where the edited ones declare something: an actor that an item names, or a field.
    """
    found = list(_new_problems(root, edited))
    if mistakes := [str(problem) for problem in found if problem.severity == ERROR]:
        mistakes.append(_("These edits were not recorded. Correct the files, or drop the edits in the interface."))
        raise BadValue("\n".join(mistakes))
    return [str(problem) for problem in found if any(problem.path == file.path for file in edited)]


def _new_problems(root: Path, edited: Sequence[Edited]) -> Iterator[Problem]:
    """Yield the problems of files as they are to be recorded, which they did not have in the last record."""
    found = checked(root, cache_folder(root))
    recorded = {file.path: file.recorded for file in edited}
    before = _as_recorded(found.plan, recorded)
    by_path = {path: list(those) for path, those in groupby(found.problems, lambda problem: problem.path)}
    for file in edited:
        if file.then != file.now:  # What is on disk is put right, or changed further, by the record.
            by_path[file.path] = list(_problems_of(found.plan, file.path, file.then))
    for path in sorted(by_path):
        if path not in recorded and before is found.plan:
            continue
        had = _problems(before, path, recorded[path] if path in recorded else read_limited(root / path))
        yield from (problem for problem in by_path[path] if (problem.code, problem.message) not in had)


def _problems_of(plan: Plan, path: str, content: bytes | None) -> Iterator[Problem]:
    if content is not None:
        yield from with_positions(path, content, list(faults_of(plan, path, parse(content))))


def _as_recorded(plan: Plan, recorded: Mapping[str, bytes | None]) -> Plan:
    """Return the plan with what its shared files declared in the last record; the same one where none was edited."""
    for path in paths.SHARED_FILES:
        content = recorded.get(path)
        value = load_file(path, content).value if content is not None else None
        if isinstance(value, PlanInfo):
            plan = replace(plan, info=value)
        elif isinstance(value, dict):
            plan = replace(plan, actors=value)
    return plan


def _problems(plan: Plan, path: str, content: bytes | None) -> set[tuple[str, str]]:
    """Return the problems of a file, by code and words, as they do not depend on its lines."""
    if content is None:
        return set()
    try:
        data = parse(content)
    except YamlProblem as problem:
        return {(problem.code, problem.message)}
    return {(problem.code, problem.message) for problem in faults_of(plan, path, data)}
