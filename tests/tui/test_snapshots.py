"""What every screen and dialog shows of the sample, as text: a file for each, in snapshots/ by size and language.

What is shown is also measured: text that cannot be read against its ground fails in either theme.

    WRITE_SNAPSHOTS=1 .venv/bin/python -m pytest tests/tui/test_snapshots.py

writes them anew; look at the difference before it is recorded. Textual draws a little differently from version to
version, so that they are compared with that of constraints.txt only (see conftest.py).
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path

import pytest
from rich.style import Style
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Input, TextArea

from rcm_tui.changes.merge import Clash
from rcm_tui.changes.questions import ARCHIVED, Kind, Question
from rcm_tui.history.log import Record, records
from rcm_tui.model.plan import Plan
from rcm_tui.tui.content import line
from rcm_tui.tui.dialogs.ask import IdentityDialog
from rcm_tui.tui.dialogs.choose import MeetingDialog
from rcm_tui.tui.dialogs.settle import SettleDialog
from rcm_tui.tui.dialogs.undo import UndoSeveralDialog
from rcm_tui.tui.dialogs.wording import WordingDialog
from rcm_tui.tui.forms.chosen import ActorDialog
from rcm_tui.tui.forms.conflict import ConflictDialog
from rcm_tui.tui.forms.members import RequestForm
from rcm_tui.tui.list_detail import TwoPaneScreen
from rcm_tui.tui.screens.importing import ImportScreen
from rcm_tui.tui.theme import DARK, LIGHT
from rcm_tui.workflow.sample import make_demo
from rcm_tui.workflow.session import Asked
from tests.cli.test_importing import workbook
from tests.contrast import contrast

FOLDER = Path(__file__).with_name("snapshots")

SCREENS = """\
5 =calendar
6 =changes  t =timeline  enter =changes-of-meeting
7 =archive
S =status-report
W =words "fund" enter =words-found
! =problems
F =synchronise
O =proposals"""
"""Keys that go to screens of which the walks look at one state, or two."""
WALK = f"""
1 =home tab tab v =home-month  v =home-agenda  v
2 =plan  v =plan-grouping esc  slash "aids" =plan-find  enter =plan-item  . =plan-actions esc
  b =plan-blame b  B =plan-words esc  H =history esc  s =status esc  a =archive-reason esc  M =move esc
  c =entry-form esc  e =edit-form esc  + =new-form esc  g =agreement-form esc  I =import-file esc  P =publish esc
  esc esc  slash "send contact" enter  w =answers-form space esc =unsaved right enter
  Z =undo-list esc  ? =help esc  ctrl+p =palette "mex" =palette-found esc
3 =meetings  + =meeting-form esc  e =meeting-edit esc  C =meeting-closing esc  f5 =minutes esc
4 =requests  v =requests-grid right down =requests-cell v
{SCREENS}
G =meeting-mode "Canada will host a workshop on AIDS on 12-14 June 2007" =meeting-mode-typed ctrl+s =meeting-mode-saved
  f6 =meeting-mode-make esc  f7 =meeting-mode-proposer esc  f8 =meeting-mode-withdraw esc  f1 =meeting-mode-help esc
  tab =meeting-mode-plan esc esc esc
3 right =meeting-agreement  p =link esc  x =no-item esc
"""
"""Keys; "words" are typed, and =NAME is compared with the file of that name."""

SPANISH = f"""
1 =home v =home-month v v
2 =plan  v =plan-grouping esc  slash "aids" enter =plan-item  . =plan-actions esc
  b =plan-blame b  B =plan-words esc  H =history esc  s =status esc  a =archive-reason esc  M =move esc
  c =entry-form esc  e =edit-form esc  g =agreement-form esc  I =import-file esc  P =publish esc
  esc esc  slash "send contact" enter  w =answers-form space esc =unsaved right enter
  Z =undo-list esc  ? =help esc  ctrl+p =palette "mex" =palette-found esc
3 =meetings  + =meeting-form esc  C =meeting-closing esc  f5 =minutes esc
4 =requests  v =requests-grid v
{SCREENS}
G =meeting-mode "Canada will host a workshop on AIDS on 12-14 June 2007" ctrl+s =meeting-mode-saved
  f6 =meeting-mode-make esc  f7 =meeting-mode-proposer esc  f8 =meeting-mode-withdraw esc  esc
