"""From the bytes of files to versions that can be compared."""

from __future__ import annotations

from collections.abc import Mapping

from rcm_tui.changes.items import Version, key_of
from rcm_tui.store import paths


def versions(files: Mapping[str, bytes | None]) -> dict[str, Version]:
    """Files by path as versions by key; files that are not there are left out."""
    from rcm_tui.store.yaml import YamlProblem, parse

    found = {}
    for path, content in files.items():
        if content is not None:
            try:
                data = parse(content)
            except YamlProblem:
                data = None
            found[key_of(path)[0]] = Version(data, paths.is_archive_path(path))
    return found
