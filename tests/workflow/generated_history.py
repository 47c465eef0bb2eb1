"""A plan that lives through many meetings at random, and a log of every edit that was made to it.

The log is kept by the generator itself, edit by edit: what the tool reads out of git is held against it.
"""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rcm_tui.history.git import Git
from rcm_tui.history.message import Message
from rcm_tui.history.setup import ImportCommit, ImportEdition, fast_import
from rcm_tui.history.state import Identity
from rcm_tui.store import paths
from rcm_tui.store.yaml.writer import compose

WHO = Identity("Generator", "generator@example.org")
_SAID = "the plan of action RCGM countries will send their report to TS before 2006, and US$60,000 too"
WORDS = tuple(_SAID.split(" "))
STATUSES = ("planned", "active", "ongoing", "pending-input", "completed")
ACTORS = ("MX", "CA", "IOM", "TS")
GONE = "—"
"""The log's value for a field that is not there."""

Leaf = tuple[str, ...]


@dataclass(frozen=True)
class Event:
    """One leaf of one item set by one commit. An item keeps its `uid` whatever its id."""

    commit: int
    uid: int
    path: Leaf
    before: Any
    after: Any


@dataclass
class Item:
    """An activity as it stands."""

    uid: int
    data: dict[str, Any]
    archived: bool = False
    noise: str = ""

    @property
    def path(self) -> str:
        return paths.item_path(self.data["id"], archived=self.archived)

    @property
    def content(self) -> bytes:
        return self.noise.encode() + compose(self.data)


def flat(value: Any, path: Leaf = ()) -> dict[Leaf, Any]:
    """Every leaf of an item; entries by their ids, and their order as a leaf of its own."""
    if isinstance(value, dict):
        found: dict[Leaf, Any] = {}
        for key, below in value.items():
            found |= flat(below, (*path, key))
        return found
    if isinstance(value, list) and value and isinstance(value[0], dict):
        found = {(*path, "#order"): tuple(each["id"] for each in value)}
        for each in value:
            found |= flat(each, (*path, each["id"]))
        return found
    return {path: tuple(value) if isinstance(value, list) else value}


@dataclass
class World:
    """The plan, its history so far, and the log."""

    chance: random.Random
    items: dict[int, Item] = field(default_factory=dict)
    log: list[Event] = field(default_factory=list)
    commits: list[ImportCommit] = field(default_factory=list)
    editions: list[ImportEdition] = field(default_factory=list)
    standing: list[dict[int, tuple[str, bool, bytes]]] = field(default_factory=list)
    by_hand: list[int] = field(default_factory=list)
    highest: dict[str, int] = field(default_factory=dict)
    before: dict[int, Item | None] = field(default_factory=dict)
    clock: datetime = datetime(2001, 1, 1, 9, tzinfo=UTC)
    meeting: str = "none"

    # --- edits

    def words(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(3, 40)))

    def new_id(self, objective: str) -> str:
        self.highest[objective] = self.highest.get(objective, 0) + 1
        return f"{objective}.{self.highest[objective]}"

    def entry(self) -> dict[str, Any]:
        entry: dict[str, Any] = {"id": "".join(self.chance.choices("bcdfghjklmnpqrstvwxz", k=4))}
        entry |= {"date": f"2004-{self.chance.randint(1, 12):02}", "text": {"en": self.words()}}
        entry["status"] = self.chance.choice(STATUSES)
        if self.chance.random() < 0.4:
            entry["request"] = {"from": ["members"], "due": "2006-08-15"}
        return entry

    def add(self) -> None:
        data = {
            "id": self.new_id(self.objective()),
            "number": self.chance.randint(1, 9),
            "text": {"en": self.words()},
            "status": self.chance.choice(STATUSES),
            "responsible": self.chance.sample(ACTORS, 2),
        }
        if self.chance.random() < 0.7:
            data["calendar"] = [self.entry() for _ in range(self.chance.randint(1, 4))]
        item = Item(len(self.items), data)
        self.items[item.uid] = item
        self.before[item.uid] = None

    def objective(self) -> str:
        return self.chance.choice(("HR-4", "HR-5", "LDM-1"))

    def edit(self, item: Item) -> None:  # noqa: C901 -- one edit of each sort
        data = item.data
        match self.chance.randint(0, 11):
            case 0:
                data["status"] = self.chance.choice(STATUSES)
            case 1:
                words = data["text"]["en"].split()
                words[self.chance.randrange(len(words))] = self.chance.choice(WORDS)
                data["text"] = {**data["text"], "en": " ".join(words)}
            case 2:
                data["text"] = {**data["text"], "es": self.words()}
            case 3:
                data["responsible"] = self.chance.sample(ACTORS, self.chance.randint(1, 4))
            case 4:
                data["number"] = self.chance.randint(1, 9)
            case 5 | 6:
                entries = data.setdefault("calendar", [])
                entries.insert(self.chance.randint(0, len(entries)), self.entry())
            case 7 if len(data.get("calendar", ())) > 1:
                del data["calendar"][self.chance.randrange(len(data["calendar"]))]
            case 8 if data.get("calendar"):
                self.chance.choice(data["calendar"])["status"] = self.chance.choice(STATUSES)
            case 9 if data.get("calendar"):
                self.chance.shuffle(data["calendar"])
            case 10 if data.get("calendar"):
                entry = self.chance.choice(data["calendar"])
                entry["text"] = {"en": self.words()}
            case 11 if data.get("calendar"):
                entry = self.chance.choice(data["calendar"])
                if "request" in entry:
                    received = entry["request"].setdefault("received", {})
                    received[self.chance.choice(ACTORS)] = "2006-07-12"

    def step(self) -> None:
        """One record: usually one edit, sometimes several items, a move, an archiving, an edit by hand."""
        self.before = {}
        by_hand = False
        kind = self.chance.random()
        if kind < 0.12 or len(self.items) < 4:
            self.add()
        elif kind < 0.22:
            item = self.any()
            item.archived = not item.archived
            if item.archived:
                item.data["archived"] = {"date": "2006-11-29", "reason": self.words()}
            else:
                item.data.pop("archived", None)
            if self.chance.random() < 0.3:
                self.edit(item)  # What else changed on the way.
        elif kind < 0.3:
            item = self.any()
            old = item.data["id"]
            item.data["formerly"] = [*item.data.get("formerly", ()), old]
            item.data["id"] = self.new_id(self.objective())
        elif kind < 0.4:
            item = self.any()
            item.noise = f"# Note {len(self.commits)}\n" if self.chance.random() < 0.8 else ""
            by_hand = self.chance.random() < 0.5
        else:
            for _ in range(self.chance.choice((1, 1, 1, 2, 4))):
                self.edit(self.any())
            by_hand = self.chance.random() < 0.1
        self.record(by_hand)

    def any(self) -> Item:
        """An item to be changed; what it was is remembered for the log."""
        item = self.items[self.chance.randrange(len(self.items))]
        if item.uid not in self.before:
            self.before[item.uid] = copy.deepcopy(item)
        return item

    # --- what came of it

    def record(self, by_hand: bool) -> None:
        files: dict[str, bytes | None] = {}
        touched: list[str] = []
        for uid in sorted(self.before):
            item, old = self.items[uid], self.before[uid]
            if old is not None and (old.path, old.content) == (item.path, item.content):
                continue
            if old is not None and old.path != item.path:
                files.setdefault(old.path, None)
                touched.append(old.data["id"])
            files[item.path] = item.content
            touched.append(item.data["id"])
            self.note(uid, flat(old.data) if old else {}, flat(item.data))
        if not files:
            return
        trailers = [("Meeting", self.meeting), *(("Item", each) for each in dict.fromkeys(touched))]
        if by_hand:
            self.by_hand.append(len(self.commits))
            trailers = []
        self.commit(Message("A step", "", trailers), files)

    def note(self, uid: int, before: dict[Leaf, Any], after: dict[Leaf, Any]) -> None:
        for path in {**before, **after}:
            if before.get(path, GONE) != after.get(path, GONE):
                self.log.append(Event(len(self.commits), uid, path, before.get(path, GONE), after.get(path, GONE)))

    def commit(self, message: Message, files: dict[str, bytes | None]) -> None:
        self.clock += timedelta(minutes=7)
        self.commits.append(ImportCommit(message, self.clock, WHO, files))

    def stand(self) -> None:
        """Remember who stands where, with what bytes."""
        self.standing.append({uid: (item.data["id"], item.archived, item.content) for uid, item in self.items.items()})


