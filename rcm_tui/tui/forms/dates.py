"""A date as people write it, understood as one types."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input

from rcm_tui.i18n import _, current
from rcm_tui.model.dates import PartialDate, describe, parse
from rcm_tui.model.fieldpath import MISSING, Path, Value
from rcm_tui.model.texts import fold
from rcm_tui.tui.content import line
from rcm_tui.tui.forms.field import Field, LineInput


def read(words: str, on: datetime.date) -> PartialDate:
    """The date that words mean; `today` and a missing year count from `on`. Raises DateError with a sentence."""
    from rcm_tui.model.dates.phrases import read_date

    return read_date(words, on=on)


class DateField(Field):
    """A date in words or EDTF; the note says how it is understood. Tab takes what the text proposes."""

    def __init__(
        self,
        label: str,
        path: Path,
        on: datetime.date,
        *,
        placeholder: str = "",
        extra: Callable[[], str] | None = None,
    ) -> None:
        super().__init__(label, path, extra=extra)
        self.input = LineInput(placeholder=placeholder)
        self.proposed: PartialDate | None = None
        self._on = on
        self._placeholder = placeholder
        self._refused: set[str] = set()

    def control(self) -> ComposeResult:
        """The line."""
        yield self.input

    @property
    def typed(self) -> str:
        """The words as they stand."""
        return self.input.value

    def take(self, typed: Any) -> None:
        """Show words."""
        self.input.value = str(typed)

    def shown_as(self, value: Value) -> str:
        """A date of the file in words, if those are understood as the same date; else as it stands."""
        if not isinstance(value, str):
            return ""
        try:
            words = describe(parse(value), current())
            return words if str(read(words, self._on)) == value else line(value).plain
        except ValueError:
            return line(value).plain

    def value(self) -> Value:
        """EDTF; MISSING where nothing is typed. Raises DateError."""
        words = self.typed.strip()
        if not words:
            return MISSING
        if not self.touched and isinstance(self.base, str):
            return self.base
        return str(read(words, self._on))

    def hint(self) -> str:
        """How it is understood."""
        words = self.typed.strip()
        if not words:
            return ""
        try:
            date = read(words, self._on)
        except ValueError:
            return ""
        understood = describe(date, current())
        if fold(understood) == fold(words):
            return _("kept as {edtf}").format(edtf=date)
        return _("{words}, kept as {edtf}").format(words=understood, edtf=date)

    def propose(self, date: PartialDate | None) -> None:
        """Offer a date that the words of the text name; Tab takes it."""
        if date is not None and str(date) in self._refused:
            date = None
        if date == self.proposed:
            return
        self.proposed = date
        self._show_proposal()

    def _show_proposal(self) -> None:
        offered = self.proposed is not None and not self.typed
        self.set_class(offered, "-proposing")
        if offered and self.proposed is not None:
            words = describe(self.proposed, current())
            self.input.placeholder = line(_("Tab takes: {proposal}").format(proposal=words)).plain
        else:
            self.input.placeholder = line(self._placeholder).plain

    def on_input_changed(self, event: Input.Changed) -> None:
        """Understand as one types."""
        event.stop()
        self._show_proposal()
        self.edited()

    def on_key(self, event: events.Key) -> None:
        """Tab takes what is proposed while nothing is typed; pressed again it goes on."""
        if event.key == "tab" and self.proposed is not None and not self.typed:
            event.stop()
            event.prevent_default()
            date, self.proposed = self.proposed, None
            self._refused.add(str(date))
            self.input.value = describe(date, current())
            self.input.cursor_position = len(self.input.value)
