"""The result of merging two plans: files, questions that only a person can settle, and their answers."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from rcm_tui.model.fieldpath import MISSING, Missing, Path, Value
from rcm_tui.model.frozen import dataclass


class Kind(StrEnum):
    """What a question is about."""

    FIELD = "field"
    """A field that both sides changed."""
    ARCHIVED = "archived"
    """An item that one side archived while the other changed it, or something below it."""
    ID = "id"
    """An item that both sides moved, to different places."""
    FILE = "file"
    """A file that one side deleted or that cannot be read, and the other changed."""
    AGREEMENT = "agreement"
    """Two agreements in nearly the same words: one (theirs), or two (ours)."""
    MEETING = "meeting"
    """Two meetings of one body at the same time: one (theirs), or two (ours)."""
    EDIT = "edit"
    """A field with an edit made outside rcm, not recorded, which the merge changes too."""


OURS, THEIRS, OTHER = "ours", "theirs", "other"
ARCHIVED = ("archived",)
"""The path of a question about an item that one side archived."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question for a person: a field of the file `key`, with its three values.

    For an item that one side archived, the values are what the other side put below it, the archive data of its
    file, and what the other side changed.
    """

    key: str
    path: Path
    kind: Kind
    base: Value | Missing
    ours: Value | Missing
    theirs: Value | Missing

    @property
    def name(self) -> tuple[str, Path]:
        """What it is known by."""
        return self.key, self.path

    @property
    def put(self) -> tuple[str, ...]:
        """The items that one side put below what the other archived, and that can go elsewhere."""
        return tuple(self.base) if self.kind is Kind.ARCHIVED and isinstance(self.base, list) else ()


@dataclass(frozen=True, slots=True)
class Answer:
    """How a question was settled: by `ours`, `theirs`, or with a third value.

    That is a value of the field, or the item below which to put what was added below an archived one.
    """

    take: str
    value: Value | Missing = MISSING


def is_put_below(path: Path, answer: Answer) -> bool:
    """Return whether an answer names the item below which to put what was added below an archived one."""
    return path == ARCHIVED and answer.take == OTHER


Answers = Mapping[tuple[str, Path], Answer]


@dataclass(frozen=True, slots=True)
class MergedFile:
    """One file of the merged plan: its key and data, and the key it has on each side, None where there is none.

    `data` is None where the file is deleted. `whole` names the side whose file is taken as it is, for one that cannot
    be read.
    """

    key: str
    data: Mapping[str, Value] | None
    archived: bool
    base: str | None
    ours: str | None
    theirs: str | None
    whole: str = ""


@dataclass(frozen=True, slots=True)
class MergedPlan:
    """What came of a merge.

    `settled` are ids of ours that had to be changed (old, new), `archived_twice` the items that both sides archived.
    """

    files: tuple[MergedFile, ...]
    questions: tuple[Question, ...]
    settled: tuple[tuple[str, str], ...]
    archived_twice: tuple[str, ...]
