"""The data of a plan as plain JSON values, every field named as in the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from rcm_tui.model.fieldpath import MISSING


def plain(value: object) -> Any:
    """A frozen dataclass of the model (or what it holds) as mappings, lists and scalars; every field is there.

    `from_` is the key `from`, as in the files. What is not there stands as None, empty text maps as {}.
    """
    if value is MISSING:
        return None
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name.rstrip("_"): plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(below) for key, below in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(below) for below in value]
    return value
