"""`rcm publish`: the plan, a redline, the status report, a country's sheet, data, as a file for others."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from rcm_tui.cli import output
from rcm_tui.cli.commands.status import SECTIONS as PRINTED
from rcm_tui.cli.completion import complete_actors, complete_meetings
from rcm_tui.cli.errors import DONE, show_message
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.params import Choice
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.reports.names import counted_from
from rcm_tui.reports.plan_table import Emphasis, PrintOptions
from rcm_tui.reports.writers import WRITERS
from rcm_tui.workflow.country_sheets import ALL
from rcm_tui.workflow.export import format_of, full_path, refuse_other_format, save, untracked_words
from rcm_tui.workflow.publish import FORMATS, Publication, PublicationRequest, publish_countries
from rcm_tui.workflow.publish import publish as make
from rcm_tui.workflow.site import SITE, publish_site

STDOUT = "-"
SECTIONS = ("overview", *PRINTED)
"""The sections that a status report can have."""


@click.command(
    "publish",
    cls=Command,
    help=_(
        "Write the plan as a file for people who never see this tool.\n\nFORMAT decides what is written: docx, "
        "pdf, html and md contain the plan as a table; xlsx, csv and json its data as rows; ics its "
        "calendar. --what chooses another document: the archive, a redline of the last meeting (or since the "
        "meeting that --since names), the status report, the report for the secretariat, or the minutes of "
        "the meeting that --at names. The name of a document in place of FORMAT writes it in the format of "
        "the file that -o names, else in its usual one. --country makes the sheet of one country or of all; "
        "eml is an e-mail draft with that sheet attached. site writes a folder of pages for a web server or a "
        "memory stick, rewriting only pages that changed.\n\nWithout --at, the plan is published as it is now. "
        "It is marked DRAFT while it has changes that are not recorded, or that no closed meeting covers. "
        "Reasons, proposers and withdrawn agreements are left out unless --internal is given."
    ),
    epilog="rcm publish docx\nrcm publish redline\nrcm publish docx --since last -o changes.docx\n"
    "rcm publish pdf --what archive --paper letter\nrcm publish html --what status\n"
    "rcm publish docx --what status --sections overview,countries --subject HR\n"
    "rcm publish docx --what minutes --at 2006-11-council\n"
    "rcm publish eml --country MOH\nrcm publish eml --country all -o letters/\nrcm publish csv -o -\n"
    "rcm publish site ~/plan-site",
)
@click.argument("form", metavar=_("FORMAT"), type=Choice(*WRITERS, *FORMATS, SITE))
@click.argument("directory", metavar=_("[DIR]"), required=False, type=click.Path())
@click.option("--what", type=Choice(*FORMATS), help=_("What to publish, if the format does not say so."))
@click.option("--at", metavar=_("MEETING"), shell_complete=complete_meetings, help=_("The edition of this meeting."))
@click.option(
    "--since",
    metavar=_("MEETING"),
    shell_complete=complete_meetings,
    help=_("Mark, or in the status report count, what changed since this edition."),
)
@click.option(
    "--country",
    metavar=_("ACTOR"),
    shell_complete=complete_actors,
    help=_(
        "The sheet of this country, by code or name, or “all” for every country; a file for each if -o names a folder."
    ),
)
@click.option(
    "--sections",
    metavar=_("SECTION,..."),
    help=_("The sections of the status report, in this order: {sections}.").format(sections=", ".join(SECTIONS)),
)
@click.option("--subject", metavar=_("CODE"), help=_("Restrict the status report to this subject."))
@click.option(
    "--actor",
    metavar=_("ACTOR"),
    shell_complete=complete_actors,
    help=_("Restrict the status report to what names this country, organization or office."),
)
@click.option(
    "--emphasis",
    type=Choice("status", "source"),
    default="status",
    help=_("Set what is open in bold italics (status), or follow the transcribed source (source)."),
)
@click.option(
    "--numbers/--no-numbers",
    default=None,
    help=_(
        "Print the id of each activity, as reports name it, or leave it out; by default it is left out if "
        "the plan was transcribed from a printed source."
    ),
)
@click.option("--internal", is_flag=True, help=_("Include reasons, proposers and withdrawn agreements."))
@click.option("--paper", type=Choice("a4", "letter"), default="a4", help=_("The size of the pages."))
@click.option("-o", "target", metavar=_("FILE"), type=click.Path(), help=_("Where to write it; - for standard output."))
@click.option("--incomplete", is_flag=True, help=_("Publish although files cannot be read, without what they hold."))
@click.option("--force", is_flag=True, help=_("Overwrite an existing file."))
@pass_state
def publish(
    state: State,
    form: str,
    directory: str | None,
    what: str | None,
    at: str | None,
    since: str | None,
    country: str | None,
    sections: str | None,
    subject: str | None,
    actor: str | None,
    emphasis: str,
    numbers: bool | None,
    internal: bool,
    paper: str,
    target: str | None,
    incomplete: bool,
    force: bool,
) -> int:
    """Make the publication and write it."""
    if form == SITE:
        return _site(state, directory or target, incomplete=incomplete)
    if directory is not None:
        raise click.UsageError(_("Only a site is written into a folder; name the file with -o FILE."))
    if form in FORMATS:
        what, form = form, _usual_format(form, target)
    if target and target != STDOUT and not _is_folder(target):
        refuse_other_format(Path(target), form)
    options = PrintOptions(Emphasis(emphasis), internal, numbers)
    request = PublicationRequest(
        form, what or "", at, since, country, options, paper, incomplete, _sections(sections), subject, actor
    )
    folder = Path(target).expanduser() if target and country == ALL and _is_folder(target) else None
    with output.progress(_("Publishing")) as progress:
        if folder is not None:
            folder.mkdir(exist_ok=True)
            found = list(publish_countries(state.workspace, request, progress))
        else:
            found = [make(state.workspace, request, progress)]
    for sentence in dict.fromkeys(sentence for publication in found for sentence in publication.remarks):
        show_message(sentence)
    if target == STDOUT:
        _to_stdout(found[0])
    else:
        place = folder or (Path(target).expanduser() if target else Path.cwd())
        _say_written(state, found, [save(publication, place, force=force) for publication in found])
    return DONE


def _say_written(state: State, found: Sequence[Publication], written: Sequence[Path]) -> None:
    """Say what must be known of publications, and print where they are."""
    if any(publication.draft for publication in found):
        show_message(
            _("This is a DRAFT: the plan has changes that are not recorded, or that no closed meeting holds yet.")
        )
    for day in dict.fromkeys(publication.day for publication in found if publication.day is not None):
        show_message(counted_from(day))
    text = untracked_words(state.workspace.root, written[0]) if written else ""
    if text:
        show_message(text)
    for path in written:
        output.row(path)


def _usual_format(what: str, target: str | None) -> str:
    """Return the format that the file to be written has by its name, else the usual one of this publication."""
    named = format_of(Path(target or ""))
    return named if named in FORMATS[what] else FORMATS[what][0]


def _is_folder(target: str) -> bool:
    """Return whether a folder is meant, which need not be there yet."""
    return target.endswith(os.sep) or Path(target).expanduser().is_dir()


def _site(state: State, directory: str | None, *, incomplete: bool) -> int:
    """Write the plan as a site."""
    if directory is None:
        raise click.UsageError(_("Name the folder of the site: rcm publish site DIR"))
    with output.progress(_("Publishing")) as progress:
        made = publish_site(state.workspace, full_path(directory), incomplete=incomplete, progress=progress)
    for sentence in (*made.remarks(), untracked_words(state.workspace.root, made.folder)):
        if sentence:
            show_message(sentence)
    output.row(made.folder)
    return DONE


def _sections(names: str | None) -> tuple[str, ...]:
    """Return the sections that were named; raise UsageError for an unknown one."""
    found = tuple(filter(None, (name.strip() for name in (names or "").split(","))))
    for name in found:
        if name not in SECTIONS:
            known = ", ".join(SECTIONS)
            raise click.UsageError(
                _("There is no section “{name}”; the report has: {known}").format(name=name, known=known)
            )
    return found


def _to_stdout(made: Publication) -> None:
    """Write the bytes as they are; refuse to write a binary format to a terminal."""
    if output.is_terminal() and not WRITERS[made.name.rpartition(".")[2]].is_text:
        raise click.UsageError(_("A terminal cannot show this format; write it to a file with -o FILE."))
    output.binary(made.content)
