"""A publication in a language says what of it is not in that language, and what nobody has adopted."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime

import msgspec
import pytest

from rcm_tui.cli.render import page_lines
from rcm_tui.i18n import use
from rcm_tui.model.entries import Entry
from rcm_tui.model.items import Action, Activity, Objective, PlanInfo, Subject
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import is_unofficial
from rcm_tui.reports.flat import flat
from rcm_tui.reports.heading import EditionContext
from rcm_tui.reports.item_page import item_page
from rcm_tui.reports.names import localized
from rcm_tui.reports.plan_table import plan_document
from rcm_tui.reports.writers import write

ITEMS = (
    Subject(id="GA", number=1, title={"en": "GARDENS", "es": "JARDINES"}),
    Objective(
        id="GA-1",
        number=1,
        text={"en": "PLANT TREES", "es": "PLANTAR ÁRBOLES"},
        draft=("es",),
        actions=(Action(id="bdr", number=1, text={"en": "FIND PLACES", "es": "BUSCAR LUGARES"}, draft=("es",)),),
    ),
    Activity(
        id="GA-1.1",
        number=1,
        text={"en": "COUNT TREES", "es": "CONTAR LOS ÁRBOLES"},
        draft=("es",),
        status="active",
        actions=("bdr",),
        calendar=(Entry(id="kvt", text={"en": "BEGUN IN MAY"}), Entry(id="kvw", text={"es": "TERMINADO"})),
    ),
)
PLAN = Plan(
    PlanInfo(title={"en": "Plan", "es": "Plan"}, languages=("en", "es")),
    {},
    {each.id: each for each in ITEMS},
    frozenset(),
    {},
)
CONTEXT = EditionContext(name="now", when=datetime(2007, 1, 1), draft=True)


@pytest.fixture
def spanish():
    use("es")
    yield
    use("en")


def printed() -> str:
    return write(plan_document(PLAN, CONTEXT), "md").decode()


def test_in_english_only_what_is_not_in_english_is_said():
    text = printed()
    assert "1 text of 6 is not in English and stands in another language." in text
    assert "Unofficial" not in text


def test_in_spanish_unofficial_translations_are_signed_and_counted(spanish):
    text = printed().replace("\\", "")
    assert "* Traducción no oficial, que nadie ha adoptado: 3 textos de 6." in text
    assert "1 texto de 6 no está en español y figura en otro idioma." in text
    plain = re.sub(r"</?[bi]>|\*\*", "", text)
    for words in ("PLANTAR ÁRBOLES", "BUSCAR LUGARES", "CONTAR LOS ÁRBOLES"):
        assert f"{words} *" in plain
    assert "JARDINES *" not in plain


def test_the_sign_of_a_translation_never_begins_a_line(spanish):
    document = plan_document(PLAN, CONTEXT)
    with zipfile.ZipFile(io.BytesIO(write(document, "docx"))) as package:
        text = "".join(re.findall("<w:t[^>]*>([^<]*)", package.read("word/document.xml").decode()))
    assert "PLANTAR ÁRBOLES\xa0*" in text and "ÁRBOLES *" not in text
    shown = [
        run.shown
        for table in document.tables
        for row in table.rows
        for paragraph in row.paragraphs
        for run in paragraph.runs
    ]
    assert "\xa0*" in shown and " *" not in shown  # As a PDF has it.


def test_a_page_says_so_in_either_language(spanish):
    page = "\n".join(line.plain() for line in page_lines(item_page(PLAN, "GA-1.1", date(2007, 1, 1))))
    assert page.count("Traducción no oficial") == 2
    use("en")
    page = "\n".join(line.plain() for line in page_lines(item_page(PLAN, "GA-1.1", date(2007, 1, 1))))
    assert page.count("unofficial translation") == 1


def test_notes_that_nobody_adopted_have_the_sign(spanish):
    info = replace(PLAN.info, notes=({"en": "Kept current", "es": "Al día"},), draft=("es",))
    text = write(plan_document(replace(PLAN, info=info), CONTEXT), "md").decode().replace("\\", "")
    assert "1. Al día *" in text


def test_every_list_has_the_sign_and_data_a_column(spanish):
    assert localized(PLAN.items["GA-1"].text) == "PLANTAR ÁRBOLES *"
    assert localized(PLAN.items["GA"].text) == "JARDINES"
    rows = flat(PLAN, date(2007, 1, 1)).items
    assert [(row.values["id"], row.values["text"], row.values["unofficial"] or "") for row in rows] == [
        ("GA", "JARDINES", ""),
        ("GA-1", "PLANTAR ÁRBOLES", "es"),
        ("GA-1/bdr", "BUSCAR LUGARES", "es"),
        ("GA-1.1", "CONTAR LOS ÁRBOLES", "es"),
    ]


def test_the_sign_survives_the_cache():
    copy = msgspec.msgpack.decode(msgspec.msgpack.encode(ITEMS[1]), type=Objective)
    assert is_unofficial(copy.text, "es") and is_unofficial(copy.actions[0].text, "es")
    assert not is_unofficial(copy.text, "en")
