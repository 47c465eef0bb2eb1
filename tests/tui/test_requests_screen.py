"""Requests on the screen: by request and by country."""

from __future__ import annotations

from rcm_tui.tui.screens.requests_view import by_request
from rcm_tui.workflow.listed import Requests


async def open_requests(app, pilot, until):
    await pilot.press("R")
    await until(pilot, lambda: type(app.screen).__name__ == "RequestsScreen" and app.screen.row_id, "the requests")
    return app.screen


async def test_a_request_says_who_is_asked_by_when_and_who_answered(open_app, plan_repo, screen_text, until):
    async with open_app(plan_repo) as (app, pilot):
        await open_requests(app, pilot, until)
        await until(pilot, lambda: "1 of 2 recorded" in screen_text(app), "the count")
        text = screen_text(app)
        for words in (
            "by 15 August 2006, deadline passed",
            "Member countries",
            "Technical Secretariat",
            "✓ answered  12 July 2006",
            "· not recorded",
        ):
            assert words in text, words
        for reproach in ("overdue", "missing", "late", "failed", "not yet"):
            assert reproach not in text.replace("translate", "")


async def test_not_yet_is_said_only_where_the_ledger_is_complete(open_app, plan_repo, screen_text, until, run_git):
    path = plan_repo / "plan/HR/HR-1/HR-1.1.yaml"
    path.write_text(path.read_text().replace('due: "2006-08-15"\n', 'due: "2006-08-15"\n      ledger: complete\n'))
    run_git(plan_repo, "commit", "-q", "-a", "-m", "Ledger\n\nMeeting: none")
    async with open_app(plan_repo) as (app, pilot):
        await open_requests(app, pilot, until)
        await until(pilot, lambda: "? not yet" in screen_text(app), "not yet")


async def test_the_request_of_an_agreement_is_answered_and_leads_to_its_meeting(open_app, plan_repo, until):
    from rcm_tui.workflow import agreements
    from rcm_tui.workflow.edit import parse_assignment

    asked = [parse_assignment("request.from=MX"), parse_assignment("request.due=2006-12")]
    async with open_app(plan_repo) as (app, pilot):
        await app.record(lambda workspace: agreements.edit(workspace, "2006-11-rcgm", ["wqs"], asked))
        screen = await open_requests(app, pilot, until)
        await until(pilot, lambda: "2006-11-rcgm/wqs" in [row.id for row in screen.row_list.rows], "the request")
        screen.row_list.go_to("2006-11-rcgm/wqs")
        await pilot.press("w")
        await until(pilot, lambda: type(app.screen).__name__ == "AnswersForm", "the form")
        await pilot.press("space", "ctrl+s")
        request = lambda: app.plan.meetings["2006-11-rcgm"].decision("wqs")[1].request  # noqa: E731
        await until(pilot, lambda: "MX" in request().received, "the answer")
        await until(pilot, lambda: app.screen is screen, "the requests again")
        assert "2006-11-rcgm/wqs" not in [asked.key for asked in screen.requests if not asked.settled]


async def test_by_country_is_a_grid_where_there_is_room(open_app, plan_repo, screen_text, until):
    async with open_app(plan_repo) as (app, pilot):
        screen = await open_requests(app, pilot, until)
        await pilot.press("b")
        await until(pilot, lambda: screen.by_country and screen.row_id == "MX", "the countries")
        await until(
            pilot, lambda: any(text.split() == ["▌", "Mexico", "✓"] for text in left(screen_text(app))), "the grid"
        )
        assert "◐ answered in part" in screen_text(app)
        assert any(text.split() == ["Canada", "·"] for text in left(screen_text(app)))


def left(text):
    return [line.partition("│")[0] for line in text.splitlines()]


async def test_by_country_is_a_list_in_a_narrow_window_with_many_requests(
    open_app, plan_repo, screen_text, until, run_git
):
    path = plan_repo / "plan/HR/HR-1/HR-1.2.yaml"
    entries = "".join(
        f"  - id: b{each}c\n    text:\n      en: >-\n        ASK\n    request:\n      from: [members]\n"
        for each in "bcdfghjklmnpqrstvwxzbcdfghjklmnpqrstvwxz"[:20]
    )
    path.write_text(path.read_text() + "calendar:\n" + entries)
    more = plan_repo / "plan/HR/HR-2/HR-2.yaml"
    more.write_text(more.read_text() + "calendar:\n" + entries)
    run_git(plan_repo, "commit", "-q", "-a", "-m", "Many\n\nMeeting: none")
    async with open_app(plan_repo, size=(80, 24)) as (app, pilot):
        await open_requests(app, pilot, until)
        await pilot.press("b")
        await until(pilot, lambda: "1 of 41 recorded" in screen_text(app), "counts in place of a grid")


