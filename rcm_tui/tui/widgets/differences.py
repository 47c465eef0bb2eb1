"""Differences as blocks and marked text: removed words struck, added words underlined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from rcm_tui.changes.items import ChangeKind, ItemChange, Version
from rcm_tui.changes.words import DiffOp, DiffSpan
from rcm_tui.i18n import _, current, pgettext, translator
from rcm_tui.model import schema
from rcm_tui.model.fieldpath import MISSING, get
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.plan import Plan
from rcm_tui.reports.names import actor_name, meeting_name, moment_words, names_in, record_meeting_name
from rcm_tui.reports.record_words import subject_words
from rcm_tui.reports.review import Detail, Sort, details
from rcm_tui.tui.content import content, joined, line, lines
from rcm_tui.tui.widgets.blocks import CARD, FACT, TEXT, TITLE, Block

if TYPE_CHECKING:
    from rcm_tui.history.log import Record

GONE, NEW = "$broken strike", "$done underline"
SIGNS: Mapping[DiffOp, tuple[str, str]] = {DiffOp.REMOVED: ("[-", "-]"), DiffOp.ADDED: ("{+", "+}")}
"""The signs around removed and added words where the terminal shows no colour; `rcm diff` writes the same."""
_STYLE = {DiffOp.KEPT: "", DiffOp.REMOVED: GONE, DiffOp.ADDED: NEW}


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of something added or removed: its label, and its value in words."""

    label: str
    words: str


def capital(words: str) -> str:
    """Capitalize the first letter, and leave the rest as it is."""
    return words[:1].upper() + words[1:]


def shown(run: DiffSpan, *, signs: bool = False) -> Content:
    """Mark a run of words as kept, removed or added. White space at its ends is not marked."""
    if run.op is DiffOp.KEPT:
        return content(run.text)
    before, after = SIGNS[run.op] if signs else ("", "")
    inner = run.text.strip()
    start = run.text[: len(run.text) - len(run.text.lstrip())]
    end = run.text[len(run.text.rstrip()) :] if inner else ""
    return Content.assemble(
        content(start), content(f"{before}{inner}{after}" if inner else "", _STYLE[run.op]), content(end)
    )


def inline(detail: Detail, *, signs: bool = False) -> Content:
    """Show both sides in one: removed words struck before those that replace them."""
    found = detail.runs
    pieces = [shown(run, signs=signs) for run in found]
    if detail.sort is Sort.LIST:
        return Content(", ").join(pieces)
    if detail.sort is not Sort.TEXT or len(found) == 2:
        return Content("  →  ").join(pieces)
    return Content("").join(_apart(found, pieces))


def _apart(found: tuple[DiffSpan, ...], pieces: list[Content]) -> Iterator[Content]:
    """Put a space between removed and added words where neither has one of its own."""
    for place, (run, piece) in enumerate(zip(found, pieces, strict=True)):
        before = found[place - 1] if place else None
        turned = before is not None and before.op is DiffOp.REMOVED and run.op is DiffOp.ADDED
        if turned and before is not None and not (before.text[-1:].isspace() or run.text[:1].isspace()):
            yield Content(" ")
        yield piece


def one_side(detail: Detail, op: DiffOp, *, signs: bool = False) -> Content | None:
    """Show how it was (`DiffOp.REMOVED`) or is (`DiffOp.ADDED`), with the words marked that the other side lacks."""
    found = [run for run in detail.runs if run.op in (DiffOp.KEPT, op)]
    if not any(run.text.strip() for run in found):
        return None
    return Content(", " if detail.sort is Sort.LIST else "").join([shown(run, signs=signs) for run in found])


def details_of(plan: Plan, change: ItemChange) -> tuple[Detail, ...]:
    """Return the details of a change, with actors, meetings and actions by their names."""
    return details(change, names_in(plan, change.key))


def member_facts(plan: Plan, change: ItemChange, detail: Detail, op: DiffOp) -> tuple[Fact, ...]:
    """Return the fields of a calendar entry, action or agreement that was added or removed; none on the other side."""
    version = change.before if op is DiffOp.REMOVED else change.after
    member = get(version.data, detail.path) if version is not None and version.data is not None else MISSING
    if not isinstance(member, Mapping):
        text = detail.before if op is DiffOp.REMOVED else detail.after
        return (Fact("", text),) if text else ()
    whole = ItemChange(change.key, "", ChangeKind.ADDED, after=Version(member))
    return tuple(facts(plan, whole))


