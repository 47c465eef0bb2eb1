"""One item whole, as a list of blocks to be shown one below the other. Pure: a plan in, words out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from textual.content import Content

from rcm_tui.i18n import _, current, ngettext
from rcm_tui.model import ids
from rcm_tui.model.items import Activity, Answer, Entry, Funding, Objective, Request, Subject
from rcm_tui.model.plan import Behind, Node, Plan, Unreadable
from rcm_tui.model.texts import Text, stale_languages
from rcm_tui.reports.names import actor_name, actor_short, body_short, date_words, meeting_name, number_of
from rcm_tui.reports.styles import STATUS_LOOK, kind_word
from rcm_tui.tui.content import content, joined, line, lines, status_content

TITLE, TEXT, FACT, SECTION, CARD, QUIET = "title", "text", "fact", "section", "card", "other"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the detail: how it is set, its words, the label at its left.

    `entry` is the id of the calendar entry that a card shows, `role` the colour of its edge. `name` is the path of the
    field in the item's file, where the block shows one.
    """

    kind: str
    words: Content
    label: str = ""
    entry: str = ""
    role: str = ""
    name: str = field(default="", compare=False)


def item_blocks(plan: Plan, item_id: str) -> list[Block]:
    """All that is known of an item from the plan itself."""
    node = plan.node(item_id)
    if node is None:
        return []
    if isinstance(node, Unreadable):
        return list(_unreadable(node))
    return [
        *_head(plan, node),
        *_facts(plan, node),
        *_actions(plan, node),
        *_calendar(plan, node),
        *_behind(plan, node),
    ]


def _unreadable(node: Unreadable) -> Iterator[Block]:
    yield Block(TITLE, joined(line(node.id, "bold"), line("! " + _("cannot be read"), "$broken"), by="   "))
    if not node.problems:
        yield Block(
            TEXT,
            content(_("Other files belong under {item}, but it has no file itself.").format(item=node.id)),
        )
        return
    yield Block(
        TEXT,
        content(
            _("The file cannot be read as it stands, so it can be neither shown nor changed here. Mend it with E.")
        ),
    )
    for problem in node.problems:
        place = f"{problem.path}:{problem.line}:{problem.column}"
        yield Block(CARD, lines([line(place, "$muted"), content(problem.message)]), role="broken")


def _head(plan: Plan, node: Node) -> Iterator[Block]:
    assert not isinstance(node, Unreadable)
    where = line(_number_path(plan, node.id), "$muted")
    parts = [line(node.id, "bold"), line(kind_word(node.kind), "$muted")]
    if isinstance(node, Activity):
        parts.append(status_content(node.status.value))
    if plan.is_archived(node.id):
        parts.append(status_content("archived"))
    yield Block(TITLE, joined(*parts, where, by="   "), name="status" if isinstance(node, Activity) else "number")
    yield from _texts(node.text, dict(node.translated), "title" if isinstance(node, Subject) else "text")


def _number_path(plan: Plan, item_id: str) -> str:
    """The printed numbers down to the item: `2 › 4 › 1`."""
    numbers = []
    while item_id:
        node = plan.node(item_id)
        if node is not None:
            numbers.append(number_of(node))
        item_id = ids.parent_of(item_id)
    return " › ".join(reversed(numbers))


def _texts(text: Text, translated: dict[str, str], field: str) -> Iterator[Block]:
    """The text in the language in use, then in the others."""
    order = sorted(text, key=lambda language: language != current())
    stale = stale_languages(text, translated)
    for place, language in enumerate(order):
        if place:
            old = _("older than its original") if language in stale else ""
            label = joined(line(_language(language)), line(old, "$waiting"), by="  ")
            words = lines([label.stylize("$muted"), content(text[language])])
            yield Block(QUIET, words, name=f"{field}.{language}")
        else:
            yield Block(TEXT, content(text[language]), name=f"{field}.{language}")


def _language(code: str) -> str:
    return {"en": _("English"), "es": _("Spanish")}.get(code, code)


