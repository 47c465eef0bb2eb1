"""The queue of changes to be recorded: in order, one at a time, in the background.

A command hands over a function that builds a `Change`, which is called in the thread that owns the workspace. What the
record still needs is asked in dialogs (see `workflow.session`); meanwhile that thread is free for reading.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from inspect import isawaitable
from typing import TYPE_CHECKING, TypeVar

from rcm_tui.i18n import _, current
from rcm_tui.model.errors import RcmError
from rcm_tui.model.rules import KEPT_OPEN, NO_LONGER
from rcm_tui.reports.names import actors_short, meeting_name, outcome_words
from rcm_tui.tui.content import line
from rcm_tui.tui.dialogs.ask import ConfirmDialog, IdentityDialog, LineDialog
from rcm_tui.tui.dialogs.choose import Choice, ChooseDialog, MeetingDialog
from rcm_tui.workflow.attribution import RecordOptions
from rcm_tui.workflow.change import (
    ConfirmationNeeded,
    Conflict,
    CorrectionNeeded,
    ExternalEdits,
    MeetingNeeded,
    NothingToRecord,
    ReasonNeeded,
    Recorded,
    UnansweredRequests,
)
from rcm_tui.workflow.session import Asked, Build, MeetingChoice, Session, Step

if TYPE_CHECKING:
    from rcm_tui.changes.questions import Answer
    from rcm_tui.history.record import TerminalNeeded
    from rcm_tui.history.state import NoIdentity
    from rcm_tui.model.plan import Plan
    from rcm_tui.store.reader import Progress
    from rcm_tui.tui.protocols import Application
    from rcm_tui.workflow.workspace import Workspace

Result = TypeVar("Result")


@dataclass
class Job:
    """One change to be recorded.

    `build` makes the change. `describe` gives the sentence shown when it is recorded. `on_conflict` is asked where
    another program changed the same field meanwhile: it gives another `build`, or None to let it be.
    """

    build: Build
    options: RecordOptions = field(default_factory=RecordOptions)
    describe: Callable[[Recorded], str] | None = None
    on_conflict: Callable[[Conflict], Awaitable[Build | None]] | None = None
    done: asyncio.Future[Recorded | None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class WorkspaceThread:
    """The one thread that may use a workspace: it loads the plan and records there. Others read a snapshot."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="workspace", initializer=workspace.claim)

    async def run(self, action: Callable[[Workspace], Result]) -> Result:
        """Call a function with the workspace in that thread, and wait for its result."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, action, self._workspace)

    def begin(self, action: Callable[[Workspace], object]) -> None:
        """Call a function in that thread before anybody waits for it; an error is raised again by what comes next."""
        self._pool.submit(action, self._workspace)

    def wait(self, action: Callable[[Workspace], Result]) -> Result:
        """Call a function with the workspace in that thread, and stop the event loop until it is done."""
        return self._pool.submit(action, self._workspace).result()

    @property
    def progress(self) -> Progress | None:
        """How far the first reading of the plan is; None before and after it."""
        return self._workspace.progress

    def close(self) -> None:
        """Wait for the function that is being called; any thread may use the workspace then."""
        self._workspace.stop_first_reading()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._workspace.release()


class Recorder:
    """Records jobs one after the other, in one session."""

    def __init__(self, app: Application, workspace: Workspace, thread: WorkspaceThread) -> None:
        self._app = app
        self._thread = thread
        self._session = Session(workspace)
        self._jobs: asyncio.Queue[Job] = asyncio.Queue()
        self.busy = False

    @property
    def waiting(self) -> bool:
        """Whether something is not recorded yet."""
        return self.busy or not self._jobs.empty()

    async def idle(self) -> None:
        """Wait until everything that was handed over is recorded, or given up."""
        await self._jobs.join()

    def put(self, job: Job) -> asyncio.Future[Recorded | None]:
        """Queue a job; the future gives what was recorded, or None where it was not."""
        self._jobs.put_nowait(job)
        return job.done

    async def work(self) -> None:
        """Record job after job, as long as the app runs."""
        while True:
            job = await self._jobs.get()
            self.busy = True
            recorded: Recorded | None = None
            try:
                recorded = await self._record(job)
            except RcmError as error:
                self._tell(error)
            except Exception as error:  # noqa: BLE001 - reported in a dialog and logged; the next job is recorded
                self._app.report_crash(error)
            finally:
                self.busy = False
                if not job.done.done():
                    job.done.set_result(recorded)
            self._app.recording = self.waiting
            if recorded is not None:
                self._app.recorded(recorded, job.describe(recorded) if job.describe else None)
            elif self._jobs.empty():
                await self._app.reload()
            self._jobs.task_done()

    async def _record(self, job: Job) -> Recorded | None:
        conversation = self._session.record(job.build, job.options)
        prompter = DialogPrompter(self._app, job)

        async def advance(answer: object = None) -> Step | None:
            if prompter.lends_terminal:
                prompter.lends_terminal = False
                return self._app.with_terminal(
                    lambda: self._thread.wait(lambda _workspace: conversation.advance(answer)),
                    _("Recording; what signs records may ask for a passphrase."),
                )
            return await self._thread.run(lambda _workspace: conversation.advance(answer))

        step = await advance()
        while step is not None:
            self._app.recording = False  # While a person thinks, nothing is being recorded.
            reply = step(prompter)
            step = await advance(await reply if isawaitable(reply) else reply)
        result = conversation.result
        if result is not None:
            await self._thread.run(lambda _workspace: result.plan.children())  # Ordered here: 0.2 s for 100,000 items.
        return result

    def _tell(self, error: RcmError) -> None:
        if isinstance(error, NothingToRecord):
            self._app.toast(str(error))
        else:
            self._app.show_message(_("Not recorded"), str(error))


class DialogPrompter:
    """Asks in dialogs; Escape backs out."""

    def __init__(self, app: Application, job: Job) -> None:
        self._app = app
        self._job = job
        self.lends_terminal = False

    async def which_meeting(self, needed: MeetingNeeded, plan: Plan) -> MeetingChoice | None:
        """Offer the open meetings, or the planned ones and none."""

        return await self._app.ask(MeetingDialog(plan, needed.open))

    async def reason(self, _needed: ReasonNeeded) -> str | None:
        """Ask for a line, which every record made between meetings gets until the program ends."""

        return await self._app.ask(
            LineDialog(
                _("Between meetings"),
                _("No meeting explains a change made now, so its record says why it was made."),
                label=_("Reason"),
                placeholder=_("e.g. Corrections after the minutes were agreed"),
                keys=_("Enter record with this reason, for the whole session · Esc cancel"),
            )
        )

    async def identity(self, _missing: NoIdentity, complaint: str) -> tuple[str, str] | None:
        """Ask for name and address."""

        return await self._app.ask(IdentityDialog(complaint))

    async def confirm(self, needed: ConfirmationNeeded) -> bool | None:
        """Ask with the safe answer under the cursor."""

        asked = needed.asked
        dialog = ConfirmDialog(asked.heading, asked.question, yes=asked.yes, no=_("Leave it as it is"))
        return await self._app.ask(dialog)

    async def correction(self, needed: CorrectionNeeded) -> str | None:
        """Ask for the reason of a correction."""

        return await self._app.ask(
            LineDialog(
                _("Correct the record of a closed meeting?"),
                needed.found + " " + _("It is recorded as a correction, which names the meeting and says why."),
                label=_("Reason"),
                placeholder=_("e.g. The minutes as signed have another date"),
                keys=_("Enter record the correction · Esc cancel"),
                value=needed.reason,
            )
        )

    async def unanswered(self, found: UnansweredRequests, plan: Plan) -> str | None:
        """Ask with the letters of the outcomes, then for the item where the requests move."""
        from rcm_tui.tui.dialogs.items import ItemsDialog

        outcomes = [(KEPT_OPEN, "o"), (NO_LONGER, "c"), ("", "m")]
        choices = [Choice(outcome, key, line(outcome_words(outcome))) for outcome, key in outcomes]
        asked = [f"{each.item_id}  {each.words} ({actors_short(plan, each.waiting)})" for each in found.found]
        about = "\n".join((found.sentence, *asked))
        chosen = await self._app.ask(ChooseDialog(_("What becomes of them?"), choices, about=about))
        if chosen != "":
            return chosen
        items = await self._app.ask(ItemsDialog(plan, _("To which item"), {current(): about}))
        return items[0] if items else None

    async def include_external_edits(self, found: ExternalEdits) -> bool | None:
        """Name the files and ask."""

        question = ConfirmDialog(
            _("Edits made elsewhere"),
            _(
                "{paths} was also edited elsewhere, and those edits are not recorded yet. This record can "
                "include them; its message will name them."
            ).format(paths=", ".join(found.paths)),
            yes=_("Record both"),
            no=_("Do not record"),
        )
        return await self._app.ask(question)

    async def resolve_conflict(self, conflict: Conflict) -> Build | None:
        """Let the form that made the change choose; raise the conflict where none did."""
        if self._job.on_conflict is None:
            raise conflict
        return await self._job.on_conflict(conflict)

    async def settle(self, asked: Asked) -> Answer | None:
        """Show both sides."""
        from rcm_tui.tui.dialogs.settle import ask_to_settle

        return await ask_to_settle(self._app, asked)

    def lend_terminal(self, _needed: TerminalNeeded) -> bool:
        """Leave the screen to the program that asks, for one attempt."""
        self.lends_terminal = True
        return True

    def meeting_opened(self, opened: Recorded) -> None:
        """Show the plan with the open meeting."""
        name = meeting_name(opened.plan, opened.by.meeting or "")
        self._app.recorded(opened, _("{meeting} is open.").format(meeting=name))
