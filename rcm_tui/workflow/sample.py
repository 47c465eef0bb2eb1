"""Create the sample: the plan of November 2006 in a new repository, with a history and a meeting to practise in.

The history is a reconstruction. The source document says when most entries came in: each carries a date, or the meeting
it comes from. From these the plan is replayed meeting by meeting; every record of it says so (`Reconstructed:`).
"""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rcm_tui
from rcm_tui.changes.describe import describe_changes
from rcm_tui.changes.items import change_set, key_of
from rcm_tui.history.editions import editions
from rcm_tui.history.message import FILE, ITEM, MEETING, NO_MEETING, PLAN_START, RECONSTRUCTED, Message
from rcm_tui.history.setup import ImportCommit, ImportEdition, fast_import, init_repository
from rcm_tui.history.state import Identity, identity, set_identity
from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.errors import RcmError
from rcm_tui.model.rules import read
from rcm_tui.store import paths
from rcm_tui.store.yaml import parse, revise
from rcm_tui.workflow import meetings
from rcm_tui.workflow.change import Attribution, Change, Target, together
from rcm_tui.workflow.init import ATTRIBUTES
from rcm_tui.workflow.plan_files import versions
from rcm_tui.workflow.workspace import Workspace

if TYPE_CHECKING:
    from rcm_tui.history.git import Git
    from rcm_tui.history.setup import ImportCommit


Progress = Callable[[int, int], None]
Files = dict[str, bytes]

BEGINNING = datetime.date(2001, 3, 1)
"""The day before which nothing is known: what carries no date stands in the plan from here on."""
MARK = "rcm-sample"
"""The file under the git directory that says that a repository is a sample, whatever was done in it since."""
PRACTICE = "practice"
PRACTICE_TITLE = {"en": "Practice meeting", "es": "Reunión de práctica"}
PRACTICE_DATES = "2007-05-15/2007-05-17"
SECRETARIAT = ("Technical Secretariat (reconstruction)", "reconstruction@example.invalid")
NEWCOMER = ("Practice", "practice@example.invalid")


def make_demo(target: Path | None = None, progress: Progress | None = None, *, fresh: bool = False) -> Path:
    """Create the sample at `target`, by default in the user's data folder, and return its path.

    One that is there already is opened again as it is, unless `fresh` is set; then it is made anew. `progress` is given
    (done, of). Raises RcmError where the folder holds something else.
    """
    root = (target or _default_place()).absolute()
    if (mark := _mark_of(root)) is not None:
        if mark and not fresh:
            return root
        shutil.rmtree(root)
    if (root / paths.INFO).is_file():
        raise RcmError(_("{folder} holds a plan that is not the sample; name another folder.").format(folder=root))
    if root.exists() and any(root.iterdir()):
        raise RcmError(_("{folder} is not empty; name an empty or new folder: rcm demo DIR").format(folder=root))
    _replay(root, progress or (lambda _done, _of: None))
    return root


def _default_place() -> Path:
    data = os.environ.get("XDG_DATA_HOME", "")
    base = Path(data) if Path(data).is_absolute() else Path.home() / ".local" / "share"
    return base / "rcm" / "sample"


def _mark_of(root: Path) -> str | None:
    """Read the mark of a sample, which is empty until it is complete; None for any other folder."""
    try:
        return (root / ".git" / MARK).read_text(encoding="utf-8")
    except FileNotFoundError:
        # Samples of former versions have no mark.
        return "complete" if (root / paths.meeting_path(PRACTICE)).is_file() else None


def sample_root() -> Path:
    """Find the sample's files: next to the package in its repository, inside it when installed."""
    package = Path(rcm_tui.__file__).parent
    for place in (package / "sample", package.parent):
        if (place / paths.INFO).is_file():
            return place
    raise RcmError(_("The sample plan is not part of this installation; install rcm-tui again."))


def _sample_files() -> Files:
    root = sample_root()
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for folder in paths.FOLDERS
        for file in sorted((root / folder).rglob("*" + paths.SUFFIX))
    }


@dataclass
class _Replay:
    """The plan as it stood so far, and the clock of the records."""

    files: Files = field(default_factory=dict)
    when: datetime.datetime = datetime.datetime.min


