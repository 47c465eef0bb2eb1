"""The statuses that a plan declares: what they mean to the rules, and which letters choose them."""

import pytest

from rcm_tui.model.statuses import DEFAULT, StatusDeclaration, Statuses


def declared(**meanings: str) -> Statuses:
    return Statuses({code: StatusDeclaration(name={"en": code}, means=means) for code, means in meanings.items()})


OWN = declared(started="open", delayed="open", stalled="postponed", done="over", new="planned", asked="waiting")


def test_a_plan_that_declares_none_has_seven():
    assert list(DEFAULT) == ["planned", "active", "ongoing", "pending-input", "completed", "postponed", "cancelled"]
    assert {status for status in DEFAULT if DEFAULT.is_open(status)} == {"active", "ongoing", "pending-input"}
    assert {status for status in DEFAULT if DEFAULT.is_over(status)} == {"completed", "cancelled"}
    assert (DEFAULT.initial, DEFAULT.waiting) == ("planned", "pending-input")


def test_the_rules_go_by_the_meaning():
    assert [status for status in OWN if OWN.is_open(status)] == ["started", "delayed", "asked"]
    assert OWN.is_over("done")
    assert not OWN.is_over("completed")
    assert (OWN.initial, OWN.waiting) == ("new", "asked")
    assert OWN.counted == ("asked", "started", "delayed", "new", "stalled", "done")


def test_a_plan_without_anything_planned_begins_with_its_first_status():
    assert declared(going="open", ended="over").initial == "going"
    assert declared(going="open", ended="over").waiting == "going"


@pytest.mark.parametrize("statuses", [DEFAULT, OWN, declared(same="open", some="open", sames="over", e="over")])
def test_each_has_a_letter_of_its_own(statuses):
    assert len(set(statuses.keys.values())) == len(list(statuses))


def test_print_is_the_plan_s_choice():
    extended = StatusDeclaration(name={"en": "extended"}, means="open", printed="plain")
    done = StatusDeclaration(name={"en": "done"}, means="over", printed="bold-italic")
    statuses = Statuses({"extended": extended, "done": done})
    assert not statuses.is_bold("extended")
    assert statuses.is_bold("done")
