"""The page works in a real browser: search, filters and theme do what they say, and nothing is asked of any network."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest

from rcm_tui.model.items import Activity, Objective, Subject
from rcm_tui.reports.document import Revision
from rcm_tui.reports.plan_table import plan_document
from rcm_tui.reports.redline import redline
from rcm_tui.reports.writers import write
from rcm_tui.reports.writers.html import html
from tests.browser import BROKEN_WORDS, HEAD, Browser
from tests.publications import WHEN, read_html, source_context, source_plan

HOSTILE = (
    "</script><script>window.hurt=1</script><img src=x onerror='window.hurt=1'>{{ 7*7 }} [x](javascript:alert(1)) &lt;"
)

ROWS = "document.querySelectorAll('tbody tr')"
SHOWN = f"[...{ROWS}].filter(row => row.offsetParent !== null).map(row => row.dataset.key)"


@pytest.fixture
def browser(tmp_path):
    one = Browser(tmp_path / "profile")
    yield one
    one.close()


@pytest.fixture
def page(tmp_path):
    def written(document):
        path = tmp_path / "plan.html"
        path.write_bytes(html(document))
        return path

    return written


def typed(words):
    return (
        f"(() => {{ const box = document.getElementById('search'); box.value = {words!r};"
        " box.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )


def chosen(which, value):
    return (
        f"(() => {{ const box = document.getElementById({which!r}); box.value = {value!r};"
        " box.dispatchEvent(new Event('change', {bubbles: true})); })()"
    )


@pytest.mark.slow
@pytest.mark.needs("browser")
def test_search_filters_and_theme(browser, page):
    plan = source_plan()
    path = page(plan_document(plan, source_context()))
    browser.open(path)
    everything = browser.run(SHOWN)
    assert len(everything) == browser.run(f"{ROWS}.length") > 60
    browser.run(typed("aids"))
    browser.until(SHOWN, ["HR-4.2"])
    assert browser.run("document.getElementById('count').textContent") == f"Rows: 1 of {len(everything)}"
    browser.run(typed("meeting aids"))
    browser.until(SHOWN, ["HR-4.2"])
    browser.run(typed("seminario que no existe"))
    browser.until(SHOWN, [])
    browser.until("document.getElementById('nothing').hidden", False)
    browser.run(typed("PRO-TEMPORE"))
    browser.until(f"{SHOWN}.includes('MPM-1.1')", True)  # The accent of PRO-TÉMPORE does not matter.
    browser.run("document.querySelector('form.bar button[type=reset]').click()")
    browser.until(SHOWN, everything)
    browser.run(chosen("actor", "UNHCR"))
    browser.until(f"{SHOWN}.length > 0 && {SHOWN}.length < {len(everything)}", True)
    assert all("UNHCR" in row for row in browser.run(f"[...{ROWS}].filter(r => !r.hidden).map(r => r.dataset.actors)"))
    browser.run(chosen("actor", ""))
    browser.run(chosen("status", "active ongoing pending-input"))
    statuses = {item.id: plan.statuses.is_open(item.status) for item in plan.activities()}
    browser.until(f"{SHOWN}.length < {len(everything)}", True)
    shown = set(browser.run(SHOWN))
    assert {key for key, is_open in statuses.items() if is_open and not plan.is_archived(key)} <= shown
    before = browser.run("getComputedStyle(document.body).backgroundColor")
    browser.run("document.getElementById('theme').click()")
    assert browser.run("getComputedStyle(document.body).backgroundColor") != before
    assert browser.errors == []
    assert [url for url in browser.requests if not url.startswith(path.as_uri())] == []


@pytest.mark.slow
@pytest.mark.needs("browser")
def test_nothing_in_a_text_is_markup(browser, page):
    plan = replace(
        source_plan(),
        items={
            "AA": Subject(id="AA", number=1, title={"en": HOSTILE}),
            "AA-1": Objective(id="AA-1", number=1, text={"en": HOSTILE}),
            "AA-1.1": Activity(id="AA-1.1", number=1, text={"en": HOSTILE}, status="active"),
        },
    )
    browser.open(page(plan_document(plan, source_context())))
    assert browser.run("window.hurt === undefined")
    assert browser.run("document.querySelectorAll('img, script').length") == 1
    assert browser.run("document.querySelector('tbody tr td:nth-child(2)').innerText.trim()") == HOSTILE
    assert browser.errors == []


@pytest.mark.slow
@pytest.mark.needs("browser", "poppler")
def test_prints_with_the_band_on_each_page(browser, page, tmp_path):
    import subprocess

    browser.open(page(plan_document(source_plan(), source_context())))
    printed = tmp_path / "printed.pdf"
    printed.write_bytes(browser.printed())
    pages = subprocess.run(["pdftotext", "-layout", printed, "-"], capture_output=True, encoding="utf-8").stdout
    words = pages.rstrip("\f").split("\f")
    assert 5 < len(words) < 20
    assert all("SUBJECTS" in each and "OBJECTIVES" in each and len(each.split()) > 40 for each in words)


def test_offline_by_itself():
    """No address, no link to another file, and a policy that forbids what is not in the page."""
    page = unescape(html(plan_document(source_plan(), source_context())).decode())
    assert "default-src 'none'" in page
    assert "built-in" not in page
    assert "http://" not in page and "https://" not in page
    assert " src=" not in page and "@import" not in page and "url(" not in page


def test_marks_say_who_and_when():
    plan = source_plan()
    changed = replace(plan.items["HR-4.2"], text={"en": "INCLUDE HIV AND MIGRATION INITIATIVE IN NEXT MEETING OF RCGM"})
    new = replace(plan, items={**plan.items, "HR-4.2": changed})
    one, other = plan_document(plan, source_context()), plan_document(new, source_context())
    page = html(redline(one, other, lambda key: Revision("Ana", WHEN), banner="A to B")).decode()
    assert '<del title="Ana, 29 November 2006">' in page and '<ins title="Ana, 29 November 2006">' in page
    assert "A to B" in page


def test_marks_and_texts_by_language():
    """A text in another language than the page's says so."""
    plan = source_plan()
    spanish = replace(plan.items["HR-4.2"], text={"es": "INCLUIR LA INICIATIVA"})
    page = html(plan_document(replace(plan, items={**plan.items, "HR-4.2": spanish}), source_context()))
    assert b'<html lang="en">' in page
    assert b'id="HR-4.2" class="activity" lang="es">' in page


