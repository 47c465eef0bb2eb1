"""The checks on the files of a plan: what `rcm check` says, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path as FilePath

from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.dates.edtf import DateError
from rcm_tui.model.dates.edtf import parse as parse_date
from rcm_tui.model.dates.periods import parse_period
from rcm_tui.model.errors import ADVICE, ERROR, Problem
from rcm_tui.model.fieldpath import KEY_ORDER, Path, Value, get, member_name, parts_of
from rcm_tui.model.items import OPEN, Objective
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import stale_languages
from rcm_tui.store import paths
from rcm_tui.store.decode import KINDS, FieldProblem, Undecodable, decode
from rcm_tui.store.reader import PlanReader, kind_of_file

SCHEMA = 1
"""The version of the format that this program writes."""

_DATE_KEYS = ("date", "dates", "due", "sent")
_ACTOR_LISTS = ("responsible", "from", "participants", "observers", "organizations")
_ACTORS = ("to", "presidency")
_MEETINGS = ("meeting", "due_meeting")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")


def check(root: FilePath) -> tuple[Problem, ...]:
    """Every problem of every file of the plan, errors and advice, in the order of paths and lines."""
    from rcm_tui.store.files import read_limited
    from rcm_tui.store.yaml import YamlProblem, parse, problems

    plan = PlanReader(root).read()
    found = set(plan.problems)
    broken = {problem.path for problem in plan.problems if problem.severity == ERROR}
    for path in _files(root):
        if path in broken:
            continue
        data = read_limited(root / path)
        found.update(
            Problem(path, problem.line, problem.column, problem.severity, problem.code, problem.message)
            for problem in problems(data)
        )
        try:
            faults = list(faults_of(plan, path, parse(data)))
        except YamlProblem:
            continue  # Changed since the plan was read; its problem is among those above.
        found.update(_placed(path, data, faults))
    return tuple(sorted(found))


def _files(root: FilePath) -> Iterator[str]:
    for room in paths.ROOMS:
        for file in sorted((root / room).rglob("*" + paths.SUFFIX)):
            if file.is_file() and not file.is_symlink():
                yield file.relative_to(root).as_posix()


def _placed(path: str, data: bytes, faults: list[FieldProblem]) -> Iterator[Problem]:
    from rcm_tui.store.yaml import Positions

    if not faults:
        return
    positions = Positions(data)
    for fault in faults:
        line, column = positions.of(fault.path)
        yield Problem(path, line, column, fault.severity, fault.code, fault.message)


def faults_of(plan: Plan, path: str, data: Mapping[str, Value]) -> Iterator[FieldProblem]:
    """What is wrong with one file's data, by itself and against the rest of the plan."""
    kind = kind_of_file(path)
    if kind not in KINDS:
        return
    try:
        decode(data, KINDS[kind])
    except Undecodable as refusal:
        yield from refusal.faults
        return
    if kind == "plan":
        yield from _plan_faults(data)
    elif kind == "actors":
        yield from _actors_faults(data)
    else:
        for part, place, values in parts_of(kind, data):
            yield from _part_faults(plan, part, place, values)
        yield from _twice_named(data)
        yield from _kind_faults(plan, kind, path, data)


def _part_faults(plan: Plan, part: str, place: Path, values: Mapping[str, Value]) -> Iterator[FieldProblem]:
    for name in _DATE_KEYS:
        if name in values:
            yield from _date(values[name], (*place, name))
    for code, where in _actors_named(part, values):
        yield from _actor(plan, code, (*place, *where))
    for name in _MEETINGS:
        if values.get(name):
            yield from _meeting(plan, values[name], (*place, name))
    for answer, where in _answers(part, values):
        yield from _date(answer, (*place, *where))
    prose = "title" if part == "subject" else "text"
    if isinstance(values.get(prose), Mapping):
        yield from _text(plan, values, prose, place)
    yield from _emphasis(part, place, values)
    yield from _near_keys(part, place, values)