def facts(plan: Plan, change: ItemChange) -> Iterator[Fact]:
    """Return the fields of something that was added or removed, in the order of the file."""
    for detail in details_of(plan, change):
        found = fact_of(change, detail)
        if found is not None:
            yield found


def fact_of(change: ItemChange, detail: Detail) -> Fact | None:
    """Return one field of something added or removed; a text in one language does not say which."""
    version = change.after or change.before
    text = get(version.data, detail.path[:1]) if version is not None and version.data is not None else MISSING
    label = detail.name
    if len(detail.path) == 2 and detail.sort is Sort.TEXT and isinstance(text, Mapping) and len(text) == 1:
        label = schema.in_use().label(detail.path[:1], translator(current()))
    side = one_side(detail, DiffOp.ADDED if change.after is not None else DiffOp.REMOVED)
    return Fact(label, side.plain) if side is not None else None


def facts_content(found: tuple[Fact, ...], style: str = "") -> Content:
    """Put facts one below the other, each with its label."""
    rows = [
        Content.assemble(content(f"{fact.label}: " if fact.label else "", "$muted"), content(fact.words, style))
        for fact in found
    ]
    return Content("\n").join(rows)


def head(detail: Detail) -> Content:
    """Say what a detail is about: whose field, which field, and whether it was added or removed."""
    what = "" if detail.before and detail.after else _("added") if detail.after else _("removed")
    if detail.sort is Sort.ORDER:
        what = _("reordered")
    owner = content(capital(detail.owner), "bold")
    label = content(detail.label if detail.owner else capital(detail.label), "" if detail.owner else "bold")
    return joined(owner, label, content(what, "$muted"), by="  ")


def difference_blocks(plan: Plan, change: ItemChange, *, signs: bool = False) -> Iterator[Block]:
    """Show every difference as a card of its own; a sentence where there is none in content.

    `signs` marks words with signs too, for a terminal without colours.
    """
    found = details_of(plan, change)
    if not found:
        message = _("No change in content.")
        if change.what in (ChangeKind.ARCHIVED, ChangeKind.RESTORED, ChangeKind.MOVED):
            message = _("Its text is unchanged.")
        yield Block(TEXT, content(message, "$muted"))
    whole = change.what in (ChangeKind.ADDED, ChangeKind.REMOVED)
    for detail in found:
        if whole and detail.label and not detail.owner:
            op = DiffOp.ADDED if change.what is ChangeKind.ADDED else DiffOp.REMOVED
            yield Block(FACT, content((one_side(detail, op) or line("")).plain), capital(detail.label))
        else:
            yield Block(CARD, _difference(plan, change, detail, signs=signs), role="faint")


def _difference(plan: Plan, change: ItemChange, detail: Detail, *, signs: bool) -> Content:
    if detail.sort is Sort.ORDER:
        return head(detail)
    if detail.sort is Sort.MEMBER:
        sides = [(op, member_facts(plan, change, detail, op)) for op in (DiffOp.REMOVED, DiffOp.ADDED)]
        shown = [facts_content(facts, "$muted" if op is DiffOp.REMOVED else "") for op, facts in sides if facts]
        return lines([head(detail), *shown])
    return lines([head(detail), inline(detail, signs=signs)])


def record_blocks(plan: Plan, record: Record) -> Iterator[Block]:
    """Say who made a record when, at which meeting, and why."""
    yield Block(TITLE, joined(line(moment_words(record.when), "bold"), line(record.commit[:8], "$muted"), by="   "))
    yield Block(FACT, content(subject_words(plan, record.subject)), pgettext("noun", "Record"))
    if record.meeting:
        yield Block(FACT, line(record_meeting_name(plan, record)), _("Meeting"))
    yield Block(FACT, line(record.author), _("Recorded by"))
    if record.reason.strip():
        yield Block(FACT, content(record.reason.strip()), _("Reason"))
    if record.proposed_by:
        names = ", ".join(actor_name(plan, code) for code in record.proposed_by)
        yield Block(FACT, line(names), _("Proposed by"))
    for agreement in record.agreements:
        yield Block(FACT, line(_agreement(plan, agreement)), _("Agreement"))


def _agreement(plan: Plan, name: str) -> str:
    """Name an agreement by its number and meeting; by its id where it is no longer known."""
    meeting_id, _slash, agreement_id = name.partition("/")
    meeting = plan.meetings.get(meeting_id)
    decision = meeting.decision(agreement_id) if meeting else None
    found = decision[1] if decision else None
    if found is None:
        return name
    return _("{number} of {meeting}").format(number=found.number or found.id, meeting=meeting_name(plan, meeting_id))
