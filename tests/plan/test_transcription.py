"""The plan of November 2006 and the communiqué of March 2001 stand in the files whole and to the letter.

Compared with: the text of both documents as they were received, and `source-2006-11.tsv`, in which people split the
plan into items and said which activity each calendar entry belongs to (`under`; an objective where that cannot be
told). The files are those of the record that completed the transcription (`Plan-start:`): what meetings change later is
no fault of it. Where there is no history, as in a source archive, the files as they are.
"""

from __future__ import annotations

import csv
import re
import subprocess
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from rcm_tui.model.dates import edtf
from rcm_tui.model.ids import is_member_id
from rcm_tui.store.reader import PlanReader
from rcm_tui.store.yaml import parse
from rcm_tui.store.yaml.writer import compose

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
_FOLDER = tempfile.TemporaryDirectory(prefix="rcm-transcription-")


def _as_completed() -> Path:
    """The plan as the transcription left it, in a folder of its own; the repository where its history is not there."""
    found = subprocess.run(
        [
            "git",
            "-C",
            str(REPOSITORY),
            "log",
            "--format=%H",
            "--extended-regexp",
            "--grep=^Plan-start: ",
            "--",
            "archive",
        ],
        capture_output=True,
        encoding="utf-8",
    )
    commits = found.stdout.split()
    if found.returncode or not commits:
        return REPOSITORY
    packed = Path(_FOLDER.name, "plan.tar")
    subprocess.run(
        ["git", "-C", str(REPOSITORY), "archive", f"--output={packed}", commits[-1], "plan", "archive", "meetings"],
        check=True,
    )
    with tarfile.open(packed) as archive:
        archive.extractall(_FOLDER.name, filter="data")
    return Path(_FOLDER.name)


ROOT = _as_completed()
PLAN_TEXT = (HERE / "plan-of-action-2006-11.txt").read_text(encoding="utf-8")
COMMUNIQUE = (HERE / "joint-communique-2001-03.txt").read_text(encoding="utf-8")
DOCUMENT = "2006-11-rcgm"
ROLES = {"host", "offers", "funds", "sponsors", "presents", "participates"}
FILES = sorted(path for room in ("plan", "archive", "meetings") for path in (ROOT / room).rglob("*.yaml"))

Data = dict[str, Any]


@cache
def read(path: Path) -> Data:
    return parse(path.read_bytes())


def items() -> dict[str, Data]:
    """Every subject, objective and activity by id, archived ones included."""
    return {path.stem: read(path) for path in FILES if path.parts[-2] != "meetings" and path.parent != ROOT / "plan"}


def meetings() -> dict[str, Data]:
    return {path.stem: read(path) for path in FILES if path.parts[-2] == "meetings"}


def actors() -> Data:
    return read(ROOT / "plan" / "actors.yaml")


def entries() -> Iterator[tuple[str, Data]]:
    """Every calendar entry with the id of the item it stands under."""
    for item_id, item in items().items():
        for entry in item.get("calendar", ()):
            yield item_id, entry


@cache
def source_rows() -> tuple[dict[str, str], ...]:
    with (HERE / "source-2006-11.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def words(item: Data) -> str:
    return item["title" if "title" in item else "text"]["en"]


def told(item: Data, kind: str, under: str) -> tuple[str, str, int, str, str]:
    """What the transcription says of one text, in the form in which the source's table says it."""
    source = item["source"]
    assert source["document"] == DOCUMENT
    return kind, under, source["line"], source.get("emphasis", "none"), words(item)


def transcribed() -> Iterator[tuple[str, str, int, str, str]]:
    """All texts of the plan, holder by holder, each holder's actions, activities and entries in printed order."""
    found = items()
    for item_id, item in found.items():
        kind = "activity" if "." in item_id else "objective" if "-" in item_id else "subject"
        yield told(item, kind, item_id.rpartition("." if kind == "activity" else "-")[0])
        for action in item.get("actions", ()) if kind == "objective" else ():
            yield told(action, "action", item_id)
        for entry in item.get("calendar", ()):
            yield told(entry, "entry", item_id)


def in_source(row: dict[str, str]) -> tuple[str, str, int, str, str]:
    text = row["text"].replace("\\$", "$")
    return row["kind"], row["under"], int(row["line"]), row["emphasis"], text


# -- the plan -----------------------------------------------------------------------------------------------------


def test_counts() -> None:
    kinds = Counter(kind for kind, *_ in transcribed())
    assert kinds == {"subject": 3, "objective": 20, "action": 38, "activity": 68, "entry": 97}


def test_every_text_with_its_line_emphasis_and_place() -> None:
    assert Counter(transcribed()) == Counter(map(in_source, source_rows()))


@pytest.mark.parametrize("kind", ["action", "entry"])
def test_order_within_each_item(kind: str) -> None:
    def by_holder(texts: Iterator[tuple[str, str, int, str, str]]) -> dict[str, list[str]]:
        holders: dict[str, list[str]] = {}
        for own_kind, under, _line, _emphasis, text in texts:
            if own_kind == kind:
                holders.setdefault(under, []).append(text)
        return holders

    assert by_holder(transcribed()) == by_holder(map(in_source, source_rows()))


def test_numbers_are_the_printed_ones() -> None:
    for row in source_rows():
        if row["kind"] in ("entry", "action"):
            continue
        separator = {"subject": "", "objective": "-", "activity": "."}[row["kind"]]
        item = items()[row["under"] + separator + (row["order"] if separator else row["subject"])]
        assert (item["number"], words(item)) == (int(row["order"]), row["text"])
    for item_id, item in items().items():
        if "-" in item_id and "." not in item_id:
            actions = item.get("actions", [])
            assert [action["number"] for action in actions] == list(range(1, len(actions) + 1))


def cells_of_source() -> Iterator[tuple[int, list[str]]]:
    """The cells of each row of the received document that are not empty, with its line."""
    for number, line in enumerate(PLAN_TEXT.splitlines(), 1):
        cells = line.split("\t")
        if len(cells) == 5 and cells[0] != "SUBJECTS":
            yield number, [cell for cell in cells if cell]


def plain(cell: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"</?[ip]>", "", cell)).replace("\\$", "$").strip()


