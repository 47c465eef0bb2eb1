"""What a question of a merge says: values in the words that people see elsewhere."""

from __future__ import annotations

import pytest

from rcm_tui.changes.questions import ARCHIVED, Kind, Question
from rcm_tui.model.fieldpath import MISSING
from rcm_tui.reports.names import names_in
from rcm_tui.reports.questions import before, choice_words, choices, value_words
from rcm_tui.workflow.workspace import Workspace
from tests.small_plan import CONFERENCE


@pytest.fixture
def plan(small_plans, tmp_path):
    return Workspace.open(small_plans.copy(CONFERENCE, tmp_path / "plan")).plan


def test_values_are_in_words(plan):
    called = names_in(plan, "HR-1.2")
    assert value_words(("ongoing",), False) == "no" and value_words(("ongoing",), True) == "yes"
    assert value_words(("status",), MISSING) == value_words(("responsible",), []) == "nothing"
    assert value_words(("calendar", "ddd", "date"), "2006-05") == "May 2006"
    assert value_words(("responsible",), ["IOM"], called) == names_in(plan, "HR-1.2")(("responsible",), "IOM")


def test_an_item_is_named_once(plan):
    question = Question("HR-1.2", ARCHIVED, Kind.ARCHIVED, (), {"date": "2007-05-15"}, ["HR-1.2"])
    ours, theirs = choices(question, plan)
    assert choice_words(ours) == "archived, with the changes: date: 15 May 2007"
    assert choice_words(theirs) == "stays in the plan, with the changes"
    several = Question("HR-1", ARCHIVED, Kind.ARCHIVED, (), {"date": "2007-05-15"}, ["HR-1.2", "HR-1.4"])
    assert choice_words(choices(several, plan)[1]) == "stays in the plan, with the changes: HR-1.2, HR-1.4"
    assert before(question, plan) == ""
