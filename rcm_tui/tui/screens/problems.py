"""The problems in the files of the plan, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from rcm_tui.i18n import N_, _, ngettext
from rcm_tui.model.errors import ERROR, Problem
from rcm_tui.model.plan import Plan
from rcm_tui.reports.names import item_words, read_words
from rcm_tui.tui.command import Command, Commands, CommandText
from rcm_tui.tui.content import content, joined, line, lines
from rcm_tui.tui.forms.commands import RecordAgreement
from rcm_tui.tui.list_detail import LeaveScreen, ListDetailScreen
from rcm_tui.tui.navigation import NAVIGATION
from rcm_tui.tui.widgets.blocks import CARD, SECTION, TEXT, TITLE, Block
from rcm_tui.tui.widgets.row_list import Row, RowLine, heading
from rcm_tui.workflow.plan_files import lines_around, problems

if TYPE_CHECKING:
    from rcm_tui.workflow.view import PlanView


class OpenPlace(Command["ProblemsScreen"]):
    """Open the file in the editor at the problem's line, then check again."""

    name, keys, footer = "open-place", ("E", "e", "enter"), True
    text = CommandText(
        N_("Edit"),
        N_("Open the place in $EDITOR"),
        N_("Opens the file in your editor, at the line; what you save there is recorded from the changes."),
    )
    needs = N_("Put the cursor on a problem.")

    def available(self, screen: ProblemsScreen) -> bool:
        return screen.problem is not None

    async def run(self, screen: ProblemsScreen) -> None:
        problem, app = screen.problem, screen.rcm
        if problem is None:
            return
        try:
            app.edit_file(app.root / problem.path, problem.line)
        finally:
            app.run_in_background(app.reload())
            screen.check()


class CheckAgain(Command["ProblemsScreen"]):
    """Check all files again."""

    name, keys, footer = "check-again", ("ctrl+r", "f5"), True
    text = CommandText(N_("Check again"), N_("Check again"), N_("Reads all files again and lists what is wrong."))

    async def run(self, screen: ProblemsScreen) -> None:
        screen.check()


Found = tuple[tuple[Problem, tuple[tuple[int, str], ...]], ...]
"""Each problem with the lines around it."""


def read_problems(view: PlanView) -> Found:
    """Check all files: call it in a thread."""
    return tuple((problem, lines_around(view, problem)) for problem in problems(view))


class ProblemsScreen(ListDetailScreen):
    """Errors first, then advice."""

    NAME = "problems"
    SCREEN_COMMANDS: ClassVar[Commands] = (OpenPlace, CheckAgain, LeaveScreen, RecordAgreement, *NAVIGATION)

    def __init__(self) -> None:
        super().__init__()
        self._found: Found | None = None

    def heading(self) -> str:
        return _("Problems")

    @property
    def problem(self) -> Problem | None:
        """The problem under the cursor."""
        return next((problem for problem, _lines in self._found or () if _name(problem) == self.row_id), None)

    def show_plan(self, plan: Plan) -> None:
        """Check again: files have changed."""
        self.fill()
        self.check()

    def check(self) -> None:
        """Check all files, in the background."""
        view = self.rcm.snapshot
        self.rcm.reader.read("problems", lambda: read_problems(view), self._take)

    def _take(self, found: Found) -> None:
        self._found = found
        self.fill()

    def empty(self, plan: Plan) -> str:
        if self._found is None:
            return _("Checking all files…")
        return _("No problems: {read}.").format(read=read_words(len(plan.items), len(plan.meetings)))

    def rows(self, plan: Plan) -> Sequence[Row]:
        found = [problem for problem, _lines in self._found or ()]
        errors = [problem for problem in found if problem.severity == ERROR]
        advice = [problem for problem in found if problem.severity != ERROR]
        return [*_group(plan, errors, gap=False), *_group(plan, advice, gap=bool(errors))]

    def open_row(self, row_id: str) -> None:
        """Open the editor at the place; → shows the detail."""
        self.rcm.run_in_background(self.action_command(OpenPlace.name))

    def blocks(self, plan: Plan, row_id: str) -> Sequence[Block]:
        return [
            block
            for problem, around in self._found or ()
            if _name(problem) == row_id
            for block in _blocks(problem, around)
        ]


def _name(problem: Problem) -> str:
    return f"{problem.path}:{problem.line}:{problem.column}:{problem.code}:{problem.message}"


def _group(plan: Plan, problems: Sequence[Problem], *, gap: bool) -> Iterator[Row]:
    """Yield the problems of one kind; a message that several share stands once, above them."""
    if not problems:
        return
    count = len(problems)
    if problems[0].severity == ERROR:
        sentence = ngettext("{count} error", "{count} errors", count)
    else:
        sentence = ngettext("{count} hint", "{count} hints", count)
    yield heading(line(sentence.format(count=count)), gap=gap)
    alike: dict[str, list[Problem]] = {}
    for problem in problems:
        alike.setdefault(problem.message, []).append(problem)
    for message, group in alike.items():
        if len(group) == 1:
            yield Row(_name(group[0]), partial(_paint, group[0]), 2)
            continue
        yield heading(joined(_glyph(group[0]), line(message), by=" "), line(str(len(group)), "$muted"))
        for problem in group:
            yield Row(_name(problem), partial(_paint_place, plan, problem))


def _glyph(problem: Problem) -> Content:
    return line("!", "$broken") if problem.severity == ERROR else line("·", "$waiting")


def _paint(problem: Problem) -> tuple[RowLine, RowLine]:
    place = line(f"{problem.path}:{problem.line}:{problem.column}", "$muted")
    file = line(PurePosixPath(problem.path).stem, "$muted")
    return RowLine(joined(_glyph(problem), file, line(problem.message), by=" ")), RowLine(Content("  ") + place)


def _paint_place(plan: Plan, problem: Problem) -> tuple[RowLine]:
    """Name the item, or else the file, and the line: the group's heading says what is wrong."""
    stem = PurePosixPath(problem.path).stem
    place = line(f"{problem.line}:{problem.column}", "$muted")
    return (RowLine(joined(line(stem, "$muted"), line(item_words(plan, stem) or problem.path), by="  "), place),)


def _blocks(problem: Problem, around: Sequence[tuple[int, str]]) -> Iterator[Block]:
    word = line(_("error"), "$broken") if problem.severity == ERROR else line(_("hint"), "$waiting")
    place = line(f"{problem.path}:{problem.line}:{problem.column}", "bold")
    yield Block(TITLE, joined(place, word, by="   "))
    yield Block(TEXT, content(problem.message))
    if around:
        yield Block(SECTION, line(_("In the file")))
        width = len(str(around[-1][0]))
        shown = [
            Content.assemble(
                line(f"{number:>{width}}  ", "$muted"), line(text, "" if number == problem.line else "$muted")
            )
            for number, text in around
        ]
        yield Block(CARD, lines(shown), role="broken" if problem.severity == ERROR else "waiting")
