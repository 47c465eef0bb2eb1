"""Which plan is published: editions, drafts, redlines between editions with authors of the records; and the command."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rcm_tui import i18n
from rcm_tui.cli.app import main
from rcm_tui.model.errors import BadValue
from rcm_tui.reports.document import Document, line
from rcm_tui.reports.writers.pdf_letters import letters_without_font
from rcm_tui.workflow import archive, meetings
from rcm_tui.workflow.attribution import attribute
from rcm_tui.workflow.edition_context import published_state
from rcm_tui.workflow.export import save
from rcm_tui.workflow.publish import ARCHIVE, FORMATS, PLAN, PublicationRequest, file_name, publish, publishable
from rcm_tui.workflow.workspace import Workspace
from tests.programs import skip_outside_ci

LAST = "2006-11-rcgm"
NAMED = "plan-of-action-of-the-regional-conference-on-migration"
"""How the names of its publications begin."""


@pytest.fixture
def workspace(tmp_path, sample, home):
    i18n.use("en")
    yield Workspace.open(Path(shutil.copytree(sample, tmp_path / "sample")))
    i18n.use("en")


@pytest.fixture
def rcm(workspace, tmp_path, monkeypatch, capsys):
    """`rcm publish ...` on the sample, from an empty folder: status, stdout, stderr."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def run(*arguments):
        capsys.readouterr()
        status = main(["-C", str(workspace.root), "publish", *arguments])
        return status, *capsys.readouterr()

    return run


