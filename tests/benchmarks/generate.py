"""Plans of any size in the real format, with a history of 200 meetings: the same bytes for the same size, every time.

An item is about 1.3 kB in English and Spanish, with comments. A plan starts whole; each meeting then changes up to 100
items in ten records and archives one, and is closed with its edition. The last one is still open.
"""

from __future__ import annotations

import datetime
import random
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rcm_tui.history.message import CLOSES, FILE, ITEM, MEETING, NO_MEETING, OPENS, PLAN_START, Message
from rcm_tui.history.setup import ImportCommit, ImportEdition, fast_import, init_repository
from rcm_tui.history.state import Identity
from rcm_tui.store import paths

VERSION = 1
"""Goes up when the generator writes other bytes; plans made before are then made anew."""
SEED = 2006
MEETINGS = 200
CHANGED_BY_MEETING = 100
RECORDS_BY_MEETING = 10
PER_OBJECTIVE = 9
WHO = Identity("Technical Secretariat", "secretariat@example.invalid")

_ENGLISH = (  # noqa: SIM905
    "countries will send information on the protection of migrant women and children to the technical secretariat "
    "before the next meeting of the consultation group and review with the network of liaison officers the progress "
    "made in the return of extra regional migrants by air sea or land with support of observer organizations"
).split()
_SPANISH = (  # noqa: SIM905
    "los países enviarán información sobre la protección de mujeres y niños migrantes a la secretaría técnica antes de "
    "la próxima reunión del grupo de consulta y revisarán con la red de funcionarios de enlace los avances logrados en "
    "el retorno de migrantes extrarregionales por vía aérea marítima o terrestre según el año"
).split()
_STATUSES = ("planned", "active", "ongoing", "pending-input", "completed", "postponed")
_ACTORS = ("IOM", "UNHCR", "MX", "CR", "GT", "HN", "RNCOM")

_PLAN = """\
# A generated plan: as large as it says, and about nothing.
schema: 1
title:
  en: A plan of {count} items
  es: Un plan de {count} elementos
languages: [en, es]
archive_after: P2Y
bodies:
  RCGM:
    name: {{en: Regional Consultation Group, es: Grupo Regional de Consulta}}
    short: {{en: RCGM, es: GRCM}}
"""

_ACTORS_FILE = """\
# Who is asked, and who answers.
MX:
  kind: member
  name: {en: Mexico, es: México}
CR:
  kind: member
  name: {en: Costa Rica, es: Costa Rica}
GT:
  kind: member
  name: {en: Guatemala, es: Guatemala}
HN:
  kind: member
  name: {en: Honduras, es: Honduras}
IOM:
  kind: organization
  name: {en: International Organization for Migration, es: Organización Internacional para las Migraciones}
UNHCR:
  kind: organization
  name: {en: Refugee Agency, es: Agencia para los Refugiados}
RNCOM:
  kind: network
  name: {en: Regional Network of Civil Organizations, es: Red Regional de Organizaciones Civiles}
TS:
  kind: office
  name: {en: Technical Secretariat, es: Secretaría Técnica}
members:
  kind: group
  name: {en: Member countries, es: Países miembros}
  members: [MX, CR, GT, HN]
"""


