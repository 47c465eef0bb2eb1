"""Search the whole history for who added words and who removed them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content

from rcm_tui.changes.words import DiffOp
from rcm_tui.i18n import N_, _, ngettext
from rcm_tui.model import schema
from rcm_tui.model.errors import RcmError
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import fold
from rcm_tui.reports.names import date_words, record_meeting_name
from rcm_tui.reports.review import field_label
from rcm_tui.tui.command import Command, Commands, CommandText
from rcm_tui.tui.content import content, joined, line, lines
from rcm_tui.tui.list_detail import LeaveScreen, ListDetailScreen
from rcm_tui.tui.navigation import NAVIGATION
from rcm_tui.tui.widgets.blocks import CARD, SECTION, Block
from rcm_tui.tui.widgets.differences import GONE, NEW, SIGNS, capital, record_blocks
from rcm_tui.tui.widgets.row_list import Row, RowLine
from rcm_tui.tui.widgets.search_field import SearchField
from rcm_tui.workflow.text_history import PUT_IN, text_history

if TYPE_CHECKING:
    from rcm_tui.workflow.text_history import TextEvent

_BEFORE = 12
"""Letters of a text that a row shows before the words."""


class OpenTextEvent(Command["TextHistoryScreen"]):
    """Open the item in which the words were added or removed."""

    name, keys, footer = "open-sighted", ("o", "enter"), True
    text = CommandText(
        N_("Open"), N_("Open the item"), N_("Goes to the item in which the words were added or removed.")
    )
    needs = N_("The item is no longer in the plan.")

    def available(self, screen: TextHistoryScreen) -> bool:
        plan = screen.rcm.plan
        return plan is not None and plan.node(plan.resolve(screen.item_id) or "") is not None

    async def run(self, screen: TextHistoryScreen) -> None:
        plan = screen.rcm.plan
        if plan is not None:
            await screen.rcm.open_item(plan.resolve(screen.item_id) or screen.item_id)


class SearchAgain(Command["TextHistoryScreen"]):
    """Search for other words."""

    name, keys, footer = "seek-again", ("slash",), True
    begins_text = True
    text = CommandText(N_("Words"), N_("Look for other words"), N_("Goes to the line with the words."))

    async def run(self, screen: TextHistoryScreen) -> None:
        screen.ask()


class TextHistoryScreen(ListDetailScreen):
    """Words are typed at once; Enter searches for them. Newest first."""

    NAME = "text-history"
    SCREEN_COMMANDS: ClassVar[Commands] = (
        OpenTextEvent,
        SearchAgain,
        LeaveScreen,
        *NAVIGATION,
    )

    search: SearchField

    def __init__(self) -> None:
        super().__init__()
        self.search = SearchField(self.row_list, is_open=True, id="text-search")
        self.query_words = ""
        self.found: dict[str, TextEvent] | None = None
        self._failed = ""

    def heading(self) -> str:
        return _("Search the history for words")

    @property
    def item_id(self) -> str:
        sighting = (self.found or {}).get(self.row_id)
        return sighting.key if sighting is not None else ""

    def focus_first(self) -> None:
        self.ask()

    def ask(self) -> None:
        """Put the focus in the search field."""
        self.remove_class("-reading")
        self.search.open(_("words of a sentence, then Enter"))

    def action_back(self) -> None:
        """Step back: out of the record, out of the words to what was found if anything was, out of the screen."""
        if self.focused is not self.row_list and (self.found or not self.is_searching):
            self.show_list()
        else:
            self.leave()

    @on(SearchField.Submitted)
    def _look(self, event: SearchField.Submitted) -> None:
        """Search all records for the words, in the background."""
        if not event.words or event.words == self.query_words:
            return
        view, wanted = self.rcm.snapshot, event.words
        self.query_words, self.found, self._failed = wanted, None, ""
        self.search.show_count("…")
        self.fill()

        def read() -> tuple[TextEvent, ...]:
            return text_history(view, wanted)

        self.rcm.reader.read("sentences", read, self._take, self._fail)

    def _take(self, found: tuple[TextEvent, ...]) -> None:
        self.found = {f"{place}": event for place, event in enumerate(found)}
        count = len(found)
        self.search.show_count(ngettext("{count} record", "{count} records", count).format(count=count))
        self._is_placed = False
        self.fill()
        self.refresh_bindings()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, RcmError):
            self.rcm.report_crash(error)
        self._failed = str(error)
        self.fill()

    def lead(self, plan: Plan) -> Content:
        if self._failed:
            return content(self._failed, "$waiting")
        if self.query_words and self.found is None:
            return content(_("Reading the history…"))
        if self.found is not None and not self.found:
            return content(_("These words were never in the plan, its archive or its meetings."), "$waiting")
        return content(_("Searches every record, including words that are no longer there."))

    def rows(self, plan: Plan) -> Sequence[Row]:
        return [Row(place, partial(self._paint, plan, event), 3) for place, event in (self.found or {}).items()]

    def first_row(self, plan: Plan) -> str:
        return "0"

    def _paint(self, plan: Plan, event: TextEvent) -> tuple[RowLine, ...]:
        record = event.record
        came = _put_in(event)
        sign = line("+ ", "$done") if came else line("- ", "$broken")
        what = _("added") if came else _("removed")
        meeting = record_meeting_name(plan, record)
        head = Content.assemble(sign, line(event.key, "bold"), line(f"  {what}", "$muted"))
        return (
            RowLine(head, line(date_words(record.when.date()), "$muted")),
            RowLine(Content("  ") + line(", ".join(part for part in (meeting, record.author) if part))),
            RowLine(Content("  ") + line(_excerpt(event.text, self.query_words), "$muted")),
        )

    def blocks(self, plan: Plan, row_id: str) -> Sequence[Block]:
        event = (self.found or {}).get(row_id)
        if event is None:
            return []
        message = _("Added") if _put_in(event) else _("Removed")
        head = joined(line(event.key, "bold"), line(capital(_where(event))), by="  ")
        words = _marked(event, self.query_words, signs=self.app.no_color)
        return [
            *record_blocks(plan, event.record),
            Block(SECTION, line(message)),
            Block(CARD, lines([head, words]), role="done" if _put_in(event) else "broken"),
        ]


def _put_in(event: TextEvent) -> bool:
    return event.what == PUT_IN


def _where(event: TextEvent) -> str:
    """Name the field, without the id of the list member that it belongs to."""
    members = schema.in_use().member_lists.get(event.path[0]) if len(event.path) > 2 else None
    name = field_label(event.path[2:] if members is not None else event.path)
    owner = _(members.word) if members is not None else ""
    return f"{owner}: {name}" if owner else name


def _spots(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Find the words in a text, case, accents and line breaks aside."""
    letters = [(fold(letter), place) for place, letter in enumerate(text)]
    flat, places = "", []
    for folded, place in letters:
        if folded.isspace() or not folded:
            if folded and flat.endswith(" "):
                continue
            folded = " " if folded else ""
        flat += folded
        places += [place] * len(folded)
    wanted = " ".join(fold(wanted).split())
    at = flat.find(wanted) if wanted else -1
    while at >= 0:
        yield places[at], places[at + len(wanted) - 1] + 1
        at = flat.find(wanted, at + len(wanted))


def _excerpt(text: str, wanted: str) -> str:
    """Return the text from a little before the words on."""
    start = next((start for start, _end in _spots(text, wanted)), 0)
    begin = text.rfind(" ", 0, max(start - _BEFORE, 0)) + 1 if start > _BEFORE else 0
    return ("… " if begin else "") + text[begin:]


def _marked(event: TextEvent, wanted: str, *, signs: bool) -> Content:
    op, style = (DiffOp.ADDED, NEW) if _put_in(event) else (DiffOp.REMOVED, GONE)
    before, after = SIGNS[op] if signs else ("", "")
    parts, at = [], 0
    for start, end in _spots(event.text, wanted):
        parts += [content(event.text[at:start]), content(f"{before}{event.text[start:end]}{after}", style)]
        at = end
    return Content("").join([*parts, content(event.text[at:])])
