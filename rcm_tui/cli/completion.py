"""Shell completion of ids, meetings, statuses and actors, from the plan in the current folder.

A plan that cannot be read completes nothing, silently: a person in the middle of a command line wants no error.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

import click
from click.shell_completion import CompletionItem

from rcm_tui.cli.state import State
from rcm_tui.i18n import current
from rcm_tui.model import ids
from rcm_tui.model.errors import RcmError
from rcm_tui.model.fieldpath import parse_path
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.plan import Plan, Unreadable, calendar_of
from rcm_tui.model.structures import Members, Structure, Text
from rcm_tui.model.texts import pick
from rcm_tui.model.types import Context, Field
from rcm_tui.reports.visible import one_line

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
HELP_LENGTH = 60
MANY = 100
"""Ids above which only the upper levels are completed: bash asks whether to display more than that."""


def _out_of_plan(function: Callable[[Plan, str, click.Context], Iterable[tuple[str, str]]]) -> Completer:
    """Return a completer for click out of a function that gives (value, help) pairs from the plan."""

    @wraps(function)
    def completer(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            pairs = list(function(_plan(ctx), incomplete, ctx))
        except (RcmError, OSError):
            return []
        named = ctx.params.get(param.name or "") if param.nargs == -1 else None
        # The shell writes these to the terminal as they are, and puts the value on the command line.
        return [
            CompletionItem(value, help=_short(words))
            for value, words in pairs
            if one_line(value) == value and value not in (named or ())
        ]

    return completer


def _plan(ctx: click.Context) -> Plan:
    # Completion parses the groups without running them, so the state is made from what they were given.
    state = ctx.find_object(State) or State(ctx.find_root().params.get("plan_folder"))
    return state.workspace.read_lazily().plan


def _short(words: str) -> str:
    words = one_line(" ".join(words.split()))
    return words if len(words) <= HELP_LENGTH else words[: HELP_LENGTH - 1] + "…"


def _begins(value: str, incomplete: str) -> bool:
    return value.casefold().startswith(incomplete.casefold())


@_out_of_plan
def complete_ids(plan: Plan, incomplete: str, _ctx: click.Context) -> Iterable[tuple[str, str]]:
    """Ids of items, archived ones included, with the beginning of their texts; of very many, the upper levels."""

    found = plan.ids_beginning(incomplete, enough=MANY)
    if os.environ.get("_RCM_COMPLETE", "").startswith("bash"):
        return [(item_id, "") for item_id in found]  # This shell shows no texts.
    return [
        (item_id, "" if item is None or isinstance(item, Unreadable) else pick(item.text, current()))
        for item_id, item in zip(found, plan.heads(found), strict=True)
    ]


@_out_of_plan
def complete_entries(plan: Plan, incomplete: str, ctx: click.Context) -> Iterable[tuple[str, str]]:
    """Ids of the calendar entries of the item that was named before."""

    item = plan.node(plan.resolve(str(ctx.params.get("item", ""))) or "")
    for entry in calendar_of(item) if item is not None else ():
        if _begins(entry.id, incomplete):
            yield entry.id, f"{entry.date or ''} {pick(entry.text, current())}"


@_out_of_plan
def complete_meetings(plan: Plan, incomplete: str, _ctx: click.Context) -> Iterable[tuple[str, str]]:
    """Ids of meetings, newest first."""
    for meeting in reversed(plan.meetings_in_order()):
        if _begins(meeting.id, incomplete):
            yield meeting.id, _describe(meeting)


def _describe(meeting: Meeting) -> str:
    return " ".join(part for part in (meeting.body, meeting.place, meeting.status.value) if part)


@_out_of_plan
def complete_agreements(plan: Plan, incomplete: str, _ctx: click.Context) -> Iterable[tuple[str, str]]:
    """Agreements of the open meetings by id, meetings, and the agreements of any meeting once its id is typed."""

    named = incomplete.partition("/")[0] if "/" in incomplete else None
    for meeting in plan.meetings.values():
        if meeting in plan.open_meetings or meeting.id == named:
            for _whole, agreement in meeting.decisions():
                value = f"{meeting.id}/{agreement.id}" if named else agreement.id
                if _begins(value, incomplete):
                    yield value, f"{agreement.number or ''} {pick(agreement.text, current())}"
        if named is None and meeting.agreements and _begins(meeting.id, incomplete):
            yield f"{meeting.id}/", _describe(meeting)


@_out_of_plan
def complete_actors(plan: Plan, incomplete: str, _ctx: click.Context) -> Iterable[tuple[str, str]]:
    """Codes of actors, with their names."""

    for code, actor in plan.actors.items():
        if _begins(code, incomplete):
            yield code, pick(actor.name, current())


def complete_field(field: Field) -> Completer:
    """Return what completes the words for a field of the item that was named before."""

    @_out_of_plan
    def completer(plan: Plan, incomplete: str, ctx: click.Context) -> Iterable[tuple[str, str]]:
        return plan.schema.same(field).complete(incomplete, _context(plan, ctx))

    return completer


def _context(plan: Plan, ctx: click.Context) -> Context:
    named = str(ctx.params.get("item") or ctx.params.get("parent") or "")
    return Context(plan, plan.resolve(named) or named)


@_out_of_plan
def complete_assignments(plan: Plan, incomplete: str, ctx: click.Context) -> Iterable[tuple[str, str]]:
    """Names of fields with their sign; after it, their values."""

    context = _context(plan, ctx)
    thing = plan.items.get(context.key) or plan.meetings.get(context.key)
    kind = ids.kind_of(context.key) if context.key in plan.items else "meeting"
    name, sign, value = incomplete.partition("=")
    if not sign:
        named = _assignable(plan, kind, thing, incomplete)
        yield from ((field, label) for field, label in named if _begins(field, incomplete))
        return
    type_ = plan.schema.locate(kind, {}, parse_path(name.rstrip("+-")), context)
    yield from ((f"{name}={candidate}", label) for candidate, label in type_.complete(value, context))


def _assignable(plan: Plan, kind: str, thing: Any, typed: str, above: str = "") -> Iterator[tuple[str, str]]:
    """Return the fields of a kind with their signs; those of groups and named list members once these are typed."""

    for field in plan.schema.editable(kind):
        name = above + field.name
        inner = field.of(thing) if thing is not None else None
        if isinstance(field.type, Text):
            yield from ((f"{name}.{code}=", field.title()) for code in plan.info.languages)
        elif isinstance(field.type, Members) and typed.startswith(f"{name}."):
            for member in inner or ():
                yield from _assignable(plan, field.type.member, member, typed, f"{name}.{member.id}.")
        elif field.type.kind and typed.startswith(f"{name}."):
            yield from _assignable(plan, field.type.kind, inner, typed, f"{name}.")
        elif isinstance(field.type, Structure):
            yield f"{name}.", field.title()
        else:
            signs = ("=", "+=", "-=") if field.type.is_list else ("=",)
            yield from ((name + sign, field.title()) for sign in signs)


@_out_of_plan
def complete_query(plan: Plan, incomplete: str, _ctx: click.Context) -> Iterable[tuple[str, str]]:
    """Terms of a query, and their values where they are few."""
    from rcm_tui.model.query_completion import completions
    from rcm_tui.workflow.memory import saved_filters

    if incomplete.startswith("@"):
        return [(f"@{name}", query) for name, query in saved_filters().items() if _begins(f"@{name}", incomplete)]
    return completions(plan, incomplete)