def _actors_named(part: str, values: Mapping[str, Value]) -> Iterator[tuple[Value, Path]]:
    """Every code of an actor in one part of a file, with where it stands."""
    for name in _ACTOR_LISTS:
        yield from ((code, (name,)) for code in values.get(name) or ())
    yield from ((values[name], (name,)) for name in _ACTORS if values.get(name))
    if part == "entry":
        yield from ((code, ("actors", code)) for code in values.get("actors") or ())
    if part == "request":
        yield from ((code, ("received", code)) for code in values.get("received") or ())
    yield from ((code, ("funding", "by")) for code in get(values, ("funding", "by")) or ())


def _answers(part: str, values: Mapping[str, Value]) -> Iterator[tuple[Value, Path]]:
    if part == "request":
        for code, answer in (values.get("received") or {}).items():
            yield (answer.get("date") if isinstance(answer, Mapping) else answer), ("received", code)


def _date(value: Value, place: Path) -> Iterator[FieldProblem]:
    if value is None:
        return
    try:
        parse_date(str(value))
    except DateError as wrong:
        yield FieldProblem(place, "bad-date", str(wrong))


def _actor(plan: Plan, code: Value, place: Path) -> Iterator[FieldProblem]:
    known = [*plan.actors, *plan.info.bodies]
    if code not in known:
        near = get_close_matches(str(code).upper(), known, 1, 0.5)
        if near:
            message = _("there is no actor “{code}”; did you mean “{near}”?").format(code=code, near=near[0])
        else:
            message = _("there is no actor “{code}”; the actors stand in plan/actors.yaml").format(code=code)
        yield FieldProblem(place, "unknown-actor", message)


def _meeting(plan: Plan, meeting: Value, place: Path) -> Iterator[FieldProblem]:
    if meeting in plan.meetings or meeting == "none":
        return
    near = get_close_matches(str(meeting), list(plan.meetings), 1, 0.6)
    if near:
        message = _("there is no meeting “{id}”; did you mean “{near}”?").format(id=meeting, near=near[0])
    else:
        message = _("there is no meeting “{id}”; a meeting has a file under meetings/").format(id=meeting)
    yield FieldProblem(place, "unknown-meeting", message)


def _text(plan: Plan, values: Mapping[str, Value], name: str, place: Path) -> Iterator[FieldProblem]:
    text = values[name]
    if not any(words.strip() for words in text.values()):
        yield FieldProblem(
            (*place, name),
            "no-text",
            _("“{name}” is in no language; write at least one, such as “en: …”").format(name=name),
        )
    for language in text:
        if language not in plan.info.languages:
            yield FieldProblem(
                (*place, name, language),
                "unknown-language",
                _("“{code}” is no language of this plan; plan.yaml has: {languages}").format(
                    code=language, languages=", ".join(plan.info.languages)
                ),
                ADVICE,
            )
    for language in stale_languages(text, values.get("translated") or {}):
        yield FieldProblem(
            (*place, name, language),
            "stale-translation",
            _("the original was changed after this was translated; look at both"),
            ADVICE,
        )


def _emphasis(part: str, place: Path, values: Mapping[str, Value]) -> Iterator[FieldProblem]:
    """Where the source's emphasis and the status disagree: the words decided, a person may look."""
    status, emphasis = values.get("status"), get(values, ("source", "emphasis"))
    if part not in ("activity", "entry") or not isinstance(status, str) or not isinstance(emphasis, str):
        return
    is_open = status in {one.value for one in OPEN}
    if is_open and emphasis == "none":
        message = _("the source prints this plain, yet its status is {status}").format(status=status)
    elif not is_open and emphasis != "none":
        message = _("the source prints this as open, yet its status is {status}").format(status=status)
    else:
        return
    yield FieldProblem((*place, "status"), "emphasis-and-status", message, ADVICE)


def _near_keys(part: str, place: Path, values: Mapping[str, Value]) -> Iterator[FieldProblem]:
    known = KEY_ORDER.get(part, ())
    for name in values:
        if name not in known:
            near = get_close_matches(name, known, 1, 0.8)
            if near:
                yield FieldProblem(
                    (*place, name),
                    "near-key",
                    _("“{key}” is kept but not used; did you mean “{near}”?").format(key=name, near=near[0]),
                    ADVICE,
                )