def _replay(root: Path, progress: Progress) -> None:
    final = _sample_files()
    data = {path: parse(content) for path, content in final.items()}
    moments = moments_of(data)
    source = Reconstruction(final, data, moments)
    git = init_repository(root)
    (git.git_dir / MARK).touch()
    secretariat = Identity(*SECRETARIAT)
    replay = _Replay()
    steps = len(moments) + 2

    def commit(message: Any, changed: Mapping[str, bytes | None]) -> ImportCommit:
        replay.when += datetime.timedelta(minutes=4)
        for path, content in changed.items():
            if content is None:
                replay.files.pop(path, None)
            else:
                replay.files[path] = content
        return ImportCommit(message, replay.when, secretariat, dict(changed))

    replay.when = _at(BEGINNING)
    fast_import(git, [commit(_first_message(source), {**source.state(None), ".gitattributes": ATTRIBUTES.encode()})])
    progress(1, steps)
    for number, moment in enumerate(moments, 2):
        replay.when = max(_at(moment.day), replay.when + datetime.timedelta(hours=1))
        commits = [
            commit(_message(replay.files, changed, moment.meeting, trailers), changed)
            for changed, trailers in _records(git, source, replay, moment)
        ]
        edition = ImportEdition(moment.meeting, len(commits) - 1, replay.when, secretariat, moment.meeting)
        fast_import(git, commits, [edition])
        progress(number, steps)
    after = [commit(_between(data, replay.files, changed), changed) for changed in _later(source, replay, data)]
    if after:
        fast_import(git, after)
    if identity(git) is None:
        set_identity(git, *NEWCOMER)
    _open_practice(root)
    (git.git_dir / MARK).write_text("complete\n", encoding="utf-8")
    progress(steps, steps)


def _at(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(10), datetime.UTC)


def _records(
    git: Git, source: Reconstruction, replay: _Replay, moment: Moment
) -> Iterator[tuple[Changed, tuple[tuple[str, str], ...]]]:
    """Yield the records of one meeting in order: opened, its agreements, what it changed, closed."""
    path = paths.meeting_path(moment.meeting)
    texts = ("agreements", "statements")
    bare = {key: value for key, value in moment.data.items() if key not in texts}
    yield {path: revise(None, {**bare, "status": "open"})}, (("Opens", moment.meeting),)
    if any(moment.data.get(name) for name in texts):
        yield {path: revise(None, {**moment.data, "status": "open"})}, ()
    number = next(n for n, other in enumerate(source.moments) if other.meeting == moment.meeting)
    for changed in source.difference(replay.files, number):
        yield changed, ()
    before = editions(git)
    closed = dict(moment.data)
    if before:
        closed["previous"] = {"id": before[-1].meeting, "tag": before[-1].tag_object}
    yield {path: revise(None, closed)}, (("Closes", moment.meeting),)


def _later(source: Reconstruction, replay: _Replay, data: Mapping[str, Mapping[str, Any]]) -> Iterator[Changed]:
    """Yield what was archived between meetings after the last one, each at its day."""
    for changed in source.difference(replay.files, len(source.moments)):
        day = read(next((data[path]["archived"].get("date") for path in changed if path in data), None))
        if day is not None and day.first is not None:
            replay.when = max(_at(day.first), replay.when)
        yield changed


def _between(data: Mapping[str, Mapping[str, Any]], files: Files, changed: Changed) -> Message:
    """Return the message of what was archived between meetings, with the reason that the file gives."""
    whole = _message(files, changed, NO_MEETING, ())
    reasons = (data[path]["archived"].get("reason") for path in changed if path in data)
    return replace(whole, reason=next(filter(None, reasons), ""))


def _first_message(source: Reconstruction) -> Message:
    return Message(
        "Start of the sample: what carries no date, or an early one",
        "This history is a reconstruction. It is made from the plan of November 2006 alone, by the dates and\n"
        "meetings that its calendar entries carry; nobody recorded it at the time.",
        (
            (PLAN_START, BEGINNING.isoformat()),
            (MEETING, NO_MEETING),
            *_touched(dict.fromkeys(source.state(None))),
            (RECONSTRUCTED, "yes"),
        ),
    )


def _message(files: Files, changed: Changed, meeting: str, trailers: tuple[tuple[str, str], ...]) -> Message:
    before = {path: files[path] for path in changed if path in files}
    changes = change_set(versions(dict(before)), versions(changed))
    subject = describe_changes(changes, "en")
    if trailers:
        subject = f"{meeting}: {'opened' if trailers[0][0] == 'Opens' else 'closed'}"
    return Message(subject or meeting, "", ((MEETING, meeting), *_touched(changed), *trailers, (RECONSTRUCTED, "yes")))


