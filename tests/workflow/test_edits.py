"""Edits: fields by path, statuses, entries, answers, order; and what they refuse."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import MISSING, get
from rcm_tui.model.texts import stale_languages
from rcm_tui.store.check import check
from rcm_tui.workflow import edit, items, requests
from rcm_tui.workflow.attribution import RecordOptions, attribute
from rcm_tui.workflow.change import Conflict, NothingToRecord
from rcm_tui.workflow.external_edits import record_external_edits


def assign(workspace, key, *texts):
    return workspace.record(
        edit.set_fields(workspace, key, [edit.parse_assignment(text) for text in texts]), attribute(workspace.plan)
    )


def test_fields_of_every_kind_by_path(workspace):
    assign(
        workspace,
        "HR-4.1",
        "responsible+=OIM",
        "responsible-=MX",
        "calendar.mzp.status=completed",
        "calendar.mzp.request.due=end of April 2007",
        "text.es=ORGANIZAR UN SEMINARIO",
        "funding.cost=60000",
        "number=7",
    )
    data = workspace.data("HR-4.1")
    assert data["responsible"] == ["CA", "IOM"]
    assert data["calendar"][1]["status"] == "completed"
    assert data["calendar"][1]["request"]["due"].startswith("2007-04")
    assert data["text"]["es"] == "ORGANIZAR UN SEMINARIO"
    assert data["funding"] == {"cost": 60000}
    assert data["number"] == 7
    assert data["colour"] == "blue"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("status=complted", "completed"),
        ("responsible+=Mexco", "MX"),
        ("responsible-=IOM", "MX, CA"),
        ("calendar.mzp.date=tomorrowish", "tomorrowish"),
        ("calendar.qqq.status=active", "qqq"),
        ("number=two", "two"),
        ("funding.cost=250.000", "250000"),
        ("text=NEW", "text.en="),
        ("id=HR-9.9", "id"),
        ("calendar.mzp.meeting=2007-05-rcgn", "2007-05-rcgm"),
        ("actions=zzz", "bdr"),
        ("nonsense", "FIELD=VALUE"),
        ("draft=fr", "en, es"),
        ("status..x=1", "dots"),
    ],
)
def test_a_wrong_value_is_refused_with_a_way_out(workspace, text, said):
    with pytest.raises(BadValue, match="(?s).*" + said.replace(".", r"\.")):
        edit.set_fields(workspace, "HR-4.1", [edit.parse_assignment(text)])


def test_an_entry_dated_in_words(workspace):
    recorded = workspace.record(
        items.add_entry(workspace, "HR-4.2", {"en": "Discussed."}, date="November 2006", status="completed"),
        attribute(workspace.plan),
    )
    assert recorded.subject == "HR-4.2: calendar entry “Discussed.” added"
    assert workspace.data("HR-4.2")["calendar"] == [
        {"id": recorded.new_id, "date": "2006-11", "text": {"en": "Discussed."}, "status": "completed"}
    ]


def test_answers_are_put_down_and_taken_back(workspace):
    workspace.record(requests.answer(workspace, "HR-4.1", "mzp", ["MX"], date="2007-05-16"), attribute(workspace.plan))
    recorded = workspace.record(
        requests.answer(workspace, "HR-4.1", "mzp", ["CA"], kind="declined"), attribute(workspace.plan)
    )
    assert recorded.subject == "HR-4.1: calendar entry “COUNTRIES WILL SEND CONTACT INFORMATION”: CA answered"
    received = workspace.data("HR-4.1")["calendar"][1]["request"]["received"]
    assert received == {"MX": "2007-05-16", "CA": {"date": "2007-05-17", "answer": "declined"}}
    workspace.record(requests.answer(workspace, "HR-4.1", "mzp", ["MX"], take_back=True), attribute(workspace.plan))
    assert list(workspace.data("HR-4.1")["calendar"][1]["request"]["received"]) == ["CA"]


def test_who_was_not_asked_cannot_answer(workspace):
    with pytest.raises(BadValue, match="IOM was not asked"):
        requests.answer(workspace, "HR-4.1", "mzp", ["IOM"])
    with pytest.raises(BadValue, match="asks nobody"):
        requests.answer(workspace, "HR-4.1", "lhw", ["MX"])


def test_a_group_stands_for_its_members_that_have_not_answered(workspace):
    received = ("calendar", "mzp", "request", "received")
    workspace.record(requests.answer(workspace, "HR-4.1", "mzp", ["MX"], date="2007-05-01"), attribute(workspace.plan))
    workspace.record(requests.answer(workspace, "HR-4.1", "mzp", ["members"]), attribute(workspace.plan))
    assert get(workspace.data("HR-4.1"), received) == {"MX": "2007-05-01", "CA": "2007-05-17"}
    with pytest.raises(NothingToRecord):
        workspace.record(requests.answer(workspace, "HR-4.1", "mzp", ["members"]), attribute(workspace.plan))
    workspace.record(
        requests.answer(workspace, "HR-4.1", "mzp", ["members"], take_back=True), attribute(workspace.plan)
    )
    assert get(workspace.data("HR-4.1"), received) is MISSING


def test_a_group_some_of_whose_members_were_not_asked_is_refused(workspace):
    asked = edit.parse_assignment("calendar.mzp.request.from=MX")
    workspace.record(edit.set_fields(workspace, "HR-4.1", [asked]), attribute(workspace.plan))
    with pytest.raises(BadValue, match=r"^CA was not asked here; asked are: MX\. Add it"):
        requests.answer(workspace, "HR-4.1", "mzp", ["members"])


@pytest.mark.parametrize(
    ("assignment", "said"),
    [
        ("calendar.mzp.request.received.members=2007-05-01", "members is a group"),
        ("calendar.mzp.request.received.IOM=2007-05-01", "IOM was not asked here"),
    ],
)
def test_no_other_way_puts_down_who_was_not_asked(workspace, root, assignment, said):
    with pytest.raises(BadValue, match=said):
        edit.set_fields(workspace, "HR-4.1", [edit.parse_assignment(assignment)])
    actor = assignment.partition("received.")[2].partition("=")[0]
    path = root / "plan/HR/HR-4/HR-4.1.yaml"
    path.write_text(path.read_text().replace("request:\n", f"request:\n      received: {{{actor}: 2007-05-01}}\n"))
    assert [(problem.path, problem.severity) for problem in check(root) if said in problem.message] == [
        ("plan/HR/HR-4/HR-4.1.yaml", "error")
    ]


def test_siblings_change_places_by_number_and_ids_stay(workspace):
    workspace.record(edit.reorder(workspace, "HR-4.2", -1), attribute(workspace.plan))
    assert workspace.plan.children("HR-4") == ("HR-4.2", "HR-4.1")
    with pytest.raises(BadValue):
        edit.reorder(workspace, "HR-4.2", -1)


def test_entries_change_places(workspace):
    recorded = workspace.record(edit.reorder_entry(workspace, "HR-4.1", "mzp", -1), attribute(workspace.plan))
    assert [entry["id"] for entry in workspace.data("HR-4.1")["calendar"]] == ["mzp", "lhw"]
    assert recorded.subject == "HR-4.1: calendar reordered"
    text = (workspace.root / workspace.path("HR-4.1")).read_text()
    assert text.index("# asked at the seminar") < text.index("id: mzp")


def test_a_form_is_merged_with_what_another_program_wrote(workspace, root):
    base = workspace.data("HR-4.1")
    edited = {**base, "status": "completed"}
    path = root / "plan/HR/HR-4/HR-4.1.yaml"
    path.write_text(path.read_text().replace("blue", "green"))
    workspace.reload()
    workspace.record(
        edit.replace(workspace, "HR-4.1", base, edited),
        attribute(workspace.plan, options=RecordOptions(with_external_edits=True)),
    )
    assert workspace.data("HR-4.1")["colour"] == "green"
    assert workspace.data("HR-4.1")["status"] == "completed"


def test_a_form_does_not_overwrite_the_same_field(workspace, root):
    base = workspace.data("HR-4.1")
    path = root / "plan/HR/HR-4/HR-4.1.yaml"
    path.write_text(path.read_text().replace("pending-input   #", "active   #"))
    workspace.reload()
    with pytest.raises(Conflict) as told:
        edit.replace(workspace, "HR-4.1", base, {**base, "status": "completed"})
    clash = told.value.clashes[0]
    assert (clash.path, clash.ours, clash.theirs) == (("status",), "active", "completed")


def test_new_items_get_ids_that_were_never_used(workspace, root, run_git):
    first = workspace.record(items.add_activity(workspace, "HR-4", {"en": "A"}), attribute(workspace.plan))
    assert first.new_id == "HR-4.3"
    run_git(root, "rm", "-q", "plan/HR/HR-4/HR-4.3.yaml")
    run_git(root, "commit", "-q", "-m", "gone")
    workspace.reload()
    assert items.add_activity(workspace, "HR-4", {"en": "B"}).new_id == "HR-4.4"
    assert items.add_objective(workspace, "HR", {"es": "NUEVO"}).new_id == "HR-6"
    assert items.add_subject(workspace, "LDM", {"en": "DEVELOPMENT"}).new_id == "LDM"


def test_what_cannot_be_added_is_said(workspace):
    with pytest.raises(BadValue, match="subject already"):
        items.add_subject(workspace, "HR", {"en": "AGAIN"})
    with pytest.raises(BadValue, match="objective"):
        items.add_activity(workspace, "HR", {"en": "A"})
    with pytest.raises(BadValue, match="empty"):
        items.add_activity(workspace, "HR-4", {"en": "   "})


def test_a_moved_activity_keeps_its_past(workspace):
    recorded = workspace.record(items.move(workspace, "HR-4.2", "HR-5"), attribute(workspace.plan))
    assert recorded.new_id == "HR-5.2"
    assert recorded.subject == "HR-5.2: moved, formerly HR-4.2"
    assert workspace.plan.resolve("HR-4.2") == "HR-5.2"
    assert workspace.data("HR-5.2")["formerly"] == ["HR-4.2"]
    assert "HR-4.2" not in workspace.plan.items


def test_words_that_fit_one_item_name_it(workspace):
    assert workspace.resolve("aids") == "HR-4.2"
    assert workspace.resolve("hr-4.1") == "HR-4.1"
    with pytest.raises(BadValue, match="HR-4"):
        workspace.resolve("health")
    with pytest.raises(BadValue, match="did you mean HR-4"):
        workspace.resolve("HR-44")


def stale(workspace):
    item = workspace.plan.items["HR-4.2"]
    return stale_languages(item.text, item.translated)


def _set(workspace, words):
    assign(workspace, "HR-4.2", f"text.en={words}")


def _replace(workspace, words):
    base = workspace.data("HR-4.2")
    edited = {**base, "text": {**base["text"], "en": words}}
    workspace.record(edit.replace(workspace, "HR-4.2", base, edited), attribute(workspace.plan))


def _elsewhere(workspace, words):
    path = workspace.root / workspace.path("HR-4.2")
    path.write_text(path.read_text().replace(workspace.data("HR-4.2")["text"]["en"], words), "utf-8")
    workspace.reload()
    how = replace(attribute(workspace.plan), with_external_edits=True)
    workspace.record(record_external_edits(workspace), how)


@pytest.mark.parametrize("change", [_set, _replace, _elsewhere])
def test_a_translation_is_stale_by_whatever_way_its_original_changes(workspace, change):
    assert assign(workspace, "HR-4.2", "text.es=LA INICIATIVA").subject == "HR-4.2: text (es) added"
    assert not stale(workspace)
    change(workspace, "ANOTHER INITIATIVE")
    assert workspace.data("HR-4.2")["text"]["en"] == "ANOTHER INITIATIVE"
    assert stale(workspace) == ("es",)
    assign(workspace, "HR-4.2", "translated.es=en")
    assert not stale(workspace)
    change(workspace, "ONE MORE INITIATIVE")
    assert stale(workspace) == ("es",)
    assign(workspace, "HR-4.2", "text.es=UNA INICIATIVA MÁS")
    assert not stale(workspace)


def test_a_list_that_becomes_empty_leaves_nothing_and_a_language_is_described_without_signs(workspace):
    assign(workspace, "HR-4.2", "text.es=INCLUIR")
    assert assign(workspace, "HR-4.2", "draft=es").subject == "HR-4.2: unofficial in es"
    assert assign(workspace, "HR-4.2", "draft-=es").subject == "HR-4.2: unofficial in es removed"
    assert assign(workspace, "HR-4.2", "responsible-=IOM").subject == "HR-4.2: responsible -IOM"
    assert not {"draft", "responsible"} & set(workspace.data("HR-4.2"))
    for refused in ("draft-=es", "draft=-es", "draft+=xx"):
        with pytest.raises(BadValue):
            assign(workspace, "HR-4.2", refused)


def test_an_unofficial_translation_is_one_until_it_is_adopted(workspace):
    assign(workspace, "HR-4.2", "text.es=LA INICIATIVA", "draft=es")
    assert workspace.plan.items["HR-4.2"].draft == ("es",)
    assign(workspace, "HR-4.2", "text.es=LA MISMA INICIATIVA")
    assert workspace.plan.items["HR-4.2"].draft == ("es",)
    assign(workspace, "HR-4.2", "draft-=es")
    assert not workspace.plan.items["HR-4.2"].draft
