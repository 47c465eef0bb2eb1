"""What the other formats hold, read by libraries that had no part in writing them; and texts that try to be more."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date, datetime
from email import message_from_bytes
from email.policy import default
from xml.etree import ElementTree

import pytest

from rcm_tui import i18n
from rcm_tui.libraries import MissingLibrary, install_command, need
from rcm_tui.model.entries import Entry, Request
from rcm_tui.model.items import Activity, Actor, Archived, Objective, Subject
from rcm_tui.model.states import ActorKind
from rcm_tui.reports.country import country_document
from rcm_tui.reports.document import Mark, marked_whole
from rcm_tui.reports.flat import flat, flat_json
from rcm_tui.reports.plan_table import PrintOptions, plan_document
from rcm_tui.reports.status.country import country_figures
from rcm_tui.reports.writers.csv import csv as as_csv
from rcm_tui.reports.writers.docx import docx
from rcm_tui.reports.writers.html import html
from rcm_tui.reports.writers.ics import ics
from rcm_tui.reports.writers.mail import draft_mail
from rcm_tui.reports.writers.markdown import markdown
from rcm_tui.reports.writers.pdf import pdf
from rcm_tui.reports.writers.xlsx import xlsx
from rcm_tui.store.reader import load_files
from tests.publications import WHEN, source_context, source_plan

ON = date(2006, 11, 29)
HOSTILE = (
    '=HYPERLINK("http://x.example")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "<b>bold</b> & ]]> </w:t> <!--",
    '#panic("x") #import "a.typ" $x$ *bold* _it_ @label `raw`',
    "{{ 7*7 }} {% raw %} ${x}",
    "[link](javascript:alert(1)) ![x](http://x.example/a.png) www.x.example ||a|b|",
    "\x1b[31mred\x07 \u202eturned\u2069 \ufffe",
    "../../etc/passwd",
    "BEGIN:VEVENT\nATTACH:file:///etc/passwd\nSubject: x",
    "1. one\n# two\n- three\n```\nfour",
)


def hostile_plan():
    items = {
        "AA": Subject(id="AA", number=1, title={"en": HOSTILE[0]}),
        "AA-1": Objective(id="AA-1", number=1, text={"en": HOSTILE[4]}),
    }
    for number, text in enumerate(HOSTILE, 1):
        entry = Entry(
            id="kvt",
            text={"en": text},
            date="2006-12-01",
            actors={"MX": text},
            request=Request(from_=("MX",), to="TS", due="2006-12"),
            status="pending-input",
        )
        items[f"AA-1.{number}"] = Activity(
            id=f"AA-1.{number}",
            number=number,
            text={"en": text},
            status="active",
            responsible=("MX",),
            calendar=(entry,),
        )
    actors = {
        **source_plan().actors,
        "MX": Actor(kind=ActorKind.MEMBER, name={"en": "Mex=ico <&>\r\nBcc: all@x.example"}),
    }
    info = replace(source_plan().info, print_dates="never")
    return replace(source_plan(), info=info, items=items, archived=frozenset(), actors=actors)


# -- data


def test_json():
    rows = json.loads(flat_json(flat(source_plan(), ON), source_plan(), source_context()))
    assert (rows["schemaVersion"], rows["kind"], rows["edition"], rows["draft"]) == (
        1,
        "plan-data",
        "2006-11-rcgm",
        False,
    )
    kinds = [row["kind"] for row in rows["items"]]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "subject": 3,
        "objective": 20,
        "action": 38,
        "activity": 68,
    }
    assert len(rows["calendar"]) == 97
    entry = next(row for row in rows["calendar"] if (row["id"], row["entry"]) == ("HR-4.1", "lhw"))
    assert (entry["first_day"], entry["last_day"], entry["status"]) == ("2004-10-18", "2004-10-19", "completed")
    asked = next(row for row in rows["calendar"] if (row["id"], row["entry"]) == ("HR-4.1", "mzp"))
    assert (asked["asked"], asked["asked_to"], asked["answered"], asked["waiting"]) == ("members", "TS", None, None)


@pytest.mark.parametrize("plan", [source_plan, hostile_plan, lambda: replace(source_plan(), items={}, meetings={})])
def test_json_is_indented_as_python_does(plan):
    for internal in (False, True):
        written = flat_json(flat(plan(), ON, internal=internal), plan(), source_context()).decode()
        assert written == json.dumps(json.loads(written), ensure_ascii=False, indent=2) + "\n"


def test_reasons_are_internal():
    public = flat(source_plan(), ON)
    assert all("archived_reason" not in line.values for line in public.items)
    internal = flat(source_plan(), ON, internal=True)
    told = {
        line.values["id"]: line.values["archived_reason"] for line in internal.items if line.values["archived_reason"]
    }
    assert set(told) == set(source_plan().archived)
    documents = [
        plan_document(source_plan(), source_context(), PrintOptions(internal=each), archive=True)
        for each in (False, True)
    ]
    reason = source_plan().items["MPM-8.1"].archived.reason
    assert [reason in markdown(document).decode().replace("\\", "") for document in documents] == [False, True]


def test_csv():
    written = as_csv(flat(source_plan(), ON))
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert len(rows) == 3 + 20 + 38 + 68 + 97
    assert {row["archived"] for row in rows} == {"yes", "no"}
    hostile = list(csv.DictReader(io.StringIO(as_csv(flat(hostile_plan(), ON)).decode("utf-8-sig"), newline="")))
    assert not any(value.startswith(("=", "+", "-", "@")) for row in hostile for value in row.values())
    assert "'" + HOSTILE[0] in {row["text"] for row in hostile}


def test_xlsx_has_filters_and_no_formulas():
    import openpyxl

    written = xlsx(flat(hostile_plan(), ON), hostile_plan(), source_context())
    book = openpyxl.load_workbook(io.BytesIO(written))
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b", "d", "inlineStr"}
    texts = {row[7].value for row in book["Items"].iter_rows(min_row=2)}
    assert {HOSTILE[0], HOSTILE[3], HOSTILE[4]} <= texts
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist())


def test_xlsx_has_days_as_dates_and_words_in_the_language_in_use():
    import openpyxl

    plan = source_plan()
    i18n.use("es")
    try:
        book = openpyxl.load_workbook(io.BytesIO(xlsx(flat(plan, ON), plan, source_context(), on=ON)))
    finally:
        i18n.use("en")
    assert book.sheetnames == ["Elementos", "Calendario", "Reuniones", "Acuerdos", "Solicitudes"]
    head, *rows = book["Calendario"].iter_rows()
    places = {cell.value: place for place, cell in enumerate(head)}
    entries = {row[-1].value: row for row in rows}
    sent = entries["LDM-3.2/tqd"]
    assert sent[places["Plazo"]].value == datetime(2006, 8, 15) and sent[places["Plazo"]].is_date
    assert sent[places["Solicitada a"]].value == "Países miembros"
    assert {row[places["Estado"]].value for row in rows} >= {"pendiente de insumos", "en curso"}
    whole = next(row for row in rows if row[places["Fecha"]].value == "noviembre de 2006")
    assert whole[places["Primer día"]].value == datetime(2006, 11, 1)
    asked = [[cell.value for cell in row] for row in book["Solicitudes"].iter_rows(min_row=2)]
    assert [row[3] for row in asked if row[-1] == "HR-4.1/mzp/MX"] == ["sin registrar"]
    held = {row[0].value: row[5].value for row in book["Reuniones"].iter_rows(min_row=2)}
    assert held["2006-11-rcgm"] == datetime(2006, 11, 27)


def test_xlsx_keeps_what_looks_like_an_escape():
    """`_x0041_` would be read as the letter A: its low line is written as an escape itself."""
    import openpyxl

    plan = source_plan()
    activity = replace(plan.items["HR-4.2"], text={"en": "ROOM _x0041_ <b> & _x"})
    plan = replace(plan, items={**plan.items, "HR-4.2": activity})
    book = xlsx(flat(plan, ON), plan, source_context())
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        assert b"ROOM _x005F_x0041_ &lt;b&gt; &amp; _x<" in package.read("xl/worksheets/sheet1.xml")
    assert openpyxl.load_workbook(io.BytesIO(book)).active is not None


def test_xlsx_prints_only_the_text_of_an_open_item_in_bold():
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(xlsx(flat(source_plan(), ON), source_plan(), source_context())))
    head, *rows = book["Items"].iter_rows()
    text = [cell.value for cell in head].index("Text")
    assert any(row[text].font.b for row in rows)
    assert not any(cell.font.b for row in rows for place, cell in enumerate(row) if place != text)


def test_ics():
    """Read by a reader of our own: unfolded, and each event's properties by name."""
    written = ics(source_plan(), source_context(), ON)
    assert written.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in written.split(b"\r\n")) <= 75
    lines = written.decode().replace("\r\n ", "").split("\r\n")
    found, event = {}, {}
    for line in lines:
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            found[event["UID"]] = event
        else:
            event[name.partition(";")[0]] = value
    meeting = found["2006-11-rcgm@plan.rcm.invalid"]
    assert (meeting["DTSTART"], meeting["DTEND"]) == ("20061127", "20061130")
    assert meeting["DTSTAMP"] == "20061129T100000Z"
    assert len(found) == written.count(b"BEGIN:VEVENT")
    assert any(uid.startswith("LDM-3.2-") and uid.endswith("-due@plan.rcm.invalid") for uid in found)


