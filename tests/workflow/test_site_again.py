"""A site that is published again: after whatever edits, each file is as in a site made anew, and few are made."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rcm_tui.cli.app import main
from rcm_tui.workflow.site import publish_site
from rcm_tui.workflow.site_folder import LIST
from rcm_tui.workflow.workspace import Workspace
from tests.small_plan import SEMINAR

WHY = ("-m", "Why")
ITEMS = ("HR", "HR-4", "HR-4.1", "HR-4.2", "HR-5", "HR-5.1")


def words(number: int) -> str:
    """Words that no other edit writes, with an id in them that a page links to."""
    return f"WORDS {number} OF HR-4.{number % 3 + 1}"


def rcm(*command: str):
    return lambda plan, run_git, number: main(
        ("-C", str(plan), *(part.format(words=words(number), number=number) for part in command))
    )


def on_disk(plan, run_git, number):
    """Edit a file elsewhere."""
    files = sorted(plan.rglob("plan/**/HR-*.yaml"))
    path = files[number % len(files)]
    path.write_text(path.read_text("utf-8").replace("number: 1\n", f"number: {number}\n"), encoding="utf-8")


def join(plan, run_git, number):
    """Change items on two branches, and join them."""
    if run_git(plan, "status", "--porcelain"):
        return
    run_git(plan, "checkout", "-q", "-B", f"side-{number}")
    main(("-C", str(plan), "set", "HR-4.2", f"text.en={words(number)}", *WHY))
    run_git(plan, "checkout", "-q", "main")
    main(("-C", str(plan), "set", "HR-4", f"text.en={words(number)}", *WHY))
    run_git(plan, "merge", "-q", "--no-edit", f"side-{number}")


def take_away(plan, run_git, number):
    """Remove a file of an item, and record that."""
    files = sorted(plan.rglob("plan/**/HR-?.?.yaml"))
    files[number % len(files)].unlink()
    main(("-C", str(plan), "record", *WHY))


EDITS = {
    **{f"text of {item}": rcm("set", item, "text.en={words}", *WHY) for item in ITEMS if item != "HR"},
    "title": rcm("set", "HR", "title.en={words}", *WHY),
    "title of the plan": rcm("set", "plan/plan.yaml", "title.en={words}", *WHY),
    "actor": rcm("set", "plan/actors.yaml", "TS.name.en={words}", *WHY),
    "status": rcm("set", "HR-4.2", "status=completed", *WHY),
    "translation": rcm("set", "HR-4.1", "text.es={words}", *WHY),
    "move": rcm("move", "HR-4.2", "HR-5", *WHY),
    "archive": rcm("archive", "HR-5.1", "--yes", *WHY),
    "restore": rcm("restore", "HR-5.1", "--yes", *WHY),
    "undo": rcm("undo", "--yes"),
    "redo": rcm("redo", "--yes"),
    "reorder": rcm("reorder", "HR-4.2", "up", *WHY),
    "add": rcm("add", "HR-5", "--text", "{words}", *WHY),
    "entry": rcm("entry", "HR-4.1", "--add", "--date", "2006-11", "--text", "{words}", *WHY),
    "agreement": rcm("agreement", "add", "--number", "{number}", "--text", "{words}", *WHY),
    "meeting": rcm("set", "2007-05-rcgm", "place={words}", *WHY),
    "close": rcm("meeting", "close", "--yes"),
    "next": rcm("meeting", "new", "2007-1{number}-rcgm", "--body", "RCGM", "--open", *WHY),
    "record": rcm("record", *WHY),
    "nothing": rcm("list"),
    "on disk": on_disk,
    "join": join,
    "take away": take_away,
}


def files(site: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(site)): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and path.name != LIST
    }


def check_site(small_plans, run_git, edits):
    folder = Path(tempfile.mkdtemp(prefix="rcm-site-"))
    try:
        plan = small_plans.copy(SEMINAR, folder / "plan")
        publish_site(Workspace.open(plan), folder / "site")
        for name, number in edits:
            EDITS[name](plan, run_git, number)
            publish_site(Workspace.open(plan), folder / "site", incomplete=True)
            anew = folder / "anew"
            publish_site(Workspace.open(plan), anew, incomplete=True)
            assert files(folder / "site") == files(anew), name
            shutil.rmtree(anew)
    finally:
        shutil.rmtree(folder)


QUIETLY = (HealthCheck.function_scoped_fixture,)
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
SOME = st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(1, 9)), min_size=1, max_size=6)


@settings(max_examples=6, deadline=None, phases=NO_SHRINKING, suppress_health_check=QUIETLY)
@given(SOME)
def test_no_page_is_out_of_date(small_plans, run_git, edits):
    check_site(small_plans, run_git, edits)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, phases=NO_SHRINKING, suppress_health_check=QUIETLY)
@given(SOME)
def test_no_page_is_out_of_date_after_many_edits(small_plans, run_git, edits):
    check_site(small_plans, run_git, edits)


def test_nothing_is_made_again_where_nothing_changed_and_little_after_one_edit(sample, tmp_path):
    plan, site = tmp_path / "plan", tmp_path / "site"
    shutil.copytree(sample, plan)
    first = publish_site(Workspace.open(plan), site)
    assert first.made == first.written == len(files(site))
    again = publish_site(Workspace.open(plan), site)
    assert (again.made, again.written, again.removed) == (0, 0, 0)
    assert main(("-C", str(plan), "set", "HR-4.2", "text.en=OTHER WORDS", "--between-meetings", *WHY)) == 0
    after = publish_site(Workspace.open(plan), site)
    assert after.made < first.made / 3
