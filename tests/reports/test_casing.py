"""Texts in capitals, shown in sentence case."""

from __future__ import annotations

import pytest

from rcm_tui.reports.casing import Casing
from rcm_tui.store.reader import load_files

PLAN = load_files(
    {
        "plan/plan.yaml": b"schema: 1\ntitle: {en: P}\nlanguages: [en, es]\nbodies: {RCGM: {name: {en: Group}}}\n",
        "plan/actors.yaml": (
            "IOM: {kind: organization, name: {en: International Organization for Migration}}\n"
            "CR: {kind: member, name: {en: Costa Rica}}\nMX: {kind: member, name: {en: Mexico, es: México}}\n"
        ).encode(),
        "meetings/2006-11-rcgm.yaml": (
            b"id: 2006-11-rcgm\nbody: RCGM\nstatus: open\nagreements:\n"
            b"- {id: hjn, kind: decision, status: agreed, text: {en: The seminar on AIDS held in Puebla last year}}\n"
            b"- {id: wqs, kind: decision, status: agreed, text: {en: A workshop held in Puebla will follow}}\n"
        ),
    }
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("HOLD A SEMINAR ON AIDS IN PUEBLA. MEXICO HOSTS IT", "Hold a seminar on AIDS in Puebla. Mexico hosts it"),
        ("IOM AND COSTA RICA WILL REPORT TO THE XI RCGM", "IOM and Costa Rica will report to the XI RCGM"),
        ("EL SISTEMA (SIOM) DE MÉXICO: UN INFORME", "El sistema (SIOM) de México: Un informe"),
        ("Already in Sentence Case", "Already in Sentence Case"),
        ("TS", "TS"),
        ("تدريب العاملين (WHO)", "تدريب العاملين (WHO)"),
        ("世界衛生組織 WHO REPORT", "世界衛生組織 WHO REPORT"),
        ("“QUOTED” WORDS\nAND A LINE", "“Quoted” words\nAnd a line"),
    ],
)
def test_names_keep_their_capitals(text, shown):
    assert Casing(PLAN).show(text) == shown
    assert len(shown) == len(text)
