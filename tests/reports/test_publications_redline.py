"""A redline accepted is the new plan and rejected the old one: by its data, and in LibreOffice.

LibreOffice is Debian's `libreoffice-writer` with `python3-uno`; `-nogui` cannot open a document with comments.
"""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rcm_tui.model.entries import Entry
from rcm_tui.model.items import Action, Activity, Objective, Subject
from rcm_tui.model.plan import Plan
from rcm_tui.model.statuses import DEFAULT
from rcm_tui.reports.document import Document, Mark, Revision, Style, readable, resolved
from rcm_tui.reports.heading import EditionContext
from rcm_tui.reports.plan_table import PrintOptions, plan_document
from rcm_tui.reports.redline import ArchivedAndMoved, redline
from rcm_tui.reports.writers.docx import docx
from rcm_tui.reports.writers.html import html
from rcm_tui.reports.writers.markdown import markdown
from tests.programs import skip_outside_ci
from tests.publications import WHEN, in_office, read_docx, source_context, source_plan


def blame(key: str) -> Revision:
    return Revision("Ana <López> & Co", WHEN, f"Because of {key}")


def quiet(key: str) -> Revision:
    return replace(blame(key), note="")


def content(document: Document):
    """All that a document says, with its looks, without what nobody sees."""

    def paragraphs(found):
        return [(each.key, looks(each.runs)) for each in found]

    def looks(runs):
        pieces = groupby((run for run in runs if run.text), lambda run: (run.strong, run.style))
        return [(look, "".join(run.text for run in group)) for look, group in pieces]

    rows = [
        (table.key, [(row.key, [paragraphs(cell) for cell in row.cells]) for row in (*table.header, *table.rows)])
        for table in document.tables
    ]
    return paragraphs(document.head), rows


def with_items(plan: Plan, *items, without=()) -> Plan:
    changed = {**plan.items, **{each.id: each for each in items}}
    return replace(plan, items={key: each for key, each in changed.items() if key not in without})


def worked_on() -> tuple[Plan, Plan]:
    """The plan of 2006 and what a busy meeting makes of it: every way in which a table can change."""
    plan = source_plan()
    aids: Activity = plan.items["HR-4.2"]
    health: Activity = plan.items["HR-4.1"]
    objective: Objective = plan.items["HR-4"]
    more = Entry(id="bbb", text={"en": 'A new entry\nin two lines, with <w:ins> & "quotes"'}, status="planned")
    new = with_items(
        plan,
        replace(plan.items["HR"], title={"en": "HUMAN RIGHTS OF ALL"}),
        replace(aids, status="completed", calendar=(more, *aids.calendar)),
        replace(
            health, text={"en": health.text["en"].replace("OFFERED TO HOST", "WILL HOST")}, calendar=health.calendar[1:]
        ),
        replace(objective, actions=(*objective.actions, Action(id="ccc", number=2, text={"en": "A NEW ACTION"}))),
        replace(plan.items["MPM-5.1"], number=3),
        with_edges(plan.items["MPM-3.3"]),
        replace(plan.items["MPM-5.3"], number=1),
        replace(plan.items["MPM-6"], number=40),
        Activity(id="HR-4.3", number=3, text={"en": "A NEW ACTIVITY"}, status="active", calendar=(more,)),
        Subject(id="NEW", number=9, title={"en": "A NEW SUBJECT"}),
        Objective(id="NEW-1", number=1, text={"en": "A NEW OBJECTIVE"}, actions=(Action(id="ddd", text={"en": "DO"}),)),
        Activity(id="NEW-1.1", number=1, text={"en": "BEGIN"}, status="planned"),
        replace(plan.items["MPM-3.1"], id="MPM-5.9", number=9, formerly=("MPM-3.1",)),
        without={key for key in plan.items if key.startswith(("LDM-2", "MPM-4.1", "MPM-9", "MPM-3.1", "MPM-7.1"))},
    )
    return plan, new


MOVES = ArchivedAndMoved(
    {"LDM-2": "All of it was carried out", **{f"LDM-2.{n}": "" for n in range(1, 9)}, "MPM-7.1": "Held in May"},
    {"MPM-5.9": "MPM-3.1"},
)


def with_edges(activity: Activity) -> Activity:
    """An entry that ends with new words, then a new one, then one that begins with new words."""
    first, second, *rest = activity.calendar
    longer = replace(first, text={"en": first.text["en"] + " AND THEN SOME"})
    new = Entry(id="eee", text={"en": "AN ENTRY BETWEEN"})
    begun = replace(second, text={"en": "SO FAR, " + second.text["en"]})
    return replace(activity, calendar=(longer, new, begun, *rest))


