"""Edits that another program makes to a file while a form is open on it: taken over, announced, or settled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Protocol

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rcm_tui.changes.merge import Clash, merge
from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.model.fieldpath import Path, Value, get, put
from rcm_tui.reports.names import Called, by_code, names_in
from rcm_tui.reports.questions import value_words
from rcm_tui.tui.command import with_keys
from rcm_tui.tui.content import content, highlight_new, joined, line, lines
from rcm_tui.tui.dialogs.base import Dialog, hint, place_words
from rcm_tui.tui.dialogs.choose import ChoiceList
from rcm_tui.tui.forms.fields import Data, FormField
from rcm_tui.tui.protocols import Application

OURS, THEIRS = "ours", "theirs"
"""The version in the file now; the one that was typed here."""


class ConflictDialog(Dialog[str]):
    """Shows what another program made of a field and what was typed here; gives OURS (the file's) or THEIRS."""

    CSS_PATH: ClassVar[Any] = ["../dialogs/dialogs.tcss", "form.tcss"]

    def __init__(self, label: str, clash: Clash, place: int, of: int, called: Called = by_code) -> None:
        super().__init__()
        self.heading = _("Two versions of one field: {field}").format(field=label)
        self.place = place_words(place, of)
        self._clash, self._called = clash, called

    def body(self) -> ComposeResult:
        """Yield both versions, and the one before them."""
        question = _("Another program changed this field while you were writing. Which version do you want to keep?")
        yield Static(content(question), classes="words")
        yield ChoiceList(
            Option(self._version("1", _("Your version"), self._clash.theirs), id=THEIRS),
            Option(self._version("2", _("The other version"), self._clash.ours), id=OURS),
            id="versions",
        )
        before = content(self._words(self._clash.base), "$muted")
        yield Static(lines([line(_("Before both"), "$muted"), before]), classes="before")
        yield hint(_("Press 1 or 2 · Esc back to the form"))

    def _version(self, number: str, title: str, value: Value) -> Content:
        head = joined(line(number, "$muted"), line(title, "bold"), by="  ")
        return lines([head, highlight_new(self._words(value), self._words(self._clash.base)), Content("")])

    def _words(self, value: Value) -> str:
        return value_words(self._clash.path, value, self._called)

    def on_mount(self) -> None:
        options = self.query_one(ChoiceList)
        options.highlighted = 0
        options.focus()

    def on_key(self, event: events.Key) -> None:
        """Choose by number."""
        if event.key in ("1", "2"):
            event.stop()
            self.dismiss(THEIRS if event.key == "1" else OURS)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


class EditingForm(Protocol):
    """What following a file needs of the form that is open on it."""

    file_key: str
    base: Data
    busy: bool

    @property
    def rcm(self) -> Application: ...
    @property
    def fields(self) -> list[FormField]: ...
    @property
    def touched(self) -> bool: ...
    def notice(self, sentence: str, *, waiting: bool = False) -> None: ...
    def refresh_bindings(self) -> None: ...


class ExternalChanges:
    """Follows the file of one form."""

    def __init__(self, form: EditingForm) -> None:
        self._form = form

    async def data_now(self) -> Data | None:
        """Read the file; give None, with a notice, where it cannot be read or is gone."""
        form = self._form
        key = form.file_key
        try:
            return await form.rcm.workspace_thread.run(lambda workspace: workspace.data(key))
        except RcmError as refusal:
            form.notice(_("{why} What you typed is kept as a draft.").format(why=str(refusal)), waiting=True)
            return None

    async def check(self) -> None:
        """Show what changed where nothing was typed; announce what both changed."""
        form, now = self._form, await self.data_now()
        if now is None or form.busy or now == form.base:
            return
        clashing = {clash.path for clash in merge(form.base, now, self._edited_so_far()).clashes}
        taken = []
        for field in form.fields:
            value = get(now, field.path)
            if field.in_file and field.path not in clashing and not field.touched and value != field.base:
                field.load(value)
                taken += [] if field.quiet else [field.label]
        self._announce(taken, [self._label(path) for path in clashing])
        if not clashing:
            form.base = now

    def _label(self, path: Path) -> str:
        field = next(
            (form_field for form_field in self._form.fields if form_field.path == path[: len(form_field.path)]), None
        )
        return field.label if field is not None else ".".join(path)

    def _edited_so_far(self) -> Data:
        """Give the data with what was typed, without what is not right yet."""
        data = self._form.base
        for field in self._form.fields:
            if not field.error():
                data = field.write(data)
        return data

    def _announce(self, taken: Sequence[str], clashing: Sequence[str]) -> None:
        form = self._form
        if clashing:
            message = _("Another program changed this too: {fields}. {take-in} shows both versions to choose from.")
            form.notice(with_keys(message, fields=", ".join(clashing)), waiting=True)
        elif taken and form.touched:
            message = _("Another program changed this in the meantime, and its version is shown: {fields}.")
            form.notice(message.format(fields=", ".join(taken)))
        form.refresh_bindings()

    async def resolve(self) -> None:
        """Show both versions of what both changed, and go on with what is chosen."""
        form, now = self._form, await self.data_now()
        edited = await self.merged(now, self._edited_so_far()) if now is not None else None
        if now is None or edited is None:
            return
        form.base = now
        for field in (form_field for form_field in form.fields if form_field.in_file):
            typed = field.typed if field.touched and get(edited, field.path) != get(now, field.path) else None
            typed = field.typed if field.error() else typed
            field.load(get(now, field.path))
            if typed is not None:
                field.set_typed(typed)
                field.update_note()
        form.notice("")
        form.refresh_bindings()

    async def merged(self, now: Data, edited: Data) -> Data | None:
        """Merge `edited` into a file that holds `now`; ask which version to keep where both changed the same.

        Give None where the person went back.
        """
        form = self._form
        result = merge(form.base, now, edited)
        data: Data = result.data
        called = names_in(form.rcm.snapshot.plan, form.file_key)
        for place, clash in enumerate(result.clashes, 1):
            dialog = ConflictDialog(self._label(clash.path), clash, place, len(result.clashes), called)
            choice = await form.rcm.ask(dialog)
            if choice is None:
                return None
            if choice == THEIRS:
                data = put(data, clash.path, clash.theirs)
        return data
