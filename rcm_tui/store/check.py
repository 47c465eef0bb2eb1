"""Check the files of a plan: the problems that `rcm check` reports, each with its line and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

from rcm_tui.i18n import LANGUAGES, _
from rcm_tui.model import declared
from rcm_tui.model.entries import requests_in
from rcm_tui.model.errors import ADVICE, ERROR, FieldProblem, Problem, RcmError
from rcm_tui.model.fieldpath import Path, Value, get
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.notes import PLACEHOLDERS, misdated, unknown_placeholders
from rcm_tui.model.plan import Plan
from rcm_tui.model.rules import held_after, members_of_all, not_asked
from rcm_tui.model.schema import FILE_KINDS
from rcm_tui.model.texts import stale_languages
from rcm_tui.model.types import Context
from rcm_tui.model.words import WordsFile
from rcm_tui.model.words import problems as problems_of_words
from rcm_tui.store import flawless, paths
from rcm_tui.store.cache import Cache, blob_of
from rcm_tui.store.consistency import misfits
from rcm_tui.store.decode import Undecodable, decode
from rcm_tui.store.files import read_limited
from rcm_tui.store.logo import read_logo
from rcm_tui.store.parallel import ParallelReader
from rcm_tui.store.paths import kind_of_file
from rcm_tui.store.reader import with_positions
from rcm_tui.store.yaml import YamlProblem, advice, parse

SCHEMA_VERSION = 1
"""The version of the format that this program writes."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A plan as its files are, and every problem of every file, errors and advice, in the order of paths and lines."""

    plan: Plan
    problems: tuple[Problem, ...]
    blobs: Mapping[str, str]
    """The id (SHA-1) that git gives each file that could be read."""


def check(root: FilePath) -> tuple[Problem, ...]:
    """Return every problem of every file of the plan, errors and advice, in the order of paths and lines."""
    return checked(root).problems


def checked(root: FilePath, folder: FilePath | None = None) -> Checked:
    """Check every file of the plan; with a `folder` for what is remembered, those alone that this may have changed."""
    reader = ParallelReader(root, Cache(folder) if folder is not None else None)
    plan = reader.read()
    blobs = reader.files.blobs()
    found = set(plan.problems)
    broken = {problem.path for problem in plan.problems if problem.severity == ERROR}
    if paths.INFO in broken:  # What it declares is not known, so the other files cannot be checked.
        return Checked(plan, tuple(sorted(found)), blobs)
    known = flawless.recall(folder, plan, blobs)
    sound = {path for path in known if path not in broken and path not in paths.SHARED_FILES}
    for path in sorted(blobs.keys() - sound - broken):
        of_file = list(_of_file(root, plan, path, blobs[path]))
        found.update(of_file)
        if not of_file and flawless.may_be_skipped(plan, path):
            sound.add(path)
    for path, problem in misfits(plan):
        if path not in broken:
            found.update(with_positions(path, read_limited(root / path), [problem]))
    if folder is not None and sound != known:
        flawless.remember(folder, plan, blobs, sound)
    return Checked(plan, tuple(sorted(found)), blobs)


def _of_file(root: FilePath, plan: Plan, path: str, blob: str) -> Iterator[Problem]:
    """Yield the problems of a file that the plan was read from, whose blob id was `blob` then."""
    data = read_limited(root / path)
    for problem in advice(data):
        yield Problem(path, problem.line, problem.column, problem.severity, problem.code, problem.message)
    try:
        parsed = parse(data)
    except YamlProblem:
        return  # Changed since the plan was read; it is checked as it is by the next check.
    faults = list(faults_of(plan, path, parsed, is_decodable=blob_of(data).hex() == blob))
    if path == paths.INFO and plan.info.logo and not any(field_problem.path == ("logo",) for field_problem in faults):
        faults += _logo(root, plan.info.logo)
    yield from with_positions(path, data, faults)


