"""`rcm show`: one item whole, on a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from rcm_tui.cli import output
from rcm_tui.cli.commands.list import item_line
from rcm_tui.cli.completion import complete_ids
from rcm_tui.cli.errors import DONE
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.output import FAINT, ID, TITLE, Line, Span, status_spans, text
from rcm_tui.cli.params import json_option
from rcm_tui.cli.render import actor_spans, heading, labelled
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _, current, pgettext
from rcm_tui.model.items import Activity, Entry, Funding, Item, Objective, Subject
from rcm_tui.model.plan import Plan, Unreadable, calendar_of
from rcm_tui.model.texts import stale_languages
from rcm_tui.reports.items import actions_json
from rcm_tui.reports.names import date_words, localized, record_meeting, recurrence_words
from rcm_tui.reports.requests import Asked, asked_of_entry
from rcm_tui.reports.styles import agreement_word, answer_word, kind_word

if TYPE_CHECKING:
    from rcm_tui.history.log import Record
    from rcm_tui.workflow.workspace import Workspace


@click.command(
    "show",
    cls=Command,
    help=_(
        "Show one item whole: texts, status, actors, calendar, requests, the agreements behind it, and who changed it "
        "last. ITEM is an id, an id it had before, or words that fit one item."
    ),
    epilog="rcm show HR-4.2\nrcm show aids\nrcm show HR-4.2 --json",
)
@click.argument("item", metavar=_("ITEM"), nargs=-1, required=True, shell_complete=complete_ids)
@json_option
@pass_state
def show(state: State, item: tuple[str, ...], as_json: bool) -> int:
    """Print the item's page."""
    workspace = state.workspace
    item_id = workspace.resolve(" ".join(item))
    last = _last_record(workspace, item_id)
    if as_json:
        from rcm_tui.reports.history import last_change_json
        from rcm_tui.reports.items import whole_json

        output.data("item", item=whole_json(workspace.plan, item_id, workspace.on, last_change_json(last)))
        return DONE
    output.lines(page(workspace, item_id, last))
    return DONE


def _last_record(workspace: Workspace, item_id: str) -> Record | None:
    """The newest record of the item; None also where the plan stands in no repository: it can be read all the same."""
    from rcm_tui.history.git import NoRepository
    from rcm_tui.workflow.trail import last_change

    try:
        step = last_change(workspace, item_id)
    except NoRepository:
        return None
    return step.record if step is not None else None


def page(workspace: Workspace, item_id: str, last: Record | None) -> Iterator[Line]:
    """The lines of an item's page."""
    plan = workspace.plan
    node = plan.node(item_id)
    assert node is not None
    yield text((item_id, ID), f"  {kind_word(node.kind)}", *_above(plan, item_id))
    yield output.BLANK
    if isinstance(node, Unreadable):
        yield from _unreadable(node)
    else:
        yield text((localized(node.text), TITLE))
        yield from _other_languages(node)
        yield output.BLANK
        yield from _facts(plan, node)
        yield from _children(plan, item_id)
        yield from _calendar(workspace, node)
    yield from _agreements(plan, item_id)
    yield output.BLANK
    yield labelled(_("File"), (workspace.path(item_id), FAINT))
    yield _last_change(last)


def _above(plan: Plan, item_id: str) -> tuple[Span, ...]:
    from rcm_tui.model.ids import parent_of

    parent = parent_of(item_id)
    node = plan.node(parent) if parent else None
    if node is None:
        return ()
    words = "" if isinstance(node, Unreadable) else localized(node.text)
    return ((_(" of {id}  {text}").format(id=parent, text=words[:60]).rstrip(), FAINT),)


def _unreadable(node: Unreadable) -> Iterator[Line]:
    yield text(*status_spans("unreadable"), _(": this file cannot be read, and nothing is saved over it."))
    for problem in node.problems:
        yield text(str(problem), indent=2, hang=2)


def _other_languages(node: Item) -> Iterator[Line]:
    stale = stale_languages(node.text, node.translated)
    shown = localized(node.text)
    for language, words in node.text.items():
        if words and words != shown:
            mark = (_("(the original has changed since) "), "waiting") if language in stale else ""
            yield text((f"{language}: ", FAINT), mark, words, hang=4)
    if current() in stale:
        yield text((_("This translation is older than its original."), "waiting"))


def _facts(plan: Plan, node: Item) -> Iterator[Line]:
    if isinstance(node, Activity):
        yield labelled(_("Status"), *status_spans(node.status.value))
        yield labelled(_("Responsible"), *(actor_spans(plan, node.responsible) or ((_("nobody named"), FAINT),)))
    if plan.is_archived(node.id):
        yield labelled(pgettext("heading", "Archive"), *status_spans("archived"), *_archiving(node))
    yield labelled(_("Number"), str(node.number))
    if isinstance(node, Subject):
        return
    if node.priority is not None:
        yield labelled(_("Priority"), str(node.priority))
    if node.funding is not None:
        yield labelled(_("Funding"), _funding(plan, node.funding))
    if node.formerly:
        yield labelled(_("Formerly"), ", ".join(node.formerly))
    for place, action in enumerate(actions_json(plan, node.id)):
        words = localized(action["text"])
        number = "" if action["number"] is None else f"{action['number']}  "
        yield labelled(_("Actions") if place == 0 else "", (f"{action['id']}  ", FAINT), f"{number}{words}")


def _archiving(node: Item) -> tuple[Span, ...]:
    note = node.archived
    if note is None:
        return ()
    said = [date_words(note.date), note.meeting or "", note.reason or ""]
    return (" " + ", ".join(part for part in said if part),)


