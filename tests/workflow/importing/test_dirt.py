"""Tables with the dirt of offices: no text is put in a wrong place, nine of ten are put in theirs, none is lost."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcm_tui.office.blocks import Block, Cell, Contents, Paragraph, Row, Run, Table
from rcm_tui.workflow.importing.columns import Role
from rcm_tui.workflow.importing.outline import Outline
from rcm_tui.workflow.importing.reading import understand

HEADINGS = {
    Role.SUBJECT: ("SUBJECTS", "Theme", "Temas", "Eje temático", "Subject area"),
    Role.OBJECTIVE: ("OBJECTIVES", "Objective", "Objetivos", "Goal"),
    Role.ACTION: ("ACTION FOR IMPLEMENTATION", "Actions", "Acciones para la ejecución"),
    Role.ACTIVITY: ("ACTIVITIES", "Activity", "Actividades", "Task"),
    Role.CALENDAR: ("CALENDAR", "Calendario", "Progress", "Seguimiento", "Follow-up"),
}
VERBS = (
    "HOLD",
    "Prepare",
    "SEND",
    "Promote",
    "REVIEW",
    "Exchange",
    "Train",
    "PUBLISH",
    "IOM WILL SUPPORT",
    "Fortalecer",
)
NOUNS = (
    "seminar",
    "guidelines",
    "visas",
    "networks",
    "borders",
    "consulates",
    "refugees",
    "health",
    "matrices",
    "redes",
)
Truth = Counter[tuple[str, ...]]


@dataclass
class Dirt:
    """Makes a plan and its table, and says where each text belongs."""

    chance: random.Random
    truth: Truth = field(default_factory=Counter)
    rows: list[list[list[Paragraph] | None]] = field(default_factory=list)
    """Cells of each row; None where a cell is merged with the one above."""
    count: int = 0

    def maybe(self, likelihood: float) -> bool:
        return self.chance.random() < likelihood

    def words(self) -> str:
        self.count += 1
        said = [self.chance.choice(VERBS), *self.chance.sample(NOUNS, self.chance.randint(2, 6)), f"n{self.count}"]
        return " ".join(said) + ("." if self.maybe(0.4) else "")

    def paragraph(self, text: str, number: int = 0) -> Paragraph:
        label, before = "", ""
        if number and self.maybe(0.5):
            label = f"{number}."
        elif number:
            before = f"{number}. " if self.maybe(0.5) else f"{number}) "
        elif self.maybe(0.15):
            before = self.chance.choice(("• ", "- ", "– ", "*  "))
        words = text.split(" ")
        if self.maybe(0.3) and len(words) > 3:  # Words parted by two spaces, or one that does not break.
            place = self.chance.randrange(1, len(words) - 1)
            words[place] = self.chance.choice((" ", "\u00a0")) + words[place]
        if self.maybe(0.15):  # A line broken by hand before a word in small letters.
            place = next((n for n in range(1, len(words)) if words[n].strip()[:1].islower()), 0)
            words[place] = ("\n" if place else "") + words[place]
        strong = self.maybe(0.4)
        cut = self.chance.randrange(len(before) + 3, len(before) + len(text))
        whole = before + " ".join(words)
        return Paragraph((Run(whole[:cut], strong, strong), Run(whole[cut:], strong, strong)), label)

    def plan(self, roles: list[Role]) -> None:
        numbered = self.maybe(0.5)
        for _subject in range(self.chance.randint(1, 3) if Role.SUBJECT in roles else 1):
            subject = self.words() if Role.SUBJECT in roles else "THE PLAN"
            self.truth["subject", subject] += Role.SUBJECT in roles
            for place in range(1, self.chance.randint(2, 4)):
                self.objective(roles, subject, place if numbered else 0)

    def objective(self, roles: list[Role], subject: str, number: int) -> None:
        text = self.words()
        self.truth["objective", subject, text] += 1
        actions = [self.words() for _one in range(self.chance.randint(0, 3) if Role.ACTION in roles else 0)]
        for action in actions:
            self.truth["action", text, action] += 1
        first = True
        for _activity in range(self.chance.randint(1, 4)):
            several = self.maybe(0.04)
            activities = [self.words() for _one in range(2 if several else 1)]
            for activity in activities:
                self.truth["activity", text, activity] += 1
            entries = [self.words() for _one in range(self.chance.randint(0, 3))]
            for entry in entries:
                self.truth["entry", text, self.chance.choice(activities), entry] += 1
            merged = entries[2:] if not several and self.maybe(0.5) else []
            self.row(
                roles,
                subject,
                (text, number),
                actions if first else [],
                activities,
                entries[: len(entries) - len(merged)],
            )
            if merged:
                self.row(roles, None, None, [], None, merged)
            first = False

    def row(self, roles, subject, objective, actions, activities, entries) -> None:
        again = self.rows and not self.maybe(0.3)  # Said again, or left blank, or merged.
        same = {
            Role.SUBJECT: getattr(self, "subject", None) == subject,
            Role.OBJECTIVE: getattr(self, "above", None) == objective,
        }
        cells: list[list[Paragraph] | None] = []
        for role in roles:
            if role is Role.SUBJECT:
                cells.append(self.level(subject, subject is None or (same[role] and again), 0))
            elif role is Role.OBJECTIVE:
                text, number = objective or (None, 0)
                cells.append(self.level(text, text is None or (same[role] and again), number))
            elif role is Role.ACTION:
                cells.append([self.paragraph(action) for action in actions])
            elif role is Role.ACTIVITY:
                cells.append(None if activities is None else [self.paragraph(activity) for activity in activities])
            else:
                cells.append([self.paragraph(entry) for entry in entries])
        self.subject, self.above = subject or getattr(self, "subject", None), objective or getattr(self, "above", None)
        self.rows.append(cells)

    def level(self, text: str | None, blank: bool, number: int) -> list[Paragraph] | None:
        if blank or text is None:
            return None if self.maybe(0.5) else []
        ending = self.chance.choice((" (continued)", " (cont.)", " (continuación)", "")) if self.rows else ""
        return [self.paragraph(text + (ending if self.known(text) else ""), number)]

    def known(self, text: str) -> bool:
        seen = self.__dict__.setdefault("seen", set())
        before = text in seen
        seen.add(text)
        return before

    def contents(self, roles: list[Role]) -> Contents:
        headings = [Paragraph((Run(self.chance.choice(HEADINGS[role]), True),)) for role in roles]
        blocks: list[Block] = [Paragraph((Run("THE PLAN"),))]
        rows: list[Row] = []
        wider = self.maybe(0.2)

        def add(cells: list[list[Paragraph] | None]) -> None:
            made = [
                Cell(place, tuple(cell or ()), continues=cell is None and len(rows) > 1)
                for place, cell in enumerate(cells)
            ]
            made += [Cell(len(cells), ())] if wider else []
            rows.append(Row(tuple(made), len(rows) + 1))

        add([[heading] for heading in headings])
        for cells in self.rows:
            if self.maybe(0.1) and all(cell is not None for cell in cells):
                blocks += [Table(tuple(rows)), Paragraph((Run("THE PLAN"),)), Paragraph(())]
                rows.clear()
                if self.maybe(0.7):
                    add([[heading] for heading in headings])
            if self.maybe(0.1) and all(cell is not None for cell in cells):
                add([[] for _one in roles])
            add(cells)
        return Contents((*blocks, Table(tuple(rows))))


def found(outline: Outline) -> tuple[Truth, Truth]:
    """Return where texts were put, and the entries that were put at an objective only."""
    placed: Truth = Counter()
    unplaced: Truth = Counter()
    for subject in outline.subjects:
        if subject.source.text != "THE PLAN":
            placed["subject", subject.source.text] += 1
        for objective in subject.objectives:
            text = objective.source.text
            placed["objective", subject.source.text, text] += 1
            placed.update(("action", text, action.text) for action in objective.actions)
            for activity in objective.activities:
                placed["activity", text, activity.source.text] += 1
                placed.update(("entry", text, activity.source.text, entry.source.text) for entry in activity.entries)
            unplaced.update(("entry", text, entry.source.text) for entry in objective.entries)
    return placed, unplaced


def tried(seed: int) -> tuple[int, int]:
    """Return how many texts a table has and how many were put in their place; assert that none is wrong or lost."""
    dirt = Dirt(random.Random(seed))
    roles = [role for role in HEADINGS if role in (Role.ACTIVITY, Role.CALENDAR, Role.OBJECTIVE) or dirt.maybe(0.7)]
    dirt.plan(roles)
    outline = understand(dirt.contents(roles), "office.docx", {}).outline
    placed, unplaced = found(outline)
    truth = +dirt.truth
    assert not placed - truth, "Nothing is put in a wrong place."
    missing = truth - placed
    assert Counter((kind, at[0], at[-1]) for kind, *at in missing.elements()) == unplaced, (
        "What is not placed is at its objective."
    )
    assert sum(unplaced.values()) == len(outline.doubts), "... and is reported."
    return truth.total(), placed.total()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_no_text_is_put_in_a_wrong_place_or_lost(seed: int) -> None:
    tried(seed)


def test_nine_of_ten_are_put_in_their_place() -> None:
    of, placed = (sum(each) for each in zip(*(tried(seed) for seed in range(60)), strict=True))
    assert placed / of > 0.9, (placed, of)


@pytest.mark.slow
def test_two_thousand_tables() -> None:
    of, placed = (sum(each) for each in zip(*(tried(seed) for seed in range(2000)), strict=True))
    assert placed / of > 0.9, (placed, of)
