"""Options made of the fields that the schema declares. They pass words on as typed; reading them is the workflow's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import click
from click.shell_completion import CompletionItem

from rcm_tui.cli.completion import complete_field
from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import Path, Value, put
from rcm_tui.model.schema import SCHEMA
from rcm_tui.model.structures import Group, Roles, Structure
from rcm_tui.model.types import Control, Field
from rcm_tui.workflow.edit import SET, Assignment
from rcm_tui.workflow.workspace import Workspace


class Words(click.ParamType[str]):
    """The words for a field."""

    def __init__(self, field: Field) -> None:
        self.name = field.type.control
        self.field = field

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return the values where they are few, else what is to be written."""
        values = "|".join(value for value, _label in self.field.type.options())
        named = {
            Control.DATE: _("DATE"),
            Control.NUMBER: _("N"),
            Control.ACTOR: _("ACTOR"),
            Control.ACTORS: _("ACTOR"),
            Control.ROLES: _("ACTOR=ROLE"),
            Control.MEETING: _("ID"),
            Control.ACTIONS: _("ACTION"),
        }
        return values or named.get(self.field.type.control, _("TEXT"))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the values that begin so."""
        return complete_field(self.field)(ctx, param, incomplete)


def optional_fields(*kinds: str) -> dict[str, tuple[Path, Field]]:
    """Return the fields of some kinds that have an option, with their paths, by the names of the parameters."""
    found: dict[str, tuple[Path, Field]] = {}
    for kind in kinds:
        for path, field in _below(kind):
            found.setdefault("__".join(path), (path, field))
    return found


def _below(kind: str, above: Path = ()) -> Iterator[tuple[Path, Field]]:
    for field in SCHEMA.editable(kind):
        if not field.option:
            continue
        if isinstance(field.type, Group):
            yield from _below(field.type.kind, (*above, field.name))
        elif isinstance(field.type, Roles) or not isinstance(field.type, Structure):
            yield (*above, field.name), field


def field_options(*kinds: str) -> Callable[[Any], Any]:
    """Give a command an option for each field of some kinds that has one."""

    def decorate(function: Any) -> Any:
        for name, (_path, field) in reversed(optional_fields(*kinds).items()):
            several = field.type.is_list or isinstance(field.type, Roles)
            option = click.option(field.option, name, type=Words(field), multiple=several, help=_(field.help))
            function = option(function)
        return function

    return decorate


def given_words(given: Mapping[str, Any], *kinds: str) -> list[tuple[Path, str | list[str]]]:
    """Return what the options say, by the paths of the fields; those that were left out are not among it."""
    return [
        (path, list(given[name]) if isinstance(given[name], tuple) else given[name])
        for name, (path, _field) in optional_fields(*kinds).items()
        if given.get(name) not in (None, ())
    ]


def assignments(workspace: Workspace, words: Sequence[tuple[Path, str | list[str]]], kind: str) -> list[Assignment]:
    """Return the same as assignments, with each role by the code of its actor."""
    made = []
    for path, value in words:
        field = SCHEMA.field(kind, path)
        if field is not None and isinstance(field.type, Roles):
            roles = (_role(workspace, one) for one in value)
            made += [Assignment((*path, code), SET, role) for code, role in roles]
        else:
            made.append(Assignment(path, SET, value))
    return made


def as_fields(workspace: Workspace, words: Sequence[tuple[Path, str | list[str]]], kind: str) -> dict[str, Value]:
    """Return the same as the fields of a new mapping."""
    data: dict[str, Value] = {}
    for one in assignments(workspace, words, kind):
        data = put(data, one.path, one.value)
    return data


def _role(workspace: Workspace, words: str) -> tuple[str, str]:
    from rcm_tui.workflow.values import actor_code

    actor, sign, role = words.partition("=")
    if not sign or not role:
        raise BadValue(_("“{text}” is no role; write ACTOR=ROLE, such as CR=host").format(text=words))
    return actor_code(workspace.plan, actor), role
