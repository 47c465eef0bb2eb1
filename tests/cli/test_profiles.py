"""Profiles: a plan of each of five bodies is begun, entered, listed, compared between two meetings and printed."""

import subprocess
import sys
from pathlib import Path

import pytest

from rcm_tui.workflow import profiles
from tests.bodies import BODIES, Body, enter
from tests.publications import docx_mistakes

OUTSIDE = ("--between-meetings", "-m", "Entered")


QUICK = ("amr", "rcm", "fr")
"""One of each kind: four levels, three, and another language."""


@pytest.fixture(
    params=[pytest.param(body, id=body.name, marks=() if body.name in QUICK else pytest.mark.slow) for body in BODIES]
)
def entered(request, tmp_path, tmp_path_factory, rcm, monkeypatch) -> Body:
    """A body whose plan has been entered, and changed at two of three meetings; it is the current folder."""

    def run(*arguments: str) -> None:
        done = rcm(*arguments)
        assert done.status == 0, done.err

    enter(request.param, tmp_path / "plan", run, tmp_path_factory.getbasetemp())
    monkeypatch.chdir(tmp_path / "plan")
    return request.param


def test_a_plan_of_any_body_works_whole(entered, rcm):
    assert rcm("check").status == 0
    (_first, before, _none), (_month, meeting, changes), (_last, after, _later) = entered.held()
    turned = {command[1]: command[2].removeprefix("status=") for command in changes if command[0] == "set"}
    speaking = ("--lang", entered.language) if entered.words else ()
    compared = rcm("diff", before, meeting).out
    for item, status in turned.items():
        assert item in compared
        assert f"+{status}+" in compared.replace(" ", "-")
    assert rcm("diff", meeting, after).out.strip()
    report = rcm("status", *speaking).out
    assert report.startswith(entered.title)
    for kind in ("md", "html", "docx", "pdf", "xlsx"):
        done = rcm("publish", kind, "-o", f"../plan.{kind}")
        assert done.status == 0, done.err
    assert docx_mistakes(Path("../plan.docx").read_bytes()) == []
    printed = Path("../plan.html").read_text("utf-8") + rcm("minutes", meeting).out
    assert [words for words in entered.says if words not in printed] == []
    assert [words for words in entered.never if words in report + Path("../plan.md").read_text("utf-8")] == []


