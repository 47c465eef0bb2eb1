"""`rcm blame`: who last set each field of an item, when, and at which meeting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click

from rcm_tui.cli import output
from rcm_tui.cli.completion import complete_ids
from rcm_tui.cli.errors import DONE
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.output import FAINT, ID, LABEL, TITLE, Line, text
from rcm_tui.cli.params import json_option
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.model.fieldpath import format_path, parse_path
from rcm_tui.reports.json import plain
from rcm_tui.reports.names import date_words, record_meeting
from rcm_tui.reports.review import value_words
from rcm_tui.workflow.blame import Blame, FieldBlame, blame_words
from rcm_tui.workflow.blame import blame as made
from rcm_tui.workflow.trail import Step, find_in_history
from rcm_tui.workflow.workspace import Workspace


@click.command(
    "blame",
    cls=Command,
    help=_(
        "Show who last set each field and calendar entry of an item, when, and at which meeting. "
        "The item is followed across archiving, restoring and new ids. With --words, show the "
        "same word by word for one text."
    ),
    epilog="rcm blame HR-4.2\nrcm blame HR-4.2 --words text\nrcm blame HR-4.2 --words calendar.kvt.text --json",
)
@click.argument("item", metavar=_("ITEM"), nargs=-1, required=True, shell_complete=complete_ids)
@click.option(
    "--words", "words", metavar=_("FIELD"), help=_("Show this text word by word, such as text or calendar.kvt.text.")
)
@json_option
@pass_state
def blame(state: State, item: tuple[str, ...], words: str | None, as_json: bool) -> int:
    """Print the blame of an item, or of one text word by word."""
    key = find_in_history(state.workspace, " ".join(item))
    if words is not None:
        return _by_words(state.workspace, key, words, as_json)
    found = made(state.workspace, key)
    if as_json:
        output.data("blame", **_json(found))
    elif output.is_terminal():
        output.lines(_page(found))
    else:
        for field_blame in found.fields:
            output.row(format_path(field_blame.path), *_cells(field_blame.step), _value(field_blame))
    return DONE


def _cells(step: Step | None) -> Sequence[str]:
    if step is None:
        return ("", "", _("not recorded yet"), "")
    record = step.record
    return (record.commit[:12], record.when.date().isoformat(), record.meeting or "", record.author)


def origin_json(step: Step | None) -> dict[str, Any]:
    """Return who set something and the id that the item had then (`as`), as JSON data; all None if not recorded."""
    if step is None:
        names = ("commit", "meeting", "person", "proposedBy", "date", "reason", "as")
        return dict.fromkeys(names)
    record = step.record
    return {
        "commit": record.commit,
        "meeting": None if record.is_unknown else record.meeting,
        "person": None if record.is_unknown else record.author,
        "proposedBy": ", ".join(record.proposed_by) or None,
        "date": record.when.isoformat(),
        "reason": record.reason or None,
        "as": step.item_id,
    }


def _json(found: Blame) -> dict[str, Any]:
    return {
        "id": found.key,
        "fields": [
            {"path": format_path(field_blame.path), "value": plain(field_blame.value), **origin_json(field_blame.step)}
            for field_blame in found.fields
        ],
        "members": [
            {
                "path": format_path(member_blame.path),
                "added": origin_json(member_blame.added),
                "last": origin_json(member_blame.last),
            }
            for member_blame in found.members
        ],
    }


def _value(field_blame: FieldBlame) -> str:
    if isinstance(field_blame.value, list | tuple):
        return ", ".join(map(str, field_blame.value))
    return value_words(field_blame.path[2:] if len(field_blame.path) > 2 else field_blame.path, field_blame.value) or ""


def _page(found: Blame) -> Iterator[Line]:
    """Yield one line per field, grouped by record."""
    yield text((found.key, TITLE))
    before: object = found
    for field_blame in found.fields:
        if "source" in field_blame.path or (field_blame.path[-1] == "id" and len(field_blame.path) > 1):
            continue  # Evidence and names of the file's own: for programs.
        if field_blame.step is not before:
            before = field_blame.step
            yield output.BLANK
            yield step_line(field_blame.step, found.key)
        yield text((format_path(field_blame.path) + ": ", LABEL), _value(field_blame), indent=4, hang=4)


def step_line(step: Step | None, key: str) -> Line:
    """Format a record as date, meeting and person, with the id that the item had then where it differs."""
    if step is None:
        return text((_("not recorded yet"), "waiting"))
    record = step.record
    known = f"  {step.item_id}" if step.item_id != key else ""
    proposers = ", ".join(record.proposed_by)
    asked = "  " + _("proposed by {actor}").format(actor=proposers) if proposers else ""
    return text(
        (f"{record.commit[:7]}  ", ID),
        date_words(record.when),
        (f"  {record_meeting(record)}", "moving"),
        (f"  {record.author}{known}{asked}", FAINT),
    )


def _by_words(workspace: Workspace, key: str, words: str, as_json: bool) -> int:
    try:
        asked = parse_path(words)
    except ValueError:
        raise click.UsageError(
            _("{field} is not a field; write it like calendar.kvt.text").format(field=words)
        ) from None
    path, pieces = blame_words(workspace, key, asked)
    if as_json:
        output.data(
            "words",
            id=key,
            path=format_path(path),
            pieces=[{"text": piece.text, **origin_json(piece.origin)} for piece in pieces],
        )
    elif output.is_terminal():
        output.line((f"{key}  {format_path(path)}", TITLE))
        for piece in pieces:
            output.line()
            output.lines([step_line(piece.origin, key), text(piece.text.strip(), indent=4)])
    else:
        for piece in pieces:
            output.row(*_cells(piece.origin), piece.text.strip())
    return DONE
