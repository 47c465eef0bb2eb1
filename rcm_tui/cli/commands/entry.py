"""`rcm entry`: the calendar entries of an item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import click

from rcm_tui.cli import output
from rcm_tui.cli.completion import complete_actors, complete_entries, complete_ids, complete_meetings
from rcm_tui.cli.errors import DONE, say
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.params import Choice, DateWords, language_option
from rcm_tui.cli.prompts import text_given
from rcm_tui.cli.recording import How, carry_out, recording
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _, current
from rcm_tui.model.errors import BadValue
from rcm_tui.model.items import Status
from rcm_tui.model.plan import calendar_of
from rcm_tui.model.texts import pick
from rcm_tui.workflow.change import Change
from rcm_tui.workflow.edit import SET, Assignment


@dataclass(frozen=True, slots=True)
class Fields:
    """What the options say of an entry; None or empty where they say nothing."""

    words: str | None
    language: str | None
    date: str | None
    status: str | None
    from_meeting: str | None
    responsible: tuple[str, ...]
    roles: tuple[str, ...]
    request: dict[str, str]

    @property
    def any(self) -> bool:
        """Whether anything was said."""
        given = (self.words, self.date, self.status, self.from_meeting)
        return any(one is not None for one in given) or bool(self.responsible or self.roles or self.request)


@click.command(
    "entry",
    cls=Command,
    help=_(
        "Add a calendar entry to an item and print its id (--add), change one by naming it, or take one out "
        "(--remove). Without options it lists the item's entries.\n\nDates may be written in words: November 2006, "
        "27-29 November 2006, last quarter of 2006."
    ),
    epilog=(
        'rcm entry HR-4.2 --add --date "November 2006" --text "SEMINAR HELD"\nrcm entry HR-4.2 kvt --status completed\n'
        'rcm entry HR-4.2 --add --text "SEND CONTACTS" --asks members --to TS --due 2006-08-15 --status pending-input\n'
        "rcm entry HR-4.2"
    ),
)
@click.argument("item", metavar=_("ITEM"), shell_complete=complete_ids)
@click.argument("entry_id", metavar=_("[ENTRY]"), required=False, shell_complete=complete_entries)
@click.option("--add", "adding", is_flag=True, help=_("Add an entry."))
@click.option("--remove", "removing", is_flag=True, help=_("Take the entry out; the history keeps it."))
@click.option("--text", "words", metavar=_("TEXT"), help=_("Its text."))
@language_option
@click.option("--date", type=DateWords(), metavar=_("DATE"), help=_("When it is or was."))
@click.option("--status", type=Choice(*(status.value for status in Status)), help=_("Its status."))
@click.option(
    "--from-meeting",
    metavar=_("ID"),
    shell_complete=complete_meetings,
    help=_("The meeting that put it in; otherwise the open one."),
)
@click.option(
    "--responsible", multiple=True, metavar=_("ACTOR"), shell_complete=complete_actors, help=_("Who is responsible.")
)
@click.option("--role", "roles", multiple=True, metavar=_("ACTOR=ROLE"), help=_("What an actor does: CR=host."))
@click.option(
    "--asks", multiple=True, metavar=_("ACTOR"), shell_complete=complete_actors, help=_("Who is asked for input.")
)
@click.option("--to", metavar=_("ACTOR"), shell_complete=complete_actors, help=_("To whom the input goes."))
@click.option("--due", type=DateWords(), metavar=_("DATE"), help=_("By when input is asked for."))
@click.option("--due-meeting", metavar=_("ID"), shell_complete=complete_meetings, help=_("Or for which meeting."))
@click.option("--every", metavar=_("PERIOD"), help=_("Where it recurs: RCGM, or P6M for six months."))
@click.option("--sent", type=DateWords(), metavar=_("DATE"), help=_("When the request was sent."))
@click.option("--ledger", type=Choice("complete"), help=_("All answers are noted, so silence means not yet."))
@pass_state
@recording
def entry(
    state: State, how: How, /, item: str, entry_id: str | None, adding: bool, removing: bool, **given: Any
) -> int:
    """Add, change, remove or list."""
    from rcm_tui.workflow import edit

    workspace = state.workspace.read_lazily()
    item_id = workspace.resolve(item)
    fields = _fields(given)
    if adding and entry_id is not None:
        raise click.UsageError(_("A new entry gets its id by itself; leave {entry} out.").format(entry=entry_id))
    if adding:
        return _add(state, how, item_id, fields)
    if entry_id is None:
        if removing or fields.any:
            raise click.UsageError(_("Name the entry, or add one with --add."))
        return _list(state, item_id, how)
    if removing:
        return carry_out(state, lambda: edit.remove_entry(workspace, item_id, entry_id), how)
    if not fields.any:
        raise click.UsageError(_("Say what to change: --text, --date, --status and so on; or --remove."))
    assignments = list(_assignments(state, fields))
    return carry_out(state, lambda: edit.change_entry(workspace, item_id, entry_id, assignments), how)


def _fields(given: dict[str, Any]) -> Fields:
    request = {
        "from": ",".join(given["asks"]),
        "to": given["to"],
        "due": given["due"],
        "due_meeting": given["due_meeting"],
        "every": given["every"],
        "sent": given["sent"],
        "ledger": given["ledger"],
    }
    return Fields(
        words=given["words"],
        language=given["language"],
        date=given["date"],
        status=given["status"],
        from_meeting=given["from_meeting"],
        responsible=given["responsible"],
        roles=given["roles"],
        request={name: value for name, value in request.items() if value},
    )


def _add(state: State, how: How, item_id: str, fields: Fields) -> int:
    from rcm_tui.workflow.items import add_entry

    workspace = state.workspace
    text = state.text(text_given(fields.words, _("Text"), _("Say the text with --text.")), fields.language)
    roles = dict(_roles(state, fields))

    def make() -> Change:
        return add_entry(
            workspace,
            item_id,
            text,
            date=fields.date,
            status=fields.status,
            meeting=fields.from_meeting or _meeting_now(state, how),
            responsible=fields.responsible,
            actors=roles or None,
            request=fields.request or None,
        )

    return carry_out(state, make, how, tell_id=True)


def _meeting_now(state: State, how: How) -> str | None:
    """The meeting at which the entry is put in: the one the record belongs to."""
    if how.between:
        return None
    opened = state.plan.open_meetings
    return how.meeting or (opened[0].id if len(opened) == 1 else None)


def _roles(state: State, fields: Fields) -> list[tuple[str, str]]:
    from rcm_tui.workflow.values import actor_code

    pairs = []
    for one in fields.roles:
        actor, sign, role = one.partition("=")
        if not sign or not role:
            raise BadValue(_("“{text}” is no role; write ACTOR=ROLE, such as CR=host").format(text=one))
        pairs.append((actor_code(state.plan, actor), role))
    return pairs


def _assignments(state: State, fields: Fields) -> list[Assignment]:
    """The options as assignments, relative to the entry."""
    found = []
    if fields.words is not None:
        words = text_given(fields.words, "", "")
        found += [Assignment(("text", code), SET, one) for code, one in state.text(words, fields.language).items()]
    meeting = state.workspace.resolve_meeting(fields.from_meeting) if fields.from_meeting else fields.from_meeting
    for name, value in (("date", fields.date), ("status", fields.status), ("meeting", meeting)):
        if value is not None:
            found.append(Assignment((name,), SET, value))
    if fields.responsible:
        found.append(Assignment(("responsible",), SET, ",".join(fields.responsible)))
    found += [Assignment(("actors", code), SET, role) for code, role in _roles(state, fields)]
    found += [Assignment(("request", name), SET, value) for name, value in fields.request.items()]
    return found


def _list(state: State, item_id: str, how: How) -> int:
    workspace = state.workspace
    node = workspace.plan.node(item_id)
    entries = calendar_of(node) if node is not None else ()
    if how.as_json:
        from rcm_tui.reports.json import entry_json

        output.data(
            "entries", item=item_id, entries=[entry_json(workspace.plan, item_id, one, workspace.on) for one in entries]
        )
    elif output.is_terminal():
        from rcm_tui.cli.render import row_lines
        from rcm_tui.reports.item_page import entry_row

        for one in entries:
            output.lines(row_lines(entry_row(workspace.plan, item_id, one, workspace.on)))
    else:
        for one in entries:
            output.row(one.id, one.date, one.status.value if one.status else "", pick(one.text, current()))
    if not entries and not how.as_json:
        say(_('{id} has no calendar entry yet; add one: rcm entry {id} --add --text "..."').format(id=item_id))
    return DONE
