"""The form that publishes: what is to be made, a bar while it is made, and where it was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, ProgressBar, Static

from rcm_tui.i18n import LANGUAGES, N_, _, published_in
from rcm_tui.model.errors import RcmError
from rcm_tui.model.fieldpath import MISSING
from rcm_tui.model.plan import Plan
from rcm_tui.model.references import Actor
from rcm_tui.model.types import Context
from rcm_tui.reports.names import counted_from, meeting_name
from rcm_tui.reports.page import language_name
from rcm_tui.reports.plan_table import PrintOptions
from rcm_tui.reports.writers import WRITERS
from rcm_tui.tui.content import content, line
from rcm_tui.tui.dialogs.ask import ConfirmDialog
from rcm_tui.tui.dialogs.base import Dialog, hint
from rcm_tui.tui.dialogs.choose import Choice
from rcm_tui.tui.forms import candidates
from rcm_tui.tui.forms.autocomplete import AutocompleteField
from rcm_tui.tui.forms.fields import FormField, LineField
from rcm_tui.tui.forms.select import SelectField
from rcm_tui.workflow.export import full_path, save, target_of, untracked_words
from rcm_tui.workflow.publish import (
    ARCHIVE,
    CALENDAR,
    COUNTRY,
    DATA,
    FORMATS,
    MINUTES,
    PLAN,
    PROPOSALS,
    REDLINE,
    REPORTS,
    SECRETARIAT,
    STATUS,
    Incomplete,
    Publication,
    PublicationRequest,
    Publishable,
    file_name,
    publish,
)
from rcm_tui.workflow.site import SITE, Site, publish_site
from rcm_tui.workflow.workspace import Workspace

_KINDS = {
    PLAN: ("p", N_("Plan of Action")),
    ARCHIVE: ("a", N_("Archival Plan of Action")),
    REDLINE: ("r", N_("Redline between two meetings")),
    STATUS: ("s", N_("Status report")),
    SECRETARIAT: ("w", N_("Report for the secretariat")),
    COUNTRY: ("c", N_("Sheet of one country")),
    MINUTES: ("m", N_("Minutes of a meeting")),
    PROPOSALS: ("o", N_("Proposals, and what became of them")),
    DATA: ("d", N_("Data as flat rows")),
    CALENDAR: ("k", N_("Calendar")),
    SITE: ("f", N_("Site: a folder of pages for a web server or a memory stick")),
}
_HAS_INTERNAL = (ARCHIVE, REDLINE, COUNTRY, DATA)
"""What can hold reasons, proposers or notes; the others never do."""

_INTERVAL = 0.1
"""Seconds between two updates of the progress bar."""


class InternalField(SelectField):
    """Yes or no, with what yes would mean."""

    def hint(self) -> str:
        if self.typed:
            return _("Reasons, proposers, notes and withdrawn agreements are included: do not distribute it.")
        return _("Reasons, proposers, notes and withdrawn agreements are left out, so that it can be distributed.")


class PublishFields:
    """The fields of the form, and what each choice leaves to choose."""

    def __init__(self, plan: Plan, available: Publishable, what: str, meeting_id: str) -> None:
        """Suggest publishing `what`, of the edition of the meeting if it has one."""
        self.plan = plan
        self.available = available
        self.what = SelectField(
            _("What"), ("what",), [Choice(kind, letter, line(_(label))) for kind, (letter, label) in _KINDS.items()]
        )
        self.form = SelectField(_("Format"), ("form",), _formats(what))
        self.country = AutocompleteField(
            _("Country"),
            ("country",),
            partial(candidates.actors, plan),
            lambda words: Actor().parse(words, "country", Context(plan)),
            several=False,
            placeholder=_("type a part of a name"),
            required=_("Say which country the sheet is for."),
        )
        now = _("as it is now: a DRAFT") if available.draft else _("as it is now")
        self.at = SelectField(_("Meeting"), ("at",), self._meetings(available.editions, now))
        self.since = SelectField(_("Compared with"), ("since",), self._earlier_meetings())
        papers = [Choice("a4", "a", line("A4")), Choice("letter", "l", line("Letter"))]
        self.paper = SelectField(_("Paper"), ("paper",), papers)
        languages = dict.fromkeys((*plan.info.languages, *LANGUAGES))
        self.language = SelectField(
            _("Language"), ("language",), [Choice(code, "", line(language_name(code))) for code in languages]
        )
        yes_no = [Choice("", "n", line(_("no"))), Choice("yes", "y", line(_("yes")))]
        self.internal = InternalField(_("Internal"), ("internal",), yes_no)
        self.file = LineField(_("File"), ("file",), required=_("Say where to write it."))
        self._suggested = Path()
        self._what_before = ""
        for field in self.all:
            field.load(MISSING)
        self.what.set_typed(what)
        self.form.set_typed(_formats(what)[0].value)
        self.paper.set_typed("a4")
        self.language.set_typed(published_in(plan.info.languages, plan.words))
        self.at.set_typed(meeting_id if meeting_id in available.editions else "")
        self.adapt()

    @property
    def all(self) -> tuple[FormField, ...]:
        """Every field, in order."""
        before = (self.what, self.form, self.country, self.at, self.since, self.language)
        return (*before, self.paper, self.internal, self.file)

    def adapt(self) -> None:
        """Offer what fits, show what matters, and suggest the name of the file."""
        what, available = self.what.typed, self.available
        if what == REDLINE != self._what_before and not (self.at.typed or available.draft) and available.editions:
            self.at.set_typed(available.editions[-1])  # Nothing has changed since; what that meeting changed is meant.
        self._what_before = what
        self.form.chooser.offer(_formats(what))
        self.country.display = what == COUNTRY
        self.since.display = what in (REDLINE, *REPORTS)
        self.since.chooser.offer(self._earlier_meetings())
        self.paper.display = what != SITE and WRITERS[self.form.typed].is_paged
        self.form.display = self.at.display = what != SITE
        self.internal.display = what in _HAS_INTERNAL
        self._suggest_name()

    def request(self) -> PublicationRequest:
        """Give what is to be published. Raises RcmError where something is missing."""
        what = self.what.typed
        return PublicationRequest(
            self.form.typed,
            what,
            self.at.typed or None,
            (self.since.typed if self.since.display else "") or None,
            str(self.country.value()) if what == COUNTRY else None,
            PrintOptions(internal=bool(self.internal.typed) and self.internal.display),
            self.paper.typed,
            language=self.language.typed,
        )

    def path(self) -> Path:
        """Give the path to write to. Raises RcmError where none is typed."""
        return full_path(str(self.file.value()))

    def name(self) -> str:
        """Give the name that the file has by itself."""
        if self.what.typed == SITE:
            return "plan-site"
        earlier = self._earlier()
        since = self.since.typed or (earlier[-1] if earlier else "empty")
        country = next(iter(self.country.values), "country")
        at = self.at.typed or self.available.name
        return file_name(self.what.typed, self.form.typed, at=at, since=since, country=country)

    def _suggest_name(self) -> None:
        """Keep a name that the person has typed; only its ending follows the format."""
        typed = self.file.typed.strip()
        path = full_path(typed) if typed else Path.cwd() / self._suggested
        name = self.name()
        if path.name == self._suggested.name or not typed:
            self.file.set_typed(str(path.with_name(name) if typed else Path.cwd() / name))
        elif path.suffix == self._suggested.suffix != f".{self.form.typed}":
            self.file.set_typed(str(path.with_suffix(f".{self.form.typed}")))
        self._suggested = Path(name)

    def _earlier(self) -> Sequence[str]:
        """Give the editions before the one that is chosen."""
        editions = self.available.editions
        return editions[: editions.index(self.at.typed)] if self.at.typed in editions else editions

    def _earlier_meetings(self) -> list[Choice]:
        return self._meetings(self._earlier(), _("the edition before"))

    def _meetings(self, editions: Sequence[str], none: str) -> list[Choice]:
        """List editions, newest first, after what is chosen without any."""
        named = [Choice(one, "", line(meeting_name(self.plan, one))) for one in reversed(editions)]
        return [Choice("", "", line(none)), *named]


def _formats(what: str) -> list[Choice]:
    if what == SITE:
        return [Choice(SITE, "s", line(_("a folder of pages")))]
    return [Choice(form, WRITERS[form].letter, line(_(WRITERS[form].label))) for form in FORMATS[what]]


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
        yield hint(_("Enter goes on, Ctrl+S publishes, Esc leaves or stops"))

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
            is_site = request.form == SITE
            target = self.fields.path() if is_site else target_of(self.fields.path(), self.fields.name())
            overwrite = not is_site and target.exists()
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
            written = made.folder if isinstance(made, Site) else save(made, target, force=overwrite)
        except Stopped:
            return
        except RcmError as wrong:
            self._show_error(str(wrong))
            return
        finally:
            self._set_busy(False)
        self.dismiss(written)
        self._announce(made, written)

    def _make(self, workspace: Workspace, request: PublicationRequest, target: Path) -> Publication | Site:
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
        return publish(workspace, request, self._take_progress)

    async def _may_overwrite(self, path: Path) -> bool:
        question = _("{path} exists already. Its present content would be lost.").format(path=path)
        dialog = ConfirmDialog(_("Overwrite the file?"), question, yes=_("Overwrite it"), no=_("Choose another name"))
        allowed = await self.rcm.ask(dialog)
        if not allowed:
            self._focus_before = self.fields.file.input
        return allowed is True

    def _announce(self, made: Publication | Site, written: Path) -> None:
        said = _("Written: {path}").format(path=written)
        if isinstance(made, Site):
            said += "".join(f"\n\n{sentence}" for sentence in made.remarks())
        elif made.draft:
            said += "\n\n" + _(
                "This is a DRAFT: the plan has changes that are not recorded, or that are in no closed meeting yet."
            )
        if isinstance(made, Publication):
            said += "".join(f"\n\n{sentence}" for sentence in made.remarks)
            said += "\n\n" + counted_from(made.day) if made.day is not None else ""
        untracked = untracked_words(self._root, written)
        said += f"\n\n{untracked}" if untracked else ""
        self.rcm.show_message(_("Published"), said)

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
