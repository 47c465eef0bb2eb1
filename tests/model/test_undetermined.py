"""What is to be determined: a value of the fields for which a plan allows it, and of no other."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcm_tui import i18n
from rcm_tui.model.declared import problems
from rcm_tui.model.errors import BadValue
from rcm_tui.model.items import FieldDeclaration, PlanInfo
from rcm_tui.model.numbers import Money, Percent
from rcm_tui.model.query import find
from rcm_tui.model.scalars import Choice, Date
from rcm_tui.model.totals import total_of, totalled
from rcm_tui.model.types import ALONE, Context
from rcm_tui.model.undetermined import TBD, or_undetermined
from rcm_tui.reports.names import date_words, due_words, funding_words
from rcm_tui.reports.status.figures import missing_by_currency, needs_of
from rcm_tui.store.check import check
from rcm_tui.store.reader import load_files

ON = datetime.date(2024, 11, 29)
INFO = """\
schema: 1
title: {en: Plan}
languages: [en, es]
tbd: [due, date, request.due, funding.cost, funding.missing, budget]
fields:
  budget: {of: [activity], type: money, currency: USD, total: sum}
"""
BELOW = "id: AW-1.%d\nnumber: %d\ntext: {en: Schools}\nstatus: active\n"
FILES = {
    "plan/plan.yaml": INFO,
    "plan/actors.yaml": "FR: {kind: member, name: {en: France}}\n",
    "plan/AW/AW.yaml": "id: AW\nnumber: 1\ntitle: {en: Awareness}\n",
    "plan/AW/AW-1/AW-1.yaml": "id: AW-1\nnumber: 1\ntext: {en: Teach}\n",
    "plan/AW/AW-1/AW-1.1.yaml": BELOW % (1, 1)
    + "due: TBD\nbudget: TBD\nfunding: {cost: TBD, missing: TBD}\n"
    + "calendar:\n  - {id: kvt, date: TBD, text: {en: Course}}\n",
    "plan/AW/AW-1/AW-1.2.yaml": BELOW % (2, 2)
    + 'due: "2023"\nbudget: 500\ncalendar:\n  - {id: kvt, text: {en: C}, request: {from: [FR], due: TBD}}\n',
    "plan/AW/AW-1/AW-1.3.yaml": BELOW % (3, 3),
}


def load(**files):
    return load_files({path: content.encode() for path, content in {**FILES, **files}.items()})


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("due:tbd", ["AW-1.1", "AW-1.2"]),
        ("date:TBD", ["AW-1.1"]),
        ("budget:tbd", ["AW-1.1"]),
        ("cost:tbd", ["AW-1.1"]),
        ("budget:0..", ["AW-1.2"]),
        ("due:2023", ["AW-1.2"]),
        ("date:2000..2100", []),
        ("is:tbd", ["AW-1.1", "AW-1.2"]),
        ("is:overdue", ["AW-1.2"]),
    ],
)
def test_queries_find_what_is_to_be_determined_and_nothing_else_takes_it_for_a_date_or_amount(query, found):
    assert list(find(load(), query, ON)) == found


def test_totals_leave_it_out():
    plan = load()
    assert total_of(plan, totalled(plan)["budget"], "AW-1") == 500
    needs = tuple(need for item in plan.items.values() for need in needs_of(plan, item))
    assert [need.key for need in needs if need.unfunded] == ["AW-1.1"]
    assert missing_by_currency(needs) == {}


@pytest.mark.parametrize(("language", "words"), [("en", "to be determined"), ("es", "por determinar")])
def test_it_is_shown_in_words_of_the_language(language, words):
    plan = load()
    with i18n.using(language):
        assert date_words(TBD) == due_words(TBD) == words
        assert funding_words(plan, plan.items["AW-1.1"].funding).count(words) == 2
    field = plan.schema.kinds["activity"].fields["budget"]
    assert field.format(TBD, language) == words


def test_only_the_fields_that_a_plan_names_may_have_it(tmp_path):
    for path, content in {**FILES, "plan/plan.yaml": INFO.replace("due, date, ", "")}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content)
    assert [(problem.path[-11:], problem.line, problem.code) for problem in check(tmp_path)] == [
        ("AW-1.1.yaml", 5, "bad-date"),
        ("AW-1.1.yaml", 9, "bad-date"),
    ]


@pytest.mark.parametrize("name", ["status", "text", "responsible", "id", "funding", "funding.nothing", "nothing"])
def test_a_field_that_cannot_have_it_is_no_name_for_it(name):
    info = PlanInfo(title={"en": "P"}, tbd=("due", name))
    assert [(problem.path, problem.code) for problem in problems(info)] == [(("tbd", "#1"), "no-tbd")]


def test_any_own_field_with_a_single_value_may_have_it():
    types = ("number", "percent", "share", "money", "date", "yes-no", "actor", "meeting", "link")
    own = {f"own_{one[:3]}": FieldDeclaration(of=("activity",), type=one) for one in types}
    assert not list(problems(PlanInfo(title={"en": "P"}, fields=own, tbd=tuple(own))))


@pytest.mark.parametrize("said", ["TBD", "tbd", "To be determined", "por definir", "TBC"])
def test_people_may_say_it_in_words(said):
    assert or_undetermined(Date()).parse(said, "date", ALONE) == TBD
    with pytest.raises(BadValue):
        Date().parse(said, "date", ALONE)


@given(
    st.sampled_from([Date(), Money(), Percent(), Choice({"low": "low", "high": "high"})]),
    st.one_of(st.text(max_size=8), st.dates().map(str), st.integers(0, 200).map(str), st.sampled_from(["low", "HIGH"])),
)
def test_everything_else_is_read_as_before(plain, said):
    def read(type_):
        try:
            return type_.parse(said, "field", Context(on=ON))
        except BadValue as refusal:
            return str(refusal)

    mixed = or_undetermined(plain)
    value = read(mixed)
    if value != TBD:
        assert value == read(plain)
    assert mixed.parse(mixed.written(TBD), "field", ALONE) == TBD
    assert isinstance(mixed, type(plain))
