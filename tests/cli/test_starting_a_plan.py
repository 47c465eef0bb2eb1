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
    assert rcm("-C", str(root), "add", "HR", "--text", "PROTECT", "--between-meetings").out == "HR-1\n"
    assert run_git(root, "status", "--porcelain") == ""
    again = rcm("init", str(root), "--title", "Plan")
    assert again.status == 3
    assert "already" in again.err


def test_init_refuses_what_is_incomplete(tmp_path, rcm):
    assert "--title" in rcm("init", str(tmp_path / "a")).err
    assert rcm("init", str(tmp_path / "a"), "--title", "Plan", "--subject", "HR").status == 2
    assert rcm("init", str(tmp_path / "a"), "--title", "Plan", "--subject", "h-r=Rights").status == 2
    assert not (tmp_path / "a" / "plan").exists()


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
