"""The minutes of a meeting as text to paste, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rcm_tui.changes.items import ItemChange
from rcm_tui.i18n import _
from rcm_tui.reports.names import localized
from rcm_tui.reports.review_text import Titles, escaped, names, sentences
from rcm_tui.reports.trace import Traced, standing_words
from rcm_tui.reports.visible import one_line


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the minutes say, ready to be written.

    `heading` names the meeting, `facts` are lines below it. `groups` are its changes by subject, `others` what was
    changed by other records between the previous edition and its own, `corrections` what was corrected after it was
    closed. `why_none` explains why there are no editions to compare.
    """

    heading: str
    facts: Sequence[str]
    agreements: Sequence[Traced]
    groups: Mapping[str, Sequence[ItemChange]]
    titles: Titles
    others: Sequence[ItemChange] = ()
    corrections: Sequence[ItemChange] = ()
    unrecorded: Sequence[ItemChange] = ()
    why_none: str = ""


def plain_minutes(sheet: Sheet) -> Iterator[str]:
    """Yield the lines of the minutes as plain text."""
    yield sheet.heading
    yield from sheet.facts
    yield from ("", _("Agreements"), "")
    yield from _agreements(sheet, "{number} {text}", "   {line}")
    yield from ("", _("Changes to the plan"))
    yield from _nothing(sheet)
    for code, changes in sheet.groups.items():
        yield from ("", sheet.titles.get(code, code), "")
        yield from map(item_sentence, changes)
    for heading, changes in _apart(sheet):
        yield from ("", heading, "")
        yield from map(item_sentence, changes)


def markdown_minutes(sheet: Sheet) -> Iterator[str]:
    """Yield the lines of the minutes, in Markdown."""
    yield f"# {escaped(sheet.heading)}"
    if sheet.facts:
        yield ""
        yield "  \n".join(map(escaped, sheet.facts))
    yield from ("", "## " + escaped(_("Agreements")), "")
    yield from _agreements(sheet, "- {number} {text}", "  - {line}", escape=True)
    yield from ("", "## " + escaped(_("Changes to the plan")))
    nothing = [line for line in _nothing(sheet) if line]
    if nothing:
        yield from ("", *map(escaped, nothing))
    for code, changes in sheet.groups.items():
        yield from ("", f"### {escaped(sheet.titles.get(code, code))}", "")
        yield from map(_markdown_item, changes)
    for heading, changes in _apart(sheet):
        yield from ("", f"## {escaped(heading)}", "")
        yield from map(_markdown_item, changes)


def item_sentence(change: ItemChange) -> str:
    """Return `HR-4.2: Status ongoing -> completed. Calendar entry added: …`."""
    return f"{names(change)}: {' '.join(sentences(change))}"


def _markdown_item(change: ItemChange) -> str:
    return f"- **{escaped(names(change))}**: {escaped(' '.join(sentences(change)))}"


def _nothing(sheet: Sheet) -> Iterator[str]:
    if not sheet.groups:
        yield ""
        yield _("The meeting changed nothing in the plan.")
    if sheet.why_none:
        yield ""
        yield sheet.why_none


def _apart(sheet: Sheet) -> Iterator[tuple[str, Sequence[ItemChange]]]:
    """Yield, each with its heading, the changes in the edition that the meeting did not make."""
    if sheet.corrections:
        yield _("Corrected after the meeting"), sheet.corrections
    if sheet.others:
        yield _("Changed since the previous edition, but not by this meeting"), sheet.others
    if sheet.unrecorded:
        yield _("Edited elsewhere, not recorded yet"), sheet.unrecorded


def _agreements(sheet: Sheet, first: str, below: str, *, escape: bool = False) -> Iterator[str]:
    show = escaped if escape else one_line
    if not sheet.agreements:
        yield show(_("None recorded."))
    for traced in sheet.agreements:
        agreement = traced.agreement
        number = f"{agreement.number}." if agreement.number else "–"
        yield first.format(number=show(number) if escape else number, text=show(localized(agreement.text)))
        for part in agreement.parts:
            yield below.format(line=show(f"{part.number or part.id}: {localized(part.text)}"))
        yield below.format(line=show(outcome(traced)))


def outcome(traced: Traced) -> str:
    """Return what became of an agreement, in a sentence."""
    if traced.state == "withdrawn":
        return _("Withdrawn.")
    if traced.items:
        return _("Led to {items}.").format(items="; ".join(map(standing_words, traced.items)))
    if traced.reason:
        return _("No follow-up: {reason}").format(reason=traced.reason)
    return _("Not linked to an item yet.")
