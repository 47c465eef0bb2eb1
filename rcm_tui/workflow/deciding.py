"""Decide proposals of delegations: take in what they sent, and accept, refuse or postpone each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from rcm_tui.history.message import PROPOSAL
from rcm_tui.i18n import _, translator
from rcm_tui.model import ids
from rcm_tui.model.actors_in_text import find_actors
from rcm_tui.model.dates.phrases import find_dates
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.model.fieldpath import MISSING, Value, get, parse_path, put
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.proposals import Proposal, ProposalKind, ProposalStatus, Submission
from rcm_tui.model.texts import pick
from rcm_tui.store import paths
from rcm_tui.store.yaml import YamlProblem, parse
from rcm_tui.workflow import edit, items
from rcm_tui.workflow.change import Change, Target, together
from rcm_tui.workflow.proposals import find, is_overtaken, value_now, words_of
from rcm_tui.workflow.returned import Returned, read_returned
from rcm_tui.workflow.values import actor_code, checked

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.returned_docx import Found
    from rcm_tui.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Received:
    """A file that a delegation sent, as it arrived."""

    name: str
    content: bytes
    by: str | None = None
    """The sender, in words; None where the changes name their authors."""
    base: str | None = None
    """The state that it was made from, where it does not say so."""


class Overtaken(RcmError):
    """What a proposal changes is not what it was any more: a person decides, seeing all three values."""

    def __init__(self, name: str, before: str, now: str, after: str) -> None:
        self.name, self.before, self.now, self.after = name, before, now, after
        super().__init__(
            _(
                "{name} is overtaken, and nothing was recorded.\nbefore:   {before}\nnow:      {now}\n"
                "proposed: {after}\nAccept it in other words with --as TEXT, or as it is with --anyway."
            ).format(name=name, before=before, now=now or "–", after=after or "–")
        )


# --- taking in


def take_in(workspace: Workspace, received: Received) -> Change:
    """Make a file of the proposals that are in a publication which came back edited.

    Raises BadValue where nothing was changed in it, it was taken in before, or nobody says who sent it; and what
    `read_returned` raises.
    """
    digest = sha256(received.content).hexdigest()
    for submission in workspace.plan.submissions.values():
        if submission.sha256 == digest:
            raise BadValue(_("This file was taken in already, as {id}.").format(id=submission.id))
    returned = read_returned(workspace, received.content, received.base)
    if not returned.found:
        raise BadValue(_("Nothing was changed in this file since it was published."))
    by = actor_code(workspace.plan, received.by) if received.by else _sender(workspace.plan, returned)
    meeting = workspace.meeting
    new = _new_id(workspace.plan, meeting or workspace.on.isoformat(), by)
    data: dict[str, Value] = {
        "id": new,
        "by": by,
        "meeting": meeting,
        "received": workspace.on.isoformat(),
        "file": received.name,
        "sha256": digest,
        "language": returned.language,
        "base": returned.base.state.commit,
        "changes": _changes(workspace, returned, by),
    }
    path = paths.submission_path(new)
    kept = {name: value for name, value in data.items() if value is not None}
    arranged = workspace.plan.schema.arrange("submission", kept)
    checked(workspace, path, arranged)
    language = workspace.plan.info.first_language
    say = translator(language)
    count = len(data["changes"])
    subject = say.ngettext("{count} proposal of {actor}", "{count} proposals of {actor}", count)
    actor = workspace.plan.actors.get(by)
    name = pick(actor.name, language) if actor is not None else ""
    return Change(
        (Target(path, arranged),),
        new_id=new,
        subject=subject.format(count=count, actor=name or by),
        reason=say.gettext("Received as {file}.").format(file=received.name),
        notes=returned.notes,
        proposed_by=by,
    )


def _sender(plan: Plan, returned: Returned) -> str:
    """Return the one actor whom the authors of the changes are of. Raises BadValue where that is not clear."""
    authors = dict.fromkeys(revision.author for revision in returned.found if revision.author)
    found = dict.fromkeys(code for author in authors for code in find_actors(author, plan.actors))
    if len(found) == 1:
        return next(iter(found))
    raise BadValue(_("Say who sent the file: --by ACTOR. Its changes are by: {names}").format(names=", ".join(authors)))


def _new_id(plan: Plan, occasion: str, by: str) -> str:
    stem = f"{occasion}-{re.sub('[^a-z0-9]+', '-', by.casefold()).strip('-')}"
    number = 1
    while f"{stem}-{number}" in plan.submissions:
        number += 1
    return f"{stem}-{number}"


def _changes(workspace: Workspace, returned: Returned, by: str) -> list[dict[str, Value]]:
    """Return the data of the proposals; `before` is what the files of the edition say, not what was printed of it."""
    files: dict[str, Mapping[str, Value]] = {}
    taken: set[str] = set()
    made = []
    for found in returned.found:
        codes = find_actors(found.author, workspace.plan.actors) if found.author else ()
        new = ids.member_id(taken)
        taken.add(new)
        data: dict[str, Value] = {
            "id": new,
            "item": found.item,
            "path": found.path,
            "kind": found.kind.value,
            "before": _before(workspace, returned, found, files),
            "after": found.after,
            "by": codes[0] if len(codes) == 1 and codes[0] != by else "",
            "author": found.author,
            "marking": found.marking,
        }
        made.append({name: value for name, value in data.items() if value})
    return made


def _before(workspace: Workspace, returned: Returned, found: Found, files: dict[str, Mapping[str, Value]]) -> str:
    plan, commit = returned.base.plan, returned.base.state.commit
    if found.kind in (ProposalKind.TEXT, ProposalKind.FIELD, ProposalKind.STATUS) and found.item in plan.items:
        path = paths.item_path(found.item, archived=plan.is_archived(found.item))
        if path not in files:
            files[path] = _data_at(workspace, commit, path)
        return words_of(get(files[path], parse_path(found.path)))
    return found.printed


def _data_at(workspace: Workspace, commit: str | None, path: str) -> Mapping[str, Value]:
    content = workspace.git.contents(commit, [path]).get(path, b"") if commit else b""
    try:
        return parse(content)
    except YamlProblem:
        return {}


# --- deciding


def accept(workspace: Workspace, words: str, instead: str | None = None, *, anyway: bool = False) -> Change:
    """Carry out a proposal, or the words given `instead`, and note that it was accepted, in one record.

    Raises Overtaken where the plan has changed there since, unless `anyway` or other words are given, and BadValue for
    one that was decided already or cannot be carried out.
    """
    submission, proposal = find(workspace.plan, words)
    _check_open(submission, proposal)
    after = instead if instead is not None else proposal.after or ""
    if instead is None and not anyway and is_overtaken(workspace, proposal):
        name = f"{submission.id}/{proposal.id}"
        raise Overtaken(name, proposal.before or "", value_now(workspace, proposal) or "", after)
    decided = _decided(workspace, submission, proposal, ProposalStatus.ACCEPTED, instead or "")
    change = _carried_out(workspace, submission, proposal, after)
    made = together(change, decided) if change is not None else decided
    return _of(made, submission, proposal)


def decide(workspace: Workspace, words: str, status: ProposalStatus, reason: str = "") -> Change:
    """Refuse a proposal, which needs a reason, keep it for later, or note that it was withdrawn. Raises BadValue."""
    submission, proposal = find(workspace.plan, words)
    if not (proposal.is_open and status is not proposal.status):
        _check_open(submission, proposal)
    if status is ProposalStatus.REFUSED and not reason.strip():
        raise BadValue(_("Say why it is refused: -m REASON"))
    made = _of(_decided(workspace, submission, proposal, status, reason.strip()), submission, proposal)
    say = translator(workspace.plan.info.first_language)
    label = {
        ProposalStatus.REFUSED: say.gettext("Proposal {name} refused"),
        ProposalStatus.LATER: say.gettext("Proposal {name} kept for later"),
        ProposalStatus.WITHDRAWN: say.gettext("Proposal {name} withdrawn"),
        ProposalStatus.OPEN: say.gettext("Proposal {name} opened again"),
        ProposalStatus.ACCEPTED: say.gettext("Proposal {name} accepted"),
    }[status]
    return replace(made, subject=label.format(name=f"{submission.id}/{proposal.id}"), reason=reason.strip())


def _check_open(submission: Submission, proposal: Proposal) -> None:
    if not proposal.is_open:
        raise BadValue(
            _("{name} is decided already ({status}); to open it again, undo that record.").format(
                name=f"{submission.id}/{proposal.id}", status=proposal.status.value
            )
        )


def _of(change: Change, submission: Submission, proposal: Proposal) -> Change:
    """Return the change as one that decides a proposal."""
    trailer = (PROPOSAL, f"{submission.id}/{proposal.id}")
    return replace(change, trailers=(*change.trailers, trailer), proposed_by=submission.by_of(proposal))


def _decided(
    workspace: Workspace, submission: Submission, proposal: Proposal, status: ProposalStatus, reason: str
) -> Change:
    path = paths.submission_path(submission.id)
    data = put(workspace.data(path), ("changes", proposal.id, "status"), status.value)
    if reason:
        data = put(data, ("changes", proposal.id, "reason"), reason)
    return edit.file_change(workspace, path, data)


def _carried_out(workspace: Workspace, submission: Submission, proposal: Proposal, after: str) -> Change | None:
    """Return the change of the plan that a proposal asks for; None for one that changes nothing by itself."""
    if proposal.kind in (ProposalKind.COMMENT, ProposalKind.ELSEWHERE):
        return None
    item = workspace.resolve(proposal.item or "")
    if workspace.plan.is_archived(item):
        raise BadValue(_("{id} is in the archive; restore it first: rcm restore {id}").format(id=item))
    if proposal.kind is ProposalKind.NEW:
        return _added(workspace, item, proposal, submission.language, after)
    if proposal.kind is ProposalKind.DELETE:
        return _taken_out(workspace, item, proposal)
    if not after:
        raise BadValue(_("Say which value it gets: --as VALUE"))
    path = parse_path(proposal.path or "")
    if get(workspace.data(item), path[:2] if len(path) > 2 else ()) is MISSING:
        raise BadValue(_("{item} has no {field} any more.").format(item=item, field=".".join(path[:2])))
    change = edit.set_fields(workspace, item, [edit.Assignment(path, edit.SET, after)])
    same = get(workspace.data(item), path)
    return None if words_of(same) == after else change


def _added(workspace: Workspace, item: str, proposal: Proposal, language: str, words: str) -> Change:
    text = {language: words}
    if proposal.path == "calendar":
        dates = find_dates(words, default_year=workspace.on.year)
        when = {"date": str(dates[0].date)} if len(dates) == 1 else {}
        return items.add_entry(workspace, item, text, meeting=workspace.meeting, **when)
    if proposal.path == "actions":
        return items.add_action(workspace, item, text)
    return items.add_activity(workspace, item, text)


def _taken_out(workspace: Workspace, item: str, proposal: Proposal) -> Change | None:
    if proposal.path:
        data = workspace.data(item)
        path = parse_path(proposal.path)
        if get(data, path) is MISSING:
            return None
        return edit.file_change(workspace, item, put(data, path, MISSING))
    dropped = workspace.plan.statuses.dropped
    if ids.kind_of(item) in ids.ACTIVITIES and dropped:
        return edit.set_status(workspace, item, dropped)
    raise BadValue(
        _("{id} is not taken out by itself: archive it (rcm archive {id}), then refuse this with that reason.").format(
            id=item
        )
    )
