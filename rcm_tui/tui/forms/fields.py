"""What every field of a form shares: a label, a control, and a note beneath that says what is wrong or understood."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from rcm_tui.i18n import _, current
from rcm_tui.model.dates import PartialDate, describe, parse
from rcm_tui.model.errors import RcmError
from rcm_tui.model.fieldpath import MISSING, Path, Value, format_path, put
from rcm_tui.model.texts import fold
from rcm_tui.reports.visible import one_line, visible
from rcm_tui.tui.content import content, line

_PICTURE = re.compile("[\u2400-\u241f]|‹U\\+([0-9A-F]{4,6})›")


def editable(text: str) -> str:
    """Text as it can stand in a field that is typed into: control characters as their pictures."""
    return visible(text, lines=True)


def as_it_was(typed: str, before: str) -> str:
    """What was typed, with the pictures turned back into the characters that `before` had."""
    if editable(before) == before:
        return typed
    return _PICTURE.sub(lambda found: chr(int(found[1], 16)) if found[1] else chr(ord(found[0]) - 0x2400), typed)


class LineInput(Input):
    """An input of one line. What is pasted loses its line breaks; Enter and ↓ go on to the next field, ↑ goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(value, placeholder=line(placeholder).plain, compact=True, id=id)

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()  # the base class is called here, not by the event's way through the classes
        event.text = one_line(" ".join(event.text.split()))
        super()._on_paste(event)

    async def action_submit(self) -> None:
        """Enter goes on."""
        self.screen.focus_next()


class Field(Horizontal):
    """One field of a form, at `path` in the data it edits.

    Subclasses have `control`, `typed`, `take`, `shown_as` and `value`. `typed` is what the person sees in it, as JSON
    knows it; a field whose `typed` is as it was loaded writes nothing, so that what was not touched stays as it is.
    `default` is shown where the data has no value; a field that is not `in_file` only helps to fill in the others;
    a `quiet` one is brought up to date without a word.
    """

    class Edited(Message):
        """Something was typed or chosen."""

        def __init__(self, field: Field) -> None:
            super().__init__()
            self.field = field

    def __init__(self, label: str, path: Path, *, extra: Callable[[], str] | None = None) -> None:
        super().__init__()
        self.label = label
        self.path = path
        self.key = format_path(path)
        self.base: Value = MISSING
        self.insisted = False
        self.default: Value = MISSING
        self.in_file = True
        self.quiet = False
        self._extra = extra
        self._initial: Any = None
        self._note = Static(classes="note -none")

    def compose(self) -> ComposeResult:
        """Label, control, note."""
        yield Static(line(self.label), classes="label")
        with Vertical(classes="side"):
            yield from self.control()
            yield self._note

    # --- what subclasses say

    def control(self) -> ComposeResult:
        """The widgets that are typed into."""
        yield from ()

    @property
    def typed(self) -> Any:
        """What stands in the field now, fit for JSON."""
        raise NotImplementedError

    def take(self, typed: Any) -> None:
        """Show what was typed before."""
        raise NotImplementedError

    def shown_as(self, value: Value) -> Any:
        """What the field shows for a value of the file (MISSING where it has none)."""
        raise NotImplementedError

    def value(self) -> Value:
        """The value for the file; MISSING removes the field. Raises RcmError where what was typed is none."""
        raise NotImplementedError

    def hint(self) -> str:
        """What the note says where nothing is wrong."""
        return ""

    # --- what forms ask

    def load(self, value: Value) -> None:
        """Show a value of the file; from now on this is what counts as untouched."""
        self.base = value
        self.take(self.shown_as(self.default if value is MISSING else value))
        self._initial = self.typed
        self.say()

    @property
    def touched(self) -> bool:
        """Whether something else stands in it than was loaded."""
        return bool(self.typed != self._initial)

    def write(self, data: dict[str, Value]) -> dict[str, Value]:
        """The data with this field's value put in, if it was touched."""
        if not self.touched or not self.in_file:
            return data
        written: dict[str, Value] = put(data, self.path, self.value())
        return written

    def complaint(self) -> str:
        """What is wrong with it; empty where nothing is."""
        try:
            self.value()
        except RcmError as wrong:
            return str(wrong)
        return self._extra() if self._extra is not None else ""

    def say(self) -> None:
        """Bring the note up to date."""
        wrong = self.complaint() if self.touched or self.insisted else ""
        said = wrong or self.hint()
        self._note.update(content(said))
        self._note.set_class(not said, "-none")
        self._note.set_class(bool(wrong), "-wrong")

    def edited(self) -> None:
        """To be called by subclasses when something was typed."""
        self.say()
        self.post_message(self.Edited(self))

    def on_descendant_focus(self) -> None:
        """The label shows where the cursor is."""
        self.add_class("-here")

    def on_descendant_blur(self) -> None:
        """The cursor went on."""
        self.remove_class("-here")
        self.left()

    def left(self) -> None:
        """The cursor went on; what was typed may be taken now."""

    def enter(self) -> None:
        """Put the cursor into it."""
        for widget in self.query("*").results(Widget):
            if widget.focusable:
                self.screen.set_focus(widget)  # at once: `focus()` would let the next key slip through
                return


class LineField(Field):
    """One line. `read` makes the value out of what was typed, and raises RcmError where that is none."""

    def __init__(
        self,
        label: str,
        path: Path,
        read: Callable[[str], Value] = lambda typed: typed,
        *,
        placeholder: str = "",
        needed: str = "",
        extra: Callable[[], str] | None = None,
    ) -> None:
        super().__init__(label, path, extra=extra)
        self.input = LineInput(placeholder=placeholder)
        self._read = read
        self._needed = needed

    def control(self) -> ComposeResult:
        """The line."""
        yield self.input

    @property
    def typed(self) -> str:
        """The words in the line."""
        return self.input.value

    def take(self, typed: Any) -> None:
        """Show words."""
        self.input.value = str(typed)

    def shown_as(self, value: Value) -> str:
        """The value in one line."""
        return "" if value is MISSING or value is None else one_line(str(value))

    def value(self) -> Value:
        """What was typed, read; MISSING where the line is empty."""
        words = self.typed.strip()
        if words:
            return self._read(words)
        if self._needed:
            raise RcmError(self._needed)
        return MISSING

    def on_input_changed(self, event: Input.Changed) -> None:
        """Check as one types."""
        event.stop()
        self.edited()


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
