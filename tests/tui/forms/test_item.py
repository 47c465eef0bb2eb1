"""The item editor, driven as by a person."""

from __future__ import annotations

from rcm_tui.tui.dialogs.ask import ConfirmDialog, UnsavedDialog
from rcm_tui.tui.forms.conflict import ConflictDialog


async def test_an_activity_is_edited_and_recorded_in_one_record(
    open_app, plan_repo, form_at, field, until, gone, message, run_git, screen_text
):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.1", "e")
        assert form.focused is field(form, "English").area
        field(form, "Spanish").area.text = "INCLUIR EL SIDA"
        field(form, "Status").focus_control()
        await pilot.press("c")
        field(form, "Responsible").focus_control()
        await pilot.press(*"canad", "enter")
        assert field(form, "Responsible").values == ["IOM", "CA"]
        field(form, "Number").input.value = "7"
        field(form, "Cost").input.value = "60000"
        field(form, "Currency").input.value = "usd"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "1 request is not answered:" in screen_text(app), "what becomes of it")
        await pilot.press("o")
        await gone(app, pilot)
        item = app.plan.items["HR-1.1"]
        assert item.calendar[1].request.unanswered == "open"
        assert item.text["es"] == "INCLUIR EL SIDA"
        assert item.status == "completed" and item.responsible == ("IOM", "CA") and item.number == 7
        assert item.funding.cost == 60000 and item.funding.currency == "USD"
        assert "Item: HR-1.1" in message(plan_repo) and "Meeting: 2006-11-rcgm" in message(plan_repo)
        changed = run_git(plan_repo, "show", "--format=", "--numstat").split()
        assert changed[2] == "plan/HR/HR-1/HR-1.1.yaml"
        assert app.screen.item_id == "HR-1.1"


async def test_unknown_keys_and_untouched_fields_stay_to_the_letter(open_app, plan_repo, form_at, field, gone, run_git):
    path = plan_repo / "plan/HR/HR-1/HR-1.2.yaml"
    path.write_text(path.read_text() + "colour: 'red'   # ours\n")
    run_git(plan_repo, "commit", "-qam", "more\n\nMeeting: none")
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.2", "e")
        field(form, "Priority").input.value = "high"
        await pilot.press("ctrl+s")
        await gone(app, pilot)
        added = [
            row
            for row in run_git(plan_repo, "show", "--format=", "-U0").splitlines()
            if row[0] in "+-" and row[1] != row[0]
        ]
        assert added == ["+priority: high"]


async def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_recorded(
    open_app, plan_repo, form_at, field, note, run_git, until
):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.2", "e")
        before = run_git(plan_repo, "rev-parse", "HEAD")
        field(form, "Number").input.value = "two"
        await until(pilot, lambda: "whole number" in note(field(form, "Number")), "the complaint")
        field(form, "English").area.text = "  "
        field(form, "Responsible").focus_control()
        await pilot.press(*"zzz", "tab")
        assert "no actor “zzz”" in note(field(form, "Responsible"))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "at least one language" in note(field(form, "English")), "the complaint")
        assert form.focused is field(form, "English").area
        assert run_git(plan_repo, "rev-parse", "HEAD") == before
        assert app.screen is form


async def test_leaving_unsaved_work_asks_and_goes_on_writing_by_default(
    open_app, plan_repo, form_at, field, until, gone, drafts
):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.2", "e")
        await pilot.press("X", "escape")
        await until(pilot, lambda: isinstance(app.screen, UnsavedDialog), "the question")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is form, "the form")
        assert field(form, "English").typed.endswith("SMUGGLINGX") or field(form, "English").typed.startswith("X")
        await until(pilot, lambda: "HR-1.2" in drafts(plan_repo), "the draft")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, UnsavedDialog), "the question")
        await pilot.press("tab", "enter")
        await gone(app, pilot)
        assert not drafts(plan_repo)
        assert app.plan.items["HR-1.2"].text["en"] == "HOLD A WORKSHOP ON SMUGGLING"


async def test_an_untouched_form_closes_without_asking(open_app, plan_repo, form_at, gone):
    async with open_app(plan_repo) as (app, pilot):
        await form_at(app, pilot, "HR-1.2", "e")
        await pilot.press("escape")
        await gone(app, pilot)


async def test_the_same_field_changed_by_another_program_shows_both_versions(
    open_app, plan_repo, form_at, field, until, gone, screen_text
):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.2", "e")
        field(form, "English").area.text = "HOLD A WORKSHOP IN MEXICO"
        path = plan_repo / "plan/HR/HR-1/HR-1.2.yaml"
        path.write_text(path.read_text().replace("SMUGGLING", "TRAFFICKING").replace("active", "completed"))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ConflictDialog), "both versions")
        shown = screen_text(app)
        assert "HOLD A WORKSHOP IN MEXICO" in shown and "HOLD A WORKSHOP ON TRAFFICKING" in shown
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog), "leave to take the edits by hand along")
        await pilot.press("tab", "enter")
        await gone(app, pilot)
        item = app.plan.items["HR-1.2"]
        assert item.text["en"] == "HOLD A WORKSHOP IN MEXICO" and item.status == "completed"


