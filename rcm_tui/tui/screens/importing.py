"""Import a file of an office: what was understood, by columns or texts, to be corrected before it is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual.content import Content

from rcm_tui.i18n import N_, _, ngettext
from rcm_tui.model.pasted import UNPLACED, Piece, guess_language
from rcm_tui.model.plan import Plan
from rcm_tui.reports.page import Page, Section
from rcm_tui.tui.command import Command, Commands, CommandText
from rcm_tui.tui.content import joined, line
from rcm_tui.tui.dialogs.choose import Choice, ChooseDialog
from rcm_tui.tui.list_detail import LeaveScreen, ListDetailScreen
from rcm_tui.tui.widgets.blocks import Block, page_blocks
from rcm_tui.tui.widgets.row_list import Row, RowLine, heading
from rcm_tui.workflow import agreements
from rcm_tui.workflow.change import Change
from rcm_tui.workflow.importing.adding import adding, language_of, made_for
from rcm_tui.workflow.importing.columns import Column, Role
from rcm_tui.workflow.importing.making import Made
from rcm_tui.workflow.importing.minutes import (
    AGREEMENT,
    JOIN,
    NOTHING,
    STATEMENT,
    corrected,
    mark_of,
    minutes_of,
    pieces_page,
)
from rcm_tui.workflow.importing.preview import column_words, counts, preview_page
from rcm_tui.workflow.importing.reading import Understood, understand_file
from rcm_tui.workflow.view import Snapshot
from rcm_tui.workflow.workspace import Workspace

_ROLE_KEYS = "soavbcwtdnlmx"
"""The letter of each role of a column, in their order."""


class Found(NamedTuple):
    """What was read of a file: a table for the plan, or the pieces of minutes."""

    understood: Understood | None = None
    made: Made | None = None
    pieces: tuple[Piece, ...] = ()
    notes: tuple[str, ...] = ()


class Correct(Command["ImportScreen"]):
    """Say what the column or the text under the cursor is."""

    name, keys, footer = "correct", ("enter", "e"), True
    text = CommandText(
        N_("Correct"), N_("Say what it is"), N_("Says what the column, or the text, under the cursor is instead.")
    )
    needs = N_("Put the cursor on a column or a text of the file.")

    def available(self, screen: ImportScreen) -> bool:
        return screen.row_id.isdecimal()

    async def run(self, screen: ImportScreen) -> None:
        await screen.correct()


class Make(Command["ImportScreen"]):
    """Record it as it is shown."""

    name, keys, footer, waits = "make-import", ("ctrl+s", "y"), True, True
    text = CommandText(N_("Import"), N_("Import it as shown"), N_("Records what is shown, in one record."))
    needs = N_("Nothing in the file would be recorded yet; say what its parts are with {correct}.")

    def available(self, screen: ImportScreen) -> bool:
        return screen.is_ready

    async def run(self, screen: ImportScreen) -> None:
        await screen.make()


class TakeOwners(Command["ImportScreen"]):
    """Take the owners and due dates that the words of agreements propose, or leave them out."""

    name, keys, footer = "take-owners", ("i", "w"), True
    text = CommandText(
        N_("Owners"),
        N_("Take owners and due dates from the words, or leave them out"),
        N_("Records with each agreement who is to do it, and by when, as its words say, or leaves that out."),
    )
    needs = N_("The file holds no agreements.")

    def available(self, screen: ImportScreen) -> bool:
        return bool(screen.found is not None and screen.found.pieces)

    async def run(self, screen: ImportScreen) -> None:
        screen.takes_owners = not screen.takes_owners
        screen.fill()


class ImportScreen(ListDetailScreen):
    """The columns of a table, or the texts of minutes, with what becomes of them beside.

    With a meeting, the file is read as its minutes; `under` is an objective that gets all activities of a table.
    """

    NAME = "import"
    SCREEN_COMMANDS: ClassVar[Commands] = (Correct, Make, TakeOwners, LeaveScreen)

    def __init__(self, path: str, meeting_id: str = "", under: str = "") -> None:
        super().__init__()
        self.path = Path(path).expanduser()
        self._meeting_id = meeting_id
        self.under = under
        self.found: Found | None = None
        self.takes_owners = False
        self._progress = (0, 0)
        self._trouble = ""

    @property
    def meeting_id(self) -> str:
        return self._meeting_id

    def heading(self) -> str:
        return _("Import {file}").format(file=self.path.name)

    @property
    def is_ready(self) -> bool:
        """Whether there is something to record."""
        found = self.found
        if found is None:
            return False
        return bool(found.made and found.made.files) or any(not piece.is_heading for piece in found.pieces)

    def on_mount(self) -> None:
        """Read the file beside the keys, and show how far that is."""
        snapshot = self.rcm.snapshot
        self.rcm.reader.read("import", lambda: self._read(snapshot), self._take, self._failed)
        self.set_interval(0.2, self._show_progress)

    def _read(self, snapshot: Snapshot) -> Found:
        def progress(done: int, of: int) -> None:
            self._progress = (done, of)

        if self.meeting_id:
            pieces, notes = minutes_of(self.path, progress)
            return Found(pieces=pieces, notes=notes)
        understood = understand_file(self.path, {}, progress)
        return Found(understood, _made(snapshot, understood, self.under))

    def _show_progress(self) -> None:
        if self.found is None and not self._trouble:
            self.fill()

    def _take(self, found: Found) -> None:
        self.found = found
        self.fill()
        self.refresh_bindings()

    def _failed(self, error: Exception) -> None:
        self._trouble = str(error)
        self.fill()

    # --- what is shown

    def rows(self, plan: Plan) -> Sequence[Row]:
        found = self.found
        if found is None:
            return []
        return list(_piece_rows(found.pieces)) if found.pieces else list(_column_rows(found))

    def lead(self, plan: Plan) -> Content:
        found = self.found
        if found is None:
            return Content("")
        if found.pieces:
            decisions = sum(not piece.is_heading for piece in found.pieces)
            message = ngettext("{count} agreement", "{count} agreements", decisions).format(count=decisions)
            owners = _("with owners and due dates") if self.takes_owners else _("without owners and due dates")
            return line(" · ".join((message, owners, *found.notes)))
        assert found.made is not None
        return line(", ".join(counts(found.made)) or _("The plan has all of it already."))

    def empty(self, plan: Plan) -> str:
        if self._trouble:
            return self._trouble
        done, of = self._progress
        words = _("Reading {file}").format(file=self.path.name)
        return f"{words} {done * 100 // of} %" if of else f"{words}…"

    def blocks(self, plan: Plan, row_id: str) -> Sequence[Block]:
        found = self.found
        if found is None:
            return ()
        if found.pieces:
            return list(page_blocks(self._piece_page(plan, found, row_id), plan))
        assert found.understood is not None and found.made is not None
        page = preview_page(found.understood, found.made)
        return list(page_blocks(tuple(section for section in page if section.name != "columns"), plan))

    def _piece_page(self, plan: Plan, found: Found, row_id: str) -> Page:
        propose = agreements.proposals_for(plan, self.meeting_id)
        sections = pieces_page(plan, found.pieces, propose, found.notes)
        rows = tuple(row for row in sections[-1].rows if row.key == row_id)
        return (Section("piece", rows=rows),)

    def open_row(self, row_id: str) -> None:
        self.rcm.run_in_background(self.correct())

    # --- correcting and recording

    async def correct(self) -> None:
        """Ask what the row under the cursor is."""
        found = self.found
        if found is None or not self.row_id.isdecimal():
            return
        number = int(self.row_id)
        if found.pieces:
            labels = {
                AGREEMENT: _("an agreement"),
                STATEMENT: _("a text beside the agreements"),
                JOIN: _("part of the text before it"),
                NOTHING: _("nothing: leave it out"),
            }
            choices = [
                Choice(role, key, line(words)) for key, (role, words) in zip("atjx", labels.items(), strict=True)
            ]
            phrase = await self.rcm.ask(ChooseDialog(_("What is this text?"), choices))
            if phrase is not None:
                self._take(found._replace(pieces=corrected(found.pieces, {number: phrase})))
            return
        assert found.understood is not None
        choices = [Choice(role, key, line(role.label)) for role, key in zip(Role, _ROLE_KEYS, strict=True)]
        column = next(
            column for layout in found.understood.layouts for column in layout.columns if column.number == number
        )
        heading_ = _("What is the column “{heading}”?").format(heading=column.heading or number)
        chosen = await self.rcm.ask(ChooseDialog(heading_, choices, current=column.role))
        if chosen is None:
            return
        understood, snapshot = found.understood, self.rcm.snapshot
        corrections = {**understood.corrections, number: Role(chosen)}

        def read() -> Found:
            again = understood.again(corrections)
            return Found(again, _made(snapshot, again, self.under))

        self.rcm.reader.read("import", read, self._take, self._refused)

    def _refused(self, error: Exception) -> None:
        self.rcm.show_message(_("This cannot be done"), str(error))

    async def make(self) -> None:
        """Record it, and leave the screen."""
        found, meeting = self.found, self.meeting_id
        if found is None:
            return
        build: Callable[[Workspace], Change]
        if found.pieces:
            build = partial(_pieces_change, meeting=meeting, pieces=found.pieces, owners=self.takes_owners)
        else:
            understood = found.understood
            assert understood is not None

            def build(workspace: Workspace) -> Change:
                language = language_of(understood, workspace.plan.info.languages)
                return adding(workspace, understood, language, under=self.under)

        recorded = await self.rcm.record(
            build, describe=lambda _done: _("Imported from {file}").format(file=self.path.name)
        )
        if recorded is not None and self.is_attached:
            self.dismiss()


def _made(snapshot: Snapshot, understood: Understood, under: str) -> Made:
    return made_for(snapshot, understood, language_of(understood, snapshot.plan.info.languages), under=under)


def _pieces_change(workspace: Workspace, *, meeting: str, pieces: Sequence[Piece], owners: bool) -> Change:
    languages = workspace.plan.info.languages
    words = " ".join(piece.text for piece in pieces)
    language = guess_language(words, languages) or workspace.plan.info.first_language
    propose = agreements.proposals_for(workspace.plan, meeting) if owners else None
    change = agreements.add_many(workspace, meeting, pieces, language, propose=propose)
    return replace(change, meeting=meeting)


def _column_rows(found: Found) -> Iterator[Row]:
    assert found.understood is not None
    for place, layout in enumerate(found.understood.layouts):
        named = _("Columns of {name}").format(name=layout.name) if layout.name else _("Columns")
        yield heading(line(named), gap=place > 0)
        for column in layout.columns:
            yield Row(str(column.number), partial(_paint_column, column), 2)


def _paint_column(column: Column) -> tuple[RowLine, RowLine]:
    role = "$muted" if column.role is Role.NOTHING else "$accent"
    named = column.heading or _("without a heading")
    name = line(f"{column.number}  {named}")
    return RowLine(name, line(column_words(column), role)), RowLine(line(f"   {column.sample}", "$muted"))


def _piece_rows(pieces: Sequence[Piece]) -> Iterator[Row]:
    for place, piece in enumerate(pieces, 1):
        yield Row(str(place), partial(_paint_piece, piece))
        for part in piece.parts:
            yield Row("", partial(_paint_part, part))


def _paint_piece(piece: Piece) -> tuple[RowLine]:
    role = "$waiting" if piece.aside == UNPLACED else "$muted" if piece.is_heading else "$accent"
    return (
        RowLine(
            joined(line(f"{mark_of(piece):>10}", role), line(piece.text, "$muted" if piece.is_heading else ""), by="  ")
        ),
    )


def _paint_part(part: Piece) -> tuple[RowLine]:
    return (RowLine(joined(line(f"{part.number or '–':>12}", "$accent"), line(part.text), by="  ")),)


__all__ = ["ImportScreen"]
