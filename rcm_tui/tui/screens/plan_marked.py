"""Changing a field of all marked items in one record."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from rcm_tui.i18n import N_, _
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue
from rcm_tui.model.plan import Plan
from rcm_tui.model.types import Context, Control, Field
from rcm_tui.tui.command import Command, CommandText
from rcm_tui.tui.content import line
from rcm_tui.tui.dialogs.ask import LineDialog
from rcm_tui.tui.dialogs.choose import Choice, ChooseDialog
from rcm_tui.tui.screens.plan_view import PlanBrowser
from rcm_tui.workflow import edit
from rcm_tui.workflow.naming import Chosen

_ASKED = {
    *(Control.CHOICE, Control.LINE, Control.PROSE, Control.DATE, Control.NUMBER),
    *(Control.ACTOR, Control.ACTORS, Control.MEETING, Control.ITEMS, Control.STRINGS),
}
"""The controls of the fields whose value several items can share."""
_OWN = "number"
"""The field whose value differs in each item."""
_SEVERAL = "="
"""What is chosen in place of a field to write several as `rcm set` takes them."""


class EditMarked(Command[PlanBrowser]):
    """Change fields of all marked items in one record."""

    name, keys, footer, waits = "edit-marked", ("e",), True, True
    text = CommandText(
        N_("Edit marked"),
        N_("Edit the marked items"),
        N_("Changes a field of all marked items in one record, or several fields, such as responsible+=MOH."),
    )
    needs = N_("Nothing is marked.")

    def available(self, screen: PlanBrowser) -> bool:
        return bool(screen.marked)

    async def run(self, screen: PlanBrowser) -> None:
        marked, plan = screen.marked, screen.rcm.plan
        if plan is None:
            return
        heading = _("Edit {items}").format(items=", ".join(marked))
        fields = _shared_fields(plan, marked)
        chosen = await screen.rcm.ask(ChooseDialog(heading, _field_choices(fields)))
        if chosen == _SEVERAL:
            words = await _several(screen, heading)
        elif chosen is not None:
            words = await _value(screen, heading, fields[chosen.rstrip("+-=")], chosen)
        else:
            return
        if not words:
            return
        assignments = [edit.parse_assignment(word) for word in words]
        if await screen.rcm.record(lambda workspace: edit.set_each(workspace, Chosen(marked), assignments)) is not None:
            screen.clear_marks()


def _shared_fields(plan: Plan, marked: Sequence[str]) -> dict[str, Field]:
    """Return the fields, by name, that every marked item can have and several can have alike, as forms order them."""
    kinds = {ids.kind_of(item_id) for item_id in marked}
    named = [{field.name: field for field in plan.schema.editable(kind) if field.option} for kind in sorted(kinds)]
    shared = [field for name, field in named[0].items() if all(name in other for other in named)]
    asked = (field for field in shared if field.type.control in _ASKED and field.name != _OWN)
    return {field.name: field for field in sorted(asked, key=lambda field: field.rank)}


def _field_choices(fields: dict[str, Field]) -> list[Choice]:
    """Name the fields; lists twice, to add to them and to take away; last, several as they are written."""

    def named() -> Iterator[tuple[str, str]]:
        for name, field in fields.items():
            if field.type.is_list:
                yield f"{name}+=", _("{field}: add").format(field=field.title())
                yield f"{name}-=", _("{field}: take away").format(field=field.title())
            else:
                yield f"{name}=", field.title()

    choices = [Choice(value, "", line(words)) for value, words in named()]
    return [*choices, Choice(_SEVERAL, "=", line(_("Several fields, as in: priority=1 responsible+=MOH")))]


async def _value(screen: PlanBrowser, heading: str, field: Field, begun: str) -> list[str]:
    """Ask for the value of a field; return the assignment that `begun` begins, none where nothing was given."""
    # Imported here, as the plan needs no field of a form to be drawn.
    if field.type.control == Control.CHOICE:
        from rcm_tui.tui.forms.select import choices_of

        options = field.type.options(Context(screen.rcm.snapshot.plan, screen.marked[0], screen.rcm.on))
        choices = choices_of((value, _(label)) for value, label in options)
        value = await screen.rcm.ask(ChooseDialog(heading, choices, about=field.title()))
    else:
        from rcm_tui.tui.forms.schema_form import hint_words

        hint = hint_words(field, screen.rcm.snapshot.plan)
        keys = _("Enter record · Esc cancel")
        value = await screen.rcm.ask(LineDialog(heading, hint, label=field.title(), keys=keys))
    return [f"{begun}{value}"] if value else []


async def _several(screen: PlanBrowser, heading: str) -> list[str]:
    """Ask for fields and values in a line; return its assignments."""
    dialog = LineDialog(
        heading,
        _("Name fields and values, as in: responsible+=MOH priority=1. Values with spaces stand in quotes."),
        label=_("Fields"),
        placeholder=_("field=value field+=value field-=value"),
        keys=_("Enter record · Esc cancel"),
    )
    typed = await screen.rcm.ask(dialog) or ""
    try:
        return shlex.split(typed)
    except ValueError as mistake:  # a quote that does not end
        raise BadValue(_("A quote is not closed in: {words}").format(words=typed)) from mistake
