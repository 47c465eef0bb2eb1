"""Tables and lists of two to four levels: in columns, in a column that says the level, or by dotted numbers."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcm_tui.model.errors import BadValue
from rcm_tui.model.levels import Levels
from rcm_tui.model.schema import SCHEMA
from rcm_tui.model.texts import pick
from rcm_tui.office.reading import read_contents
from rcm_tui.store import paths
from rcm_tui.store.check import check
from rcm_tui.workflow import profiles
from rcm_tui.workflow.change import Attribution
from rcm_tui.workflow.importing.adding import adding
from rcm_tui.workflow.importing.columns import Role
from rcm_tui.workflow.importing.levels import level_roles
from rcm_tui.workflow.importing.making import Options, make
from rcm_tui.workflow.importing.reading import understand
from rcm_tui.workflow.init import Imported, init

COLUMNS = """\
Focus area,Objective,Activity,Sub-activity,Responsible,Status
Awareness,Train,Courses,Design,FAO,delayed
,,,Pilot,FAO,on track
,,Materials,,FAO,achieved
Surveillance,Labs,Network,,FAO,not started
"""
NUMBERS = """\
No.,Title,Responsible,Status
1,Awareness,,
1.1,Train,,
1.1.1,Courses,,
1.1.1.1,Design,FAO,delayed
1.1.1.2,Pilot,FAO,on track
1.1.2,Materials,FAO,achieved
2,Surveillance,,
2.1,Labs,,
2.1.1,Network,FAO,not started
"""
NAMES = """\
Level,Description,Responsible,Status
Focus area,Awareness,,
Objective,Train,,
Activity,Courses,,
Sub-activity,Design,FAO,delayed
Sub-activity,Pilot,FAO,on track
Activity,Materials,FAO,achieved
Focus area,Surveillance,,
Objective,Labs,,
Activity,Network,FAO,not started
"""
RANKS = NAMES.replace("Focus area,", "1,").replace("Objective,", "2,").replace("Activity,", "3,")
RANKS = RANKS.replace("Sub-activity,", "4,")
LINES = """\
A plan
1 Awareness
1.1 Train
1.1.1 Courses
1.1.1.1 Design
1.1.1.2 Pilot
1.1.2 Materials
2 Surveillance
2.1 Labs
2.1.1 Network
"""
ITEMS = {
    "AWA": "Awareness",
    "AWA-1": "Train",
    "AWA-1.1": "Courses",
    "AWA-1.1.1": "Design",
    "AWA-1.1.2": "Pilot",
    "AWA-1.2": "Materials",
    "SUR": "Surveillance",
    "SUR-1": "Labs",
    "SUR-1.1": "Network",
}


def understood(text, name="plan.csv"):
    return understand(read_contents(text.encode(), name), name, {})


def begun(root, text, like, name="plan.csv"):
    info = profiles.info(like)
    options = Options(
        "en",
        name,
        datetime.date(2024, 1, 1),
        levels=len(Levels(info.levels).shown),
        top=profiles.top(like),
        statuses=info.statuses,
    )
    made = make(understood(text, name).outline, SCHEMA, options)
    imported = Imported(name, "0", made.files, made.actors)
    identity = ("A", "a@example.org")
    return init(root, title={"en": "P"}, languages=["en"], like=like, imported=imported, identity=identity)


@pytest.mark.parametrize("text", [COLUMNS, NUMBERS, NAMES, RANKS], ids=["columns", "numbers", "names", "ranks"])
def test_a_table_of_four_levels_becomes_a_plan_of_four(tmp_path, text):
    plan = begun(tmp_path / "plan", text, "amr").plan
    assert {key: pick(item.text, "en") for key, item in plan.items.items()} == ITEMS
    statuses = {key: item.status for key, item in plan.items.items() if "." in key}
    assert [statuses[key] for key in ("AWA-1.1.1", "AWA-1.1.2", "AWA-1.2", "SUR-1.1")] == [
        *("delayed", "on-track", "achieved", "not-started")
    ]
    assert [key for key, item in sorted(plan.items.items()) if getattr(item, "responsible", ())] == [
        *("AWA-1.1.1", "AWA-1.1.2", "AWA-1.2", "SUR-1.1")
    ]
    assert not [problem for problem in check(tmp_path / "plan") if problem.severity == "error"]


def test_the_lines_of_a_text_are_numbered_by_level(tmp_path):
    plan = begun(tmp_path / "plan", LINES, "amr", "plan.txt").plan
    assert {key: pick(item.text, "en") for key, item in plan.items.items()} == ITEMS
    assert [plan.items[key].number for key in ("AWA", "SUR", "AWA-1.1.2", "AWA-1.2")] == [1, 2, 2, 2]


def test_what_is_added_later_goes_below_what_is_there(tmp_path):
    workspace = begun(tmp_path / "plan", COLUMNS, "amr")
    more = understood(NUMBERS.replace("1.1.1.2,Pilot", "1.1.1.7,Evaluate"))
    workspace.record(adding(workspace, more, "en"), Attribution(meeting="none", reason="More"))
    assert pick(workspace.plan.items["AWA-1.1.3"].text, "en") == "Evaluate"
    assert workspace.plan.items["AWA-1.1.3"].status == "on-track"
    assert len(workspace.plan.items) == len(ITEMS) + 1


def test_a_plan_of_three_levels_refuses_a_fourth():
    with pytest.raises(BadValue, match="no fourth level"):
        make(understood(COLUMNS).outline, SCHEMA, Options("en", "plan.csv", datetime.date(2024, 1, 1)))


def test_goals_and_tasks_are_below_what_a_plan_of_two_levels_hides(tmp_path):
    table = "Goal,Task,Status\nDocs,Write,done\n,Print,blocked\nSpeed,Measure,to do\n"
    workspace = begun(tmp_path / "plan", table, "council")
    assert sorted(workspace.plan.items) == ["G", "G-1", "G-1.1", "G-1.2", "G-2", "G-2.1"]
    more = understood("Goal,Task,Status\nDocs,Read,in progress\nTests,Cover,to do\n")
    workspace.record(adding(workspace, more, "en"), Attribution(meeting="none", reason="More"))
    added = {key: getattr(item, "status", "") for key, item in workspace.plan.items.items()}
    assert {"G-1.3": "in-progress", "G-3": "", "G-3.1": "to-do"}.items() <= added.items()
    assert all((workspace.root / paths.item_path(key)).is_file() for key in added)


@pytest.mark.parametrize(
    "numbers",
    [
        ["1", "2", "3"],
        ["1.1", "1.2", "2.1"],
        ["1", "2.1", "2.2"],
        ["1.1.1", "1.1"],
        ["", ""],
    ],
)
def test_numbers_that_are_no_outline_say_no_level(numbers):
    assert level_roles(numbers) is None


@given(st.integers(2, 4), st.lists(st.integers(0, 3), max_size=20))
def test_the_level_of_a_number_is_how_many_parts_it_has(levels, steps):
    """Walk through an outline: each step goes one level down, or to the next number of some level above."""
    at = [1]
    numbers = ["1"]
    for step in (*[3] * (levels - 1), *steps):
        if step == 3 and len(at) < levels:
            at.append(1)
        else:
            del at[min(step, len(at) - 1) + 1 :]
            at[-1] += 1
        numbers.append(".".join(map(str, at)))
    wanted = {2: (Role.OBJECTIVE, Role.ACTIVITY), 3: (Role.SUBJECT, Role.OBJECTIVE, Role.ACTIVITY)}
    roles = wanted.get(levels, (Role.SUBJECT, Role.OBJECTIVE, Role.ACTIVITY, Role.SUBACTIVITY))
    assert level_roles(numbers) == [roles[number.count(".")] for number in numbers]
