"""In a real terminal, a form edits and empties a field of every type that a plan may declare for fields of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from rcm_tui.model.items import OWN_TYPES
from tests.small_plan import CONFERENCE
from tests.terminals import Terminal, needs_terminal, terminal_at_home

pytestmark = needs_terminal
terminal = pytest.fixture(terminal_at_home)
TYPE, FIND, PRESS, LEAVE = "type", "find", "press", "leave"
TEXT, LANGUAGE = "Own text", "English"
"""The heading of the text that the plan declares, and the label of its first field, which other texts have too."""


@dataclass(frozen=True)
class Own:
    """A field: how it is declared, the keys that fill it in and those that empty it, and its value in the file."""

    type: str
    keys: tuple[tuple[str, str], ...]
    value: object
    declared: str = ""
    emptied: tuple[str, ...] = ("C-u",)

    @property
    def name(self) -> str:
        """The key of the field."""
        return f"own_{self.type.replace('-', '_')}"

    @property
    def label(self) -> str:
        """What the form calls it; a text has its languages for labels."""
        return f"{TEXT}, {LANGUAGE}" if self.type == "text" else f"Own {self.type}"

    def declaration(self) -> str:
        """The line of `fields` in plan.yaml."""
        kept = f"of: [activity, entry], type: {self.type}, label: {{en: own {self.type}}}{self.declared}"
        return f"  {self.name}: {{{kept}}}\n"


def typed(words: str) -> tuple[tuple[str, str], ...]:
    return ((TYPE, words),)


def taken(*found: tuple[str, str], how: str = PRESS) -> tuple[tuple[str, str], ...]:
    """For each pair, type the words, and take with Enter what the list shows for them."""
    return tuple(key for words, shown in found for key in ((FIND, f"{words}\n{shown}"), (how, "Enter")))


OWN = (
    Own("text", typed("Ask the members"), {"en": "Ask the members"}, emptied=("C-k",)),
    Own("line", typed("the registry"), "the registry"),
    Own("number", typed("12.5"), 12.5),
    Own("percent", typed("40 %"), 40),
    Own("share", typed("50%"), 0.5),
    Own("money", typed("6000"), 6000, ", currency: USD"),
    Own("date", typed("1 May 2007"), "2007-05-01"),
    Own("choice", ((PRESS, "h"),), "high", ", choices: {low: {en: Low}, high: {en: High}}", ("Left", "Left")),
    Own("yes-no", ((PRESS, "n"),), False, emptied=("Left", "Left")),
    Own("actor", taken(("Mex", "Mexico"), how=LEAVE), "MX", emptied=("BSpace",)),
    Own(
        "actors",
        taken(("Mex", "Mexico"), ("Migration", "International Organization")),
        ["MX", "IOM"],
        emptied=("BSpace", "BSpace"),
    ),
    Own("items", taken(("refugees", "PROTECTION OF REFUGEES")), ["HR-2"], emptied=("BSpace",)),
    Own("meeting", taken(("2007", "RCGM, May 2007"), how=LEAVE), "2007-05-rcgm", emptied=("BSpace",)),
    Own("link", typed("https://example.org/issues/9"), "https://example.org/issues/9"),
)


@pytest.fixture
def plan(small_plans, tmp_path):
    declared = "fields:\n" + "".join(own.declaration() for own in OWN)
    files = {**CONFERENCE, "plan/plan.yaml": CONFERENCE["plan/plan.yaml"] + declared}
    return small_plans.copy(files, tmp_path / "plan")


def test_every_type_that_can_be_declared_is_tried():
    assert [own.type for own in OWN] == list(OWN_TYPES)


@pytest.mark.parametrize(
    "size", [pytest.param((120, 60), marks=pytest.mark.slow, id="large"), pytest.param((80, 24), id="small")]
)
def test_a_field_of_every_type_is_filled_in_and_emptied(plan, terminal, size):
    form = FormInTerminal(terminal(plan, size=size))
    form.open("HR-1.2", "e", "Edit HR-1.2")
    before = item(plan)
    form.fill_in(OWN)
    form.save(lambda: item(plan) == before | {own.name: own.value for own in OWN}, "what was typed")
    form.open_again("e", "Edit HR-1.2")
    form.empty(OWN)
    form.save(lambda: item(plan) == before, "the file as it was")


def test_a_new_entry_has_a_field_of_every_type(plan, terminal):
    form = FormInTerminal(terminal(plan, size=(80, 24)))
    form.open("HR-1.2", "c", "New calendar entry")
    form.terminal.type("THE WORKSHOP WAS HELD")
    form.fill_in(OWN)
    form.save(lambda: "calendar" in item(plan), "an entry")
    (entry,) = item(plan)["calendar"]
    assert {own.name: entry.get(own.name) for own in OWN} == {own.name: own.value for own in OWN}


def item(plan: Path) -> dict:
    return YAML(typ="safe").load(plan / "plan/HR/HR-1/HR-1.2.yaml")


class FormInTerminal:
    """A form, in which each key waits until the one before it has worked."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.accent = ""
        """How the label of the field with the cursor is coloured."""

    def open(self, item_id: str, key: str, heading: str) -> None:
        """Find an item, and open a form on it."""
        self.terminal.sees("Ctrl+P")
        self.terminal.press("/")
        self.terminal.sees("words, status:open")
        self.terminal.type(item_id)
        self.terminal.until(lambda: re.search(r"\b1 item\b", self.terminal.screen()), "what was found")
        self.terminal.press("Enter")
        self.open_again(key, heading)

    def open_again(self, key: str, heading: str) -> None:
        """Open a form on the item that was found."""
        self.terminal.sees("/ Find")
        self.terminal.press(key)
        self.terminal.sees(heading)
        self.terminal.until(lambda: self.colour_of("English") != self.colour_of("Spanish"), "the cursor in a field")
        self.accent = self.colour_of("English")

    def fill_in(self, fields: tuple[Own, ...]) -> None:
        """Go to each field, and press and type what it is filled in by."""
        for own in fields:
            self.reach(own)
            for how, words in own.keys:
                {TYPE: self.type, FIND: self.find, PRESS: self.press, LEAVE: self.leave}[how](words)

    def empty(self, fields: tuple[Own, ...]) -> None:
        """Go to each field, and press what empties it."""
        for own in fields:
            self.reach(own)
            for key in own.emptied:
                self.press(key)

    def save(self, recorded: Callable[[], bool], what: str) -> None:
        """Save the form, and wait for what is to be in the file then."""
        self.terminal.press("C-s")
        self.terminal.until(recorded, what)

    def reach(self, own: Own) -> None:
        """Go from field to field to one that the plan declares."""
        while self.focus() != own.label:
            self.leave("Tab")

    def focus(self) -> str:
        """Return the label of the field with the cursor; for the plan's own text, also its heading."""
        found = re.search(re.escape(self.accent) + r"([A-Z][^\x1b]*)", screen := self.styled())
        if found is None:
            return ""
        return f"{TEXT}, {LANGUAGE}" if TEXT in screen[: found.start()] and found[1] == LANGUAGE else found[1]

    def colour_of(self, label: str) -> str:
        """Return the sequence that colours a label, where it is first shown; empty where it is not shown."""
        found = re.search(rf"((?:\x1b\[[\d;]*m)+){label}", self.styled())
        return found[1] if found else ""

    def styled(self) -> str:
        """Return the screen with its colours."""
        return self.terminal.tmux("capture-pane", "-e", "-p", "-t", "rcm")

    def leave(self, key: str) -> None:
        """Press a key that goes to the next field, and wait until the cursor is there."""
        before = self.focus()
        self.terminal.press(key)
        self.terminal.until(lambda: self.focus() not in (before, ""), f"the field after {before}")

    def press(self, key: str) -> None:
        """Press a key, and wait for what it does."""
        before = self.terminal.screen()
        self.terminal.press(key)
        self.terminal.until(lambda: self.terminal.screen() != before, key)

    def type(self, words: str) -> None:
        """Type words, and wait until they are in the field."""
        self.terminal.type(words)
        self.terminal.sees(words)

    def find(self, words_and_shown: str) -> None:
        """Type words, and wait until the list below the field shows what they find."""
        words, shown = words_and_shown.split("\n")
        before = self.terminal.screen().count(shown)
        self.terminal.type(words)
        self.terminal.until(lambda: self.terminal.screen().count(shown) > before, shown)