3 right =meeting-agreement  p =link esc  x =no-item esc
"""
"""The same without the states that add no words of their own."""

LOOKS = {
    "120x40": ((120, 40), "en", DARK, WALK),
    "80x24": ((80, 24), "en", DARK, WALK),
    "80x24-es": ((80, 24), "es", LIGHT, SPANISH),
}
"""A window's size, the language, the theme, and what is looked at, by the folder of the files."""

_KEYS = {
    "esc": "escape",
    ".": "full_stop",
    "+": "plus",
    "?": "question_mark",
    "!": "exclamation_mark",
}
_VARIES = (
    (re.compile(r"\b(?=[a-f]*\d)[0-9a-f]{8}\b"), "12345678"),  # a record's id
    (re.compile(r"((?:File|Archivo) \*) +.*"), r"\1"),  # where the person is
    (re.compile(r"[▁-▇](?=[ │]*$)", re.MULTILINE), " "),  # the end of a scrollbar's thumb
)


_FRAME = ".box, #--container"
"""What a dialog is drawn in."""


def strips(app) -> list[Strip]:
    """Return what the screen shows; of a dialog only what stands in its frame, as what is behind is not drawn anew."""
    rows = app.screen._compositor.render_strips()
    if app.screen.is_modal:
        frame = app.screen.query(_FRAME).first().region
        rows = [row.crop(frame.x, frame.right) for row in rows[frame.y : frame.bottom]]
    return rows


def shown(rows: Sequence[Strip]) -> str:
    """Return the text of rows of the screen."""
    text = "\n".join(row.text for row in rows)
    for varying, instead in _VARIES:
        text = varying.sub(instead, text)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def unreadable(rows: Sequence[Strip]) -> list[str]:
    """Return the words whose contrast with their ground is below the 4.5 of WCAG."""
    segments = [segment for row in rows for segment in row if re.search(r"\w", segment.text)]
    return [segment.text.strip() for segment in segments if segment.style and _contrast(segment.style) < 4.5]


@cache
def _contrast(style: Style) -> float:
    assert style.color is not None
    assert style.bgcolor is not None
    return contrast(style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex)


@pytest.fixture
def rest(monkeypatch, until):
    """Wait until nothing is read any more, no timer runs but those of toasts, and the screen stays as it is."""
    reads: list[Future[object]] = []
    submit = ThreadPoolExecutor.submit

    def noted(pool, *args, **options):
        reads.append(submit(pool, *args, **options))
        return reads[-1]

    monkeypatch.setattr(ThreadPoolExecutor, "submit", noted)

    async def wait(app, pilot, what):
        last = [""]

        def is_at_rest():
            nodes = [app, *app.screen_stack, *app.screen.walk_children()]
            timers = [timer for node in nodes if type(node).__name__ != "Toast" for timer in node._timers]
            if any(timer._repeat == 0 and timer._task and not timer._task.done() for timer in timers):
                return False
            if not all(read.done() for read in reads):
                return False
            if app.screen.is_modal and not app.screen.query(_FRAME):
                return False  # the dialog is not composed yet
            before, last[0] = last[0], shown(strips(app))
            return before == last[0]

        await until(pilot, is_at_rest, f"rest after {what}")
        reads.clear()

    return wait


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """Where the sample is made, once."""
    return tmp_path_factory.mktemp("made") / "sample"


@pytest.fixture
def sample(made, tmp_path, monkeypatch) -> Path:
    """A copy of the sample, with its practice meeting opened on a day that stays."""
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2026-11-28T10:00:00Z")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-28T10:00:00Z")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/home/ana/.config")
    monkeypatch.setattr(TwoPaneScreen, "REST", 0)
    monkeypatch.chdir(tmp_path)
    return shutil.copytree(made if made.exists() else make_demo(made), tmp_path / "sample")


