"""A small plan in a real repository: two subjects, three objectives, four activities, one open meeting."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from rcm_tui import i18n
from rcm_tui.workflow.workspace import Workspace
from tests.small_plan import SEMINAR


@pytest.fixture
def root(tmp_path, small_plans) -> Path:
    """The plan's repository, everything recorded."""
    return small_plans.copy(SEMINAR, tmp_path / "repo")


@pytest.fixture
def sample_workspace(sample, home) -> Iterator[Workspace]:
    """The sample for reading, in English."""
    i18n.use("en")
    yield Workspace.open(sample)
    i18n.use("en")


@pytest.fixture
def workspace(root) -> Workspace:
    """The plan as a person works on it."""
    return Workspace.open(root)


@pytest.fixture
def day() -> datetime.date:
    """The day that the plan's rules count from."""
    return datetime.date(2007, 5, 15)
