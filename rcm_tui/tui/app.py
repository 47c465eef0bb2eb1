"""The app: what all screens share. The deeds are in commands, the looks in screens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from rich.text import Text
from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.command import CommandPalette
from textual.reactive import reactive

from rcm_tui import i18n
from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.tui import type_ahead
from rcm_tui.tui.base_screen import RcmScreen
from rcm_tui.tui.content import content, line
from rcm_tui.tui.errors import Careful, write_down
from rcm_tui.tui.forms import unfinished
from rcm_tui.tui.keys import keys_file, own_keys
from rcm_tui.tui.palette import CommandProvider
from rcm_tui.tui.reading import Reader
from rcm_tui.tui.recording import Build, Job, Recorder, WorkspaceThread
from rcm_tui.tui.screens.plan import PlanScreen
from rcm_tui.tui.theme import DARK, LIGHT, THEMES, remember_theme, remembered_theme

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.tui.dialogs.base import Dialog
    from rcm_tui.workflow.change import Conflict, Recorded
    from rcm_tui.workflow.workspace import RepoSummary, Workspace

Answer = TypeVar("Answer")


class RcmApp(Careful, App[int]):
    """A workspace on the screen. Screens watch `plan`, `standing` and `language`."""

    CSS_PATH: ClassVar[Any] = ["app.tcss", "dialogs/dialogs.tcss"]
    COMMANDS: ClassVar[set[Any]] = {CommandProvider}
    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE = False
    """Textual's own key for it; ours is a command like the others."""

    plan: reactive[Plan | None] = reactive(None, always_update=True)
    standing: reactive[RepoSummary | None] = reactive(None)
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
    ) -> None:
        super().__init__()
        i18n.use(language)
        self.set_reactive(RcmApp.language, i18n.current())
        self.workspace = workspace
        self.workspace_thread = workspace_thread or WorkspaceThread()
        self.reader = Reader(self)
        self.recorder = Recorder(self, self.workspace_thread)
        self.troubles: list[BaseException] = []
        self._watch_files = watch_files
        self._leaving = False
        self._standing_said = ""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = remembered_theme()

    # --- beginning and end

    async def on_mount(self) -> None:
        """Begin to read, to record, and to watch."""
        await self.push_screen(PlanScreen())
        self._take_own_keys()
        self.beside(self.recorder.work())
        self.beside(self._begin())

    async def _begin(self) -> None:
        await self.reload()
        if self.plan is not None:
            await unfinished.tell(self)
        if self._watch_files:
            from rcm_tui.tui.watch import watch

            git_folder = await self.workspace_thread.run(self._git_folder)
            try:
                await watch(self.workspace.root, git_folder, self.reload)
            except OSError as error:
                said = _("Changes by other programs will not appear by themselves: {why}.")
                self.say(said.format(why=error.strerror or error))

    def _git_folder(self) -> Any:
        try:
            return self.workspace.git.git_dir
        except RcmError:
            return None  # a plan outside git is read all the same; recording says what is wrong

    def on_unmount(self) -> None:
        """What is being recorded is finished."""
        self.workspace_thread.close()

    def leave(self) -> None:
        """End the program, after what is still being recorded. A dialog is to be answered or left first."""
        if self.screen.is_modal:
            self.say(_("Close the dialog first, with Esc."))
        elif isinstance(self.screen, RcmScreen) and not self.screen.may_end():
            return
        elif self.recorder.waiting and not self._leaving:
            self._leaving = True
            self.say(_("Finishing what is being recorded, then the program ends."))
            self.beside(self._leave_when_done())
        elif not self.recorder.waiting:
            self.exit(0)

    async def action_quit(self) -> None:
        """Textual's own way out, Ctrl+Q."""
        self.leave()

    async def _leave_when_done(self) -> None:
        await self.recorder.idle()
        self.exit(0)

    # --- the plan

    async def reload(self) -> None:
        """Read again what changed on disk, and show it where it differs."""
        try:
            plan, same = await self.workspace_thread.run(self._read)
        except RcmError as error:
            self.broken = str(error)
            return
        self.broken = ""
        if not same:
            self.plan = plan
        self._read_standing()

    def _read(self) -> tuple[Plan, bool]:
        shown = self.plan
        plan = self.workspace.plan if shown is None else self.workspace.reload()
        return plan, shown is not None and (plan is shown or plan == shown)

    def _read_standing(self) -> None:
        async def go() -> None:
            try:
                self.standing = await self.workspace_thread.run(self.workspace.standing)
            except RcmError as error:
                self.standing = None
                if str(error) != self._standing_said:
                    self._standing_said = str(error)
                    self.say(str(error))

        self.beside(go())

    # --- recording

    def record(
        self,
        build: Build,
        *,
        reason: str = "",
        proposed_by: str | None = None,
        agreement: str | None = None,
        said: Callable[[Recorded], str] | None = None,
        on_conflict: Callable[[Conflict], Awaitable[Build | None]] | None = None,
        with_external_edits: bool = False,
    ) -> Awaitable[Recorded | None]:
        """Queue a change (see `recording.Job`). Awaited, gives what was recorded, or None where nothing was."""
        self.set_timer(0.3, self._say_recording)
        return self.recorder.put(Job(build, reason, proposed_by, agreement, said, on_conflict, with_external_edits))

    def _say_recording(self) -> None:
        """A record that takes longer than a glance is announced."""
        self.recording = self.recorder.waiting

    def recorded(self, recorded: Recorded, sentence: str | None) -> None:
        """Show the plan after a record, and say what was recorded."""
        self.plan = recorded.plan
        self.say("\n".join([sentence or recorded.subject, *recorded.notes]))
        self._read_standing()

    # --- saying and asking

    def say(self, sentence: str) -> None:
        """A sentence that passes by."""
        self.clear_notifications()  # what was said before is over; a pile of sentences hides the plan
        self.notify(content(sentence).plain, markup=False, timeout=6)

    def tell(self, heading: str, sentence: str) -> None:
        """A sentence that has to be read."""
        from rcm_tui.tui.dialogs.ask import MessageDialog

        self.push_screen(MessageDialog(heading, sentence))

    async def ask(self, dialog: Dialog[Answer]) -> Answer | None:
        """Show a dialog and wait for its answer; None where it was left by Escape. Not for commands without `waits`."""
        return await self.push_screen_wait(dialog)

    def beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something beside the keys; whatever goes wrong in it is told."""
        self.run_worker(self.guarded(work), exit_on_error=False)

    async def guarded(self, work: Awaitable[None]) -> None:
        """Wait for something; an error in it is told in a dialog, and the program lives on."""
        try:
            await work
        except RcmError as error:
            self.tell(_("This cannot be done"), str(error))
        except Exception as error:  # noqa: BLE001 - the one place where the unforeseen is caught
            self.trouble(error)

    def trouble(self, error: BaseException) -> None:
        """Write an unforeseen error down and tell of it."""
        if isinstance(error, RcmError):
            self.tell(_("This cannot be done"), str(error))
            return
        self.troubles.append(error)
        path = write_down(error)
        where = _("What happened is written down in {file}.").format(file=path) if path else ""
        said = _("Something went wrong in the program itself: {error}. Nothing that was recorded is lost.").format(
            error=f"{type(error).__name__}: {error}"
        )
        self.tell(_("A fault in the program"), f"{said} {where}")

    def _handle_exception(self, error: Exception) -> None:
        """An error from which a widget cannot come back: the program ends with a sentence, not with its insides."""
        if self.is_headless:
            super()._handle_exception(error)
            return
        path = write_down(error)
        self._return_code = 1
        said = _("A fault in the program ended it: {error}. It is written down in {file}.")
        told = content(said.format(error=f"{type(error).__name__}: {error}", file=path)).plain
        self.exit(1, return_code=1, message=Text(told))

    async def on_event(self, event: events.Event) -> None:
        """Note where a key goes, for where the keys go may change while it is under way."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            type_ahead.note(event, self.focused or self.screen)
        await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        """A key typed before its forerunner had moved the focus, or opened a dialog, belongs where the focus is now."""
        top = self.screen
        now = self.focused or top
        if type_ahead.overtaken(event, now):
            event.prevent_default()
            if now is not top:
                type_ahead.send(event, now)
            else:  # after what a new screen has to do to be there at all, so that its field has the focus
                top.call_later(type_ahead.send_to_focus, event, top)

    # --- what a person likes

    def change_language(self) -> None:
        """English to Spanish and back."""
        i18n.use("es" if i18n.current() == "en" else "en")
        self.language = i18n.current()

    def change_theme(self) -> None:
        """Dark to light and back."""
        self.theme = LIGHT if self.theme == DARK else DARK
        remember_theme(self.theme)

    def action_help_quit(self) -> None:
        """Ctrl+C does not end the program, for it may hold what is not recorded yet."""
        self.say(_("q leaves the program."))

    def copy(self, text: str, what: str) -> None:
        """Copy by OSC 52, which works over ssh, and say so."""
        self.copy_to_clipboard(text)
        self.say(_("Copied: {what}").format(what=what))

    def action_command_palette(self) -> None:
        """The palette, asking in the language in use."""
        if not CommandPalette.is_open(cast(Any, self)):
            self.push_screen(CommandPalette(placeholder=_("Type a part of a command's name"), id="--command-palette"))

    def _take_own_keys(self) -> None:
        if not keys_file().exists():
            return
        from rcm_tui.tui.command import every_command

        own = own_keys(keys_file(), every_command())
        if own.keymap:
            self.set_keymap(own.keymap)
        for complaint in own.complaints:
            self.notify(line(complaint).plain, title=_("Your keys"), severity="warning", markup=False, timeout=12)
