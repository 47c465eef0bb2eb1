"""Fields of a form: a label, a control, and a note beneath that says what is wrong or how a value is understood.

A field knows nothing of plans: `parse` makes the value out of what was typed, by the rules of the schema.
"""

from __future__ import annotations

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
from rcm_tui.model.dates import PartialDate, describe
from rcm_tui.model.dates import parse as parse_date
from rcm_tui.model.errors import RcmError
from rcm_tui.model.fieldpath import MISSING, Path, Value, format_path, put, without
from rcm_tui.model.regex import regex
from rcm_tui.reports.visible import one_line, visible
from rcm_tui.tui.content import content, line

Data = dict[str, Value]
"""The plain data of a file or of a part of one."""

Parse = Callable[[Any], Value]
"""Makes a value out of what was typed; MISSING where nothing was. Raises RcmError with a sentence."""

_PICTURE = regex("[\u2400-\u241f]|‹U\\+([0-9A-F]{4,6})›")


def as_typed(typed: Any) -> Value:
    """Take what was typed as it is; MISSING where that is nothing."""
    return typed or MISSING


def editable(text: str) -> str:
    """Make control characters visible as pictures, so that text can be typed into."""
    return visible(text, lines=True)


def restore_controls(typed: str, before: str) -> str:
    """Turn the pictures in what was typed back into the control characters that `before` had."""
    if editable(before) == before:
        return typed
    return _PICTURE.sub(lambda found: chr(int(found[1], 16)) if found[1] else chr(ord(found[0]) - 0x2400), typed)


class LineInput(Input):
    """An input of one line. What is pasted loses its line breaks; Enter and ↓ go to the next field, ↑ goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(value, placeholder=line(placeholder).plain, compact=True, id=id)

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()  # Otherwise Textual calls the handler of the base class as well.
        event.text = one_line(" ".join(event.text.split()))
        super()._on_paste(event)

    async def action_submit(self) -> None:
        self.screen.focus_next()


class FormField(Horizontal):
    """One field of a form, at `path` in the data it edits.

    `typed` is what the person sees in it, fit for JSON. A field whose `typed` is as it was loaded writes nothing, so
    that what was not touched stays as it is. `default` is shown where the data has no value. A field that is not
    `in_file` only helps to fill in the others; a `quiet` one is brought up to date without a notice.
    """

    class Edited(Message):
        """Something was typed or chosen."""

        def __init__(self, field: FormField) -> None:
            super().__init__()
            self.field = field

    def __init__(self, label: str, path: Path, parse: Parse = as_typed, *, required: str = "") -> None:
        """Make a field; `required` is the sentence shown where nothing is typed, "" where it may stay empty."""
        super().__init__()
        self.label = label
        self.path = path
        self.key = format_path(path)
        self.base: Value = MISSING
        self.default: Value = MISSING
        self.in_file = True
        self.quiet = False
        self.always_checked = False
        self._parse = parse
        self.required = required
        self.check: Callable[[], str] | None = None
        """Says what is wrong with it in view of other fields; "" where nothing is."""
        self.written: Callable[[Value], str] = str
        """Gives the words that `parse` reads as a value."""
        self._initial: Any = None
        self._note = Static(classes="note -none")

    def compose(self) -> ComposeResult:
        yield Static(line(f"{self.label} *" if self.required else self.label), classes="label")
        with Vertical(classes="side"):
            yield from self.control()
            yield self._note

    # --- for subclasses

    def control(self) -> ComposeResult:
        """Yield the widgets that are typed into."""
        yield from ()

    @property
    def typed(self) -> Any:
        """What is in the field now, fit for JSON."""
        raise NotImplementedError

    def set_typed(self, typed: Any) -> None:
        """Show what `typed` gave before."""
        raise NotImplementedError

    def type_text(self, words: str) -> None:
        """Show words as if a person had typed them in place of what is there."""
        self.set_typed(words)

    def typed_for(self, value: Value) -> Any:
        """Give what the field shows for a value of the file (MISSING where it has none)."""
        return "" if value is MISSING or value is None else self.written(value)

    def given(self) -> Any:
        """Give what was typed as `parse` takes it."""
        return self.typed

    def hint(self) -> str:
        """Say what the note has where nothing is wrong."""
        return ""

    def focus_left(self) -> None:
        """React to the cursor having left the field."""

    # --- for forms

    def value(self) -> Value:
        """Give the value for the file; MISSING removes the field. Raises RcmError where what was typed is none."""
        if self.base is not MISSING and not self.touched:
            return self.base
        value = self._parse(self.given())
        if value is MISSING and self.required:
            raise RcmError(self.required)
        return value

    def load(self, value: Value) -> None:
        """Show a value of the file; from now on this counts as untouched."""
        self.base = value
        self.set_typed(self.typed_for(self.default if value is MISSING else value))
        self._initial = self.typed
        self.update_note()

    @property
    def touched(self) -> bool:
        """Whether something else is in it than was loaded."""
        return bool(self.typed != self._initial)

    def write(self, data: Data) -> Data:
        """Put this field's value into the data, if it was touched; nothing empty is left of one that is removed."""
        if not self.touched or not self.in_file:
            return data
        value = self.value()
        written: Data = without(data, self.path) if value is MISSING else put(data, self.path, value)
        return written

    def error(self) -> str:
        """Say what is wrong with it; empty where nothing is."""
        try:
            self.value()
        except RcmError as wrong:
            return str(wrong)
        return self.check() if self.check is not None else ""

    def update_note(self) -> None:
        """Show the error, else the hint."""
        wrong = self.error() if self.touched or self.always_checked else ""
        note = wrong or self.hint()
        self._note.update(content(note))
        self._note.set_class(not note, "-none")
        self._note.set_class(bool(wrong), "-wrong")

    def changed(self) -> None:
        """Tell the form that something was typed."""
        self.update_note()
        self.post_message(self.Edited(self))

    def on_descendant_focus(self) -> None:
        self.add_class("-here")
        # Textual looks whether the field is seen before what else a key changed is laid out, which may move the field.
        self.call_after_refresh(self._scroll_to_cursor)

    def _scroll_to_cursor(self) -> None:
        """Scroll to where the cursor is, if that is in this field, and not seen."""
        focused = self.screen.focused if self.is_attached else None  # A form may have been left since.
        if focused is not None and self in focused.ancestors and not self.screen.can_view_entire(focused):
            self.screen.scroll_to_center(focused, origin_visible=True)

    def on_descendant_blur(self) -> None:
        self.remove_class("-here")
        self.focus_left()

    def focus_control(self) -> None:
        """Move the cursor into it."""
        for widget in self.query("*").results(Widget):
            if widget.focusable:
                self.screen.set_focus(widget)  # At once: `focus()` would let the next key slip through.
                return


