"""A meeting whole as a page: what is known of it, what is left to do, its agreements with what they led to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING

from rcm_tui.i18n import _
from rcm_tui.model.meetings import Agreement, Meeting
from rcm_tui.model.plan import Plan
from rcm_tui.model.states import ADOPTS, MeetingStatus
from rcm_tui.reports.item_page import actor_line
from rcm_tui.reports.names import (
    actor_name,
    actors_short,
    body_name,
    date_words,
    item_words,
    localized,
    meeting_name,
    name_of,
    no_edition_words,
    role_words,
)
from rcm_tui.reports.page import (
    CARD,
    FAINT,
    ID,
    STRONG,
    TEXT,
    TITLE,
    Cell,
    Line,
    Page,
    Row,
    Section,
    fact,
    look_cell,
    other_languages,
    status_cell,
)
from rcm_tui.reports.styles import (
    AGREEMENT_LOOK,
    MEETING_LOOK,
    STATUS_LOOK,
    agreement_kind_word,
    agreement_word,
    meeting_word,
    status_word,
)
from rcm_tui.reports.trace import TraceState, agreement_state, standing_of, standings_of

if TYPE_CHECKING:
    from rcm_tui.history.log import Record

_LED_TO = 64
"""Letters of an item's text in the list of what an agreement led to."""


def meeting_page(
    plan: Plan,
    meeting: Meeting,
    left: Sequence[str] = (),
    edition: str | None = None,
    corrections: Sequence[Record] = (),
) -> Page:
    """Return a meeting whole; the first two sections are its title and facts.

    `left` are sentences on what is left to do before it is closed, `edition` the tag of its edition, `corrections` the
    records that corrected it since.
    """
    return (
        Section("head", rows=tuple(_head(plan, meeting))),
        Section("facts", rows=tuple(_facts(plan, meeting, edition))),
        *_left(left),
        *_corrections(corrections),
        *_agreements(plan, meeting),
        *_statements(plan, meeting),
        *_note(meeting),
    )


def _head(plan: Plan, meeting: Meeting) -> Iterator[Row]:
    status = look_cell(MEETING_LOOK, meeting.status.value, meeting_word(meeting.status))
    yield Row(kind=TITLE, cells=(Cell(name_of(plan, meeting), STRONG), status, Cell(meeting.id, FAINT)))
    if meeting.title and (meeting.ordinal or len(meeting.title) > 1):
        yield Row(kind=TEXT, text=localized(meeting.title), below=other_languages(meeting.title))


def _facts(plan: Plan, meeting: Meeting, edition: str | None) -> Iterator[Row]:
    name = body_name(plan, meeting.body)
    yield fact(_("Body"), (Cell(name), Cell(f" ({meeting.body})", FAINT)) if name else meeting.body)
    if meeting.place:
        yield fact(_("Place"), meeting.place)
    if meeting.presidency:
        yield fact(_("Presidency"), actor_line(plan, meeting.presidency))
    if meeting.actors:
        yield fact(
            _("Roles"), *(f"{actor_name(plan, code)}: {role_words(role)}" for code, role in meeting.actors.items())
        )
    if meeting.participants:
        yield fact(_("Participants"), ", ".join(actor_name(plan, code) for code in meeting.participants))
    if meeting.observers:
        yield fact(_("Observers"), ", ".join(actor_name(plan, code) for code in meeting.observers))
    if meeting.organizations:
        yield fact(_("Organizations"), actors_short(plan, meeting.organizations))
    if edition:
        adopted = plan.info.edition_of(meeting.body) == ADOPTS
        said = _("the plan as adopted: {tag}") if adopted else _("the plan as updated: {tag}")
        yield fact(_("Edition"), said.format(tag=edition))
    elif meeting.no_edition:
        yield fact(_("Edition"), _("none: {reason}").format(reason=no_edition_words(meeting.no_edition)))


def closed_words(plan: Plan, meeting: Meeting, tag: str) -> str:
    """Say that a meeting is closed, and which edition that made, the tag `tag`, or why none."""
    name = meeting_name(plan, meeting.id)
    if meeting.no_edition:
        said = _("{meeting} is closed without an edition of the plan: {reason}.")
        return said.format(meeting=name, reason=no_edition_words(meeting.no_edition))
    said = (
        _("{meeting} is closed. The plan as it adopted it is its edition: the tag {tag}.")
        if plan.info.edition_of(meeting.body) == ADOPTS
        else _("{meeting} is closed. The plan as it is now is its edition: the tag {tag}.")
    )
    return said.format(meeting=name, tag=tag)


def _left(left: Sequence[str]) -> Iterator[Section]:
    if left:
        lines = tuple((Cell(f"· {sentence}"),) for sentence in left)
        yield Section("left", _("Left to do before it is closed"), rows=(Row(kind=TEXT, below=lines),))


