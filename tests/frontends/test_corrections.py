"""A correction of a closed meeting: asked for in both front ends, and shown as one wherever the meeting is shown."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from rcm_tui.tui.dialogs.ask import LineDialog
from rcm_tui.tui.forms.agreement import AgreementEditor
from rcm_tui.tui.forms.meeting import MeetingForm

CLOSED = "2006-05-council"
WHY = "The minutes as signed"


def test_a_command_refuses_and_says_how(plan, meeting, rcm, run_git):
    head = run_git(plan, "rev-parse", "HEAD")
    for command in (
        ("set", CLOSED, "place=Managua"),
        ("agreement", "edit", f"{CLOSED}/3", "--text", "Count no trees"),
        ("agreement", "add", "--meeting", CLOSED, "--text", "Count bushes"),
        ("agreement", "withdraw", f"{CLOSED}/3"),
        ("meeting", "open", CLOSED),
    ):
        refused = rcm(*command)
        assert refused.status != 0
        assert "--correct" in refused.err, command
    assert run_git(plan, "rev-parse", "HEAD") == head
    assert run_git(plan, "status", "--porcelain") == ""


def test_a_correction_is_shown_wherever_the_meeting_is(plan, meeting, rcm):
    assert rcm("agreement", "edit", f"{CLOSED}/3", "--text", "Count some trees", "--correct", "-m", WHY).status == 0
    assert rcm("set", "GA-1.1", "status=completed").status == 0
    page = rcm("meeting", "show", CLOSED).out
    assert "Corrected since it was closed" in page
    assert WHY in page
    assert "Corrected or recorded after the meeting was closed" in rcm("minutes", CLOSED).out
    assert WHY in rcm("log", "--meeting", CLOSED, "--json").out
    assert rcm("log", "--meeting", CLOSED).out.splitlines()[0].endswith(f"\tCorrects: {CLOSED}")
    assert rcm("log", CLOSED, "--json").json["records"][0]["corrects"] == CLOSED
    assert "corrected" in rcm("diff", "start", "now").out
    assert rcm("meeting", "show", CLOSED, "--json").json["meeting"]["corrections"][0]["reason"] == WHY
    assert WHY not in rcm("log", "--meeting", meeting).out
    assert rcm("audit").status == 0


FORMS = {
    "meeting": (lambda: MeetingForm("2006-05-council"), ("place",)),
    "agreement": (lambda: AgreementEditor("2006-05-council", "hjn"), ("agreements", "hjn", "number")),
}


@pytest.mark.parametrize(("form", "path"), FORMS.values(), ids=FORMS)
async def test_a_form_asks_whether_it_is_a_correction(plan, open_app, until, run_git, form, path):
    async with open_app(plan) as (app, pilot):
        opened = form()
        await opened.open(app)
        field = opened.field_at(*path)
        field.type_text("9")
        await until(pilot, lambda: field.touched, "what was typed")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, LineDialog), "the question")
        assert "2006-05-council is closed" in app.screen._about
        app.screen.query_one(Input).value = WHY
        await pilot.press("enter")
        await until(pilot, lambda: WHY in run_git(plan, "log", "-1", "--format=%B"), "the record")
        assert f"Meeting: none\nFile: meetings/{CLOSED}.yaml\n" in run_git(plan, "log", "-1", "--format=%B")
        assert f"Corrects: {CLOSED}" in run_git(plan, "log", "-1", "--format=%B")
        await app.open("meetings", CLOSED)
        await until(pilot, lambda: "Corrected since" in _text(app), "the correction")


def _text(app) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())
