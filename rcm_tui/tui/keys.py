"""Names of keys, keys typed ahead, and the person's own keys.

`~/.config/rcm/keys.toml` has a line for each command with other keys:

    status = "s"
    undo = ["u", "ctrl+z"]

A line that cannot be used is reported; the others count.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, cast

from textual import events
from textual.await_complete import AwaitComplete
from textual.dom import DOMNode
from textual.screen import Screen

from rcm_tui.i18n import _
from rcm_tui.model.frozen import dataclass
from rcm_tui.reports.visible import one_line

_NEVER_ARRIVES = {"ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+i": "tab", "ctrl+j": "ctrl+enter"}


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """What the file says: command name -> keys separated by commas, and what is wrong in it."""

    keymap: dict[str, str]
    complaints: tuple[str, ...] = ()


def keys_file() -> Path:
    """Where the file is looked for."""
    base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "rcm" / "keys.toml"


def own_keys(path: Path, commands: Collection[str]) -> OwnKeys:
    """Read the file; `commands` are the names that can be given keys. A missing file says nothing."""
    import tomllib  # Few people have such a file.

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return OwnKeys({})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as refusal:
        return OwnKeys({}, (_("{file} cannot be read: {why}").format(file=path.name, why=one_line(str(refusal))),))
    inner = table.get("keys")
    table = inner if isinstance(inner, dict) else table
    keymap: dict[str, str] = {}
    complaints: list[str] = []
    for name, value in table.items():
        wrong = _complaint(name, value, commands)
        if wrong:
            complaints.append(_("{file}: {why}").format(file=path.name, why=one_line(wrong)))
        else:
            keymap[name] = ",".join(_listed(value))
    return OwnKeys(keymap, (*complaints, *_clashes(keymap, path.name)))


def _listed(value: object) -> list[str]:
    keys = value if isinstance(value, list) else str(value).split(",") if isinstance(value, str) else []
    return [str(key).strip() for key in keys]


def _complaint(name: str, value: object, commands: Collection[str]) -> str:
    if name not in commands:
        near = difflib.get_close_matches(name, list(commands), 1)
        hint = _(" Did you mean {name}?").format(name=near[0]) if near else ""
        return _("there is no command {name}.").format(name=name) + hint
    keys = _listed(value)
    if not keys or not all(keys) or not all(isinstance(key, str) for key in keys):
        return _('{name} takes a key such as "s" or "ctrl+s", or a list of keys.').format(name=name)
    for key in keys:
        if key in _NEVER_ARRIVES:
            return _("{name}: {key} reaches programs as {other}; choose another key.").format(
                name=name, key=key, other=_NEVER_ARRIVES[key]
            )
        if " " in key or (len(key) > 1 and not key.replace("+", "").replace("_", "").isalnum()):
            return _('{name}: "{key}" is not the name of a key.').format(name=name, key=key)
    return ""


def _clashes(keymap: dict[str, str], file: str) -> list[str]:
    taken: dict[str, str] = {}
    sentences = []
    for name, keys in keymap.items():
        for key in keys.split(","):
            if key in taken:
                sentences.append(
                    _("{file}: {key} is given to both {one} and {other}.").format(
                        file=file, key=key, one=taken[key], other=name
                    )
                )
            taken.setdefault(key, name)
    return sentences


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
    "less_than_sign": "<",
    "greater_than_sign": ">",
}


def key_name(key: str) -> str:
    """Name a key as a person does: `ctrl+s` is Ctrl+S, `question_mark` is ?."""
    *held, last = key.split("+") if key != "+" else ["+"]
    if last.startswith("upper_"):
        last = last.removeprefix("upper_").upper()
    named = _KEY_WORDS.get(last) or (last.upper() if held and len(last) == 1 else last)
    if last == "space":
        named = _("Space")
    if len(named) > 1 and named.islower():
        named = named.capitalize()
    return "+".join([*(part.capitalize() for part in held), named])


# A key goes where the focus is when it is handled, not where it was when the app handed it on: a dialog that the key
# before it opened may have come meanwhile, or the field of a form that was still being made.


def remember_target(event: events.Event, target: DOMNode) -> None:
    """Note on a key for which widget or screen it is meant."""
    event.meant_for = target  # type: ignore[attr-defined]


def is_stale(key: events.Key, now: DOMNode) -> bool:
    """Whether the key was meant for something else than what has the focus now."""
    return getattr(key, "meant_for", now) is not now


def keep_next_waiting(key: events.Key) -> None:
    """Have the keys after this one wait until it is stopped, however long that takes."""
    key.keeps_next_waiting = True  # type: ignore[attr-defined]


def keeps_next_waiting(event: events.Event) -> bool:
    """Whether the keys after this event have to wait until it is stopped."""
    return getattr(event, "keeps_next_waiting", False)


class SubmitsOnEnter:
    """Mixed into inputs: what Enter does is done before the next key is handled, however long that takes."""

    async def submit(self) -> None:
        """Do what Enter does."""
        raise NotImplementedError

    async def on_key(self, event: events.Key) -> None:
        """Submit on Enter; the event is stopped only then."""
        if event.key == "enter":
            event.prevent_default()
            keep_next_waiting(event)
            try:
                await self.submit()
            finally:
                event.stop()


class LeftOnce:
    """Mixed into screens and dialogs: each is left once, and only from the top.

    Textual takes away whatever is on top, so a key pressed twice would close a dialog and the screen below it. It also
    calls what takes the result some messages later, so a key could come before it.
    """

    take_result: Callable[[Any], object] | None = None
    """What is called with the result, before the next key is handled."""

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Leave with a result, unless it has been left, or something lies over it."""
        if not cast("Screen[Any]", self).is_active:
            return AwaitComplete()
        left = cast("AwaitComplete", super().dismiss(result))  # type: ignore[misc]
        if self.take_result is not None:
            self.take_result(result)
        return left