@pytest.mark.parametrize(
    ("dates", "days", "words"),
    [
        ("2007-07-01/..", ("20070701", "20070702"), "from 1 July 2007 on"),
        ("../2007-07", ("20070731", "20070801"), "until July 2007"),
        ("2007-07/..", ("20070701", "20070702"), "from July 2007 on"),
    ],
)
def test_an_open_interval_is_an_event_of_the_day_that_is_known(dates, days, words):
    import icalendar

    plan = load_files(
        {
            "plan/plan.yaml": b"schema: 1\ntitle: {en: A plan}\nbodies: {B: {name: {en: Body}}}\n",
            "plan/HR/HR.yaml": b"id: HR\nnumber: 1\ntitle: {en: R}\n",
            "plan/HR/HR-1/HR-1.yaml": (
                f"id: HR-1\nnumber: 1\ntext: {{en: T}}\ncalendar:\n- id: kvt\n  date: {dates}\n  text: {{en: OPEN}}\n"
            ).encode(),
            "meetings/2007-07-b.yaml": f"id: 2007-07-b\nbody: B\ndates: {dates}\nstatus: planned\n".encode(),
        }
    )
    found = icalendar.Calendar.from_ical(ics(plan, source_context(), ON)).walk("VEVENT")
    assert len(found) == 2
    for event in found:
        assert tuple(f"{event[name].dt:%Y%m%d}" for name in ("DTSTART", "DTEND")) == days
        assert words in str(event["DESCRIPTION"])
        assert event["STATUS"] == "TENTATIVE"


