"""Finding one file by what a person types, without reading the rest of the plan where an id says it all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from rcm_tui.locale import current
from rcm_tui.model import ids
from rcm_tui.model.texts import pick
from rcm_tui.store import paths

if TYPE_CHECKING:
    from rcm_tui.workflow.desk import Desk


def find_key(desk: Desk, words: str) -> str:
    """The item, meeting or shared file that an id, a path, or words that fit one item name.

    Only where the id is none of a file that is there is the whole plan read. Raises BadValue where nothing fits.
    """
    words = words.strip()
    if words in paths.SHARED_FILES:
        return words
    wanted = words.upper()
    if ids.is_id(wanted) and item_file(desk, wanted) is not None:
        return wanted
    if ids.is_member_id(words) and (desk.root / paths.meeting_path(words)).is_file():
        return words
    return desk.resolve(words)


def item_file(desk: Desk, item_id: str) -> str | None:
    """The file of an item, in the plan or the archive; None where there is none."""
    for archived in (False, True):
        path = paths.item_path(item_id, archived=archived)
        if (desk.root / path).is_file():
            return path
    return None


def file_of(desk: Desk, key: str) -> str | None:
    """The file of an item, meeting or shared file as it is now; None where there is none."""
    if ids.is_id(key):
        return item_file(desk, key)
    path = key if "/" in key else paths.meeting_path(key)
    return path if (desk.root / path).is_file() else None


def places(key: str) -> tuple[str, ...]:
    """Every path that a file may have had under this key."""
    if ids.is_id(key):
        return paths.item_path(key), paths.item_path(key, archived=True)
    return (key if "/" in key else paths.meeting_path(key),)


def data_now(desk: Desk, key: str) -> Mapping[str, Any] | None:
    """The plain data of a file as it is now; None where there is none, or it cannot be read."""
    from rcm_tui.store.yaml import YamlProblem, parse

    path = file_of(desk, key)
    if path is None:
        return None
    try:
        return parse(desk.read_bytes(path))
    except YamlProblem:
        return None


def titles(desk: Desk, codes: Iterable[str]) -> dict[str, str]:
    """`HR  Human Rights` for each subject's code; its file alone is read."""
    found = {}
    for code in codes:
        if ids.is_id(code):
            title = (data_now(desk, code) or {}).get("title")
            words = pick(title, current()) if isinstance(title, Mapping) else ""
            found[code] = f"{code}  {words}".rstrip()
    return found
