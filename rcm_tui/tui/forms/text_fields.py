"""Texts in each language of the plan, side by side where there is room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import TextArea

from rcm_tui.i18n import _
from rcm_tui.model.fieldpath import MISSING, Path, Value, get, put
from rcm_tui.model.texts import fingerprint
from rcm_tui.reports.visible import visible
from rcm_tui.tui.content import line
from rcm_tui.tui.forms.fields import Field, as_it_was, editable


def language_name(code: str) -> str:
    """A language's name in the language in use; the code where it is not known."""
    return {"en": _("English"), "es": _("Spanish"), "fr": _("French"), "pt": _("Portuguese")}.get(code, code)


class Prose(TextArea):
    """A text of several lines, wrapped; Tab goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+a", "select_all", show=False),
    ]

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
        event.prevent_default()  # the base class is called here, not by the event's way through the classes
        tidy = event.text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        event.text = visible(tidy, lines=True)
        await super()._on_paste(event)


class TextField(Field):
    """The text in one language."""

    def __init__(
        self, label: str, path: Path, *, placeholder: str = "", extra: Callable[[], str] | None = None
    ) -> None:
        super().__init__(label, path, extra=extra)
        self.area = Prose(placeholder)
        self._said = ""

    def control(self) -> ComposeResult:
        """The text."""
        yield self.area

    @property
    def typed(self) -> str:
        """The words as they stand."""
        return self.area.text

    def take(self, typed: Any) -> None:
        """Show words."""
        if self.area.text != typed:
            self.area.load_text(str(typed))

    def shown_as(self, value: Value) -> str:
        """The text, its control characters made visible."""
        return "" if value is MISSING or value is None else editable(str(value))

    def value(self) -> Value:
        """The words without white space around them; MISSING where there are none."""
        before = self.base if isinstance(self.base, str) else ""
        return as_it_was(self.typed.strip(), before) or MISSING

    def hint(self) -> str:
        """What the form has to say of it, such as a translation that is older than its original."""
        return self._said

    def tell(self, said: str) -> None:
        """Let the note say something."""
        if said != self._said:
            self._said = said
            self.say()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Check as one types."""
        event.stop()
        self.edited()


class Texts(Container):
    """The fields of one text in all languages: side by side in a wide window, else one below the other."""

    def __init__(self, languages: Sequence[str], path: Path, *, placeholder: str = "") -> None:
        super().__init__()
        self.path = path
        self.parts = [
            TextField(
                language_name(code),
                (*path, code),
                placeholder="" if place else placeholder,
                extra=None if place else self._none_at_all,
            )
            for place, code in enumerate(languages)
        ]

    def compose(self) -> ComposeResult:
        """One field for each language."""
        yield from self.parts

    def _none_at_all(self) -> str:
        if any(part.typed.strip() for part in self.parts):
            return ""
        return _("Write the text in at least one language.")

    @property
    def words(self) -> str:
        """The texts in all languages, one after the other."""
        return "\n".join(part.typed for part in self.parts if part.typed.strip())

    def by_language(self) -> dict[str, str]:
        """What was typed, language by language."""
        return {part.path[-1]: str(value) for part in self.parts if (value := part.value()) is not MISSING}

    def note_translation(self, data: dict[str, Value]) -> dict[str, Value]:
        """Say in the data which words a translation was made from, where the person has just written it.

        The languages that were touched are translations of the first one that was not, if there is one.
        """
        before = [part for part in self.parts if not part.touched and part.typed.strip()]
        if not before:
            return data
        origin = before[0].path[-1]
        for part in self.parts:
            code = part.path[-1]
            where = (*self.path[:-1], "translated", code)
            if not part.touched:
                continue
            if part.value() is MISSING:
                data = put(data, where, MISSING)
            elif get(data, where) is not MISSING or part.base in (MISSING, ""):
                data = put(data, where, f"{origin}:{fingerprint(str(before[0].value()))}")
        return data
