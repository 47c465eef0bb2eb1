"""The sheets of countries: of one and of all, and the e-mails that carry them."""

from __future__ import annotations

import io
import re
import shutil
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

import docx
import pytest

from rcm_tui import i18n
from rcm_tui.cli.app import main
from rcm_tui.workflow.publish import PublicationRequest, publish
from rcm_tui.workflow.workspace import Workspace

MEMBERS = ("BZ", "CA", "CR", "DO", "SV", "GT", "HN", "MX", "NI", "PA", "US")


@pytest.fixture
def workspace(tmp_path, sample, home):
    i18n.use("en")
    yield Workspace.open(Path(shutil.copytree(sample, tmp_path / "sample")))
    i18n.use("en")


def rcm(workspace, *arguments):
    return main(["-C", str(workspace.root), *arguments])


def test_all_at_once_in_one_file_each_on_a_page_of_its_own(workspace):
    made = publish(workspace, PublicationRequest("docx", country="all"))
    assert made.name == "countries-draft.docx"
    read = docx.Document(io.BytesIO(made.content))
    heads = [paragraph for paragraph in read.paragraphs if paragraph.style.name == "Heading 1"]
    remarks = [paragraph for paragraph in read.paragraphs if paragraph.text.startswith("“Not recorded” means")]
    assert len(remarks) == len(MEMBERS)  # Each before its table: after it, it may be alone on a page.
    assert all(remark._p.getnext().tag.endswith("}tbl") for remark in remarks)
    assert [head.text for head in heads][:2] == ["Belize", "Canada"] and len(heads) == len(MEMBERS) + 1
    assert [bool(head.paragraph_format.page_break_before) for head in heads[:3]] == [False, True, True]
    page = publish(workspace, PublicationRequest("html", country="all")).content.decode()
    assert page.count("Input that is asked for</h3>") == len(MEMBERS)
    single = publish(workspace, PublicationRequest("html", country="MX")).content.decode()
    assert "<h1" in single and "Input that is asked for</h2>" in single


def test_all_at_once_as_files_and_e_mails_in_a_folder(workspace, tmp_path, capsys):
    assert rcm(workspace, "set", "plan/actors.yaml", "MX.email=rcm@example.org,two@example.org", "-m", "x") == 0
    folder = tmp_path / "letters"
    assert rcm(workspace, "publish", "eml", "--country", "all", "-o", f"{folder}/") == 0
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{code}-draft.eml" for code in MEMBERS)
    sent = message_from_bytes((folder / "MX-draft.eml").read_bytes(), policy=default)
    assert sent["To"] == "rcm@example.org, two@example.org"
    assert abs((parsedate_to_datetime(sent["Date"]) - datetime.now(UTC)).total_seconds()) < 300
    body = sent.get_body().get_content()
    assert "- 15 August 2006: LDM-3.2 COUNTRIES WILL COMPLETE" in body
    other = message_from_bytes((folder / "BZ-draft.eml").read_bytes(), policy=default)
    assert other["To"] is None
    capsys.readouterr()
    assert rcm(workspace, "publish", "eml", "--country", "all") == 2
    assert "folder" in capsys.readouterr().err


def test_an_address_that_is_none_is_refused(workspace, capsys):
    assert rcm(workspace, "set", "plan/actors.yaml", "MX.email=Mexico <x@y.org>", "-m", "x") == 2
    assert "is not an e-mail address" in capsys.readouterr().err


def test_every_date_and_what_it_proposed(workspace):
    set_due = ("set", "LDM-3.2", "calendar.tqd.request.due=15 February 2008 and 31 March 2008", "-m", "x")
    assert rcm(workspace, *set_due, "--meeting", "none") == 0
    proposed = ("entry", "HR-4.2", "--add", "--text", "MEXICO WILL HOST A COURSE", "--proposed-by", "MX", "-m", "x")
    assert rcm(workspace, *proposed, "--meeting", "none") == 0
    workspace.reload()
    page = publish(workspace, PublicationRequest("md", country="MX")).content.decode()
    row = re.search(r"\| LDM-3.2 \|.*", page)
    assert row and "15 February 2008; 31 March 2008" in row[0]
    assert "## Changed at its proposal" in page and "| HR-4.2 |" in page.partition("## Changed at its proposal")[2]
    other = publish(workspace, PublicationRequest("md", country="CA")).content.decode()
    assert "Changed at its proposal" not in other


def test_a_file_in_the_folder_of_the_plan_is_not_left_without_a_word(workspace, tmp_path, capsys):
    assert rcm(workspace, "publish", "md", "-o", str(workspace.root / "plan.md")) == 0
    assert "git will list it as untracked" in capsys.readouterr().err
    assert rcm(workspace, "publish", "md", "-o", str(tmp_path / "plan.md")) == 0
    assert "untracked" not in capsys.readouterr().err
