"""Read a large plan of which nothing is cached in several processes at once, by way of the cache.

Each process parses a part of the files and writes it to the cache. What none has written, such as a file that cannot be
used, is read by the process that then reads the plan.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rcm_tui.store import paths, sealed
from rcm_tui.store.cache import SIZE, Cache, CacheEntry, State, state_of
from rcm_tui.store.reader import Found, PlanReader
from rcm_tui.store.scan import scan

if TYPE_CHECKING:
    import subprocess

SHARE = 1_500
"""Files from which it pays to start one more process: that takes as long as parsing a third of them."""
_MOST = 8
"""Processes at most."""


class ParallelReader(PlanReader):
    """Reads the files of one plan; those of a large plan of which nothing is cached, in a process for each core."""

    def cached(self) -> Mapping[str, CacheEntry]:
        """Return what the cache holds, once other processes have filled it where that pays. Raises ReadingStopped."""
        known = super().cached()
        if known or self.cache is None:
            return known
        files = sum(1 for _file in scan(self.root, []))
        processes = min(files // SHARE, _cores(), _MOST)
        if processes < 2 or not _can_be_written(self.cache.folder):
            return known
        before = self._state_of_info()
        self._fill_cache(str(self.cache.folder), files, processes)
        return super().cached() if self._state_of_info() == before else known

    def _state_of_info(self) -> State | None:
        """Return the state of plan.yaml, by whose declarations the other files are read; None where there is none."""
        try:
            return state_of(os.lstat(self.root / paths.INFO))
        except OSError:
            return None

    def _fill_cache(self, folder: str, files: int, processes: int) -> None:
        """Have other processes parse the files. Raises ReadingStopped."""
        from rcm_tui import children

        out, into = os.pipe()
        running: list[subprocess.Popen[bytes]] = []
        try:
            with open(out, "rb", buffering=0) as done:  # noqa: PTH123 - a handle, not a path
                with open(into, "wb") as each_done, suppress(OSError):  # noqa: PTH123 - likewise
                    for part in range(processes):
                        arguments = str(self.root), folder, str(part), str(processes)
                        running.append(children.start(_WRITE, *arguments, stdout=each_done, stderr=children.NOWHERE))
                parsed = 0
                while done.read(1):  # A byte for each batch, until all processes have ended.
                    parsed += SIZE
                    self.note_progress(min(parsed, files), files)
        finally:
            for child in running:
                child.kill()
            for child in running:
                child.wait()


_WRITE = f"{__name__}:write_part"


def write_part(root: str, folder: str, part: str, of: str) -> None:
    """Parse one batch in so many of the plan's files and write it to the cache in a folder; tell of each on stdout."""
    gc.disable()  # What one batch holds is freed without it.
    reader, cache = PlanReader(Path(root)), Cache(Path(folder))
    files = list(scan(Path(root), []))
    for number in range(int(part), -(-len(files) // SIZE), int(of)):
        found = Found()
        reader.read_each(files[number * SIZE : (number + 1) * SIZE], {}, found)
        cache.add(number, found.entries)
        sys.stdout.buffer.write(b".")
        sys.stdout.buffer.flush()


def _cores() -> int:
    """Return how many processes can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _can_be_written(folder: Path) -> bool:
    try:
        return sealed.make_folder(folder)
    except OSError:
        return False
