"""Find files that are valid by themselves but contradict each other, such as after a merge by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.errors import ADVICE, FieldProblem
from rcm_tui.model.items import Activity, Objective, PlanInfo
from rcm_tui.model.lazy import numbers_of
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.plan import Plan
from rcm_tui.model.statuses import Statuses, has_unknown_status
from rcm_tui.model.texts import words
from rcm_tui.store import paths


class Misfit(NamedTuple):
    """A problem, and the file that it is reported in."""

    path: str
    problem: FieldProblem


def misfits(plan: Plan) -> Iterator[Misfit]:
    """Find items and agreements that share a number, agreements recorded twice, and items in the wrong folder."""
    for item_id in plan.items:
        is_archived = plan.is_archived(item_id)
        path = paths.item_path(item_id, archived=is_archived)
        parent = ids.parent_of(item_id)
        if ids.kind_of(item_id) not in (ids.SUBJECT, *plan.levels.shown):
            message = _("the plan has no such level; name it under levels in plan.yaml, or move this item")
            yield Misfit(path, FieldProblem(("id",), "no-level", message))
        if not is_archived and parent and plan.is_archived(parent):
            message = _(
                "{item} is in the archive, but this item below it is not: rcm restore {item}, or archive this too"
            )
            yield Misfit(path, FieldProblem((), "parent-archived", message.format(item=parent), ADVICE))
    numbers = dict(numbers_of(plan.items))
    for parent in ["", *plan.items]:
        seen: dict[int, str] = {}
        for child in plan.current_children(parent):
            if child in numbers:
                other = seen.setdefault(numbers[child], child)
                if other != child:
                    message = _("{item} has this number too; rcm reorder gives each its own").format(item=other)
                    problem = FieldProblem(("number",), "number-twice", message, ADVICE)
                    yield Misfit(paths.item_path(child), problem)
    for meeting in plan.meetings.values():
        for found in _of_meeting(meeting):
            yield Misfit(paths.meeting_path(meeting.id), found)


def _of_meeting(meeting: Meeting) -> Iterator[FieldProblem]:
    numbers: dict[str, str] = {}
    texts: dict[tuple[str, tuple[str, ...]], str] = {}
    for agreement in meeting.agreements:
        place = ("agreements", agreement.id)
        if agreement.number and (other := numbers.setdefault(agreement.number, agreement.id)) != agreement.id:
            message = _("the agreement {other} has the number {number} too").format(
                other=other, number=agreement.number
            )
            yield FieldProblem((*place, "number"), "agreement-number-twice", message, ADVICE)
        for language, text in agreement.text.items():
            other = texts.setdefault((language, words(text)), agreement.id)
            if other != agreement.id and text.strip():
                message = _("the agreement {other} says the same; withdraw one: rcm agreement withdraw {meeting}/{own}")
                phrase = message.format(other=other, meeting=meeting.id, own=agreement.id)
                yield FieldProblem((*place, "text", language), "agreement-twice", phrase, ADVICE)
                break


def lost_statuses(plan: Plan, info: PlanInfo, written: Collection[str]) -> Iterator[str]:
    """Say which items have a status that `info` declares no longer, though they are in none of the files `written`."""
    if info.statuses == plan.info.statuses:
        return
    known = Statuses(info.statuses)
    for item in plan.items.values():
        path = paths.item_path(item.id, archived=plan.is_archived(item.id))
        if isinstance(item, Objective | Activity) and path not in written and has_unknown_status(item, known):
            yield _("{item} has a status that plan.yaml would no longer declare; give it another one first").format(
                item=item.id
            )