def body(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return package.read("word/document.xml").decode("utf-8")


def change(workspace, item_id, old, new):
    path = workspace.root / workspace.path(item_id)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    workspace.reload()


def test_an_edition_is_dated_by_its_tag_and_no_draft(workspace):
    context = published_state(workspace, "2005-10-rcgm").context
    assert (context.draft, context.name, context.meeting.id) == (False, "2005-10-rcgm", "2005-10-rcgm")
    assert context.when == datetime(2005, 10, 31, 11, 0, tzinfo=UTC)


def test_the_head_of_another_document_is_not_that_of_the_plan(workspace):
    """The meeting of 2001 left a communiqué, whose title and letterhead are its own."""
    text = publish(workspace, PublicationRequest("md", at="2001-03-rcm")).content.decode()
    assert "COMMUNIQU" not in text.split("Notes:")[0]
    assert "Adopted by Regional Conference on Migration" in text


def test_now_is_the_last_edition_as_long_as_nothing_changed(workspace):
    """A meeting that is open, and another day to count from, make no draft of the plan."""
    assert workspace.plan.open_meetings
    assert published_state(workspace, None).context.draft  # Items were archived after the edition.
    restored = archive.restore(workspace, ("MPM-8.1", "MPM-12.3"))
    workspace.record(restored, attribute(workspace.plan))
    context = published_state(workspace, None).context
    assert (context.draft, context.name) == (False, "2006-11-rcgm")
    now, edition = (publish(workspace, PublicationRequest("md", at=at)).content for at in (None, "2006-11-rcgm"))
    assert now == edition
    assert b"San Salvador, El Salvador, 27-29 November 2006" in now


def test_the_edition_of_november_2006_has_all_that_the_source_has(workspace, run_git):
    """Its table prints 68 activities; what the two-year rule sends to the archive went there afterwards."""
    then = published_state(workspace, LAST).plan
    assert sum("." in item_id for item_id in then.items) == 68 and not then.archived
    assert {"MPM-8.1", "MPM-12.3"} == set(workspace.plan.archived)
    for item_id in workspace.plan.archived:
        archived = workspace.plan.items[item_id].archived
        assert archived.meeting is None and archived.date > "2006-11-29" and "two-year rule" in archived.reason
        message = run_git(workspace.root, "log", "-1", "--format=%B", "--", workspace.path(item_id))
        assert "two-year rule" in message and "Meeting: none" in message


def test_unrecorded_edits_make_a_draft(workspace):
    change(workspace, "HR-4.2", "INCLUDE AIDS", "INCLUDE HIV")
    made = publish(workspace, PublicationRequest("md"))
    assert made.draft
    assert made.name == f"{NAMED}-draft.md"
    text = made.content.decode()
    assert text.startswith("**DRAFT**")
    assert "Updated by Regional" not in text.split("Notes:")[0]
    assert "INCLUDE HIV" in text


def test_a_record_that_no_closing_holds_makes_a_draft(workspace, run_git):
    change(workspace, "HR-4.2", "INCLUDE AIDS", "INCLUDE HIV")
    run_git(workspace.root, "commit", "-q", "-a", "-m", "HR-4.2: text\n\nMeeting: practice\nItem: HR-4.2")
    assert published_state(workspace, None).context.draft
    assert published_state(workspace, "HEAD").context.draft
    assert not published_state(workspace, "HEAD~4").context.draft


def test_the_form_is_told_whether_files_are_recorded_and_need_not_look(workspace):
    assert publishable(workspace, is_clean=True).draft  # By what was recorded since the edition.
    workspace.record(archive.restore(workspace, ("MPM-8.1", "MPM-12.3")), attribute(workspace.plan))
    change(workspace, "HR-4.2", "INCLUDE AIDS", "INCLUDE HIV")
    assert publishable(workspace).draft and publishable(workspace).name == "draft"
    assert not publishable(workspace, is_clean=True).draft


def test_redline_names_authors_dates_and_with_internal_reasons(workspace, run_git):
    change(workspace, "HR-4.2", "INCLUDE AIDS", "INCLUDE HIV")
    message = "HR-4.2: text\n\nSo Mexico asked.\n\nMeeting: practice\nItem: HR-4.2\nProposed-by: Mexico"
    run_git(
        workspace.root, "-c", "user.name=Ana López", "commit", "-q", "-a", "-m", message, "--date=2007-05-15T10:00:00Z"
    )
    change(workspace, "HR-4.1", "OFFERED TO HOST", "WILL HOST")
    public = publish(workspace, PublicationRequest("docx", since="last"))
    assert public.name == "redline-2006-11-rcgm-draft.docx"
    written = body(public.content)
    inserted = re.findall(r'<w:ins [^>]*w:author="([^"]*)"([^>]*)><w:r>.*?>([A-Z ]+)</w:t>', written)
    assert ("Ana López", ' w:date="2007-05-15T10:00:00Z"', "HIV") in inserted
    assert ("not recorded", "", "WILL") in inserted
    assert "So Mexico asked" not in str(zip_texts(public.content))
    from rcm_tui.reports.plan_table import PrintOptions

    internal = publish(workspace, PublicationRequest("docx", since="last", options=PrintOptions(internal=True)))
    comments = zip_texts(internal.content)["word/comments.xml"]
    assert "So Mexico asked." in comments and "Proposed by Mexico" in comments


def zip_texts(docx: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml")}


def test_redline_of_a_meeting_is_against_the_edition_before(workspace):
    made = publish(workspace, PublicationRequest("html", "redline", at="2006-11-rcgm"))
    assert made.name == "redline-2006-05-rcgm-2006-11-rcgm.html"
    assert b"<ins " in made.content and b'class="draft"' not in made.content


def test_right_after_a_closing_last_is_the_edition_before(workspace):
    with workspace.lock():
        closing = meetings.close(workspace, "practice")
        workspace.record(closing, attribute(workspace.plan, closing))
    made = publish(workspace, PublicationRequest("docx", since="last"))
    assert made.name == "redline-2006-11-rcgm-practice.docx"


@pytest.mark.parametrize("at", ["2006-05-rcgm", "2006-11-rcgm", "HEAD~9"])
def test_a_redline_from_a_newer_state_to_an_older_one_is_refused(workspace, at):
    with pytest.raises(BadValue, match="is not before"):
        publish(workspace, PublicationRequest("docx", since="2006-11-rcgm", at=at))


def test_the_real_redline_marks_what_the_meeting_changed_and_nothing_else(workspace):
    written = body(publish(workspace, PublicationRequest("docx", "redline", at="2006-11-rcgm")).content)
    tracked = re.findall(r"<w:(ins|del) [^>]*>(<w:r>.*?)</w:\1>", written)
    found = [(kind, "".join(re.findall(r"<w:(?:t|delText)[ >][^>]*>([^<]*)<", runs))) for kind, runs in tracked]
    head = [("del", "May 2006"), ("ins", "San Salvador, El Salvador, 27-29 November 2006")]
    assert found[:2] == head
    assert found[2:4] == [("del", "May"), ("ins", "November")]  # In the note on when the Secretariat updated it.
    before = body(publish(workspace, PublicationRequest("docx", at="2006-05-rcgm")).content)
    assert found[4:]
    assert all(kind == "ins" and words not in before for kind, words in found[4:])


def test_every_kind_in_every_format(workspace):
    for what, forms in FORMATS.items():
        for form in forms:
            country = "Mexico" if what == "country" else None
            since = "2005-10-rcgm" if what == "redline" else None
            at = "2006-11-rcgm" if what == "minutes" else None
            made = publish(workspace, PublicationRequest(form, what, at=at, since=since, country=country))
            assert made.name.endswith("." + form)
            assert len(made.content) > 400


def test_spanish_head(workspace, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert main(["-C", str(workspace.root), "--lang", "es", "publish", "md", "--at", LAST, "-o", "plan.md"]) == 0
    text = (tmp_path / "plan.md").read_text(encoding="utf-8")
    assert "# Plan de Acción de la Conferencia Regional sobre Migración" in text
    assert "27-29 de noviembre de 2006" in text


def test_nothing_is_written_over(workspace, tmp_path):
    made = publish(workspace, PublicationRequest("md", at=LAST))
    path = save(made, tmp_path)
    assert path == tmp_path / f"{NAMED}-2006-11-rcgm.md"
    path.write_bytes(b"mine")
    with pytest.raises(Exception, match="already exists"):
        save(made, path)
    assert path.read_bytes() == b"mine"
    assert save(made, path, force=True).read_bytes() == made.content


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ({"es": "Plan de Acción", "en": "Plan of Action 2030"}, "plan-of-action-2030-now.md"),
        ({"fr": "Plan d'action à réviser"}, "plan-d-action-a-reviser-now.md"),
        ({"ar": "خطة العمل 2030"}, "plan-now.md"),
        ({"en": "A Plan " * 20}, f"{'-'.join(['a-plan'] * 8)}-a-now.md"),
    ],
)
def test_a_file_is_named_after_the_title_of_the_plan(workspace, title, name):
    plan = replace(workspace.plan, info=replace(workspace.plan.info, title=title))
    assert file_name(plan, PLAN, "md", at="now") == name
    assert file_name(plan, ARCHIVE, "md", at="now") == f"archive-of-{name}"


def test_command_writes_beside_and_says_where(rcm, tmp_path):
    status, out, err = rcm("html", "--at", LAST)
    assert (status, err) == (0, "")
    assert out.strip() == str(tmp_path / "workspace" / f"{NAMED}-2006-11-rcgm.html")
    status, out, err = rcm("html", "--at", LAST)
    assert status == 3 and "--force" in err and out == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("docs",), "docx"),
        (("xlsx", "--what", "plan"), "--what plan is published as docx, pdf, html, md"),
        (("ics", "--since", "last"), "--since is for a redline"),
        (("eml",), "--country CODE"),
        (("md", "--country", "Atlantis"), "There is no actor"),
        (("md", "--at", "nowhere"), "nowhere"),
        (("md", "-o", "no/such/folder/x.md"), "There is no folder"),
    ],
)
def test_mistakes_are_told(rcm, arguments, sentence):
    status, out, err = rcm(*arguments)
    assert status == 2 and sentence in err and out == ""
    assert "Traceback" not in err


