"""`rcm init`, `rcm demo` and `rcm` alone: start a plan, open a sample, or open the plan that is here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from rcm_tui.cli import output
from rcm_tui.cli.commands.importing import ImportOptions, import_options, read_for_new_plan
from rcm_tui.cli.errors import DONE, show_message
from rcm_tui.cli.interface import run_interface
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.prompts import ask, ask_needed, can_ask, choose
from rcm_tui.cli.state import State, pass_state
from rcm_tui.history.state import NoIdentity
from rcm_tui.i18n import _, current
from rcm_tui.model.errors import BadValue
from rcm_tui.workflow import profiles
from rcm_tui.workflow.change import NoPlanHere
from rcm_tui.workflow.init import Imported
from rcm_tui.workflow.init import init as start
from rcm_tui.workflow.sample import make_demo
from rcm_tui.workflow.workspace import Workspace

Pairs = Sequence[tuple[str, str]]


@click.command(
    "init",
    cls=Command,
    help=_(
        "Start an empty plan in DIR, as a git repository of its own or in a folder of an existing "
        "repository. At a terminal, rcm asks for what the options leave open: title, languages, subjects. "
        "With --from, the plan begins with the contents of a table from Word or Excel; what was understood "
        "is shown first."
    ),
    epilog=(
        'rcm init our-plan\nrcm init our-plan --title "Plan of Action" --language en --language es '
        '--subject HR="Human Rights" --body COUNCIL="Council of Ministers"\n'
        'rcm init our-plan --like amr --title "National Action Plan"\n'
        "rcm init our-plan --from plan.docx\nrcm init our-plan --from actions.xlsx --column 3=owner --dry-run"
    ),
)
@click.argument("folder", metavar=_("[DIR]"), required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--title", metavar=_("TEXT"), help=_("The plan's title, in its first language."))
@click.option(
    "--language", "languages", multiple=True, metavar=_("LANG"), help=_("A language of the plan's texts: en, es, …")
)
@click.option("--subject", "subjects", multiple=True, metavar=_("CODE=TITLE"), help=_("A subject; may be repeated."))
@click.option("--body", "bodies", multiple=True, metavar=_("CODE=NAME"), help=_("A body that meets; may be repeated."))
@click.option(
    "--from",
    "source",
    metavar=_("FILE"),
    type=click.Path(path_type=Path),
    help=_("Begin with the table or list in this file: docx, xlsx, csv or html; odt and doc need LibreOffice."),
)
@import_options
@click.option(
    "--like",
    metavar=_("PROFILE"),
    shell_complete=lambda _ctx, _param, typed: _profiles(typed),
    help=_("Begin with the levels, statuses and fields of a profile: {names}.").format(
        names=", ".join(profiles.names())
    ),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print the result as JSON, for programs."))
@pass_state
def init(
    state: State,
    folder: Path | None,
    title: str | None,
    languages: tuple[str, ...],
    subjects: tuple[str, ...],
    bodies: tuple[str, ...],
    source: Path | None,
    given: ImportOptions,
    like: str | None,
    as_json: bool,
) -> int:
    """Start the plan and print where it is."""
    imported = None
    if source is not None:
        imported, title = read_for_new_plan(source, given, languages, like, title, as_json=as_json)
        if imported is None:
            return DONE
        languages = languages or (current(),)
    if like is not None:
        languages = languages or profiles.languages(like)
    if title is None and not can_ask():
        raise click.UsageError(_("Give the plan's title with --title."))
    root = state.start / folder if folder is not None else state.start
    workspace = start_plan(root, title or "", languages, _pairs(subjects), _pairs(bodies), imported, like)
    if as_json:
        output.data(
            "plan",
            root=str(workspace.root),
            title=dict(workspace.plan.info.title),
            subjects=list(workspace.plan.children()),
        )
        return DONE
    output.line(_("Started a plan in {folder}").format(folder=workspace.root))
    if workspace.git.prefix:
        message = _(
            "It is a folder of a larger repository; records touch this folder alone, and tags begin with {tags}"
        )
        show_message(message.format(tags=f"{workspace.git.prefix}meeting/"))
    show_message(_("Continue there with: rcm, or rcm --help"))
    return DONE


def _profiles(typed: str) -> list[CompletionItem]:
    return [CompletionItem(name, help=words) for name, words in profiles.described() if name.startswith(typed)]


def start_plan(
    root: Path,
    title: str,
    languages: Sequence[str],
    subjects: Pairs,
    bodies: Pairs,
    imported: Imported | None = None,
    like: str | None = None,
) -> Workspace:
    """Start a plan, asking at a terminal for what is missing."""
    asking = can_ask() and not title
    title = title or ask_needed(_("Title of the plan"))
    languages = [code.strip() for code in languages]
    if not languages:
        default = "en, es" if current() == "en" else "es, en"
        answer = ask(_("Languages of its texts, the main one first"), default) if asking else current()
        languages = [code for code in answer.replace(",", " ").split() if code]
    if asking and not subjects:
        subjects = _ask_subjects()
    identity: tuple[str, str] | None = None
    while True:
        try:
            return start(
                root,
                title={languages[0]: title},
                languages=languages,
                subjects=subjects,
                bodies=bodies,
                identity=identity,
                imported=imported,
                like=like,
            )
        except NoIdentity:
            if not can_ask() or identity is not None:
                raise
            show_message(_("Git does not know you yet; every record names a person."))
            identity = (ask_needed(_("Your name")), ask_needed(_("Your e-mail")))


def _ask_subjects() -> list[tuple[str, str]]:
    show_message(_("Its subjects, each with a short code in capitals, such as HR. Press Enter to finish."))
    found: list[tuple[str, str]] = []
    while code := ask(_("Code of subject {number}").format(number=len(found) + 1)).upper():
        found.append((code, ask_needed(_("Title of {code}").format(code=code))))
    return found


def _pairs(given: Sequence[str]) -> list[tuple[str, str]]:
    pairs = []
    for pair in given:
        code, sign, name = pair.partition("=")
        if not sign or not code.strip() or not name.strip():
            raise BadValue(_("“{text}” is incomplete; write CODE=TITLE, such as HR=Rights").format(text=pair))
        pairs.append((code.strip(), name.strip()))
    return pairs


@click.command(
    "demo",
    cls=Command,
    help=_(
        "Open a sample plan in a repository of its own, to look around and try things out "
        "safely. Its history is a reconstruction, replayed from the meetings and dates in the "
        "plan's entries. An existing sample opens as you left it; --fresh starts over. Without "
        "DIR, the sample is kept in your data folder."
    ),
    epilog="rcm demo\nrcm demo --fresh\nrcm demo sample-plan --no-open",
)
@click.argument("folder", metavar=_("[DIR]"), required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--fresh", is_flag=True, help=_("Discard what was done in the sample and start over."))
@click.option("--no-open", is_flag=True, help=_("Only create it and print where it is."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the result as JSON, for programs."))
@pass_state
def demo(state: State, folder: Path | None, fresh: bool, no_open: bool, as_json: bool) -> int:
    """Create the sample where it does not exist yet, and open it."""
    root = make_sample(state.start / folder if folder is not None else None, fresh=fresh)
    if as_json:
        output.data("plan", root=str(root))
        return DONE
    if no_open or not output.is_terminal():
        output.row(root)
        show_message(_("A sample plan with an open practice meeting. To see it: rcm -C {folder}").format(folder=root))
        return DONE
    show_message(_("The sample plan is in {folder}").format(folder=root))
    return run_interface(state, root)


def make_sample(target: Path | None, *, fresh: bool = False) -> Path:
    """Create the sample plan, showing a progress bar."""
    with output.progress(_("Replaying the history of the sample")) as tell:
        return make_demo(target, tell, fresh=fresh)


def open_interface(state: State) -> int:
    """Open the terminal interface; on a plain terminal or in a pipe, print a summary instead."""
    try:
        workspace = state.workspace
    except NoPlanHere:
        if not (output.is_terminal() and can_ask()):
            raise
        return _without_plan(state)
    return run_interface(state, workspace.root)


def _without_plan(state: State) -> int:
    """Offer to open the sample or to start a plan."""
    show_message(_("There is no plan in {folder} or above it.").format(folder=state.start.absolute()))
    chosen = choose(
        _("What would you like?"),
        [
            _("Open the sample plan, to look around and try things out"),
            _("Start a plan in this folder"),
            _("Nothing"),
        ],
        default=0,
    )
    if chosen == 2:
        return DONE
    root = make_sample(None) if chosen == 0 else start_plan(state.start, "", (), (), ()).root
    return run_interface(state, root)
