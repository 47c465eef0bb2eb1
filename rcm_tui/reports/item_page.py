"""An item in full, as a page: text and translations, facts, actions, children, calendar with requests, agreements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from textwrap import shorten

from rcm_tui.i18n import _, current, ngettext
from rcm_tui.model import ids, rules
from rcm_tui.model.dates import DateError
from rcm_tui.model.entries import Entry, Source
from rcm_tui.model.items import Activity, Archived, Item, Objective, Subject
from rcm_tui.model.meetings import Agreement, Meeting
from rcm_tui.model.named import answerable
from rcm_tui.model.plan import Behind, Plan, Unreadable, calendar_of
from rcm_tui.model.references import Items
from rcm_tui.model.texts import language_name, stale_languages
from rcm_tui.model.totals import total_of, total_value, total_words, totalled
from rcm_tui.model.types import Context
from rcm_tui.reports.names import (
    actor_name,
    actor_then,
    date_words,
    funding_words,
    item_words,
    localized,
    meeting_name,
    name_of,
    number_of,
    period_words,
    role_words,
)
from rcm_tui.reports.page import (
    CARD,
    FAINT,
    ID,
    OTHER,
    STRONG,
    TEXT,
    TITLE,
    Cell,
    Line,
    Page,
    Row,
    Section,
    fact,
    in_order,
    other_languages,
    status_cell,
    status_of_item,
    unofficial_words,
)
from rcm_tui.reports.request_page import request_lines
from rcm_tui.reports.requests import asked_of_entry
from rcm_tui.reports.styles import agreement_word, kind_count, kind_word, status_look
from rcm_tui.reports.trace import strength_word

CHILDREN = "children"
"""The name of the section of the items below; its `note` counts them for those who see them elsewhere."""


def item_page(plan: Plan, item_id: str, on: date | None = None) -> Page:
    """Return an item whole; nothing where there is no such item. Deadlines are counted from `on`, where it is given."""
    node = plan.node(item_id)
    if node is None:
        return ()
    if isinstance(node, Unreadable):
        return (*_unreadable(node), *_agreements(plan, item_id))
    return (
        Section("head", rows=(_title(plan, node),)),
        Section("text", rows=tuple(_texts(node))),
        Section("facts", rows=tuple(_facts(plan, node))),
        *_actions(node),
        *_children(plan, node),
        *_calendar(plan, node, on),
        *_agreements(plan, item_id),
    )


def _unreadable(node: Unreadable) -> Iterator[Section]:
    yield Section("head", rows=(Row(kind=TITLE, cells=(Cell(node.id, ID), status_cell("unreadable"))),))
    if not node.problems:
        message = _("Other files belong under {item}, but it has no file itself.").format(item=node.id)
    else:
        message = _("The file cannot be read, so the item can be neither shown nor changed. Correct it in an editor.")
    yield Section("text", rows=(Row(kind=TEXT, text=message),))
    places = [(f"{problem.path}:{problem.line}:{problem.column}", problem.message) for problem in node.problems]
    rows = tuple(Row(kind=CARD, cells=(Cell(where, FAINT),), text=what, role="broken") for where, what in places)
    yield Section("problems", rows=rows)


def _title(plan: Plan, node: Item) -> Row:
    cells = [Cell(node.id, ID), Cell(kind_word(node.kind), FAINT)]
    cells += [status_cell(node.status)] if isinstance(node, Activity) else []
    cells += [status_cell("archived")] if plan.is_archived(node.id) else []
    cells.append(Cell(_numbers(plan, node.id), FAINT))
    return Row(kind=TITLE, cells=tuple(cells), field="status" if isinstance(node, Activity) else "number")


def _numbers(plan: Plan, item_id: str) -> str:
    """Return the printed numbers down to the item: `2 › 4 › 1`."""
    if plan.has_dotted_numbers:
        return plan.printed_number(item_id)
    numbers = []
    while item_id:
        node = plan.node(item_id)
        if node is not None:
            numbers.append(number_of(plan, node))
        item_id = plan.parent_of(item_id)
    return " › ".join(reversed(numbers))


def _texts(node: Item) -> Iterator[Row]:
    """Yield the text in the language in use, then in the others."""
    field = "title" if isinstance(node, Subject) else "text"
    stale = stale_languages(node.text, node.translated)
    for place, (language, text) in enumerate(in_order(node.text)):
        path = f"{field}.{language}"
        old, draft = language in stale, language in node.draft
        if not place:
            notes = ((unofficial_words(), draft), (_("This translation is older than its original."), old))
            below = tuple((Cell(note, "waiting"),) for note, holds in notes if holds)
            yield Row(kind=TEXT, text=text, field=path, below=below)
        else:
            notes = ((_("unofficial translation"), draft), (_("older than its original"), old))
            cells = (Cell(language_name(language), FAINT), *(Cell(note, "waiting") for note, holds in notes if holds))
            yield Row(kind=OTHER, cells=cells, text=text, field=path)


def _facts(plan: Plan, node: Item) -> Iterator[Row]:
    if isinstance(node, Activity):
        yield from _people(plan, node)
    yield from _plain_facts(plan, node)
    for label, value in totals(plan, node):
        yield fact(label, value)
    if isinstance(node, Objective | Activity) and node.formerly:
        yield fact(_("Formerly"), ", ".join(node.formerly), field="formerly")
    if isinstance(node, Objective | Activity) and node.funding is not None:
        yield fact(_("Funding"), funding_words(plan, node.funding), field="funding")
    if node.archived is not None:
        yield fact(_("Archived"), _archiving(plan, node.archived), field="archived")
    emphasis = _emphasis(node.source)
    if emphasis and not isinstance(node, Subject):
        yield fact(_("Source format"), emphasis)
    if node.source is not None and node.source.doubt:
        yield fact(_("In doubt"), node.source.doubt)
    if isinstance(node, Activity) and node.actions:
        yield _carried_out(plan, node)


def _people(plan: Plan, node: Activity) -> Iterator[Row]:
    nobody = () if answerable(plan, node) else ((Cell(_("nobody named"), FAINT),),)
    lines = [actor_line(plan, code) for code in node.responsible] or nobody
    if lines:
        yield fact(_("Responsible"), *lines, field="responsible")
    if node.actors:
        people = (f"{actor_name(plan, code)}: {role_words(role)}" for code, role in node.actors.items())
        yield fact(_("Roles"), *people, field="actors")


def _plain_facts(plan: Plan, node: Item) -> Iterator[Row]:
    """Yield the fields that need no code of their own; items that are named with their status and text."""
    for field in plan.schema.shown(node.kind):
        if isinstance(field.type, Items) and field.of(node):
            yield fact(field.title(), *(_named(plan, code) for code in field.of(node)), field=field.name)
    for name, label, value in simple_fields(plan, node.kind, node):
        if not isinstance(plan.schema.kinds[node.kind].fields[name].type, Items):
            yield fact(label, value, field=name)


def _carried_out(plan: Plan, node: Activity) -> Row:
    objective = plan.items.get(ids.objective_of(node.id))
    known = {action.id: action for action in objective.actions} if isinstance(objective, Objective) else {}
    lines: list[Line] = []
    for code in node.actions:
        if code in known:
            lines += [(Cell(f"{code}  ", ID), Cell(localized(known[code].text)))]
            lines += other_languages(known[code].text)
        else:
            lines += [(Cell(code, "broken"),)]
    return fact(_("Implements"), *lines, field="actions")


def simple_fields(
    plan: Plan, kind: str, thing: Item | Entry | Agreement | Meeting, *, published: bool = False
) -> Iterator[tuple[str, str, str]]:
    """Yield name, label and value of the fields that need no code of their own; of the `published` ones alone."""
    for field in plan.schema.shown(kind):
        value = field.of(thing)
        if value is not None and value != () and (field.published or not published):
            yield field.name, field.title(), field.format(value, current(), Context(plan))


def _named(plan: Plan, target: str) -> Line:
    """Return an item that another names, with its status and the beginning of its text."""
    item_id = plan.resolve(target.partition("/")[0])
    if item_id is None:
        return Cell(f"{target} ", "broken"), Cell(_("not found"), "broken")
    status = "archived" if plan.is_archived(item_id) else status_of_item(plan, item_id)
    words = shorten(item_words(plan, item_id), _NAMED_LENGTH, placeholder="…")
    return Cell(f"{target} ", ID), *((status_cell(status), Cell(" ")) if status else ()), Cell(words, FAINT)


_NAMED_LENGTH = 64


def totals(plan: Plan, node: Item) -> Iterator[tuple[str, str]]:
    """Yield label and value of the totals that an item shows where it has no value of its own."""
    for name, field in totalled(plan).items():
        own = plan.schema.kinds[node.kind].fields.get(name)
        if own is not None and own.of(node) is not None:
            continue
        value = total_of(plan, field, node.id)
        if value is not None:
            yield total_words(field), total_value(plan, field, value)


def actor_line(plan: Plan, code: str) -> Line:
    """Return an actor's name and code: `Technical Secretariat (TS)`."""
    name = actor_name(plan, code)
    return (Cell(name),) if name == code else (Cell(name), Cell(f" ({code})", FAINT))