async def test_enter_opens_the_item(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        await open_requests(app, pilot, until)
        await pilot.press("enter")
        await until(pilot, lambda: type(app.screen).__name__ == "PlanScreen", "the plan")
        assert app.screen.item_id == "HR-1.1"


async def test_nothing_asked_is_said(open_app, plan_repo, screen_text, until, run_git):
    path = plan_repo / "plan/HR/HR-1/HR-1.1.yaml"
    path.write_text(path.read_text().split("    request:")[0])
    run_git(plan_repo, "commit", "-q", "-a", "-m", "No request\n\nMeeting: none")
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("R")
        await until(pilot, lambda: "No answers are outstanding." in screen_text(app), "the sentence")


async def test_answers_are_marked_from_the_request(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        await open_requests(app, pilot, until)
        await pilot.press("w")
        await until(pilot, lambda: "Answer" in type(app.screen).__name__, "the ledger")


async def test_an_answer_is_written_into_a_cell_of_the_grid(open_app, plan_repo, screen_text, until, run_git):
    from rcm_tui.workflow.requests import Found

    async with open_app(plan_repo) as (app, pilot):
        screen = await open_requests(app, pilot, until)
        await pilot.press("v")
        await until(pilot, lambda: screen.is_grid and "1  HR-1.1" in screen_text(app), "the grid, and what it asks")
        screen.row_list.go_to("CA")
        await pilot.press("w")
        await until(pilot, lambda: type(app.screen).__name__ == "AnswersForm", "the form of the request")
        assert app.screen.answers.asked[app.screen.answers.list.highlighted] == "CA"
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen and screen.is_awaited, "the cell again")
        asked = screen.asked.key
        await pilot.press("space")
        await until(pilot, lambda: "CA" in Found(*app.plan.request_at(asked)).request.received, "the answer")
        assert "CA answered" in run_git(plan_repo, "log", "-1", "--format=%s")


async def test_the_arrows_go_along_the_columns_and_then_beside_them(open_app, plan_repo, until):
    path = plan_repo / "plan/HR/HR-1/HR-1.2.yaml"
    path.write_text(path.read_text() + "calendar:\n  - id: bbc\n    text: {en: ASK}\n    request: {from: [MX]}\n")
    async with open_app(plan_repo) as (app, pilot):
        screen = await open_requests(app, pilot, until)
        await pilot.press("v")
        await until(pilot, lambda: screen.is_grid and screen.row_id == "MX", "the grid")
        asked = [request.key for request in screen.requests]
        assert len(asked) == 2 and screen.asked.key == asked[0]
        await pilot.press("left", "right")
        assert screen.asked.key == asked[1]
        await pilot.press("right")
        await until(pilot, lambda: screen.focused is not screen.row_list, "the cards")
        await pilot.press("escape", "left")
        assert screen.asked.key == asked[0]


async def test_settled_requests_are_shown_when_asked_for(open_app, plan_repo, until, run_git):
    from rcm_tui.workflow import requests

    async with open_app(plan_repo) as (app, pilot):
        screen = await open_requests(app, pilot, until)
        asked = screen.asked
        await app.record(lambda workspace: requests.answer(workspace, asked.owner, asked.member, ["CA"]))
        await until(pilot, lambda: not screen.requests, "nothing that waits")
        await pilot.press("ctrl+a")
        await until(pilot, lambda: [request.key for request in screen.requests] == [asked.key], "what is settled")
        await pilot.press("ctrl+a")
        await until(pilot, lambda: not screen.requests, "only what waits")


def test_requests_are_listed_without_comparing_them():
    """With 8,000 requests the screen stood still for a minute: each was looked for among those with a date."""

    class Request:
        key, deadline = "HR-1.1", None

        def __eq__(self, _other):
            raise AssertionError("compared")

    dated = Request()
    dated.deadline = "2006-11"
    rows = list(by_request(None, Requests(("HR-1.1",) * 5, 1, [dated, *(Request() for _one in range(4))])))
    assert [bool(row.id) for row in rows] == [False, True, False, True, True, True, True]
