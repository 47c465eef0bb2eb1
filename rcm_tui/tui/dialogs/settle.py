"""The dialog for a question of a merge: what there was before, what each side says, and who said it."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rcm_tui.changes.questions import OTHER, Answer, Kind, Question
from rcm_tui.history.log import Record
from rcm_tui.i18n import _, current
from rcm_tui.reports.names import moment_words, record_meeting_name
from rcm_tui.reports.questions import Choice, before, choices, heading, third
from rcm_tui.reports.record_words import subject_words
from rcm_tui.tui.content import content, cut, highlight_new, joined, line, lines
from rcm_tui.tui.dialogs.ask import LineDialog
from rcm_tui.tui.dialogs.base import Dialog, hint, place_words
from rcm_tui.tui.dialogs.choose import ChoiceList
from rcm_tui.tui.dialogs.items import ItemsDialog
from rcm_tui.tui.protocols import Application
from rcm_tui.workflow.session import Asked
from rcm_tui.workflow.sync_answers import new_places

_REASON = 80
"""Cells of a record's reason that are shown, so that both sides and the keys have room in a small window."""


class SettleDialog(Dialog[str]):
    """Asks which side is right; gives `ours`, `theirs`, or `other` for a third value."""

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self.heading = heading(asked.question, asked.plan)
        self.place = place_words(asked.position, asked.count)
        self._asked = asked

    def body(self) -> ComposeResult:
        """Yield both sides, and what there was before them."""
        asked = self._asked
        was = before(asked.question, asked.plan)
        ours, theirs = choices(asked.question, asked.plan)
        options = [
            Option(_side(asked, "1", ours, asked.here, was), id=ours.take),
            Option(_side(asked, "2", theirs, asked.there, was), id=theirs.take),
        ]
        if other := third(asked.question):
            options.append(
                Option(lines([joined(line("3", "$muted"), line(other, "bold"), by="  "), Content("")]), id=OTHER)
            )
        if asked.complaint:
            yield Static(content(asked.complaint, "$broken"), classes="words")
        yield ChoiceList(*options)
        if was:
            yield Static(lines([line(_("Before both"), "$muted"), content(was, "$muted")]), classes="before")
        yield hint(_("Press a number · Esc decide later"))

    def on_mount(self) -> None:
        self.query_one(ChoiceList).focus()

    def on_key(self, event: events.Key) -> None:
        """Choose by number."""
        takes = [choice.take for choice in choices(self._asked.question, self._asked.plan)] + (
            [OTHER] if third(self._asked.question) else []
        )
        if event.key.isdecimal() and 0 < int(event.key) <= len(takes):
            event.stop()
            self.dismiss(takes[int(event.key) - 1])

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


def _side(asked: Asked, number: str, choice: Choice, record: Record | None, was: str) -> Content:
    head = joined(line(number, "$muted"), line(choice.label, "bold"), by="  ")
    shown = [head, *([highlight_new(choice.value, was)] if choice.value else ())]
    if record is not None:
        made = subject_words(asked.plan, record.subject) if asked.question.kind is Kind.ARCHIVED else ""
        meeting, reason = record_meeting_name(asked.plan, record), cut(record.reason, _REASON)
        why = (record.author, moment_words(record.when), meeting, made, reason)
        shown.append(line("  ".join(part for part in why if part), "$muted"))
    return lines([*shown, Content("")])


async def ask_to_settle(app: Application, asked: Asked) -> Answer | None:
    """Ask a question, and for a third value in a line; None keeps it for later."""
    dialog = SettleDialog(asked)
    take = await app.ask(dialog)
    if take != OTHER:
        return Answer(take) if take is not None else None
    if asked.question.put:
        return await _put_below(app, asked.question)
    keys = _("Enter accept · Esc decide later")
    value = str(asked.question.ours)
    line_dialog = LineDialog(dialog.heading, "", label=_("What it shall be"), keys=keys, value=value)
    line_dialog.place = dialog.place
    written = await app.ask(line_dialog)
    return Answer(OTHER, written) if written is not None else None


async def _put_below(app: Application, question: Question) -> Answer | None:
    """Ask below which item to put what was added below an archived one."""
    view = app.snapshot
    heading = _("Put {items} below").format(items=", ".join(question.put))
    about = _("{item} stays in the archive. What was added below it gets a new id; the old one still finds it.")
    places = new_places(view, question)
    dialog = ItemsDialog(view.plan, heading, {current(): about.format(item=question.key)}, offered=places)
    chosen = await app.ask(dialog)
    return Answer(OTHER, " ".join(chosen)) if chosen else None