def _archiving(plan: Plan, archived: Archived) -> str:
    """Say when an item was archived, at or after which meeting, by which rule, and why."""
    meeting = meeting_name(plan, archived.meeting) if archived.meeting else _after_edition(plan, archived.date)
    try:
        rule = _("by the archive rule ({period})").format(period=period_words(archived.rule)) if archived.rule else ""
    except DateError:
        rule = archived.rule or ""
    return ", ".join(part for part in (date_words(archived.date), meeting, rule, archived.reason) if part)


def _after_edition(plan: Plan, date: str | None) -> str:
    """Say that something was done between meetings, and after which edition."""
    before = [meeting for meeting in plan.editions() if meeting.dates and date and meeting.dates[:10] <= date]
    if not before:
        return _("between meetings")
    last = max(before, key=lambda meeting: meeting.dates or "")
    return _("between meetings, after {meeting}").format(meeting=name_of(plan, last))


def _emphasis(source: Source | None) -> str:
    """Return how the source printed a text; empty where it did not emphasise it."""
    if source is None or source.emphasis in (None, "none"):
        return ""
    if source.emphasis == "all":
        return _("printed in bold italic")
    return _("in bold italic: {words}").format(words=source.emphasis)


def _actions(node: Item) -> Iterator[Section]:
    if isinstance(node, Objective) and node.actions:
        ordered = sorted(node.actions, key=lambda action: action.number or 0)
        rows = tuple(
            Row(
                kind=CARD,
                cells=(Cell(action.id, ID),),
                text=localized(action.text),
                below=other_languages(action.text),
                role=FAINT,
                field=f"actions.{action.id}",
            )
            for action in ordered
        )
        yield Section("actions", _("Actions for implementation"), rows=rows)


