"""What one sees on the pages: nothing falls off, no page is left white, nothing is said that is no use to readers."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import docx
import openpyxl
import pytest

from rcm_tui import i18n
from rcm_tui.cli.app import main
from rcm_tui.workflow.publish import PublicationRequest, publish
from rcm_tui.workflow.workspace import Workspace
from tests.publications import in_office
from tests.small_plan import ORCHARD

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60"><rect width="200" height="60" fill="#138"/></svg>'
)
REGISTERED = "symbol: CRM/2007/12\nagenda_item: {en: 3 (a), es: 3 a)}\noriginal: [es, en]\nlogo: logo.svg\n"


@pytest.fixture
def root(tmp_path, sample, home):
    """The sample plan, with all that the head of a document can have."""
    root = Path(shutil.copytree(sample, tmp_path / "sample"))
    (root / "logo.svg").write_text(LOGO, encoding="utf-8")
    info = root / "plan" / "plan.yaml"
    info.write_text(info.read_text("utf-8") + REGISTERED, "utf-8")
    return root


def pages(path: Path) -> list[str]:
    said = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, encoding="utf-8").stdout
    return said.rstrip("\f").split("\f")


@pytest.mark.needs("poppler")
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_page_one_of_a_report_has_its_pictures_whatever_the_head(root, tmp_path, paper):
    made = publish(Workspace.open(root), PublicationRequest("pdf", "status", paper=paper))
    (tmp_path / "status.pdf").write_bytes(made.content)
    first, second, *_rest = pages(tmp_path / "status.pdf")
    assert "CRM/2007/12" in first and "Practice meeting" in first and "Answers by country" in second


@pytest.mark.needs("libreoffice", "poppler")
def test_contents_name_the_pages_and_begin_one_after_the_pictures_of_page_one(root, tmp_path):
    source, printed = tmp_path / "status.docx", tmp_path / "status.pdf"
    source.write_bytes(publish(Workspace.open(root), PublicationRequest("docx", "status")).content)
    done = in_office((source, "keep", printed))
    assert done.returncode == 0, done.stderr
    found = pages(printed)
    assert "Contents" not in found[0] and "Contents" in map(str.strip, found[1].split("\n")[:4])
    entries = re.findall(r"^(\S.*?) {2,}(\d+)$", found[1], re.MULTILINE)
    assert len(entries) == 10
    for title, number in entries:
        assert title in [line.strip() for line in found[int(number) - 1].split("\n")]


def test_minutes_say_nothing_of_what_is_not_published_and_name_no_command(root, capsys):
    record = ("set", "plan/actors.yaml", "MX.email=name@example.org", "-m", "x", "--meeting", "practice")
    assert main(["-C", str(root), *record]) == 0
    workspace = Workspace.open(root)
    page = publish(workspace, PublicationRequest("md", "minutes")).content.decode()
    assert "actors" not in page and "example.org" not in page
    assert "On document CRM/2007/12" in page and "Original: Spanish, English" in page
    without = publish(workspace, PublicationRequest("md", "minutes", at="2005-05-other")).content.decode()
    assert "no edition of its own" in without and "rcm " not in without


def test_the_redline_of_a_plan_without_editions_is_from_an_empty_plan(tmp_path, small_plans):
    plan = small_plans.copy(ORCHARD, tmp_path / "plan")
    with (plan / "plan" / "plan.yaml").open("a", encoding="utf-8") as info:
        info.write('notes: [{en: "As of {month}"}]\n')
    page = publish(Workspace.open(plan), PublicationRequest("html", "redline")).content.decode()
    assert "Changes from an empty plan to now" in page and "from empty" not in page
    assert "As of " in page and "<del" not in page and "1980" not in page


def test_the_front_page_counts_in_the_order_in_which_it_lists(root, capsys):
    assert main(["-C", str(root), "set", "HR-4.2", "status=completed", "--meeting", "practice"]) == 0
    page = publish(Workspace.open(root), PublicationRequest("md", "redline")).content.decode()
    assert "**1 changed, 2 archived.**" in page
    assert re.findall(r"^### (.*)", page, re.MULTILINE)[:2] == ["1 changed", "2 archived"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_column_of_a_report_is_too_narrow_for_a_word(root, language):
    i18n.use(language)
    made = publish(Workspace.open(root), PublicationRequest("docx", "status")).content
    for table in docx.Document(io.BytesIO(made)).tables:
        widths = [column.width for column in table.columns]
        if len(widths) < 8:
            assert min(widths) / sum(widths) > 0.075
        elif len(widths) < 12:  # The counts by status; the grid has more columns.
            assert min(widths[2:]) / sum(widths) > 0.085


def test_a_workbook_is_read_on_screen_and_on_paper(root):
    book = openpyxl.load_workbook(io.BytesIO(publish(Workspace.open(root), PublicationRequest("xlsx")).content))
    for sheet in book:
        assert sheet.print_title_rows == "$1:$1" and sheet.print_title_cols == "$A:$A"
        wide = sum(dimension.width for dimension in sheet.column_dimensions.values() if not dimension.hidden)
        assert wide / sheet.page_setup.fitToWidth <= 170
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.pageOrder == "overThenDown"
    days = [cell for row in book["Meetings"].iter_rows() for cell in row if cell.is_date]
    assert days and all(cell.alignment.horizontal == "left" for cell in days)
    names = {cell.value: cell.alignment.wrap_text for cell in book["Meetings"]["B"][1:]}
    assert max(map(len, names)) > 60 and all(names.values())


@pytest.mark.parametrize("what", ["status", "country"])
def test_bodies_are_called_what_the_language_calls_them(root, what):
    i18n.use("es")
    country = "MX" if what == "country" else None
    page = publish(Workspace.open(root), PublicationRequest("md", what, country=country)).content.decode()
    assert "en cada GRCM" in page and "en cada RCGM" not in page


def test_every_page_of_the_plan_says_which_document_it_is(root):
    read = docx.Document(io.BytesIO(publish(Workspace.open(root), PublicationRequest("docx")).content))
    assert read.sections[0].footer.paragraphs[0].text.startswith("CRM/2007/12")
