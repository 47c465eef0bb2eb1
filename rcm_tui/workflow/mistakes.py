"""Mistakes that edits made elsewhere would bring into the record: what `rcm check` finds since the last one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from rcm_tui.i18n import _
from rcm_tui.model.errors import ERROR, BadValue, Problem
from rcm_tui.model.items import PlanInfo
from rcm_tui.model.plan import Plan
from rcm_tui.store import paths
from rcm_tui.store.cache import folder_for
from rcm_tui.store.check import checked, faults_of
from rcm_tui.store.files import read_limited
from rcm_tui.store.reader import load_file
from rcm_tui.store.yaml import YamlProblem, parse


def refuse_mistakes(root: Path, recorded: Mapping[str, bytes | None]) -> list[str]:
    """Refuse edits that bring mistakes with them, and return the hints that they bring. Raises BadValue for mistakes.

    `recorded` has the files edited elsewhere as they were recorded last, None for a new one. Mistakes in other files
    count where the edited ones declare something: an actor that an item names, or a field.
    """
    found = list(_new_problems(root, recorded))
    if mistakes := [str(one) for one in found if one.severity == ERROR]:
        mistakes.append(_("These edits were not recorded. Correct the files, or drop the edits in the interface."))
        raise BadValue("\n".join(mistakes))
    return [str(one) for one in found if one.path in recorded]


def _new_problems(root: Path, recorded: Mapping[str, bytes | None]) -> Iterator[Problem]:
    """Yield the problems that the files on disk have now and did not have in the last record."""
    found = checked(root, folder_for(root))
    before = _as_recorded(found.plan, recorded)
    for path in sorted({one.path for one in found.problems}):
        if path not in recorded and before is found.plan:
            continue
        had = _problems(before, path, recorded[path] if path in recorded else read_limited(root / path))
        for one in found.problems:
            if one.path == path and (one.code, one.message) not in had:
                yield one


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
    return {(one.code, one.message) for one in faults_of(plan, path, data)}
