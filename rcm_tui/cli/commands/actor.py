"""`rcm actor`: the register of a plan's actors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from rcm_tui.cli import output
from rcm_tui.cli.completion import complete_actors
from rcm_tui.cli.errors import DONE
from rcm_tui.cli.field_options import FieldCommand, field_options, given_assignments
from rcm_tui.cli.lazy import Command, Group
from rcm_tui.cli.params import json_option, language_option
from rcm_tui.cli.recording import CommandOptions, carry_out, recording
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.workflow.edit import SET, Assignment


@click.group(
    "actor",
    cls=Group,
    help=_(
        "List, add and change the actors of the plan: those who answer requests, are responsible, or have a "
        "role. Besides the usual kinds of actors, plan.yaml can declare others."
    ),
    epilog=(
        'rcm actor list\nrcm actor add MOH --kind member --name "Ministry of Health"\n'
        "rcm actor edit MOH --email desk@example.org"
    ),
)
def actor() -> None:
    """Group the commands on actors."""


@actor.command("list", cls=Command, help=_("List the actors: code, kind, abbreviation and name."))
@json_option
@pass_state
def list_(state: State, as_json: bool) -> int:
    """Print a line for each actor."""
    from rcm_tui.reports.json import plain
    from rcm_tui.reports.names import localized

    plan = state.plan
    if as_json:
        output.data("actors", actors={code: plain(actor) for code, actor in plan.actors.items()})
        return DONE
    kinds = plan.schema.kinds["actor"].fields["kind"]
    for code, actor in plan.actors.items():
        output.row(code, kinds.format(actor.kind, state.language), localized(actor.short), localized(actor.name))
    return DONE


def _fields(state: State, given: dict[str, Any]) -> list[Assignment]:
    """Return what the options set: the fields, and name and abbreviation in the language chosen."""
    language = given.pop("language")
    named = [
        Assignment((field, code), SET, words)
        for field in ("name", "short")
        if (text := given.pop(field)) is not None
        for code, words in state.text(text, language).items()
    ]
    return [*given_assignments(state.workspace, given, "actor"), *named]


def _options(function: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options of an actor, and let it record."""
    name = click.option("--name", metavar=_("TEXT"), help=_("Its name."))
    short = click.option("--short", metavar=_("TEXT"), help=_("Its abbreviation."))
    declared: Callable[..., int] = language_option(field_options("actor")(pass_state(recording(function))))
    return name(short(declared))


@actor.command(
    "add",
    cls=FieldCommand,
    kinds=("actor",),
    help=_("Add an actor: a country, organization, office, person or group, by a code of its own."),
    epilog=(
        'rcm actor add MOH --kind member --name "Ministry of Health"\n'
        "rcm actor add LAB --kind organization --name Laboratories"
    ),
)
@click.argument("code", metavar=_("CODE"))
@_options
def add(state: State, record_options: CommandOptions, /, code: str, **given: Any) -> int:
    """Record a new actor."""
    from rcm_tui.workflow.actors import add_actor

    workspace = state.workspace
    if given["name"] is None:
        raise click.UsageError(_("Say its name with --name."))
    fields = _fields(state, given)
    return carry_out(state, lambda: add_actor(workspace, code, fields), record_options)


@actor.command(
    "edit",
    cls=FieldCommand,
    kinds=("actor",),
    help=_("Change an actor with options. rcm show CODE prints what is recorded now."),
    epilog='rcm actor edit MOH --short MoH\nrcm actor edit MOH --in es --name "Ministerio de Salud"',
)
@click.argument("code", metavar=_("CODE"), shell_complete=complete_actors)
@_options
def edit(state: State, record_options: CommandOptions, /, code: str, **given: Any) -> int:
    """Record what changed in an actor."""
    from rcm_tui.workflow.actors import edit_actor
    from rcm_tui.workflow.values import actor_code

    workspace = state.workspace
    fields = _fields(state, given)
    if not fields:
        raise click.UsageError(_("Say what to change: --name, --short, --kind, --email and so on."))
    found = actor_code(workspace.plan, code)
    return carry_out(state, lambda: edit_actor(workspace, found, fields), record_options)