def faults_of(
    plan: Plan, path: str, data: Mapping[str, Value], *, is_decodable: bool = False
) -> Iterator[FieldProblem]:
    """Find what is wrong with one file's data, by itself and against the rest of the plan.

    With `is_decodable`, the data are known to have the form that they must have.
    """
    kind = kind_of_file(path)
    if kind not in FILE_KINDS:
        return
    if kind == "words":
        yield from _of_words(path, data)
        return
    found = list(plan.schema.problems(kind, data, Context(plan, str(data.get("id", "")))))
    yield from found
    try:
        if not is_decodable:
            decode(data, kind, plan.info)
    except Undecodable as refusal:
        if not any(problem.severity == ERROR for problem in found):
            yield from refusal.faults
        return
    for part, place, values in plan.schema.parts_of(kind, data):
        yield from _stale(plan, part, place, values)
        yield from _emphasis(plan, place, values)
        yield from _twice_named(plan, part, place, values)
        if part == "request":
            yield from _not_asked(plan, place, values)
        elif part == "entry":
            yield from _left_unanswered(plan, place, values)
    yield from _of_kind(plan, path, kind, data)


def _of_kind(plan: Plan, path: str, kind: str, data: Mapping[str, Value]) -> Iterator[FieldProblem]:
    """Find what is wrong with the file of a kind as a whole."""
    if kind == "meeting":
        yield from _same_numbers(data)
    elif kind == "plan":
        yield from _newer_format(data)
        yield from _forgotten_day(plan, data)
        yield from _notes(plan)
        yield from declared.problems(plan.info)
    elif kind == "actors":
        yield from declared.bad_codes(data)
        yield from _lost_members(data)
    elif paths.is_archive_path(path):
        if data.get("archived") is None:
            message = _("this is in the archive and does not say when or why (archived); use rcm archive")
            yield FieldProblem((), "archived-without-note", message, ADVICE)
    elif "archived" in data:
        yield FieldProblem(
            ("archived",),
            "archived-but-current",
            _("this is in the current plan but says that it is archived; use rcm archive or delete the key"),
            ADVICE,
        )


def _of_words(path: str, data: Mapping[str, Value]) -> Iterator[FieldProblem]:
    """Find what is wrong with a file of words, by the messages that publications have."""
    try:
        file: WordsFile = decode(data, "words")
    except Undecodable as refusal:
        yield from refusal.faults
        return
    language = paths.language_of_words(path)
    if language in LANGUAGES:
        message = _("the program has its own words for {language}, so that these are not used; delete the file")
        yield FieldProblem((), "words-not-used", message.format(language=language), ADVICE)
        return
    from rcm_tui.store.messages import messages_of_publications  # It parses the program itself.

    yield from problems_of_words(file, messages_of_publications())


def _stale(plan: Plan, kind: str, place: Path, values: Mapping[str, Value]) -> Iterator[FieldProblem]:
    """Find translations that are older than the text they were made from."""
    for field in plan.schema.kinds[kind].texts:
        text = values.get(field.name)
        if isinstance(text, Mapping):
            for language in stale_languages(text, values.get("translated") or {}):
                message = _(
                    "the original was changed after this was translated; revise it, or say that it holds: {set}"
                ).format(set=f"translated.{language}={values['translated'][language].partition(':')[0]}")
                yield FieldProblem((*place, field.name, language), "stale-translation", message, ADVICE)


def _emphasis(plan: Plan, place: Path, values: Mapping[str, Value]) -> Iterator[FieldProblem]:
    """Find where the source's emphasis and the status disagree; the text decided the status, and a person may check."""
    status, emphasis = values.get("status"), get(values, ("source", "emphasis"))
    if not isinstance(status, str) or not isinstance(emphasis, str):
        return
    is_open = plan.statuses.is_bold(status)
    if is_open and emphasis == "none":
        message = _("{status}, yet the source prints this plain")
    elif not is_open and emphasis != "none":
        message = _("{status}, yet the source prints this as open")
    else:
        return
    text = message.format(status=plan.statuses.word(status))
    yield FieldProblem((*place, "status"), "emphasis-and-status", text, ADVICE)


def _not_asked(plan: Plan, place: Path, request: Mapping[str, Value]) -> Iterator[FieldProblem]:
    """Answers of actors that the request does not ask, and of groups instead of their members."""
    rounds = request.get("rounds") or {}
    ledgers: list[tuple[Path, Mapping[str, Value]]] = [(("received",), request.get("received") or {})]
    for path, ledger in (*ledgers, *((("rounds", str(key)), ledger) for key, ledger in rounds.items())):
        for code, message in not_asked(plan, request.get("from") or (), ledger):
            yield FieldProblem((*place, *path, code), "not-asked", message)


