"""Sentences name commands, whose keys are filled in; and every command that may be refused says what it needs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from rcm_tui.tui.command import Command, every_command, with_keys

CATALOGUE = Path(__file__).parents[2] / "rcm_tui/locale/es/LC_MESSAGES/rcm.po"
A_KEY = re.compile(r"(?<![\w{\"'’`./\[-])(?:Ctrl\+\S|F\d\d?|[b-zB-Z!])(?![\w}\"'’`/=*\]-]|\.\w|, [A-Z]\])")
FIXED = {
    # The dialogs, and the list of answers, whose keys nobody can change.
    "Ctrl+S accept in these words · Esc cancel",
    "Enter next field · Ctrl+S publish · Esc cancel",
    "Space answered   p in part   d declined   t comment\nn not applicable   x take back   a all   A-Z a name",
    # A terminal, and the questions of the command line.
    "Ctrl+C gives up.",
    "Ctrl+Q quits the program.",
    "Number, command, ? or q",
    "Make it so? y, n, or a column to correct, such as 3=owner",
    "Record it so? y, n, or a text to correct, such as 4=agreement",
    "Or type a command, such as: list status:open. q leaves, ? lists this again.",
    "Decide them with: rcm proposal accept, refuse or later, or in the interface with O.",
    # A web page.
    "Next change (n)",
    "Previous change (p)",
}
NO_KEYS = re.compile(
    r"from A to B|out A and B|newest N\.|range-diff|such as ● or !|starts with !|U\+\{code|“Restore edit”"
)
"""Letters and signs that are not keys."""


def sentences():
    """Every sentence that people see, with its Spanish."""
    with CATALOGUE.open("rb") as file:
        for message in read_po(file):
            if message.id:
                yield message.id if isinstance(message.id, tuple) else (message.id,), message.string


def test_no_sentence_names_a_key_by_itself():
    texts = [text for texts, _spanish in sentences() for text in texts]
    named = {text for text in texts if len(text) > 2 and A_KEY.search(text) and not NO_KEYS.search(text)}
    assert sorted(named - FIXED) == []
    assert named >= FIXED  # no exception outlives its sentence


def test_every_command_that_a_sentence_names_exists_and_has_a_key():
    commands = every_command()
    of_commands = {name for name in commands if "-" in name}
    for texts, spanish in sentences():
        for text in texts:
            names = set(re.findall(r"\{([a-z-]+-[a-z-]+)\}", text))
            assert names <= of_commands, text
            assert all(commands[name].keys for name in names), text
            assert not names or names <= set(re.findall(r"\{([a-z-]+)\}", str(spanish))), text


def test_a_key_that_is_given_to_another_command_changes_the_sentence(monkeypatch):
    every_command()
    said = "{open-meeting} opens {meeting}; {undo} undoes it."
    assert with_keys(said, meeting="{undo}") == "C opens {undo}; u undoes it."
    monkeypatch.setattr(type(every_command()["open-meeting"]), "keys", ("ctrl+o",))
    assert with_keys(said, meeting="it") == "Ctrl+O opens it; u undoes it."


@pytest.mark.parametrize("name", sorted(every_command()))
def test_a_command_that_may_be_refused_says_what_it_needs(name):
    kind = type(every_command()[name])
    assert kind.available is Command.available or kind.needs