def test_ics_texts_are_data():
    import icalendar

    calendar = icalendar.Calendar.from_ical(ics(hostile_plan(), source_context(), ON))
    events = calendar.walk("VEVENT")
    assert not any("ATTACH" in event for event in events)
    assert HOSTILE[10] in {str(event.get("DESCRIPTION")) for event in events}


# -- documents


@pytest.mark.needs("poppler")
def test_symbol_agenda_item_and_original_language_stand_in_the_head_where_they_are_declared(tmp_path):
    import docx as library

    plain = plan_document(source_plan(), source_context())
    assert not any(line.kind == "symbol" for line in plain.head)
    plan = source_plan()
    info = replace(plan.info, symbol="CRM/2006/12", agenda_item={"en": "4 (b)", "es": "4 b)"}, original=("es", "en"))
    document = plan_document(replace(plan, info=info), source_context())
    said = ["CRM/2006/12", "Agenda item: 4 (b)", "Original: Spanish, English"]
    assert [line.text for line in document.head[:3]] == said and document.head[3:] == plain.head
    assert document.author == plain.author
    read = library.Document(io.BytesIO(docx(document))).paragraphs
    assert [(each.text, each.style.name) for each in read[:3]] == [(each, "Symbol") for each in said]
    (tmp_path / "plan.pdf").write_bytes(pdf(document))
    printed = subprocess.run(
        ["pdftotext", "-l", "1", tmp_path / "plan.pdf", "-"], capture_output=True, encoding="utf-8"
    )
    for text in (printed.stdout, html(document).decode(), markdown(document).decode().replace("\\", "")):
        assert all(each in text for each in said)
    i18n.use("es")
    try:
        spanish = plan_document(replace(plan, info=info), source_context()).head[:3]
    finally:
        i18n.use("en")
    archive = plan_document(replace(plan, info=info), source_context(), archive=True)
    assert archive.head[0].text == "Archive of CRM/2006/12" and archive.footer.startswith("Archive of CRM/2006/12 – ")
    assert [each.text for each in spanish[1:]] == ["Punto del orden del día: 4 b)", "Original: español, inglés"]


