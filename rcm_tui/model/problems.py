"""Problems found in the files of a plan, each with its place."""

from __future__ import annotations

from dataclasses import dataclass

ERROR = "error"
"""The file cannot be used as it stands."""
ADVICE = "advice"
"""Usable, but somebody should look."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in one file.

    `path` is relative to the plan's root, with forward slashes; `line` and `column` count from 1 (characters, not
    bytes; 0 where a place makes no sense). `code` is a short stable word for programs, such as `unknown-status`.
    """

    path: str
    line: int
    column: int
    severity: str
    code: str
    message: str

    def __str__(self) -> str:
        """`path:line:column: message`, as editors and grep read it."""
        return f"{self.path}:{self.line}:{self.column}: {self.message}"
