"""A command is one class: its keys, its words and what it does stand in one place.

Bindings, footer, palette and help are all made from it. A screen (or the app) names its commands in `OFFERS`; see
`RcmScreen`. The words are asked for anew each time, for the language can change while the program runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar

from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Input, TextArea

from rcm_tui.i18n import _

if TYPE_CHECKING:
    from rcm_tui.tui.app import RcmApp

Place = TypeVar("Place", bound="Screen[Any]")


class Words(NamedTuple):
    """What a command is called: one word for the footer, a short title for the palette, a sentence for the help."""

    label: str
    title: str
    help: str


class Command(Generic[Place]):
    """Something a person can do by a key, from the palette, or with the mouse in the footer.

    `name` is what a key is given to in `keys.toml`. `run` is awaited before the next key is looked at, so it must not
    wait for a dialog; set `waits` to have it run beside the keys, where it may (`await app.ask(...)`).
    """

    name: ClassVar[str]
    keys: ClassVar[tuple[str, ...]] = ()
    footer: ClassVar[bool] = False
    palette: ClassVar[bool] = True
    waits: ClassVar[bool] = False
    everywhere: ClassVar[bool] = False

    def words(self) -> Words:
        """What the command is called, in the language in use."""
        raise NotImplementedError

    def available(self, screen: Place) -> bool:
        """Whether the command makes sense here and now."""
        return True

    async def run(self, screen: Place) -> None:
        """Do it."""
        raise NotImplementedError


AnyCommand = Command[Any]
Commands = Sequence[type[AnyCommand]]

BY_NAME: dict[str, AnyCommand] = {}
"""Every command that a screen or the app has named."""


def every_command() -> dict[str, AnyCommand]:
    """All commands by name, those too whose screens nobody has opened yet."""
    import importlib
    import pkgutil

    import rcm_tui.tui

    for module in pkgutil.walk_packages(rcm_tui.tui.__path__, "rcm_tui.tui."):
        importlib.import_module(module.name)
    return BY_NAME


def bindings_of(commands: Iterable[type[AnyCommand]]) -> list[Binding]:
    """The Textual bindings of some commands; each carries the command's name as its id, for the person's own keys."""
    made = []
    for kind in commands:
        command = BY_NAME.setdefault(kind.name, kind())
        if type(command) is not kind:
            raise ValueError(f"two commands are called {kind.name}")
        if kind.keys:
            made.append(Binding(",".join(kind.keys), f"command('{kind.name}')", show=False, id=kind.name))
    return made


_KEY_WORDS = {
    "question_mark": "?",
    "exclamation_mark": "!",
    "slash": "/",
    "space": "Space",
    "escape": "Esc",
    "enter": "Enter",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "tab": "Tab",
    "delete": "Del",
    "plus": "+",
    "minus": "-",
    "full_stop": ".",
    "comma": ",",
}


def key_words(key: str) -> str:
    """A key as a person calls it: `ctrl+s` is Ctrl+S, `question_mark` is ?."""
    *held, last = key.split("+") if key != "+" else ["+"]
    if last.startswith("upper_"):
        last = last.removeprefix("upper_").upper()
    named = _KEY_WORDS.get(last) or (last.upper() if held and len(last) == 1 else last)
    if last == "space":
        named = _("Space")
    if len(named) > 1 and named.islower():
        named = named.capitalize()
    return "+".join([*(part.capitalize() for part in held), named])


_NOT_TYPED = frozenset({"escape", "enter", "tab", "up", "down", "pageup", "pagedown", *(f"f{n}" for n in range(1, 13))})


class Commanded:
    """What screens and dialogs share: commands named in `OFFERS` are bound, dispatched, and guarded."""

    OFFERS: ClassVar[Commands] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        """Make the bindings out of the commands before Textual looks for them."""
        if "OFFERS" in cls.__dict__:
            own = cls.__dict__.get("BINDINGS", ())
            cls.BINDINGS = [*own, *bindings_of(cls.OFFERS)]  # type: ignore[attr-defined]
        super().__init_subclass__(**options)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A command that makes no sense here has no key, no place in the footer and none in the palette."""
        if action == "command":
            command = BY_NAME.get(str(parameters[0]))
            return command is not None and command.available(self._place())
        return True

    async def action_command(self, name: str) -> None:
        """Run a command by its name; whatever goes wrong in it is told in a dialog."""
        app: RcmApp = self.app  # type: ignore[attr-defined]
        command = BY_NAME[name]
        place = self._place()
        if command.waits:
            app.beside(command.run(place))
        else:
            await app.guarded(command.run(place))

    def _place(self) -> Screen[Any]:
        """The screen that the command works on."""
        return self  # type: ignore[return-value]


def commands_here(screen: Screen[Any]) -> list[tuple[AnyCommand, tuple[str, ...]]]:
    """The commands that work at the focused place, each with its keys as the person has them, in the screen's order."""
    keys: dict[str, list[str]] = {}
    for key, active in screen.active_bindings.items():
        name = active.binding.id
        if name in BY_NAME and active.enabled and not _types(screen, key):
            keys.setdefault(name, []).append(key)
    order = list(dict.fromkeys((*(kind.name for kind in getattr(screen, "OFFERS", ())), *BY_NAME)))
    bound = sorted(keys, key=lambda name: (BY_NAME[name].everywhere, order.index(name)))
    return [(BY_NAME[name], tuple(keys[name])) for name in bound]


def _types(screen: Screen[Any], key: str) -> bool:
    """Whether the key would be typed into the field that has the focus."""
    return isinstance(screen.focused, Input | TextArea) and ("+" not in key and key not in _NOT_TYPED)
