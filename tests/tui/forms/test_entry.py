"""The form of a calendar entry, driven as by a person."""

from __future__ import annotations

from rcm_tui.tui.dialogs.ask import UnsavedDialog


async def test_words_propose_date_deadline_and_actors_and_the_right_arrow_takes_them(
    open_app, plan_repo, form_at, field, note, until, gone, message
):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.2", "c")
        form.focused.text = "Mexico will hold a seminar on 27-29 November 2006 and report by the end of April 2007"
        await until(pilot, lambda: field(form, "due").suggested is not None, "the deadline")
        assert field(form, "Responsible").suggested == ("MX",)
        assert "27-29 November 2006" in field(form, "Date").input.placeholder
        await pilot.press("tab")
        assert form._focused_field() is field(form, "Date")
        await pilot.press("right")
        assert field(form, "Date").typed == "27-29 November 2006"
        assert "= 27-29 November 2006" in note(field(form, "Date"))
        await pilot.press("tab", "tab", "p", "tab")
        assert form._focused_field() is field(form, "Responsible")
        await pilot.press("right")
        assert field(form, "Responsible").values == ["MX"]
        await pilot.press("ctrl+s")
        await gone(app, pilot)
        (entry,) = app.plan.items["HR-1.2"].calendar
        assert entry.date == "2006-11-27/2006-11-29" and entry.status == "planned"
        assert entry.responsible == ("MX",) and entry.request is None and entry.meeting is None
        assert "HR-1.2: calendar entry" in message(plan_repo)
        await until(pilot, lambda: app.screen.entry_id == entry.id, "the cursor on the new entry")


async def test_a_request_with_its_parts_is_recorded(open_app, plan_repo, form_at, field, until, gone):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.2", "c")
        form.focused.text = "Countries will send contact information"
        field(form, "Status").focus_control()
        await pilot.press("i")
        field(form, "from").focus_control()
        await pilot.press(*"member c", "enter")
        field(form, "to").focus_control()
        await pilot.press(*"TS", "tab")
        field(form, "due").input.value = "end of april 2007"
        field(form, "every").input.value = "grcm"
        field(form, "actors").focus_control()
        await pilot.press(*"can", "enter", *"host", "enter")
        field(form, "meeting").focus_control()
        await pilot.press(*"2006-11-rc", "enter")
        await pilot.press("ctrl+s")
        await gone(app, pilot)
        (entry,) = app.plan.items["HR-1.2"].calendar
        assert entry.request.from_ == ("members",) and entry.request.to == "TS"
        assert entry.request.due == "2007-04" and entry.request.every == "RCGM"
        assert entry.actors == {"CA": "host"} and entry.meeting == "2006-11-rcgm"


async def test_wrong_dates_actors_and_periods_are_told_beside_the_field(
    open_app, plan_repo, form_at, field, note, run_git, until
):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.1", "e", entry="kvt")
        before = run_git(plan_repo, "rev-parse", "HEAD")
        assert field(form, "Date").typed == "October 2004"
        field(form, "Date").input.value = "31 november 2006"
        await until(pilot, lambda: field(form, "Date")._note.has_class("-wrong"), "the complaint")
        assert "31" in note(field(form, "Date"))
        field(form, "every").input.value = "now and then"
        await until(pilot, lambda: "P6M" in note(field(form, "every")), "the complaint")
        field(form, "actors").focus_control()
        await pilot.press(*"can", "enter", "tab")
        assert "part of Canada" in note(field(form, "actors"))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: form._focused_field() is field(form, "Date"), "the first wrong field")
        assert run_git(plan_repo, "rev-parse", "HEAD") == before


async def test_an_entry_is_changed_and_only_its_lines_differ(open_app, plan_repo, form_at, field, gone, run_git):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.1", "enter", entry="mzp")
        field(form, "due").input.value = "20 august 2006"
        await pilot.press("ctrl+s")
        await gone(app, pilot)
        diff = run_git(plan_repo, "show", "--format=", "-U0").splitlines()
        assert [row for row in diff if row[0] in "+-" and row[1] != row[0]] == [
            '-      due: "2006-08-15"',
            '+      due: "2006-08-20"',
        ]


async def test_leaving_asks_and_a_draft_is_kept_until_it_is_dropped(
    open_app, plan_repo, form_at, field, until, gone, drafts
):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.2", "c")
        form.focused.text = "Half a thought"
        await until(pilot, lambda: "new-entry:HR-1.2" in drafts(plan_repo), "the draft")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, UnsavedDialog), "the question")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is form, "the form")
        assert field(form, "English").typed == "Half a thought"


async def test_a_draft_is_taken_up_again(open_app, plan_repo, form_at, field, until, gone, drafts, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.2", "c")
        form.focused.text = "Half a thought"
        field(form, "Date").input.value = "November 20"
        await until(pilot, lambda: "date" in drafts(plan_repo).get("new-entry:HR-1.2", {}), "the draft")
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.2", "c")
        assert field(form, "English").typed == "Half a thought" and field(form, "Date").typed == "November 20"
        assert "it is not recorded" in screen_text(app)
        field(form, "Date").input.value = "November 2006"
        await pilot.press("ctrl+s")
        await gone(app, pilot)
        assert app.plan.items["HR-1.2"].calendar[0].text["en"] == "Half a thought"
        assert not drafts(plan_repo)


async def test_a_draft_that_is_saved_late_does_not_come_back(open_app, plan_repo, form_at, field, until, drafts):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.2", "c")
        field(form, "Date").input.value = "November 2006"
        await until(pilot, lambda: drafts(plan_repo), "the draft")
        await form._keeper.discard()
        form._keeper._save()
        await pilot.pause()
        await app.workspace_thread.run(lambda _workspace: None)
        assert not drafts(plan_repo)


async def test_chips_are_walked_and_taken_away_by_keys_and_mouse(open_app, plan_repo, form_at, field, until):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.2", "c")
        responsible = field(form, "Responsible")
        responsible.focus_control()
        await pilot.press(*"MX", "comma", *"CA", "comma", *"ts", "comma")
        assert responsible.values == ["MX", "CA", "TS"]
        await pilot.press("left", "left", "backspace")
        assert responsible.values == ["MX", "TS"]
        await pilot.press("backspace")
        assert responsible.values == ["MX"]
        await pilot.pause()
        await pilot.click(responsible._chips, offset=(len(" Mexico ×") - 1, 0))
        await until(pilot, lambda: responsible.values == [], "the chip gone")


async def test_keys_pressed_while_it_is_recorded_go_to_what_comes_next(
    open_app, plan_repo, form_at, field, until, gone
):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.2", "c")
        form.focused.text = "Quick"
        await pilot.press("ctrl+s", "escape", "j")
        await gone(app, pilot)
        assert app.plan.items["HR-1.2"].calendar[0].text["en"] == "Quick"
        await until(pilot, lambda: app.screen.item_id == "HR-2", "the plan took the keys")
