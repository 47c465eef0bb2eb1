"""The plan on the screen, driven by keys."""

from __future__ import annotations

from textual.widgets import Input


async def to(app, pilot, until, item_id):
    screen = app.screen
    screen.go_to(item_id)
    await until(pilot, lambda: screen.item_id == item_id, f"cursor on {item_id}")
    await until(pilot, lambda: screen._shown == item_id, f"{item_id} shown")


async def test_the_plan_is_shown_with_its_meeting_and_what_waits(open_app, plan_repo, screen_text, until):
    async with open_app(plan_repo) as (app, _pilot):
        text = screen_text(app)
        first, second = text.splitlines()[:2]
        assert "RCGM, 27-29 November 2006" in first
        assert "Plan of a small conference" in second
        assert "1 to link" in second
        assert "HUMAN RIGHTS" in text
        assert "AN OLD SEMINAR" not in text


async def test_a_filter_without_matches_names_the_archive(open_app, plan_repo, screen_text, until):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("/", *"HR-1.3")
        await until(pilot, lambda: "is:any adds the archive" in screen_text(app), "where else to look")
        await pilot.press("space", *"is:any")
        await until(pilot, lambda: "AN OLD SEMINAR" in screen_text(app), "the archived activity")


async def test_an_item_is_shown_whole(open_app, plan_repo, screen_text, until):
    async with open_app(plan_repo) as (app, pilot):
        await to(app, pilot, until, "HR-1.1")
        await until(pilot, lambda: "Start the plan" in screen_text(app), "the last change")
        text = screen_text(app)
        for words in (
            "INCLUIR LA INICIATIVA SOBRE SIDA",
            "↻ ongoing",
            "International Organization for Migration (IOM)",
            "October 2004   ✓ completed",
            "Asked: Member countries; answers go to",
            "✓ answered: Mexico (12 July 2006)",
            "· not recorded: Canada",
            "agreement 3",
            "Test Person",
        ):
            assert words in text, words


async def test_a_long_text_is_wrapped_beside_and_cut_with_an_ellipsis_in_the_tree(
    open_app, plan_repo, screen_text, until
):
    async with open_app(plan_repo) as (app, pilot):
        await to(app, pilot, until, "HR-1")
        await until(pilot, lambda: "ROUTES THROUGH IT" in screen_text(app), "the end of the text")
        assert "…" in screen_text(app)


async def test_status_changes_in_two_keys_and_undo_says_what_it_took_back(open_app, plan_repo, until, run_git):
    async with open_app(plan_repo) as (app, pilot):
        await to(app, pilot, until, "HR-1.2")
        await pilot.press("s", "c")
        await until(pilot, lambda: app.plan.items["HR-1.2"].status == "completed", "the new status")
        assert run_git(plan_repo, "log", "-1", "--format=%s").startswith("HR-1.2: status active -> completed")
        assert "Meeting: 2006-11-rcgm" in run_git(plan_repo, "log", "-1", "--format=%b")
        assert app.screen.item_id == "HR-1.2"
        await pilot.press("u")
        await until(pilot, lambda: app.plan.items["HR-1.2"].status == "active", "the old status")
        await until(pilot, lambda: any("HR-1.2" in note.message for note in app._notifications), "what was undone")
        await pilot.press("U")
        await until(pilot, lambda: app.plan.items["HR-1.2"].status == "completed", "the new status again")


async def test_escape_leaves_the_status_alone(open_app, plan_repo, until, run_git):
    async with open_app(plan_repo) as (app, pilot):
        await to(app, pilot, until, "HR-1.2")
        before = run_git(plan_repo, "rev-parse", "HEAD")
        await pilot.press("s", "escape")
        await until(pilot, lambda: len(app.screen_stack) == 2, "the dialog gone")
        assert run_git(plan_repo, "rev-parse", "HEAD") == before


