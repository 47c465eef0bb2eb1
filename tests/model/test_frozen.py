"""Frozen dataclasses that compile their methods late are used like those of the standard library."""

from __future__ import annotations

import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field, replace
from typing import Any

import pytest

from rcm_tui.model.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Ours:
    """Of this module."""

    a: int
    b: str = "b"
    c: list[int] = field(default_factory=list)
    d: int = field(default=4, compare=False, repr=False)
    e: int = field(init=False, default=5)

    def __post_init__(self) -> None:
        object.__setattr__(self, "e", self.a + 1)


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    """Of the standard library."""

    a: int
    b: str = "b"
    c: list[int] = field(default_factory=list)
    d: int = field(default=4, compare=False, repr=False)
    e: int = field(init=False, default=5)

    def __post_init__(self) -> None:
        object.__setattr__(self, "e", self.a + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """With keywords alone, and optional fields before required ones."""

    a: int = 1
    b: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and self.b == other.b


@pytest.mark.parametrize("made", [Ours, Theirs])
def test_methods(made: Any) -> None:
    """All that is generated behaves alike."""
    one = made(1, c=[2])
    assert (one.a, one.b, one.c, one.d, one.e) == (1, "b", [2], 4, 2)
    assert repr(one) == f"{made.__name__}(a=1, b='b', c=[2], e=2)"
    assert one == made(1, "b", [2], d=7)
    assert one != made(2, "b", [2])
    assert one != "one"
    assert made(1).c is not made(1).c
    assert replace(one, b="x") == made(1, "x", [2])
    assert hash(made(1, c=())) == hash(made(1, c=(), d=9))
    assert not hasattr(one, "__dict__")
    with pytest.raises(FrozenInstanceError):
        one.a = 3
    with pytest.raises(FrozenInstanceError):
        del one.a
    for wrong in ({}, {"a": 1, "z": 2}):
        with pytest.raises(TypeError):
            made(**wrong)


def test_is_pickled() -> None:
    """A copy made by way of bytes is equal."""
    assert pickle.loads(pickle.dumps(Ours(1, "x", [3]))) == Ours(1, "x", [3])


def test_keywords() -> None:
    """Fields without a default may follow, and the class's own method of comparison stays."""
    assert Named(b=2).a == 1
    assert Named(a=5, b=2) == Named(b=2)
    assert len({Named(b=2), Named(b=2)}) == 1
    with pytest.raises(TypeError):
        Named(1, 2)  # type: ignore[misc]
