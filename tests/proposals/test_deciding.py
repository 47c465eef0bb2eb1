"""Taking in what a delegation sent, and deciding it: each accepted proposal is one record that names who asked."""

from __future__ import annotations

import json

import pytest

from rcm_tui.cli.app import main
from rcm_tui.model.errors import BadValue
from rcm_tui.model.proposals import ProposalStatus
from rcm_tui.workflow import edit, undo
from rcm_tui.workflow.attribution import attribute
from rcm_tui.workflow.deciding import Overtaken, Received, accept, decide, take_in
from rcm_tui.workflow.proposals import decided
from rcm_tui.workflow.publish import PublicationRequest, publish
from rcm_tui.workflow.workspace import Workspace
from tests.delegates import Copy
from tests.proposals.conftest import FOURTEEN, MX


def record(workspace, change):
    return workspace.record(change, attribute(workspace.plan, change))


@pytest.fixture
def taken(workspace, returned):
    """The plan with the fourteen proposals taken in; their names by (kind, item, path, author)."""
    record(workspace, take_in(workspace, Received("back.docx", returned, "MX")))
    return {
        (
            decision.proposal.kind.value,
            decision.proposal.item or "",
            decision.proposal.path or "",
            decision.proposal.author or "",
        ): decision.name
        for decision in decided(workspace)
    }


def test_a_submission_is_one_file_and_changes_nothing_else(workspace, taken, run_git, returned):
    assert taken.keys() == FOURTEEN.keys()
    changed = run_git(workspace.root, "show", "--name-only", "--format=%B", "HEAD").split("\n\n")
    assert [each for each in changed[-1].split() if "/" in each] == ["proposals/practice-mx-1.yaml"]
    (submission,) = workspace.plan.submissions.values()
    assert {submission.by_of(change) for change in submission.changes} == {"MX", "US"}
    with pytest.raises(BadValue, match="taken in already"):
        take_in(workspace, Received("again.docx", returned, "MX"))
    assert main(["-C", str(workspace.root), "check", "--json"]) == 0


def test_a_status_is_called_by_its_name(workspace, taken, capsys):
    name = taken["status", "HR-1.4", "status", ""]
    for language, words in (("en", "pending input"), ("es", "cancelada")):
        capsys.readouterr()
        assert main(["-C", str(workspace.root), "--lang", language, "proposal", "show", name]) == 0
        shown = capsys.readouterr().out
        assert "pending-input" not in shown and (language == "en" or "cancelled" not in shown)
        assert language == "en" or words in shown


def test_an_accepted_proposal_is_a_record_that_names_the_delegation(workspace, taken, run_git):
    name = taken["text", "HR-3", "text.en", MX]
    made = record(workspace, accept(workspace, name))
    assert workspace.plan.items["HR-3"].text["en"] == FOURTEEN["text", "HR-3", "text.en", MX]
    trailers = run_git(workspace.root, "log", "-1", "--format=%(trailers:unfold)")
    assert "Proposed-by: Mexico\n" in trailers and f"Proposal: {name}\n" in trailers and "Item: HR-3\n" in trailers
    assert made.subject.startswith("HR-3: text (en)")
    (one,) = [decision for decision in decided(workspace) if decision.name == name]
    assert (one.proposal.status, one.record) == (ProposalStatus.ACCEPTED, made.commit)
    with pytest.raises(BadValue, match="decided already"):
        accept(workspace, name)
    record(workspace, undo.undo(workspace).change)
    assert workspace.plan.items["HR-3"].text["en"] == "ENSURE INTERNATIONAL PROTECTION OF REFUGEES."
    (one,) = [decision for decision in decided(workspace) if decision.name == name]
    assert one.proposal.is_open and not one.record


def test_the_second_wish_for_a_field_is_overtaken_and_asked(workspace, taken):
    first, second = (taken["text", "HR-4.1", "text.en", author] for author in (MX, "United States delegation"))
    record(workspace, accept(workspace, first))
    with pytest.raises(Overtaken) as asked:
        accept(workspace, second)
    assert asked.value.before.startswith("MEXICO AND CANADA OFFERED") and asked.value.now.startswith(
        "MEXICO AND CANADA HOST"
    )
    joined = "MEXICO AND CANADA HOST A SEMINAR, IF FUNDS ARE FOUND"
    record(workspace, accept(workspace, second, joined))
    assert workspace.plan.items["HR-4.1"].text["en"] == joined


def test_every_kind_can_be_accepted(workspace, taken):
    for (kind, *_where), name in taken.items():
        if kind == "status" and not FOURTEEN[(kind, *_where)]:
            with pytest.raises(BadValue, match="--as"):
                accept(workspace, name)
            record(workspace, accept(workspace, name, "completed"))
        else:
            record(workspace, accept(workspace, name, anyway=True))
    items = workspace.plan.items
    assert items["HR"].title["en"] == "HUMAN RIGHTS OF MIGRANTS"
    assert [entry.id for entry in items["HR-4.1"].calendar].count("lhw") == 0
    assert [entry.id for entry in items["HR-1.2"].calendar].count("qtm") == 0
    assert items["HR-4.2"].calendar[-1].text["en"] == FOURTEEN["new", "HR-4.2", "calendar", MX]
    assert items["HR-4.2"].calendar[-1].date == "2007-03-14"
    assert items["HR-4"].actions[-1].text["en"] == "TRAIN HEALTH OFFICERS AT THE BORDERS"
    assert items["HR-4.3"].text["en"] == "PUBLISH A GUIDE ON HEALTH FOR MIGRANTS"
    assert (items["HR-1.4"].status, items["HR-2.8"].status) == ("cancelled", "cancelled")
    assert items["HR-1.3"].calendar[0].status == "completed"
    assert not any(decision.proposal.is_open for decision in decided(workspace))
    assert main(["-C", str(workspace.root), "audit", "--quiet"]) in (0, 2)


