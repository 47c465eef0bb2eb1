"""Two versions of one field: the file's and the person's. One of them is chosen, field by field."""

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rcm_tui.changes.merge import Clash
from rcm_tui.i18n import _
from rcm_tui.model.fieldpath import MISSING, Value
from rcm_tui.tui.content import content, joined, line, lines
from rcm_tui.tui.dialogs.base import Dialog, hint

_WORDS = re.compile(r"\S+|\s+")
OURS, THEIRS = "ours", "theirs"
"""What stands in the file now; what was typed here."""


class Versions(Dialog[str]):
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
