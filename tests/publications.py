"""What tests of publications share: the plan as transcribed, and readers that take a publication apart again.

The readers use other libraries, or other parts of them, than what wrote the files.
"""

from __future__ import annotations

import csv
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from rcm_tui.model.plan import Plan
from rcm_tui.reports.heading import EditionContext
from rcm_tui.store.reader import PlanReader
from rcm_tui.store.yaml import parse
from tests.programs import SYSTEM_PYTHON

REPOSITORY = Path(__file__).parents[1]
_FOLDER = tempfile.TemporaryDirectory(prefix="rcm-publications-")
MEETING = "2006-11-rcgm"
WHEN = datetime(2006, 11, 29, 10, 0, tzinfo=UTC)

Runs = tuple[tuple[str, bool], ...]
"""A text as pieces, each with whether it is bold italic."""


@cache
def transcribed() -> Path:
    """The plan as its transcription left it (`Plan-start:`); the files as they are where there is no history."""
    asked = ["log", "--format=%H", "--extended-regexp", "--grep=^Plan-start: ", "--", "archive"]
    found = subprocess.run(["git", "-C", str(REPOSITORY), *asked], capture_output=True, encoding="utf-8")
    commits = found.stdout.split()
    if found.returncode or not commits:
        return REPOSITORY
    packed = Path(_FOLDER.name, "plan.tar")
    taken = ["archive", f"--output={packed}", commits[-1], "plan", "archive", "meetings"]
    subprocess.run(["git", "-C", str(REPOSITORY), *taken], check=True)
    with tarfile.open(packed) as archive:
        archive.extractall(_FOLDER.name, filter="data")
    return Path(_FOLDER.name)


@cache
def source_plan() -> Plan:
    return PlanReader(transcribed()).read()


@cache
def source_context() -> EditionContext:
    printed = parse((transcribed() / "meetings" / f"{MEETING}.yaml").read_bytes())["document"]
    return EditionContext(WHEN, source_plan().meetings[MEETING], printed=printed, newest=printed, name=MEETING)


@dataclass(frozen=True)
class Told:
    """One text of the table: where it stands, what it is, its words with their emphasis."""

    subject: str
    objective: str
    kind: str
    under: str
    runs: Runs

    @property
    def text(self) -> str:
        return "".join(text for text, _strong in self.runs)


@cache
def source_rows() -> tuple[Told, ...]:
    """The source, text by text; `under` is the text of the activity that an entry belongs to, empty for others."""
    with (REPOSITORY / "tests/plan/source-2006-11.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    words = {id(row): row["text"].replace("\\$", "$") for row in rows}
    subjects = {row["subject"]: words[id(row)] for row in rows if row["kind"] == "subject"}
    objectives = {
        (row["subject"], row["objective"]): f"{row['order']}. {words[id(row)]}"
        for row in rows
        if row["kind"] == "objective"
    }
    activities = {f"{row['under']}.{row['order']}": words[id(row)] for row in rows if row["kind"] == "activity"}
    return tuple(
        Told(
            subjects[row["subject"]],
            objectives.get((row["subject"], row["objective"]), ""),
            row["kind"],
            activities.get(row["under"], ""),
            emphasised(words[id(row)], row["emphasis"]),
        )
        for row in rows
        if row["kind"] not in ("subject", "objective")
    )


def emphasised(text: str, emphasis: str) -> Runs:
    if emphasis in ("all", "none"):
        return ((text, emphasis == "all"),)
    before, found, after = text.partition(emphasis)
    assert found
    return tuple(piece for piece in ((before, False), (found, True), (after, False)) if piece[0])


def joined(pieces: list[tuple[str, bool]]) -> Runs:
    """Neighbours of one look as one piece."""
    found: list[tuple[str, bool]] = []
    for text, strong in pieces:
        if found and found[-1][1] == strong:
            found[-1] = (found[-1][0] + text, strong)
        elif text:
            found.append((text, strong))
    return tuple(found)


Cell = list[Runs]
TableRows = list[list[Cell]]


def told(tables: list[TableRows]) -> Iterator[Told]:
    """What tables with a band of subject and objective, and three columns below it, say."""
    for band, names, *rows in tables:
        (_label, subject), (_label, objective) = (
            [joined([(t, False) for t, _s in each]) for each in cell] for cell in band
        )
        where = "".join(t for t, _s in subject), "".join(t for t, _s in objective)
        assert [cell[0][0][0] for cell in names] == ["ACTION FOR IMPLEMENTATION", "ACTIVITIES", "CALENDAR"]
        for actions, activity, entries in rows:
            for action in actions:
                yield Told(*where, "action", "", action)
            for each in activity:
                yield Told(*where, "activity", "", each)
            under = "".join(text for text, _strong in activity[0]) if activity else ""
            for entry in entries:
                yield Told(*where, "entry", under, entry)


def read_docx(path: Path) -> list[TableRows]:
    """The tables of a docx: rows of cells of paragraphs; those without words are left out."""
    import docx
    from docx.table import _Cell

    def cell(one: _Cell) -> Cell:
        found = [joined([(run.text, bool(run.bold and run.italic)) for run in each.runs]) for each in one.paragraphs]
        return [runs for runs in found if runs]

    return [
        [[cell(_Cell(each, table)) for each in row.tc_lst] for row in table._tbl.tr_lst]
        for table in docx.Document(str(path)).tables
    ]


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[TableRows] = []
        self._inside = False
        self._look = {"strong": 0, "em": 0}
        self._pieces: list[tuple[str, bool]] | None = None

    def handle_starttag(self, tag, attrs) -> None:
        if tag == "table":
            self._inside = True
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append([])
        elif tag == "p" and self._inside:
            self._pieces = []
        elif tag in self._look:
            self._look[tag] += 1

    def handle_endtag(self, tag) -> None:
        if tag in self._look:
            self._look[tag] -= 1
        elif tag == "p" and self._pieces is not None:
            self.tables[-1][-1][-1].append(joined(self._pieces))
            self._pieces = None
        elif tag == "table":
            self._inside = False

    def handle_data(self, data) -> None:
        if self._pieces is not None:
            self._pieces.append((data, all(self._look.values())))


def read_html(page: bytes) -> list[TableRows]:
    """The tables of a page, as a parser of HTML sees them."""
    parser = _Tables()
    parser.feed(page.decode("utf-8"))
    return [[row for row in table if row] for table in parser.tables]


def in_office(*jobs: tuple[Path, str, Path]) -> subprocess.CompletedProcess[str]:
    """Have LibreOffice open each source, do something with its tracked changes, and save it."""
    script = Path(__file__).with_name("publications_office.py")
    given_jobs = [str(part) for job in jobs for part in job]
    return subprocess.run([SYSTEM_PYTHON, str(script), *given_jobs], capture_output=True, encoding="utf-8", timeout=120)


def docx_mistakes(content: bytes) -> list[str]:
    """What the validator finds wrong in a docx file, by the schemas and rules that Microsoft's Open XML SDK has too."""
    from openxml_audit import OpenXmlValidator

    with tempfile.TemporaryDirectory(prefix="rcm-docx-") as folder:
        path = Path(folder, "document.docx")
        path.write_bytes(content)
        found = OpenXmlValidator(max_errors=0).validate(path).errors
    return [f"{each.part_uri}: {each.description}" for each in found]


def pages_of(file):
    """Return how many pages a PDF of typst says that it has."""
    return max(int(count) for count in re.findall(rb"/Type/Pages[^>]*?/Count (\d+)", file))
