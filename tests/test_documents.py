"""The documents say what is true: their tables are those of the schema, and their links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def maker():
    spec = importlib.util.spec_from_file_location("make_tables", ROOT / "tools/make_tables.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tables_of_the_format_are_those_of_the_schema():
    text = (ROOT / "docs/format.md").read_text("utf-8")
    assert maker().page(text) == text, "run tools/make_tables.py"


def test_every_kind_has_a_table():
    from rcm_tui.model.schema import SCHEMA

    text = (ROOT / "docs/format.md").read_text("utf-8")
    # What is below an activity has the same fields.
    assert set(re.findall(r"<!-- fields: ([\w-]+) -->", text)) == set(SCHEMA.kinds) - {"subactivity"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_modules_that_are_named_exist(page):
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (page.parent / target).exists(), target
    for module in re.findall(r"`((?:rcm_tui|tests|docs)/[\w./-]+)`", text):
        assert (ROOT / module).exists(), module
