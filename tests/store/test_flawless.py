"""What the checker remembers never changes what it finds: by a law, and where it has to read again."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rcm_tui.store import flawless
from rcm_tui.store.check import check, checked
from tests.small_plan import CONFERENCE, put

PLAN = {
    **CONFERENCE,
    "plan/HR/HR-1/HR-1.1.yaml": CONFERENCE["plan/HR/HR-1/HR-1.1.yaml"] + "after: [HR-2]\n",
    "plan/HR/HR-1/HR-1.2.yaml": CONFERENCE["plan/HR/HR-1/HR-1.2.yaml"] + "formerly: [HR-2.7]\nafter: [HR-1.1]\n",
    "meetings/2006-11-rcgm.yaml": CONFERENCE["meetings/2006-11-rcgm.yaml"] + "    items: [HR-2.7]\n",
}
WORDS = (
    *("HR", "HR-1", "HR-1.1", "HR-1.3", "HR-2", "HR-2.7", "HR-9", "bdr", "kvt", "hjn", "wqs", "MX", "CA", "IOM", "TS"),
    *("members", "RCGM", "2006-11-rcgm", "2007-05-rcgm", "en", "es", "ongoing", "completed", "2005", "2006-11-29"),
)
edits = st.one_of(
    st.tuples(st.just("word"), st.sampled_from(sorted(PLAN)), st.integers(0, 60), st.sampled_from(WORDS)),
    st.tuples(st.just("line"), st.sampled_from(sorted(PLAN)), st.integers(0, 40), st.just("")),
    st.tuples(st.just("file"), st.sampled_from(sorted(PLAN)), st.just(0), st.just("")),
    st.tuples(st.just("as it was"), st.sampled_from(sorted(PLAN)), st.just(0), st.just("")),
)


def written(root: Path) -> Path:
    for path, text in PLAN.items():
        put(root, path, text)
    (root / "memory").mkdir()
    return root


def edit(root: Path, what: str, path: str, place: int, word: str) -> None:
    """Change a file as a person with an editor would: a word, a line that is deleted, the whole file."""
    file = root / path
    text = file.read_text("utf-8") if file.exists() else PLAN[path]
    if what == "file":
        file.unlink(missing_ok=True)
        return
    if what == "as it was":
        text = PLAN[path]
    elif what == "line":
        lines = text.splitlines(keepends=True)
        del lines[place % len(lines) : place % len(lines) + 1]
        text = "".join(lines)
    else:
        known = [
            match.span() for match in re.finditer("|".join(map(re.escape, sorted(WORDS, key=len, reverse=True))), text)
        ]
        for start, end in known[place % len(known) :][:1] if known else []:
            text = text[:start] + word + text[end:]
    put(root, path, text or "id: HR\n")


@given(st.lists(edits, max_size=6))
def test_with_a_memory_the_same_is_found_as_without(steps):
    with tempfile.TemporaryDirectory() as folder:
        root = written(Path(folder))
        checked(root, root / "memory")
        for step in steps:
            edit(root, *step)
            found = check(root)
            for _turn in range(2):
                assert checked(root, root / "memory").problems == found, step


def remembered(root: Path) -> set[str]:
    """The paths that need not be read again."""
    found = checked(root)
    return flawless.recall(root / "memory", found.plan, found.blobs)


def test_a_new_agreement_leaves_the_other_files_unread(tmp_path):
    root = written(tmp_path)
    checked(root, root / "memory")
    before = remembered(root)
    assert {"plan/HR/HR-1/HR-1.yaml", "meetings/2006-11-rcgm.yaml"} <= before
    meeting = root / "meetings/2006-11-rcgm.yaml"
    meeting.write_text(meeting.read_text("utf-8").replace("id: wqs", "id: wqz"), "utf-8")
    assert remembered(root) == set(), "an agreement is gone that anything may refer to"
    meeting.write_text(PLAN["meetings/2006-11-rcgm.yaml"] + "  - id: wqz\n    text: {en: Another}\n", "utf-8")
    assert remembered(root) == before - {"meetings/2006-11-rcgm.yaml"}


def test_other_actors_or_languages_make_every_file_be_read_again(tmp_path):
    root = written(tmp_path)
    checked(root, root / "memory")
    put(root, "plan/actors.yaml", PLAN["plan/actors.yaml"] + "HN:\n  kind: member\n  name: {en: Honduras}\n")
    assert remembered(root) == set()


def test_a_memory_that_cannot_be_read_is_not_used(tmp_path):
    root = written(tmp_path)
    (root / "memory" / flawless.FILE).write_bytes(b"\xff not a memory")
    assert checked(root, root / "memory").problems == check(root)
    assert remembered(root)


def test_a_circle_is_found_at_each_item_although_one_alone_was_changed(tmp_path):
    root = written(tmp_path)
    checked(root, root / "memory")
    edit(root, "word", "plan/HR/HR-1/HR-1.1.yaml", -1, "HR-1.2")
    found = checked(root, root / "memory").problems
    assert [each.path for each in found if each.code == "circle"] == [
        "plan/HR/HR-1/HR-1.1.yaml",
        "plan/HR/HR-1/HR-1.2.yaml",
    ]
    assert found == check(root)
