"""Who last changed an item, and who set each field and wrote each word, read from git."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import getters
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from rcm_tui.changes.words import Fragment
from rcm_tui.i18n import _
from rcm_tui.model import schema
from rcm_tui.model.fieldpath import Path, parse_path
from rcm_tui.model.frozen import dataclass
from rcm_tui.reports.names import date_words, record_meeting_name
from rcm_tui.reports.record_words import subject_words
from rcm_tui.reports.review import field_label
from rcm_tui.tui.content import content, joined, line, lines
from rcm_tui.tui.dialogs.base import Dialog, hint
from rcm_tui.tui.widgets.blocks import FACT, TITLE, Block

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.blame import Blame
    from rcm_tui.workflow.trail import Step
    from rcm_tui.workflow.view import PlanView


def last_change_block(view: PlanView, plan: Plan, item_id: str) -> Block | None:
    """Describe the newest record of an item. Reads git: call it in a thread."""
    from rcm_tui.workflow.trail import last_change_and_deadlines

    step, deadlines = last_change_and_deadlines(view, item_id)
    if step is None:
        return Block(FACT, line(_("not recorded yet"), "$waiting"), _("Last change"))
    record = step.record
    when = date_words(record.when)
    who = _("{date}, {person}, {meeting}").format(
        date=when, person=record.author, meeting=record_meeting_name(plan, record)
    )
    put_off = _("Deadline: {words}")
    moved = [line(put_off.format(words=deadline), "$waiting") for deadline in deadlines]
    return Block(
        FACT, lines([*moved, line(subject_words(plan, record.subject)), line(who, "$muted")]), _("Last change")
    )


def trouble_block(error: Exception) -> Block:
    """Say why the last change is not known."""
    return Block(FACT, line(str(error), "$muted"), _("Last change"))


_ROLES = ("moving", "waiting", "done", "stopped")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _is_silent(name: str) -> bool:
    """Whether a field of an entry says nothing to a reader."""
    field = schema.in_use().kinds["entry"].fields.get(name)
    return field is not None and field.is_silent


def who_set(plan: Plan, step: Step | None) -> Content:
    """Say the meeting, the person and the day of a record, or that nothing is recorded yet."""
    if step is None:
        return line(_("not recorded yet"), "$waiting")
    record = step.record
    meeting = record_meeting_name(plan, record)
    return line(" · ".join(part for part in (meeting, record.author, date_words(record.when.date())) if part), "$muted")


def with_blame(plan: Plan, blocks: Sequence[Block], blame: Blame) -> list[Block]:
    """Add to the blocks of an item who set each field and entry."""
    order = {id(step): place for place, step in enumerate(blame.steps)}
    below = _BlameLines(plan, blame, order)
    return [
        replace(block, words=lines([block.words, *notes])) if (notes := list(below.of(block))) else block
        for block in blocks
    ]


@dataclass(frozen=True, slots=True)
class _BlameLines:
    """The lines below the blocks of one item; `order` puts the newest step first."""

    plan: Plan
    blame: Blame
    order: dict[int, int]

    def of(self, block: Block) -> Iterator[Content]:
        """Return the lines below a block."""
        if block.entry:
            yield from self._of_member(("calendar", block.entry))
        elif block.kind == TITLE and block.name:
            yield from self._of_head(tuple(dict.fromkeys((block.name, "number"))))
        elif block.name.startswith("actions."):
            yield from self._of_member(parse_path(block.name))
        elif block.name:
            yield from self._of_field(parse_path(block.name))

    def _of_field(self, path: Path) -> Iterator[Content]:
        below = [field_blame.step for field_blame in self.blame.fields if field_blame.path[: len(path)] == path]
        if below:
            yield self._words("", self._newest(below))

    def _of_head(self, names: Sequence[str]) -> Iterator[Content]:
        """Say who set status and number, which are on one line."""
        found = [field_blame for name in names if (field_blame := self.blame.of((name,))) is not None]
        yield from self._grouped([(field_label(change.path), change.step) for change in found])

    def _grouped(self, found: Sequence[tuple[str, Step | None]]) -> Iterator[Content]:
        """Return a line for each record, with the names of the fields that it set."""
        groups: dict[int, tuple[Step | None, list[str]]] = {}
        for name, step in found:
            groups.setdefault(id(step), (step, []))[1].append(name)
        for step, names in groups.values():
            yield self._words(f"{', '.join(dict.fromkeys(names))}: ", step)

    def _of_member(self, path: Path) -> Iterator[Content]:
        """Say who added an entry; then, for what was set later, which fields and by whom."""
        member = self.blame.member(path)
        if member is None:
            return
        yield self._words("", member.added)
        later = [
            (field_label(field_blame.path[len(path) :]), field_blame.step)
            for field_blame in self.blame.fields
            if field_blame.path[: len(path)] == path
            and not _is_silent(field_blame.path[len(path)])
            and field_blame.step is not member.added
        ]
        yield from self._grouped(later)

    def _newest(self, steps: Sequence[Step | None]) -> Step | None:
        known = [step for step in steps if step is not None]
        return None if len(known) < len(steps) else min(known, key=lambda step: self.order.get(id(step), 0))

    def _words(self, label: str, step: Step | None) -> Content:
        return Content.assemble(line("↳ ", "$accent"), line(label, "$muted"), who_set(self.plan, step))


def read_blame(view: PlanView, item_id: str) -> Blame:
    """Read git: call it in a thread. Raises BadValue where nothing is known of the item."""
    from rcm_tui.workflow.blame import blame

    return blame(view, item_id)


class WordBlameDialog(Dialog[None]):
    """A text with a raised number behind the words of each record, and below what the numbers stand for."""

    scroll = getters.query_one(VerticalScroll)

    def __init__(self, plan: Plan, item_id: str, pieces: Sequence[Fragment[Step | None]]) -> None:
        super().__init__()
        self.heading = _("{item}, word by word").format(item=item_id)
        self._plan = plan
        self._pieces = tuple(pieces)

    def body(self) -> ComposeResult:
        with VerticalScroll(classes="scrolled"):
            yield Static(marked_text(self._pieces))
            yield Static(Content(""))
            yield Static(legend(self._plan, self._pieces))
        yield hint(_("Esc goes back"))

    def on_mount(self) -> None:
        self.scroll.focus()


def _numbers(pieces: Sequence[Fragment[Step | None]]) -> dict[int, int]:
    """Give numbers to the records in the order in which they come in the text."""
    found: dict[int, int] = {}
    for piece in pieces:
        if piece.text.strip():
            found.setdefault(id(piece.origin), len(found) + 1)
    return found


def marked_text(pieces: Sequence[Fragment[Step | None]]) -> Content:
    """Mark the words of each record with a colour and its number."""
    numbers = _numbers(pieces)
    parts: list[Content] = []
    for piece in pieces:
        inner = piece.text.rstrip()
        if not inner.strip():
            parts.append(content(piece.text))
            continue
        number = numbers[id(piece.origin)]
        style = "" if len(numbers) == 1 else f"${_ROLES[(number - 1) % len(_ROLES)]}"
        parts.append(content(inner, style))
        parts.append(line(str(number).translate(_RAISED), f"{style} bold".strip()))
        parts.append(content(piece.text[len(inner) :]))
    return Content("").join(parts)


def legend(plan: Plan, pieces: Sequence[Fragment[Step | None]]) -> Content:
    """Explain which number is which record: meeting, person, day, and why."""
    numbers = _numbers(pieces)
    steps = {id(piece.origin): piece.origin for piece in pieces}
    rows: list[Content] = []
    for key, number in numbers.items():
        step = steps[key]
        style = "" if len(numbers) == 1 else f"${_ROLES[(number - 1) % len(_ROLES)]}"
        mark = line(str(number).translate(_RAISED), f"{style} bold".strip())
        rows.append(joined(mark, who_set(plan, step), by=" "))
        reason = step.record.reason.strip() if step is not None else ""
        if reason:
            rows.append(Content("  ") + content(reason, "$muted"))
    return lines(rows)
