"""The profiles of plans that are shipped: folders of files to begin with, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue
from rcm_tui.model.items import PlanInfo
from rcm_tui.store import paths
from rcm_tui.store.reader import load_file
from rcm_tui.store.yaml import parse

_FOLDER = Path(__file__).parents[1] / "profiles"


def names() -> tuple[str, ...]:
    """Return the names of the profiles."""
    return tuple(sorted(folder.name for folder in _FOLDER.iterdir() if (folder / paths.INFO).is_file()))


def described() -> Iterator[tuple[str, str]]:
    """Yield each profile with what the first line of its plan.yaml says about it."""
    for name in names():
        first = (_FOLDER / name / paths.INFO).read_text(encoding="utf-8").partition("\n")[0]
        yield name, first.removeprefix("#").strip()


def files(name: str) -> Mapping[str, bytes]:
    """Return the files of a profile by their paths in a plan. Raises BadValue for an unknown one, naming all."""
    if name not in names():
        known = "\n".join(f"  {name}: {words}" for name, words in described())
        raise BadValue(_("There is no profile “{name}”; there are:\n{profiles}").format(name=name, profiles=known))
    folder = _FOLDER / name
    found = sorted(file for file in folder.rglob("*" + paths.SUFFIX) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


def languages(name: str) -> tuple[str, ...]:
    """Return the languages of a profile. Raises BadValue for an unknown one."""
    return tuple(map(str, _parsed(files(name)[paths.INFO]).get("languages", ())))


def info(name: str | None) -> PlanInfo:
    """Return what a profile declares; nothing without one. Raises BadValue for an unknown one, naming all."""
    found = load_file(paths.INFO, files(name)[paths.INFO]).value if name is not None else None
    return found if isinstance(found, PlanInfo) else PlanInfo(title={})


def top(name: str | None) -> str:
    """Return the id of the subject that a profile of two levels begins with; empty for any other."""
    stems = map(paths.stem, files(name) if name is not None else ())
    return next(filter(ids.is_id, stems), "")


def data(name: str, wanted: Sequence[str]) -> Mapping[str, tuple[bytes, dict[str, Any]]]:
    """Return the files of a profile, as they are and as data with every text in some of the languages `wanted`.

    Where a profile has none of them, its first words stand in the first language, to be translated there.
    """
    known = frozenset(languages(name))
    read = {path: (content, _parsed(content)) for path, content in files(name).items()}
    return {path: (content, _in(found, known, wanted)) for path, (content, found) in read.items()}


def _parsed(content: bytes) -> dict[str, Any]:
    return cast("dict[str, Any]", parse(content))


def _in(value: Any, known: frozenset[str], wanted: Sequence[str]) -> Any:
    if isinstance(value, list):
        return [_in(member, known, wanted) for member in value]
    if not isinstance(value, dict):
        return value
    if value and known.issuperset(value):
        kept = {language: words for language, words in value.items() if language in wanted}
        return kept or {wanted[0]: next(iter(value.values()))}
    return {key: _in(member, known, wanted) for key, member in value.items()}
