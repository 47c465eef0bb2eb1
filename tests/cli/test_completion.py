"""Completion in a shell: what is offered, and what a bash in a terminal makes of it."""

import os
import sys

import pytest

from rcm_tui.cli.completion import MANY
from tests.frontends.test_one_declaration import completions
from tests.terminals import ROOT, Terminal


def test_what_is_named_already_is_not_offered_again(plan):
    assert completions("entry", "GA-1.1", "") == ["kvt", "mzp"]
    assert completions("entry", "GA-1.1", "kvt", "") == ["mzp"]
    assert completions("archive", "GA-1.1", "GA-1.") == ["GA-1.2"]
    assert completions("set", "GA-1.1", "status=completed", "status=comp") == []


def test_agreements_are_found_through_their_meeting(plan):
    assert completions("agreement", "show", "2006") == ["2006-05-council/"]
    assert completions("agreement", "show", "2006-05-council/") == ["2006-05-council/hjn"]


def test_of_many_ids_those_at_the_top_are_offered(plan):
    """So many are neither read nor written quickly by a shell."""
    activity = (plan / "plan/GA/GA-1/GA-1.1.yaml").read_text()
    for number in range(10, MANY + 10):
        (plan / f"plan/GA/GA-1/GA-1.{number}.yaml").write_text(activity.replace("GA-1.1", f"GA-1.{number}"))
    assert completions("show", "") == ["GA", "GA-1", "GA-2"]
    assert completions("show", "GA-1.10") == ["GA-1.10", *(f"GA-1.{number}" for number in range(100, MANY + 10))]


@pytest.fixture
def bash(plan, rcm, tmp_path):
    """A bash in a terminal, in the folder of the plan, with the completion that `rcm completion` prints."""
    program = tmp_path / "bin/rcm"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec "{sys.executable}" -m rcm_tui "$@"\n')
    program.chmod(0o755)
    (tmp_path / "bashrc").write_text(rcm("completion", "bash").out + f"cd {plan}\nPS1='> '\n")
    env = {"PATH": f"{program.parent}:{os.environ['PATH']}", "TERM": "tmux-256color", "LANG": "C.UTF-8"}
    terminal = Terminal(["bash", "--rcfile", tmp_path / "bashrc", "-i"], env)
    terminal.sees(">")
    yield terminal
    terminal.close()


@pytest.mark.terminal
@pytest.mark.needs("tmux")
def test_bash_goes_on_where_a_word_is_to_be_continued(bash, plan):
    bash.type("rcm list sta")
    for typed, expected in (("pend", "rcm list status:"), ("oak", "rcm list status:pending-input")):
        bash.press("Tab")
        bash.sees(expected)
        bash.type(typed)
    bash.sees("rcm list status:pending-input oak")
    bash.press("C-u")
    bash.type(f"rcm -C {plan.parent}/re")
    bash.press("Tab")
    bash.sees(f"rcm -C {plan}/")
