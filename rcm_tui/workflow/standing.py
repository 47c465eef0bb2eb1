"""How this clone and the remote compare."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from rcm_tui.changes.questions import Answers, Question
from rcm_tui.history.log import Record
from rcm_tui.history.remote import Remote
from rcm_tui.model.frozen import dataclass
from rcm_tui.workflow.sync_editions import Unshared

if TYPE_CHECKING:
    from rcm_tui.history.audit.findings import Finding
    from rcm_tui.history.joining import Came, Joined, Joining


class Standing(StrEnum):
    """How this clone and the remote compare."""

    SAME = "same"
    AHEAD = "ahead"
    BEHIND = "behind"
    APART = "apart"
    UNKNOWN = "unknown"
    """Nothing was fetched yet."""


@dataclass(frozen=True, slots=True)
class Look:
    """How this clone and the remote compare, and what joining them takes.

    `incoming` and `outgoing` are records, newest first. `came` are the files that the incoming ones change, and
    `contents` what was read, by the ids of blobs. `joined` is the merge, None where one side only goes ahead, and
    `joining` what was read for it.
    `closings` are meetings that both sides closed, with the commit of our closing; `late` are our records of a meeting
    that theirs closed. `findings` are what an audit of the incoming records finds, `outside` the paths outside the
    plan's folders that they change. `unshared` are editions to send and to take over, of which nothing is known before
    all records are taken over.
    """

    remote: Remote
    standing: Standing
    ours: str
    theirs: str | None
    incoming: tuple[Record, ...] = ()
    outgoing: tuple[Record, ...] = ()
    came: Came | None = None
    contents: Mapping[str, bytes] | None = None
    joining: Joining | None = None
    joined: Joined | None = None
    answers: Answers | None = None
    closings: Mapping[str, str] | None = None
    late: tuple[Record, ...] = ()
    findings: tuple[Finding, ...] = ()
    outside: tuple[str, ...] = ()
    unshared: Unshared = Unshared()

    @property
    def is_to_take(self) -> bool:
        """Whether the remote has anything that this clone lacks."""
        return bool(self.incoming or self.unshared.to_take)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What a person still has to settle."""
        return self.joined.questions if self.joined is not None else ()