async def test_a_change_on_disk_is_told_while_one_writes_and_can_be_settled(
    open_app, plan_repo, form_at, field, until, screen_text
):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.2", "e")
        field(form, "English").area.text = "MINE"
        path = plan_repo / "plan/HR/HR-1/HR-1.2.yaml"
        path.write_text(path.read_text().replace("SMUGGLING", "TRAFFICKING").replace("active", "completed"))
        await app.reload()
        await until(pilot, lambda: "Another program changed this too: English" in screen_text(app), "the notice")
        assert field(form, "Status").typed == "completed"
        await pilot.press("ctrl+r")
        await until(pilot, lambda: isinstance(app.screen, ConflictDialog), "both versions")
        await pilot.press("2")
        await until(pilot, lambda: app.screen is form, "the form")
        await until(pilot, lambda: field(form, "English").typed == "HOLD A WORKSHOP ON TRAFFICKING", "the file's text")
        assert not form.touched


async def test_a_translation_that_is_written_anew_is_no_longer_stale(
    open_app, plan_repo, form_at, field, note, gone, run_git
):
    path = plan_repo / "plan/HR/HR-1/HR-1.1.yaml"
    path.write_text(path.read_text().replace("status: ongoing", 'translated: {es: "en:00000000"}\nstatus: ongoing'))
    run_git(plan_repo, "commit", "-qam", "stale\n\nMeeting: none")
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.1", "e")
        assert "Older than" in note(field(form, "Spanish"))
        field(form, "Spanish").area.text = "DE NUEVO"
        await pilot.press("ctrl+s")
        await gone(app, pilot)
        item = app.plan.items["HR-1.1"]
        from rcm_tui.model.texts import stale_languages

        assert not stale_languages(item.text, item.translated)


async def test_an_objective_with_its_actions_and_a_subject_are_edited(open_app, plan_repo, form_at, field, gone):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1", "e")
        field(form, "English", 1).area.text = "EXCHANGE MORE"
        await pilot.press("ctrl+s")
        await gone(app, pilot)
        assert app.plan.items["HR-1"].actions[0].text["en"] == "EXCHANGE MORE"
        form = await form_at(app, pilot, "HR", "e")
        field(form, "Spanish").area.text = "DERECHOS"
        await pilot.press("ctrl+s")
        await gone(app, pilot)
        assert app.plan.items["HR"].title["es"] == "DERECHOS"


async def test_control_characters_in_a_text_do_nothing_and_survive(open_app, plan_repo, form_at, field, gone, run_git):
    path = plan_repo / "plan/HR/HR-1/HR-1.2.yaml"
    path.write_text('id: HR-1.2\nnumber: 2\ntext:\n  en: "[/foo] \\e]0;gone\\a [bold]x"\nstatus: active\n')
    run_git(plan_repo, "commit", "-qam", "odd\n\nMeeting: none")
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.2", "e")
        assert field(form, "English").typed == "[/foo] ␛]0;gone␇ [bold]x"
        await pilot.press("ctrl+end", "y")
        await pilot.press("ctrl+s")
        await gone(app, pilot)
        assert "\x1b]0;gone\x07" in app.plan.items["HR-1.2"].text["en"]


async def test_it_fits_into_80_by_24_and_the_keys_reach_every_field(open_app, plan_repo, form_at, field, until):
    async with open_app(plan_repo, size=(80, 24)) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.1", "e")
        seen = []
        for _step in range(len(form.fields)):
            focused = form._focused_field()
            seen.append(focused.label)
            await until(
                pilot, lambda focused=focused: focused.region.y < 23 and focused.region.bottom > 1, "the field in sight"
            )
            await pilot.press("tab")
        assert seen == [field.label for field in form.fields]


async def test_entries_open_from_the_list(open_app, plan_repo, form_at, field, until):
    from rcm_tui.tui.forms.entry import EntryForm

    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.1", "e")
        field(form, "Entries").focus_control()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntryForm), "the entry's form")
        assert app.screen.entry_id == "kvt"
        field(app.screen, "Status").focus_control()
        await pilot.press("x", "ctrl+s")
        await until(pilot, lambda: app.screen is form, "back in the item")
        assert app.plan.items["HR-1.1"].calendar[0].status == "cancelled"
        await until(pilot, lambda: form.base["calendar"][0]["status"] == "cancelled", "the item's form knows")
        assert not form.touched


async def test_both_versions_can_be_seen_while_another_field_is_not_right_yet(
    open_app, plan_repo, form_at, field, until
):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.2", "e")
        field(form, "English").area.text = "MINE"
        field(form, "Number").input.value = "two"
        path = plan_repo / "plan/HR/HR-1/HR-1.2.yaml"
        path.write_text(path.read_text().replace("SMUGGLING", "TRAFFICKING"))
        await app.reload()
        await until(pilot, lambda: form.has_conflict, "the notice")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: isinstance(app.screen, ConflictDialog), "both versions")
        await pilot.press("1")
        await until(pilot, lambda: app.screen is form and not form.has_conflict, "settled")
        assert field(form, "English").typed == "MINE" and field(form, "Number").typed == "two"
        assert form.base["text"]["en"].endswith("TRAFFICKING")


async def test_an_item_archived_meanwhile_is_told_and_what_was_typed_is_kept(
    open_app, plan_repo, form_at, field, until, screen_text, drafts
):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.2", "e")
        field(form, "English").area.text = "MINE"
        await until(pilot, lambda: "HR-1.2" in drafts(plan_repo), "the draft")
        (plan_repo / "plan/HR/HR-1/HR-1.2.yaml").unlink()
        await app.reload()
        await until(pilot, lambda: "kept as a draft" in screen_text(app), "the notice")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is not form, "told")
        assert "HR-1.2" in drafts(plan_repo)
