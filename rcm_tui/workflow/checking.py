"""All that is wrong in the files, or that somebody should look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcm_tui.model.errors import ERROR, Problem, RcmError

if TYPE_CHECKING:
    from rcm_tui.workflow.view import PlanView


def problems(view: PlanView) -> tuple[Problem, ...]:
    """Every problem of every file, errors before advice, each in the order of paths and lines. Reads all files."""
    from rcm_tui.store.check import check

    return tuple(sorted(check(view.root), key=lambda problem: (problem.severity != ERROR, problem)))


def lines_around(view: PlanView, problem: Problem, margin: int = 2) -> tuple[tuple[int, str], ...]:
    """The lines of the file around a problem, each with its number; none where the file cannot be read as text."""
    try:
        text = view.read_bytes(problem.path).decode("utf-8")
    except (RcmError, UnicodeDecodeError):
        return ()  # That the file cannot be read is the problem itself.
    first = max(problem.line - margin, 1)
    shown = text.splitlines()[first - 1 : problem.line + margin]
    return tuple(enumerate(shown, first))
