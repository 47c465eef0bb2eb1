"""Publications in a language that is written from right to left."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcm_tui import i18n
from rcm_tui.reports.direction import is_left_to_right, isolated, left_to_right
from rcm_tui.reports.document import Heading, Mark, Paragraph, Revision, Run
from rcm_tui.reports.pictures import SHADES, SIGNS, Column, Moment, bars, columns, timeline
from rcm_tui.reports.plan_table import plan_document
from rcm_tui.reports.writers import write
from rcm_tui.reports.writers.docx.runs import by_direction
from rcm_tui.workflow.edition_context import published_state
from rcm_tui.workflow.publish import PublicationRequest, publish
from rcm_tui.workflow.workspace import Workspace
from tests.programs import program
from tests.publications import docx_mistakes

FILES = {
    "plan/plan.yaml": "schema: 1\ntitle: {ar: خطة العمل, en: Plan}\nlanguages: [ar, en]\n",
    "plan/actors.yaml": "WHO:\n  kind: organization\n  name: {ar: منظمة الصحة العالمية}\n",
    "plan/AW/AW.yaml": "id: AW\nnumber: 1\ntitle: {ar: التوعية}\n",
    "plan/AW/AW-1/AW-1.yaml": "id: AW-1\nnumber: 1\ntext: {en: Train the workers of health}\n",
    "plan/AW/AW-1/AW-1.1.yaml": """\
id: AW-1.1
number: 1
text: {ar: "دورات، انظر AW-1.2 قبل 15/06/2024"}
status: active
responsible: [WHO]
calendar:
  - {id: bcd, date: "2024-06-10", text: {ar: تقرير}, status: completed}
