"""The parse cache: the contents of a plan's files, kept between runs so that only what changed is parsed again.

It consists of shards of some hundred files each, as decoding a single large one would freeze the interface. A shard has
for each file its path, the state of the file on disk when it was read, the id git gives its bytes, and the model's
dataclasses made from it. A file in that very state is not even opened; one in another state is read, and parsed only if
its bytes differ.

The cache may be deleted at any time, and is not trusted where it could be wrong: a shard of another version of this
program, one that is torn, changed or copied from elsewhere, and one owned by somebody else is ignored.
"""

from __future__ import annotations

import contextlib
import gc
import os
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import repeat
from pathlib import Path
from struct import Struct
from typing import Any, NamedTuple

import msgspec

from rcm_tui.model.items import Activity, Actor, Objective, PlanInfo, Subject
from rcm_tui.model.lazy import Head, ItemBatch, ItemReference
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.proposals import Submission
from rcm_tui.model.words import WordsFile
from rcm_tui.store import sealed

SUFFIX = ".shard"
ITEMS, OTHERS = "items-", "others-"
"""What the names of shards begin with: those of items, and those of other files, which can be read by themselves."""
SIZE = 250
"""Files in a new shard; more are added until it has twice as many."""
GRAIN = 2_000_000_000
"""Nanoseconds within which a file can change twice without a change of its state, on the coarsest file system clock."""

_BASIS = msgspec.__version__
"""What a shard depends on besides the program."""
_NOTE = "readable"
_DIGEST = 20

State = bytes
"""A file on disk: when its bytes and when anything about it last changed, in nanoseconds; its size; its inode.

Packed, as four numbers would take 200 bytes, and a large plan has very many files.
"""
_NUMBERS = Struct("=4Q")
_WORD = (1 << 64) - 1
UNSETTLED: State = bytes(_NUMBERS.size)
"""The state of a file that was read too soon after it was written to be sure that it was not written again."""


class CacheEntry(NamedTuple):
    """One file as it was read: its state then, the SHA-1 that git gives its bytes, its kind, and its contents.

    The `value` of an item may be an `ItemReference`.
    """

    state: State
    blob: bytes
    kind: str
    value: object


class _Shard(msgspec.Struct, array_like=True):
    """A shard as it is written.

    Values are grouped by kind, as a msgspec decoder must know what it decodes; paths, states and blobs are in the order
    of the kinds, and so are the printed numbers of the items. Heads and items are compressed, by kind, and decoded when
    they are first read: those of a large plan would take most of the memory, and a list needs the heads alone.
    """

    paths: list[str]
    states: bytes
    blobs: bytes
    numbers: list[int]
    counts: dict[str, int]
    plan: list[PlanInfo]
    actors: list[dict[str, Actor]]
    words: list[WordsFile]
    meeting: list[Meeting]
    submission: list[Submission]
    heads: dict[str, bytes]
    items: dict[str, bytes]


_MANY = 20_000
"""The number of objects from which it pays to hide them from the garbage collector."""
_SHARED = ("plan", "actors", "words", "meeting", "submission")
_ITEMS: Mapping[str, type] = {
    "subject": list[Subject],
    "objective": list[Objective],
    "activity": list[Activity],
    "subactivity": list[Activity],
}
_KINDS = (*_SHARED, *_ITEMS)


def _entries(shard: _Shard) -> Iterator[tuple[str, CacheEntry]]:
    """Return the entries of a shard by path, made without a step of Python for each, as there are very many."""
    states, blobs = _pieces(shard.states, _NUMBERS.size), _pieces(shard.blobs, _DIGEST)
    kinds: list[str] = []
    values: list[object] = []
    for kind in _SHARED:
        values += getattr(shard, kind)
        kinds += repeat(kind, shard.counts[kind])
    before = 0
    for kind, form in _ITEMS.items():
        count = shard.counts[kind]
        decode = partial(_decode, shard.heads[kind], shard.items[kind], form)
        batch = ItemBatch(shard.numbers[before : before + count], decode)
        values += map(ItemReference, repeat(batch), range(count))
        kinds += repeat(kind, count)
        before += count
    return zip(shard.paths, map(CacheEntry, states, blobs, kinds, values), strict=True)


