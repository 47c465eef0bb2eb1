"""Find the records that added a text to any field, or removed it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rcm_tui.changes.fields import leaves
from rcm_tui.changes.items import ItemChange
from rcm_tui.history.log import records
from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import Missing, Path, Value
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.texts import fold
from rcm_tui.workflow.trail import is_of_plan, meanings

if TYPE_CHECKING:
    from rcm_tui.history.git import Git, PathChange
    from rcm_tui.history.log import Record
    from rcm_tui.workflow.view import PlanView

PUT_IN, TAKEN_OUT = "put-in", "taken-out"
_CHUNK = 2000
"""Blobs that are read and looked through at a time."""


@dataclass(frozen=True, slots=True)
class TextEvent:
    """A record that put the words into a field, or took them out. `text` is the field as it was with them."""

    record: Record
    key: str
    path: Path
    what: str
    text: str


def text_history(view: PlanView, words: str) -> tuple[TextEvent, ...]:
    """Find every record that added the words to a field or removed them, newest first.

    Case, accents, line breaks and what stands around the words do not matter. An item that goes to the archive or gets
    a new id keeps its words: that is neither. Raises BadValue where no word is given.
    """
    wanted = _folded(words)
    if not wanted:
        raise BadValue(_("Name the words to search for."))
    found = [record for record in records(view.git, ("plan", "archive", "meetings")) if record.changes]
    holding = _blobs_with(view.git, found, wanted)
    telling = []
    for record in found:
        touched = [change for change in record.changes if is_of_plan(change.path)]
        if any(change.old in holding or change.new in holding for change in touched):
            telling.append((record, _worth_reading(touched, holding)))
    return tuple(
        sighted for record, changes in meanings(view, telling) for sighted in _of_record(record, changes, wanted)
    )


def _worth_reading(touched: Sequence[PathChange], holding: set[str]) -> list[PathChange]:
    """List the path changes to read: files with the words, and where one came or went, all that came or went.

    A file that moved has a path change at both of its paths, so one without the words is read as well.
    """
    moved = any(
        (change.old is None or change.new is None) and (change.old in holding or change.new in holding)
        for change in touched
    )
    return [
        change
        for change in touched
        if change.old in holding or change.new in holding or (moved and (change.old is None or change.new is None))
    ]


def _blobs_with(git: Git, found: Iterable[Record], words: str) -> set[str]:
    """Find the blobs that may hold the words: their bytes match, ignoring case and accents."""
    every = list(
        dict.fromkeys(blob for record in found for each in record.changes for blob in (each.old, each.new) if blob)
    )
    may_hold = _pattern(words).search
    holding: set[str] = set()
    for start in range(0, len(every), _CHUNK):
        for blob, content in git.blobs(every[start : start + _CHUNK]).items():
            if may_hold(content):
                holding.add(blob)
    return holding


def _pattern(words: str) -> re.Pattern[bytes]:
    """Build the pattern of the words in a file: wrapped over lines, letters with accents or escaped in quotes.

    It lets through more than the words, and is fast on megabytes; what it lets through is then read properly.
    """
    regex = rb"[\s\\]+".join(b"".join(map(_letter, word)) for word in words.split())
    return re.compile(regex + rb"|\\[uxUN\n\r]", re.DOTALL)


def _letter(letter: str) -> bytes:
    """Build the pattern of one folded letter in UTF-8: in either case, composed with an accent or followed by one."""
    if letter == '"':
        return rb'\\?"'
    if letter == "'":
        return b"''?"
    if not letter.isascii():
        return rb"(?:[\xc2-\xf4][\x80-\xbf]{1,3})+"
    own = re.escape(letter.encode())
    if not letter.isalpha():
        return own
    accents = rb"(?:\xcc[\x80-\xbf]|\xcd[\x80-\xaf])*"
    return b"(?:[" + own + own.upper() + b"]" + accents + rb"|[\xc3-\xca][\x80-\xbf]|\xe1[\xb8-\xbb].)"


def _of_record(record: Record, changes: Iterable[ItemChange], wanted: str) -> Iterator[TextEvent]:
    for change in changes:
        before, after = _changed_texts(change)
        for path in dict.fromkeys((*before, *after)):
            had, has = (wanted in _folded(side.get(path, "")) for side in (before, after))
            if has and not had:
                yield TextEvent(record, change.key, path, PUT_IN, after[path])
            elif had and not has:
                yield TextEvent(record, change.key, path, TAKEN_OUT, before[path])


def _changed_texts(change: ItemChange) -> tuple[dict[Path, str], dict[Path, str]]:
    """Return the texts before and after of the fields that changed; of all fields where a file is new or gone."""
    if change.before is None or change.after is None:
        before, after = (_texts(version.data if version else None) for version in (change.before, change.after))
        return before, after
    before, after = {}, {}
    for field in change.fields:
        if not field.is_reordered:
            before.update(_texts(field.before, field.path))
            after.update(_texts(field.after, field.path))
    return before, after


def _texts(data: Value | Missing, path: Path = ()) -> dict[Path, str]:
    return {place: value for place, value in leaves(data, path) if isinstance(value, str)} if data else {}


def _folded(text: str) -> str:
    return " ".join(fold(text).split())
