"""Fields that a plan declares are known wherever those of every plan are; their laws are in `test_one_law.py`."""

from __future__ import annotations

import csv
import io
import json

import openpyxl

from rcm_tui.cli.app import main
from rcm_tui.workflow.workspace import Workspace
from tests.frontends.test_one_declaration import completions
from tests.frontends.words import ENTRY, ITEM, MEETING

RECORD = ("--between-meetings", "-m", "The board asked")


def test_a_declared_field_is_known_to_every_command(plan, rcm, tmp_path):
    done = rcm("edit", ITEM, "--lead", "IOM", "--risk", "HIGH", "--budget", "6000", "--remark", "Ask Puebla", *RECORD)
    assert done.status == 0, done.err
    assert "lead agency +IOM" in rcm("log", ITEM).out and "risk high" in rcm("log", ITEM).out
    shown = rcm("show", ITEM).out
    assert "Lead agency   International" in shown and "High" in shown and "6,000 USD" in shown and "Ask Puebla" in shown
    item = rcm("show", ITEM, "--json").json["item"]
    assert (item["lead"], item["risk"], item["budget"], item["opens"]) == (["IOM"], "high", 6000, None)
    assert [row[0] for row in rcm("list", "lead:OIM", "risk:high", "budget:5000..").rows] == [ITEM]
    assert rcm("list", "risk:higher").status == 2
    assert "lead agency" in rcm("diff", "HEAD~1", "HEAD").out
    assert "budget=" in completions("set", ITEM, "bud") and "--lead" in completions("edit", ITEM, "--le")
    assert "Lead agency." in rcm("edit", "--help").out
    assert json.loads(rcm("schema", "activity").out)["properties"]["risk"]["anyOf"][0]["enum"] == ["low", "high"]
    rows = list(csv.DictReader(io.StringIO(rcm("publish", "csv", "-o", "-").out.removeprefix("\ufeff"))))
    assert {row["lead"] for row in rows if row["id"] == ITEM and row["kind"] == "activity"} == {"IOM"}
    assert "budget" not in rows[0], "it is not published"
    assert rcm("publish", "xlsx", "--internal", "-o", str(tmp_path / "plan.xlsx")).status == 0
    assert "Budget" in [cell.value for cell in openpyxl.load_workbook(tmp_path / "plan.xlsx").worksheets[0][1]]
    assert rcm("add", "GA-1", "--text", "WATER", "--visitors", "3", *RECORD).status == 0
    refused = rcm("add", "GA", "--text", "AN OBJECTIVE", "--visitors", "5", *RECORD)
    assert refused.status == 2 and "--visitors" in refused.err
    assert rcm("check").status == 0
    assert main(("-C", str(plan), "edit", ITEM, "--risk", "low", *RECORD)) == 0


def test_a_text_of_the_plans_own_is_found_and_shown_where_the_item_is_new(plan, rcm):
    added = rcm("add", "GA-1", "--text", "WATER", "--remark", "Ask Puebla", "--risk", "Low", *RECORD)
    assert added.status == 0, added.err
    assert [row[0] for row in rcm("list", "remark:puebla", "risk:Low").rows] == ["GA-1.3"]
    assert "{+Ask Puebla+}" in rcm("diff", "HEAD~1", "HEAD").out


def test_a_label_is_in_the_language_of_the_reader(plan, rcm):
    assert rcm("set", ITEM, "done=0.5", "risk=low", *RECORD).status == 0
    shown = rcm("--lang", "es", "show", ITEM).out
    assert "Hecho" in shown and "50 %" in shown and "Bajo" in shown
    rcm("--lang", "en", "status")


def test_sums_and_means_of_what_is_below(plan, rcm):
    assert rcm("entry", ITEM, ENTRY, "--done", "1", *RECORD).status == 0
    assert rcm("entry", ITEM, "--add", "--text", "PLANT", "--done", "0", *RECORD).status == 0
    assert rcm("entry", ITEM, "--add", "--text", "WATER", "--done", "0.5", *RECORD).status == 0
    assert "Done (mean)   50%" in rcm("show", ITEM).out
    assert rcm("set", ITEM, "visitors=3", *RECORD).status == 0
    assert rcm("set", "GA-1.2", "visitors=4", "done=100%", *RECORD).status == 0
    shown = rcm("show", "GA-1").out
    assert "Visitors a day (sum) 7" in " ".join(shown.split()) and "Done (mean)   75%" in shown
    assert "mean" not in rcm("show", "GA-1.2").out


def test_totals_stand_in_the_archive_and_in_the_status_report(plan, rcm):
    """Each counts what is in it: archived items in the archive, current ones in the report."""
    for text, visitors in (("WATER", 30), ("WEED", 12)):
        more = ("--status", "completed", "--visitors", str(visitors))
        assert rcm("add", "GA-1", "--text", text, *more, *RECORD).status == 0
    assert rcm("set", ITEM, "visitors=3", *RECORD).status == 0
    assert rcm("set", "GA-1.2", "done=50%", *RECORD).status == 0
    assert rcm("archive", "GA-1.3", "--yes", *RECORD).status == 0
    file = plan / "plan/plan.yaml"
    file.write_text(file.read_text() + "columns: {text: {}, visitors: {}}\n")
    assert "Over the whole plan" in (current := rcm("publish", "md", "-o", "-").out) and "15 (sum)" in current
    archive = rcm("publish", "md", "--what", "archive", "-o", "-").out
    assert "30 (sum)" in archive and "Over the whole archive" in archive and "15 (sum)" not in archive
    rows = [row for row in rcm("status", "totals").out.splitlines() if "GA " in row or "The whole plan" in row]
    assert len(rows) == 2 and all("15" in row and "50%" in row for row in rows)
    report = rcm("publish", "md", "--what", "status", "-o", "-").out
    assert "Visitors a day (sum)" in report and "15" in report.partition("Visitors a day (sum)")[2]
    assert rcm("status", "--json").json["totals"][-1] == {
        **{"id": "", "title": {}},
        "values": {"done": 0.5, "visitors": 15},
    }
    assert "Totals" not in rcm("status", "--actor", "MX").out


