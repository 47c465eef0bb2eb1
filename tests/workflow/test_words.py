"""Words of publications in other languages: made, checked, used, part of editions, and harmless whatever they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from rcm_tui import i18n
from rcm_tui.model.dates import describe, describe_period, parse, parse_period
from rcm_tui.model.dates.wording import PLACEHOLDERS
from rcm_tui.model.words import WordsFile, catalogue_of, plural_of, problems
from rcm_tui.store.check import check
from rcm_tui.store.messages import messages_of_publications
from rcm_tui.store.yaml import revise
from rcm_tui.workflow.attribution import RecordOptions
from rcm_tui.workflow.meetings import close as close_meeting
from rcm_tui.workflow.publish import COUNTRY, FORMATS, MINUTES, REDLINE, STATUS, PublicationRequest, publish
from rcm_tui.workflow.session import Session
from rcm_tui.workflow.site import publish_site
from rcm_tui.workflow.words import refreshed
from rcm_tui.workflow.workspace import Workspace
from tests.small_plan import put

TESTS = Path(__file__).parents[1]
GREEK = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "ΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠΧΡΣΤΘΩΥΧΥΖαβψδεφγηιξκλμνοπχρστθωυχυζ"
)
"""A language without a Latin letter, so that every word that is left in English is seen."""
PLAN = {
    "plan/plan.yaml": """\
schema: 1
title: {el: Σχέδιο}
languages: [el]
archive_after: P2Y
bodies:
  ΣΥΜΒ:
    name: {el: Συμβούλιο}
""",
    "plan/actors.yaml": "ΜΧ:\n  kind: member\n  name: {el: Μεξικό}\nΔΟΜ:\n  kind: organization\n  name: {el: ΔΟΜ}\n",
    "plan/HR/HR.yaml": "id: HR\nnumber: 1\ntitle: {el: Δικαιώματα}\n",
    "plan/HR/HR-1/HR-1.yaml": "id: HR-1\nnumber: 1\ntext: {el: Προστασία}\nactions: [{id: bcd, text: {el: Μέτρο}}]\n",
    "plan/HR/HR-1/HR-1.1.yaml": """\
id: HR-1.1
number: 1
text: {el: Σεμινάριο}
status: active
actions: [bcd]
responsible: [ΔΟΜ]
funding: {cost: 12000, currency: USD, payer: [ΜΧ]}
calendar:
  - id: fgh
    date: "2006-11-27/2006-11-29"
    text: {el: Απάντηση}
    status: pending-input
    request: {to: ΔΟΜ, from: [ΜΧ], due: "2006-12-15"}
  - id: jkl
    date: "2004-36"
    text: {el: Παρουσίαση}
    status: completed
