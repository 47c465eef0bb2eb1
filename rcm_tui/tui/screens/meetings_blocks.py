"""A meeting whole: what is known of it, what it agreed, and what that led to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from textual.content import Content

from rcm_tui.i18n import _, current, ngettext
from rcm_tui.model.items import Agreement, Meeting, MeetingStatus
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import Text, pick
from rcm_tui.reports.meetings import agreement_state
from rcm_tui.reports.names import (
    actor_name,
    actor_short,
    body_short,
    date_words,
    localized,
    meeting_name,
    name_of,
    text_of,
)
from rcm_tui.reports.styles import (
    AGREEMENT_LOOK,
    MEETING_LOOK,
    STATUS_LOOK,
    agreement_kind_word,
    agreement_word,
    meeting_word,
    status_of,
    status_word,
)
from rcm_tui.reports.trace import TraceState, standings_of
from rcm_tui.tui.content import content, cut, joined, line, lines, status_content
from rcm_tui.tui.widgets.blocks import CARD, FACT, SECTION, TEXT, TITLE, Block
from rcm_tui.tui.widgets.row_list import Row, RowLine

_LED_TO = 64
"""Cells of an item's text in the list of what an agreement led to."""


CHANGES = "@changes"
"""The card that leads to what a meeting changed; no agreement has such an id."""


def meeting_rows(plan: Plan) -> Iterator[Row]:
    """Every meeting, the oldest first, those without a date last."""
    for meeting in plan.meetings_in_order():
        yield Row(meeting.id, partial(_paint, plan, meeting), 2)


def meeting_status(meeting: Meeting) -> Content:
    """How a meeting stands, as glyph and word in its colour."""
    look = MEETING_LOOK[meeting.status.value]
    return line(f"{look.glyph} {meeting_word(meeting.status)}", f"${look.role}")


def is_open(meeting: Meeting) -> bool:
    """Whether records are attributed to it now."""
    return meeting.status is MeetingStatus.OPEN


def _paint(plan: Plan, meeting: Meeting) -> tuple[RowLine, RowLine]:
    look = MEETING_LOOK[meeting.status.value]
    style = "$moving" if is_open(meeting) else ""
    what = pick(meeting.title, current()) or body_short(plan, meeting.body)
    name = line(" ".join(part for part in (meeting.ordinal or "", what) if part), f"bold {style}" if style else "")
    about = (meeting_word(meeting.status), date_words(meeting.dates) or _("no date"), meeting.place or "")
    return (
        RowLine(joined(line(look.glyph, f"${look.role}"), name, by=" "), counts(meeting)),
        RowLine(Content("  ") + line(" · ".join(part for part in about if part), style or "$muted")),
    )


def counts(meeting: Meeting) -> Content:
    """How many agreements, and how many of them are to be placed."""
    to_place = sum(agreement.to_place for agreement in meeting.agreements)
    agreed = len(meeting.agreements)
    said = ngettext("{count} agreement", "{count} agreements", agreed).format(count=agreed) if agreed else ""
    waiting = _("{count} to place").format(count=to_place) if to_place else ""
    return joined(line(waiting, "$waiting"), line(said, "$muted"), by="  ")


def meeting_blocks(
    plan: Plan, meeting: Meeting, left: Sequence[str], edition: str | None, changed: str | None = None
) -> Iterator[Block]:
    """Facts, what it changed, what is left to do, agreements (to place first), statements.

    `changed` are the counts of what it changed; None where they are not known yet.
    """
    name = line(name_of(plan, meeting), "bold")
    yield Block(TITLE, joined(name, meeting_status(meeting), line(meeting.id, "$muted"), by="   "))
    if meeting.title and (meeting.ordinal or len(meeting.title) > 1):
        yield Block(TEXT, _in_languages(meeting.title))
    yield from _facts(plan, meeting, edition)
    if edition or is_open(meeting):
        head = joined(line(_("Changes of this meeting"), "bold"), line(changed or "…", "$muted"), by="   ")
        what = line(_("Enter shows each item before and after; M the minutes."), "$muted")
        yield Block(FACT, Content(""))
        yield Block(CARD, lines([head, what]), entry=CHANGES, role="moving" if is_open(meeting) else "faint")
    if left:
        yield Block(SECTION, line(_("Left to do before it is closed")))
        yield Block(TEXT, lines(content(f"· {sentence}") for sentence in left))
    to_place = [one for one in meeting.agreements if one.to_place]
    others = [one for one in meeting.agreements if not one.to_place]
    for title, group in ((_("Agreements to place"), to_place), (_("Agreements"), others)):
        if group:
            yield Block(SECTION, joined(line(title), line(str(len(group)), "not bold $muted"), by="   "))
            for agreement in group:
                yield _agreement(plan, agreement)
    if not meeting.agreements:
        yield Block(SECTION, line(_("Agreements")))
        said = _("None is put down yet; g takes one down.") if is_open(meeting) else _("None is put down.")
        yield Block(TEXT, content(said, "$muted"))
    if meeting.statements:
        yield Block(SECTION, line(_("Statements")))
        texts = [lines([_in_languages(one.text), *_items(plan, one.items)]) for one in meeting.statements]
        yield Block(TEXT, Content("\n\n").join(texts))
    if meeting.note:
        note = meeting.note if isinstance(meeting.note, str) else localized(meeting.note)
        yield Block(SECTION, line(_("Note")))
        yield Block(TEXT, content(note))


