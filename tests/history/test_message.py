import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcm_tui.history.message import Message, parse_message, values

texts = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\n\r: #-\tItem")), max_size=80)


def test_text_is_subject_reason_and_trailers():
    message = Message(
        "HR-4.2: status active -> completed", "Seminar held.", [("Meeting", "2006-11-rcgm"), ("Item", "HR-4.2")]
    )
    assert message.text() == (
        "HR-4.2: status active -> completed\n\nSeminar held.\n\nMeeting: 2006-11-rcgm\nItem: HR-4.2\n"
    )


def a_message(subject, reason, trailers):
    try:
        return Message(subject, reason, [(key, value) for key, value in trailers])
    except ValueError:
        return None


@given(texts, texts, st.lists(st.tuples(st.sampled_from(["Meeting", "Item", "Proposed-by"]), texts), max_size=3))
def test_what_is_written_is_what_is_read(subject, reason, trailers):
    message = a_message(subject, reason, trailers)
    if message is not None:
        assert parse_message(message.text()) == message


@given(texts)
def test_anything_can_be_read(text):
    assert parse_message(text).subject


@pytest.mark.parametrize("trailers", [[], [("Meeting", "none")]])
@pytest.mark.parametrize(
    "reason", ["Item: HR-9", "Why.\n\nMeeting: forged\nItem: HR-9", "(cherry picked from commit 12)"]
)
def test_a_reason_never_becomes_a_trailer(reason, trailers, tmp_path):
    message = Message("Subject", reason, trailers)
    assert list(parse_message(message.text()).trailers) == trailers
    read = subprocess.run(
        ["git", "interpret-trailers", "--parse"], input=message.text(), capture_output=True, text=True, check=True
    )
    assert read.stdout.splitlines() == [f"{key}: {value}" for key, value in trailers]


def test_values_are_one_line_without_control_characters():
    message = Message("a\x1b[31m\nb", "c\x07d\r\n\r\n\r\n\r\ne\n", [("Proposed-by", "Mex\nItem: HR-9\u2028ico")])
    assert message.subject == "a [31m b"
    assert message.reason == "c d\n\ne"
    assert message.trailers == (("Proposed-by", "Mex Item: HR-9 ico"),)


def test_trailers_of_others_are_read_as_git_reads_them():
    text = "Title\n\nBody\n\nmeeting: none\nItem:HR-1\n  and more\n(cherry picked from commit abc)\n"
    assert parse_message(text).trailers == (("meeting", "none"), ("Item", "HR-1 and more"))
    assert values(parse_message(text).trailers, "Meeting") == ("none",)
    assert parse_message("Title\n\nMeeting: none\nand prose\n").trailers == ()
    assert parse_message("Title\n\nReunión: none\n").trailers == ()
    assert parse_message("Item: HR-1").trailers == ()


@pytest.mark.parametrize("bad", [("", []), ("  \n", []), ("s", [("Reunión", "x")]), ("s", [("Meeting", " ")])])
def test_a_message_git_could_not_carry_is_refused(bad):
    with pytest.raises(ValueError, match="Message"):
        Message(bad[0], "", bad[1])


def test_prose_with_one_line_like_a_trailer_is_prose_to_git_too():
    message = Message("Subject", "Sent on paper, signed:\nReviewed-by: the chair")
    assert message.text() == "Subject\n\n Sent on paper, signed:\n Reviewed-by: the chair\n"
    assert parse_message(message.text()).trailers == ()
