"""The status of an activity or a calendar entry, from the words of a table or from bold italics."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from rcm_tui.model.regex import regex
from rcm_tui.model.statuses import DROPPED, OPEN, OVER, PLANNED, POSTPONED, WAITING, Statuses
from rcm_tui.model.texts import fold

_WORDS: Final[Mapping[str, str]] = {
    OVER: (
        "completed|complete|done|closed|finished|implemented|achieved|concluido|concluida|completado|completada|"
        "cumplido|cumplida|terminado|terminada|realizado|realizada|cerrado|cerrada|finalizado|finalizada|ejecutado|ejecutada"
    ),
    DROPPED: "cancelled|canceled|dropped|withdrawn|cancelado|cancelada|descartado|descartada",
    POSTPONED: (
        "postponed|deferred|on hold|suspended|pospuesto|pospuesta|aplazado|aplazada|en espera|suspendido|suspendida"
    ),
    WAITING: "pending input|pending|awaiting|waiting|pendiente de insumos|pendiente|en espera de",
    PLANNED: (
        "planned|not started|not begun|new|to do|todo|proposed|no iniciado|no iniciada|planificado|planificada|"
        "previsto|prevista|por iniciar|sin iniciar|propuesto|propuesta"
    ),
    OPEN: (
        "active|open|in progress|started|under way|underway|activo|activa|abierto|abierta|en curso|en proceso|"
        "en progreso|en marcha|iniciado|iniciada|in corso|ongoing|on-going|continuous|continuing|permanent|permanente|"
        "continuo|continua|recurrente"
    ),
}
"""What offices call a status, by what it means."""
_PERCENT = regex(r"(\d{1,3})\s*%")


class StatusReader:
    """Reads the statuses of a plan out of an office's words: those that the plan has for them, then usual ones."""

    def __init__(self, statuses: Statuses) -> None:
        self.statuses = statuses

    def of_meaning(self, meaning: str) -> str:
        """Return the first status with a meaning; the first of all where none has it."""
        found: str = next(iter((*self.statuses.meaning(meaning), *self.statuses)))
        return found

    @cached_property
    def _known(self) -> Mapping[str, str]:
        usual = {word: self.of_meaning(meaning) for meaning, text in _WORDS.items() for word in text.split("|")}
        return usual | {fold(word): status for status in self.statuses for word in self.statuses.words(status)}

    @cached_property
    def _longest(self) -> list[str]:
        return sorted(self._known, key=len, reverse=True)

    def read(self, words: str) -> tuple[str, bool]:
        """Return the status that the cell of a status column names, if any, and whether it says more than that."""
        text = fold(" ".join(words.split())).strip(" .")
        if text in self._known:
            return self._known[text], False
        if (percent := read_percent(words)) is not None:
            return self.of_meaning(OVER if percent >= 100 else OPEN if percent else PLANNED), False
        begun = next(self._beginning(text), "")
        return self._known.get(begun, ""), True

    def _beginning(self, folded: str) -> Iterator[str]:
        """Yield the known words that a text begins with, the longest first."""
        return (word for word in self._longest if re.match(rf"{re.escape(word)}\b", folded))

    def from_emphasis(self, text: str, emphasis: str) -> str:
        """Return the status of a text in a table whose bold italics are what is open."""
        if emphasis == "none":
            return self.of_meaning(OVER)
        own = (self._known[word] for word in self._beginning(fold(text)))
        return next((status for status in own if self.statuses.means(status) == OPEN), self.of_meaning(OPEN))

    def of_activity(self, emphasis: str, text: str, entries: Sequence[str]) -> str:
        """Return the status of an activity: open if it is emphasised, or if one of its entries is.

        Of several that are open, it is the one that the plan declares last.
        """
        own = self.from_emphasis(text, emphasis)
        open_ones = {status for status in (own, *entries) if self.statuses.is_open(status)}
        return next((status for status in reversed([*self.statuses]) if status in open_ones), own)


def read_percent(words: str) -> int | None:
    """Return the percentage that a cell holds, such as 75 for `75%`."""
    match = _PERCENT.fullmatch(words.strip())
    return min(int(match[1]), 100) if match else None


__all__ = ["StatusReader", "read_percent"]
