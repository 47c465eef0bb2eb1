"""The fixtures of both front ends."""

from __future__ import annotations

import pytest

from tests.cli.conftest import meeting, plan, process, rcm  # noqa: F401
from tests.small_plan import GARDENS
from tests.tui.conftest import face, until  # noqa: F401


@pytest.fixture(scope="session")
def gardens(tmp_path_factory, small_plans):
    """The small plan in a folder that no test changes."""
    return small_plans.copy(GARDENS, tmp_path_factory.mktemp("gardens") / "repo")
