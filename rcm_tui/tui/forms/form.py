"""What every form shares: fields, checking, drafts, recording, leaving, and another program's edits meanwhile.

A form edits plain data: `base` is the file as it was when the person began, `edited()` the same with what was typed.
Recording merges the two into the file as it is by then, so that nobody's work is lost.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rcm_tui.i18n import _
from rcm_tui.model.fieldpath import get
from rcm_tui.model.plan import Plan
from rcm_tui.tui.base_screen import RcmScreen
from rcm_tui.tui.command import Commands
from rcm_tui.tui.content import content
from rcm_tui.tui.forms.conflict import ExternalChanges
from rcm_tui.tui.forms.drafting import DraftKeeper
from rcm_tui.tui.forms.fields import Field
from rcm_tui.tui.forms.form_commands import FORM_COMMANDS, LeaveForm
from rcm_tui.tui.forms.opening import Data, Opening
from rcm_tui.tui.forms.text_fields import TextField, Texts
from rcm_tui.workflow.change import Change, Conflict, Recorded
from rcm_tui.workflow.drafts import Draft

if TYPE_CHECKING:
    from rcm_tui.workflow.session import Build
    from rcm_tui.workflow.workspace import Workspace

WIDE = 100
"""Columns from which on texts stand side by side, as for every screen."""


class Form(RcmScreen[Recorded]):
    """A full-screen form. Gives what was recorded, or None where it was left.

    Subclasses say `heading`, `about`, `compose_fields` and `change`; those that edit a file give its key.
    """

    CSS_PATH = "form.tcss"
    SCREEN_COMMANDS: ClassVar[Commands] = FORM_COMMANDS
    AUTO_FOCUS = ""

    def __init__(self, given: Opening, draft_key: str, file_key: str = "", *, agreement: str | None = None) -> None:
        super().__init__()
        draft = given.draft
        self.plan_shown = given.plan
        self.base: Data = draft.base if draft is not None and file_key else given.base
        self.file_key = file_key
        self.agreement = agreement
        self.busy = False
        self.keeper: DraftKeeper | None = None
        self.meanwhile = ExternalChanges(self)
        self._draft = draft
        self._draft_key = draft_key
        self._typed_meanwhile: list[events.Key] = []
        self._notice = Static(id="notice", classes="-none")
        self._ready = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Letters are for writing: here none of them leaves the program or changes its language."""
        if action == "command" and parameters[0] in ("quit", "language"):
            return False
        return super().check_action(action, parameters)

    def may_end(self) -> bool:
        """Not over what is not recorded: that is asked first."""
        if self.touched and not self.busy:
            self.rcm.run_in_background(LeaveForm().run(self))
        return not self.touched

    def moving(self) -> list[tuple[str, str, str]]:
        """How one moves about in a form, for the help: keys, title, sentence."""
        return [
            ("Tab  Shift+Tab", _("Next field, field before"), _("Enter, ↓ and ↑ do the same in fields of one line.")),
            ("Tab", _("Take what is proposed"), _("Where nothing is typed yet and the field says “Tab takes”.")),
            ("Backspace", _("Take a name away"), _("The last one, or the one chosen with ←, where nothing is typed.")),
            (_("Space"), _("Choose or mark"), _("Shows the list of a choice; marks a line of a list.")),
        ]

    # --- what subclasses say

    def about(self) -> Content:
        """One or two lines at the top: what this form is about."""
        return Content("")

    def compose_fields(self) -> ComposeResult:
        """The fields and what stands between them."""
        yield from ()

    def change(self, workspace: Workspace) -> Change:
        """The change that records what was typed; called in the workspace's thread, after `prepare`."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Take down what `change` needs of the fields, before it is called in another thread."""

    def said(self, recorded: Recorded) -> str:
        """The sentence that passes by when it is recorded."""
        return recorded.subject

    def on_edited(self) -> None:
        """Something was typed; a form may propose something."""

    # --- fields

    def body(self) -> ComposeResult:
        """What it is about, what has to be said, the fields."""
        self.add_class("-wide" if self.app.size.width >= WIDE else "-narrow", update=False)  # spares a second styling
        with VerticalScroll(id="form", can_focus=False):
            yield Static(self.about(), id="about")
            yield self._notice
            for widget in self.compose_fields():
                self._fill(widget)
                yield widget

    def _fill(self, widget: Widget) -> None:
        """Fields begin with what the file has, before they are shown: that is quicker than filling them after."""
        for field in widget.parts if isinstance(widget, Texts) else [widget]:
            if isinstance(field, Field):
                field.load(get(self.base, field.path))

    @property
    def fields(self) -> list[Field]:
        """Every field, in order."""
        return list(self.query(Field))

    def field_at(self, *path: str) -> Field | None:
        """The field of a path, if the form has it."""
        return next((field for field in self.fields if field.path == path), None)

    def edited(self) -> Data:
        """The data with what was typed."""
        data = self.base
        for field in self.fields:
            data = field.write(data)
        return data

    @property
    def touched(self) -> bool:
        """Whether there is something that is not recorded."""
        return any(field.touched for field in self.fields)

    def state(self) -> dict[str, Any]:
        """What was typed in each field that was touched."""
        return {field.key: field.typed for field in self.fields if field.touched}

    def on_mount(self) -> None:
        """Fill the fields, take a draft up again, and begin to type."""
        self.keeper = DraftKeeper(self, self._draft_key)
        if self._draft is not None:
            self._take_up(self._draft)
        self._ready = True
        self.on_edited()
        self.focus_first()

    def focus_first(self) -> None:
        """Put the cursor where the person will want to type."""
        fields = self.fields
        if fields and self.focused is None:
            fields[0].enter()
        if self._draft is not None:
            for field in self.query(TextField):
                field.area.move_cursor(field.area.document.end)

    def _take_up(self, draft: Draft) -> None:
        kept = draft.data if isinstance(draft.data, dict) else {}
        for field in self.fields:
            if field.key in kept:
                try:
                    field.take(kept[field.key])
                except (TypeError, KeyError):
                    continue  # of another version of the program: this field begins as the file has it
                field.say()
        if self.touched:
            when = draft.when.astimezone().strftime("%Y-%m-%d %H:%M")
            self.notice(
                _(
                    "You wrote this on {when} and it is not recorded. Go on with it, or leave with Esc to drop it."
                ).format(when=when)
            )

    def on_field_edited(self, event: Field.Edited) -> None:
        """Keep it, and check the others that hang on it."""
        event.stop()
        if self._ready and self.keeper is not None:
            self.keeper.soon()
            self.on_edited()

    def notice(self, sentence: str, *, waiting: bool = False) -> None:
        """Say something above the fields; nothing takes the line away."""
        self._notice.update(content(sentence))
        self._notice.set_class(not sentence, "-none")
        self._notice.set_class(waiting, "-waiting")

    def retranslate(self) -> None:
        """The language changed: build the fields anew, with what was typed in them."""
        self.rcm.run_in_background(self._build_anew())

    async def _build_anew(self) -> None:
        state = self.state()
        form = self.query_one("#form")
        focused = self.fields.index(self._focused_field()) if self._focused_field() in self.fields else 0
        async with self.batch():
            self._ready = False
            await form.query("#form > *").remove()
            self._notice = Static(id="notice", classes="-none")
            widgets = list(self.compose_fields())
            for widget in widgets:
                self._fill(widget)
            await form.mount(Static(self.about(), id="about"), self._notice, *widgets)
        for field in self.fields:
            if field.key in state:
                field.take(state[field.key])
                field.say()
        self._ready = True
        self.fields[focused].enter()

    def _focused_field(self) -> Field:
        focused = self.focused
        above = focused.ancestors_with_self if focused is not None else ()
        return next((one for one in above if isinstance(one, Field)), self.fields[0])

    # --- recording

    def wrong(self) -> list[Field]:
        """The fields in which something is wrong; each says so."""
        found = []
        for field in (one for one in self.fields if one.display):
            field.insisted = True
            field.say()
            if field.complaint():
                found.append(field)
        return found

    def record(self) -> None:
        """Record what was typed, unless something is wrong with it. From here on no key changes it any more."""
        if self.busy:
            return
        wrong = self.wrong()
        if wrong:
            wrong[0].enter()
            self.app.bell()
        elif not self.touched:
            self.rcm.toast(_("Nothing was changed, so there is nothing to record."))
            self.rcm.run_in_background(self.leave(None))
        else:
            self._hold()
            self.prepare()
            self.rcm.run_in_background(self._record())

    async def first(self) -> bool:
        """What has to be recorded before; False where it was not, so that nothing else is."""
        return True

    async def _record(self) -> None:
        recorded = None
        try:
            if await self.first():
                recorded = await self.rcm.record(
                    self.change, said=self.said, on_conflict=self._conflict, agreement=self.agreement
                )
        finally:
            self._release()
        if recorded is not None:
            await self.leave(recorded)
            self._give_back()

    async def leave(self, recorded: Recorded | None) -> None:
        """Close the form; what was typed needs no draft any more."""
        if self.keeper is not None:
            await self.keeper.forget()
        self.dismiss(recorded)

    def _hold(self) -> None:
        """While it is recorded nothing more can be typed here; the keys pressed meanwhile go to what comes next."""
        self.busy = True
        self._held = self.focused
        self.set_focus(None)
        self.query_one("#form").disabled = True
        self.refresh_bindings()

    def _release(self) -> None:
        self.busy = False
        self.query_one("#form").disabled = False
        if self._held is not None and self.is_current:
            self.set_focus(self._held)
        self.refresh_bindings()

    def on_key(self, event: events.Key) -> None:
        """Keys pressed while it is recorded wait."""
        if self.busy:
            event.stop()
            event.prevent_default()
            self._typed_meanwhile.append(event)

    def _give_back(self) -> None:
        for event in self._typed_meanwhile:
            self.app.post_message(events.Key(event.key, event.character))
        self._typed_meanwhile.clear()

    async def _conflict(self, _conflict: Conflict) -> Build | None:
        """Another program changed the same fields: both versions are shown, and one chosen for each."""
        now = await self.meanwhile.data_now()
        if now is None:
            return None
        edited = await self.meanwhile.settled(now, self.edited())
        return partial(self.replaced, base=now, edited=edited) if edited is not None else None

    def replaced(self, workspace: Workspace, *, base: Data, edited: Data) -> Change:
        """The change that makes `edited` of the file, whose data was `base`."""
        from rcm_tui.workflow import edit

        return edit.replace(workspace, self.file_key, base, edited)

    # --- what others do meanwhile

    def show_plan(self, plan: Plan) -> None:
        """Another program, or another form, may have changed the file."""
        self.plan_shown = plan
        if self.file_key and self._ready and not self.busy:
            self.rcm.run_in_background(self.meanwhile.look_again())

    def label_of(self, path: tuple[str, ...]) -> str:
        """What a field is called to a person."""
        field = next((one for one in self.fields if one.path == path[: len(one.path)]), None)
        return field.label if field is not None else ".".join(path)

    @property
    def has_clash(self) -> bool:
        """Whether another program changed something that was changed here as well."""
        return self._notice.has_class("-waiting")
