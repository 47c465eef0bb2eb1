"""A small plan in a real repository, and the face driven as by a person."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

FILES = {
    "plan/plan.yaml": """\
schema: 1
title:
  en: Plan of a small conference
  es: Plan de una conferencia pequeña
languages: [en, es]
archive_after: P2Y
as_of: "2006-11-29"
bodies:
  RCGM:
    name: {en: Regional Consultation Group on Migration}
    short: {en: RCGM, es: GRCM}
""",
    "plan/actors.yaml": """\
MX:
  kind: member
  name: {en: Mexico, es: México}
CA:
  kind: member
  name: {en: Canada, es: Canadá}
IOM:
  kind: organization
  name: {en: International Organization for Migration, es: Organización Internacional para las Migraciones}
  short: {en: IOM, es: OIM}
TS:
  kind: office
  name: {en: Technical Secretariat}
members:
  kind: group
  name: {en: Member countries}
  members: [MX, CA]
""",
    "plan/HR/HR.yaml": "id: HR\nnumber: 1\ntitle:\n  en: HUMAN RIGHTS\n  es: DERECHOS HUMANOS\n",
    "plan/HR/HR-1/HR-1.yaml": """\
id: HR-1
number: 1
text:
  en: >-
    RESPECT FOR THE RIGHTS OF ALL MIGRANTS, WHATEVER THEIR STATUS, IN ALL COUNTRIES OF THE REGION AND ON ALL
    ROUTES THROUGH IT
actions:
  - id: bdr
    number: 1
    text:
      en: >-
        EXCHANGE INFORMATION
calendar:
  - id: ccc
    date: "2005"
    text:
      en: >-
        OF NO ONE ACTIVITY
""",
    "plan/HR/HR-1/HR-1.1.yaml": """\
id: HR-1.1
number: 1
text:
  en: >-
    INCLUDE AIDS AND MIGRATION INITIATIVE IN NEXT MEETING OF RCGM
  es: >-
    INCLUIR LA INICIATIVA SOBRE SIDA Y MIGRACIÓN
status: ongoing
actions: [bdr]
responsible: [IOM]
calendar:
  - id: kvt
    date: "2004-10"
    text:
      en: >-
        SUBJECT WAS DISCUSSED AT A SEMINAR
    status: completed
    meeting: 2006-11-rcgm
  - id: mzp
    text:
      en: >-
        COUNTRIES WILL SEND CONTACT INFORMATION
    status: pending-input
    request:
      from: [members]
      to: TS
      due: "2006-08-15"
      received:
        MX: "2006-07-12"
""",
    "plan/HR/HR-1/HR-1.2.yaml": """\
id: HR-1.2
number: 2
text:
  en: >-
    HOLD A WORKSHOP ON SMUGGLING
status: active
""",
    "plan/HR/HR-2/HR-2.yaml": "id: HR-2\nnumber: 2\ntext:\n  en: >-\n    PROTECTION OF REFUGEES\n",
    "archive/HR/HR-1/HR-1.3.yaml": """\
id: HR-1.3
number: 3
text:
  en: >-
    AN OLD SEMINAR
status: completed
archived: {date: "2006-05-01", meeting: 2006-11-rcgm, reason: Held in 2003}
""",
    "meetings/2006-11-rcgm.yaml": """\
id: 2006-11-rcgm
body: RCGM
dates: "2006-11-27/2006-11-29"
status: open
agreements:
  - id: hjn
    number: "3"
    text:
      en: >-
        Health of migrants
    kind: decision
    status: agreed
    items: [HR-1.1]
  - id: wqs
    number: "4"
    text:
      en: >-
        To be placed
    kind: decision
    status: agreed
""",
    "meetings/2007-05-rcgm.yaml": 'id: 2007-05-rcgm\nbody: RCGM\ndates: "2007-05"\nstatus: planned\n',
}

START = """\
Begin the plan

Plan-start: 1
Meeting: none
"""


@pytest.fixture
def plan_repo(repo, run_git) -> Path:
    """A small plan, recorded once; the meeting 2006-11-rcgm is open."""
    for name, text in FILES.items():
        path = repo / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    run_git(repo, "add", "-A")
    run_git(repo, "commit", "-q", "-m", START)
    return repo


async def _until(pilot, condition, what="", limit=10.0):
    """Wait until the condition holds; fails, saying what was waited for and what the screen shows, if it never does."""
    deadline = time.monotonic() + limit
    while True:
        await pilot._wait_for_screen()
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"waited for {what or condition}; the screen shows:\n{_screen_text(pilot.app)}")
        await asyncio.sleep(0.01)


def _screen_text(app) -> str:
    """What a person would read on the screen."""
    strips = app.screen._compositor.render_strips()
    under = [] if not app.screen.is_modal else [_plain(screen) for screen in app.screen_stack[:-1]]
    return "\n".join([*under, "\n".join(strip.text.rstrip() for strip in strips)])


def _plain(screen) -> str:
    return "\n".join(strip.text.rstrip() for strip in screen._compositor.render_strips())


@pytest.fixture
def until():
    return _until


@pytest.fixture
def screen_text():
    return _screen_text


@pytest.fixture
def face():
    """`async with face(repo) as (app, pilot)`: the face on a plan, read and at rest, without animation."""

    @asynccontextmanager
    async def open_face(
        root: Path, *, size=(120, 40), language="en", watch_files=False, expect_trouble=False, has_git=True
    ):
        from rcm_tui import i18n
        from rcm_tui.tui.app import RcmApp
        from rcm_tui.workflow.workspace import Workspace

        app = RcmApp(Workspace.open(root), language=language, watch_files=watch_files)
        app.animation_level = "none"
        try:
            async with app.run_test(size=size, notifications=True) as pilot:
                await _until(pilot, lambda: app.plan is not None or app.broken, "the plan")
                await _until(pilot, lambda: app.standing is not None or app.broken or not has_git, "where things stand")
                yield app, pilot
        finally:
            i18n.use("en")
        if app.troubles and not expect_trouble:
            raise app.troubles[0]

    return open_face