def test_markdown_shows_the_words_and_no_markup():
    written = markdown(plan_document(hostile_plan(), source_context())).decode()
    assert not re.search(r"(?<!\\)\]\(", written)
    for active in ("<b>", "http://x", "www.x", "`raw`", " *bold*", "|b|", " <!--"):
        assert active not in written
    assert r"\[link\](javascript" in written
    rows = [line for line in written.splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {4}


def test_docx_is_well_formed_whatever_the_texts():
    from docx import Document

    written = docx(plan_document(hostile_plan(), source_context()))
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(package.read(name))
        assert not any("vba" in name.lower() or "embed" in name.lower() for name in package.namelist())
    read = Document(io.BytesIO(written))
    texts = {paragraph.text for row in read.tables[0].rows for cell in row.cells for paragraph in cell.paragraphs}
    assert {HOSTILE[0], HOSTILE[4], HOSTILE[5], HOSTILE[6], HOSTILE[11]} <= texts


def test_docx_has_the_actions_of_an_objective_beside_its_activities():
    import docx as library

    document = plan_document(source_plan(), source_context())
    read = library.Document(io.BytesIO(docx(document)))
    for made, table in zip(document.tables, read.tables, strict=True):
        rows = table._tbl.tr_lst[len(made.header) :]
        merged = [row.tc_lst[0].vMerge == "continue" for row in rows]
        assert merged == [bool(place) and not row.cells[0] for place, row in enumerate(made.rows)]
        for row in rows:
            written = [sum(len(text.text or "") for text in each.iter(f"{{{row.nsmap['w']}}}t")) for each in row.tc_lst]
            assert (row.xpath("w:trPr/w:cantSplit") == []) is (max(written) >= 600)
    assert "vMerge" in read.element.xml
    joined = next(table for table in document.tables if not table.rows[1].cells[0])
    new = replace(joined, rows=(*joined.rows[:-1], marked_whole(joined.rows[-1], Mark.INSERTED, None)))
    tracked = library.Document(io.BytesIO(docx(replace(document, blocks=(new,), marked=True))))
    assert "vMerge" not in tracked.element.xml


def test_docx_has_language_title_bookmarks_and_repeated_heads():
    from docx import Document
    from docx.oxml.ns import qn

    read = Document(io.BytesIO(docx(plan_document(source_plan(), source_context()))))
    assert (read.core_properties.title, read.core_properties.language) == (
        "Plan of Action of the Regional Conference on Migration",
        "en-US",
    )
    names = {each.get(qn("w:name")) for each in read.element.body.iter(qn("w:bookmarkStart"))}
    current = {
        key.replace("-", "_").replace(".", "_") for key in source_plan().items if key not in source_plan().archived
    }
    assert current <= names
    for table in read.tables:
        heads = [row.trPr is not None and row.trPr.find(qn("w:tblHeader")) is not None for row in table._tbl.tr_lst]
        assert heads[:2] == [True, True] and not any(heads[2:])
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None
    assert read.sections[0].page_width > read.sections[0].page_height


@pytest.mark.needs("poppler")
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_pdf_holds_every_word_and_no_page_is_empty(tmp_path, paper):
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf(plan_document(source_plan(), source_context()), paper=paper))
    info = subprocess.run(["pdfinfo", path], capture_output=True, encoding="utf-8").stdout
    assert "Tagged:          yes" in info
    assert "Author:          Regional Conference on Migration" in info
    declared = subprocess.run(["pdfinfo", "-meta", path], capture_output=True, encoding="utf-8").stdout
    assert "<pdfuaid:part>1</pdfuaid:part>" in declared
    content = path.read_bytes()
    assert all(
        each in content for each in (b"/Lang(en)", b"/DisplayDocTitle true", b"/StructTreeRoot", b"/Marked true")
    )
    tree = subprocess.run(["pdfinfo", "-struct", path], capture_output=True, encoding="utf-8").stdout
    tables = len(list(plan_document(source_plan(), source_context()).tables))
    assert tree.count("Table (block)") == tree.count("THead") == tree.count("TBody") == tables
    assert tree.count("TH <") == tree.count("/Scope /Column") == 5 * tables
    assert "Title:           Plan of Action of the Regional Conference on Migration" in info
    assert ("841.89 x 595.276" if paper == "a4" else "792 x 612") in info
    dests = subprocess.run(["pdfinfo", "-dests", path], capture_output=True, encoding="utf-8").stdout
    assert '"HR-4.2"' in dests and '"MPM"' in dests
    said = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, encoding="utf-8").stdout
    letters = "".join(said.split()).replace("-", "")
    for key, item in source_plan().items.items():
        if key not in source_plan().archived:
            assert "".join(item.text["en"].split()).replace("-", "") in letters, key
    pages = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, encoding="utf-8").stdout
    for number, page in enumerate(pages.rstrip("\f").split("\f")):
        lines = [line for line in page.splitlines() if line.strip()]
        assert len(lines) > 10
        assert number == 0 or lines[0].split() == ["SUBJECTS", "OBJECTIVES"]
        assert "ACTION FOR IMPLEMENTATION" not in lines[-2], "a band stands alone at the foot of a page"


