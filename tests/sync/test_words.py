"""What `rcm sync` says where there is no terminal, and what it says to do when it cannot."""

from __future__ import annotations

import pytest


def refuse(office, words, status=1):
    hook = office.shared / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\necho '{words}' >&2\nexit {status}\n")
    hook.chmod(0o755)
    return hook


def test_what_came_and_went_is_said_by_meeting_and_person(office):
    ana, luis = office.ana, office.luis
    for item in ("HR-1.2", "HR-1.4", "HR-1.5", "HR-2.1"):
        ana("set", item, "status=ongoing")
    ana("sync")
    assert "Sent:" in ana.out and "Taken over:" not in ana.out
    luis("set", "HR-1.2", "responsible+=MX")
    luis("sync")
    came, _title, went = luis.out.partition("Sent:")
    assert "Taken over:" in came and "Ana: 4 records (HR-2.1: " in came and "and 1 more item)" in came
    assert "Luis: 1 record (HR-1.2: " in went
    luis("sync")
    assert luis.out.startswith("Everything is synchronised") and luis.out.count("\n") == 1


def test_questions_and_what_is_decided_are_said_in_words(office):
    office.ana("set", "HR-1.2", "status=completed")
    office.ana("sync")
    office.luis("archive", "HR-1.2", "-m", "Over")
    office.luis("sync", expect=3)
    assert "HR-1.2 was archived by one side and changed by the other" in office.luis.err
    office.luis("sync", "--theirs")
    assert "stays in the plan, with the changes\n" in office.luis.err


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("fatal: No space left on device", "Make room"),
        ("Only Ana may send on Sundays", "Ask whoever runs it"),
        ("error: insufficient permission for adding an object", "the right to write"),
    ],
)
def test_records_that_could_not_be_sent_say_why_and_what_was_taken_over(office, words, advice):
    office.ana("set", "HR-1.2", "status=completed")
    office.ana("sync")
    office.luis("set", "HR-1.4", "status=ongoing")
    hook = refuse(office, words)
    office.luis("sync", expect=3)
    assert advice in office.luis.err and "are kept here" in office.luis.err and words in office.luis.err
    assert not any(
        noise in office.luis.err for noise in ("Nothing was changed", "[remote rejected]", "Delta", "Total", "remote:")
    )
    assert "Taken over:" in office.luis.out and "Sent:" not in office.luis.out
    hook.unlink()
    office.luis("sync")
    assert "Sent:" in office.luis.out


def test_a_place_that_is_gone_says_how_to_name_another(office):
    office.shared.rename(office.shared.with_name("moved.git"))
    office.luis("sync", expect=3)
    assert "rcm sync --with PLACE" in office.luis.err and "Nothing was changed" in office.luis.err
    office.luis("sync", "--with", office.luis.root / ".." / "moved.git")
    assert f"{office.shared.with_name('moved.git')}" in office.luis.out and ".." not in office.luis.out


def test_a_copy_in_which_somebody_works_is_no_place_to_share(office):
    office.luis.git("config", "remote.origin.url", str(office.ana.root))
    office.luis("set", "HR-1.4", "status=ongoing")
    office.luis("sync", expect=3)
    assert "rcm sync --with FOLDER" in office.luis.err


def test_what_is_not_recorded_is_told_when_a_plan_is_first_shared(office):
    office.luis.edit("plan/HR/HR-1/HR-1.2.yaml", "status: active", "status: cancelled")
    office.luis("sync", "--with", office.shared)
    assert "not sent: plan/HR/HR-1/HR-1.2.yaml" in office.luis.err
