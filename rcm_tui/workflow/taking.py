"""Take over what was fetched: make the commit that joins it with ours, and bring files and branch to it.

Edits made outside rcm that are not recorded are carried along. Whatever interrupts this, the files and the branch are
then as before or as after; what is left to do is done by the next command that records.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from rcm_tui.changes.items import key_of
from rcm_tui.changes.merge import merge
from rcm_tui.changes.questions import OURS, Answer, Kind, Question
from rcm_tui.history.branch import move_branch
from rcm_tui.history.joining import make_commit
from rcm_tui.history.journal import Journal, Piece, forget, saved
from rcm_tui.history.message import Message, parse_message
from rcm_tui.history.record import RecordRefused
from rcm_tui.history.state import MERGE, NoIdentity, identity, operation, require_recordable
from rcm_tui.history.trees import REGULAR, SUBMODULE, Both, Entry, is_plan_file
from rcm_tui.history.worktree import unrecorded
from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.errors import RcmError
from rcm_tui.model.fieldpath import Path, Value
from rcm_tui.model.frozen import dataclass
from rcm_tui.reports.names import meeting_name
from rcm_tui.reports.questions import heading
from rcm_tui.reports.record_words import subject_words
from rcm_tui.store.merging import merged_bytes
from rcm_tui.store.yaml import YamlProblem, parse
from rcm_tui.workflow import sync_state
from rcm_tui.workflow.change import ExternalEdits
from rcm_tui.workflow.external_edits import keep_copies
from rcm_tui.workflow.incoming import message
from rcm_tui.workflow.plan_files import unrecorded_paths
from rcm_tui.workflow.recording import recover_interrupted
from rcm_tui.workflow.standing import Look
from rcm_tui.workflow.sync_editions import take_over

if TYPE_CHECKING:
    from rcm_tui.history.git import Git
    from rcm_tui.history.log import Record
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.workspace import Workspace

EDITS = "#edits"
"""The first part of the path of a question about an edit that is not recorded."""


class QuestionsOpen(RcmError):
    """A person has to settle something first."""

    def __init__(self, questions: tuple[Question, ...], plan: Plan) -> None:
        self.questions = questions
        super().__init__(
            _(
                "To be settled first: {fields}. Choose at a terminal with: rcm sync --continue; or take one side for "
                "all of them with --ours or --theirs."
            ).format(fields="; ".join(heading(question, plan) for question in questions))
        )


class LookAgain(RcmError):
    """Something was recorded here since; the two sides must be compared again."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken over: the commit the branch is at, and what there is to say."""

    commit: str
    notes: tuple[str, ...]


def take(workspace: Workspace, found: Look) -> Taken:
    """Bring this clone to what `found` says. Raises QuestionsOpen, LookAgain, ExternalEdits, RecordRefused."""
    git = workspace.git
    with workspace.lock():
        notes = list(recover_interrupted(workspace))
        if require_recordable(git).commit != found.ours:
            raise LookAgain(_("Something was recorded here meanwhile; synchronise again."))
        commit, touched = found.ours, list[str]()
        if found.joined is not None:
            if found.questions:
                raise QuestionsOpen(found.questions, workspace.plan)
            commit, made = _commit(workspace, found)
            touched = _bring(workspace, found, commit, made)
        elif found.incoming:
            commit, newest = found.incoming[0].commit, found.incoming[0]
            assert commit == found.theirs
            touched = _bring(workspace, found, commit, newest)
        sync_state.forget(git)
        take_over(git, found.unshared)
        workspace.moved_to(commit, touched)
    if found.joined is not None:
        notes += [_renamed(old, new) for old, new in found.joined.settled]
        notes += [
            _("{item} was archived by both; what the other side says of it stands.").format(item=item)
            for item in found.joined.archived_twice
        ]
        notes += [
            _("{path}: a comment could not be kept: {comment}").format(path=path, comment=comment)
            for path, comment in found.joined.lost
        ]
    for record in found.late:
        sentence = _("“{subject}” belongs to {meeting}, which the other side has closed; its edition is without it.")
        subject = subject_words(workspace.plan, record.subject)
        notes.append(sentence.format(subject=subject, meeting=meeting_name(workspace.plan, record.meeting)))
    return Taken(commit, tuple(notes))


def _renamed(old: str, new: str) -> str:
    """Say that something of ours has another id now: an item a new one; an agreement or a meeting that of theirs."""
    message = (
        _("{old} was given twice; ours is now {new}.") if ids.is_id(new) else _("{old} and {new} are one now: {new}.")
    )
    return message.format(old=old, new=new)


def give_up_merge(workspace: Workspace) -> None:
    """Undo a merge that git left half done, as after `git pull`; it is then joined anew from what was fetched.

    Files that it left with markers or edited meanwhile are copied first, as those of discarded edits are. Raises
    RecordRefused where git cannot do it.
    """
    git = workspace.git
    if operation(git) != MERGE:
        return
    with workspace.lock():
        keep_copies(workspace, unrecorded_paths(workspace))
        done = git.write("merge", "--abort")
        if done.status:
            raise RecordRefused(done.stderr or done.stdout)
        workspace.reload()


