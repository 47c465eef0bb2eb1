"""The site of a plan: complete, nothing internal, only what changed written again, no foreign file touched."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from rcm_tui import i18n
from rcm_tui.cli.app import main
from rcm_tui.history.log import records
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.model.items import Archived
from rcm_tui.reports.item_page import item_page
from rcm_tui.reports.published import published_plan
from rcm_tui.workflow.minutes import minutes
from rcm_tui.workflow.site import publish_site
from rcm_tui.workflow.site_folder import LIST
from rcm_tui.workflow.trail import item_history
from rcm_tui.workflow.whole_history import WholeHistory
from rcm_tui.workflow.workspace import Workspace
from tests.browser import BROKEN_WORDS, HEAD, Browser
from tests.small_plan import CONFERENCE

OUTSIDE = ("--between-meetings", "-m", "REASON")
CORRECTING = ("--correct", "-m", "REASON")


@pytest.fixture(scope="module")
def made(sample, tmp_path_factory):
    """The site of the sample, for reading."""
    i18n.use("en")
    folder = tmp_path_factory.mktemp("site") / "site"
    publish_site(Workspace.open(sample), folder)
    return folder


@pytest.fixture
def site(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "site"))


def test_every_item_and_meeting_has_a_page_and_every_link_leads_somewhere(made, sample_workspace):
    plan = sample_workspace.plan
    assert {path.stem for path in (made / "items").iterdir()} == set(plan.walk())
    assert {path.stem for path in (made / "meetings").iterdir()} == set(plan.meetings)
    pages = {path: path.read_text(encoding="utf-8") for path in made.rglob("*.html")}
    ids = {path: set(re.findall(r' id="([^"]+)"', text)) for path, text in pages.items()}
    for path, text in pages.items():
        for target in map(unescape, re.findall(r'(?:href|src|action)="([^"]+)"', text)):
            if target.startswith(("https:", "http:", "mailto:")):
                continue
            place, _hash, anchor = target.partition("#")
            file = (path.parent / unquote(place)).resolve() if place else path
            assert file.is_file() and file.is_relative_to(made), f"{path}: {target}"
            assert not anchor or anchor in ids.get(file, {anchor}), f"{path}: {target}"
    assert (made / "calendar.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_an_item_has_its_whole_history(made, sample_workspace):
    for item_id in ("HR-4.2", "MPM-8.1", "MPM"):
        page = (made / f"items/{item_id}.html").read_text(encoding="utf-8")
        steps = page.partition('id="history"')[2].count('class="card"')
        assert steps == len(item_history(sample_workspace, item_id))


def test_minutes_are_the_same_out_of_a_history_that_was_read_once(sample_workspace):
    whole = WholeHistory(sample_workspace)
    for meeting in sample_workspace.plan.meetings:
        assert minutes(sample_workspace, meeting, whole) == minutes(sample_workspace, meeting)


def test_nothing_internal_is_in_it(made, sample_workspace):
    text = "\n".join(path.read_text(encoding="utf-8") for path in made.rglob("*") if path.is_file())
    said = [record for record in records(sample_workspace.git) if record.reason.strip()]
    assert said
    for each in said:
        assert unescape(each.reason.strip().partition("\n")[0]) not in unescape(text)
    plan = sample_workspace.plan
    item = plan.items["HR-4.2"]
    archived = replace(item, archived=Archived(date="2006-11-30", reason="NOT FOR DELEGATES"))
    internal = replace(plan, items={**plan.items, item.id: archived})
    assert "NOT FOR DELEGATES" in str(item_page(internal, item.id))
    assert "NOT FOR DELEGATES" not in str(item_page(published_plan(internal), item.id))


def test_what_was_internal_when_it_was_recorded_is_not_in_it_either(sample, tmp_path):
    """What a record of today wrote is internal in the history and the minutes too."""
    plan = str(shutil.copytree(sample, tmp_path / "plan"))
    for command in (
        ("answer", "MPM-4.1", "mfm", "BZ", "--note", "NOTE OF ANSWER", *OUTSIDE),
        ("set", "plan/actors.yaml", "MX.email=someone@example.org", *OUTSIDE),
        ("set", "2006-11-rcgm", "note=NOTE OF MEETING", "--correct", "-m", "REASON"),
        ("agreement", "add", "--meeting", "2006-11-rcgm", "--number", "77", "--text", "WITHDRAWN LATER", *CORRECTING),
        ("agreement", "withdraw", "2006-11-rcgm/77", *CORRECTING),
    ):
        assert main(("-C", plan, *command)) == 0, command
    workspace = Workspace.open(Path(plan))
    recorded = "\n".join(path.read_text(encoding="utf-8") for path in workspace.root.rglob("*.yaml"))
    publish_site(workspace, tmp_path / "site")
    text = "\n".join(path.read_text(encoding="utf-8") for path in (tmp_path / "site").rglob("*") if path.is_file())
    internal = ("NOTE OF ANSWER", "someone@example.org", "NOTE OF MEETING", "WITHDRAWN LATER")
    assert [words for words in internal if words not in recorded] == []
    assert [words for words in internal if words in text] == []


def test_only_what_changed_is_written_again(site, sample, tmp_path):
    workspace = Workspace.open(Path(shutil.copytree(sample, tmp_path / "plan")))
    again = publish_site(workspace, tmp_path / "plan/../site")
    assert (again.written, again.removed) == (0, 0)
    path = workspace.root / workspace.path("HR-4.2")
    path.write_text(path.read_text(encoding="utf-8").replace("AIDS", "HIV"), encoding="utf-8")
    workspace.reload()
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    publish_site(workspace, site)
    changed = {str(each.relative_to(site)) for each, when in before.items() if each.stat().st_mtime_ns != when}
    assert {"items/HR-4.2.html", "plan.html", "search-index.js"} <= changed
    assert "items/MPM-1.1.html" not in changed and "editions/2006-11-rcgm.html" not in changed


def test_what_is_gone_is_removed_and_no_foreign_file(site, sample_workspace):
    listed = json.loads((site / LIST).read_bytes())
    (site / "items/XX-1.html").write_text("of an item that is gone", encoding="utf-8")
    (site / "items/XX-2.html").write_text("of one whose page somebody changed", encoding="utf-8")
    outside = site.parent / "outside.html"
    outside.write_text("mine", encoding="utf-8")
    gone = hashlib.sha256(b"of an item that is gone").hexdigest()
    listed["files"] |= {"items/XX-1.html": [gone, ""], "items/XX-2.html": ["0" * 64, ""]}
    listed["files"]["../outside.html"] = [hashlib.sha256(b"mine").hexdigest(), ""]
    (site / LIST).write_text(json.dumps(listed), encoding="utf-8")
    mine = site / "notes.txt"
    mine.write_text("mine", encoding="utf-8")
    result = publish_site(sample_workspace, site)
    assert result.removed == 1 and result.kept == ("items/XX-2.html",)
    assert not (site / "items/XX-1.html").exists() and (site / "items/XX-2.html").exists()
    assert mine.read_text(encoding="utf-8") == outside.read_text(encoding="utf-8") == "mine"


def test_other_folders_are_refused(sample_workspace, tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadValue, match="not empty"):
        publish_site(sample_workspace, tmp_path)
    with pytest.raises(RcmError, match="holds the plan itself"):
        publish_site(sample_workspace, sample_workspace.root / "plan/site")
    with pytest.raises(BadValue, match="There is no folder"):
        publish_site(sample_workspace, tmp_path / "not/there")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


CUT_OFF = """[...document.querySelectorAll("nav.site a")].filter((one) => {
  const link = one.getBoundingClientRect(), list = one.closest("ul").getBoundingClientRect();
  return link.left < list.left || link.right > list.right || document.elementFromPoint(
    link.left + link.width / 2, link.top + link.height / 2) !== one;
}).map((one) => one.textContent)"""
"""The links of the menu that are not wholly seen."""


@pytest.mark.slow
@pytest.mark.needs("browser")
def test_in_a_browser(made, tmp_path):
    """Search needs no server, the theme goes from page to page, a telephone shows all, nothing is requested."""
    browser = Browser(tmp_path / "profile")
    try:
        browser.open(made / "index.html")
        assert browser.run("getComputedStyle(document.querySelector('nav.site')).display") == "flex"
        before = browser.run("getComputedStyle(document.body).backgroundColor")
        browser.run("document.getElementById('theme').click()")
        browser.loaded = False
        browser.run(
            "(() => { const box = document.getElementById('everything'); box.value = 'aids initiative';"
            " box.form.requestSubmit(); })()"
        )
        while not browser.loaded:
            browser._next()
        browser.until("document.querySelectorAll('#results a').length", 1)
        assert browser.run("document.querySelector('#results a').getAttribute('href')") == "items/HR-4.2.html"
        assert browser.run("getComputedStyle(document.body).backgroundColor") != before
        for page in ("plan", "items/HR-4.2", "meetings/2006-11-rcgm", "changes/2006-11-rcgm"):
            browser.command(
                "Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=1, mobile=True
            )
            browser.open(made / f"{page}.html")
            assert browser.run("document.documentElement.scrollWidth <= innerWidth"), page
            assert browser.run(CUT_OFF) == [], page
            assert browser.run(BROKEN_WORDS) == [] and browser.run(HEAD) < 0.15, page
        assert browser.errors == []
        assert [url for url in browser.requests if not url.startswith(made.as_uri()) and url != "about:blank"] == []
    finally:
        browser.close()


@pytest.mark.parametrize("title", ["Goals of the Project", "The National Action Plan on Antimicrobial Resistance"])
def test_the_menu_calls_the_plan_by_its_own_title_where_there_is_room(tmp_path, small_plans, title):
    named = re.sub(r"(?m)^title:.*\n(  .*\n)*", f"title: {{en: {title}}}\n", CONFERENCE["plan/plan.yaml"])
    root = small_plans.copy(CONFERENCE | {"plan/plan.yaml": named}, tmp_path / "plan")
    publish_site(Workspace.open(root), tmp_path / "site")
    for page in ("index.html", "items/HR-1.1.html"):
        text = (tmp_path / "site" / page).read_text("utf-8")
        called = re.findall(r'<a href="(?:\.\./)?plan\.html(?:#[^"]*)?"[^>]*>([^<]*)</a>', text)
        assert set(called) == {title if len(title) < 30 else "Plan"}


def test_meetings_are_newest_first_and_countries_by_name(made):
    shown = re.findall(r'href="meetings/([^"]+)\.html"', (made / "meetings.html").read_text(encoding="utf-8"))
    assert shown[0] == "practice"
    assert shown.index("2001-03-rcm") < shown.index("rcm-i")
    first = re.findall(r'href="meetings/([^"]+)\.html"', (made / "index.html").read_text(encoding="utf-8"))
    assert first == shown[:3]
    assert (made / "meetings.html").read_text(encoding="utf-8").count("15-17 May 2007") == 1
    countries = re.findall(r'href="countries/(\w\w)\.html"', (made / "countries.html").read_text(encoding="utf-8"))
    assert countries == ["BZ", "CA", "CR", "DO", "SV", "GT", "HN", "MX", "NI", "PA", "US"]
