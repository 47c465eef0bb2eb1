"""Turn a change into a record: write and commit all of its files or none, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rcm_tui.changes.describe import describe_changes
from rcm_tui.changes.items import MEETING as MEETING_KIND
from rcm_tui.changes.items import ItemChange, change_set, key_of
from rcm_tui.changes.lines import unified_diff
from rcm_tui.changes.translations import with_origins
from rcm_tui.history import terminal
from rcm_tui.history.branch import move_branch, put_index_back
from rcm_tui.history.editions import editions, signs
from rcm_tui.history.journal import Journal, Piece, forget, forget_interrupted, postpone, saved, to_be_recorded
from rcm_tui.history.message import AGREEMENT, CORRECTS, FILE, ITEM, MEETING, PROPOSED_BY, Message, of_plan
from rcm_tui.history.record import NothingToRecord as AlreadySo
from rcm_tui.history.record import (
    RecordAltered,
    RecordRefused,
    TerminalNeeded,
    forget_new,
    record,
    refresh_index,
)
from rcm_tui.history.recorded import recorded_bytes
from rcm_tui.history.state import head_of, require_recordable
from rcm_tui.history.worktree import left_out, same_but_for_ends
from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.errors import ERROR, BadValue, RcmError
from rcm_tui.model.fieldpath import Value
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.ids import member_id
from rcm_tui.model.items import PlanInfo
from rcm_tui.model.schema import SCHEMA
from rcm_tui.model.structures import Members
from rcm_tui.model.texts import pick
from rcm_tui.model.types import ALONE, FieldType
from rcm_tui.reports.names import dated
from rcm_tui.store import paths
from rcm_tui.store.consistency import lost_statuses
from rcm_tui.store.files import remove, write_atomically
from rcm_tui.store.paths import kind_of_file
from rcm_tui.store.reader import load_file
from rcm_tui.store.yaml import revise
from rcm_tui.workflow.change import (
    AsRecordedAgain,
    Attribution,
    Change,
    ExternalEdits,
    NothingToRecord,
    Preview,
    Target,
)
from rcm_tui.workflow.closing import _update_edition
from rcm_tui.workflow.corrections import corrected, refuse_unasked
from rcm_tui.workflow.mistakes import refuse_mistakes
from rcm_tui.workflow.plan_files import versions
from rcm_tui.workflow.view import PlanView


@dataclass(frozen=True, slots=True)
class _File:
    """One file of a record: as last recorded, as it is on disk, and as it is to be. None: no file."""

    path: str
    recorded: bytes | None
    now: bytes | None
    then: bytes | None

    @property
    def has_external_edits(self) -> bool:
        """Whether the file on disk is not as the last record left it."""
        return self.now != self.recorded


def preview(view: PlanView, change: Change, by: Attribution) -> Preview:
    """Make the record of a change without writing anything."""
    files = _files(view, change)
    changes = _changes(files)
    refuse_unasked(change, by, changes)
    message = _message(view, change, by, changes)
    return Preview(by, message.text(), changes, "".join(_diff(files)), change.new_id, _notes(change))


def changes_of(view: PlanView, change: Change) -> tuple[ItemChange, ...]:
    """Return what a change would do to each item."""
    return _changes(_files(view, change))


@dataclass(frozen=True, slots=True)
class Written:
    """A change that was written and committed: the commit, its message, the files, and what else there is to say.

    `is_complete` is false where the edition of a closing is still to be made.
    """

    commit: str
    message: Message
    changes: tuple[ItemChange, ...]
    paths: tuple[str, ...]
    notes: tuple[str, ...]
    is_complete: bool = True


def write(view: PlanView, change: Change, by: Attribution) -> Written:
    """Write the files of a change and commit them as one record; to be called under the write lock.

    Where the commit does not come about, the files are put back as they were. A record at which another program was
    killed is made first.
    """
    require_recordable(view.git)
    if change.closes and terminal.is_occupied() and signs(view.git):
        raise TerminalNeeded("")  # Its tag is made when the record is there already, too late to ask.
    notes = [*recover_interrupted(view), *_notes(change)]
    files = _files(view, change)
    if not change.allow_empty and not any(file.then != file.recorded for file in files):
        _restore(view, files)
        raise NothingToRecord
    edited = [file.path for file in files if file.has_external_edits]
    if edited and not by.with_external_edits:
        raise ExternalEdits(edited)
    _refuse_unreadable(view, files)
    if edited:
        notes += refuse_mistakes(view.root, [file for file in files if file.has_external_edits])
    changes = _changes(files)
    refuse_unasked(change, by, changes)
    message = _message(view, change, by, changes)
    made = _commit(view, files, message, change, notes)
    missing = _update_edition(view, change, made)
    if missing:
        notes.append(missing)
        postpone(view.git)
    forget(view.git)
    touched = tuple(file.path for file in files)
    return Written(made, message, changes, touched, tuple(notes), is_complete=not missing)


def _notes(change: Change) -> tuple[str, ...]:
    """Return the notes on a change for when it is recorded, among them the day by which it dates something."""
    return change.notes if change.dated is None else (*change.notes, dated(change.dated))


def _restore(view: PlanView, files: Iterable[_File]) -> None:
    """Write the recorded content where a file on disk differs from it by just what the change puts right.

    Raises AsRecordedAgain where there was such a file.
    """
    differing = [file for file in files if file.now != file.then]
    for file in differing:
        if file.then is None:
            remove(view.root / file.path, root=view.root)
        else:
            write_atomically(view.root / file.path, file.then, root=view.root)
    if differing:
        raise AsRecordedAgain([file.path for file in differing])


def _files(view: PlanView, change: Change) -> list[_File]:
    touched = dict.fromkeys(
        path for target in change.targets for path in (target.moved_from, target.path) if path is not None
    )
    recorded = recorded_bytes(view.git, touched)
    now = {path: _on_disk(view, path) for path in touched}
    for path, content in recorded.items():
        found = now[path]
        if found and found != content and same_but_for_ends(view.git, path, found, view.git.blob_id(content)):
            recorded[path] = found  # As git checks it out here.
    then: dict[str, bytes | None] = {}
    for target in change.targets:
        if target.moved_from is not None and target.moved_from != target.path:
            then[target.moved_from] = None
    for target in change.targets:
        then[target.path] = _new_bytes(view, target, now, recorded)
    files = [_File(path, recorded.get(path), now[path], then[path]) for path in touched]
    _refuse_left_out(view, files)
    return files


def _refuse_left_out(view: PlanView, files: Iterable[_File]) -> None:
    """Refuse what cannot be made right where a sparse checkout keeps files out: to change them, and while there are
    items among them, to add, remove or move any item, as the others are not known. Raises RcmError."""
    out = left_out(view.git)
    lacks_items = any(ids.is_id(paths.stem(path)) for path in out)
    for file in files if out else ():
        comes_or_goes = (file.recorded is None) != (file.then is None)
        if file.path in out or (lacks_items and comes_or_goes and ids.is_id(paths.stem(file.path))):
            raise RcmError(
                _(
                    "{path} cannot be recorded here: a sparse checkout keeps files of the plan out of this folder. "
                    "To have them: git sparse-checkout disable"
                ).format(path=file.path)
            )


def _on_disk(view: PlanView, path: str) -> bytes | None:
    return view.read_bytes(path) if (view.root / path).exists() else None


def _new_bytes(
    view: PlanView, target: Target, now: Mapping[str, bytes | None], recorded: Mapping[str, bytes]
) -> bytes | None:
    if target.raw_bytes is not None or target.data is None:
        return target.raw_bytes
    old = target.moved_from or target.path
    before = versions({old: recorded.get(old)}).get(key_of(old)[0])
    named = with_member_ids(target.path, target.data)
    languages = view.plan.info.languages
    data = with_origins(kind_of_file(target.path), before.data if before else None, named, languages)
    return revise(now.get(old), data)


def _refuse_unreadable(view: PlanView, files: Sequence[_File]) -> None:
    """Refuse what could not be read again. Raises BadValue with every problem."""
    shared = next((file.then for file in files if file.path == paths.INFO and file.then is not None), None)
    changed = load_file(paths.INFO, shared).value if shared is not None else None
    info = changed if isinstance(changed, PlanInfo) else view.plan.info
    problems = [
        str(problem)
        for file in files
        if file.then is not None
        for problem in load_file(file.path, file.then, info).problems
        if problem.severity == ERROR
    ]
    problems += lost_statuses(view.plan, info, {file.path for file in files})
    if problems:
        raise BadValue("\n".join(problems))


def _changes(files: Iterable[_File]) -> tuple[ItemChange, ...]:
    before = versions({file.path: file.recorded for file in files})
    after = versions({file.path: file.then for file in files})
    return change_set(before, after)


def _message(view: PlanView, change: Change, by: Attribution, changes: tuple[ItemChange, ...]) -> Message:
    language = view.plan.info.first_language
    trailers: list[tuple[str, str]] = [(MEETING, by.meeting if by.correct else change.meeting or by.meeting)]
    for item in changes:
        trailers += [(ITEM, item.former)] if item.former else []
        if ids.is_id(item.key):
            trailers.append((ITEM, item.key))
        else:
            trailers.append((FILE, paths.meeting_path(item.key) if "/" not in item.key else item.key))
    if by.agreement:
        trailers.append((AGREEMENT, by.agreement))
    trailers += change.trailers
    trailers += [(CORRECTS, meeting) for meeting in corrected(change, changes)]
    if by.proposed_by:
        actor = view.plan.actors.get(by.proposed_by)
        trailers.append((PROPOSED_BY, (pick(actor.name, language) if actor else "") or by.proposed_by))
    described = [item for item in changes if not item.key.startswith(paths.PROPOSALS + "/")] or changes
    subject = change.subject or describe_changes(described, language, view.plan) or "-"
    return of_plan(Message(subject, by.reason, tuple(dict.fromkeys(trailers))), view.git.prefix)


def corrections(view: PlanView, change: Change) -> tuple[str, ...]:
    """Return the closed meetings whose record a change alters."""
    targets = tuple(target for target in change.targets if key_of(target.path)[1] == MEETING_KIND)
    return corrected(change, _changes(_files(view, replace(change, targets=targets)))) if targets else ()


def _diff(files: Iterable[_File]) -> Iterator[str]:
    for file in files:
        old = (file.recorded or b"").decode("utf-8", "replace").splitlines(keepends=True)
        new = (file.then or b"").decode("utf-8", "replace").splitlines(keepends=True)
        names = ("/dev/null" if file.recorded is None else file.path, "/dev/null" if file.then is None else file.path)
        yield from unified_diff(old, new, *names)


def _commit(view: PlanView, files: Iterable[_File], message: Message, change: Change, notes: list[str]) -> str:
    """Write the files, commit them, and return the commit. What a hook altered is added to `notes`."""
    chosen = [file for file in files if file.then != file.recorded]
    journal = Journal(
        head_of(view.git).commit,
        tuple(Piece(file.path, file.now, file.then) for file in chosen),
        message.subject,
        message.reason,
        tuple(message.trailers),
        change.closes,
        change.delete_tag,
    )
    try:
        with saved(view.root, view.git, journal):
            try:
                return record(view.git, [file.path for file in chosen], message)
            except RecordAltered as altered:
                notes.append(str(altered))
                return altered.commit
    except RecordRefused as refusal:
        if refusal.announced:  # On a full disk there is room for git's index once the files are put back.
            forget_new(view.git, refusal.announced)
        raise


def recover_interrupted(view: PlanView) -> Iterator[str]:
    """Recover an interrupted record, if its files are still as they were left. Yield notes for the person.

    If git refuses it, its files stay as external edits.
    """
    put_index_back(view.git)
    found = to_be_recorded(view.root, view.git)
    if found is None:
        return
    journal, made = found
    if made is None and journal.joins is not None:
        try:
            move_branch(view.git, journal.head or "", journal.joins, [piece.path for piece in journal.pieces])
            made = journal.joins
            yield _("An interrupted synchronising has been completed.")
        except RecordRefused:
            made = None
    elif made is None:
        message = Message(journal.subject, journal.reason, journal.trailers)
        try:
            made = record(view.git, [piece.path for piece in journal.pieces], message)
            yield _("An interrupted record has been completed: {subject}").format(subject=journal.subject)
        except RecordAltered as altered:
            made = altered.commit
            yield str(altered)
        except (RecordRefused, AlreadySo):
            made = None
    if made is not None:
        refresh_index(view.git, [piece.path for piece in journal.pieces])
        there = {edition.meeting for edition in editions(view.git)}
        closes = journal.closes if journal.closes not in there else None
        delete_tag = journal.unmakes if journal.unmakes and journal.unmakes[0] in there else None
        missing = _update_edition(view, Change((), closes=closes, delete_tag=delete_tag), made)
        if missing:
            yield missing
            return
        if closes:
            yield _("The edition of {meeting} has been made now.").format(meeting=closes)
    forget_interrupted(view.git)


def with_member_ids(path: str, data: Mapping[str, Value]) -> dict[str, Value]:
    """Give an id to each member of a list that has none: action, entry, agreement, part, statement and request."""
    return _with_named(SCHEMA.type_of(kind_of_file(path)), data, taken_ids(data))


def taken_ids(data: Mapping[str, Value]) -> set[str]:
    """Collect every member id of a file, at any depth: they are unique within their item."""
    found: set[str] = set()
    waiting: list[Any] = [value for key, value in data.items() if key != "id"]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Mapping):
            own = value.get("id")
            if isinstance(own, str):
                found.add(own)
            waiting.extend(value.values())
        elif isinstance(value, list | tuple):
            waiting.extend(value)
    return found


def _with_named(type_: FieldType, data: Mapping[str, Value], taken: set[str]) -> dict[str, Value]:
    fields = SCHEMA.kinds[type_.kind].fields if type_.kind in SCHEMA.kinds else {}
    return {
        key: _named(fields[key].type, value, taken)
        if key in fields and isinstance(fields[key].type, Members) and isinstance(value, list | tuple)
        else value
        for key, value in data.items()
    }


def _named(type_: FieldType, members: Sequence[Value], taken: set[str]) -> list[Value]:
    below = type_.step("#0", ALONE)
    return [_with_id(below, member, taken) if below and isinstance(member, Mapping) else member for member in members]


def _with_id(type_: FieldType, member: Mapping[str, Value], taken: set[str]) -> dict[str, Value]:
    named = dict(member)
    if not named.get("id"):
        named.pop("id", None)
        new = member_id(taken)
        taken.add(new)
        named = {"id": new, **named}
    return _with_named(type_, named, taken)