def _facts(plan: Plan, node: Node) -> Iterator[Block]:
    if isinstance(node, Activity) and node.responsible:
        names = lines([_actor(plan, code) for code in node.responsible])
        yield Block(FACT, names, _("Responsible"), name="responsible")
    if isinstance(node, Objective | Activity):
        if node.priority is not None:
            yield Block(FACT, line(str(node.priority)), _("Priority"), name="priority")
        if node.funding is not None:
            yield Block(FACT, line(_funding(plan, node.funding)), _("Funding"), name="funding")
        if node.formerly:
            yield Block(FACT, line(", ".join(node.formerly)), _("Formerly"), name="formerly")
    archived = None if isinstance(node, Unreadable) else node.archived
    if archived is not None:
        when = ", ".join(
            part for part in (date_words(archived.date), _at(plan, archived.meeting), archived.reason or "") if part
        )
        yield Block(FACT, content(when), _("Archived"), name="archived")
    if (
        isinstance(node, Objective | Activity)
        and node.source is not None
        and node.source.emphasis not in (None, "none")
    ):
        yield Block(FACT, content(_emphasis(node.source.emphasis)), _("In the source"))


def _actor(plan: Plan, code: str) -> Content:
    name = actor_name(plan, code)
    return line(name) if name == code else joined(line(name), line(code, "$muted"), by="  ")


def _at(plan: Plan, meeting: str | None) -> str:
    return meeting_name(plan, meeting) if meeting else ""


def _funding(plan: Plan, funding: Funding) -> str:
    money = f" {funding.currency}" if funding.currency else ""
    parts = []
    if funding.cost is not None:
        parts.append(_("costs {amount}").format(amount=f"{funding.cost:,}{money}"))
    if funding.by:
        parts.append(_("paid by {actors}").format(actors=", ".join(actor_short(plan, code) for code in funding.by)))
    if funding.missing is not None:
        parts.append(_("missing {amount}").format(amount=f"{funding.missing:,}{money}"))
    return "; ".join(parts)


def _emphasis(emphasis: str | None) -> str:
    if emphasis == "all":
        return _("printed in bold italic")
    return _("in bold italic: {words}").format(words=emphasis)


def _actions(plan: Plan, node: Node) -> Iterator[Block]:
    if isinstance(node, Objective) and node.actions:
        yield Block(SECTION, line(_("Actions for implementation")))
        for action in sorted(node.actions, key=lambda one: one.number or 0):
            yield Block(CARD, _in_languages(action.text), role="faint", name=f"actions.{action.id}")
    if isinstance(node, Activity) and node.actions:
        objective = plan.items.get(ids.parent_of(node.id))
        known = {one.id: one for one in objective.actions} if isinstance(objective, Objective) else {}
        texts = [_in_languages(known[code].text) if code in known else line(code, "$broken") for code in node.actions]
        yield Block(FACT, lines(texts), _("Carries out"), name="actions")


def _in_languages(text: Text) -> Content:
    order = sorted(text, key=lambda language: language != current())
    return lines([content(text[language], "$muted" if place else "") for place, language in enumerate(order)])


def _calendar(plan: Plan, node: Node) -> Iterator[Block]:
    if not isinstance(node, Objective | Activity):
        yield from _contents(plan, node)
        return
    if node.calendar:
        yield Block(SECTION, line(_("Calendar")))
        for entry in node.calendar:
            yield entry_block(plan, entry)
    if isinstance(node, Objective):
        yield from _contents(plan, node)


def _contents(plan: Plan, node: Node) -> Iterator[Block]:
    """How many items stand below one that has children."""
    if not isinstance(node, Subject | Objective):
        return
    children = plan.current_children(node.id)
    if isinstance(node, Subject):
        said = ngettext("{count} objective", "{count} objectives", len(children))
    else:
        said = ngettext("{count} activity", "{count} activities", len(children))
    gone = len(plan.children(node.id)) - len(children)
    words = [said.format(count=len(children))]
    if gone:
        words.append(ngettext("{count} more in the archive", "{count} more in the archive", gone).format(count=gone))
    yield Block(FACT, line(", ".join(words)), _("Holds"))


