"""Texts of any length: in one language, or in each language of the plan, side by side where there is room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import TextArea

from rcm_tui.i18n import _
from rcm_tui.model.fieldpath import Path, Value
from rcm_tui.model.texts import language_name
from rcm_tui.reports.visible import visible
from rcm_tui.tui.content import line
from rcm_tui.tui.forms.fields import FormField, Parse, as_typed, editable, restore_controls


class ProseArea(TextArea):
    """A text of several lines, wrapped; Tab goes to the next field."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+a", "select_all", show=False)]

    def __init__(self, placeholder: str = "") -> None:
        super().__init__(
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            compact=True,
            placeholder=line(placeholder),
            highlight_cursor_line=False,
        )

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()  # Otherwise Textual calls the handler of the base class as well.
        tidy = event.text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        event.text = visible(tidy, lines=True)
        await super()._on_paste(event)


class TextField(FormField):
    """A text in one language."""

    def __init__(
        self, label: str, path: Path, parse: Parse = as_typed, *, placeholder: str = "", required: str = ""
    ) -> None:
        super().__init__(label, path, parse, required=required)
        self.area = ProseArea(placeholder)
        self._remark = ""

    def control(self) -> ComposeResult:
        yield self.area

    @property
    def typed(self) -> str:
        return self.area.text

    def set_typed(self, typed: Any) -> None:
        if self.area.text != typed:
            self.area.load_text(str(typed))

    def typed_for(self, value: Value) -> str:
        return editable(super().typed_for(value))

    def given(self) -> str:
        return restore_controls(self.typed.strip(), self.base if isinstance(self.base, str) else "")

    def hint(self) -> str:
        return self._remark

    def set_remark(self, remark: str) -> None:
        """Let the note say something, such as that a translation is older than its original."""
        if remark != self._remark:
            self._remark = remark
            self.update_note()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Check while the person types."""
        event.stop()
        self.changed()


class Texts(Container):
    """The fields of one text in all languages: side by side in a wide window, else one below the other.

    A field that people fill in as soon as they have written the text stands between it and its translations.
    """

    def __init__(
        self,
        languages: Sequence[str],
        path: Path,
        parse: Callable[[Path], Parse],
        *,
        required: bool = True,
        after_first: FormField | None = None,
    ) -> None:
        """Make a field for each language; `parse` gives the parser for the path of one of them."""
        super().__init__(classes="-side-by-side" if after_first is None else "")
        self.path = path
        self.parts = [TextField(language_name(code), (*path, code), parse((*path, code))) for code in languages]
        if required:
            self.parts[0].check = self._check_any
        self.fields = [self.parts[0], *([after_first] if after_first is not None else ()), *self.parts[1:]]

    def compose(self) -> ComposeResult:
        yield from self.fields

    def _check_any(self) -> str:
        if any(part.typed.strip() for part in self.parts):
            return ""
        return _("Write the text in at least one language.")

    @property
    def words(self) -> str:
        """The texts in all languages, one after the other."""
        return "\n".join(part.typed for part in self.parts if part.typed.strip())
