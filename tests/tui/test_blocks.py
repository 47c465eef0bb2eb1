"""An item whole, as words."""

from __future__ import annotations

import pytest

from rcm_tui import i18n
from rcm_tui.model.entries import Answer, Entry, Funding, Request, Source
from rcm_tui.model.errors import ERROR, Problem
from rcm_tui.model.items import Action, Activity, Actor, Archived, Body, Objective, PlanInfo, Subject
from rcm_tui.model.meetings import Agreement, Meeting
from rcm_tui.model.plan import Plan, Unreadable
from rcm_tui.model.states import ActorKind, AnswerKind, MeetingStatus
from rcm_tui.model.texts import fingerprint
from rcm_tui.tui.widgets.blocks import item_blocks


@pytest.fixture(autouse=True)
def english():
    i18n.use("en")
    yield
    i18n.use("en")


def country(name, **more):
    return Actor(kind=ActorKind.MEMBER, name={"en": name}, **more)


def plan_of(*items, archived=(), meetings=(), unreadable=()):
    actors = {
        "MX": country("Mexico"),
        "CA": country("Canada"),
        "US": country("United States"),
        "IOM": Actor(kind=ActorKind.ORGANIZATION, name={"en": "Organization for Migration", "es": "Organización"}),
        "all": Actor(kind=ActorKind.GROUP, name={"en": "All of them"}, members=("MX", "CA", "US")),
    }
    info = PlanInfo(
        title={"en": "Plan"}, bodies={"RCGM": Body(name={"en": "Group"}, short={"en": "RCGM", "es": "GRCM"})}
    )
    base = {"HR": Subject(id="HR", number=2, title={"en": "RIGHTS"})}
    return Plan(
        info,
        actors,
        base | {item.id: item for item in items},
        frozenset(archived),
        {meeting.id: meeting for meeting in meetings},
        {each.id: each for each in unreadable},
    )


def activity(**more):
    return Activity(id="HR-4.2", number=7, text={"en": "DO IT"}, status="active", **more)


def said(plan, item_id="HR-4.2"):
    return "\n".join(f"{block.label} {block.words.plain}".strip() for block in item_blocks(plan, item_id))


OBJECTIVE = Objective(
    id="HR-4", number=4, text={"en": "HEALTH"}, actions=(Action(id="bdr", number=1, text={"en": "IDENTIFY PROGRAMS"}),)
)


def test_the_head_names_id_kind_status_and_the_printed_numbers():
    assert said(plan_of(OBJECTIVE, activity())).splitlines()[0] == "HR-4.2   activity   ● active   2 › 4 › 7"


def test_actions_are_said_in_words():
    text = said(plan_of(OBJECTIVE, activity(actions=("bdr", "zzz"))))
    assert "Implements IDENTIFY PROGRAMS\nzzz" in text


def test_both_languages_are_shown_and_an_old_translation_is_named():
    text = {"en": "DO IT", "es": "HACERLO"}
    fresh = Activity(id="HR-4.2", number=1, text=text, status="active", translated={"es": f"en:{fingerprint('DO IT')}"})
    stale = Activity(id="HR-4.2", number=1, text=text, status="active", translated={"es": "en:00000000"})
    assert "Spanish\nHACERLO" in said(plan_of(fresh))
    assert "Spanish  older than its original\nHACERLO" in said(plan_of(stale))
    i18n.use("es")
    assert said(plan_of(fresh)).splitlines()[1] == "HACERLO"


def test_an_entry_says_when_who_and_how_it_stands():
    entry = Entry(
        id="kvt",
        date="2006-11",
        text={"en": "HELD"},
        status="completed",
        responsible=("MX",),
        actors={"CA": "host"},
        meeting="2006-11-rcgm",
        funding=Funding(cost=1500, currency="USD", by=("US",), missing=200),
        source=Source(document="x", emphasis="HELD"),
    )
    meeting = Meeting(id="2006-11-rcgm", body="RCGM", dates="2006-11-27/2006-11-29", status=MeetingStatus.CLOSED)
    card = next(
        block
        for block in item_blocks(plan_of(activity(calendar=(entry,)), meetings=[meeting]), "HR-4.2")
        if block.entry
    )
    assert card.role == "done"
    assert card.words.plain.splitlines() == [
        "November 2006   ✓ completed",
        "HELD",
        "Responsible: Mexico",
        "Canada: host",
        "Funding: costs 1,500 USD; paid by United States; missing 200 USD",
        "Recorded at RCGM, 27-29 November 2006",
        "Source format: in bold italic: HELD",
    ]


@pytest.mark.parametrize(
    ("ledger", "silent"), [(None, "· not recorded: United States"), ("complete", "? not yet: United States")]
)
def test_silence_is_no_failure(ledger, silent):
    request = Request(
        from_=("all",),
        to="IOM",
        due="2006-08-15",
        ledger=ledger,
        received={"MX": "2006-07-12", "CA": Answer(answer=AnswerKind.PARTIAL)},
    )
    text = said(plan_of(activity(calendar=(Entry(id="mzp", text={"en": "SEND"}, request=request),))))
    assert "Asked: All of them; answers go to IOM; by 15 August 2006" in text
    assert "✓ answered: Mexico (12 July 2006)\n◐ answered in part: Canada" in text
    assert silent in text


def test_the_agreements_behind_an_item_are_told_with_their_meeting():
    agreement = Agreement(id="hjn", number="3", text={"en": "Incorporate it"}, items=("HR-4.2",))
    meeting = Meeting(
        id="m", body="RCGM", ordinal="VI", dates="2001-03", status=MeetingStatus.CLOSED, agreements=(agreement,)
    )
    assert "VI RCGM, March 2001   agreement 3\nIncorporate it" in said(plan_of(activity(), meetings=[meeting]))


def test_the_archive_tells_when_where_and_why():
    gone = activity(archived=Archived(date="2006-11-29", reason="Held"))
    text = said(plan_of(gone, archived=["HR-4.2"]))
    assert "▪ archived" in text
    assert "Archived 29 November 2006, between meetings, Held" in text


def test_an_objective_counts_what_it_holds():
    other = Activity(id="HR-4.1", number=1, text={"en": "OLD"}, status="completed")
    text = said(plan_of(OBJECTIVE, activity(), other, archived=["HR-4.1"]), "HR-4")
    assert "Contains 1 activity, 1 more in the archive" in text


def test_what_cannot_be_read_says_where_and_why():
    problem = Problem("plan/HR/HR-4/HR-4.2.yaml", 3, 9, ERROR, "yaml", "a bracket is not closed")
    text = said(plan_of(OBJECTIVE, unreadable=[Unreadable("HR-4.2", problem.path, (problem,))]))
    assert "plan/HR/HR-4/HR-4.2.yaml:3:9\na bracket is not closed" in text


def test_a_date_that_cannot_be_read_stands_as_it_is():
    assert "someday" in said(plan_of(activity(calendar=(Entry(id="x", date="someday", text={"en": "A"}),))))
