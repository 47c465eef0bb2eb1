"""What is read of a publication that came back edited: every change once, and nothing else."""

from __future__ import annotations

import io
from itertools import pairwise

import openpyxl
import pytest
from openpyxl.comments import Comment

from rcm_tui.reports.plan_table import Emphasis, PrintOptions
from rcm_tui.workflow.publish import PublicationRequest, publish
from rcm_tui.workflow.returned import read_returned
from tests.proposals.conftest import FOURTEEN, LAST
from tests.publications import in_office


def found(workspace, content):
    return {
        (each.kind.value, each.item, each.path, each.author): each.after
        for each in read_returned(workspace, content).found
    }


def test_a_copy_that_nobody_edited_has_no_changes(workspace, published):
    assert read_returned(workspace, published).found == ()


def test_fourteen_changes_of_two_delegations(workspace, returned):
    assert found(workspace, returned) == FOURTEEN
    unmarked = {(each.item, each.path) for each in read_returned(workspace, returned).found if each.marking}
    assert unmarked == {(key[1], key[2]) for key in FOURTEEN if not key[3]}


@pytest.mark.slow
@pytest.mark.needs("libreoffice")
def test_fourteen_changes_after_libreoffice_saved_the_copy_three_times(workspace, returned, tmp_path):
    paths = [tmp_path / f"{number}.docx" for number in range(4)]
    paths[0].write_bytes(returned)
    saved = in_office(*((before, "keep", after) for before, after in pairwise(paths)))
    assert saved.returncode == 0, saved.stderr
    assert found(workspace, paths[-1].read_bytes()) == FOURTEEN


def test_a_workbook_is_read_by_its_hidden_keys_in_any_order(workspace):
    book = openpyxl.load_workbook(io.BytesIO(publish(workspace, PublicationRequest("xlsx", at=LAST)).content))
    items, calendar = book.worksheets[:2]
    head = {cell.value.rpartition(" – ")[2]: cell.column for cell in items[1]}
    rows = {row[-1].value: row[0].row for row in items.iter_rows()}
    items.cell(rows["HR-3"], head["Text"]).value = "PROTECT REFUGEES"
    items.cell(rows["HR-4.2"], head["Status"]).value = "completed"
    items.cell(rows["HR-4.2"], head["Text"]).comment = Comment("Really?", "Delegación de México")
    items.cell(rows["HR-4.2"], head["Id"]).value = "mine"
    places = {row[-1].value: row[0].row for row in calendar.iter_rows()}
    calendar.delete_rows(places["HR-1.2/qtm"])
    calendar.append(["HR-4.2", *[None] * (calendar.max_column - 1)])
    words = next(cell.column for cell in calendar[1] if cell.value == "Text")
    calendar.cell(calendar.max_row, words).value = "A SECOND SEMINAR IS HELD"
    moved = [[cell.value for cell in row] for row in items.iter_rows(min_row=2)]
    for position, values in enumerate(reversed(moved), 2):
        for column, value in enumerate(values, 1):
            items.cell(position, column).value = value
    saved = io.BytesIO()
    book.save(saved)
    changes = {key[:3]: value for key, value in found(workspace, saved.getvalue()).items() if key[0] != "comment"}
    assert changes == {
        ("text", "HR-3", "text.en"): "PROTECT REFUGEES",
        ("field", "HR-4.2", "status"): "completed",
        ("elsewhere", "HR-4.2", ""): "Id: mine",
        ("delete", "HR-1.2", "calendar.qtm"): "",
        ("new", "HR-4.2", "calendar"): "A SECOND SEMINAR IS HELD",
    }


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (PrintOptions(numbers=True), ""),
        (PrintOptions(emphasis=Emphasis.SOURCE), ""),
        (PrintOptions(internal=True), "archive"),
    ],
)
def test_a_copy_is_compared_with_one_that_is_printed_alike(workspace, options, what):
    content = publish(workspace, PublicationRequest("docx", what, options=options)).content
    assert read_returned(workspace, content).found == ()