def test_json_to_a_pipe(workspace, process_of):
    done = process_of("-C", str(workspace.root), "publish", "json", "-o", "-")
    assert json.loads(done.stdout)["kind"] == "plan-data"
    assert done.stderr == ""


@pytest.fixture
def process_of():
    import os
    import subprocess
    import sys

    def run(*arguments):
        root = str(Path(__file__).parents[2])
        command = [sys.executable, "-m", "rcm_tui", *arguments]
        return subprocess.run(command, env={**os.environ, "PYTHONPATH": root}, capture_output=True, encoding="utf-8")

    return run


def properties(package: bytes) -> dict[str, str]:
    """The custom properties of an office file, read from its XML."""
    from xml.etree import ElementTree

    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        root = ElementTree.fromstring(parts.read("docProps/custom.xml"))
    return {each.attrib["name"]: "".join(each.itertext()) for each in root}


@pytest.mark.parametrize(("form", "what"), [("docx", ""), ("docx", "archive"), ("docx", "status"), ("xlsx", "")])
def test_a_file_says_which_commit_it_was_made_from(workspace, form, what, run_git):
    """An edition names its own commit, for ever; a draft the last record of the plan, whatever else is recorded."""
    edition = publish(workspace, PublicationRequest(form, what, at=LAST)).content
    assert properties(edition) == {
        "rcm-plan": "Plan of Action of the Regional Conference on Migration",
        "rcm-base": run_git(workspace.root, "rev-parse", f"meeting/{LAST}^{{commit}}").strip(),
        "rcm-at": LAST,
        "rcm-lang": "en",
        "rcm-what": what or {"docx": "plan", "xlsx": "data"}[form],
    }
    before = publish(workspace, PublicationRequest(form, what)).content
    recorded = run_git(workspace.root, "log", "-1", "--format=%H", "--", "plan", "archive").strip()
    assert properties(before)["rcm-base"] == recorded and "rcm-unrecorded" not in properties(before)
    change(workspace, "HR-4.2", "INCLUDE AIDS", "INCLUDE HIV")
    assert properties(publish(workspace, PublicationRequest(form, what)).content)["rcm-unrecorded"] == "yes"


