"""What an audit reads in the files themselves: ids, and the ids of list members."""

from __future__ import annotations

import re
from collections.abc import Mapping

OWN_ID = re.compile(rb"^id:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)
"""The id that a file holds."""
MEMBER_ID = re.compile(rb"^[ \t]+-[ \t]+id:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)
"""The ids of its list members."""


def plain(content: bytes) -> Mapping[str, object]:
    """The data of a file; nothing where it cannot be read."""
    from rcm_tui.store.yaml import YamlProblem, parse

    try:
        return parse(content) if content else {}
    except YamlProblem:
        return {}


def formerly(content: bytes) -> frozenset[str]:
    """The ids that an item had before."""
    if b"formerly" not in content:
        return frozenset()
    found = plain(content).get("formerly")
    return frozenset(map(str, found)) if isinstance(found, list) else frozenset()


def members(content: bytes) -> dict[tuple[str, str], str]:
    """The text of each list member by list and id."""
    found: dict[tuple[str, str], str] = {}
    for name, value in plain(content).items():
        for member in value if isinstance(value, list) else ():
            if isinstance(member, Mapping) and member.get("id"):
                found[name, str(member["id"])] = repr(member.get("text"))
    return found
