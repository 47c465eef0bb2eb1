"""The commands that work on every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rcm_tui.i18n import _
from rcm_tui.tui.command import Command, Commands, Words

if TYPE_CHECKING:
    from rcm_tui.tui.base_screen import RcmScreen


class Everywhere(Command["RcmScreen[Any]"]):
    """A command of every screen; the help lists these last."""

    everywhere = True


class ShowHelp(Everywhere):
    """What the keys do here."""

    name, keys, footer = "help", ("question_mark", "f1"), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(_("Help"), _("Help: all keys of this screen"), _("Shows every key that works at this place."))

    async def run(self, screen: RcmScreen[Any]) -> None:
        """Open the help over the screen."""
        from rcm_tui.tui.screens.help import HelpScreen

        screen.app.push_screen(HelpScreen(screen))


class OpenPalette(Everywhere):
    """Commands by their names."""

    name, keys, footer, palette = "palette", ("ctrl+p",), True, False

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(_("Commands"), _("Commands by name"), _("Lists every command; type a part of its name."))

    async def run(self, screen: RcmScreen[Any]) -> None:
        """Open the palette."""
        screen.app.action_command_palette()


class OtherLanguage(Everywhere):
    """English or Spanish."""

    name, keys = "language", ("L",)

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Spanish"),
            _("Change to Spanish"),
            _("Shows the program and the plan's texts in the other language, English or Spanish."),
        )

    async def run(self, screen: RcmScreen[Any]) -> None:
        """Change over."""
        screen.rcm.change_language()


class OtherTheme(Everywhere):
    """Dark or light."""

    name, keys = "theme", ("f2",)

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(_("Colours"), _("Dark or light colours"), _("Changes between the dark and the light colours."))

    async def run(self, screen: RcmScreen[Any]) -> None:
        """Change over."""
        screen.rcm.change_theme()


class Quit(Everywhere):
    """Leave the program."""

    name, keys = "quit", ("q", "ctrl+q")

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(_("Quit"), _("Quit"), _("Leaves the program; what is being recorded is finished first."))

    async def run(self, screen: RcmScreen[Any]) -> None:
        """Leave, once everything is recorded."""
        screen.rcm.leave()


EVERYWHERE: Commands = (ShowHelp, OpenPalette, OtherLanguage, OtherTheme, Quit)
