"""The defaults of a plan that declares none of its own, written as in `plan.yaml`: `profiles/defaults.json`.

Plans recorded before these could be declared have no others. The file is read when something first asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import rcm_tui


@cache
def _data() -> Mapping[str, Mapping[str, Any]]:
    import json  # A plan that declares all of it needs neither the module nor the file.

    with open(f"{rcm_tui.__path__[0]}/profiles/defaults.json", encoding="utf-8") as file:  # noqa: PTH123 - model is pure
        return dict(json.load(file))


def declared(name: str) -> Mapping[str, Any]:
    """Return the default declarations under a key of `plan.yaml`, by their codes."""
    return _data()[name]
