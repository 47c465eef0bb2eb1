"""Archive items that are over, restore archived ones, and list what the archive rule proposes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from rcm_tui.history.log import records
from rcm_tui.i18n import N_, _, ngettext, translator
from rcm_tui.model import ids
from rcm_tui.model.archive_rule import Due, carried_out, due_for_archive, undated
from rcm_tui.model.dates import describe, describe_period, parse, parse_period
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.model.fieldpath import get
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.items import Activity
from rcm_tui.model.lazy import scan
from rcm_tui.model.rules import MEETING, day_of
from rcm_tui.reports.names import localized
from rcm_tui.reports.styles import status_word
from rcm_tui.store import paths
from rcm_tui.workflow.change import BETWEEN_MEETINGS, Change, Confirmation, NothingToRecord, Target
from rcm_tui.workflow.plan_files import places
from rcm_tui.workflow.trail import meanings

if TYPE_CHECKING:
    from rcm_tui.changes.items import ItemChange
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.view import PlanView
    from rcm_tui.workflow.workspace import Workspace

_MANY = 200
"""The number of paths from which git lists the records of the whole plan instead."""


_BY_RULE = N_("By the archive rule: carried out more than {period} before {day}.")


def archive(workspace: Workspace, item_ids: Sequence[str], reason: str = "", *, by_rule: bool = False) -> Change:
    """Move items to the Archival Plan, each with everything below it, in one record.

    With `by_rule` they go by the plan's archive rule, which their files and the record then say. Activities
    below that are not over are asked about. Subjects are not archived. Raises BadValue naming what cannot be,
    NothingToRecord where all are archived already.
    """
    for item_id in item_ids:
        if ids.kind_of(item_id) == ids.SUBJECT:
            raise BadValue(_("{id} is a subject; archive its objectives or activities instead.").format(id=item_id))
    chosen = [child for child in _with_children(workspace, item_ids) if not workspace.plan.is_archived(child)]
    if not chosen:
        raise NothingToRecord
    note = {"date": workspace.on.isoformat()}
    if workspace.meeting is not None:
        note["meeting"] = workspace.meeting
    if by_rule:
        _require_due(workspace, chosen)
        note["rule"] = workspace.plan.info.archive_after or ""
    if reason.strip():
        note["reason"] = reason.strip()
    targets = []
    for item_id in chosen:
        data = workspace.plan.schema.arrange(ids.kind_of(item_id), {**workspace.data(item_id), "archived": note})
        targets.append(Target(paths.item_path(item_id, archived=True), data, moved_from=paths.item_path(item_id)))
    text = _rule_words(workspace) if by_rule else ""
    asked = _confirmation(workspace.plan, chosen, item_ids)
    return Change(tuple(targets), dated=workspace.day, reason=text, confirm=asked)


def _require_due(workspace: Workspace, item_ids: Sequence[str]) -> None:
    due = {activity.id for activity in proposal(workspace).due}
    others = [item_id for item_id in item_ids if item_id not in due]
    if others:
        raise BadValue(
            _("The archive rule does not propose {items}; archive them without it, and say why.").format(
                items=", ".join(others)
            )
        )


def _rule_words(workspace: Workspace) -> str:
    """Say in the plan's first language that items go by the rule."""
    language = workspace.plan.info.first_language
    period = describe_period(parse_period(workspace.plan.info.archive_after or ""), language)
    day = describe(parse(workspace.on.isoformat()), language)
    return translator(language).gettext(_BY_RULE).format(period=period, day=day)


def _confirmation(plan: Plan, chosen: Sequence[str], named: Sequence[str]) -> Confirmation | None:
    """Ask about activities that go along with what was named although they are not over."""
    going = (plan.items.get(item_id) for item_id in chosen if item_id not in named)
    still = [
        activity for activity in going if isinstance(activity, Activity) and not plan.statuses.is_over(activity.status)
    ]
    if not still:
        return None
    listed = "\n".join(
        f"{activity.id}  {status_word(activity.status)}  {localized(activity.text)}" for activity in still
    )
    question = ngettext(
        "{count} activity below is not over and would be archived too.",
        "{count} activities below are not over and would be archived too.",
        len(still),
    ).format(count=len(still))
    heading = _("Archive {id}?").format(id=", ".join(named))
    return Confirmation(heading, f"{listed}\n{question}", _("Archive them too"))