def _children(plan: Plan, node: Item) -> Iterator[Section]:
    here = plan.children(node.id)
    if isinstance(node, Activity) and not here and not plan.levels.below(node.kind):
        return
    count = len(plan.current_children(node.id))
    titles = {ids.OBJECTIVE: _("Objectives"), ids.ACTIVITY: _("Activities"), ids.SUBACTIVITY: _("Sub-activities")}
    kind = ids.KINDS[ids.depth_of(node.id) + 1]
    note = [kind_count(kind, count)]
    if gone := len(here) - count:
        note.append(ngettext("{count} more in the archive", "{count} more in the archive", gone).format(count=gone))
    empty = _('none yet; add one: rcm add {id} --text "..."').format(id=node.id)
    rows = tuple(Row(child, tuple(_child(plan, child)), item_words(plan, child)) for child in here)
    yield Section(CHILDREN, titles[kind], rows=rows, note=", ".join(note), empty=empty)


def _child(plan: Plan, item_id: str) -> Iterator[Cell]:
    yield Cell(item_id, ID)
    status = status_of_item(plan, item_id)
    if status:
        yield status_cell(status)
    if plan.is_archived(item_id):
        yield status_cell("archived")


def _calendar(plan: Plan, node: Item, on: date | None) -> Iterator[Section]:
    if isinstance(node, Subject):
        return
    rows = tuple(entry_row(plan, node.id, entry, on) for entry in calendar_of(node))
    empty = _("none of its own; each activity has its entries")
    if isinstance(node, Activity):
        empty = _('nothing yet; add an entry: rcm entry {id} --add --date 2006-11 --text "..."').format(id=node.id)
    yield Section("calendar", _("Calendar"), rows=rows, empty=empty)


