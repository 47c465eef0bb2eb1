"""Files of every kind are read alike: cells that are merged, numbers that Word counts, bold italic, tracked changes."""

from __future__ import annotations

import datetime
import io
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from rcm_tui.office import reading
from rcm_tui.office.blocks import Contents, Paragraph, Run, Table
from rcm_tui.office.package import Refused
from rcm_tui.office.reading import read_contents

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: Any) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def an_office_document() -> Any:
    document = docx.Document()
    document.add_heading("Conclusions", 1)
    document.add_paragraph("Hold a seminar", style="List Number")
    document.add_paragraph("Send the list", style="List Number")
    document.add_paragraph("a point", style="List Bullet")
    changed = document.add_paragraph("The ")
    changed._p.append(
        parse_xml(
            f'<w:ins {W} w:id="1" w:author="MX">'
            '<w:r><w:rPr><w:b/><w:i/></w:rPr><w:t xml:space="preserve">new </w:t></w:r></w:ins>'
        )
    )
    changed._p.append(
        parse_xml(
            f'<w:del {W} w:id="2" w:author="US"><w:r><w:delText xml:space="preserve">old </w:delText></w:r></w:del>'
        )
    )
    changed.add_run("text")
    table = document.add_table(3, 3)
    for column, words in enumerate(("SUBJECT", "ACTIVITY", "CALENDAR")):
        table.cell(0, column).text = words
    table.cell(1, 0).merge(table.cell(2, 0)).text = "HUMAN RIGHTS"
    table.cell(1, 1).text = ""
    open_run = table.cell(1, 1).paragraphs[0].add_run("A seminar")
    open_run.bold = open_run.italic = True
    table.cell(1, 2).text = "May 2007"
    table.cell(2, 1).merge(table.cell(2, 2)).text = "across both"
    return document


def cells(table: Table) -> list[list[tuple[int, int, bool, str]]]:
    return [[(cell.column, cell.span, cell.continues, cell.text) for cell in row.cells] for row in table.rows]


OFFICE = [
    [(0, 1, False, "SUBJECT"), (1, 1, False, "ACTIVITY"), (2, 1, False, "CALENDAR")],
    [(0, 1, False, "HUMAN RIGHTS"), (1, 1, False, "A seminar"), (2, 1, False, "May 2007")],
    [(0, 1, True, ""), (1, 2, False, "across both")],
]


def check_office(contents: Contents) -> None:
    paragraphs = [block for block in contents.blocks if isinstance(block, Paragraph)]
    assert [(paragraph.label, paragraph.text) for paragraph in paragraphs] == [
        ("", "Conclusions"),
        ("1.", "Hold a seminar"),
        ("2.", "Send the list"),
        ("•", "a point"),
        ("", "The new text"),
    ]
    assert paragraphs[0].heading == 1 and not any(paragraph.heading for paragraph in paragraphs[1:])
    assert Run("new ", bold=True, italic=True) in paragraphs[-1].runs
    assert cells(contents.tables[0]) == OFFICE
    assert contents.tables[0].rows[1].cells[1].paragraphs[0].runs == (Run("A seminar", True, True),)
    assert "2.\tSend" not in contents.as_text() and "\n2. Send the list\n" in contents.as_text()


def test_a_word_document() -> None:
    contents = read_contents(saved(an_office_document()), "x.docx")
    check_office(contents)
    assert any("2 tracked changes" in note for note in contents.notes)


@pytest.mark.needs("libreoffice")
def test_documents_that_libreoffice_reads(tmp_path: Path) -> None:
    an_office_document().save(tmp_path / "office.docx")
    simple = docx.Document()
    table = simple.add_table(2, 2)
    for row in range(2):
        for column in range(2):
            table.cell(row, column).text = f"{row}{column}"
    simple.add_paragraph("after")
    simple.save(tmp_path / "simple.docx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for name, suffix in (("office", "odt"), ("simple", "doc")):
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", tmp_path, tmp_path / f"{name}.docx"],
            check=True,
            capture_output=True,
        )
    check_office(read_contents((tmp_path / "office.odt").read_bytes(), "office.odt"))
    read = read_contents((tmp_path / "simple.doc").read_bytes(), "simple.doc")
    assert read.as_text().strip() == "00\t01\n10\t11\n\nafter"