def test_pdf_takes_no_text_for_markup(tmp_path):
    path = tmp_path / "hostile.pdf"
    path.write_bytes(pdf(plan_document(hostile_plan(), source_context())))
    if shutil.which("pdftotext"):
        said = subprocess.run(["pdftotext", path, "-"], capture_output=True, encoding="utf-8").stdout
        letters = "".join(said.split())
        for text in (HOSTILE[0], HOSTILE[5], HOSTILE[6]):
            assert "".join(text.split()) in letters


def test_country_sheet_tells_who_pays():
    """Canada pays for MPM-10.1 and has no other part in it: its own `funding` alone says so."""
    plan = source_plan()
    paid = [
        activity.id for activity in plan.activities() if activity.funding is not None and "CA" in activity.funding.by
    ]
    figures = country_figures(plan, "CA", ON)
    assert paid and set(paid) <= {part.key for part in figures.offered}
    written = markdown(country_document(plan, source_context(), "CA", ON)).decode()
    for part in (*figures.hosts, *figures.offered, *figures.takes_part):
        assert f"| {part.key.partition('/')[0]} | " in written
    assert "paid by Canada" in written


def test_country_sheet_is_neutral_and_whole():
    written = markdown(country_document(source_plan(), source_context(), "MX", ON)).decode()
    assert "# Mexico: requests, offers and hosting" in written
    assert "LDM-3.2" in written and "by 15 August 2006" in written
    assert "not recorded" in written
    for word in ("overdue", "breach", "fail", "missed", "delay"):
        assert word not in written.lower()


def test_mail_draft():
    document = country_document(hostile_plan(), source_context(), "MX", ON)
    message = message_from_bytes(draft_mail(document, "MX.docx", b"PK sheet"), policy=default)
    assert message["X-Unsent"] == "1"
    assert message["To"] is None and message["Bcc"] is None
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("MX.docx", b"PK sheet")
    assert "\n" not in message["Subject"]


def test_draft_is_said_everywhere():
    context = replace(source_context(), draft=True, meeting=None)
    document = plan_document(source_plan(), context)
    from docx import Document

    read = Document(io.BytesIO(docx(document)))
    assert "DRAFT" in read.sections[0].header.paragraphs[0].text
    assert read.core_properties.title.startswith("DRAFT")
    assert b"DRAFT" in html(document) and b"**DRAFT**" in markdown(document)


