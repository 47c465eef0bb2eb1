"""What is kept of the words of a plan never changes them: it is read again wherever it could be wrong."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from rcm_tui.store import sealed, wording
from rcm_tui.store.wording import Wording, wording_of
from rcm_tui.workflow import profiles

PLAN = profiles.files("council")["plan/plan.yaml"]


@pytest.fixture
def root(tmp_path) -> Path:
    (tmp_path / ".git").mkdir()
    return tmp_path


@pytest.fixture
def parsed(monkeypatch) -> Iterator[list[bytes]]:
    """The contents that are parsed from now on."""
    seen: list[bytes] = []
    real = wording._read

    def watched(content: bytes) -> Wording | None:
        seen.append(content)
        return real(content)

    monkeypatch.setattr(wording, "_read", watched)
    return seen


def kept_in(root: Path) -> Path:
    return root / ".git" / "rcm" / "cache" / wording.FILE


def plain(found: Wording) -> tuple[object, ...]:
    return tuple(found.languages), {kind: (dict(one), dict(many)) for kind, (one, many) in found.terms.items()}


@pytest.mark.parametrize("profile", ["amr", "council", "ogp", "rcm", "wmo"])
def test_what_is_kept_is_what_was_read(root, parsed, profile):
    content = profiles.files(profile)["plan/plan.yaml"]
    first = wording_of(root, content)
    again = wording_of(root, content)
    assert plain(again) == plain(first)
    assert [list(term.one) for term in again.terms.values()] == [list(term.one) for term in first.terms.values()]
    assert parsed == [content], "it was read once"
    assert again.languages


def test_other_content_is_read_again_whatever_its_size_and_times(root, parsed):
    assert "goal" in str(wording_of(root, PLAN).terms)
    other = PLAN.replace(b"goal", b"gaol")
    assert len(other) == len(PLAN) and "gaol" in str(wording_of(root, other).terms)
    assert parsed == [PLAN, other]


@pytest.mark.parametrize("content", [b"levels: [", b"levels: {a: 1}\n", b"", b"\xff"])
def test_a_file_that_is_wrong_has_no_words_and_none_are_kept(root, content):
    assert plain(wording_of(root, content)) == ((), {})
    assert not kept_in(root).exists()


def test_without_a_repository_or_a_place_to_write_it_is_read_each_time(tmp_path, parsed):
    for folder in (tmp_path / "no-repository", tmp_path / "no-place"):
        folder.mkdir()
        if folder.name == "no-place":
            (folder / ".git").mkdir()
            (folder / ".git" / "rcm").write_text("in the way")
        before = sorted(folder.rglob("*"))
        assert plain(wording_of(folder, PLAN)) == plain(wording_of(folder, PLAN))
        assert sorted(folder.rglob("*")) == before
    assert len(parsed) == 4


def test_a_folder_that_is_a_link_is_done_without(root, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (root / ".git" / "rcm").symlink_to(outside)
    wording_of(root, PLAN)
    assert list(outside.rglob(wording.FILE)) == []


def again(content: bytes, inside: bytes) -> bytes:
    """The content of a sealed file with something else inside, and a checksum that fits."""
    part = content[8 : content.index(b"\n", 8) + 1] + inside
    return content[:4] + zlib.crc32(part).to_bytes(4, "big") + part


FORGED = json.dumps({"languages": ["xx"], "terms": {}}).encode() + b"\n" + PLAN
SPOILT = {
    "torn": lambda content: content[: len(content) // 2],
    "empty": lambda content: b"",
    "one bit": lambda content: content[:-9] + bytes([content[-9] ^ 1]) + content[-8:],
    "no seal": lambda content: FORGED,
    "no checksum": lambda content: content[: content.index(b"\n", 8) + 1] + FORGED,
    "not JSON": lambda content: again(content, b"\xff\n" + PLAN),
    "other JSON": lambda content: again(content, b'{"languages": [], "terms": [1]}\n' + PLAN),
    "no JSON": lambda content: again(content, b"\n" + PLAN),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_spoilt_file_changes_nothing(root, parsed, spoil):
    before = wording_of(root, PLAN)
    kept_in(root).write_bytes(spoil(kept_in(root).read_bytes()))
    assert plain(wording_of(root, PLAN)) == plain(before)
    assert plain(wording_of(root, PLAN)) == plain(before)
    assert len(parsed) == 2, "it was read again, and kept"


def test_a_file_that_was_copied_or_is_of_another_version_is_not_believed(root, parsed, monkeypatch):
    wording_of(root, PLAN)
    copy = kept_in(root).with_name("copy")
    copy.write_bytes(kept_in(root).read_bytes())
    copy.replace(kept_in(root))
    wording_of(root, PLAN)
    assert len(parsed) == 2
    another = sealed.version() + " another"
    monkeypatch.setattr(sealed, "version", lambda: another)
    wording_of(root, PLAN)
    assert len(parsed) == 3
