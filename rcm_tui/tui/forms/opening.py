"""Opening a form: what it begins with is read first, so that the next key is typed into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcm_tui.model.fieldpath import Value
from rcm_tui.model.plan import Plan
from rcm_tui.workflow.drafts import Draft, Drafts

if TYPE_CHECKING:
    from rcm_tui.tui.forms.form import Form
    from rcm_tui.tui.protocols import Application
    from rcm_tui.workflow.change import Recorded
    from rcm_tui.workflow.workspace import Workspace

Data = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Opening:
    """What a form begins with: the plan, the file's data (empty for something new), and a draft left from before."""

    plan: Plan
    base: Data
    draft: Draft | None


async def opening(app: Application, draft_key: str, file_key: str = "") -> Opening | None:
    """Read what a form needs, in the workspace's thread; None while there is no plan yet.

    `file_key` names the file that is edited, if there is one. Raises RcmError where it cannot be read.
    """
    plan = app.plan
    if plan is None:
        return None

    def read(workspace: Workspace) -> tuple[Data, Draft | None]:
        return (workspace.data(file_key) if file_key else {}), Drafts(workspace).load(draft_key)

    base, draft = await app.workspace_thread.run(read)
    if draft is not None and file_key and not isinstance(draft.base, dict):
        draft = None
    return Opening(plan, base, draft)


async def show(app: Application, form: Form, then: Callable[[Recorded | None], None] | None = None) -> None:
    """Open a form; when this returns, the next key is typed into it."""
    await app.push_screen(form, then)
