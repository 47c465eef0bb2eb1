"""What the screen *Synchronise* shows: questions and records, as rows and in detail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rcm_tui.changes.questions import Question
from rcm_tui.history.log import Record
from rcm_tui.i18n import _, ngettext
from rcm_tui.model.plan import Plan
from rcm_tui.reports.names import moment_words, record_meeting_name
from rcm_tui.reports.questions import about, before, choice_words, choices, heading
from rcm_tui.reports.record_words import record_words, subject_words
from rcm_tui.tui.content import content, highlight_new, joined, line, lines
from rcm_tui.tui.dialogs.ask import LineDialog
from rcm_tui.tui.widgets.blocks import CARD, FACT, QUIET, SECTION, TEXT, TITLE, Block
from rcm_tui.tui.widgets.row_list import RowLine
from rcm_tui.workflow.standing import Look
from rcm_tui.workflow.sync import parties


def _meeting(plan: Plan, record: Record) -> str:
    return record_meeting_name(plan, record) or _("no meeting named")


def row_name(question: Question) -> str:
    """Return the id of a question's row."""
    return " ".join(("question", question.key, *question.path))


def grouped(found: Sequence[Record], plan: Plan) -> Iterator[tuple[str, list[Record]]]:
    """Yield the records by meeting and person."""
    groups: dict[tuple[str, str], list[Record]] = {}
    for record in found:
        groups.setdefault((_meeting(plan, record), record.author), []).append(record)
    for (meeting, _author), of_group in groups.items():
        count = ngettext("{count} record", "{count} records", len(of_group)).format(count=len(of_group))
        yield f"{count}, {meeting}", of_group


def paint_question(question: Question, plan: Plan) -> tuple[RowLine, RowLine]:
    """Paint a question: what is asked, and what each side says."""
    ours, theirs = choices(question, plan)
    return (
        RowLine(joined(line("?", "$waiting"), line(heading(question, plan)), by=" ")),
        RowLine(line(f"  {choice_words(ours)} · {choice_words(theirs)}", "$muted")),
    )


def paint_record(record: Record, plan: Plan) -> tuple[RowLine, RowLine]:
    """Paint a record: what it says, and whose it is and when."""
    who = f"  {record.author}, {moment_words(record.when)}"
    return RowLine(line(record_words(plan, record.subject))), RowLine(line(who, "$muted"))


def question_blocks(question: Question, found: Look, plan: Plan) -> Iterator[Block]:
    """Show a question with both sides, who said it and what differs."""
    yield Block(TITLE, line(heading(question, plan), "bold"))
    if words := about(question, plan):
        yield Block(TEXT, content(words))
    was = before(question, plan)
    for choice, record in zip(choices(question, plan), parties(found, question), strict=True):
        yield Block(SECTION, line(choice.label))
        parts = [highlight_new(choice.value, was)] if choice.value else []
        if record is not None:
            parts.append(
                line(f"{record.author}  {moment_words(record.when)}  {subject_words(plan, record.subject)}", "$muted")
            )
        yield Block(CARD, lines(parts))
    if was:
        yield Block(SECTION, line(_("Before both")))
        yield Block(QUIET, content(was))


def record_blocks(record: Record, found: Look, plan: Plan) -> Iterator[Block]:
    """Show a record that comes or goes, with what an audit finds in it."""
    yield Block(TITLE, line(record_words(plan, record.subject), "bold"))
    if record.reason:
        yield Block(TEXT, content(record.reason))
    yield Block(FACT, content(record.author), _("Recorded by"))
    yield Block(FACT, content(moment_words(record.when)), _("When"))
    yield Block(FACT, content(_meeting(plan, record)), _("Meeting"))
    yield Block(FACT, content(", ".join((*record.items, *record.files))), _("Items"))
    for finding in found.findings:
        if finding.commit == record.commit:
            yield Block(FACT, content(finding.what), _("Found"))


def place_dialog() -> LineDialog:
    """Return the dialog that asks where the plan is shared."""
    return LineDialog(
        _("Share the plan"),
        _("Where do the others find it? An address of git, or a folder on a shared drive."),
        label=_("Place"),
        placeholder="/mnt/office/plan.git",
        keys=_("Enter share the plan there · Esc cancel"),
    )
