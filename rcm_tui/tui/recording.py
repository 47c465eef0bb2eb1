"""One queue for all that is recorded: in order, one at a time, beside the keys.

A command hands over a function that builds a `Change`; it is called in the thread that owns the workspace, as it is by
then. What the record still needs (a meeting, a name, leave to take hand edits along) is asked, once, and the record
tried again. The plan is read in the same thread, so that no two threads ever use it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.workflow.change import (
    Attribution,
    Change,
    Conflict,
    ExternalEdits,
    MeetingNeeded,
    NothingToRecord,
    ReasonNeeded,
    Recorded,
)

if TYPE_CHECKING:
    from rcm_tui.tui.dialogs.base import Dialog
    from rcm_tui.tui.protocols import Application
    from rcm_tui.workflow.workspace import Workspace

Result = TypeVar("Result")
Answer = TypeVar("Answer")
Build = Callable[["Workspace"], Change]


@dataclass
class Job:
    """One change to be recorded.

    `build` makes the change. `said` is the sentence shown when it is recorded. `on_conflict` is asked where another
    program changed the same field meanwhile: it gives another `build`, or None to let it be. With `with_external_edits`
    the edits made by hand in the same files are what is to be recorded, and nobody is asked about them.
    """

    build: Build
    reason: str = ""
    proposed_by: str | None = None
    agreement: str | None = None
    said: Callable[[Recorded], str] | None = None
    on_conflict: Callable[[Conflict], Awaitable[Build | None]] | None = None
    with_external_edits: bool = False
    done: asyncio.Future[Recorded | None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class WorkspaceThread:
    """The one thread in which a workspace reads and records."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="workspace")

    async def run(self, deed: Callable[[], Result]) -> Result:
        """Do something there and wait for its result."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, deed)

    def begin(self, deed: Callable[[], object]) -> None:
        """Do something there before there is anybody to wait for it; whoever asks for its result meets its error."""
        self._pool.submit(deed)

    def close(self) -> None:
        """Let what is under way come to its end."""
        self._pool.shutdown(wait=True, cancel_futures=True)


class Recorder:
    """Takes jobs and records them one after the other. Remembers what was answered, for the session."""

    def __init__(self, app: Application, thread: WorkspaceThread) -> None:
        self._app = app
        self._thread = thread
        self._jobs: asyncio.Queue[Job] = asyncio.Queue()
        self._between = False
        self._why = ""
        self._meeting: str | None = None
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
            except Exception as error:  # noqa: BLE001 - told in a dialog and written down; the next job is recorded
                self._app.report_crash(error)
            finally:
                self.busy = False
                if not job.done.done():
                    job.done.set_result(recorded)
            self._app.recording = self.waiting
            if recorded is not None:
                self._app.recorded(recorded, job.said(recorded) if job.said else None)
            elif self._jobs.empty():
                await self._app.reload()
            self._jobs.task_done()

    async def _record(self, job: Job) -> Recorded | None:
        with_external_edits = job.with_external_edits
        while True:
            try:
                return await self._attempt(job, with_external_edits)
            except (MeetingNeeded, ReasonNeeded) as needed:
                if not await self._where_and_why(needed):
                    return None
            except ExternalEdits as edits:
                if not await self._take_along(edits):
                    return None
                with_external_edits = True
            except Conflict as conflict:
                build = await job.on_conflict(conflict) if job.on_conflict else None
                if build is None:
                    if job.on_conflict is None:
                        self._tell(conflict)
                    return None
                job.build = build
            except RcmError as error:
                if not await self._who(error):
                    raise

    async def _attempt(self, job: Job, with_external_edits: bool) -> Recorded:
        workspace = self._app.workspace

        def deed() -> Recorded:
            with workspace.alone():
                change = job.build(workspace)
                return workspace.record(change, self._attribution(workspace, change, job, with_external_edits))

        return await self._thread.run(deed)

    def _attribution(self, workspace: Workspace, change: Change, job: Job, with_external_edits: bool) -> Attribution:
        """Who the record belongs to: the open meeting, or what was answered before."""
        given: dict[str, Any] = {
            "reason": job.reason,
            "proposed_by": job.proposed_by,
            "agreement": job.agreement,
            "with_external_edits": with_external_edits,
        }
        try:
            return workspace.attribution(change, **given)
        except MeetingNeeded as needed:
            if self._meeting in needed.open:
                return workspace.attribution(change, meeting=self._meeting, **given)
            if self._between and not needed.open:
                return workspace.attribution(change, between=True, **(given | {"reason": job.reason or self._why}))
            raise

    async def _where_and_why(self, needed: MeetingNeeded | ReasonNeeded) -> bool:
        return await (self._ask_why() if isinstance(needed, ReasonNeeded) else self._which_meeting(needed))

    async def _which_meeting(self, needed: MeetingNeeded) -> bool:
        from rcm_tui.tui.dialogs.choose import MeetingDialog

        plan = self._app.plan
        assert plan is not None
        answer = await self._ask(MeetingDialog(plan, needed.open))
        if answer is None:
            return False
        if answer.between:
            self._between = True
        elif answer.open_first:
            from rcm_tui.workflow import meetings

            workspace, meeting = self._app.workspace, answer.meeting

            def deed() -> Recorded:
                with workspace.alone():
                    return workspace.record(
                        meetings.open_meeting(workspace, meeting), workspace.attribution(meeting=meeting)
                    )

            opened = await self._thread.run(deed)
            self._app.recorded(opened, _("{meeting} is open.").format(meeting=meeting))
        else:
            self._meeting = answer.meeting
        return True

    async def _ask_why(self) -> bool:
        """Why changes are made between meetings: asked once, and said of every record until the program ends."""
        from rcm_tui.tui.dialogs.ask import LineDialog

        answer = await self._ask(
            LineDialog(
                _("Between meetings"),
                _("No meeting explains a change made now, so its record says why it was made."),
                label=_("Reason"),
                placeholder=_("such as: Corrections after the minutes were agreed"),
                keys=_("Enter records with this reason, also what follows; Esc does not record"),
            )
        )
        self._why = answer or ""
        return bool(answer)

    async def _take_along(self, edits: ExternalEdits) -> bool:
        from rcm_tui.tui.dialogs.ask import ConfirmDialog

        question = ConfirmDialog(
            _("Edits made by hand"),
            _(
                "Somebody edited {paths} by hand, and that is not recorded yet. "
                "This record can take those edits along; its message will name them."
            ).format(paths=", ".join(edits.paths)),
            yes=_("Record both"),
            no=_("Do not record"),
        )
        return await self._ask(question) is True

    async def _who(self, error: RcmError) -> bool:
        """Ask for name and address, where that is what is missing."""
        from rcm_tui.history.state import NoIdentity

        if not isinstance(error, NoIdentity):
            return False
        from rcm_tui.tui.dialogs.ask import IdentityDialog

        complaint = ""
        while True:
            answer = await self._ask(IdentityDialog(complaint))
            if answer is None:
                return False
            name, email = answer
            try:
                await self._thread.run(partial(self._app.workspace.set_identity, name, email))
            except RcmError as refusal:
                complaint = str(refusal)
            else:
                return True

    async def _ask(self, dialog: Dialog[Answer]) -> Answer | None:
        """While a person thinks, nothing is being recorded."""
        self._app.recording = False
        return await self._app.ask(dialog)

    def _tell(self, error: RcmError) -> None:
        if isinstance(error, NothingToRecord):
            self._app.toast(str(error))
        else:
            self._app.show_message(_("Not recorded"), str(error))
