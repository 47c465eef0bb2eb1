"""Who is recording: asked once, before the first record, where git does not know."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from rcm_tui.i18n import _
from rcm_tui.tui.content import content, line
from rcm_tui.tui.dialogs.base import Dialog, hint


class WhoAreYou(Dialog[tuple[str, str]]):
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
