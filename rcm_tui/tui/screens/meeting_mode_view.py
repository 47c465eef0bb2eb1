"""Meeting mode: the agreements of an open meeting with a box that stays open; the plan beside them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static, TextArea

from rcm_tui.history.log import Record
from rcm_tui.i18n import _, current, ngettext
from rcm_tui.model.meetings import Agreement, Decision, Meeting
from rcm_tui.model.minutes import ways_to_record
from rcm_tui.model.pasted import Piece, guess_language
from rcm_tui.model.plan import Plan
from rcm_tui.model.related import related, stems
from rcm_tui.model.states import AgreementKind
from rcm_tui.model.texts import language_name
from rcm_tui.reports.names import actor_name, localized, text_of
from rcm_tui.reports.styles import agreement_kind_word, status_look, status_of
from rcm_tui.reports.trace import led_to
from rcm_tui.tui.base_screen import ItemScreen
from rcm_tui.tui.command import with_keys
from rcm_tui.tui.content import content, highlighted, joined, line, lines
from rcm_tui.tui.forms.agreement import preview_of
from rcm_tui.tui.screens.meeting_mode_fields import AgreementBox, WritingList
from rcm_tui.tui.screens.meetings_blocks import agreement_rows, record_row
from rcm_tui.tui.widgets.blocks import item_blocks
from rcm_tui.tui.widgets.item_search import ItemSearch
from rcm_tui.tui.widgets.row_list import Row, RowLine, RowList, heading
from rcm_tui.workflow.trail import recorded_at

_REST = 0.15
"""Seconds without a key before the words are compared with the plan."""
_RECORDS = 40
"""Records of the meeting that are listed."""
_PREVIEW = 6
"""Lines of the preview of how a text is split."""


class PlanSearch(ItemSearch):
    """The words that the plan is searched for; the arrows move in the list below it."""

    async def on_key(self, event: events.Key) -> None:
        """Move in the list."""
        if event.key in ("up", "down"):
            event.stop()
            event.prevent_default()
            cast("MeetingModeView", self.screen).choose_item(-1 if event.key == "up" else 1)


class MeetingModeView(ItemScreen):
    """What is shown. An agreement is compared with the plan: the one being typed, else the one under the cursor."""

    CSS_PATH: ClassVar[Any] = [Path(__file__).with_name("meeting_mode.tcss")]

    def __init__(self, meeting_id: str) -> None:
        super().__init__()
        self._meeting_id = meeting_id
        self.box = AgreementBox(_("Type what is agreed, or paste it"))
        self.agreements = WritingList(self.box, id="agreements")
        self.filter = PlanSearch(self._show_found, self._show_mistake, self._link_found, id="plan-filter")
        self.plan_list = RowList(id="plan-items")
        self.plan_list.can_focus = False
        self.recorded_list = RowList(id="recorded")
        self.recorded_list.can_focus = False
        self._preview = Static(id="preview")
        self._about = Static(id="about-agreement")
        self._item = Static(id="item")
        self.ways: list[tuple[Piece, ...]] = []
        """How what is in the box can be recorded: as several agreements, as one with parts, or as one text."""
        self.way = 0
        self.language = ""
        self.chosen_language = ""
        self.kind = AgreementKind.DECISION
        self.proposed_by = ""
        self.correcting: tuple[str, ...] = ()
        """The path, in the meeting's file, of the text that is being corrected."""
        self.has_chosen = False
        """Whether the item at the right was chosen by the person, and not suggested."""
        self._compared_with = ""
        self._suggested: tuple[str, ...] = ()
        self._found: tuple[str, ...] | None = None
        self._everything: list[str] = []
        self._pause: Timer | None = None
        self._records: tuple[Record, ...] = ()

    # --- what it is about

    @property
    def meeting_id(self) -> str:
        return self._meeting_id

    @property
    def meeting(self) -> Meeting | None:
        """The meeting."""
        plan = self.rcm.plan
        return plan.meetings.get(self._meeting_id) if plan is not None else None

    @property
    def item_id(self) -> str:
        """The item at the right; empty where none is suggested or chosen."""
        return self.plan_list.row_id

    @property
    def is_typing(self) -> bool:
        """Whether an agreement is being typed: that one is meant, not the one under the cursor of the list."""
        return bool(self.box.text.strip()) and not self.correcting and self.focused is not self.agreements

    @property
    def agreement(self) -> tuple[Agreement, Decision] | None:
        """The agreement under the cursor of the list, or the part and the agreement it belongs to."""
        return self.meeting.decision(self.agreements.row_id) if self.meeting is not None else None

    @property
    def words(self) -> str:
        """The words that are compared with the plan."""
        if self.is_typing or self.correcting:
            return self.box.text
        found = self.agreement
        return "\n".join(found[1].text.values()) if found is not None else ""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What the text in the box becomes."""
        return self.ways[self.way] if self.ways else ()

    @property
    def is_several(self) -> bool:
        """Whether the text becomes more than one agreement."""
        return len(self.pieces) > 1

    def heading(self) -> str:
        meeting = self.meeting
        if meeting is None:
            return _("Meeting mode")
        count, made = len(meeting.agreements), len(self._records)
        message = ngettext("{count} agreement", "{count} agreements", count).format(count=count)
        records = ngettext("{count} record", "{count} records", made).format(count=made) if made else ""
        return "   ".join(part for part in (_("Meeting mode"), message, records) if part)

    def moving(self) -> list[tuple[str, str, str]]:
        return [
            ("Tab", _("Other pane"), _("From the box to the plan, to the agreements, and back to the box.")),
            ("↑ ↓", _("Up and down"), _("In the box by lines; in the plan and the agreements from row to row.")),
            ("Enter", _("New line, or link"), _("In the box, a new line. In the plan's filter, links the item found.")),
        ]

    # --- building

    def body(self) -> ComposeResult:
        with Container(id="meeting-mode"):
            yield self.agreements
            with Vertical(id="plan-pane"):
                with Horizontal(id="plan-search"):
                    yield Static(content("/ "), classes="slash")
                    yield self.filter
                yield self._about
                yield self.plan_list
                with VerticalScroll(id="item-pane", can_focus=False):
                    yield self._item
                yield self.recorded_list
            with Vertical(id="box"):
                yield self.box
                yield self._preview

    def on_mount(self) -> None:
        self.set_focus(self.box)

    def show_plan(self, plan: Plan) -> None:
        """Show the agreements and the plan; what the meeting recorded is read in the background."""
        self._everything = [
            item_id for item_id in plan.walk() if item_id in plan.items and not plan.is_archived(item_id)
        ]
        meeting = self.meeting
        self.agreements.show_whole(partial(agreement_rows, meeting) if meeting is not None else lambda _width: ())
        self.show_box()
        self.compare()
        view, meeting_id = self.rcm.snapshot, self._meeting_id
        self.rcm.reader.read("recorded-at", lambda: recorded_at(view, meeting_id, _RECORDS), self._show_records)

    def retranslate(self) -> None:
        if self.rcm.plan is not None:
            self.show_plan(self.rcm.plan)

    def _show_records(self, records: tuple[Record, ...]) -> None:
        self._records = records
        frame = self.query_one("#recorded")
        frame.border_title = line(_("Recorded at this meeting"))
        frame.set_class(not records, "-none")
        plan = self.rcm.plan
        self.recorded_list.show([record_row(plan, record) for record in records] if plan is not None else [])
        self.recorded_list.cursor = -1

    # --- the agreements

    def go_to_last(self, agreement_id: str = "") -> None:
        """Put the cursor on an agreement that was just recorded, by default the last one."""
        if not (agreement_id and self.agreements.go_to(agreement_id)):
            self.agreements.action_end(1)

    @on(RowList.Highlighted)
    def _moved(self) -> None:
        if self.agreements.row_id != self._compared_with:
            self.has_chosen = self.has_chosen and self.is_typing
            self.compare()
        self._show_item()
        self.refresh_bindings()

    def on_descendant_focus(self) -> None:
        """Compare what has the focus with the plan; in a narrow window, show the pane that has it."""
        self.set_class(self.focused is self.filter, "-plan")
        self.compare()
        self.refresh_bindings()

    # --- the box

    @on(TextArea.Changed)
    def read_box(self) -> None:
        """Understand what is in the box."""
        text = self.box.text
        self.ways = ways_to_record(text) if text.strip() and not self.correcting else []
        self.way = self.way if self.way < len(self.ways) else 0
        self.show_box()
        self.edited()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_REST, self.compare)

    def edited(self) -> None:
        """Handle that something was typed in the box."""

    def show_box(self) -> None:
        """Say what becomes of the text in the box."""
        plan, meeting = self.rcm.plan, self.meeting
        if plan is None or meeting is None:
            return
        languages = plan.info.languages
        guess = guess_language(self.box.text, languages)
        usual = current() if current() in languages else plan.info.first_language
        self.language = self.chosen_language or guess or self.language or usual
        frame = self.query_one("#box")
        frame.border_title = line(" · ".join(self._about_box(plan, meeting)))
        self._preview.display = self.is_several or any(piece.parts for piece in self.pieces)
        if self._preview.display:
            self._preview.update(preview_of(self.pieces, max(self.agreements.size.width - 2, 30), _PREVIEW))

    def _about_box(self, plan: Plan, meeting: Meeting) -> Iterator[str]:
        if self.correcting:
            found = self.agreement
            yield _("Correct agreement {number}").format(number=self.number_of(found[1]) if found else "")
        elif self.is_several:
            count = sum(not piece.is_heading for piece in self.pieces)
            yield ngettext("{count} agreement", "{count} agreements", count).format(count=count)
        else:
            number = self.pieces[0].number if self.pieces else ""
            yield _("Agreement {number}").format(number=number or len(meeting.agreements) + 1)
            yield agreement_kind_word(self.kind)
        yield language_name(self.language)
        if self.proposed_by:
            yield _("proposed by {actor}").format(actor=actor_name(plan, self.proposed_by))
        if len(self.ways) > 1:
            yield with_keys(_("{agreement-kind} otherwise"))
        if self.item_id and self.is_typing and not self.is_several:
            yield f"Ctrl+L → {self.item_id}"

    def number_of(self, decision: Decision) -> str:
        """Return the number of an agreement, or its place among those of the meeting."""
        known = [agreement.id for agreement in self.meeting.agreements] if self.meeting is not None else []
        return decision.number or (str(known.index(decision.id) + 1) if decision.id in known else decision.id)

    # --- the plan

    def compare(self) -> None:
        """Find the items that the words are probably about, in the background."""
        plan, words = self.rcm.plan, self.words
        self._compared_with = self.agreements.row_id
        if plan is None or not self.is_attached:
            return
        self.rcm.reader.read("related", lambda: related(plan, words), self._suggest)

    def _suggest(self, found: tuple[str, ...]) -> None:
        agreement = self.agreement
        linked = led_to(agreement[1]) if agreement is not None and not self.is_typing else ()
        self._suggested = tuple(item_id for item_id in found if item_id not in linked)
        self._fill()

    def _show_found(self, found: tuple[str, ...] | None) -> None:
        self._found = found
        self.has_chosen = found is not None
        self._fill()
        if found is not None:
            self.plan_list.action_end(-1)

    def _show_mistake(self, words: str) -> None:
        self._show_found(())
        self._about.update(content(words, "$waiting"))

    async def _link_found(self) -> None:
        await self.run_action("command('link-item')")

    def _fill(self) -> None:
        """Show the items found, else those suggested above all others; the cursor is on none that nobody meant."""
        plan = self.rcm.plan
        if plan is None or not self.is_attached:
            return
        rows: list[Row] = []
        if self._found is not None:
            rows = [Row(item_id, partial(self._paint_item, plan, item_id)) for item_id in self._found]
        else:
            if self._suggested:
                rows.append(heading(line(_("Suggested"), "$accent"), gap=False))
                rows += [Row(item_id, partial(self._paint_item, plan, item_id)) for item_id in self._suggested]
            rows.append(heading(line(_("Plan"), "$muted"), gap=bool(self._suggested)))
            rest = [item_id for item_id in self._everything if item_id not in self._suggested]
            rows += [Row(item_id, partial(self._paint_item, plan, item_id)) for item_id in rest]
        self.plan_list.show(rows)
        if not self.has_chosen:
            if self._suggested and self._found is None:
                self.plan_list.go_to(self._suggested[0])
            elif self._found is None:
                self.plan_list.cursor = -1
                self.plan_list.scroll_home(animate=False)
                self.plan_list.refresh()
        self._show_about()
        self._show_item()
        self.refresh_bindings()

    def choose_item(self, step: int) -> None:
        """Go up or down in the plan."""
        self.has_chosen = True
        self.plan_list.action_go(step)

    def _paint_item(self, plan: Plan, item_id: str) -> tuple[RowLine]:
        node = plan.node(item_id)
        if node is None:
            return (RowLine(line(item_id)),)
        look = status_look(status_of(node))
        glyph = line(look.glyph, f"${look.role}") if look is not None else Content(" ")
        style = "bold" if plan.levels.depth_of(item_id) == 0 else ""
        text = highlighted(line(localized(text_of(node)), style), self.filter.value.split())
        return (RowLine(Content.assemble(glyph, " ", line(f"{item_id:<9}", "$muted"), text)),)

    def _show_about(self) -> None:
        """Show the whole text of the agreement under the cursor, where none is being typed."""
        found = self.agreement
        self._about.display = found is not None and not self.is_typing and not self.correcting
        if found is not None:
            number = _("Agreement {number}").format(number=self.number_of(found[1]))
            self._about.update(joined(line(number, "bold"), content(localized(found[1].text)), by="  "))

    def _show_item(self) -> None:
        """Show the item at the right, with the words that it shares with the agreement."""
        plan, item_id = self.rcm.plan, self.item_id
        self.show_box()
        pane = self.query_one("#item-pane")
        pane.display = bool(item_id)
        if plan is None or not item_id:
            return
        words = self.filter.value.split() or list(stems(self.words))
        blocks = item_blocks(plan, item_id, self.rcm.on)
        shown = (joined(line(block.label, "$muted"), block.words, by="  ") for block in blocks)
        self._item.update(lines(highlighted(text, words) for text in shown))
        pane.scroll_home(animate=False)
