"""What the work of a meeting costs in keys, besides the words that are typed: done in the real program, and counted.

docs/guide.md gives these figures; a key more here is a change for the worse.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from rcm_tui.workflow.sample import make_demo

COSTS = {
    "agreements": 10,
    "statuses": 20,
    "dates": 15,
    "answers": 8,
    "archived": 6,
    "review": 3,
    "closing": 5,
    "redline": 4,
}


class Hands:
    """Presses keys and counts them by job; what is typed into a field is not counted."""

    def __init__(self, app, pilot, until):
        self.app, self.pilot, self.until = app, pilot, until
        self.counted: dict[str, int] = {}
        self.job = ""

    async def press(self, *keys):
        self.counted[self.job] = self.counted.get(self.job, 0) + len(keys)
        for key in keys:
            await self.pilot.press(key)

    async def type(self, words):
        field = self.app.screen.focused
        assert isinstance(field, Input | TextArea), f"nothing takes {words!r}: {field}"
        if isinstance(field, Input):
            field.value = words  # In place of what is selected there.
        else:
            field.insert(words)
        await self.pilot.pause()

    async def see(self, condition, what):
        await self.until(self.pilot, condition, f"{self.job}: {what}", 30)

    async def records(self, key):
        """Press a key that records."""
        before = self.app.plan
        await self.press(key)
        await self.see(lambda: self.app.plan is not before, "the record")


async def agreements(hands):
    app = hands.app
    await hands.press("G")
    await hands.see(lambda: app.screen.NAME == "meeting-mode" and app.screen.focused is app.screen.box, "the box")
    for words, key in (
        ("AIDS and migration shall be on the agenda of the next meeting of the RCGM", "ctrl+l"),
        ("The AIDS and migration initiative shall be included in the meeting of the RCGM", "ctrl+l"),
        ("Los países miembros enviarán a la Secretaría sus puntos de contacto", "ctrl+s"),
        ("The Group agreed:\na) to send lists;\nb) to meet in Puebla", "ctrl+s"),
        ("Panama withdraws its reservation", "ctrl+s"),
    ):
        await hands.type(words)
        if key == "ctrl+l":
            await hands.see(lambda: app.screen.item_id == "HR-4.2", "the item at the right")
        await hands.records(key)
        await hands.see(lambda: app.screen.box.text == "", "an empty box")
    await hands.press("f8")
    await hands.see(lambda: app.screen.is_modal, "the question")
    await hands.press("right")
    await hands.records("enter")
    made = app.plan.meetings["practice"].agreements
    assert [each.items for each in made[:2]] == [("HR-4.2",), ("HR-4.2",)]
    assert list(made[2].text) == ["es"] and len(made[3].parts) == 2 and made[4].is_withdrawn
    await hands.press("escape")


async def find(hands, words):
    await hands.press("slash")
    await hands.type(words)
    await hands.see(lambda: "1 item" in hands.shown(), "the item")
    await hands.press("enter")


async def statuses(hands):
    for item, letter in (("HR-4.2", "c"), ("HR-4.1", "t"), ("MPM-1.2", "t"), ("LDM-2.2", "t"), ("HR-2.3", "t")):
        await find(hands, item)
        await hands.press("s")
        await hands.records(letter)


async def dates(hands):
    for _entry in range(5):  # The cursor is on the item that was found last.
        await hands.press("c")
        await hands.see(lambda: isinstance(hands.app.screen.focused, TextArea), "the form")
        await hands.type("Presented to the group")
        await hands.press("tab")
        await hands.type("November 2006")
        await hands.records("ctrl+s")


async def answers(hands):
    await find(hands, "send contact")
    await hands.press("w")
    await hands.see(lambda: "Belize" in hands.shown(), "the countries")
    await hands.press("space", "space", "space", "space")
    await hands.records("ctrl+s")


async def archived(hands):
    await hands.press("7")
    await hands.see(lambda: "Ready to archive" in hands.shown(), "the items")
    await hands.press("space", "space", "space", "a")
    await hands.see(lambda: hands.app.screen.is_modal, "the reason")
    await hands.records("enter")


async def review(hands):
    await hands.press("6")
    await hands.see(lambda: hands.app.screen.NAME == "changes", "the changes")
    await hands.press("t")
    await hands.see(lambda: hands.app.screen.is_modal, "the timeline")
    await hands.press("enter")
    await hands.see(lambda: not hands.app.screen.is_modal and "2006" in hands.shown(), "what the meeting changed")


async def redline(hands):
    await hands.press("P")
    await hands.see(lambda: hands.app.screen.is_modal, "the form")
    await hands.press("r", "ctrl+s")
    await hands.see(lambda: [*Path.cwd().glob("*.docx")], "the redline")
    await hands.see(lambda: "Published" in hands.shown(), "the sentence")
    await hands.press("enter")


async def closing(hands):
    await hands.press("3")
    await hands.see(lambda: hands.app.screen.NAME == "meetings", "the meetings")
    await hands.press("C")
    await hands.see(lambda: hands.app.screen.is_modal, "the question")
    await hands.press("right")
    await hands.records("enter")
    await hands.see(lambda: "is closed" in hands.shown(), "the sentence")
    await hands.press("enter")


@pytest.mark.slow
async def test_the_jobs_of_a_meeting_cost_no_more_keys_than_promised(
    open_app, tmp_path, monkeypatch, until, screen_text
):
    monkeypatch.chdir(tmp_path)
    async with open_app(make_demo(tmp_path / "sample")) as (app, pilot):
        hands = Hands(app, pilot, until)
        hands.shown = lambda: screen_text(app)
        for job in (agreements, statuses, dates, answers, archived, review, redline, closing):
            hands.job = job.__name__
            await job(hands)
        assert hands.counted == COSTS
