"""Writing a review or minutes into a file of one's choice."""

from __future__ import annotations

import pytest

from rcm_tui.model.errors import RcmError
from rcm_tui.workflow.export import FileThere, full_path, is_markdown, write_out


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