async def test_the_status_of_an_entry_changes_where_the_focus_is(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        await to(app, pilot, until, "HR-1.1")
        app.screen.detail.focus_entry("mzp")
        await until(pilot, lambda: app.screen.entry_id == "mzp", "the entry focused")
        await pilot.press("s", "c")
        await until(pilot, lambda: "What becomes of them?" in screen_text(app), "what becomes of its request")
        await pilot.press("c")
        await until(pilot, lambda: app.plan.items["HR-1.1"].calendar[1].status == "completed", "the entry's status")
        assert app.plan.items["HR-1.1"].calendar[1].request.unanswered == "closed"
        await until(pilot, lambda: app.screen.entry_id == "mzp", "the entry still focused")


async def test_three_letters_find_an_item_and_escape_gives_all_back(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("slash", "a", "i", "d")
        await until(pilot, lambda: app.screen.item_id == "HR-1.1", "the item found")
        await until(pilot, lambda: "1 item" in screen_text(app), "the count")
        assert [row.id for row in app.screen.outline.rows] == ["HR", "HR-1", "HR-1.1"]
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen.outline.rows) > 3, "all rows")
        assert app.screen.item_id == "HR-1.1"
        assert app.screen.focused is app.screen.outline


async def test_a_mistake_in_the_filter_is_explained(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("slash")
        app.screen.query_one("#filter Input", Input).value = "status:nonsense"
        await until(pilot, lambda: "nonsense" in screen_text(app).replace("status:nonsense", "", 1), "the complaint")
        assert not app.screen.outline.rows  # rather than what the words before had found
        await pilot.press("escape")
        await until(pilot, lambda: app.screen.outline.rows, "all rows")


async def test_several_are_archived_with_a_reason_and_one_restored(open_app, plan_repo, until, run_git):
    async with open_app(plan_repo) as (app, pilot):
        await to(app, pilot, until, "HR-1.1")
        await pilot.press("space", "space", "a")
        await until(pilot, lambda: app.screen.is_modal, "the reason asked")
        app.screen.query_one(Input).value = "Both carried out"
        await pilot.press("enter")
        await until(pilot, lambda: "becomes" in getattr(app.screen, "heading", ""), "what becomes of the request")
        await pilot.press("c")
        await until(pilot, lambda: {"HR-1.1", "HR-1.2"} <= app.plan.archived, "both archived")
        message = run_git(plan_repo, "log", "-1", "--format=%B")
        assert "Both carried out" in message
        assert "Item: HR-1.1" in message and "Item: HR-1.2" in message
        assert not app.screen.outline.marked
        await pilot.press("slash")
        app.screen.query_one("#filter Input", Input).value = "is:archived workshop"
        await until(pilot, lambda: app.screen.item_id == "HR-1.2", "the archived item found")
        await pilot.press("enter", "r")
        await until(pilot, lambda: "HR-1.2" not in app.plan.archived, "restored")


async def test_those_marked_get_a_status_in_one_record(open_app, plan_repo, until, run_git):
    async with open_app(plan_repo) as (app, pilot):
        await to(app, pilot, until, "HR-1.1")
        await pilot.press("space", "space", "s")
        await until(pilot, lambda: app.screen.is_modal, "the statuses")
        await pilot.press("t")
        both = ("HR-1.1", "HR-1.2")
        await until(pilot, lambda: all(app.plan.items[each].status == "postponed" for each in both), "both postponed")
        assert run_git(plan_repo, "log", "-1", "--format=%B").count("Item: ") == 2
        assert not app.screen.outline.marked


async def test_items_are_reordered_and_the_cursor_goes_along(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        await to(app, pilot, until, "HR-1.2")
        await pilot.press("K")
        await until(pilot, lambda: app.plan.current_children("HR-1") == ("HR-1.2", "HR-1.1"), "the new order")
        assert app.screen.item_id == "HR-1.2"


async def test_edits_by_another_program_appear_with_the_cursor_where_it_was(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo, watch_files=True) as (app, pilot):
        await to(app, pilot, until, "HR-1.2")
        path = plan_repo / "plan/HR/HR-1/HR-1.2.yaml"

        new = path.read_text().replace("SMUGGLING", "TRAFFICKING")
        beside = path.with_suffix(".new")

        def changed():
            beside.write_text(new)
            beside.replace(path)  # again and again, should the first come before anybody watches
            return app.plan.items["HR-1.2"].text["en"].endswith("TRAFFICKING")

        await until(pilot, changed, "the edit")
        assert app.screen.item_id == "HR-1.2"
        await until(pilot, lambda: "1 not recorded" in screen_text(app), "the count of edits by hand")


async def test_narrow_windows_show_one_or_the_other(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo, size=(80, 24)) as (app, pilot):
        await to(app, pilot, until, "HR-1.1")
        assert "October 2004" not in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "October 2004" in screen_text(app), "the item")
        assert "HOLD A WORKSHOP" not in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: "HOLD A WORKSHOP" in screen_text(app), "the tree")


