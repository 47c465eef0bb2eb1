"""Frozen dataclasses whose methods are made when they are first called.

`dataclasses.dataclass` compiles half a dozen methods for each class, which takes longer than all else that importing
the model does. Of most classes a command calls none of them: msgspec makes instances without `__init__`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError
from operator import attrgetter
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool, slots: bool = False, kw_only: bool = False) -> Callable[[type], type]:
        """Return a decorator that does what that of `dataclasses` does with these arguments. `frozen` must be True."""
        assert frozen

        def decorate(declared: type) -> type:
            made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(declared)
            methods = {"__init__": _initializer(made), **_METHODS, **(_STATES if slots else {})}
            for name, method in methods.items():
                if made.__dict__.get(name) is None:  # `__hash__` is None where a class has its own `__eq__`.
                    setattr(made, name, method)
            return made

        return decorate


def _initializer(declared: Any) -> Callable[..., None]:
    """Return an `__init__` that puts a compiled one into its place when it is first called."""

    def __init__(self: Any, /, *args: Any, **kwargs: Any) -> None:  # noqa: N807 - it is a method
        compiled = declared.__init__ = _compiled(declared)
        compiled(self, *args, **kwargs)

    return __init__


def _compiled(declared: Any) -> Callable[..., None]:
    known: dict[str, Any] = {"SET": object.__setattr__, "UNSET": MISSING}
    plain: list[str] = []
    named: list[str] = []
    lines: list[str] = []
    for field in dataclasses.fields(declared):
        given = value = field.name
        if field.default_factory is not MISSING:
            known[f"make_{field.name}"] = field.default_factory
            given, value = f"{field.name}=UNSET", f"make_{field.name}() if {field.name} is UNSET else {field.name}"
        elif field.default is not MISSING:
            known[f"default_{field.name}"] = field.default
            given = f"{field.name}=default_{field.name}"
        if field.init:
            (named if field.kw_only else plain).append(given)
        elif field.default_factory is not MISSING:
            value = f"make_{field.name}()"
        else:
            continue  # It is the default of the class, or `__post_init__` sets it.
        slot = getattr(declared, field.name, None)
        if isinstance(slot, MemberDescriptorType):  # It sets in two thirds of the time, as nothing is looked up.
            known[f"set_{field.name}"] = slot.__set__
            lines.append(f" set_{field.name}(self, {value})")
        else:
            lines.append(f" SET(self, {field.name!r}, {value})")
    if hasattr(declared, "__post_init__"):
        lines.append(" self.__post_init__()")
    star = ["*"] if named else []
    exec(f"def __init__({', '.join(['self', *plain, *star, *named])}):\n" + "\n".join(lines or [" pass"]), known)  # noqa: S102
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{declared.__qualname__}.__init__"
    return made


_getters: dict[type, Callable[[Any], Any]] = {}
"""What returns all fields of an instance that count in a comparison, by class."""


def _compared(value: Any) -> Any:
    owner = type(value)
    getter = _getters.get(owner)
    if getter is None:
        names = [field.name for field in dataclasses.fields(owner) if field.compare]
        getter = _getters[owner] = attrgetter(*names) if names else lambda _one: ()
    return getter(value)


def _equals(self: Any, other: object) -> Any:
    return _compared(self) == _compared(other) if other.__class__ is self.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash(_compared(self))


def _represent(self: Any) -> str:
    shown = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({shown})"


def _set(_self: Any, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(_self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


_fields: dict[type, tuple[str, ...]] = {}
"""The names of the fields of a class: looked up for each instance, they take most of the time of packing it."""


def _names(owner: type) -> tuple[str, ...]:
    names = _fields.get(owner)
    if names is None:
        names = _fields[owner] = tuple(field.name for field in dataclasses.fields(owner))
    return names


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in _names(type(self))]


def _set_state(self: Any, state: list[Any]) -> None:
    for name, value in zip(_names(type(self)), state, strict=True):
        object.__setattr__(self, name, value)


_STATES = {"__getstate__": _state, "__setstate__": _set_state}
_METHODS = {
    "__repr__": _represent,
    "__eq__": _equals,
    "__hash__": _hash,
    "__setattr__": _set,
    "__delattr__": _delete,
}

__all__ = ["dataclass"]
