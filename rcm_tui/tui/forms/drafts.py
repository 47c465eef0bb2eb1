"""Drafts of forms: saved at most half a second behind the typing, and offered again when the program starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.timer import Timer

from rcm_tui.i18n import _, ngettext
from rcm_tui.model.errors import RcmError
from rcm_tui.model.plan import Plan
from rcm_tui.reports.names import meeting_name
from rcm_tui.tui.base_screen import AnyScreen
from rcm_tui.tui.command import with_keys
from rcm_tui.tui.protocols import Application
from rcm_tui.workflow.drafts import Draft, Drafts
from rcm_tui.workflow.workspace import Workspace

AGREEMENT, NEW_MEETING, NEW_ACTOR = "agreement", "new-meeting", "new-actor"
"""Keys of the drafts of forms that edit no file."""

DELAY = 0.5
"""Seconds between typing and saving; more typing does not put it off."""

Snapshot = tuple[dict[str, Any], Any]
"""What was typed, by field, and the data that the form began with."""


class DraftKeeper:
    """Saves the draft of one form, in the workspace's thread, so that saving and discarding stay in order."""

    def __init__(self, form: AnyScreen, key: str, snapshot: Callable[[], Snapshot | None]) -> None:
        """Keep the draft `key`; `snapshot` gives what is to be saved, None where nothing was typed."""
        self._form = form
        self._key = key
        self._snapshot = snapshot
        self._timer: Timer | None = None
        self._is_discarded = False

    def save_soon(self) -> None:
        """Save what is in the form, shortly."""
        if self._timer is None:
            self._timer = self._form.set_timer(DELAY, self._save)

    def save_now(self) -> None:
        """Save what is there now, after what the workspace's thread has begun."""
        if self._timer is not None:
            self._timer.stop()
        self._save()

    def _save(self) -> None:
        self._timer = None
        snapshot = self._snapshot()

        def save(workspace: Workspace) -> None:
            if self._is_discarded:
                return  # It was begun before the draft was discarded, and comes after.
            if snapshot is not None:
                Drafts(workspace).save(self._key, *snapshot)
            else:
                Drafts(workspace).discard(self._key)

        self._form.rcm.run_in_background(self._form.rcm.workspace_thread.run(save))

    async def discard(self) -> None:
        """Discard the draft for good: what was typed is recorded, or given up."""
        self._is_discarded = True
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        await self._form.rcm.workspace_thread.run(lambda workspace: Drafts(workspace).discard(self._key))


async def all_drafts(app: Application) -> tuple[Draft, ...]:
    """Read every draft there is, newest first."""
    return tuple(reversed(await app.workspace_thread.run(lambda workspace: Drafts(workspace).all())))


async def announce_drafts(app: Application) -> None:
    """Say that there are drafts, if there are."""
    try:
        count = len(await all_drafts(app))
    except RcmError:
        return  # A plan outside git has no drafts; recording says what is wrong.
    if count:
        message = ngettext(
            "Something you wrote is not recorded yet. Press {unfinished} to go on with it.",
            "{count} things you wrote are not recorded yet. Press {unfinished} to go on with them.",
            count,
        )
        app.toast(with_keys(message, count=count))


def describe_draft(plan: Plan, key: str) -> str:
    """Say what a draft is of, by its key."""
    kind, colon, rest = key.partition(":")
    if key == AGREEMENT:
        return _("An agreement")
    if key == NEW_MEETING:
        return _("A new meeting")
    if key == NEW_ACTOR:
        return _("A new actor")
    if colon:
        item = rest.partition("/")[0]
        return {
            "new": _("Something new under {item}").format(item=item) if item else _("A new subject"),
            "new-entry": _("A calendar entry of {item}").format(item=item),
            "request": _("A request of {item}").format(item=item),
            "new-request": _("A request of {item}").format(item=item),
            "actor": _("The actor {code}").format(code=rest),
            "answers": _("Answers to a request of {item}").format(item=item),
        }.get(kind, key)
    first, slash, _member = key.partition("/")
    if first in plan.meetings:
        name = meeting_name(plan, first)
        return _("An agreement of {meeting}").format(meeting=name) if slash else name
    return _("A calendar entry of {item}").format(item=first) if slash else first