def _facts(plan: Plan, meeting: Meeting, edition: str | None) -> Iterator[Block]:
    body = plan.info.bodies.get(meeting.body)
    if body is not None and localized(body.name):
        yield Block(FACT, content(localized(body.name)), _("Body"))
    if meeting.place:
        yield Block(FACT, content(meeting.place), _("Place"))
    if meeting.presidency:
        yield Block(FACT, line(actor_name(plan, meeting.presidency)), _("Presidency"))
    for label, codes, called in (
        (_("Participants"), meeting.participants, actor_name),
        (_("Observers"), meeting.observers, actor_name),
        (_("Organizations"), meeting.organizations, actor_short),
    ):
        if codes:
            yield Block(FACT, content(", ".join(called(plan, code) for code in codes)), label)
    if edition:
        yield Block(FACT, line(edition), _("Edition"))


def _in_languages(text: Text) -> Content:
    order = sorted(text, key=lambda language: language != current())
    return lines([content(text[language], "$muted" if place else "") for place, language in enumerate(order)])


def _agreement(plan: Plan, agreement: Agreement) -> Block:
    state = agreement_state(agreement)
    look = AGREEMENT_LOOK[state]
    status = line(f"{look.glyph} {agreement_word(state)}", f"${look.role}") if state != "agreed" else Content("")
    kind = line(agreement_kind_word(agreement.kind), "$muted")
    words = _in_languages(agreement.text)
    parts = [joined(line(number_of_agreement(agreement), "bold"), kind, status, by="   ")]
    parts.append(words.stylize("$muted") if state == "withdrawn" else words)
    parts += [
        joined(line(part.number or "", "bold"), content(localized(part.text)), by="  ") for part in agreement.parts
    ]
    if agreement.follows:
        meeting_id, _slash, followed = agreement.follows.partition("/")
        said = _("Follows {agreement} of {meeting}").format(
            agreement=followed or "", meeting=meeting_name(plan, meeting_id)
        )
        parts.append(line(said, "$muted"))
    parts += [_standing(plan, one) for one in standings_of(plan, agreement)]
    if state == "to-place":
        parts.append(line(_("Not traced yet: p places it on items, x says why it leads to none."), "$waiting"))
    if agreement.no_item:
        parts.append(content(_("Leads to no item: {why}").format(why=agreement.no_item), "$muted"))
    role = look.role if state in ("to-place", "withdrawn") else "faint"
    return Block(CARD, lines(parts), entry=agreement.id, role=role)


def number_of_agreement(agreement: Agreement) -> str:
    """Its number; that it has none yet."""
    return agreement.number or _("no number yet")


def _items(plan: Plan, item_ids: Sequence[str]) -> list[Content]:
    """The items that a statement speaks of, a line each, by the ids that they have now."""
    now = [(item_id, plan.resolve(item_id)) for item_id in item_ids]
    return [
        _standing(
            plan, TraceState(here or item_id, item_id, _status(plan, here), plan.is_archived(here or ""), bool(here))
        )
        for item_id, here in now
    ]


def _status(plan: Plan, item_id: str | None) -> str:
    node = plan.node(item_id) if item_id else None
    return status_of(node) if node is not None else ""


def _standing(plan: Plan, one: TraceState) -> Content:
    """An item by its id and status, an objective with how many activities stand how under it, and its text."""
    now = line(one.id if one.id == one.named else f"{one.named} → {one.id}")
    if not one.found:
        return joined(line("→", "$broken"), now, line(_("not found"), "$broken"), by=" ")
    status = "archived" if one.archived else one.status
    node = plan.node(one.id)
    text = cut(localized(text_of(node)), _LED_TO) if node is not None else ""
    shown = joined(line("→", "$accent"), now, status_content(status) if status else "", line(text, "$muted"), by=" ")
    if status or not one.below:
        return shown
    below = joined(*(_count(status, count) for status, count in one.below), by="  ")
    return lines([shown, Content("    ") + below])


def _count(status: str, count: int) -> Content:
    look = STATUS_LOOK.get(status)
    glyph = f"{look.glyph} " if look is not None else ""
    return line(f"{glyph}{count} {status_word(status)}", f"${look.role}" if look is not None else "")
