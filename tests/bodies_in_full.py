"""What brings the plans of `bodies` to the size and structure of the real ones; the words are not theirs.

The facts are public: five focus areas with four levels; eight ambitions of hydrology; seventy commitments of a
government; 349 tasks of a project with 66 owners; subjects with objectives and activities. These items are written as
files, as of a plan that exists.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Rest:
    """The items of a plan that are not entered by commands."""

    tops: Mapping[str, str]
    """The titles of the first level, by code."""
    below: tuple[int, ...]
    """How many items are below each, level by level."""
    topics: tuple[str, ...]
    statuses: tuple[str, ...]
    actors: Mapping[str, Mapping[str, Any]]
    field: str = "responsible"
    """The field that names an actor."""

    def write(self, plan: Path) -> int:
        """Write the files of the items that are not there, and of their actors; return how many items."""
        file = plan / "actors.yaml"
        there = file.read_text("utf-8").strip().removesuffix("{}") if file.exists() else ""
        new = [f"{code}: {json.dumps(one)}" for code, one in self.actors.items() if f"\n{code}:" not in f"\n{there}"]
        file.write_text("\n".join(filter(None, [there, *new])) + "\n", encoding="utf-8")
        made = 0
        for item, data in self._items():
            folder = plan / item.partition("-")[0] / (item.partition(".")[0] if "-" in item else "")
            if not (folder / f"{item}.yaml").exists():
                folder.mkdir(parents=True, exist_ok=True)
                lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in data.items()]
                (folder / f"{item}.yaml").write_text("".join(lines), encoding="utf-8")
                made += 1
        return made

    def _items(self) -> Iterator[tuple[str, dict[str, Any]]]:
        topics, statuses, actors = map(itertools.cycle, (self.topics, self.statuses, self.actors or [""]))
        for place, (code, title) in enumerate(self.tops.items(), 1):
            yield code, {"id": code, "number": place, "title": {"en": title}}
            waiting = [(code, self.below)]
            while waiting:
                above, (count, *deeper) = waiting.pop(0)
                for number in range(1, count + 1):
                    item = f"{above}{'.' if '-' in above else '-'}{number}"
                    data: dict[str, Any] = {"id": item, "number": number, "text": {"en": f"{title}: {next(topics)}"}}
                    if "." in item:
                        actor = next(actors)
                        data |= {"status": next(statuses)} | ({self.field: [actor]} if actor else {})
                        data["calendar"] = [{"id": "bcd", "date": f"202{number % 6}-06", "text": {"en": "Reported on"}}]
                    yield item, data
                    waiting += [(item, tuple(deeper))] if deeper else []


def _actors(kind: str, name: str, code: str, count: int) -> Mapping[str, Mapping[str, Any]]:
    return {f"{code}{number}": {"kind": kind, "name": {"en": f"{name} {number}"}} for number in range(1, count + 1)}


RESTS: Mapping[str, Rest] = {
    "amr": Rest(
        {
            "AW": "Awareness",
            "SU": "Surveillance",
            "IP": "Infection control",
            "US": "Medicines",
            "RE": "Research",
        },
        (3, 3, 2),
        ("a baseline", "training of staff", "a register", "guidelines for laboratories", "a yearly report"),
        ("not-started", "on-track", "delayed", "extended", "awaiting-data", "achieved", "withdrawn"),
        _actors("organization", "Institute", "INST", 6),
    ),
    "wmo": Rest(
        {
            **{"FL": "Floods", "DR": "Droughts", "FO": "Food security", "DA": "Data"},
            **{"SC": "Science", "WA": "Water resources", "SD": "Sustainable development", "QU": "Water quality"},
        },
        (4, 4),
        ("guidelines", "a pilot project", "training of Members", "an assessment", "a technical workshop"),
        ("not-started", "in-progress", "delayed", "completed", "discontinued"),
        _actors("member", "Member", "M", 20),
        "lead",
    ),
    "ogp": Rest(
        {
            **{"AI": "Access to information", "AC": "Integrity", "BU": "Budget", "DI": "Digital services"},
            **{"HE": "Health", "JU": "Justice", "PA": "Participation"},
        },
        (10, 3),
        ("a public register", "a consultation", "a draft law", "open data", "an independent review", "a portal"),
        ("not-started", "limited", "substantial", "delayed", "complete", "withdrawn"),
        _actors("organization", "Ministry", "MIN", 14),
        "lead",
    ),
    "council": Rest(
        {"G": "Goals"},
        (12, 29),
        ("the compiler", "its documentation", "the package manager", "an experiment", "stabilization", "messages"),
        ("to-do", "in-progress", "blocked", "done", "dropped"),
        _actors("office", "Owner", "P", 66),
    ),
    "rcm": Rest(
        {"HR": "Human rights", "CO": "Consular protection", "TR": "Trafficking in persons", "DE": "Development"},
        (3, 4),
        ("a workshop", "exchange of experiences", "a matrix of contacts", "a joint study", "a report to the group"),
        ("planned", "active", "ongoing", "pending-input", "completed", "postponed", "cancelled"),
        {},
    ),
}
"""The rest of each plan, by the name of its profile."""
