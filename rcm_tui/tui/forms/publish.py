"""The form that publishes: what is to be made, a bar while it is made, and where it was written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, ProgressBar, Static

from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.model.plan import Plan
from rcm_tui.reports.names import counted_from
from rcm_tui.tui.content import content, line
from rcm_tui.tui.dialogs.ask import ConfirmDialog
from rcm_tui.tui.dialogs.base import Dialog, hint
from rcm_tui.tui.forms.fields import FormField
from rcm_tui.tui.forms.publish_fields import PublishFields
from rcm_tui.tui.forms.select import SelectField
from rcm_tui.workflow.country_sheets import ALL
from rcm_tui.workflow.export import not_written, save, target_of, untracked_words
from rcm_tui.workflow.publish import (
    EML,
    Incomplete,
    Publication,
    PublicationRequest,
    Publishable,
    publish,
    publish_countries,
)
from rcm_tui.workflow.site import SITE, Site, publish_site
from rcm_tui.workflow.workspace import Workspace

_INTERVAL = 0.1
"""Seconds between two updates of the progress bar."""


Made = Publication | Site | tuple[Publication, ...]
"""What was made: a file, a site, or an e-mail for each country."""


def _is_for_each(request: PublicationRequest) -> bool:
    """Return whether a file is made for each country, in a folder."""
    return request.form == EML and request.country == ALL


def _written(made: Made, target: Path, *, overwrite: bool) -> Path:
    """Write what was made, and return where it is. Raises RcmError where that fails."""
    if isinstance(made, Site):
        return made.folder
    if isinstance(made, Publication):
        return save(made, target, force=overwrite)
    try:
        target.mkdir()
    except OSError as failure:
        raise not_written(target, failure) from failure
    for publication in made:
        save(publication, target)
    return target


class Stopped(RcmError):
    """The person left before it was made; nothing is written."""


class PublishDialog(Dialog[Path]):
    """Gives the file that was written. Left while it is made, it stops that, and nothing is written."""

    CSS_PATH: ClassVar[Any] = ["../dialogs/dialogs.tcss", "form.tcss", "publish.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "publish", show=False)]
    AUTO_FOCUS = ""

    def __init__(self, plan: Plan, available: Publishable, what: str, *, meeting_id: str = "") -> None:
        super().__init__()
        self.heading = _("Publish")
        self.fields = PublishFields(plan, available, what, meeting_id)
        self.busy = False
        self._stopped = False
        self._root = Path()
        self._progress = (0, 0)
        self._focus_before: Widget | None = None

    def body(self) -> ComposeResult:
        with VerticalScroll(id="publish-fields", can_focus=False):
            yield from self.fields.all
        yield Static(classes="complaint -none")
        yield ProgressBar(show_eta=False, id="progress")
        with Horizontal(classes="buttons"):
            yield Button(line(_("Publish it")), id="publish", compact=True)
            yield Button(line(_("Leave")), id="leave", compact=True)
        yield hint(_("Enter next field · Ctrl+S publish · Esc cancel"))

    def on_mount(self) -> None:
        self.query_one("#progress").display = False
        self.fields.what.focus_control()
        self.set_interval(_INTERVAL, self._show_progress)

    @on(FormField.Edited)
    def _edited(self, event: FormField.Edited) -> None:
        """Adapt what can be chosen to what else is chosen."""
        event.stop()
        if event.field is not self.fields.file:
            self.fields.adapt()
        self._show_error("")
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
        """Leave, and stop what is being made."""
        self._stopped = True
        self.dismiss(None)

    def action_publish(self) -> None:
        """Make it and write it, in the background."""
        if not self.busy:
            self.rcm.run_in_background(self._publish())

    async def _publish(self) -> None:
        self._set_busy(True)
        try:
            request = self.fields.request()
            is_folder = request.form == SITE or _is_for_each(request)
            target = self.fields.path() if is_folder else target_of(self.fields.path(), self.fields.name())
            overwrite = not is_folder and target.exists()
            if overwrite and not await self._may_overwrite(target):
                return
            try:
                made = await self.rcm.workspace_thread.run(lambda workspace: self._make(workspace, request, target))
            except Incomplete as refusal:
                dialog = ConfirmDialog(
                    _("Publish without them?"), str(refusal), yes=_("Publish without them"), no=_("Do not publish")
                )
                if not await self.rcm.ask(dialog):
                    return
                whole = replace(request, incomplete=True)
                made = await self.rcm.workspace_thread.run(lambda workspace: self._make(workspace, whole, target))
            if self._stopped:
                return
            written = _written(made, target, overwrite=overwrite)
        except Stopped:
            return
        except RcmError as wrong:
            self._show_error(str(wrong))
            return
        finally:
            self._set_busy(False)
        self.dismiss(written)
        self._announce(made, written)

    def _make(self, workspace: Workspace, request: PublicationRequest, target: Path) -> Made:
        """Make it in the workspace's thread, so that no record changes files; not if the person has left."""
        self._take_progress(0, 0)
        self._root = workspace.root
        if request.form == SITE:
            return publish_site(
                workspace,
                target,
                incomplete=request.incomplete,
                progress=self._take_progress,
                language=request.language,
            )
        if _is_for_each(request):
            return tuple(publish_countries(workspace, request, self._take_progress))
        return publish(workspace, request, self._take_progress)

    async def _may_overwrite(self, path: Path) -> bool:
        question = _("{path} exists already. Its present content would be lost.").format(path=path)
        dialog = ConfirmDialog(_("Overwrite the file?"), question, yes=_("Overwrite it"), no=_("Choose another name"))
        allowed = await self.rcm.ask(dialog)
        if not allowed:
            self._focus_before = self.fields.file.input
        return allowed is True

    def _announce(self, made: Made, written: Path) -> None:
        sentences = [_("Written: {path}").format(path=written)]
        if isinstance(made, Site):
            sentences += made.remarks()
        else:
            found = (made,) if isinstance(made, Publication) else made
            if any(publication.draft for publication in found):
                sentences.append(
                    _(
                        "This is a DRAFT: the plan has changes that are not recorded, or that are in no closed meeting "
                        "yet."
                    )
                )
            sentences += dict.fromkeys(sentence for publication in found for sentence in publication.remarks)
            sentences += dict.fromkeys(
                counted_from(publication.day) for publication in found if publication.day is not None
            )
        sentences.append(untracked_words(self._root, written))
        self.rcm.show_message(_("Published"), "\n\n".join(filter(None, sentences)))

    def _take_progress(self, done: int, of: int) -> None:
        """Note how far it is; called in the other thread, so it only takes a note."""
        if self._stopped:
            raise Stopped(_("Stopped; nothing was written."))
        self._progress = (done, of)

    def _show_progress(self) -> None:
        done, of = self._progress
        if self.busy:
            self.query_one(ProgressBar).update(total=of or None, progress=done)

    def _set_busy(self, busy: bool) -> None:
        """Lock the form while it is at work, then go on where the person was."""
        self.busy = busy
        self._progress = (0, 0)
        if self._stopped:
            return  # The form is closed.
        if busy:
            self._focus_before = self.focused
        self.query_one("#progress").display = busy
        self.query_one("#publish", Button).disabled = busy
        self.query_one("#publish-fields").disabled = busy
        if not busy and self.focused is None and self._focus_before is not None:
            self.set_focus(self._focus_before)

    def _show_error(self, sentence: str) -> None:
        error = self.query_one(".complaint", Static)
        error.update(content(sentence))
        error.set_class(not sentence, "-none")
