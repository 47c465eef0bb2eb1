"""Fields that several forms have, made from the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import Path, Value
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import fold
from rcm_tui.tui.forms import search_index
from rcm_tui.tui.forms.autocomplete import AutocompleteField, RolesField
from rcm_tui.tui.forms.fields import Field, LineField
from rcm_tui.workflow.values import read_value


def reader(plan: Plan, kind: str, path: Path) -> Callable[[str], Value]:
    """What makes a value of the file out of words typed, by the rules of the plan."""
    return lambda words: read_value(plan, kind, path, words)


def number_field(plan: Plan, kind: str, path: Path, *, needed: str = "") -> LineField:
    """The number that is printed before an item."""
    return LineField(_("Number"), path, reader(plan, kind, path), needed=needed)


def priority_field(path: Path) -> LineField:
    """A priority: a number, or a word."""
    return LineField(_("Priority"), path, lambda words: int(words) if words.isdecimal() else words)


def funding_fields(plan: Plan, kind: str, prefix: Path) -> Iterator[Field]:
    """What it costs, who pays, what is missing."""
    yield LineField(_("Cost"), (*prefix, "cost"), reader(plan, kind, (*prefix, "cost")), placeholder=_("such as 60000"))
    yield LineField(_("Currency"), (*prefix, "currency"), _currency, placeholder=_("such as USD"))
    yield actors_field(plan, _("Paid by"), (*prefix, "by"))
    yield LineField(_("Missing"), (*prefix, "missing"), reader(plan, kind, (*prefix, "missing")))


def _currency(words: str) -> str:
    code = words.upper()
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise BadValue(_("A currency is three letters, such as USD, MXN or CRC."))
    return code


def actors_field(
    plan: Plan, label: str, path: Path, *, several: bool = True, placeholder: str = ""
) -> AutocompleteField:
    """Actors, found by code, name in any language, or alias."""
    return AutocompleteField(
        label,
        path,
        lambda: search_index.actors(plan),
        several=several,
        placeholder=placeholder or _("type a part of a name"),
        unknown=_("There is no actor “{words}”. The actors stand in plan/actors.yaml."),
    )


def roles_field(plan: Plan, path: Path) -> RolesField:
    """Actors with their parts."""
    return RolesField(
        _("Parts taken"),
        path,
        lambda: search_index.actors(plan),
        placeholder=_("such as Costa Rica: host"),
        unknown=_("There is no actor “{words}”. The actors stand in plan/actors.yaml."),
    )


def meeting_field(plan: Plan, label: str, path: Path) -> AutocompleteField:
    """A meeting, found by id, name or date."""
    return AutocompleteField(
        label,
        path,
        lambda: search_index.meetings(plan),
        several=False,
        placeholder=_("type a part of its name or date"),
        unknown=_("There is no meeting “{words}”. A new one is made among the meetings."),
    )


def every_reader(plan: Plan) -> Callable[[str], str]:
    """How often a request recurs: for every meeting of a body, or a period."""

    def read(words: str) -> str:
        from rcm_tui.model.dates import parse_period

        wanted = fold(words)
        for code, body in plan.info.bodies.items():
            if wanted in {fold(name) for name in (code, *body.name.values(), *body.short.values())}:
                return code
        try:
            parse_period(words.upper())
        except ValueError:
            bodies = ", ".join(plan.info.bodies)
            raise BadValue(
                _("“{words}” is neither a body ({bodies}) nor a period such as P6M (six months).").format(
                    words=words, bodies=bodies
                )
            ) from None
        return words.upper()

    return read
