"""The columns of the published table that a plan declares, and the dates that are printed before texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rcm_tui.model.entries import Entry, Funding, Request, Source
from rcm_tui.model.items import Activity, ColumnDeclaration, FieldDeclaration, Objective, PlanInfo, Subject
from rcm_tui.model.plan import Plan
from rcm_tui.reports.columns import TOTAL, date_unsaid
from rcm_tui.reports.document import Revision, resolved
from rcm_tui.reports.heading import EditionContext
from rcm_tui.reports.plan_table import PrintOptions, plan_document
from rcm_tui.reports.redline import redline
from rcm_tui.reports.writers.docx import docx
from rcm_tui.reports.writers.html import html
from rcm_tui.reports.writers.markdown import markdown
from rcm_tui.reports.writers.pdf import pdf

CONTEXT = EditionContext(datetime(2026, 11, 28, tzinfo=UTC))
COLUMN = ColumnDeclaration
PLAN = Plan(
    PlanInfo(
        title={"en": "Plan"},
        fields={
            "done": FieldDeclaration(of=("activity", "entry"), type="share", total="mean"),
            "secret": FieldDeclaration(of=("activity",), type="line", published=False),
        },
        columns={
            "text": COLUMN(weight=30),
            "status": COLUMN(heading={"en": "State"}),
            "responsible": COLUMN(),
            "cost": COLUMN(field="funding"),
            "done": COLUMN(weight=6),
            "secret": COLUMN(),
            "priority": COLUMN(),
            "goal": COLUMN(of="objective", field="priority"),
            "calendar": COLUMN(weight=30),
            "when": COLUMN(of="entry", field="date"),
            "until": COLUMN(of="entry", field="deadline"),
        },
    ),
    {},
    {
        "AA": Subject(id="AA", number=1, title={"en": "WATER"}),
        "AA-1": Objective(id="AA-1", number=1, text={"en": "CLEAN IT"}, priority="first"),
        "AA-1.1": Activity(
            id="AA-1.1",
            number=1,
            text={"en": "BUILD WELLS"},
            status="active",
            responsible=("WHO",),
            funding=Funding(cost=60000, currency="USD"),
            own={"secret": "x"},
            calendar=(
                Entry(id="kvt", text={"en": "FIRST"}, date="2026-11", own={"done": 1}),
                Entry(id="mzp", text={"en": "SECOND"}, own={"done": 0.5}, request=Request(due="2027-03")),
            ),
        ),
        "AA-1.2": Activity(id="AA-1.2", number=2, text={"en": "TEST THEM"}, status="planned"),
    },
    frozenset(),
    {},
)


def lines(plan: Plan, *, internal: bool = False) -> list[str]:
    made = plan_document(plan, CONTEXT, PrintOptions(internal=internal, numbers=False))
    return [line for line in markdown(made).decode().splitlines() if line.startswith("|")]


def test_a_plan_is_printed_in_the_columns_that_it_declares_and_none_is_empty():
    assert lines(PLAN) == [
        "| ACTIVITIES | State | RESPONSIBLE | FUNDING | DONE | PRIORITY | CALENDAR | DATE | DEADLINE |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        "| ***BUILD WELLS*** | active | WHO | costs 60,000 USD | 75% | first | FIRST | November 2026 |  |",
        "|  |  |  |  |  |  | SECOND |  | March 2027 |",
        "| TEST THEM | planned |  |  |  |  |  |  |  |",
        "| ACTIVITIES | State | RESPONSIBLE | FUNDING | DONE | PRIORITY | CALENDAR | DATE | DEADLINE |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        "|  |  |  |  | **75% (mean)** |  |  |  |  |",
    ]
    assert "\n## Over the whole plan\n" in markdown(plan_document(PLAN, CONTEXT)).decode()
    assert TOTAL not in [table.key for table in plan_document(PLAN, CONTEXT, archive=True).tables]
    assert "SECRET" in lines(PLAN, internal=True)[0]


def test_widths_follow_the_weights_and_every_format_can_be_written():
    made = plan_document(PLAN, CONTEXT)
    table = next(made.tables)
    assert sum(table.widths) == 100 and table.widths[0] == 3 * table.widths[1]
    assert sum(table.header[0].spans) == len(table.columns)
    assert b"60,000 USD" in html(made) and docx(made) and pdf(made)


def test_a_redline_over_a_change_of_columns_holds_both():
    columns = {name: column for name, column in PLAN.info.columns.items() if name != "status"}
    columns["number"] = COLUMN()
    new_plan = replace(PLAN, info=replace(PLAN.info, columns=columns))
    old, new = plan_document(PLAN, CONTEXT), plan_document(new_plan, CONTEXT)
    marked = redline(old, new, lambda _key: Revision("Ana", CONTEXT.when), banner="")
    for side, accept in ((old, False), (new, True)):
        kept, had = (
            [sorted(paragraph.text for paragraph in row.paragraphs) for table in document.tables for row in table.rows]
            for document in (resolved(marked, accept=accept), side)
        )
        assert kept == had and len(kept) == 4


@pytest.mark.parametrize(
    ("date", "text", "said"),
    [
        ("2006-11", "Presented to the group", "November 2006"),
        ("2006-11", "Presented to the group in November 2006", ""),
        ("2006-11", "Presented on 27 Nov. 2006", ""),
        ("2006-11-27", "Presented in November 2006", "27 November 2006"),
        ("2006-11", "Presented in October 2006", "November 2006"),
        ("2006", "Presented in 2007", "2006"),
        (None, "Presented", ""),
    ],
)
def test_a_date_is_printed_where_the_text_does_not_say_it(date, text, said):
    entry = Entry(id="kvt", date=date, text={"en": text})
    assert date_unsaid(entry, None) == date_unsaid(entry, "unsaid") == said
    assert date_unsaid(entry, "never") == ""
    transcribed = replace(entry, source=Source(document="2006-11-rcgm"))
    assert date_unsaid(transcribed, None) == "" and date_unsaid(transcribed, "unsaid") == said
