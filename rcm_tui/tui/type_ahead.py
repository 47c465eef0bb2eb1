"""Keys typed ahead: each goes where the focus is when its turn comes, not where it was when the key was pressed.

Textual hands a key to the widget that has the focus when it arrives. By the time that widget handles it, the key
before it may have moved the focus or opened a dialog.
"""

from __future__ import annotations

from textual import events
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget


def remember_target(key: events.Key, target: DOMNode) -> None:
    """Note on a key for which widget or screen it was meant."""
    key.meant_for = target  # type: ignore[attr-defined]


def is_stale(key: events.Key, now: DOMNode) -> bool:
    """Whether the key was meant for something else than what has the focus now."""
    return getattr(key, "meant_for", now) is not now


def send(key: events.Key, target: Widget) -> None:
    """Give the key to another widget, as if it had been typed there.

    The app's own queue would be public, but there the key would come after those typed later.
    """
    again = events.Key(key.key, key.character)
    remember_target(again, target)
    target._forward_event(again)


def send_to_focus(key: events.Key, screen: Screen[object]) -> None:
    """Give the key to whatever has the focus on a screen."""
    send(key, screen.focused or screen)
