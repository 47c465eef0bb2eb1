"""Synchronise: what others recorded and what is only here, by meeting and person, and what has to be settled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.content import Content

from rcm_tui.history.remote import NoRemote, Rejected, Remote, Unreachable, allow_settings, set_up
from rcm_tui.history.state import MERGE, operation, require_recordable
from rcm_tui.i18n import N_, _
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.model.plan import Plan
from rcm_tui.reports.names import meeting_name
from rcm_tui.tui.actions import ask_fetch_minutes
from rcm_tui.tui.command import Command, Commands, CommandText, with_keys
from rcm_tui.tui.content import content, line, lines
from rcm_tui.tui.dialogs.ask import ConfirmDialog
from rcm_tui.tui.dialogs.settle import ask_to_settle
from rcm_tui.tui.forms.commands import RecordAgreement
from rcm_tui.tui.list_detail import LeaveScreen, ListDetailScreen
from rcm_tui.tui.navigation import NAVIGATION
from rcm_tui.tui.screens.sync_view import (
    grouped,
    paint_question,
    paint_record,
    place_dialog,
    question_blocks,
    record_blocks,
    row_name,
)
from rcm_tui.tui.widgets.blocks import Block
from rcm_tui.tui.widgets.row_list import Row
from rcm_tui.tui.widgets.row_list import heading as row_heading
from rcm_tui.workflow import sync as steps
from rcm_tui.workflow.session import Asked
from rcm_tui.workflow.standing import Look, Standing
from rcm_tui.workflow.sync_answers import checked
from rcm_tui.workflow.taking import LookAgain, QuestionsOpen, give_up_merge, take
from rcm_tui.workflow.undo import undo_closing

if TYPE_CHECKING:
    from rcm_tui.changes.questions import Question

Result = TypeVar("Result")

_ATTEMPTS = 4
"""How often it is tried to send, when others are quicker."""


class Synchronise(Command["SyncScreen"]):
    """Fetch, settle, join and send."""

    name, keys, footer, waits = "synchronise", ("F", "s"), True, True
    text = CommandText(
        N_("Synchronise"),
        N_("Synchronise now"),
        N_("Fetches what others recorded, asks what only a person can decide, joins it with yours, and sends it all."),
    )
    needs = N_("The plan is not shared yet: {share} says where.")

    def available(self, screen: SyncScreen) -> bool:
        return (screen.remote is not None or screen.is_half_merged) and not screen.is_busy

    async def run(self, screen: SyncScreen) -> None:
        if screen.is_half_merged:
            await screen.rcm.workspace_thread.run(give_up_merge)
            await screen.rcm.reload()
            screen.remote = await asyncio.to_thread(steps.remote_here, screen.rcm.snapshot)
        screen.rcm.run_in_background(screen.synchronise())


class Fetch(Command["SyncScreen"]):
    """Fetch and compare, and take nothing over."""

    name, keys, footer = "fetch", ("ctrl+r", "f5"), True
    text = CommandText(
        N_("Fetch"), N_("Fetch and compare"), N_("Fetches what others recorded and shows it; the plan stays as it is.")
    )
    needs = N_("The plan is not shared yet: {share} says where.")

    def available(self, screen: SyncScreen) -> bool:
        return screen.remote is not None and not screen.is_busy

    async def run(self, screen: SyncScreen) -> None:
        screen.rcm.run_in_background(screen.fetch())


class SettleQuestion(Command["SyncScreen"]):
    """Settle the question under the cursor."""

    name, keys, footer, waits = "settle", ("enter", "e"), True, True
    text = CommandText(
        N_("Settle"), N_("Settle the question"), N_("Shows what each side says; choose one, or write something else.")
    )
    needs = N_("Put the cursor on a question.")

    def available(self, screen: SyncScreen) -> bool:
        return screen.question is not None

    async def run(self, screen: SyncScreen) -> None:
        if screen.question is not None and screen.found is not None:
            await screen.settle(screen.found, (screen.question,))
            screen.compare()


class ShareThrough(Command["SyncScreen"]):
    """Say where the plan is shared."""

    name, keys, footer, waits = "share", ("ctrl+u", "w"), True, True
    text = CommandText(
        N_("Share"),
        N_("Say where the plan is shared"),
        N_("Asks for the address of a repository, or for a folder on a shared drive, which is made if it is missing."),
    )
    needs = N_("The plan is shared already.")

    def available(self, screen: SyncScreen) -> bool:
        return screen.remote is None and not screen.is_busy

    async def run(self, screen: SyncScreen) -> None:
        place = await screen.rcm.ask(place_dialog())
        if place:
            branch = require_recordable(screen.rcm.snapshot.git).branch or ""
            await screen.rcm.workspace_thread.run(lambda workspace: set_up(workspace.git, branch, place))
            screen.remote = steps.remote_here(screen.rcm.snapshot)
            screen.rcm.run_in_background(screen.synchronise())


class FetchRegularly(Command["SyncScreen"]):
    """Say how often to fetch while the program is open."""

    name, waits = "fetch-regularly", True
    text = CommandText(
        N_("Fetch regularly"),
        N_("Fetch every few minutes"),
        N_("Asks how often to fetch while the program is open; the plan stays as it is until you synchronise."),
    )

    async def run(self, screen: SyncScreen) -> None:
        await ask_fetch_minutes(screen.rcm, self.text.title)


class SyncScreen(ListDetailScreen):
    """Questions first, then what comes and what goes."""

    NAME = "sync"
    SCREEN_COMMANDS: ClassVar[Commands] = (
        Synchronise,
        SettleQuestion,
        Fetch,
        ShareThrough,
        FetchRegularly,
        LeaveScreen,
        RecordAgreement,
        *NAVIGATION,
    )

    def __init__(self) -> None:
        super().__init__()
        self.remote: Remote | None = None
        self.found: Look | None = None
        self.doing = ""
        """What is under way with the remote, in words."""
        self.is_busy = False
        self.is_half_merged = False
        self._why = ""

    def heading(self) -> str:
        return _("Synchronise")

    @property
    def question(self) -> Question | None:
        """The question under the cursor."""
        asked = self.found.questions if self.found is not None else ()
        return next((question for question in asked if row_name(question) == self.row_id), None)

    def on_mount(self) -> None:
        self.watch(self.app, "repo_summary", self.compare, init=False)  # Something may have been fetched.

    def show_plan(self, plan: Plan) -> None:
        """Compare again with what was last fetched; nothing is fetched here."""
        self.fill()
        self.compare()

    def compare(self) -> None:
        """Compare with what was last fetched, in the background."""
        view = self.rcm.snapshot

        def read() -> tuple[Remote, Look]:
            remote = steps.remote_here(view)
            return remote, steps.look(view, remote)

        self.rcm.reader.read("sync", read, self._take, self._failed)

    def _take(self, read: tuple[Remote, Look]) -> None:
        asked_before = self.found is not None and self.found.questions
        self.remote, self.found = read
        self._why, self.is_half_merged = "", False
        self.fill()
        if self.found.questions and not asked_before:
            self.row_list.go_to(row_name(self.found.questions[0]))
        self.refresh_bindings()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, RcmError):
            self.rcm.report_crash(error)
            return
        self.remote, self.found, self._why = None, None, str(error)
        self.is_half_merged = operation(self.rcm.snapshot.git) == MERGE
        if self.is_half_merged:
            self._why = with_keys(
                _("Git left a merge half done. Press {synchronise} to settle it here; its files are copied first.")
            )
        if isinstance(error, NoRemote):
            self._why = with_keys(_("This plan is not shared yet. Press {share} to say where the others find it."))
        self.fill()
        self.refresh_bindings()

    # --- what is shown

    def lead(self, plan: Plan) -> Content:
        if self.found is None:
            return Content("")
        parts = [line(self.doing, "$moving") if self.doing else content(steps.summary(self.found))]
        if self.remote is not None:
            parts.append(line(self.remote.url, "$muted"))
        return lines(parts)

    def empty(self, plan: Plan) -> str:
        if self.found is not None:
            words = with_keys(_("{synchronise} fetches what others recorded, and sends what is new here."))
            return steps.summary(self.found) + "\n\n" + words
        return self.doing or self._why or _("Comparing…")

    def rows(self, plan: Plan) -> Sequence[Row]:
        found = self.found
        if found is None:
            return ()
        rows: list[Row] = []
        if found.questions:
            rows.append(row_heading(line(_("To settle")), gap=False))
            asked = ((row_name(question), partial(paint_question, question, plan)) for question in found.questions)
            rows += [Row(name, paint, 2) for name, paint in asked]
        for title, side in ((_("To take over"), found.incoming), (_("To send"), found.outgoing)):
            new = [record for record in side if len(record.parents) < 2]
            for number, (group, of_group) in enumerate(grouped(new, plan)):
                head = line(title) if not number else line("")
                rows.append(row_heading(head, line(group, "$muted"), gap=bool(rows)))
                rows += [Row(record.commit, partial(paint_record, record, plan), 2) for record in of_group]
        return rows

    def blocks(self, plan: Plan, row_id: str) -> Sequence[Block]:
        found = self.found
        if found is None:
            return ()
        question = next((question for question in found.questions if row_name(question) == row_id), None)
        if question is not None:
            return list(question_blocks(question, found, plan))
        record = next((record for record in (*found.incoming, *found.outgoing) if record.commit == row_id), None)
        return list(record_blocks(record, found, plan)) if record is not None else ()

    def open_row(self, row_id: str) -> None:
        """Settle the question; of a record, show the detail."""
        if self.question is not None:
            self.rcm.run_in_background(self.action_command(SettleQuestion.name))
        else:
            self.show_detail()

    # --- what is done

    async def synchronise(self) -> None:
        """Fetch, settle, take over and send, until both sides have the same."""
        with self._busy():
            for attempt in range(_ATTEMPTS):
                found = await self._fetched()
                found = await self._taken_over(found) if found is not None else None
                if found is None or found.standing is Standing.SAME:
                    break
                try:
                    await self._connect(_("Sending"), partial(steps.send, self.rcm.snapshot, found))
                    self.rcm.toast(_("Synchronised with {url}.").format(url=found.remote.url))
                    break
                except Rejected:
                    if attempt + 1 == _ATTEMPTS:
                        raise
        if self.is_attached:
            self.compare()

    async def fetch(self) -> None:
        """Fetch and compare."""
        with self._busy():
            await self._fetched()

    @contextmanager
    def _busy(self) -> Iterator[None]:
        self.is_busy = True
        try:
            yield
        finally:
            self.is_busy = False
            self._show_doing("")

    async def _fetched(self) -> Look | None:
        remote, view = self.remote, self.rcm.snapshot
        if remote is None:
            return None
        try:
            found = await self._connect(_("Fetching"), partial(steps.fetch_and_look, view, remote))
        except steps.SettingsNotAllowed as refused:
            dialog = ConfirmDialog(_("Settings of this repository"), str(refused), yes=_("Allow"), no=_("Leave it"))
            if not await self.rcm.ask(dialog):
                return None
            allow_settings(view.git, refused.settings)
            return await self._fetched()
        await self.rcm.reload()  # The header says how many records came.
        self._take((remote, found))
        return found

    async def _connect(self, doing: str, work: Callable[..., Result]) -> Result:
        """Talk to the remote in a thread and show git's progress; where a password is needed, at the terminal."""

        def on_line(words: str) -> None:
            percent = words.partition("%")[0].rpartition(" ")[2]
            if percent.isdecimal():
                self.app.call_from_thread(self._show_doing, f"{doing} {percent} %")

        self._show_doing(f"{doing}…")
        try:
            return await asyncio.to_thread(work, on_line)
        except Unreachable as unreachable:
            if not unreachable.needs_person:
                raise
            notice = _("{url} may ask for a password.").format(url=unreachable.remote.url)
            return self.rcm.with_terminal(lambda: work(lambda _message: None, ask=True), notice)
        finally:
            self._show_doing("")

    async def _taken_over(self, found: Look) -> Look | None:
        """Settle what is open, and take over what came; return how things stand then, None where questions wait."""
        while found.is_to_take:
            for meeting, commit in (found.closings or {}).items():
                if not await self._undo_closing(meeting, commit):
                    return None
            try:
                if found.questions:
                    raise QuestionsOpen(found.questions, self.rcm.snapshot.plan)
                if not found.closings:
                    taken = await self.rcm.workspace_thread.run(partial(take, found=found))
                    for note in taken.notes:
                        self.rcm.toast(note)
                    await self.rcm.reload()
            except QuestionsOpen as needed:
                if not await self.settle(found, needed.questions):
                    self.rcm.toast(_("Your answers are kept, and the questions wait here."))
                    return None
            except LookAgain:
                await self.rcm.reload()
            remote, view, theirs = found.remote, self.rcm.snapshot, found.theirs
            found = await asyncio.to_thread(steps.look, view, remote, theirs, found)
            self._take((remote, found))
        for note in (*found.unshared.notes, *([steps.summary(found)] if found.standing is Standing.SAME else ())):
            self.rcm.toast(note)
        return found

    async def settle(self, found: Look, questions: tuple[Question, ...]) -> bool:
        """Ask each question; return whether all were answered."""
        view = self.rcm.snapshot
        left = 0
        for position, question in enumerate(questions, 1):
            asked = Asked(view.plan, question, *steps.parties(found, question), position, len(questions))
            while (answer := await ask_to_settle(self.rcm, asked)) is not None:
                try:
                    steps.answer(view, (question, checked(view, question, answer)))
                    await self.rcm.reload()  # The header says how many are left.
                    break
                except BadValue as wrong:
                    asked = replace(asked, complaint=str(wrong))
            left += answer is None
        return not left

    async def _undo_closing(self, meeting: str, commit: str) -> bool:
        question = _(
            "{meeting} was closed here and there. The edition that is shared stays; the closing here is undone, and "
            "what was recorded here is kept."
        ).format(meeting=meeting_name(self.rcm.snapshot.plan, meeting))
        dialog = ConfirmDialog(_("Closed twice"), question, yes=_("Undo the closing here"), no=_("Not now"))
        agreed = await self.rcm.ask(dialog)
        return bool(agreed) and await self.rcm.record(lambda workspace: undo_closing(workspace, commit)) is not None

    def _show_doing(self, doing: str) -> None:
        self.doing = doing
        if self.is_attached:
            self.fill()
            self.refresh_bindings()
