"""The status report over a plan's editions: what changed, the trend, since when, and what has had no news."""

from __future__ import annotations

from datetime import date

import pytest

from rcm_tui.model.errors import BadValue
from rcm_tui.model.rules import Day
from rcm_tui.workflow.status import status_report
from rcm_tui.workflow.workspace import Workspace

PLAN = {
    "plan/plan.yaml": "schema: 1\ntitle: {en: A plan}\nas_of: '2006-12-31'\nbodies:\n  RCGM: {name: {en: Group}}\n",
    "plan/actors.yaml": "MX: {kind: member, name: {en: Mexico}}\nCA: {kind: member, name: {en: Canada}}\n",
    "plan/HR/HR.yaml": "id: HR\nnumber: 1\ntitle: {en: RIGHTS}\n",
    "plan/HR/HR-1/HR-1.yaml": "id: HR-1\nnumber: 1\ntext: {en: OBJECTIVE}\n",
    "plan/LD/LD.yaml": "id: LD\nnumber: 2\ntitle: {en: DEVELOPMENT}\n",
    "plan/LD/LD-1/LD-1.yaml": "id: LD-1\nnumber: 1\ntext: {en: OBJECTIVE}\n",
    "plan/LD/LD-1/LD-1.1.yaml": "id: LD-1.1\nnumber: 1\ntext: {en: STAYS}\nstatus: ongoing\nresponsible: [MX]\n",
}


def activity(number: int, status: str, more: str = "") -> dict[str, str]:
    text = f"id: HR-1.{number}\nnumber: {number}\ntext: {{en: ACTIVITY {number}}}\nstatus: {status}\n{more}"
    return {f"plan/HR/HR-1/HR-1.{number}.yaml": text}


REQUEST = "calendar:\n  - id: kvt\n    text: {en: SEND IT}\n    status: pending-input\n    request: {from: [MX, CA]}\n"


@pytest.fixture
def leave(repo, run_git):
    """`leave("2006-05-rcgm", "2006-05-10", files, gone=())`: these files changed, and the meeting's edition made."""

    def make(meeting: str, day: str, files: dict[str, str], gone: tuple[str, ...] = ()) -> None:
        register = {f"meetings/{meeting}.yaml": f"id: {meeting}\nbody: RCGM\ndates: '{day}'\nstatus: closed\n"}
        for path, text in {**files, **register}.items():
            (repo / path).parent.mkdir(parents=True, exist_ok=True)
            (repo / path).write_text(text, encoding="utf-8")
        for path in gone:
            (repo / path).unlink()
        run_git(repo, "add", "-A")
        run_git(repo, "commit", "-q", "-m", f"{meeting}: closed\n\nMeeting: {meeting}\nCloses: {meeting}")
        run_git(repo, "tag", "-a", f"meeting/{meeting}", "-m", meeting)

    return make


@pytest.fixture
def four(repo, leave):
    """Four meetings: two activities; one more with a request, one completed; one archived; a new status."""
    leave("2005-05-rcgm", "2005-05-10", {**PLAN, **activity(1, "active"), **activity(2, "planned")})
    leave("2005-11-rcgm", "2005-11-10", {**activity(3, "pending-input", REQUEST), **activity(1, "completed")})
    moved = {"archive/HR/HR-1/HR-1.1.yaml": activity(1, "completed")["plan/HR/HR-1/HR-1.1.yaml"]}
    leave("2006-05-rcgm", "2006-05-10", moved, gone=("plan/HR/HR-1/HR-1.1.yaml",))
    leave("2006-11-rcgm", "2006-11-10", activity(2, "active"))
    return repo


def test_what_the_last_meeting_and_the_one_before_changed(four):
    (four / "plan/HR/HR-1/HR-1.4.yaml").write_text(activity(4, "planned")["plan/HR/HR-1/HR-1.4.yaml"], "utf-8")
    report = status_report(Workspace.open(four))
    assert (report.about.since, report.about.at, report.about.on) == ("2006-11-rcgm", None, date(2006, 12, 31))
    assert report.changed.by_what == {"added": ("HR-1.4",)}  # written by hand, and not recorded yet
    assert report.changed_before.by_what == {"changed": ("HR-1.2",)}
    turn = report.changed_before.turns[0]
    assert (turn.id, turn.before, turn.after) == ("HR-1.2", "planned", "active")


def test_the_trend_over_the_editions(four):
    report = status_report(Workspace.open(four))
    told = [(point.meeting, point.by_status, point.archived) for point in report.trend]
    assert told == [
        ("2005-05-rcgm", {"active": 1, "planned": 1, "ongoing": 1}, 0),
        ("2005-11-rcgm", {"completed": 1, "planned": 1, "pending-input": 1, "ongoing": 1}, 0),
        ("2006-05-rcgm", {"planned": 1, "pending-input": 1, "ongoing": 1}, 1),
        ("2006-11-rcgm", {"active": 1, "pending-input": 1, "ongoing": 1}, 1),
        (None, {"active": 1, "pending-input": 1, "ongoing": 1}, 1),
    ]
    assert [point.open for point in report.trend] == [2, 2, 2, 3, 3]
    steps = [point.step.by_what for point in report.trend]
    assert steps[1] == {"added": ("HR-1.3",), "changed": ("HR-1.1",)}
    assert steps[2] == {"archived": ("HR-1.1",)}
    assert steps[4] == {}


