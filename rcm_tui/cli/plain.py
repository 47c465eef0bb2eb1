"""The interface line by line, for screen readers and plain terminals: numbered choices, and every command.

A choice asks for what it needs and runs the command that does it, so that records are made, and questions asked, as
on any command line. Nothing is drawn, and no line that was written changes.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import click

from rcm_tui.cli import errors, output
from rcm_tui.cli.errors import DONE, show_message
from rcm_tui.cli.prompts import ask, ask_needed, choose
from rcm_tui.i18n import N_, _, ngettext
from rcm_tui.model.items import Activity
from rcm_tui.model.plan import Plan, calendar_of
from rcm_tui.reports.names import localized, text_of
from rcm_tui.reports.styles import status_word

if TYPE_CHECKING:
    from rcm_tui.cli.state import State

_SHOWN = 20
"""Items that are listed; who finds more types more words."""
_LEAVE = ("q", "quit", "exit")


class PlainInterface:
    """Asks what to do until the person leaves; remembers the item that was found last."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._item = ""
        self._command = click.get_current_context().find_root().command
        self._choices: tuple[tuple[str, Callable[[], None]], ...] = (
            (N_("Find items"), self._find),
            (N_("Show an item"), lambda: self._run("show", self._ask_item())),
            (N_("Change a status"), self._change_status),
            (N_("Add a calendar entry"), self._add_entry),
            (N_("Record an answer"), self._record_answer),
            (N_("Archive"), lambda: self._run("archive", self._ask_item(), "-m", ask_needed(_("Reason")))),
            (N_("History of the item"), lambda: self._run("log", self._ask_item())),
            (N_("Undo"), lambda: self._run("undo")),
            (N_("Record an agreement"), self._record_agreement),
            (N_("Link the agreement to items"), self._link_agreement),
            (N_("Status report"), lambda: self._run("status")),
            (N_("Close the meeting"), lambda: self._run("meeting", "close")),
        )

    def run(self) -> int:
        """Ask, act, and ask again."""
        self._list_choices()
        while True:
            try:
                typed = ask(_("Number, command, ? or q"))
            except (EOFError, KeyboardInterrupt):
                show_message("")
                return DONE
            if typed.casefold() in _LEAVE:
                return DONE
            errors.guarded(partial(self._act, typed))

    def _act(self, typed: str) -> int:
        number = int(typed) if typed.isdecimal() else 0
        if not typed or typed == "?":
            self._list_choices()
        elif 1 <= number <= len(self._choices):
            self._choices[number - 1][1]()
        else:
            try:
                words = shlex.split(typed)
            except ValueError:
                words = typed.split()
            self._run(*(words[1:] if words[:1] == ["rcm"] else words))
        return DONE

    def _list_choices(self) -> None:
        show_message(_("What would you like to do?"))
        for number, (label, _act) in enumerate(self._choices, 1):
            message = _(label)
            show_message(f"  {number}  {message}")
        show_message(_("Or type a command, such as: list status:open. q leaves, ? lists this again."))

    def _run(self, *words: str) -> None:
        """Run a command on the plan; an error in it is a sentence, as on the command line."""
        day = ["--on", self._state.on.isoformat()] if self._state.on is not None else []
        line = ["-C", str(self._state.workspace.root), *day, *words]
        errors.guarded(lambda: self._command.main(line, prog_name="rcm", standalone_mode=False) or DONE)
        output.flush()

    def _plan(self) -> Plan:
        return self._state.workspace.reload()

    def _ask_item(self) -> str:
        typed = ask(_("Item"), self._item) or ask_needed(_("Item"))
        self._item = self._plan().resolve(typed) or typed
        return self._item

    def _find(self) -> None:
        from rcm_tui.model.query import find
        from rcm_tui.workflow.memory import expanded

        plan = self._plan()
        found = find(plan, expanded(ask_needed(_("Words, or a query such as status:open"))), self._state.workspace.on)
        show_message(ngettext("{count} item", "{count} items", len(found)).format(count=len(found)))
        for number, item_id in enumerate(found[:_SHOWN], 1):
            show_message(f"  {number}  {_summary(plan, item_id)}")
        if len(found) > _SHOWN:
            show_message(_("  and {count} more; more words find fewer.").format(count=len(found) - _SHOWN))
        typed = ask(_("Number of the item to work on, or Enter for none")) if len(found) > 1 else str(len(found))
        if typed.isdecimal() and 1 <= int(typed) <= len(found):
            self._item = found[int(typed) - 1]
            show_message(_("The item is now {item}.").format(item=self._item))

    def _change_status(self) -> None:
        item_id = self._ask_item()
        statuses = list(self._plan().statuses)
        chosen = choose(_("New status"), [status_word(status) for status in statuses])
        self._run("set", item_id, f"status={statuses[chosen]}")

    def _add_entry(self) -> None:
        item_id = self._ask_item()
        text = ask_needed(_("Text"))
        date = ask(_("Date, such as November 2006, or Enter for none"))
        self._run("entry", item_id, "--add", "--text", text, *(("--date", date) if date else ()))

    def _record_answer(self) -> None:
        item_id = self._ask_item()
        node = self._plan().node(item_id)
        asking = [entry for entry in (calendar_of(node) if node is not None else ()) if entry.all_requests]
        if not asking:
            show_message(_("Nothing is asked for at {item}.").format(item=item_id))
            return
        which = choose(_("Request"), [localized(entry.text) for entry in asking]) if len(asking) > 1 else 0
        show_message(localized(asking[which].text))
        names = ask_needed(_("Who answered? Names, with commas between them"))
        self._run("answer", item_id, asking[which].id, *(name.strip() for name in names.split(",") if name.strip()))

    def _record_agreement(self) -> None:
        text = ask_needed(_("Text"))
        item_id = ask(_("Item that it leads to, or Enter to link it later"))
        self._run("agreement", "add", "--text", text, *(("--item", item_id) if item_id else ()))

    def _link_agreement(self) -> None:
        self._run("agreement", "list", "--to-place")
        self._run("agreement", "place", ask_needed(_("Number or id of the agreement")), self._ask_item())


def _summary(plan: Plan, item_id: str) -> str:
    node = plan.node(item_id)
    status = f", {status_word(node.status)}" if isinstance(node, Activity) else ""
    return f"{item_id}{status}: {localized(text_of(node))}" if node is not None else item_id
