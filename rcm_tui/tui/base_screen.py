"""What every screen shares: header, footer, commands, and being told of a new plan or another language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen
from textual.widgets import Static

from rcm_tui.i18n import _
from rcm_tui.tui.command import Commanded, Commands
from rcm_tui.tui.content import content
from rcm_tui.tui.errors import Careful
from rcm_tui.tui.general import EVERYWHERE
from rcm_tui.tui.widgets.footer import KeyLine
from rcm_tui.tui.widgets.header import Header

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.tui.app import RcmApp

Result = TypeVar("Result")

SMALLEST = (60, 16)
"""Columns and rows below which nothing can be laid out."""


class RcmScreen(Careful, Commanded, Screen[Result]):
    """A full screen. Subclasses compose `body` and are told of a new plan by `show_plan`."""

    OFFERS: ClassVar[Commands] = EVERYWHERE
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as Textual declares it
        (0, "-narrow"),
        (100, "-wide"),
    ]

    @property
    def rcm(self) -> RcmApp:
        """The app, as what it is."""
        return cast("RcmApp", self.app)

    def heading(self) -> str:
        """What this screen is called in the header; empty for the plan itself."""
        return ""

    def compose(self) -> ComposeResult:
        """Header, body, footer; and the sentence that takes their place in a window too small."""
        yield Header()
        with Container(id="body"):
            yield from self.body()
        yield KeyLine()
        yield Static(content(self._too_small()), id="too-small")

    def body(self) -> ComposeResult:
        """What the screen shows between header and footer."""
        yield from ()

    def on_mount(self) -> None:
        """Follow the plan and the language."""
        self.watch(self.app, "plan", self._new_plan, init=True)
        self.watch(self.app, "language", self._new_language, init=False)

    def show_plan(self, plan: Plan) -> None:
        """Show this plan; called with the first one and with each that takes its place."""

    def speak(self) -> None:
        """Say everything anew, in the language in use."""

    def may_end(self) -> bool:
        """Whether the program may end over this screen; one with unsaved work asks instead."""
        return True

    def on_resize(self) -> None:
        """A window too small shows a sentence instead of a ruin."""
        columns, rows = self.app.size
        self.set_class(columns < SMALLEST[0] or rows < SMALLEST[1], "-too-small")

    def _new_plan(self, plan: Plan | None) -> None:
        if plan is not None:
            self.show_plan(plan)
            self.refresh_bindings()

    def _new_language(self, _language: str) -> None:
        self.query_one("#too-small", Static).update(content(self._too_small()))
        self.speak()
        self.refresh_bindings()

    def _too_small(self) -> str:
        return _("This window is too small. It needs {columns} columns and {rows} rows.").format(
            columns=SMALLEST[0], rows=SMALLEST[1]
        )


AnyScreen = RcmScreen[Any]
