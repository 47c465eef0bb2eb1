"""The fixtures of both front ends."""

from __future__ import annotations

import pytest

from tests.cli.conftest import meeting, process, rcm  # noqa: F401
from tests.frontends.words import AGREEMENT, FIELDS, MEETING
from tests.small_plan import GARDENS
from tests.tui.conftest import open_app, until  # noqa: F401

MEETING_FILE = f"meetings/{MEETING}.yaml"
DECLARING = GARDENS | {
    "plan/plan.yaml": GARDENS["plan/plan.yaml"] + FIELDS,
    MEETING_FILE: GARDENS[MEETING_FILE]
    + f"agreements:\n  - id: {AGREEMENT}\n    text:\n      en: >-\n        Prune the oaks\n    kind: decision\n"
    + "    status: agreed\n",
}
"""The small plan, with fields of its own, and with an agreement that a planned meeting prepares."""


@pytest.fixture
def plan(small_plans, tmp_path, monkeypatch):
    """A repository with the small plan, which is the current directory."""
    root = small_plans.copy(DECLARING, tmp_path / "repo")
    monkeypatch.chdir(root)
    return root


@pytest.fixture(scope="session")
def gardens(tmp_path_factory, small_plans):
    """The small plan in a folder that no test changes."""
    return small_plans.copy(DECLARING, tmp_path_factory.mktemp("gardens") / "repo")
