"""Two versions of one field: the file's and the person's. One of them is chosen, field by field."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rcm_tui.changes.merge import Clash, merge
from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.model.fieldpath import MISSING, Value, get, put
from rcm_tui.tui.content import content, joined, line, lines
from rcm_tui.tui.dialogs.base import Dialog, hint
from rcm_tui.tui.forms.opening import Data

if TYPE_CHECKING:
    from rcm_tui.tui.forms.form import Form


_WORDS = re.compile(r"\S+|\s+")
OURS, THEIRS = "ours", "theirs"
"""What stands in the file now; what was typed here."""


class ConflictDialog(Dialog[str]):
    """Shows what another program made of a field and what was typed here; gives OURS (the file's) or THEIRS."""

    CSS_PATH: ClassVar[Any] = ["../dialogs/dialogs.tcss", "form.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
    ]

    def __init__(self, label: str, clash: Clash, place: int, of: int) -> None:
        super().__init__()
        self.heading = _("Two versions of one field: {field}").format(field=label)
        if of > 1:
            self.heading += "   " + _("{place} of {of}").format(place=place, of=of)
        self._clash = clash

    def body(self) -> ComposeResult:
        """Both versions, and what stood there before."""
        yield Static(
            content(_("Another program changed this field while you were writing. Which version shall stand?")),
            classes="words",
        )
        yield OptionList(
            Option(self._version("1", _("What you wrote"), self._clash.theirs), id=THEIRS),
            Option(self._version("2", _("What stands in the file now"), self._clash.ours), id=OURS),
            markup=False,
            id="versions",
        )
        yield Static(
            lines([line(_("Before both"), "$muted"), content(shown(self._clash.base), "$muted")]), classes="before"
        )
        yield hint(_("1 or 2 chooses, or ↑ ↓ and Enter; Esc goes back to the form, and nothing is recorded"))

    def _version(self, number: str, title: str, value: Value) -> Content:
        head = joined(line(number, "$muted"), line(title, "bold"), by="  ")
        return lines([head, marked(shown(value), shown(self._clash.base)), Content("")])

    def on_mount(self) -> None:
        """Choose at once."""
        options = self.query_one(OptionList)
        options.highlighted = 0
        options.focus()

    def on_key(self, event: events.Key) -> None:
        """By number."""
        if event.key in ("1", "2"):
            event.stop()
            self.dismiss(THEIRS if event.key == "1" else OURS)

    def action_move(self, step: int) -> None:
        """Up or down with the letters."""
        options = self.query_one(OptionList)
        (options.action_cursor_down if step > 0 else options.action_cursor_up)()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


def marked(text: str, before: str) -> Content:
    """The text with the words that are new since `before` in the colour of what moves."""
    old, new = _WORDS.findall(before), _WORDS.findall(text)
    pieces = []
    for tag, _from, _to, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        pieces.append(content("".join(new[start:end]), "" if tag == "equal" else "$moving"))
    return joined(*pieces)


def shown(value: Value) -> str:
    """A value of a field as a person reads it."""
    if value is MISSING or value is None:
        return _("nothing")
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)


class ExternalChanges:
    """Follows the file of one form."""

    def __init__(self, form: Form) -> None:
        self._form = form

    async def data_now(self) -> Data | None:
        """The file as it is; None, with a notice, where it cannot be read or is gone."""
        form = self._form
        key = form.file_key
        try:
            return await form.rcm.workspace_thread.run(lambda workspace: workspace.data(key))
        except RcmError as refusal:
            form.notice(_("{why} What you typed is kept as a draft.").format(why=str(refusal)), waiting=True)
            return None

    async def look_again(self) -> None:
        """Show what changed where nothing was typed; say so where both changed the same."""
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
        self._say(taken, [form.label_of(path) for path in clashing])
        if not clashing:
            form.base = now

    def _edited_so_far(self) -> Data:
        """The data with what was typed, without what is not right yet."""
        data = self._form.base
        for field in self._form.fields:
            if not field.complaint():
                data = field.write(data)
        return data

    def _say(self, taken: Sequence[str], clashing: Sequence[str]) -> None:
        form = self._form
        if clashing:
            said = _("Another program changed this too: {fields}. Ctrl+R shows both versions to choose from.")
            form.notice(said.format(fields=", ".join(clashing)), waiting=True)
        elif taken and form.touched:
            said = _("Another program changed this meanwhile, and it stands here now: {fields}.")
            form.notice(said.format(fields=", ".join(taken)))
        form.refresh_bindings()

    async def take_in(self) -> None:
        """Show both versions of what both changed, and go on with what is chosen."""
        form, now = self._form, await self.data_now()
        edited = await self.settled(now, self._edited_so_far()) if now is not None else None
        if now is None or edited is None:
            return
        form.base = now
        for field in (one for one in form.fields if one.in_file):
            typed = field.typed if field.touched and get(edited, field.path) != get(now, field.path) else None
            typed = field.typed if field.complaint() else typed
            field.load(get(now, field.path))
            if typed is not None:
                field.take(typed)
                field.say()
        form.notice("")
        form.refresh_bindings()

    async def settled(self, now: Data, edited: Data) -> Data | None:
        """`edited` merged into a file that holds `now`, the person choosing where both changed the same.

        None where the person went back.
        """
        form = self._form
        merged = merge(form.base, now, edited)
        data: Data = merged.data
        for place, clash in enumerate(merged.clashes, 1):
            choice = await form.rcm.ask(ConflictDialog(form.label_of(clash.path), clash, place, len(merged.clashes)))
            if choice is None:
                return None
            if choice == THEIRS:
                data = put(data, clash.path, clash.theirs)
        return data
