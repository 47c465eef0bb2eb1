"""The proposals on the screen: taken in, accepted, overtaken, refused."""

from __future__ import annotations

from rcm_tui.workflow.publish import PublicationRequest, publish
from rcm_tui.workflow.workspace import Workspace
from tests.delegates import Copy

MX, US = "Delegation of Mexico", "Delegation of Canada"


async def test_a_secretary_takes_in_a_copy_and_decides_it(open_app, plan_repo, screen_text, until, tmp_path):
    copy = Copy(publish(Workspace.open(plan_repo), PublicationRequest("docx")).content)
    first = copy.paragraph("HR_1_1")
    words = "".join(first.itertext()).split()[-1]
    copy.replace(first, words, "GUIDELINES OF MEXICO", MX)
    copy.append(first, ", AND OF CANADA", US)
    copy.add_row(first, "A NEW ACTIVITY", 1, MX)
    file = tmp_path / "mexico.docx"
    file.write_bytes(copy.content())
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("O")
        await until(pilot, lambda: type(app.screen).__name__ == "ProposalsScreen", "the proposals")
        screen = app.screen
        await until(pilot, lambda: "Nobody has proposed anything" in screen_text(app), "the advice")
        await pilot.press("i")
        await until(pilot, lambda: type(app.screen).__name__ == "LineDialog", "the question for the file")
        app.screen.query_one("Input").value = str(file)
        await pilot.press("enter")
        await until(pilot, lambda: "Who sent mexico.docx?" in screen_text(app), "the question for the sender")
        app.screen.query_one("Input").value = "MX"
        await pilot.press("enter")
        await until(pilot, lambda: len(screen.found) == 3, "the proposals")
        text = "\n".join(each.name for each in screen.found)
        assert text.count("-mx-1/") == 3
        by_author = {(each.proposal.kind.value, each.proposal.author): each for each in screen.found}
        screen.row_list.go_to(by_author["text", MX].name)
        await pilot.press("y")
        await until(pilot, lambda: "GUIDELINES OF MEXICO" in app.plan.items["HR-1.1"].text["en"], "the accepted text")
        await until(pilot, lambda: any(each.is_overtaken for each in screen.found), "the other one overtaken")
        screen.row_list.go_to(by_author["text", US].name)
        await until(pilot, lambda: screen.current is not None and screen.current.is_overtaken, "the cursor on it")
        await pilot.press("y")
        await until(pilot, lambda: type(app.screen).__name__ == "WordingDialog", "the three versions")
        assert "Now, as it has changed since" in screen_text(app)
        app.screen.query_one("TextArea").text = "GUIDELINES OF BOTH"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.plan.items["HR-1.1"].text["en"] == "GUIDELINES OF BOTH", "the words of both")
        screen.row_list.go_to(by_author["new", MX].name)
        await pilot.press("n")
        await until(pilot, lambda: type(app.screen).__name__ == "LineDialog", "the question for the reason")
        app.screen.query_one("Input").value = "Not now."
        await pilot.press("enter")
        await until(pilot, lambda: "Every proposal is decided" in screen_text(app), "that all is decided")
        await pilot.press("v")
        await until(pilot, lambda: "refused: Not now." in screen_text(app), "the reason")
        await pilot.press("u")
        await until(pilot, lambda: any(each.proposal.is_open for each in screen.found), "the refused one open again")
        screen.row_list.go_to(by_author["new", MX].name)
        await pilot.press("X")
        await until(pilot, lambda: "Has the delegation withdrawn" in screen_text(app), "the question")
        await pilot.press("enter")
        await until(pilot, lambda: not any(each.proposal.is_open for each in screen.found), "the withdrawn one decided")
