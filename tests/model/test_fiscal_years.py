"""Fiscal years: read, described and compared by the month that the plan declares."""

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcm_tui.model.dates import DateError, fiscal, has_passed, parse
from rcm_tui.model.dates.fiscal import END, START, FiscalYears
from rcm_tui.model.dates.phrases import read_date
from rcm_tui.model.dates.wording import describe
from rcm_tui.model.query import find
from rcm_tui.reports.status.calendar import calendar_of_plan
from rcm_tui.store.check import check
from rcm_tui.store.reader import load_files
from tests.small_plan import put


@pytest.fixture(autouse=True)
def none_in_use():
    yield
    fiscal.use(None)


OCTOBER, APRIL, JANUARY = FiscalYears(10, END), FiscalYears(4, START), FiscalYears(1, END)


@pytest.mark.parametrize(
    ("declared", "said", "read"),
    [
        (OCTOBER, "FY2025", "2024-10/2025-09"),
        (OCTOBER, "by FY25 at the latest", "2024-10/2025-09"),
        (OCTOBER, "FY2024/25", "2024-10/2025-09"),
        (OCTOBER, "2024/25", "2024-10/2025-09"),
        (OCTOBER, "fiscal year 2024-2025", "2024-10/2025-09"),
        (OCTOBER, "FY2024-2026", "2023-10/2026-09"),
        (OCTOBER, "FY24 to FY26", "2023-10/2026-09"),
        (APRIL, "FY2025", "2025-04/2026-03"),
        (APRIL, "año fiscal 2025/26", "2025-04/2026-03"),
        (APRIL, "años fiscales 2025/26 a 2027/28", "2025-04/2028-03"),
        (JANUARY, "FY2025", "2025"),
        (JANUARY, "FY2025-2026", "2025/2026"),
        (JANUARY, "2024/25", "2024/2025"),
        (None, "FY2025", "2025~"),
        (None, "2024/25", "2024/2025"),
        (OCTOBER, "2024-2026", "2024/2026"),
        (OCTOBER, "2024/2025", "2024/2025"),
        (OCTOBER, "2020-21", "2020-21"),
    ],
)
def test_what_people_write_is_read_by_the_declaration(declared, said, read):
    fiscal.use(declared)
    assert read_date(said).text == read


PARTS = {
    "Q3 FY24": "2024-04/2024-06",
    "FY24 Q3": "2024-04/2024-06",
    "FY24Q3": "2024-04/2024-06",
    "FY24, third quarter": "2024-04/2024-06",
    "third quarter of FY2024": "2024-04/2024-06",
    "third quarter of fiscal year 2023/24": "2024-04/2024-06",
    "Q3 2023/24": "2024-04/2024-06",
    "Q3 2023/2024": "2024-04/2024-06",
    "tercer trimestre del año fiscal 2024": "2024-04/2024-06",
    "3T AF2024": "2024-04/2024-06",
    "about Q3 FY24": "2024-04~/2024-06~",
    "by the end of Q3 FY24": "2024-04/2024-06",
    "by FY24 at the latest": "2023-10/2024-09",
    "first and second quarters of FY24": "2023-10/2024-03",
    "H1 FY24": "2023-10/2024-03",
    "second half of fiscal 2024": "2024-04/2024-09",
    "segundo semestre del ejercicio fiscal 2024": "2024-04/2024-09",
    "end of FY24": "2023-10/2024-09",
    "mid FY24": "2024-03~/2024-04~",
    "Q3 FY24 to Q1 FY25": "2024-04/2024-12",
    "from Q3 FY24 on": "2024-04/..",
    "until FY24": "../2024-09",
    "hasta el primer semestre del año fiscal 2024": "../2024-03",
    "March FY24": "2024-03",
    "5 November FY24": "2023-11-05",
    "October to December FY24": "2023-10/2023-12",
}


@pytest.mark.parametrize(("said", "read"), PARTS.items())
def test_parts_of_one_are_its_own_months(said, read):
    fiscal.use(OCTOBER)
    assert read_date(said).text == read


@given(st.integers(1, 12), st.sampled_from([START, END]), st.integers(1971, 2067), st.sampled_from("QH"))
def test_its_quarters_and_halves_follow_each_other_and_are_all_of_it(month, called_after, year, part):
    fiscal.use(FiscalYears(month, called_after))
    whole = read_date(f"FY{year}")
    parts = [read_date(f"{part}{number} FY{year}") for number in range(1, 5 if part == "Q" else 3)]
    assert (parts[0].first, parts[-1].last) == (whole.first, whole.last)
    for before, after in itertools.pairwise(parts):
        assert before.last + datetime.timedelta(1) == after.first


