"""The published plan of November 2006, read back, is the source: by subject, objective, kind and order, every emphasis.

The order of calendar entries is that of each activity, or of the objective for those that belong to no one activity:
in MPM-4 and HR-2 the source mixes both in one cell.
"""

from __future__ import annotations

import io
from collections import defaultdict

import pytest

from rcm_tui.reports.flat import flat
from rcm_tui.reports.plan_table import Emphasis, PrintOptions, plan_document
from rcm_tui.reports.writers.docx import docx
from rcm_tui.reports.writers.html import html
from rcm_tui.reports.writers.xlsx import xlsx
from tests.publications import (
    Told,
    emphasised,
    joined,
    read_docx,
    read_html,
    source_context,
    source_plan,
    source_rows,
    told,
)

LOOKS = PrintOptions(Emphasis.SOURCE)


def documents():
    plan, context = source_plan(), source_context()
    return plan_document(plan, context, LOOKS), plan_document(plan, context, LOOKS, archive=True)


def by_place(rows):
    """The texts of each place: kind by kind, and entries by the activity they stand beside; each list in order."""
    found = defaultdict(list)
    for row in rows:
        found[row.subject, row.objective, row.kind, row.under].append(row.runs)
    return dict(found)


def archived_texts():
    plan = source_plan()
    return {plan.items[item_id].text["en"] for item_id in plan.archived}


def is_archived(one: Told) -> bool:
    return (one.text if one.kind == "activity" else one.under) in archived_texts()


def check(current: list[Told], archival: list[Told]) -> None:
    source = source_rows()
    assert len(source) == 38 + 68 + 97
    assert by_place(current) == by_place(each for each in source if not is_archived(each))
    kept = [each for each in archival if each.kind != "action"]
    assert by_place(kept) == by_place(each for each in source if is_archived(each))
    order = list(dict.fromkeys((each.subject, each.objective) for each in source))
    assert list(dict.fromkeys((each.subject, each.objective) for each in current)) == order


def test_docx(tmp_path):
    told_by = []
    for name, document in zip(("plan", "archive"), documents(), strict=True):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(docx(document))
        told_by.append(list(told(read_docx(path))))
    check(*told_by)


def test_html():
    check(*(list(told(read_html(html(document)))) for document in documents()))


def test_entries_follow_the_source_where_it_does_not_mix_them():
    """Read cell after cell, the calendar is in the source's order but for the two objectives named above."""

    def calendars(rows):
        found = defaultdict(list)
        for row in rows:
            if row.kind == "entry":
                found[row.objective].append(row.text)
        return found

    printed = calendars(each for document in documents()[:1] for each in told(read_html(html(document))))
    source = calendars(row for row in source_rows() if not is_archived(row))
    assert [words[:2] for words in source if printed[words] != source[words]] == ["4.", "2."]


def test_xlsx():
    import openpyxl
    from openpyxl.cell.rich_text import CellRichText

    plan = source_plan()
    written = xlsx(flat(plan, source_context().when.date()), plan, source_context(), Emphasis.SOURCE)
    book = openpyxl.load_workbook(io.BytesIO(written), rich_text=True)

    def runs(cell):
        if isinstance(cell.value, CellRichText):
            pieces = [(str(each), hasattr(each, "font") and bool(each.font.b and each.font.i)) for each in cell.value]
            return joined(pieces)
        return ((cell.value, bool(cell.font.b and cell.font.i)),)

    def rows(sheet):
        head, *rest = sheet.iter_rows()
        names = [cell.value.lower() for cell in head]
        for cells in rest:
            named = dict(zip(names, cells, strict=True))
            yield {name: cell.value for name, cell in named.items()}, runs(named["text"])

    items = list(rows(book["Items"]))
    words = {row["id"]: "".join(text for text, _s in said) for row, said in items}
    number = {row["id"]: row["number"] for row, _said in items}

    def place(row):
        objective = row["objective"]
        return words[row["subject"]], f"{number[objective]}. {words[objective]}"

    found = [
        Told(*place(row), row["kind"], "", said) for row, said in items if row["kind"] not in ("subject", "objective")
    ]
    for row, said in rows(book["Calendar"]):
        found.append(Told(*place(row), "entry", words[row["id"]] if "." in row["id"] else "", said))
    assert by_place(found) == by_place(source_rows())


@pytest.mark.parametrize(("text", "emphasis"), [("ONGOING – SENT", "ONGOING"), ("SENT, ONGOING", "ONGOING")])
def test_words_emphasised(text, emphasis):
    from rcm_tui.reports.plan_table import emphasised as cut

    assert tuple(piece for piece in cut(text, emphasis) if piece[0]) == emphasised(text, emphasis)


def test_status_decides_without_the_option():
    """An open activity is bold italic, whatever the source had; a text that is over is not."""
    from rcm_tui.model.items import Activity

    plan = source_plan()
    document = plan_document(plan, source_context())
    for table in document.tables:
        for row in table.rows:
            item = plan.items.get(row.key)
            if isinstance(item, Activity):
                assert {run.strong for run in row.cells[1][0].runs} == {plan.statuses.is_open(item.status)}
