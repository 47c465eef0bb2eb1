"""The data of a meeting and of its agreements, declared like that of items (`rcm_tui.model.items`)."""
# Annotations are not postponed here: the schema reads them, and evaluating strings would take longer.

from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from rcm_tui.i18n import N_
from rcm_tui.model import references, structures
from rcm_tui.model.items import (
    Id,
    LocalText,
    RequestGroup,
    Responsible,
    RolesByActor,
    TranslatedFrom,
    Unofficial,
    mark_unofficial,
)
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
)
from rcm_tui.model.structures import Group, Members, Note
from rcm_tui.model.texts import Text
from rcm_tui.model.types import Field

LedTo = Annotated[
    tuple[str, ...],
    Field(
        Items(), N_("leads to"), column="items", hint=N_("an item's id or words of its text"), rank=6, follow_up=True
    ),
]
AgreementNumber = Annotated[
    str | None,
    Field(Line(takes_numbers=True), N_("number"), column="number", hint=N_("may be left empty until the end"), rank=3),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPart:
    """A lettered part of an agreement, such as 12a."""

    id: Id = ""
    number: AgreementNumber = None
    text: LocalText
    translated: TranslatedFrom = field(default_factory=dict)
    draft: Unofficial = ()
    items: LedTo = ()

    def __post_init__(self) -> None:
        mark_unofficial(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One decision of a meeting: it leads to items, or says why to none."""

    id: Id = ""
    number: AgreementNumber = None
    text: LocalText
    translated: TranslatedFrom = field(default_factory=dict)
    draft: Unofficial = ()
    kind: Annotated[AgreementKind, Field(AGREEMENT_KINDS, N_("kind"), column="kind", rank=4)] = AgreementKind.DECISION
    status: Annotated[AgreementStatus, Field(AGREEMENT_STATUSES, N_("status"), column="status")] = (
        AgreementStatus.AGREED
    )
    responsible: Responsible = ()
    date: Annotated[str | None, Field(Date(), N_("date"))] = None
    request: RequestGroup = None
    parts: Annotated[
        tuple[AgreementPart, ...], Field(Members("part", N_("part"), N_("part {number}")), N_("parts"), rank=2)
    ] = ()
    items: LedTo = ()
    follows: Annotated[str | None, Field(references.Agreement(), N_("follows"), follow_up=True)] = None
    no_item: Annotated[str | None, Field(Line(is_long=True), N_("why it leads to no item"), rank=7, follow_up=True)] = (
        None
    )

    def __post_init__(self) -> None:
        mark_unofficial(self)

    @property
    def needs_item(self) -> bool:
        """Whether it is to lead to an item or to say why to none: it is neither withdrawn nor an acknowledgement."""
        return self.status is not AgreementStatus.WITHDRAWN and self.kind is not AgreementKind.ACKNOWLEDGEMENT

    @property
    def to_place(self) -> bool:
        """Whether it still leads nowhere: no item, no reason why to none, although it needs one."""
        placed = self.items or self.no_item or any(part.items for part in self.parts)
        return not placed and self.needs_item


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
    body: Annotated[str, Field(references.Body(), N_("body"), rank=1)]
    ordinal: Annotated[
        str | None, Field(Line(), N_("ordinal"), hint=N_("such as XII, where the body counts"), rank=4)
    ] = None
    title: Annotated[Text, Field(structures.Text(), N_("title"))] = field(default_factory=dict)
    place: Annotated[str | None, Field(Line(), N_("place"), hint=N_("such as San Salvador, El Salvador"), rank=3)] = (
        None
    )
    dates: Annotated[str | None, Field(Date(), N_("dates"), hint=N_("such as 15-17 May 2007, or May 2007"), rank=2)] = (
        None
    )
    presidency: Annotated[
        str | None, Field(references.Actor(), N_("presidency"), hint=N_("type a part of a name"), rank=5)
    ] = None
    actors: RolesByActor = field(default_factory=dict)
    status: Annotated[MeetingStatus, Field(MEETING_STATUSES, N_("status"), settable=False)]
    participants: Annotated[tuple[str, ...], Field(Actors(), N_("participants"), hint=N_("type a part of a name"))] = ()
    observers: Annotated[tuple[str, ...], Field(Actors(), N_("observers"), hint=N_("type a part of a name"))] = ()
    organizations: Annotated[
        tuple[str, ...], Field(Actors(), N_("organizations"), hint=N_("type a part of a name"))
    ] = ()
    no_edition: Annotated[str | None, Field(NO_EDITION, N_("no edition"), settable=False)] = None
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

    @property
    def takes_changes(self) -> bool:
        """Whether what is recorded now belongs to it: it is open, and was not entered after it was held."""
        return self.status is MeetingStatus.OPEN and self.no_edition != HELD

    @property
    def is_being_entered(self) -> bool:
        """Whether it was held before and is being entered: only changes of its own file belong to it."""
        return self.status is MeetingStatus.OPEN and self.no_edition == HELD
