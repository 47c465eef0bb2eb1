"""Problems of all files, and the id proposed for a new meeting."""

from __future__ import annotations

import pytest

from rcm_tui.store.reader import load_files
from rcm_tui.workflow.meetings import meeting_id
from rcm_tui.workflow.plan_files import lines_around, problems
from rcm_tui.workflow.workspace import Workspace

FILES = {
    "plan/plan.yaml": "schema: 1\ntitle: {en: P}\nlanguages: [en]\n",
    "plan/actors.yaml": "MX: {kind: member, name: {en: Mexico}}\n",
    "plan/HR/HR.yaml": "id: HR\nnumber: 1\ntitle: {en: Rights}\n",
    "plan/HR/HR-1/HR-1.yaml": "id: HR-1\nnumber: 1\ntext: {en: Protect}\n",
    "plan/HR/HR-1/HR-1.1.yaml": "id: HR-1.1\nnumber: 1\ntext:\n  en: Learn\nstatus: actve\n",
    "plan/HR/HR-1/HR-1.2.yaml": ("id: HR-1.2\nnumber: 2\ntext:\n  en: Teach\nstatus: active\nresponsible: [XX]\n"),
}


@pytest.fixture
def workspace(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Workspace.open(tmp_path)


def test_problems_of_all_files_are_found_at_once_errors_first(workspace):
    found = problems(workspace)
    assert [(each.path[-11:], each.line) for each in found if each.severity == "error"] == [
        ("HR-1.1.yaml", 5),
        ("HR-1.2.yaml", 6),
    ]
    assert [each.severity for each in found] == sorted((each.severity for each in found), reverse=True)


def test_the_lines_around_a_problem_have_their_numbers(workspace):
    assert lines_around(workspace, problems(workspace)[0], margin=1) == ((4, "  en: Learn"), (5, "status: actve"))


def test_a_file_that_is_no_text_has_no_lines_to_show(workspace, tmp_path):
    (tmp_path / "plan/HR/HR-1/HR-1.1.yaml").write_bytes(b"id: \xff\n")
    found = next(problem for problem in problems(workspace) if problem.path.endswith("HR-1.1.yaml"))
    assert lines_around(workspace, found) == ()


@pytest.mark.parametrize(
    ("body", "dates", "proposed"),
    [
        ("RCGM", "2007-05-15/2007-05-17", "2007-05-rcgm-2"),
        ("RCGM", "2007-06", "2007-06-rcgm"),
        ("Grupo Técnico", "2007", "2007-grupo-tecnico"),
        ("RCM", None, "rcm"),
        ("", "2007-05", ""),
    ],
)
def test_an_id_is_proposed_out_of_month_and_body(body, dates, proposed):
    plan = load_files({"meetings/2007-05-rcgm.yaml": b"id: 2007-05-rcgm\nbody: RCGM\nstatus: planned\n"})
    assert meeting_id(plan, body, dates) == proposed


MISFITS = {
    "plan/plan.yaml": "schema: 1\ntitle: {en: P}\nlanguages: [en]\nbodies:\n  RCM:\n    name: {en: RCM}\n",
    "plan/HR/HR.yaml": "id: HR\nnumber: 1\ntitle: {en: Rights}\n",
    "archive/HR/HR-1/HR-1.yaml": "id: HR-1\nnumber: 1\ntext: {en: Protect}\n",
    "plan/HR/HR-1/HR-1.1.yaml": "id: HR-1.1\nnumber: 1\ntext: {en: Learn}\nstatus: active\n",
    "plan/HR/HR-1/HR-1.2.yaml": "id: HR-1.2\nnumber: 1\ntext: {en: Teach}\nstatus: active\n",
    "meetings/2006-11-rcm.yaml": (
        "id: 2006-11-rcm\nbody: RCM\nstatus: open\nagreements:\n"
        '  - id: xxx\n    number: "1"\n    text: {en: Mexico hosts.}\n'
        '  - id: yyy\n    number: "1"\n    text: {en: Mexico hosts}\n'
    ),
}


def test_what_does_not_fit_together_is_told(tmp_path):
    for name, text in MISFITS.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = {(problem.path.rpartition("/")[2], problem.code) for problem in problems(Workspace.open(tmp_path))}
    assert found >= {
        ("HR-1.yaml", "archived-without-note"),
        ("HR-1.1.yaml", "parent-archived"),
        ("HR-1.2.yaml", "number-twice"),
        ("2006-11-rcm.yaml", "agreement-number-twice"),
        ("2006-11-rcm.yaml", "agreement-twice"),
    }
