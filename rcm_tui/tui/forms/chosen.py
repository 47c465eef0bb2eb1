"""Dialogs in which something of the plan is chosen by typing a part of its names."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from rcm_tui.i18n import _
from rcm_tui.model.actors_in_text import find_actors
from rcm_tui.model.plan import Plan
from rcm_tui.tui.content import content
from rcm_tui.tui.dialogs.base import Dialog, hint
from rcm_tui.tui.forms import candidates
from rcm_tui.tui.forms.autocomplete import AutocompleteField
from rcm_tui.tui.forms.fields import FormField


class ChosenDialog(Dialog[str]):
    """Asks for one value, found by typing; gives it as soon as one is chosen."""

    CSS_PATH: ClassVar[Any] = ["../dialogs/dialogs.tcss", "form.tcss"]
    field: AutocompleteField
    about: str = ""
    explanation: str = ""

    def body(self) -> ComposeResult:
        if self.about:
            yield Static(content(self.about), classes="words")
        yield self.field
        yield hint(self.explanation)

    def on_mount(self) -> None:
        self.field.focus_control()

    def on_form_field_edited(self, event: FormField.Edited) -> None:
        """Answer as soon as one is chosen."""
        event.stop()
        if self.field.values:
            self.dismiss(self.field.values[0])


class ActorDialog(ChosenDialog):
    """Asks for an actor; those that a text names are suggested."""

    def __init__(self, plan: Plan, heading: str, text: str) -> None:
        super().__init__()
        self.heading = heading
        self.about = text
        self.explanation = _("Enter choose · → accept the suggestion · Esc cancel")
        hint_ = _("start typing a name")
        self.field = AutocompleteField(
            _("Actor"), ("actor",), lambda: candidates.actors(plan), several=False, placeholder=hint_
        )
        self.field.suggest(find_actors(text, plan.actors)[:1])
