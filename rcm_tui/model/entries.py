"""The data of calendar entries and requests, and the fields that several kinds have; see `rcm_tui.model.items`."""
# Annotations are not postponed here: the schema reads them, and evaluating strings would take longer.

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Annotated, Any

from rcm_tui.i18n import N_
from rcm_tui.model import references, structures
from rcm_tui.model.deadlines import Deadline, ItemDeadline
from rcm_tui.model.fieldpath import Path, member_name
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.numbers import Currency, Integer, Money
from rcm_tui.model.references import Actors, FormerIds, Recurrence
from rcm_tui.model.scalars import Choice, Date, Line, LineOrNumber, Machine, PlanLanguages
from rcm_tui.model.states import ANSWERS, AnswerKind
from rcm_tui.model.statuses import STATUSES
from rcm_tui.model.structures import Group, Ledger, Members, Origins, Roles, Rounds
from rcm_tui.model.texts import Text, UnofficialText
from rcm_tui.model.types import UNRANKED, Field
from rcm_tui.model.undetermined import Undetermined

LocalText = Annotated[Text, Field(structures.Text(), N_("text"), column="text", searched=True, rank=1)]
Id = Annotated[str, Field(Machine(), N_("id"), settable=False, column="id")]
TranslatedFrom = Annotated[Mapping[str, str], Field(Origins(), N_("translated"), flow=True, follow_up=True)]
Unofficial = Annotated[
    tuple[str, ...],
    Field(
        PlanLanguages(),
        N_("unofficial in"),
        column="unofficial",
        option="--unofficial",
        help=N_("A language in which the text is an unofficial translation, not adopted by anybody."),
        hint=N_("e.g. es, for Spanish"),
        rank=UNRANKED + 1,
        follow_up=True,
    ),
]
Former = Annotated[tuple[str, ...], Field(FormerIds(), N_("formerly"), settable=False)]
Responsible = Annotated[
    tuple[str, ...],
    Field(
        Actors(),
        N_("responsible"),
        column="responsible",
        searched=True,
        help=N_("Who is responsible, replacing earlier ones; may be repeated."),
        rank=5,
    ),
]
After = Annotated[
    tuple[str, ...],
    Field(
        references.Before(),
        N_("after"),
        shown=True,
        searched=True,
        help=N_("An item that must be over before it; may be repeated."),
        hint=N_("items that come before it, by their ids"),
        rank=8,
    ),
]
Due = Annotated[
    str | None,
    Field(
        ItemDeadline(),
        N_("due by"),
        column="due",
        shown=True,
        help=N_("Its deadline: a date, before each COUNCIL, or within 60 days of a meeting."),
        hint=N_("end of April 2007, before each {body}, or within 60 days of a meeting"),
        rank=4,
    ),
]
Number = Annotated[
    int, Field(Integer(1), N_("number"), column="number", searched=True, help=N_("Its printed number."), rank=7)
]
Priority = Annotated[
    str | int | None,
    Field(LineOrNumber(), N_("priority"), column="priority", shown=True, searched=True, help=N_("Its priority.")),
]


Own = Mapping[str, Any]
"""The values of keys that the program does not know, among them those of the fields that the plan declares."""


