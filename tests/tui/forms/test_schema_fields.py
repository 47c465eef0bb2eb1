"""The fields of the forms are those of the schema, and what is typed becomes what `rcm set` makes of it."""

from __future__ import annotations

import shutil

import pytest

from rcm_tui.model.schema import SCHEMA
from rcm_tui.model.types import Control
from rcm_tui.tui.forms.agreement import AgreementEditor
from rcm_tui.tui.forms.entry import EntryForm
from rcm_tui.tui.forms.item import AddForm, ItemEditor
from rcm_tui.tui.forms.meeting import MeetingForm
from rcm_tui.workflow.edit import parse_assignment, set_fields
from rcm_tui.workflow.workspace import Workspace

FORMS = {
    "subject": lambda: ItemEditor("HR"),
    "objective": lambda: ItemEditor("HR-1"),
    "activity": lambda: ItemEditor("HR-1.1"),
    "entry": lambda: EntryForm("HR-1.1", "mzp"),
    "agreement": lambda: AgreementEditor("2006-11-rcgm", "hjn"),
    "meeting": lambda: MeetingForm("2006-11-rcgm"),
    "new subject": lambda: AddForm(""),
    "new objective": lambda: AddForm("HR"),
    "new activity": lambda: AddForm("HR-1"),
    "new entry": lambda: EntryForm("HR-1.1"),
    "new meeting": MeetingForm,
}


def names_of(kind, omitted, above=()):
    """The paths of the fields that a form of a kind must have."""
    for field in SCHEMA.editable(kind):
        control = field.type.control
        if not field.option or field.name in omitted or control in (Control.MEMBERS, Control.LEDGER):
            continue
        if control == Control.GROUP:
            yield from names_of(field.type.kind, omitted, (*above, field.name))
        else:
            yield (*above, field.name)


@pytest.mark.parametrize("which", FORMS)
async def test_every_field_of_the_schema_is_in_its_form(open_app, plan_repo, which):
    async with open_app(plan_repo) as (app, _pilot):
        form = FORMS[which]()
        await form.open(app)
        paths = {field.path[len(form.prefix) :] for field in form.fields}
        wanted = set(names_of(which.removeprefix("new "), form.OMITTED))
        assert len(wanted) > 1
        assert {path for path in wanted if path not in paths and (*path, "en") not in paths} == set()


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("percent_complete", "40"),
        ("percent_complete", " 40 % "),
        ("responsible", "Mexico, OIM"),
        ("priority", "1"),
        ("funding.currency", "usd"),
        ("text.es", "CELEBRAR UN TALLER"),
        ("status", "completed"),
    ],
)
async def test_a_form_writes_what_set_writes(open_app, plan_repo, tmp_path, gone, field, words):
    other = tmp_path / "other"
    shutil.copytree(plan_repo, other)
    target = set_fields(Workspace.open(other), "HR-1.2", [parse_assignment(f"{field}={words}")]).targets[0]
    async with open_app(plan_repo) as (app, pilot):
        form = ItemEditor("HR-1.2")
        await form.open(app)
        form.field_at(*field.split(".")).type_text(words)
        await pilot.press("ctrl+s")
        await gone(app, pilot)
    after = Workspace.open(plan_repo).data("HR-1.2")
    after.pop("translated", None)
    assert after == target.data


@pytest.mark.parametrize("words", ["250", "half"])
async def test_what_set_refuses_the_form_refuses(open_app, plan_repo, run_git, words):
    before = run_git(plan_repo, "rev-parse", "HEAD")
    async with open_app(plan_repo) as (app, pilot):
        form = ItemEditor("HR-1.2")
        await form.open(app)
        field = form.field_at("percent_complete")
        field.type_text(words)
        await pilot.press("ctrl+s")
        assert "from 0 to 100" in field.error() and app.screen is form
        assert run_git(plan_repo, "rev-parse", "HEAD") == before


async def test_a_new_activity_has_its_percentage(open_app, plan_repo, gone):
    async with open_app(plan_repo) as (app, pilot):
        form = AddForm("HR-1")
        await form.open(app)
        form.field_at("text", "en").type_text("TRAIN OFFICERS")
        form.field_at("percent_complete").type_text("5")
        await pilot.press("ctrl+s")
        await gone(app, pilot)
        assert app.plan.items["HR-1.4"].percent_complete == 5


async def test_every_field_of_a_new_meeting_is_recorded(open_app, plan_repo, gone):
    async with open_app(plan_repo) as (app, pilot):
        form = MeetingForm()
        await form.open(app)
        for name, words in {"dates": "May 2008", "observers": "IOM", "note": "A note"}.items():
            form.field_at(name).type_text(words)
        form.field_at("title", "en").type_text("A workshop")
        form.field_at("id").type_text("2008-05-rcgm")
        await pilot.press("ctrl+s")
        await gone(app, pilot)
        meeting = app.plan.meetings["2008-05-rcgm"]
        assert (meeting.dates, meeting.observers, meeting.note) == ("2008-05", ("IOM",), "A note")
        assert meeting.title == {"en": "A workshop"} and meeting.status == "planned"