def redlined(notes=quiet):
    old_plan, new_plan = worked_on()
    # A head of fewer lines than the old one has.
    context = EditionContext(WHEN)
    options = PrintOptions(numbers=False)
    old, new = plan_document(old_plan, source_context(), options), plan_document(new_plan, context, options)
    return old, new, redline(old, new, notes, banner="From one to the other", moves=MOVES)


def test_a_gap_parts_words_that_came_from_those_that_went_and_is_in_neither_text():
    """In each format; not where a space parts them."""
    plan = source_plan()
    old = with_items(plan, replace(plan.items["HR-4.2"], text={"en": "WORK STARTED HERE"}))
    new = with_items(plan, replace(plan.items["HR-4.2"], text={"en": "WORK WITHDRAWN HERE"}))
    documents = [plan_document(each, source_context()) for each in (old, new)]
    marked = redline(*documents, quiet, banner="")
    runs = [
        run for table in marked.tables for row in table.rows for paragraph in row.paragraphs for run in paragraph.runs
    ]
    assert [run.text for run in runs if run.has_gap] == ["STARTED"]
    assert content(resolved(marked, accept=True)) == content(documents[1])
    assert content(resolved(marked, accept=False)) == content(documents[0])
    page, text = html(marked).decode(), markdown(marked).decode()
    assert len(re.findall('STARTED.{,30}</del><span class="gap"><wbr></span><ins', page)) == 1
    assert "<del>STARTED</del> <ins>WITHDRAWN</ins>" in re.sub("</?[bi]>|\\*", "", text)
    with zipfile.ZipFile(io.BytesIO(docx(marked))) as file:
        written = file.read("word/document.xml").decode()
    assert re.findall('<w:spacing w:val="60"/>[^/]*(?:/>)?</w:rPr><w:delText[^>]*>([^<]*)<', written) == ["D"]


def test_by_its_data():
    old, new, marked = redlined()
    assert content(resolved(marked, accept=True)) == content(new)
    assert content(resolved(marked, accept=False)) == content(old)
    kinds = {
        run.mark
        for table in marked.tables
        for row in table.rows
        for paragraph in row.paragraphs
        for run in paragraph.runs
    }
    assert kinds == set(Mark)


_TEXTS = st.sampled_from(["COUNT TREES", "COUNT ALL THE TREES", "WATER THEM", ""]).map(lambda text: {"en": text or "X"})
_STATUSES = st.sampled_from(list(DEFAULT))


@st.composite
def plans(draw) -> Plan:
    """Small plans over the same few ids, so that two of them have much in common, and in another order."""
    items = {}
    for subject in draw(st.sets(st.sampled_from(["AA", "BB"]), min_size=1)):
        items[subject] = Subject(id=subject, number=draw(st.integers(1, 2)), title=draw(_TEXTS))
        for number in draw(st.sets(st.integers(1, 3))):
            objective = f"{subject}-{number}"
            entries = [
                Entry(id=f"e{n}", text=draw(_TEXTS), status=draw(_STATUSES)) for n in draw(st.permutations(range(2)))
            ]
            actions = tuple(Action(id=f"a{n}", text=draw(_TEXTS)) for n in range(draw(st.integers(0, 2))))
            printed = draw(st.integers(1, 3))
            items[objective] = Objective(
                id=objective, number=printed, text=draw(_TEXTS), actions=actions, calendar=tuple(entries[:1])
            )
            for one in draw(st.sets(st.integers(1, 3))):
                items[f"{objective}.{one}"] = Activity(
                    id=f"{objective}.{one}",
                    number=draw(st.integers(1, 3)),
                    text=draw(_TEXTS),
                    status=draw(_STATUSES),
                    actions=tuple(draw(st.sets(st.sampled_from(["a0", "a1"])))),
                    calendar=tuple(entries),
                )
    return replace(source_plan(), items=items, archived=frozenset(), unreadable={})


@given(plans(), plans())
@settings(max_examples=150, deadline=None)
def test_law_of_any_two_plans(before, after):
    old, new = plan_document(before, source_context()), plan_document(after, source_context())
    marked = redline(old, new, quiet, banner="")
    assert content(resolved(marked, accept=True)) == content(new)
    assert content(resolved(marked, accept=False)) == content(old)


def changes_in(body: str, kind: str) -> list[str]:
    """The words of each tracked change of one kind."""
    found = re.findall(rf"<w:{kind} [^>]*>(<w:r>.*?)</w:{kind}>", body)
    return ["".join(re.findall(r"<w:(?:t|delText)[^>]*>([^<]*)<", each)) for each in found]


