"""The form of a further request, and the answers to the rounds of one that recurs."""

from __future__ import annotations

from rcm_tui.tui.forms.entry import EntryForm
from rcm_tui.tui.forms.members import RequestForm
from rcm_tui.tui.forms.opening import open_answers
from rcm_tui.workflow import edit, meetings, requests


def requests_of(app):
    return app.plan.items["HR-1.1"].calendar[1].all_requests


async def test_an_entry_asks_for_something_more_in_its_form(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        await EntryForm("HR-1.1", "mzp").open(app)
        form = app.screen
        listed = form.field_at("calendar", "mzp", "requests")
        listed.list.focus()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RequestForm), "the form of a request")
        app.screen.field_at("text", "en").type_text("CONFIRM THE LIST")
        app.screen.field_at("due").type_text("end of April 2008")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(requests_of(app)) == 2 and app.screen is form, "the request")
        new = requests_of(app)[1]
        assert (new.text, new.due) == ({"en": "CONFIRM THE LIST"}, "2008-04")
        await RequestForm("HR-1.1", "mzp", new.id, path=("calendar", "mzp", "requests", new.id)).open(app)
        app.screen.field_at("calendar", "mzp", "requests", new.id, "due").type_text("2008-05")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: requests_of(app)[1].due == "2008-05", "the change")
        await RequestForm("HR-1.1", "mzp", new.id, path=("calendar", "mzp", "requests", new.id)).open(app)
        await pilot.press("f8")
        await until(pilot, lambda: app.screen.is_modal, "the question")
        await pilot.press("y")
        await until(pilot, lambda: len(requests_of(app)) == 1 and app.screen is form, "the request gone")


async def test_answers_in_the_form_go_to_the_current_round(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        again = [edit.parse_assignment(f"calendar.mzp.request.{each}") for each in ("every=RCGM", "due=")]
        await app.record(lambda each: edit.set_fields(each, "HR-1.1", again))
        await app.record(lambda each: meetings.new(each, "2006-05-rcgm", body="RCGM", dates="14-16 May 2006"))
        await app.record(lambda each: requests.answer(each, "HR-1.1", "mzp", ["CA"], date="2006-01-10"))
        await open_answers(app, "HR-1.1", "mzp")
        form = app.screen
        assert "Round of" in str(form.about()) and not form.answers.kind_of("CA")
        await pilot.press("a", "ctrl+s")
        await until(pilot, lambda: app.screen is not form, "the answers")
        (request,) = requests_of(app)
        assert request.rounds["2006-05-rcgm"] == {"CA": "2006-01-10"}, "what was answered before stays"
        assert request.rounds["2006-11-rcgm"]["CA"] == app.on.isoformat()
