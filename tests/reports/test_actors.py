"""What an actor hosts, owes and has held: by a query, on its page, and in the lists of dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rcm_tui.cli.render import page_lines
from rcm_tui.model.entries import Entry, Request
from rcm_tui.model.items import Activity, Actor, FieldDeclaration, Objective, PlanInfo, Subject
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.plan import Plan
from rcm_tui.model.query import find
from rcm_tui.model.states import ActorKind, MeetingStatus
from rcm_tui.reports.actor_page import whole_actor_page
from rcm_tui.reports.country import country_document
from rcm_tui.reports.document import Table
from rcm_tui.reports.heading import EditionContext
from rcm_tui.reports.item_page import item_page
from rcm_tui.reports.plan_table import plan_document
from rcm_tui.reports.status.calendar import deadlines_of_plan
from rcm_tui.reports.status.figures import lacks_responsible
from rcm_tui.reports.writers.ics import events
from rcm_tui.reports.writers.markdown import markdown

ON = date(2004, 12, 1)
VISIT = Entry(id="fqt", date="2004-06", event="2004-06-other", text={"en": "VISIT TO OTTAWA"}, status="completed")
WORK = Entry(
    id="zdn",
    date="2004-11-25",
    text={"en": "PREPARE A PROPOSAL"},
    status="active",
    responsible=("PPT",),
    request=Request(from_=("PPT",), due="2005-03"),
)
SEMINAR = Entry(id="krs", date="2005-02-07", event="2005-02-other", text={"en": "SEMINAR"}, status="planned")
ITEMS = (
    Subject(id="LDM", number=1, title={"en": "DEVELOPMENT"}),
    Objective(id="LDM-1", number=1, text={"en": "UNDERSTAND"}),
    Activity(id="LDM-1.1", number=1, text={"en": "HOST A VISIT"}, status="active", calendar=(VISIT, WORK, SEMINAR)),
    Activity(id="LDM-1.2", number=2, text={"en": "SHARE"}, status="active"),
)


def meeting(meeting_id, dates, **fields):
    return Meeting(id=meeting_id, body="OTHER", dates=dates, title={"en": f"Event of {dates}"}, **fields)


PLAN = Plan(
    PlanInfo(title={"en": "Plan"}),
    {
        "CA": Actor(kind=ActorKind.MEMBER, name={"en": "Canada"}),
        "PA": Actor(kind=ActorKind.MEMBER, name={"en": "Panama"}),
        "PPT": Actor(
            kind=ActorKind.OFFICE,
            name={"en": "Presidency"},
            short={"en": "PPT"},
            held={"2004-11": "PA", "2005-04": "CA"},
        ),
    },
    {each.id: each for each in ITEMS},
    frozenset(),
    {
        each.id: each
        for each in (
            meeting("2004-06-other", "2004-06", status=MeetingStatus.CLOSED, actors={"CA": "host"}),
            meeting("2004-09-other", "2004-09", status=MeetingStatus.CLOSED, actors={"CA": "host"}),
            meeting("2005-02-other", "2005-02-07", status=MeetingStatus.PLANNED),
        )
    },
)


def said(page) -> str:
    return "\n".join(line.plain() for line in page_lines(page))


@pytest.mark.parametrize(
    ("query", "found"),
    [("host:Canada", "LDM-1.1"), ("host:PA", ""), ("actor:CA", "LDM-1.1"), ("meeting:2005-02-other", "LDM-1.1")],
)
def test_what_an_actor_hosts_is_found(query, found):
    assert " ".join(find(PLAN, query, ON)) == found


def test_the_page_of_an_actor():
    canada, office = said(whole_actor_page(PLAN, "CA", ON)), said(whole_actor_page(PLAN, "PPT", ON))
    assert "Has held      Presidency (PPT), April 2005" in canada
    assert "2004-06-other  June 2004  hosts" in canada and "2004-09-other  September 2004  hosts" in canada
    assert "Held by       Panama (PA), November 2004" in office
    assert "LDM-1.1/zdn  by March 2005" in office


def test_a_meeting_and_the_entry_that_tells_of_it_count_once():
    entry = replace(VISIT, actors={"CA": "host"})
    activity = replace(ITEMS[2], calendar=(entry, SEMINAR))
    plan = replace(PLAN, items={**PLAN.items, activity.id: activity})
    assert "2004-06-other  June 2004  hosts" not in said(whole_actor_page(plan, "CA", ON))
    assert "LDM-1.1/fqt  June 2004  hosts" in said(whole_actor_page(plan, "CA", ON))
    assert [event.uid for event in events(plan, ON)] == ["2005-02-other"]


def test_an_entry_says_which_meeting_it_is_and_who_held_the_office_then():
    page = said(item_page(PLAN, "LDM-1.1", ON))
    assert "Event: Event of 2004-06, June 2004\n" in page
    assert "CA: host" in page or "Canada: host" in page
    assert "Responsible: PPT (Panama)" in page


OWN = Plan(
    PlanInfo(
        title={"en": "Goals"},
        fields={
            "owner": FieldDeclaration(of=("activity",), type="actor"),
            "partners": FieldDeclaration(of=("activity", "entry"), type="actors"),
            "reviewer": FieldDeclaration(of=("activity",), type="actor", published=False),
        },
    ),
    {code: Actor(kind=ActorKind.OFFICE, name={"en": f"OFFICE {code}"}) for code in ("P1", "P2", "P3", "P4")},
    {
        "GO": Subject(id="GO", number=1, title={"en": "GOALS"}),
        "GO-1": Objective(id="GO-1", number=1, text={"en": "BUILD FASTER"}),
        "GO-1.1": Activity(
            id="GO-1.1",
            number=1,
            text={"en": "CACHE"},
            status="active",
            due="2004-06",
            own={"owner": "P1", "partners": ["P2"], "reviewer": "P4"},
            calendar=(Entry(id="kvt", date="2004-12-24", text={"en": "MERGE"}, own={"partners": ["P3"]}),),
        ),
    },
    {},
    {},
)


def test_fields_of_the_plans_own_name_actors():
    assert [find(OWN, f"actor:{code}", ON) for code in ("P1", "P2", "P3", "P4")] == [("GO-1.1",)] * 4
    assert not any(lacks_responsible(OWN, item) for item in OWN.items.values())
    deadline = deadlines_of_plan(OWN, ON).passed[0]
    assert (deadline.key, deadline.actors) == ("GO-1.1", ("P1", "P2"))
    context = EditionContext(datetime(2004, 12, 1, tzinfo=UTC))
    sheets = [markdown(country_document(OWN, context, code, ON)).decode() for code in OWN.actors]
    assert ["CACHE" in sheet for sheet in sheets] == [True, True, False, False]
    (table,) = (block for block in plan_document(OWN, context).blocks if isinstance(block, Table))
    assert table.rows[0].actors == ("P1", "P2", "P3"), "who reviews is not published"
    nobody = replace(OWN, items={**OWN.items, "GO-1.1": replace(OWN.items["GO-1.1"], own={})})
    pages = [said(item_page(plan, "GO-1.1", on=ON)) for plan in (OWN, nobody)]
    assert ["nobody named" in page for page in pages] == [False, True]