def _pieces(joined: bytes, size: int) -> list[bytes]:
    """Return what was joined out of pieces of one size."""
    return [joined[at : at + size] for at in range(0, len(joined), size)]


def _decode(heads: bytes, items: bytes, form: type, of_heads: bool) -> Sequence[Any]:
    """Decode the items of a shard, or just their heads."""
    return msgspec.msgpack.decode(zlib.decompress(heads if of_heads else items), type=list[Head] if of_heads else form)


def _packed(values: object) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(values), zlib.Z_BEST_SPEED)


def state_of(facts: os.stat_result) -> State:
    """Return the state of a file."""
    return _NUMBERS.pack(facts.st_mtime_ns & _WORD, facts.st_ctime_ns & _WORD, facts.st_size, facts.st_ino & _WORD)


def is_settled(state: State, now: int) -> bool:
    """Return whether a file in this state, seen `now`, cannot be written again without a change of its state."""
    modified, changed, _size, _inode = _NUMBERS.unpack(state)
    return bool(max(modified, changed) + GRAIN < now)


def blob_of(data: bytes) -> bytes:
    """Return the SHA-1 that git gives these bytes as a file."""
    from hashlib import sha1  # Loads OpenSSL, and with a warm cache nothing is hashed.

    return sha1(b"blob %d\0%b" % (len(data), data), usedforsecurity=False).digest()


