"""What is pasted or typed where no text is taken runs no commands; keys pressed quickly all do."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from textual import events
from textual.widgets import TextArea

from rcm_tui.tui import typed_keys
from rcm_tui.tui.dialogs.ask import ConfirmDialog
from rcm_tui.tui.typed_keys import TextGuard
from tests.terminals import rcm_terminals

NONE_RUN = "takes no text"


def verdicts(typed, seconds, guard=None):
    """What becomes of characters that arrive so many seconds apart."""
    guard = guard or TextGuard()
    found = []
    for place, character in enumerate(typed):
        key = events.Key({"/": "slash", " ": "space"}.get(character, character), character)
        key.time = 100 + place * seconds
        found.append(guard.judge(key, begins_text=character == "/"))
    return found


@pytest.mark.parametrize("typed", ["Canada will host", "aids", "jjj make a list", "MEXICO"])
def test_letters_that_arrive_together_are_text(typed):
    found = verdicts(typed, 0.001)
    assert found[-1] == "text" and "run" not in found


@pytest.mark.parametrize(
    ("typed", "seconds"), [("jjjjjjjjjj", 0.001), ("jljjsc", 0.001), ("sc", 0), ("make a list", 0.03)]
)
def test_quick_keys_are_keys(typed, seconds):
    assert "text" not in verdicts(typed, seconds)


def test_what_follows_a_key_that_opens_a_field_is_for_the_field():
    assert "text" not in verdicts("j/send contact", 0.001)


def test_typing_on_after_a_key_that_did_nothing_is_text_and_moving_on_is_not():
    for key, typed, found in [
        ("slash", "human", ["hold", "hold", "text", "text", "text"]),
        ("c", "Pre", ["hold", "hold", "text"]),
        ("c", "sc", ["hold", "hold"]),
        ("c", "jjjc", ["hold"] * 4),
    ]:
        guard = TextGuard()
        refused = events.Key(key, None)
        refused.time = 99.8
        guard.judge(refused, begins_text=False)
        guard.expect_text(key)
        assert verdicts(typed, 0.2, guard) == found


@pytest.mark.terminal
@pytest.mark.needs("tmux")
def test_in_a_terminal_no_command_of_a_text_acts(home, plan_repo, run_git):
    with rcm_terminals(home) as terminal:
        before = run_git(plan_repo, "rev-parse", "HEAD")
        program = terminal(plan_repo)
        program.sees("RESPECT FOR THE RIGHTS")
        program.type("use an archive\rqm")
        program.sees(NONE_RUN)
        assert program.screen().count(NONE_RUN) == 1
        program.press("3")
        program.sees("is open")
        program.until(lambda: NONE_RUN not in program.screen(), "the notice gone")
        program.tmux("set-buffer", "Regional quorum")
        program.tmux("paste-buffer", "-p", "-t", "rcm")
        program.sees(NONE_RUN)
        assert run_git(plan_repo, "rev-parse", "HEAD") == before and not program.ended()


@pytest.mark.terminal
@pytest.mark.needs("tmux")
def test_in_a_terminal_no_letter_of_a_search_is_lost_however_quickly_it_is_begun(home, sample):
    """Enter, and a slash that has to wait for its turn, came after the letters typed next."""
    with rcm_terminals(home) as terminal:
        program = terminal(sample, size=(80, 24))
        program.sees("HUMAN RIGHTS")
        program.press("Right")
        program.sees("FORMULATION")
        for before in ("\r", "\r\t", "jjj\r"):
            program.type(f"{before}/migrants")
            program.sees("/ migrants")
            program.press("Escape", "Escape", "Escape")
            program.until(lambda: "/ migrants" not in program.screen(), "the plan again")
        for _turn in range(3):
            program.type("jk" * 30)
            program.type("/")
            program.type("migrants")
            program.sees("/ migrants")
            program.press("Escape", "Escape")
            program.until(lambda: "/ migrants" not in program.screen(), "the plan again")
        assert NONE_RUN not in program.screen()


async def test_a_key_typed_after_enter_works_on_what_was_found_however_long_that_takes(
    open_app, plan_repo, until, monkeypatch
):
    """Enter searches in a thread; the key after it must neither go into the field nor act on the item before."""
    async with open_app(plan_repo) as (app, pilot):
        app.screen.go_to("HR-1.1")
        await until(pilot, lambda: app.screen.item_id == "HR-1.1", "another item")
        await pilot.press("slash", *"smuggling")
        await until(pilot, lambda: app.screen.search._found_for == "smuggling", "what is found")
        app.screen.search._found_for = ""  # As before the texts are made: so Enter has to search.
        monkeypatch.setattr(typed_keys, "PAUSE", 0.1)
        begun, released = threading.Event(), threading.Event()
        pool = ThreadPoolExecutor(1)
        asyncio.get_running_loop().set_default_executor(pool)
        pool.submit(lambda: (begun.set(), released.wait(30)))
        app.post_message(events.Key("enter", None))
        app.post_message(events.Key("s", "s"))
        try:
            over = time.monotonic() + 5 * typed_keys.PAUSE
            while time.monotonic() < over:  # The pilot would wait until the field has handled the key.
                await asyncio.sleep(0)
            assert begun.is_set()
            assert app.screen.search.words == "smuggling" and app.screen.is_searching
        finally:
            released.set()
        await until(pilot, lambda: type(app.screen).__name__ == "ChooseDialog", "the statuses")
        assert app.screen_stack[-2].item_id == "HR-1.2"


async def test_a_key_typed_after_undo_works_on_the_item_that_comes_back(open_app, plan_repo, until):
    """Before: it worked on the item that the cursor was on until the record was made."""
    async with open_app(plan_repo) as (app, pilot):
        app.screen.go_to("HR-1.2")
        await until(pilot, lambda: app.screen.item_id == "HR-1.2", "the item")
        await pilot.press("a", *"held", "enter")
        await until(pilot, lambda: app.plan.is_archived("HR-1.2") and app.screen.item_id != "HR-1.2", "the next item")
        for key in "uH":
            app.post_message(events.Key(key, key))
        await until(pilot, lambda: type(app.screen).__name__ == "HistoryScreen", "the history")
        assert app.screen.item_id == "HR-1.2"


async def test_a_key_typed_after_archiving_works_on_the_next_item(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        app.screen.go_to("HR-1.2")
        await until(pilot, lambda: app.screen.item_id == "HR-1.2", "the item")
        rows = app.screen.outline.row_ids
        await pilot.press("a", *"held")
        app.post_message(events.Key("enter", None))
        app.post_message(events.Key("H", "H"))
        await until(pilot, lambda: type(app.screen).__name__ == "HistoryScreen", "the history")
        assert app.plan.is_archived("HR-1.2")
        assert app.screen.item_id == rows[rows.index("HR-1.2") + 1]


async def test_a_key_typed_after_saving_something_new_works_on_it(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        app.screen.go_to("HR-1")
        await until(pilot, lambda: app.screen.item_id == "HR-1", "the objective")
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.focused, TextArea), "the form")
        await pilot.press(*"Print it")
        app.post_message(events.Key("ctrl+s", None))
        app.post_message(events.Key("s", "s"))
        await until(pilot, lambda: type(app.screen).__name__ == "ChooseDialog", "the statuses")
        assert app.screen.heading == "Status of HR-1.4"


async def test_keys_wait_for_a_record_neither_in_a_dialog_nor_for_ever(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        made = asyncio.get_running_loop().create_future()
        app.run_in_background(app.keys_wait_for(made))
        app.push_screen(ConfirmDialog("Heading", "Question?", yes="Yes", no="No"))
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog) and app.screen.is_mounted, "the question")
        app.post_message(events.Key("y", "y"))
        await until(pilot, lambda: app.screen is app.screen_stack[1], "the answer")
        app.post_message(events.Key("m", "m"))
        await until(pilot, lambda: app.screen.NAME == "meetings", "the meetings, as the record takes too long")
        assert not made.done()
        made.set_result(None)


async def test_a_key_pressed_twice_answers_a_dialog_and_leaves_the_screen_below_it(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("m")
        await until(pilot, lambda: app.screen.NAME == "meetings" and app.screen.row_id, "the meetings")
        await pilot.press("C")
        await until(pilot, lambda: type(app.screen).__name__ == "ConfirmDialog", "the question")
        for _twice in range(2):
            app.post_message(events.Key("y", "y"))
        await until(pilot, lambda: type(app.screen).__name__ == "MessageDialog", "what was done")
        assert [type(screen).__name__ for screen in app.screen_stack[-2:]] == ["MeetingsScreen", "MessageDialog"]
        for _twice in range(2):
            app.post_message(events.Key("escape", None))
        await until(pilot, lambda: type(app.screen).__name__ != "MessageDialog", "the end")


async def test_a_letter_pressed_twice_sets_a_status_and_leaves_the_plan_there(open_app, plan_repo, until):
    """Before: the plan went with the dialog, and an empty screen that knows no key was left."""
    async with open_app(plan_repo) as (app, pilot):
        app.screen.go_to("HR-1.2")
        await until(pilot, lambda: app.screen.item_id == "HR-1.2", "the item")
        await pilot.press("s")
        await until(pilot, lambda: type(app.screen).__name__ == "ChooseDialog", "the statuses")
        for _twice in range(2):
            app.post_message(events.Key("c", "c"))
        await until(pilot, lambda: app.plan.items["HR-1.2"].status == "completed", "the change")
        await pilot.pause()
        assert app.screen.NAME == "plan"


async def test_a_dialog_that_is_left_before_it_is_built_is_no_error(open_app, plan_repo):
    async with open_app(plan_repo) as (app, pilot):
        below = app.screen
        dialog = ConfirmDialog("Heading", "Question?", yes="Yes", no="No")
        app.push_screen(dialog)
        dialog.dismiss(False)
        await pilot.pause()
        await pilot.pause()
        assert (app.screen, app.return_code, dialog.is_running) == (below, None, False)


@pytest.mark.parametrize("turns", range(3))
async def test_a_program_that_is_left_while_a_dialog_is_built_ends_well(open_app, plan_repo, turns):
    async with open_app(plan_repo) as (app, _pilot):
        app.push_screen(ConfirmDialog("Heading", "Question?", yes="Yes", no="No"))
        for _turn in range(turns):
            await asyncio.sleep(0)
        app.exit(7)
    assert app.return_code == 0
    assert app.return_value == 7


async def test_what_is_pasted_into_a_question_is_refused_in_its_own_words(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        app.push_screen(ConfirmDialog("Heading", "Question?", yes="Yes", no="No"))
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog) and app.screen.is_mounted, "the question")
        app.post_message(events.Paste("Countries will send lists"))
        await until(pilot, lambda: any("This dialog" in note.message for note in app._notifications), "a refusal")
        assert isinstance(app.screen, ConfirmDialog)
        assert not any("Press / to search" in note.message for note in app._notifications)


async def test_what_is_pasted_before_a_form_is_there_is_for_the_form(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        app.post_message(events.Key("g", "g"))
        app.post_message(events.Paste("Countries will send lists"))
        await until(pilot, lambda: isinstance(app.focused, TextArea) and "Countries" in app.focused.text, "the text")


@pytest.mark.terminal
@pytest.mark.needs("tmux")
def test_in_a_terminal_what_is_typed_while_a_form_is_recorded_comes_to_the_next_form(home, plan_repo):
    """Before: it was all handed on at once, taken for a text that no command takes, and dropped."""
    hook = plan_repo / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ntouch started\nwhile [ ! -e go ]; do sleep 0.02; done\n")
    hook.chmod(0o755)
    with rcm_terminals(home) as terminal:
        program = terminal(plan_repo)
        program.sees("RESPECT FOR THE RIGHTS")
        program.press("j", "l", "j", "j")
        program.sees("HR-1.2 ")
        program.press("c")
        program.sees("New calendar entry")
        program.type("Held")
        program.sees("Held")
        program.press("C-s")
        program.until((plan_repo / "started").exists, "recording")
        for letter in "cPrinted":
            program.press(letter)
            program.tmux("run-shell", f"sleep {3 * typed_keys.TOGETHER}")
        (plan_repo / "go").touch()
        program.sees("Printed")


@pytest.mark.terminal
@pytest.mark.needs("tmux")
def test_in_a_terminal_what_is_sent_at_once_comes_to_the_field_that_each_tab_goes_to(home, plan_repo, run_git):
    """Letters sent right behind Tab came to the field that Tab left, and the form recorded them there."""
    file = plan_repo / "plan/HR/HR-1/HR-1.2.yaml"
    with rcm_terminals(home) as terminal:
        program = terminal(plan_repo)
        program.sees("RESPECT FOR THE RIGHTS")
        program.press("j", "l", "j", "j")
        program.sees("HR-1.2 ")
        program.type("e\x05 HELD\tTALLER CELEBRADO\t\t30 April 2007\x13")
        program.until(lambda: "Item: HR-1.2" in run_git(plan_repo, "log", "-1", "--format=%b"), "the record")
    written = file.read_text()
    assert "HOLD A WORKSHOP ON SMUGGLING HELD\n" in written and "    TALLER CELEBRADO\n" in written
    assert 'due: "2007-04-30"' in written
