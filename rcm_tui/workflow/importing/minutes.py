"""Minutes and conclusions of a file: what was found in them as a page, and corrected piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rcm_tui.i18n import N_, _, ngettext
from rcm_tui.model.errors import BadValue
from rcm_tui.model.pasted import PREAMBLE, THANKS, UNPLACED, Piece
from rcm_tui.model.plan import Plan
from rcm_tui.model.regex import regex
from rcm_tui.reports.names import actor_names, date_words
from rcm_tui.reports.page import CARD, FAINT, ID, Cell, Page, Row, Section, fact

if TYPE_CHECKING:
    from rcm_tui.office.docx import Progress
    from rcm_tui.workflow.agreements import Propose

AGREEMENT, STATEMENT, JOIN, NOTHING = "agreement", "statement", "join", "nothing"
ROLES: Final = (AGREEMENT, STATEMENT, JOIN, NOTHING)
"""What a person can say that a piece is: a decision, a text around them, a part of the piece before it, or nothing."""
_ASIDES: Final = {
    "": N_("heading"),
    PREAMBLE: N_("preamble"),
    THANKS: N_("thanks"),
    UNPLACED: N_("to look at"),
}
_CORRECTION = regex(r"\s*(\d+)\s*=\s*(\w+)\s*")


def minutes_of(path: Path, progress: Progress | None = None) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
    """Return the pieces of the minutes in a file, and notes on its reading.

    Raises Refused for an unsafe file, BadValue for one without text.
    """
    from rcm_tui.model.minutes import read_minutes
    from rcm_tui.office.package import read_file
    from rcm_tui.office.reading import read_contents

    contents = read_contents(read_file(path), path.name, progress)
    pieces = read_minutes(contents.as_text())
    if not pieces:
        raise BadValue(_("There is no text in {file}.").format(file=path.name))
    return pieces, contents.notes


def mark_of(piece: Piece) -> str:
    """Return the number of a decision, or what a piece is that is none."""
    return _(_ASIDES[piece.aside]) if piece.is_heading else piece.number or "–"


def proposal_words(plan: Plan, piece: Piece, propose: Propose) -> str:
    """Return what the words of a decision propose: `MOH, by 15 March 2007`; empty where they say nothing."""
    if piece.is_heading:
        return ""
    found = propose(piece)
    owners = actor_names(plan, found.owners)
    due = _("by {date}").format(date=date_words(found.due)) if found.due else ""
    return ", ".join(part for part in (owners, due) if part)


def pieces_page(plan: Plan, pieces: Sequence[Piece], propose: Propose, notes: Sequence[str] = ()) -> Page:
    """Return the preview of minutes: each piece with its number from 1, by which it can be corrected."""
    decisions = sum(not piece.is_heading for piece in pieces)
    others = len(pieces) - decisions
    found = [
        fact(_("Found"), ngettext("{count} agreement", "{count} agreements", decisions).format(count=decisions)),
        fact(_("Around"), ngettext("{count} text", "{count} texts", others).format(count=others)),
        *(fact(_("Note"), note) for note in notes),
    ]
    rows = tuple(_row(plan, place, piece, propose) for place, piece in enumerate(pieces, 1))
    return (Section("found", _("Found"), rows=tuple(found)), Section("pieces", _("In order"), rows=rows))


def _row(plan: Plan, place: int, piece: Piece, propose: Propose) -> Row:
    role = "waiting" if piece.aside == UNPLACED else FAINT if piece.is_heading else "strong"
    below = [*_below(plan, piece, propose)]
    for part in piece.parts:
        below.append((Cell(f"{part.number or '–'}  {part.text}"),))
        below += _below(plan, part, propose)
    cells = (Cell(str(place), ID), Cell(mark_of(piece), role))
    return Row(str(place), cells, piece.text, kind=CARD, below=tuple(below))


def _below(plan: Plan, piece: Piece, propose: Propose) -> Iterator[tuple[Cell, ...]]:
    if message := proposal_words(plan, piece, propose):
        yield (Cell("→ " + message, "actor"),)
    if piece.paragraphs and not piece.is_heading:
        message = _("It has several paragraphs; the second begins: {words}").format(words=piece.paragraphs[1][:60])
        yield (Cell(message, "waiting"),)


def read_correction(text: str) -> tuple[int, str]:
    """Read `4=agreement`. Raises BadValue."""
    match = _CORRECTION.fullmatch(text)
    if match is None or match[2].lower() not in ROLES:
        raise BadValue(
            _("“{text}” corrects nothing; write a number and one of: {roles}, such as 4=agreement").format(
                text=text, roles=", ".join(ROLES)
            )
        )
    return int(match[1]), match[2].lower()


def corrected(pieces: Sequence[Piece], corrections: Mapping[int, str]) -> tuple[Piece, ...]:
    """Return the pieces as a person says that they are. Raises BadValue for a number that none has."""
    for wrong in (number for number in corrections if not 1 <= number <= len(pieces)):
        raise BadValue(_("There is no {number}; there are 1 to {last}.").format(number=wrong, last=len(pieces)))
    made: list[Piece] = []
    for place, piece in enumerate(pieces, 1):
        role = corrections.get(place)
        if role == NOTHING:
            continue
        if role == JOIN and made:
            text = f"{made[-1].text} {piece.text}".strip()
            made[-1] = replace(made[-1], text=text, parts=(*made[-1].parts, *piece.parts))
        elif role == AGREEMENT:
            made.append(replace(piece, is_heading=False, aside=""))
        elif role == STATEMENT:
            made.append(Piece(None, piece.in_one_line, is_heading=True))
        else:
            made.append(piece)
    return tuple(made)


__all__ = ["ROLES", "corrected", "mark_of", "minutes_of", "pieces_page", "proposal_words", "read_correction"]
