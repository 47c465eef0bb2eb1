"""Fields in which one of a few values, or any number of them, is chosen by the arrows, by a letter, or from a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from rcm_tui.model.fieldpath import Path, Value
from rcm_tui.reports.styles import status_key, status_look
from rcm_tui.tui.content import joined, line, status_content
from rcm_tui.tui.dialogs.choose import Choice, ChooseDialog
from rcm_tui.tui.forms.fields import FormField, Parse, as_typed

_LETTERS = {"request": "q", "action": "t"}
"""Letters of values whose first letter another one has; those of statuses are those of the key `s` in the plan."""


def choices_of(options: Iterable[tuple[str, str]], *, none: bool = False) -> list[Choice]:
    """Make choices out of (value, label), each with a letter of its own; with `none` also the choice of no value."""
    choices = [Choice("", "-", line(pgettext("status", "none"), "$muted"))] if none else []
    taken: set[str] = set()
    for value, label in options:
        letters = (_LETTERS.get(value) or status_key(value), *value.casefold(), *"abcdefghijklmnopqrstuvwxyz")
        letter = next(
            (letter for letter in letters if letter.isalpha() and letter.isascii() and letter not in taken), ""
        )
        taken.add(letter)
        choices.append(Choice(value, letter, status_content(value) if status_look(value) else line(label)))
    return choices


class SelectLine(Widget, can_focus=True):
    """Shows what is chosen; arrows and letters choose another, Space lists all."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "step(1)", show=False),
        Binding("left", "step(-1)", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("enter", "app.focus_next", show=False),
        Binding("space", "list", show=False),
    ]

    class Chosen(Message):
        """Another value was chosen."""

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

    def offer(self, choices: Sequence[Choice]) -> None:
        """Give it other choices; what was chosen stays if it is among them."""
        self.choices = list(choices)
        if self.chosen not in (choice.value for choice in choices):
            self.chosen = choices[0].value
        self.refresh(layout=True)

    def render(self) -> Content:
        shown = next(
            (choice.shown for choice in self.choices if choice.value == self.chosen), line(self.chosen, "$broken")
        )
        widest = min(max((choice.shown.cell_length for choice in self.choices), default=0), max(self.size.width - 4, 0))
        shown = shown.truncate(widest, ellipsis=True)
        room = widest - shown.cell_length
        edge, ground = ("$accent", "$mark") if self.has_focus else ("$edge", "$raised")
        box = Content.assemble(line("▏", edge), shown, " " * max(room, 0), line(" ▾", "$muted"), line("▕", edge))
        shown = box.stylize(f"on {ground}")
        if not self.has_focus:
            return shown
        letters = " ".join(choice.key for choice in self.choices if choice.key)
        keys = _("← → or a letter ({letters}); Space lists") if letters else _("← →; Space lists")
        content = joined(shown, line(keys.format(letters=letters), "$muted"), by="   ")
        return content if content.cell_length <= self.size.width else shown

    def action_step(self, step: int) -> None:
        """Choose the next value, or the one before."""
        values = [choice.value for choice in self.choices]
        at = values.index(self.chosen) + step if self.chosen in values else 0
        if 0 <= at < len(values):
            self.choose(values[at])

    def action_list(self) -> None:
        """Choose from the list of all."""

        def chosen(value: str | None) -> None:
            if value is not None:
                self.choose(value)

        self.app.push_screen(ChooseDialog(self.heading, self.choices, current=self.chosen).then(chosen))

    def on_key(self, event: events.Key) -> None:
        """Choose by letter; no letter does anything else here."""
        if event.character is None or not event.is_printable or event.key == "space":
            return
        event.stop()
        event.prevent_default()
        match = next((choice for choice in self.choices if choice.key == event.character), None)
        if match is not None:
            self.choose(match.value)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return character is not None and character.isprintable()

    def on_click(self) -> None:
        self.focus()
        self.action_list()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()


class SelectField(FormField):
    """One of a few values; the empty one means none."""

    def __init__(
        self, label: str, path: Path, choices: Sequence[Choice], parse: Parse = as_typed, *, required: str = ""
    ) -> None:
        super().__init__(label, path, parse, required=required)
        self.chooser = SelectLine(label, choices)

    def control(self) -> ComposeResult:
        yield self.chooser

    @property
    def typed(self) -> str:
        return self.chooser.chosen

    def set_typed(self, typed: Any) -> None:
        self.chooser.choose(str(typed))

    def on_select_line_chosen(self, event: SelectLine.Chosen) -> None:
        event.stop()
        self.changed()


class MultiSelectList(OptionList):
    """A list in which Space marks; arrows past the ends leave it; Enter goes to the next field."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "select", show=False),
        Binding("enter", "app.focus_next", show=False),
        Binding("down,j", "go(1)", show=False),
        Binding("up,k", "go(-1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(markup=False, compact=True)

    def action_go(self, step: int) -> None:
        """Move up or down; past the ends to the next field."""
        at = self.highlighted if self.highlighted is not None else -step
        if 0 <= at + step < self.option_count:
            self.highlighted = at + step
        elif step > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()


class MultiSelectField(FormField):
    """Any number of a few values, each with its label."""

    def __init__(
        self, label: str, path: Path, options: Iterable[tuple[str, str]], parse: Parse = as_typed, *, required: str = ""
    ) -> None:
        super().__init__(label, path, parse, required=required)
        self._labels = dict(options)
        self.marked: list[str] = []
        self.list = MultiSelectList()

    def control(self) -> ComposeResult:
        yield self.list

    @property
    def typed(self) -> list[str]:
        """What is marked, in the order of the list."""
        known = [label for label in self._labels if label in self.marked]
        return known + [value for value in self.marked if value not in self._labels]

    def set_typed(self, typed: Any) -> None:
        self.marked = [str(member) for member in typed]
        for value in self.marked:
            self._labels.setdefault(value, value)
        self._show()

    def type_text(self, words: str) -> None:
        self.set_typed([word.strip() for word in words.split(",") if word.strip()])

    def typed_for(self, value: Value) -> list[str]:
        return [str(member) for member in value] if isinstance(value, list | tuple) else []

    def _show(self) -> None:
        at = self.list.highlighted
        self.list.clear_options()
        self.list.add_options([Option(self._row(value, label), id=value) for value, label in self._labels.items()])
        self.list.highlighted = at if at is not None else 0

    def _row(self, value: str, label: str) -> Content:
        mark = line("✓ ", "$done") if value in self.marked else line("· ", "$muted")
        return Content.assemble(mark, line(label))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Mark it, or take the mark away."""
        event.stop()
        value = event.option.id or ""
        self.marked = (
            [marked for marked in self.marked if marked != value] if value in self.marked else [*self.marked, value]
        )
        self._show()
        self.changed()
