"""`rcm log`: the records of an item, a meeting or the whole plan, and the history of a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import click

from rcm_tui.changes.describe import describe_item
from rcm_tui.changes.items import ChangeKind, ItemChange
from rcm_tui.cli import output
from rcm_tui.cli.commands.diff import detail_line
from rcm_tui.cli.completion import complete_ids, complete_meetings
from rcm_tui.cli.errors import DONE, show_message
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.output import FAINT, ID, LABEL, Line, text
from rcm_tui.cli.params import Whole, json_option
from rcm_tui.cli.state import State, pass_state
from rcm_tui.history.log import Record, records
from rcm_tui.i18n import _, current
from rcm_tui.model.fieldpath import format_path
from rcm_tui.model.frozen import dataclass
from rcm_tui.reports.names import date_words, record_meeting
from rcm_tui.reports.record_words import subject_words
from rcm_tui.reports.review import details, what_word
from rcm_tui.store.paths import FOLDERS
from rcm_tui.workflow.plan_files import action_names
from rcm_tui.workflow.text_history import PUT_IN, TextEvent, text_history
from rcm_tui.workflow.trail import find_in_history, item_history, recorded_changes_of
from rcm_tui.workflow.workspace import Workspace

SCREENFUL = 20
"""Records of the whole plan shown on a terminal without `-n`."""


@dataclass(frozen=True, slots=True)
class TextHistoryLine:
    """A record with what it changed: in the item that was asked for, or in everything."""

    record: Record
    changes: tuple[ItemChange, ...] = ()
    item_id: str | None = None


@click.command(
    "log",
    cls=Command,
    help=_(
        "List records, newest first: those of an item (across archiving, restoring and new ids), "
        "of a meeting, or of the whole plan. With --text, list the records that added or removed "
        "the given words, including words that are long gone."
    ),
    epilog=(
        "rcm log\nrcm log HR-4.2\nrcm log --meeting 2006-11-council\n"
        'rcm log --text "a permanent fund"\nrcm log -n 5 --json'
    ),
)
@click.argument("item", metavar=_("[ITEM]"), nargs=-1, shell_complete=complete_ids)
@click.option(
    "--meeting", metavar=_("ID"), shell_complete=complete_meetings, help=_("Only the records of this meeting.")
)
@click.option("--text", "words", metavar=_("WORDS"), help=_("Find who added these words and who removed them."))
@click.option("-n", "--limit", type=Whole(), metavar=_("N"), help=_("Only the newest N."))
@json_option
@pass_state
def log(
    state: State, item: Sequence[str], meeting: str | None, words: str | None, limit: int | None, as_json: bool
) -> int:
    """Print the records."""
    workspace = state.workspace
    key = find_in_history(workspace, " ".join(item)) if item else None
    wanted = None
    if meeting is not None:
        wanted = "none" if meeting == "none" else workspace.resolve_meeting(meeting)
    if words is not None:
        return _print_sightings(workspace, words, key, wanted, limit, as_json)
    found = _told(workspace, key, wanted)
    if limit is None and key is None and wanted is None and output.is_terminal() and not as_json:
        shown = list(islice(found, SCREENFUL + 1))
        more = len(shown) > SCREENFUL
        shown = shown[:SCREENFUL]
    else:
        shown, more = list(islice(found, limit)), False
    if as_json:
        output.data("records", item=key, meeting=wanted, records=[_json(line) for line in shown])
    elif output.is_terminal():
        output.lines(_page(workspace, shown))
    else:
        for line in shown:
            _row(line.record, line.record.subject)
    if more:
        show_message(_("These are the newest {count}; more with: rcm log -n NUMBER").format(count=len(shown)))
    if not shown and not as_json:
        show_message(_("Nothing is recorded here yet."))
    return DONE


def _told(workspace: Workspace, key: str | None, meeting: str | None) -> Iterator[TextHistoryLine]:
    if key is not None:
        for step in item_history(workspace, key):
            if meeting is None or step.record.concerns(meeting):
                yield TextHistoryLine(step.record, (step.change,), step.item_id)
    elif meeting is not None:
        found = [record for record in records(workspace.git) if record.concerns(meeting)]
        for record, changes in recorded_changes_of(workspace, found):
            yield TextHistoryLine(record, changes)
    else:
        for record in records(workspace.git, FOLDERS):
            yield TextHistoryLine(record)


def _row(record: Record, *more: object) -> None:
    corrects = (f"Corrects: {record.corrects}",) if record.corrects else ()
    output.row(record.commit[:12], record.when.date(), record.meeting or "", record.author, *more, *corrects)


def _json(line: TextHistoryLine) -> dict[str, Any]:
    from rcm_tui.reports.json import change_json, record_json

    written = record_json(line.record)
    if line.item_id is not None:
        own = change_json(line.changes[0])
        return written | {"id": line.item_id, **{key: value for key, value in own.items() if key != "id"}}
    if line.changes:
        written["changes"] = [change_json(change) for change in line.changes]
    return written


def _page(workspace: Workspace, shown: Iterable[TextHistoryLine]) -> Iterator[Line]:
    for place, line in enumerate(shown):
        if place:
            yield output.BLANK
        yield _head(line.record)
        if line.item_id is None:
            yield text(subject_words(workspace.plan, line.record.subject), indent=9)
        if line.record.reason:
            yield text((" ".join(line.record.reason.split()), FAINT), indent=9)
        for change in () if line.record.is_unknown else line.changes:
            yield from _difference(workspace, change, named=line.item_id is None)


def _head(record: Record) -> Line:
    return text(
        (f"{record.commit[:7]}  ", ID),
        date_words(record.when),
        (f"  {record_meeting(record)}", "moving"),
        (f"  {record.author}", FAINT),
    )


def _difference(workspace: Workspace, change: ItemChange, *, named: bool) -> Iterator[Line]:
    """Yield what the record did to the item: in one line, then field by field."""
    if named:
        yield text((change.key + "  ", ID), (what_word(change), "moving"), indent=9)
    else:
        yield text(f"{change.key}: {describe_item(change, current())}", indent=9)
    if change.what is not ChangeKind.REMOVED:
        for detail in details(change, action_names(workspace, change.key)):
            yield detail_line(detail, indent=11)


# --- words


def _print_sightings(
    workspace: Workspace, words: str, key: str | None, meeting: str | None, limit: int | None, as_json: bool
) -> int:
    found = [
        event
        for event in text_history(workspace, words)
        if (key is None or event.key == key) and (meeting is None or event.record.concerns(meeting))
    ][:limit]
    if as_json:
        from rcm_tui.reports.json import record_json

        output.data(
            "sightings",
            text=words,
            sightings=[
                {"id": event.key, "path": format_path(event.path), "what": event.what, "text": event.text}
                | {"record": record_json(event.record)}
                for event in found
            ],
        )
    elif output.is_terminal():
        output.lines(_sightings_page(found))
    else:
        for event in found:
            _row(event.record, event.what, event.key, format_path(event.path), event.text)
    if not found and not as_json:
        show_message(_("No record added or removed these words."))
    return DONE


def _sightings_page(found: Iterable[TextEvent]) -> Iterator[Line]:
    for place, event in enumerate(found):
        if place:
            yield output.BLANK
        yield _head(event.record)
        what = (_("added: "), output.ADDED) if event.what == PUT_IN else (_("removed: "), output.REMOVED)
        yield text(what, (f"{event.key} ", ID), (format_path(event.path), LABEL), indent=9)
        yield text(event.text, indent=11)