class Files:
    """What was seen, compared with the files of a folder, or written there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.writes = "WRITE_SNAPSHOTS" in os.environ
        self.seen: set[str] = set()
        self.differences: list[str] = []
        if self.writes:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)

    def look(self, app, name: str) -> None:
        """Compare what the screen shows, and whether it can be read."""
        rows = strips(app)
        assert not unreadable(rows), name
        file, now = self.folder / f"{name}.txt", shown(rows)
        assert name not in self.seen
        self.seen.add(name)
        if self.writes:
            file.write_text(now, encoding="utf-8")
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        self.differences += difflib.unified_diff(
            before.splitlines(), now.splitlines(), str(file.relative_to(FOLDER)), "now", lineterm="", n=1
        )

    def check(self) -> None:
        """Fail with the differences, or where a file was not compared."""
        assert not self.differences, "\n".join(self.differences)
        assert self.seen == {file.stem for file in self.folder.glob("*.txt")}


@pytest.mark.parametrize("look", LOOKS)
async def test_every_screen_looks_as_it_did(open_app, sample, rest, screen_text, look):
    size, language, theme, walk = LOOKS[look]
    files = Files(FOLDER / look)
    async with open_app(sample, size=size, language=language) as (app, pilot):
        app.theme = theme
        for step in re.findall(r'"[^"]*"|\S+', walk):
            if step.startswith('"'):
                field = app.screen.focused
                assert isinstance(field, Input | TextArea), f"nothing takes {step}: {screen_text(app)}"
                field.insert(
                    step.strip('"'), field.cursor_location if isinstance(field, TextArea) else len(field.value)
                )
            elif step.startswith("="):
                app.clear_notifications()
                await rest(app, pilot, step)
                files.look(app, step.removeprefix("="))
                continue  # at rest as it was
            else:
                await pilot.press(_KEYS.get(step, step))
            await rest(app, pilot, step)
    files.check()


def rare(plan: Plan, records: Sequence[Record]) -> Iterator[tuple[str, Screen]]:
    """Yield what comes up only where several people, or several programs, work on a plan, by the names of the files."""
    item, meeting = plan.items["HR-4.2"], plan.meetings["practice"]
    text = item.text["en"]
    clash = Clash(("text", "en"), text, f"{text} AND OF ITS COMMITTEE", f"{text}, IF THERE IS TIME")
    status = Question(item.id, ("status",), Kind.FIELD, "active", "completed", "cancelled")
    archived = Question(item.id, ARCHIVED, Kind.ARCHIVED, (), {"date": "2007-05-15", "meeting": meeting.id}, [item.id])
    yield "conflict", ConflictDialog("Text (English)", clash, 1, 2)
    yield "identity", IdentityDialog()
    yield "identity-refused", IdentityDialog("“ana” is not an e-mail address.")
    yield "settle", SettleDialog(Asked(plan, status, records[0], records[1], 1, 3))
    yield (
        "settle-archived",
        SettleDialog(Asked(plan, archived, records[0], records[1], 2, 3, "HR-9 is not in the plan.")),
    )
    facts = [("Before", line(text)), ("Now", line(text.lower())), ("Proposed", line(f"{text} AND THE RCM"))]
    yield "wording", WordingDialog("HR-4.2  text", facts, f"{text} AND THE RCM")
    yield "undo-several", UndoSeveralDialog(plan, records[:3])
    yield "which-meeting", MeetingDialog(plan, ())


@pytest.mark.parametrize("look", LOOKS)
async def test_what_comes_up_rarely_looks_as_it_did(open_app, sample, rest, until, tmp_path, look):
    size, language, theme, _walk = LOOKS[look]
    files = Files(FOLDER / f"rare-{look}")
    table = tmp_path / "log.xlsx"
    table.write_bytes(workbook([["No", "Action", "Place", "Comments"], ["1", "Water roses", "Garden", "Every day"]]))
    async with open_app(sample, size=size, language=language) as (app, pilot):
        app.theme = theme
        for name, dialog in rare(app.plan, list(islice(records(app.snapshot.git), 3))):
            app.push_screen(dialog)
            await rest(app, pilot, name)
            files.look(app, name)
            dialog.dismiss(None)
            await rest(app, pilot, f"the end of {name}")
        for name, form in (
            ("request", RequestForm("HR-4.1", "mzp")),
            ("proposer", ActorDialog(app.plan, "Who proposed it?", "Mexico will host it")),
            ("import-table", ImportScreen(table, "plan")),
        ):
            await form.open(app) if isinstance(form, RequestForm) else app.push_screen(form)
            await until(pilot, lambda form=form: not isinstance(form, ImportScreen) or form.row_id, "what was read")
            await rest(app, pilot, name)
            files.look(app, name)
            form.dismiss(None)
            await rest(app, pilot, f"the end of {name}")
    files.check()
