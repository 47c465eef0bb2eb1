"""A plan whose items are printed with dotted numbers is read by these, in whatever it is written out as."""

from __future__ import annotations

import io
import re
from email import message_from_bytes
from email.policy import default

import openpyxl
import pytest

from rcm_tui import i18n
from rcm_tui.cli import status_lines
from rcm_tui.cli.app import main
from rcm_tui.reports.document import outline_of
from rcm_tui.reports.plan_table import plan_document
from rcm_tui.workflow.edition_context import published_state
from rcm_tui.workflow.publish import PublicationRequest, publish
from rcm_tui.workflow.site import publish_site
from rcm_tui.workflow.status import status_report
from rcm_tui.workflow.workspace import Workspace
from tests.small_plan import CONFERENCE

NAMED = re.compile(r"(?<![\w./#-])HR-[12](?:\.[12])?(?!\.?[\w-])")
NUMBER = re.compile(r"(?<![\w.])1\.1\.1(?![\w.])")


@pytest.fixture
def root(tmp_path, small_plans, monkeypatch):
    """The small plan with dotted numbers, and with a record of its meeting."""
    i18n.use("en")
    dotted = CONFERENCE | {"plan/plan.yaml": CONFERENCE["plan/plan.yaml"] + "numbers: dotted\n"}
    monkeypatch.chdir(small_plans.copy(dotted, tmp_path / "plan"))
    assert main(["set", "HR-1.1", "priority=high", "--meeting", "2006-11-rcgm"]) == 0
    return tmp_path / "plan"


def published(root, *request, **options) -> bytes:
    return publish(Workspace.open(root), PublicationRequest(*request, **options)).content


def words_of(page: str) -> str:
    page = re.sub(r"<(style|script|svg|option)\b.*?</\1>", "", page, flags=re.S)
    return re.sub("<[^>]*>", " ", page)


def test_a_site_names_items_by_their_numbers(root):
    publish_site(Workspace.open(root), root.parent / "site")
    pages = {path.name: words_of(path.read_text("utf-8")) for path in (root.parent / "site").rglob("*.html")}
    assert {name: found for name, text in pages.items() if (found := NAMED.findall(text))} == {}
    for name in ("HR-1.1.html", "2006-11-rcgm.html", "MX.html", "plan.html"):
        assert NUMBER.search(pages[name]), name
    assert re.search(r"1\s+HUMAN RIGHTS\s+1\.1\s+RESPECT", pages["index.html"])


@pytest.mark.parametrize("options", [(), ("--markdown",)], ids=["plain", "markdown"])
def test_minutes_to_paste_name_items_by_their_numbers(root, capsys, options):
    capsys.readouterr()
    assert main(["minutes", "2006-11-rcgm", *options]) == 0
    written = capsys.readouterr().out
    assert NUMBER.search(written) and not NAMED.search(written)


def test_a_workbook_shows_the_numbers(root):
    book = openpyxl.load_workbook(io.BytesIO(published(root, "xlsx", "data")))
    cells = {}
    for sheet in book:
        heads, *rows = sheet.iter_rows(values_only=True)
        heads = [head.rpartition(" – ")[2] for head in heads]  # A draft says so in the first.
        cells[sheet.title] = [dict(zip(heads, row, strict=True)) for row in rows]
    assert [row["Number"] for row in cells["Calendar"]] == ["1.1", "1.1.1", "1.1.1"]
    assert {row["Item"] for row in cells["Requests"]} == {"1.1.1"}
    assert {row["Led to"] for row in cells["Agreements"]} == {"1.1.1", None}
    assert {row["Objective"] for row in cells["Items"]} == {None, "1.1", "1.2"}


def test_a_calendar_and_an_email_name_items_by_their_numbers(root):
    calendar = published(root, "ics", "calendar").decode().replace("\r\n ", "")
    shown = [each for each in calendar.splitlines() if each.startswith(("SUMMARY", "DESCRIPTION"))]
    assert NUMBER.search("\n".join(shown)) and not NAMED.search("\n".join(shown))
    mail = message_from_bytes(published(root, "eml", "country", country="CA"), policy=default)
    assert NUMBER.search(body := mail.get_body().get_content()) and not NAMED.search(body)


def test_the_outline_of_papers_has_the_numbers_in_place_of_the_ids(root):
    plan = Workspace.open(root).plan
    document = plan_document(plan, published_state(Workspace.open(root), None).context)
    assert [entry.title for entry in outline_of(document.blocks)][:2] == [
        "1 HUMAN RIGHTS",
        f"1.1 {plan.items['HR-1'].text['en']}",
    ]


@pytest.mark.parametrize("width", [None, 100], ids=["plain", "drawn"])
def test_the_status_report_in_a_terminal_names_items_by_their_numbers(root, width):
    view = Workspace.open(root)
    written = "\n".join(line.plain() for line in status_lines.page(status_report(view), (), width))
    assert NUMBER.search(written) and not NAMED.search(written)
    assert re.search(r"^ +1 +HUMAN RIGHTS", written, re.M)
