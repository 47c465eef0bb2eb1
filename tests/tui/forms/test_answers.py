"""Putting down who has answered."""

from __future__ import annotations

import shutil

from rcm_tui.tui.dialogs.ask import ConfirmDialog, LineDialog, UnsavedDialog


async def test_several_answers_become_one_record(open_app, plan_repo, form_at, until, gone, run_git, message):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.1", "w")
        assert form.answers.asked == ["MX", "CA"]
        before = run_git(plan_repo, "rev-list", "--count", "HEAD")
        await pilot.press("p", "space", "ctrl+s")
        await gone(app, pilot)
        received = app.plan.items["HR-1.1"].calendar[1].request.received
        assert received["CA"] == "2006-11-29"
        assert received["MX"].answer == "partial" and received["MX"].date == "2006-11-29"
        assert int(run_git(plan_repo, "rev-list", "--count", "HEAD")) == int(before) + 1
        assert "Item: HR-1.1" in message(plan_repo)


async def test_another_day_and_taking_back(open_app, plan_repo, form_at, field, gone):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.1", "w", entry="mzp")
        await pilot.press("x", "d")
        field(form, "Answered on").input.value = "3 november 2006"
        await pilot.press("ctrl+s")
        await gone(app, pilot)
        received = app.plan.items["HR-1.1"].calendar[1].request.received
        assert set(received) == {"CA"} and received["CA"].date == "2006-11-03" and received["CA"].answer == "declined"


async def test_a_wrong_day_is_told_and_marking_twice_is_nothing(open_app, plan_repo, form_at, field, note, until, gone):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.1", "w")
        await pilot.press("space")
        assert form.answers.kind_of("MX") == ""
        await pilot.press("space")
        assert not form.touched
        await pilot.press("p")
        field(form, "Answered on").input.value = "the day before"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: field(form, "Answered on")._note.has_class("-wrong"), "the complaint")
        assert app.screen is form


async def test_leaving_asks_and_marks_are_kept_as_a_draft(open_app, plan_repo, form_at, until, drafts):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.1", "w")
        await pilot.press("down", "space")
        await until(pilot, lambda: "answers:HR-1.1/mzp" in drafts(plan_repo), "the draft")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, UnsavedDialog), "the question")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is form, "the form")
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.1", "w")
        assert form.answers.kind_of("CA") == "complete"


async def test_a_group_without_known_members_takes_any_actor_that_answers(
    open_app, plan_repo, form_at, field, gone, run_git
):
    actors = plan_repo / "plan/actors.yaml"
    actors.write_text(actors.read_text() + "interested:\n  kind: group\n  name: {en: Interested countries}\n")
    path = plan_repo / "plan/HR/HR-1/HR-1.1.yaml"
    path.write_text(path.read_text().replace("from: [members]", "from: [interested]"))
    run_git(plan_repo, "commit", "-qam", "open group\n\nMeeting: none")
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.1", "w")
        assert form.answers.asked == ["MX"]
        field(form, "Others").focus_control()
        await pilot.press(*"canada", "enter")
        await pilot.press("ctrl+s")
        await gone(app, pilot)
        assert app.plan.items["HR-1.1"].calendar[1].request.received["CA"] == "2006-11-29"


async def test_a_group_of_others_is_taken_apart_or_refused(open_app, plan_repo, form_at, field, until, gone, run_git):
    actors = plan_repo / "plan/actors.yaml"
    actors.write_text(actors.read_text() + "interested:\n  kind: group\n  name: {en: Interested countries}\n")
    path = plan_repo / "plan/HR/HR-1/HR-1.1.yaml"
    path.write_text(path.read_text().replace("from: [members]", "from: [interested]"))
    run_git(plan_repo, "commit", "-qam", "open group\n\nMeeting: none")
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.1", "w")
        others = field(form, "Others")
        others.type_text("interested")
        assert "interested is a group" in others.error()
        others.type_text("")
        others.focus_control()
        await pilot.press(*"members", "enter")
        await until(pilot, lambda: "CA" in form.answers.asked, "its members")
        await pilot.press("ctrl+s")
        await gone(app, pilot)
        assert set(app.plan.items["HR-1.1"].calendar[1].request.received) == {"MX", "CA"}


async def test_others_answers_recorded_meanwhile_stay(open_app, plan_repo, form_at, until, gone):
    async with open_app(plan_repo) as (app, pilot):
        await form_at(app, pilot, "HR-1.1", "w")
        await pilot.press("p")
        path = plan_repo / "plan/HR/HR-1/HR-1.1.yaml"
        path.write_text(path.read_text() + '        CA: "2006-10-01"\n')
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog), "leave to take the edit along")
        await pilot.press("tab", "enter")
        await gone(app, pilot)
        received = app.plan.items["HR-1.1"].calendar[1].request.received
        assert received["CA"] == "2006-10-01" and received["MX"].answer == "partial"


async def test_a_comment_on_an_answer_is_recorded_and_shown(open_app, plan_repo, form_at, until, gone):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.1", "w")
        await pilot.press("p", "up", "t")
        await until(pilot, lambda: isinstance(app.screen, LineDialog), "the question")
        await pilot.press(*"half", "enter")
        await until(pilot, lambda: app.screen is form, "the form")
        assert "half" in str(form.answers.list.get_option_at_index(0).prompt)
        await pilot.press("ctrl+s")
        await gone(app, pilot)
        answer = app.plan.items["HR-1.1"].calendar[1].request.received["MX"]
        assert answer.answer == "partial" and answer.note == {"en": "half"} and answer.date == "2006-11-29"
        await pilot.press("w")
        await until(pilot, lambda: app.screen is not form and getattr(app.screen, "answers", None), "the form again")
        assert "half" in str(app.screen.answers.list.get_option_at_index(0).prompt)


async def test_a_late_answer_is_recorded_for_the_round_that_is_chosen(open_app, sample, tmp_path, form_at, field, gone):
    async with open_app(shutil.copytree(sample, tmp_path / "sample")) as (app, pilot):
        form = await form_at(app, pilot, "HR-2.8", "w", entry="bpk")
        assert [round_.key for round_ in form.rounds()][:2] == ["practice", "2006-11-rcgm"]
        field(form, "Round").chooser.choose("2006-11-rcgm")
        form.focus_first()
        form.answers.list.focus()
        await pilot.press("M", "space", "ctrl+s")
        await gone(app, pilot)
        request = app.plan.items["HR-2.8"].calendar[0].request
        assert "MX" in request.rounds["2006-11-rcgm"] and "MX" not in request.received