@dataclass(frozen=True, slots=True)
class Shape:
    """Which items a plan of a size has."""

    ids: tuple[str, ...]
    activities: tuple[str, ...]

    @classmethod
    def of(cls, count: int) -> Shape:
        """Subjects, objectives of nine activities each, until there are `count` items."""
        subjects = [_code(number) for number in range(3 + count // 2500)]
        found = list(subjects)
        activities = []
        number = 0
        while len(found) < count:
            objective = f"{subjects[number % len(subjects)]}-{number // len(subjects) + 1}"
            found.append(objective)
            below = [f"{objective}.{each}" for each in range(1, min(PER_OBJECTIVE, count - len(found)) + 1)]
            found += below
            activities += below
            number += 1
        return cls(tuple(found), tuple(activities))


def _code(number: int) -> str:
    """AA, AB, AC..."""
    return chr(65 + number // 26) + chr(65 + number % 26)


def _place(code: str) -> int:
    """Which subject it is, from 1."""
    return (ord(code[0]) - 65) * 26 + ord(code[1]) - 64


def meeting_id(number: int) -> str:
    """Twelve meetings a year, from January 1990."""
    return f"{1990 + number // 12}-{number % 12 + 1:02}-rcgm"


def _day(number: int) -> datetime.date:
    return datetime.date(1990 + number // 12, number % 12 + 1, 10)


class Writer:
    """Writes the files of a plan, each from its id and how often it was changed, so that nothing is kept in memory."""

    def __init__(self, count: int, meetings: int = MEETINGS) -> None:
        self.count = count
        self.meetings = meetings
        self.shape = Shape.of(count)

    def item(self, item_id: str, version: int, archived_at: str | None = None) -> bytes:
        """The file of an item after `version` changes; `archived_at` is the meeting that archived it."""
        chance = random.Random(f"{SEED} {item_id}")
        number = int(item_id.rpartition("-")[2].rpartition(".")[2]) if "-" in item_id else _place(item_id)
        lines = [f"id: {item_id}", f"number: {number}"]
        if "-" not in item_id:
            lines += ["title:", f"  en: Subject {item_id}", f"  es: Tema {item_id}"]
            return ("\n".join(lines) + "\n").encode()
        lines += ["# Agreed as it stands; corrections go through the Secretariat.", *_text(chance, 16, "  ")]
        if "." not in item_id:
            lines.append("actions:")
            for place, member in enumerate(("bdf", "cgh", "dkl"), 1):
                lines += [f"  - id: {member}", f"    number: {place}", *_text(chance, 7, "      ")]
        else:
            lines.append(f"status: {_STATUSES[(chance.randrange(6) + version) % 6]}")
            lines.append(f"responsible: [{', '.join(chance.sample(_ACTORS, 2))}]   # as the meeting said")
        lines += self._calendar(chance, version)
        if archived_at:
            lines.append(f"archived: {{date: {_quoted_day(archived_at)}, meeting: {archived_at}, reason: carried out}}")
        return ("\n".join(lines) + "\n").encode()

    def _calendar(self, chance: random.Random, version: int) -> Iterator[str]:
        yield "calendar:"
        for place in range(2 + version % 2):
            member = "kvt" if not place else f"{'mzpqrst'[place % 7]}{'bcdfg'[place % 5]}{'hjk'[place % 3]}"
            yield f"  - id: {member}"
            yield f'    date: "{chance.randrange(1998, 2009)}-{chance.randrange(1, 13):02}"'
            yield from _text(chance, 14, "      ")
            status = _STATUSES[chance.randrange(6)]
            yield f"    status: {status}"
            yield f"    meeting: {meeting_id(chance.randrange(self.meetings))}   # where known"
            if place == 1:
                yield "    request:"
                yield "      from: [members]"
                yield "      to: TS"
                yield f'      due: "{chance.randrange(2004, 2010)}-08-15"'
                yield '      received: {MX: "2006-07-12"}'
                if status in ("completed", "cancelled"):
                    yield "      unanswered: closed"

    def meeting(self, number: int, status: str, items: tuple[str, ...] = (), before: str = "") -> bytes:
        """The file of a meeting; `before` is the object id of the edition before it."""
        day = _day(number)
        lines = [
            f"id: {meeting_id(number)}",
            "body: RCGM",
            "place: San José, Costa Rica",
            f'dates: "{day}/{day + datetime.timedelta(days=2)}"',
            "presidency: CR",
            f"status: {status}",
            "participants: [MX, CR, GT, HN]",
        ]
        if before:
            lines.append(f"previous: {{id: {meeting_id(number - 1)}, tag: {before}}}")
        if items:
            chance = random.Random(f"{SEED} {number}")
            lines.append("agreements:")
            for place, item_id in enumerate(items):
                lines += [
                    f"  - id: {'bcdfghjklm'[place]}vt",
                    f'    number: "{place + 1}"',
                    *_text(chance, 12 + place, "      "),  # no two say the same
                ]
                lines += ["    kind: decision", f"    items: [{item_id}]"]
        return ("\n".join(lines) + "\n").encode()


def _quoted_day(meeting: str) -> str:
    return f'"{meeting[:7]}-12"'


def _text(chance: random.Random, words: int, indent: str) -> Iterator[str]:
    """A text in both languages, the languages at this indentation."""
    yield f"{indent[2:]}text:"
    yield from _said("en", chance.randrange(40), words, indent)
    yield from _said("es", chance.randrange(40), words, indent)


@cache
def _said(language: str, start: int, words: int, indent: str) -> tuple[str, ...]:
    vocabulary = _ENGLISH if language == "en" else _SPANISH
    said = " ".join(vocabulary[(start + step * 7) % len(vocabulary)] for step in range(words))
    inner = indent + "  "
    lines = textwrap.wrap(said.capitalize() + ".", 96, initial_indent=inner, subsequent_indent=inner)
    return (f"{indent}{language}: >-", *lines)


def changed_at(shape: Shape, number: int) -> tuple[str, ...]:
    """The items that a meeting changes; the first of them is archived. All have their turn, over and over."""
    many = min(CHANGED_BY_MEETING, max(1, len(shape.activities) // 5))
    start = number * many
    return tuple(shape.activities[(start + step) % len(shape.activities)] for step in range(many))


def make_plan(folder: Path, count: int, meetings: int = MEETINGS, *, closes: bool = True) -> Path:
    """Make the plan of `count` items in `folder`, with its history, unless it stands there already.

    Unless it `closes`, no record says which meeting it closes, as where editions were tagged by hand.
    """
    stamp = folder / ".git" / "rcm-benchmark"
    made = f"{VERSION} {SEED} {count} {meetings}" + ("" if closes else " by hand")
    if stamp.is_file() and stamp.read_text("ascii") == made:
        return folder
    if folder.exists():
        raise FileExistsError(f"{folder} holds something else; take it away first")
    git = init_repository(folder)
    editions: list[ImportEdition] = []
    fast_import(git, _history(Writer(count, meetings), editions, closes), editions)
    stamp.write_text(made, "ascii")
    return folder


def _history(writer: Writer, editions: list[ImportEdition], closes: bool) -> Iterator[ImportCommit]:
    """The commits, one by one; each closing puts its edition into `editions`."""
    versions: dict[str, int] = {}
    archived: dict[str, str] = {}
    clock = datetime.datetime(1990, 1, 1, 8, tzinfo=datetime.UTC)
    made = 0

    def commit(subject: str, meeting: str, files: dict[str, bytes | None], *more: tuple[str, str]) -> ImportCommit:
        nonlocal clock, made
        clock += datetime.timedelta(minutes=2)
        made += 1
        trailers = dict.fromkeys(_named(path) for path in files if path.startswith(paths.FOLDERS))
        return ImportCommit(Message(subject, "", ((MEETING, meeting), *trailers, *more)), clock, WHO, files)

    first: dict[str, bytes | None] = {
        paths.INFO: _PLAN.format(count=writer.count).encode(),
        paths.ACTORS: _ACTORS_FILE.encode(),
        **{
            paths.meeting_path(meeting_id(number)): writer.meeting(number, "planned")
            for number in range(writer.meetings)
        },
    }
    whole = _Lazily(writer, first)
    clock += datetime.timedelta(minutes=2)
    made += 1
    yield ImportCommit(
        Message("Start of the plan", "", ((PLAN_START, "1990-01-01"), (MEETING, NO_MEETING))), clock, WHO, whole
    )
    for number in range(writer.meetings):
        name, path = meeting_id(number), paths.meeting_path(meeting_id(number))
        clock = datetime.datetime.combine(_day(number), datetime.time(9), datetime.UTC)
        changed = [each for each in changed_at(writer.shape, number) if each not in archived]
        yield commit(f"{name}: opened", name, {path: writer.meeting(number, "open")}, (OPENS, name))
        for part in range(RECORDS_BY_MEETING):
            batch = changed[part::RECORDS_BY_MEETING]
            files: dict[str, bytes | None] = {}
            for item_id in batch:
                versions[item_id] = versions.get(item_id, 0) + 1
                if item_id == changed[0] and len(archived) < len(writer.shape.activities) // 10:
                    archived[item_id] = name
                    files[paths.item_path(item_id)] = None
                files[paths.item_path(item_id, archived=item_id in archived)] = writer.item(
                    item_id, versions[item_id], archived.get(item_id)
                )
            if files:
                yield commit(f"{', '.join(batch)}: changed", name, files)
        if number + 1 < writer.meetings:
            led_to = tuple(changed[:10])
            closing = ((CLOSES, name),) if closes else ()
            yield commit(f"{name}: closed", name, {path: writer.meeting(number, "closed", led_to)}, *closing)
            editions.append(ImportEdition(name, made - 1, clock, WHO, name))


def _named(path: str) -> tuple[str, str]:
    if path.startswith(paths.MEETINGS):
        return FILE, path
    return ITEM, paths.stem(path)


class _Lazily(dict[str, bytes | None]):
    """The files of the first commit; those of the items are written when they are asked for."""

    def __init__(self, writer: Writer, others: dict[str, bytes | None]) -> None:
        super().__init__(others)
        self._writer = writer

    def items(self):  # type: ignore[no-untyped-def,override]
        yield from super().items()
        for item_id in self._writer.shape.ids:
            yield paths.item_path(item_id), self._writer.item(item_id, 0)
