"""Requests of calendar entries, agreements and their parts: make another, change one, record who has answered."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rcm_tui.i18n import _, current
from rcm_tui.model import ids
from rcm_tui.model.dates import read
from rcm_tui.model.entries import Entry, Request
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import MISSING, Path, Value, get, put, without
from rcm_tui.model.meetings import Decision
from rcm_tui.model.plan import calendar_of
from rcm_tui.model.rounds import (
    Received,
    Round,
    answer_round,
    known_rounds,
    ledger_of,
    named_round,
    place_of,
    recurs,
    round_of,
)
from rcm_tui.model.rules import not_asked
from rcm_tui.model.structures import Answer
from rcm_tui.model.texts import pick
from rcm_tui.model.types import Context
from rcm_tui.reports.names import round_words
from rcm_tui.workflow.change import Change
from rcm_tui.workflow.edit import Assignment, assigned, file_change
from rcm_tui.workflow.items import read_fields
from rcm_tui.workflow.recording import taken_ids
from rcm_tui.workflow.values import actor_code

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.workspace import Workspace

SHOWN = 40
"""Letters of what is asked in a sentence."""


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A request, with its path in the file of its item or meeting, and what asks."""

    path: Path
    asking: Entry | Decision
    request: Request

    def meeting(self, owner: str) -> str | None:
        """Return the meeting that asks, from which deadlines may count."""
        return self.asking.meeting if isinstance(self.asking, Entry) else owner

    def round_of(self, plan: Plan, owner: str, when: str, on: date) -> Round | None:
        """Return the round that an answer of a date (EDTF) belongs to; None where it is not known, or there is none."""
        recurring = recurs(plan, self.request)
        return round_of(plan, self.request, self.meeting(owner), read(when), on) if recurring else None

    def place(self, plan: Plan, owner: str, wanted: Round | None, actor: str, on: date) -> Path:
        """Return the path in the file at which an actor's answer to a round is, or is to be put."""
        return (*self.path, *place_of(plan, self.request, self.meeting(owner), wanted, actor, on))


def find(plan: Plan, owner: str, name: str, which: str = "") -> Found:
    """Find the request that is named: by its own id, or by that of the entry, agreement or part that asks.

    `which` chooses among several by their order, from 1, or their ids. Raises BadValue where there is none, or where
    there are several and it is not said which.
    """
    found = [Found(*request) for request in plan.requests_named(owner, name)]
    if not found:
        raise BadValue(_nothing_asked(plan, owner, name))
    if which:
        chosen = [request for number, request in enumerate(found, 1) if which in (str(number), request.request.id)]
        if not chosen:
            raise BadValue(
                _("{name} has no request {which}; there are: {requests}").format(
                    name=f"{owner} {name}", which=which, requests=_listed(found)
                )
            )
        return chosen[0]
    if len(found) > 1:
        raise BadValue(
            _("{name} asks for several things; say which with --which: {requests}").format(
                name=f"{owner} {name}", requests=_listed(found)
            )
        )
    return found[0]


def _nothing_asked(plan: Plan, owner: str, name: str) -> str:
    node = plan.node(owner)
    if plan.member(owner, name) is not None or node is None:
        return _("Entry {entry} of {item} asks nobody for anything.").format(entry=name, item=owner)
    there = ", ".join(entry.id for entry in calendar_of(node))
    return _("{item} has no calendar entry {entry}; it has: {entries}").format(
        item=owner, entry=name, entries=there or _("none")
    )


def _listed(found: Sequence[Found]) -> str:
    """Return `1 (COUNTRIES WILL SEND…; members), 2 (…; MOH)`."""
    parts = []
    for number, request in enumerate(found, 1):
        words = " ".join(pick(request.request.text or request.asking.text, current()).split())
        facts = "; ".join(filter(None, (words[:SHOWN], ", ".join(request.request.from_), request.request.due)))
        parts.append(f"{number} ({facts})")
    return ", ".join(parts)


# --- asking


def ask(workspace: Workspace, owner: str, name: str, text: Mapping[str, str], fields: Mapping[str, Value]) -> Change:
    """Have an entry, agreement or part ask for something more; `fields` are those of a request, as values or words.

    Raises BadValue where no field of the request is given.
    """
    asking = workspace.plan.member(owner, name)
    if asking is None:
        raise BadValue(_nothing_asked(workspace.plan, owner, name))
    if not text and not fields:
        raise BadValue(_("Say who is asked, for what or by when."))
    data, path = workspace.data(owner), asking[0]
    request = {**({"text": dict(text)} if text else {}), **read_fields(workspace, "request", owner, fields)}
    if not asking[1].all_requests:
        return file_change(workspace, owner, put(data, (*path, "request"), request))
    new = ids.member_id(taken_ids(data))
    further = get(data, (*path, "requests"))
    members = [*(further if isinstance(further, list | tuple) else ()), {"id": new, **request}]
    return file_change(workspace, owner, put(data, (*path, "requests"), members), new_id=new)


def change(workspace: Workspace, owner: str, found: Found, assignments: Sequence[Assignment]) -> Change:
    """Change fields of a request; paths are relative to it."""
    data = workspace.data(owner)
    for assignment in assignments:
        data = assigned(
            workspace, owner, data, Assignment((*found.path, *assignment.path), assignment.how, assignment.value)
        )
    return file_change(workspace, owner, data)