def entry_block(plan: Plan, entry: Entry) -> Block:
    """A calendar entry as a card: when and how it stands, its words, who is concerned, who has answered."""
    head = [line(date_words(entry.date) or _("no date"), "bold" if entry.date else "$muted")]
    if entry.status is not None:
        head.append(status_content(entry.status.value))
    parts = [joined(*head, by="   "), _in_languages(entry.text)]
    parts += [content(said, "$muted") for said in _entry_facts(plan, entry)]
    if entry.request is not None:
        parts += _request(plan, entry.request)
    look = STATUS_LOOK.get(entry.status.value) if entry.status is not None else None
    return Block(CARD, lines(parts), entry=entry.id, role=look.role if look is not None else "faint")


def _entry_facts(plan: Plan, entry: Entry) -> Iterator[str]:
    if entry.responsible:
        yield _("Responsible: {actors}").format(actors=", ".join(actor_short(plan, code) for code in entry.responsible))
    if entry.actors:
        yield "; ".join(f"{actor_short(plan, code)}: {part}" for code, part in entry.actors.items())
    if entry.funding is not None:
        yield _("Funding: {words}").format(words=_funding(plan, entry.funding))
    if entry.meeting:
        yield _("Put in by {meeting}").format(meeting=meeting_name(plan, entry.meeting))
    if entry.source is not None and entry.source.emphasis not in (None, "none"):
        yield _("In the source: {words}").format(words=_emphasis(entry.source.emphasis))


def _request(plan: Plan, request: Request) -> list[Content]:
    """Who is asked, by when, and what the ledger says; silence is never called a failure."""
    asked = [code for group in request.from_ for code in plan.members_of(group)]
    asked = list(dict.fromkeys(asked))
    who = ", ".join(actor_name(plan, code) for code in request.from_)
    words = [_("Asked: {actors}").format(actors=who)]
    if request.to:
        words.append(_("answers go to {actor}").format(actor=actor_short(plan, request.to)))
    if request.due:
        words.append(_("by {date}").format(date=date_words(request.due)))
    if request.due_meeting:
        words.append(_("by {meeting}").format(meeting=meeting_name(plan, request.due_meeting)))
    if request.every:
        words.append(_("for every {body}").format(body=body_short(plan, request.every)))
    if request.sent:
        words.append(_("sent {date}").format(date=date_words(request.sent)))
    said = [line("; ".join(words))]
    said += [line(words, "$done") for words in _answered(plan, request)]
    silent = [actor_short(plan, code) for code in asked if code not in request.received]
    if silent:
        head = _("Not yet: {actors}") if request.ledger == "complete" else _("Not recorded: {actors}")
        said.append(line(head.format(actors=", ".join(silent)), "$muted"))
    return said


def _answered(plan: Plan, request: Request) -> list[str]:
    by_kind: dict[str, list[str]] = {}
    for code, answer in request.received.items():
        date, kind = (answer.date, answer.answer.value) if isinstance(answer, Answer) else (answer, "complete")
        when = f" ({date_words(date)})" if date else ""
        by_kind.setdefault(kind, []).append(actor_short(plan, code) + when)
    heads = {
        "complete": _("Answered: {actors}"),
        "partial": _("Answered in part: {actors}"),
        "declined": _("Declined: {actors}"),
        "not-applicable": _("Not applicable to: {actors}"),
    }
    return [heads[kind].format(actors=", ".join(actors)) for kind, actors in by_kind.items()]


def _behind(plan: Plan, node: Node) -> Iterator[Block]:
    found = plan.agreements_behind(node.id)
    if found:
        yield Block(SECTION, line(_("Agreements behind it")))
        for one in found:
            yield _agreement(plan, one)


def _agreement(plan: Plan, behind: Behind) -> Block:
    number = _("agreement {number}").format(number=behind.agreement.number) if behind.agreement.number else ""
    head = joined(line(meeting_name(plan, behind.meeting.id), "bold"), line(number, "$muted"), by="   ")
    return Block(CARD, lines([head, _in_languages(behind.agreement.text)]), role="faint")