def mark_unofficial(target: Any) -> None:
    """Let a text say which of its translations are unofficial, as most of what shows it has only the text."""
    if target.draft:
        name = "title" if hasattr(target, "title") else "text"
        object.__setattr__(target, name, UnofficialText(getattr(target, name), target.draft))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The origin of a transcribed text: evidence, not state."""

    document: Annotated[str, Field(Line(), N_("document"))]
    line: Annotated[int | None, Field(Integer(), N_("line"))] = None
    emphasis: Annotated[str | None, Field(Line(), N_("emphasis"))] = None
    doubt: Annotated[str | None, Field(Line(is_long=True), N_("doubt"), hint=N_("what is not certain of it"))] = None


SourceGroup = Annotated[Source | None, Field(Group("source"), N_("source"), published=False, option="")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """What a piece of work costs, who pays, and what is missing. Amounts in units of `currency` (ISO 4217)."""

    cost: Annotated[
        int | float | Undetermined | None,
        Field(Money(), N_("cost"), column="cost", searched=True, hint=N_("e.g. 60000")),
    ] = None
    currency: Annotated[
        str | None, Field(Currency(), N_("currency"), column="currency", searched=True, hint=N_("e.g. USD"))
    ] = None
    by: Annotated[
        tuple[str, ...], Field(Actors(), N_("paid by"), column="funded_by", option="--paid-by", searched=True)
    ] = ()
    missing: Annotated[
        int | float | Undetermined | None, Field(Money(), N_("funding gap"), column="missing", searched=True)
    ] = None


FundingGroup = Annotated[Funding | None, Field(Group("funding"), N_("funding"), flow=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to a request that is not simply complete."""

    date: Annotated[str | None, Field(Date(), N_("date"))] = None
    answer: Annotated[AnswerKind, Field(ANSWERS, N_("answer"))] = AnswerKind.COMPLETE
    note: Annotated[Text, Field(structures.Text(), N_("note"))] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Asks named actors for input by a date, and keeps who has answered.

    The first request of an entry has no `id`, and its `text` is what the entry says where it has none of its own.
    `received` maps an actor to the date of its answer, or to an `Answer`. With `ledger: complete` the ledger is known
    to be whole, so an actor without an entry has not answered yet; otherwise nothing is recorded of it. One that
    recurs has in `rounds` the answers to each of its rounds; see `rcm_tui.model.rounds`. `unanswered` says whether
    answers are still expected when the entry or item is over, `moved_to` with which items it goes on.
    """

    id: Id = ""
    text: Annotated[Text, Field(structures.Text(), N_("what is asked"), option="")] = field(default_factory=dict)
    from_: Annotated[
        tuple[str, ...],
        Field(
            Actors(),
            N_("asked of"),
            column="asked",
            option="--asks",
            help=N_("Who is asked for input."),
            hint=N_("start typing a name, if anyone is asked"),
        ),
    ] = ()
    to: Annotated[
        str | None,
        Field(
            references.Actor(),
            N_("send to"),
            column="asked_to",
            help=N_("Who receives the input."),
        ),
    ] = None
    due: Annotated[
        str | None,
        Field(
            Deadline(),
            N_("deadline"),
            column="due",
            help=N_("The deadline for input: dates, before each COUNCIL, or within 60 days of the meeting."),
            hint=N_("end of April 2007, before each {body}, or within 60 days of the meeting"),
        ),
    ] = None
    due_meeting: Annotated[
        str | None,
        Field(
            references.Meeting(),
            N_("due at"),
            column="due_meeting",
            help=N_("Or for which meeting."),
        ),
    ] = None
    every: Annotated[
        str | None,
        Field(
            Recurrence(),
            N_("repeats"),
            column="every",
            help=N_("How often it recurs: COUNCIL (at each of its meetings), or P6M (every six months)."),
            hint=N_("e.g. every 6 months, quarterly, or a body for each of its meetings"),
        ),
    ] = None
    sent: Annotated[str | None, Field(Date(), N_("sent"), help=N_("When the request was sent."), follow_up=True)] = None
    ledger: Annotated[
        str | None,
        Field(
            Choice({"complete": N_("complete")}),
            N_("ledger"),
            help=N_("Every answer is recorded here, so an actor without one has not answered yet."),
            follow_up=True,
        ),
    ] = None
    received: Annotated[Mapping[str, str | Answer], Field(Ledger(), N_("answers"), follow_up=True)] = field(
        default_factory=dict
    )
    rounds: Annotated[
        Mapping[str, Mapping[str, str | Answer]],
        Field(Rounds(), N_("answers by round"), option="", follow_up=True),
    ] = field(default_factory=dict)
    unanswered: Annotated[
        str | None,
        Field(
            Choice({"open": N_("still open"), "closed": N_("closed")}),
            N_("without an answer"),
            option="--unanswered",
            help=N_("Whether answers are still expected."),
            follow_up=True,
        ),
    ] = None
    moved_to: Annotated[tuple[str, ...], Field(references.Items(), N_("moved to"), option="", follow_up=True)] = ()


RequestGroup = Annotated[Request | None, Field(Group("request"), N_("request"))]
FurtherRequests = Annotated[
    tuple[Request, ...], Field(Members("request", N_("request"), N_("request {number}")), N_("further requests"))
]


class Asking:
    """What calendar entries, agreements and their parts have in common: each may ask for several things."""

    __slots__ = ()
    id: str
    request: Request | None
    requests: tuple[Request, ...]

    @property
    def all_requests(self) -> tuple[Request, ...]:
        """The requests, the first one first."""
        if self.request is None:
            return self.requests
        return (self.request, *self.requests)

    def name_of(self, request: Request) -> str:
        """Return what names a request within its item or meeting: its own id, or that of what asks."""
        return request.id or self.id

    def named_requests(self, name: str) -> tuple[Request, ...]:
        """Return the requests that a name means: that of its own id, or all where it is the id of what asks."""
        return (
            self.all_requests if name == self.id else tuple(request for request in self.requests if request.id == name)
        )


def path_of_request(request: Request) -> Path:
    """Return the path of a request below what asks."""
    return ("requests", request.id) if request.id else ("request",)


def requests_in(data: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Yield the requests in the plain data of what asks, each with its path."""
    further = data.get("requests")
    members = further if isinstance(further, list | tuple) else ()
    named = [(("requests", member_name(member, place)), member) for place, member in enumerate(members)]
    for path, request in ((("request",), data.get("request")), *named):
        if isinstance(request, Mapping):
            yield path, request