def test_the_archive_is_called_as_the_plan_calls_it(tmp_path, rcm, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert rcm("init", "--like", "council", "--title", "Goals").status == 0
    archive = rcm("publish", "md", "--what", "archive", "-o", "-").out
    assert "# Archived Goals" in archive
    assert "Plan of Action" not in archive


def test_help_and_messages_speak_of_the_plan_in_its_own_words(tmp_path, rcm, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert rcm("init", "--like", "council", "--title", "Goals").status == 0
    help_ = subprocess.run(
        [sys.executable, "-m", "rcm_tui", "add", "--help"], capture_output=True, text=True, check=True
    )
    help_words = " ".join(help_.stdout.split())
    assert "Without an item above it adds a goal. Under a goal it adds a task." in help_words
    assert not [words for words in ("--subject", "--action", "--carries-out", "ubject ") if words in help_words]
    assert rcm("add", "--text", "Build faster", *OUTSIDE).out == "G-1\n"
    assert "has no actions" in rcm("add", "G-1", "--action", "--text", "x", *OUTSIDE).err
    assert "to-do, in-progress, blocked" in rcm("add", "G-1", "--text", "x", "--status", "active", *OUTSIDE).err
    assert rcm("list", "goal:G-1").rows[0][0] == "G-1"
    assert rcm("add", "G-1", "--text", "Parallel front end", *OUTSIDE).out == "G-1.1\n"
    assert [row[0] for row in rcm("list").rows] == ["G-1", "G-1.1"]
    assert "1 › 1" in rcm("show", "G-1.1").out
    assert rcm("status", "--subject", "G-1").status == 0
    assert [row["parent"] for row in rcm("list", "--json").json["items"]] == [None, "G-1"]
    assert "There is no G in this plan" in rcm("show", "G").err
    assert rcm("diff", "--stat", "HEAD~2", "HEAD").rows == [["G-1", "added=2"]]


def test_numbers_of_all_levels_are_printed_and_found(tmp_path, rcm, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert rcm("init", "--like", "ogp", "--title", "Plan", "--language", "en").status == 0
    for command in (("--subject", "X", "--title", "First"), ("--subject", "AI", "--title", "Access to information")):
        assert rcm("add", *command, *OUTSIDE).status == 0
    for parent in ("AI", "AI", "AI-2"):
        assert rcm("add", parent, "--text", f"Below {parent}", *OUTSIDE).status == 0
    assert rcm("show", "2.2.1").out.startswith("AI-2.1")
    assert "2.2.1" in rcm("show", "AI-2.1").out
    assert [row[0] for row in rcm("list", "2.2").rows] == ["AI-2", "AI-2.1"]
    assert rcm("list", "--json", "2.2.1").json["items"][0]["printedNumber"] == "2.2.1"
    printed = rcm("publish", "md", "-o", "-").out
    assert "2.2.1 Below AI-2" in printed and "2.1 Below AI" in printed and "AI-2.1" not in printed
    assert "\nAI-2.1,activity,,AI,AI-2,2.2.1," in rcm("publish", "csv", "-o", "-").out.replace("\r", "")
    assert "2.2.7" in rcm("show", "2.2.7").err


def test_a_wrong_profile_names_all(tmp_path, rcm, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = rcm("init", "--like", "rmc", "--title", "T")
    assert done.status != 0
    assert all(name in done.err for name in profiles.names())
    assert profiles.names() == ("amr", "council", "ogp", "rcm", "wmo")


@pytest.mark.parametrize("name", profiles.names())
@pytest.mark.parametrize("languages", [("en",), ("es", "en"), ("pt",)])
def test_a_profile_is_begun_in_the_languages_asked_for(tmp_path, rcm, monkeypatch, name, languages):
    monkeypatch.chdir(tmp_path)
    chosen = [word for language in languages for word in ("--language", language)]
    assert rcm("init", "--like", name, "--title", "T", *chosen).status == 0
    done = rcm("check")
    # A language that the program does not speak begins with a file of words that are to be filled in.
    other = [line for line in done.out.splitlines() if not line.startswith("plan/words.pt.yaml")]
    assert (done.status, other) == (0, [])
    assert Path("plan/words.pt.yaml").exists() == ("pt" in languages)


def test_what_is_imported_gets_the_statuses_of_the_profile(tmp_path, rcm, monkeypatch):
    monkeypatch.chdir(tmp_path)
    table = "ID,Action,Owner,Due,Status\n1,Send the list,MOH,,In progress\n2,Hold a seminar,MOA,,Done\n3,Review,MOH,,\n"
    Path("actions.csv").write_text(table, encoding="utf-8")
    done = rcm("init", "plan", "--like", "amr", "--from", "actions.csv", "--title", "T", "--yes")
    assert done.status == 0, done.err
    monkeypatch.chdir("plan")
    assert [row[2] for row in rcm("list").rows if row[1] == "activity"] == ["on-track", "achieved", "not-started"]
    assert rcm("init", "two", "--like", "council", "--from", "../actions.csv", "--title", "T", "--yes").status != 0


def test_publications_follow_the_plan_s_language_and_not_the_shell_s(tmp_path, rcm, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "es_CR.UTF-8")
    assert rcm("init", "--like", "rcm", "--title", "Plan", "--language", "en").status == 0
    assert rcm("add", "--subject", "HR", "--title", "Rights", *OUTSIDE).status == 0
    assert rcm("add", "HR", "--text", "Protect", *OUTSIDE).status == 0
    assert "BORRADOR" not in rcm("publish", "md", "-o", "-").out
    assert "BORRADOR" in rcm("publish", "md", "-o", "-", "--lang", "es").out
    monkeypatch.setenv("RCM_LANG", "fr_CA.UTF-8")
    done = rcm("publish", "md", "-o", "-")
    assert "BORRADOR" not in done.out
    assert "No hay textos en el idioma de RCM_LANG, “fr”; hay: en, es" in done.err


def test_a_plan_without_a_transcribed_source_is_not_compared_with_one(tmp_path, rcm, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert rcm("init", "--like", "amr", "--title", "Plan", "--language", "en").status == 0
    report = rcm("publish", "md", "--what", "secretariat", "-o", "-").out
    assert "Nobody responsible" in report
    assert "Words and status disagree" not in report
