"""The cache changes how long it takes to read a plan, and nothing else."""

from __future__ import annotations

import os
import shutil
import tempfile
import zlib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcm_tui.model import lazy
from rcm_tui.model.query import find
from rcm_tui.model.rules import Day
from rcm_tui.model.texts import is_unofficial
from rcm_tui.reports.requests import requests_of
from rcm_tui.reports.status.report import About, status_of_plan
from rcm_tui.reports.styles import status_of
from rcm_tui.store import cache as caching
from rcm_tui.store import sealed
from rcm_tui.store.cache import Cache
from rcm_tui.store.git_folder import cache_folder
from rcm_tui.store.reader import PlanReader
from rcm_tui.store.yaml.writer import compose

LONG_AGO = 1_000_000_000_000_000_000

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
activities = st.fixed_dictionaries(
    {"number": st.integers(1, 99), "text": st.dictionaries(st.sampled_from(["en", "es"]), texts, min_size=1)},
    optional={
        "priority": texts | st.integers(0, 9),
        "responsible": st.lists(st.sampled_from(["MX", "IOM"]), max_size=2),
        "calendar": st.lists(
            st.fixed_dictionaries(
                {"id": st.sampled_from(["kvt", "mzp"]), "text": st.fixed_dictionaries({"en": texts})},
                optional={
                    "date": st.just("2004-10"),
                    "status": st.sampled_from(["planned", "completed"]),
                    "request": st.fixed_dictionaries(
                        {"from": st.just(["MX"])},
                        optional={
                            "received": st.just({"MX": "2006-07-12"})
                            | st.just({"MX": {"date": "2006", "answer": "partial"}})
                        },
                    ),
                    "funding": st.just({"cost": 60000, "currency": "USD", "by": ["US"]}),
                    "unknown": texts,
                },
            ),
            max_size=2,
        ),
    },
)


def put(root: Path, path: str, content: bytes, when: int | None = LONG_AGO) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(content)
    if when is not None:
        os.utime(root / path, ns=(when, when))


def write(root: Path, items: list[dict]) -> None:
    put(root, "plan/plan.yaml", b"schema: 1\ntitle: {en: P}\nlanguages: [en, es]\n")
    put(root, "plan/actors.yaml", b"MX:\n  kind: member\n  name: {en: Mexico, es: M\xc3\xa9xico}\n")
    put(root, "meetings/2006-11-rcgm.yaml", b"id: 2006-11-rcgm\nbody: RCGM\nstatus: open\n")
    put(root, "plan/HR/HR.yaml", b"id: HR\nnumber: 1\ntitle:\n  en: RIGHTS\n")
    put(root, "plan/HR/HR-4/HR-4.yaml", b"id: HR-4\nnumber: 4\ntext:\n  en: HEALTH\n")
    for number, item in enumerate(items, 1):
        data = {"id": f"HR-4.{number}", **item, "status": "active"}
        room = "archive" if number % 3 == 0 else "plan"
        put(root, f"{room}/HR/HR-4/HR-4.{number}.yaml", compose(data))


@pytest.fixture(autouse=True)
def _settled(monkeypatch):
    """Files count as written long before they are read: a test does not wait for that."""
    monkeypatch.setattr(caching, "GRAIN", -(10**12))


@pytest.fixture
def root(tmp_path) -> Path:
    write(tmp_path, [{"number": number, "text": {"en": f"Text {number}"}} for number in range(1, 8)])
    return tmp_path


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / ".git" / "rcm" / "cache"


def parsed(monkeypatch) -> list[str]:
    """The paths of the files that are parsed from now on."""
    from rcm_tui.store import reader

    seen: list[str] = []
    real = reader.load_file

    def watched(path, data, info=None):
        seen.append(path)
        return real(path, data, info)

    monkeypatch.setattr(reader, "load_file", watched)
    return seen


def shown(node: Any) -> tuple[object, ...]:
    """What a line of a list shows of an item."""
    return status_of(node), dict(node.text), is_unofficial(node.text, "en"), is_unofficial(node.text, "es")


