"""Options and types of values that several commands share."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from rcm_tui.cli.errors import did_you_mean, start_debug_log
from rcm_tui.cli.state import State
from rcm_tui.i18n import LANGUAGES, _, current

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class Choice(click.ParamType[str]):
    """One of a few words, whatever its case."""

    name = "choice"

    def __init__(self, *words: str) -> None:
        self.words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        word = str(value).casefold()
        if word not in self.words:
            allowed = ", ".join(self.words)
            self.fail(
                _("{value} is not one of: {allowed}.").format(value=value, allowed=allowed)
                + did_you_mean(word, self.words),
                param,
                ctx,
            )
        return word

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "|".join(self.words)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(word) for word in self.words if word.startswith(incomplete.casefold())]


class Language(click.ParamType[str]):
    """A language that the program speaks, or that the plan has; `cli.language` has settled whether it does."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in (*LANGUAGES, current()):
            from rcm_tui.cli.language import languages_here

            known = languages_here(sys.argv[1:], os.environ)
            message = _("There are no texts in the language “{code}” here; there are: {languages}.")
            self.fail(message.format(code=value, languages=", ".join(known)), param, ctx)
        return str(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(word) for word in LANGUAGES if word.startswith(incomplete)]


class Whole(click.ParamType[int]):
    """A whole number above zero."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if not str(value).isdecimal() or int(value) < 1:
            self.fail(_("{value} is not a whole number above zero.").format(value=value), param, ctx)
        return int(value)


class Folder(click.ParamType[Path]):
    """A folder that is there."""

    name = "folder"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        folder = Path(value).expanduser()
        if not folder.is_dir():
            self.fail(_("There is no folder {path}.").format(path=folder), param, ctx)
        return folder

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="dir")]


class Day(click.ParamType[datetime.date]):
    """One day, such as 2006-11-29 or 29 November 2006."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        try:
            return datetime.date.fromisoformat(str(value))
        except ValueError:
            pass
        # What else a person may write needs modules that a day in figures does not.
        from rcm_tui.model.dates import DateError
        from rcm_tui.model.dates.phrases import read_date

        try:
            when = read_date(str(value), on=datetime.date.today())
        except DateError:
            when = None
        if when is None or when.first is None or when.first != when.last:
            self.fail(_("{value} is not a day; write it like 2006-11-29.").format(value=value), param, ctx)
        return when.first


def shared_params(*, hidden: bool) -> list[click.Parameter]:
    """Make the global options; `hidden` for commands, which accept most without listing them in their help."""
    kept: dict[str, Any] = {"hidden": True, "expose_value": False, "callback": _overrule} if hidden else {}
    return [
        click.Option(
            ["-C", "plan_folder"],
            type=Folder(),
            metavar=_("DIR"),
            envvar=None if hidden else "RCM_PLAN",
            help=_("Use the plan in DIR or in a folder above it."),
            **kept,
        ),
        click.Option(
            ["--lang"],
            type=Language(),
            metavar="|".join((*LANGUAGES, "...")),
            expose_value=False,
            hidden=hidden,
            help=_("Language of messages and of the texts shown."),
        ),
        click.Option(["--on"], type=Day(), metavar=_("DATE"), help=_("Count deadlines from this day."), **kept),
        click.Option(
            ["--debug"],
            is_flag=True,
            expose_value=False,
            hidden=hidden,
            callback=lambda _ctx, _param, wanted: start_debug_log() if wanted else None,
            help=_("Log the git commands that are run, with their times, for a bug report."),
        ),
    ]


def _overrule(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    """Let an option after the command override the one before it."""

    state = ctx.find_object(State)
    if value is not None and state is not None:
        setattr(state, "start" if param.name == "plan_folder" else "on", value)
    return value


def json_option(function: Decorated) -> Decorated:
    """Add `--json`, as every reading command has it."""
    return click.option("--json", "as_json", is_flag=True, help=_("Print JSON, for programs."))(function)


def language_option(function: Decorated) -> Decorated:
    """Add `--in LANG`, the language of a text given by an option."""
    return click.option(
        "--in",
        "language",
        metavar=_("LANG"),
        help=_("Language of the text; by default the one in use."),
    )(function)
