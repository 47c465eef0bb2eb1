"""A meeting in full, as a page: what is known about it, what is left to do, its agreements with what they led to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING

from rcm_tui.i18n import _
from rcm_tui.model.meetings import Agreement, Decision, Link, Meeting
from rcm_tui.model.plan import Plan
from rcm_tui.model.states import ADOPTS, MeetingStatus, Strength
from rcm_tui.reports.item_page import actor_line, simple_fields
from rcm_tui.reports.names import (
    actor_name,
    actor_names,
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
from rcm_tui.reports.record_words import subject_words
from rcm_tui.reports.styles import (
    AGREEMENT_LOOK,
    BROKEN_LOOK,
    MEETING_LOOK,
    agreement_kind_word,
    agreement_word,
    meeting_word,
    status_look,
    status_word,
)
from rcm_tui.reports.trace import TraceState, action_words, agreement_state, duties, standing_of, strength_word

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
        *_corrections(plan, corrections),
        *_agreements(plan, meeting),
        *_statements(plan, meeting),
        *_note(meeting),
    )


def _head(plan: Plan, meeting: Meeting) -> Iterator[Row]:
    status = look_cell(MEETING_LOOK, meeting.status.value, meeting_word(meeting.status))
    yield Row(kind=TITLE, cells=(Cell(name_of(plan, meeting), STRONG), status, Cell(meeting.id, ID)))
    others = other_languages(meeting.title) if meeting.title else ()
    if meeting.title and meeting.ordinal:
        yield Row(kind=TEXT, text=localized(meeting.title), below=others)
    elif others:  # The title is the name already.
        yield Row(kind=TEXT, below=others)


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
        yield fact(_("Participants"), actor_names(plan, meeting.participants))
    if meeting.observers:
        yield fact(_("Observers"), actor_names(plan, meeting.observers))
    if meeting.organizations:
        yield fact(_("Organizations"), actors_short(plan, meeting.organizations))
    for name, label, value in simple_fields(plan, "meeting", meeting):
        yield fact(label, value, field=name)
    if text := edition_words(plan, meeting, bool(edition)):
        yield fact(_("Edition"), (Cell(text), *([Cell(f" ({edition})", ID)] if edition else [])))


def edition_words(plan: Plan, meeting: Meeting, has_one: bool) -> str:
    """Say what the edition of a meeting is, or why it has none; empty where it may have one later."""
    if meeting.no_edition:
        return _("none: {reason}").format(reason=no_edition_words(meeting.no_edition))
    adopted = plan.info.edition_of(meeting.body) == ADOPTS
    words = (_("the plan as adopted") if adopted else _("the plan as updated")) if has_one else ""
    if meeting.adopted:
        words += "; " + _("adopted at {meeting}").format(meeting=meeting_name(plan, meeting.adopted))
    return words


def closed_words(plan: Plan, meeting: Meeting, tag: str = "") -> str:
    """Say that a meeting was closed just now, and which edition that made, with its tag if given, or why none."""
    name = meeting_name(plan, meeting.id)
    if meeting.no_edition:
        message = _("{meeting} is closed without an edition of the plan: {reason}.")
        return message.format(meeting=name, reason=no_edition_words(meeting.no_edition))
    message = (
        _("{meeting} is closed. The plan as it adopted it is its edition.")
        if plan.info.edition_of(meeting.body) == ADOPTS
        else _("{meeting} is closed. The plan as it is now is its edition.")
    )
    words = message.format(meeting=name)
    its_tag = _("Its tag is {tag}.").format(tag=tag) if tag else ""
    return f"{words} {its_tag}".rstrip()


def _left(left: Sequence[str]) -> Iterator[Section]:
    if left:
        lines = tuple((Cell(f"· {sentence}"),) for sentence in left)
        yield Section("left", _("Left to do before it is closed"), rows=(Row(kind=TEXT, below=lines),))


def _corrections(plan: Plan, corrections: Sequence[Record]) -> Iterator[Section]:
    rows = []
    for record in corrections:
        who = Cell(f"{date_words(record.when)}, {record.author}", FAINT)
        rows.append(
            Row(kind=TEXT, text=subject_words(plan, record.subject), below=((who,), (Cell(record.reason.strip()),)))
        )
    if rows:
        yield Section("corrections", _("Corrected since it was closed"), rows=tuple(rows))


def _agreements(plan: Plan, meeting: Meeting) -> Iterator[Section]:
    to_place = [agreement for agreement in meeting.agreements if agreement.to_place]
    others = [agreement for agreement in meeting.agreements if not agreement.to_place]
    for name, title, group in (("to-place", _("Agreements to link"), to_place), ("", _("Agreements"), others)):
        if group:
            rows = tuple(row for agreement in group for row in agreement_rows(plan, agreement))
            yield Section(name or "agreements", title, rows=rows, note=str(len(group)))
    if not meeting.agreements:
        empty = _("none recorded")
        if meeting.status is not MeetingStatus.CLOSED:
            empty = _('none yet; to record one: rcm agreement add --text "..."')
        yield Section("agreements", _("Agreements"), note=_("none recorded"), empty=empty)


def agreement_rows(plan: Plan, agreement: Agreement) -> Iterator[Row]:
    """Yield an agreement as a card, and each of its parts as a card of its own."""
    yield decision_row(plan, agreement)
    for part in agreement.parts:
        yield decision_row(plan, part)


def decision_row(plan: Plan, decision: Decision) -> Row:
    """Return an agreement or a part as a card: number and state, text, and the items that it led to itself."""
    state = agreement_state(decision)
    look = AGREEMENT_LOOK[state]
    cells = [Cell(decision.id, ID), Cell(decision.number or _("no number yet"), STRONG)]
    cells.append(Cell(agreement_kind_word(decision.kind) if isinstance(decision, Agreement) else _("part"), FAINT))
    if state != "agreed":
        cells.append(look_cell(AGREEMENT_LOOK, state, agreement_word(state)))
    text = localized(decision.text)
    return Row(
        key=decision.id,
        kind=CARD,
        cells=tuple(cells),
        text="" if decision.is_withdrawn else text,
        below=(*(((Cell(text, FAINT),),) if decision.is_withdrawn else ()), *_below(plan, decision)),
        role=look.role if state in ("to-place", "withdrawn") else FAINT,
    )


def _below(plan: Plan, decision: Decision) -> Iterator[Line]:
    yield from other_languages(decision.text)
    if isinstance(decision, Agreement) and decision.follows:
        meeting_id, _slash, followed = decision.follows.partition("/")
        meeting = meeting_name(plan, meeting_id)
        yield (Cell(_("Follows {agreement} of {meeting}").format(agreement=followed, meeting=meeting), FAINT),)
    for duty in duties(plan, decision):
        yield (Cell(duty),)
    if isinstance(decision, Agreement):
        for _name, label, value in simple_fields(plan, "agreement", decision):
            yield (Cell(f"{label}: {value}"),)
    for link in decision.own_links:
        yield from _standing(plan, standing_of(plan, link))
    if decision.to_place and not getattr(decision, "parts", ()):
        sentence = _("Not linked to an item yet: name the items that it leads to, or why it leads to none.")
        yield (Cell(sentence, "waiting"),)
    if decision.no_item:
        yield (Cell(_("No follow-up: {reason}").format(reason=decision.no_item), FAINT),)


def _standing(plan: Plan, state: TraceState) -> Iterator[Line]:
    """Yield an item by its id, status and text; below an objective, how many activities have which status."""
    if not state.found:
        yield Cell(f"→ {state.name} ", "broken"), Cell(_("not found"), "broken")
        return
    sure = strength_word(state.strength)
    status = "archived" if state.archived else state.status
    shown = (status_cell(status), Cell(" ")) if status else ()
    text = shorten(action_words(plan, state) or item_words(plan, state.id), _LED_TO, placeholder="…")
    yield (
        Cell("→ ", "accent"),
        Cell(f"{sure} " if sure else "", FAINT),
        Cell(f"{state.name} "),
        *shown,
        Cell(text, FAINT),
    )
    if state.below and not status:
        counts: list[Cell] = []
        for each, count in state.below:
            look = status_look(each) or BROKEN_LOOK
            counts += [Cell("  "), Cell(f"{look.glyph} {count} {status_word(each)}", look.role)]
        yield Cell("  "), *counts


def _statements(plan: Plan, meeting: Meeting) -> Iterator[Section]:
    if meeting.statements:
        rows = []
        for statement in meeting.statements:
            links = (Link(target, Strength.EXPLICIT) for target in statement.items)
            items = (line for link in links for line in _standing(plan, standing_of(plan, link)))
            below = (*other_languages(statement.text), *items)
            rows.append(Row(kind=CARD, text=localized(statement.text), below=below, role=FAINT))
        yield Section("statements", _("Statements"), rows=tuple(rows))


def _note(meeting: Meeting) -> Iterator[Section]:
    if meeting.note:
        text = meeting.note if isinstance(meeting.note, str) else localized(meeting.note)
        yield Section("note", _("Note"), rows=(Row(kind=TEXT, below=((Cell(text),),)),))
