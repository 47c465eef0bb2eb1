"""What brings the plans of `bodies` to the size and structure of the real ones; the words are not theirs.

The facts are public: five focus areas with four levels; eight ambitions of hydrology; seventy commitments of a
government; 349 tasks of a project with 66 owners; subjects with objectives and activities. These items are written as
files, as of a plan that exists.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Values = Mapping[str, tuple[Any, ...]]
"""The values of fields, which items take in turn; those with None go without."""


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
    fields: Values
    """What items with a status have besides it."""
    entries: tuple[str, ...]
    entry_fields: Values = field(default_factory=dict)
    language: str = "en"

    def write(self, plan: Path) -> int:
        """Write the files of the items that are not there, and of their actors; return how many items."""
        file = plan / "actors.yaml"
        there = file.read_text("utf-8").strip().removesuffix("{}") if file.exists() else ""
        new = [f"{code}: {_json(actor)}" for code, actor in self.actors.items() if f"\n{code}:" not in f"\n{there}"]
        file.write_text("\n".join(filter(None, [there, *new])) + "\n", encoding="utf-8")
        made = 0
        for item, data in self._items():
            folder = plan / item.partition("-")[0] / (item.partition(".")[0] if "-" in item else "")
            if not (folder / f"{item}.yaml").exists():
                folder.mkdir(parents=True, exist_ok=True)
                lines = [f"{name}: {_json(value)}\n" for name, value in data.items()]
                (folder / f"{item}.yaml").write_text("".join(lines), encoding="utf-8")
                made += 1
        return made

    def _items(self) -> Iterator[tuple[str, dict[str, Any]]]:
        topics, entries = itertools.cycle(self.topics), itertools.cycle(self.entries)
        fields, entry_fields = _in_turn({"status": self.statuses, **self.fields}), _in_turn(self.entry_fields)
        for place, (code, title) in enumerate(self.tops.items(), 1):
            yield code, {"id": code, "number": place, "title": {self.language: title}}
            waiting = [(code, self.below)]
            while waiting:
                above, (count, *deeper) = waiting.pop(0)
                for number in range(1, count + 1):
                    item = f"{above}{'.' if '-' in above else '-'}{number}"
                    data: dict[str, Any] = {"id": item, "number": number, "text": {self.language: next(topics)}}
                    if "." in item:
                        data |= next(fields)
                        date = f"202{2 + number % 4}-{1 + (number * 5) % 12:02}"
                        entry = {"id": "bcd", "date": date, "text": {self.language: next(entries)}}
                        data["calendar"] = [entry | next(entry_fields)]
                    yield item, data
                    waiting += [(item, tuple(deeper))] if deeper else []


def _in_turn(values: Values) -> Iterator[dict[str, Any]]:
    """Give one mapping after the other, each with the next value of every field."""
    turns = {name: itertools.cycle(some) for name, some in values.items()}
    while True:
        yield {name: value for name, turn in turns.items() if (value := next(turn)) is not None}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _actors(kind: str, name: str, code: str, count: int, language: str = "en") -> dict[str, dict[str, Any]]:
    return {f"{code}{number}": {"kind": kind, "name": {language: f"{name} {number}"}} for number in range(1, count + 1)}


def _each(code: str, count: int) -> tuple[list[str], ...]:
    """Lists of one actor each, which those of every seventh item share with the next."""
    return tuple([f"{code}{n}"] if n % 7 else [f"{code}{n}", f"{code}{n % count + 1}"] for n in range(1, count + 1))


RESTS: Mapping[str, Rest] = {
    "amr": Rest(
        {
            "AW": "Awareness and education",
            "SU": "Surveillance",
            "IP": "Prevention of infections",
            "US": "Use of antimicrobial medicines in people and animals",
            "RE": "Research and investment",
        },
        (3, 3, 2),
        (
            "Set a baseline of what is known, by a survey that can be repeated every second year",
            "Train the staff of hospitals, clinics and veterinary services in all provinces",
            "Keep one register of laboratories, shared by the services for people, animals and food",
            "Issue guidelines for laboratories",
            "Report once a year to the committee, and to the public",
        ),
        ("not-started", "on-track", "delayed", "extended", "awaiting-data", "achieved", "withdrawn"),
        _actors("agency", "National Institute", "INST", 6),
        {
            "responsible": _each("INST", 6),
            "budget": (120000, 45000, None, 8500, 1250000),
            "indicator": ({"en": "Share of hospitals that take part"}, None, {"en": "Isolates reported in a year"}),
            "due": (None, "2025-06", "2024-12", None),
        },
        ("Terms of reference agreed", "First results presented to the committee", "Report due"),
        {
            "status": ("achieved", "on-track", None),
            "request": (None, {"from": ["MOH", "MOA", "EPA"], "to": "INST1", "due": "2024-09-30"}, None, None),
        },
    ),
    "wmo": Rest(
        {
            "FL": "No one is surprised by a flood",
            "DR": "Everyone is prepared for drought",
            "FO": "Data and services support food security",
            "DA": "High-quality data support science",
            "SC": "Science provides a sound basis for operations",
            "WA": "The water resources of the world are known",
            "SD": "Sustainable development is supported by information on water",
            "QU": "The quality of water is known",
        },
        (3, 3),
        (
            "Guidelines for national services, tried in two basins and revised",
            "A pilot project with five Members",
            "Training of Members in the use of what was made, in four regions",
            "An assessment of capacities",
            "A technical workshop on methods, with its report and a list of experts",
        ),
        ("not-started", "in-progress", "delayed", "completed", "discontinued"),
        _actors("member", "Member", "M", 20)
        | {"members": {"kind": "group", "name": {"en": "Members"}, "members": [f"M{each}" for each in range(1, 21)]}},
        {"lead": _each("M", 20), "due": ("2025", None, "2027-06"), "progress": (None, None, None, 1)},
        ("Concept note agreed", "Draft reviewed by the standing committee", "Published"),
        {
            "progress": (1, 0.5, 0, 0.5),
            "request": (None, None, None, {"from": ["members"], "to": "SEC", "due": "2025-01-31"}),
        },
    ),
    "ogp": Rest(
        {
            **{"AI": "Access to information", "AC": "Integrity and accountability", "BU": "Budget and taxes"},
            **{"DI": "Digital services", "HE": "Health", "JU": "Justice", "PA": "Public participation"},
        },
        (10, 3),
        (
            "Open a public register, searchable and free of charge",
            "Hold a consultation of three months with organizations of all provinces",
            "Lay a draft law before parliament",
            "Publish the data in an open format, and keep them up to date",
            "Have an independent review made, and answer to its findings in public",
            "Bring the services of six ministries together in one portal",
        ),
        ("not-started", "limited", "substantial", "delayed", "complete", "withdrawn"),
        _actors("institution", "Ministry", "MIN", 14),
        {"lead": _each("MIN", 14), "partners": (["CSO"], None, None), "due": ("2025-08-31", "2024-12-31", None)},
        ("Working group met", "Draft published for comments", "Reported as complete by the ministry"),
        {"request": (*(None,) * 6, {"from": ["MIN1", "MIN2", "MIN3"], "to": "CSO", "due": "2025-05-15"})},
    ),
    "council": Rest(
        {"G": "Goals"},
        (12, 29),
        (
            "Rewrite the part of the compiler that decides what has to be built again",
            "Bring the documentation up to date",
            "Let the package manager say which version it chose, and why",
            "Run an experiment with ten large projects, and publish the figures",
            "Stabilize what has been tried for two releases",
            "Better messages where two libraries disagree",
        ),
        ("to-do", "in-progress", "blocked", "done", "dropped"),
        _actors("person", "Owner", "P", 66),
        {
            "owner": tuple(f"P{number}" for number in range(1, 67)),
            "link": ("https://example.org/issues/4711", None, "https://example.org/pulls/135790"),
            "due": (None, None, "2025-06-30"),
        },
        ("Design accepted", "Merged behind a flag", "Call for testing", "Blocked by a review"),
        {"status": ("done", None, "in-progress")},
    ),
    "rcm": Rest(
        {
            **{"HR": "Human rights", "CO": "Consular protection", "TR": "Trafficking in persons"},
            "DE": "Migration and development",
        },
        (3, 4),
        (
            "Hold a workshop on the protection of migrants in vulnerable situations",
            "Exchange experiences of the return of children who travel alone",
            "Keep the matrix of contacts up to date",
            "Make a joint study of labour migration in the region",
            "Report to the Group on the network of liaison officers",
        ),
        ("planned", "active", "ongoing", "pending-input", "completed", "postponed", "cancelled"),
        {
            **{
                "MX": {"kind": "member", "name": {"en": "Mexico"}},
                "CR": {"kind": "member", "name": {"en": "Costa Rica"}},
            },
            "GT": {"kind": "member", "name": {"en": "Guatemala"}},
            "TS": {"kind": "office", "name": {"en": "Technical Secretariat"}},
            "IOM": {"kind": "organization", "name": {"en": "International Organization for Migration"}},
        },
        {
            "responsible": (["MX"], None, ["CR", "GT"], ["IOM"]),
            "funding": (None, {"cost": 40000, "currency": "USD", "missing": 15000}, None),
        },
        ("Held", "Countries will send their points of contact", "Presented to the Group"),
        {
            "request": (
                None,
                {"from": ["MX", "CR", "GT"], "to": "TS", "due": "2024-09-30", "received": {"MX": "2024-05-02"}},
            ),
        },
    ),
    "fr": Rest(
        {
            "HR": "Droits de l'homme",
            "CO": "Protection consulaire",
            "TR": "Traite des personnes",
            "DE": "Migration et développement",
        },
        (3, 3),
        (
            "Organiser un atelier sur la protection des migrants en situation de vulnérabilité",
            "Échanger des expériences sur le retour des enfants qui voyagent seuls",
            "Tenir à jour la liste des points de contact",
            "Faire une étude commune des migrations de travail dans la région",
        ),
        ("planned", "active", "ongoing", "pending-input", "completed", "postponed", "cancelled"),
        {
            "MX": {"kind": "member", "name": {"fr": "Mexique"}},
            "CR": {"kind": "member", "name": {"fr": "Costa Rica"}},
            "ST": {"kind": "office", "name": {"fr": "Secrétariat technique"}},
        },
        {
            "responsible": (["MX"], None, ["CR"], ["ST"]),
            "funding": (None, {"cost": 40000, "currency": "USD"}, None),
            "due": (None, None, "2025-06"),
        },
        ("Tenu", "Les pays enverront leurs points de contact", "Présenté au Groupe"),
        {"request": (None, {"from": ["MX", "CR"], "to": "ST", "due": "2024-09-30"}, None)},
        "fr",
    ),
    "ar": Rest(
        {"HR": "حقوق الإنسان", "CO": "الحماية القنصلية", "TR": "الاتجار بالأشخاص", "DE": "الهجرة والتنمية"},
        (3, 3),
        (
            "تنظيم حلقة عمل عن حماية المهاجرين في أوضاع الضعف",
            "تبادل الخبرات بشأن عودة الأطفال غير المصحوبين، انظر HR-1.1",
            "تحديث قائمة جهات الاتصال (IOM)",
            "إعداد دراسة مشتركة عن هجرة اليد العاملة في المنطقة",
        ),
        ("planned", "active", "ongoing", "pending-input", "completed", "postponed", "cancelled"),
        {
            "MX": {"kind": "member", "name": {"ar": "المكسيك"}},
            "CR": {"kind": "member", "name": {"ar": "كوستاريكا"}},
            "TS": {"kind": "office", "name": {"ar": "الأمانة الفنية"}},
        },
        {
            "responsible": (["MX"], None, ["CR"], ["TS"]),
            "funding": (None, {"cost": 40000, "currency": "USD"}, None),
            "due": (None, None, "2025-06"),
        },
        ("عُقدت", "ترسل البلدان جهات الاتصال الخاصة بها", "عُرض على الفريق"),
        {"request": (None, {"from": ["MX", "CR"], "to": "TS", "due": "2024-09-30"}, None)},
        "ar",
    ),
}
"""The rest of each plan, by the name of its profile, or by its language."""
