"""Writing a review or minutes into a file of one's choice."""

from __future__ import annotations

import pytest

from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.workflow.export import FileThere, full_path, is_markdown, save, write_out
from rcm_tui.workflow.publish import Publication
from tests.small_plan import ORCHARD


def test_a_file_is_written_whole_with_a_newline_at_each_end(tmp_path):
    write_out(tmp_path / "review.md", ["# Título", "", "a"])
    assert (tmp_path / "review.md").read_bytes() == "# Título\n\na\n".encode()


def test_a_file_that_is_there_stays_unless_told_otherwise(tmp_path):
    path = tmp_path / "review.txt"
    path.write_text("mine")
    with pytest.raises(FileThere):
        write_out(path, ["new"])
    assert path.read_text() == "mine"
    write_out(path, ["new"], overwrite=True)
    assert path.read_text() == "new\n"


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "real.txt").write_text("mine")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    with pytest.raises(RcmError, match="link"):
        write_out(tmp_path / "link.txt", ["new"], overwrite=True)
    assert (tmp_path / "real.txt").read_text() == "mine"


@pytest.mark.parametrize(("name", "said"), [("", "is a folder"), ("none/review.md", "There is no folder")])
def test_where_nothing_can_be_written_is_said(tmp_path, name, said):
    with pytest.raises(RcmError, match=said):
        write_out(tmp_path / name, ["new"])


def test_names_count_from_the_folder_one_stands_in(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert full_path(" review.MD ") == tmp_path / "review.MD"
    assert full_path("~/x.txt") == tmp_path / "home" / "x.txt"
    assert is_markdown(full_path("review.MD"))
    assert not is_markdown(full_path("review.txt"))


@pytest.mark.parametrize(
    "name", ["plan/GA/GA-1/GA-1.1.yaml", "archive/new.md", "meetings/x.md", ".git/config", "way/n.md"]
)
def test_nothing_is_exported_into_a_plan(tmp_path, small_plans, name):
    root = small_plans.copy(ORCHARD, tmp_path / "plan")
    (root / "way").symlink_to("plan/GA")
    before = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}
    with pytest.raises(RcmError, match="holds the plan itself"):
        save(Publication("p.md", b"x", draft=False), root / name, force=True)
    with pytest.raises(RcmError, match="holds the plan itself"):
        write_out(root / name, ["x"], overwrite=True)
    assert {file: file.read_bytes() for file in root.rglob("*") if file.is_file()} == before
    assert save(Publication("p.md", b"x", draft=False), root / "README.md", force=True).read_bytes() == b"x"


def test_a_file_is_not_named_as_another_format_is(tmp_path):
    made = Publication("plan.docx", b"PK", draft=False)
    with pytest.raises(BadValue, match=r"The name plan\.PDF is for pdf, but the format is docx"):
        save(made, tmp_path / "plan.PDF")
    assert not list(tmp_path.iterdir())
    assert save(made, tmp_path / "plan.of.2006") == tmp_path / "plan.of.2006"
