"""The data of a plan as frozen dataclasses, each attribute declared once, with its `Field`.

Decoding, checking, options, forms, columns and all else follow from the schema that is made of these declarations
(`rcm_tui.model.schema`); no other place lists fields. Attributes stand in the order in which the tool writes them and
have the names of the keys in the files (`docs/format.md`); `from_` stands for the key `from`. A text is a map by
language, a date is an EDTF string (see `dates`), actors and meetings are named by their code or id.
"""
# Annotations are not postponed here: the schema reads them, and evaluating strings would take longer.

from collections.abc import Mapping
from dataclasses import field
from dataclasses import field as dataclass_field
from typing import Annotated

from rcm_tui.i18n import N_
from rcm_tui.model import ids, references, structures
from rcm_tui.model.dates.fiscal import END, START, FiscalYears
from rcm_tui.model.entries import (
    After,
    Calendar,
    Due,
    Former,
    FundingGroup,
    Id,
    LocalText,
    Number,
    Own,
    Priority,
    Responsible,
    RolesByActor,
    SourceGroup,
    TranslatedFrom,
    Unofficial,
    mark_unofficial,
)
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.levels import DeclaredLevels, KindOfItem, KindsOfItems, Levels, Noun
from rcm_tui.model.numbers import Currency, Integer, Percent
from rcm_tui.model.references import Actions, GroupMembers
from rcm_tui.model.scalars import (
    Choice,
    Date,
    Duration,
    Email,
    Flag,
    Languages,
    Line,
    PictureFile,
    PlanLanguages,
    Prose,
    Strings,
)
from rcm_tui.model.states import ACTOR_KINDS, EDITIONS, UPDATES, ActorKind
from rcm_tui.model.statuses import STATUSES, Declared
from rcm_tui.model.structures import ByCode, Group, Holders, Members, TextList, Words
from rcm_tui.model.texts import Text, UnofficialText
from rcm_tui.model.types import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action for implementation of an objective."""

    id: Id = ""
    number: Annotated[int | None, Field(Integer(1), N_("number"), column="number")] = None
    text: LocalText
    translated: TranslatedFrom = field(default_factory=dict)
    draft: Unofficial = ()
    source: SourceGroup = None

    def __post_init__(self) -> None:
        mark_unofficial(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """When, at which meeting and why an item went to the archive; `rule` is the archive rule, where it went by that."""

    date: Annotated[str | None, Field(Date(), N_("archived on"))] = None
    meeting: Annotated[str | None, Field(references.Meeting(), N_("archived at"))] = None
    rule: Annotated[str | None, Field(Duration(), N_("by the rule of"))] = None
    reason: Annotated[str | None, Field(Prose(), N_("reason"), published=False)] = None


ArchivedGroup = Annotated[Archived | None, Field(Group("archived"), N_("archived"), settable=False, flow=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The first level of the plan."""

    id: Id
    number: Number
    title: Annotated[Text, Field(structures.Text(), N_("title"), searched=True, rank=1)]
    translated: TranslatedFrom = field(default_factory=dict)
    draft: Unofficial = ()
    archived: ArchivedGroup = None
    source: SourceGroup = None
    own: Own = field(default_factory=dict)

    def __post_init__(self) -> None:
        mark_unofficial(self)

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

    id: Id
    formerly: Former = ()
    number: Number
    text: LocalText
    translated: TranslatedFrom = field(default_factory=dict)
    draft: Unofficial = ()
    actions: Annotated[
        tuple[Action, ...], Field(Members("action", N_("action"), N_("action {number}")), N_("actions"))
    ] = ()
    calendar: Calendar = ()
    due: Due = None
    after: After = ()
    priority: Priority = None
    funding: FundingGroup = None
    archived: ArchivedGroup = None
    source: SourceGroup = None
    own: Own = field(default_factory=dict)

    def __post_init__(self) -> None:
        mark_unofficial(self)

    @property
    def kind(self) -> str:
        """`objective`."""
        return ids.OBJECTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """The third level, and the fourth of a plan that has one: an activity, with its calendar.

    `actions` are ids of its objective's actions.
    """

    id: Id
    formerly: Former = ()
    number: Number
    text: LocalText
    translated: TranslatedFrom = field(default_factory=dict)
    draft: Unofficial = ()
    status: Annotated[str, Field(STATUSES, N_("status"), column="status", help=N_("The activity's status."), rank=3)]
    actions: Annotated[
        tuple[str, ...],
        Field(
            Actions(),
            N_("implements"),
            option="--carries-out",
            help=N_("An action that the activity implements."),
            rank=6,
        ),
    ] = ()
    responsible: Responsible = ()
    actors: RolesByActor = field(default_factory=dict)
    due: Due = None
    after: After = ()
    priority: Priority = None
    percent_complete: Annotated[int | None, Field(Percent(), N_("percent complete"), shown=True, searched=True)] = None
    funding: FundingGroup = None
    calendar: Calendar = ()
    archived: ArchivedGroup = None
    source: SourceGroup = None
    own: Own = field(default_factory=dict)

    def __post_init__(self) -> None:
        mark_unofficial(self)

    @property
    def named(self) -> tuple[str, ...]:
        """The actors that it names itself: who is responsible, and who has a role in it."""
        return tuple(dict.fromkeys((*self.responsible, *self.actors)))

    @property
    def kind(self) -> str:
        """`activity`, or `subactivity` for one below another."""
        return ids.kind_of(self.id)


