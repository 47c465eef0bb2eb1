"""The minutes of a meeting to paste: as text, as Markdown, and as a document for the other formats.

They are in one language, the one in use, and name what they speak of as readers do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import Enum, auto

from rcm_tui.changes.items import FILE, MEETING, ChangeKind, ItemChange
from rcm_tui.i18n import _, current
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.meetings import Decision
from rcm_tui.model.plan import Plan
from rcm_tui.reports.document import REFERENCE, Block, Document, Heading, Paragraph, Run, Style
from rcm_tui.reports.heading import head_about, registration
from rcm_tui.reports.item_page import simple_fields
from rcm_tui.reports.names import localized, meeting_name, names_in
from rcm_tui.reports.references import as_printed
from rcm_tui.reports.review import item_text
from rcm_tui.reports.review_text import Titles, escaped, names, sentences
from rcm_tui.reports.trace import Traced, duties, standing_words
from rcm_tui.reports.visible import one_line, visible


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the minutes say, ready to be written.

    `heading` names the meeting, `facts` are lines below it. `groups` are its changes by subject, `others` what was
    changed by other records between the previous edition and its own, `corrections` what was corrected after it was
    closed. `why_none` says that there is no edition to compare. `is_cut` is true where the clone lacks the history in
    which the meeting's changes may be.
    """

    plan: Plan
    heading: str
    facts: Sequence[str]
    agreements: Sequence[Traced]
    groups: Mapping[str, Sequence[ItemChange]]
    titles: Titles
    others: Sequence[ItemChange] = ()
    corrections: Sequence[ItemChange] = ()
    unrecorded: Sequence[ItemChange] = ()
    why_none: str = ""
    is_cut: bool = False


_DASH = "–"
"""What begins an agreement without a number, where a list has no sign of its own."""


class Kind(Enum):
    """What a piece of the minutes is."""

    HEADING = auto()
    SUBJECT = auto()
    ITEM = auto()
    BELOW = auto()
    """A line below an item."""
    REMARK = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """One line or paragraph of the minutes; `lead` begins an item and says which it is, `key` is its id."""

    kind: Kind
    text: str
    lead: str = ""
    key: str = ""


def _printed(sheet: Sheet) -> Iterator[Piece]:
    """Yield the pieces as text without links has them: items are named as the plan prints them."""
    printed = as_printed(sheet.plan)
    return (replace(piece, text=printed(piece.text), lead=printed(piece.lead)) for piece in pieces(sheet))


def pieces(sheet: Sheet) -> Iterator[Piece]:
    """Yield all that stands below the heading and the facts."""
    yield Piece(Kind.HEADING, _("Agreements"))
    yield from _agreements(sheet)
    yield Piece(Kind.HEADING, _("Changes to the plan"))
    changed = [
        piece
        for code, changes in sheet.groups.items()
        for piece in _below(Piece(Kind.SUBJECT, sheet.titles.get(code, code)), sheet.plan, changes)
    ]
    nothing = [] if sheet.is_cut else [Piece(Kind.REMARK, _("The meeting changed nothing in the plan."))]
    yield from changed or nothing
    if sheet.why_none:
        yield Piece(Kind.REMARK, sheet.why_none)
    for heading, changes in _apart(sheet):
        yield from _below(Piece(Kind.HEADING, heading), sheet.plan, changes)


def _below(heading: Piece, plan: Plan, changes: Sequence[ItemChange]) -> Iterator[Piece]:
    """Yield a heading and what happened to items below it; nothing where none of it is published."""
    found = [piece for piece in (item_piece(plan, change) for change in changes) if piece.text]
    if found:
        yield from (heading, *found)


_NAME_LENGTH = 100


def item_piece(plan: Plan, change: ItemChange) -> Piece:
    """Return what happened to one item in sentences: `HR-4.2 INCLUDE AIDS: Status: b (was a).`"""
    lead = names(change)
    if change.kind == MEETING:
        lead = meeting_name(plan, change.key) if change.key in plan.meetings else change.key
    elif change.kind == FILE:
        lead = one_line(item_text(change)) or change.key
    elif change.what not in (ChangeKind.ADDED, ChangeKind.REMOVED) and not _says_text(change):
        words = one_line(item_text(change))
        short = words if len(words) <= _NAME_LENGTH else words[:_NAME_LENGTH].rpartition(" ")[0] + "…"
        lead = f"{lead} {short}".rstrip(" .:")
    parts = sentences(change, names_in(plan, change.key), language=current(), published=True)
    return Piece(Kind.ITEM, " ".join(parts), lead, change.key)


def _says_text(change: ItemChange) -> bool:
    """Return whether the sentences give the item's own text."""
    return any(field.path[0] in ("text", "title") for field in change.fields)


def _apart(sheet: Sheet) -> Iterator[tuple[str, Sequence[ItemChange]]]:
    """Yield, each with its heading, the changes in the edition that the meeting did not make."""
    if sheet.corrections:
        yield _("Corrected or recorded after the meeting was closed"), sheet.corrections
    if sheet.others:
        yield _("Changed since the previous edition, but not by this meeting"), sheet.others
    if sheet.unrecorded:
        yield _("Edited elsewhere, not recorded yet"), sheet.unrecorded


