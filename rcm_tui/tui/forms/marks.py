"""A list in which any number of things are marked: the actions that an activity carries out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from rcm_tui.model.fieldpath import MISSING, Path, Value
from rcm_tui.tui.content import line
from rcm_tui.tui.forms.field import Field


class MarkList(OptionList):
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


class MarksField(Field):
    """Any number of a few things, each with its words."""

    def __init__(self, label: str, path: Path, things: Sequence[tuple[str, str]]) -> None:
        super().__init__(label, path)
        self._words = dict(things)
        self.marked: list[str] = []
        self.list = MarkList(markup=False, compact=True)

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
