"""Undo and redo records: always by a new record, field by field, never by a reset.

Undo puts back the newest record of this person that is not undone; repeated, it walks back. Fields that were changed
since are named and left. Redo makes again what was undone last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from rcm_tui.changes.items import ItemChange, Version
from rcm_tui.changes.merge import Clash, merge
from rcm_tui.history.editions import ADOPTED, editions, is_shared
from rcm_tui.history.log import records
from rcm_tui.history.message import ADOPTS
from rcm_tui.history.recorded import blobs_with_recorded
from rcm_tui.history.state import identity
from rcm_tui.history.worktree import left_out
from rcm_tui.i18n import N_, _, translator
from rcm_tui.model import ids
from rcm_tui.model.errors import RcmError
from rcm_tui.model.fieldpath import same
from rcm_tui.model.frozen import dataclass
from rcm_tui.reports.names import meeting_name
from rcm_tui.reports.record_words import subject_words
from rcm_tui.store import paths
from rcm_tui.workflow.change import Change, Confirmation, Target
from rcm_tui.workflow.trail import recorded_changes

if TYPE_CHECKING:
    from rcm_tui.history.log import Record
    from rcm_tui.workflow.view import PlanView

_UNDO, _REDO = N_("Undo: {subject}"), N_("Redo: {subject}")

Left = tuple[str, Clash]
"""A field that is not put back, since it was changed later: the key of its file, and the three values."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """What an undo or redo would record, of which record, what it leaves, and all that in a sentence.

    `whose` names the person who made the record, where that is somebody else.
    """

    change: Change
    record: Record
    left: tuple[Left, ...]
    sentence: str
    whose: str = ""


class NothingToUndo(RcmError):
    """There is no record that could be taken back, or made again."""


@dataclass(frozen=True, slots=True)
class _Past:
    """A record of this person or of an open meeting, with whether it is undone."""

    record: Record
    undone: bool
    mine: bool

    @property
    def can_be_undone(self) -> bool:
        """Whether it is in effect, and is neither a merge, an undo nor a redo."""
        return not self.undone and _is_ordinary(self.record)


def undoable(workspace: PlanView) -> tuple[Record, ...]:
    """List the records that can be undone: this person's and those of the open meetings, newest first."""
    return tuple(past.record for past in _past(workspace) if past.can_be_undone)


def undo(workspace: PlanView, commit: str | None = None) -> Undoing:
    """Undo a record: the one named, else this person's newest. Somebody else's is undone only by name.

    Raises NothingToUndo, or RcmError where the record closes a meeting whose edition is shared.
    """
    for past in _first_alone(partial(_named, workspace, commit) if commit is not None else partial(_own, workspace)):
        undoing = _reversal(workspace, past.record, ("Undoes", past.record.commit), _UNDO)
        if not past.mine:
            undoing = _of_somebody_else(undoing)
        if undoing.change.targets or commit is not None:
            return undoing
    if commit is not None:
        raise NothingToUndo(_("{commit} is not a record that can be undone; see: rcm log").format(commit=commit))
    raise NothingToUndo(_("Nothing of yours to undo."))


def _own(workspace: PlanView) -> Iterator[_Past]:
    """Yield the records of this person that can be undone, newest first."""
    return (past for past in _past(workspace) if past.mine and past.can_be_undone)


def _named(workspace: PlanView, commit: str) -> Iterator[_Past]:
    """Yield the records that a commit names, up to one that cannot be undone. Raises NothingToUndo for one undone."""
    for past in _past(workspace):
        if past.record.commit.startswith(commit):
            if past.undone:
                raise NothingToUndo(_("{commit} has already been undone.").format(commit=commit))
            if not past.can_be_undone:
                return
            yield past


def _first_alone(found: Callable[[], Iterator[_Past]]) -> Iterator[_Past]:
    """Yield what is found, but stop git at the first, which is nearly always enough: it would read on meanwhile."""
    first = list(islice(found(), 1))
    yield from first
    if first:
        yield from islice(found(), 1, None)


def undo_closing(workspace: PlanView, commit: str) -> Change:
    """Undo the closing of a meeting that others closed too, by any author. Raises RcmError if it is shared."""
    record = next(iter(records(workspace.git, rev=commit, limit=1, whole=True)))
    return _reversal(workspace, record, ("Undoes", record.commit), _UNDO).change


def _of_somebody_else(undoing: Undoing) -> Undoing:
    """Say whose record it is."""
    whose = undoing.record.author
    message = _("That record was made by {person}.").format(person=whose)
    return replace(undoing, whose=whose, sentence=f"{undoing.sentence.rstrip('.')}. {message}")