@settings(max_examples=60, deadline=None)
@given(st.lists(activities, max_size=8), st.lists(activities, max_size=3))
def test_a_plan_is_the_same_with_and_without(items, others):
    with tempfile.TemporaryDirectory() as place:
        root, folder = Path(place, "repo"), Path(place, "cache")
        write(root, items)
        plain = PlanReader(root).read()
        assert PlanReader(root, Cache(folder)).read() == plain
        again = PlanReader(root, Cache(folder)).read()
        heads = [(item_id, again.head(item_id)) for item_id in again.walk()]  # None of the items is decoded yet.
        assert [(one, shown(head)) for one, head in heads] == [
            (item_id, shown(plain.node(item_id))) for item_id in plain.walk()
        ]
        assert again == plain
        assert dict(again.items) == dict(plain.items)
        assert list(again.walk()) == list(plain.walk())
        assert again.search_texts == plain.search_texts
        shutil.rmtree(root / "archive", ignore_errors=True)
        write(root, others)
        assert PlanReader(root, Cache(folder)).read() == PlanReader(root).read()
        assert PlanReader(root, Cache(folder)).read() == PlanReader(root).read()


QUERIES = ("is:any", "status:active", "is:open", "is:request is:any", "actor:MX is:any", "not:actor:MX", "due:2004")


asking = activities.map(
    lambda item: {**item, "calendar": [*item.get("calendar", ())[:1], ASKS]}  # Each asks for something.
)
ASKS = {"id": "pqr", "text": {"en": "Send"}, "request": {"from": ["MX"], "due": "2006-05"}}


@settings(max_examples=20, deadline=None)
@given(st.lists(asking, min_size=4, max_size=8), st.dates(date(2004, 1, 1), date(2007, 1, 1)))
def test_what_is_asked_of_a_large_plan_is_answered_as_of_a_small_one(items, on):
    """Items of a large plan are decoded shard by shard, in another order, and not kept."""
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patched:
        root, folder = Path(place, "repo"), Path(place, "cache")
        patched.setattr(caching, "SIZE", 3)
        write(root, items)
        plain = PlanReader(root, Cache(folder)).read()
        patched.setattr(lazy, "_MANY", -1)
        large = PlanReader(root, Cache(folder)).read()
        for only in (None, {"HR-4.1", "HR-4.3", "XX"}):
            assert requests_of(large, on, only) == requests_of(plain, on, only)
        for query in QUERIES:
            assert find(large, query, on) == find(plain, query, on)


@settings(max_examples=20, deadline=None)
@given(st.lists(asking, min_size=4, max_size=8), st.dates(date(2004, 1, 1), date(2007, 1, 1)))
def test_a_plan_says_the_same_however_few_of_its_items_are_kept(items, on):
    """Each item read may take the place of another, so that the same one is decoded again and again."""
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patched:
        root, folder = Path(place, "repo"), Path(place, "cache")
        patched.setattr(caching, "SIZE", 3)
        write(root, items)
        whole = PlanReader(root).read()
        PlanReader(root, Cache(folder)).read()
        patched.setattr(lazy, "_items_of", lru_cache(1)(lazy.ItemBatch.scan))
        few = PlanReader(root, Cache(folder)).read()
        assert few == whole
        assert dict(few.items) == dict(whole.items)
        order = [*few.walk(), *reversed([*few.walk()])]
        assert [few.items[item_id] for item_id in order] == [whole.items[item_id] for item_id in order]
        assert [few.printed_number(item_id) for item_id in order] == [
            whole.printed_number(item_id) for item_id in order
        ]
        assert requests_of(few, on) == requests_of(whole, on)
        assert status_of_plan(few, About(Day(on, "option"))) == status_of_plan(whole, About(Day(on, "option")))


def test_nothing_is_parsed_the_second_time(root, folder, monkeypatch):
    PlanReader(root, Cache(folder)).read()
    seen = parsed(monkeypatch)
    PlanReader(root, Cache(folder)).read()
    assert seen == []
    put(root, "plan/HR/HR-4/HR-4.1.yaml", b"id: HR-4.1\nnumber: 1\ntext: {en: Other}\nstatus: active\n", None)
    assert PlanReader(root, Cache(folder)).read().items["HR-4.1"].text == {"en": "Other"}
    assert seen == ["plan/HR/HR-4/HR-4.1.yaml"]


def test_bytes_written_again_are_read_but_not_parsed(root, folder, monkeypatch):
    before = PlanReader(root, Cache(folder)).read()
    for file in (root / "plan").rglob("*.yaml"):
        file.write_bytes(file.read_bytes())
    seen = parsed(monkeypatch)
    assert PlanReader(root, Cache(folder)).read() == before
    assert seen == []


