"""The sheets of countries: one, or all of them in one document or a file for each, and the e-mails that carry them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rcm_tui.history.git import NoRepository
from rcm_tui.history.log import records
from rcm_tui.history.message import PROPOSED_BY
from rcm_tui.model.plan import Plan
from rcm_tui.model.scalars import Email
from rcm_tui.model.states import ActorKind
from rcm_tui.reports.country import Proposal, countries_document, country_document
from rcm_tui.reports.names import date_words, localized
from rcm_tui.reports.requests import requests_of
from rcm_tui.reports.status.country import country_figures
from rcm_tui.reports.writers import Progress, write
from rcm_tui.reports.writers.mail import Mail, draft_mail

if TYPE_CHECKING:
    from rcm_tui.reports.document import Document
    from rcm_tui.workflow.edition_context import PublishedState
    from rcm_tui.workflow.view import PlanView

ALL = "all"
"""What is named in place of a country for the sheets of all."""


def codes_of(published_state: PublishedState) -> tuple[str, ...]:
    """Return the countries that have a sheet: every member, and each observer that is asked for input."""
    plan = published_state.plan
    asked = {state.actor for request in requests_of(plan, published_state.day.date) for state in request.standings}
    kinds = {code: plan.info.actor_kind(actor.kind) for code, actor in plan.actors.items()}
    return tuple(
        code
        for code, kind in kinds.items()
        if kind == ActorKind.MEMBER or (kind == ActorKind.OBSERVER and code in asked)
    )


def sheet(workspace: PlanView, state: PublishedState, code: str, *, internal: bool) -> Document:
    """Return the sheet of one actor."""
    proposals = proposals_of(workspace, state).get(code, ())
    return country_document(state.plan, state.context, code, state.day.date, internal=internal, proposals=proposals)


def sheets_of_all(workspace: PlanView, state: PublishedState, progress: Progress, *, internal: bool) -> Document:
    """Return one document with the sheet of every country, each beginning on a page of its own."""
    codes, proposals = codes_of(state), proposals_of(workspace, state)
    found = []
    for done, code in enumerate(codes):
        progress(done, len(codes))
        own = proposals.get(code, ())
        found.append(
            country_document(state.plan, state.context, code, state.day.date, internal=internal, proposals=own)
        )
    return countries_document(dict(zip(codes, found, strict=True)), state.plan, state.context, state.day.date)


def proposals_of(workspace: PlanView, state: PublishedState) -> Mapping[str, tuple[Proposal, ...]]:
    """Return, by actor, the items that records changed at its proposal, the newest first, each once."""
    found: dict[str, dict[str, Proposal]] = {}
    try:
        git = workspace.git
    except NoRepository:
        return {}
    codes = {name: code for code, actor in state.plan.actors.items() for name in actor.name.values()}
    for record in records(git, rev=state.state.commit or "HEAD", naming=f"{PROPOSED_BY}: "):
        for actor in map(codes.get, record.proposed_by, record.proposed_by):
            for item_id in record.items:
                if state.plan.node(item_id) is not None:
                    made = Proposal(item_id, record.meeting or "", f"{record.when:%Y-%m-%d}")
                    found.setdefault(actor, {}).setdefault(item_id, made)
    return {actor: tuple(items.values()) for actor, items in found.items()}


def mail(document: Document, state: PublishedState, code: str, name: str, paper: str, progress: Progress) -> bytes:
    """Return the draft of an e-mail to an actor with its sheet, a docx of this name."""
    attached = write(document, "docx", paper=paper, progress=progress)
    plan, figures = state.plan, country_figures(state.plan, code, state.day.date)
    due = [
        f"{date_words(deadline.date)}: {plan.printed_name(deadline.key.partition('/')[0])} {localized(deadline.text)}"
        for deadline in figures.deadlines
    ]
    return draft_mail(document, name, attached, Mail(datetime.now(UTC), tuple(_addresses(plan, code)), due))


def _addresses(plan: Plan, code: str) -> Iterator[str]:
    """Yield the addresses of an actor, else those of its members; only what can stand in the head of an e-mail."""
    own = plan.actors[code].email if code in plan.actors else ()
    members = [each for member in plan.members_of(code) if member in plan.actors for each in plan.actors[member].email]
    yield from (address for address in own or members if Email.is_address(address))
