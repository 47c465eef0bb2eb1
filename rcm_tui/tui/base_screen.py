"""What every screen shares: header, footer, general commands, and following the plan and the language."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import getters
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from rcm_tui import i18n
from rcm_tui.i18n import N_, _
from rcm_tui.model.texts import language_name, language_words
from rcm_tui.tui.command import (
    BY_NAME,
    AnyCommand,
    Command,
    CommandDispatch,
    Commands,
    CommandText,
    commands_of,
    refusal,
)
from rcm_tui.tui.content import content
from rcm_tui.tui.errors import ErrorGuard
from rcm_tui.tui.frame import DrawnOnce
from rcm_tui.tui.keys import LeftOnce
from rcm_tui.tui.widgets.footer import CommandFooter
from rcm_tui.tui.widgets.header import Header
from rcm_tui.workflow.memory import remember

if TYPE_CHECKING:
    from rcm_tui.model.plan import Node, Plan

Result = TypeVar("Result")

SMALLEST = (60, 16)
"""Columns and rows below which nothing can be laid out."""


class GeneralCommand(Command["RcmScreen[Any]"]):
    """A command of every screen; the help lists these last."""

    everywhere = True


class ShowHelp(GeneralCommand):
    """Open the help over the screen."""

    name, keys, footer = "help", ("question_mark", "f1"), True
    text = CommandText(N_("Help"), N_("Help: all keys of this screen"), N_("Shows every key that works here."))

    async def run(self, screen: RcmScreen[Any]) -> None:
        await screen.rcm.open("help", screen, over=True)


class OpenPalette(GeneralCommand):
    """Open the command palette."""

    name, keys, footer, palette = "palette", ("ctrl+p",), True, False
    text = CommandText(N_("Commands"), N_("Commands by name"), N_("Lists every command; type a part of its name."))

    async def run(self, screen: RcmScreen[Any]) -> None:
        screen.app.action_command_palette()


class _LanguageText(CommandText):
    """Names the language that comes next."""

    @property
    def label(self) -> str:
        return language_name(i18n.following())

    @property
    def title(self) -> str:
        return super().title.format(language=language_words((i18n.following(),)))


class ChangeLanguage(GeneralCommand):
    """Change to the next language."""

    name, keys = "language", ("L",)
    text = _LanguageText(
        N_("Language"),
        N_("Change to {language}"),
        N_("Shows the program and the plan's texts in another language: English, Spanish, or one more of the plan."),
    )

    async def run(self, screen: RcmScreen[Any]) -> None:
        screen.rcm.change_language()


class ChangeTheme(GeneralCommand):
    """Change between dark and light colours."""

    name, keys = "theme", ("f2",)
    text = CommandText(
        N_("Colours"), N_("Dark or light colours"), N_("Changes between the dark and the light colours.")
    )

    async def run(self, screen: RcmScreen[Any]) -> None:
        screen.rcm.change_theme()


class Quit(GeneralCommand):
    """Leave the program once everything is recorded."""

    name, keys = "quit", ("q", "ctrl+q")
    text = CommandText(N_("Quit"), N_("Quit"), N_("Leaves the program; what is being recorded is finished first."))

    async def run(self, screen: RcmScreen[Any]) -> None:
        screen.rcm.leave()


class RcmScreen(ErrorGuard, CommandDispatch, DrawnOnce, LeftOnce, Screen[Result]):
    """A full screen. Subclasses compose `body` and get each new plan by `show_plan`."""

    NAME: ClassVar[str] = ""
    """The screen's name in `navigation.SCREENS`; empty for forms."""
    SCREEN_COMMANDS: ClassVar[Commands] = (ShowHelp, OpenPalette, ChangeLanguage, ChangeTheme, Quit)
    too_small = getters.query_one("#too-small", Static)
    _focused_before: Widget | None = None
    """What had the focus before the window was too small."""
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as Textual declares it
        (0, "-narrow"),
        (100, "-wide"),
    ]

    def heading(self) -> str:
        """Return what the header calls this screen; empty for the plan itself."""
        return ""

    def compose(self) -> ComposeResult:
        """Compose header, body and footer, and the sentence shown instead in a window too small."""
        # Textual adds the class of the width when all is laid out, and then styles and lays out everything again.
        fitting = [name for least, name in self.HORIZONTAL_BREAKPOINTS if self.app.size.width >= least]
        self.add_class(fitting[-1], update=False)
        yield Header(self.heading)
        with Container(id="body"):
            yield from self.body()
        yield CommandFooter()
        yield Static(content(_too_small()), id="too-small")

    def body(self) -> ComposeResult:
        """Compose what stands between header and footer."""
        yield from ()

    def on_mount(self) -> None:
        """Follow the plan and the language; notifications belong to the screen before."""
        self.app.clear_notifications()
        self.watch(self.app, "plan", self._new_plan, init=True)
        self.watch(self.app, "language", self._new_language, init=False)

    def show_plan(self, plan: Plan) -> None:
        """Show a plan; called with the first one and with each new one."""

    def retranslate(self) -> None:
        """Show everything in the new language."""

    def may_end(self) -> bool:
        """Whether the program may end over this screen; one with unsaved work asks instead."""
        return True

    def moving(self) -> list[tuple[str, str, str]]:
        """Return keys, title and sentence of each way to move about, for the help."""
        return [
            (
                "↑ ↓  k j",
                _("Up and down"),
                _("In the tree from item to item; in an item from calendar entry to entry."),
            ),
            ("→ ←  l h", _("Unfold and fold"), _("Shows and hides the items below an item.")),
            ("Enter", _("Open"), _("Unfolds an item; on an unfolded one, goes to its detail. Esc comes back.")),
        ]

    def explain_key(self, key: str) -> AnyCommand | None:
        """Say why a key does nothing here, where it is the key of a command; return that command."""
        called = [command for command in commands_of(self) if key in command.keys]
        if not called or "escape" in called[0].keys or any(command.available(self) for command in called):
            return None
        self.rcm.toast(refusal(called[0]))
        return called[0]

    def on_resize(self) -> None:
        """Show a sentence instead of the screen where the window is too small; then go on where the focus was."""
        columns, rows = self.app.size
        if columns < SMALLEST[0] or rows < SMALLEST[1]:
            self._focused_before = self.focused or self._focused_before
            self.add_class("-too-small")
        elif self.has_class("-too-small"):
            self.remove_class("-too-small")
            self.call_after_refresh(self._focus_again)

    def _focus_again(self) -> None:
        """Give the focus back to what had it before the window was too small, and name the keys that work there."""
        widget, self._focused_before = self._focused_before, None
        if self.focused is None and widget is not None and widget.is_attached:
            self.set_focus(widget)
        self.refresh_bindings()

    def _new_plan(self, plan: Plan | None) -> None:
        if plan is not None:
            self.show_plan(plan)
            self.refresh_bindings()

    def _new_language(self, _language: str) -> None:
        self.too_small.update(content(_too_small()))
        self.retranslate()
        self.refresh_bindings()


