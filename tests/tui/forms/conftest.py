"""Getting to a form, and to its fields by their labels."""

from __future__ import annotations

import pytest


@pytest.fixture
def form_at(until):
    """`form = await form_at(app, pilot, "HR-1.1", "e")`: the form that a key opens on an item."""

    async def go(app, pilot, item_id, key, entry=""):
        from rcm_tui.tui.forms.form import Form

        plan = app.screen
        plan.go_to(item_id)
        await until(pilot, lambda: plan.item_id == item_id and plan._shown == item_id, f"cursor on {item_id}")
        if entry:
            plan.detail.focus_entry(entry)
            await until(pilot, lambda: plan.entry_id == entry, f"cursor on {entry}")
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, Form) and app.screen._ready, "the form")
        return app.screen

    return go


@pytest.fixture
def field():
    """`field(form, "Status")` or `field(form, "status")`: by its label or its key; the second one with `at=1`."""

    def find(form, name, at=0):
        return [field for field in form.fields if name in (field.label, field.path[-1])][at]

    return find


@pytest.fixture
def note():
    """`note(field)`: what stands beneath a field."""

    def read(field):
        return str(field._note.render())

    return read


@pytest.fixture
def message(run_git):
    """`message(repo)`: the whole message of the newest record."""
    return lambda repo: run_git(repo, "log", "-1", "--format=%B")


@pytest.fixture
def gone(until):
    """Wait until no form is open any more."""

    async def wait(app, pilot):
        await until(pilot, lambda: len(app.screen_stack) == 2, "the form closed")

    return wait


@pytest.fixture
def drafts():
    """`drafts(repo)`: the drafts that are kept."""

    def read(repo):
        from rcm_tui.workflow.drafts import Drafts
        from rcm_tui.workflow.workspace import Workspace

        return {draft.key: draft.data for draft in Drafts(Workspace.open(repo)).all()}

    return read
