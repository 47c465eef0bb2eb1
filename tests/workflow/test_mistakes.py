"""Edits made elsewhere are recorded only without the mistakes that `rcm check` would report of them."""

from __future__ import annotations

import pytest

from rcm_tui.model.errors import BadValue
from rcm_tui.store.check import check
from rcm_tui.workflow.change import Attribution
from rcm_tui.workflow.edit import Assignment, set_fields
from rcm_tui.workflow.external_edits import record_external_edits
from rcm_tui.workflow.plan_files import unrecorded
from rcm_tui.workflow.workspace import Workspace

PLAN, ACTORS, ITEM = "plan/plan.yaml", "plan/actors.yaml", "plan/HR/HR-4/HR-4.1.yaml"
MEANWHILE = Attribution(meeting="none", reason="By hand", with_external_edits=True)


def add(workspace, path, text):
    file = workspace.root / path
    file.write_text(file.read_text("utf-8") + text, "utf-8")


def record(workspace):
    again = Workspace.open(workspace.root)
    return again.record(record_external_edits(again), MEANWHILE)


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        (ACTORS, "XX: {kind: banana, name: {en: X}}\n", "“banana” is not valid for kind"),
        (ACTORS, "XX: {kind: group, name: {en: X}, members: [NOBODY]}\n", "there is no actor “NOBODY”"),
        (ACTORS, "two words: {kind: member, name: {en: X}}\n", "cannot be a code"),
        (PLAN, "levels: {aim: {one: {en: a}, many: {en: b}}}\n", "two to four levels"),
        (PLAN, "columns: {nothing: {}}\n", "has no field “nothing”"),
        (PLAN, "columns: {text: {of: theme}}\n", "“theme” is not valid for of"),
        (PLAN, "fields: {risk: {of: [activity], type: prose}}\n", "“prose” is not valid for type"),
        (PLAN, "fields: {risk: {of: [activity], type: text, total: sum}}\n", "only numbers have a sum"),
        (PLAN, "numbers: roman\n", "“roman” is not valid for numbers"),
        (ITEM, 'due: "2006-13"\n', "there is no month 13"),
        (ITEM, "after: [HR-9]\n", "HR-9"),
    ],
)
def test_a_mistake_made_by_hand_is_not_recorded(workspace, path, text, said):
    head = workspace.git.checked("HEAD")
    add(workspace, path, text)
    with pytest.raises(BadValue) as refusal:
        record(workspace)
    *found, last = str(refusal.value).split("\n")
    assert any(line.startswith(f"{path}:") and said in line for line in found)
    assert "not recorded" in last
    assert workspace.git.checked("HEAD") == head


def test_an_actor_that_items_name_does_not_vanish(workspace):
    used = next(code for item in workspace.plan.items.values() for code in getattr(item, "responsible", ()))
    file = workspace.root / ACTORS
    file.write_text(file.read_text("utf-8").replace(f"{used}:", "GONE:"), "utf-8")
    with pytest.raises(BadValue, match=f"there is no actor “{used}”"):
        record(workspace)


def test_a_mistake_that_was_there_before_stops_no_other_edit(workspace):
    for path in (ACTORS, ITEM):
        add(workspace, path, "XX: {kind: banana, name: {en: X}}\n" if path == ACTORS else "after: [HR-9]\n")
    workspace.git.write("commit", "--quiet", "--all", "--message=From a time before this was checked")
    add(workspace, ACTORS, "YY: {kind: member, name: {en: Y}}\n")
    assert len([problem for problem in check(workspace.root) if problem.severity == "error"]) == 2
    assert record(workspace).plan.actors["YY"].name == {"en": "Y"}
    assert not unrecorded(Workspace.open(workspace.root))


def test_a_key_that_nothing_uses_is_recorded_and_said(workspace):
    add(workspace, PLAN, "langages: [en]\n")
    assert [note for note in record(workspace).notes if "langages" in note] == [
        f"{PLAN}:{len((workspace.root / PLAN).read_text('utf-8').splitlines())}:1: "
        "“langages” is kept but not used; did you mean “languages”?"
    ]


def test_a_mistake_that_the_record_itself_puts_right_does_not_stop_it(workspace):
    add(workspace, ITEM, 'due: "2006-13"\n')
    again = Workspace.open(workspace.root)
    with pytest.raises(BadValue, match="there is no month 13"):
        again.record(set_fields(again, "HR-4.1", [Assignment(("priority",), "=", "1")]), MEANWHILE)
    done = again.record(set_fields(again, "HR-4.1", [Assignment(("due",), "=", "2006-12")]), MEANWHILE)
    assert done.plan.items["HR-4.1"].due == "2006-12"