def test_a_refusal_needs_a_reason_and_stands_in_the_table(workspace, taken, capsys):
    name = taken["text", "HR-3", "text.en", MX]
    with pytest.raises(BadValue, match="-m REASON"):
        decide(workspace, name, ProposalStatus.REFUSED)
    record(workspace, decide(workspace, name, ProposalStatus.REFUSED, "The RCGM kept the text."))
    record(workspace, decide(workspace, taken["delete", "HR-1.2", "calendar.qtm", ""], ProposalStatus.LATER))
    html = publish(workspace, PublicationRequest("html", "proposals")).content.decode()
    assert "refused: The RCGM kept the text." in html and "later" in html
    assert html.count("Practice meeting, 15-17 May 2007") == len(taken) and ">practice<" not in html
    assert publish(workspace, PublicationRequest("docx", "proposals", at="practice")).content[:2] == b"PK"
    assert main(["-C", str(workspace.root), "proposal", "list", "--all", "--json"]) == 0
    found = {proposal["id"]: proposal for proposal in json.loads(capsys.readouterr().out)["proposals"]}
    assert found[name]["status"] == "refused" and found[name]["record"] and len(found) == 14


def test_what_was_changed_meanwhile_is_overtaken(workspace, taken):
    given = edit.Assignment(("text", "en"), edit.SET, "PROTECT REFUGEES")
    record(workspace, edit.set_fields(workspace, "HR-3", [given]))
    name = taken["text", "HR-3", "text.en", MX]
    assert [decision.name for decision in decided(workspace) if decision.is_overtaken] == [name]
    record(workspace, accept(workspace, name, anyway=True))
    assert workspace.plan.items["HR-3"].text["en"].endswith("ASYLUM SEEKERS.")


def test_the_commands(workspace, returned, tmp_path, capsys):
    file = tmp_path / "mexico.docx"
    file.write_bytes(returned)

    def rcm(*words):
        capsys.readouterr()
        return main(["-C", str(workspace.root), *words]), *capsys.readouterr()

    status, out, _err = rcm("import", str(file), "--by", "Mexico", "--json")
    assert status == 0 and json.loads(out)["newId"] == "practice-mx-1"
    _status, out, _err = rcm("proposal", "list")
    assert len(out.splitlines()) == 14
    (removed, *_others) = (line for line in out.splitlines() if "\tHR-1.2 qtm\t" in line)
    assert len(removed.split("\t")[-1]) > 10
    name = next(line.split("\t")[0] for line in out.splitlines() if "ASYLUM" in line)
    assert rcm("proposal", "accept", name)[0] == 0
    status, out, _err = rcm("blame", "HR-3", "--json")
    assert "Mexico" in out
    assert rcm("proposal", "refuse", next(iter(rcm("proposal", "list")[1].splitlines())).split("\t")[0])[0] == 2
    office = tmp_path / "other.docx"
    office.write_bytes(b"PK nothing")
    assert rcm("import", str(office))[0] == 3


def test_what_is_struck_or_taken_out_gets_the_status_that_the_plan_has_for_it(tmp_path):
    root = str(tmp_path / "own")
    assert main(["init", root, "--like", "council", "--title", "Goals"]) == 0
    for command in (
        ("add", "--text", "Build twice as fast"),
        ("add", "G-1", "--text", "Parallel front end"),
        ("add", "G-1", "--text", "Reuse of earlier results"),
        ("actor", "add", "ANA", "--kind", "organization", "--name", "Ana"),
    ):
        assert main(["-C", root, *command, "--between-meetings", "-m", "Entered"]) == 0
    workspace = Workspace.open(tmp_path / "own")
    copy = Copy(publish(workspace, PublicationRequest("docx")).content)
    copy.look(copy.paragraph("G_1_1"), "strike", True)
    copy.delete_row(copy.paragraph("G_1_2"), "Ana")
    record(workspace, take_in(workspace, Received("back.docx", copy.content(), "ANA")))
    for decision in decided(workspace):
        record(workspace, accept(workspace, decision.name))
    assert [workspace.plan.items[name].status for name in ("G-1.1", "G-1.2")] == ["dropped", "dropped"]


def test_what_delegations_propose_is_named_as_such_in_a_comparison_and_is_in_no_minutes(workspace, taken, capsys):
    root = str(workspace.root)
    assert main(["-C", root, "diff"]) == 0
    compared = capsys.readouterr().out
    proposed = compared.partition("proposals/practice-mx-1.yaml")[2]
    assert "from: {+MX+}" in proposed and "received: {+" in proposed
    assert "proposal: {+HR-3: ENSURE INTERNATIONAL PROTECTION OF REFUGEES AND ASYLUM SEEKERS.+}" in proposed
    assert "paid by" not in proposed and "answers" not in proposed
    assert main(["-C", root, "minutes", "practice"]) == 0
    minutes = capsys.readouterr().out
    assert "Changes to the plan" in minutes
    assert "proposals/" not in minutes and "back.docx" not in minutes
