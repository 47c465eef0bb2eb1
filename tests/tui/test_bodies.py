"""Plans of other bodies, edited in a real terminal: what is recorded, and what is printed and compared afterwards."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document
from ruamel.yaml import YAML

from rcm_tui.cli.app import main
from tests.bodies import AMR, ARABIC, CONCLUSIONS, FRENCH, GOVERNMENT, HYDROLOGY, PROJECT, Body, enter
from tests.terminals import Terminal, needs_terminal, rcm_terminals

pytestmark = [*needs_terminal, pytest.mark.slow]
OPENED = "2025-09"


@dataclass(frozen=True)
class Evening:
    """What is typed at a meeting: a status, a field of the body's own, an entry, an agreement; and what comes of it."""

    body: Body
    item: str
    status: tuple[str, str]
    """The key in the menu of statuses, and the status that it sets."""
    field: tuple[str, object]
    """What is typed to change a field, and its value then."""
    agreement: str
    headings: tuple[str, ...]
    """The columns of the table that is printed."""
    printed: tuple[str, ...]
    never: tuple[str, ...] = ("OBJECTIVES", "ACTION FOR IMPLEMENTATION", "country", "Countr")

    @property
    def name(self) -> str:
        """The name of the field."""
        return re.split("[+=]", self.field[0])[0]

    @property
    def entry(self) -> str:
        """What is entered in the calendar."""
        return f"Entered at {self.body.body}"


EVENINGS = (
    Evening(
        AMR,
        "SU-1.4",
        ("d", "delayed"),
        ("budget=145000", 145000),
        "To fund the second year",
        ("ACTIVITIES AND SUB-ACTIVITIES", "INDICATOR", "RESPONSIBLE", "BUDGET", "STATUS", "MILESTONES"),
        ("145,000 USD", "delayed"),
        ("ACTION FOR IMPLEMENTATION", "country", "Countr", "Archival Plan"),
    ),
    Evening(
        HYDROLOGY,
        "DR-1.2",
        ("c", "completed"),
        ("progress=75%", 0.75),
        "To ask Members for a basin",
        ("ACTIVITIES", "STATUS", "LEAD", "PROGRESS", "MILESTONES"),
        ("75%", "completed"),
    ),
    Evening(
        GOVERNMENT,
        "AI-1.2",
        ("c", "complete"),
        ("partners+=MIN4", ["CSO", "MIN4"]),
        "To hear the review in public",
        ("MILESTONES", "STATUS", "LEAD MINISTRY", "PARTNERS", "CALENDAR"),
        ("complete", "Ministry 4"),
    ),
    Evening(
        PROJECT,
        "G-1.29",
        ("d", "done"),
        ("link=https://example.org/issues/9", "https://example.org/issues/9"),
        "To name one more owner",
        ("TASKS", "STATUS", "OWNER", "TRACKING ISSUE", "UPDATES"),
        ("https://example.org/issues/9", "done"),
    ),
    Evening(
        CONCLUSIONS,
        "HR-1.2",
        ("t", "postponed"),
        ("priority=1", 1),
        "To meet in Managua",
        ("ACTION FOR IMPLEMENTATION", "ACTIVITIES", "CALENDAR"),
        ("Entered at RCGM",),
        ("MILESTONES", "Indicator"),
    ),
    Evening(
        FRENCH,
        "HR-1.2",
        ("t", "postponed"),
        ("priority=1", 1),
        "Se réunir à Managua",
        ("MESURE DE MISE EN ŒUVRE", "ACTIVITÉS", "CALENDRIER"),
        ("Entered at RCGM",),
        ("SUBJECTS", "Updated by"),
    ),
    Evening(
        ARABIC,
        "HR-1.2",
        ("t", "postponed"),
        ("priority=1", 1),
        "الاجتماع في ماناغوا",
        ("إجراءات التنفيذ", "الأنشطة", "الجدول الزمني"),
        ("Entered at RCGM",),
        ("SUBJECTS", "Updated by"),
    ),
)


@pytest.fixture
def rcm(capsys):
    """`rcm("list")` in this process: what it prints."""

    def run(*arguments: str) -> str:
        capsys.readouterr()
        status = main(arguments)
        out, err = capsys.readouterr()
        assert status == 0, err
        return out

    return run