def _touched(changed: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    named = (key_of(path)[0] for path in changed if path.endswith(paths.SUFFIX))
    return tuple(
        dict.fromkeys(
            (ITEM, key) if ids.is_id(key) else (FILE, key if "/" in key else paths.meeting_path(key)) for key in named
        )
    )


def _open_practice(root: Path) -> None:
    """Open a meeting to practise in, half a year later, when some items are due for the archive."""
    workspace = Workspace.open(root)
    opened = meetings.new(workspace, PRACTICE, body="RCGM", title=PRACTICE_TITLE, dates=PRACTICE_DATES, open_now=True)
    as_of = Target(paths.INFO, {**workspace.data(paths.INFO), "as_of": PRACTICE_DATES.partition("/")[0]})
    reason = "A meeting to practise in; the days count from its first one."
    workspace.record(together(opened, Change((as_of,))), Attribution(PRACTICE, reason))


REPLAYED = ("RCM", "RCGM")
"""The bodies whose meetings change the plan; the others are put in the register."""

Changed = dict[str, bytes | None]
"""Files by path as a record leaves them; None where the file goes."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A meeting of the replay: its id, its day, and the data of its file as it ended."""

    meeting: str
    day: datetime.date
    data: Mapping[str, Any]


def moments_of(data: Mapping[str, Mapping[str, Any]]) -> tuple[Moment, ...]:
    """List the meetings that are replayed, in order; one dated by its year alone comes first in that year."""
    found = []
    for path, meeting in data.items():
        day = read(meeting.get("dates")) if path.startswith(paths.MEETINGS) else None
        if day is not None and day.first is not None and day.last is not None and meeting.get("body") in REPLAYED:
            by_year = day.precision == "year"
            found.append(Moment(meeting["id"], day.first if by_year else day.last, meeting))
    return tuple(sorted(found, key=lambda moment: (moment.day, moment.meeting)))


class Reconstruction:
    """The sample as it ended, and what of it stood when."""

    def __init__(
        self, final: Mapping[str, bytes], data: Mapping[str, Mapping[str, Any]], moments: Sequence[Moment]
    ) -> None:
        self._final = final
        self._data = data
        self.moments = moments
        self._place = {moment.meeting: number for number, moment in enumerate(moments)}
        self._objectives_of_agreements = self._first_mentions()

    def state(self, number: int | None) -> Changed:
        """Build every file of the plan, except replayed meetings, as it was after a moment; None: at the start.

        The moment after the last one has what was archived between meetings as well.
        """
        now = -1 if number is None else number
        files: Changed = {}
        for path in self._final:
            content = self._file(path, now)
            if content is not None:
                files[self._path(path, now)] = content
        return files

    def difference(self, files: Mapping[str, bytes], number: int) -> Iterator[Changed]:
        """Yield the files that changed at a moment, item by item."""
        wanted = self.state(number)
        for path, content in wanted.items():
            if files.get(path) != content:
                changed = {path: content}
                if paths.is_archive_path(path) and paths.twin(path) in files:
                    changed[paths.twin(path)] = None
                yield changed

    def _first_mentions(self) -> dict[str, int]:
        """Find the first moment whose agreements name each item."""
        mentions: dict[str, int] = {}
        for number, moment in enumerate(self.moments):
            for agreement in moment.data.get("agreements") or ():
                for item_id in agreement.get("items") or ():
                    mentions.setdefault(item_id, number)
        return mentions

    def _arrival(self, entry: Mapping[str, Any]) -> int | None:
        """Find the moment at which an entry was added: its date or meeting, whichever is later; None without either."""
        places = [
            self._after(day.last) for day in [read(entry.get("date"))] if day is not None and day.last is not None
        ]
        if entry.get("meeting") in self._place:
            places.append(self._place[entry["meeting"]])
        return max(places, default=None)

    def _after(self, day: datetime.date) -> int:
        """Find the first moment on or after a day; the last one where there is none."""
        return next((n for n, moment in enumerate(self.moments) if moment.day >= day), len(self.moments) - 1)

    def _path(self, path: str, now: int) -> str:
        """Return the path of a file at a moment: what is archived now was current until its meeting.

        What was archived between meetings was current through all of them.
        """
        if paths.is_archive_path(path):
            archived = self._data[path].get("archived") or {}
            if self._place.get(str(archived.get("meeting")), len(self.moments)) > now:
                return paths.twin(path)
        return path

    def _file(self, path: str, now: int) -> bytes | None:
        if path.startswith(paths.MEETINGS + "/"):
            return self._registered(path, now)
        if ids.is_id(paths.stem(path)):
            return self._item(path, now)
        return self._final[path]

    def _registered(self, path: str, now: int) -> bytes | None:
        if paths.stem(path) in self._place:
            return None
        day = read(self._data[path].get("dates"))
        since = -1 if day is None or day.last is None else self._after(day.last)
        return self._final[path] if now >= since else None

    def _item(self, path: str, now: int) -> bytes | None:
        data = dict(self._data[path])
        if now < self._objectives_of_agreements.get(data["id"], -1) and ids.kind_of(data["id"]) == ids.OBJECTIVE:
            return None
        parent = self._objectives_of_agreements.get(ids.parent_of(data["id"]), -1)
        calendar = list(data.get("calendar") or ())
        arrivals = [self._arrival(entry) for entry in calendar]
        since = min((place for place in arrivals if place is not None), default=-1)
        if ids.kind_of(data["id"]) in ids.ACTIVITIES and now < max(since, parent):
            return None
        kept = [
            entry
            for entry, place in zip(calendar, arrivals, strict=True)
            if (place if place is not None else since) <= now
        ]
        if calendar:
            data["calendar"] = kept
            if not kept:
                del data["calendar"]
        if "status" in data and len(kept) < len(calendar):
            data["status"] = "ongoing" if data["status"] == "ongoing" else "active"
        if self._path(path, now) != path:
            data.pop("archived", None)
        return revise(self._final[path], data)
