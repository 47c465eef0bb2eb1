"""`percent_complete` is one line in the model; this is everything that follows from it."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest
from click.shell_completion import ShellComplete

from rcm_tui.cli.app import root_command
from tests.frontends.words import ITEM

RECORD = ("--between-meetings", "-m", "The board asked")


@pytest.fixture
def half_way(plan, rcm):
    """The plan with an activity at 40 percent, recorded."""
    done = rcm("edit", ITEM, "--percent-complete", "40%", *RECORD)
    assert done.status == 0, done.err
    return done


def completions(*words: str) -> list[str]:
    *before, last = words
    return [
        each.value for each in ShellComplete(root_command(), {}, "rcm", "_RCM_COMPLETE").get_completions(before, last)
    ]


def test_the_option_and_the_message_name_it(half_way, rcm):
    assert "percent complete 40" in rcm("log", ITEM).out
    assert "--percent-complete" in rcm("edit", "--help").out and "--percent-complete" in rcm("add", "--help").out


def test_it_is_shown_on_the_page_and_as_json(half_way, rcm):
    assert "Percent complete" in rcm("show", ITEM).out and "40%" in rcm("show", ITEM).out
    assert rcm("show", ITEM, "--json").json["item"]["percent_complete"] == 40
    assert rcm("show", "GA-1", "--json").json["item"]["percent_complete"] is None


def test_it_is_compared_in_a_difference(half_way, rcm):
    shown = rcm("diff", "HEAD~1", "HEAD").out
    assert "percent complete" in shown and "40%" in shown


def test_it_is_a_term_of_queries_with_ranges(half_way, rcm):
    assert [row[0] for row in rcm("list", "percent_complete:..50").rows] == [ITEM]
    assert [row[0] for row in rcm("list", "percent_complete:40").rows] == [ITEM]
    assert rcm("list", "percent_complete:41..").rows == []
    wrong = rcm("list", "percent_complete:half")
    assert wrong.status == 2 and "0 to 100" in wrong.err


def test_it_is_completed(plan):
    assert "percent_complete=" in completions("set", ITEM, "perc")
    assert "--percent-complete" in completions("edit", ITEM, "--perc")
    assert "percent_complete:" in completions("list", "perc")


def test_a_new_activity_can_have_it(plan, rcm):
    done = rcm("add", "GA-1", "--text", "PLANT MORE", "--percent-complete", "5", *RECORD)
    assert done.status == 0, done.err
    new = done.out.split()[0]
    assert rcm("show", new, "--json").json["item"]["percent_complete"] == 5
    refused = rcm("add", "GA", "--text", "AN OBJECTIVE", "--percent-complete", "5", *RECORD)
    assert refused.status == 2 and "--percent-complete" in refused.err


def test_it_is_a_column_of_spreadsheets(half_way, plan, rcm, tmp_path):
    for form in ("csv", "xlsx"):
        done = rcm("publish", form, "-o", str(tmp_path / f"plan.{form}"))
        assert done.status == 0, done.err
    rows = list(csv.DictReader(io.StringIO((tmp_path / "plan.csv").read_text("utf-8-sig"))))
    assert {row["percent_complete"] for row in rows if row["id"] == ITEM and row["kind"] == "activity"} == {"40"}
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx").worksheets[0]
    head, *lines = sheet.iter_rows(values_only=True)
    at = head.index("Percent complete")
    assert [line[at] for line in lines if line[0] == ITEM] == [40]


def test_it_is_in_the_json_schema(plan, rcm):
    schema = json.loads(rcm("schema", "activity").out)
    assert {"type": "integer", "minimum": 0, "maximum": 100} in schema["properties"]["percent_complete"]["anyOf"]


def test_minutes_tell_of_it(half_way, plan, rcm):
    assert rcm("meeting", "open", "2006-11-council").status == 0
    done = rcm("set", ITEM, "percent_complete=60", "--meeting", "2006-11-council", "-m", "x")
    assert done.status == 0, done.err
    assert "ercent complete" in rcm("minutes", "2006-11-council").out


async def test_both_forms_and_the_detail_pane_have_it(plan, rcm, open_app, until):
    from rcm_tui.tui.forms.item import AddForm, ItemEditor

    rcm("set", ITEM, "percent_complete=40", *RECORD)
    async with open_app(plan) as (app, pilot):
        app.screen.go_to(ITEM)
        await until(pilot, lambda: "40%" in _shown(app), "the detail pane")
        for form in (ItemEditor(ITEM), AddForm("GA-1")):
            await form.open(app)
            await pilot.pause()
            field = form.field_at("percent_complete")
            field.set_typed("250")
            assert "0 to 100" in field.error()
            field.set_typed("75 %")
            assert field.error() == "" and field.value() == 75
            field.set_typed("")
            app.pop_screen()
            await pilot.pause()


def _shown(app) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())