""",
}


def pseudo(message: str) -> str:
    """A message in the invented language, with its placeholders."""
    return "".join(
        each if each.startswith("{") else each.translate(GREEK) for each in re.split(r"(\{[^{}]*\})", message)
    )


@pytest.fixture
def greek(tmp_path, small_plans) -> Workspace:
    """A plan in one language that the program does not speak, with words for every message."""
    data = refreshed({}, "el")
    data["words"] = {
        message: [pseudo(message)] * 2 if isinstance(blank, list) else pseudo(message)
        for message, blank in data["words"].items()
    }
    files = {**PLAN, "plan/words.el.yaml": revise(None, data).decode()}
    return Workspace.open(small_plans.copy(files, tmp_path / "greek"))


def test_every_message_of_publications_has_words(greek, monkeypatch):
    monkeypatch.setattr(i18n, "_is_chosen", False)
    monkeypatch.setattr(i18n, "_current", "es")
    assert [problem for problem in check(greek.root) if problem.path.endswith("words.el.yaml")] == []
    for what, form in (("plan", "md"), ("status", "md"), ("secretariat", "md"), ("country", "md"), ("archive", "md")):
        made = publish(greek, PublicationRequest(form, what, country="ΜΧ" if what == "country" else None))
        left = re.findall(r"(?<![\w/.-])[A-Za-z]{3,}(?![\w.])", made.content.decode())
        assert set(left) <= {"Mermaid", "USD", "fgh"}, (what, left)


@pytest.mark.parametrize(("language", "allowed"), [("fr", set()), ("ar", {"no-words"})])
def test_the_words_of_the_sample_bodies_can_be_used(tmp_path, language, allowed):
    """The French file has words for everything; the Arabic one is still being filled in.

    A message that is new in publications is to be added to the French file: `rcm words fr --make` writes an empty line.
    """
    said = (TESTS / f"words.{language}.yaml").read_text("utf-8")
    put(tmp_path, "plan/plan.yaml", f"schema: 1\ntitle: {{{language}: Plan}}\nlanguages: [{language}]\n")
    file = put(tmp_path, f"plan/words.{language}.yaml", said)
    found = [found for found in check(tmp_path) if found.path.endswith(file.name) and found.code not in allowed]
    assert [(each.line, each.message) for each in found] == []
    dates = YAML(typ="safe").load(said).get("dates", {})
    assert language != "fr" or set(dates) == set(PLACEHOLDERS) - {"months_alone"}, "French months are the same alone"


def test_dates_and_periods_are_written_as_the_language_writes_them():
    said = refreshed({}, "fr")
    dates = {name: tuple(date) if isinstance(date, list) else date for name, date in said["dates"].items()}
    words = {"fr": WordsFile(plural=said["plural"], dates=dates)}
    with i18n.using("fr", catalogue_of(words, "fr")):
        assert describe(parse("2006-11-27/2006-11-29"), "fr") == "27-29 novembre 2006"
        assert describe(parse("2004-36"), "fr") == "4e trimestre 2004"
        assert describe_period(parse_period("P2Y6M"), "fr") == "2 ans et 6 mois"
        assert describe(parse("2006-11/.."), "fr") == "from novembre 2006 on"  # Nothing says how: English.
    assert describe(parse("2006-11"), "fr") == "November 2006"  # Not while the plan's words are not in use.


HOSTILE = {
    "Draft of {day}": "{day.__class__.__init__.__globals__}",
    "last edition: {meeting}": "{meeting!r}",
    "Adopted by {body}": "{body:>100000000}",
    "Updated by {body}": "{0}",
    "Draft: {meeting}": "{",
    "SUBJECTS": "\x1b[31mSUJETS",
    "OBJECTIVES": "\u202eFITCEJBO",
    "{count} country": ("{count} {x}", "{count}"),
    "Archived: {reason}": "Archivé",
    "DRAFT": "PROJET",
}


def test_words_with_other_placeholders_are_english_and_reported():
    said = WordsFile(words=HOSTILE, dates={"day": "{d.real}", "months": ("a",) * 11, "until": "{b}{x}", "joint": "{a}"})
    words = catalogue_of({"fr": said}, "fr")
    assert dict(words.words) == {"DRAFT": ("PROJET",)}
    assert dict(words.dates) == {}
    found = {problem.path[-1]: problem.code for problem in problems(said, messages_of_publications())}
    assert {found[message] for message in HOSTILE if message != "DRAFT"} == {"bad-placeholders"}
    assert {found[name] for name in said.dates} == {"bad-placeholders"}


@pytest.mark.parametrize(
    "rule", ["", "x", "nplurals=2; plural=n/0;", f"nplurals=2; plural={'(' * 300}", "nplurals=99; plural=n"]
)
def test_a_wrong_rule_for_plurals_counts_as_none(rule):
    assert plural_of(rule) is None
    said = WordsFile(plural=rule, words={"{count} country": ("{count} pays", "{count} payss")})
    with i18n.using("fr", catalogue_of({"fr": said}, "fr")):
        assert i18n.ngettext("{count} country", "{count} countries", 1) == "{count} pays"
        assert i18n.ngettext("{count} country", "{count} countries", 2) == "{count} payss"


def test_a_rule_that_divides_by_zero_sometimes_takes_the_first_form():
    _count, form_of = plural_of("nplurals=2; plural=5/(n-2)")
    assert [form_of(number) for number in (2, 3)] == [0, 1]


def test_a_file_is_brought_up_to_date_and_loses_nothing():
    words = {"DRAFT": "PROJET", "Old message": "Vieux", "Older message": ""}
    after = refreshed({"words": words, "x_note": 1, "plural": "nplurals=1; plural=0;"}, "fr")
    assert after["words"]["DRAFT"] == "PROJET"
    assert after["words"]["Old message"] == "Vieux"
    assert "Older message" not in after["words"]
    assert (after["x_note"], after["plural"]) == (1, "nplurals=1; plural=0;")
    assert set(messages_of_publications()) <= set(after["words"])


def test_an_edition_is_published_in_the_words_that_it_had(tmp_path, small_plans):
    files = {
        **{path: text.replace("el:", "fr:").replace("[el]", "[fr]") for path, text in PLAN.items()},
        "plan/words.fr.yaml": "words:\n  DRAFT: PROJET\n  ACTIVITIES: ACTIVITÉS\n",
        "meetings/2006-11-symb.yaml": 'id: 2006-11-symb\nbody: ΣΥΜΒ\ndates: "2006-11"\nstatus: open\n',
    }
    root = small_plans.copy(files, tmp_path / "repo")
    session = Session(Workspace.open(root))
    conversation = session.record(lambda each: close_meeting(each, "2006-11-symb"), RecordOptions(confirmed=True))
    assert conversation.advance() is None
    put(root, "plan/words.fr.yaml", "words:\n  DRAFT: ÉBAUCHE\n  ACTIVITIES: ACTIONS\n")
    now = publish(Workspace.open(root), PublicationRequest("md", language="fr")).content.decode()
    assert "ÉBAUCHE" in now
    assert "| ACTIONS |" in now
    old = publish(Workspace.open(root), PublicationRequest("md", at="2006-11-symb", language="fr")).content.decode()
    assert "ACTIVITÉS" in old
    assert "| ACTIONS |" not in old


def test_no_publication_follows_the_settings_of_the_computer(tmp_path, small_plans, monkeypatch):
    workspace = Workspace.open(small_plans.copy(PLAN, tmp_path / "repo"))

    def published_by(shell: str) -> dict[str, bytes]:
        monkeypatch.setattr(i18n, "_current", shell)
        monkeypatch.setattr(i18n, "_interface", shell)
        monkeypatch.setattr(i18n, "_is_chosen", False)
        made = {}
        # There is no edition yet to compare with, and no meeting. An e-mail has the moment at which it was made.
        for what, form in ((one, form) for one in set(FORMATS) - {REDLINE, MINUTES} for form in FORMATS[one]):
            if form != "pdf" or what == STATUS:
                request = PublicationRequest(form, what, country="ΜΧ" if what == COUNTRY else None)
                content = publish(workspace, request).content
                made[f"{what}.{form}"] = content.partition(b"X-Unsent")[2] if form == "eml" else content
        publish_site(workspace, tmp_path / shell, language="")
        pages = (tmp_path / shell).rglob("*.html")
        return made | {str(page.relative_to(tmp_path / shell)): page.read_bytes() for page in pages}

    english, spanish = published_by("en"), published_by("es")
    assert [name for name in english if english[name] != spanish[name]] == []
    assert len(english) > 30


def test_what_is_known_of_a_language_is_filled_in_where_a_file_says_nothing():
    made = refreshed({"dates": {"day": "{d}. {m} {y}"}, "words": {"SUBJECTS": "THEMEN"}}, "ar")
    assert made["dates"]["day"] == "{d}. {m} {y}" and made["dates"]["months"][0] == "يناير"
    assert made["plural"].startswith("nplurals=6")
    counting = refreshed({"words": {"{count} actor": ["ممثل", "ممثلون"]}}, "ar")
    assert plural_of(counting["plural"])[0] == 2, "the forms that are there stay right"
    assert refreshed(made, "ar") == made
