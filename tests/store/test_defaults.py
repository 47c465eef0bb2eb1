"""What a plan has that declares nothing of the kind is declared in the very form in which a plan declares its own."""

import json
from pathlib import Path

import pytest

import rcm_tui
from rcm_tui import i18n
from rcm_tui.model import declared
from rcm_tui.model.items import PlanInfo
from rcm_tui.model.levels import Levels
from rcm_tui.model.schema import SCHEMA
from rcm_tui.model.statuses import DEFAULT, Statuses
from rcm_tui.reports import columns
from rcm_tui.reports.styles import counted_status, status_choices, use_statuses
from rcm_tui.store.messages import messages_of_publications
from rcm_tui.store.reader import load_file
from rcm_tui.store.yaml import parse

FILE = Path(rcm_tui.__file__).parent / "profiles" / "defaults.json"


def as_a_plan_declares_it() -> PlanInfo:
    content = b"title: {en: Plan}\nlanguages: [en, es]\n" + b"\n".join(
        json.dumps(name).encode() + b": " + json.dumps(of_name, ensure_ascii=False).encode()
        for name, of_name in json.loads(FILE.read_bytes()).items()
    )
    assert list(SCHEMA.problems("plan", parse(content))) == []
    loaded = load_file("plan/plan.yaml", content)
    assert loaded.problems == ()
    assert isinstance(loaded.value, PlanInfo)
    return loaded.value


def test_a_plan_that_declares_the_defaults_is_one_that_declares_nothing():
    info = as_a_plan_declares_it()
    assert list(declared.problems(info)) == []
    assert info.statuses == {status: DEFAULT._known[status] for status in DEFAULT}
    assert info.levels == Levels().known
    assert info.columns == columns._defaults()
    assert list(info.columns) == ["actions", "text", "calendar"]


def test_a_plan_that_declares_the_words_of_the_messages_is_not_rephrased():
    assert Levels(as_a_plan_declares_it().levels).terms == {}
    assert Levels().terms == {}


def test_several_of_a_status_are_counted_in_their_own_words():
    use_statuses(lambda: Statuses(as_a_plan_declares_it().statuses))
    with i18n.using("es"):
        assert [counted_status("planned", count) for count in (0, 1, 2)] == ["0 previstas", "1 prevista", "2 previstas"]
        assert counted_status("ongoing", 2) == "2 en curso"
        [(_value, words), *_rest] = status_choices(["active"])
        assert words == "abiertas (activas, en curso o pendientes de insumos)"
    assert counted_status("planned", 2) == "2 planned"


def test_a_file_of_words_has_words_for_them():
    """So that a plan of before, with such a file and without declarations, is printed as it was."""
    messages = messages_of_publications()
    assert [*messages][:5] == ["SUBJECTS", "OBJECTIVES", "ACTION FOR IMPLEMENTATION", "ACTIVITIES", "CALENDAR"]
    assert (messages["pending input"], messages["{count} pending input"]) == (False, True)
    words = {"planned": ("prévu",), "{count} planned": ("{count} prévu", "{count} prévus"), "SUBJECTS": ("THÈMES",)}
    french = i18n.Catalogue("fr", words, lambda count: int(count > 1), {})
    with i18n.using("fr", french):
        assert DEFAULT.word("planned") == "prévu"
        assert [counted_status("planned", count) for count in (0, 2)] == ["0 prévu", "2 prévus"]
        assert counted_status("active", 2) == "2 active"


@pytest.mark.parametrize("path", ["rcm_tui/profiles/rcm/plan/plan.yaml", "plan/plan.yaml"])
def test_the_plan_that_the_program_was_written_for_declares_them_as_any_plan_does(path):
    data = parse((FILE.parents[2] / path).read_bytes())
    assert {name: data[name] for name in ("levels", "statuses", "columns")} == json.loads(FILE.read_bytes())
