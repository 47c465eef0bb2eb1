"""Record what a meeting agrees: add agreements, place them on the items they lead to, withdraw them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from rcm_tui.changes.describe import describe_item
from rcm_tui.history.log import records
from rcm_tui.i18n import _, current, ngettext
from rcm_tui.model import ids
from rcm_tui.model.entries import requests_in
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import MISSING, Path, Value, get, put, without
from rcm_tui.model.meetings import LINK_FIELDS
from rcm_tui.model.references import Items
from rcm_tui.model.rules import read
from rcm_tui.model.states import AgreementKind, AgreementStatus, Strength
from rcm_tui.model.texts import Text, pick
from rcm_tui.model.types import Context
from rcm_tui.workflow.agreement_names import SHOWN
from rcm_tui.workflow.change import Change, Confirmation, Target, together
from rcm_tui.workflow.edit import SET, Assignment, assigned, file_change
from rcm_tui.workflow.items import read_fields
from rcm_tui.workflow.recording import changes_of, taken_ids
from rcm_tui.workflow.undo import undone_among

if TYPE_CHECKING:
    from rcm_tui.history.log import Record
    from rcm_tui.model.minutes import Proposal
    from rcm_tui.model.pasted import Piece
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.view import PlanView
    from rcm_tui.workflow.workspace import Workspace


def add(
    workspace: Workspace,
    meeting_id: str,
    text: Text,
    *,
    parts: Sequence[Piece] = (),
    language: str | None = None,
    **fields: Value,
) -> Change:
    """Record an agreement. Its number may follow later; without items it is to be placed.

    `fields` are those of the format, as values or in a person's words: number, kind, items, …. Raises BadValue for what
    they cannot be, and for a number that another agreement of the meeting has.
    """
    data = workspace.data(meeting_id)
    given = read_fields(workspace, "agreement", meeting_id, fields)
    if given.get("number"):
        _refuse_same_number(meeting_id, data, given["number"])
    kind = given.get("kind") or AgreementKind.DECISION.value
    agreement = _agreement(data, text, given.get("number"), kind, parts, language or next(iter(text), "en")) | given
    return _with_agreements(workspace, meeting_id, data, [agreement])


def add_many(
    workspace: Workspace, meeting_id: str, pieces: Sequence[Piece], language: str, *, propose: Propose | None = None
) -> Change:
    """Record pasted text, split into its agreements, in one record; its headings become statements of the meeting.

    `propose` finds who is to do what an agreement says, and by when. Raises BadValue where there is no text.
    """
    if not pieces:
        raise BadValue(_("There is no text to record as an agreement."))
    data = workspace.data(meeting_id)
    before = {agreement.get("number") for agreement in data.get("agreements") or ()}
    numbers = [piece.number for piece in pieces if piece.number and not piece.is_heading]
    twice = dict.fromkeys(number for number in numbers if number in before or numbers.count(number) > 1)
    message = _(
        "Several agreements of {meeting} have the number {numbers}; give them others, or name them by their ids."
    )
    notes = (message.format(meeting=meeting_id, numbers=", ".join(twice)),) if twice else ()
    for piece in pieces:
        if piece.is_heading:
            statement = {"id": ids.member_id(taken_ids(data)), "text": {language: piece.text}}
            data = {**data, "statements": [*(data.get("statements") or ()), statement]}
        else:
            new = _agreement(data, {language: piece.text}, piece.number, "decision", piece.parts, language)
            new = _with_proposals(new, piece, propose)
            data = {**data, "agreements": [*(data.get("agreements") or ()), new]}
    return dataclasses.replace(file_change(workspace, meeting_id, data), notes=notes)


def add_pieces(
    workspace: Workspace,
    meeting_id: str,
    pieces: Sequence[Piece],
    language: str,
    *,
    propose: Propose | None = None,
    **fields: Value,
) -> Change:
    """Record what was typed or pasted, in a record of the meeting: one agreement with its parts, or one of each piece.

    `fields` are those of a single agreement; `propose` is as for `add_many`. Raises BadValue as `add` and
    `add_many` do.
    """
    if len(pieces) == 1:
        (piece,) = pieces
        text = {language: piece.text}
        fields = {**fields, "number": fields.get("number") or piece.number}
        change = add(workspace, meeting_id, text, parts=piece.parts, language=language, **fields)
        if propose is not None:
            (target,) = change.targets
            data = dict(target.data or {})
            *before, new = data["agreements"]
            data = workspace.plan.schema.arrange(
                "meeting", {**data, "agreements": [*before, _with_proposals(new, piece, propose)]}
            )
            change = dataclasses.replace(change, targets=(dataclasses.replace(target, data=data),))
    else:
        change = add_many(workspace, meeting_id, pieces, language, propose=propose)
    return dataclasses.replace(change, meeting=meeting_id)


Propose: TypeAlias = Callable[["Piece"], "Proposal"]


def _with_proposals(agreement: dict[str, Any], piece: Piece, propose: Propose | None) -> dict[str, Any]:
    """Return an agreement with the owners and the due date that its words, and those of its parts, propose."""
    if propose is None:
        return agreement
    made = {**agreement, **_proposed(propose(piece))}
    if piece.parts:
        pairs = zip(agreement["parts"], piece.parts, strict=True)
        made["parts"] = [{**data, **_proposed(propose(part))} for data, part in pairs]
    return made


def _proposed(found: Proposal) -> dict[str, Any]:
    owners = {"responsible": list(found.owners)} if found.owners else {}
    asked = {"from": list(found.owners)} if found.owners else {}
    return {**owners, "request": {**asked, "due": found.due}} if found.due else owners


def proposals_for(plan: Plan, meeting_id: str) -> Propose:
    """Return what finds the owners and due date in the words of an agreement of a meeting."""
    from rcm_tui.model.minutes import propose  # Understanding dates takes long to import.

    meeting = plan.meetings.get(meeting_id)
    dates = read(meeting.dates) if meeting is not None else None
    year = dates.last.year if dates is not None and dates.last is not None else None
    return lambda piece: propose(piece.text, plan.actors, year=year)


def leading_to(workspace: Workspace, agreement: str, change: Change, item_id: str) -> Change:
    """Return a change that makes something out of an agreement (MEETING/ID), with the link to an item in one record.

    The item may be one that the change adds.
    """
    meeting_id, _slash, name = agreement.partition("/")
    data = workspace.data(meeting_id)
    path = _path_of(meeting_id, data, name)
    field = (*path, LINK_FIELDS[Strength.EXPLICIT])
    links = _links(data, field)
    if item_id in links:
        return change
    data = without(put(data, field, [*links, item_id]), (*path, "no_item"))
    # Not by file_change, whose check does not know an item that is added only now.
    target = Target(workspace.path(meeting_id), workspace.plan.schema.arrange("meeting", data))
    return together(change, Change((target,)))


def _refuse_same_number(meeting_id: str, data: Mapping[str, Any], number: str, but: str = "") -> None:
    for agreement in data.get("agreements") or ():
        for decision in (agreement, *(agreement.get("parts") or ())):
            if decision.get("number") == number and decision.get("id") != but:
                words = pick(decision.get("text") or {}, current())[:SHOWN]
                raise BadValue(
                    _("{meeting} has an agreement {number} already: {id} {words}").format(
                        meeting=meeting_id, number=number, id=decision.get("id"), words=words
                    )
                )


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
    change = file_change(workspace, meeting_id, {**data, "agreements": agreements}, new_id=new[0]["id"])
    return _naming(change, meeting_id, [new[0]["id"]]) if len(new) == 1 else change


def _naming(change: Change, meeting_id: str, names: Sequence[str]) -> Change:
    """Name the agreements in the record."""
    trailers = [("Agreement", f"{meeting_id}/{name}") for name in names]
    return dataclasses.replace(change, trailers=(*change.trailers, *trailers))


# The functions below change one agreement or several of a meeting; each is named by its id, and so is a part of one.

_Update: TypeAlias = Callable[[dict[str, Any], Path], dict[str, Any]]
"""Makes the new data of a meeting out of the data and the path of an agreement in it."""


def _each(workspace: Workspace, meeting_id: str, names: Sequence[str], update: _Update) -> Change:
    data = workspace.data(meeting_id)
    for name in names:
        data = update(data, _path_of(meeting_id, data, name))
    return _naming(file_change(workspace, meeting_id, data), meeting_id, names)


def _path_of(meeting_id: str, data: Mapping[str, Any], name: str) -> Path:
    """Return the path of an agreement or of a part of one. Raises BadValue where there is none."""
    for agreement in data.get("agreements") or ():
        if agreement.get("id") == name:
            return ("agreements", name)
        if any(part.get("id") == name for part in agreement.get("parts") or ()):
            return ("agreements", agreement["id"], "parts", name)
    raise BadValue(
        _("{meeting} has no agreement {id}; see: rcm agreement list {meeting}").format(meeting=meeting_id, id=name)
    )


def edit(workspace: Workspace, meeting_id: str, names: Sequence[str], assignments: Sequence[Assignment]) -> Change:
    """Change fields of agreements; paths are relative to an agreement.

    Raises BadValue for a number that another agreement of the meeting has.
    """

    def update(data: dict[str, Any], path: Path) -> dict[str, Any]:
        for each in assignments:
            if each.path == ("number",) and isinstance(each.value, str) and each.value.strip():
                _refuse_same_number(meeting_id, data, each.value.strip(), but=path[-1])
            data = assigned(workspace, meeting_id, data, Assignment((*path, *each.path), each.how, each.value))
        return data

    return _each(workspace, meeting_id, names, update)


def place(
    workspace: Workspace,
    meeting_id: str,
    names: Sequence[str],
    items: Sequence[str],
    strength: Strength = Strength.EXPLICIT,
) -> Change:
    """Link agreements to items, or to actions as OBJECTIVE/ACTION, in addition to those they are linked to already.

    A link of another strength is replaced.
    """
    wanted = [_target(workspace, item) for item in items]

    def update(data: dict[str, Any], path: Path) -> dict[str, Any]:
        data = _without_links(data, path, wanted, but=strength)
        field = (*path, LINK_FIELDS[strength])
        now = _links(data, field)
        data = put(data, field, [*now, *(item_id for item_id in wanted if item_id not in now)])
        return without(data, (*path, "no_item"))  # type: ignore[no-any-return]

    return _each(workspace, meeting_id, names, update)


def unplace(workspace: Workspace, meeting_id: str, names: Sequence[str], items: Sequence[str]) -> Change:
    """Unlink items from agreements. Raises BadValue where one is linked to none of them."""
    plan = workspace.plan
    gone = {*items, *(_target(workspace, item, may_be_gone=True) for item in items)}

    def update(data: dict[str, Any], path: Path) -> dict[str, Any]:
        former = {
            link for name in LINK_FIELDS.values() for link in _links(data, (*path, name)) if plan.resolve(link) in gone
        }
        changed = _without_links(data, path, gone | former)
        if changed == data:
            raise BadValue(_("The agreement is not placed on {items}.").format(items=", ".join(items)))
        return changed

    return _each(workspace, meeting_id, names, update)


def _target(workspace: Workspace, words: str, *, may_be_gone: bool = False) -> str:
    """Return the id of an item that is named in any way, or OBJECTIVE/ACTION, where ACTION is an id or a number."""
    item, slash, action = words.partition("/")
    context = Context(workspace.plan)
    try:
        target = str(Items().read(f"{workspace.resolve(item)}{slash}{action}", "items", context))
        for problem in Items().check_one(target, "items", context):
            raise BadValue(problem.message)
    except BadValue:
        if may_be_gone:
            return words
        raise
    return target


def _without_links(
    data: dict[str, Any], path: Path, targets: Collection[str], but: Strength | None = None
) -> dict[str, Any]:
    """Return the data without the links of an agreement to some targets; those of one strength stay."""
    for strength, name in LINK_FIELDS.items():
        field = (*path, name)
        now = _links(data, field)
        kept = [target for target in now if target not in targets]
        if strength is not but and kept != now:
            data = put(data, field, kept or MISSING)
    return data


def _links(data: dict[str, Any], field: Path) -> list[str]:
    now = get(data, field)
    return list(now) if isinstance(now, list | tuple) else []


def no_item(workspace: Workspace, meeting_id: str, names: Sequence[str], why: str) -> Change:
    """Record why agreements lead to no item."""
    if not why.strip():
        raise BadValue(_("Say why the agreement leads to no item."))
    return _each(workspace, meeting_id, names, lambda data, path: put(data, (*path, "no_item"), why.strip()))


def withdraw(workspace: Workspace, meeting_id: str, names: Sequence[str]) -> Change:
    """Mark agreements as withdrawn; their texts stay. `led_to` gives the records they led to."""

    def update(data: dict[str, Any], path: Path) -> dict[str, Any]:
        if get(data, (*path, "status")) == AgreementStatus.WITHDRAWN:
            raise BadValue(_("The agreement is withdrawn already."))
        changed: dict[str, Any] = put(data, (*path, "status"), AgreementStatus.WITHDRAWN.value)
        return changed

    return _each(workspace, meeting_id, names, update)


def acknowledge(workspace: Workspace, meeting_id: str, names: Sequence[str]) -> Change:
    """Make acknowledgements of agreements, such as votes of thanks: they lead to no item."""
    return edit(workspace, meeting_id, names, [Assignment(("kind",), SET, AgreementKind.ACKNOWLEDGEMENT.value)])


def make_heading(workspace: Workspace, meeting_id: str, names: Sequence[str]) -> Change:
    """Make statements of the meeting out of headings that were recorded as agreements; they keep their ids."""
    data = workspace.data(meeting_id)
    for name in names:
        path = _path_of(meeting_id, data, name)
        agreement = get(data, path)
        if len(path) > 2 or agreement.get("parts") or any(requests_in(agreement)):
            raise BadValue(
                _("{agreement} has parts, asks for something or is a part: it is no heading.").format(agreement=name)
            )
        statement = {key: agreement[key] for key in workspace.plan.schema.order("statement") if agreement.get(key)}
        if agreement.get("number"):
            statement["text"] = {
                code: f"{agreement['number']}. {words}" for code, words in (agreement.get("text") or {}).items()
            }
        data = {**without(data, ("agreements", name)), "statements": [*(data.get("statements") or ()), statement]}
    return file_change(workspace, meeting_id, data)


def led_to(view: PlanView, meeting_id: str, names: Sequence[str]) -> tuple[Record, ...]:
    """Find the records of changes to items that name the agreements or their parts and are not undone."""
    meeting = view.plan.meetings[meeting_id]
    parts = [part.id for agreement in meeting.agreements if agreement.id in names for part in agreement.parts]
    wanted = {f"{meeting_id}/{name}" for name in (*names, *parts)}
    found = [record for record in records(view.git, ("plan", "archive")) if wanted & set(record.agreements)]
    gone = undone_among(view)
    return tuple(record for record in found if record.commit not in gone and not record.undoes)


def confirmed(workspace: Workspace, change: Change, count: int) -> Change:
    """Return the change of some agreements, to be shown and confirmed first."""
    message = ngettext("This changes {count} agreement.", "This changes {count} agreements, in one record.", count)
    lines = [f"{item.key}  {describe_item(item, current())}" for item in changes_of(workspace, change)]
    yes = ngettext("Change {count} agreement", "Change {count} agreements", count).format(count=count)
    question = "\n".join((*lines, message.format(count=count)))
    return dataclasses.replace(change, confirm=Confirmation(yes + "?", question, yes))
