"""A change that is not recorded yet, its attribution, and the errors that can stop it.

Every action of a person (edit, add, archive, undo, close a meeting) builds a `Change` out of target data; one mechanism
previews and records them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rcm_tui.i18n import _, current, ngettext
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.model.fieldpath import get
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.texts import pick

if TYPE_CHECKING:
    from rcm_tui.changes.items import ItemChange
    from rcm_tui.changes.merge import Clash
    from rcm_tui.model.fieldpath import Path, Value
    from rcm_tui.model.plan import Plan
    from rcm_tui.model.rules import Day
    from rcm_tui.workflow.view import Snapshot

BETWEEN_MEETINGS = "none"
"""The meeting that a change made between meetings names."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a file shall hold.

    `data` is None where the file is to be deleted. `moved_from` is the path that a moved file had: its bytes are kept
    but for what differs from `data`, and the old file is deleted. `raw_bytes` hold `data` already and are written
    unchanged.
    """

    path: str
    data: Mapping[str, Value] | None
    moved_from: str | None = None
    raw_bytes: bytes | None = None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A question that is answered with yes before a change is recorded; `yes` names what is done then.

    Where nobody can be asked, a change with an `essential` one is refused, and any other is recorded.
    """

    heading: str
    question: str
    yes: str
    essential: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """Files and what they shall hold, to become one record.

    `subject` overrides the words made from the difference; `trailers` are added to those that name items and meeting.
    `adopts` tags the edition of that meeting as adopted; `withdraws_adoption` deletes such a tag (meeting, object id).
    `closes` makes the edition of that meeting; `delete_tag` names an edition (meeting, object id of its
    tag) whose tag is deleted.
    `allow_empty` allows a record that changes no file, for what its trailers say.
    `new_id` is the id of what the change adds, `meeting` overrides the attribution (a closing belongs to its meeting);
    `usual_meeting` is where it belongs unless another is named, if that meeting is open.
    `confirm` is asked before it is recorded. `dated` is the day that it dates something by, as nobody said when.
    `reason` is the reason of the record where the person gives none, `proposed_by` the actor who asked for it where the
    person names none. `notes` are said when it is recorded.
    """

    targets: tuple[Target, ...]
    new_id: str | None = None
    subject: str | None = None
    trailers: tuple[tuple[str, str], ...] = ()
    meeting: str | None = None
    usual_meeting: str | None = None
    closes: str | None = None
    delete_tag: tuple[str, str] | None = None
    adopts: str | None = None
    withdraws_adoption: tuple[str, str] | None = None
    allow_empty: bool = False
    confirm: Confirmation | None = None
    dated: Day | None = None
    reason: str = ""
    proposed_by: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def explains_itself(self) -> bool:
        """Whether its trailers say why it is made, so that it needs no reason between meetings."""
        return any(
            key in ("Undoes", "Redoes", "Opens", "Closes", "Adopts", "Accounts-for") for key, _value in self.trailers
        )

    def target(self, path: str) -> Target | None:
        """Return the target of a file, or None where the change leaves it alone."""
        return next((target for target in self.targets if target.path == path), None)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Which meeting a change belongs to, why it was made, and who asked for it.

    `meeting` is a meeting's id or `none`. With `with_external_edits`, edits made elsewhere to the same files go into
    the same record. With `correct`, it may alter the record of a closed meeting.
    """

    meeting: str
    reason: str = ""
    proposed_by: str | None = None
    agreement: str | None = None
    with_external_edits: bool = False
    correct: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """The record that a change would make: its message, what happens to each item, and the lines that differ."""

    by: Attribution
    message: str
    changes: tuple[ItemChange, ...]
    diff: str
    new_id: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record that was made. `after` is the plan after it.

    `is_complete` is false where it closed a meeting whose edition is still to be made; one of `notes` says so.
    """

    by: Attribution
    commit: str
    subject: str
    message: str
    changes: tuple[ItemChange, ...]
    after: Snapshot
    new_id: str | None = None
    notes: tuple[str, ...] = ()
    is_complete: bool = True

    @property
    def plan(self) -> Plan:
        """The plan after it."""
        return self.after.plan


def together(*changes: Change) -> Change:
    """Combine several changes into one record; they must not touch the same file."""
    targets = tuple(target for change in changes for target in change.targets)
    if len({target.path for target in targets}) != len(targets):
        raise ValueError("two changes to one file cannot be put together")
    first = changes[0]
    return replace(
        first,
        targets=targets,
        trailers=tuple(dict.fromkeys(trailer for change in changes for trailer in change.trailers)),
        new_id=next((change.new_id for change in changes if change.new_id), None),
        closes=next((change.closes for change in changes if change.closes), None),
        confirm=next((change.confirm for change in changes if change.confirm), None),
        dated=next((change.dated for change in changes if change.dated), None),
        notes=tuple(note for change in changes for note in change.notes),
    )