def test_an_edit_of_the_same_size_and_time_is_noticed(root, folder):
    path = root / "plan/HR/HR-4/HR-4.1.yaml"
    PlanReader(root, Cache(folder)).read()
    facts = path.stat()
    path.write_bytes(path.read_bytes().replace(b"Text 1", b"Text 9"))
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert PlanReader(root, Cache(folder)).read().items["HR-4.1"].text == {"en": "Text 9"}


def test_a_file_as_young_as_its_reading_is_read_again(root, folder, monkeypatch):
    monkeypatch.setattr(caching, "GRAIN", 10**12)
    path = root / "plan/HR/HR-4/HR-4.1.yaml"
    shelf = PlanReader(root, Cache(folder))
    shelf.read()
    state = caching.state_of(path.stat())
    path.write_bytes(path.read_bytes().replace(b"Text 1", b"Text 9"))
    monkeypatch.setattr("rcm_tui.store.reader.state_of", lambda facts: state)  # a clock too coarse to tell
    assert shelf.read().items["HR-4.1"].text == {"en": "Text 9"}
    assert PlanReader(root, Cache(folder)).read().items["HR-4.1"].text == {"en": "Text 9"}


@pytest.mark.parametrize("seconds", [-10, 2**34])
def test_a_time_before_1970_or_after_2262_is_one_like_any_other(root, folder, seconds):
    path = root / "plan/HR/HR-4/HR-4.1.yaml"
    os.utime(path, (seconds, seconds))
    read = PlanReader(root, Cache(folder)).read()
    assert PlanReader(root, Cache(folder)).read() == read
    path.write_bytes(path.read_bytes().replace(b"Text 1", b"Text 9"))
    os.utime(path, (seconds, seconds))
    assert PlanReader(root, Cache(folder)).read().items["HR-4.1"].text == {"en": "Text 9"}


SPOILT = {
    "torn": lambda content: content[: len(content) // 2],
    "empty": lambda content: b"",
    "one bit": lambda content: content[:-9] + bytes([content[-9] ^ 1]) + content[-8:],
    "something else": lambda content: b"\x80\x04pickle" * 100,
    "no shard inside": lambda content: sealed_again(content, b"\x93\x01\x02\x03"),
}


def sealed_again(content: bytes, inside: bytes) -> bytes:
    """The content of a sealed file with something else inside, and a checksum that fits."""
    sealed_part = content[8 : content.index(b"\n", 8) + 1] + inside
    return content[:4] + zlib.crc32(sealed_part).to_bytes(4, "big") + sealed_part


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_spoilt_shard_changes_nothing(root, folder, spoil):
    before = PlanReader(root, Cache(folder)).read()
    for shard in folder.glob("*.shard"):
        shard.write_bytes(spoil(shard.read_bytes()))
    assert PlanReader(root, Cache(folder)).read() == before
    assert PlanReader(root, Cache(folder)).read() == before


def test_a_copied_shard_is_not_believed(root, folder, monkeypatch):
    before = PlanReader(root, Cache(folder)).read()
    copied = folder.with_name("copied")
    shutil.copytree(folder, copied)
    seen = parsed(monkeypatch)
    assert PlanReader(root, Cache(copied)).read() == before
    assert len(seen) == 12


def test_a_shard_of_another_version_is_not_believed_and_not_kept(root, folder, monkeypatch):
    PlanReader(root, Cache(folder)).read()
    before = set(folder.glob("*.shard"))
    another = sealed.version() + " another"
    monkeypatch.setattr(sealed, "version", lambda: another)
    seen = parsed(monkeypatch)
    PlanReader(root, Cache(folder)).read()
    assert len(seen) == 12
    after = set(folder.glob("*.shard"))
    assert len(after) == len(before)
    assert not after & before


def test_a_plan_grows_and_shrinks_over_many_shards(root, folder, monkeypatch):
    monkeypatch.setattr(caching, "SIZE", 2)
    for count in (30, 3, 18, 0, 9):
        shutil.rmtree(root / "plan/HR/HR-4")
        shutil.rmtree(root / "archive", ignore_errors=True)
        write(root, [{"number": number, "text": {"en": f"{count} {number}"}} for number in range(1, count + 1)])
        assert PlanReader(root, Cache(folder)).read() == PlanReader(root).read()
        assert PlanReader(root, Cache(folder)).read() == PlanReader(root).read()


def test_a_folder_that_cannot_be_written_or_is_a_link_is_done_without(root, tmp_path):
    before = PlanReader(root).read()
    (tmp_path / "file").write_text("in the way")
    assert PlanReader(root, Cache(tmp_path / "file" / "cache")).read() == before
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "rcm").symlink_to(outside)
    assert PlanReader(root, Cache(tmp_path / "rcm" / "cache")).read() == before
    assert list(outside.rglob("*.shard")) == []