def _twice_named(data: Mapping[str, Value]) -> Iterator[FieldProblem]:
    for name, members in data.items():
        if not isinstance(members, list):
            continue
        seen: set[str] = set()
        for position, member in enumerate(members):
            own = member_name(member, position)
            if own in seen and not own.startswith("#"):
                yield FieldProblem(
                    (name, f"#{position}", "id"),
                    "member-id-twice",
                    _("two members of “{list}” have the id {id}; delete one id, a new one is given on saving").format(
                        list=name, id=own
                    ),
                )
            seen.add(own)


def _kind_faults(plan: Plan, kind: str, path: str, data: Mapping[str, Value]) -> Iterator[FieldProblem]:
    if kind == "activity":
        yield from _actions(plan, data)
    if kind == "meeting":
        yield from _meeting_faults(plan, data)
    elif paths.is_archive_path(path):
        if get(data, ("archived", "meeting")):
            yield from _meeting(plan, get(data, ("archived", "meeting")), ("archived", "meeting"))
        if get(data, ("archived", "date")):
            yield from _date(get(data, ("archived", "date")), ("archived", "date"))
    elif "archived" in data:
        yield FieldProblem(
            ("archived",),
            "archived-but-current",
            _("this stands in the current plan but says that it is archived; use rcm archive or delete the key"),
            ADVICE,
        )


def _actions(plan: Plan, data: Mapping[str, Value]) -> Iterator[FieldProblem]:
    objective = plan.items.get(ids.parent_of(str(data.get("id", ""))))
    there = [action.id for action in objective.actions] if isinstance(objective, Objective) else []
    for action in data.get("actions") or ():
        if action not in there:
            yield FieldProblem(
                ("actions",),
                "unknown-action",
                _("the objective has no action “{id}”; it has: {there}").format(
                    id=action, there=", ".join(there) or _("none")
                ),
            )


def _meeting_faults(plan: Plan, data: Mapping[str, Value]) -> Iterator[FieldProblem]:
    bodies = plan.info.bodies
    if bodies and data.get("body") not in bodies:
        message = _("there is no body “{code}”; plan.yaml has: {bodies}").format(
            code=data.get("body"), bodies=", ".join(bodies)
        )
        yield FieldProblem(("body",), "unknown-body", message)
    for _part, place, values in parts_of("meeting", data):
        for item_id in values.get("items") or ():
            if plan.resolve(item_id) is None:
                yield FieldProblem(
                    (*place, "items"),
                    "unknown-item",
                    _("there is no item “{id}” in the plan or the archive").format(id=item_id),
                )
        follows = values.get("follows")
        if follows and not _is_agreement(plan, follows):
            yield FieldProblem(
                (*place, "follows"),
                "unknown-agreement",
                _("there is no agreement “{id}”; write MEETING/ID, such as 2001-03-rcm/hjn").format(id=follows),
            )


def _is_agreement(plan: Plan, name: str) -> bool:
    meeting_id, _slash, agreement_id = name.partition("/")
    meeting = plan.meetings.get(meeting_id)
    return meeting is not None and any(agreement.id == agreement_id for agreement in meeting.agreements)


def _plan_faults(data: Mapping[str, Value]) -> Iterator[FieldProblem]:
    schema = data.get("schema", SCHEMA)
    if schema != SCHEMA:
        yield FieldProblem(
            ("schema",),
            "newer-schema",
            _("this plan has format {theirs}; this program knows format {ours}. Install a newer one.").format(
                theirs=schema, ours=SCHEMA
            ),
        )
    if data.get("as_of"):
        yield from _date(data["as_of"], ("as_of",))
    if data.get("archive_after"):
        try:
            parse_period(data["archive_after"])
        except ValueError as wrong:
            yield FieldProblem(("archive_after",), "bad-period", str(wrong))
    for position, language in enumerate(data.get("languages") or ()):
        if not _LANGUAGE.fullmatch(language):
            message = _("“{code}” is no code of a language; write such as en, es, pt-BR").format(code=language)
            yield FieldProblem(("languages", f"#{position}"), "bad-language", message)


def _actors_faults(data: Mapping[str, Value]) -> Iterator[FieldProblem]:
    for code, actor in data.items():
        for member in actor.get("members") or ():
            if member not in data:
                message = _("there is no actor “{code}” in this file").format(code=member)
                yield FieldProblem((code, "members"), "unknown-actor", message)


__all__ = ["SCHEMA", "check", "faults_of"]
