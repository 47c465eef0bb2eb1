"""A question with two answers; the safe one is where the cursor stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input, Static

from rcm_tui.i18n import _, current
from rcm_tui.model.texts import Text, pick
from rcm_tui.tui.content import content, joined, line
from rcm_tui.tui.dialogs.base import Dialog, hint


class ConfirmDialog(Dialog[bool]):
    """Says what will happen and asks whether it shall. Gives True for yes, False for no, None for Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "app.focus_previous", show=False),
        Binding("right,l", "app.focus_next", show=False),
    ]

    def __init__(self, heading: str, question: str, *, yes: str, no: str) -> None:
        super().__init__()
        self.heading = heading
        self.question = question
        self._yes, self._no = yes, no

    def body(self) -> ComposeResult:
        """The question and its two answers, the safe one first."""
        yield Static(content(self.question), classes="words")
        with Horizontal(classes="buttons"):
            yield Button(line(self._no), id="no", compact=True)
            yield Button(line(self._yes), id="yes", compact=True)
        yield hint(_("Tab or ← → between them, Enter chooses, Esc leaves all as it is"))

    def on_mount(self) -> None:
        """The safe answer is the default."""
        self.query_one("#no").focus()

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")


class MessageDialog(Dialog[None]):
    """Says what is wrong and what to do next."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "cancel", show=False)]

    def __init__(self, heading: str, sentence: str, *, trouble: bool = True) -> None:
        super().__init__()
        self.heading = heading
        self.sentence = sentence
        self.set_class(trouble, "-trouble")

    def body(self) -> ComposeResult:
        """The sentence."""
        with VerticalScroll(classes="scrolled", can_focus=True):
            yield Static(content(self.sentence))
        yield hint(_("Enter or Esc closes"))


class LineDialog(Dialog[str]):
    """Says what it is for and takes a line; gives it without white space around it."""

    def __init__(
        self, heading: str, about: str, *, label: str, placeholder: str = "", keys: str, value: str = ""
    ) -> None:
        super().__init__()
        self._value = value
        self.heading = heading
        self._about, self._label, self._placeholder, self._keys = about, label, placeholder, keys

    def body(self) -> ComposeResult:
        """What it is for, and the line."""
        yield Static(content(self._about), classes="words")
        yield Static(line(self._label), classes="label")
        yield Input(self._value, placeholder=line(self._placeholder).plain, compact=True)
        yield hint(self._keys)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.dismiss(event.value.strip())
        else:
            self.app.bell()


class IdentityDialog(Dialog[tuple[str, str]]):
    """Asks for a name and an e-mail address; gives both."""

    def __init__(self, complaint: str = "") -> None:
        super().__init__()
        self.heading = _("Who is recording?")
        self._complaint = complaint

    def body(self) -> ComposeResult:
        """Two fields."""
        yield Static(
            content(_("Every record names a person. It is kept for this plan only, and asked once.")), classes="words"
        )
        yield Static(line(_("Your name")), classes="label")
        yield Input(id="name", compact=True)
        yield Static(line(_("Your e-mail address")), classes="label")
        yield Input(id="email", compact=True)
        complaint = Static(content(self._complaint), classes="complaint")
        complaint.set_class(not self._complaint, "-none")
        yield complaint
        yield hint(_("Enter goes on, Esc does not record"))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        name, email = self.query_one("#name", Input), self.query_one("#email", Input)
        if not name.value.strip():
            name.focus()
        elif event.input is name or not email.value.strip():
            email.focus()
        else:
            self.dismiss((name.value, email.value))


class ReasonDialog(Dialog[str]):
    """Shows the items and asks for a reason; gives it, empty where none was typed.

    `keys` is the line that says what Enter and Escape do.
    """

    def __init__(self, heading: str, items: Sequence[tuple[str, Text]], example: str, *, keys: str = "") -> None:
        super().__init__()
        self._keys = keys or _("Enter archives, Esc does not; it can be undone and restored")
        self.heading = heading
        self._items = tuple(items)
        self._example = example

    def body(self) -> ComposeResult:
        """The items whole, and a line to type in."""
        with VerticalScroll(classes="scrolled", can_focus=False):
            for item_id, text in self._items:
                yield Static(joined(line(item_id, "$muted"), line(pick(text, current())), by="  "))
        yield Static(line(_("Reason")), classes="label")
        yield Input(placeholder=line(self._example).plain, compact=True)
        yield hint(self._keys)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip())
