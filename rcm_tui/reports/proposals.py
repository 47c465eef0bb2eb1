"""Proposals with their authors and outcomes: as words, as a table to publish, and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from rcm_tui.changes.words import DiffOp, runs
from rcm_tui.i18n import _, current, ngettext, translator
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.ids import ACTIVITY
from rcm_tui.model.plan import Plan
from rcm_tui.model.proposals import (
    PARTLY,
    PROPOSAL_STATUSES,
    UNMARKED,
    Proposal,
    ProposalKind,
    ProposalStatus,
    Submission,
)
from rcm_tui.model.schema import in_use
from rcm_tui.reports.document import (
    LABEL,
    NOTE,
    TITLE,
    Document,
    Mark,
    Paragraph,
    Revision,
    Row,
    Run,
    Style,
    Table,
    line,
)
from rcm_tui.reports.names import actor_name, actor_short, date_words, localized, meeting_name
from rcm_tui.reports.visible import visible


@dataclass(frozen=True, slots=True)
class Decided:
    """A proposal as it is shown. `now` is what the plan says there now; `record` the commit that decided it."""

    submission: Submission
    proposal: Proposal
    now: str | None = None
    is_overtaken: bool = False
    record: str = ""

    @property
    def name(self) -> str:
        """What commands call it: `SUBMISSION/ID`."""
        return f"{self.submission.id}/{self.proposal.id}"

    @property
    def by(self) -> str:
        """The code of the actor who asks for it."""
        return self.submission.by_of(self.proposal)

    @property
    def pieces(self) -> tuple[tuple[DiffOp, str], ...]:
        """The words that the plan had, and those that are proposed, compared."""
        proposal = self.proposal
        if proposal.kind in (ProposalKind.COMMENT, ProposalKind.NEW):
            return ((DiffOp.ADDED, proposal.after or ""),)
        if proposal.kind is ProposalKind.STATUS and not proposal.after:
            return ((DiffOp.KEPT, value_words(proposal, proposal.before)),)
        before, after = (value_words(proposal, value) for value in (proposal.before, proposal.after))
        return tuple((span.op, span.text) for span in runs(before, after) if span.text)


def value_words(proposal: Proposal, value: str | None) -> str:
    """Return what is there, was or is to be, as people read it: a status by its name."""
    if proposal.kind is not ProposalKind.STATUS or not value:
        return value or ""
    statuses = dict(in_use().kinds[ACTIVITY].fields["status"].type.options())
    return translator(current()).gettext(statuses.get(value, value))


def place_words(proposal: Proposal) -> str:
    """Return where a proposal belongs: `HR-4.2 kvt`, or what it is about where that is not an item."""
    path = (proposal.path or "").split(".")
    member = path[1] if len(path) > 1 and path[0] in ("calendar", "actions") else ""
    field = path[-1] if proposal.kind is ProposalKind.FIELD else ""
    return " ".join(filter(None, (proposal.item, member, field))) or _("elsewhere in the document")


def kind_words(proposal: Proposal) -> str:
    """Return what a proposal asks for."""
    where = (proposal.path or "").partition(".")[0]
    match proposal.kind:
        case ProposalKind.NEW:
            return {"calendar": _("new calendar entry"), "actions": _("new action")}.get(where, _("new activity"))
        case ProposalKind.DELETE:
            return _("removed")
        case ProposalKind.STATUS:
            return (
                _("status: {status}").format(status=value_words(proposal, proposal.after))
                if proposal.after
                else _("other emphasis: which status?")
            )
        case ProposalKind.COMMENT:
            return _("comment")
        case ProposalKind.FIELD:
            return _("another value")
        case ProposalKind.ELSEWHERE:
            return _("outside the fields of the plan")
    return _("another text")


def marking_words(proposal: Proposal) -> str:
    """Return that a change was not marked; the empty string for one that was."""
    return {UNMARKED: _("not marked by the delegation"), PARTLY: _("marked in part")}.get(proposal.marking or "", "")


def status_words(decided: Decided) -> str:
    """Return what became of a proposal, with the reason."""
    proposal = decided.proposal
    labels = dict(PROPOSAL_STATUSES.options())
    words = _("overtaken") if decided.is_overtaken else translator(current()).gettext(labels[proposal.status.value])
    if proposal.status is ProposalStatus.ACCEPTED and proposal.reason:
        words = _("accepted in other words")
        return f"{words}: {visible(proposal.reason)}"
    return f"{words}: {visible(proposal.reason)}" if proposal.reason else words


def proposal_json(decided: Decided) -> Mapping[str, Any]:
    """Return a proposal for programs; keys are only ever added."""
    proposal = decided.proposal
    return {
        "id": decided.name,
        "by": decided.by,
        "author": proposal.author,
        "item": proposal.item,
        "path": proposal.path,
        "kind": proposal.kind.value,
        "before": proposal.before,
        "now": decided.now,
        "after": proposal.after,
        "marking": proposal.marking or "tracked",
        "status": proposal.status.value,
        "overtaken": decided.is_overtaken,
        "reason": proposal.reason,
        "record": decided.record or None,
        "meeting": decided.submission.meeting,
        "received": decided.submission.received,
        "file": decided.submission.file,
    }


WIDTHS = (14, 14, 52, 20)


def proposals_document(plan: Plan, found: Sequence[Decided], when: datetime, title: str) -> Document:
    """Return the table of who asked for what and what became of it. Words that differ are marked by who wants them."""
    header = Row(
        tuple((line(words, LABEL, LABEL, Style.FAINT),) for words in (_("ITEM"), _("BY"), _("PROPOSED"), _("OUTCOME")))
    )
    rows = tuple(_row(plan, decided) for decided in found)
    counts = ngettext("{count} proposal", "{count} proposals", len(found)).format(count=len(found))
    open_ones = sum(decided.proposal.is_open for decided in found)
    text = (
        counts
        + "; "
        + ngettext("{count} is not decided.", "{count} are not decided.", open_ones).format(count=open_ones)
    )
    return Document(
        title=title,
        language=current(),
        when=when,
        head=(line(title, TITLE, "title", Style.BOLD), line(text, NOTE, "counts")),
        blocks=(Table((header,), rows, WIDTHS, "proposals", title),) if rows else (),
        footer=date_words(when),
        marked=True,
    )


def _row(plan: Plan, decided: Decided) -> Row:
    proposal = decided.proposal
    who, meeting = actor_short(plan, decided.by), decided.submission.meeting
    about = ", ".join(filter(None, (kind_words(proposal), marking_words(proposal))))
    return Row(
        (
            (line(place_words(proposal), style=Style.BOLD), line(_text_of(plan, proposal), style=Style.FAINT)),
            tuple(_lines(who, proposal.author or "", meeting_name(plan, meeting) if meeting else "")),
            (_proposed(plan, decided), line(about, style=Style.FAINT)),
            tuple(_lines(status_words(decided), decided.record[:7])),
        ),
        key=decided.name,
        actors=(decided.by,),
    )


def _lines(first: str, *others: str) -> Iterator[Paragraph]:
    yield line(first)
    yield from (line(words, style=Style.FAINT) for words in others if words)


def _text_of(plan: Plan, proposal: Proposal) -> str:
    node = plan.items.get(plan.resolve(proposal.item or "") or "")
    return localized(node.text)[:120] if node is not None else ""


def _proposed(plan: Plan, decided: Decided) -> Paragraph:
    marks = {DiffOp.KEPT: Mark.KEPT, DiffOp.ADDED: Mark.INSERTED, DiffOp.REMOVED: Mark.DELETED}
    by = Revision(actor_name(plan, decided.by))
    return Paragraph(
        tuple(
            Run(text, mark=marks[op], revision=None if op is DiffOp.KEPT else by) for op, text in decided.pieces if text
        )
    )
