"""A small plan in a real repository: two subjects, three objectives, four activities, one open meeting."""

from __future__ import annotations

import datetime
import textwrap
from pathlib import Path

import pytest

from rcm_tui.workflow.workspace import Workspace

FILES = {
    "plan/plan.yaml": """
        schema: 1
        title: {en: A plan to try things on, es: Un plan de prueba}
        languages: [en, es]
        archive_after: P2Y
        as_of: "2007-05-15"
        bodies:
          RCGM:
            name: {en: Regional Consultation Group on Migration}
        """,
    "plan/actors.yaml": """
        MX:
          kind: member
          name: {en: Mexico, es: México}
        CA:
          kind: member
          name: {en: Canada, es: Canadá}
        IOM:
          kind: organization
          name: {en: International Organization for Migration}
          aliases: [OIM]
        TS:
          kind: office
          name: {en: Technical Secretariat}
        members:
          kind: group
          name: {en: Member countries}
          members: [MX, CA]
        """,
    "plan/HR/HR.yaml": """
        id: HR
        number: 2
        title:
          en: HUMAN RIGHTS
        """,
    "plan/HR/HR-4/HR-4.yaml": """
        id: HR-4
        number: 4
        text:
          en: >-
            PROMOTE ACTIVITIES IN THE AREA OF HEALTH
        actions:
          - id: bdr
            number: 1
            text:
              en: >-
                IDENTIFY PROGRAMS
        """,
    "plan/HR/HR-4/HR-4.1.yaml": """
        # The seminar and what came of it.
        id: HR-4.1
        number: 1
        text:
          en: >-
            HOST A SEMINAR ON MIGRATION AND HEALTH
        status: pending-input   # since the seminar
        actions: [bdr]
        responsible: [MX, CA]
        colour: blue
        calendar:
          - id: lhw
            date: "2004-10-18/2004-10-19"
            text:
              en: >-
                CARRIED OUT.
            status: completed
          # asked at the seminar
          - id: mzp
            text:
              en: >-
                COUNTRIES WILL SEND CONTACT INFORMATION
            status: pending-input
            request:
              from: [members]
              to: TS
        """,
    "plan/HR/HR-4/HR-4.2.yaml": """
        id: HR-4.2
        number: 2
        text:
          en: >-
            INCLUDE AIDS INITIATIVE
        status: ongoing
        responsible: [IOM]
        """,
    "plan/HR/HR-5/HR-5.yaml": """
        id: HR-5
        number: 5
        text:
          en: >-
            PROTECT REFUGEES
        """,
    "plan/HR/HR-5/HR-5.1.yaml": """
        id: HR-5.1
        number: 1
        text:
          en: >-
            EXAMINE THE LAWS
        status: completed
        calendar:
          - id: xyz
            date: "2004-05"
            text:
              en: >-
                EXAMINED.
            status: completed
        """,
    "meetings/2007-05-rcgm.yaml": """
        id: 2007-05-rcgm
        body: RCGM
        dates: "2007-05-15/2007-05-17"
        status: open
        """,
}


def written(root: Path, files: dict[str, str]) -> None:
    """Put files, given as indented text, under a folder."""
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")


@pytest.fixture
def root(repo, run_git) -> Path:
    """The plan's repository, everything recorded."""
    written(repo, FILES)
    run_git(repo, "add", "-A")
    run_git(repo, "commit", "-q", "-m", "Start\n\nPlan-start: 2007-05-01\nMeeting: none")
    return repo


@pytest.fixture
def workspace(root) -> Workspace:
    """The plan as a person works on it."""
    return Workspace.open(root)


@pytest.fixture
def day() -> datetime.date:
    """The day that the plan's rules count from."""
    return datetime.date(2007, 5, 15)