def test_an_unreadable_file_is_told_every_time_and_not_kept(root, folder):
    put(root, "plan/HR/HR-4/HR-4.1.yaml", b"id: HR-4.1\n\ttab: 1\n")
    first = PlanReader(root, Cache(folder)).read()
    assert [problem.code for problem in first.problems] == ["tab"]
    assert PlanReader(root, Cache(folder)).read() == first


def test_where_the_cache_belongs(repo, tmp_path, run_git):
    assert cache_folder(repo) == repo / ".git" / "rcm" / "cache"
    assert cache_folder(tmp_path) is None
    run_git(repo, "commit", "-q", "--allow-empty", "-m", "x")
    run_git(repo, "worktree", "add", "-q", str(tmp_path / "linked"))
    assert cache_folder(tmp_path / "linked") == repo / ".git" / "worktrees" / "linked" / "rcm" / "cache"
    forged = tmp_path / "forged"
    forged.mkdir()
    (forged / ".git").write_text(f"gitdir: {repo}/.git\n")
    assert cache_folder(forged) is None
    (tmp_path / "by-link").mkdir()
    (tmp_path / "by-link" / ".git").symlink_to(repo / ".git")
    assert cache_folder(tmp_path / "by-link") is None


CHANGES = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from(["plan", "archive", "gone", "unreadable"]), activities),
    min_size=1,
    max_size=4,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(activities, max_size=5), st.lists(CHANGES, min_size=1, max_size=4))
def test_reading_what_was_touched_gives_what_reading_all_would(items, rounds):
    with tempfile.TemporaryDirectory() as place:
        root = Path(place, "repo")
        write(root, items)
        shelf = PlanReader(root, Cache(Path(place, "cache")))
        shelf.read()
        for changes in rounds:
            touched = []
            for number, what, item in changes:
                both = [f"{room}/HR/HR-4/HR-4.{number}.yaml" for room in ("plan", "archive")]
                touched += both
                for path in both:
                    (root / path).unlink(missing_ok=True)
                data = compose({"id": f"HR-4.{number}", **item, "status": "active"})
                if what in ("plan", "archive"):
                    put(root, f"{what}/HR/HR-4/HR-4.{number}.yaml", data, None)
                elif what == "unreadable":
                    put(root, both[0], b"id: [\n", None)
            now = shelf.read_these(touched)
            plain = PlanReader(root).read()
            assert now == plain
            assert list(now.walk()) == list(plain.walk())
            assert now.search_texts == plain.search_texts
        assert shelf.read() == plain


def test_what_was_not_touched_is_not_looked_at(root):
    shelf = PlanReader(root)
    before = shelf.read()
    shutil.rmtree(root / "meetings")
    put(root, "plan/HR/HR-4/HR-4.1.yaml", b"id: HR-4.1\nnumber: 1\ntext: {en: Other}\nstatus: active\n", None)
    after = shelf.read_these(["plan/HR/HR-4/HR-4.1.yaml"])
    assert after.items["HR-4.1"].text == {"en": "Other"}
    assert after.meetings == before.meetings
    assert shelf.read().meetings == {}


def test_a_plan_that_did_not_change_is_the_same(root):
    shelf = PlanReader(root)
    assert shelf.read() is shelf.read()


def test_a_file_from_the_cache_that_was_only_touched_is_the_same_item(root, folder):
    """Its item is not made yet then: only the place is known where it can be had."""
    PlanReader(root, Cache(folder)).read()
    shelf = PlanReader(root, Cache(folder))
    shelf.read()
    path = "plan/HR/HR-4/HR-4.1.yaml"
    os.utime(root / path, ns=(LONG_AGO + 5, LONG_AGO + 5))
    assert shelf.read_these([path]) == PlanReader(root).read()
