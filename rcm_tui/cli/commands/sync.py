"""`rcm sync`: exchange records with the other clones of the plan."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from rcm_tui.changes.questions import OURS, THEIRS, Answer, Question
from rcm_tui.cli import output
from rcm_tui.cli.errors import DONE, PREVENTED, USAGE, show_message
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.output import FAINT, TITLE
from rcm_tui.cli.params import json_option
from rcm_tui.cli.prompts import can_ask, confirm
from rcm_tui.cli.recording import answered
from rcm_tui.cli.state import State, pass_state
from rcm_tui.history.log import Record
from rcm_tui.history.remote import Rejected, Remote, Unreachable, allow_settings, set_up
from rcm_tui.history.state import require_recordable
from rcm_tui.i18n import _, ngettext
from rcm_tui.model.plan import Plan
from rcm_tui.reports.names import meeting_name, record_meeting_name
from rcm_tui.workflow import sync as steps
from rcm_tui.workflow.standing import Look, Standing
from rcm_tui.workflow.sync import SettingsNotAllowed

if TYPE_CHECKING:
    from rcm_tui.history.git import Git
    from rcm_tui.workflow.taking import QuestionsOpen, Taken

_MOST = 8
"""How many paths a sentence names."""
_ATTEMPTS = 4
"""How often it is tried to send, when others are quicker."""


@click.command(
    "sync",
    cls=Command,
    help=_(
        "Exchange records with the other clones of the plan: fetch what others recorded, join it with "
        "yours, ask what only a person can decide, and send the result. Answers are kept until all are "
        "given; work can go on meanwhile. The first time, --with says where the plan is shared: a URL, "
        "or a folder on a shared drive."
    ),
    epilog="rcm sync\nrcm sync --dry-run\nrcm sync --theirs\nrcm sync --with /mnt/office/plan.git",
)
@click.option(
    "--with",
    "place",
    metavar=_("URL"),
    type=click.Path(),
    help=_("Share the plan through this URL or folder from now on."),
)
@click.option("--remote", "name", default="", metavar=_("NAME"), help=_("The remote to use, if there are several."))
@click.option("--dry-run", is_flag=True, help=_("Only fetch, and show what would be taken over, sent and asked."))
@click.option("--ours", "side", flag_value=OURS, help=_("Answer every question with what is here."))
@click.option("--theirs", "side", flag_value=THEIRS, help=_("Answer every question with what is there."))
@click.option(
    "--continue",
    "go_on",
    is_flag=True,
    help=_("Continue with what was fetched, or with a merge that git left unfinished."),
)
@click.option("--install-driver", is_flag=True, help=_("Make git itself merge files of the plan field by field."))
@click.option("--offline-ok", is_flag=True, help=_("Succeed even if the remote cannot be reached."))
@click.option("--allow-settings", is_flag=True, help=_("Allow this repository's settings that could run programs."))
@json_option
@pass_state
def sync(
    state: State,
    place: str | None,
    name: str,
    dry_run: bool,
    side: str | None,
    go_on: bool,
    install_driver: bool,
    offline_ok: bool,
    allow_settings: bool,
    as_json: bool,
) -> int:
    """Synchronise, and say what came of it."""
    workspace = state.workspace.read_lazily()
    if install_driver:
        from rcm_tui.history.setup import install_merge_driver

        install_merge_driver(workspace.git)
        show_message(_("Git merges the files of this plan field by field now, in this clone."))
        return DONE
    if place is not None:
        branch = require_recordable(workspace.git).branch
        assert branch is not None
        set_up(workspace.git, branch, place)
        _say_unrecorded(workspace.git)
    if go_on:
        from rcm_tui.workflow.taking import give_up_merge

        give_up_merge(workspace)
    run = _Run(state, steps.remote_here(workspace, name), side, as_json, allow_settings)
    try:
        found = run.look(fetched=go_on)
        if dry_run:
            run.report(found)
            return DONE
        return run.synchronise(found)
    except Unreachable as unreachable:
        if not offline_ok:
            raise
        show_message(str(unreachable))
        return DONE


def _say_unrecorded(git: Git) -> None:
    """Say which files are not recorded when a plan is first shared: a plan without them may be none."""
    from rcm_tui.history.worktree import unrecorded  # Only the first time.

    if paths := [change.path for change in unrecorded(git)]:
        sentence = _("Not recorded yet, so not sent: {paths}. To record them: rcm record")
        show_message(sentence.format(paths=", ".join(paths[:_MOST]) + (" …" if paths[_MOST:] else "")))


class _Run:
    """One run of the command."""

    def __init__(self, state: State, remote: Remote, side: str | None, as_json: bool, allowed: bool) -> None:
        self.state, self.remote, self.side, self.as_json, self.allowed = state, remote, side, as_json, allowed
        self.taken: list[Taken] = []
        self.came: dict[str, Record] = {}
        self.went: dict[str, Record] = {}
        self.is_sent = False

    def look(self, *, fetched: bool = False) -> Look:
        """Fetch and compare, or compare with what was fetched before."""
        workspace = self.state.workspace
        if fetched:
            return steps.look(workspace, self.remote)
        try:
            with _progress(_("Fetching")) as progress:
                return steps.fetch_and_look(workspace, self.remote, progress, ask=can_ask())
        except SettingsNotAllowed as found:
            if not self.allowed and not (can_ask() and confirm(str(found) + " " + _("Allow them now?"))):
                raise
            allow_settings(workspace.git, found.settings)
        return self.look()

    def synchronise(self, found: Look) -> int:
        """Take over and send, until both sides have the same."""
        for attempt in range(_ATTEMPTS):
            self.show(found)
            found = self._take_over(found)
            if found.standing is Standing.SAME:
                break
            try:
                with _progress(_("Sending")) as progress:
                    steps.send(self.state.workspace, found, progress, ask=can_ask())
                break
            except Rejected as quicker:
                if attempt + 1 == _ATTEMPTS:
                    self._say_exchanged(sent=False)
                    raise quicker
            except Unreachable:
                self._say_exchanged(sent=False)
                raise
            time.sleep(random.uniform(0.05, 0.5))  # noqa: S311 - so that two that wait do not meet again.
            found = self.look()
        self.is_sent = True
        self.report(found)
        return DONE

    def _take_over(self, found: Look) -> Look:
        """Settle what is open and take over what came; return how things stand then."""
        workspace = self.state.workspace
        while found.is_to_take:
            from rcm_tui.workflow.taking import LookAgain, QuestionsOpen, take  # Merging and recording: 40 ms.

            for meeting, commit in (found.closings or {}).items():
                self._undo_closing(meeting, commit)
            if found.closings:
                found = steps.look(workspace, self.remote, found.theirs, found)
                continue
            try:
                if found.questions:
                    raise QuestionsOpen(found.questions, self.state.plan)
                self.taken.append(take(workspace, found))
            except QuestionsOpen as open_:
                self._settle(found, open_)
            except LookAgain:
                pass
            found = steps.look(workspace, self.remote, found.theirs, found)
        return found

    def _settle(self, found: Look, needed: QuestionsOpen) -> None:
        workspace = self.state.workspace
        if self.side is not None:
            steps.answer(workspace, *((question, Answer(self.side)) for question in needed.questions))
            if not self.as_json:
                self._say_decided(needed.questions, self.side)
            return
        if self.as_json:
            self.report(found)
            raise click.exceptions.Exit(USAGE)
        if not can_ask():
            raise needed
        asked = found if found.questions else steps.asking(found, needed.questions)
        if answered(self.state.session.settle(asked)):
            show_message(_("Your answers are kept; go on with: rcm sync --continue"))
            raise click.exceptions.Exit(PREVENTED)

    def _say_decided(self, questions: Sequence[Question], side: str) -> None:
        from rcm_tui.reports.questions import choice_words, choices, heading

        show_message(_("Decided by --{side}:").format(side=side))
        for question in questions:
            taken = next(choice for choice in choices(question, self.state.plan) if choice.take == side)
            show_message(f"  {heading(question, self.state.plan)}: {choice_words(taken)}")

    def _undo_closing(self, meeting: str, commit: str) -> None:
        """Undo our closing of a meeting that the other side has closed too: the edition that is shared is the one."""
        from rcm_tui.workflow.undo import undo_closing  # Rarely needed, and takes 5 ms to import.

        message = _(
            "{meeting} was closed here and there. The edition that is shared stays; the closing here is undone, and "
            "what was recorded here is kept."
        )
        show_message(message.format(meeting=meeting_name(self.state.plan, meeting)))
        if self.side is None and not (can_ask() and confirm(_("Continue?"), default=True)):
            raise click.exceptions.Exit(PREVENTED)
        session = self.state.session
        answered(session.record(lambda workspace: undo_closing(workspace, commit)))

    # --- what is said

    def show(self, found: Look) -> None:
        """Note what comes and what goes; at a terminal say it, by meeting and person, once."""
        for title, side, noted in (
            (_("To take over:"), found.incoming, self.came),
            (_("To send:"), found.outgoing, self.went),
        ):
            new = {record.commit: record for record in side if len(record.parents) < 2 and record.commit not in noted}
            noted.update(new)
            if new and not self.as_json and output.is_terminal(sys.stderr):
                show_message("\n  ".join((title, *_by_meeting(new.values(), self.state.plan))))
        if self.as_json:
            return
        for finding in found.findings:
            show_message(_("Found in what comes: {words}").format(words=finding.what))
        if found.outside:
            show_message(
                _("Outside the plan's folders these change too: {paths}").format(paths=", ".join(found.outside[:_MOST]))
            )

    def _say_exchanged(self, *, sent: bool) -> None:
        """Say what was taken over and sent, where it was not said before: in a script, or a mail of cron."""
        if self.as_json or output.is_terminal(sys.stderr):
            return
        came = self.came if self.taken else {}
        for title, side in ((_("Taken over:"), came), (_("Sent:"), self.went if sent else {})):
            if side:
                output.line(title)
                for line in _by_meeting(side.values(), self.state.plan):
                    output.line(line, indent=2)

    def report(self, found: Look) -> None:
        """Print the result."""
        notes = [*(note for taken in self.taken for note in taken.notes), *found.unshared.notes]
        if self.as_json:
            output.data(
                "sync", **_json(found, self.state.plan), taken=[taken.commit for taken in self.taken], notes=notes
            )
            return
        for note in notes:
            show_message(note)
        if self.is_sent:
            is_new = bool(self.taken) or found.standing is not Standing.SAME
            done = _("Synchronised with {url}.").format(url=self.remote.url) if is_new else steps.summary(found)
            output.line((done, TITLE))
            self._say_exchanged(sent=True)
            if found.unshared.to_send:
                names = ", ".join(found.unshared.to_send)
                output.line(_("Sent editions and adoptions: {names}").format(names=names))
        else:
            self._preview(found)

    def _preview(self, found: Look) -> None:
        output.line((steps.summary(found), TITLE))
        for title, side in ((_("To take over:"), found.incoming), (_("To send:"), found.outgoing)):
            if side:
                output.line(title)
            for line in _by_meeting(side, self.state.plan):
                output.line((line, FAINT), indent=2)
        if not found.questions:
            return
        from rcm_tui.reports.questions import about, choice_words, choices, heading  # The schema: 20 ms.

        for question in found.questions:
            output.line(heading(question, self.state.plan), indent=2)
            if words := about(question, self.state.plan):
                output.line((words, FAINT), indent=4)
            for choice in choices(question, self.state.plan):
                output.line(choice_words(choice), indent=4)


def _by_meeting(side: Iterable[Record], plan: Plan) -> Iterator[str]:
    from rcm_tui.reports.record_words import subject_words

    groups: dict[tuple[str, str], list[Record]] = {}
    for record in side:
        meeting = record_meeting_name(plan, record) or _("no meeting named")
        groups.setdefault((meeting, record.author), []).append(record)
    for (meeting, person), found in groups.items():
        count = ngettext("{count} record", "{count} records", len(found)).format(count=len(found))
        subjects = "; ".join(subject_words(plan, record.subject) for record in found[:3])
        others = {item for record in found[3:] for item in record.items}
        more = ngettext("and {count} more item", "and {count} more items", len(others)).format(count=len(others))
        yield f"{meeting}, {person}: {count} ({subjects}{'; ' + more if others else ' …' if found[3:] else ''})"


def _json(found: Look, plan: Plan) -> dict[str, Any]:
    from rcm_tui.reports.questions import before, choices, heading

    def record(made: Record) -> dict[str, Any]:
        return {
            "commit": made.commit,
            "author": made.author,
            "meeting": made.meeting,
            "subject": made.subject,
        }

    return {
        "remote": found.remote.url,
        "standing": found.standing.value,
        "ours": found.ours,
        "theirs": found.theirs,
        "incoming": [record(each) for each in found.incoming],
        "outgoing": [record(each) for each in found.outgoing],
        "questions": [
            {
                "key": question.key,
                "path": list(question.path),
                "kind": question.kind.value,
                "question": heading(question, plan),
                "before": before(question, plan),
                "choices": [choice._asdict() for choice in choices(question, plan)],
            }
            for question in found.questions
        ],
        "findings": [finding.what for finding in found.findings],
        "outside": list(found.outside),
    }


@contextmanager
def _progress(title: str) -> Iterator[Callable[[str], None]]:
    """Show git's own progress as a bar on a terminal, else nothing."""
    with output.progress(title) as show:

        def on_line(line: str) -> None:
            percent = line.partition("%")[0].rpartition(" ")[2]
            if percent.isdecimal():
                show(int(percent), 100)

        yield on_line
