"""Queries and rules on a small plan."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from rcm_tui import i18n
from rcm_tui.model import rules
from rcm_tui.model.archive_rule import due_for_archive
from rcm_tui.model.entries import Entry, Request
from rcm_tui.model.items import Activity, Actor, Body, Objective, PlanInfo, Subject
from rcm_tui.model.meetings import Agreement, Meeting
from rcm_tui.model.plan import Plan
from rcm_tui.model.query import QueryError, find, read_query
from rcm_tui.model.query_completion import completions
from rcm_tui.model.states import ActorKind, MeetingStatus
from rcm_tui.model.texts import fingerprint

ON = datetime.date(2006, 11, 29)


def activity(item_id: str, words: str, status: str, **fields) -> Activity:
    return Activity(id=item_id, number=int(item_id.rpartition(".")[2]), text={"en": words}, status=status, **fields)


ASKED = Request(from_=("members",), to="TS", due="2006-08", received={"MX": "2006-07-12"})
PLAN = Plan(
    info=PlanInfo(
        title={"en": "P"},
        languages=("en", "es"),
        archive_after="P2Y",
        bodies={"RCGM": Body(name={"en": "Regional Consultation Group", "es": "Grupo Regional de Consulta"})},
    ),
    actors={
        "MX": Actor(kind=ActorKind.MEMBER, name={"en": "Mexico", "es": "México"}),
        "CA": Actor(kind=ActorKind.MEMBER, name={"en": "Canada"}),
        "IOM": Actor(
            kind=ActorKind.ORGANIZATION, name={"en": "International Organization for Migration"}, aliases=("OIM",)
        ),
        "TS": Actor(kind=ActorKind.OFFICE, name={"en": "Technical Secretariat"}),
        "members": Actor(kind=ActorKind.GROUP, name={"en": "Member countries"}, members=("MX", "CA")),
    },
    items={
        item.id: item
        for item in (
            Subject(id="HR", number=2, title={"en": "HUMAN RIGHTS"}),
            Subject(id="LDM", number=1, title={"en": "DEVELOPMENT"}),
            Objective(id="HR-10", number=10, text={"en": "LAST"}),
            Objective(id="HR-4", number=4, text={"en": "HEALTH"}),
            activity(
                "HR-4.1",
                "SEMINAR ON MIGRATION AND HEALTH",
                "pending-input",
                responsible=("MX",),
                calendar=(
                    Entry(id="mzp", text={"es": "Los países envían información"}, status=None, request=ASKED),
                    Entry(id="kvt", text={"en": "X"}, meeting="2004-12-rcgm"),
                ),
            ),
            activity("HR-4.2", "AIDS INITIATIVE", "ongoing", responsible=("RCGM",)),
            activity(
                "HR-4.3",
                "OLD",
                "completed",
                calendar=(Entry(id="old", date="2004-05", text={"en": "DONE"}, status="completed"),),
            ),
            activity(
                "HR-4.4",
                "OLD BUT ARCHIVED",
                "completed",
                calendar=(Entry(id="old", date="2004-05", text={"en": "DONE"}),),
            ),
            activity(
                "HR-4.5",
                "NEWS",
                "completed",
                translated={"es": f"en:{fingerprint('OTHER NEWS')}"},
                calendar=(Entry(id="new", date="2004-11-29", text={"en": "DONE"}),),
            ),
        )
    }
    | {
        "HR-4.6": Activity(
            id="HR-4.6",
            number=6,
            text={"en": "NEWS", "es": "NOTICIAS"},
            status="planned",
            translated={"es": f"en:{fingerprint('OLD NEWS')}"},
            draft=("es",),
        )
    },
    archived=frozenset({"HR-4.4"}),
    meetings={
        "2004-12-rcgm": Meeting(
            id="2004-12-rcgm", body="RCGM", dates="2004-12-02/2004-12-03", status=MeetingStatus.CLOSED
        ),
        "2001-03-rcm": Meeting(
            id="2001-03-rcm",
            body="RCM",
            dates="2001-03",
            status=MeetingStatus.CLOSED,
            agreements=(Agreement(id="hjn", text={"en": "A"}, items=("HR-4",)),),
        ),
    },
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("aids", "HR-4.2"),
        ("paises informacion", "HR-4.1"),
        ("HEALTH", "HR-4 HR-4.1"),
        ("hr-4.2", "HR-4.2"),
        ('"migration and health"', "HR-4.1"),
        ("migration and health", "HR-4.1"),
        ("status:ongoing", "HR-4.2"),
        ("status:open", "HR-4.1 HR-4.2"),
        ("not:status:open subject:HR news", "HR-4.5 HR-4.6"),
        ("actor:oim", ""),
        ("actor:MÉXICO", "HR-4.1"),
        ("actor:canada", "HR-4.1"),
        ("actor:TS", "HR-4.1"),
        ('actor:"grupo regional de consulta"', "HR-4.2"),
        ("objective:hr-4 news", "HR-4.5 HR-4.6"),
        ("meeting:2004-12-rcgm", "HR-4.1"),
        ("meeting:2001-03-rcm", "HR-4"),
        ("due:..2006-12", "HR-4.1"),
        ("due:2007..", ""),
        ("is:overdue", "HR-4.1"),
        ("is:due", "HR-4.3"),
        ("is:stale", "HR-4.6"),
        ("not:is:untranslated", "HR-4.6"),
        ("not:untranslated:es", "HR-4.6"),
        ("untranslated:en", "HR-4.1"),
        ("is:unofficial", "HR-4.6"),
        ("is:archived", "HR-4.4"),
        ("is:any old", "HR-4.3 HR-4.4"),
        ("", "LDM HR HR-4 HR-4.1 HR-4.2 HR-4.3 HR-4.5 HR-4.6 HR-10"),
    ],
)
def test_what_a_query_finds(query, found):
    assert " ".join(find(PLAN, query, ON)) == found


@pytest.mark.parametrize(
    ("query", "word", "hint"),
    [
        ("status:pendng-input x", "pendng-input", "pending-input"),
        ("x statsu:open", "statsu", "status"),
        ("actor:Mexco", "Mexco", "MX"),
        ("subject:XX", "XX", ""),
        ("meeting:1999-rcm", "1999-rcm", ""),
        ("due:2006-13", "2006-13", "month"),
        ("is:lost", "lost", "archived"),
        ("untranslated:fr", "fr", "es"),
    ],
)
def test_a_mistake_points_at_the_word(query, word, hint):
    with pytest.raises(QueryError) as told:
        find(PLAN, query, ON)
    assert query[told.value.start : told.value.end] == word
    assert hint in told.value.sentence
    assert str(told.value).splitlines()[-1].index("^") == query.index(word) + 2


def test_the_tree_is_printed_by_number_then_id():
    assert list(PLAN.walk())[:4] == ["LDM", "HR", "HR-4", "HR-4.1"]


def test_two_years_count_to_the_day():
    assert [activity.id for activity in due_for_archive(PLAN, ON)] == ["HR-4.3"]
    assert [activity.id for activity in due_for_archive(PLAN, ON + datetime.timedelta(1))] == ["HR-4.3", "HR-4.5"]
    assert due_for_archive(PLAN, datetime.date(2006, 5, 31)) == ()
    forever = replace(PLAN, info=replace(PLAN.info, archive_after="P9999Y"))
    assert due_for_archive(forever, ON) == ()


def test_a_month_has_passed_when_its_last_day_has():
    asked = next(asked for item_id in PLAN.walk() for asked in rules.asked_in(PLAN, PLAN.items[item_id]))
    assert not rules.is_overdue(PLAN, asked, datetime.date(2006, 8, 31))
    assert rules.is_overdue(PLAN, asked, datetime.date(2006, 9, 1))


@pytest.mark.parametrize("words", ["is:open", "not:is:open", "status:open", "subject:HR", "not:subject:HR", "id:hr-4"])
def test_what_is_told_without_decoding_an_item_is_what_the_whole_item_says(words):
    ((test, glance),) = read_query(PLAN, words, ON).tests
    seen = {item.id: glance(PLAN, item.id) for item in PLAN.items.values()}
    assert all(seen[item.id] in (None, test(PLAN, item)) for item in PLAN.items.values())
    assert set(seen.values()) >= {True, False}


@pytest.mark.parametrize("words", ["en-curso", "EN-CURSO", '"en curso"', "ong"])
def test_a_status_is_found_by_its_name_in_any_language(words):
    assert find(PLAN, f"status:{words}", ON) == ("HR-4.2",)


def test_statuses_are_completed_in_the_language_in_use_and_by_the_code_that_was_begun():
    assert "status:pending-input" in dict(completions(PLAN, "status:p"))
    i18n.use("es")
    assert {"status:en-curso", "status:concluida"} <= dict(completions(PLAN, "status:")).keys()
    assert list(dict(completions(PLAN, "status:pending"))) == ["status:pending-input"]