def test_nothing_of_the_received_document_is_missing() -> None:
    """Each cell of each row is exactly the texts of the table that stand on that line, in order."""
    labels = {row["text"] for row in source_rows() if row["kind"] == "subject"}
    for line, cells in cells_of_source():
        here = [row for row in source_rows() if int(row["line"]) == line]
        columns = []
        for kind in ("objective", "action", "activity", "entry"):
            texts = [in_source(row)[-1] for row in here if row["kind"] == kind]
            if kind == "objective":
                texts = [f"{row['order']}. {row['text']}" for row in here if row["kind"] == kind]
            if texts:
                columns.append(" ".join(texts))
        given = [plain(cell) for cell in cells]
        if given[0].removesuffix(" (continued)") in labels:
            given = given[1:]
        assert given == columns, f"line {line}"


def test_every_italic_passage_is_in_the_emphasis() -> None:
    for line, cells in cells_of_source():
        marked = [passage for cell in cells for passage in re.findall(r"<i>(.*?)</i>", cell)]
        expected = [
            in_source(row)[-1] if row["emphasis"] == "all" else row["emphasis"]
            for row in source_rows()
            if int(row["line"]) == line and row["emphasis"] != "none"
        ]
        assert [plain(passage) for passage in marked] == expected, f"line {line}"


def test_heading_of_the_document() -> None:
    """Letterhead, title, notes and columns: every line outside the table is in the meeting's record."""
    document = meetings()[DOCUMENT]["document"]
    kept = [*document["letterhead"], *document["title"], *document["notes"], "\t".join(document["columns"])]
    first_page = PLAN_TEXT[: PLAN_TEXT.index("MIGRATION POLICIES AND MANAGEMENT")]
    lines = [re.sub(r"\*+", "", line).strip(" \n") for line in first_page.splitlines()]
    assert [line for line in lines if line] == kept
    notes = [note["en"] for note in read(ROOT / "plan" / "plan.yaml")["notes"]]
    assert notes == [re.sub(r"^\d\. ", "", note) for note in document["notes"][1:]]


def test_archive_holds_what_nothing_newer_keeps_in_the_plan() -> None:
    archived = {item_id: item["archived"] for item_id, item in items().items() if "archived" in item}
    assert set(archived) == {path.stem for path in FILES if path.is_relative_to(ROOT / "archive")}
    assert set(archived) == {"MPM-8.1", "MPM-12.2", "MPM-12.3"}
    assert all((a["date"], a["meeting"]) == ("2006-11-29", DOCUMENT) and a["reason"] for a in archived.values())


# -- what the words say, as data -----------------------------------------------------------------------------------

