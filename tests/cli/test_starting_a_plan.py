"""`rcm init` and `rcm demo`."""


def test_init_by_options(tmp_path, rcm, run_git):
    root = tmp_path / "new"
    done = rcm(
        *("init", str(root), "--title", "Plan", "--language", "en", "--language", "fr"),
        *("--subject", "HR=Human Rights", "--body", "COUNCIL=Council"),
    )
    assert done.status == 0, done.err
    assert str(root) in done.out
    assert rcm("-C", str(root), "list").rows == [["HR", "subject", "", "Human Rights"]]
    assert rcm("-C", str(root), "check").status == 0
    assert rcm("-C", str(root), "add", "HR", "--text", "PROTECT", "--between-meetings", "-m", "Why").out == "HR-1\n"
    assert run_git(root, "status", "--porcelain") == ""
    again = rcm("init", str(root), "--title", "Plan")
    assert again.status == 3
    assert "already" in again.err


def test_init_refuses_what_is_incomplete(tmp_path, rcm):
    assert "--title" in rcm("init", str(tmp_path / "a")).err
    assert rcm("init", str(tmp_path / "a"), "--title", "Plan", "--subject", "HR").status == 2
    assert rcm("init", str(tmp_path / "a"), "--title", "Plan", "--subject", "h-r=Rights").status == 2
    assert not (tmp_path / "a" / "plan").exists()


def test_init_keeps_what_is_there_already(tmp_path, rcm, run_git):
    root = tmp_path / "shared"
    root.mkdir()
    run_git(root, "init", "-q")
    (root / ".gitattributes").write_text("*.png binary")
    assert rcm("init", str(root), "--title", "Plan").status == 0
    assert (root / ".gitattributes").read_text().splitlines()[::2] == ["*.png binary", "*.yaml text eol=lf"]
    assert run_git(root, "status", "--porcelain") == ""

    other = tmp_path / "other"
    (other / "plan").mkdir(parents=True)
    (other / "plan/actors.yaml").write_text("Whoever acts\n")
    refused = rcm("init", str(other), "--title", "Plan")
    assert refused.status == 3
    assert f"{other}/plan/actors.yaml is there already" in refused.err
    assert [file.name for file in other.rglob("*")] == ["plan", "actors.yaml"]
    assert (other / "plan/actors.yaml").read_text() == "Whoever acts\n"


def test_init_writes_nothing_where_nothing_can_be_recorded(tmp_path, rcm, home, run_git, terminal):
    """Before: the files stayed, so the plan was there already when it was started again, and had no beginning."""
    (home / ".gitconfig").unlink()
    root = tmp_path / "new"
    refused = rcm("init", str(root), "--title", "Plan", "--subject", "HR=Human Rights")
    assert refused.status == 3
    assert "git config --global user.name" in refused.err
    assert not [file for file in root.rglob("*") if file.is_file() and ".git" not in file.parts]
    asked = terminal("init", str(root), "--title", "Plan", "--language", "en")
    asked.wait_for("Your name")
    asked.type("Ana\n")
    asked.wait_for("Your e-mail")
    asked.type("ana@example.org\n")
    assert asked.end() == 0, asked.shown
    assert run_git(root, "log", "--format=%an %s") == "Ana Start the plan\n"
    assert run_git(root, "status", "--porcelain") == ""
    assert rcm("-C", str(root), "audit").status == 0


def test_the_sample_has_its_history_and_a_practice_meeting_open(tmp_path, rcm, run_git):
    root = tmp_path / "sample"
    done = rcm("demo", str(root))
    assert done.status == 0, done.err
    assert done.out == f"{root}\n"
    assert len(rcm("-C", str(root), "list", "is:any").rows) == 91
    assert len(rcm("-C", str(root), "log", "HR-4.2").rows) >= 1
    standing = rcm("-C", str(root)).out
    assert "is open" in standing
    assert rcm("-C", str(root), "set", "HR-4.2", "status=completed").status == 0
    assert rcm("-C", str(root), "undo").status == 0
    assert rcm("-C", str(root), "check").status == 0
    kept = run_git(root, "rev-parse", "HEAD")
    assert rcm("demo", str(root), "--no-open").status == 0
    assert run_git(root, "rev-parse", "HEAD") == kept
    assert rcm("demo", str(root), "--fresh").status == 0
    assert "Undo" not in run_git(root, "log", "-2", "--format=%s")


def test_the_sample_is_never_made_over_something_else(tmp_path, rcm):
    (tmp_path / "mine.txt").write_text("mine")
    done = rcm("demo", str(tmp_path))
    assert done.status == 3
    assert "not empty" in done.err


def test_at_a_terminal_the_sample_is_made_with_a_bar_and_where_it_stands_is_told(tmp_path, terminal):
    root = tmp_path / "sample"
    shown = terminal("demo", str(root), "--no-open")
    assert shown.end() == 0
    assert "Replaying the history" in shown.shown
    plain = terminal("demo", str(tmp_path / "other"), env={"TERM": "dumb"})
    assert plain.end() == 0
    assert "\x1b" not in plain.shown
    assert "practice is open" in plain.shown


def test_an_empty_plan_of_two_levels_says_how_to_begin_it(tmp_path, rcm):
    root = str(tmp_path / "goals")
    assert rcm("init", root, "--like", "council", "--title", "Goals", "--language", "en").status == 0
    said = rcm("-C", root, "list")
    assert 'Start with a goal: rcm add --text "..."' in said.out + said.err
    assert rcm("-C", root, "add", "--text", "Clean streets", "--between-meetings", "-m", "Begun").status == 0
