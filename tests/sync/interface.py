"""What tests of synchronising do in an interface that asks for a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.terminals import Terminal

if TYPE_CHECKING:
    from tests.sync.conftest import Office


def synchronising(interface: Terminal, *, asks: str) -> Terminal:
    """Begin to synchronise, and wait until the terminal asks."""
    interface.sees("RESPECT FOR THE RIGHTS")
    interface.press("F")
    interface.sees("F fetches what others recorded")
    interface.press("s")
    interface.sees(asks)
    return interface


def nothing_came(office: Office, interface: Terminal) -> None:
    """Check that nothing was taken over, and that the interface goes on and ends."""
    assert office.luis.data("HR-1.2")["status"] != "completed"
    interface.press("Escape", "Escape")
    interface.sees("RESPECT FOR THE RIGHTS")
    interface.quit()
