"""Items, meetings and actors of the plan, which the palette finds besides commands."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.command import Hit, Hits, Provider
from textual.content import Content

from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.model.query import find
from rcm_tui.reports.names import localized, text_of
from rcm_tui.tui.base_screen import ItemScreen
from rcm_tui.tui.command import palette_room
from rcm_tui.tui.content import cut, joined, line
from rcm_tui.tui.forms import candidates

if TYPE_CHECKING:
    from rcm_tui.tui.protocols import Application

_ITEMS, _OTHERS = 8, 4
_SCORE = 0.009
"""Below that of every command that is found."""

Found = tuple[str, Content, Callable[[], Coroutine[Any, Any, None]]]


class PlanProvider(Provider):
    """Finds items by id or words, meetings by name, date and place, and actors by any of their names.

    Nothing is found from forms and in meeting mode, which have to be left first.
    """

    async def search(self, query: str) -> Hits:
        """Yield what fits: items, then meetings and actors."""
        screen = self.screen
        if isinstance(screen, ItemScreen) and screen.NAME != "meeting-mode" and len(query.strip()) > 1:
            for place, (name, shown, go) in enumerate(_found(screen.rcm, query, palette_room(self.app.size.width))):
                yield Hit(_SCORE - place / 10_000, shown, partial(_go, screen.rcm, go), name)


async def _go(app: Application, go: Callable[[], Coroutine[Any, Any, None]]) -> None:
    await app.guard(go())


def _found(app: Application, query: str, room: int) -> Iterator[Found]:
    plan = app.plan
    if plan is None:
        return
    try:
        by_id = plan.resolve(query.strip())
        ids = dict.fromkeys([*([by_id] if by_id else []), *find(plan, query, app.on)[:_ITEMS]])
    except RcmError:  # a query half typed
        ids = {}
    for item_id in ids:
        node = plan.node(item_id)
        if node is not None:
            shown = _named(item_id, localized(text_of(node)), room, "$accent")
            yield item_id, shown, partial(app.open_item, item_id)
    for candidate in candidates.find(candidates.meetings(plan), query)[:_OTHERS]:
        shown = _named(_("Meeting"), candidate.title, room)
        yield candidate.title, shown, partial(app.open, "meetings", candidate.value)
    for candidate in candidates.find(candidates.actors(plan), query)[:_OTHERS]:
        shown = _named(_("Items of"), candidate.title, room)
        yield candidate.title, shown, partial(app.find, f"actor:{candidate.value}")


def _named(kind: str, title: str, room: int, style: str = "$muted") -> Content:
    return joined(line(f"{kind}  ", style), line(cut(title, room - len(kind) - 2)))
