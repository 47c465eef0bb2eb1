"""What a document names can be found: every id in it is a link to where it says what the item is, in every format."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from rcm_tui.reports.document import Document, Heading, Picture, Pictures, line
from rcm_tui.reports.plan_table import PrintOptions
from rcm_tui.reports.references import with_references
from rcm_tui.workflow.publish import PublicationRequest, publish
from tests.publications import WHEN

ID = re.compile(r"(?<![\w.-])[A-Z]{2,3}-[1-9][0-9]*(?:\.[1-9][0-9]*)?(?![\w-])")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REQUESTS = (
    PublicationRequest("html", "status"),
    PublicationRequest("html", "secretariat"),
    PublicationRequest("html", "minutes", at="2006-11-rcgm"),
    PublicationRequest("html", "redline", at="2006-11-rcgm"),
    PublicationRequest("html", "country", country="MX"),
    PublicationRequest("html", "country", country="all"),
)


@pytest.fixture
def workspace(sample_workspace):
    return sample_workspace


class Links(HTMLParser):
    """The ids and the links of a page, and the words that are no link."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.anchors: set[str] = set()
        self.targets: set[str] = set()
        self.bare: list[tuple[str, str]] = []
        self._inside: list[str] = []
        self._own = ""
        self._skipped = 0
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs) -> None:
        found = dict(attrs)
        if "id" in found:
            self.anchors.add(found["id"])
        if tag == "p":
            self._own = found.get("id", "")
        if tag == "a":
            self.targets.add(found["href"].removeprefix("#"))
        if tag in ("a", "svg", "script", "style", "title", "caption", "option"):
            self._skipped += 1

    def handle_endtag(self, tag) -> None:
        if tag in ("a", "svg", "script", "style", "title", "caption", "option"):
            self._skipped -= 1
        if tag == "p":
            self._own = ""

    def handle_data(self, data) -> None:
        if not self._skipped:
            self.bare += [(element, self._own) for element in ID.findall(data)]


def test_items_are_named_by_the_dotted_numbers_that_the_plan_prints(workspace):
    """Each links to its item; what is archived keeps its id, since its number may have been given again."""
    plan = replace(workspace.plan, info=replace(workspace.plan.info, numbers="dotted"))
    named = [item_id for item_id in plan.walk() if "-" in item_id]
    texts = [f"See {item_id}, https://example.org/{item_id} and RCM-99." for item_id in named]
    blocks = (Heading(1, named[0]), *map(line, texts), Pictures((Picture(f"<svg>{named[0]}</svg>", named[0]),)))
    found = with_references(Document("T", "en", WHEN, blocks=blocks), plan).blocks
    for item_id, text, written in zip(named, texts, found[1:], strict=False):
        number = item_id if plan.is_archived(item_id) else plan.printed_number(item_id)
        assert written.text == text.replace(item_id, number, 1)
        assert [run.link for run in written.runs if run.link] == ([f"#{item_id}"] if number != item_id else [])
    number = plan.printed_number(named[0])
    assert found[0].text == number and found[len(named) + 1].pictures == (Picture(f"<svg>{number}</svg>", number),)
    anchors = [row.cells[0][0].anchor for row in found[-1].rows]
    assert anchors == named


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda each: each.what)
def test_every_id_is_a_link_to_a_place_in_the_same_document(workspace, request_):
    page = Links(publish(workspace, request_).content)
    assert page.targets - {"content"} <= page.anchors
    assert [each for each, own in page.bare if each != own] == []
    assert len(page.targets) > 3 or request_.what in ("minutes", "redline")


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda each: each.country or each.what)
def test_every_id_of_a_document_is_in_the_published_plan(workspace, request_):
    """In that of the same edition: as an anchor always, and with --numbers printed beside the activity."""
    edition = "2006-11-rcgm"
    report = publish(workspace, replace(request_, at=edition)).content
    hidden = r"<style.*?</style>|<script.*?</script>|<svg.*?</svg>|<option.*?</option>"
    named = set(ID.findall(re.sub(hidden, "", report.decode(), flags=re.S)))
    plan = Links(publish(workspace, PublicationRequest("html", "plan", at=edition)).content)
    archive = Links(publish(workspace, PublicationRequest("html", "archive", at=edition)).content)
    assert len(named) > (0 if request_.what == "minutes" else 5) and named <= plan.anchors | archive.anchors
    numbered = PublicationRequest("md", "plan", at=edition, options=PrintOptions(numbers=True))
    printed = publish(workspace, numbered).content.decode()
    activities = {each for each in named & plan.anchors if "." in each}
    assert activities <= set(ID.findall(printed))
    assert not ID.findall(publish(workspace, PublicationRequest("md", "plan", at=edition)).content.decode())


def test_links_work_in_word_and_in_pdf(workspace):
    made = publish(workspace, PublicationRequest("docx", "status")).content
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))
    marks = {each.attrib[f"{W}name"] for each in body.iter(f"{W}bookmarkStart")}
    links = [each.attrib[f"{W}anchor"] for each in body.iter(f"{W}hyperlink")]
    assert len(links) > 50 and set(links) <= marks
    inside = {text for each in body.iter(f"{W}hyperlink") for text in each.itertext()}
    assert set(ID.findall(" ".join(body.itertext()))) == {each for each in inside if ID.fullmatch(each)}
    printed = publish(workspace, PublicationRequest("pdf", "status")).content
    assert printed.count(b"/Subtype /Link") + printed.count(b"/Subtype/Link") > 50 or b"/ObjStm" in printed


def test_a_report_prints_no_id_that_only_a_command_takes(workspace):
    page = publish(workspace, PublicationRequest("md", "status")).content.decode()
    assert "mzp" not in page and "| HR-4.1 |" in page and "2006-11-rcgm" not in page.split("## ", 1)[1]
