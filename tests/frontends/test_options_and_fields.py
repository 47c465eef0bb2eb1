"""What the options of commands say can be said in the interface, and what its forms ask for by options."""

from __future__ import annotations

import click
import pytest

from rcm_tui.cli.app import root_command
from rcm_tui.cli.field_options import optional_fields
from rcm_tui.cli.recording import recording
from rcm_tui.model.types import Control
from rcm_tui.tui.command import every_command
from rcm_tui.tui.forms.actor import ActorForm
from rcm_tui.tui.forms.agreement import AgreementEditor
from rcm_tui.tui.forms.entry import EntryForm
from rcm_tui.tui.forms.item import AddForm, ItemEditor
from rcm_tui.tui.forms.meeting import MeetingForm
from rcm_tui.tui.forms.members import RequestForm
from tests.frontends.words import AGREEMENT, ITEM, MEETING

ELSEWHERE = {
    "unanswered": "is asked when an item is over, and stands in the form of the answers",
    "held": "is a map by date, which is written in the file",
    "status": "an agreement is withdrawn, a meeting opened and closed, by a command of its own",
}
"""Fields with an option that a form leaves out, and why."""
TEXTS_AND_MEMBERS = {"text", "title", "name", "short", "calendar", "requests", "parts", "actions", "note"}
"""Fields of which options say a text in one language (--text, --in), or that `rcm set` or a command of its own says."""
FORMS = {
    "entry": lambda: EntryForm(ITEM),
    "request": lambda: RequestForm(MEETING, AGREEMENT),
    "activity": lambda: ItemEditor(ITEM),
    "objective": lambda: ItemEditor("GA-1"),
    "agreement": lambda: AgreementEditor(MEETING, AGREEMENT),
    "meeting": lambda: MeetingForm(MEETING),
    "actor": lambda: ActorForm(),
}

_PRINTED = "what is printed or drawn, which the interface shows anyhow"
_ASKED = "asked in a dialog where it is needed"
_FORM = "the form"
OTHERS = {
    "meeting new": {"--open": "new-meeting", "--held": "new-meeting"},
    "meeting open": {},
    "meeting edit": {},
    "meeting close": {},
    "meeting adopt": {"--by": "adopt-edition"},
    "meeting list": {"--json": _PRINTED},
    "meeting show": {"--json": _PRINTED},
    "agreement add": {"--text": "agreement", "--in": "agreement", "--owners": "agreement"},
    "agreement edit": {"--text": "edit-agreement", "--in": "edit-agreement"},
    "agreement acknowledge": {},
    "agreement heading": {},
    "agreement place": {"--none": "no-item", "--strength": "edit-agreement"},
    "agreement unplace": {},
    "agreement withdraw": {},
    "agreement import": {"--in": "import", "--as": "import", "--owners": "import"},
    "agreement list": dict.fromkeys(("--to-place", "--traced", "--not-traced", "--all", "--json"), _PRINTED),
    "agreement show": {"--meeting": "place", "--json": _PRINTED},
    "requests": {"--by-country": "requests-by", "--all": "show-settled", "--json": _PRINTED},
    "ask": {"--text": _FORM, "--in": _FORM, "--which": _ASKED, "--remove": "remove-request"},
    "answer": {
        "--date": "answers",
        "--kind": "answers",
        "--note": "answers",
        "--take-back": "answers",
        "--which": _ASKED,
        "--round": "answers",
    },
    "entry": {"--add": "entry", "--remove": "remove-entry", "--text": "entry", "--in": "entry"},
    "actor list": {"--json": _PRINTED},
    "actor add": {"--name": "actors", "--short": "actors", "--in": "actors"},
    "actor edit": {"--name": "actors", "--short": "actors", "--in": "actors"},
    "proposal list": {"--all": "show-decided", "--at": _PRINTED, "--json": _PRINTED},
    "proposal show": {"--json": _PRINTED},
    "proposal accept": {"--as": "accept-otherwise", "--anyway": _ASKED},
    "proposal refuse": {},
    "proposal later": {},
    "proposal withdraw": {},
    "move": {},
    "archive": {"--due": "archive-due"},
    "publish": {
        "--force": _ASKED,
        "--incomplete": _ASKED,
        **dict.fromkeys(("--what", "--at", "--since", "--country", "--sections", "--subject", "--actor"), "publish"),
        **dict.fromkeys(("--emphasis", "--numbers", "--internal", "--paper", "-o"), "publish"),
    },
}
"""The options that are made of no field, by command: what in the interface does the same, by the command's name."""


@recording
def _bare(_state, _options):
    """Have the options of all recording commands."""


SHARED = {option for parameter in _bare.__click_params__ for option in parameter.opts}
GENERAL = {parameter.opts[0] for parameter in root_command().params} | {"--help", "-C", "--lang", "--on", "--debug"}
OF_FIELDS = {field.option for kind in FORMS for _path, field in optional_fields(kind).values()} | {
    "--item",
    "--no-item",
}


def command_named(name: str) -> click.Command:
    found: click.Command = root_command()
    for word in name.split():
        assert isinstance(found, click.Group)
        found = found.get_command(click.Context(found), word)
        assert found is not None, name
    return found


@pytest.mark.parametrize("name", OTHERS)
def test_every_option_of_a_command_is_somewhere_in_the_interface(name):
    command = command_named(name)
    options = {parameter.opts[0] for parameter in command.params if isinstance(parameter, click.Option)}
    own = options - GENERAL - SHARED - OF_FIELDS
    own |= set(OTHERS[name]) & options
    assert own == set(OTHERS[name])
    reasons = {_PRINTED, _ASKED, _FORM}
    assert {place for place in OTHERS[name].values() if place not in reasons} <= set(every_command())


@pytest.mark.parametrize("name", ["meeting", "agreement", "actor", "proposal"])
def test_no_command_of_a_group_is_left_out(name):
    group = command_named(name)
    assert isinstance(group, click.Group)
    assert {f"{name} {own}" for own in group.list_commands(click.Context(group))} == {
        each for each in OTHERS if each.startswith(f"{name} ")
    }


@pytest.mark.parametrize("kind", FORMS)
async def test_a_form_has_a_field_for_every_option_and_an_option_for_every_field(plan, open_app, kind):
    async with open_app(plan) as (app, _pilot):
        form = FORMS[kind]()
        await form.open(app)
        schema = app.plan.schema
        fields = [*optional_fields(kind, schema=schema).values()]
        options = {path for path, field in fields if _has_control(app.plan, field)}
        shown = {field.path[len(form.prefix) :] for field in form.fields}
        begun = {path[:length] for path in shown for length in range(1, len(path) + 1)}
        assert not {path for path in options - begun if path[-1] not in ELSEWHERE}
        more = {path[0] for path in shown if path and path[0] in schema.kinds[kind].fields}
        assert more <= TEXTS_AND_MEMBERS | {path[0] for path, _field in fields}


def _has_control(plan, field) -> bool:
    return field.type.control is not Control.ACTIONS or plan.levels.has_actions


async def test_what_is_new_is_asked_for_as_what_is_there(plan, open_app):
    async with open_app(plan) as (app, _pilot):
        for new, there in ((AddForm("GA-1"), ItemEditor(ITEM)), (MeetingForm(), MeetingForm(MEETING))):
            await new.open(app)
            asked = {field.path for field in new.fields}
            await new.leave(None)
            await there.open(app)
            assert {field.path for field in there.fields} - asked <= {("calendar",), ("number",)}
            await there.leave(None)