class LineField(FormField):
    """A value that is typed on one line."""

    def __init__(
        self, label: str, path: Path, parse: Parse = as_typed, *, placeholder: str = "", required: str = ""
    ) -> None:
        super().__init__(label, path, parse, required=required)
        self.input = LineInput(placeholder=placeholder)

    def control(self) -> ComposeResult:
        yield self.input

    @property
    def typed(self) -> str:
        return self.input.value

    def set_typed(self, typed: Any) -> None:
        self.input.value = str(typed)

    def typed_for(self, value: Value) -> str:
        return one_line(", ".join(map(str, value)) if isinstance(value, list | tuple) else super().typed_for(value))

    def given(self) -> str:
        return self.typed.strip()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Check while the person types."""
        event.stop()
        self.changed()


class DateField(LineField):
    """A date in words or EDTF; the note says how it is understood. The right arrow takes what the text suggests."""

    def __init__(
        self, label: str, path: Path, parse: Parse = as_typed, *, placeholder: str = "", required: str = ""
    ) -> None:
        super().__init__(label, path, parse, placeholder=placeholder, required=required)
        self.suggested: PartialDate | None = None
        self._placeholder = placeholder
        self._refused: set[str] = set()

    def typed_for(self, value: Value) -> str:
        """Give a date of the file in words, if those are understood as the same date; else as the file has it."""
        plain = super().typed_for(value)
        try:
            words = describe(parse_date(plain), current())
            return words if self._parse(words) == value else plain
        except RcmError:
            return plain

    def hint(self) -> str:
        """Say how the words are understood."""
        words = self.given()
        if not words:
            return ""
        try:
            date = parse_date(str(self.value()))
        except RcmError:
            return ""
        return f"= {describe(date, current())}"

    def suggest(self, date: PartialDate | None) -> None:
        """Offer a date that the words of the text name; the right arrow takes it."""
        if date is not None and str(date) in self._refused:
            date = None
        if date != self.suggested:
            self.suggested = date
            self._show_suggestion()

    def _show_suggestion(self) -> None:
        offered = self.suggested if not self.typed else None
        self.set_class(offered is not None, "-suggesting")
        shown = self._placeholder
        if offered is not None:
            shown = _("→ takes: {proposal}").format(proposal=describe(offered, current()))
        self.input.placeholder = line(shown).plain

    def on_input_changed(self, event: Input.Changed) -> None:
        """Withdraw the suggestion; the base class does the rest."""
        self._show_suggestion()

    def on_key(self, event: events.Key) -> None:
        """Take what is suggested on the right arrow, while nothing is typed."""
        if event.key == "right" and self.suggested is not None and not self.typed:
            event.stop()
            event.prevent_default()
            date, self.suggested = self.suggested, None
            self._refused.add(str(date))
            self.input.value = describe(date, current())
            self.input.cursor_position = len(self.input.value)
