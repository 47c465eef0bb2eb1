"""A large PDF is made of parts: joined, they are one file with one tree of pages, one outline and one tree of tags."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rcm_tui.model.errors import RcmError
from rcm_tui.reports.country import country_document
from rcm_tui.reports.plan_table import plan_document
from rcm_tui.reports.references import with_references
from rcm_tui.reports.writers import pdf as writer
from rcm_tui.reports.writers import pdf_parts
from rcm_tui.reports.writers.pdf import pdf
from rcm_tui.reports.writers.pdf_parts import joined
from tests.publications import pages_of, source_context, source_plan


@pytest.fixture(scope="module")
def parts():
    """The plan, set as two files."""
    whole = plan_document(source_plan(), source_context())
    half = len(whole.blocks) // 2
    return [pdf(replace(whole, blocks=whole.blocks[:half])), pdf(replace(whole, blocks=whole.blocks[half:], head=()))]


def without_streams(file):
    return re.sub(rb"\nstream.*?endstream", b"", file, flags=re.DOTALL)


def test_nothing_is_lost_and_every_object_is_where_the_table_says(parts):
    made = joined(parts)
    assert pages_of(made) == sum(map(pages_of, parts)) == without_streams(made).count(b"/Type/Page/")
    start = int(made[made.rindex(b"startxref") + 9 :].split()[0])
    rows = made[start : made.rindex(b"trailer")].split(b"\n")[2:-1]
    used = [(number, int(row[:10])) for number, row in enumerate(rows) if row[17:18] == b"n"]
    assert all(made[offset:].startswith(b"%d 0 obj\n" % number) for number, offset in used)
    bodies = without_streams(made)
    referred = {int(element) for element in re.findall(rb"\b(\d+) 0 R", re.sub(rb"\((?:[^()\\]|\\.)*\)", b"", bodies))}
    assert referred <= {number for number, _offset in used}
    for key in (rb"/StructParents (\d+)", rb"/StructParent (\d+)"):
        keys = re.findall(key, bodies)
        assert len(keys) == len(set(keys))
    for tag in (b"/S/TR", b"/S/TD", b"/S/TH", b"/S/Table"):
        assert bodies.count(tag) == sum(
            re.sub(rb"\nstream.*?endstream", b"", part, flags=re.DOTALL).count(tag) for part in parts
        )
    assert bodies.count(b"/S/Document") == 1 and bodies.count(b"/S/Part") == 2
    assert joined(parts) == made


@pytest.mark.needs("poppler")
def test_a_reader_finds_the_same_words(parts, tmp_path):

    def words(content):
        (tmp_path / "made.pdf").write_bytes(content)
        done = subprocess.run(
            ["pdftotext", tmp_path / "made.pdf", "-"], capture_output=True, encoding="utf-8", check=True
        )
        return sorted(re.sub(r"\b\d+ / \d+\b", "", done.stdout).split())

    assert words(joined(parts)) == sorted(words(parts[0]) + words(parts[1]))


@pytest.mark.slow
@pytest.mark.needs("poppler")
def test_a_large_plan_is_set_by_parts_and_counts_its_pages_through(tmp_path):
    document = plan_document(source_plan(), source_context())
    tables = [replace(block, key=f"{block.key}/{n}", outline=()) for n in range(32) for block in document.blocks]
    steps = []
    made = pdf(replace(document, blocks=tuple(tables)), progress=lambda done, of: steps.append((done, of)))
    (tmp_path / "made.pdf").write_bytes(made)
    done = subprocess.run(["pdftotext", "-layout", tmp_path / "made.pdf", "-"], capture_output=True, encoding="utf-8")
    pages = done.stdout.split("\f")[:-1]
    assert [page.split()[-1] for page in pages] == [str(number) for number in range(1, len(pages) + 1)]
    assert len(set(steps)) > 3


def test_links_lead_from_one_part_to_another(monkeypatch):
    """The ids in a report lead to the list at its end, also where that is in another part."""
    sheet = country_document(source_plan(), source_context(), "MX", date(2006, 11, 29))
    document = with_references(sheet, source_plan())
    whole = without_streams(pdf(document)).count(b"/Subtype/Link")
    monkeypatch.setattr(writer, "_MANY", 20)
    monkeypatch.setattr(writer, "_PER_PART", 20)
    made = without_streams(pdf(document))
    names = set(re.findall(rb"\(([^()]*)\)\d+ 0 R", re.search(rb"/Dests<</Names\[(.*?)\]", made, re.DOTALL)[1]))
    named = re.findall(rb"/Subtype/Link[^>]*?/Dest\(([^()]*)\)", made)
    assert made.count(b"/Subtype/Link") == whole > 20
    assert set(named) <= names and len(named) > 20
    assert b"rcm-part" not in made and b"/S/URI" not in made


def test_an_activity_named_in_the_part_that_prints_it_is_no_link_there(monkeypatch):
    """Only what is in the outline of a large plan can be led to."""
    plan = source_plan()
    named = replace(plan.items["HR-4.1"], text={"en": "AS HR-4.2 AND HR-4 SAY"})
    document = plan_document(replace(plan, items={**plan.items, "HR-4.1": named}), source_context())
    monkeypatch.setattr(writer, "_MANY", 40)
    monkeypatch.setattr(writer, "_PER_PART", 6)
    assert without_streams(pdf(document)).count(b"/Subtype/Link") == 1


@pytest.fixture
def by_parts(monkeypatch):
    """A document of about four parts."""
    document = plan_document(source_plan(), source_context())
    rows = sum(len(table.rows) for table in document.tables)
    monkeypatch.setattr(writer, "_MANY", 20)
    monkeypatch.setattr(writer, "_PER_PART", rows // 5)
    return document


def test_parts_set_at_once_are_the_same_as_one_after_the_other(by_parts, monkeypatch):
    made = []
    for at_once in (1, 3):
        monkeypatch.setattr(pdf_parts, "_AT_ONCE", at_once)
        steps = []
        made.append(pdf(by_parts, progress=lambda done, of, steps=steps: steps.append((done, of))))
        assert steps[1:] == [(done, len(steps) - 2) for done in range(len(steps) - 1)] and len(steps) > 4
    assert made[0] == made[1]


def test_no_process_goes_on_setting_where_it_was_interrupted(by_parts, monkeypatch):
    monkeypatch.setattr(pdf_parts, "_AT_ONCE", 3)
    before, running = children(), set()

    def interrupt(done, _of):
        if done == 1:
            running.update(children() - before)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pdf(by_parts, progress=interrupt)
    assert running and not running & children()


def children():
    return {
        int(child) for task in Path("/proc/self/task").iterdir() for child in (task / "children").read_text().split()
    }


def test_what_typst_ends_with_is_said(by_parts, monkeypatch, tmp_path):
    ended = tmp_path / "python"
    ended.write_text("#!/bin/sh\nkill -9 $$\n")
    ended.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(ended))
    with pytest.raises(RcmError, match="Typst ended before the PDF was whole"):
        pdf(by_parts)


def test_nothing_in_the_folder_where_one_publishes_is_run(by_parts, monkeypatch, tmp_path):
    (tmp_path / "json.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    assert pdf(by_parts).startswith(b"%PDF")
