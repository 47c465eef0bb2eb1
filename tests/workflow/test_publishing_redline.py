"""A redline for readers: a front page that names what changed, who and when, and the way from change to change."""

from __future__ import annotations

import re

import pytest

from rcm_tui.changes.items import ChangeKind, ItemChange, Version
from rcm_tui.cli.app import main
from rcm_tui.reports.document import Heading, Revision
from rcm_tui.reports.redline_summary import front_page
from rcm_tui.workflow.compare import compare_states, resolve_state
from rcm_tui.workflow.publish import PublicationRequest, publish
from tests.browser import Browser

MEETING, BEFORE = "2006-11-rcgm", "2006-05-rcgm"


@pytest.fixture
def workspace(sample_workspace):
    return sample_workspace


def redline(workspace, form):
    return publish(workspace, PublicationRequest(form, "redline", at=MEETING)).content.decode()


def changed(workspace):
    states = (resolve_state(workspace, each) for each in (BEFORE, MEETING))
    return [change for change in compare_states(workspace, *states).changes if re.match(r"[A-Z]+-", change.key)]


def test_the_front_page_counts_and_names_what_changed(workspace):
    page = redline(workspace, "md")
    front = page[page.index("## What changed") : page.index("## The plan with its changes marked")]
    found = changed(workspace)
    counts = {what: sum(each.what.value == what for each in found) for what in ("added", "changed")}
    assert f"**{counts['added']} added, {counts['changed']} changed.**" in front
    assert re.findall(r"<b>([A-Z]+-[\d.]+)</b>", front) == [
        each.key for what in ("added", "changed") for each in found if each.what.value == what
    ]
    html = redline(workspace, "html")
    for each in found:
        assert f'<a href="#{each.key}"><b>{each.key}</b></a>' in html and f'id="{each.key}"' in html


def test_the_front_page_counts_one_kind_once_and_names_meetings_where_there_are_several(workspace):
    several = publish(workspace, PublicationRequest("md", "redline", since="2005-03-rcgm", at=MEETING)).content.decode()
    front = several[several.index("## What changed") : several.index("## The plan with its changes marked")]
    assert re.search(r"<b>HR-1.5</b> .* – .*, 31 October 2005, RCGM, October 2005", front)
    assert "RCGM, " not in redline(workspace, "md").partition("## The plan with")[0].rpartition("## What changed")[2]
    page = Heading(1, "What changed", "summary"), Heading(2, "1 removed", "summary-removed")
    one = ItemChange("HR-4.2", "activity", ChangeKind.REMOVED, before=Version({"text": {"en": "INCLUDE AIDS"}}))
    assert front_page([one], lambda _key: Revision("Ana"))[:2] == page


def test_markdown_marks_what_came_and_went_and_says_who_and_when(workspace):
    page = redline(workspace, "md")
    assert "<ins>" in page and "*(Technical Secretariat (reconstruction), " in page.replace("\\", "")
    assert "<del>" in page
    plain = publish(workspace, PublicationRequest("md", "plan", at=MEETING)).content.decode()
    assert "<ins>" not in plain and "<del>" not in plain


def test_a_page_says_who_and_when_without_a_mouse(workspace):
    page = redline(workspace, "html")
    rows = re.findall(r"<tr[^>]*data-changed.*?</tr>", page, re.DOTALL)
    assert rows and all('<small class="by">' in row for row in rows)
    others = (row for row in re.findall("<tr.*?</tr>", page, re.DOTALL) if "data-changed" not in row.partition(">")[0])
    assert not any("<ins" in row or "<del" in row for row in others)


@pytest.mark.slow
@pytest.mark.needs("browser")
def test_from_change_to_change_by_key_and_by_button(workspace, tmp_path):
    path = tmp_path / "redline.html"
    path.write_text(redline(workspace, "html"), encoding="utf-8")
    browser = Browser(tmp_path / "profile")
    try:
        browser.open(path)
        changes = browser.run("document.querySelectorAll('main [data-changed]').length")
        shown = "[...document.querySelectorAll('main tbody tr')].filter(row => row.offsetParent !== null).length"
        whole = browser.run(shown)
        browser.run("document.getElementById('changed').click()")
        assert 0 < browser.run(shown) <= changes < whole
        press = "document.dispatchEvent(new KeyboardEvent('keydown', {key: '%s', bubbles: true}))"
        at = "document.getElementById('change').textContent"
        for key, number in (("n", 1), ("n", 2), ("p", 1)):
            browser.run(press.replace("document.dispatch", "document.body.dispatch") % key)
            assert browser.run(at) == f"Change {number} of {changes}"
            assert browser.run("document.activeElement.hasAttribute('data-changed')")
        browser.run("document.getElementById('next').click()")
        assert browser.run(at) == f"Change 2 of {changes}"
        assert browser.requests == [path.as_uri()] and browser.errors == []
    finally:
        browser.close()


def test_the_redline_of_the_last_meeting_is_one_word(workspace, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["-C", str(workspace.root), "publish", "redline"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["redline-2006-11-rcgm-draft.docx"]
    assert main(["-C", str(workspace.root), "publish", "minutes", "--at", MEETING]) == 0
    assert (tmp_path / f"minutes-{MEETING}.docx").exists()
