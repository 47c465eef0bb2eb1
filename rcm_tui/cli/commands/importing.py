"""What `rcm init --from` and `rcm import` share: options, preview, and the question before anything is recorded."""

from __future__ import annotations

import datetime
import functools
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from rcm_tui.cli import output
from rcm_tui.cli.errors import show_message
from rcm_tui.cli.prompts import ask, can_ask
from rcm_tui.cli.recording import Declined
from rcm_tui.cli.render import page_lines
from rcm_tui.i18n import _, current, use_terms
from rcm_tui.model.errors import BadValue
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.levels import Levels
from rcm_tui.model.schema import SCHEMA
from rcm_tui.model.terms import rephrase
from rcm_tui.workflow import profiles
from rcm_tui.workflow.importing.columns import read_correction
from rcm_tui.workflow.importing.making import Made, Options, make
from rcm_tui.workflow.importing.preview import layout_words, preview_page
from rcm_tui.workflow.importing.reading import Understood, understand_file
from rcm_tui.workflow.init import Imported


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How a file is to be understood, and whether to go on without asking."""

    columns: tuple[str, ...]
    no_dates: bool
    dry_run: bool = False
    yes: bool = False


def column_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say how a file is understood."""
    for option in (
        click.option("--no-dates", is_flag=True, help=_("Do not date entries by the dates in their texts.")),
        click.option(
            "--column",
            "columns",
            multiple=True,
            metavar="N=" + _("WHAT"),
            help=_(
                "What a column of the table holds, if rcm got it wrong: subject, objective, action, "
                "activity, subactivity, calendar, owner, status, due, number, level, comment or nothing; may "
                "be repeated."
            ),
        ),
    ):
        function = option(function)
    return function


def import_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that records nothing the options of an import; it gets them as `given`."""

    @functools.wraps(function)
    def command(*args: Any, columns: tuple[str, ...], no_dates: bool, dry_run: bool, yes: bool, **kwargs: Any) -> Any:
        return function(*args, given=ImportOptions(columns, no_dates, dry_run, yes), **kwargs)

    wrapped = click.option("--yes", is_flag=True, help=_("Go ahead without asking for confirmation."))(command)
    wrapped = click.option("--dry-run", is_flag=True, help=_("Only show what was understood."))(wrapped)
    return column_options(wrapped)


def understood_file(path: Path, columns: Sequence[str]) -> Understood:
    """Read a file, showing progress, with the columns that the options name."""

    corrections = dict(read_correction(column) for column in columns)
    with output.progress(_("Reading {file}").format(file=path.name)) as tell:
        return understand_file(path, corrections, tell)


def read_for_new_plan(
    path: Path,
    given: ImportOptions,
    languages: Sequence[str],
    like: str | None = None,
    title: str | None = None,
    *,
    as_json: bool,
) -> tuple[Imported | None, str]:
    """Return what a new plan begins with, and its title; None where only a preview was asked for.

    The title is that of the file, unless another is given. At a terminal the preview is shown and may be corrected;
    elsewhere `--yes` must be given.
    """

    language = languages[0] if languages else current()
    info = profiles.info(like)
    levels = Levels(info.levels, info.respondents)
    use_terms(rephrase(levels.terms))

    def made_of(understood: Understood) -> Made:
        understood.outline.title = title or understood.outline.title
        options = Options(
            language,
            path.name,
            datetime.date.today(),
            dates=not given.no_dates,
            levels=len(levels.shown),
            top=profiles.top(like),
            statuses=info.statuses,
        )
        return make(understood.outline, SCHEMA, options)

    settled = settle(understood_file(path, given.columns), made_of, given, as_json=as_json)
    if settled is None:
        return None, ""
    understood, made = settled
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    notes = [note.strip() for note in understood.outline.notes]
    return Imported(path.name, digest, made.files, made.actors, notes), understood.outline.title


def settle(
    understood: Understood, made_of: Callable[[Understood], Made], given: ImportOptions, *, as_json: bool
) -> tuple[Understood, Made] | None:
    """Show what was understood and ask whether to go on; None where only that was asked for.

    Raises Declined for no, BadValue where nobody can be asked and `--yes` was not given.
    """
    made = made_of(understood)
    if as_json and given.dry_run:
        show_json(understood, made)
        return None
    if given.yes and not given.dry_run:
        return understood, made
    while True:
        _show(understood, made)
        if given.dry_run:
            return None
        if not can_ask():
            raise BadValue(_("Nothing was made. Look at what was understood, and say --yes to make it."))
        answer = ask(_("Make it so? y, n, or a column to correct, such as 3=owner"), _("n"))
        if answer.casefold().startswith((_("y"), "y")):
            return understood, made
        if "=" not in answer:
            raise Declined
        try:
            understood = understood.again({**understood.corrections, **dict([read_correction(answer)])})
            made = made_of(understood)
        except BadValue as wrong:
            show_message(str(wrong))


def _show(understood: Understood, made: Made) -> None:
    output.lines(page_lines(preview_page(understood, made)))
    output.flush()


def show_json(understood: Understood, made: Made) -> None:
    """Print what was understood as JSON."""

    doubts = (*understood.outline.doubts, *made.doubts)
    output.data(
        "import",
        file=understood.name,
        title=understood.outline.title,
        columns=layout_words(understood.layouts),
        new=made.added,
        unchanged=made.unchanged,
        differing=[{"item": item, "before": before, "after": after} for item, before, after in made.differing],
        doubts=[{"row": doubt.line, "text": doubt.text, "why": doubt.why} for doubt in doubts],
        unused=understood.outline.unused,
        notes=list(understood.contents.notes),
    )


__all__ = [
    "ImportOptions", "column_options", "import_options", "read_for_new_plan", "settle", "show_json", "understood_file",
]  # fmt: skip
