"""The answers to questions of a merge, kept under the git directory until it is made."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rcm_tui.changes.questions import Answer, Question
from rcm_tui.model.fieldpath import MISSING, Value, same
from rcm_tui.store.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from rcm_tui.history.git import Git

_OPEN = "sync-open"
_VALUES = ("base", "ours", "theirs")

Kept = Sequence[dict[str, Any]]
"""Answers as they are in the file: key, path, what to take and its value, and the three values asked about."""


def _file(git: Git) -> Path:
    return git.private / "sync.json"


def load(git: Git) -> Kept:
    """Return the answers that were given; none where the file is missing or cannot be read."""
    try:
        kept = json.loads(_file(git).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return kept if isinstance(kept, list) and all(isinstance(answer, dict) for answer in kept) else []


def matching(kept: Kept, questions: Iterable[Question]) -> dict[tuple[str, tuple[str, ...]], Answer]:
    """Return the answers to those of the questions that were asked with the same three values before."""
    found = {}
    for question in questions:
        for answer in kept:
            if (answer.get("key"), answer.get("path"), answer.get("kind")) != (
                question.key,
                list(question.path),
                question.kind,
            ):
                continue
            if all(same(answer.get(name, MISSING), _plain(getattr(question, name))) for name in _VALUES):
                found[question.name] = Answer(str(answer.get("take")), answer.get("value", MISSING))
    return found


def save(git: Git, answers: Sequence[tuple[Question, Answer]]) -> None:
    """Keep answers, instead of earlier ones to the same questions; fewer questions are open then."""
    questions = [question for question, _answer in answers]
    note_open(git, max(open_count(git) - len(questions) + len(matching(load(git), questions)), 0))
    names = [(question.key, list(question.path)) for question, _answer in answers]
    kept = [answer for answer in load(git) if (answer.get("key"), answer.get("path")) not in names]
    for question, answer in answers:
        given = {name: _plain(getattr(question, name)) for name in _VALUES} | {"value": answer.value}
        made = {"key": question.key, "path": list(question.path), "kind": question.kind.value, "take": answer.take}
        kept.append(made | {name: value for name, value in given.items() if value is not MISSING})
    write_atomically(_file(git), json.dumps(kept, ensure_ascii=False, indent=1).encode("utf-8"))


def forget(git: Git) -> None:
    """Delete the answers, once they are in a record."""
    _file(git).unlink(missing_ok=True)
    note_open(git, 0)


def note_open(git: Git, count: int) -> None:
    """Note how many questions are open, for those who only look; where the folder cannot be written, nothing is."""
    file = git.private / _OPEN
    if count != open_count(git):
        with contextlib.suppress(OSError):
            write_atomically(file, str(count).encode("ascii"))


def open_count(git: Git) -> int:
    """Return how many of the questions that the last comparison of the two sides asked are open."""
    try:
        return int((git.private / _OPEN).read_text("ascii"))
    except (OSError, ValueError):
        return 0


def _plain(value: Value) -> Value:
    """Return a value as it comes back from JSON."""
    return value if value is MISSING else json.loads(json.dumps(value, ensure_ascii=False))
