"""Under which objective an activity shall stand: chosen by typing."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from rcm_tui.i18n import _, current
from rcm_tui.model import ids
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import pick
from rcm_tui.reports.names import text_of
from rcm_tui.tui.content import content
from rcm_tui.tui.dialogs.base import Dialog, hint
from rcm_tui.tui.forms import search_index
from rcm_tui.tui.forms.autocomplete import AutocompleteField
from rcm_tui.tui.forms.fields import Field


class MoveDialog(Dialog[str]):
    """Gives the id of the objective."""

    CSS_PATH: ClassVar[Any] = ["../dialogs/dialogs.tcss", "form.tcss"]

    def __init__(self, plan: Plan, activity_id: str) -> None:
        super().__init__()
        self.heading = _("Move {item} under another objective").format(item=activity_id)
        self._plan = plan
        self._activity = activity_id
        parent = ids.parent_of(activity_id)
        self.field = AutocompleteField(
            _("Objective"),
            ("objective",),
            lambda: [one for one in search_index.objectives(plan) if one.value != parent],
            several=False,
            placeholder=_("type an id or a part of its text"),
            unknown=_("There is no other objective “{words}”."),
        )

    def body(self) -> ComposeResult:
        """What is moved, and where to."""
        node = self._plan.node(self._activity)
        yield Static(content(pick(text_of(node), current()) if node is not None else ""), classes="words")
        yield self.field
        yield hint(
            _("Enter on the objective moves it. It gets a new id there; the old one still finds it. It can be undone.")
        )

    def on_mount(self) -> None:
        """Type at once."""
        self.field.enter()

    def on_field_edited(self, event: Field.Edited) -> None:
        """What is chosen is the answer."""
        event.stop()
        if self.field.values:
            self.dismiss(self.field.values[0])
