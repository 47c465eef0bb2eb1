"""What every form shares: fields, checking, drafts, recording, leaving.

A form edits plain data: `base` is the file as it was when the person began, `edited()` the same with what was typed.
Recording merges the two into the file as it is by then, so that nobody's work is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, reduce
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rcm_tui.i18n import _
from rcm_tui.model.fieldpath import get
from rcm_tui.model.plan import Plan
from rcm_tui.reports.names import moment_words
from rcm_tui.reports.record_words import record_words
from rcm_tui.tui.base_screen import RcmScreen
from rcm_tui.tui.command import Commands
from rcm_tui.tui.content import content
from rcm_tui.tui.forms.conflict import ExternalChanges
from rcm_tui.tui.forms.drafts import DraftKeeper, Snapshot
from rcm_tui.tui.forms.fields import Data, FormField
from rcm_tui.tui.forms.form_commands import PROPOSER, ChooseProposer, LeaveForm, Proposer, RecordForm, ResolveConflict
from rcm_tui.tui.forms.text_fields import TextField, Texts
from rcm_tui.tui.protocols import Application
from rcm_tui.workflow import edit
from rcm_tui.workflow.attribution import RecordOptions
from rcm_tui.workflow.change import Change, Conflict, Recorded
from rcm_tui.workflow.drafts import Draft, Drafts
from rcm_tui.workflow.session import Build
from rcm_tui.workflow.workspace import Workspace

_FADED = 0.7
"""The opacity of fields that take nothing: that of what Textual disables."""


class Form(RcmScreen[Recorded]):
    """A full-screen form. Its result is what was recorded, or None where it was left.

    A form is constructed with what identifies the thing it edits; `open` then loads the data and shows it.
    """

    CSS_PATH = "form.tcss"
    SCREEN_COMMANDS: ClassVar[Commands] = (RecordForm, LeaveForm, ChooseProposer, ResolveConflict)
    AUTO_FOCUS = ""

    plan_shown: Plan

    def __init__(self, draft_key: str, file_key: str = "", *, agreement: str | None = None) -> None:
        """Prepare a form for the file of an item or a meeting (`file_key`), or for something new.

        `draft_key` names its draft, `agreement` (MEETING/ID) the agreement that the record is made for.
        """
        super().__init__()
        self.draft_key = draft_key
        self.file_key = file_key
        self.agreement = agreement
        self.base: Data = {}
        self.data: Data = {}
        """The data with what was typed, when recording began."""
        self.prefill: dict[str, Any] = {}
        """What is in fields from the start as if it had been typed, by the fields' keys; a draft comes before it."""
        self.busy = False
        self.external_changes = ExternalChanges(self)
        self._draft: Draft | None = None
        self._keeper: DraftKeeper | None = None
        self._keys_while_busy: list[events.Key] = []
        self._focus_before: Widget | None = None
        self._notice = Static(id="notice", classes="-none")
        self.proposer = Proposer()
        self._ready = False

    async def open(self, app: Application, then: Callable[[Recorded | None], None] | None = None) -> None:
        """Load what the form needs and show it; when this returns, the next key is typed into it.

        Do nothing while there is no plan. `then` gets what was recorded, before a key typed meanwhile is handled.
        Raises RcmError where the file cannot be read.
        """

        def read(workspace: Workspace) -> tuple[Data | None, Draft | None]:
            data = workspace.data(self.file_key) if self.file_key else None
            return data, Drafts(workspace).load(self.draft_key)

        if app.plan is not None:
            self._load(app.plan, *await app.workspace_thread.run(read))
            self.take_result = then
            await app.push_screen(self)

    def _load(self, plan: Plan, data: Data | None, draft: Draft | None) -> None:
        """Begin with the data of the file (None for something new), and with a draft left from before."""
        self.plan_shown = plan
        self.base = self.initial() if data is None else data
        if self.file_key and draft is not None:
            draft = draft if isinstance(draft.base, dict) else None
            self.base = draft.base if draft is not None else self.base
        self._draft = draft

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "command" and parameters[0] in ("quit", "language"):  # Here letters are for writing.
            return False
        return super().check_action(action, parameters)

    def may_end(self) -> bool:
        """Ask before the program ends over what is not recorded."""
        if self.touched and not self.busy:
            self.rcm.run_in_background(LeaveForm().run(self))
        return not self.touched

    def moving(self) -> list[tuple[str, str, str]]:
        return [
            ("Tab  Shift+Tab", _("Next field, field before"), _("Enter, ↓ and ↑ do the same in fields of one line.")),
            ("→", _("Take what is suggested"), _("Where nothing is typed yet and the field says “→ takes”.")),
            ("Backspace", _("Take a name away"), _("The last one, or the one chosen with ←, where nothing is typed.")),
            (_("Space"), _("Choose or mark"), _("Shows the list of a choice; marks a line of a list.")),
        ]

    def initial(self) -> Data:
        """Give the data that something new begins with."""
        return {}

    def about(self) -> Content:
        """Give the line or two at the top: what this form is about."""
        return Content("")

    def compose_fields(self) -> ComposeResult:
        """Yield the fields and what is between them."""
        raise NotImplementedError

    def on_edited(self) -> None:
        """React to something having been typed, and to the form having been opened."""

    async def record_first(self) -> bool:
        """Record what has to be recorded before; False where it was not, so that nothing else is."""
        return True

    def change(self, workspace: Workspace) -> Change:
        """Make the change that records `data`; called in the workspace's thread."""
        return self.replacement(workspace, base=self.base, edited=self.data)

    def summary(self, recorded: Recorded) -> str:
        """Give the sentence shown when it is recorded."""
        return record_words(recorded.plan, recorded.subject)

    def body(self) -> ComposeResult:
        with VerticalScroll(id="form", can_focus=False):
            yield from self._content()

    def _content(self) -> ComposeResult:
        """Yield all that is in the form; fields are filled before they are shown, which is quicker than after."""
        self._notice = Static(id="notice", classes="-none")
        yield Static(self.about(), id="about")
        self.proposer = Proposer()
        yield self.proposer
        yield self._notice
        for widget in self.compose_fields():
            for field in widget.fields if isinstance(widget, Texts) else [widget]:
                if isinstance(field, FormField):
                    field.load(get(self.base, field.path))
            yield widget

    @property
    def fields(self) -> list[FormField]:
        """Every field, in order."""
        return list(self.query(FormField))

    def field_at(self, *path: str) -> FormField | None:
        """Give the field of a path, if the form has it."""
        return next((field for field in self.fields if field.path == path), None)

    def edited(self) -> Data:
        """Give the data with what was typed."""
        return reduce(lambda data, field: field.write(data), self.fields, self.base)

    @property
    def touched(self) -> bool:
        """Whether there is something that is not recorded."""
        return any(field.touched for field in self.fields)

    def state(self) -> dict[str, Any]:
        """Give what was typed in each field that was touched."""
        typed = {field.key: field.typed for field in self.fields if field.touched}
        return {**typed, PROPOSER: self.proposer.actor} if self.proposer.actor else typed

    def _snapshot(self) -> Snapshot | None:
        return (self.state(), self.base) if self.touched else None

    def on_mount(self) -> None:
        """Restore a draft, and begin to type. The base class then follows the plan."""
        self._keeper = DraftKeeper(self, self.draft_key, self._snapshot)
        if self._draft is not None:
            self._restore(self._draft)
        else:
            self._set_typed(self.prefill)
        self._ready = True
        self.on_edited()
        self.focus_first()

    def focus_first(self) -> None:
        """Put the cursor where the person will want to type."""
        if self.fields and self.focused is None:
            self.fields[0].focus_control()
        if self._draft is not None:
            for field in self.query(TextField):
                field.area.move_cursor(field.area.document.end)

    def _restore(self, draft: Draft) -> None:
        self._set_typed(draft.data if isinstance(draft.data, dict) else {})
        if self.touched:
            message = _(
                "You wrote this on {when} and it is not recorded. Continue, or press Esc to discard it or keep it as a "
                "draft."
            )
            self.notice(message.format(when=moment_words(draft.when)))

    def _set_typed(self, state: dict[str, Any]) -> None:
        if state.get(PROPOSER):
            self.proposer.say(self.plan_shown, str(state[PROPOSER]))
        for field in self.fields:
            if field.key in state:
                try:
                    field.set_typed(state[field.key])
                except (TypeError, KeyError):
                    continue  # A draft of another version of the program: this field begins as the file has it.
                field.update_note()

    def on_form_field_edited(self, event: FormField.Edited) -> None:
        """Save the draft, and let the form react."""
        event.stop()
        if self._ready and self._keeper is not None:
            self._keeper.save_soon()
            self.on_edited()

    def notice(self, sentence: str, *, waiting: bool = False) -> None:
        """Show a sentence above the fields until the next one."""
        self._notice.update(content(sentence))
        self._notice.set_class(not sentence, "-none")
        self._notice.set_class(waiting, "-waiting")

    def retranslate(self) -> None:
        self.rcm.run_in_background(self._rebuild())

    async def _rebuild(self) -> None:
        """Make the fields anew, with what was typed in them."""
        state = self.state()
        form = self.query_one("#form")
        focused = self._focused_field().path
        async with self.batch():
            self._ready = False
            await form.query("#form > *").remove()
            await form.mount(*self._content())
        self._set_typed(state)
        self._ready = True
        (self.field_at(*focused) or self.fields[0]).focus_control()

    def _focused_field(self) -> FormField:
        above = self.focused.ancestors_with_self if self.focused is not None else ()
        return next((field for field in above if isinstance(field, FormField)), self.fields[0])

    def wrong(self) -> list[FormField]:
        """Give the fields in which something is wrong, and let each say so."""
        found = []
        for field in (form_field for form_field in self.fields if form_field.display):
            field.always_checked = True
            field.update_note()
            if field.error():
                found.append(field)
        return found

    def record(self) -> None:
        """Record what was typed, unless something is wrong with it; from then on no key changes it."""
        if self.busy:
            return
        wrong = self.wrong()
        if wrong:
            wrong[0].focus_control()
            self.app.bell()
        elif not self.touched:
            self.rcm.toast(_("Nothing was changed, so there is nothing to record."))
            self.rcm.run_in_background(self.leave(None))
        else:
            self._lock()
            self.data = self.edited()
            self.rcm.run_in_background(self._record())

    async def _record(self) -> None:
        recorded = None
        try:
            if await self.record_first():
                recorded = await self.rcm.record(
                    self.change,
                    RecordOptions(agreement=self.agreement, proposed_by=self.proposer.actor or None),
                    describe=self.summary,
                    on_conflict=self._resolve,
                )
            if recorded is not None:
                await self.leave(recorded)
        finally:
            if recorded is None or self.is_current:
                self._unlock()
        held, self._keys_while_busy = self._keys_while_busy, []
        if recorded is not None:  # Otherwise they were meant for what comes after the form, which stays.
            self.rcm.handle_again(held)

    async def leave(self, recorded: Recorded | None) -> None:
        """Discard the draft and close the form."""
        if self._keeper is not None:
            await self._keeper.discard()
        self.dismiss(recorded)

    def leave_draft(self) -> None:
        """Close the form, and keep what is typed as a draft."""
        if self._keeper is not None:
            self._keeper.save_now()
        self.dismiss(None)

    def _lock(self) -> None:
        """Take no keys and clicks any more. The fields fade together: to style each as disabled takes 40 ms."""
        self.busy = True
        self._focus_before = self.focused
        self.set_focus(None)
        form = self.query_one("#form")
        form.set_reactive(Widget.disabled, True)
        form.styles.opacity = _FADED
        self.refresh_bindings()

    def _unlock(self) -> None:
        self.busy = False
        form = self.query_one("#form")
        form.styles.opacity = None
        form.disabled = False
        if self._focus_before is not None and self.is_current:
            self.set_focus(self._focus_before)
        self.refresh_bindings()

    def on_key(self, event: events.Key) -> None:
        """Hold the keys pressed during recording back, for what comes next."""
        if self.busy:
            event.stop()
            event.prevent_default()
            self._keys_while_busy.append(event)

    async def _resolve(self, _conflict: Conflict) -> Build | None:
        """Show both versions where another program changed the same fields, and record what is chosen."""
        now = await self.external_changes.data_now()
        edited = await self.external_changes.merged(now, self.edited()) if now is not None else None
        return None if now is None or edited is None else partial(self.replacement, base=now, edited=edited)

    def replacement(self, workspace: Workspace, *, base: Data, edited: Data) -> Change:
        """Make the change that makes `edited` of the file, whose data was `base`."""
        return edit.replace(workspace, self.file_key, base, edited)

    def show_plan(self, plan: Plan) -> None:
        self.plan_shown = plan
        if self.file_key and self._ready and not self.busy:  # Another program or form may have changed the file.
            self.rcm.run_in_background(self.external_changes.check())

    @property
    def has_conflict(self) -> bool:
        """Whether another program changed something that was changed here as well."""
        return self._notice.has_class("-waiting")
