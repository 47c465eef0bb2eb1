"""The terminal interface, timed in a terminal of its own."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from terminal import Terminal

if TYPE_CHECKING:
    from run import Bench

BARE = (sys.executable, str(Path(__file__).parent / "bare_app.py"))
REACH = {0: 2.0, 10_000: 3.0, 100_000: 10.0}
"""How many times the bare app's time each plan may take to show its rows."""
MEMORY = {10_000: 150, 100_000: 500}
MEMORY_OF_ALL = {10_000: 120, 100_000: 400}
WORD = "migrants"
"""What the filter looks for: nearly every item has it, and each letter marks more of the first rows."""
DOWN, UP = "\x1b[B", "\x1b[A"


class Interface:
    """Measures the interface on plans of several sizes."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    def measure(self, sizes: Sequence[int]) -> None:
        """All figures of all sizes."""
        for size in sizes:
            plan = self.bench.plan(size)
            name = f"{size:,} items" if size else "RCM plan"
            if self.bench.wants("interface-start"):
                self._start(plan, size, name)
            if self.bench.wants("interface-keys"):
                self._keys(plan, name)
            if size and self.bench.wants("interface-filter"):
                self._filter(plan, name)
            if size and self.bench.wants("interface-save"):
                self._save(plan, size, name)
            if self.bench.wants("memory") and size:
                self._memory(plan, size, name)

    def _open(self, plan: Path, start: str = "plan") -> Terminal:
        """Start the program with one of its numbered screens."""
        state = self.bench.folder / f"starting-with-{start}"
        (state / "rcm").mkdir(parents=True, exist_ok=True)
        (state / "rcm/start").write_text(start + "\n", encoding="utf-8")
        command = (sys.executable, "-m", "rcm_tui", "-C", str(plan))
        return Terminal(command, {**self.bench.environment, "RCM_LANG": "en", "XDG_STATE_HOME": str(state)})

    def _first_row(self, plan: Path) -> str:
        return "Subject AA" if (plan / "plan/AA").exists() else "MIGRATION POLIC"

    def _rows_seen(self, plan: Path) -> float:
        with self._open(plan) as terminal:
            return terminal.until(self._first_row(plan))

    def _home_seen(self, plan: Path) -> float:
        with self._open(plan, "home") as terminal:
            return terminal.until("Needs attention")

    def _home_counted(self, plan: Path) -> float:
        with self._open(plan, "home") as terminal:
            return terminal.until("Awaiting input")

    def _bare(self) -> float:
        with Terminal(BARE, self.bench.environment) as terminal:
            return terminal.until("Row 4")

    def _start(self, plan: Path, size: int, name: str) -> None:
        self._rows_seen(plan)
        self._rows_seen(plan)
        self.bench.against(
            f"interface until rows are seen, {name}",
            REACH.get(size, 3.0),
            "a bare Textual app",
            lambda: self._rows_seen(plan),
            self._bare,
        )
        self.bench.against(
            f"interface until home is seen, {name}",
            REACH.get(size, 3.0),
            "a bare Textual app",
            lambda: self._home_seen(plan),
            self._bare,
        )
        counted = min(self._home_counted(plan) for _turn in range(2))
        self.bench.row(f"interface until home has counted, {name}", f"{counted * 1000:.0f} ms", "", "none", True)

    def _keys(self, plan: Path, name: str) -> None:
        with self._open(plan) as terminal:
            terminal.until(self._first_row(plan))
            self._row_of_keys(f"key to repaint in the first seconds, {name}", list(_pressed(terminal, 60)), late=16)
            terminal.rest()
            self._row_of_keys(f"key to repaint, {name}", list(_pressed(terminal, 60)))
            for file in (plan / "plan").rglob("*.yaml"):
                os.utime(file)
            self._row_of_keys(f"key to repaint while files are read again, {name}", list(_pressed(terminal, 60)))

    def _row_of_keys(self, what: str, times: list[float], median: float = 16, late: float = 50) -> None:
        times.sort()
        middle, high = statistics.median(times) * 1000, times[int(len(times) * 0.95)] * 1000
        self.bench.row(
            what,
            f"{middle:.0f} ms median, {high:.0f} ms p95",
            "",
            f"{median:g} ms, {late:g} ms",
            middle <= median and high <= late,
        )

    def _filter(self, plan: Path, name: str) -> None:
        with self._open(plan) as terminal:
            terminal.until(self._first_row(plan))
            terminal.rest()
            time.sleep(2)
            terminal.key("/")
            terminal.rest()
            times = []
            for letter in WORD:
                times.append(terminal.key(letter, in_list=True))
                terminal.rest()
        middle, high = statistics.median(times) * 1000, max(times) * 1000
        self.bench.row(
            f"filter as one types, {name}", f"{middle:.0f} ms median, {high:.0f} ms at most", "", "50 ms", middle <= 50
        )

    def _save(self, plan: Path, size: int, name: str) -> None:
        from run import committing

        times, floors = [], []
        with self._open(plan) as terminal:
            terminal.until(self._first_row(plan))
            terminal.rest()
            for key in "/AA-1.3\r":
                terminal.type(key)
                time.sleep(0.05)
            terminal.rest()
            for key in "sc":  # Perhaps it is completed already; from here on it is another status each time.
                terminal.type(key)
                time.sleep(1)
            for turn in range(6):
                _settle(plan, terminal, 2.0)
                floors.append(committing(self.bench, plan))
                _settle(plan, terminal, 2.0 + size / 20_000)  # What another program recorded is read first.
                terminal.rest()
                terminal.key("s")
                terminal.rest()
                times.append(_until_recorded(plan, terminal, "ac"[turn % 2]))
            _settle(plan, terminal, 1.0)
        best, low = min(times), min(floors)
        self.bench.row(
            f"save to recorded in the interface, {name}",
            f"{best * 1000:.0f} ms",
            f"{best / low:.1f} x `git commit` ({low * 1000:.0f} ms)",
            "2 x",
            best <= 2 * low,
        )

    def _memory(self, plan: Path, size: int, name: str) -> None:
        with self._open(plan) as terminal:
            terminal.until(self._first_row(plan))
            terminal.rest()
            terminal.key("/")
            for letter in WORD:
                terminal.key(letter)
                terminal.rest()
            time.sleep(1)
            used = terminal.memory()
            reach = MEMORY.get(size, 150)
            self.bench.row(f"memory, {name}, after a search", f"{used:.0f} MB", "", f"{reach} MB", used <= reach)
            terminal.key("\x1b")
            terminal.rest()  # A key right after it would be taken for one pressed with Alt.
            for number in "1345672":
                terminal.key(number)
                terminal.rest()
                time.sleep(size / 5_000)
            used = terminal.memory()
            reach = MEMORY_OF_ALL.get(size, 120)
            self.bench.row(f"memory, {name}, after every screen", f"{used:.0f} MB", "", f"{reach} MB", used <= reach)


def _pressed(terminal: Terminal, count: int) -> Iterator[float]:
    """The times of keys pressed one after the other, as a person presses them who is in a hurry."""
    for turn in range(count):
        yield terminal.key(DOWN if turn // 4 % 2 == 0 else UP)
        time.sleep(0.05)


def _settle(plan: Path, terminal: Terminal, wait: float) -> None:
    """Wait until nothing has been recorded for a while: git lets nobody else in, and a kill would cut it off.

    Raises TimeoutError.
    """
    signs = [plan / ".git" / name for name in ("index.lock", "rcm/saving.json")]
    began = quiet = time.perf_counter()
    while time.perf_counter() - quiet < wait:
        terminal.drain()
        found = [sign.name for sign in signs if sign.exists()]
        if found:
            quiet = time.perf_counter()
        if quiet - began > 120:
            raise TimeoutError(f"{' and '.join(found)} did not go away within 120 s; {terminal.last_drawn()}")
        time.sleep(0.02)


def _until_recorded(plan: Path, terminal: Terminal, key: str) -> float:
    """Press a key; the seconds until the branch has another commit. Raises TimeoutError."""
    branch = plan / ".git/refs/heads/main"
    before = branch.read_bytes()
    began = time.perf_counter()
    terminal.type(key)
    while time.perf_counter() - began < 20:
        terminal.drain()
        if branch.read_bytes() != before:
            return time.perf_counter() - began
        time.sleep(0.001)
    raise TimeoutError(f"nothing was recorded within 20 s after {key!r}; {terminal.last_drawn()}")
