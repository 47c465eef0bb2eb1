"""An actor as a page: what it is, who held it where it is an office, what it owes, hosts and is responsible for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from rcm_tui.i18n import _, current, ngettext
from rcm_tui.model.items import Actor
from rcm_tui.model.plan import Plan
from rcm_tui.reports.item_page import actor_line
from rcm_tui.reports.names import actor_names, date_words, item_words, localized, role_words
from rcm_tui.reports.page import (
    CARD,
    FAINT,
    ID,
    STRONG,
    TEXT,
    TITLE,
    Cell,
    Line,
    Page,
    Row,
    Section,
    fact,
    other_languages,
    status_cell,
    status_of_item,
)
from rcm_tui.reports.request_page import deadline_cells
from rcm_tui.reports.status.country import CountryFigures, Part, Roles, country_figures

OWES = "owes"


def whole_actor_page(plan: Plan, code: str, on: date) -> Page:
    """Return an actor whole, counted from `on`."""
    actor = plan.actors[code]
    kind = plan.schema.kinds["actor"].fields["kind"].format(actor.kind, current())
    return (
        Section(
            "head",
            rows=(Row(kind=TITLE, cells=(Cell(code, ID), Cell(kind, FAINT))),),
        ),
        Section("text", rows=(Row(kind=TEXT, text=localized(actor.name) or code, below=other_languages(actor.name)),)),
        Section("facts", rows=tuple(_facts(plan, code, actor))),
        *actor_sections(plan, code, on),
    )


def actor_sections(plan: Plan, code: str, on: date) -> Iterator[Section]:
    """Yield what an actor owes, hosts, offers, takes part in and is responsible for, as far as there is anything."""
    figures = country_figures(plan, code, on)
    owed = tuple(
        Row(asked.key, (Cell(asked.key, ID), *deadline_cells(plan, asked)), localized(asked.text), CARD)
        for asked, _answer in figures.owes
    )
    if owed:
        yield Section(OWES, _("Owes"), rows=owed)
    yield from role_sections(plan, figures)


def role_sections(plan: Plan, roles: Roles | CountryFigures, most: int | None = None) -> Iterator[Section]:
    """Yield what an actor hosts, offers, takes part in and is responsible for, of each `most` at most."""
    items = (
        Row(item_id, (Cell(item_id, ID), status_cell(status_of_item(plan, item_id))), item_words(plan, item_id), CARD)
        for item_id in roles.responsible[:most]
    )
    for name, title, rows, count in (
        ("hosts", _("Hosts"), _parts(roles.hosts[:most]), len(roles.hosts)),
        ("offers", _("Offers"), _parts(roles.offered[:most]), len(roles.offered)),
        ("takes-part", _("Takes part"), _parts(roles.takes_part[:most]), len(roles.takes_part)),
        ("responsible", _("Responsible for"), items, len(roles.responsible)),
    ):
        if found := tuple(rows):
            yield Section(name, title, rows=(*found, *more_row(count - len(found))))


def more_row(count: int) -> Iterator[Row]:
    """Yield a row that says how many more there are, if any."""
    if count > 0:
        yield Row(cells=(Cell(ngettext("and {count} more", "and {count} more", count).format(count=count), FAINT),))


def _facts(plan: Plan, code: str, actor: Actor) -> Iterator[Row]:
    if actor.short:
        yield fact(_("Abbreviation"), localized(actor.short))
    if actor.aliases:
        yield fact(_("Also called"), "; ".join(actor.aliases))
    if actor.email:
        yield fact(_("E-mail"), ", ".join(actor.email))
    if actor.members:
        yield fact(_("Members"), actor_names(plan, actor.members))
    if actor.held:
        yield fact(_("Held by"), *(_at(plan, holder, when) for when, holder in actor.held.items()))
    held = [(office, when) for office, actor in plan.actors.items() for when, who in actor.held.items() if who == code]
    if held:
        yield fact(_("Has held"), *(_at(plan, office, when) for office, when in held))


def _at(plan: Plan, code: str, when: str) -> Line:
    return (*actor_line(plan, code), Cell(f", {date_words(when)}"))


def _parts(parts: Iterable[Part]) -> Iterator[Row]:
    for part in parts:
        when = Cell(date_words(part.date) if part.date is not None else _("no date"), STRONG if part.date else FAINT)
        text = " · ".join(filter(None, (localized(part.text), part.place)))
        yield Row(part.key, (Cell(part.key, ID), when, Cell(role_words(part.role), FAINT)), text, CARD)