def redo(workspace: PlanView) -> Undoing:
    """Redo what this person undid last. Raises NothingToUndo where they undid nothing, or have recorded since."""
    redone: set[str] = set()
    for past in _past(workspace):
        if not past.mine:
            continue
        record = past.record
        redone.update(record.redoes)
        for name in record.undoes:
            if name not in redone:
                made = next(iter(records(workspace.git, rev=name, limit=1)))
                adopts = next(iter(made.values(ADOPTS)), None)
                return _reversal(workspace, record, ("Redoes", name), _REDO, closes=made.closes, adopts=adopts)
        if _is_ordinary(record):
            break
    raise NothingToUndo(_("Nothing to redo."))


def undone_among(workspace: PlanView) -> frozenset[str]:
    """Return the commits of the records that are undone."""
    return frozenset(past.record.commit for past in _past(workspace, everybody=True) if past.undone)


def _past(workspace: PlanView, *, everybody: bool = False) -> Iterator[_Past]:
    """Yield the records since the start of the plan, newest first: this person's and those of open meetings."""
    me = identity(workspace.git)
    open_meetings = {meeting.id for meeting in workspace.plan.open_meetings}
    standing: dict[str, bool] = {}
    for record in records(workspace.git, paths.FOLDERS):
        if record.plan_start:
            return
        for name in record.undoes:
            standing.setdefault(name, False)
        for name in record.redoes:
            standing.setdefault(name, True)
        mine = me is not None and record.email == me.email
        if everybody or mine or record.meeting in open_meetings:
            yield _Past(record, not standing.get(record.commit, True), mine)


def _is_ordinary(record: Record) -> bool:
    marked = record.undoes or record.redoes or record.reconstructed or record.is_cut
    return not marked and len(record.parents) < 2


def _reversal(
    workspace: PlanView,
    record: Record,
    trailer: tuple[str, str],
    subject: str,
    *,
    closes: str | None = None,
    adopts: str | None = None,
) -> Undoing:
    """Build the undo or redo of a record; `closes` is the meeting that it closes again, `adopts` the one it adopts."""
    targets: list[Target] = []
    left: list[Left] = []
    out = set(left_out(workspace.git))
    if any(file.path in out for file in record.changes):
        raise RcmError(
            _(
                "{commit} cannot be undone here: a sparse checkout keeps files out that it changed. "
                "To have them: git sparse-checkout disable"
            ).format(commit=record.commit[:7])
        )
    blobs = [blob for file in record.changes for blob in (file.old, file.new) if blob]
    known = blobs_with_recorded(workspace.git, blobs, [file.path for file in record.changes])
    for done in recorded_changes(workspace, record, known):
        target, clashes = _put_back(workspace, record, done, known)
        left += [(done.key, clash) for clash in clashes]
        if target is not None:
            targets.append(target)
    plain = record.subject.removeprefix("Undo: ").removeprefix("Redo: ")
    say = translator(workspace.plan.info.first_language).gettext(subject)
    change = Change(
        tuple(targets),
        subject=say.format(subject=plain),
        trailers=(
            trailer,
            *(("Closes", meeting_id) for meeting_id in [closes] if meeting_id),
            *((ADOPTS, meeting_id) for meeting_id in [adopts] if meeting_id),
        ),
        meeting=record.closes or closes,
        usual_meeting=record.meeting,
        delete_tag=_edition(workspace, record) if record.closes and trailer[0] == "Undoes" else None,
        closes=closes if closes and not _closes_without_edition(targets) else None,
        adopts=adopts,
        withdraws_adoption=_adoption(workspace, record) if trailer[0] == "Undoes" else None,
        confirm=_question(workspace, record),
    )
    sentence = _(subject).format(subject=subject_words(workspace.plan, plain))
    if left:
        fields = ", ".join(f"{key} {'.'.join(clash.path)}".strip() for key, clash in left)
        sentence += " " + _("Not undone, because they were changed since: {fields}.").format(fields=fields)
    return Undoing(change, record, tuple(left), sentence)


def _closes_without_edition(targets: Sequence[Target]) -> bool:
    return any(target.data is not None and bool(target.data.get("no_edition")) for target in targets)


