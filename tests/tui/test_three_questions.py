"""The sample, asked what a person asks of a trail: each question answered in a few keys."""

from __future__ import annotations


async def shown(pilot, until, name):
    await until(pilot, lambda: type(pilot.app.screen).__name__ == name, name)
    return pilot.app.screen


async def test_what_did_the_rcgm_of_november_2006_change(open_app, sample, until, screen_text):
    async with open_app(sample) as (app, pilot):
        await pilot.press("d")
        screen = await shown(pilot, until, "ChangesScreen")
        await pilot.press("t")
        await shown(pilot, until, "TimelineDialog")
        await pilot.press("enter")
        await until(pilot, lambda: screen.found and screen.asked.meeting == "2006-11-rcgm", "the meeting")
        lead = screen.lead(app.plan).plain
        assert "from RCGM, May 2006\nto RCGM, 27-29 November 2006" in lead
        assert "5 added, 5 changed" in lead
        keys = [row.id for row in screen.row_list.rows if row.id]
        assert keys[:4] == ["@MPM", "MPM-3.1", "MPM-4", "MPM-4.1"]
        assert {"MPM-7", "MPM-7.3", "MPM-12.7"} <= set(keys) and not {"MPM-8.1", "MPM-12.2", "MPM-12.3"} & set(keys)
        await until(pilot, lambda: "Calendar entry  added" in screen.page.text, "what was added")
        assert "HONDURAS HOSTED THE REGIONAL TRAINING ON MIGRATION CONTROL" in screen.page.text.replace("\n+ ", " ")


async def test_the_same_from_the_register_of_meetings_and_as_minutes(open_app, sample, until, screen_text):
    async with open_app(sample) as (app, pilot):
        await pilot.press("m")
        screen = await shown(pilot, until, "MeetingsScreen")
        screen.row_list.go_to("2006-11-rcgm")
        await until(pilot, lambda: "5 added, 5 changed" in screen_text(app), "the counts")
        await pilot.press("M")
        minutes = await shown(pilot, until, "MinutesScreen")
        await until(pilot, lambda: "MPM-4 BOLSTERING OF EFFORTS" in minutes.page.text, "the minutes")
        await pilot.press("escape", "d")
        changes = await shown(pilot, until, "ChangesScreen")
        await until(pilot, lambda: changes.found and "MPM-3.1" in changes._by_key, "the changes")
        assert changes.asked.meeting == "2006-11-rcgm"


async def test_who_put_the_permanent_fund_of_60000_dollars_into_the_plan_and_when(open_app, sample, until, screen_text):
    async with open_app(sample) as (app, pilot):
        await pilot.press("W", *"permanent fund", "enter")
        screen = await shown(pilot, until, "TextHistoryScreen")
        await until(pilot, lambda: screen.row_id, "the record")
        assert [each.key for each in screen.found.values()] == ["MPM-8.2"]
        await until(pilot, lambda: "PERMANENT FUND OF US$60,000" in screen_text(app), "the words")
        text = screen_text(app)
        for words in ("XI RCM, perhaps 2006", "1 January 2006", "Technical Secretariat (reconstruction)", "added"):
            assert words in text, words


async def test_the_same_from_the_item_by_blame(open_app, sample, until):
    async with open_app(sample) as (app, pilot):
        await pilot.press("slash", *"permanent fund")
        await until(pilot, lambda: app.screen.item_id == "MPM-8.2", "the item")
        await pilot.press("enter", "b")
        cards = lambda: [  # noqa: E731
            block.words.plain for block in app.screen.detail.blocks if "US$60,000" in block.words.plain
        ]
        await until(pilot, lambda: cards() and "↳" in cards()[0], "who put it there")
        assert cards()[0].splitlines()[-1] == (
            "↳ XI RCM, perhaps 2006 · Technical Secretariat (reconstruction) · 1 January 2006"
        )


async def test_what_became_of_agreement_3_of_2001(open_app, sample, until, screen_text):
    async with open_app(sample) as (_app, pilot):
        await pilot.press("m")
        screen = await shown(pilot, until, "MeetingsScreen")
        await until(pilot, lambda: screen.row_id, "the register")
        await pilot.press("end", "up", "up", "up", "enter")
        await until(pilot, lambda: screen.agreement is not None, "its first agreement")
        await pilot.press(*["down"] * 5)  # 2 and its parts a, b and c
        await until(pilot, lambda: screen.agreement is not None and screen.agreement.number == "3", "agreement 3")
        words = screen.detail.card.words.plain
        assert screen.row_id == "2001-03-rcm"
        assert "Migration and Health" in words
        items = [splitline.strip() for splitline in words.splitlines() if splitline.startswith("→")]
        assert [each.split()[1] for each in items] == list(screen.agreement.items)
        assert any(
            "ongoing" in splitline or "active" in splitline or "pending input" in splitline
            for splitline in words.splitlines()
        )
