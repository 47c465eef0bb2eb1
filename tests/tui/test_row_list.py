"""Rows that are made when they are drawn are those of a list that is made at once."""

from __future__ import annotations

from textual.app import App

from rcm_tui.tui.content import line
from rcm_tui.tui.widgets.row_list import ManyRows, Row, RowLine, RowList, heading


def row(name, height=2):
    return Row(name, lambda: [RowLine(line(f"{name} {at}")) for at in range(height)], height)


def both():
    """Return the same rows, made when they are drawn and made at once."""
    names, more = [f"a{number}" for number in range(70)], ["b0", "b1", "b2"]
    late = ManyRows()
    late.append(heading(line("A"), gap=False))
    late.extend(names, 2, lambda at: row(names[at]))
    late.append(heading(line("B")))
    late.extend(more, 1, lambda at: row(more[at], 1))
    early = [heading(line("A"), gap=False), *map(row, names), heading(line("B")), *(row(name, 1) for name in more)]
    return late, early


def test_they_are_a_sequence_like_a_list():
    late, early = both()
    assert [each.id for each in late] == [each.id for each in early] == late.ids
    assert [each.height for each in late] == [each.height for each in early]
    assert [each.paint()[0].left.plain for each in late] == [each.paint()[0].left.plain for each in early]
    assert [each.id for each in late[60:75]] == [each.id for each in early[60:75]] and late[-1].id == early[-1].id


async def test_they_have_the_same_lines_and_the_same_cursor():
    class Lists(App):
        def compose(self):
            yield RowList(id="late")
            yield RowList(id="early")

    app = Lists()
    async with app.run_test():
        lists = app.query(RowList)
        for shown, rows in zip(lists, both(), strict=True):
            shown.show(rows)
        late, early = lists
        assert late.line_count == early.line_count == 1 + 140 + 2 + 3
        for at in range(-1, late.line_count + 1):
            assert late.row_at(at) == early.row_at(at)
        for index in range(len(early.row_ids)):
            assert (late.top_of(index), late.height_of(index)) == (early.top_of(index), early.height_of(index))
        for shown in lists:
            assert shown.row_id == "a0" and shown.go_to("b1")
            shown.show([])
            assert shown.row_id == "" and shown.line_count == 0
