"""A command is one class: its keys, its texts and what it does are declared together.

Bindings, footer, palette and help are all made from it. A screen names its commands in `SCREEN_COMMANDS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, TextArea

from rcm_tui.i18n import _
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.texts import fold
from rcm_tui.tui.content import joined, line
from rcm_tui.tui.keys import key_name

if TYPE_CHECKING:
    from rcm_tui.tui.protocols import Application

ScreenT = TypeVar("ScreenT")


@dataclass(frozen=True, slots=True)
class CommandText:
    """A word for the footer, a short title for the palette, a sentence for the help.

    Made of message ids, which are translated when they are read: the language can change while the program runs.
    """

    label_id: str
    title_id: str
    help_id: str

    @property
    def label(self) -> str:
        """The word in the footer."""
        return _(self.label_id)

    @property
    def title(self) -> str:
        """The title in palette and help."""
        return _(self.title_id)

    @property
    def help(self) -> str:
        """The sentence in the help."""
        return with_keys(_(self.help_id))


class Command(Generic[ScreenT]):
    """Something a person can do by a key, from the palette, or with the mouse in the footer.

    `name` is what a key is given to in `keys.toml`. `run` is awaited before the next key is handled, so it must not
    wait for a dialog; set `waits` to have it run in the background, where it may (`await app.ask(...)`).
    """

    name: ClassVar[str]
    keys: ClassVar[tuple[str, ...]] = ()
    text: ClassVar[CommandText]
    footer: ClassVar[bool] = False
    palette: ClassVar[bool] = True
    waits: ClassVar[bool] = False
    everywhere: ClassVar[bool] = False
    priority: ClassVar[bool] = False
    """Whether its keys come before those of the widget that has the focus."""
    while_searching: ClassVar[bool] = False
    """Whether it works in the search field of a screen too."""
    begins_text: ClassVar[bool] = False
    """Whether people type text after its key."""
    needs: ClassVar[str] = ""
    """What it takes to be available: the message id of a sentence, shown where it is not. See `with_keys`."""

    def available(self, screen: ScreenT) -> bool:
        """Whether the command makes sense here and now."""
        return True

    async def run(self, screen: ScreenT) -> None:
        """Carry the command out."""
        raise NotImplementedError


AnyCommand = Command[Any]
Commands = Sequence[type[AnyCommand]]

BY_NAME: dict[str, AnyCommand] = {}
"""Every command of a screen class that has been imported."""


def every_command() -> dict[str, AnyCommand]:
    """Return all commands by name, importing every module that may declare some."""
    import importlib
    import pkgutil

    import rcm_tui.tui

    for module in pkgutil.walk_packages(rcm_tui.tui.__path__, "rcm_tui.tui."):
        importlib.import_module(module.name)
    return BY_NAME


def bindings_of(commands: Iterable[type[AnyCommand]]) -> list[Binding]:
    """Make the Textual bindings of some commands; a binding's id is its command's name, for `keys.toml`."""
    made = []
    for kind in commands:
        command = BY_NAME.setdefault(kind.name, kind())
        if type(command) is not kind:
            raise ValueError(f"two commands are called {kind.name}")
        if kind.keys:
            made.append(
                Binding(
                    ",".join(kind.keys), f"command('{kind.name}')", show=False, priority=kind.priority, id=kind.name
                )
            )
    return made


class CommandDispatch:
    """Mixed into screens and dialogs: binds the commands in `SCREEN_COMMANDS` and runs them, errors guarded."""

    SCREEN_COMMANDS: ClassVar[Commands] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        """Make the bindings of the commands before Textual collects them."""
        if "SCREEN_COMMANDS" in cls.__dict__:
            own = cls.__dict__.get("BINDINGS", ())
            cls.BINDINGS = [*own, *bindings_of(cls.SCREEN_COMMANDS)]  # type: ignore[attr-defined]
        super().__init_subclass__(**options)

    @property
    def rcm(self) -> Application:
        """The application, by the part of it that screens use."""
        return cast("Application", self.app)  # type: ignore[attr-defined]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Take keys, footer and palette away from commands that make no sense here."""
        if action == "command":
            command = BY_NAME.get(str(parameters[0]))
            return command is not None and command.available(self)
        return True

    async def action_command(self, name: str) -> None:
        """Run a command by its name; an error in it is shown in a dialog."""
        command = BY_NAME[name]
        if command.waits:
            self.rcm.run_in_background(command.run(self))
        else:
            await self.rcm.guard(command.run(self))


