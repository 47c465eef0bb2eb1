"""The pane that shows an item, drawn line by line: its cards are walked, clicked and copied from."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Offset
from textual.selection import SELECT_ALL, Selection

from rcm_tui.tui.widgets.blocks import CARD, FACT, SECTION, TEXT, Block
from rcm_tui.tui.widgets.detail import _lines

BLOCKS = (
    Block(TEXT, Content("one two three four")),
    Block(FACT, Content("Mexico and\nHonduras"), "Responsible bodies"),
    Block(FACT, Content("2"), "Priority"),
    Block(SECTION, Content("Calendar")),
    Block(CARD, Content("5 May"), entry="kvt", role="waiting"),
)


def test_blocks_are_laid_out_with_labels_edges_and_gaps():
    assert [line.shown.plain.rstrip() for line in _lines(BLOCKS, 26)] == [
        "one two three four",
        "",
        "Responsible    Mexico and",
        "bodies         Honduras",
        "Priority       2",
        "",
        "Calendar",
        "▌ 5 May",
    ]
    assert [line.goes_on for line in _lines(BLOCKS[:1], 10)] == [True, False]
    wide = _lines((Block(FACT, Content("50%"), "Progress (mean)"),), 26)
    assert [each.shown.plain.rstrip() for each in wide] == ["Progress       50%", "(mean)"]


async def test_tab_walks_the_cards_and_leaves_after_the_last(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        plan = app.screen
        plan.go_to("HR-1.1")
        await until(pilot, lambda: plan._shown == "HR-1.1", "the item")
        entries = [block.entry for block in plan.detail.blocks if block.entry]
        await pilot.press("tab")
        assert app.focused is plan.detail and plan.entry_id == ""
        walked = []
        while app.focused is plan.detail:
            await pilot.press("tab")
            walked.append(plan.entry_id)
        assert walked == [*entries, ""] and app.focused is plan.outline
        await pilot.press("tab", "tab", "shift+tab", "shift+tab")
        assert app.focused is plan.outline


async def test_a_click_chooses_a_card_whose_keys_then_work(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        plan = app.screen
        plan.go_to("HR-1.1")
        await until(pilot, lambda: plan._shown == "HR-1.1", "the item")
        entry = next(block.entry for block in plan.detail.blocks if block.entry)
        top = next(at for at, line in enumerate(plan.detail._lines) if line.block is not None
                   and plan.detail.blocks[line.block].entry)  # fmt: skip
        await pilot.click(plan.detail, offset=(8, top + plan.detail.gutter.top))
        await until(pilot, lambda: plan.entry_id == entry, "the card")
        await pilot.press("left")
        assert app.focused is plan.outline and plan.entry_id == ""


async def test_what_is_selected_is_copied_without_the_breaks_of_the_lines(open_app, plan_repo, until):
    async with open_app(plan_repo, size=(100, 30)) as (app, pilot):
        app.screen.go_to("HR-1.1")
        detail = app.screen.detail
        await until(pilot, lambda: app.screen._shown == "HR-1.1", "the item")
        text = next(block for block in detail.blocks if block.kind == TEXT).words.plain
        assert len(text) > detail._width
        assert text in detail.get_selection(SELECT_ALL)[0]
        at = next(place for place, line in enumerate(detail._lines) if line.goes_on)
        part, _end = detail.get_selection(Selection(Offset(4, at), Offset(3, at + 1)))
        assert part and part in text and "\n" not in part
