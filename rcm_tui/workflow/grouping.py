"""Group the changes between two states by subject, count them, and restrict them to some."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rcm_tui.changes.items import ChangeKind, ItemChange
from rcm_tui.i18n import _
from rcm_tui.model import ids, schema
from rcm_tui.workflow.compare import Comparison
from rcm_tui.workflow.plan_files import data_now, titles

if TYPE_CHECKING:
    from rcm_tui.model.levels import Levels
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.view import PlanView


MEETINGS_GROUP, FILES_GROUP = "meetings", "files"


def restrict(
    comparison: Comparison,
    *,
    within: Sequence[str] = (),
    kinds: Sequence[str] = (),
    whats: Sequence[str] = (),
    actors: Sequence[str] = (),
) -> Comparison:
    """Restrict a comparison to what is asked for; an empty argument does not restrict.

    `within` are ids: of a subject or objective for all below it, of an item (also by the id it had before), a meeting,
    or a file's path. `kinds` are subject, objective, activity, meeting, file; `whats` added, changed and so on;
    `actors` codes that the item names, before or after.
    """

    def wanted(change: ItemChange) -> bool:
        return (
            (not within or any(_is_within(change, place) for place in within))
            and (not kinds or change.kind in kinds)
            and (not whats or change.what.value in whats)
            and (not actors or bool(named_actors(change) & set(actors)))
        )

    return replace(
        comparison,
        changes=tuple(filter(wanted, comparison.changes)),
        same=tuple(filter(wanted, comparison.same)),
    )


def _is_within(change: ItemChange, place: str) -> bool:
    return any(key == place or key.startswith((place + "-", place + ".")) for key in (change.key, change.former) if key)


def named_actors(change: ItemChange) -> frozenset[str]:
    """Collect the actors that an item names before or after: responsible, asked, host, presiding and so on."""
    return frozenset(
        actor
        for version in (change.before, change.after)
        if version is not None and version.data is not None
        for actor in schema.in_use().actors_in(change.kind, version.data)
    )


def group_of(change: ItemChange, levels: Levels) -> str:
    """Return the item of the first level that an item belongs to; `meetings` or `files` for anything else."""
    if ids.is_id(change.key):
        return ids.objective_of(change.key) if levels.is_top_hidden else ids.subject_of(change.key)
    return MEETINGS_GROUP if change.kind == "meeting" else FILES_GROUP


def grouped(comparison: Comparison, numbers: Mapping[str, int], levels: Levels) -> dict[str, tuple[ItemChange, ...]]:
    """Group changes by the items of the first level, in the order of `numbers`; meetings and other files last."""
    groups: dict[str, list[ItemChange]] = {}
    for change in comparison.changes:
        groups.setdefault(group_of(change, levels), []).append(change)
    last = (MEETINGS_GROUP, FILES_GROUP)
    order = sorted(
        groups, key=lambda code: (code in last, code == FILES_GROUP, numbers.get(code, len(numbers) + 1), code)
    )
    return {code: tuple(groups[code]) for code in order}


def subject_numbers(plan: Plan) -> dict[str, int]:
    """Return the place of each subject in the plan's printed order."""
    return {code: place for place, code in enumerate(plan.children())}


def numbers_of_subjects(view: PlanView, changes: Iterable[ItemChange]) -> dict[str, int]:
    """Return the printed numbers of the subjects of changes; only their files are read."""
    found = {}
    levels = view.plan.levels
    for code in {group_of(change, levels) for change in changes}:
        number = (data_now(view, code) or {}).get("number") if ids.is_id(code) else None
        if isinstance(number, int):
            found[code] = number
    return found


def counts(comparison: Comparison, numbers: Mapping[str, int], levels: Levels) -> dict[str, dict[str, int]]:
    """Count the items of each subject that were added, changed and so on: {subject: {what: count}}."""
    found: dict[str, dict[str, int]] = {}
    for name, changes in grouped(comparison, numbers, levels).items():
        tally = found.setdefault(name, {})
        for what in ChangeKind:
            count = sum(change.what is what for change in changes)
            if count:
                tally[what.value] = count
    return found


def group_titles(workspace: PlanView, groups: Iterable[str]) -> dict[str, str]:
    """Return what each group of changes is called: the subject's title, `Meetings`, `The plan as a whole`."""
    codes = list(groups)
    fixed = {MEETINGS_GROUP: _("Meetings"), FILES_GROUP: _("The plan as a whole")}
    return titles(workspace, codes) | {code: name for code, name in fixed.items() if code in codes}
