"""The files of the last record, each read once: making a record asks several times for the same ones.

What a commit holds never changes, so what was read of it stays right for as long as it is the last one.
"""

from __future__ import annotations

from collections.abc import Iterable

from rcm_tui.history.git import Git
from rcm_tui.history.state import head_of

Contents = dict[str, bytes | None]
_read: dict[tuple[Git, str], Contents] = {}
"""What was read of the commit that was asked for last."""


def read_of(git: Git, commit: str) -> Contents:
    """Return what was read of a commit so far: bytes by path, None where it has no such file."""
    if (git, commit) not in _read:
        _read.clear()
    return _read.setdefault((git, commit), {})


def recorded_bytes(git: Git, wanted: Iterable[str]) -> dict[str, bytes]:
    """Read files as the last record has them; those it does not have are left out. Raises as `Git.contents` does."""
    head = head_of(git).commit
    if head is None:
        return {}
    wanted, read = list(wanted), read_of(git, head)
    new = [path for path in wanted if path not in read]
    found = git.contents(head, new) if new else {}
    read.update((path, found.get(path)) for path in new if "\n" not in path)  # Of such a path git is not asked.
    return {path: content for path in wanted if (content := read.get(path)) is not None}


def blobs_with_recorded(git: Git, blobs: Iterable[str], paths: Iterable[str]) -> dict[str, bytes]:
    """Read blobs, and by the same process the files of the last record, for when they are asked for.

    What is missing is left out; reading it by itself raises the error that says why.
    """
    head = head_of(git).commit
    ids = [git.checked(blob) for blob in dict.fromkeys(blobs)]
    places = [path for path in dict.fromkeys(paths) if head is not None and "\n" not in path]
    names = ids + [f"{head}:{git.prefix}{path}" for path in places]
    found = [content if kind == "blob" else None for kind, content in git.objects(names)]
    if head is not None:
        there = zip(places, found[len(ids) :], strict=True)
        read_of(git, head).update((path, content) for path, content in there if content is not None)
    return {blob: content for blob, content in zip(ids, found, strict=False) if content is not None}