DEADLINES = {
    # (item, what stands in the words): (who owes, to whom, by when)
    ("MPM-1.2", "BY NOVEMBER, 2006"): (("members",), "TS", "2006-11"),
    ("MPM-4", "END OF APRIL 2005"): (("members",), "RCGM", "2005-04"),
    ("MPM-5.4", "BY AUGUST 2006"): (("members",), "TS", "2006-08"),
    ("LDM-3.2", "BY AUGUST 15TH, 2006"): (("members",), "TS", "2006-08-15"),
    ("MPM-10.1", "(OCTOBER 2006)"): (("IOM",), "TS", "2006-10"),
    ("HR-2", "DURING RCGM, 27-29 NOVEMBER, 2006"): (("SV", "IOM"), "RCGM", "2006-11-27/2006-11-29"),
    ("LDM-2.2", "NOVEMBER 27-29, 2006"): (("RCGM",), None, "2006-11-27/2006-11-29"),
    ("LDM-4.2", "(NOVEMBER 2006)"): (("SV",), None, "2006-11"),
}
UNDATED = {
    # (item, a few of its words): (who owes, to whom, how often)
    ("MPM-2.1", "LATEST VERSION OF THE COMPARATIVE MATRIX"): (("members",), "IOM", "RCGM"),
    ("MPM-4.2", "REPORTS SHOULD BE PROVIDED IN WRITING"): (("members",), "TS", "RCM"),
    ("MPM-5.2", "SEND COMPLETED FORM TO THE TS"): (("members",), "TS", None),
    ("MPM-5.3", "WILL SEND INFORMATION TO THE TS"): (("members",), "TS", "P6M"),
    ("MPM-6.3", "ONGOING"): (("members",), None, None),
    ("MPM-7.2", "A FOCAL POINT BY COUNTRY"): (("members",), "IOM", None),
    ("MPM-7.3", "COUNTRIES WILL SEND COMMENTS"): (("members",), None, None),
    ("HR-1.1", "FINAL REPORT BY RNCOM IS PENDING"): (("RNCOM",), None, None),
    ("HR-1.4", "RCGM, OCTOBER 2005"): (("interested-countries",), "CIDEHUM", None),
    ("HR-1.5", "WILL REQUEST TRAINING"): (("interested-countries",), "MX", None),
    ("HR-2.7", "ONGOING RCGM OCTOBER 2005"): (("members",), "LONCP", None),
    ("HR-2.8", "WILL BE SUBMITTED TO THE TS"): (("members",), "TS", "RCGM"),
    ("HR-4.1", "WILL SEND CONTACT INFORMATION"): (("members",), "TS", None),
}


def requests() -> Iterator[tuple[str, str, Data]]:
    for item_id, entry in entries():
        if "request" in entry:
            yield item_id, words(entry), entry["request"]


def the_request(item_id: str, part: str) -> Data:
    (found,) = [request for own, text, request in requests() if own == item_id and part in text]
    return found


def test_all_requests_are_known() -> None:
    assert len(list(requests())) == len(DEADLINES) + len(UNDATED)
    assert sum("due" in request for _, _, request in requests()) == len(DEADLINES) == 8


@pytest.mark.parametrize(("where", "owed"), DEADLINES.items())
def test_deadlines_are_data(where: tuple[str, str], owed: tuple[tuple[str, ...], str | None, str]) -> None:
    request = the_request(*where)
    assert (tuple(request["from"]), request.get("to"), request["due"]) == owed


@pytest.mark.parametrize(("where", "owed"), UNDATED.items())
def test_requests_without_a_date(where: tuple[str, str], owed: tuple[tuple[str, ...], str | None, str | None]) -> None:
    request = the_request(*where)
    assert (tuple(request["from"]), request.get("to"), request.get("every")) == owed


def test_the_source_never_says_who_answered() -> None:
    assert not [request for _, _, request in requests() if "received" in request or "ledger" in request]


def test_entries_that_speak_of_a_date_have_one() -> None:
    dated = re.compile(r"\b(?:(?:JUNE|JULY|AUGUST|SEPTEMBER|MARCH|MAY|(?:OCT|NOV|DEC|FEBR)\w*)[ ,]+(\d|OCT)|20\d\d)")
    for _, entry in entries():
        if dated.search(words(entry)):
            assert "date" in entry or "due" in entry["request"], words(entry)


def test_entries_that_name_their_meeting_are_of_it() -> None:
    october = [entry for _, entry in entries() if re.search(r"\bOCT(OBER)? (20)?05\b", words(entry))]
    assert len(october) == 9
    assert {entry["meeting"] for entry in october} == {"2005-10-rcgm"}
    eleventh = [entry for _, entry in entries() if "XI RCM" in words(entry)]
    assert {entry["meeting"] for entry in eleventh} == {"2006-rcm"}


def test_money_is_read_as_it_was_meant() -> None:
    amounts = {
        words(entry)[:20]: entry["funding"]["cost"] for _, entry in entries() if "cost" in entry.get("funding", {})
    }
    assert sorted(amounts.values()) == [60_000, 250_000]


# -- the communiqué ------------------------------------------------------------------------------------------------