_NOT_TYPED = frozenset({"escape", "enter", "tab", "up", "down", "pageup", "pagedown", *(f"f{n}" for n in range(1, 13))})


def commands_of(screen: Screen[Any]) -> list[AnyCommand]:
    """Return every command of a screen in its order, whether it works where the focus is or not."""
    names = (kind.name for cls in type(screen).__mro__ for kind in cls.__dict__.get("SCREEN_COMMANDS", ()))
    return [BY_NAME[name] for name in dict.fromkeys(names)]


def refusal(command: AnyCommand) -> str:
    """Say why a command does nothing here."""
    needs = with_keys(_(command.needs))
    return f"{command.text.title}: {needs}"


class _Keys(dict[str, object]):
    """The values of a sentence, and the first key of any command it names."""

    def __missing__(self, name: str) -> str:
        command = BY_NAME.get(name) or every_command()[name]
        return key_name(command.keys[0])


def with_keys(sentence: str, **values: object) -> str:
    """Fill in values, and keys: a sentence names commands in braces, as in "{undo} undoes it", never their keys."""
    return sentence.format_map(_Keys(values))


def commands_here(screen: Screen[Any]) -> list[tuple[AnyCommand, tuple[str, ...]]]:
    """Return the commands that work where the focus is, each with its keys, in the screen's order."""
    keys: dict[str, list[str]] = {}
    for key, active in screen.active_bindings.items():
        name = active.binding.id
        if name in BY_NAME and active.enabled and not _types(screen, key):
            keys.setdefault(name, []).append(key)
    return [(command, tuple(keys[command.name])) for command in commands_of(screen) if command.name in keys]


def _types(screen: Screen[Any], key: str) -> bool:
    """Whether the key would be typed into the field that has the focus."""
    return takes_text(screen) and ("+" not in key and key not in _NOT_TYPED)


def takes_text(screen: Screen[Any]) -> bool:
    """Whether letters are typed into what has the focus."""
    return isinstance(screen.focused, Input | TextArea)


def command_of(screen: Screen[Any], key: str) -> AnyCommand | None:
    """Return the command that a key would run on a screen, unless it would be typed."""
    active = screen.active_bindings.get(key)
    return BY_NAME.get(active.binding.id or "") if active is not None and active.enabled else None


_PALETTE, _PALETTE_EDGES = 80, 7
"""The palette's columns, as in app.tcss, and those of its frame, padding and scrollbar."""


def palette_room(window: int) -> int:
    """Return how many cells a line of the palette has in a window of so many columns."""
    return min(_PALETTE, window * 96 // 100) - _PALETTE_EDGES


class CommandProvider(Provider):
    """The palette: every command by its title, found by any part of it whatever the accents. Never plan texts.

    Those that are not available come last, faint, with what they need.
    """

    def _all(self) -> list[tuple[AnyCommand, Content]]:
        """Return every command with how it is shown."""
        width = palette_room(self.app.size.width)
        keys = {command.name: keys for command, keys in commands_here(self.screen)}
        offered = [command for command in commands_of(self.screen) if command.palette]
        ready = [command for command in offered if command.available(self.screen)]
        return [
            *((command, _shown(command, keys.get(command.name, command.keys), width)) for command in ready),
            *((command, line(refusal(command), "$muted")) for command in offered if command not in ready),
        ]

    async def discover(self) -> Hits:
        """Yield every command, in the order of the help."""
        for command, shown in self._all():
            yield DiscoveryHit(shown, partial(self._run, command), command.text.title)

    async def search(self, query: str) -> Hits:
        """Yield the commands whose titles hold every word typed."""
        words = fold(query).split()
        for place, (command, shown) in enumerate(self._all()):
            title = fold(command.text.title)
            if all(word in title for word in words):
                score = 1.0 - (title.find(words[0]) if words else 0) / 100 - place / 10_000
                yield Hit(max(score, 0.01), shown, partial(self._run, command), command.text.title)

    async def _run(self, command: AnyCommand) -> None:
        screen = cast("CommandDispatch", self.screen)
        if command.available(screen):
            await screen.action_command(command.name)
        else:
            screen.rcm.toast(refusal(command))


def _shown(command: AnyCommand, keys: tuple[str, ...], width: int) -> Content:
    """Show a command with its key at the right."""
    title, key = line(command.text.title), line(key_name(keys[0]) if keys else "", "$muted")
    return joined(title, " " * max(width - title.cell_length - key.cell_length, 2), key)
