"""A file is imported as a secretary does: its name, what it holds, corrections, one key."""

from __future__ import annotations

from rcm_tui.workflow.publish import PublicationRequest, publish
from rcm_tui.workflow.workspace import Workspace
from tests.cli.test_importing import conclusions, workbook
from tests.delegates import Copy


async def opened(app, pilot, until, file, what):
    await pilot.press("I")
    await until(pilot, lambda: type(app.screen).__name__ == "LineDialog", "the question for the file")
    app.screen.query_one("Input").value = str(file)
    await pilot.press("enter")
    await until(pilot, lambda: type(app.screen).__name__ == "ChooseDialog", "the question what it holds")
    await pilot.press(what)
    await until(pilot, lambda: type(app.screen).__name__ == "ImportScreen", "the screen")
    screen = app.screen
    await until(pilot, lambda: screen.row_id or screen._trouble, "what was read")
    return screen


async def test_a_table_is_corrected_and_added(open_app, plan_repo, until, screen_text, tmp_path):
    file = tmp_path / "log.xlsx"
    file.write_bytes(workbook([["No", "Action", "Place", "Comments"], ["1", "Water the roses", "Garden", "Every day"]]))
    async with open_app(plan_repo) as (app, pilot):
        await opened(app, pilot, until, file, "p")
        assert "1 subject, 1 objective, 1 activity, 2" in screen_text(app)
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: type(app.screen).__name__ == "ChooseDialog", "what the column is")
        await pilot.press("x")
        await until(pilot, lambda: "1 activity, 1" in screen_text(app), "the column left out")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: type(app.screen).__name__ != "ImportScreen", "the end")
        added = [each for each in app.plan.items.values() if each.text.get("en") == "Water the roses"]
        assert len(added) == 1 and [entry.text["en"] for entry in added[0].calendar] == ["Comments: Every day"]


async def test_a_copy_that_was_sent_back_becomes_proposals(open_app, plan_repo, until, screen_text, tmp_path):
    """It looks like a table, but would add the whole plan once more."""
    copy = Copy(publish(Workspace.open(plan_repo), PublicationRequest("docx")).content)
    copy.append(copy.paragraph("HR_1_1"), ", AND OF MEXICO", "Delegation of Mexico")
    file = tmp_path / "mexico.docx"
    file.write_bytes(copy.content())
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("I")
        await until(pilot, lambda: type(app.screen).__name__ == "LineDialog", "the question for the file")
        app.screen.query_one("Input").value = str(file)
        await pilot.press("enter")
        await until(pilot, lambda: "Who sent mexico.docx?" in screen_text(app), "the question for the sender")
        app.screen.query_one("Input").value = "MX"
        await pilot.press("enter")
        await until(pilot, lambda: type(app.screen).__name__ == "ProposalsScreen", "the proposals")
        await until(pilot, lambda: "AND OF MEXICO" in screen_text(app), "what Mexico proposes")


async def test_minutes_are_corrected_and_recorded(open_app, plan_repo, until, screen_text, tmp_path):
    file = tmp_path / "conclusions.docx"
    file.write_bytes(conclusions())
    async with open_app(plan_repo) as (app, pilot):
        screen = await opened(app, pilot, until, file, "m")
        for words in ("preamble", "thanks", "to look at", "Hold a seminar:", "2 agreements · without owners"):
            assert words in screen_text(app), words
        assert screen.row_list.go_to("6")
        await pilot.press("enter")
        await until(pilot, lambda: type(app.screen).__name__ == "ChooseDialog", "what the text is")
        await pilot.press("x")
        await until(pilot, lambda: "five o'clock" not in screen_text(app), "the text left out")
        await pilot.press("w", "ctrl+s")
        await until(pilot, lambda: type(app.screen).__name__ != "ImportScreen", "the end")
        first, second = app.plan.meetings["2006-11-rcgm"].agreements[-2:]
        assert first.request.due == "2007-03-15" and [part.number for part in second.parts] == ["2a", "2b"]


async def test_a_hostile_file_is_refused_with_its_sentence(open_app, plan_repo, until, screen_text, tmp_path):
    file = tmp_path / "office.docx"
    file.write_bytes(b"PK nothing")
    async with open_app(plan_repo) as (app, pilot):
        screen = await opened(app, pilot, until, file, "p")
        assert "Save it as .docx" in screen_text(app) and not screen.is_ready
        await pilot.press("escape")
        await until(pilot, lambda: type(app.screen).__name__ != "ImportScreen", "the screen before")