def _agreements(sheet: Sheet) -> Iterator[Piece]:
    if not sheet.agreements:
        yield Piece(Kind.REMARK, _("None recorded."))
    for traced in sheet.agreements:
        agreement = traced.agreement
        yield Piece(Kind.ITEM, localized(agreement.text), f"{agreement.number}." if agreement.number else _DASH)
        for part in agreement.parts:
            text = localized(part.text)
            text = f"{part.number}. {text}" if part.number else text
            if part.is_withdrawn:
                yield Piece(Kind.BELOW, _("{text} (withdrawn)").format(text=text))
                continue
            yield Piece(Kind.BELOW, text)
            yield from _duties(sheet, part)
        yield from _duties(sheet, agreement)
        for _name, label, value in simple_fields(sheet.plan, "agreement", agreement, published=True):
            yield Piece(Kind.BELOW, f"{label}: {value}")
        if traced.items or traced.reason or agreement.needs_item or traced.state == "withdrawn":
            yield Piece(Kind.BELOW, outcome(traced))


def _duties(sheet: Sheet, decision: Decision) -> Iterator[Piece]:
    """Yield who is to do it by when, and who is asked, in one line."""
    lines = duties(sheet.plan, decision)
    if lines:
        yield Piece(Kind.BELOW, ". ".join(lines) + ".")


def plain_minutes(sheet: Sheet) -> Iterator[str]:
    """Yield the lines of the minutes as plain text."""
    yield one_line(sheet.heading)
    yield from map(one_line, sheet.facts)
    for piece in _printed(sheet):
        match piece.kind:
            case Kind.HEADING:
                yield from ("", "", one_line(piece.text))
            case Kind.SUBJECT:
                yield from ("", one_line(piece.text))
            case Kind.BELOW:
                yield f"   {one_line(piece.text)}"
            case _:
                yield _with_lead(one_line(piece.lead), one_line(piece.text))


def _with_lead(lead: str, text: str) -> str:
    """Return `1. Plant more` of an agreement, `HR-4.2: Archived.` of an item."""
    if not lead:
        return text
    return f"{lead} {text}" if lead.endswith((".", _DASH)) else f"{lead}: {text}"


def markdown_minutes(sheet: Sheet) -> Iterator[str]:
    """Yield the lines of the minutes, in Markdown."""
    for registered in registration(sheet.plan):
        yield from (escaped(registered), "")
    yield f"# {escaped(sheet.heading)}"
    if sheet.facts:
        yield ""
        yield "  \n".join(map(escaped, sheet.facts))
    for piece in _printed(sheet):
        match piece.kind:
            case Kind.HEADING | Kind.SUBJECT:
                yield from ("", ("## " if piece.kind is Kind.HEADING else "### ") + escaped(piece.text), "")
            case Kind.BELOW:
                yield f"  - {escaped(piece.text)}"
            case Kind.REMARK:
                yield escaped(piece.text)
            case Kind.ITEM if piece.lead == _DASH:
                yield f"- {escaped(piece.text)}"
            case Kind.ITEM if piece.lead.endswith("."):
                yield f"- {escaped(piece.lead)} {escaped(piece.text)}"
            case Kind.ITEM:
                yield f"- **{escaped(piece.lead)}**: {escaped(piece.text)}"


def minutes_document(sheet: Sheet, when: datetime, *, draft: str = "") -> Document:
    """Return the minutes as a document; `when` is the date that the file bears."""
    return Document(
        title=visible(sheet.heading),
        language=current(),
        when=when,
        head=head_about(sheet.plan, visible(sheet.heading), sheet.facts),
        blocks=tuple(map(_block, pieces(sheet))),
        draft=draft,
        landscape=False,
    )


def _block(piece: Piece) -> Block:
    text = visible(piece.text, lines=True)
    match piece.kind:
        case Kind.HEADING | Kind.SUBJECT:
            return Heading(1 if piece.kind is Kind.HEADING else 2, visible(piece.text))
        case Kind.BELOW:
            return Paragraph((Run(f"    {text}"),))
    if not piece.lead:
        return Paragraph((Run(text),))
    lead = visible(piece.lead) if piece.lead.endswith((".", _DASH)) else f"{visible(piece.lead)}:"
    return Paragraph(
        (Run(lead, style=Style.BOLD), Run(f" {text}")), anchor=piece.key, kind=REFERENCE if piece.key else ""
    )


def outcome(traced: Traced) -> str:
    """Return what became of an agreement, in a sentence."""
    if traced.state == "withdrawn":
        return _("Withdrawn.")
    if traced.items:
        return _("Led to {items}.").format(
            items="; ".join(standing_words(item, _("now: {status}")) for item in traced.items)
        )
    if traced.reason:
        return _("No follow-up: {reason}").format(reason=traced.reason)
    return _("Not linked to an item yet.")