def _question(workspace: PlanView, record: Record) -> Confirmation | None:
    """Ask before the opening or the closing of a meeting is undone: it changes where all else is recorded."""
    adopted = next(iter(record.values(ADOPTS)), None)
    if adopted is not None:
        question = _("This undoes the adoption of the plan as {meeting} left it: its tag is deleted.")
        name = meeting_name(workspace.plan, adopted)
        return Confirmation(_("Undo the adoption?"), question.format(meeting=name), _("Undo the adoption"), False)
    meeting = record.opens or record.closes
    if meeting is None:
        return None
    name = meeting_name(workspace.plan, meeting)
    if record.closes:
        question = _("This undoes the closing of {meeting}: its edition is deleted, and the meeting is open again.")
        if not any(edition.meeting == record.closes for edition in editions(workspace.git)):
            question = _("This undoes the closing of {meeting}, which is open again then.")
        return Confirmation(_("Undo the closing?"), question.format(meeting=name), _("Undo the closing"), False)
    question = _("This undoes the opening of {meeting}: what is recorded from then on does not belong to it.")
    return Confirmation(_("Undo the opening?"), question.format(meeting=name), _("Undo the opening"), False)


def _edition(workspace: PlanView, record: Record) -> tuple[str, str] | None:
    """Find the edition that a closing made. Raises RcmError where it was already shared."""
    for edition in editions(workspace.git):
        if edition.meeting == record.closes:
            if is_shared(workspace.git, record.commit):
                raise RcmError(
                    _(
                        "The closing of {meeting} has already been shared and cannot be undone; record a correction "
                        "instead."
                    ).format(meeting=meeting_name(workspace.plan, record.closes))
                )
            return edition.meeting, edition.tag_object
    return None


def _adoption(workspace: PlanView, record: Record) -> tuple[str, str] | None:
    """Find the tag of an adoption that a record made. Raises RcmError where it was already shared."""
    adopted = record.values(ADOPTS)
    found = [edition for edition in editions(workspace.git, ADOPTED) if edition.meeting in adopted] if adopted else []
    if found and is_shared(workspace.git, record.commit):
        raise RcmError(
            _("The adoption of {meeting} has already been shared and cannot be undone.").format(
                meeting=meeting_name(workspace.plan, adopted[0])
            )
        )
    return (found[0].meeting, found[0].tag_object) if found else None


def _put_back(
    workspace: PlanView, record: Record, change: ItemChange, known: Mapping[str, bytes]
) -> tuple[Target | None, tuple[Clash, ...]]:
    """Build the target that reverts one item to before the record, with the clashes that are left."""
    before, after = change.before, change.after
    here = _where(workspace, change.key)
    if after is None:
        return _put_back_removed(change, before, here)
    if here is None or after.data is None or (before is not None and before.data is None):
        return None, (Clash((), None, None, None),) if here is not None else ()
    now = workspace.data(change.key)
    if before is None:
        untouched = same(now, after.data)
        return (Target(here, None), ()) if untouched else (None, (Clash((), after.data, now, None),))
    assert before.data is not None
    merged = merge(after.data, now, before.data)
    there = _place(change.former or change.key, before) if before.archived != after.archived or change.former else here
    exact = _exact(workspace, record, change, here, known)
    target = Target(there, merged.data, here if there != here else None, exact)
    if there == here and same(merged.data, now):
        return None, merged.clashes
    return target, merged.clashes


def _put_back_removed(
    change: ItemChange, before: Version | None, here: str | None
) -> tuple[Target | None, tuple[Clash, ...]]:
    if before is None or before.data is None:
        return None, ()
    if here is not None:
        return None, (Clash((), None, None, before.data),)
    return Target(_place(change.key, before), before.data), ()


def _exact(
    workspace: PlanView, record: Record, change: ItemChange, here: str, known: Mapping[str, bytes]
) -> bytes | None:
    """Return the exact bytes of before the record, if the file was not changed since."""
    blob_now = workspace.git.blob_id(workspace.read_bytes(here))
    touched = {file.path: file for file in record.changes}
    if here not in touched or touched[here].new != blob_now:
        return None
    former = change.former or change.key
    olds = [file.old for file in record.changes if file.old is not None and paths.stem(file.path) == former]
    return workspace.git.blobs(olds, known)[olds[0]] if len(olds) == 1 else None


def _where(workspace: PlanView, key: str) -> str | None:
    """Find the file of an item or meeting as it is now, or None where there is none."""
    plan = workspace.plan
    if key in plan.items or key in plan.meetings or ("/" in key and (workspace.root / key).is_file()):
        return workspace.path(key)
    return None


def _place(key: str, version: Version) -> str:
    if ids.is_id(key):
        return paths.item_path(key, archived=version.archived)
    return key if "/" in key else paths.meeting_path(key)
