"""Record what a meeting agrees: add agreements, place them on the items they lead to, withdraw them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rcm_tui.history.log import records
from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import MISSING, Value, get, put
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.plan import Plan
from rcm_tui.model.states import AgreementKind, AgreementStatus
from rcm_tui.model.texts import Text
from rcm_tui.workflow.change import Change
from rcm_tui.workflow.edit import Assignment, file_change, set_fields
from rcm_tui.workflow.recording import taken_ids
from rcm_tui.workflow.undo import undone_among

if TYPE_CHECKING:
    from rcm_tui.history.log import Record
    from rcm_tui.model.pasted import Piece
    from rcm_tui.workflow.view import PlanView
    from rcm_tui.workflow.workspace import Workspace


def add(
    workspace: Workspace,
    meeting_id: str,
    text: Text,
    *,
    number: str | None = None,
    kind: str = AgreementKind.DECISION.value,
    items: Sequence[str] = (),
    parts: Sequence[Piece] = (),
    language: str | None = None,
) -> Change:
    """Record an agreement. Its number may follow later; without items it is to be placed."""
    data = workspace.data(meeting_id)
    agreement = _agreement(data, text, number, kind, parts, language or next(iter(text), "en"))
    if items:
        agreement["items"] = [workspace.resolve(item) for item in items]
    return _with_agreements(workspace, meeting_id, data, [agreement])


def add_many(workspace: Workspace, meeting_id: str, pieces: Sequence[Piece], language: str) -> Change:
    """Record pasted text, split into its agreements, in one record. Raises BadValue where there is no text."""
    if not pieces:
        raise BadValue(_("There is no text to record as an agreement."))
    data = workspace.data(meeting_id)
    taken = taken_ids(data)
    new = []
    for piece in pieces:
        agreement = _agreement(data, {language: piece.text}, piece.number, "decision", piece.parts, language)
        while agreement["id"] in taken:
            agreement["id"] = ids.member_id(taken)
        taken.add(agreement["id"])
        new.append(agreement)
    return _with_agreements(workspace, meeting_id, data, new)


def _agreement(
    data: dict[str, Any], text: Text, number: str | None, kind: str, parts: Sequence[Piece], language: str
) -> dict[str, Any]:
    taken = taken_ids(data)
    words = {code: words.strip() for code, words in text.items() if words.strip()}
    if not words and not parts:
        raise BadValue(_("The text is empty; write it in at least one language."))
    agreement: dict[str, Any] = {"id": ids.member_id(taken), "text": words or {language: "…"}}
    taken.add(agreement["id"])
    if number:
        agreement["number"] = number
    agreement["kind"] = AgreementKind(kind).value
    agreement["status"] = AgreementStatus.AGREED.value
    if parts:
        agreement["parts"] = []
        for part in parts:
            own = ids.member_id(taken)
            taken.add(own)
            named = f"{number or ''}{part.number or ''}"
            agreement["parts"].append({"id": own, "number": named or None, "text": {language: part.text}})
        agreement["parts"] = [
            {key: value for key, value in part.items() if value is not None} for part in agreement["parts"]
        ]
    return agreement


def _with_agreements(
    workspace: Workspace, meeting_id: str, data: dict[str, Any], new: Sequence[dict[str, Any]]
) -> Change:
    agreements = [*(data.get("agreements") or ()), *new]
    first = f"{meeting_id}/{new[0]['id']}"
    change = file_change(workspace, meeting_id, {**data, "agreements": agreements}, new_id=new[0]["id"])
    return _marked(change, first) if len(new) == 1 else change


def _marked(change: Change, agreement: str) -> Change:
    from dataclasses import replace

    return replace(change, trailers=(*change.trailers, ("Agreement", agreement)))


def edit(workspace: Workspace, meeting_id: str, agreement_id: str, assignments: Sequence[Assignment]) -> Change:
    """Change fields of an agreement; paths are relative to it."""
    _one(workspace, meeting_id, agreement_id)
    below = [Assignment(("agreements", agreement_id, *each.path), each.how, each.value) for each in assignments]
    return _marked(set_fields(workspace, meeting_id, below), f"{meeting_id}/{agreement_id}")


def place(workspace: Workspace, meeting_id: str, agreement_id: str, items: Sequence[str]) -> Change:
    """Place an agreement on items, in addition to those it is placed on already."""
    data, agreement = _one(workspace, meeting_id, agreement_id)
    now = list(agreement.get("items") or ())
    wanted = [resolved for resolved in map(workspace.resolve, items) if resolved not in now]
    placed = put(data, ("agreements", agreement_id, "items"), [*now, *wanted])
    if "no_item" in agreement:
        placed = put(placed, ("agreements", agreement_id, "no_item"), MISSING)
    return _marked(file_change(workspace, meeting_id, placed), f"{meeting_id}/{agreement_id}")


def unplace(workspace: Workspace, meeting_id: str, agreement_id: str, items: Sequence[str]) -> Change:
    """Remove items from an agreement."""
    data, agreement = _one(workspace, meeting_id, agreement_id)
    now = list(agreement.get("items") or ())
    gone = {*items, *(workspace.plan.resolve(item) or item for item in items)}
    kept = [item for item in now if item not in gone]
    if kept == now:
        raise BadValue(_("The agreement is not placed on {items}.").format(items=", ".join(items)))
    value: Value = kept or MISSING
    changed = put(data, ("agreements", agreement_id, "items"), value)
    return _marked(file_change(workspace, meeting_id, changed), f"{meeting_id}/{agreement_id}")


def no_item(workspace: Workspace, meeting_id: str, agreement_id: str, why: str) -> Change:
    """Record why an agreement leads to no item."""
    data, _now = _one(workspace, meeting_id, agreement_id)
    if not why.strip():
        raise BadValue(_("Say why the agreement leads to no item."))
    changed = put(data, ("agreements", agreement_id, "no_item"), why.strip())
    return _marked(file_change(workspace, meeting_id, changed), f"{meeting_id}/{agreement_id}")


def withdraw(workspace: Workspace, meeting_id: str, agreement_id: str) -> Change:
    """Mark an agreement as withdrawn; its text stays. `led_to` gives the records it led to."""
    data, agreement = _one(workspace, meeting_id, agreement_id)
    if agreement.get("status") == AgreementStatus.WITHDRAWN:
        raise BadValue(_("The agreement is withdrawn already."))
    changed = put(data, ("agreements", agreement_id, "status"), AgreementStatus.WITHDRAWN.value)
    return _marked(file_change(workspace, meeting_id, changed), f"{meeting_id}/{agreement_id}")


def _one(workspace: Workspace, meeting_id: str, agreement_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    data = workspace.data(meeting_id)
    agreement = get(data, ("agreements", agreement_id))
    if not isinstance(agreement, dict):
        raise BadValue(
            _("{meeting} has no agreement {id}; see: rcm agreement list {meeting}").format(
                meeting=meeting_id, id=agreement_id
            )
        )
    return data, agreement


def led_to(workspace: PlanView, meeting_id: str, agreement_id: str) -> tuple[Record, ...]:
    """Find the records of changes to items that name the agreement and are not undone; they are offered for undoing."""
    name = f"{meeting_id}/{agreement_id}"
    found = [one for one in records(workspace.git, ("plan", "archive")) if name in one.agreements]
    gone = undone_among(workspace)
    return tuple(one for one in found if one.commit not in gone and not one.undoes)


def find(plan: Plan, words: str) -> tuple[str, str]:
    """Find the agreement named by `MEETING/ID`, `MEETING/NUMBER`, or an id or number in the open meeting.

    Raises BadValue where there is none.
    """
    meeting_id, slash, name = words.strip().rpartition("/")
    if slash and meeting_id not in plan.meetings:
        raise BadValue(_("There is no meeting {id}; see: rcm meeting list").format(id=meeting_id))
    candidates: Sequence[Meeting] = [plan.meetings[meeting_id]] if slash else plan.open_meetings
    for meeting in candidates:
        for agreement in meeting.agreements:
            if name in (agreement.id, agreement.number):
                return meeting.id, agreement.id
    raise BadValue(_("There is no agreement {name}; see: rcm agreement list").format(name=words))
