"""Drafts: what is typed and not recorded yet, kept under the git directory so that a crash loses nothing."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from rcm_tui.workflow.view import PlanView

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed: for which form, on which data it began, what it became, and when."""

    key: str
    data: Any
    base: Any
    when: datetime.datetime


class Drafts:
    """The drafts of one work tree, one small file each. Keys are free: an item's id, `new:HR-4`, `agreement`."""

    def __init__(self, workspace: PlanView) -> None:
        self._workspace = workspace

    @property
    def _folder(self) -> Path:
        return self._workspace.git.private / "drafts"

    def save(self, key: str, data: Any, base: Any = None) -> None:
        """Keep what is typed now; the draft before it is replaced. Raises OSError where it cannot be written."""
        from rcm_tui.store.files import write_atomically

        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        text = json.dumps({"format": _FORMAT, "when": now, "data": data, "base": base}, ensure_ascii=False)
        write_atomically(self._path(key), text.encode("utf-8", "surrogatepass"))

    def load(self, key: str) -> Draft | None:
        """The draft of a form, or None. One that cannot be read is left where it is and counts as none."""
        try:
            kept = json.loads(self._path(key).read_text("utf-8", "surrogatepass"))
            if kept.get("format") != _FORMAT:
                return None
            return Draft(key, kept["data"], kept.get("base"), datetime.datetime.fromisoformat(kept["when"]))
        except (OSError, ValueError, KeyError, AttributeError):
            return None

    def discard(self, key: str) -> None:
        """Forget the draft of a form, if there is one."""
        self._path(key).unlink(missing_ok=True)

    def all(self) -> tuple[Draft, ...]:
        """Every draft there is, oldest first."""
        return tuple(sorted(self._each(), key=lambda draft: draft.when))

    def _each(self) -> Iterator[Draft]:
        if self._folder.is_dir():
            for file in self._folder.glob("*.json"):
                draft = self.load(unquote(file.stem))
                if draft is not None:
                    yield draft

    def _path(self, key: str) -> Path:
        return self._folder / (quote(key, safe="") + ".json")