def test_number_and_id_both_show_where_they_differ():
    plan = source_plan()
    moved = replace(plan.items["HR-4"], number=7)
    later = replace(plan.items["HR-4.2"], number=5)
    written = markdown(
        plan_document(replace(plan, items={**plan.items, "HR-4": moved, "HR-4.2": later}), source_context())
    )
    assert rb"7. \[HR-4\] PROMOTE ACTIVITIES" in written
    assert rb"5. \[HR-4.2\] " in written
    assert rb"\[HR-3\]" not in written


def test_archived_has_its_reason_only_where_the_file_has_one():
    plan = source_plan()
    silent = replace(plan.items["MPM-8.1"], archived=Archived())
    document = plan_document(
        replace(plan, items={**plan.items, "MPM-8.1": silent}),
        source_context(),
        PrintOptions(internal=True),
        archive=True,
    )
    assert b"Archived:" in markdown(document)


# -- the same bytes, and what is not there

_AGAIN = """
import hashlib, sys
from datetime import date, datetime
from rcm_tui.reports.writers import write
from rcm_tui.reports.flat import flat, flat_json
from rcm_tui.reports.writers.ics import ics
from rcm_tui.store.reader import load_files
from rcm_tui.reports.writers.xlsx import xlsx
from rcm_tui.reports.plan_table import plan_document
from tests.publications import source_context, source_plan
plan, context = source_plan(), source_context()
document = plan_document(plan, context)
made = [write(document, form) for form in ("docx", "pdf", "html", "md")]
rows = flat(plan, date(2006, 11, 29))
made += [xlsx(rows, plan, context), flat_json(rows, plan, context), ics(plan, context, date(2006, 11, 29))]
print([hashlib.sha256(one).hexdigest() for one in made])
"""


@pytest.mark.slow
def test_same_input_same_bytes_in_another_process():
    import os

    root = str(source_root())
    runs = [
        subprocess.run(
            [sys.executable, "-c", _AGAIN],
            env={**os.environ, "PYTHONPATH": root, "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=root,
            capture_output=True,
            encoding="utf-8",
        )
        for seed, zone in (("1", "UTC"), ("2", "America/Costa_Rica"))
    ]
    assert runs[0].stdout, runs[0].stderr
    assert runs[0].stdout == runs[1].stdout


def source_root():
    from tests.publications import REPOSITORY

    return REPOSITORY


def test_a_missing_library_is_told_in_a_sentence(with_pip, monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingLibrary, match=r"docx needs the library python-docx.*pip install python-docx$"):
        need("docx", "docx")
    assert MissingLibrary.exit_status == 3


def test_nothing_heavy_is_imported_before_it_is_needed():
    script = (
        "import sys, rcm_tui.workflow.publish, rcm_tui.cli.commands.publish;"
        "print([m for m in ('docx', 'openpyxl', 'jinja2', 'typst', 'icalendar', 'lxml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=source_root(), capture_output=True, encoding="utf-8")
    assert done.stdout.strip() == "[]", done.stderr


def test_when_is_the_edition(tmp_path):
    with zipfile.ZipFile(io.BytesIO(docx(plan_document(source_plan(), source_context())))) as package:
        assert {info.date_time for info in package.infolist()} == {WHEN.timetuple()[:6]}


@pytest.mark.parametrize(
    ("python", "command"),
    [
        ("/home/a/.local/share/pipx/venvs/rcm-tui/bin/python", "pipx inject rcm-tui typst"),
        ("/home/a b/.venv/bin/python", "'/home/a b/.venv/bin/python' -m pip install typst"),
    ],
)
def test_the_advice_fits_the_installation(with_pip, python, command):
    assert install_command("typst", python) == command


def test_without_pip_the_advice_is_for_uv(monkeypatch):
    monkeypatch.setitem(sys.modules, "pip", None)
    assert install_command("typst", "/x/bin/python") == "uv pip install --python /x/bin/python typst"
