"""A workspace belongs to one thread; what others read is a snapshot."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from rcm_tui.workflow import edit
from rcm_tui.workflow.attribution import attribute
from rcm_tui.workflow.plan_files import unrecorded
from rcm_tui.workflow.summary import summarize


@pytest.fixture
def owner(workspace):
    """The thread that owns the workspace."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(workspace.claim).result()
        yield pool


@pytest.mark.parametrize("use", ["plan", "git", "files", "on", "name"])
def test_another_thread_may_not_look_at_it(workspace, owner, use):
    with pytest.raises(RuntimeError, match="thread that owns it"):
        getattr(workspace, use)
    owner.submit(getattr, workspace, use).result()


def test_another_thread_may_not_call_it(workspace, owner):
    for call in (workspace.reload, workspace.snapshot, partial(summarize, workspace), partial(unrecorded, workspace)):
        with pytest.raises(RuntimeError, match="thread that owns it"):
            call()
    with pytest.raises(RuntimeError, match="thread that owns it"), workspace.lock():
        raise AssertionError("the lock was given to another thread")


def test_a_snapshot_is_read_anywhere_and_stays_as_it_was(workspace, owner):
    def complete():
        change = edit.set_status(workspace, "HR-4.2", "completed")
        return workspace.record(change, attribute(workspace.plan, change))

    before = owner.submit(workspace.snapshot).result()
    after = owner.submit(complete).result().after
    assert (before.plan.items["HR-4.2"].status, after.plan.items["HR-4.2"].status) == ("ongoing", "completed")
    assert before.git == after.git
    assert summarize(after).unrecorded == 0


def test_released_it_may_be_used_again(workspace, owner):
    owner.submit(workspace.release).result()
    assert workspace.plan.items