def _corrections(corrections: Sequence[Record]) -> Iterator[Section]:
    rows = []
    for record in corrections:
        who = Cell(f"{date_words(record.when)}, {record.author}", FAINT)
        rows.append(Row(kind=TEXT, text=record.subject, below=((who,), (Cell(record.reason.strip()),))))
    if rows:
        yield Section("corrections", _("Corrected since it was closed"), rows=tuple(rows))


def _agreements(plan: Plan, meeting: Meeting) -> Iterator[Section]:
    to_place = [one for one in meeting.agreements if one.to_place]
    others = [one for one in meeting.agreements if not one.to_place]
    for name, title, group in (("to-place", _("Agreements to link"), to_place), ("", _("Agreements"), others)):
        if group:
            rows = tuple(agreement_row(plan, one) for one in group)
            yield Section(name or "agreements", title, rows=rows, note=str(len(group)))
    if not meeting.agreements:
        empty = _("none recorded")
        if meeting.status is not MeetingStatus.CLOSED:
            empty = _('none yet; to record one: rcm agreement add --text "..."')
        yield Section("agreements", _("Agreements"), note=_("none recorded"), empty=empty)


def agreement_row(plan: Plan, agreement: Agreement) -> Row:
    """Return an agreement as a card: number and state, text and parts, and the items that it led to."""
    state = agreement_state(agreement)
    look = AGREEMENT_LOOK[state]
    cells = [Cell(agreement.id, ID), Cell(agreement.number or _("no number yet"), STRONG)]
    cells.append(Cell(agreement_kind_word(agreement.kind), FAINT))
    if state != "agreed":
        cells.append(look_cell(AGREEMENT_LOOK, state, agreement_word(state)))
    text = localized(agreement.text)
    withdrawn = state == "withdrawn"
    return Row(
        key=agreement.id,
        kind=CARD,
        cells=tuple(cells),
        text="" if withdrawn else text,
        below=(*(((Cell(text, FAINT),),) if withdrawn else ()), *_below(plan, agreement)),
        role=look.role if state in ("to-place", "withdrawn") else FAINT,
    )


def _below(plan: Plan, agreement: Agreement) -> Iterator[Line]:
    yield from other_languages(agreement.text)
    for part in agreement.parts:
        yield Cell(f"{part.number or part.id}  ", STRONG), Cell(localized(part.text))
    if agreement.follows:
        meeting_id, _slash, followed = agreement.follows.partition("/")
        meeting = meeting_name(plan, meeting_id)
        yield (Cell(_("Follows {agreement} of {meeting}").format(agreement=followed, meeting=meeting), FAINT),)
    for one in standings_of(plan, agreement):
        yield from _standing(plan, one)
    if agreement.to_place:
        sentence = _("Not linked to an item yet: name the items that it leads to, or why it leads to none.")
        yield (Cell(sentence, "waiting"),)
    if agreement.no_item:
        yield (Cell(_("No follow-up: {reason}").format(reason=agreement.no_item), FAINT),)


def _standing(plan: Plan, one: TraceState) -> Iterator[Line]:
    """Yield an item by its id, status and text; below an objective, how many activities have which status."""
    now = one.id if one.id == one.named else f"{one.named} → {one.id}"
    if not one.found:
        yield Cell(f"→ {now} ", "broken"), Cell(_("not found"), "broken")
        return
    status = "archived" if one.archived else one.status
    shown = (status_cell(status), Cell(" ")) if status else ()
    text = shorten(item_words(plan, one.id), _LED_TO, placeholder="…")
    yield Cell("→ ", "accent"), Cell(f"{now} "), *shown, Cell(text, FAINT)
    if one.below and not status:
        counts: list[Cell] = []
        for each, count in one.below:
            look = STATUS_LOOK[each]
            counts += [Cell("  "), Cell(f"{look.glyph} {count} {status_word(each)}", look.role)]
        yield Cell("  "), *counts


def _statements(plan: Plan, meeting: Meeting) -> Iterator[Section]:
    if meeting.statements:
        rows = []
        for one in meeting.statements:
            items = [line for item_id in one.items for line in _standing(plan, standing_of(plan, item_id))]
            below = (*other_languages(one.text), *items)
            rows.append(Row(kind=CARD, text=localized(one.text), below=below, role=FAINT))
        yield Section("statements", _("Statements"), rows=tuple(rows))


def _note(meeting: Meeting) -> Iterator[Section]:
    if meeting.note:
        text = meeting.note if isinstance(meeting.note, str) else localized(meeting.note)
        yield Section("note", _("Note"), rows=(Row(kind=TEXT, below=((Cell(text),),)),))