def restore(workspace: Workspace, item_ids: Sequence[str]) -> Change:
    """Move items back into the current plan; each brings what is above and what is below it."""
    wanted = dict.fromkeys(item_ids)
    for item_id in item_ids:
        for above in _above(item_id):
            wanted[above] = None
        if ids.kind_of(item_id) != ids.SUBJECT:
            wanted.update(dict.fromkeys(workspace.plan.walk(item_id)))
    chosen = [item_id for item_id in wanted if workspace.plan.is_archived(item_id)]
    if not chosen:
        raise NothingToRecord
    targets = []
    for item_id in chosen:
        data = {key: value for key, value in workspace.data(item_id).items() if key != "archived"}
        targets.append(Target(paths.item_path(item_id), data, moved_from=paths.item_path(item_id, archived=True)))
    return Change(tuple(targets))


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the archive rule proposes, and the activities carried out of which nothing says when."""

    due: tuple[Due, ...]
    undated: tuple[str, ...]


def proposal(view: PlanView) -> Proposal:
    """Return what the plan's archive rule proposes, each item with the reason. A person decides."""
    plan = view.plan
    carried = carried_out(plan)
    completed = completed_by_records(view, plan, undated(carried))
    return Proposal(
        due_for_archive(plan, view.on, completed, carried),
        tuple(item_id for item_id in undated(carried) if item_id not in completed),
    )


def completed_for(view: PlanView, query: str) -> dict[str, datetime.date]:
    """Return what a query has to know of the records: the days on which activities were completed, for `is:due`."""
    return completed_by_records(view, view.plan, undated(carried_out(view.plan))) if "is:due" in query else {}


def find_items(view: PlanView, query: str) -> tuple[str, ...]:
    """Return the ids of the items that a query asks for, in printed order. Raises QueryError."""
    return (*chain.from_iterable(find_items_in_pieces(view, query)),)


def find_items_in_pieces(view: PlanView, query: str) -> Iterator[list[str]]:
    """Return what `find_items` does in pieces, some of them empty, so that the first can be shown at once."""
    from rcm_tui.model.query import find_in_pieces

    return find_in_pieces(view.plan, query, view.on, completed_for(view, query))


def completed_by_records(
    view: PlanView, plan: Plan, item_ids: Sequence[str], rev: str = "HEAD"
) -> dict[str, datetime.date]:
    """Return when activities that are carried out and bear no date (`item_ids`) were recorded as such, by their ids.

    It is the last day of the meeting that the record belongs to, else the day of the record. With what a plan started
    from, it is not known.
    """
    if not item_ids:
        return {}
    names = {
        name: item.id
        for item in scan(plan.items, item_ids)
        if isinstance(item, Activity)
        for name in (item.id, *item.formerly)
    }
    wanted = [path for name in names for path in places(name)]
    try:
        found = records(view.git, wanted if len(wanted) < _MANY else (paths.PLAN, paths.ARCHIVE), rev=rev)
    except RcmError:
        return {}  # A plan outside of any repository has no records.
    touched = ((record, [path for path in record.changes if paths.stem(path.path) in names]) for record in found)
    days: dict[str, datetime.date] = {}
    known: set[str] = set()
    for record, changes in meanings(view, touched):
        for change in changes:
            item_id = names[change.key]
            if item_id in known or not _completes(plan, change):
                continue
            known.add(item_id)
            if not record.plan_start:
                day = day_of(plan, None, record.meeting or BETWEEN_MEETINGS)
                days[item_id] = day.date if day.source == MEETING else record.when.date()
        if len(known) == len(set(names.values())):
            break
    return days


def _completes(plan: Plan, change: ItemChange) -> bool:
    sides = (change.before, change.after)
    before, after = (get(version.data or {}, ("status",)) if version is not None else None for version in sides)
    is_over = plan.statuses.is_over
    return is_over(after) and not is_over(before)


def _with_children(workspace: Workspace, item_ids: Sequence[str]) -> list[str]:
    found: dict[str, None] = {}
    for item_id in item_ids:
        found[item_id] = None
        found.update(dict.fromkeys(workspace.plan.walk(item_id)))
    return list(found)


def _above(item_id: str) -> list[str]:
    above = []
    while (item_id := ids.parent_of(item_id)) != "":
        above.append(item_id)
    return above


__all__ = ["Due", "Proposal", "archive", "completed_by_records", "proposal", "restore"]
