"""Keys typed ahead: each goes where the focus is when its turn comes, not where it was when the key was pressed.

Textual hands a key to the widget that has the focus when it arrives. By the time that widget looks at it, the key
before it may have moved the focus or opened a dialog.
"""

from __future__ import annotations

from textual import events
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget


def note(key: events.Key, target: DOMNode) -> None:
    """Remember for whom a key was meant."""
    key.meant_for = target  # type: ignore[attr-defined]


def overtaken(key: events.Key, now: DOMNode) -> bool:
    """Whether the key was meant for something else than what has the focus now."""
    return getattr(key, "meant_for", now) is not now


def send(key: events.Key, target: Widget) -> None:
    """Give the key to another widget, as if it had been typed there."""
    again = events.Key(key.key, key.character)
    note(again, target)
    target._forward_event(again)


def send_to_focus(key: events.Key, screen: Screen[object]) -> None:
    """Give the key to whatever has the focus on a screen."""
    send(key, screen.focused or screen)
