"""Looks: every status has a glyph of one cell and a word; text is shown without controlling the terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcm_tui.i18n import using
from rcm_tui.model import rules
from rcm_tui.model.states import AgreementStatus, MeetingStatus
from rcm_tui.model.statuses import DEFAULT
from rcm_tui.reports import styles
from rcm_tui.reports.visible import one_line, visible

STATUS_LOOK = {status: styles.status_look(status) for status in (*DEFAULT, "unreadable", "archived")}
ALL_LOOKS = (STATUS_LOOK, styles.MEETING_LOOK, styles.AGREEMENT_LOOK, styles.ANSWER_LOOK)


@pytest.mark.parametrize(
    ("statuses", "table"),
    [
        (DEFAULT, STATUS_LOOK),
        (MeetingStatus, styles.MEETING_LOOK),
        (AgreementStatus, styles.AGREEMENT_LOOK),
        (
            (
                *(rules.ANSWERED, rules.PARTLY, rules.DECLINED, rules.NOT_APPLICABLE),
                *(rules.NOT_YET, rules.NOT_RECORDED, rules.NOT_ASKED),
            ),
            styles.ANSWER_LOOK,
        ),
    ],
)
def test_every_status_has_a_look(statuses, table):
    assert {str(status) for status in statuses} <= set(table)


@pytest.mark.parametrize("table", ALL_LOOKS)
def test_glyphs_are_one_cell_wide_and_roles_are_known(table):
    for look in table.values():
        assert len(look.glyph) == 1
        assert unicodedata.east_asian_width(look.glyph) not in ("W", "F")
        assert look.role in styles.ROLES


def test_statuses_of_items_differ_in_glyph():
    glyphs = [look.glyph for look in STATUS_LOOK.values()]
    assert len(set(glyphs)) == len(glyphs)


def test_control_characters_are_shown():
    assert visible("a\x1b[31mb\tc\x9b\x7f") == "a␛[31mb␉c‹U+009B›␡"
    assert visible("in\u202eside") == "in‹U+202E›side"
    assert visible("two\nlines") == "two␊lines"
    assert visible("two\nlines\r", lines=True) == "two\nlines␍"


def test_letters_of_any_language_stay():
    assert visible("Ñandú ¿qué? 移民 [bold]") == "Ñandú ¿qué? 移民 [bold]"


@given(st.text())
def test_nothing_that_is_shown_controls_a_terminal(text):
    shown = visible(text)
    assert not any(unicodedata.category(character) == "Cc" for character in shown)
    assert "\n" not in one_line(text)


def test_the_word_for_what_is_archived_agrees_with_every_kind_in_spanish():
    """It stands among the statuses of activities, which are feminine, and beside objectives, which are masculine."""
    with using("es"):
        assert styles.status_word("archived") == "en el archivo"
        assert styles.counted_status("archived", 2) == "2 en el archivo"
    assert styles.counted_status("archived", 2) == "2 archived"
