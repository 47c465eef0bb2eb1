"""Publishing from the interface: what is chosen is what is written, and nothing is lost on the way."""

from __future__ import annotations

import io
import sys
import threading
from pathlib import Path

import pytest

from rcm_tui.reports.plan_table import Emphasis, PrintOptions
from rcm_tui.workflow.publish import FORMATS, PublicationRequest, publish
from rcm_tui.workflow.workspace import Workspace
from tests.programs import skip_outside_ci


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Where the program was started: empty, and outside the plan."""
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.chdir(out)
    return out


async def open_form(app, pilot, until):
    await pilot.press("P")
    await until(pilot, lambda: type(app.screen).__name__ == "PublishDialog", "the form")
    return app.screen


async def written(app, pilot, until):
    await until(pilot, lambda: type(app.screen).__name__ == "MessageDialog", "that it is told")
    return app.screen


async def test_names_letters_that_no_font_has(plan_repo, folder, open_app, until, screen_text):
    path = next(path for path in (plan_repo / "plan").rglob("*.yaml") if "WORKSHOP" in path.read_text("utf-8"))
    path.write_text(path.read_text(encoding="utf-8").replace("WORKSHOP", "WORKSHOP ሰላም", 1), encoding="utf-8")
    made = publish(Workspace.open(plan_repo), PublicationRequest("pdf", "plan"))
    if not made.remarks:
        skip_outside_ci("the fonts of this machine have every letter that is tried")
    async with open_app(plan_repo, size=(120, 40)) as (app, pilot):
        await open_form(app, pilot, until)
        await pilot.press("tab", "p", "ctrl+s")
        await written(app, pilot, until)
        await until(pilot, lambda: "U+1230 (1)" in screen_text(app), "the letters")
        assert "Install a font" in screen_text(app)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
@pytest.mark.parametrize("form", ["md", "docx"])
async def test_publishes_the_plan_into_a_file(plan_repo, folder, open_app, until, screen_text, form, size):
    async with open_app(plan_repo, size=size) as (app, pilot):
        dialog = await open_form(app, pilot, until)
        await until(pilot, lambda: "Publish it" in screen_text(app), "the form on the screen")
        await pilot.press("tab", form[0])
        proposed = Path(dialog.fields.file.typed)
        assert proposed.parent == folder and proposed.suffix == f".{form}"
        await pilot.press("ctrl+s")
        await written(app, pilot, until)
        await until(pilot, lambda: proposed.name in screen_text(app).replace("\n", ""), "the name of the file")
        await pilot.press("escape")
        assert type(app.screen).__name__ == "PlanScreen"
    made = publish(Workspace.open(plan_repo), PublicationRequest(form, "plan"))
    assert (proposed.name, proposed.read_bytes()) == (made.name, made.content)
    assert list(folder.iterdir()) == [proposed]
    if form == "docx":
        import docx

        cells = [cell.text for table in docx.Document(io.BytesIO(made.content)).tables for cell in table._cells]
        assert any(cell.endswith("HOLD A WORKSHOP ON SMUGGLING") for cell in cells)


async def test_what_can_be_chosen_follows_from_what_is_published(plan_repo, folder, open_app, until):
    async with open_app(plan_repo) as (app, pilot):
        dialog = await open_form(app, pilot, until)
        fields = dialog.fields
        for choice in fields.what.chooser.choices:
            await pilot.press(choice.key)
            assert fields.what.typed == choice.value
            if choice.value == "site":
                assert Path(fields.file.typed).name == "plan-site" and not fields.form.display
                continue
            assert tuple(each.value for each in fields.form.chooser.choices) == FORMATS[choice.value]
            assert fields.country.display is (choice.value == "country")
            assert fields.since.display is (choice.value in ("redline", "status", "secretariat"))
            assert fields.internal.display is (choice.value in ("archive", "redline", "country", "data"))
            assert fields.emphasis.display is (choice.value in ("plan", "archive", "redline", "data"))
            fields.emphasis.set_typed("source")
            chosen = Emphasis.SOURCE if fields.emphasis.display else Emphasis.STATUS
            if choice.value != "country":
                assert fields.request().options.emphasis is chosen
            assert Path(fields.file.typed).suffix == f".{fields.form.typed}"
        assert fields.paper.display is False  # a calendar has no pages


async def test_the_name_that_a_person_gave_stays_and_its_ending_follows_the_format(plan_repo, folder, open_app, until):
    async with open_app(plan_repo) as (app, pilot):
        fields = (await open_form(app, pilot, until)).fields
        fields.file.set_typed(str(folder / "mine.docx"))
        await pilot.press("tab", "m")
        assert fields.file.typed == str(folder / "mine.md")
        fields.file.set_typed("given.txt")
        await pilot.press("h")
        assert fields.file.typed == "given.txt"


async def test_a_sheet_of_a_country_with_notes(plan_repo, folder, open_app, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        dialog = await open_form(app, pilot, until)
        await pilot.press("c", "tab", "m", "ctrl+s")
        await until(pilot, lambda: "Say which country the sheet is for." in screen_text(app), "the complaint")
        assert list(folder.iterdir()) == []
        dialog.fields.country.focus_control()
        await pilot.press(*"Mexi")
        await until(pilot, lambda: dialog.fields.country.matches, "the country")
        await pilot.press("tab")
        await until(pilot, lambda: dialog.fields.country.values == ["MX"], "that it is taken")
        dialog.fields.internal.focus_control()
        assert "are left out" in screen_text(app)
        await pilot.press("y")
        await until(pilot, lambda: "are included" in screen_text(app), "what it means")
        await pilot.press("ctrl+s")
        await written(app, pilot, until)
    order = PublicationRequest("md", "country", country="MX", options=PrintOptions(internal=True))
    made = publish(Workspace.open(plan_repo), order)
    assert (folder / made.name).read_bytes() == made.content


async def test_nothing_is_overwritten_without_being_told_to(plan_repo, folder, open_app, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        dialog = await open_form(app, pilot, until)
        await pilot.press("tab", "m")
        there = Path(dialog.fields.file.typed)
        there.write_text("mine")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: type(app.screen).__name__ == "ConfirmDialog", "the question")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is dialog and not dialog.busy, "the form again")
        assert there.read_text() == "mine"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: type(app.screen).__name__ == "ConfirmDialog", "the question")
        await pilot.press("tab", "enter")
        await written(app, pilot, until)
        assert there.read_text().startswith("#") or "HUMAN RIGHTS" in there.read_text()


async def test_while_it_is_made_the_screen_lives_and_escape_stops_it(plan_repo, folder, open_app, until):
    held = threading.Event()
    async with open_app(plan_repo) as (app, pilot):
        dialog = await open_form(app, pilot, until)
        app.workspace_thread.begin(lambda _workspace: held.wait(10))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: dialog.query_one("#progress").display, "the bar")
        assert dialog.busy
        await pilot.press("escape")
        await until(pilot, lambda: type(app.screen).__name__ == "PlanScreen", "the plan")
        await pilot.press("down")
        held.set()
        await until(pilot, lambda: not dialog.busy, "the end of it")
        assert type(app.screen).__name__ == "PlanScreen"
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("with_pip")
async def test_a_missing_library_is_told_in_a_sentence(plan_repo, folder, open_app, until, screen_text, monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    async with open_app(plan_repo) as (app, pilot):
        dialog = await open_form(app, pilot, until)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "pip install" in screen_text(app), "the sentence")
        assert "python-docx" in screen_text(app)
        assert app.screen is dialog and not dialog.busy
    assert list(folder.iterdir()) == []


async def test_a_folder_that_is_not_there_or_may_not_be_written_is_told(
    plan_repo, folder, open_app, until, screen_text
):
    async with open_app(plan_repo) as (app, pilot):
        dialog = await open_form(app, pilot, until)
        dialog.fields.file.set_typed(str(folder / "none" / "plan.docx"))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "There is no folder" in screen_text(app), "the sentence")
        dialog.fields.file.set_typed("")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Say where to write it." in screen_text(app), "the sentence")
        dialog.fields.file.set_typed(str(folder))
        await pilot.press("tab", "m", "ctrl+s")
        await written(app, pilot, until)
    assert [path.suffix for path in folder.iterdir()] == [".md"]


@pytest.mark.parametrize(("key", "what"), [("S", "status"), ("A", "archive"), ("R", "country"), ("d", "redline")])
async def test_from_another_screen_what_it_shows_is_proposed(plan_repo, folder, open_app, until, key, what):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press(key)
        await until(pilot, lambda: type(app.screen).__name__ != "PlanScreen", "the other screen")
        dialog = await open_form(app, pilot, until)
        assert dialog.fields.what.typed == what


async def test_a_site_is_written_into_a_folder(plan_repo, folder, open_app, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        dialog = await open_form(app, pilot, until)
        await pilot.press("f")
        await until(pilot, lambda: Path(dialog.fields.file.typed).name == "plan-site", "the folder")
        target = Path(dialog.fields.file.typed)
        await pilot.press("ctrl+s")
        await written(app, pilot, until)
        await until(pilot, lambda: "files were written" in screen_text(app), "what was written")
    assert (target / "index.html").is_file() and (target / "plan.html").is_file()


async def test_a_report_is_restricted_as_by_the_options_of_the_command(plan_repo, folder, open_app, until):
    async with open_app(plan_repo, size=(120, 50)) as (app, pilot):
        fields = (await open_form(app, pilot, until)).fields
        assert (
            not any(each.display for each in (fields.sections, fields.subject, fields.actor)) and fields.numbers.display
        )
        await pilot.press("s", "tab", "m")
        fields.sections.focus_control()
        await pilot.press(*"await")
        await until(pilot, lambda: fields.sections.matches, "the section")
        await pilot.press("enter")
        fields.subject.set_typed("HR")
        fields.actor.set_typed({"values": ["MX"], "words": ""})
        await pilot.press("ctrl+s")
        await written(app, pilot, until)
    request = PublicationRequest("md", "status", sections=("waiting",), subject="HR", actor="MX")
    made = publish(Workspace.open(plan_repo), request)
    assert [path.read_bytes() for path in folder.iterdir()] == [made.content]


@pytest.mark.parametrize("form", ["md", "eml"])
async def test_the_sheets_of_all_countries_are_a_document_and_the_e_mails_a_folder(
    plan_repo, folder, open_app, until, form
):
    async with open_app(plan_repo, size=(120, 50)) as (app, pilot):
        fields = (await open_form(app, pilot, until)).fields
        await pilot.press("c", "tab", form[0])
        fields.country.focus_control()
        await pilot.press(*"all")
        await until(pilot, lambda: fields.country.matches, "all countries")
        await pilot.press("tab", "ctrl+s")
        await written(app, pilot, until)
    [made] = folder.iterdir()
    if form == "md":
        one = publish(Workspace.open(plan_repo), PublicationRequest("md", "country", country="all"))
        assert (made.name, made.read_bytes()) == (one.name, one.content)
    else:
        assert {path.suffix for path in made.iterdir()} == {".eml"} and len(list(made.iterdir())) > 1