@contextlib.contextmanager
def without_collection() -> Iterator[None]:
    """Turn the garbage collector off while many objects are made that all stay, as it would double the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if gc.get_count()[0] > _MANY:
                gc.freeze()
            gc.enable()


class Cache:
    """The shards of one plan in a folder. What cannot be read or written is ignored."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._shards: dict[str, frozenset[str]] = {}
        self._useless: list[str] = []

    def load(self, group: str = "") -> dict[str, CacheEntry]:
        """Return the entries of all shards by path, or of those of a group; what is saved has to be loaded whole."""
        found: dict[str, CacheEntry] = {}
        self._shards, self._useless = {}, []
        for name in self._names(group):
            shard = _read(self.folder / name)
            if shard is None:
                self._useless.append(name)
                continue
            self._shards[name] = frozenset(shard.paths)
            found.update(_entries(shard))
        return found

    def add(self, number: int, entries: Mapping[str, CacheEntry]) -> None:
        """Write files as the shards of a number, one of items and one of others; failures are ignored."""
        with contextlib.suppress(OSError, OverflowError):
            for group in (ITEMS, OTHERS):
                members = {path: entry for path, entry in entries.items() if _group_of(entry) == group}
                if members:
                    self._write(_name(group, number), members)

    def count(self, group: str) -> int:
        """Return how many shards a group has."""
        return len(self._names(group))

    def save(self, kept: Mapping[str, CacheEntry], changed: Collection[str]) -> None:
        """Write the shards that the changed paths belong to, and delete useless ones; failures are ignored."""
        with contextlib.suppress(OSError, OverflowError):  # The latter for a number of over 64 bits.
            if not sealed.make_folder(self.folder):
                return
            for name, members in self._divided(kept, changed):
                self._write(name, {path: kept[path] for path in members})
            for name in self._useless:  # Of another version of this program, say: each start would read them in vain.
                (self.folder / name).unlink(missing_ok=True)
            self._useless = []

    def note_readable(self, is_readable: bool) -> None:
        """Note whether all files of the plan could be read, for commands that read few; failures are ignored."""
        note = self.folder / _NOTE
        with contextlib.suppress(OSError):
            if not is_readable:
                note.unlink(missing_ok=True)
            elif not self.was_readable() and sealed.make_folder(self.folder):
                sealed.write(note, b"")

    def was_readable(self) -> bool:
        """Return whether all files of the plan could be read when they last were; False where that is not known."""
        return sealed.is_own(self.folder) and sealed.read(self.folder / _NOTE) is not None

    def _divided(self, kept: Mapping[str, CacheEntry], changed: Collection[str]) -> Iterator[tuple[str, list[str]]]:
        """Yield the shards to be written, each with its paths."""
        wanted = frozenset(changed)
        touched = {name: None for name, members in self._shards.items() if not members.isdisjoint(wanted)}
        known = frozenset().union(*(self._shards[name] for name in touched))
        new: dict[str, list[str]] = {ITEMS: [], OTHERS: []}
        for path in changed:
            if path not in known and path in kept:
                new[_group_of(kept[path])].append(path)
        for group, paths in new.items():
            shards = (name for name in self._shards if name.startswith(group))
            smallest = min(shards, key=lambda name: len(self._shards[name]), default="")
            if paths and smallest and len(self._shards[smallest]) + len(paths) < 2 * SIZE:
                touched[smallest] = None
                self._shards[smallest] |= set(paths)
                paths.clear()
        for name in touched:
            yield name, sorted(path for path in self._shards[name] if path in kept)
        for group, paths in new.items():
            taken = (name.removeprefix(group).removesuffix(SUFFIX) for name in self._names(group))
            number = max((int(name) for name in taken if name.isdecimal()), default=-1)
            for at in range(0, len(paths), SIZE):
                number += 1
                yield _name(group, number), sorted(paths[at : at + SIZE])

    def _write(self, name: str, kept: Mapping[str, CacheEntry]) -> None:
        self._shards[name] = frozenset(kept)
        if not kept:
            (self.folder / name).unlink(missing_ok=True)
            del self._shards[name]
            return
        by_kind = {kind: [path for path in kept if kept[path].kind == kind] for kind in _KINDS}
        order = [path for kind in _KINDS for path in by_kind[kind]]
        values = {kind: [_decoded(kept[path].value) for path in by_kind[kind]] for kind in _KINDS}
        numbers: list[int] = [value.number for kind in _ITEMS for value in values[kind]]
        shard = _Shard(
            order,
            b"".join(kept[path].state for path in order),
            b"".join(kept[path].blob for path in order),
            numbers,
            {kind: len(members) for kind, members in by_kind.items()},
            plan=values["plan"],
            actors=values["actors"],
            words=values["words"],
            meeting=values["meeting"],
            submission=values["submission"],
            heads={kind: _packed(list(map(Head.of, values[kind]))) for kind in _ITEMS},
            items={kind: _packed(values[kind]) for kind in _ITEMS},
        )
        sealed.write(self.folder / name, msgspec.msgpack.encode(shard), _BASIS)

    def _names(self, group: str = "") -> list[str]:
        if not sealed.is_own(self.folder):
            return []
        try:
            names = os.listdir(self.folder)  # noqa: PTH208 - quicker
        except OSError:
            return []
        return sorted(name for name in names if name.startswith(group) and name.endswith(SUFFIX))


def _group_of(entry: CacheEntry) -> str:
    return ITEMS if entry.kind in _ITEMS else OTHERS


def _name(group: str, number: int) -> str:
    return f"{group}{number:04}{SUFFIX}"


def _decoded(value: object) -> Any:
    return value.item() if isinstance(value, ItemReference) else value


def _read(file: Path) -> _Shard | None:
    """Read a shard; return None where there is none that can be trusted."""
    content = sealed.read(file, _BASIS)
    if content is None:
        return None
    try:
        return msgspec.msgpack.decode(content, type=_Shard)  # Not the items: they are as they were written.
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None  # Written by other classes, of the same version.
