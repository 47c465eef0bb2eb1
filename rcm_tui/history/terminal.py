"""Who owns the terminal: programs that git runs (signing, hooks), which may ask there, or the full-screen interface.

While the interface is drawn on it, programs run without a terminal: one that would ask fails at once, instead of
waiting for an answer that cannot be seen and taking turns with the interface at the keys. `lent` then gives it to them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress


class _Terminal:
    """The terminal of this process."""

    occupied = False


def is_occupied() -> bool:
    """Return whether the interface has the terminal."""
    return _Terminal.occupied


@contextmanager
def occupied(value: bool = True) -> Iterator[None]:
    """Keep the terminal from programs while the block runs."""
    before, _Terminal.occupied = _Terminal.occupied, value
    try:
        yield
    finally:
        _Terminal.occupied = before


def lent() -> AbstractContextManager[None]:
    """Let programs use the terminal while the block runs; the interface must not be drawn on it meanwhile."""
    return occupied(False)


def name_for_gpg(environment: Mapping[str, str]) -> str:
    """Return the value of GPG_TTY: where pinentry asks. A person's own wins; empty where there is no terminal."""
    if environment.get("GPG_TTY"):
        return environment["GPG_TTY"]
    for descriptor in (0, 1, 2):
        with suppress(OSError):
            return os.ttyname(descriptor)
    return ""
