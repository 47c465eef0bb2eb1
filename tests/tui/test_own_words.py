"""A plan of two levels with statuses of its own, edited in the interface: everything is said in its own words."""

import re

import pytest

from rcm_tui import i18n
from rcm_tui.workflow import profiles
from tests.small_plan import CONFERENCE

ITEMS = {
    "plan/G/G-1/G-1.yaml": "id: G-1\nnumber: 1\ntext: {en: Build faster}\n",
    "plan/G/G-1/G-1.1.yaml": "id: G-1.1\nnumber: 1\ntext: {en: Parallel front end}\nstatus: in-progress\n",
    "plan/G/G-2/G-2.yaml": "id: G-2\nnumber: 2\ntext: {en: Explain errors}\n",
    "meetings/2025-03-council.yaml": 'id: 2025-03-council\nbody: COUNCIL\ndates: "2025-03"\nstatus: open\n',
}


@pytest.fixture
def goals(tmp_path, small_plans, monkeypatch):
    """The goals of a project, on the profile of a council."""
    monkeypatch.setattr(i18n, "_rephrase", None)
    files = {path: content.decode() for path, content in profiles.files("council").items()}
    return small_plans.copy({**files, **ITEMS}, tmp_path / "repo")


async def test_goals_and_tasks_are_shown_and_changed(open_app, goals, until, screen_text):
    async with open_app(goals) as (app, pilot):
        await until(pilot, lambda: "Explain errors" in screen_text(app), "the tree")
        assert [row for row in app.screen.outline.row_ids if "." not in row] == ["G-1", "G-2"]
        app.screen.go_to("G-1.1")
        await until(pilot, lambda: app.screen._shown == "G-1.1")
        assert "in progress" in screen_text(app)
        assert "G-1 Build faster › G-1.1" in screen_text(app)
        await pilot.press("s")
        await until(pilot, lambda: "blocked" in screen_text(app), "the statuses")
        await pilot.press("d")
        await until(pilot, lambda: app.plan.items["G-1.1"].status == "done", "the record")
        await pilot.press("N")
        await until(pilot, lambda: "New task" in screen_text(app), "the form")
        assert "action" not in screen_text(app)
        await pilot.press("escape")
        app.screen.go_to("G-2")
        await until(pilot, lambda: app.screen._shown == "G-2")
        await pilot.press("N")
        await until(
            pilot, lambda: "New goal" in screen_text(app) and "A goal of the plan" in screen_text(app), "the form"
        )


async def test_a_bar_is_no_longer_than_its_room(open_app, goals, until):
    """Where a status has more activities than any subject has, the numbers beside the bars stand in line, too."""
    task = "id: G-2.1\nnumber: 1\ntext: {en: Shorter messages}\nstatus: in-progress\n"
    (goals / "plan/G/G-2/G-2.1.yaml").write_text(task, "utf-8")
    async with open_app(goals) as (app, pilot):
        await pilot.press("S")
        await until(pilot, lambda: app.screen.NAME == "status" and app.screen.report, "the figures")
        figures = app.screen.figures
        assert figures["subject:G-1"].words == "1" and figures["status:in-progress"].words == "2"
        for figure in figures.values():
            assert sum(count for _sign, count, _role in figure.pieces) <= figure.whole, figure.name


async def test_examples_and_hints_of_a_form_are_those_of_the_plan(open_app, goals, until, screen_text):
    for file in (goals / "plan/plan.yaml", goals / "meetings/2025-03-council.yaml"):
        file.write_text(file.read_text("utf-8").replace("COUNCIL", "TEAM"), "utf-8")
    async with open_app(goals) as (app, pilot):
        await until(pilot, lambda: "Explain errors" in screen_text(app), "the tree")
        app.screen.go_to("G-1.1")
        await until(pilot, lambda: app.screen._shown == "G-1.1")
        await pilot.press("e")
        await until(pilot, lambda: "Edit G-1.1" in screen_text(app), "the form")
        text = screen_text(app)
        assert "before each TEAM" in text and "COUNCIL" not in text
        assert any("Owner" in row and "start typing a name" in row for row in text.splitlines())
        assert "France" not in text


async def test_an_example_of_a_role_is_out_of_the_plan(open_app, goals, until, screen_text):
    """It names an actor and what that does, in the plan; else an actor of the plan as host."""
    (goals / "plan/actors.yaml").write_text("ANA: {kind: person, name: {en: Ana Lovelace}}\n", "utf-8")
    async with open_app(goals) as (app, pilot):
        await pilot.press("3", "e")
        await until(pilot, lambda: "e.g. Ana Lovelace: host" in screen_text(app), "the form of the meeting")
    entry = "calendar: [{id: bcd, text: {en: Review}, actors: {ANA: reviewer}}]\n"
    with (goals / "plan/G/G-1/G-1.1.yaml").open("a") as item:
        item.write(entry)
    async with open_app(goals) as (app, pilot):
        await pilot.press("3", "e")
        await until(pilot, lambda: "e.g. Ana Lovelace: reviewer" in screen_text(app), "the form of the meeting")


async def test_screens_name_items_by_their_dotted_numbers(open_app, small_plans, tmp_path, until, screen_text):
    """Those that list requests, dates and figures name items as the tree of the plan does."""
    dotted = CONFERENCE | {"plan/plan.yaml": CONFERENCE["plan/plan.yaml"] + "numbers: dotted\n"}
    named, number = re.compile(r"(?<![\w.])(HR-\d[.\d]*|HR) "), re.compile(r"(?<![\w.])1\.1\.1(?![\w.])")
    async with open_app(small_plans.copy(dotted, tmp_path / "dotted")) as (app, pilot):
        for key, screen in (("1", "home"), ("4", "requests"), ("5", "calendar"), ("S", "status")):
            await pilot.press(key)
            await until(pilot, lambda screen=screen: screen == app.screen.NAME, screen)
            await until(pilot, lambda: number.search(_listed(app)) or app.screen.NAME == "status", f"the {screen}")
            await until(pilot, lambda: app.screen.NAME != "status" or app.screen.report, "the figures")
            assert not named.search(_listed(app)), screen_text(app)
        app.screen.row_list.go_to("subject:HR")
        await until(pilot, lambda: number.search(screen_text(app)), "the items of a subject")
        assert not named.search(screen_text(app))


def _listed(app) -> str:
    """Return what the left of the screen shows: the list, without the page of one item beside it."""
    rows = app.screen._compositor.render_strips()
    half = re.compile(r"\s{3,}│\s{3}.*")
    return "\n".join(half.sub("", row.text) for row in rows[2:])
