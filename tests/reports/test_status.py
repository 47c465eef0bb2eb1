"""The figures of the status report, against counts made by hand on a small plan and by other means on the real one."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from rcm_tui import i18n
from rcm_tui.cli import output
from rcm_tui.model.rules import Day
from rcm_tui.reports.status.country import country_figures
from rcm_tui.reports.status.figures import missing_by_currency
from rcm_tui.reports.status.json import status_json
from rcm_tui.reports.status.page import DRAWN, SECTIONS, section, sections
from rcm_tui.reports.status.report import About, status_of_plan
from rcm_tui.store.reader import PlanReader, load_files

ROOT = Path(__file__).parents[2]
ON = date(2006, 11, 29)

INFO = """\
schema: 1
title: {en: A plan}
languages: [en, es]
archive_after: P2Y
bodies:
  RCGM:
    name: {en: Consultation Group}
"""
ACTORS = """\
MX: {kind: member, name: {en: Mexico}}
CA: {kind: member, name: {en: Canada}}
BZ: {kind: member, name: {en: Belize}}
AR: {kind: observer, name: {en: Argentina}}
IOM: {kind: organization, name: {en: International Organization for Migration}, short: {en: IOM}}
members: {kind: group, name: {en: Member countries}, members: [MX, CA, BZ]}
"""


def activity(item_id: str, status: str, more: str = "") -> str:
    number = item_id.rpartition(".")[2]
    return f"id: {item_id}\nnumber: {number}\ntext:\n  en: >-\n    TEXT OF {item_id}\nstatus: {status}\n{more}"


def entry(entry_id: str, more: str = "") -> str:
    lines = "".join(f"    {line}\n" for line in more.splitlines())
    return f"  - id: {entry_id}\n    text:\n      en: >-\n        TEXT OF {entry_id}\n{lines}"


FILES = {
    "plan/plan.yaml": INFO,
    "plan/actors.yaml": ACTORS,
    "plan/HR/HR.yaml": "id: HR\nnumber: 2\ntitle: {en: HUMAN RIGHTS}\n",
    "plan/HR/HR-1/HR-1.yaml": "id: HR-1\nnumber: 1\ntext: {en: AN OBJECTIVE}\npriority: high\n",
    "plan/HR/HR-1/HR-1.1.yaml": activity(
        "HR-1.1",
        "pending-input",
        "responsible: [IOM]\ncalendar:\n"
        + entry(
            "kvt",
            "status: pending-input\nrequest:\n  from: [members]\n  to: IOM\n  due: '2006-08-15'\n  sent: '2006-06-01'\n"
            "  ledger: complete\n  received: {MX: '2006-07-12'}",
        )
        + entry("mzp", "status: pending-input\nmeeting: 2006-05-rcgm\nrequest: {from: [CA, AR], every: RCGM}")
        + entry("bcd", "status: completed\nrequest: {from: [BZ], due: '2006-09'}"),
    ),
    "plan/HR/HR-1/HR-1.2.yaml": activity(
        "HR-1.2",
        "active",
        "calendar:\n"
        + entry("ddd", "status: planned\ndate: '2007-02'\nactors: {MX: host, CA: offers}\nresponsible: [MX]")
        + entry("fff", "status: planned\ndate: '2006-03'")
        + "source: {document: 2006-11-rcgm, line: 1, emphasis: none}\n",
    ),
    "plan/HR/HR-1/HR-1.3.yaml": activity("HR-1.3", "planned"),
    "plan/HR/HR-1/HR-1.4.yaml": activity(
        "HR-1.4", "completed", "calendar:\n" + entry("ggg", "status: completed\ndate: '2003-05'")
    ),
    "plan/HR/HR-1/HR-1.5.yaml": "id: HR-1.5\nstatus: nonsense\n",
    "plan/MP/MP.yaml": "id: MP\nnumber: 1\ntitle: {en: POLICIES}\n",
    "plan/MP/MP-1/MP-1.yaml": "id: MP-1\nnumber: 1\ntext: {en: ANOTHER}\n",
    "plan/MP/MP-1/MP-1.1.yaml": activity(
        "MP-1.1",
        "ongoing",
        "responsible: [members]\npriority: 1\nfunding: {cost: 900, currency: USD, by: [CA], missing: 400}\n"
        "calendar:\n"
        + entry("hhh", "status: completed\nsource: {document: 2006-11-rcgm, line: 2, emphasis: all}")
        + entry("jjj", "status: ongoing\nfunding: {cost: 50, currency: EUR}"),
    ),
    "archive/MP/MP-1/MP-1.2.yaml": activity("MP-1.2", "completed", "archived: {date: '2006-01-01'}\n"),
    "meetings/2006-05-rcgm.yaml": "id: 2006-05-rcgm\nbody: RCGM\ndates: '2006-05'\nstatus: closed\n"
    "agreements:\n"
    "  - {id: aaa, number: '1', text: {en: LED SOMEWHERE}, items: [HR-1.1]}\n"
    "  - {id: bbb, number: '2', text: {en: LED NOWHERE}, responsible: [CA], date: '2006-12'}\n"
    "  - {id: ccc, number: '3', text: {en: A RULE}, no_item: A rule}\n"
    "  - {id: eee, number: '4', text: {en: WITHDRAWN}, status: withdrawn}\n",
    "meetings/2007-05-rcgm.yaml": "id: 2007-05-rcgm\nbody: RCGM\ndates: '2007-05'\nstatus: planned\npresidency: MX\n"
    "place: Puebla\n",
    "meetings/2009-05-rcgm.yaml": "id: 2009-05-rcgm\nbody: RCGM\ndates: '2009-05'\nstatus: planned\n",
    "meetings/some.yaml": "id: some\nbody: RCGM\nstatus: planned\n",
}


@pytest.fixture(scope="module", autouse=True)
def english():
    """Whatever language a test before has chosen."""
    i18n.use("en")


@pytest.fixture(scope="module")
def plan():
    return load_files({path: text.encode() for path, text in FILES.items()})


@pytest.fixture(scope="module")
def report(plan):
    return status_of_plan(plan, About(Day(ON, "option")))


def test_items_are_counted_by_subject_and_status_in_printed_order(report):
    policies, rights = report.standing
    assert (policies.id, policies.objectives, policies.archived) == ("MP", ("MP-1",), ("MP-1.2",))
    assert policies.by_status == {"ongoing": ("MP-1.1",)}
    assert rights.by_status == {
        "pending-input": ("HR-1.1",),
        "active": ("HR-1.2",),
        "planned": ("HR-1.3",),
        "completed": ("HR-1.4",),
        "unreadable": ("HR-1.5",),
    }
    assert rights.open == ("HR-1.1", "HR-1.2")
    assert len(rights.activities) == 5


def test_requests_say_from_whom_since_when_by_when(report):
    by_key = {part.asked.key: part for part in report.waiting}
    assert list(by_key) == ["HR-1.1/kvt", "HR-1.1/mzp"]
    first, second = report.waiting
    assert (first.since.date, first.asked.waiting, first.asked.passed) == ("2006-06-01", ("CA", "BZ"), True)
    assert (second.since.date, second.since.meeting) == (None, "2006-05-rcgm")


def test_the_grid_tells_silence_as_what_it_is(report):
    assert report.grid.columns == ("HR-1.1/kvt", "HR-1.1/mzp")
    answers = {row.actor: [(cell.answer, cell.date) for cell in row.cells] for row in report.grid.rows}
    assert answers == {
        "MX": [("answered", "2006-07-12"), ("not-asked", None)],
        "CA": [("not-yet", None), ("not-recorded", None)],
        "BZ": [("not-yet", None), ("not-asked", None)],
        "AR": [("not-asked", None), ("not-recorded", None)],
    }
    canada = next(row for row in report.grid.rows if row.actor == "CA")
    assert (canada.asked, canada.answered) == (2, 0)


def test_deadlines_stand_in_order_passed_and_to_come(report):
    assert [(each.what, each.key) for each in report.deadlines.passed] == [
        ("entry", "HR-1.2/fff"),
        ("request", "HR-1.1/kvt"),
    ]
    assert [(each.what, each.key, str(each.date)) for each in report.deadlines.to_come] == [
        ("agreement", "2006-05-rcgm/bbb", "2006-12"),
        ("entry", "HR-1.2/ddd", "2007-02"),
        ("request", "HR-1.1/mzp", "2007-05"),  # at every RCGM: the next one in the register
    ]


def test_what_is_due_for_the_archive_says_why(report):
    assert [each.id for each in report.due] == ["HR-1.4"]
    assert "its last date is May 2003," in report.due[0].why


def test_what_names_nobody_is_not_over(report):
    # HR-1.1 and MP-1.1 name somebody, HR-1.2 by an entry; HR-1.4 is over.
    assert report.nobody == ("HR-1.3",)


def test_words_and_status_that_disagree(report):
    assert [
        (disagreement.key, disagreement.status, disagreement.printed_open) for disagreement in report.disagreements
    ] == [
        ("MP-1.1/hhh", "completed", True),
        ("HR-1.2", "active", False),
    ]


def test_the_calendar_of_twelve_months(report):
    assert [(each.what, each.key) for each in report.ahead] == [
        ("deadline", "2006-05-rcgm/bbb"),
        ("event", "HR-1.2/ddd"),
        ("meeting", "2007-05-rcgm"),
        ("deadline", "HR-1.1/mzp"),
        ("meeting", "some"),  # has no date yet; the one of 2009 is too far
    ]
    assert report.ahead[-1].date is None


def test_agreements_that_led_nowhere(report):
    assert [agreement.key for agreement in report.agreements] == ["2006-05-rcgm/bbb"]


def test_priorities_pending_and_unfunded(report):
    assert [(need.key, need.priority, need.pending, need.unfunded) for need in report.needs] == [
        ("MP-1.1", 1, True, True),
        ("MP-1.1/jjj", None, False, True),  # costs something, and nobody is said to pay
        ("HR-1", "high", True, False),
    ]
    assert missing_by_currency(report.needs) == {"USD": 400}


def test_without_a_history_nothing_is_said_of_changes_or_news(report):
    assert (report.changed, report.changed_before, report.quiet.meetings) == (None, None, ())
    assert [(point.meeting, point.open, point.all, point.archived) for point in report.trend] == [(None, 3, 6, 1)]
    assert "too few editions" in section(report, "quiet").empty


def test_every_section_has_a_title_and_says_when_it_is_empty(report, plan):
    named = {section.name for section in sections(report)}
    assert named | set(DRAWN) == set(SECTIONS)
    empty = status_of_plan(
        load_files({"plan/plan.yaml": INFO.encode(), "plan/actors.yaml": ACTORS.encode()}), About(Day(ON, "option"))
    )
    for each in sections(empty):
        assert (each.rows, bool(each.empty), bool(each.title)) == ((), True, True)
    for each in sections(report):
        assert all(len(row.cells) == len(each.heads) for row in each.rows)


def test_of_a_long_section_only_the_first_rows_are_made(report):
    whole = section(report, "emphasis")
    first = section(report, "emphasis", 1)
    assert (whole.count, len(whole.rows), first.count, first.rows) == (2, 2, 2, whole.rows[:1])
    assert all(each.count == len(each.rows) for each in sections(report))


def test_ids_behind_every_row_are_there(report, plan):
    for each in sections(report):
        for row in each.rows:
            assert plan.node(row.owner) is not None or row.owner in plan.meetings


def test_a_part_of_the_plan(plan):
    items = frozenset({"MP", *plan.walk("MP")})
    part = status_of_plan(plan, About(Day(ON, "option"), subject="MP"), items=items)
    assert [one.id for one in part.standing] == ["MP"]
    assert (part.waiting, part.nobody, part.due, part.agreements) == ((), (), (), ())
    assert [need.key for need in part.needs] == ["MP-1.1", "MP-1.1/jjj"]


def test_only_the_answers_of_some_actors(plan):
    part = status_of_plan(plan, About(Day(ON, "option"), actor="CA"), actors=("CA",))
    assert [(one.asked.key, one.asked.waiting) for one in part.waiting] == [
        ("HR-1.1/kvt", ("CA",)),
        ("HR-1.1/mzp", ("CA",)),
    ]
    mexico = status_of_plan(plan, About(Day(ON, "option"), actor="MX"), actors=("MX",))
    assert mexico.waiting == ()  # it has answered all that it was asked


def test_the_json_has_all_sections_and_only_plain_values(report, capsys):
    output.data("status", **status_json(report))
    data = json.loads(capsys.readouterr().out)
    assert data["on"] == "2006-11-29"
    assert data["grid"]["requests"] == ["HR-1.1/kvt", "HR-1.1/mzp"]
    assert data["withoutNews"] == {"meetings": [], "items": []}
    assert data["priorities"][0]["funding"]["missing"] == 400
    assert data["deadlines"]["toCome"][2]["every"] == "RCGM"


# --- one country


def test_what_one_country_owes_offers_and_hosts(plan):
    canada = country_figures(plan, "CA", ON)
    assert [(asked.key, owe.answer) for asked, owe in canada.owes] == [
        ("HR-1.1/kvt", "not-yet"),
        ("HR-1.1/mzp", "not-recorded"),
    ]
    assert [(part.key, part.role) for part in canada.offered] == [("HR-1.2/ddd", "offers"), ("MP-1.1", "funds")]
    assert (canada.responsible, canada.agreements) == (("MP-1.1",), ("2006-05-rcgm/bbb",))
    mexico = country_figures(plan, "MX", ON)
    assert [asked.key for asked, _one in mexico.answered] == ["HR-1.1/kvt"]
    assert mexico.owes == ()
    assert [(part.key, part.role, part.place) for part in mexico.hosts] == [
        ("HR-1.2/ddd", "host", None),
        ("2007-05-rcgm", "presides", "Puebla"),
    ]
    belize = country_figures(plan, "BZ", ON)
    assert [asked.key for asked, _one in belize.owes] == ["HR-1.1/kvt"]  # what is completed is no longer asked


def test_an_unknown_actor_has_an_empty_sheet(plan):
    nobody = country_figures(plan, "XX", ON)
    assert (nobody.name, nobody.owes, nobody.hosts, nobody.responsible) == ({}, (), (), ())


# --- the plan of the RCM, counted by other means


@pytest.fixture(scope="module")
def real():
    plan = PlanReader(ROOT).read()
    return status_of_plan(plan, About(Day(ON, "option")))


def _files(room: str) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / room).rglob("*.yaml")}


def test_the_real_plan_by_status(real):
    written: dict[str, list[str]] = {}
    for item_id, text in _files("plan").items():
        if re.fullmatch(r"[A-Z]+-\d+\.\d+", item_id):
            status = re.search(r"^status: (\S+)$", text, re.MULTILINE)
            assert status is not None
            written.setdefault(status[1], []).append(item_id)
    counted: dict[str, list[str]] = {}
    for part in real.standing:
        for status, found in part.by_status.items():
            counted.setdefault(status, []).extend(found)
    assert {status: sorted(found) for status, found in counted.items()} == {
        status: sorted(found) for status, found in written.items()
    }
    archived = [item_id for item_id in _files("archive") if "." in item_id]
    assert sorted(item_id for part in real.standing for item_id in part.archived) == sorted(archived)


def test_the_real_plan_has_the_requests_that_its_files_have(real):
    asked = sum(len(re.findall(r"^    request:$", text, re.MULTILINE)) for text in _files("plan").values())
    over = 0
    for text in _files("plan").values():
        for piece in re.split(r"^  - id: ", text, flags=re.MULTILINE)[1:]:
            over += "request:" in piece and bool(re.search(r"^    status: (completed|cancelled)$", piece, re.MULTILINE))
    assert len(real.waiting) == asked - over > 0


def test_the_real_plan_disagrees_where_the_checker_says_so(real):
    from rcm_tui.store.check import check

    told = [
        problem.path
        for problem in check(ROOT)
        if problem.code == "emphasis-and-status" and problem.path.startswith("plan/")
    ]
    assert sorted(path.rpartition("/")[2].removesuffix(".yaml") for path in told) == sorted(
        disagreement.key.partition("/")[0] for disagreement in real.disagreements
    )


def recurring(every: str, sent: str) -> dict[str, str]:
    request = f"status: pending-input\nrequest: {{from: [MX], every: {every}, sent: '{sent}'}}"
    file = "plan/HR/HR-1/HR-1.1.yaml"
    return {**FILES, file: activity("HR-1.1", "pending-input", "calendar:\n" + entry("rrr", request))}


@pytest.mark.parametrize(
    ("every", "sent", "on", "due"),
    [
        ("P1M", "2007-01-31", date(2007, 5, 15), "2007-05-31"),
        ("P1M", "2007-01-31", date(2007, 2, 1), "2007-02-28"),
        ("P1M", "2007-01-31", date(2007, 3, 1), "2007-03-31"),
        ("P3M", "2007-11-30", date(2008, 1, 1), "2008-02-29"),
        ("P3M", "2007-11-30", date(2008, 3, 5), "2008-05-30"),
        ("P1Y", "2008-02-29", date(2011, 6, 1), "2012-02-29"),
        ("P1M", "2007-02", date(2007, 4, 5), "2007-04"),
        ("P30D", "2007-01-31", date(2007, 3, 5), "2007-04-01"),
        ("P1M", "2007-06-30", date(2007, 5, 15), "2007-06-30"),
    ],
)
def test_a_short_month_does_not_shorten_those_after_it(every, sent, on, due):
    plan = load_files({path: text.encode() for path, text in recurring(every, sent).items()})
    found = status_of_plan(plan, About(Day(on, "option")))
    assert [each.date.text for each in found.deadlines.to_come if each.key == "HR-1.1/rrr"] == [due]