def _left_unanswered(plan: Plan, place: Path, entry: Mapping[str, Value]) -> Iterator[FieldProblem]:
    """Find entries that are over, do not have all answers, and do not say what becomes of their requests."""
    for below, request in requests_in(entry) if plan.statuses.is_over(entry.get("status")) else ():
        ledgers = (request.get("received") or {}, *(request.get("rounds") or {}).values())
        asked = members_of_all(plan, request.get("from") or ())
        waiting = [code for code in asked if not any(code in ledger for ledger in ledgers)]
        if waiting and not request.get("unanswered") and not request.get("moved_to"):
            message = _("not answered by {actors}; say whether answers are still expected (unanswered: open or closed)")
            yield FieldProblem((*place, *below), "unanswered", message.format(actors=", ".join(waiting)), ADVICE)


def _twice_named(plan: Plan, kind: str, place: Path, data: Mapping[str, Value]) -> Iterator[FieldProblem]:
    """Members of a list that have the same id."""
    for field in plan.schema.kinds[kind].lists:
        seen: set[Value] = set()
        for position, (_kind, _below, member) in enumerate(field.type.parts(data.get(field.name))):
            own = member.get("id")
            if own and own in seen:
                message = _(
                    "two members of “{list}” have the id {id}; delete one id, a new one is given on saving"
                ).format(list=field.name, id=own)
                yield FieldProblem((*place, field.name, f"#{position}", "id"), "member-id-twice", message)
            seen.add(own)


def _same_numbers(data: Mapping[str, Value]) -> Iterator[FieldProblem]:
    """Agreements of one meeting, or their parts, that have the same number: a number then names none of them."""
    seen: dict[Value, Value] = {}
    for position, agreement in enumerate(data.get("agreements") or ()):
        places: list[tuple[tuple[str, ...], Any]] = [(("agreements", f"#{position}"), agreement)]
        places += [
            (("agreements", f"#{position}", "parts", f"#{at}"), part)
            for at, part in enumerate(agreement.get("parts") or ())
        ]
        for place, member in places:
            number = member.get("number")
            if number and number in seen:
                message = _("the number {number} is that of {id} too").format(number=number, id=seen[number])
                yield FieldProblem((*place, "number"), "same-number", message, ADVICE)
            elif number:
                seen[number] = member.get("id") or number


def _newer_format(data: Mapping[str, Value]) -> Iterator[FieldProblem]:
    schema = data.get("schema", SCHEMA_VERSION)
    if schema != SCHEMA_VERSION:
        yield FieldProblem(
            ("schema",),
            "newer-schema",
            _("this plan has format {theirs}; this program knows format {ours}. Install a newer one.").format(
                theirs=schema, ours=SCHEMA_VERSION
            ),
        )


def _notes(plan: Plan) -> Iterator[FieldProblem]:
    """Find notes that name the date of another edition than the last one, and placeholders that do not exist."""
    for path, words in misdated(plan, max(plan.editions(), key=lambda meeting: meeting.dates or "", default=None)):
        message = _(
            "this names {words}, the date of another edition than the last one; write {{month}} for the edition's month"
        )
        yield FieldProblem(path, "note-of-another-edition", message.format(words=words), ADVICE)
    for position, note in enumerate(plan.info.notes):
        for language, text in note.items():
            for name in unknown_placeholders(text):
                message = _("“{name}” is not a placeholder; there are: {known}").format(
                    name=f"{{{name}}}", known=", ".join(f"{{{placeholder}}}" for placeholder in PLACEHOLDERS)
                )
                yield FieldProblem(("notes", f"#{position}", language), "unknown-placeholder", message, ADVICE)


def _logo(root: FilePath, name: str) -> Iterator[FieldProblem]:
    """Find why the logo cannot be read."""
    try:
        read_logo(root, name)
    except RcmError as refusal:
        yield FieldProblem(("logo",), "bad-logo", str(refusal), ADVICE)


def _forgotten_day(plan: Plan, data: Mapping[str, Value]) -> Iterator[FieldProblem]:
    """Point out an `as_of` before the last meeting that was held."""
    meeting = held_after(plan, data.get("as_of"))
    if meeting is not None:
        message = _("this counts no longer, as {meeting} was held after it; change or delete it")
        yield FieldProblem(("as_of",), "as-of-past", message.format(meeting=meeting.id), ADVICE)


def _lost_members(data: Mapping[str, Value]) -> Iterator[FieldProblem]:
    """Members of groups that are not in the file."""
    for code, actor in data.items():
        for member in actor.get("members") or ():
            if member not in data:
                message = _("there is no actor “{code}” in this file").format(code=member)
                yield FieldProblem((code, "members"), "unknown-actor", message)
