"""The data of a plan, as frozen dataclasses: the one definition that is decoded, validated and published as schema.

Field names are the keys of the files (`format.md`); `from_` stands for the key `from`. A text is a map by language,
a date is an EDTF string (see `dates`), actors and meetings are named by their code or id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rcm_tui.model import ids
from rcm_tui.model.texts import Text


class Status(StrEnum):
    """How an activity or a calendar entry stands."""

    PLANNED = "planned"
    ACTIVE = "active"
    ONGOING = "ongoing"
    PENDING_INPUT = "pending-input"
    COMPLETED = "completed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Active, ongoing or pending of input: what the published plan prints bold italic."""
        return self in OPEN


OPEN = frozenset({Status.ACTIVE, Status.ONGOING, Status.PENDING_INPUT})


class AnswerKind(StrEnum):
    """What an actor's answer to a request amounts to, where it is more than a date."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    DECLINED = "declined"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a transcribed text came from: evidence, not state."""

    document: str
    line: int | None = None
    emphasis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """What a piece of work costs, who pays, and what is missing. Amounts in units of `currency` (ISO 4217)."""

    cost: int | float | None = None
    currency: str | None = None
    by: tuple[str, ...] = ()
    missing: int | float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to a request that is not simply complete."""

    date: str | None = None
    answer: AnswerKind = AnswerKind.COMPLETE
    note: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Asks named actors for input by a date, and keeps who has answered.

    `received` maps an actor to the date of its answer, or to an `Answer`. With `ledger: complete` the ledger is known
    to be whole, so an actor without an entry has not answered yet; otherwise nothing is recorded of it.
    """

    from_: tuple[str, ...] = ()
    to: str | None = None
    due: str | None = None
    due_meeting: str | None = None
    every: str | None = None
    sent: str | None = None
    ledger: str | None = None
    received: Mapping[str, str | Answer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A calendar entry: one dated record under an activity, or under an objective."""

    id: str = ""
    date: str | None = None
    text: Text
    translated: Mapping[str, str] = field(default_factory=dict)
    status: Status | None = None
    meeting: str | None = None
    responsible: tuple[str, ...] = ()
    actors: Mapping[str, str] = field(default_factory=dict)
    request: Request | None = None
    funding: Funding | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action for implementation of an objective."""

    id: str = ""
    number: int | None = None
    text: Text
    translated: Mapping[str, str] = field(default_factory=dict)
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """When, at which meeting and why an item went to the archive."""

    date: str | None = None
    meeting: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The first level of the plan."""

    id: str
    number: int
    title: Text
    translated: Mapping[str, str] = field(default_factory=dict)
    archived: Archived | None = None
    source: Source | None = None

    @property
    def text(self) -> Text:
        """The title: what the other kinds call their text."""
        return self.title

    @property
    def kind(self) -> str:
        """`subject`."""
        return ids.SUBJECT


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """The second level: an objective, with its actions and the entries that belong to no one activity."""

    id: str
    number: int
    text: Text
    formerly: tuple[str, ...] = ()
    translated: Mapping[str, str] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    calendar: tuple[Entry, ...] = ()
    priority: str | int | None = None
    funding: Funding | None = None
    archived: Archived | None = None
    source: Source | None = None

    @property
    def kind(self) -> str:
        """`objective`."""
        return ids.OBJECTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """The third level: an activity, with its calendar. `actions` are ids of its objective's actions."""

    id: str
    number: int
    text: Text
    status: Status
    formerly: tuple[str, ...] = ()
    translated: Mapping[str, str] = field(default_factory=dict)
    actions: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    priority: str | int | None = None
    funding: Funding | None = None
    calendar: tuple[Entry, ...] = ()
    archived: Archived | None = None
    source: Source | None = None

    @property
    def kind(self) -> str:
        """`activity`."""
        return ids.ACTIVITY


Item = Subject | Objective | Activity


class MeetingStatus(StrEnum):
    """A meeting is planned, then open (changes are attributed to it), then closed."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class AgreementKind(StrEnum):
    """What an agreement does."""

    DECISION = "decision"
    REQUEST = "request"
    RULE = "rule"
    ACKNOWLEDGEMENT = "acknowledgement"


class AgreementStatus(StrEnum):
    """How an agreement stands at its meeting."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPart:
    """A lettered part of an agreement, such as 12a."""

    id: str = ""
    number: str | None = None
    text: Text
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One decision of a meeting: it leads to items, or says why to none."""

    id: str = ""
    number: str | None = None
    text: Text
    translated: Mapping[str, str] = field(default_factory=dict)
    kind: AgreementKind = AgreementKind.DECISION
    status: AgreementStatus = AgreementStatus.AGREED
    responsible: tuple[str, ...] = ()
    date: str | None = None
    request: Request | None = None
    parts: tuple[AgreementPart, ...] = ()
    items: tuple[str, ...] = ()
    follows: str | None = None
    no_item: str | None = None

    @property
    def to_place(self) -> bool:
        """Whether it still leads nowhere: no item, no reason why to none, not withdrawn."""
        placed = self.items or self.no_item or any(part.items for part in self.parts)
        return not placed and self.status is not AgreementStatus.WITHDRAWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A text of a meeting that stands around its agreements."""

    id: str = ""
    text: Text
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousEdition:
    """The edition before: its meeting and the object id of its tag, so that a moved tag is found."""

    id: str
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting and what it agreed."""

    id: str
    body: str
    ordinal: str | None = None
    title: Text = field(default_factory=dict)
    place: str | None = None
    dates: str | None = None
    presidency: str | None = None
    status: MeetingStatus
    participants: tuple[str, ...] = ()
    observers: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    previous: PreviousEdition | None = None
    agreements: tuple[Agreement, ...] = ()
    statements: tuple[Statement, ...] = ()
    note: str | Text | None = None


class ActorKind(StrEnum):
    """What an actor is."""

    MEMBER = "member"
    OBSERVER = "observer"
    ORGANIZATION = "organization"
    OFFICE = "office"
    NETWORK = "network"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A country, organization, office, network or group of actors."""

    kind: ActorKind
    name: Text
    short: Text = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body that meets: what its meetings are called."""

    name: Text
    short: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInfo:
    """`plan/plan.yaml`: what is true of the whole plan."""

    schema: int = 1
    title: Text
    languages: tuple[str, ...] = ("en",)
    archive_after: str | None = None
    as_of: str | None = None
    bodies: Mapping[str, Body] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()

    @property
    def first_language(self) -> str:
        """The language in which records are described, the same on every machine."""
        return self.languages[0] if self.languages else "en"