def entry_row(plan: Plan, item_id: str, entry: Entry, on: date | None = None) -> Row:
    """Return a calendar entry as a card: date, status, text, who is concerned, what was asked and who has answered."""
    when = Cell(date_words(entry.date), STRONG) if entry.date else Cell(_("no date"), FAINT)
    status = (status_cell(entry.status),) if entry.status is not None else ()
    asked = asked_of_entry(plan, item_id, entry, on or date.min)
    look = status_look(entry.status) if entry.status is not None else None
    return Row(
        key=entry.id,
        kind=CARD,
        cells=(Cell(entry.id, ID), when, *status),
        text=localized(entry.text),
        below=(
            *other_languages(entry.text),
            *((Cell(text, FAINT),) for text in _entry_facts(plan, entry)),
            *(line for request in asked for line in request_lines(plan, request)),
        ),
        role=look.role if look is not None else FAINT,
    )


def _entry_facts(plan: Plan, entry: Entry) -> Iterator[str]:
    if entry.responsible:
        names = (actor_then(plan, code, entry.date) for code in entry.responsible)
        yield _("Responsible: {actors}").format(actors=", ".join(names))
    if entry.event:
        yield _("Event: {meeting}").format(meeting=meeting_name(plan, entry.event))
    if roles := "; ".join(
        f"{actor_then(plan, code, entry.date)}: {part}" for code, part in rules.roles_in(plan, entry)
    ):
        yield roles
    if entry.funding is not None:
        yield _("Funding: {words}").format(words=funding_words(plan, entry.funding))
    for _name, label, value in simple_fields(plan, "entry", entry):
        yield f"{label}: {value}"
    if entry.meeting:
        yield _("Recorded at {meeting}").format(meeting=meeting_name(plan, entry.meeting))
    if emphasis := _emphasis(entry.source):
        yield _("Source format: {words}").format(words=emphasis)
    if entry.source is not None and entry.source.doubt:
        yield _("In doubt: {words}").format(words=entry.source.doubt)


def _agreements(plan: Plan, item_id: str) -> Iterator[Section]:
    found = plan.agreements_behind(item_id)
    if found:
        yield Section("agreements", _("Source agreements"), rows=tuple(_agreement(plan, behind) for behind in found))


def _agreement(plan: Plan, behind: Behind) -> Row:
    decision = behind.decision
    cells = [Cell(f"{behind.meeting.id}/{decision.id}", ID), Cell(meeting_name(plan, behind.meeting.id), STRONG)]
    if decision.number:
        cells.append(Cell(_("agreement {number}").format(number=decision.number), FAINT))
    if sure := strength_word(behind.strength):
        cells.append(Cell(sure, FAINT))
    if behind.action:
        cells.append(Cell(_("its action {id}").format(id=behind.action), FAINT))
    if decision.is_withdrawn or behind.agreement.is_withdrawn:
        cells.append(Cell(agreement_word("withdrawn"), "stopped"))
    return Row(
        kind=CARD, cells=tuple(cells), text=localized(decision.text), below=other_languages(decision.text), role=FAINT
    )
