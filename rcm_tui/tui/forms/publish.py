"""The form that publishes: what is to be made, a bar while it is made, and where it was written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, ProgressBar, Static

from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.model.plan import Plan
from rcm_tui.tui.content import content, line
from rcm_tui.tui.dialogs.ask import ConfirmDialog
from rcm_tui.tui.dialogs.base import Dialog, hint
from rcm_tui.tui.forms.fields import Field
from rcm_tui.tui.forms.publish_fields import PublishFields
from rcm_tui.tui.forms.select import SelectField
from rcm_tui.workflow.export import save, target_of
from rcm_tui.workflow.publish import Publication, PublicationRequest, Publishable, publish

if TYPE_CHECKING:
    from rcm_tui.tui.protocols import Application
    from rcm_tui.workflow.workspace import Workspace

_OFTEN = 0.1
"""Seconds between two looks at how far it is."""


class Stopped(RcmError):
    """The person left before it was made; nothing is written."""


class PublishDialog(Dialog[Path]):
    """Gives the file that was written. Left while it is made, it stops that, and nothing is written."""

    CSS_PATH: ClassVar[Any] = ["../dialogs/dialogs.tcss", "form.tcss", "publish.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "publish", show=False)]
    AUTO_FOCUS = ""

    def __init__(self, plan: Plan, found: Publishable, what: str, *, at: str = "") -> None:
        super().__init__()
        self.heading = _("Publish")
        self.fields = PublishFields(plan, found, what, at)
        self.busy = False
        self._stopped = False
        self._far = (0, 0)
        self._was_at: Widget | None = None

    @property
    def rcm(self) -> Application:
        """The app, as what it is."""
        return cast("Application", self.app)

    def body(self) -> ComposeResult:
        """The fields, what is wrong, the bar."""
        with VerticalScroll(id="publish-fields", can_focus=False):
            yield from self.fields.all
        yield Static(classes="complaint -none")
        yield ProgressBar(show_eta=False, id="far")
        with Horizontal(classes="buttons"):
            yield Button(line(_("Publish it")), id="publish", compact=True)
            yield Button(line(_("Leave")), id="leave", compact=True)
        yield hint(_("Enter goes on, Ctrl+S publishes, Esc leaves or stops"))

    def on_mount(self) -> None:
        """Begin at what is to be published."""
        self.query_one("#far").display = False
        self.fields.what.enter()
        self.set_interval(_OFTEN, self._show_far)

    @on(Field.Edited)
    def _edited(self, event: Field.Edited) -> None:
        """What can be chosen depends on what else is chosen."""
        event.stop()
        if event.field is not self.fields.file:
            self.fields.adapt()
        self._complain("")
        if isinstance(event.field, SelectField):
            event.field.chooser.refresh()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "leave":
            self.action_cancel()
        else:
            self.action_publish()

    def action_cancel(self) -> None:
        """Leave; what is being made is stopped."""
        self._stopped = True
        self.dismiss(None)

    def action_publish(self) -> None:
        """Make it and write it, beside the keys."""
        if not self.busy:
            self.rcm.run_in_background(self._go())

    async def _go(self) -> None:
        self._busy(True)
        try:
            order = self.fields.order()
            target = target_of(self.fields.path(), self.fields.name())
            force = target.exists()
            if force and not await self._may_overwrite(target):
                return
            made = await self.rcm.workspace_thread.run(lambda workspace: self._make(workspace, order))
            if self._stopped:
                return
            written = save(made, target, force=force)
        except Stopped:
            return
        except RcmError as wrong:
            self._complain(str(wrong))
            return
        finally:
            self._busy(False)
        self.dismiss(written)
        self._tell(made, written)

    def _make(self, workspace: Workspace, order: PublicationRequest) -> Publication:
        """In the workspace's thread, so that no record changes files meanwhile; not begun if the person left before."""
        self._progress(0, 0)
        return publish(workspace, order, self._progress)

    async def _may_overwrite(self, path: Path) -> bool:
        question = _("{path} is there already. What it holds now would be lost.").format(path=path)
        ask = ConfirmDialog(_("Overwrite the file?"), question, yes=_("Overwrite it"), no=_("Choose another name"))
        allowed = await self.rcm.ask(ask)
        if not allowed:
            self._was_at = self.fields.file.input
        return allowed is True

    def _tell(self, made: Publication, written: Path) -> None:
        said = _("Written: {path}").format(path=written)
        if made.draft:
            said += "\n\n" + _(
                "This is a DRAFT: the plan has changes that are not recorded, or that no closed meeting holds yet."
            )
        self.rcm.show_message(_("Published"), said)

    def _progress(self, done: int, of: int) -> None:
        """Called in the other thread: how far it is is only taken down there."""
        if self._stopped:
            raise Stopped(_("Stopped; nothing was written."))
        self._far = (done, of)

    def _show_far(self) -> None:
        done, of = self._far
        if self.busy:
            self.query_one(ProgressBar).update(total=of or None, progress=done)

    def _busy(self, busy: bool) -> None:
        """Lock the form while it is at work, then go on where the person was."""
        self.busy = busy
        self._far = (0, 0)
        if self._stopped:
            return  # the form is gone
        if busy:
            self._was_at = self.focused
        self.query_one("#far").display = busy
        self.query_one("#publish", Button).disabled = busy
        self.query_one("#publish-fields").disabled = busy
        if not busy and self.focused is None and self._was_at is not None:
            self.set_focus(self._was_at)

    def _complain(self, sentence: str) -> None:
        complaint = self.query_one(".complaint", Static)
        complaint.update(content(sentence))
        complaint.set_class(not sentence, "-none")
