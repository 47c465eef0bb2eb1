"""Decisions are found as people write them; what is none is told, and no word is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from rcm_tui.model.minutes import Proposal, propose, read_minutes
from rcm_tui.model.pasted import Piece

ACTIONS = """MEETING OF THE COMMITTEE
Held in Panama on 3 May 2007

1. Opening
The Chair welcomed the delegations.

2. Consular network
Mexico presented its report, which is annexed.
ACTION: TS to circulate the report by 15 June 2007.
Canada asked for more time.

ACTION 2: Mexico and Canada will prepare a proposal:
a) on costs;
b) on staff.

RESOLVED, that the next meeting be held in Belize.

The delegations thanked Panama for its hospitality.
"""
NUMBERED = """JOINT STATEMENT

The delegations met in Tegucigalpa. They were glad of the rain.

They agreed to the following:

1. Hold a seminar, with these aims: a) to train officers; b) to exchange experiences; and c) to publish a guide.

2. Send the list.

It is to be complete.

3. Meet again.

The delegations thanked the host for its hospitality.

The meeting ended at five o'clock.
"""
TABLE = """Conclusions of the workshop

No.\tDecision\tOwner\tDue
1\tCirculate the draft\tIOM\t15 Jan 2007
2\tUpdate the list\tTS\t31/01/2007

The next workshop is in May.
"""
DECISIONS = """3. Borders
Decision 3.1: The Committee adopts the plan.
Decision 3.2. Canada shall report.
The Committee noted the paper.

Acuerdo 4: Celebrar un seminario.
"""


def outline(pieces: tuple[Piece, ...]) -> list[tuple[str, str]]:
    found = []
    for piece in pieces:
        mark = (piece.aside or "heading") if piece.is_heading else piece.number or "–"
        found.append((mark, piece.text[:28]))
        found += [(f"{mark}.{part.number}", part.text[:28]) for part in piece.parts]
    return found


def test_actions_and_resolutions() -> None:
    assert outline(read_minutes(ACTIONS)) == [
        ("heading", "MEETING OF THE COMMITTEE Hel"),
        ("unplaced", "1. Opening The Chair welcome"),
        ("unplaced", "2. Consular network Mexico p"),
        ("–", "TS to circulate the report b"),
        ("unplaced", "Canada asked for more time."),
        ("2", "Mexico and Canada will prepa"),
        ("2.a", "on costs;"),
        ("2.b", "on staff."),
        ("–", "RESOLVED, that the next meet"),
        ("thanks", "The delegations thanked Pana"),
    ]


def test_numbered_conclusions() -> None:
    pieces = read_minutes(NUMBERED)
    assert outline(pieces) == [
        ("preamble", "JOINT STATEMENT The delegati"),
        ("heading", "They agreed to the following"),
        ("1", "Hold a seminar, with these a"),
        ("1.a", "to train officers;"),
        ("1.b", "to exchange experiences; and"),
        ("1.c", "to publish a guide."),
        ("2", "Send the list. It is to be c"),
        ("3", "Meet again."),
        ("thanks", "The delegations thanked the "),
        ("unplaced", "The meeting ended at five o'"),
    ]
    assert pieces[3].paragraphs == ("Send the list.", "It is to be complete."), "The front ends show it."


def test_a_table_among_paragraphs() -> None:
    assert outline(read_minutes(TABLE)) == [
        ("heading", "Conclusions of the workshop"),
        ("1", "Circulate the draft (Owner: "),
        ("2", "Update the list (Owner: TS; "),
        ("unplaced", "The next workshop is in May."),
    ]


def test_decisions_by_name_and_number() -> None:
    assert outline(read_minutes(DECISIONS)) == [
        ("heading", "3. Borders"),
        ("3.1", "The Committee adopts the pla"),
        ("3.2", "Canada shall report."),
        ("unplaced", "The Committee noted the pape"),
        ("4", "Celebrar un seminario."),
    ]


@pytest.mark.parametrize("text", [ACTIONS, NUMBERED, TABLE, DECISIONS])
def test_no_word_is_lost(text: str) -> None:
    labels = {"ACTION", "Decision", "Acuerdo", "No", "Due", "Owner"}
    said = " ".join(
        " ".join((minute.number or "", minute.text, *(f"{part.number} {part.text}" for part in minute.parts)))
        for minute in read_minutes(text)
    )
    wanted = [word for word in re.findall(r"\w+", text) if word not in labels]
    kept = re.findall(r"\w+", said)
    assert [word for word in kept if word not in labels] == wanted


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ask for: (a) a list, (b) a report", ["a", "b"]),
        ("To: i) draw up a list; ii) send it on; iii) print a guide", ["i", "ii", "iii"]),
        ("See points a) and b) of the annex", []),
        ("Option a) is best. Option b) is not.", []),
        ("Of the annex: a) here. c) there", []),
        ("Solicitar: a) una lista; y b) un informe", ["a", "b"]),
    ],
)
def test_parts_in_one_line(text: str, parts: list[str]) -> None:
    (piece,) = read_minutes(text)
    assert [part.number for part in piece.parts] == parts


@dataclass(frozen=True)
class Actor:
    name: dict[str, str]
    aliases: tuple[str, ...] = ()


ACTORS = {
    "IOM": Actor({"en": "International Organization for Migration"}),
    "MX": Actor({"en": "Mexico"}),
    "TS": Actor({"en": "Technical Secretariat"}),
}


@pytest.mark.parametrize(
    ("text", "owners", "due"),
    [
        ("IOM will send the list to Mexico by 15 March 2007", ("IOM",), "2007-03-15"),
        ("The Technical Secretariat and Mexico shall report", ("TS", "MX"), ""),
        ("The list is to be sent to Mexico", (), ""),
        ("Update the list (Owner: TS; Due: 31/01/2007)", ("TS",), "2007-01-31"),
        ("A seminar was held in Mexico in May 2006", (), ""),
        ("La TS deberá informar a más tardar el 15 de agosto de 2007", ("TS",), "2007-08-15"),
    ],
)
def test_owner_and_due_date_out_of_the_words(text: str, owners: tuple[str, ...], due: str) -> None:
    assert propose(text, ACTORS) == Proposal(owners, due)
