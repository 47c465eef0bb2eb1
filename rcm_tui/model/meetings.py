"""The data of a meeting and of its agreements, declared like that of items (`rcm_tui.model.items`)."""
# Annotations are not postponed here: the schema reads them, and evaluating strings would take longer.

from collections.abc import Iterator
from dataclasses import field
from typing import Annotated, Any, ClassVar

from rcm_tui.i18n import N_
from rcm_tui.model import references, structures
from rcm_tui.model.entries import (
    Asking,
    FurtherRequests,
    Id,
    LocalText,
    Own,
    RequestGroup,
    Responsible,
    RolesByActor,
    TranslatedFrom,
    Unofficial,
    mark_unofficial,
)
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.references import Actors, Items
from rcm_tui.model.scalars import Anything, Date, Line, Machine
from rcm_tui.model.states import (
    AGREEMENT_KINDS,
    AGREEMENT_STATUSES,
    HELD,
    MEETING_STATUSES,
    NO_EDITION,
    AgreementKind,
    AgreementStatus,
    MeetingStatus,
    Strength,
)
from rcm_tui.model.structures import Group, Members, Note
from rcm_tui.model.texts import Text
from rcm_tui.model.types import Field

LedTo = Annotated[
    tuple[str, ...],
    Field(
        Items(),
        N_("linked items"),
        column="items",
        option="--item",
        help=N_("An item that it led to, replacing earlier ones; may be repeated."),
        hint=N_("an item's id or words of its text"),
        rank=6,
        follow_up=True,
    ),
]
ProbablyLedTo = Annotated[
    tuple[str, ...],
    Field(Items(), N_("probably leads to"), hint=N_("an item's id or words of its text"), rank=6, follow_up=True),
]
IndirectlyLedTo = Annotated[
    tuple[str, ...],
    Field(Items(), N_("indirectly leads to"), hint=N_("an item's id or words of its text"), rank=6, follow_up=True),
]
NoItem = Annotated[str | None, Field(Line(is_long=True), N_("no item because"), rank=7, follow_up=True)]
StatusOfAgreement = Annotated[AgreementStatus, Field(AGREEMENT_STATUSES, N_("status"), column="status")]
AgreementNumber = Annotated[
    str | None,
    Field(Line(takes_numbers=True), N_("number"), column="number", hint=N_("optional until the end"), rank=3),
]


@dataclass(frozen=True, slots=True)
class Link:
    """An item that an agreement led to, by its id, or an action of an objective, as OBJECTIVE/ACTION."""

    target: str
    strength: Strength

    @property
    def item(self) -> str:
        """The id of the item, or of the objective that has the action."""
        return self.target.partition("/")[0]

    @property
    def action(self) -> str:
        """The id of the action, or the empty string."""
        return self.target.partition("/")[2]


LINK_FIELDS = {Strength.EXPLICIT: "items", Strength.PROBABLE: "probable", Strength.INDIRECT: "indirect"}
"""The field of an agreement that holds its links of each strength."""


