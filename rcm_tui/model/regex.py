"""Regular expressions that are compiled when they are first used.

A command imports many more of them than it uses, and compiling one takes up to a millisecond.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from re import compile as regex
else:

    class regex:  # noqa: N801 - it stands for a function
        """What `re.compile` returns for these arguments, made when a method or attribute of it is first asked for."""

        def __init__(self, pattern: str | bytes, flags: int = 0) -> None:
            self._arguments = pattern, flags

        def __getattr__(self, name: str) -> Any:
            found = getattr(re.compile(*self._arguments), name)
            setattr(self, name, found)  # From now on it is found without this method.
            return found


__all__ = ["regex"]
