"""Add the contents of a table to an existing plan: what is new, and on request texts that differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue
from rcm_tui.model.items import Objective
from rcm_tui.model.pasted import guess_language
from rcm_tui.workflow.change import Change, Target
from rcm_tui.workflow.importing.making import Made, Options, make
from rcm_tui.workflow.items import given_ids

if TYPE_CHECKING:
    from rcm_tui.workflow.importing.reading import Understood
    from rcm_tui.workflow.view import PlanView
    from rcm_tui.workflow.workspace import Workspace


def made_for(
    view: PlanView, understood: Understood, language: str, *, dates: bool = True, update: bool = False, under: str = ""
) -> Made:
    """Return what a file adds to a plan. Nothing of the plan is removed, and no status is changed.

    `under` is an objective that gets all of its activities. Raises BadValue where it is none of the current plan.
    """
    if under and (not isinstance(view.plan.items.get(under), Objective) or view.plan.is_archived(under)):
        raise BadValue(_("{id} is not an objective of the current plan.").format(id=under))
    given = frozenset(given_ids(view))
    levels = view.plan.levels
    subjects = (item_id for item_id in view.plan.items if ids.kind_of(item_id) == ids.SUBJECT)
    top = next(subjects, "") if levels.is_top_hidden else ""
    options = Options(
        language,
        understood.name,
        view.on,
        dates=dates,
        update=update,
        given_ids=given,
        under=under,
        levels=len(levels.shown),
        top=top,
        statuses=view.plan.info.statuses,
    )
    return make(understood.outline, view.plan.schema, options, view)


def adding(
    workspace: Workspace,
    understood: Understood,
    language: str,
    *,
    dates: bool = True,
    update: bool = False,
    under: str = "",
) -> Change:
    """Return the record that adds it."""
    made = made_for(workspace, understood, language, dates=dates, update=update, under=under)
    targets = tuple(Target(path, data) for path, data in made.files.items())
    return Change(targets, new_id=made.first_id or None, reason=_("Imported from {file}").format(file=understood.name))


def language_of(understood: Understood, languages: Sequence[str]) -> str:
    """Return the language of a file: the one that its words show, else the plan's first."""
    text = " ".join(activity.source.text for activity in understood.outline.activities())
    return guess_language(text, languages) or next(iter(languages), "en")


__all__ = ["adding", "language_of", "made_for"]
