"""Word documents: each is valid Office Open XML, and is moved in by its headings and contents."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from rcm_tui import i18n
from rcm_tui.office.docx import read_docx
from rcm_tui.office.package import open_package
from rcm_tui.office.tracked import read_tracked
from rcm_tui.workflow.publish import (
    COUNTRY,
    FORMATS,
    MINUTES,
    PLAN,
    REDLINE,
    STATUS,
    Publication,
    PublicationRequest,
    publish,
)
from rcm_tui.workflow.workspace import Workspace
from tests.publications import docx_mistakes

KINDS = tuple(one for one, forms in FORMATS.items() if "docx" in forms)


@pytest.fixture
def workspace(sample_workspace):
    return sample_workspace


def made(workspace: Workspace, kind: str) -> Publication:
    at = "2006-11-rcgm" if kind in (MINUTES, REDLINE) else None
    return publish(workspace, PublicationRequest("docx", kind, at=at, country="MX" if kind == COUNTRY else None))


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_is_valid(workspace, kind):
    assert docx_mistakes(made(workspace, kind).content) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_document_in_spanish_and_one_of_a_draft_are_valid(tmp_path, sample, home, kind):
    """A draft has a watermark; a redline with reasons has comments."""
    i18n.use("es")
    workspace = Workspace.open(Path(shutil.copytree(sample, tmp_path / "sample")))
    request = PublicationRequest("docx", kind, country="all" if kind == COUNTRY else None)
    assert docx_mistakes(publish(workspace, request).content) == []


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def body_of(content: bytes) -> Any:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read("word/document.xml")).find(f"{W}body")


def words(paragraph: Any) -> str:
    return "".join(each.text for each in paragraph.iter(f"{W}t"))


def outline(body: Any) -> list[tuple[int, str]]:
    """The places of the outline outside tables, where alone Word's navigation pane lists them: level and words."""
    found = []
    for element in body.iterchildren(f"{W}p"):
        style, level = element.find(f"{W}pPr/{W}pStyle"), element.find(f"{W}pPr/{W}outlineLvl")
        named = style.get(f"{W}val") if style is not None else ""
        if level is not None or named.startswith("Heading"):
            found.append((int(level.get(f"{W}val")) + 1 if level is not None else int(named[-1]), words(element)))
    return found


def test_the_navigation_pane_lists_subjects_and_objectives_of_a_plan(workspace):
    body = body_of(made(workspace, PLAN).content)
    plan = workspace.plan
    items = [each for subject in plan.current_children() for each in (subject, *plan.current_children(subject))]
    assert [text.split()[0] for _level, text in outline(body)] == items
    assert [level for level, _text in outline(body)] == [2 if "-" in each else 1 for each in items]
    assert not list(body.iterfind(f".//{W}tbl//{W}outlineLvl"))


@pytest.mark.parametrize(("kind", "entries"), [(PLAN, 3), (STATUS, 10)])
def test_contents_are_filled_in_and_lead_to_their_places(workspace, kind, entries):
    body = body_of(made(workspace, kind).content)
    lines = [
        element for element in body.iterchildren(f"{W}p") if element.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "toc1"
    ]
    assert len(lines) == entries and all(map(words, lines))
    marks = {each.get(f"{W}name") for each in body.iter(f"{W}bookmarkStart")}
    assert {each.get(f"{W}anchor") for line in lines for each in line.iter(f"{W}hyperlink")} <= marks
    places = [text for level, text in outline(body) if level == 1]
    assert [words(line) for line in lines] == places
    fields = ["".join(each.text for each in line.iter(f"{W}instrText")).split()[:2] for line in lines]
    assert fields == [["PAGEREF", link.get(f"{W}anchor")] for line in lines for link in line.iter(f"{W}hyperlink")]


def test_what_only_serves_to_move_about_is_not_read_back(workspace):
    package = open_package(made(workspace, PLAN).content)
    texts = [each.after for each in read_tracked(package) if each.table < 0]
    assert not any(text.startswith(("HR", "Contents")) for text in texts)
    blocks = read_docx(package).blocks
    assert not any(getattr(block, "text", "").startswith(("HR", "Contents")) for block in blocks)
