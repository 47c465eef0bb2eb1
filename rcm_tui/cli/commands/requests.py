"""`rcm requests`: who was asked for what by when, and who has answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from rcm_tui.cli import output
from rcm_tui.cli.commands.list import found_items, query_of
from rcm_tui.cli.completion import complete_query
from rcm_tui.cli.errors import DONE, show_message
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.output import FAINT, ID, TITLE, Line, Span, text
from rcm_tui.cli.params import json_option
from rcm_tui.cli.render import cell_spans
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.model.plan import Plan
from rcm_tui.model.regex import regex
from rcm_tui.reports.json import day_json, request_row_json
from rcm_tui.reports.names import actor_name, counted_from, date_words, localized
from rcm_tui.reports.request_page import answer_cell, answer_lines, deadline_line
from rcm_tui.reports.requests import Asked, ResponseState, by_actor, requests_of, waiting_of
from rcm_tui.workflow.values import actor_code

if TYPE_CHECKING:
    from rcm_tui.workflow.workspace import Workspace


@click.command(
    "requests",
    cls=Command,
    help=_(
        "List who was asked for input, by when, and who has answered: the requests that still wait for "
        "somebody, or all with --all. Where no answer is recorded, the list says “not recorded”, which does "
        "not mean that a country failed to answer."
    ),
    epilog="rcm requests\nrcm requests --by-country\nrcm requests actor:MOH --all --json",
)
@click.argument("query", metavar=_("[QUERY...]"), nargs=-1, shell_complete=complete_query)
@click.option("--by-country", is_flag=True, help=_("Group by country or other actor instead of by request."))
@click.option("--all", "everything", is_flag=True, help=_("Include settled requests."))
@json_option
@pass_state
def requests(state: State, query: Sequence[str], by_country: bool, everything: bool, as_json: bool) -> int:
    """Print the requests."""
    from rcm_tui.store.cache import without_collection  # It loads msgspec, which help does without.

    workspace = state.workspace
    with without_collection():
        found = _found(workspace, query_of(query), everything=everything)
    if as_json:
        _write_json(workspace, found, by_country=by_country)
    elif not output.is_terminal():
        _write_rows(workspace.plan, found, by_country=by_country)
    else:
        output.lines(_by_country(workspace.plan, found) if by_country else _by_request(workspace.plan, found))
        if found:
            output.line((counted_from(workspace.day), FAINT))
    if not found and not as_json:
        show_message(_("No answers are outstanding.") if not everything else _("No request was found."))
    return DONE


_ACTOR = regex(r'(?<![\w:])actor:("[^"]*"|\S+)')


def _found(workspace: Workspace, words: str, *, everything: bool) -> tuple[Asked, ...]:
    """Return the requests of the items that fit; with `actor:` only those that ask one of these actors."""
    only = None
    if words:
        only = set(found_items(workspace, f"{words} is:any"))
    asked = requests_of(workspace.plan, workspace.on, only)
    actors = _actors(workspace, words)
    if actors:
        asked = tuple(
            request.only(actors) for request in asked if any(each.actor in actors for each in request.standings)
        )
    return asked if everything else waiting_of(asked)


def _actors(workspace: Workspace, words: str) -> set[str]:
    """Return the actors that a query names, groups taken apart."""

    named = [actor_code(workspace.plan, word.strip('"')) for word in _ACTOR.findall(words)]
    return {member for code in named for member in (code, *workspace.plan.members_of(code))}


def _write_json(workspace: Workspace, found: Sequence[Asked], *, by_country: bool) -> None:
    plan, day = workspace.plan, day_json(workspace.day)
    if not by_country:
        output.data("requests", **day, requests=(request_row_json(asked) for asked in found))
        return
    countries = (
        {
            "actor": actor,
            "name": dict(plan.actors[actor].name) if actor in plan.actors else {},
            "requests": (
                {**request_row_json(asked), "answer": response.answer, "answered": response.date}
                for asked, response in rows
            ),
        }
        for actor, rows in by_actor(found, plan).items()
    )
    output.data("requests-by-country", **day, countries=countries)


def _write_rows(plan: Plan, found: Sequence[Asked], *, by_country: bool) -> None:
    """Lines of cells: item, entry, deadline, actor, standing, date of the answer, text; or the actor first."""
    if by_country:
        grouped = by_actor(found, plan)
        cells = {asked.key: _cells(asked) for asked in found}
        output.rows(
            (actor, *cells[asked.key][:3], response.answer, response.date or "", cells[asked.key][3])
            for actor, rows in grouped.items()
            for asked, response in rows
        )
        return
    output.rows(
        (*place, response.actor, response.answer, response.date or "", words)
        for asked in found
        for *place, words in (_cells(asked),)
        for response in asked.standings or (ResponseState("", "not-recorded"),)
    )


def _cells(asked: Asked) -> tuple[str, str, str, str]:
    """Return the item or meeting, the entry, the deadline and the text of a request."""
    deadline = asked.deadline.text if asked.deadline is not None else ""
    return asked.owner, asked.member, deadline, localized(asked.text)


def _by_request(plan: Plan, found: Sequence[Asked]) -> Iterator[Line]:
    for asked in found:
        yield text((f"{plan.printed_name(asked.owner)} {asked.member}  ", ID), *_when(plan, asked))
        yield text(localized(asked.text), indent=2)
        if asked.request.to:
            yield text((_("to be sent to {actor}").format(actor=asked.request.to), FAINT), indent=4)
        yield from (text(*cell_spans(line), indent=4, hang=2) for line in answer_lines(plan, asked))
        yield output.BLANK


def _when(plan: Plan, asked: Asked) -> tuple[Span, ...]:
    return ((_("settled"), "done"),) if asked.settled else cell_spans(deadline_line(plan, asked))


def _by_country(plan: Plan, found: Sequence[Asked]) -> Iterator[Line]:
    for actor, rows in by_actor(found, plan).items():
        name = actor_name(plan, actor)
        yield text((actor, TITLE), f"  {name}" if name != actor else "")
        for asked, response in rows:
            cell, place = answer_cell(response.answer), (f"  {plan.printed_name(asked.owner)} {asked.member}  ", ID)
            when = f" {date_words(response.date)}" if response.date else ""
            yield text((cell.words + when, cell.role), place, *_when(plan, asked), indent=2, hang=2)
            yield text((localized(asked.text), FAINT), indent=6)
        yield output.BLANK
