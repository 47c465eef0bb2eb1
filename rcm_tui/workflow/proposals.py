"""Read the proposals of delegations: all of them, what the plan says now, and which records decided them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rcm_tui.history.log import records
from rcm_tui.history.message import PROPOSAL
from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import MISSING, Value, get, parse_path
from rcm_tui.model.proposals import Proposal, ProposalKind, Submission
from rcm_tui.model.texts import pick, single_spaced
from rcm_tui.reports.proposals import Decided
from rcm_tui.store import paths

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.view import PlanView


def words_of(value: Value) -> str:
    """Return a value of a field as a workbook shows it; the empty string for MISSING."""
    if value is MISSING or value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def find(plan: Plan, words: str) -> tuple[Submission, Proposal]:
    """Return the proposal that `SUBMISSION/ID`, or an ID that is unique, names. Raises BadValue."""
    owner, _slash, name = words.strip().rpartition("/")
    found = [
        (submission, proposal)
        for submission in plan.submissions.values()
        for proposal in submission.changes
        if proposal.id == name and owner in ("", submission.id)
    ]
    if len(found) != 1:
        raise BadValue(_("“{words}” names no proposal, or several; see: rcm proposal list").format(words=words))
    return found[0]


def proposals(plan: Plan, meeting: str | None = None) -> Iterator[tuple[Submission, Proposal]]:
    """Yield all proposals, by item and field, so that what concerns one field comes together."""
    found = [
        (submission, proposal)
        for submission in plan.submissions.values()
        if meeting in (None, submission.meeting)
        for proposal in submission.changes
    ]
    items = {proposal.item or "": plan.resolve(proposal.item or "") or "" for _submission, proposal in found}
    places = plan.places_of(items.values())

    def key(pair: tuple[Submission, Proposal]) -> tuple[bool, int, str, str]:
        submission, proposal = pair
        item_id = items[proposal.item or ""]
        return item_id not in places, places.get(item_id, 0), proposal.path or "", submission.id

    return iter(sorted(found, key=key))


def value_now(view: PlanView, proposal: Proposal) -> str | None:
    """Return what the plan says now where a proposal changes something; None where there is nothing any more."""
    item = view.plan.resolve(proposal.item or "")
    if item is None or item not in view.plan.items:
        return None
    if proposal.kind is ProposalKind.NEW or not proposal.path:
        return ""
    path = parse_path(proposal.path)
    found = get(view.data(item), path)
    if proposal.kind is ProposalKind.DELETE and isinstance(found, Mapping):
        text = found.get("text")
        return pick(text, view.plan.info.first_language) if isinstance(text, Mapping) else ""
    return None if found is MISSING and proposal.before else words_of(found)


def is_overtaken(view: PlanView, proposal: Proposal) -> bool:
    """Return whether what a proposal changes is neither as it was nor as it is proposed."""
    if not proposal.is_open or proposal.kind not in (ProposalKind.TEXT, ProposalKind.FIELD, ProposalKind.STATUS):
        return False
    now = value_now(view, proposal)
    return now is None or single_spaced(now) not in (
        single_spaced(proposal.before or ""),
        single_spaced(proposal.after or ""),
    )


def decided(view: PlanView, meeting: str | None = None) -> tuple[Decided, ...]:
    """Return all proposals as they are shown, by item and field, with the records that decided them."""
    commits: dict[str, str] = {}
    found = tuple(proposals(view.plan, meeting))
    if any(not proposal.is_open for _submission, proposal in found):
        for record in records(view.git, (paths.PROPOSALS,), naming=PROPOSAL):
            for name in record.values(PROPOSAL):
                commits.setdefault(name, record.commit)
    return tuple(
        Decided(
            submission,
            proposal,
            value_now(view, proposal),
            is_overtaken(view, proposal),
            "" if proposal.is_open else commits.get(f"{submission.id}/{proposal.id}", ""),
        )
        for submission, proposal in found
    )