def _funding(plan: Plan, funding: Funding) -> str:
    currency = f" {funding.currency}" if funding.currency else ""
    said = []
    if funding.cost is not None:
        said.append(_("costs {amount}").format(amount=f"{funding.cost:,}{currency}"))
    if funding.by:
        said.append(_("paid by {actors}").format(actors=", ".join(funding.by)))
    if funding.missing is not None:
        said.append(_("{amount} missing").format(amount=f"{funding.missing:,}{currency}"))
    return "; ".join(said)


def _children(plan: Plan, item_id: str) -> Iterator[Line]:
    children = plan.children(item_id)
    node = plan.node(item_id)
    if children:
        yield output.BLANK
        yield heading(_("Objectives") if isinstance(node, Subject) else _("Activities"))
        for child in children:
            line = item_line(plan, child)
            yield Line(line.spans, 2, line.hang)
    elif isinstance(node, Objective):
        yield labelled(_("Activities"), (_('none yet; add one: rcm add {id} --text "..."').format(id=item_id), FAINT))
    elif isinstance(node, Subject):
        yield labelled(_("Objectives"), (_('none yet; add one: rcm add {id} --text "..."').format(id=item_id), FAINT))


def _calendar(workspace: Workspace, node: Item) -> Iterator[Line]:
    if isinstance(node, Subject):
        return
    entries = calendar_of(node)
    yield output.BLANK
    yield heading(_("Calendar"))
    if not entries and isinstance(node, Activity):
        hint = _('nothing yet; add an entry: rcm entry {id} --add --date 2006-11 --text "..."').format(id=node.id)
        yield text((hint, FAINT), indent=2)
    elif not entries:
        yield text((_("nothing that belongs to no one activity"), FAINT), indent=2)
    for entry in entries:
        yield from entry_lines(workspace, node.id, entry)


def entry_lines(workspace: Workspace, item_id: str, entry: Entry) -> Iterator[Line]:
    """A calendar entry: its id, date, status and meeting, its text below, and how its request stands."""
    plan = workspace.plan
    head: list[Span] = [(entry.id.ljust(4), ID), " ", date_words(entry.date) or (_("no date"), FAINT)]
    if entry.status is not None:
        head += ["  ", *status_spans(entry.status.value)]
    if entry.meeting:
        head += ["  ", (entry.meeting, FAINT)]
    yield text(*head, indent=2, hang=5)
    yield text(localized(entry.text), indent=7)
    if entry.responsible:
        yield text((_("responsible: "), FAINT), *actor_spans(plan, entry.responsible), indent=7, hang=2)
    if entry.actors:
        roles = ", ".join(f"{code}: {role}" for code, role in entry.actors.items())
        yield text(roles, indent=7, hang=2)
    if entry.funding is not None:
        yield text(_funding(plan, entry.funding), indent=7, hang=2)
    asked = asked_of_entry(plan, item_id, entry, workspace.on)
    if asked is not None:
        yield from request_lines(asked, indent=7)


def request_lines(asked: Asked, *, indent: int) -> Iterator[Line]:
    """Who was asked, by when, and how each stands: those in the same standing share a line."""
    request = asked.request
    said = [_("asked of {actors}").format(actors=", ".join(request.from_) or _("nobody named"))]
    if request.to:
        said.append(_("to be sent to {actor}").format(actor=request.to))
    if asked.deadline is not None:
        passed = " " + _("(has passed)") if asked.passed and not asked.settled else ""
        said.append(_("by {date}").format(date=date_words(asked.deadline.text)) + passed)
    if request.due_meeting:
        said.append(_("for {meeting}").format(meeting=request.due_meeting))
    if request.every:
        said.append(recurrence_words(request.every))
    if request.sent:
        said.append(_("sent {date}").format(date=date_words(request.sent)))
    yield text("; ".join(said), indent=indent, hang=2)
    yield from standing_lines(asked, indent=indent + 2)


def standing_lines(asked: Asked, *, indent: int) -> Iterator[Line]:
    """Glyph and word of each standing, with the actors that stand so."""
    from rcm_tui.reports.styles import ANSWER_LOOK

    groups: dict[str, list[str]] = {}
    for standing in asked.standings:
        when = f" ({date_words(standing.date)})" if standing.date else ""
        groups.setdefault(standing.answer, []).append(standing.actor + when)
    for answer, look in ANSWER_LOOK.items():
        if answer in groups:
            said = f"{look.glyph} {answer_word(answer)}"
            yield text((said, look.role), f": {', '.join(groups[answer])}", indent=indent, hang=2)


def _agreements(plan: Plan, item_id: str) -> Iterator[Line]:
    behind = plan.agreements_behind(item_id)
    if not behind:
        return
    yield output.BLANK
    yield heading(_("Agreements behind it"))
    for one in behind:
        agreement = one.agreement
        number = f"{agreement.number}  " if agreement.number else ""
        withdrawn = f" ({agreement_word('withdrawn')})" if agreement.status.value == "withdrawn" else ""
        front = f"{one.meeting.id}/{agreement.id}  "
        yield text((front, ID), number, localized(agreement.text), (withdrawn, "stopped"), indent=2, hang=5)


def _last_change(last: Record | None) -> Line:
    if last is None:
        return labelled(_("Last change"), (_("not recorded yet"), FAINT))
    said = f"{date_words(last.when)}, {last.author}, {record_meeting(last.meeting)}: {last.subject} "
    return labelled(_("Last change"), said, (last.commit[:7], FAINT))
