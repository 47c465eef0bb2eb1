"""Dialogs that show a message, ask yes or no, or ask for a line of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Static

from rcm_tui.i18n import _, pgettext
from rcm_tui.model.texts import Text
from rcm_tui.reports.names import localized
from rcm_tui.tui.command import with_keys
from rcm_tui.tui.content import content, joined, line
from rcm_tui.tui.dialogs.base import AnswerInput, Dialog, hint


class ConfirmDialog(Dialog[bool]):
    """Says what will happen and asks whether to go on: True for yes, False for no, None for Escape.

    The safe answer has the focus.
    """

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
        yield Static(content(self.question), classes="words")
        with Horizontal(classes="buttons"):
            yield Button(line(self._no), id="no", compact=True)
            yield Button(line(self._yes), id="yes", compact=True)
        yield hint(_("{yes} or {no}, or ← → choose · Enter confirm · Esc cancel").format(yes=_("y"), no=_("n")))

    def on_mount(self) -> None:
        self.query_one("#no").focus()

    def on_key(self, event: events.Key) -> None:
        """Answer by a letter, also by those that documents in English name."""
        if event.character and event.character in ("y", "n", _("y"), _("n")):
            event.stop()
            self.dismiss(event.character in ("y", _("y")))

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")


DISCARD, DRAFT = "discard", "draft"


class UnsavedDialog(Dialog[str]):
    """Asks what becomes of what is typed: DISCARD, DRAFT, or None to go on typing, which has the focus."""

    BINDINGS = ConfirmDialog.BINDINGS

    def __init__(self) -> None:
        super().__init__()
        self.heading = _("Discard your changes?")
        self._by_key = {"y": DISCARD, _("y"): DISCARD, pgettext("key", "d"): DRAFT, "n": None, _("n"): None}

    def body(self) -> ComposeResult:
        about = with_keys(_("You have unsaved changes. A draft keeps them; {unfinished} opens it again."))
        yield Static(content(about), classes="words")
        with Horizontal(classes="buttons"):
            yield Button(line(_("Keep editing")), id="edit", compact=True)
            yield Button(line(_("Discard")), id=DISCARD, compact=True)
            yield Button(line(_("Leave a draft")), id=DRAFT, compact=True)
        keys = _("{yes} discard · {no} keep editing · {draft} leave a draft")
        yield hint(keys.format(yes=_("y"), no=_("n"), draft=pgettext("key", "d")))

    def on_mount(self) -> None:
        self.query_one("#edit").focus()

    def on_key(self, event: events.Key) -> None:
        """Answer by a letter."""
        if event.character and event.character in self._by_key:
            event.stop()
            self.dismiss(self._by_key[event.character])

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id if event.button.id in (DISCARD, DRAFT) else None)


class MessageDialog(Dialog[None]):
    """Shows a sentence that has to be read: by default what is wrong, and what to do next."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "cancel", show=False)]

    def __init__(self, heading: str, sentence: str, *, is_error: bool = True) -> None:
        super().__init__()
        self.heading = heading
        self.sentence = sentence
        self.set_class(is_error, "-error")

    def body(self) -> ComposeResult:
        with VerticalScroll(classes="scrolled", can_focus=True):
            yield Static(content(self.sentence))
        yield hint(_("Enter or Esc close"))


class LineDialog(Dialog[str]):
    """Asks for a line of text, which must not be empty; gives it without white space around it."""

    def __init__(
        self, heading: str, about: str, *, label: str, placeholder: str = "", keys: str, value: str = ""
    ) -> None:
        """Ask for a line; `about` says what for, `keys` what Enter and Escape do."""
        super().__init__()
        self.heading = heading
        self._about, self._label, self._placeholder, self._keys = about, label, placeholder, keys
        self._value = value

    def body(self) -> ComposeResult:
        yield Static(content(self._about), classes="words")
        yield Static(line(self._label), classes="label")
        yield AnswerInput(self._value, placeholder=self._placeholder)
        yield hint(self._keys)

    def on_mount(self) -> None:
        self.query_one(AnswerInput).focus()

    def take_line(self, line_: AnswerInput) -> None:
        if line_.value.strip():
            self.dismiss(line_.value.strip())
        else:
            self.app.bell()


class ReasonDialog(Dialog[str]):
    """Shows items and asks for the reason of what is done to them; gives it, "" where none was typed."""

    def __init__(self, heading: str, items: Sequence[tuple[str, Text]], example: str, *, keys: str = "") -> None:
        """Ask for a reason; `keys` says what Enter and Escape do."""
        super().__init__()
        self.heading = heading
        self._items = tuple(items)
        self._example = example
        self._keys = keys or with_keys(_("Enter archive · Esc cancel ({undo} undoes it)"))

    def body(self) -> ComposeResult:
        with VerticalScroll(classes="scrolled", can_focus=False):
            for item_id, text in self._items:
                yield Static(joined(line(item_id, "$muted"), line(localized(text)), by="  "))
        yield Static(line(_("Reason")), classes="label")
        yield AnswerInput(placeholder=self._example)
        yield hint(self._keys)

    def on_mount(self) -> None:
        self.query_one(AnswerInput).focus()

    def take_line(self, line_: AnswerInput) -> None:
        self.dismiss(line_.value.strip())


class IdentityDialog(Dialog[tuple[str, str]]):
    """Asks for the name and the e-mail address of who is recording, where git does not know them."""

    def __init__(self, error: str = "") -> None:
        """Ask for both; `error` says what was wrong with the answer before."""
        super().__init__()
        self.heading = _("Who is recording?")
        self._error = error

    def body(self) -> ComposeResult:
        about = _("Every record names a person. You are asked once, and the answer is kept for this plan only.")
        yield Static(content(about), classes="words")
        yield Static(line(_("Your name")), classes="label")
        yield AnswerInput(id="name")
        yield Static(line(_("Your e-mail address")), classes="label")
        yield AnswerInput(id="email")
        error = Static(content(self._error), classes="complaint")
        error.set_class(not self._error, "-none")
        yield error
        yield hint(_("Enter continue · Esc cancel"))

    def take_line(self, line_: AnswerInput) -> None:
        name, email = self.query_one("#name", AnswerInput), self.query_one("#email", AnswerInput)
        if not name.value.strip():
            name.focus()
        elif line_ is name or not email.value.strip():
            email.focus()
        else:
            self.dismiss((name.value, email.value))
