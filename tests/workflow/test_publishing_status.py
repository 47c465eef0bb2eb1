"""The status report as a publication: read back, its figures are those of the report."""

from __future__ import annotations

import io
import re
import shutil
from html.parser import HTMLParser

import pytest

from rcm_tui import i18n
from rcm_tui.cli.app import main
from rcm_tui.reports.names import reference_words
from rcm_tui.reports.status.page import is_about, sections
from rcm_tui.reports.styles import status_word
from rcm_tui.workflow.publish import PublicationRequest, publish
from rcm_tui.workflow.status import status_report
from rcm_tui.workflow.workspace import Workspace
from tests.browser import BROKEN_WORDS, Browser


@pytest.fixture
def workspace(sample, tmp_path, home):
    i18n.use("en")
    yield Workspace.open(shutil.copytree(sample, tmp_path / "sample"))
    i18n.use("en")


class _Page(HTMLParser):
    """The headings of a page, and under each its tables as rows of cells."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, list[list[str]]] = {}
        self._at = ""
        self._words: list[str] | None = None

    def handle_starttag(self, tag, attrs) -> None:
        if tag in ("h2", "th", "td"):
            self._words = []
        elif tag == "tr" and self._at:
            self.found[self._at].append([])

    def handle_endtag(self, tag) -> None:
        if self._words is None or tag not in ("h2", "th", "td"):
            return
        words, self._words = " ".join("".join(self._words).split()), None
        if tag == "h2":
            self._at = words
            self.found[words] = []
        else:
            self.found[self._at][-1].append(words)

    def handle_data(self, data) -> None:
        if self._words is not None:
            self._words.append(data)


def of_html(content: bytes) -> dict[str, list[list[str]]]:
    page = _Page()
    page.feed(content.decode("utf-8"))
    return page.found


def of_docx(content: bytes) -> dict[str, list[list[str]]]:
    import docx
    from docx.table import Table

    found: dict[str, list[list[str]]] = {}
    at = ""
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            found[at] += [[" ".join(cell.text.split()) for cell in row.cells] for row in block.rows]
        elif block.style.name == "Heading 1":
            at = block.text
            found[at] = []
    return found


def of_md(content: bytes) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    at = ""
    for line in content.decode("utf-8").splitlines():
        if line.startswith("## "):
            at = line[3:]
            found[at] = []
        elif line.startswith("|") and not line.startswith("| ---"):
            cells = line.removeprefix("|").removesuffix("|").split(" | ")
            found[at].append([re.sub(r"\*\*|\\(?=\W)|\\(?=_)", "", " ".join(cell.split())) for cell in cells])
    return found


@pytest.mark.parametrize(("form", "read"), [("html", of_html), ("docx", of_docx), ("md", of_md)])
def test_the_figures_are_those_of_the_report(workspace, form, read):
    report = status_report(workspace)
    told = read(publish(workspace, PublicationRequest(form, "status")).content)
    told |= read(publish(workspace, PublicationRequest(form, "secretariat")).content)
    standing = told["Status of the plan"]
    columns = [word.lower() for word in standing[0]]
    for row, subject in zip(standing[1:-1], report.standing, strict=True):
        assert row[0] == subject.id
        said = dict(zip(columns, row, strict=True))
        for status, found in subject.by_status.items():
            assert said[status_word(status)] == str(len(found)), (subject.id, status)
        assert said["all"] == str(len(subject.activities))
    assert dict(zip(columns, standing[-1], strict=True))["all"] == "66"
    for section in sections(report):
        if not is_about(report, section.name):
            assert section.title not in told
        elif section.rows:
            rows = told[f"{section.title} ({section.count})"][1:]
            assert len(rows) == section.count == len(section.rows)
            for row, fact in zip(rows, section.rows, strict=True):
                assert " ".join(fact.text.split()) in row
                cells = {cell.printed for cell in fact.cells if cell.words}
                if fact.key.replace("/", " ") in cells:
                    cells = cells - {fact.key.replace("/", " ")} | {reference_words(report.plan, fact.key)}
                assert cells <= set(row)
        else:
            assert told[section.title] == []


def test_the_grid_says_what_is_recorded_and_no_more(workspace):
    path = workspace.root / workspace.path("HR-4.1")
    text = path.read_text(encoding="utf-8")
    assert "      from: [members]" in text
    path.write_text(
        text.replace("      from: [members]", '      from: [members]\n      received: {MX: "2006-07-12"}'),
        encoding="utf-8",
    )
    workspace.reload()
    made = publish(workspace, PublicationRequest("html", "status"))
    grid = of_html(made.content)["Answers by country"]
    row = dict(zip(grid[0], next(each for each in grid if each[0] == "HR-4.1"), strict=True))
    assert (row["MX"], row["CA"]) == ("✓", "·")
    assert row["What is asked"] == "COUNTRIES WILL SEND CONTACT INFORMATION TO THE TS Mexico: answered 12 July 2006"
    report = status_report(workspace).grid
    assert grid[-1][3:] == [f"{row.answered}/{row.asked}" for row in report.rows]
    assert made.draft and made.name == "status-report-draft.html"
    assert b'class="draft"' in made.content
    words = made.content.decode().lower()
    assert not re.search(r"\b(overdue|failed to|late)\b", words.split("<main")[1].split("<table")[0])


def test_the_page_can_be_searched_and_filtered(workspace):
    page = publish(workspace, PublicationRequest("html", "status")).content.decode()
    assert '<select id="status">' in page and '<option value="MX">' in page
    assert re.search(r'<tr data-key="HR-4.1/mzp" data-status="pending-input" data-actors="[^"]*MX', page)
    for share in set(re.findall(r'<col class="w(\d+)">', page)):
        assert f"col.w{share} {{ width: {share}%; }}" in page


def test_an_edition_and_the_meeting_that_changes_are_counted_from(workspace):
    made = publish(workspace, PublicationRequest("md", "status", at="2006-05-rcgm", since="2005-10-rcgm"))
    report = status_report(workspace, at="2006-05-rcgm", since="2005-10-rcgm")
    assert (made.draft, made.name) == (False, "status-report-2006-05-rcgm.md")
    text = made.content.decode()
    assert "The plan as RCGM, May 2006 left it" in text
    assert "Since RCGM, October 2005" in text
    assert f"| **{sum(len(part.activities) for part in report.standing)}** |" in text


def test_a_list_that_nobody_would_read_is_cut_and_says_so(workspace, monkeypatch):
    from rcm_tui.reports.status import document

    monkeypatch.setattr(document, "_LONGEST", 3)
    told = publish(workspace, PublicationRequest("md", "status")).content.decode()
    waiting = len(status_report(workspace).waiting)
    assert f"## Awaiting input ({waiting})" in told
    assert f"\n{waiting - 3} more are not shown here." in told


def test_the_same_report_gives_the_same_bytes(workspace):
    for form in ("docx", "html", "pdf", "md"):
        assert (
            publish(workspace, PublicationRequest(form, "status")).content
            == publish(workspace, PublicationRequest(form, "status")).content
        )


def test_by_the_command_in_spanish(workspace, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    arguments = [
        "-C",
        str(workspace.root),
        "--lang",
        "es",
        "publish",
        "html",
        "--what",
        "status",
        "--at",
        "2006-11-rcgm",
    ]
    arguments += ["--paper", "letter"]
    assert main(arguments) == 0
    assert capsys.readouterr().out.strip().endswith("status-report-2006-11-rcgm.html")
    page = (tmp_path / "status-report-2006-11-rcgm.html").read_text(encoding="utf-8")
    assert '<html lang="es">' in page
    assert "<title>Informe de situación – Plan de Acción" in page
    assert "size: letter landscape" in page


def test_texts_of_a_plan_stay_texts(workspace):
    path = workspace.root / workspace.path("HR-4.1")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("CONTACT INFORMATION", "<script>alert(1)</script> | **x**"), encoding="utf-8")
    workspace.reload()
    assert b"<script>alert" not in publish(workspace, PublicationRequest("html", "status")).content
    told = publish(workspace, PublicationRequest("md", "status")).content.decode()
    assert r"\<script\>alert(1)\</script\> \| \*\*x\*\*" in told


@pytest.mark.slow
@pytest.mark.needs("browser")
@pytest.mark.parametrize("what", ["plan", "status", "secretariat"])
def test_no_word_is_broken_at_any_width_in_spanish(workspace, what, tmp_path):
    i18n.use("es")
    try:
        content = publish(workspace, PublicationRequest("html", what)).content
    finally:
        i18n.use("en")
    (tmp_path / "page.html").write_bytes(content)
    browser = Browser(tmp_path / "profile")
    try:
        for width in (390, 800, 1024, 1280, 1920):
            browser.command(
                "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 500
            )
            browser.open(tmp_path / "page.html")
            assert browser.run(BROKEN_WORDS) == [], width
            assert browser.run("document.documentElement.scrollWidth <= innerWidth"), width
    finally:
        browser.close()
