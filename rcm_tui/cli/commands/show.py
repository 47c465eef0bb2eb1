"""`rcm show`: one item or actor in full, on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from rcm_tui.cli import output
from rcm_tui.cli.completion import complete_ids
from rcm_tui.cli.errors import DONE
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.output import FAINT, Line, text
from rcm_tui.cli.params import json_option
from rcm_tui.cli.render import labelled, page_lines
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.model.plan import Plan, calendar_of
from rcm_tui.reports.item_page import item_page
from rcm_tui.reports.names import counted_from, date_words, item_words, record_meeting
from rcm_tui.reports.record_words import subject_words
from rcm_tui.workflow.values import actor_code

if TYPE_CHECKING:
    from rcm_tui.history.log import Record
    from rcm_tui.workflow.workspace import Workspace


@click.command(
    "show",
    cls=Command,
    help=_(
        "Show an item in full: texts, status, actors, calendar, requests, the agreements behind it, and who "
        "changed it last; or an actor: what it owes, hosts and is responsible for. ITEM is an id, a former "
        "id, words that match one item only, or the code or a name of an actor."
    ),
    epilog="rcm show HR-4.2\nrcm show aids\nrcm show MOH\nrcm show HR-4.2 --json",
)
@click.argument("item", metavar=_("ITEM"), nargs=-1, required=True, shell_complete=complete_ids)
@json_option
@pass_state
def show(state: State, item: tuple[str, ...], as_json: bool) -> int:
    """Print the item's page."""
    workspace = state.workspace.read_lazily()
    words = " ".join(item)
    actor = _actor(workspace, words)
    if actor is not None:
        return _show_actor(workspace, actor, as_json)
    item_id = workspace.resolve(words)
    last, put_off = _last_record(workspace, item_id)
    if as_json:
        from rcm_tui.reports.json import day_json, last_change_json, whole_json

        day = workspace.day
        known = None if isinstance(last, str) else last
        whole = whole_json(workspace.plan, item_id, day.date, last_change_json(known))
        output.data("item", **day_json(day), item=whole)
        return DONE
    output.lines(_lines(workspace, item_id, last, put_off))
    return DONE


def _actor(workspace: Workspace, words: str) -> str | None:
    """Return the code of the actor that is called so; None for the id of an item and for other words."""

    if workspace.plan.resolve(words.upper()) is not None:
        return None
    try:
        return actor_code(workspace.plan, words)
    except BadValue:
        return None


def _show_actor(workspace: Workspace, code: str, as_json: bool) -> int:
    from rcm_tui.reports.actor_page import whole_actor_page

    plan, day = workspace.plan, workspace.day
    if as_json:
        from rcm_tui.reports.json import day_json, plain
        from rcm_tui.reports.status.country import country_figures
        from rcm_tui.reports.status.json import actor_json

        parts = actor_json(country_figures(plan, code, day.date))
        output.data("actor", **day_json(day), actor={**plain(plan.actors[code]), **parts})
        return DONE
    output.lines(page_lines(whole_actor_page(plan, code, day.date)))
    return DONE


def _last_record(workspace: Workspace, item_id: str) -> tuple[Record | str | None, Sequence[str]]:
    """Return the newest record of the item, None where it has none, or why that is not known; and what was put off."""
    from rcm_tui.history.git import GitError, NoRepository
    from rcm_tui.workflow.trail import last_change_and_deadlines

    try:
        step, put_off = last_change_and_deadlines(workspace, item_id)
    except (GitError, NoRepository) as reason:
        return str(reason), ()
    return (step.record if step is not None else None), put_off


def _lines(workspace: Workspace, item_id: str, last: Record | str | None, put_off: Sequence[str]) -> Iterator[Line]:
    """Draw the item's page, then where its file is, which deadlines were moved, and who changed it last."""
    plan = workspace.plan
    yield from page_lines(item_page(plan, item_id, workspace.on))
    yield output.BLANK
    node = plan.node(item_id)
    if node is not None and any(entry.all_requests for entry in calendar_of(node)):
        yield text((counted_from(workspace.day), FAINT))
    parent = plan.parent_of(item_id)
    if parent:
        yield labelled(_("Belongs to"), f"{parent}  {item_words(plan, parent)[:60]}".rstrip())
    yield labelled(_("File"), (workspace.path(item_id), FAINT))
    for words in put_off:
        yield labelled(_("Deadline"), words)
    yield _last_change(plan, last)


def _last_change(plan: Plan, last: Record | str | None) -> Line:
    if last is None or isinstance(last, str):
        return labelled(_("Last change"), (last or _("not recorded yet"), FAINT))
    subject = subject_words(plan, last.subject)
    words = f"{date_words(last.when)}, {last.author}, {record_meeting(last)}: {subject} "
    return labelled(_("Last change"), words, (last.commit[:7], FAINT))