""",
    "plan/AW/AW-1/AW-1.2.yaml": "id: AW-1.2\nnumber: 2\ntext: {ar: حملة}\nstatus: planned\n",
    "plan/words.ar.yaml": 'words:\n  DRAFT: مسودة\n  "Page {page} of {pages}": "من {pages} الصفحة {page}"\n',
}


@pytest.fixture
def arabic(tmp_path, small_plans) -> Workspace:
    return Workspace.open(small_plans.copy(FILES, tmp_path / "arabic"))


def made(workspace: Workspace, form: str, language: str = "ar") -> bytes:
    return publish(workspace, PublicationRequest(form, language=language)).content


def test_a_page_says_its_direction_and_that_of_texts_in_another_language(arabic):
    page = made(arabic, "html").decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert re.search(r'lang="en" dir="ltr">.*Train', page)
    assert "1 text of 5 is in another language than this document." in page
    other_way = made(arabic, "html", "en").decode()
    assert '<html lang="en">' in other_way
    assert re.search(r' lang="ar" dir="rtl">', other_way)


def test_a_word_document_is_turned_round_and_its_ids_are_not(arabic):
    content = made(arabic, "docx")
    assert docx_mistakes(content) == []
    parts = zipfile.ZipFile(io.BytesIO(content))
    body = parts.read("word/document.xml").decode()
    assert body.count("<w:bidiVisual/>") == body.count("<w:tbl>") > 0
    assert re.search(r"<w:bidi/>.*?</w:sectPr>", body)
    runs = {text: "<w:rtl/>" in look for look, text in re.findall(r"<w:r>(.*?)<w:t [^>]*>(.*?)</w:t></w:r>", body)}
    assert runs["AW-1.2"] is False
    assert runs["دورات، انظر "] is True
    assert all(
        "<w:bidi/>" in element
        for element in re.findall(r"<w:p>.*?</w:pPr>", body)
        if "Train" not in element and "دورات" in element
    )
    footer = next(parts.read(name).decode() for name in parts.namelist() if "footer" in name)
    assert footer.index("NUMPAGES") < footer.index('"PAGE"')  # As the words have it.


@pytest.mark.needs("poppler")
def test_the_full_stop_of_an_english_sentence_stays_at_its_end(arabic):
    """In a document from right to left, what its language has no words for is set apart with its punctuation."""
    report = PublicationRequest("html", "status", language="ar")
    page = publish(arabic, report).content.decode()
    assert "\u2066The plan as it is now.\u2069" in page
    assert "\u2066" not in publish(arabic, replace(report, language="en")).content.decode()
    content = publish(arabic, replace(report, form="docx")).content
    assert docx_mistakes(content) == []
    body = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    (english,) = (each for each in re.findall("<w:p>.*?</w:p>", body) if "The plan as it is now" in each)
    assert '<w:jc w:val="right"/>' in english and "<w:bidi/>" not in english and "<w:rtl/>" not in english
    pages = subprocess.run(
        ["pdftotext", "-raw", "-", "-"],
        input=publish(arabic, replace(report, form="pdf")).content,
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert "The plan as it is now." in pages and "\u2066" not in pages and "\ufffd" not in pages


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The plan (all of it) is new.", ["The plan (all of it) is new."]),
        ("مارس 2025: Hold a seminar (again). Then rest; or not.", ["Hold a seminar (again). Then rest; or not."]),
        ("انظر Human Rights Watch.", []),
        ("تنظيم (IOM)", []),
        ("حملة – To be held: in May.\nOne.", ["To be held: in May.", "One."]),
        ("2025", []),
    ],
)
def test_a_text_of_another_direction_is_found_with_its_punctuation(text, found):
    assert [text[start:end] for start, end in left_to_right(text)] == found


@given(st.lists(st.text("aB .:;()0–1نم\n", max_size=9), max_size=6), st.lists(st.booleans(), min_size=6, max_size=6))
def test_signs_of_direction_are_all_that_is_added(texts, links):
    pieces = [(Run(text), "#x" if link else "") for text, link in zip(texts, links, strict=False)]
    made = [run.text for run, _target in isolated(pieces)]
    whole = "".join(made)
    assert whole.translate({0x2066: None, 0x2069: None}) == "".join(texts) and len(made) == len(texts)
    inside = re.findall("\u2066([^\u2066\u2069]*)\u2069", whole)
    assert len(inside) == whole.count("\u2066") == whole.count("\u2069")
    assert all(is_left_to_right(each) for each in inside)


def test_a_table_of_contents_is_turned_round(arabic):
    one = published_state(arabic, None)
    document = replace(plan_document(one.plan, one.context), language="ar")
    headings = [Heading(1, f"عنوان {number}", f"h{number}") for number in range(3)]
    table = next(document.tables)
    long = replace(document, blocks=(*headings, replace(table, rows=table.rows * 40)))
    body = zipfile.ZipFile(io.BytesIO(write(long, "docx"))).read("word/document.xml").decode()
    lines = re.findall(r'<w:pStyle w:val="toc\d"/>.*?</w:pPr>', body)
    assert len(lines) > 3 and all("<w:bidi/>" in line for line in lines)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pictures_are_read_from_the_side_on_which_the_language_begins(language):
    drawn = {"first": [5, 1], "second": [2, 0]}
    today, later = date(2024, 6, 1), date(2025, 6, 1)
    with i18n.using(language):
        charts = (
            bars(drawn, [("open", SHADES[0]), ("over", SHADES[1])]),
            timeline([Moment(today, later, SIGNS[1], "second")], ("a", "b", "c"), today, "first"),
            columns([Column(1, 2, "first", ""), Column(1, 2, "second", "")], "part", "whole"),
        )
    for chart in charts:
        places = {
            re.sub("[\u2067\u2069]", "", words): (float(x), anchor)
            for x, anchor, words in re.findall(r'<text x="([\d.]+)"[^>]*anchor="(\w+)"[^>]*>([^<]*)</text>', chart)
        }
        first, second = places["first"], places["second"]
        if chart == charts[0]:
            assert first == ((2.0, "start") if language == "en" else (458.0, "end"))
        else:
            assert (first[0] < second[0]) is (language == "en")
        assert all(0 <= float(x) <= 460 for x in re.findall(r' c?x[12]?="(-?[\d.]+)"', chart))


def test_sheets_begin_at_the_right(arabic):
    parts = zipfile.ZipFile(io.BytesIO(made(arabic, "xlsx")))
    sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert all('rightToLeft="1"' in sheet for sheet in sheets)


def test_what_changed_is_marked_in_both_directions(arabic):
    one = published_state(arabic, None)
    document = replace(plan_document(one.plan, one.context), language="ar")
    revision = Revision("أمينة", one.context.when, "سبب")
    marks = (Mark.INSERTED, Mark.DELETED, Mark.RESTYLED)
    runs = tuple(Run("انظر AW-1.2 الآن", True, mark, revision, was_strong=False) for mark in marks)
    marked = replace(document, marked=True, blocks=(Paragraph(runs), *document.blocks))
    content = write(marked, "docx")
    assert docx_mistakes(content) == []
    body = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    ids = re.findall(r'<w:(?:ins|del|rPrChange) w:id="(\d+)"', body)
    assert len(ids) == len(set(ids)) >= 5


@pytest.mark.needs("poppler")
def test_a_printed_table_begins_at_the_right(arabic, tmp_path):
    (tmp_path / "plan.pdf").write_bytes(made(arabic, "pdf"))
    words = subprocess.run(
        [program("poppler"), "-bbox", tmp_path / "plan.pdf", "-"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    wide = float(re.search(r'<page width="([\d.]+)"', words)[1])
    places = {text: float(x) for x, text in re.findall(r'xMin="([\d.]+)".*?>(.*?)</word>', words)}
    assert places["AW-1.1"] > wide / 2
    assert places["2024"] < places["AW-1.1"]  # The entry's year, in the last column.


def test_a_language_with_a_region_can_be_printed(tmp_path, small_plans):
    files = {path: text.replace("ar:", "pt-BR:").replace("[ar,", "[pt-BR,") for path, text in FILES.items()}
    workspace = Workspace.open(small_plans.copy(files, tmp_path / "plan"))
    assert made(workspace, "pdf", "pt-BR").startswith(b"%PDF")
    assert docx_mistakes(made(workspace, "docx", "pt-BR")) == []


@pytest.mark.parametrize(
    ("text", "left_to_right"),
    [
        ("انظر HR-4.2، ثم", ["HR-4.2"]),
        ("https://example.org/a?b=1 رابط", ["https://example.org/a?b=1"]),
        ("مع World Health Organization (WHO)", ["World Health Organization", "WHO"]),
        ("في 15/06/2024", []),
        ("", []),
    ],
)
def test_ids_names_and_addresses_keep_their_direction(text, left_to_right):
    parts = list(by_direction(text))
    assert "".join(part for part, _turned in parts) == text
    assert [part for part, turned in parts if not turned] == left_to_right
