"""Whether items are decoded as they are read, and kept or not, every command writes the same bytes."""

from __future__ import annotations

import shutil

import pytest

from rcm_tui.model import lazy
from rcm_tui.model.lazy import ItemBatch
from rcm_tui.store import cache as caching
from rcm_tui.store.git_folder import cache_folder

COMMANDS = (
    ("status",),
    ("status", "--json"),
    ("status", "--subject", "GA"),
    ("status", "waiting", "to-come", "--actor", "MX"),
    ("requests",),
    ("requests", "--all", "--json"),
    ("requests", "--by-country"),
    ("requests", "actor:MX", "--all"),
    ("check",),
    ("check", "--json"),
    ("list",),
    ("list", "--json"),
    ("list", "is:open"),
    ("list", "status:completed"),
    ("list", "actor:MX"),
    ("list", "due:..2006-12"),
    ("list", "subject:GA", "counts"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_plan_decoded_as_it_is_read_says_what_one_read_whole_says(command, plan, rcm, monkeypatch):
    monkeypatch.setattr(caching, "GRAIN", -(10**12))  # Files count as written long before they are read.
    decoded = []
    for name in ("heads", "scan"):
        real = getattr(ItemBatch, name)
        monkeypatch.setattr(ItemBatch, name, lambda batch, name=name, real=real: decoded.append(name) or real(batch))
    shutil.rmtree(cache_folder(plan), ignore_errors=True)
    whole = rcm(*command)
    assert whole.status == 0
    assert whole.out
    assert not decoded, "with nothing cached, all files are parsed and each item is whole"
    for large in (lazy._MANY, 0):
        monkeypatch.setattr(lazy, "_MANY", large)
        assert rcm(*command) == whole
        assert decoded or command[0] == "check", "the plan was read from the cache"
    if command in (("status",), ("requests",)):
        assert "scan" in decoded, "many items are looked at once"