@pytest.mark.parametrize("evening", [pytest.param(evening, id=evening.body.name) for evening in EVENINGS])
def test_a_meeting_is_kept_in_the_terminal(evening, rcm, home, tmp_path, tmp_path_factory):
    plan = tmp_path / "plan"
    enter(evening.body, plan, rcm, tmp_path_factory.getbasetemp())
    here, meeting = ("-C", str(plan)), f"{OPENED}-{evening.body.body.lower()}"
    rcm(*here, "meeting", "new", "--body", evening.body.body, "--dates", OPENED, "--open")
    with rcm_terminals(home) as open_terminal:
        terminal = open_terminal(plan, size=(120, 40))
        find(terminal, evening.item)
        set_status(terminal, plan, evening)
        edit_field(terminal, plan, evening)
        add_entry(terminal, plan, evening)
        agree(terminal, plan, evening, meeting)
        terminal.press("C-q")
        terminal.until(terminal.ended, "the end of the program")
    recorded = read(item_file(plan, evening.item))
    assert recorded["status"] == evening.status[1]
    assert recorded[evening.name] == evening.field[1]
    assert evening.entry in [text for entry in recorded["calendar"] for text in entry["text"].values()]
    rcm(*here, "meeting", "close", meeting, "--yes")
    compared = rcm(*here, "diff", f"2025-03-{evening.body.body.lower()}", meeting)
    assert evening.item in compared and evening.entry in compared
    minutes = rcm(*here, "minutes", meeting)
    assert evening.agreement in minutes and evening.entry in minutes
    speaking = ("--lang", evening.body.language)
    rcm(*here, *speaking, "publish", "docx", "-o", str(tmp_path / "plan.docx"))
    document = Document(io.BytesIO((tmp_path / "plan.docx").read_bytes()))
    assert [cell.text for cell in document.tables[0].rows[1].cells] == list(evening.headings)
    page = rcm(*here, *speaking, "publish", "html", "-o", "-")
    words = re.sub("<[^>]*>", " ", page[page.index("<body") :])
    assert [each for each in (*evening.printed, evening.entry) if each not in words] == []
    report = rcm(*here, *speaking, "publish", "md", "--what", "status", "-o", "-")
    assert [each for each in evening.never if each in words or each in report] == []


def read(path: Path) -> dict:
    return YAML(typ="safe").load(path)


def item_file(plan: Path, item: str) -> Path:
    return next((plan / "plan").rglob(f"{item}.yaml"))


def find(terminal: Terminal, item: str) -> None:
    terminal.sees("Ctrl+P")
    terminal.press("/")
    terminal.sees("words, status:open")
    terminal.type(item)
    terminal.until(lambda: re.search(r"\b\d+ items?\b", terminal.screen()), "what was found")
    terminal.press("Enter")
    terminal.until(lambda: "/ Find" in terminal.screen(), "the list again")


def set_status(terminal: Terminal, plan: Path, evening: Evening) -> None:
    key, status = evening.status
    terminal.press("s")
    terminal.sees(f"Status of {evening.item}")
    terminal.press(key)
    terminal.until(lambda: read(item_file(plan, evening.item))["status"] == status, f"the status {status}")


def edit_field(terminal: Terminal, plan: Path, evening: Evening) -> None:
    typed, recorded = evening.field
    terminal.press("Space")
    terminal.sees("marked: 1")
    terminal.press("e")
    terminal.sees("Several fields")
    terminal.press("=")
    terminal.sees("Name fields and values")
    terminal.type(typed)
    terminal.sees(typed)
    terminal.press("Enter")
    terminal.until(lambda: read(item_file(plan, evening.item)).get(evening.name) == recorded, typed)
    terminal.until(lambda: "marked: 1" not in terminal.screen(), "the plan again")


def add_entry(terminal: Terminal, plan: Path, evening: Evening) -> None:
    before = len(read(item_file(plan, evening.item)).get("calendar", ()))
    terminal.press("c")
    terminal.until(lambda: terminal.screen().splitlines()[1].strip().startswith("New"), "the form")
    terminal.type(evening.entry)
    terminal.sees(evening.entry)
    terminal.press("C-s")
    terminal.until(lambda: len(read(item_file(plan, evening.item)).get("calendar", ())) > before, "the entry")


def agree(terminal: Terminal, plan: Path, evening: Evening, meeting: str) -> None:
    terminal.until(lambda: not terminal.screen().splitlines()[1].strip().startswith("New"), "the plan again")
    terminal.press("G")
    terminal.sees("Meeting mode")
    terminal.type(evening.agreement)
    terminal.press("C-s")
    file = plan / "meetings" / f"{meeting}.yaml"
    terminal.until(lambda: evening.agreement in file.read_text("utf-8"), "the agreement")
    terminal.press("Escape")
    terminal.until(lambda: "Meeting mode" not in terminal.screen(), "the plan again")