def test_word_and_spreadsheets_find_what_a_file_was_made_from(workspace):
    """What other libraries read, and a hidden column that names each row."""
    import docx
    import openpyxl

    written = publish(workspace, PublicationRequest("docx", at=LAST)).content
    assert docx.Document(io.BytesIO(written)).part.package.part_related_by(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
    )
    book = openpyxl.load_workbook(io.BytesIO(publish(workspace, PublicationRequest("xlsx", at=LAST)).content))
    assert book.custom_doc_props["rcm-at"].value == LAST
    for sheet in ("Items", "Calendar"):
        last = book[sheet].max_column
        name, *keys = [row[last - 1].value for row in book[sheet].iter_rows()]
        rows = [[row[0].value, row[1].value] for row in book[sheet].iter_rows(min_row=2)]
        assert name == "key" and keys == [row if sheet == "Items" else f"{row}/{entry}" for row, entry in rows]
        assert book[sheet].column_dimensions[openpyxl.utils.get_column_letter(last)].hidden


def test_a_draft_says_so_in_word_calendar_and_rows_and_the_template_leaves_nothing(workspace):
    """A watermark, the calendar's name and events, a column; no picture, styles or program of the template."""
    change(workspace, "HR-4.2", "AIDS", "HIV")
    package = zipfile.ZipFile(io.BytesIO(publish(workspace, PublicationRequest("docx")).content))
    assert 'string="DRAFT"' in package.read("word/header1.xml").decode("utf-8")
    main = package.read("word/document.xml").decode("utf-8")
    plan = workspace.plan
    subjects = [child for child in plan.current_children() if "-" not in child]
    assert main.count('<w:outlineLvl w:val="0"/>') == len(subjects)
    names = " ".join(package.namelist())
    assert not re.search("thumbnail|stylesWithEffects|customXml|app.xml", names)
    everything = b"".join(package.read(each) for each in package.namelist())
    assert b"Macintosh" not in everything and b'w:eastAsia="ja' not in everything
    rows = publish(workspace, PublicationRequest("csv")).content.decode("utf-8-sig").splitlines()
    assert rows[0].endswith(",draft") and rows[1].endswith(",DRAFT")
    calendar = publish(workspace, PublicationRequest("ics")).content.decode("utf-8")
    assert "X-WR-CALNAME:DRAFT" in calendar and calendar.count("DESCRIPTION:DRAFT") == calendar.count("BEGIN:VEVENT")
    edition = publish(workspace, PublicationRequest("csv", at=LAST)).content.decode("utf-8-sig")
    assert "DRAFT" not in edition.splitlines()[1]


def test_letters_that_no_font_has_are_named_and_counted(rcm, workspace):
    change(workspace, "HR-4.2", "INCLUDE AIDS", "INCLUDE ሰላም 𐎀𐎀 ÑÜ AIDS")  # Amharic, Ugaritic
    lost = [letter for letter in "ላምሰ𐎀" if letters_of_no_font(letter)]
    if not lost:
        skip_outside_ci("the fonts of this machine have every letter that is tried")
    status, _out, said = rcm("pdf")
    assert status == 0
    for letter in lost:
        assert f"{letter} U+{ord(letter):04X} ({2 if letter == '𐎀' else 1})" in " ".join(said.split())
    assert f"{len(lost)} letter" in said and "Ñ" not in said and "Install a font" in " ".join(said.split())
    assert "cannot be shown" not in " ".join(rcm("docx")[2].split())


def letters_of_no_font(text):
    return letters_without_font(Document("", "en", datetime.now(UTC), blocks=(line(text),)))
