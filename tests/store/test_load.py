"""Loading: a bad file is reported with its place and never affects the rest of the plan."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from rcm_tui.model.plan import errors
from rcm_tui.store.cache import blob_of
from rcm_tui.store.check import check
from rcm_tui.store.reader import PlanReader, ReadingStopped, load_files, load_revision

GOOD = {
    "plan/plan.yaml": "schema: 1\ntitle: {en: P}\nlanguages: [en, es]\nbodies:\n  RCGM: {name: {en: Group}}\n",
    "plan/actors.yaml": "MX:\n  kind: member\n  name: {en: Mexico}\nIOM:\n  kind: organization\n  name: {en: I}\n",
    "plan/HR/HR.yaml": "id: HR\nnumber: 1\ntitle:\n  en: RIGHTS\n",
    "plan/HR/HR-4/HR-4.yaml": "id: HR-4\nnumber: 4\ntext:\n  en: HEALTH\n",
    "plan/HR/HR-4/HR-4.1.yaml": "id: HR-4.1\nnumber: 1\ntext:\n  en: SEMINAR\nstatus: active\n",
    "plan/HR/HR-4/HR-4.2.yaml": "id: HR-4.2\nnumber: 2\ntext:\n  en: AIDS\nstatus: ongoing\nresponsible: [IOM]\n",
    "meetings/2006-11-rcgm.yaml": "id: 2006-11-rcgm\nbody: RCGM\nstatus: closed\n",
}
PATH = "plan/HR/HR-4/HR-4.2.yaml"
TEXT = GOOD[PATH]


def write(root: Path) -> None:
    for path, text in GOOD.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


@pytest.fixture
def root(tmp_path) -> Path:
    write(tmp_path)
    return tmp_path


def test_a_good_plan_has_no_problems(root):
    assert check(root) == ()
    plan = PlanReader(root).read()
    assert list(plan.walk()) == ["HR", "HR-4", "HR-4.1", "HR-4.2"]


OTHER = {
    "the same": {},
    "another text": {PATH: TEXT.replace("AIDS", "HIV")},
    "one that cannot be read": {PATH: "id: HR-4.2\ntext: {en: AIDS\n"},
    "a file under another path": {"archive/HR/HR-4/HR-4.2.yaml": TEXT},
    "other statuses": {
        "plan/plan.yaml": GOOD["plan/plan.yaml"] + "statuses:\n  begun: {name: {en: begun}, phase: open}\n",
        PATH: TEXT.replace("ongoing", "begun"),
    },
}


@pytest.mark.parametrize("changed", OTHER.values(), ids=OTHER)
def test_a_revision_is_the_same_whether_or_not_its_files_were_read_before(root, changed):
    reader = PlanReader(root)
    now = reader.read()
    files = {path: text.encode() for path, text in {**GOOD, **changed}.items()}
    blobs = {path: blob_of(data).hex() for path, data in files.items()}
    asked = []

    def contents(wanted):
        asked.extend(wanted := [*wanted])
        return {blob: files[path] for path, blob in blobs.items() if blob in wanted}

    anew, again = load_files(files), load_revision(blobs, contents, reader.files)
    assert (dict(again.items), again.problems, again.unreadable) == (dict(anew.items), anew.problems, anew.unreadable)
    assert len(asked) < len(files) or "statuses" in files["plan/plan.yaml"].decode()
    assert again.items["HR-4.1"] is now.items["HR-4.1"] or "statuses" in files["plan/plan.yaml"].decode()


BAD = {
    "not YAML": (b"id: HR-4.2\ntext: {en: AIDS\nstatus: ongoing\n", "syntax", 2),
    "tab": (b"id: HR-4.2\ntext:\n\ten: AIDS\n", "tab", 3),
    "conflict markers": (
        TEXT.encode().replace(b"status", b"<<<<<<< ours\nstatus: active\n=======\nstatus", 1) + b">>>>>>> theirs\n",
        "conflict",
        5,
    ),
    "duplicate key": (TEXT.encode() + b"status: active\n", "duplicate-key", 7),
    "unknown status": (TEXT.encode().replace(b"ongoing", b"ongoin"), "unknown-status", 5),
    "id that does not match the path": (TEXT.encode().replace(b"HR-4.2", b"HR-4.9"), "id-mismatch", 1),
    "wrong type": (TEXT.encode().replace(b"[IOM]", b"IOM"), "wrong-type", 6),
    "missing key": (TEXT.encode().replace(b"status: ongoing\n", b""), "missing-key", 1),
    "not UTF-8": (TEXT.encode().replace(b"AIDS", b"A\xff"), "not-utf-8", 4),
    "empty file": (b"", "empty", 1),
    "20 MB": (b"# " + b"x" * 20_000_000, "too-large", 1),
    "alias": (TEXT.encode() + b"a: &x 1\nb: *x\n", "anchor", 7),
    "nesting bomb": (b"a: " + b"[" * 100_000, "too-deep", 1),
    "list of lists bomb": (b"a:\n" + b"- " * 20_000, "too-deep", 2),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_told_with_its_line_and_the_rest_loads(root, name):
    content, code, line = BAD[name]
    (root / PATH).write_bytes(content)
    plan = PlanReader(root).read()
    assert set(plan.items) == {"HR", "HR-4", "HR-4.1"}
    assert plan.children("HR-4") == ("HR-4.1", "HR-4.2")
    assert plan.unreadable["HR-4.2"].path == PATH
    (problem,) = plan.problems[:1]
    assert (problem.path, problem.line, problem.severity) == (PATH, line, "error")
    assert code in problem.code
    assert problem in check(root)


def test_all_faults_of_a_file_in_one_run(root):
    (root / PATH).write_text(
        "id: HR-4.2\nnumber: two\ntext:\n  en: 3\nstatus: ongoin\nresponsible: IOM\ncalendar:\n  - id: kvt\n"
    )
    assert [(problem.line, problem.code) for problem in PlanReader(root).read().problems] == [
        (2, "wrong-type"),
        (4, "wrong-type"),
        (5, "unknown-status"),
        (6, "wrong-type"),
        (8, "missing-key"),
    ]


CHECKED = {
    "responsible: [IOMM]": ("unknown-actor", 6, "did you mean “IOM”"),
    "calendar:\n  - id: kvt\n    date: 2006-13\n    text: {en: X}": ("bad-date", 8, "month"),
    "calendar:\n  - id: kvt\n    meeting: 2006-11-rcgn\n    text: {en: X}": ("unknown-meeting", 8, "2006-11-rcgm"),
    "calendar:\n  - id: kvt\n    text: {en: ''}": ("no-text", 8, "language"),
    "calendar:\n  - {id: kvt, text: {en: X}}\n  - {id: kvt, text: {en: Y}}": ("member-id-twice", 8, "kvt"),
    "calendar:\n  - id: kvt\n    text: {en: X}\n    request: {from: [US]}": ("unknown-actor", 9, "US"),
    "actions: [zzz]": ("unknown-action", 6, "none"),
}


@pytest.mark.parametrize("lines", CHECKED)
def test_references_and_values_are_checked_in_their_place(root, lines):
    code, line, hint = CHECKED[lines]
    (root / PATH).write_text(TEXT.replace("responsible: [IOM]", lines))
    problem = errors(check(root))[0]
    assert (problem.path, problem.line, problem.code) == (PATH, line, code)
    assert hint in problem.message


ADVISED = {
    "text:\n  en: AIDS\n  fr: SIDA": "unknown-language",
    "statsu: active\ntext: {en: A}": "near-key",
    "source: {document: d, emphasis: none}\ntext: {en: A}": "emphasis-and-status",
    "translated: {es: 'en:00000000'}\ntext: {en: A, es: B}": "stale-translation",
    "archived: {date: '2006'}\ntext: {en: A}": "archived-but-current",
}


@pytest.mark.parametrize("lines", ADVISED)
def test_advice_is_given_and_nothing_is_refused(root, lines):
    (root / PATH).write_text(TEXT.replace("text:\n  en: AIDS", lines))
    found = check(root)
    assert [(problem.severity, problem.code) for problem in found] == [("advice", ADVISED[lines])]


def test_crlf_and_bom_are_read_and_advised(root):
    (root / PATH).write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert PlanReader(root).read().items["HR-4.2"].text == {"en": "AIDS"}
    assert {problem.code for problem in check(root)} == {"bom", "crlf"}


def test_a_link_is_not_followed(root, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "secret.yaml"
    outside.write_text(TEXT)
    (root / PATH).unlink()
    (root / PATH).symlink_to(outside)
    plan = PlanReader(root).read()
    assert "HR-4.2" not in plan.items
    assert [(problem.path, problem.code) for problem in plan.problems] == [(PATH, "symlink")]


def test_a_file_that_may_not_be_read_is_told():
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(root)
        root.chmod(0o755)
        (root / PATH).chmod(0)
        if os.geteuid() == 0:
            os.seteuid(65534)  # Root may read everything, so somebody else looks.
        try:
            plan = PlanReader(root).read()
        finally:
            os.seteuid(os.getuid())
    assert [problem.code for problem in plan.problems] == ["cannot-read"]
    assert len(plan.items) == 3


def test_a_pipe_in_place_of_a_file_does_not_hang(root):
    (root / PATH).unlink()
    os.mkfifo(root / PATH)
    assert [problem.code for problem in PlanReader(root).read().problems] == ["cannot-read"]


def test_two_files_with_one_id_are_told_and_neither_is_taken(root):
    other = root / "archive/HR/HR-4/HR-4.2.yaml"
    other.parent.mkdir(parents=True)
    other.write_text(TEXT)
    plan = PlanReader(root).read()
    assert "HR-4.2" not in plan.items and "HR-4.2" in plan.unreadable
    (problem,) = plan.problems
    assert problem.code == "two-files" and "archive/HR" in problem.message and "plan/HR" in problem.message


def test_a_file_in_the_wrong_place_says_where_it_belongs(root):
    (root / "plan/HR/HR-5").mkdir()
    (root / PATH).rename(root / "plan/HR/HR-5/HR-4.2.yaml")
    (problem,) = PlanReader(root).read().problems
    assert problem.code == "wrong-place" and PATH in problem.message


def test_a_missing_objective_stands_as_unreadable_with_its_activities_below(root):
    (root / "plan/HR/HR-4/HR-4.yaml").unlink()
    plan = PlanReader(root).read()
    assert plan.children("HR") == ("HR-4",)
    assert plan.children("HR-4") == ("HR-4.1", "HR-4.2")
    assert [problem.code for problem in plan.problems] == ["missing-file"]


def test_only_what_changed_is_read_again(root):
    shelf = PlanReader(root)
    before = shelf.read()
    (root / PATH).write_text(TEXT.replace("AIDS", "HIV"))
    after = shelf.read()
    assert after.items["HR-4.2"].text == {"en": "HIV"}
    assert after.items["HR-4.1"] is before.items["HR-4.1"]
    (root / PATH).unlink()
    assert "HR-4.2" not in shelf.read().items


def test_a_name_that_is_no_id_and_a_stray_file_are_told(root):
    (root / "plan/HR/notes.yaml").write_text("a: 1\n")
    (root / "plan/HR/minutes.docx").write_bytes(b"PK")
    found = {problem.path: problem.code for problem in check(root)}
    assert found == {"plan/HR/notes.yaml": "bad-name", "plan/HR/minutes.docx": "stray-file"}


def test_a_plan_of_a_newer_format_is_told(root):
    (root / "plan/plan.yaml").write_text("schema: 2\ntitle: {en: P}\n")
    assert "newer-schema" in {problem.code for problem in check(root)}


def test_a_second_file_of_an_item_is_noticed_when_only_that_one_is_read(root):
    reader = PlanReader(root)
    assert not reader.read().problems
    other = root / "archive/HR/HR-4/HR-4.2.yaml"
    other.parent.mkdir(parents=True)
    other.write_text(TEXT)
    plan = reader.read_these(["archive/HR/HR-4/HR-4.2.yaml"])
    assert [problem.code for problem in plan.problems] == ["two-files"] and "HR-4.2" in plan.unreadable


def _folder_comes(root: Path) -> str:
    shutil.copytree(root / "plan/HR", root / "plan/GA")
    return "plan/GA"


def _folder_goes(root: Path) -> str:
    (root / "plan/HR/HR-4").rename(root / "elsewhere")
    return "plan/HR/HR-4"


def _stray_comes(root: Path) -> str:
    (root / "plan/HR/minutes.docx").write_bytes(b"PK")
    return "plan/HR/minutes.docx"


def _link_comes(root: Path) -> str:
    (root / "plan/HR/HR-4").rename(root / "elsewhere")
    (root / "plan/HR/HR-4").symlink_to(root / "elsewhere")
    return "plan/HR/HR-4/HR-4.2.yaml"


def _file_becomes_a_link(root: Path) -> str:
    (root / PATH).rename(root / "elsewhere.yaml")
    (root / PATH).symlink_to(root / "elsewhere.yaml")
    return PATH


def _folder_is_named_like_a_file(root: Path) -> str:
    (root / PATH).unlink()
    (root / PATH).mkdir()
    return PATH


def _backup_goes(root: Path) -> str:
    return "plan/HR/HR-4/HR-4.2.yaml~"


@pytest.mark.parametrize(
    "change",
    [
        _folder_comes,
        _folder_goes,
        _stray_comes,
        _link_comes,
        _file_becomes_a_link,
        _folder_is_named_like_a_file,
        _backup_goes,
    ],
)
def test_what_is_no_file_of_an_item_is_read_like_all_files(root, change):
    reader = PlanReader(root)
    reader.read()
    assert reader.read_these([change(root)]) == PlanReader(root).read()


def test_a_file_that_was_written_again_as_it_was_leaves_the_plan_the_same(root):
    reader = PlanReader(root)
    plan = reader.read()
    (root / PATH).write_text(TEXT)
    assert reader.read_these([PATH]) is plan


def test_the_first_reading_is_given_up_and_no_later_one(root):
    reader = PlanReader(root)
    reader.stop()
    with pytest.raises(ReadingStopped):
        reader.read()
    reader = PlanReader(root)
    plan = reader.read()
    reader.stop()
    (root / PATH).write_text(TEXT.replace("AIDS", "HEALTH"))
    assert reader.read() != plan and reader.progress is None
