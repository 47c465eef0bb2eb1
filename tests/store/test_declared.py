"""Files are read by what plan.yaml declares: a status that is none of the plan's makes an item unreadable."""

import pytest

from rcm_tui.model.plan import Plan
from rcm_tui.store.cache import Cache
from rcm_tui.store.check import check
from rcm_tui.store.reader import PlanReader, load_files
from tests.small_plan import put

INFO = """\
schema: 1
title: {en: Plan}
languages: [en]
statuses:
  delayed: {name: {en: delayed}, means: open}
  done: {name: {en: done}, means: over}
"""
FILES = {
    "plan/plan.yaml": INFO,
    "plan/actors.yaml": "{}\n",
    "plan/AW/AW.yaml": "id: AW\nnumber: 1\ntitle: {en: Awareness}\n",
    "plan/AW/AW-1/AW-1.yaml": "id: AW-1\nnumber: 1\ntext: {en: Teach}\n",
    "plan/AW/AW-1/AW-1.1.yaml": "id: AW-1.1\nnumber: 1\ntext: {en: Schools}\nstatus: delayed\n",
}
WITHOUT = INFO.partition("statuses:")[0]


@pytest.fixture
def root(tmp_path):
    for path, content in FILES.items():
        put(tmp_path, path, content)
    return tmp_path


def unreadable(plan: Plan) -> dict[str, str]:
    return {item_id: node.problems[0].code for item_id, node in plan.unreadable.items()}


def test_a_declared_status_is_one(root):
    plan = PlanReader(root).read()
    assert plan.items["AW-1.1"].status == "delayed"
    assert plan.statuses.is_open("delayed")
    assert not check(root)


@pytest.mark.parametrize("cached", [False, True])
def test_another_declaration_reads_all_files_anew(root, tmp_path, cached):
    cache = Cache(tmp_path / "cache") if cached else None
    reader = PlanReader(root, cache)
    assert not reader.read().unreadable
    put(root, "plan/plan.yaml", WITHOUT)
    again = PlanReader(root, cache) if cached else reader
    assert unreadable(again.read()) == {"AW-1.1": "unknown-status"}
    put(root, "plan/plan.yaml", INFO)
    assert not again.read_these(["plan/plan.yaml"]).unreadable


def test_the_nearest_status_of_the_plan_is_suggested(root):
    put(root, "plan/AW/AW-1/AW-1.1.yaml", FILES["plan/AW/AW-1/AW-1.1.yaml"].replace("delayed", "delayd"))
    (problem,) = PlanReader(root).read().problems
    assert (problem.line, problem.code) == (4, "unknown-status")
    assert "did you mean “delayed”? Allowed: delayed, done" in problem.message


def test_a_broken_declaration_makes_no_item_unreadable(root):
    put(root, "plan/plan.yaml", INFO.replace("means: open", "means: banana"))
    assert not PlanReader(root).read().unreadable


def test_an_edition_is_read_by_its_own_declaration():
    files = {path: content.encode() for path, content in FILES.items()}
    assert not load_files(files).unreadable
    assert unreadable(load_files({**files, "plan/plan.yaml": WITHOUT.encode()})) == {"AW-1.1": "unknown-status"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("On Track: {name: {en: x}, means: open}", "bad-code"),
        ("late: {name: {en: x}, means: open, sign: 漢}", "bad-sign"),
        ("late: {name: {en: x}, means: open, key: xy}", "bad-letter"),
        ("late: {name: {en: x}, means: open, key: x}\n  later: {name: {en: x}, means: open, key: x}", "letter-twice"),
    ],
)
def test_what_is_wrong_with_a_declaration_is_found(root, wrong, code):
    put(root, "plan/plan.yaml", INFO + f"  {wrong}\n")
    assert code in {problem.code for problem in check(root)}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("fields: {risk: {of: [activity], type: prose}}", "unknown-type"),
        ("columns: {risk: {of: theme}}", "unknown-of"),
        ("bodies: {the council: {name: {en: Council}}}", "bad-code"),
        ("actor_kinds: {a person: {name: {en: person}}}", "bad-code"),
    ],
)
def test_the_plan_can_be_read_whatever_is_wrong_with_a_declaration(root, wrong, code):
    put(root, "plan/plan.yaml", INFO + wrong + "\n")
    assert PlanReader(root).read().schema.kinds
    assert [problem.code for problem in check(root)] == [code]


def test_nothing_is_said_of_other_files_while_the_declarations_cannot_be_read(root):
    put(root, "plan/plan.yaml", INFO + "notes: one\n")
    assert [(problem.path, problem.code) for problem in check(root)] == [("plan/plan.yaml", "wrong-type")]
