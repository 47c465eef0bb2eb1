"""Files: written whole or not at all, never through a link or outside the root."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from rcm_tui.store.files import UnsafePath, read_limited, remove, write_atomically, write_together
from rcm_tui.store.yaml import MAX_BYTES, YamlProblem

ROOT = Path(__file__).parents[2]
WRITE_PAST_THE_LIMIT = """
import pathlib, resource, signal, sys
from rcm_tui.store.files import write_atomically
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
try:
    write_atomically(pathlib.Path(sys.argv[1]), b"new" * 10_000)
except OSError as error:
    print(error.errno)
"""


def names(folder):
    return [entry.name for entry in folder.iterdir()]


def open_handles():
    listing = Path("/proc/self/fd")
    return len(names(listing)) if listing.exists() else 0


def test_a_new_file_in_new_folders(tmp_path):
    file = tmp_path / "plan" / "HR" / "HR.yaml"
    old = os.umask(0o027)
    try:
        write_atomically(file, b"id: HR\n", root=tmp_path)
    finally:
        os.umask(old)
    assert file.read_bytes() == b"id: HR\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert names(file.parent) == ["HR.yaml"]


def test_a_file_that_exists_keeps_its_permissions(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_bytes(b"old")
    file.chmod(0o604)
    write_atomically(file, b"new")
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"new", 0o604)


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", WRITE_PAST_THE_LIMIT, file],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip().isdigit()
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["a.yaml"]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(small_disk):
    file = small_disk / "a.yaml"
    write_atomically(file, b"old")
    with pytest.raises(OSError, match="No space left"):
        write_atomically(file, b"n" * 2_000_000)
    assert file.read_bytes() == b"old"
    assert names(small_disk) == ["a.yaml"]


def test_links_and_ways_out_are_refused(tmp_path):
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (outside / "a.yaml").write_bytes(b"theirs")
    (root / "link.yaml").symlink_to(outside / "a.yaml")
    (root / "folder").symlink_to(outside)
    (root / "dir.yaml").mkdir()
    for path in (
        "link.yaml",
        "folder/a.yaml",
        "folder/sub/a.yaml",
        "../outside/a.yaml",
        "dir.yaml",
        "x/../../outside/b",
    ):
        with pytest.raises(UnsafePath):
            write_atomically(root / path, b"ours", root=root)
        with pytest.raises(UnsafePath):
            remove(root / path, root=root)
    with pytest.raises(UnsafePath):
        write_atomically(outside / "b.yaml", b"ours", root=root)
    with pytest.raises(UnsafePath):
        write_atomically(root / "link.yaml", b"ours")
    assert (outside / "a.yaml").read_bytes() == b"theirs"
    assert names(outside) == ["a.yaml"]


def test_removing_takes_empty_folders_along_but_not_the_root(tmp_path):
    for name in ("plan/HR/HR-4/HR-4.2.yaml", "plan/HR/HR.yaml"):
        write_atomically(tmp_path / name, b"id: x\n", root=tmp_path)
    remove(tmp_path / "plan/HR/HR-4/HR-4.2.yaml", root=tmp_path)
    assert not (tmp_path / "plan/HR/HR-4").exists()
    assert (tmp_path / "plan/HR/HR.yaml").exists()
    remove(tmp_path / "plan/HR/HR.yaml", root=tmp_path)
    assert names(tmp_path) == []
    with pytest.raises(FileNotFoundError):
        remove(tmp_path / "plan/HR/HR.yaml", root=tmp_path)


def test_only_regular_files_of_a_sensible_size_are_read(tmp_path):
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "large").open("wb") as file:
        file.truncate(20_000_000)
    (tmp_path / "just").write_bytes(b"#" * MAX_BYTES)
    assert read_limited(tmp_path / "a") == b"x"
    assert len(read_limited(tmp_path / "just")) == MAX_BYTES
    for name in ("link", "folder", "pipe", "missing"):
        with pytest.raises(OSError, match=name):
            read_limited(tmp_path / name)
    with pytest.raises(YamlProblem) as raised:
        read_limited(tmp_path / "large")
    assert raised.value.code == "too-large"


def test_no_handle_is_left_open(tmp_path):
    before = open_handles()
    for _ in range(20):
        write_atomically(tmp_path / "a", b"x", root=tmp_path)
        read_limited(tmp_path / "a")
    with pytest.raises(OSError, match=tmp_path.name):
        read_limited(tmp_path)
    after = open_handles()
    assert after == before


def test_of_several_files_all_are_written_or_none(tmp_path):
    files = {tmp_path / "plan" / f"{number}.yaml": b"new" for number in range(20)}
    write_together(dict.fromkeys(files, b"old"), root=tmp_path)
    (tmp_path / "plan" / "z.yaml").symlink_to("0.yaml")
    with pytest.raises(UnsafePath):
        write_together({**files, tmp_path / "plan" / "z.yaml": b"new"}, root=tmp_path)
    assert {file.read_bytes() for file in files} == {b"old"}
    assert not list(tmp_path.glob("plan/.*"))
    write_together(files, root=tmp_path)
    assert {file.read_bytes() for file in files} == {b"new"} and not list(tmp_path.glob("plan/.*"))
