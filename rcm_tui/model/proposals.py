"""The data of what delegations propose, declared like that of items (`rcm_tui.model.items`)."""
# Annotations are not postponed here: the schema reads them, and evaluating strings would take longer.

from enum import StrEnum
from typing import Annotated

from rcm_tui.i18n import N_
from rcm_tui.model import references
from rcm_tui.model.entries import Id
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.scalars import Choice, Date, Line, Machine, Prose
from rcm_tui.model.structures import Members
from rcm_tui.model.types import Field


class ProposalKind(StrEnum):
    """What a proposal asks for."""

    TEXT = "text"
    FIELD = "field"
    NEW = "new"
    DELETE = "delete"
    STATUS = "status"
    COMMENT = "comment"
    ELSEWHERE = "elsewhere"
    """It was found where no field of the plan is printed, so a person carries it out."""


class ProposalStatus(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    LATER = "later"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


UNMARKED, PARTLY = "unmarked", "partly"
_KINDS = Choice(
    {
        ProposalKind.TEXT: N_("another text"),
        ProposalKind.FIELD: N_("another value"),
        ProposalKind.NEW: N_("something new"),
        ProposalKind.DELETE: N_("removed"),
        ProposalKind.STATUS: N_("another status"),
        ProposalKind.COMMENT: N_("comment"),
        ProposalKind.ELSEWHERE: N_("outside the fields"),
    }
)
PROPOSAL_STATUSES = Choice(
    {
        ProposalStatus.OPEN: N_("open"),
        ProposalStatus.LATER: N_("later"),
        ProposalStatus.ACCEPTED: N_("accepted"),
        ProposalStatus.REFUSED: N_("refused"),
        ProposalStatus.WITHDRAWN: N_("withdrawn"),
    }
)
_MARKING = Choice({UNMARKED: N_("not marked by the delegation"), PARTLY: N_("marked in part")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One thing that a delegation asks for.

    `item` is the id of an item, and `path` a field path in its file: the field that is to change, the list that is to
    have a new member, or empty for the item itself. `before` is the value in the edition that the file was
    made from, `after` what it is to say. `by` is set where it is not the actor who sent the file.
    """

    id: Id = ""
    item: Annotated[str | None, Field(Machine(), N_("item"), settable=False)] = None
    path: Annotated[str | None, Field(Machine(), N_("field"), settable=False)] = None
    kind: Annotated[ProposalKind, Field(_KINDS, N_("kind"), settable=False)]
    before: Annotated[str | None, Field(Prose(), N_("before"), settable=False)] = None
    after: Annotated[str | None, Field(Prose(), N_("proposed"), settable=False)] = None
    by: Annotated[str | None, Field(references.Actor(), N_("proposed by"))] = None
    author: Annotated[str | None, Field(Line(), N_("author"), settable=False)] = None
    marking: Annotated[str | None, Field(_MARKING, N_("marking"), settable=False)] = None
    status: Annotated[ProposalStatus, Field(PROPOSAL_STATUSES, N_("status"), settable=False)] = ProposalStatus.OPEN
    reason: Annotated[str | None, Field(Prose(), N_("reason"))] = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided it."""
        return self.status in (ProposalStatus.OPEN, ProposalStatus.LATER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What one delegation sent: the proposals found in one file. `base` is the commit that the file was made from."""

    id: Id
    by: Annotated[str, Field(references.Actor(), N_("from"))]
    meeting: Annotated[str | None, Field(references.Meeting(), N_("meeting"))] = None
    received: Annotated[str | None, Field(Date(), N_("received"))] = None
    file: Annotated[str | None, Field(Line(), N_("file"), settable=False)] = None
    sha256: Annotated[str | None, Field(Machine(), N_("SHA-256"), settable=False)] = None
    language: Annotated[str, Field(Machine(), N_("language"), settable=False)] = "en"
    base: Annotated[str | None, Field(Machine(), N_("made from"), settable=False)] = None
    changes: Annotated[
        tuple[Proposal, ...], Field(Members("proposal", N_("proposal"), N_("proposal {number}")), N_("proposals"))
    ] = ()

    def by_of(self, proposal: Proposal) -> str:
        """Return the code of the actor who asks for a proposal."""
        return proposal.by or self.by
