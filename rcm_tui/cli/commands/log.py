"""`rcm log`: the records of an item, of a meeting, or of the whole plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from rcm_tui.cli import output
from rcm_tui.cli.commands.fields import key_of
from rcm_tui.cli.completing import complete_ids, complete_meetings
from rcm_tui.cli.errors import DONE, say
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.output import FAINT, ID, Line, text
from rcm_tui.cli.pages import day_words, meeting_words
from rcm_tui.cli.params import Whole, json_option
from rcm_tui.cli.state import State, pass_state
from rcm_tui.locale import _, current
from rcm_tui.store.paths import ROOMS

if TYPE_CHECKING:
    from rcm_tui.changes.items import ItemChange
    from rcm_tui.history.log import Record
    from rcm_tui.workflow.desk import Desk

Told = tuple["Record", "ItemChange | None", "str | None"]
"""A record, what it did to the item asked for, and the id that the item had then."""


SCREENFUL = 20
"""How many records of the whole plan are shown on a terminal where the person does not say."""


@click.command(
    "log",
    cls=Command,
    help=_(
        "The records, newest first: of one item (across archiving, restoring and new ids), of one meeting, or of the "
        "whole plan."
    ),
    epilog="rcm log\nrcm log HR-4.2\nrcm log --meeting 2006-11-rcgm\nrcm log -n 5 --json",
)
@click.argument("item", metavar=_("[ITEM]"), nargs=-1, shell_complete=complete_ids)
@click.option("--meeting", metavar=_("ID"), shell_complete=complete_meetings, help=_("Only what this meeting did."))
@click.option("-n", "--limit", type=Whole(), metavar=_("N"), help=_("Only the newest N."))
@json_option
@pass_state
def log(state: State, item: Sequence[str], meeting: str | None, limit: int | None, as_json: bool) -> int:
    """Print the records."""
    desk = state.desk
    key = key_of(desk, " ".join(item)) if item else None
    wanted = None
    if meeting is not None:
        wanted = "none" if meeting == "none" else desk.resolve_meeting(meeting)
    found = (one for one in _told(desk, key) if wanted is None or one[0].meeting == wanted)
    if limit is None and key is None and output.is_terminal() and not as_json:
        limit = SCREENFUL
        shown = list(islice(found, limit + 1))
        more = len(shown) > limit
        shown = shown[:limit]
    else:
        shown, more = list(islice(found, limit)), False
    if as_json:
        output.data("records", item=key, records=[_json(one) for one in shown])
    elif output.is_terminal():
        output.lines(_page(shown))
    else:
        for record, _change, _id in shown:
            output.row(record.commit[:12], record.when.date(), record.meeting or "", record.author, record.subject)
    if more:
        say(_("These are the newest {count}; more with: rcm log -n NUMBER").format(count=len(shown)))
    if not shown and not as_json:
        say(_("Nothing is recorded here yet."))
    return DONE


def _told(desk: Desk, key: str | None) -> Iterator[Told]:
    if key is not None:
        from rcm_tui.workflow.trail import item_history

        for step in item_history(desk, key):
            yield step.record, step.change, step.item_id
        return
    from rcm_tui.history.log import records

    for record in records(desk.git, ROOMS):
        yield record, None, None


def _json(told: Told) -> dict[str, Any]:
    from rcm_tui.reports.history import change_json, record_json

    record, change, item_id = told
    written = record_json(record)
    if change is not None:
        written |= {"id": item_id, **{key: value for key, value in change_json(change).items() if key != "id"}}
    return written


def _page(shown: Iterable[Told]) -> Iterator[Line]:
    from rcm_tui.changes.sentences import describe_item

    for place, (record, change, item_id) in enumerate(shown):
        if place:
            yield output.BLANK
        yield text(
            (f"{record.commit[:7]}  ", ID),
            day_words(record.when),
            (f"  {meeting_words(record.meeting)}", "moving"),
            (f"  {record.author}", FAINT),
        )
        said = f"{item_id}: {describe_item(change, current())}" if change is not None else record.subject
        yield text(said, indent=9)
        if record.reason:
            yield text((" ".join(record.reason.split()), FAINT), indent=9)
