"""Fields in which one of a few things is chosen: by the arrows, by a letter, or from a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from rcm_tui.i18n import _, pgettext
from rcm_tui.model.errors import RcmError
from rcm_tui.model.fieldpath import MISSING, Path, Value
from rcm_tui.model.items import Status
from rcm_tui.tui.content import joined, line, status_content
from rcm_tui.tui.dialogs.choose import Choice, ChooseDialog
from rcm_tui.tui.forms.fields import Field

STATUS_LETTERS = {
    Status.PLANNED: "p",
    Status.ACTIVE: "a",
    Status.ONGOING: "o",
    Status.PENDING_INPUT: "i",
    Status.COMPLETED: "c",
    Status.POSTPONED: "t",
    Status.CANCELLED: "x",
}
"""The same letters as for the key that changes a status in the plan."""


def status_choices(*, none: bool = False) -> list[Choice]:
    """The statuses; with `none` also that there is none."""
    choices = [Choice(status.value, key, status_content(status.value)) for status, key in STATUS_LETTERS.items()]
    return [Choice("", "-", line(pgettext("status", "none"), "$muted")), *choices] if none else choices


class SelectLine(Widget, can_focus=True):
    """Shows what is chosen; arrows and letters choose another, Space shows all."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "step(1)", show=False),
        Binding("left", "step(-1)", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("enter", "app.focus_next", show=False),
        Binding("space", "list", show=False),
    ]

    class Chosen(Message):
        """Another thing was chosen."""

    def __init__(self, heading: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self.heading = heading
        self.choices = list(choices)
        self.chosen = choices[0].value if choices else ""

    def choose(self, value: str) -> None:
        """Choose by value."""
        if value != self.chosen:
            self.chosen = value
            self.refresh(layout=True)
            self.post_message(self.Chosen())

    def render(self) -> Content:
        """What is chosen and, while the cursor is here, how to choose another."""
        shown = next((one.shown for one in self.choices if one.value == self.chosen), line(self.chosen, "$broken"))
        if not self.has_focus:
            return shown
        letters = " ".join(one.key for one in self.choices if one.key)
        keys = _("← → or a letter ({letters}); Space lists") if letters else _("← →; Space lists")
        return joined(shown, line(keys.format(letters=letters), "$muted"), by="   ")

    def action_step(self, step: int) -> None:
        """The next one or the one before."""
        values = [one.value for one in self.choices]
        at = values.index(self.chosen) + step if self.chosen in values else 0
        if 0 <= at < len(values):
            self.choose(values[at])

    def action_list(self) -> None:
        """Choose from the list of all."""

        def chosen(value: str | None) -> None:
            if value is not None:
                self.choose(value)

        self.app.push_screen(ChooseDialog(self.heading, self.choices, current=self.chosen), chosen)

    def on_key(self, event: events.Key) -> None:
        """A letter chooses; no letter does anything else here."""
        if event.character is None or not event.is_printable or event.key == "space":
            return
        event.stop()
        event.prevent_default()
        match = next((one for one in self.choices if one.key == event.character), None)
        if match is not None:
            self.choose(match.value)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters are taken here, so the footer shows no command for them."""
        return character is not None and character.isprintable()

    def on_click(self) -> None:
        """The mouse shows the list."""
        self.focus()
        self.action_list()

    def on_focus(self) -> None:
        """Say how to choose."""
        self.refresh()

    def on_blur(self) -> None:
        """Say it no more."""
        self.refresh()


class SelectField(Field):
    """One of a few values; the empty one stands for none."""

    def __init__(self, label: str, path: Path, choices: Sequence[Choice], *, needed: str = "") -> None:
        super().__init__(label, path)
        self.chooser = SelectLine(label, choices)
        self._needed = needed

    def control(self) -> ComposeResult:
        """What is chosen."""
        yield self.chooser

    @property
    def typed(self) -> str:
        """The value that is chosen."""
        return self.chooser.chosen

    def take(self, typed: Any) -> None:
        """Choose it."""
        self.chooser.choose(str(typed))

    def shown_as(self, value: Value) -> str:
        """The value itself; the empty one for none."""
        return "" if value is MISSING or value is None else str(value)

    def value(self) -> Value:
        """What is chosen. Raises RcmError where something must be."""
        if not self.typed and self._needed:
            raise RcmError(self._needed)
        return self.typed or MISSING

    def on_select_line_chosen(self, event: SelectLine.Chosen) -> None:
        """Tell the form."""
        event.stop()
        self.edited()


class MultiSelectList(OptionList):
    """Space marks; arrows past the ends leave; Enter goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "select", show=False),
        Binding("enter", "app.focus_next", show=False),
        Binding("down,j", "go(1)", show=False),
        Binding("up,k", "go(-1)", show=False),
    ]

    def action_go(self, step: int) -> None:
        """Up or down; past the ends to the next field."""
        at = self.highlighted if self.highlighted is not None else -step
        if 0 <= at + step < self.option_count:
            self.highlighted = at + step
        elif step > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()


class MultiSelectField(Field):
    """Any number of a few things, each with its words."""

    def __init__(self, label: str, path: Path, things: Sequence[tuple[str, str]]) -> None:
        super().__init__(label, path)
        self._words = dict(things)
        self.marked: list[str] = []
        self.list = MultiSelectList(markup=False, compact=True)

    def control(self) -> ComposeResult:
        """The list."""
        yield self.list

    @property
    def typed(self) -> list[str]:
        """What is marked, in the order of the list."""
        known = [one for one in self._words if one in self.marked]
        return known + [one for one in self.marked if one not in self._words]

    def take(self, typed: Any) -> None:
        """Mark these."""
        self.marked = [str(one) for one in typed]
        for one in self.marked:
            self._words.setdefault(one, one)
        self._show()

    def shown_as(self, value: Value) -> list[str]:
        """The values as a list."""
        return [str(one) for one in value] if isinstance(value, list | tuple) else []

    def value(self) -> Value:
        """What is marked; MISSING for nothing."""
        return self.typed or MISSING

    def _show(self) -> None:
        at = self.list.highlighted
        self.list.clear_options()
        self.list.add_options([Option(self._row(code, words), id=code) for code, words in self._words.items()])
        self.list.highlighted = at if at is not None else 0

    def _row(self, code: str, words: str) -> Content:
        mark = line("✓ ", "$done") if code in self.marked else line("· ", "$muted")
        return Content.assemble(mark, line(words))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Mark it, or take the mark away."""
        event.stop()
        code = event.option.id or ""
        self.marked = [one for one in self.marked if one != code] if code in self.marked else [*self.marked, code]
        self._show()
        self.edited()
