"""Addresses and ids in texts, as links of publications and of the terminal."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from textual.content import Content

from rcm_tui.reports.document import Document, Mark, Paragraph, Revision, Row, Run, Table
from rcm_tui.reports.links import linked, links_in
from rcm_tui.reports.redline import redline
from rcm_tui.reports.writers.docx import docx
from rcm_tui.reports.writers.html import html
from rcm_tui.reports.writers.pdf import pdf
from rcm_tui.tui.content import content, referring
from tests.publications import pages_of

NAMED = ("HR-4", "HR-4.2", "2006-11-rcgm")


def found(text: str, named: tuple[str, ...] = NAMED) -> list[tuple[str, str]]:
    return [(text[start:end], target) for start, end, target in links_in(text, named)]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://example.org/a/report.pdf.", ["https://example.org/a/report.pdf"]),
        ("(see https://example.org/a)", ["https://example.org/a"]),
        ("https://example.org/wiki/Plan_(2006), and", ["https://example.org/wiki/Plan_(2006)"]),
        (
            "“https://example.org/?q=1&r=2#x”; HTTP://EXAMPLE.ORG!",
            ["https://example.org/?q=1&r=2#x", "HTTP://EXAMPLE.ORG"],
        ),
        ("write to mailto:desk@example.org, please", ["mailto:desk@example.org"]),
        ('<https://example.org/a> "https://example.org/b"', ["https://example.org/a", "https://example.org/b"]),
        ("javascript:alert(1) data:text/html,x file:///etc/passwd vbscript:x", []),
        ("https:// https://, http://[::1 mailto: mailto:nobody xhttps//a", []),
        ("https://example.org/\u202eabc", ["https://example.org/"]),
        (
            "See www.example.org/a. Not awww.example.org, www. or x@www.example.org",
            ["www.example.org/a", "x@www.example.org"],
        ),
        (
            "Desk <desk@example.org>, ana.maria+x@mail.example.org.",
            ["desk@example.org", "ana.maria+x@mail.example.org"],
        ),
        ("user@host, @name, a@b.c, https://desk@example.org/", ["https://desk@example.org/"]),
    ],
)
def test_addresses(text, links):
    from rcm_tui.reports.visible import visible

    assert [said for said, _target in found(visible(text))] == links


def test_an_address_is_one_that_every_program_takes():
    assert found("https://example.org/año/100%/[x] end") == [
        ("https://example.org/año/100%/[x]", "https://example.org/a%C3%B1o/100%25/[x]")
    ]


def test_an_address_without_its_scheme_has_one_as_target():
    text = "www.example.org and desk@example.org"
    assert [target for _words, target in found(text)] == ["https://www.example.org", "mailto:desk@example.org"]


def test_items_and_meetings_that_are_named():
    text = "As in HR-4.2, HR-4 and 2006-11-rcgm; not HR-9, XHR-4, HR-4.22, nor https://example.org/HR-4 or a@HR-4.2"
    targets = [target for _said, target in found(text)]
    assert targets == ["#HR-4.2", "#HR-4", "#2006-11-rcgm", "https://example.org/HR-4"]


OLD = Paragraph((Run("See https://example.org/a/old.pdf (HR-4.2)."),), "HR-4", anchor="HR-4", kind="activity")
NEW = Paragraph((Run("See https://example.org/a/new.pdf (HR-4.2)."),), "HR-4", anchor="HR-4", kind="activity")
OTHER = Paragraph((Run("HR-4.2 itself, after HR-4"),), "HR-4.2", anchor="HR-4.2", kind="activity")


def document(first: Paragraph) -> Document:
    row = Row(((first,), (OTHER,)), "HR-4")
    names = Row(((Paragraph((Run("A"),)),), (Paragraph((Run("B"),)),)), "names")
    table = Table((names,), (row,), (50, 50), "HR-4")
    head = (Paragraph((Run("Note: http://example.org/note; HR-4"),), "note1", kind="note"),)
    return Document("Plan", "en", datetime(2006, 11, 29, tzinfo=UTC), head=head, blocks=(table,))


def test_a_changed_address_links_to_the_old_one_and_to_the_new_one():
    by = Revision("Ana", datetime(2006, 11, 29, tzinfo=UTC))
    marked = redline(document(OLD), document(NEW), lambda _key: by, banner="")
    paragraph = next(marked.tables).rows[0].cells[0][0]
    assert any(run.mark is Mark.DELETED for run in paragraph.runs)
    targets: dict[Mark, set[str]] = {}
    for run, target in linked(paragraph):
        if target:
            targets.setdefault(run.mark, set()).add(target)
    assert targets[Mark.DELETED] == {"https://example.org/a/old.pdf"}
    assert targets[Mark.INSERTED] | targets[Mark.KEPT] == {"https://example.org/a/new.pdf"}
    assert "".join(run.text for run, _target in linked(paragraph)) == paragraph.text
    page = html(marked).decode()
    assert 'href="https://example.org/a/old.pdf"' in page
    assert 'href="https://example.org/a/new.pdf"' in page
    docx(marked)


def test_links_of_each_format():
    made = document(NEW)
    page = html(made).decode()
    assert re.findall('<a href="([^"]*)">', page) == [
        "http://example.org/note", "#HR-4", "https://example.org/a/new.pdf", "#HR-4.2", "#HR-4",
    ]  # fmt: skip
    package = zipfile.ZipFile(io.BytesIO(docx(made)))
    relations = package.read("word/_rels/document.xml.rels").decode()
    body = package.read("word/document.xml").decode()
    named = dict(re.findall(r'Id="(link\d+)"[^>]*Target="([^"]*)" TargetMode="External"', relations))
    assert [named[element] for element in re.findall(r'<w:hyperlink r:id="([^"]*)"', body)] == [
        "http://example.org/note",
        "https://example.org/a/new.pdf",
    ]
    assert re.findall(r'<w:hyperlink w:anchor="([^"]*)"', body) == ["HR_4", "HR_4_2", "HR_4"]
    written = pdf(made)
    assert written.count(b"/S /URI") + written.count(b"/S/URI") == 2


def test_a_terminal_is_given_addresses_and_what_to_do_at_a_click():
    shown = content("See https://example.org/a, or HR-4.2.", "bold")
    links = [span.style.link for span in shown.spans if getattr(span.style, "link", None)]
    assert links == ["https://example.org/a"]
    words = referring(Content("See HR-4.2"), NAMED)
    assert [span.style.meta for span in words.spans] == [{"@click": "app.follow('HR-4.2')"}]


def test_a_table_whose_objective_names_an_item_may_go_over_several_pages():
    """Above its later pages its text is an artifact, and the standard for accessible files allows no link there."""
    (table,) = document(NEW).tables
    plain = Row(((Paragraph((Run("Words"),)),), ()))
    long = replace(table, header=(Row(((NEW,), (OTHER,)), "HR-4"),), rows=(plain,) * 120)
    assert pages_of(pdf(replace(document(NEW), blocks=(long,)))) > 1