async def test_a_window_too_small_says_so(open_app, plan_repo, screen_text):
    async with open_app(plan_repo, size=(50, 12)) as (app, _pilot):
        assert "60 columns and 16" in " ".join(screen_text(app).split())
        assert "HUMAN RIGHTS" not in screen_text(app)


async def test_an_unreadable_file_is_shown_in_its_place_with_the_line(open_app, plan_repo, until, screen_text):
    (plan_repo / "plan/HR/HR-1/HR-1.2.yaml").write_text("id: HR-1.2\nnumber: [\n")
    async with open_app(plan_repo) as (app, pilot):
        await to(app, pilot, until, "HR-1.2")
        text = screen_text(app)
        assert "cannot be read" in text
        assert "plan/HR/HR-1/HR-1.2.yaml:" in text
        assert "problem" in text.splitlines()[1]


async def test_markup_and_control_characters_in_a_text_do_nothing(open_app, plan_repo, until, screen_text):
    path = plan_repo / "plan/HR/HR-1/HR-1.2.yaml"
    path.write_text('id: HR-1.2\nnumber: 2\ntext:\n  en: "[/foo] [WIP] \\e]0;gone\\a [bold]x"\nstatus: active\n')
    async with open_app(plan_repo) as (app, pilot):
        await to(app, pilot, until, "HR-1.2")
        text = screen_text(app)
        assert "[/foo] [WIP] ␛]0;gone␇ [bold]x" in text
        assert "\x1b" not in text and "\x07" not in text


async def test_the_language_changes_texts_and_words(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("L")
        await until(pilot, lambda: "DERECHOS HUMANOS" in screen_text(app), "the Spanish title")
        assert "Plan de una conferencia" in screen_text(app)


async def test_copying_goes_through_the_terminal(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        await to(app, pilot, until, "HR-1.2")
        await pilot.press("y")
        await until(pilot, lambda: app.clipboard == "HR-1.2", "the id copied")
        await pilot.press("Y")
        await until(pilot, lambda: app.clipboard == "HOLD A WORKSHOP ON SMUGGLING", "the text copied")


async def test_clicks_put_the_cursor_and_fold(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        outline = app.screen.outline
        await pilot.click(outline, offset=(12, 1))
        await until(pilot, lambda: app.screen.item_id == "HR-1", "the cursor on what was clicked")
        await pilot.click(outline, offset=(4, 1))
        await until(pilot, lambda: "HR-1.1" in [row.id for row in outline.rows], "unfolded")


async def test_a_plan_outside_git_is_read_all_the_same(open_app, plan_repo, until, screen_text):
    import shutil

    shutil.rmtree(plan_repo / ".git")
    async with open_app(plan_repo, has_git=False) as (app, pilot):
        await to(app, pilot, until, "HR-1.2")
        await until(pilot, lambda: "Last change" in screen_text(app), "why the last change is not known")
        assert "HOLD A WORKSHOP ON SMUGGLING" in screen_text(app)


async def test_a_broken_plan_file_costs_nothing_but_itself(open_app, plan_repo, until, screen_text):
    (plan_repo / "plan/plan.yaml").write_text("schema: 1\ntitle: [\n")
    async with open_app(plan_repo) as (app, _pilot):
        line = screen_text(app).splitlines()[1]
        assert plan_repo.name in line
        assert "! 1 problem" in line
        assert "HUMAN RIGHTS" in screen_text(app)


async def test_where_nothing_matches_it_is_said_and_escape_goes_back_to_where_one_was(
    open_app, plan_repo, until, screen_text
):
    async with open_app(plan_repo) as (app, pilot):
        await to(app, pilot, until, "HR-1.2")
        await pilot.press("slash", "z", "z", "z")
        await until(pilot, lambda: "No matches" in screen_text(app), "the sentence")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen.item_id == "HR-1.2", "the cursor where it was")


async def test_the_item_whose_id_is_typed_is_under_the_cursor_and_not_one_below_it(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("slash", *"HR-1.1")
        await pilot.press("backspace", "backspace", "enter")
        await until(pilot, lambda: app.screen.focused is app.screen.outline, "the list")
        assert app.screen.item_id == "HR-1"
