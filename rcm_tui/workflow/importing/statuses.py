"""The status of an activity or a calendar entry, out of an office's words or of bold italic."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from rcm_tui.model.statuses import DEFAULT
from rcm_tui.model.texts import fold
from rcm_tui.model.usual import Status

_WORDS: Final[Mapping[Status, str]] = {
    Status.COMPLETED: (
        "completed|complete|done|closed|finished|implemented|achieved|concluido|concluida|completado|completada|"
        "cumplido|cumplida|terminado|terminada|realizado|realizada|cerrado|cerrada|finalizado|finalizada|ejecutado|ejecutada"
    ),
    Status.CANCELLED: "cancelled|canceled|dropped|withdrawn|cancelado|cancelada|descartado|descartada",
    Status.POSTPONED: (
        "postponed|deferred|on hold|suspended|pospuesto|pospuesta|aplazado|aplazada|en espera|suspendido|suspendida"
    ),
    Status.ONGOING: "ongoing|on-going|continuous|continuing|permanent|permanente|continuo|continua|recurrente",
    Status.PENDING_INPUT: "pending input|pending|awaiting|waiting|pendiente de insumos|pendiente|en espera de",
    Status.PLANNED: (
        "planned|not started|not begun|new|to do|todo|proposed|no iniciado|no iniciada|planificado|planificada|"
        "previsto|prevista|por iniciar|sin iniciar|propuesto|propuesta"
    ),
    Status.ACTIVE: (
        "active|open|in progress|started|under way|underway|activo|activa|abierto|abierta|en curso|en proceso|"
        "en progreso|en marcha|iniciado|iniciada|in corso"
    ),
}
_KNOWN: Final = {word: status for status, text in _WORDS.items() for word in text.split("|")}
_LONGEST: Final = sorted(_KNOWN, key=len, reverse=True)
_PERCENT = re.compile(r"(\d{1,3})\s*%")
_GOES_ON = re.compile(r"(?:on-?going|continuous|permanent|en curso|continuo|continua|permanente)\b")


def read_status(words: str) -> tuple[Status | None, bool]:
    """Return the status that the cell of a status column names, and whether it says more than that."""
    text = fold(" ".join(words.split())).strip(" .")
    if text in _KNOWN:
        return _KNOWN[text], False
    if (percent := read_percent(words)) is not None:
        return (Status.COMPLETED if percent >= 100 else Status.ACTIVE if percent else Status.PLANNED), False
    begun = next((word for word in _LONGEST if re.match(rf"{re.escape(word)}\b", text)), None)
    return (_KNOWN[begun] if begun else None), True


def read_percent(words: str) -> int | None:
    """Return the percentage that a cell holds, such as 75 for `75%`."""
    match = _PERCENT.fullmatch(words.strip())
    return min(int(match[1]), 100) if match else None


def from_emphasis(text: str, emphasis: str) -> Status:
    """Return the status of a text in a table whose bold italics are what is open."""
    if emphasis == "none":
        return Status.COMPLETED
    return Status.ONGOING if _GOES_ON.match(fold(text)) else Status.ACTIVE


def of_activity(emphasis: str, text: str, entries: Sequence[Status]) -> Status:
    """Return the status of an activity: open if it is emphasised, or if one of its entries is."""
    own = from_emphasis(text, emphasis)
    open_ones = [status for status in (own, *entries) if DEFAULT.is_open(status)]
    if not open_ones:
        return own
    return Status.ONGOING if Status.ONGOING in open_ones else Status.ACTIVE


__all__ = ["from_emphasis", "of_activity", "read_percent", "read_status"]
