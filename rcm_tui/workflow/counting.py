"""What screens show of the whole plan, counted here or in a process of its own.

Counting a large plan takes seconds and as much memory as all of its items, which Python does not give back. As Python
runs one thread at a time, a thread that counts would hold up the keys, too. So another process counts then, and sends
what is shown. What is large is kept packed, and only the part that is looked at is unpacked.
"""

from __future__ import annotations

import contextlib
import datetime
import gc
import os
import pickle
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from functools import cached_property
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from rcm_tui import children, i18n
from rcm_tui.model.terms import rephrase
from rcm_tui.reports.styles import use_statuses
from rcm_tui.workflow.workspace import Workspace

if TYPE_CHECKING:
    import subprocess

    from rcm_tui.model.plan import Plan
    from rcm_tui.reports.status.report import StatusReport
    from rcm_tui.workflow.view import PlanView

HOME, CALENDAR, STATUS, REQUESTS, ALL_REQUESTS = "home", "calendar", "status", "requests", "all-requests"
COUNTRIES, ALL_COUNTRIES, ARCHIVE = "countries", "all-countries", "archive"
_MAKERS = {
    HOME: "rcm_tui.workflow.figures:read_figures",
    CALENDAR: "rcm_tui.workflow.listed:read_calendar",
    STATUS: "rcm_tui.workflow.listed:read_status",
    REQUESTS: "rcm_tui.workflow.listed:read_requests",
    ALL_REQUESTS: "rcm_tui.workflow.listed:read_all_requests",
    COUNTRIES: "rcm_tui.workflow.listed:read_countries",
    ALL_COUNTRIES: "rcm_tui.workflow.listed:read_all_countries",
    ARCHIVE: "rcm_tui.workflow.listed:read_archive",
}
"""The function that makes each part of a `Source`."""
_OF_REPORT = (CALENDAR, STATUS, HOME, REQUESTS)
"""The parts that take little once the status report is there."""
LARGE = 2_000
"""From this number of items on, a process of its own counts: starting it takes as long as counting a small plan."""
_SEND = f"{__name__}:send"


class Stopped(Exception):
    """Counting was stopped, as nobody waits for it any more."""


class Source:
    """A plan to be counted, and its status report once it was needed."""

    def __init__(self, view: PlanView, plan: Plan) -> None:
        self.view = view
        self.plan = plan

    @property
    def has_report(self) -> bool:
        """Whether the status report was made already."""
        return "report" in self.__dict__

    @cached_property
    def report(self) -> StatusReport:
        """The status report of the plan. Reads git."""
        from rcm_tui.workflow.status import status_report

        return status_report(self.view, plan=self.plan)

    def part(self, name: str) -> Any:
        """Make a part."""
        module, _colon, function = _MAKERS[name].partition(":")
        return getattr(import_module(module), function)(self)


class Counting:
    """Counts parts of a plan in the language in use; can be stopped from another thread.

    Of a large plan, the part that is asked for first is counted first, and after it those that need the same report.
    """

    def __init__(self, view: PlanView, plan: Plan, first: str) -> None:
        self.parts = tuple(dict.fromkeys((first, *_OF_REPORT))) if first in (CALENDAR, STATUS, HOME) else (first,)
        self._view = view
        self._plan = plan
        self._language = i18n.current()
        self._day = view.day
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False
        self._awaited: dict[str, Future[Any]] = {}
        if len(plan.items) >= LARGE:
            self._awaited = {name: Future() for name in self.parts}
            Thread(target=self._receive, name="counting", daemon=True).start()

    def is_of(self, plan: Plan) -> bool:
        """Return whether a plan is the one that is counted, and language and day are as they were."""
        return plan is self._plan and i18n.current() == self._language and self._view.day == self._day

    def part(self, name: str) -> Any:
        """Return a part when it is counted: call it in a thread. Raises Stopped."""
        found = self._awaited[name].result() if name in self._awaited else None
        if self._is_stopped:
            raise Stopped
        # The plan is small, or another process could not count it.
        return found if found is not None else Source(self._view, self._plan).part(name)

    def stop(self) -> None:
        """End the process."""
        self._is_stopped = True
        if self._process is not None:
            self._process.kill()

    def _receive(self) -> None:
        """Receive what another process counts, in a separate thread, so that no part waits in the pipe for a reader."""
        try:
            for name, found in self.from_process():
                self._awaited[name].set_result(found)
        finally:
            for awaited in self._awaited.values():
                if not awaited.done():
                    awaited.set_result(None)

    def from_process(self) -> Iterator[tuple[str, Any]]:
        """Yield the parts that another process counts, with their names, until it ends."""
        on = self._view.chosen_day
        arguments = (str(self._view.root), on.isoformat() if on is not None else "", self._language, i18n.interface())
        with children.start(_SEND, *arguments, *self.parts, stderr=children.NOWHERE) as process:
            self._process = process
            if self._is_stopped:
                process.kill()
            assert process.stdout is not None
            with contextlib.suppress(EOFError, pickle.UnpicklingError):
                for _part in self.parts:
                    yield pickle.load(process.stdout)  # noqa: S301 - written by `send`, for this alone


def send(root: str, on: str, language: str, interface: str, *parts: str) -> None:
    """Count parts of the plan in `root`, and write each to stdout when it is made: what the other process runs."""
    os.nice(5)
    gc.disable()  # All stays until the end, and looking through it again and again would take a third of the time.
    view = Workspace.open(Path(root), on=datetime.date.fromisoformat(on) if on else None)
    plan = view.plan
    i18n.use(language, interface=interface)
    i18n.use_words(None)
    i18n.use_terms(rephrase(plan.levels.terms))
    i18n.offer(plan.info.languages)
    use_statuses(lambda: plan.statuses)
    source = Source(view, plan)
    for name in parts:
        pickle.dump((name, source.part(name)), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
        sys.stdout.flush()