def test_what_is_only_printed_elsewhere_is_moved_and_what_is_archived_says_so():
    *_both, marked = redlined()
    body = parts(docx(marked))["word/document.xml"]
    gone, came = changes_in(body, "moveFrom"), changes_in(body, "moveTo")
    actions = [action.text["en"] for action in source_plan().items["MPM-7"].actions]
    assert set(actions) <= set(gone) and set(actions) <= set(came)
    assert not set(actions) & {*changes_in(body, "ins"), *changes_in(body, "del")}
    moved, archived = (source_plan().items[key].text["en"] for key in ("MPM-3.1", "MPM-7.1"))
    assert moved in gone and moved in came
    assert archived in gone and archived not in changes_in(body, "del")
    notes = "".join(re.findall(r"<w:t[^>]*>([^<]*)<", parts(docx(marked))["word/comments.xml"]))
    assert "MPM-7.1: to the Archival Plan (Held in May)" in notes
    assert "LDM-2: to the Archival Plan (All of it was carried out)" in notes
    names = {kind: re.findall(rf'<w:{kind}RangeStart [^>]*w:name="([^"]*)"', body) for kind in ("moveFrom", "moveTo")}
    assert set(names["moveTo"]) <= set(names["moveFrom"])


def test_a_status_alone_types_no_word_anew():
    plan = source_plan()
    other = with_items(plan, replace(plan.items["HR-4.2"], status="completed"))
    old, new = (plan_document(each, source_context(), PrintOptions()) for each in (plan, other))
    body = parts(docx(redline(old, new, quiet, banner="")))["word/document.xml"]
    assert body.count("<w:rPrChange ") == 1
    assert not re.search("<w:(ins|del|moveFrom|moveTo) ", body)


def test_for_reading_what_moved_is_unmarked_and_what_is_archived_is_not_struck_out():
    *_both, marked = redlined()
    shown = {key: row for table in marked.tables for row in readable(table).rows for key in (row.key,)}
    runs = [run for paragraph in shown["MPM-7.1"].paragraphs for run in paragraph.runs]
    assert [run.text for run in runs if run.mark is not Mark.KEPT] == [" → to the Archival Plan (Held in May)"]
    assert all(run.style is Style.FAINT for run in runs if run.mark is Mark.KEPT)
    assert "MPM-3.1" not in shown
    assert {run.mark for paragraph in shown["MPM-5.9"].paragraphs for run in paragraph.runs} == {Mark.KEPT}


def test_nothing_changed_is_nothing_marked():
    old, _new, _marked = redlined()
    same = redline(old, old, blame, banner="")
    assert content(same) == content(old)
    assert all(
        run.mark is Mark.KEPT for table in same.tables for row in table.rows for p in row.paragraphs for run in p.runs
    )


