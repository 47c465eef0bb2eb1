"""Errors that are shown to a person: each is a sentence that says what is wrong and what to do next."""

from __future__ import annotations

from dataclasses import dataclass


class RcmError(Exception):
    """The plan or the repository prevents what was asked. The message is shown as it is; exit status 3."""

    exit_status = 3


class BadValue(RcmError):
    """What the person gave cannot be used: an unknown id, a bad date, a field that does not exist. Exit status 2."""

    exit_status = 2


ERROR = "error"
"""The file cannot be used as it is."""
ADVICE = "advice"
"""The file can be used, but somebody should look at it."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in one file.

    `path` is relative to the plan's root, with forward slashes; `line` and `column` count from 1 (characters, not
    bytes; 0 where they make no sense). `code` is a short stable word for programs, such as `unknown-status`.
    """

    path: str
    line: int
    column: int
    severity: str
    code: str
    message: str

    def __str__(self) -> str:
        """Return `path:line:column: message`, the form that editors and grep use."""
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field of a file; its line and column are found later, from its path."""

    path: tuple[str, ...]
    code: str
    message: str
    severity: str = ERROR
