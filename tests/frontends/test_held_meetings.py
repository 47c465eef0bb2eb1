"""A meeting that was held before is entered in both front ends: asked for, shown as such, closed without an edition."""

from __future__ import annotations

from rcm_tui.tui.dialogs.ask import ConfirmDialog, MessageDialog
from rcm_tui.tui.forms.meeting import MeetingForm

OLD = "2003-12-council"


def test_a_command_stops_unless_it_is_said(plan, rcm, run_git):
    new = ("meeting", "new", "--body", "COUNCIL", "--dates", "December 2003")
    refused = rcm(*new)
    assert refused.status != 0
    assert "was held before COUNCIL, 10-12 May 2006" in refused.err
    assert not (plan / f"meetings/{OLD}.yaml").exists()
    assert rcm(*new, "--held").out == OLD + "\n"
    assert rcm("agreement", "add", "--text", "Plant oaks", "--number", "1").status == 0, (
        "it is the only one that is open"
    )
    assert rcm("set", "GA-1.1", "status=completed", "--meeting", OLD).status != 0
    closed = rcm("meeting", "close", "--yes")
    assert closed.status == 0
    assert "is closed without an edition of the plan: entered after it was held." in closed.err
    assert run_git(plan, "tag") == ""
    assert "none: entered after it was held" in rcm("meeting", "show", OLD).out
    assert rcm("meeting", "list", "--json").json["meetings"][0]["noEdition"] == "held"
    assert "entered after it was held" in rcm("minutes", OLD).out
    assert "entered after it was held" in rcm("diff", "--of", OLD).out + rcm("diff", "--of", OLD).err
    assert rcm("audit").status == 0


async def test_the_form_asks_and_the_closing_says_so(plan, open_app, until, run_git):
    async with open_app(plan) as (app, pilot):
        form = MeetingForm()
        await form.open(app)
        form.field_at("dates").type_text("December 2003")
        await until(pilot, lambda: form.field_at("id").typed == OLD, "the id")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog), "the question")
        assert "was held before" in app.screen.question
        await pilot.press("right", "enter")
        await until(pilot, lambda: OLD in app.plan.meetings, "the meeting")
        assert app.plan.meetings[OLD].is_being_entered
        assert app.plan.open_meetings == ()
        await app.open("meetings", OLD)
        await until(pilot, lambda: app.screen.NAME == "meetings" and app.screen.row_id == OLD, "the register")
        assert "held before and being entered" in app.screen.lead(app.plan).plain
        await pilot.press("C")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog), "the question")
        assert "closes without an edition of the plan" in app.screen.question
        await pilot.press("right", "enter")
        await until(pilot, lambda: isinstance(app.screen, MessageDialog), "what became of it")
        assert "entered after it was held" in app.screen.sentence
        assert run_git(plan, "tag") == ""


async def test_the_form_offers_it(plan, open_app, until):
    async with open_app(plan) as (app, pilot):
        form = MeetingForm()
        await form.open(app)
        form.field_at("dates").type_text("December 2003")
        await until(pilot, lambda: form.field_at("id").typed == OLD, "the id")
        form.field_at("status").chooser.choose("held")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: OLD in app.plan.meetings, "the meeting, without a question")
        assert app.plan.meetings[OLD].is_being_entered