def test_an_empty_plan_says_so():
    empty = plan_document(replace(source_plan(), items={}, archived=frozenset()), source_context())
    assert "There is nothing in it yet." in html(empty).decode()
    for form in ("docx", "pdf", "md"):
        assert len(write(empty, form)) > 100
    assert read_html(html(empty)) == []


@pytest.mark.slow
@pytest.mark.needs("browser")
def test_on_a_telephone(browser, page):
    """Rows are cards, no word is broken, little of the screen is taken, and all of it can be reached."""
    path = page(plan_document(source_plan(), source_context()))
    browser.command("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=1, mobile=True)
    browser.open(path)
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    assert browser.run(BROKEN_WORDS) == []
    assert browser.run(HEAD) < 0.15
    label = "getComputedStyle(document.querySelector('tbody td[data-label]'), '::before').content"
    assert browser.run(label) == '"ACTION FOR IMPLEMENTATION"'
    assert browser.run("document.querySelector('.note').offsetParent === null")
    browser.run("document.getElementById('more').click()")
    assert browser.run("document.querySelector('.note').offsetParent !== null")
    browser.run("document.getElementById('fold').click()")
    assert browser.run("document.getElementById('status').offsetParent !== null")
    roles = "[...new Set([...document.querySelectorAll('main table, main tr, main td')].map(one => one.role))].sort()"
    assert browser.run(roles) == ["cell", "row", "table"]
    headings = "[...document.querySelectorAll('[role=heading]')].map(one => one.id)"
    found = browser.run(headings)
    assert found[:2] == ["MPM", "MPM-1"] and len(found) == len(set(found))
    links = browser.run("[...document.querySelectorAll('nav.contents a')].map(one => one.hash.slice(1))")
    assert links == found
    selves = browser.run("[...document.querySelectorAll('a.self')].map(one => one.hash.slice(1))")
    assert {"MPM", "HR-4", "HR-4.2"} <= set(selves)
    assert browser.errors == []


@pytest.mark.slow
@pytest.mark.needs("browser")
def test_a_redline_is_gone_through_by_keys_on_a_telephone(browser, page):
    """Its bar is one row, who changed what is in words, and nothing of the head is in the way."""
    plan = source_plan()
    words = {"en": "INCLUDE HIV AND MIGRATION INITIATIVE"}
    changed = {key: replace(plan.items[key], text=words) for key in ("MPM-1.1", "HR-4.2")}
    new = replace(plan, items={**plan.items, **changed})
    one, other = plan_document(plan, source_context()), plan_document(new, source_context())
    browser.command("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=1, mobile=True)
    browser.open(page(redline(one, other, lambda key: Revision("Ana", WHEN), banner="Changes from A to B")))
    assert browser.run(HEAD) < 0.15 and browser.run(BROKEN_WORDS) == []

    def pressed(key):
        for kind in ("keyDown", "keyUp"):
            browser.command("Input.dispatchKeyEvent", type=kind, key=key, text=key if kind == "keyDown" else "")
        return browser.run("document.activeElement.dataset.key")

    assert [pressed(key) for key in "nnnp"] == ["MPM-1.1", "HR-4.2", "MPM-1.1", "HR-4.2"]
    assert "Ana, 29 November 2006" in browser.run("document.activeElement.innerText")
    assert browser.run("document.querySelector('.changes').getBoundingClientRect().height") < 50
    browser.run("document.getElementById('changed').focus()")
    pressed(" ")
    assert browser.run(SHOWN) == ["MPM-1.1", "HR-4.2"]