RolesByActor = Annotated[
    Mapping[str, str],
    Field(
        Roles(),
        N_("roles"),
        column="actors",
        option="--role",
        help=N_("The role of an actor: MOH=host."),
        hint=N_("e.g. {actor}: {role}"),
        rank=6,
        flow=True,
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Asking):
    """A calendar entry: one dated record under an activity, or under an objective."""

    id: Id = ""
    date: Annotated[
        str | None,
        Field(
            Date(),
            N_("date"),
            column="date",
            searched=True,
            help=N_("When it is or was."),
            hint=N_("e.g. November 2006, or 27-29 Nov 2006"),
            rank=2,
        ),
    ] = None
    text: LocalText
    translated: TranslatedFrom = field(default_factory=dict)
    draft: Unofficial = ()
    status: Annotated[str | None, Field(STATUSES, N_("status"), column="status", help=N_("Its status."), rank=3)] = None
    meeting: Annotated[
        str | None,
        Field(
            references.Meeting(),
            N_("meeting"),
            column="meeting",
            option="--from-meeting",
            help=N_("The meeting that put it in; otherwise the open one."),
            rank=7,
        ),
    ] = None
    event: Annotated[
        str | None,
        Field(
            references.Meeting(),
            N_("event"),
            column="event",
            help=N_("The meeting that the entry is about."),
            rank=8,
        ),
    ] = None
    responsible: Responsible = ()
    actors: RolesByActor = field(default_factory=dict)
    request: RequestGroup = None
    requests: FurtherRequests = ()
    funding: FundingGroup = None
    source: SourceGroup = None
    own: Own = field(default_factory=dict)

    def __post_init__(self) -> None:
        mark_unofficial(self)


Calendar = Annotated[
    tuple[Entry, ...], Field(Members("entry", N_("calendar entry"), N_("calendar entry {number}")), N_("calendar"))
]
