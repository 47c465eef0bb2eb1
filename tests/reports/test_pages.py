"""One page for both front ends: what an item's page has, `rcm show` and the detail pane both show."""

from __future__ import annotations

import re
from datetime import date

import pytest

from rcm_tui.cli.render import page_lines
from rcm_tui.model.items import Activity, Subject
from rcm_tui.model.plan import Plan
from rcm_tui.reports.item_page import CHILDREN, item_page
from rcm_tui.reports.meeting_page import meeting_page
from rcm_tui.reports.page import ID
from rcm_tui.reports.request_page import deadline_line
from rcm_tui.reports.requests import requests_of
from rcm_tui.tui.widgets.blocks import page_blocks
from tests.publications import source_plan

ON = date(2006, 11, 29)


def squeezed(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def words_of(page, *, ids: bool):
    for section in page:
        for row in section.rows if section.name != CHILDREN else ():
            lines = (row.cells, *row.below)
            yield from (cell.words for line in lines for cell in line if ids or cell.role != ID)
            yield from filter(None, (row.text, row.label))


def pages():
    plan = source_plan()
    yield from (item_page(plan, item_id, ON) for item_id in plan.walk())
    yield from (meeting_page(plan, meeting, ("something",), "meeting/x") for meeting in plan.meetings_in_order())


def test_both_front_ends_show_every_word_of_every_page():
    found = list(pages())
    assert len(found) > 100
    for page in found:
        printed = squeezed(" ".join(line.plain() for line in page_lines(page)))
        shown = squeezed(" ".join(f"{block.label} {block.words.plain}" for block in page_blocks(page)))
        assert all(squeezed(words).strip() in printed for words in words_of(page, ids=True))
        assert all(squeezed(words).strip() in shown for words in words_of(page, ids=False))


def test_the_deadline_of_each_request_is_named_and_whether_it_has_passed():
    plan = source_plan()
    said = {each.key: "".join(cell.words for cell in deadline_line(plan, each)) for each in requests_of(plan, ON)}
    dated = {key: words for key, words in said.items() if words.startswith("by ")}
    assert any(words.endswith(", deadline passed") for words in dated.values())
    assert any(words[-4:].isdecimal() for words in dated.values())
    assert "no date named" in said.values()


@pytest.mark.parametrize(("value", "said"), [(40, True), (None, False)])
def test_a_simple_field_is_listed_by_the_schema_alone(value, said):
    subject = Subject(id="HR", number=1, title={"en": "RIGHTS"})
    item = Activity(id="HR-1.1", number=1, text={"en": "DO"}, status="active", percent_complete=value)
    plan = Plan(source_plan().info, {}, {"HR": subject, item.id: item}, frozenset(), {})
    labels = [row.label for section in item_page(plan, item.id) for row in section.rows]
    assert ("Percent complete" in labels) is said