@pytest.mark.parametrize("said", ["Q3 FY24", "tercer trimestre del año fiscal 2024", "March FY24"])
def test_a_part_of_one_is_no_date_where_nothing_says_when_it_begins(said):
    with pytest.raises(DateError, match="when fiscal years begin"):
        read_date(said)


def test_one_is_due_on_its_last_day():
    fiscal.use(OCTOBER)
    due = read_date("FY2025")
    assert not has_passed(due, datetime.date(2025, 9, 30))
    assert has_passed(due, datetime.date(2025, 10, 1))


@pytest.mark.parametrize(
    ("text", "english", "spanish"),
    [
        ("2024-10/2025-09", "fiscal year 2024/25", "año fiscal 2024/25"),
        ("2024-10/2026-09", "fiscal years 2024/25 to 2025/26", "años fiscales 2024/25 a 2025/26"),
        ("1999-10/2000-09", "fiscal year 1999/00", "año fiscal 1999/00"),
        ("2024-10/2025-08", "October 2024 to August 2025", "octubre de 2024 a agosto de 2025"),
        (
            "2024-10-01/2025-09-30",
            "1 October 2024 to 30 September 2025",
            "1 de octubre de 2024 a 30 de septiembre de 2025",
        ),
        ("2024-10~/2025-09~", "about October 2024 to September 2025", "hacia octubre de 2024 a septiembre de 2025"),
    ],
)
def test_the_months_of_fiscal_years_are_shown_as_these(text, english, spanish):
    fiscal.use(OCTOBER)
    assert (describe(parse(text), "en"), describe(parse(text), "es")) == (english, spanish)
    fiscal.use(None)
    assert "iscal" not in describe(parse(text), "en") + describe(parse(text), "es")


@given(
    st.integers(2, 12),
    st.sampled_from([START, END]),
    st.integers(1971, 2067),
    st.integers(0, 3),
    st.sampled_from(["en", "es"]),
)
def test_what_is_described_can_be_typed(month, called_after, first, more, language):
    fiscal.use(FiscalYears(month, called_after))
    years = fiscal.in_use().beginning(first, first + more)
    assert read_date(describe(years, language)) == years
    assert fiscal.in_use().in_date(years) == (first, first + more)


INFO = "schema: 1\ntitle: {en: Plan}\nlanguages: [en]\nfiscal_year: {first_month: %s}\n"
ITEM = "id: AW-1.%d\nnumber: %d\ntext: {en: Schools}\nstatus: active\ndue: %s\n"
FILES = {
    "plan/actors.yaml": "{}\n",
    "plan/AW/AW.yaml": "id: AW\nnumber: 1\ntitle: {en: Awareness}\n",
    "plan/AW/AW-1/AW-1.yaml": "id: AW-1\nnumber: 1\ntext: {en: Teach}\n",
    "plan/AW/AW-1/AW-1.1.yaml": ITEM % (1, 1, "2024-10/2025-09"),
    "plan/AW/AW-1/AW-1.2.yaml": ITEM % (2, 2, "2024-06"),
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("due:FY2025", ["AW-1.1"]),
        ('due:"Q3 FY24"', ["AW-1.2"]),
        ("due:2023/24", ["AW-1.2"]),
        ("due:2024-2026", ["AW-1.1", "AW-1.2"]),
    ],
)
def test_queries_ask_for_fiscal_years_and_ranges(query, found):
    plan = load_files({path: text.encode() for path, text in {**FILES, "plan/plan.yaml": INFO % 10}.items()})
    fiscal.use(plan.info.fiscal_year.years)
    assert list(find(plan, query, datetime.date(2024, 1, 1))) == found


@pytest.mark.parametrize(("month", "codes"), [("10", []), ("13", ["wrong-type"]), ("October", ["wrong-type"])])
def test_the_month_is_checked(tmp_path, month, codes):
    for path, text in {**FILES, "plan/plan.yaml": INFO % month}.items():
        put(tmp_path, path, text)
    assert [problem.code for problem in check(tmp_path) if problem.path == "plan/plan.yaml"] == codes


def test_a_deadline_stands_in_the_calendar_at_its_last_day():
    dues = ("2024-07/2025-06", "2025", "2025-03", "2025-07", '"../2025-05"')
    items = {f"plan/AW/AW-1/AW-1.{n}.yaml": ITEM % (n, n, due) for n, due in enumerate(dues, 1)}
    files = {**FILES, **items, "plan/plan.yaml": INFO % 7}
    plan = load_files({path: text.encode() for path, text in files.items()})
    found = calendar_of_plan(plan, datetime.date(2024, 1, 1))
    assert [(each.key, each.when.first.isoformat()[:7]) for each in found] == [
        *(("AW-1.2", "2025-01"), ("AW-1.3", "2025-03"), ("AW-1.5", "2025-05")),
        *(("AW-1.1", "2025-06"), ("AW-1.4", "2025-07")),
    ]
