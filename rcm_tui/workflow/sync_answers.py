"""What a person answers to a question of a merge, checked before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcm_tui.changes.questions import OTHER, Answer, Kind, Question
from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue
from rcm_tui.model.types import Context
from rcm_tui.store.paths import kind_of_file

if TYPE_CHECKING:
    from rcm_tui.workflow.view import PlanView


def checked(view: PlanView, question: Question, given: Answer) -> Answer:
    """Return an answer with its third value read as a person's words for the field. Raises BadValue for a wrong one."""
    if given.take != OTHER or not isinstance(given.value, str):
        return given
    if question.kind is Kind.ARCHIVED:
        found = view.resolve(given.value)
        if found not in new_places(view, question):
            message = _("{item} cannot take it: name another item of the current plan, of the same kind as {above}.")
            raise BadValue(message.format(item=found, above=question.key))
        return Answer(OTHER, found)
    path = tuple(part for part in question.path if not part.startswith("#"))
    kind = kind_of_file(view.path(question.key))
    context = Context(view.plan, question.key, view.on)
    return Answer(OTHER, view.plan.schema.read(kind, view.data(question.key), path, given.value, context))


def new_places(view: PlanView, question: Question) -> tuple[str, ...]:
    """Return the items below which what was added below an archived one can be put, in printed order."""
    above = {ids.parent_of(item_id) for item_id in question.put}
    plan, kinds = view.plan, {ids.kind_of(item_id) for item_id in above}
    found = (
        item_id
        for item_id in plan.walk()
        if item_id in plan.items and item_id not in above and {ids.kind_of(item_id)} == kinds
    )
    return tuple(item_id for item_id in found if not plan.is_archived(item_id))
