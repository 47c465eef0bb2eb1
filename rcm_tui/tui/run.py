"""Start the terminal interface."""

from __future__ import annotations

from datetime import date
from pathlib import Path


def run(root: Path, *, language: str, on: date | None) -> int:
    """Show the plan that `root` lies in on the full screen, until the person leaves; the exit status.

    `on` is the day that every rule counts from, else the plan's own or today. Raises NoPlanHere where there is no plan.
    """
    import sys

    from rcm_tui.history.terminal import occupied
    from rcm_tui.tui.recording import WorkspaceThread
    from rcm_tui.workflow.workspace import Workspace

    workspace = Workspace.open(root, on=on)
    thread = WorkspaceThread(workspace)
    thread.begin(Workspace.reload)  # While Textual is imported, which takes as long.
    from rcm_tui.tui.app import RcmApp
    from rcm_tui.tui.base_screen import START, STARTS
    from rcm_tui.workflow.memory import remembered

    # Reading and searching go on in threads; a key waits for them no longer than this. Python's own is five times.
    sys.setswitchinterval(0.001)
    start = remembered(START)
    app = RcmApp(workspace, language=language, workspace_thread=thread, start=start if start in STARTS else "home")
    with occupied():
        status = app.run()
    return app.return_code or status or 0
