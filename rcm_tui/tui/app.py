"""The application: what all screens share, and what they see of it through `protocols.Application`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Coroutine
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from rich.text import Text
from textual.binding import BindingType
from textual.command import CommandPalette
from textual.reactive import reactive
from textual.screen import ModalScreen

from rcm_tui import i18n
from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.model.statuses import DEFAULT
from rcm_tui.model.terms import rephrase
from rcm_tui.reports.record_words import record_words
from rcm_tui.reports.styles import use_statuses
from rcm_tui.tui.base_screen import ItemScreen, RcmScreen
from rcm_tui.tui.command import CommandProvider, commands_of
from rcm_tui.tui.content import content
from rcm_tui.tui.dialogs.ask import MessageDialog
from rcm_tui.tui.errors import log_error
from rcm_tui.tui.forms.drafts import announce_drafts
from rcm_tui.tui.frame import FrameKeeper
from rcm_tui.tui.keys import key_name
from rcm_tui.tui.navigation import create
from rcm_tui.tui.palette import PlanProvider
from rcm_tui.tui.reading import Reader
from rcm_tui.tui.recording import Job, Recorder, WorkspaceThread
from rcm_tui.tui.terminal import TerminalLender
from rcm_tui.tui.theme import DARK, LIGHT, THEMES, remembered_theme
from rcm_tui.tui.typed_keys import KeyOrder
from rcm_tui.tui.watch import fetch_regularly, git_folder, watch
from rcm_tui.workflow.attribution import RecordOptions
from rcm_tui.workflow.memory import remember
from rcm_tui.workflow.session import Build
from rcm_tui.workflow.summary import RepoSummary, summarize_in_steps

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.model.rules import Day
    from rcm_tui.workflow.change import Conflict, Recorded
    from rcm_tui.workflow.view import Snapshot
    from rcm_tui.workflow.workspace import Workspace

Answer = TypeVar("Answer")

_NOTICEABLE = 0.3
"""Seconds after which a record under way is announced in the header."""
_LARGE = 2_000
"""Items of which counting what waits takes long enough to be felt at the keys."""


class RcmApp(KeyOrder, FrameKeeper, TerminalLender):
    """A workspace on the screen. Screens watch `plan`, `repo_summary` and `language`."""

    CSS_PATH: ClassVar[Any] = ["app.tcss", "dialogs/dialogs.tcss"]
    COMMANDS: ClassVar[set[Any]] = {CommandProvider, PlanProvider}
    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE = False
    """Textual's own key for the palette; ours is a command like the others."""

    plan: reactive[Plan | None] = reactive(None, always_update=True)
    repo_summary: reactive[RepoSummary | None] = reactive(None)
    language: reactive[str] = reactive("en")
    recording: reactive[bool] = reactive(False)
    broken: reactive[str] = reactive("")
    """Why there is no plan to show; empty where there is one, or it is being read."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        language: str = "en",
        watch_files: bool = True,
        workspace_thread: WorkspaceThread | None = None,
        start: str = "plan",
    ) -> None:
        """Prepare the program; `start` names the screen that it begins with, over the plan."""
        super().__init__()
        if language != i18n.current():
            i18n.use(language)
        i18n.use_words(None)  # The interface is English or Spanish, whatever language its texts are in.
        use_statuses(lambda: self.plan.statuses if self.plan is not None else DEFAULT)
        self.set_reactive(RcmApp.language, i18n.current())
        self.root = workspace.root
        self.workspace_thread = workspace_thread or WorkspaceThread(workspace)
        self._start_with = start
        self._snapshot: Snapshot | None = None
        self.reader = Reader(self)
        self.recorder = Recorder(self, workspace, self.workspace_thread)
        self.crashes: list[BaseException] = []
        self._watch_files = watch_files
        self._leaving = False
        self._last_complaint = ""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = remembered_theme()

    # --- start and end

    async def on_mount(self) -> None:
        """Show the plan, and begin to read, to record and to watch."""
        await self.push_screen(create("plan"))
        if self._start_with != "plan":
            await self.push_screen(create(self._start_with))
        self.apply_own_keys()
        self.run_in_background(self.recorder.work())
        self.run_in_background(self._start())
        self.run_in_background(fetch_regularly(self._not_synchronising, self.reload, self._complain))

    def _not_synchronising(self) -> Snapshot | None:
        """Return the plan, unless a screen exchanges records right now."""
        return None if any(getattr(screen, "doing", "") for screen in self.screen_stack) else self._snapshot

    async def _start(self) -> None:
        await self.reload()
        if self.plan is not None:
            if not self.plan.items and self._start_with != "plan":
                await self.open("plan")  # Where a plan begins.
            await announce_drafts(self)
        if self._watch_files:
            await self.reader.quiet()  # Beginning to watch the folders of 100,000 items stops all threads for 0.5 s.
            try:
                await watch(self.root, await self.workspace_thread.run(git_folder), self.reload)
            except OSError as error:
                message = _("Changes by other programs will not appear by themselves: {why}.")
                self.toast(message.format(why=error.strerror or error))

    def on_unmount(self) -> None:
        """Finish what is being recorded, and leave no process behind."""
        self.reader.stop_counting()
        self.workspace_thread.close()

    def leave(self) -> None:
        """End the program once everything is recorded. A dialog has to be answered or closed first."""
        if self.screen.is_modal:
            self.toast(_("Close the dialog first, with Esc."))
        elif isinstance(self.screen, RcmScreen) and not self.screen.may_end():
            return
        elif self.recorder.waiting and not self._leaving:
            self._leaving = True
            self.toast(_("Finishing what is being recorded, then the program ends."))
            self.run_in_background(self._leave_when_done())
        elif not self.recorder.waiting:
            self.exit(0)

    async def action_quit(self) -> None:
        """Leave; Textual's own action, on Ctrl+Q."""
        self.leave()

    async def _leave_when_done(self) -> None:
        await self.recorder.idle()
        self.exit(0)

    def action_help_quit(self) -> None:
        """Say which key leaves: Ctrl+C does not, for something may not be recorded yet."""
        self.toast(_("Ctrl+Q quits the program."))

    # --- the plan

    @property
    def snapshot(self) -> Snapshot:
        """The plan as last read, for any thread. Raises RcmError before that, and where it cannot be read."""
        if self._snapshot is None:
            raise RcmError(self.broken or _("The plan has not been read yet."))
        return self._snapshot

    @property
    def on(self) -> date:
        """The day that rules count from."""
        return self.snapshot.on

    @property
    def day(self) -> Day:
        """That day, and where it comes from."""
        return self.snapshot.day

    def validate_plan(self, plan: Plan | None) -> Plan | None:
        """Say everything in the words of the plan that is shown."""
        if plan is not None:
            i18n.use_terms(rephrase(plan.levels.terms))
            i18n.offer(plan.info.languages)
        return plan

    async def reload(self, touched: Collection[str] | None = None) -> None:
        """Read again what changed on disk, and show it where it differs; only `touched`, where that is known."""
        try:
            self._snapshot, same = await self.workspace_thread.run(partial(self._read, touched))
        except RcmError as error:
            self.broken = str(error)
            return
        self.broken = ""
        self.reader.count_anew()
        if not same:
            self.plan = self.snapshot.plan
        self._read_repo_summary()

    def _read(self, touched: Collection[str] | None, workspace: Workspace) -> tuple[Snapshot, bool]:
        shown = self.plan
        plan = workspace.plan if shown is None else workspace.reload(touched)
        plan.children()  # Put in order in this thread: 0.2 s for 100,000 items.
        return workspace.snapshot(), shown is not None and (plan is shown or plan == shown)

    def _read_repo_summary(self) -> None:
        """Read the state of the repository when nothing is being recorded and, in a large plan, no key pressed."""
        view = self.snapshot
        if not self.recorder.waiting:  # Else what is half recorded would be counted; it is read after the record.
            self.reader.read_in_steps(
                "summary",
                summarize_in_steps(view),
                self._show_repo_summary,
                self._no_repo_summary,
                when_quiet=len(view.plan.items) >= _LARGE,
            )

    def _show_repo_summary(self, summary: RepoSummary | None) -> None:
        if summary is not None:
            self.repo_summary = summary
            self._complain(" ".join(summary.limits))

    def _no_repo_summary(self, error: Exception) -> None:
        self.repo_summary = None
        if isinstance(error, RcmError):
            self._complain(str(error))
        else:
            self.report_crash(error)

    def _complain(self, sentence: str) -> None:
        """Show what is wrong with the repository, once."""
        if sentence and sentence != self._last_complaint:
            self._last_complaint = sentence
            self.toast(sentence)

    def record(
        self,
        build: Build,
        options: RecordOptions = RecordOptions(),
        *,
        describe: Callable[[Recorded], str] | None = None,
        on_conflict: Callable[[Conflict], Awaitable[Build | None]] | None = None,
        moves_cursor: bool = False,
    ) -> Awaitable[Recorded | None]:
        """Queue a change (see `recording.Job`). Awaited, give what was recorded, or None where nothing was."""
        self.set_timer(_NOTICEABLE, self._announce_recording)
        self.reader.forget("summary")
        recorded = self.recorder.put(Job(build, options, describe, on_conflict))
        if moves_cursor:
            self.run_in_background(self.keys_wait_for(recorded))
        return recorded

    def _announce_recording(self) -> None:
        self.recording = self.recorder.waiting

    def recorded(self, recorded: Recorded, sentence: str | None) -> None:
        """Show the plan after a record, and say what was recorded."""
        self._snapshot = recorded.after
        self.plan = recorded.plan
        text = sentence or record_words(recorded.plan, recorded.subject)
        self.toast("\n".join([f"✓ {text}   {self._way_back(recorded)}".rstrip(), *recorded.notes]))
        self._read_repo_summary()

    def _way_back(self, recorded: Recorded) -> str:
        """Name the key that undoes the record, or redoes what it undid, on the screen that is shown after it."""
        names = ("redo",) if "\nUndoes: " in recorded.message else ("undo", "undo-here")
        screen = next(item_screen for item_screen in reversed(self.screen_stack) if isinstance(item_screen, ItemScreen))
        here = (command for command in commands_of(screen) if command.name in names)
        command = next(here, None)
        if command is None:
            return ""
        keys = [key for key, active in screen.active_bindings.items() if active.binding.id == command.name]
        return f"{key_name(keys[0])} {command.text.label.lower()}" if keys else ""

    # --- screens, dialogs and messages

    async def open(self, name: str, *args: object, over: bool = False) -> None:
        """Show a screen by its name: in place of the screens above the plan, or `over` the current one."""
        if name == "plan":
            await self._leave_to_plan()
            return
        above = [screen for screen in self.screen_stack if isinstance(screen, ItemScreen) and screen.NAME != "plan"]
        new = create(name, *args)
        if over or not above:
            await self.push_screen(new)
            return
        for _screen in above[1:]:
            await self.pop_screen()
        await self.switch_screen(new)

    async def _leave_to_plan(self) -> None:
        while len(self.screen_stack) > 1 and not (isinstance(self.screen, ItemScreen) and self.screen.NAME == "plan"):
            await self.pop_screen()

    async def open_item(self, item_id: str, entry_id: str = "") -> None:
        """Leave whatever lies over the plan and show an item: in the plan, or in the archive if it is archived."""
        await self._leave_to_plan()
        if self.plan is not None and self.plan.is_archived(item_id):
            await self.push_screen(create("archive", item_id))
        elif isinstance(self.screen, ItemScreen):
            self.screen.go_to(item_id)
            self.screen.show_detail()
            if entry_id:
                self.screen.call_after_refresh(self.screen.focus_entry, entry_id)

    async def find(self, words: str) -> None:
        """Leave whatever lies over the plan and show the items that fit a query."""
        await self._leave_to_plan()
        if isinstance(self.screen, ItemScreen):
            self.screen.search_for(words)

    async def action_follow(self, named: str) -> None:
        """Show the item or meeting that was clicked where a text names it."""
        if self.plan is not None and named in self.plan.meetings:
            await self.open("meetings", named)
        elif self.plan is not None and (item_id := self.plan.resolve(named)) is not None:
            await self.open_item(item_id)

    async def ask(self, dialog: ModalScreen[Answer | None]) -> Answer | None:
        """Show a dialog and wait for its answer; None where it was left with Escape. Only for commands that `waits`."""
        return await self.push_screen_wait(dialog)

    def toast(self, sentence: str) -> None:
        """Show a sentence for a few seconds, in place of the one before: a pile of them would hide the plan."""
        self.clear_notifications()
        self.notify(content(sentence).plain, markup=False, timeout=6)

    def show_message(self, heading: str, sentence: str) -> None:
        """Show a sentence in a dialog that has to be closed."""
        self.push_screen(MessageDialog(heading, sentence))

    def copy(self, text: str, what: str) -> None:
        """Copy text by OSC 52, which works over ssh, and say that `what` was copied."""
        self.copy_to_clipboard(text)
        self.toast(_("Copied: {what}").format(what=what))

    # --- work and errors

    def run_in_background(self, work: Coroutine[Any, Any, object]) -> None:
        """Run a coroutine without holding up the keys; an error in it is shown in a dialog."""
        self.run_worker(self.guard(work), exit_on_error=False)

    async def guard(self, work: Awaitable[object]) -> None:
        """Await something; an error in it is shown in a dialog, and the program lives on."""
        try:
            await work
        except Exception as error:  # noqa: BLE001 - the one place where unexpected errors are caught
            self.report_crash(error)

    def report_crash(self, error: BaseException) -> None:
        """Show an error in a dialog; one that is no RcmError is logged first."""
        if isinstance(error, RcmError):
            self.show_message(_("This cannot be done"), str(error))
            return
        self.crashes.append(error)
        path = log_error(error)
        where = _("The details are in {file}.").format(file=path) if path else ""
        message = _("Something went wrong in the program itself: {error}. Nothing that was recorded is lost.").format(
            error=f"{type(error).__name__}: {error}"
        )
        self.show_message(_("An error in the program"), f"{message} {where}")

    def _handle_exception(self, error: Exception) -> None:
        """End the program with a sentence where a widget cannot go on; Textual would print pages of locals.

        There is no public hook for this.
        """
        if self.is_headless:
            super()._handle_exception(error)
            return
        path = log_error(error)
        sentence = _("An error ended the program: {error}. The details are in {file}.")
        message = content(sentence.format(error=f"{type(error).__name__}: {error}", file=path)).plain
        self.exit(1, return_code=1, message=Text(message))

    # --- preferences

    def change_language(self) -> None:
        """Change between English and Spanish, and the languages of the plan's texts that the program does not speak."""
        i18n.use(i18n.following(), interface=i18n.interface())
        self.language = i18n.current()

    def change_theme(self) -> None:
        """Change between the dark and the light theme, and remember it."""
        self.theme = LIGHT if self.theme == DARK else DARK
        remember("theme", self.theme)

    def action_command_palette(self) -> None:
        """Open the palette, with its prompt in the language in use."""
        if not CommandPalette.is_open(cast(Any, self)):
            self.push_screen(
                CommandPalette(placeholder=_("A command, item, meeting or country"), id="--command-palette")
            )