def parts(package: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        return {name: source.read(name).decode("utf-8") for name in source.namelist() if name.endswith(".xml")}


def test_the_navigation_pane_lists_every_objective_and_only_rows_that_stay_are_joined():
    import docx as library

    marked = redlined()[2]
    read = library.Document(io.BytesIO(docx(marked)))
    lines = [
        paragraph._p.xpath(".//w:t | .//w:delText")
        for paragraph in read.paragraphs
        if paragraph.style.name == "Outline Line"
    ]
    listed = ["".join(each.text for each in line).split()[0] for line in lines]
    assert set(listed) == {key for table in marked.tables for key, _text in table.outline}
    rows = [len(table._tbl.xpath(".//w:vMerge")) for table in read.tables]
    whole = [all(row.mark is Mark.KEPT for row in table.rows) for table in marked.tables]
    assert any(rows) and not any(joined and not stays for joined, stays in zip(rows, whole, strict=True))


def test_authors_and_dates_stand_in_the_file():
    _old, _new, marked = redlined()
    body = parts(docx(marked))["word/document.xml"]
    assert set(re.findall(r'w:author="([^"]*)"', body)) == {"Ana &lt;López&gt; &amp; Co"}
    assert set(re.findall(r'w:date="([^"]*)"', body)) == {
        "2006-11-29T10:00:00Z",
        "2006-11-29T10:03:00Z",  # Set apart from the change that ends the paragraph before it.
    }
    assert "<w:trPr><w:cantSplit/><w:ins " in body
    assert "<w:trPr><w:cantSplit/><w:del " in body


def test_reasons_are_comments():
    *_both, marked = redlined(blame)
    found = parts(docx(marked))
    notes = re.findall(r"<w:comment .*?</w:comment>", found["word/comments.xml"])
    assert any("HR-4.3: Because of HR-4.3" in note for note in notes)
    assert len(notes) == found["word/document.xml"].count("<w:commentReference ")
    *_both, silent = redlined()
    silent = replace(silent, blocks=tuple(table for table in silent.tables if table.key not in ("LDM-2", "MPM-7")))
    assert "word/comments.xml" not in parts(docx(silent))


def test_same_input_same_bytes():
    assert docx(redlined(blame)[2]) == docx(redlined(blame)[2])


@pytest.fixture(params=[quiet, blame], ids=["plain", "with comments"])
def files(request, tmp_path):
    old, new, marked = redlined(request.param)
    for name, document in (("old", old), ("new", new), ("marked", marked)):
        (tmp_path / f"{name}.docx").write_bytes(docx(document))
    return tmp_path


@pytest.mark.slow
@pytest.mark.needs("libreoffice")
def test_in_libreoffice(files, request):
    marked = files / "marked.docx"
    done = in_office((marked, "accept", files / "accepted.docx"), (marked, "reject", files / "rejected.docx"))
    if done.returncode and "with comments" in request.node.name and "Disposed" in done.stderr:
        skip_outside_ci("this LibreOffice has no dialogs (libreoffice-writer-nogui) and fails on comments")
    assert done.returncode == 0, done.stderr
    for resolved_file, wanted in (("accepted", "new"), ("rejected", "old")):
        assert read_docx(files / f"{resolved_file}.docx") == read_docx(files / f"{wanted}.docx")
        assert outside(files / f"{resolved_file}.docx") == outside(files / f"{wanted}.docx")
        assert places(files / f"{resolved_file}.docx") == places(files / f"{wanted}.docx")


@pytest.mark.slow
@pytest.mark.needs("libreoffice")
@given(st.lists(st.tuples(plans(), plans()), min_size=12, max_size=12))
@settings(max_examples=2, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
def test_law_in_libreoffice(tmp_path_factory, pairs):
    folder = tmp_path_factory.mktemp("law")
    jobs = []
    for number, pair in enumerate(pairs):
        old, new = (plan_document(plan, source_context()) for plan in pair)
        files = {"old": old, "new": new, "marked": redline(old, new, quiet, banner="")}
        for name, document in files.items():
            (folder / f"{number}-{name}.docx").write_bytes(docx(document))
        for how, result in (("accept", "accepted"), ("reject", "rejected")):
            jobs.append((folder / f"{number}-marked.docx", how, folder / f"{number}-{result}.docx"))
    done = in_office(*jobs)
    assert done.returncode == 0, done.stderr
    for number in range(len(pairs)):
        for result, wanted in (("accepted", "new"), ("rejected", "old")):
            assert read_docx(folder / f"{number}-{result}.docx") == read_docx(folder / f"{number}-{wanted}.docx"), (
                number
            )


@pytest.mark.slow
@pytest.mark.needs("libreoffice", "poppler")
def test_pages_in_libreoffice(tmp_path):
    """Every page but the first begins with a band, none ends with one, none is nearly empty but the last."""
    source, printed = tmp_path / "plan.docx", tmp_path / "plan.pdf"
    source.write_bytes(docx(plan_document(source_plan(), source_context())))
    done = in_office((source, "keep", printed))
    assert done.returncode == 0, done.stderr
    said = subprocess.run(["pdftotext", "-layout", printed, "-"], capture_output=True, encoding="utf-8").stdout
    pages = [[line for line in page.splitlines() if line.strip()] for page in said.rstrip("\f").split("\f")]
    assert 8 < len(pages) < 14
    # Word lists no heading that is in a table: such lines, too small to be seen, may come before a band.
    assert all(["SUBJECTS", "OBJECTIVES"] in [line.split() for line in page[:3]] for page in pages[1:])
    assert not any("ACTION FOR IMPLEMENTATION" in page[-2] for page in pages)
    assert all(len(page) > 12 for page in pages)


def outside(path: Path) -> list[str]:
    """The texts outside the tables, but for the contents and the lines that Word finds its way by."""
    import docx as library

    paragraphs = library.Document(str(path)).paragraphs
    return [
        paragraph.text
        for paragraph in paragraphs
        if paragraph.text and not paragraph.style.name.startswith(("toc", "Outline"))
    ]


def places(path: Path) -> list[str]:
    """The ids of the subjects and objectives in Word's navigation pane."""
    import docx as library

    styles = [(paragraph.style.name, paragraph.text) for paragraph in library.Document(str(path)).paragraphs]
    return [text.split()[0] for name, text in styles if name == "Outline Line" and text]
