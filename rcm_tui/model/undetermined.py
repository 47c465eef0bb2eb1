"""The value of fields that are still to be determined, where a plan allows it: `TBD` in the files."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final, Literal

from rcm_tui.i18n import _, translator
from rcm_tui.model.fieldpath import Value
from rcm_tui.model.texts import fold
from rcm_tui.model.types import ALONE, Candidates, Context, FieldType, Findings

TBD: Final = "TBD"
Undetermined = Literal["TBD"]
_SAID: Final = frozenset(
    (
        *("tbd", "tba", "tbc", "to be determined", "to be decided", "to be confirmed", "to be agreed"),
        *("por determinar", "por definir", "por confirmar", "a determinar"),
    )
)
"""What people write for it, folded; besides what the language in use has."""


def is_tbd(given: str) -> bool:
    """Return whether a person's words say that something is to be determined."""
    words = fold(given.strip().rstrip("."))
    return words in _SAID or words == fold(_("to be determined"))


def undetermined_words(language: str) -> str:
    """Return how a language says it."""
    return translator(language).gettext("to be determined")


class _OrUndetermined(FieldType):
    """What any type gains by this: its values may also be TBD. It stands before the type that it is mixed with."""

    def read(self, given: str, name: str, context: Context) -> Value:
        return TBD if is_tbd(given) else super().read(given, name, context)

    def check(self, value: Value, name: str, context: Context) -> Findings:
        if value != TBD:
            yield from super().check(value, name, context)

    def format(self, value: Value, language: str, context: Context = ALONE) -> str:
        return undetermined_words(language) if value == TBD else super().format(value, language, context)

    def written(self, value: Value) -> str:
        return TBD if value == TBD else super().written(value)

    def options(self, context: Context = ALONE) -> Sequence[tuple[str, str]]:
        found = super().options(context)
        return (*found, (TBD, "to be determined")) if found else found

    def complete(self, prefix: str, context: Context) -> Candidates:
        yield from super().complete(prefix, context)
        if prefix and TBD.casefold().startswith(prefix.casefold()) and not super().options(context):
            yield TBD, _("to be determined")

    def json_schema(self) -> dict[str, Any]:
        return {"anyOf": [super().json_schema(), {"const": TBD}]}

    def matcher(self, given: str, name: str, context: Context) -> Callable[[Value], bool]:
        if is_tbd(given):
            return lambda value: value == TBD
        fits = super().matcher(given, name, context)
        return lambda value: value != TBD and fits(value)


@cache
def _mixed(plain: Any) -> type[FieldType]:
    return type(f"{plain.__name__}OrUndetermined", (_OrUndetermined, plain), {})


def or_undetermined(type_: FieldType) -> FieldType:
    """Return a type like this one whose values may also be TBD."""
    made = copy.copy(type_)
    plain: Any = type(type_)  # Types are hashable, which the checker does not see of one with a `check` of its own.
    made.__class__ = _mixed(plain)
    return made