def test_since_when_a_request_waits_is_read_from_the_editions(four):
    report = status_report(Workspace.open(four))
    assert [(part.asked.key, part.since.meeting) for part in report.waiting] == [("HR-1.3/kvt", "2005-11-rcgm")]


def test_no_news_for_two_meetings(four):
    report = status_report(Workspace.open(four))
    assert report.quiet.meetings == ("2006-05-rcgm", "2006-11-rcgm")
    assert report.quiet.items == ("HR-1.3", "LD-1.1")  # HR-1.2 got a status, HR-1.1 is archived
    path = four / "plan/LD/LD-1/LD-1.1.yaml"
    path.write_text(path.read_text("utf-8").replace("ongoing", "active"), "utf-8")
    assert status_report(Workspace.open(four)).quiet.items == ("HR-1.3",)


def test_an_edition_is_told_as_it_was_and_counted_from_its_meeting(four):
    report = status_report(Workspace.open(four), at="2005-11-rcgm")
    assert (report.about.at, report.about.day) == ("2005-11-rcgm", Day(date(2005, 11, 10), "meeting", "2005-11-rcgm"))
    assert report.standing[0].by_status == {
        "pending-input": ("HR-1.3",),
        "planned": ("HR-1.2",),
        "completed": ("HR-1.1",),
    }
    assert report.changed.by_what == {"added": ("HR-1.3",), "changed": ("HR-1.1",)}
    assert [point.meeting for point in report.trend] == ["2005-05-rcgm", "2005-11-rcgm"]
    assert report.quiet.meetings == ()
    on = date(2006, 1, 1)
    assert status_report(Workspace.open(four, on=on), at="last").about.on == on


def test_changes_since_a_meeting_further_back(four):
    report = status_report(Workspace.open(four), since="2005-05-rcgm")
    assert report.changed.before == "2005-05-rcgm"
    assert report.changed.by_what == {"added": ("HR-1.3",), "changed": ("HR-1.2",), "archived": ("HR-1.1",)}
    (four / "plan/HR/HR-1/HR-1.3.yaml").unlink()
    (four / "plan/HR/HR-1/HR-1.5.yaml").write_text(activity(5, "planned")["plan/HR/HR-1/HR-1.5.yaml"], "utf-8")
    report = status_report(Workspace.open(four), since="2005-05-rcgm")
    assert report.changed.by_what == {"added": ("HR-1.5",), "changed": ("HR-1.2",), "archived": ("HR-1.1",)}
    report = status_report(Workspace.open(four), since="2005-11-rcgm", at="2006-05-rcgm")
    assert report.changed.by_what == {"archived": ("HR-1.1",)}


def test_one_subject_and_one_actor(four):
    report = status_report(Workspace.open(four), subject="ld")
    assert [part.id for part in report.standing] == ["LD"]
    assert report.changed_before.by_what == {}
    assert report.trend[0].by_status == {"ongoing": 1}
    report = status_report(Workspace.open(four), actor="Mexico")
    assert report.about.actor == "MX"
    assert [part.activities for part in report.standing] == [("HR-1.3",), ("LD-1.1",)]
    assert [part.asked.waiting for part in report.waiting] == [("MX",)]
    assert [row.actor for row in report.grid.rows] == ["MX"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"at": "2009-01-rcgm"}, "2009-01-rcgm"),
        ({"subject": "XX"}, "HR, LD"),
        ({"actor": "Nobody"}, "Nobody"),
        ({"since": "2006-11-rcgm", "at": "2005-11-rcgm"}, "2006-11-rcgm is not before 2005-11-rcgm"),
    ],
)
def test_what_is_not_known_is_refused_in_a_sentence(four, asked, told):
    with pytest.raises(BadValue, match=told):
        status_report(Workspace.open(four), **asked)


def test_editions_of_another_branch_do_not_count(four, leave, run_git):
    run_git(four, "checkout", "-q", "-b", "other")
    leave("2007-05-rcgm", "2007-05-10", activity(2, "completed"))
    run_git(four, "checkout", "-q", "main")
    assert status_report(Workspace.open(four)).about.since == "2006-11-rcgm"


def test_without_an_edition_or_a_repository(repo, run_git, tmp_path):
    for root in (repo, tmp_path / "bare"):
        for path, text in PLAN.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        report = status_report(Workspace.open(root))
        assert (report.changed, report.quiet.items, len(report.standing)) == (None, (), 2)
        with pytest.raises(BadValue):
            status_report(Workspace.open(root), at="last")


def test_the_trend_goes_back_a_few_meetings_only(repo, leave):
    for month in range(1, 10):
        leave(f"2006-0{month}-rcgm", f"2006-0{month}-10", {**(PLAN if month == 1 else {}), **activity(month, "active")})
    report = status_report(Workspace.open(repo))
    assert [point.meeting for point in report.trend] == [*(f"2006-0{month}-rcgm" for month in range(3, 10)), None]
    assert [point.all for point in report.trend] == [4, 5, 6, 7, 8, 9, 10, 10]
    assert report.trend[0].step is None
