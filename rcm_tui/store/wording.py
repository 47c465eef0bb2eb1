"""What a command line is put in words by: the languages of a plan and its terms, out of `plan.yaml`.

Parsing that file takes longer than printing help. So both are kept beside the parse cache, with the bytes that they
were read from, and are read from the file again where its bytes are others.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rcm_tui.model.terms import Term
from rcm_tui.store import paths, sealed
from rcm_tui.store.git_folder import cache_folder

FILE = "wording"


class Wording(NamedTuple):
    """The languages of a plan's texts, and its terms (see `Levels.terms`)."""

    languages: Sequence[str]
    terms: Mapping[str, Term]


def wording_of(root: Path, content: bytes) -> Wording:
    """Return the wording of the plan in a folder, whose `plan.yaml` has this content; none where that is wrong."""
    folder = cache_folder(root)
    known = _recall(folder, content) if folder is not None else None
    if known is not None:
        return known
    read = _read(content)
    if read is None:
        return Wording((), {})
    if folder is not None:
        _keep(folder, content, read)
    return read


def _read(content: bytes) -> Wording | None:
    from rcm_tui.model.items import PlanInfo
    from rcm_tui.model.levels import Levels
    from rcm_tui.store.reader import load_file

    info = load_file(paths.INFO, content).value
    return Wording(info.languages, Levels(info.levels, info.respondents).terms) if isinstance(info, PlanInfo) else None


def _recall(folder: Path, content: bytes) -> Wording | None:
    """Return what was read from the same content before; None where that is not known."""
    kept = sealed.read(folder / FILE) if sealed.is_own(folder) else None
    written, _end, read_from = bytes(kept or b"").partition(b"\n")
    if read_from != content:
        return None
    try:
        data = json.loads(written)
        return Wording(data["languages"], {kind: Term(*words) for kind, words in data["terms"].items()})
    except (ValueError, LookupError, TypeError, AttributeError):
        return None  # Written by other code, of the same version.


def _keep(folder: Path, content: bytes, wording: Wording) -> None:
    """Keep what was read; failures are ignored."""
    with contextlib.suppress(OSError):
        if sealed.make_folder(folder):
            sealed.write(folder / FILE, json.dumps(wording._asdict()).encode() + b"\n" + content)
