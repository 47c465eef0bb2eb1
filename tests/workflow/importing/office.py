"""Lays out texts as an office does: a table of five columns on several pages, in a docx."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx

SOURCE = Path(__file__).parents[2] / "plan" / "source-2006-11.tsv"
HEADINGS = ("SUBJECTS", "OBJECTIVES", "ACTION FOR IMPLEMENTATION", "ACTIVITIES", "CALENDAR")
TITLE = (
    "PLAN OF ACTION",
    "REGIONAL CONFERENCE ON MIGRATION (RCM)",
    "Updated by Regional Consultation Group on Migration (RCGM)",
    "San Salvador, El Salvador, 27-29 November 2006",
    "Notes:",
    "1. Updated by the Technical Secretariat as of November 2006",
    "2. Activities carried out more than two years ago are found in the Archival Plan of Action.",
    "(Note: Bolded items and in italics denote: active, ongoing or pending of input)",
)


@dataclass
class Words:
    """A text and what of it is emphasised: `all`, `none` or the words."""

    text: str
    emphasis: str = "none"


@dataclass
class Objective:
    words: Words
    number: int
    actions: list[Words] = field(default_factory=list)
    activities: list[tuple[Words, list[Words]]] = field(default_factory=list)
    entries: list[Words] = field(default_factory=list)


@dataclass
class Subject:
    words: Words
    objectives: list[Objective] = field(default_factory=list)


def source_plan() -> list[Subject]:
    """Return the plan of November 2006, from the table of its texts."""
    with SOURCE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    subjects: list[Subject] = []
    by_id: dict[str, Any] = {}
    codes: list[str] = []
    counts: dict[str, int] = {}
    holders: dict[str, list[Words]] = {}
    for row in rows:
        words = Words(row["text"].replace("\\$", "$"), row["emphasis"])
        under = row["under"]
        counts[row["kind"] + under] = number = counts.get(row["kind"] + under, 0) + 1
        if row["kind"] == "subject":
            codes.append("")
            subjects.append(Subject(words))
        elif row["kind"] == "objective":
            if under not in by_id:
                by_id[under] = subjects[len([each for each in by_id if "-" not in each])]
            by_id[f"{under}-{number}"] = made = Objective(words, number)
            by_id[under].objectives.append(made)
            holders[f"{under}-{number}"] = made.entries
        elif row["kind"] == "action":
            by_id[under].actions.append(words)
        elif row["kind"] == "activity":
            holders[f"{under}.{number}"] = []
            by_id[under].activities.append((words, holders[f"{under}.{number}"]))
    for row in rows:
        if row["kind"] == "entry":
            holders[row["under"]].append(Words(row["text"].replace("\\$", "$"), row["emphasis"]))
    return subjects


def write(cell: Any, texts: Sequence[Words | str]) -> None:
    """Put texts into a cell, each a paragraph, bold italic where they are emphasised."""
    for position, text in enumerate(texts):
        paragraph = cell.paragraphs[0] if position == 0 else cell.add_paragraph()
        words = Words(text) if isinstance(text, str) else text
        whole = words.emphasis in ("all", "none")
        before, strong, after = ("", words.text, "") if whole else words.text.partition(words.emphasis)
        for said, is_strong in ((before, False), (strong, words.emphasis != "none"), (after, False)):
            if said:
                run = paragraph.add_run(said)
                run.bold = run.italic = is_strong or None


def office_docx(subjects: Sequence[Subject], *, rows_on_page: int = 9) -> bytes:
    """Lay out a plan on pages: title, notes and headings on each, subjects and objectives in merged cells."""
    document = docx.Document()
    rows: list[tuple[Subject, Objective, list[Words], list[Words], list[Words]]] = []
    for subject in subjects:
        for objective in subject.objectives:
            first = True
            for words, entries in objective.activities:
                rows.append((subject, objective, objective.actions if first else [], [words], entries))
                first = False
            if objective.entries or first:
                rows.append((subject, objective, objective.actions if first else [], [], objective.entries))
    seen: set[int] = set()
    for start in range(0, len(rows), rows_on_page):
        page = rows[start : start + rows_on_page]
        for line in TITLE:
            document.add_paragraph(line)
        table = document.add_table(len(page) + 1, 5)
        for column, heading in enumerate(HEADINGS):
            write(table.cell(0, column), [heading])
        for place, (subject, objective, actions, activities, entries) in enumerate(page, 1):
            same_subject = place > 1 and page[place - 2][0] is subject
            same_objective = place > 1 and page[place - 2][1] is objective
            if same_subject:
                table.cell(place - 1, 0).merge(table.cell(place, 0))
            else:
                continued = " (continued)" if id(subject) in seen else ""
                write(table.cell(place, 0), [subject.words.text + continued])
            if same_objective:
                table.cell(place - 1, 1).merge(table.cell(place, 1))
            else:
                continued = " (continued)" if id(objective) in seen else ""
                write(table.cell(place, 1), [f"{objective.number}. {objective.words.text}{continued}"])
            seen |= {id(subject), id(objective)}
            write(table.cell(place, 2), actions)
            write(table.cell(place, 3), activities)
            write(table.cell(place, 4), entries)
        document.add_page_break()
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