def remove(workspace: Workspace, owner: str, found: Found) -> Change:
    """Take a request out of the plan; the history keeps it."""
    return file_change(workspace, owner, without(workspace.data(owner), found.path))


# --- answers


def answer(
    workspace: Workspace,
    owner: str,
    name: str,
    actors: Sequence[str],
    *,
    which: str = "",
    round_: str = "",
    date: str | None = None,
    kind: str | None = None,
    note: str | None = None,
    take_back: bool = False,
) -> Change:
    """Put down in a request which actors have answered, and when; or take it back.

    The request is named as by `find`. A group stands for its members. `date` is EDTF or words, by default the day that
    rules count from. `kind` is complete, partial, declined or not-applicable. An answer to a request that recurs
    belongs to the round that its date falls into, unless `round_` names another: a meeting, or the day it ends. Raises
    BadValue where nobody is asked, or an actor was not asked.
    """
    found = find(workspace.plan, owner, name, which)
    plan, request, on = workspace.plan, found.request, workspace.on
    when = Answer().parse(date or "", "date", Context(plan, owner, on))
    wanted = _round(workspace, found, owner, round_, str(when) if when is not MISSING else on.isoformat())
    received = ledger(plan, owner, found, wanted, on)
    value = MISSING if take_back else _answer_value(workspace, when, kind, note)
    data = workspace.data(owner)
    for actor in answering(plan, request.from_, received, actors, take_back=take_back):
        data = with_answer(plan, owner, found, data, wanted, actor, value, on)
    made = file_change(workspace, owner, data, dated=workspace.day if when is MISSING and not take_back else None)
    if wanted is None:
        return made
    return dataclasses.replace(made, notes=(*made.notes, round_words(plan, wanted)))


def with_answer(
    plan: Plan,
    owner: str,
    found: Found,
    data: dict[str, Value],
    wanted: Round | None,
    actor: str,
    value: Value,
    on: date,
) -> dict[str, Value]:
    """Return the data of a file with an actor's answer to a round; MISSING takes it back.

    An answer to an earlier round whose place it takes goes under that round.
    """
    path, received = found.place(plan, owner, wanted, actor, on), (*found.path, "received", actor)
    changed: dict[str, Value] = data
    is_new = actor not in ledger(plan, owner, found, wanted, on)
    if is_new and value is MISSING:
        return data
    if is_new and path == received and actor in found.request.received:
        earlier = answer_round(plan, found.request, found.meeting(owner), found.request.received[actor])
        changed = put(changed, (*found.path, "rounds", earlier.key, actor), get(data, received))
    changed = without(changed, path) if value is MISSING else put(changed, path, value)
    return dict(changed)


def ledger(plan: Plan, owner: str, found: Found, wanted: Round | None, on: date) -> Received:
    """Return the answers to a request, of one that recurs those to a round."""
    if not recurs(plan, found.request):
        return found.request.received
    return ledger_of(plan, found.request, found.meeting(owner), wanted, on)


def _round(workspace: Workspace, found: Found, owner: str, words: str, when: str) -> Round | None:
    """Return the round that an answer belongs to: the one that is named, else that of the date."""
    plan, request, meeting = workspace.plan, found.request, found.meeting(owner)
    if not recurs(plan, request):
        if words:
            raise BadValue(_("{name} does not recur, so it has no rounds.").format(name=f"{owner} {found.asking.id}"))
        return None
    if not words:
        return found.round_of(plan, owner, when, workspace.on)
    known = known_rounds(plan, request, meeting, workspace.on)
    context = Context(plan, owner, workspace.on)
    day = words if words in plan.meetings else str(Answer().parse(words, "round", context))
    for round_ in known:
        if day == round_.key or (round_.due is not None and day == round_.due.text):
            return round_
    if day in request.rounds:
        return named_round(plan, day)
    raise BadValue(
        _("There is no round {round}; there are: {rounds}").format(
            round=words, rounds=", ".join(round_.key for round_ in known) or _("none that is known")
        )
    )


def answering(
    plan: Plan, asked: Sequence[str], received: Container[str], named: Sequence[str], *, take_back: bool = False
) -> tuple[str, ...]:
    """Return whose answers are recorded when actors are named: a group stands for its members without an answer.

    With `take_back`, it stands for those with one. Raises BadValue for a group whose members are not known, and for
    actors that were not asked.
    """
    found: dict[str, None] = {}
    for code in named:
        if code not in plan.actors:
            actor_code(plan, code)
        members = plan.members_of(code)
        if members != (code,):
            members = tuple(member for member in members if (member in received) is take_back)
        found.update(dict.fromkeys(members))
    if not take_back:
        refused = [sentence for _code, sentence in not_asked(plan, asked, found)]
        if refused:
            raise BadValue("\n".join(refused))
    return tuple(found)


def language_of_notes(plan: Plan) -> str:
    """Return the language that a comment is taken to be in: the one in use, where the plan has it."""
    return current() if current() in plan.info.languages else plan.info.first_language


def _answer_value(workspace: Workspace, date: Value, kind: str | None, note: str | None) -> Value:
    when = workspace.on.isoformat() if date is MISSING else date
    if kind in (None, "complete") and not note:
        return when
    value: dict[str, Value] = {"date": when, "answer": kind or "complete"}
    if note:
        value["note"] = {language_of_notes(workspace.plan): note}
    return value
