"""Open the forms, by their names.

A form is imported when it is first opened: importing them all would make the first screen a tenth of a second later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from rcm_tui.model import ids
from rcm_tui.tui.base_screen import ItemScreen
from rcm_tui.tui.forms.drafts import AGREEMENT, NEW_ACTOR, NEW_MEETING
from rcm_tui.tui.protocols import Application
from rcm_tui.workflow.change import Recorded

if TYPE_CHECKING:
    from rcm_tui.tui.forms.form import Form

FORMS: Mapping[str, str] = {
    "item": "item:ItemEditor",
    "new": "item:AddForm",
    "entry": "entry:EntryForm",
    "answers": "answers:AnswersForm",
    "request": "members:RequestForm",
    "agreement": "agreement:AgreementEditor",
    "new-agreement": "agreement:AgreementForm",
    "meeting": "meeting:MeetingForm",
    "actor": "actor:ActorForm",
}
"""Where the class of each form is, in this package."""


def make_form(name: str, *args: str, **options: Any) -> Form:
    """Make a form by its name; what follows is for its class."""
    module, _colon, kind = FORMS[name].partition(":")
    return cast("Form", getattr(import_module(f"rcm_tui.tui.forms.{module}"), kind)(*args, **options))


async def open_form(
    app: Application, name: str, *args: str, then: Callable[[Recorded | None], None] | None = None, **options: Any
) -> None:
    """Open a form by its name; `then` gets what was recorded. Raises RcmError where its file cannot be read."""
    await make_form(name, *args, **options).open(app, then)


async def open_answers(app: Application, owner: str, member: str, actor: str = "") -> None:
    """Open the form of the answers to the request of a calendar entry, or of an agreement of a meeting.

    The cursor is put on `actor`, else on the first who was asked.
    """
    await answers_form(app, owner, member, actor).open(app, None)


def answers_form(app: Application, owner: str, member: str, actor: str = "") -> Form:
    """Make the form of the answers to a request."""
    found = app.plan.request_at(f"{owner}/{member}") if app.plan is not None else None
    path = found[0] if found is not None else ("calendar", member, "request")
    return make_form("answers", owner, member, path=path, actor=actor)


async def open_entry(screen: ItemScreen, item_id: str, entry_id: str) -> None:
    """Open the form of a calendar entry, a new one without `entry_id`; afterwards the cursor goes to it."""

    def recorded(done: Recorded | None) -> None:
        if done is not None and done.new_id:
            screen.move_when_drawn(partial(screen.focus_entry, done.new_id))

    await open_form(screen.rcm, "entry", item_id, entry_id, then=recorded)


async def open_add(screen: ItemScreen, parent: str, *, agreement: str | None = None) -> None:
    """Open the form for something new under `parent`, a subject without; afterwards the cursor goes to it."""

    def recorded(done: Recorded | None) -> None:
        if done is not None and done.new_id:
            new_id = done.new_id if ids.is_id(done.new_id) else parent
            screen.move_when_drawn(partial(screen.go_to, new_id))

    plan = screen.rcm.plan
    parent = parent or (plan.hidden_top if plan is not None else "")
    await open_form(screen.rcm, "new", parent, agreement=agreement, then=recorded)


def form_of_draft(app: Application, key: str) -> Form:
    """Make the form that a draft belongs to."""
    kind, colon, rest = key.partition(":")
    first, slash, member = (rest if colon else key).partition("/")
    known = app.plan.meetings if app.plan is not None else ()
    if key == AGREEMENT:
        return make_form("new-agreement")
    if key == NEW_MEETING or (not slash and first in known):
        return make_form("meeting", "" if key == NEW_MEETING else first)
    if key == NEW_ACTOR or (kind == "actor" and colon):
        return make_form("actor", rest)
    if kind == "new" and colon:
        return make_form("new", rest)
    if kind == "answers" and colon:
        return answers_form(app, first, member)
    if kind in ("request", "new-request") and colon:
        asking, _slash, name = member.partition("/")
        found = app.plan.request_at(f"{first}/{name}") if app.plan is not None else None
        return make_form("request", first, asking, name, path=found[0] if found is not None else ())
    if slash and first in known:
        return make_form("agreement", first, member)
    return make_form("entry", first, member) if slash or colon else make_form("item", first)
