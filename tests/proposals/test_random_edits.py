"""Five hundred random edits of copies of the plan, whose bookmarks are partly lost: each is led back to its field."""

from __future__ import annotations

import random
import re

import pytest

from rcm_tui.history.editions import snapshot
from rcm_tui.store.reader import load_files
from rcm_tui.workflow.returned import read_returned
from tests.delegates import Copy, W, text_of
from tests.proposals.conftest import LAST, MX, US

COPIES, EDITS = 50, 10
NEW = "A NEW LINE OF WORDS THAT NOBODY WROTE BEFORE, NUMBER {}"


def fields(plan):
    """Each text that is printed once: the name of its bookmark, its item, its path, and the list it is in."""
    for item_id, item in plan.items.items():
        if "-" not in item_id:
            continue
        yield re.sub(r"\W", "_", item_id), item_id, "text.en", ""
        for entry in item.calendar:
            yield re.sub(r"\W", "_", f"{item_id}_{entry.id}"), item_id, f"calendar.{entry.id}.text.en", "calendar"
        for action in getattr(item, "actions", ()):
            if not isinstance(action, str):
                name = re.sub(r"\W", "_", f"{item_id}_{action.id}")
                yield name, item_id, f"actions.{action.id}.text.en", "actions"


class Editor:
    def __init__(self, copy: Copy, chance: random.Random) -> None:
        self.copy, self.chance = copy, chance
        self.expected: set[tuple[str, str, str, str, str]] = set()

    def edit(self, name, item, path, members, number):
        """Make one change, and note what is to be read of it."""
        paragraph = self.copy.paragraph(name)
        if self.chance.random() < 0.3:  # Some programs lose bookmarks.
            for element in [one for one in paragraph.iter() if "bookmark" in one.tag]:
                element.getparent().remove(element)
        author = self.chance.choice((MX, US, ""))
        text = text_of(paragraph)
        prefix = re.match(r"(?:\d+\. (?:\[\S+\] )?)?", text)[0] if not members else ""
        own = " ".join(text.removeprefix(prefix).split())
        how = self.chance.choice(("word", "word", "word", "append", "gone", "new", "comment"))
        if how in ("append", "new", "comment") and not author:
            author = MX
        if how == "new" and not members:
            how = "word"
        if how == "gone" and not members:
            how = "word"
        if how == "word":
            words = [word for word in own.split() if own.count(word) == 1 and len(word) > 3]
            runs = ["".join(each.text or "" for each in run.iter(f"{W}t")) for run in paragraph.iter(f"{W}r")]
            words = [word for word in words if any(word in run for run in runs)]
            if not words:
                return
            word = self.chance.choice(words)
            self.copy.replace(paragraph, word, f"CHANGED{number}", author)
            self.expected.add(("text", item, path, author, own.replace(word, f"CHANGED{number}")))
        elif how == "append":
            self.copy.append(paragraph, f" AND MORE {number}", author)
            self.expected.add(("text", item, path, author, f"{own} AND MORE {number}"))
        elif how == "gone":
            self.copy.delete(paragraph, author)
            self.expected.add(("delete", item, path.removesuffix(".text.en"), author, ""))
        elif how == "new":
            self.copy.add_after(paragraph, NEW.format(number), author)
            self.expected.add(("new", item, members, author, NEW.format(number)))
        else:
            self.copy.comment(paragraph, f"Why? {number}", author)
            self.expected.add(("comment", item, path, author, f"Why? {number}"))


@pytest.mark.slow
def test_five_hundred_random_edits_are_placed_and_none_is_wrong(workspace, published):
    plan = load_files(snapshot(workspace.git, f"meeting/{LAST}"))
    known = list(fields(plan))
    made = placed = 0
    wrong = []
    for seed in range(COPIES):
        chance = random.Random(seed)
        editor = Editor(Copy(published), chance)
        for number, field in enumerate(chance.sample(known, EDITS)):
            editor.edit(*field, number)
        found = {
            (each.kind.value, each.item, each.path, each.author, " ".join(each.after.split()))
            for each in read_returned(workspace, editor.copy.content()).found
        }
        made += len(editor.expected)
        placed += len(found & editor.expected)
        wrong += [(seed, each) for each in found - editor.expected]
        wrong += [(seed, "missed", each) for each in editor.expected - found] if found - editor.expected else []
    assert not wrong, wrong
    assert made > 400 and placed >= 0.99 * made, (placed, made)
