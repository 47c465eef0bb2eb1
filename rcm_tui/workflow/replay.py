"""What of a finished plan stood when, by the dates and meetings that its calendar entries carry.

A reconstruction: an entry came in at the meeting it names, or the first one after its date; an activity with its first
entry; what carries no date stood from the beginning. While entries are still to come an activity is active.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rcm_tui.model import ids
from rcm_tui.model.rules import read
from rcm_tui.store import paths
from rcm_tui.store.yaml import revise

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
    """The meetings that are replayed, in order; one whose date is only known by the year comes first in it."""
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
        """Every file of the plan but the replayed meetings, as it stood after a moment; None: at the beginning."""
        now = -1 if number is None else number
        files: Changed = {}
        for path in self._final:
            content = self._file(path, now)
            if content is not None:
                files[self._path(path, now)] = content
        return files

    def difference(self, files: Mapping[str, bytes], number: int) -> Iterator[Changed]:
        """What changed at a moment, item by item: the record of each."""
        wanted = self.state(number)
        for path, content in wanted.items():
            if files.get(path) != content:
                changed = {path: content}
                if paths.is_archive_path(path) and paths.twin(path) in files:
                    changed[paths.twin(path)] = None
                yield changed

    def _first_mentions(self) -> dict[str, int]:
        """The first moment whose agreements name an item."""
        mentions: dict[str, int] = {}
        for number, moment in enumerate(self.moments):
            for agreement in moment.data.get("agreements") or ():
                for item_id in agreement.get("items") or ():
                    mentions.setdefault(item_id, number)
        return mentions

    def _arrival(self, entry: Mapping[str, Any]) -> int | None:
        """The moment at which an entry came in: its date or its meeting, whichever is later; None where it has none."""
        places = [
            self._after(day.last) for day in [read(entry.get("date"))] if day is not None and day.last is not None
        ]
        if entry.get("meeting") in self._place:
            places.append(self._place[entry["meeting"]])
        return max(places, default=None)

    def _after(self, day: datetime.date) -> int:
        """The first moment on or after a day; the last one where there is none."""
        return next((n for n, moment in enumerate(self.moments) if moment.day >= day), len(self.moments) - 1)

    def _path(self, path: str, now: int) -> str:
        """Where the file stood: what is archived now was current until its meeting."""
        if paths.is_archive_path(path):
            archived = self._data[path].get("archived") or {}
            if self._place.get(str(archived.get("meeting")), len(self.moments) - 1) > now:
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
        if ids.kind_of(data["id"]) == ids.ACTIVITY and now < max(since, parent):
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