Item = Subject | Objective | Activity


HOLDERS = (*ids.KINDS, "entry", "agreement", "meeting")
"""The kinds that can have fields of the plan's own."""
OWN_TYPES = (
    *("text", "line", "number", "percent", "share", "money", "date", "choice", "yes-no"),
    *("actor", "actors", "items", "meeting", "link"),
)
"""The types that these fields can have."""
COLUMN_OF = (*ids.KINDS, "entry")
"""The kinds whose fields a column of the published table can show."""

Name = Annotated[Text, Field(structures.Text(), N_("name"), flow=True)]
ShortName = Annotated[Text, Field(structures.Text(), N_("abbreviation"), flow=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A country, organization, office, network or group of actors."""

    kind: Annotated[str, Field(ACTOR_KINDS, N_("kind"))]
    name: Name
    short: ShortName = field(default_factory=dict)
    aliases: Annotated[tuple[str, ...], Field(Strings(), N_("aliases"))] = ()
    members: Annotated[tuple[str, ...], Field(GroupMembers(), N_("members"))] = ()
    email: Annotated[tuple[str, ...], Field(Email(), N_("e-mail addresses"), flow=True, published=False)] = ()
    held: Annotated[Mapping[str, str], Field(Holders(), N_("held by"), flow=True)] = field(default_factory=dict)
    """Who is known to have held an office, by date (EDTF)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorKindDeclaration:
    """A kind of actor of the plan's own, such as agencies or persons, and which of the usual kinds it is like."""

    name: Name
    like: Annotated[str, Field(Choice(ACTOR_KINDS.values), N_("counted as"))] = ActorKind.ORGANIZATION.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body that meets: what its meetings are called, and whether they make editions."""

    name: Name
    short: ShortName = field(default_factory=dict)
    edition: Annotated[str | None, Field(EDITIONS, N_("edition"))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDeclaration:
    """A field of the plan's own: the kinds that have it, what its values are, and what it is called."""

    of: Annotated[tuple[str, ...], Field(KindsOfItems(HOLDERS), N_("field of"))]
    type: Annotated[str, Field(Choice({name: name for name in OWN_TYPES}), N_("type"))]
    label: Annotated[Text, Field(structures.Text(), N_("label"), flow=True)] = field(default_factory=dict)
    help: Annotated[Text, Field(structures.Text(), N_("explanation"), flow=True)] = field(default_factory=dict)
    choices: Annotated[Mapping[str, Text], Field(Words(), N_("choices"))] = field(default_factory=dict)
    currency: Annotated[str | None, Field(Currency(), N_("currency"))] = None
    total: Annotated[str | None, Field(Choice({"sum": N_("sum"), "mean": N_("mean")}), N_("total"))] = None
    published: Annotated[bool, Field(Flag(), N_("published"))] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnDeclaration:
    """A column of the published table: the field that it shows, of which kind, its heading, its share of the width."""

    field: Annotated[str | None, Field(Line(), N_("field"))] = None
    of: Annotated[str | None, Field(KindOfItem({name: name for name in COLUMN_OF}), N_("field of"))] = None
    heading: Annotated[Text, Field(structures.Text(), N_("heading"), flow=True)] = dataclass_field(default_factory=dict)
    weight: Annotated[int | None, Field(Integer(1, 100), N_("weight"))] = None


ColumnsByName = Annotated[Mapping[str, ColumnDeclaration], Field(ByCode("column"), N_("columns"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiscalYearDeclaration:
    """When the fiscal years of the plan begin, and after which calendar year each is called."""

    first_month: Annotated[int, Field(Integer(1, 12), N_("first month"))]
    called_after: Annotated[
        str,
        Field(
            Choice({END: N_("the year in which it ends"), START: N_("the year in which it begins")}), N_("called after")
        ),
    ] = END

    @property
    def years(self) -> FiscalYears | None:
        """What reads and describes them; None where they are declared to begin in no month."""
        return FiscalYears(self.first_month, self.called_after) if 1 <= self.first_month <= 12 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInfo:
    """`plan/plan.yaml`: what is true of the whole plan."""

    schema: Annotated[int, Field(Integer(1), N_("schema"))] = 1
    title: Annotated[Text, Field(structures.Text(), N_("title"))]
    languages: Annotated[tuple[str, ...], Field(Languages(), N_("languages"))] = ("en",)
    archive_title: Annotated[Text, Field(structures.Text(), N_("title of the archive"), flow=True)] = field(
        default_factory=dict
    )
    archive_after: Annotated[str | None, Field(Duration(), N_("archived after"))] = None
    fiscal_year: Annotated[FiscalYearDeclaration | None, Field(Group("fiscal-year"), N_("fiscal year"), flow=True)] = (
        None
    )
    as_of: Annotated[str | None, Field(Date(), N_("counted from"), published=False)] = None
    bodies: Annotated[Mapping[str, Body], Field(ByCode("body"), N_("bodies"))] = field(default_factory=dict)
    actor_kinds: Annotated[Mapping[str, ActorKindDeclaration], Field(ByCode("actor-kind"), N_("kinds of actors"))] = (
        field(default_factory=dict)
    )
    publish_email: Annotated[bool, Field(Flag(), N_("e-mail addresses published"))] = False
    respondents: Annotated[Noun | None, Field(Group("noun"), N_("who answers"))] = None
    levels: DeclaredLevels = field(default_factory=dict)
    numbers: Annotated[
        str | None,
        Field(
            Choice({"own": N_("among what is beside it"), "dotted": N_("with those above it, such as 1.2.1")}),
            N_("numbers printed"),
        ),
    ] = None
    statuses: Declared = field(default_factory=dict)
    notes: Annotated[tuple[Text, ...], Field(TextList(), N_("notes"))] = ()
    fields: Annotated[Mapping[str, FieldDeclaration], Field(ByCode("field"), N_("own fields"))] = field(
        default_factory=dict
    )
    tbd: Annotated[
        tuple[str, ...], Field(Strings(), N_("may be to be determined"), hint=N_("e.g. due, funding.cost"), flow=True)
    ] = ()
    columns: ColumnsByName = field(default_factory=dict)
    archive_columns: ColumnsByName = field(default_factory=dict)
    print_dates: Annotated[
        str | None,
        Field(
            Choice({"unsaid": N_("where the text does not say them"), "always": N_("always"), "never": N_("never")}),
            N_("dates printed"),
        ),
    ] = None
    draft: Annotated[
        tuple[str, ...],
        Field(
            PlanLanguages(),
            N_("notes unofficial in"),
            hint=N_("e.g. es, for Spanish"),
        ),
    ] = ()
    symbol: Annotated[str | None, Field(Line(), N_("document symbol"), hint=N_("e.g. ACT/2006/12"))] = None
    agenda_item: Annotated[Text, Field(structures.Text(), N_("agenda item"), flow=True)] = field(default_factory=dict)
    logo: Annotated[
        str | None, Field(PictureFile(), N_("logo"), hint=N_("a file beside the folder plan, such as logo.svg"))
    ] = None
    original: Annotated[
        tuple[str, ...],
        Field(Languages(), N_("original language"), hint=N_("e.g. es, for Spanish")),
    ] = ()

    def __post_init__(self) -> None:
        if self.draft:
            notes = tuple(UnofficialText(note, self.draft) for note in self.notes)
            object.__setattr__(self, "notes", notes)

    def actor_kind(self, kind: str) -> str:
        """Return which of the usual kinds an actor's kind is like: itself, unless the plan declares it."""
        declared = self.actor_kinds.get(kind)
        return declared.like if declared is not None else kind

    def kind_of(self, name: str) -> str:
        """Return the kind of item that the code of a declared level stands for, or the name of a kind itself."""
        return Levels(self.levels).kinds.get(name, name)

    def edition_of(self, body: str) -> str:
        """Return what a meeting of this body does to the plan, `updates` or `adopts`; empty where it makes no edition.

        Where no body says that it makes editions, all do.
        """
        declared = {code: known.edition for code, known in self.bodies.items() if known.edition}
        return declared.get(body, "") if declared else UPDATES

    @property
    def first_language(self) -> str:
        """The language in which records are described, the same on every machine."""
        return self.languages[0] if self.languages else "en"
