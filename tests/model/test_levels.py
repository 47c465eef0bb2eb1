"""What a plan calls its levels takes the place of the program's words, in every message and with fitting articles."""

import pytest

from rcm_tui import i18n
from rcm_tui.model.levels import Level, Levels, Noun
from rcm_tui.model.terms import rephrase


def level(one: str, many: str, es: tuple[str, str] = ("", ""), **more: Noun) -> Level:
    spanish = [{"es": words} if words else {} for words in es]
    return Level(one={"en": one, **spanish[0]}, many={"en": many, **spanish[1]}, **more)


LEVELS = Levels(
    {
        "aim": level("aim", "aims", ("finalidad", "finalidades")),
        "goal": level(
            "goal",
            "goals",
            ("meta", "metas"),
            actions=Noun(one={"en": "means", "es": "medio"}, many={"en": "means", "es": "medios"}),
        ),
        "task": level(
            "task",
            "tasks",
            ("tarea", "tareas"),
            entries=Noun(one={"en": "milestone", "es": "hito"}, many={"en": "milestones", "es": "hitos"}),
        ),
    }
)


@pytest.fixture
def say(monkeypatch):
    """Speak of the plan in its own words, in the language given."""
    monkeypatch.setattr(i18n, "_rephrase", rephrase(LEVELS.terms))

    def use(language: str) -> None:
        monkeypatch.setattr(i18n, "_current", language)

    return use


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("an objective belongs to a subject", "a goal belongs to an aim"),
        ("OBJECTIVES", "GOALS"),
        ("Actions for implementation", "Means"),
        ("A calendar entry of {item}", "A milestone of {item}"),
        ("Undo: {subject}", "Undo: {subject}"),
        ("Archival Plan of Action", "Archival Plan of Action"),
        ("words, status:open, actor:IOM, subject:HR", "words, status:open, actor:IOM, subject:HR"),
        (
            "Name the item to add under, or a new subject with --subject CODE.",
            "Name the item to add under, or a new aim with --subject CODE.",
        ),
        (
            'nothing yet; add an entry: rcm entry {id} --add --date 2006-11 --text "..."',
            'nothing yet; add a milestone: rcm entry {id} --add --date 2006-11 --text "..."',
        ),
    ],
)
def test_messages_speak_of_the_plan_in_its_own_words(say, message, said):
    say("en")
    assert i18n._(message) == said


def test_counts_do_too(say):
    say("en")
    assert i18n.ngettext("{count} activity", "{count} activities", 1) == "{count} task"
    assert i18n.ngettext("{count} activity", "{count} activities", 3) == "{count} tasks"


def test_spanish_articles_follow_the_ending(say):
    say("es")
    assert i18n._("an objective belongs to a subject") == "una meta pertenece a una finalidad"
    assert i18n._("A calendar entry of {item}") == "Un hito de {item}"
    assert i18n.translator("en").gettext("New activity") == "New task"


def test_without_levels_every_message_is_as_it_is():
    assert rephrase(Levels().terms) is None
    assert Levels().has_actions


def test_kinds_are_those_of_the_program_from_the_top():
    assert LEVELS.kinds == {"aim": "subject", "goal": "objective", "task": "activity"}
    assert LEVELS.has_actions
    assert not Levels({code: level(code, code) for code in "abc"}).has_actions