@dataclass(frozen=True)
class History:
    """What was made: the repository, its commits in order, the meetings, and the log."""

    git: Git
    world: World
    commits: list[str]
    meetings: list[str]
    until: list[int]
    """For each meeting the number of commits up to its edition."""

    def net(self, a: int, b: int) -> dict[int, dict[Leaf, tuple[Any, Any]]]:
        """What the log says changed from meeting a to meeting b: by item, leaf by leaf."""
        first, last = sorted((a, b))
        found: dict[int, dict[Leaf, tuple[Any, Any]]] = {}
        for event in self.world.log:
            if self.until[first] <= event.commit < self.until[last]:
                leaves = found.setdefault(event.uid, {})
                leaves[event.path] = (leaves.get(event.path, (event.before, None))[0], event.after)
        turned = {
            uid: {path: (old, new) if a <= b else (new, old) for path, (old, new) in leaves.items() if old != new}
            for uid, leaves in found.items()
        }
        return {uid: leaves for uid, leaves in turned.items() if leaves}


def generate(root: Path, seed: int, meetings: int, steps: int) -> History:
    """A history of so many meetings with so many records each."""
    world = World(random.Random(seed))
    start: dict[str, bytes | None] = {
        "plan/plan.yaml": b"schema: 1\ntitle: {en: Generated}\nlanguages: [en, es]\n",
        "plan/actors.yaml": b"MX: {kind: member, name: {en: Mexico}}\n",
    }
    for code in ("HR", "LDM"):
        start[paths.item_path(code)] = compose({"id": code, "number": 1, "title": {"en": code}})
    for name in ("HR-4", "HR-5", "LDM-1"):
        start[paths.item_path(name)] = compose({"id": name, "number": 1, "text": {"en": name}})
    world.commit(Message("Start", "", [("Plan-start", "2001-01-01"), ("Meeting", "none")]), start)
    names, until = [], []
    for number in range(meetings):
        world.meeting = name = f"m{number:03}"
        path = paths.meeting_path(name)
        about = {"id": name, "body": "RCGM", "dates": f"20{number // 12 + 1:02}-{number % 12 + 1:02}"}
        opened = Message(f"{name}: opened", "", [("Meeting", name), ("File", path), ("Opens", name)])
        world.commit(opened, {path: compose({**about, "status": "open"})})
        for _ in range(steps):
            world.step()
        closed = Message(f"{name}: closed", "", [("Meeting", name), ("File", path), ("Closes", name)])
        world.commit(closed, {path: compose({**about, "status": "closed"})})
        world.editions.append(ImportEdition(name, len(world.commits) - 1, world.clock, WHO, name))
        world.stand()
        names.append(name)
        until.append(len(world.commits))
    git = Git.find(root)
    return History(git, world, fast_import(git, world.commits, world.editions), names, until)