def test_meetings_and_agreements_have_them_and_minutes_say_so(plan, rcm, meeting):
    assert rcm("agreement", "add", "--text", "Water more", "--number", "1").status == 0
    assert rcm("agreement", "edit", "1", "--watered", "yes").status == 0
    assert rcm("meeting", "edit", meeting, "--opens", "1 May 2007").status == 0
    assert rcm("set", ITEM, "budget=5", "done=1").status == 0
    assert "Watered: yes" in rcm("meeting", "show", meeting).out and "Opening" in rcm("meeting", "show", meeting).out
    minutes = rcm("minutes", meeting).out
    assert "Watered: yes" in minutes and "Opening: 1 May 2007" in minutes and "Done: 100%" in minutes
    assert "udget" not in minutes, "it is not published"
    assert rcm("meeting", "show", meeting, "--json").json["meeting"]["opens"] == "2007-05-01"


async def test_a_new_agreement_is_given_them_in_its_form(plan, open_app):
    from rcm_tui.tui.forms.agreement import AgreementForm

    async with open_app(plan) as (app, pilot):
        form = AgreementForm()
        await form.open(app)
        await pilot.pause()
        for path, words in ((("text",), "Water more"), (("watered",), "yes"), (("remark", "en"), "Ask Puebla")):
            form.field_at(*path).set_typed(words)
        form.field_at("meeting").set_typed(MEETING)
        form.field_at("lead").set_typed({"values": ["IOM"], "words": ""})
        form.data = form.edited()
        (target,) = form.change(Workspace.open(plan)).targets
        new = target.data["agreements"][-1]
        assert new["text"] == {"en": "Water more"} and new["remark"] == {"en": "Ask Puebla"}
        assert (new["lead"], new["watered"]) == (["IOM"], True)


def test_check_says_what_is_wrong_with_a_declaration(plan, rcm):
    file = plan / "plan" / "plan.yaml"
    file.write_text(
        file.read_text()
        + "  status: {of: [activity], type: line}\n"
        + "  Bad: {of: [activity], type: line}\n"
        + "  size: {of: [activity], type: choice}\n"
        + "  word: {of: [activity], type: line, total: sum}\n"
        + "columns:\n  text:\n    heading: {en: A}\n  nothing:\n    weight: 3\n"
    )
    done = rcm("check")
    assert done.status == 1
    for words in (
        "has a field “status” already",
        "“Bad” cannot be",
        "has choices",
        "only numbers",
        "no field “nothing”",
    ):
        assert words in done.out, words
    file.write_text(file.read_text().replace("of: [activity], type: line}", "of: [gardener], type: sline}", 1))
    done = rcm("check")
    assert "gardener" in done.out and "sline" in done.out


def test_an_item_comes_after_others_and_never_after_itself(plan, rcm):
    assert rcm("set", ITEM, "after=GA-1.2", "actors.MX=lead", *RECORD).status == 0
    shown = rcm("show", ITEM).out
    assert "After         GA-1.2" in shown and "Mexico: lead" in shown
    assert [row[0] for row in rcm("list", "after:ga-1.2").rows] == [ITEM]
    assert ITEM in [row[0] for row in rcm("list", "actor:MX").rows] and ITEM in rcm("show", "MX").out
    for circle in (("edit", "GA-1.2", "--after", ITEM), ("set", ITEM, f"after={ITEM}"), ("set", ITEM, "after=GA-1.9")):
        refused = rcm(*circle, *RECORD)
        assert refused.status == 2 and ("after itself" in refused.err or "no item" in refused.err)
    file = plan / "plan/GA/GA-1/GA-1.2.yaml"
    file.write_text(file.read_text() + f"after: [{ITEM}]\n")
    assert f"GA-1.2 would come after itself: GA-1.2 → {ITEM} → GA-1.2" in rcm("check").out


def test_a_level_that_the_plan_declares_may_be_named_by_its_code(plan, rcm):
    file = plan / "plan" / "plan.yaml"
    levels = "".join(
        f"  {code}: {{one: {{en: {code}}}, many: {{en: {code}s}}}}\n" for code in ("goal", "target", "step")
    )
    file.write_text(file.read_text() + "  size: {of: [step], type: number}\nlevels:\n" + levels)
    assert rcm("set", ITEM, "size=3", *RECORD).status == 0
    assert "Size          3" in rcm("show", ITEM).out and rcm("check").status == 0
    file.write_text(file.read_text().replace("of: [step]", "of: [stop]"))
    assert rcm("check").status == 1