class _Linked(Asking):
    """What agreements and their parts have in common."""

    __slots__ = ()
    status: AgreementStatus

    @property
    def own_links(self) -> tuple[Link, ...]:
        """What it led to, the surest first, each once."""
        found: dict[str, Link] = {}
        for strength, name in LINK_FIELDS.items():
            for target in getattr(self, name):
                found.setdefault(target, Link(target, strength))
        return tuple(found.values())

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was withdrawn."""
        return self.status is AgreementStatus.WITHDRAWN


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPart(_Linked):
    """A lettered part of an agreement, such as 12a."""

    id: Id = ""
    number: AgreementNumber = None
    text: LocalText
    translated: TranslatedFrom = field(default_factory=dict)
    draft: Unofficial = ()
    status: StatusOfAgreement = AgreementStatus.AGREED
    responsible: Responsible = ()
    date: Annotated[str | None, Field(Date(), N_("date"))] = None
    request: RequestGroup = None
    requests: FurtherRequests = ()
    items: LedTo = ()
    probable: ProbablyLedTo = ()
    indirect: IndirectlyLedTo = ()
    no_item: NoItem = None

    @property
    def to_place(self) -> bool:
        """Whether it leads to no item and does not say why, although it was not withdrawn."""
        return not self.own_links and not self.no_item and not self.is_withdrawn

    def __post_init__(self) -> None:
        mark_unofficial(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(_Linked):
    """One decision of a meeting: it leads to items, or gives a reason why not."""

    id: Id = ""
    number: AgreementNumber = None
    text: LocalText
    translated: TranslatedFrom = field(default_factory=dict)
    draft: Unofficial = ()
    kind: Annotated[AgreementKind, Field(AGREEMENT_KINDS, N_("kind"), column="kind", rank=4)] = AgreementKind.DECISION
    status: StatusOfAgreement = AgreementStatus.AGREED
    responsible: Responsible = ()
    date: Annotated[str | None, Field(Date(), N_("date"))] = None
    request: RequestGroup = None
    requests: FurtherRequests = ()
    parts: Annotated[
        tuple[AgreementPart, ...], Field(Members("part", N_("part"), N_("part {number}")), N_("parts"), rank=2)
    ] = ()
    items: LedTo = ()
    probable: ProbablyLedTo = ()
    indirect: IndirectlyLedTo = ()
    follows: Annotated[str | None, Field(references.Agreement(), N_("follows"), follow_up=True)] = None
    no_item: NoItem = None
    own: Own = field(default_factory=dict)

    @property
    def decisions(self) -> tuple["Agreement | AgreementPart", ...]:
        """It and its parts."""
        return (self, *self.parts)

    @property
    def links(self) -> tuple[Link, ...]:
        """What it and its parts led to, each once, by the surest link; parts that were withdrawn do not count."""
        found: dict[str, Link] = {}
        for linked in (self, *(part for part in self.parts if not part.is_withdrawn)):
            for link in linked.own_links:
                known = found.get(link.target)
                if known is None or _SURE[link.strength] < _SURE[known.strength]:
                    found[link.target] = link
        return tuple(found.values())

    def __post_init__(self) -> None:
        mark_unofficial(self)

    @property
    def needs_item(self) -> bool:
        """Whether it is to lead to an item or to say why to none: it is neither withdrawn nor an acknowledgement."""
        return not self.is_withdrawn and self.kind is not AgreementKind.ACKNOWLEDGEMENT

    @property
    def to_place(self) -> bool:
        """Whether it, or one of its parts, still leads nowhere: to no item, without a reason why, although it is to."""
        if self.own_links or self.no_item or not self.needs_item:
            return False
        return not self.parts or any(part.to_place for part in self.parts)


_SURE = {strength: rank for rank, strength in enumerate(Strength)}
Decision = Agreement | AgreementPart


def path_of(agreement: Agreement, decision: Decision) -> tuple[str, ...]:
    """Return the path in the meeting's file of an agreement or of a part of it."""
    return ("agreements", agreement.id) if decision is agreement else ("agreements", agreement.id, "parts", decision.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A text of a meeting that stands around its agreements."""

    id: Id = ""
    text: LocalText
    translated: TranslatedFrom = field(default_factory=dict)
    draft: Unofficial = ()
    items: LedTo = ()

    def __post_init__(self) -> None:
        mark_unofficial(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousEdition:
    """The edition before: its meeting and the object id of its tag, so that a moved tag is found."""

    id: Id
    tag: Annotated[str, Field(Machine(), N_("tag"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting and what it agreed."""

    id: Id
    body: Annotated[
        str,
        Field(references.Body(), N_("body"), help=N_("The body that meets, by its code in plan/plan.yaml."), rank=1),
    ]
    ordinal: Annotated[
        str | None,
        Field(
            Line(),
            N_("ordinal"),
            help=N_("Its ordinal, such as XI."),
            hint=N_("e.g. XII, if the body numbers its meetings"),
            rank=4,
        ),
    ] = None
    title: Annotated[Text, Field(structures.Text(), N_("title"))] = field(default_factory=dict)
    place: Annotated[
        str | None, Field(Line(), N_("place"), help=N_("Where it meets."), hint=N_("city and country"), rank=3)
    ] = None
    dates: Annotated[
        str | None,
        Field(Date(), N_("dates"), help=N_("When it meets."), hint=N_("e.g. 15-17 May 2007, or May 2007"), rank=2),
    ] = None
    presidency: Annotated[str | None, Field(references.Actor(), N_("presidency"), help=N_("Who presides."), rank=5)] = (
        None
    )
    actors: RolesByActor = field(default_factory=dict)
    status: Annotated[MeetingStatus, Field(MEETING_STATUSES, N_("status"), settable=False)]
    participants: Annotated[
        tuple[str, ...],
        Field(Actors(), N_("participants"), option="--participant", help=N_("Who takes part; may be repeated.")),
    ] = ()
    observers: Annotated[
        tuple[str, ...],
        Field(Actors(), N_("observers"), option="--observer", help=N_("Who observes; may be repeated.")),
    ] = ()
    organizations: Annotated[
        tuple[str, ...],
        Field(
            Actors(),
            N_("organizations"),
            option="--organization",
            help=N_("An organization that attends; may be repeated."),
        ),
    ] = ()
    no_edition: Annotated[str | None, Field(NO_EDITION, N_("no edition"), settable=False)] = None
    adopted: Annotated[str | None, Field(references.Meeting(), N_("adopted at"), settable=False, follow_up=True)] = None
    previous: Annotated[
        PreviousEdition | None, Field(Group("previous"), N_("previous"), published=False, option="", flow=True)
    ] = None
    document: ClassVar[Annotated[Any, Field(Anything(), N_("document"), published=False, option="")]]
    agreements: Annotated[
        tuple[Agreement, ...], Field(Members("agreement", N_("agreement"), N_("agreement {number}")), N_("agreements"))
    ] = ()
    statements: Annotated[
        tuple[Statement, ...], Field(Members("statement", N_("statement"), N_("statement {number}")), N_("statements"))
    ] = ()
    note: Annotated[str | Text | None, Field(Note(), N_("note"))] = None
    own: Own = field(default_factory=dict)

    @property
    def takes_changes(self) -> bool:
        """Whether what is recorded now belongs to it: it is open, and was not entered after it was held."""
        return self.status is MeetingStatus.OPEN and self.no_edition != HELD

    @property
    def is_being_entered(self) -> bool:
        """Whether it was held before and is being entered: only changes of its own file belong to it."""
        return self.status is MeetingStatus.OPEN and self.no_edition == HELD

    def decisions(self) -> Iterator[tuple[Agreement, Decision]]:
        """Yield each agreement, and after it its parts; the agreement comes with each."""
        return ((agreement, decision) for agreement in self.agreements for decision in agreement.decisions)

    def waiting(self) -> Iterator[tuple[Agreement, Decision]]:
        """Yield the agreements that wait to be linked; of one with parts, those of its parts that do."""
        for agreement, decision in self.decisions():
            if agreement.to_place and decision.to_place and not (decision is agreement and agreement.parts):
                yield agreement, decision

    def decision(self, name: str) -> tuple[Agreement, Decision] | None:
        """Return the agreement or part with an id, after the agreement that it is or belongs to."""
        return next((pair for pair in self.decisions() if pair[1].id == name), None)