class ItemScreen(RcmScreen[None]):
    """A screen whose cursor can be on an item, a calendar entry or a meeting; not a form."""

    @property
    def item_id(self) -> str:
        """The item (or meeting) that the cursor is on; empty where it is on none."""
        return ""

    @property
    def entry_id(self) -> str:
        """The calendar entry that the cursor is on; empty where it is on none."""
        return ""

    @property
    def meeting_id(self) -> str:
        """The meeting that the cursor is on; empty where it is on none."""
        return ""

    @property
    def node(self) -> Node | None:
        """The item under the cursor, as the plan has it."""
        plan = self.rcm.plan
        return plan.node(self.item_id) if plan is not None and self.item_id else None

    @property
    def marked(self) -> tuple[str, ...]:
        """The items that are marked, in printed order."""
        return ()

    def clear_marks(self) -> None:
        """Take all marks away."""

    @property
    def is_searching(self) -> bool:
        """Whether the focus is in the screen's search field."""
        return False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave only Escape and the general commands to somebody who types in the search field."""
        if action == "command" and self.is_searching:
            command = BY_NAME.get(str(parameters[0]))
            if command is not None and not (command.everywhere or command.while_searching or "escape" in command.keys):
                return False
        return super().check_action(action, parameters)

    def go_to(self, item_id: str) -> None:
        """Put the cursor on an item, where the screen lists items."""

    def move_when_drawn(self, move: Callable[[], object]) -> None:
        """Move the cursor once the screen is drawn; keys wait for it."""
        drawn = asyncio.Event()

        async def go() -> None:
            await drawn.wait()
            move()

        self.call_after_refresh(drawn.set)
        self.rcm.run_in_background(self.rcm.keys_wait_for(go()))

    def search_for(self, words: str) -> None:
        """Show the items that fit a query, where the screen can."""

    def show_detail(self) -> None:
        """Put the focus on what is shown beside the list."""

    def focus_entry(self, entry_id: str) -> None:
        """Put the focus on a calendar entry, where the screen shows its item."""


AnyScreen = RcmScreen[Any]


def _too_small() -> str:
    return _("This window is too small. It needs {columns} columns and {rows} rows.").format(
        columns=SMALLEST[0], rows=SMALLEST[1]
    )


STARTS = ("home", "plan", "meetings", "requests", "calendar", "changes", "archive")
"""The numbered screens, with each of which the program can begin."""
START = "start"
"""Under what the one that a person prefers is remembered."""


class StartHere(Command[ItemScreen]):
    """Begin with this screen from now on."""

    name = "start-here"
    text = CommandText(
        N_("Start here"), N_("Start with this screen"), N_("Begins with this screen whenever the program is started.")
    )
    needs = N_("Only the numbered screens can be the first.")

    def available(self, screen: ItemScreen) -> bool:
        return screen.NAME in STARTS

    async def run(self, screen: ItemScreen) -> None:
        remember(START, screen.NAME)
        screen.rcm.toast(_("From now on the program starts with this screen."))
