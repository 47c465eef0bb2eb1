"""What is typed in a form and not recorded yet, kept at most half a second behind the typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from rcm_tui.workflow.drafts import Drafts

if TYPE_CHECKING:
    from rcm_tui.tui.forms.form import Form
    from rcm_tui.workflow.workspace import Workspace

DELAY = 0.5
"""Seconds between typing and keeping; typing on does not put it off."""


class DraftKeeper:
    """Keeps the draft of one form, in the workspace's thread, so that keeping and forgetting stay in order."""

    def __init__(self, form: Form, key: str) -> None:
        self._form = form
        self._key = key
        self._timer: Timer | None = None
        self._drafts = Drafts(form.rcm.snapshot)

    def soon(self) -> None:
        """Keep what stands in the form, shortly."""
        if self._timer is None:
            self._timer = self._form.set_timer(DELAY, self._keep)

    def _keep(self) -> None:
        self._timer = None
        form = self._form
        state, base = form.state(), form.base
        touched = form.touched

        def keep(_workspace: Workspace) -> None:
            if touched:
                self._drafts.save(self._key, state, base)
            else:
                self._drafts.discard(self._key)

        async def go() -> None:
            await form.rcm.workspace_thread.run(keep)

        form.rcm.run_in_background(go())

    async def forget(self) -> None:
        """What was typed is recorded, or given up."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        await self._form.rcm.workspace_thread.run(lambda _workspace: self._drafts.discard(self._key))