def test_a_workbook() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["ID", "Action", "Due"])
    sheet.append(
        [1.0, CellRichText("Send ", TextBlock(InlineFont(b=True, i=True), "now")), datetime.datetime(2007, 3, 15)]
    )
    sheet.append([])
    sheet.append(["A", None, "third"])
    sheet.merge_cells("A4:B5")
    sheet["C5"] = "fourth"
    sheet["C2"].font = Font(b=True, i=True)
    hidden = book.create_sheet("Old")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    contents = read_contents(saved(book), "x.xlsx")
    (table,) = contents.tables
    assert [row.line for row in table.rows] == [1, 2, 4, 5]
    assert cells(table)[1:] == [
        [(0, 1, False, "1"), (1, 1, False, "Send now"), (2, 1, False, "2007-03-15")],
        [(0, 2, False, "A"), (2, 1, False, "third")],
        [(0, 2, True, ""), (2, 1, False, "fourth")],
    ]
    assert table.rows[1].cells[1].paragraphs[0].runs == (Run("Send "), Run("now", True, True))
    assert table.rows[1].cells[2].paragraphs[0].runs[0].italic
    assert any("Old" in note for note in contents.notes)


@pytest.mark.parametrize(
    ("content", "accents"),
    [
        ("ID;Acción\n1;Enviar, ya\n".encode(), "Acción"),
        ("ID;Acción\n1;Enviar, ya\n".encode("cp1252"), "Acción"),
        ("ID\tAcción\n1\tEnviar, ya\n".encode("utf-16"), "Acción"),
        ('\ufeffID,Acción\n1,"Enviar, ya"\n'.encode(), "Acción"),
    ],
)
def test_values_parted_by_signs(content: bytes, accents: str) -> None:
    (table,) = read_contents(content, "x.csv").tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["ID", accents], ["1", "Enviar, ya"]]


def test_a_web_page() -> None:
    page = b"""<html><head><title>No</title><style>x{}</style><script>alert("never")</script></head><body>
    <h1>Conclusions</h1><ol><li>Hold a seminar<li>Send the list</ol><ul><li>a point</ul>
    <p>The <b><i>new </i></b>text<img src="http://evil.example/x.png">
    <table><tr><th>SUBJECT</th><td>ACTIVITY<td>CALENDAR</tr>
    <tr><td rowspan=2><p>HUMAN</p> RIGHTS<td><p style="font-weight: bold"><em>A seminar</em></p><td>May&nbsp;2007</tr>
    <tr><td colspan=2>across both</table></body></html>"""
    check_office(read_contents(page, "x.html"))


def test_a_damaged_or_unknown_file_is_refused_with_a_sentence() -> None:
    for content, name in ((b"PK\x03\x04", "x.docx"), (b"\x89PNG", "x.png"), (b"", "x.docx"), (b"a\0b", "x.csv")):
        with pytest.raises(Refused, match="Save it as"):
            read_contents(content, name)


def test_an_office_that_takes_too_long_is_killed_with_what_it_started(tmp_path: Path, monkeypatch) -> None:
    launcher = tmp_path / "soffice"
    launcher.write_text(f'#!/bin/sh\nsleep 60 &\necho "$! $TMPDIR" > {tmp_path}/started\nwait\n')
    launcher.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(reading, "_SECONDS", 1)
    with pytest.raises(Refused, match="too long"):
        read_contents(bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"), "x.doc")
    child, folder = (tmp_path / "started").read_text().split()
    deadline = time.monotonic() + 20
    while subprocess.run(["ps", "-o", "stat=", "-p", child], capture_output=True, text=True).stdout.strip("Z+s \n"):
        assert time.monotonic() < deadline, "It still runs."
    assert not Path(folder).exists()
