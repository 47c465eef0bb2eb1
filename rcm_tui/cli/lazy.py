"""Command groups whose commands are imported when they are used, and help in the language in use.

`rcm --help` shows the short texts of a table and imports no command; that keeps it quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from rcm_tui.cli.errors import did_you_mean
from rcm_tui.cli.params import shared_params
from rcm_tui.i18n import _


@dataclass(frozen=True, slots=True)
class Entry:
    """One command of the table: its name, `module:attribute` under `rcm_tui.cli.commands`, and a line of help."""

    name: str
    place: str
    help: str


Section = tuple[str, Sequence[Entry]]


class LocalHelp(click.Command):
    """Help whose headings and usage line speak the language in use, with examples below."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        for english, said in (("[OPTIONS]", _("[OPTIONS]")), ("COMMAND [ARGS]...", _("COMMAND [ARGS]..."))):
            pieces = pieces.replace(english, said)
        formatter.write_usage(ctx.command_path, pieces, prefix=_("Usage:") + " ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, `--help` last."""
        records = [record for parameter in self.get_params(ctx) if (record := self._record(parameter, ctx))]
        if records:
            with formatter.section(_("Options")):
                formatter.write_dl(records)

    def _record(self, parameter: click.Parameter, ctx: click.Context) -> tuple[str, str] | None:
        if isinstance(parameter, click.Argument):
            return None
        record = parameter.get_help_record(ctx)
        if record is not None and "--help" in parameter.opts:
            return record[0], _("Show this help.")
        return record

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, line by line as they stand."""
        if self.epilog:
            with formatter.section(_("Examples")):
                for line in self.epilog.strip().splitlines():
                    formatter.write(f"{'':>{formatter.current_indent}}{line.strip()}\n")


class Command(LocalHelp):
    """A command of `rcm`: it takes the global options too, so that they may stand after its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *shared_params(hidden=True)]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; words that no argument takes are told in the language in use."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if ctx.args and not ctx.resilient_parsing:
            raise click.UsageError(_("Unexpected extra words: {words}").format(words=" ".join(ctx.args)), ctx)
        return rest


class Group(LocalHelp, click.Group):
    """A group that suggests the command that was probably meant."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands first, then the options."""
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, a line each."""
        rows = [
            (name, command.get_short_help_str(90))
            for name in self.list_commands(ctx)
            if (command := self.commands[name])
        ]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order in which they were added."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named, else a usage error that suggests one."""
        command = self.get_command(ctx, args[0])
        if command is None and not ctx.resilient_parsing:
            message = _("There is no command {name}.").format(name=args[0])
            raise click.UsageError(message + did_you_mean(args[0], self.list_commands(ctx)), ctx)
        return (args[0] if command else None), command, args[1:]


class LazyGroup(Group):
    """A group whose commands stand in a table and are imported when they are used."""

    def __init__(self, *args: Any, sections: Sequence[Section] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = sections

    @property
    def table(self) -> dict[str, Entry]:
        """Every entry by name, in order."""
        return {entry.name: entry for _title, entries in self.sections for entry in entries}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command; None where there is none of this name."""
        entry = self.table.get(cmd_name)
        if entry is None:
            return None
        module, _colon, attribute = entry.place.partition(":")
        command = getattr(import_module(f"rcm_tui.cli.commands.{module}"), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table, section by section, without importing anything."""
        width = max(len(name) for name in self.table)
        for title, entries in self.sections:
            with formatter.section(_(title)):
                formatter.write_dl([(entry.name.ljust(width), _(entry.help)) for entry in entries])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names of commands out of the table, and the options of the group."""
        named = [
            CompletionItem(entry.name, help=_(entry.help))
            for entry in self.table.values()
            if entry.name.startswith(incomplete)
        ]
        return named + click.Command.shell_complete(self, ctx, incomplete)
