"""Who put what there: beside the fields of an item, word by word, and sentences that stand no longer."""

from __future__ import annotations

from rcm_tui.workflow import edit

BY = "RCGM, 27-29 November 2006 · Test Person"


def blocks(app):
    return {block.name or block.entry: block.words.plain for block in app.screen.detail.blocks}


async def at(app, pilot, until, item_id):
    app.screen.go_to(item_id)
    await until(pilot, lambda: app.screen.item_id == item_id, "the cursor")


async def set_field(app, item_id, assignment):
    await app.record(lambda workspace: edit.set_fields(workspace, item_id, [edit.parse_assignment(assignment)]))


async def test_each_field_and_entry_says_who_set_it(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        await set_field(app, "HR-1.1", "status=active")
        await set_field(app, "HR-1.1", "calendar.kvt.status=postponed")
        await at(app, pilot, until, "HR-1.1")
        await pilot.press("b")
        await until(pilot, lambda: "↳" in blocks(app).get("text.en", ""), "who set the text")
        said = blocks(app)
        assert said["status"].splitlines()[1].startswith(f"↳ status: {BY}")
        assert said["status"].splitlines()[2].startswith("↳ number: between meetings · ")
        assert said["responsible"].splitlines()[-1].startswith("↳ between meetings · ")
        entry = said["kvt"].splitlines()
        assert entry[-2].startswith("↳ between meetings · ")
        assert entry[-1].startswith(f"↳ status: {BY}")
        assert said["mzp"].splitlines()[-1].startswith("↳ between meetings · ")
        await at(app, pilot, until, "HR-1.2")
        await until(pilot, lambda: "↳" in blocks(app).get("text.en", ""), "the next item's")
        await pilot.press("b")
        await until(pilot, lambda: "↳" not in blocks(app)["text.en"], "it gone")


async def test_what_no_record_has_yet_is_said(open_app, plan_repo, until):
    path = plan_repo / "plan/HR/HR-1/HR-1.2.yaml"
    path.write_text(path.read_text().replace("status: active", "status: completed"))
    async with open_app(plan_repo) as (app, pilot):
        await at(app, pilot, until, "HR-1.2")
        await pilot.press("b")
        await until(pilot, lambda: "↳ status: not recorded yet" in blocks(app)["status"], "that it is not recorded")


async def test_a_text_is_told_word_by_word(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        await set_field(app, "HR-1.2", "text.en=HOLD A SECOND WORKSHOP ON SMUGGLING")
        await at(app, pilot, until, "HR-1.2")
        await pilot.press("B")
        await until(pilot, lambda: type(app.screen).__name__ == "WordBlameDialog", "the words")
        text = screen_text(app)
        assert "HOLD A¹ SECOND² WORKSHOP ON SMUGGLING¹" in text
        assert "¹ between meetings · " in text
        assert f"² {BY}" in text


async def test_a_sentence_that_stands_no_longer_is_found_with_who_took_it_out(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        await set_field(app, "HR-1.2", "text.en=HOLD A SEMINAR")
        await at(app, pilot, until, "HR-1.2")
        await pilot.press("H")
        await until(pilot, lambda: type(app.screen).__name__ == "HistoryScreen" and app.screen.row_id, "the history")
        await pilot.press("slash", *"workshop on smug", "enter")
        await until(
            pilot, lambda: type(app.screen).__name__ == "TextHistoryScreen" and app.screen.row_id, "the records"
        )
        screen = app.screen
        assert [(each.key, each.what) for each in screen.found.values()] == [
            ("HR-1.2", "taken-out"),
            ("HR-1.2", "put-in"),
        ]
        await until(pilot, lambda: "Removed" in screen_text(app), "the record")
        card = next(block for block in screen.detail.blocks if block.role == "broken")
        struck = [card.words.plain[span.start : span.end] for span in card.words.spans if "strike" in str(span.style)]
        assert struck == ["WORKSHOP ON SMUG"]
        await pilot.press("o")
        await until(pilot, lambda: type(app.screen).__name__ == "PlanScreen", "the plan")
        assert app.screen.item_id == "HR-1.2"


async def test_words_that_never_stood_anywhere_are_said_to_be_unknown(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("W", *"quarks", "enter")
        await until(pilot, lambda: "These words were never" in screen_text(app), "the sentence")
        await pilot.press("escape")
        await until(pilot, lambda: type(app.screen).__name__ == "PlanScreen", "the plan")