class NothingToRecord(RcmError):
    """The change leaves every file as it is."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("Nothing to record: this is already the case."))


class AsRecordedAgain(NothingToRecord):
    """The change only restores what is recorded, over an external edit: files are written, nothing is recorded."""

    def __init__(self, restored: Sequence[str]) -> None:
        RcmError.__init__(
            self,
            _("Nothing to record: {paths} had been edited elsewhere and is now again as it was recorded.").format(
                paths=", ".join(restored)
            ),
        )


class MeetingNeeded(RcmError):
    """It is not clear which meeting a change belongs to; `open` are the ids of the open ones."""

    def __init__(self, open_meetings: Sequence[str]) -> None:
        self.open = tuple(open_meetings)
        if self.open:
            sentence = _(
                "Several meetings are open ({meetings}); say which one with --meeting ID, "
                "or record with --between-meetings."
            ).format(meetings=", ".join(self.open))
        else:
            sentence = _(
                "No meeting is open. Open one (rcm meeting open ID), name one with --meeting ID, "
                "or record with --between-meetings."
            )
        super().__init__(sentence)


class ReasonNeeded(RcmError):
    """A change between meetings has no reason: nothing would say later why it was made."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "No meeting explains a change made between meetings; "
                "say why it is made, with -m REASON on the command line."
            )
        )


class ConfirmationNeeded(BadValue):
    """A change is recorded only when somebody has answered its question with yes."""

    def __init__(self, asked: Confirmation) -> None:
        self.asked = asked
        super().__init__(asked.question + " " + _("Nobody can be asked here; to go ahead, add --yes."))


class CorrectionNeeded(RcmError):
    """A change alters the record of `meetings`, which are closed: it must be asked for as a correction, with a reason.

    `reason` is the one that was given, if any; `found` says what is the matter in a sentence.
    """

    def __init__(self, meetings: Sequence[str], reason: str = "") -> None:
        self.meetings = tuple(meetings)
        self.reason = reason
        self.found = ngettext(
            "{meetings} is closed, and this changes its record.",
            "{meetings} are closed, and this changes their records.",
            len(self.meetings),
        ).format(meetings=", ".join(self.meetings))
        super().__init__(
            self.found + " " + _("To record it as a correction, add --correct and say why with -m REASON.")
        )


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A request that would be left unanswered: its item, its calendar entry, and those who have not answered.

    `below` is the path of the request in the entry.
    """

    item_id: str
    entry_id: str
    entry: Mapping[str, Value]
    waiting: tuple[str, ...]
    below: Path = ("request",)

    @property
    def path(self) -> Path:
        """The path of the request in its item's file."""
        return ("calendar", self.entry_id, *self.below)

    @property
    def request(self) -> Mapping[str, Value]:
        """The data of the request."""
        found: Mapping[str, Value] = get(self.entry, self.below)
        return found

    @property
    def words(self) -> str:
        """What is asked, else what its entry says, in the language in use."""
        text = self.request.get("text") or self.entry.get("text")
        return pick(text, current()) if isinstance(text, Mapping) else ""

    def __str__(self) -> str:
        return f"{self.item_id} {self.entry_id}: {self.words} ({', '.join(self.waiting)})"


class UnansweredRequests(RcmError):
    """A change ends items whose requests have not all been answered; somebody says what becomes of these."""

    def __init__(self, found: tuple[Unanswered, ...]) -> None:
        self.found = found
        sentence = ngettext("{count} request is not answered:", "{count} requests are not answered:", len(found))
        self.sentence = sentence.format(count=len(found))
        super().__init__("\n".join((self.sentence, *(f"  {unanswered}" for unanswered in found))))


class ExternalEdits(RcmError):
    """Files to be recorded also have edits made elsewhere that are not recorded yet."""

    def __init__(self, edited: Sequence[str]) -> None:
        self.paths = tuple(edited)
        super().__init__(
            _(
                "Edits made elsewhere are not recorded yet in {paths}. Record them too with "
                "--with-external-edits, or record them first with: rcm record"
            ).format(paths=", ".join(self.paths))
        )


class Conflict(RcmError):
    """Another program changed the same fields. In each clash, `ours` stands in the file, `theirs` was typed."""

    def __init__(self, key: str, clashes: Sequence[Clash]) -> None:
        self.key = key
        self.clashes = tuple(clashes)
        fields = ", ".join(".".join(clash.path) for clash in self.clashes)
        super().__init__(
            _("{item} was changed in the same place meanwhile ({fields}); choose which version to keep.").format(
                item=key, fields=fields
            )
        )


class NoPlanHere(RcmError):
    """No plan was found in a folder or above it."""

    def __init__(self, start: str) -> None:
        super().__init__(
            _(
                "There is no plan in {folder} or above it. Start one with: rcm init DIR, "
                "or open the sample with: rcm demo"
            ).format(folder=start)
        )
