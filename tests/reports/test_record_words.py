"""Records in the words of their readers: no codes, no arrows of two signs, and in Spanish too."""

from __future__ import annotations

import pytest

from rcm_tui import i18n
from rcm_tui.changes.fields import FieldChange
from rcm_tui.changes.items import ChangeKind, ItemChange
from rcm_tui.reports.record_words import change_words, record_words, subject_words
from rcm_tui.workflow.workspace import Workspace
from tests.small_plan import CONFERENCE

SAID = {
    "HR-1.1: status active -> pending-input": (
        "HR-1.1: status active → pending input",
        "HR-1.1: estado activa → pendiente de insumos",
    ),
    "2006-11-rcgm: opened": (
        "RCGM, 27-29 November 2006: opened",
        "GRCM, 27-29 de noviembre de 2006: se abrió",
    ),
    "2006-11-rcgm: added": (
        "RCGM, 27-29 November 2006: added",
        "GRCM, 27-29 de noviembre de 2006: se agregó",
    ),
    "4 proposals of Mexico": ("4 proposals of Mexico", "4 propuestas de México"),
    "1 proposal of Mexico": ("1 proposal of Mexico", "1 propuesta de México"),
    "Undo: Proposal 2006-11-rcgm-mx-1/kvt refused": (
        "Undo: Proposal 2006-11-rcgm-mx-1/kvt refused",
        "Deshacer: Propuesta 2006-11-rcgm-mx-1/kvt rechazada",
    ),
    "Start the plan": ("Start the plan", "Iniciar el plan"),
    "Undo: HR-1.1: archived": ("Undo: HR-1.1: archived", "Deshacer: HR-1.1: se archivó"),
    "HR-1.1: calendar entry “HELD: in part”: MX answered; number 3 -> 4": (
        "HR-1.1: calendar entry “HELD: in part”: Mexico answered; number 3 → 4",
        "HR-1.1: anotación del calendario “HELD: in part”: México respondió; número 3 → 4",
    ),
    "HR-1.1: text (es) changed": ("HR-1.1: text (Spanish) changed", "HR-1.1: texto (español) se modificó"),
    "HR-1.1: calendar entry “HELD”: MX, CA answered": (
        "HR-1.1: calendar entry “HELD”: Mexico, Canada answered",
        "HR-1.1: anotación del calendario “HELD”: México, Canadá respondió",
    ),
    "plan/actors.yaml: TS.held added": ("actors: TS, held by added", "actores: TS, ejercida por: se agregó"),
    "plan/actors.yaml: TS.held.2007-05 MX": (
        "actors: TS, held by May 2007 Mexico",
        "actores: TS, ejercida por mayo de 2007 México",
    ),
    "3 items: number 3 -> 4: HR-1.1, HR-1.2, HR-1.3": (
        "3 items: number 3 → 4: HR-1.1, HR-1.2, HR-1.3",
        "3 elementos: número 3 → 4: HR-1.1, HR-1.2, HR-1.3",
    ),
    "2 items changed: HR, plan/plan.yaml": ("2 items changed: HR, plan", "2 elementos modificados: HR, plan"),
    "plan/plan.yaml: levels added; notes changed": (
        "plan: levels added; notes changed",
        "plan: niveles: se agregó; notas: se modificó",
    ),
    "HR-1.1: priority 2; responsible +IOM -RCGM": (
        "HR-1.1: priority 2; responsible +IOM -RCGM",
        "HR-1.1: prioridad 2; responsable +OIM -GRCM",
    ),
    "HR-1.1: calendar entry “HELD”: without an answer open": (
        "HR-1.1: calendar entry “HELD”: without an answer still open",
        "HR-1.1: anotación del calendario “HELD”: sin respuesta aún abierta",
    ),
    "HR-1.1: calendar entry “HELD”: date 2001-04 removed, request added": (
        "HR-1.1: calendar entry “HELD”: date April 2001 removed, request added",
        "HR-1.1: anotación del calendario “HELD”: fecha abril de 2001 se quitó, solicitud: se agregó",
    ),
    "Asked for more: priority seats": ("Asked for more: priority seats",) * 2,
    "plan/plan.yaml: counted from 2006-11-29 -> 2007-05-15": (
        "plan: counted from 29 November 2006 → 15 May 2007",
        "plan: fecha de referencia 29 de noviembre de 2006 → 15 de mayo de 2007",
    ),
    "What somebody wrote: by hand; -> so": ("What somebody wrote: by hand; → so",) * 2,
}


@pytest.fixture
def plan(small_plans, tmp_path):
    return Workspace.open(small_plans.copy(CONFERENCE, tmp_path / "repo")).plan


@pytest.mark.parametrize("subject", SAID)
def test_a_subject_is_said_in_the_language_of_the_reader(plan, subject):
    for language, said in zip(("en", "es"), SAID[subject], strict=True):
        i18n.use(language)
        assert subject_words(plan, subject) == said


def test_the_words_of_the_item_follow(plan):
    assert record_words(plan, "Undo: HR-1.1: archived").startswith("Undo: HR-1.1: archived · INCLUDE AIDS")


def test_a_difference_names_the_language_of_a_text(plan):
    changed = FieldChange(("text", "es"), "UNO", "DOS")
    for language, said in (("en", "text (Spanish) changed"), ("es", "texto (español) se modificó")):
        i18n.use(language)
        assert change_words(plan, ItemChange("HR-1.1", "activity", ChangeKind.CHANGED, (changed,))) == said
