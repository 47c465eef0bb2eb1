"""Options derived from the fields of the schema. Values are passed on as typed; the workflow parses them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Any

import click
from click.shell_completion import CompletionItem

from rcm_tui.cli.completion import complete_field
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.state import State
from rcm_tui.i18n import _, current
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.model.fieldpath import Path, Value, put
from rcm_tui.model.levels import Levels
from rcm_tui.model.plan import Plan
from rcm_tui.model.schema import SCHEMA, Schema
from rcm_tui.model.states import ACTOR_KINDS
from rcm_tui.model.statuses import STATUSES
from rcm_tui.model.structures import Group, Roles, Structure, Text
from rcm_tui.model.types import Control, Field
from rcm_tui.workflow.edit import SET, Assignment
from rcm_tui.workflow.values import actor_code
from rcm_tui.workflow.workspace import Workspace


class Words(click.ParamType[str]):
    """The words for a field."""

    def __init__(self, field: Field) -> None:
        self.name = field.type.control
        self.field = field

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return the possible values if they are few, else the kind of value to write."""
        values = "|".join(value for value, _label in _of_plan(self.field, ctx).type.options())
        named = {
            Control.DATE: _("DATE"),
            Control.NUMBER: _("N"),
            Control.ACTOR: _("ACTOR"),
            Control.ACTORS: _("ACTOR"),
            Control.ROLES: _("ACTOR=ROLE"),
            Control.MEETING: _("ID"),
            Control.ITEMS: _("ITEM"),
            Control.ACTIONS: _("ACTION"),
        }
        return values or named.get(self.field.type.control, _("TEXT"))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the values that begin so."""
        return complete_field(self.field)(ctx, param, incomplete)


def _of_plan(field: Field, ctx: click.Context) -> Field:
    """Return the field with the choices that the plan of the command declares; without a plan, with the usual ones."""
    state = ctx.find_object(State)
    if state is None or field.type not in (STATUSES, ACTOR_KINDS):
        return field
    try:
        return State(state.start).workspace.read_lazily().plan.schema.same(field)
    except RcmError:
        return field


def optional_fields(*kinds: str, schema: Schema = SCHEMA) -> dict[str, tuple[Path, Field]]:
    """Return the fields of some kinds that have an option, with their paths, by the names of the parameters."""
    found: dict[str, tuple[Path, Field]] = {}
    for kind in kinds:
        for path, field in _below(schema, kind):
            found.setdefault("__".join(("own", *path) if field.is_own else path), (path, field))
    return found


def _below(schema: Schema, kind: str, above: Path = ()) -> Iterator[tuple[Path, Field]]:
    for field in schema.editable(kind):
        if not field.option:
            continue
        if isinstance(field.type, Group):
            yield from _below(schema, field.type.kind, (*above, field.name))
        elif (
            isinstance(field.type, Roles)
            or not isinstance(field.type, Structure)
            or (isinstance(field.type, Text) and field.is_own)
        ):
            yield (*above, field.name), field


def field_options(*kinds: str) -> Callable[[Any], Any]:
    """Give a command an option for each field of some kinds that has one."""

    def decorate(function: Any) -> Any:
        for name, (_path, field) in reversed(optional_fields(*kinds).items()):
            function = click.option(*_declared(name, field), **_settings(field))(function)
        return function

    return decorate


def _declared(name: str, field: Field) -> tuple[str, str]:
    return field.option, name


def _settings(field: Field) -> dict[str, Any]:
    several = field.type.is_list or isinstance(field.type, Roles)
    return {"type": Words(field), "multiple": several, "help": _help(field)}


def _help(field: Field) -> str:
    """Return the help of a field's option: a sentence, also where the field has a label and nothing more."""
    text = _(field.help)
    return text if text.endswith(".") else f"{text[:1].upper()}{text[1:]}."


class FieldCommand(Command):
    """A command with an option for each field of some kinds, those that the plan declares among them."""

    def __init__(self, *args: Any, kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; the plan that they may name is needed to know all options."""
        folders = [after for before, after in pairwise(args) if before == "-C"]
        ctx.meta[_FOLDER] = folders[-1] if folders else None
        return super().parse_args(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the options, with those of the plan's own fields."""
        params = super().get_params(ctx)
        if _OWN not in ctx.meta:
            taken = {option for parameter in params for option in parameter.opts}
            fields = optional_fields(*self.kinds, schema=_schema(ctx)).items()
            ctx.meta[_OWN] = [
                click.Option(_declared(name, field), **_settings(field))
                for name, (_path, field) in fields
                if field.is_own and field.option not in taken
            ]
        return [*params[:-1], *ctx.meta[_OWN], params[-1]]


_FOLDER, _OWN = "rcm.folder", "rcm.own"


def _schema(ctx: click.Context) -> Schema:
    """Return the schema of the plan that a command is for; that of every plan where it cannot be read."""
    plan = _plan(ctx)
    return plan.schema if plan is not None else SCHEMA


def plan_levels(ctx: click.Context) -> Levels:
    """Return the levels of the plan that a command is for; those of a plan that names none where it cannot be read."""
    plan = _plan(ctx)
    return plan.levels if plan is not None else Levels()


def _plan(ctx: click.Context) -> Plan | None:
    state = ctx.find_object(State)
    start = ctx.meta.get(_FOLDER) or (state.start if state is not None else ctx.find_root().params.get("plan_folder"))
    try:
        return Workspace.open(FilePath(start or ".")).read_lazily().plan
    except (RcmError, OSError):
        return None


def given_words(workspace: Workspace, given: Mapping[str, Any], *kinds: str) -> list[tuple[Path, str | list[str]]]:
    """Return what the options say, by the paths of the fields; those that were left out are not among it."""
    return [
        (path, list(given[name]) if isinstance(given[name], tuple) else given[name])
        for name, (path, _field) in optional_fields(*kinds, schema=workspace.plan.schema).items()
        if given.get(name) not in (None, ())
    ]


def assignments(workspace: Workspace, words: Sequence[tuple[Path, str | list[str]]], kind: str) -> list[Assignment]:
    """Return the same as assignments, with each role by the code of its actor."""
    made = []
    for path, value in words:
        field = workspace.plan.schema.field(kind, path)
        if field is not None and isinstance(field.type, Text):
            made.append(Assignment((*path, _language(workspace)), SET, value))
        elif field is not None and isinstance(field.type, Roles):
            roles = (_role(workspace, pair) for pair in value)
            made += [Assignment((*path, code), SET, role) for code, role in roles]
        else:
            made.append(Assignment(path, SET, value))
    return made


def given_assignments(workspace: Workspace, given: Mapping[str, Any], kind: str) -> list[Assignment]:
    """Return what the options of a command on one kind set."""
    return assignments(workspace, given_words(workspace, given, kind), kind)


def as_fields(workspace: Workspace, words: Sequence[tuple[Path, str | list[str]]], kind: str) -> dict[str, Value]:
    """Return the same as the fields of a new mapping."""
    data: dict[str, Value] = {}
    for assignment in assignments(workspace, words, kind):
        data = put(data, assignment.path, assignment.value)
    return data


def _language(workspace: Workspace) -> str:
    """Return the language that a text given by an option is in: the one in use where the plan has it."""
    info = workspace.plan.info
    return current() if current() in info.languages else info.first_language


def _role(workspace: Workspace, words: str) -> tuple[str, str]:
    actor, sign, role = words.partition("=")
    if not sign or not role:
        raise BadValue(_("“{text}” is not a role; write ACTOR=ROLE, such as MOH=host").format(text=words))
    return actor_code(workspace.plan, actor), role