def test_the_communique_is_whole_and_in_order() -> None:
    record = meetings()["2001-03-rcm"]
    agreements: list[str] = []
    for agreement in record["agreements"]:
        agreements.append(f"{agreement['number']}. {words(agreement)}")
        for part in agreement.get("parts", ()):
            agreements.append(f" - {part['number'].removeprefix(agreement['number'])}. {words(part)}")
    told_in_order = [*record["document"]["title"]]
    for statement in record["statements"]:
        told_in_order.append(words(statement))
        if words(statement) == "They agreed to the following:":
            told_in_order += agreements
    received = [line.removeprefix("- ") for line in COMMUNIQUE.splitlines() if line]
    assert told_in_order == received


def test_agreements_lead_to_items_or_say_why_to_none() -> None:
    agreements = meetings()["2001-03-rcm"]["agreements"]
    assert [agreement["number"] for agreement in agreements] == [str(number) for number in range(1, 18)]
    parts = [part["number"] for agreement in agreements for part in agreement.get("parts", ())]
    assert parts == ["2a", "2b", "2c", "12a", "12b"]
    assert {a["number"] for a in agreements if "no_item" in a} == {"1", "12", "13"}
    for agreement in agreements:
        assert ("items" in agreement) != ("no_item" in agreement)
        assert set(agreement.get("items", ())) <= set(items())
        assert agreement["status"] == "agreed"


def test_who_met_in_2001() -> None:
    record = meetings()["2001-03-rcm"]
    members = [code for code, actor in actors().items() if actor["kind"] == "member"]
    assert record["participants"] == members == actors()["members"]["members"]
    assert len(members) == 11
    assert record["observers"] == [code for code, actor in actors().items() if actor["kind"] == "observer"]


# -- the files -----------------------------------------------------------------------------------------------------


def test_meetings_that_the_documents_name() -> None:
    bodies = Counter(meeting["body"] for meeting in meetings().values())
    # 34 of the plan; the communiqué adds the VI and VII RCM, an RCGM meeting and two seminars.
    assert bodies == {"RCM": 7, "RCGM": 7, "LONCP": 1, "LON": 2, "OTHER": 22}


def test_every_reference_resolves() -> None:
    codes = set(actors())
    bodies = set(read(ROOT / "plan" / "plan.yaml")["bodies"])
    named: list[str] = []
    for item in items().values():
        named += item.get("responsible", [])
        named += item.get("funding", {}).get("by", [])
    for _, entry in entries():
        named += [*entry.get("responsible", ()), *entry.get("actors", {}), *entry.get("funding", {}).get("by", ())]
        assert set(entry.get("actors", {}).values()) <= ROLES
        assert entry.get("meeting", DOCUMENT) in meetings()
        request = entry.get("request", {})
        named += [*request.get("from", ()), *([request["to"]] if "to" in request else ())]
        assert request.get("due_meeting", DOCUMENT) in meetings()
        assert request.get("every", "P6M") in bodies | {"P6M"}
    for meeting in meetings().values():
        assert meeting["body"] in bodies
        named += [code for key in ("participants", "observers", "organizations") for code in meeting.get(key, ())]
        for agreement in meeting.get("agreements", ()):
            named += agreement.get("responsible", [])
        for text in (*meeting.get("statements", ()), *meeting.get("agreements", ())):
            assert set(text.get("items", ())) <= set(items())
    for actor in actors().values():
        named += actor.get("members", [])
    assert set(named) <= codes


def test_activities_name_actions_of_their_objective() -> None:
    for item_id, item in items().items():
        if "." in item_id:
            objective = items()[item_id.partition(".")[0]]
            assert set(item.get("actions", ())) <= {action["id"] for action in objective.get("actions", ())}


def test_ids_are_unique_within_their_item() -> None:
    for item_id, item in items().items():
        own = [entry["id"] for entry in item.get("calendar", ())]
        if "." not in item_id:
            own += [action["id"] for action in item.get("actions", ())]
        assert len(own) == len(set(own))
        assert all(re.fullmatch("[bcdfghjklmnpqrstvwxz]{3}", member) for member in own)
    assert all(is_member_id(meeting_id) for meeting_id in meetings())


def test_every_date_is_one() -> None:
    dates = [entry["date"] for _, entry in entries() if "date" in entry]
    dates += [request["due"] for _, _, request in requests() if "due" in request]
    dates += [meeting["dates"] for meeting in meetings().values() if "dates" in meeting]
    assert [edtf.parse(date).text for date in dates] == dates


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_are_as_the_tool_writes_them(path: Path) -> None:
    content = path.read_bytes()
    assert compose(parse(content)) == content


def test_the_tool_reads_the_plan_without_a_problem() -> None:
    plan = PlanReader(ROOT).read()
    assert plan.problems == ()
    assert len(plan.items) == 91