def _commit(workspace: Workspace, found: Look) -> tuple[str, Message]:
    """Make the commit that joins the two sides, as the person's hooks want it; return its message, too."""
    git = workspace.git
    if identity(git) is None:
        raise NoIdentity
    assert found.joined is not None
    made = _hooked(git, message(workspace, found))
    return make_commit(git, found.joined, made), made


def _hooked(git: Git, message: Message) -> Message:
    """Run the hooks that `git merge` runs before it commits, and return the message as they leave it."""
    with tempfile.NamedTemporaryFile("w+", prefix="rcm-message-", encoding="utf-8") as file:
        file.write(message.text())
        file.flush()
        for hook in (["pre-merge-commit"], ["commit-msg", "--", file.name]):
            done = git.write("hook", "run", "--ignore-missing", *hook)
            if done.status and "is not a git command" not in done.stderr:
                raise RecordRefused(done.stderr or done.stdout)
        file.seek(0)
        return parse_message(file.read())


def _bring(workspace: Workspace, found: Look, new: str, about: Record | Message) -> list[str]:
    """Bring files and branch from ours to a commit, with edits that are not recorded; return the paths."""
    git = workspace.git
    pieces = _pieces(workspace, found)
    journal = Journal(found.ours, pieces, about.subject, about.reason, tuple(about.trailers), joins=new)
    touched = [piece.path for piece in pieces]
    with saved(workspace.root, git, journal):
        move_branch(git, found.ours, new, touched)
    forget(git)
    return touched


def _pieces(workspace: Workspace, found: Look) -> tuple[Piece, ...]:
    git = workspace.git
    changed = _changed(found)
    wanted = [entry.blob for both in changed.values() for entry in both if entry is not None and entry.mode in REGULAR]
    contents = git.blobs(wanted, found.contents or {})
    recorded = {path: both[0] for path, both in changed.items() if both[0] is not None and both[0].mode != SUBMODULE}
    edited = {
        change.path for change in unrecorded(git, list(changed), known=partial(_blob_now, workspace), recorded=recorded)
    }
    was = {path: _content(contents, both[0]) for path, both in changed.items()}
    then = {path: _content(contents, both[1]) for path, both in changed.items()}
    now = {path: _on_disk(workspace, path) if path in edited else was[path] for path in changed}
    questions: list[Question] = []
    for path in sorted(edited):
        if now[path] == then[path]:
            continue
        place = path if then[path] is not None else _moved(path, changed)
        if place is None or was[path] is None or now[path] is None:
            raise ExternalEdits([path])
        then[place] = _carried(git, key_of(place)[0], (was[path], now[path], then[place]), questions)
    if questions:
        raise QuestionsOpen(tuple(questions), workspace.plan)
    return tuple(Piece(path, now[path], then[path]) for path in changed)


def _blob_now(workspace: Workspace, path: str, _facts: os.stat_result) -> str | None:
    """Return git's id of a file as it is on disk: so few are read sooner than the index is listed with their states."""
    try:
        return workspace.git.blob_id(workspace.read_bytes(path))
    except RcmError:
        return None


def _changed(found: Look) -> dict[str, Both]:
    """Return the files of the plan that change: path -> (here, then)."""
    if found.joining is not None and found.joined is not None:
        changed: Mapping[str, Both] = found.joining.brought(found.joined)
    else:
        changed = found.came.files if found.came is not None else {}
    return {path: both for path, both in changed.items() if is_plan_file(path)}


def _moved(path: str, changed: Mapping[str, Both]) -> str | None:
    """Return where a file went that is not at its path any more: to the archive, or back."""
    key = key_of(path)[0]
    return next((other for other, both in changed.items() if both[1] is not None and key_of(other)[0] == key), None)


def _carried(
    git: Git, key: str, sides: tuple[bytes | None, bytes | None, bytes | None], questions: list[Question]
) -> bytes | None:
    """Apply the edits that are not recorded to the new file. What both changed is added to the questions."""
    try:
        was, now, then = (parse(side or b"") for side in sides)
    except YamlProblem as problem:
        raise ExternalEdits([key]) from problem
    asked = [
        Question(key, (EDITS, *clash.path), Kind.EDIT, clash.base, clash.ours, clash.theirs)
        for clash in merge(was, now, then).clashes
    ]
    known = sync_state.matching(sync_state.load(git), asked)
    questions += [question for question in asked if question.name not in known]
    values: dict[Path, Value] = {
        question.path[1:]: _value(question, known[question.name]) for question in asked if question.name in known
    }
    return merged_bytes(*sides, merge(was, now, then, values).data)[0]


def _value(question: Question, answer: Answer) -> Value:
    if answer.take == OURS:
        return question.ours
    return question.theirs if answer.take == "theirs" else answer.value


def _content(contents: Mapping[str, bytes], entry: Entry | None) -> bytes | None:
    return contents[entry.blob] if entry is not None and entry.mode in REGULAR else None


def _on_disk(workspace: Workspace, path: str) -> bytes | None:
    return workspace.read_bytes(path) if os.path.lexists(workspace.root / path) else None
