"""Dates in words: each way the plan writes one, its Spanish twins, and what a person types into a date field."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcm_tui.model.dates import DateError, describe, parse
from rcm_tui.model.dates.lexicon import may_name_a_date, tokenize
from rcm_tui.model.dates.notations import period_of
from rcm_tui.model.dates.phrases import Found, find_dates, read_date

DUE = True

# Every way in which the plan of 2006 dates something, with enough around it to tell a deadline.
PLAN = [
    ("BY NOVEMBER, 2006", "NOVEMBER, 2006", "2006-11", DUE),
    ("TO THE RCGM, MAY 2006.", "MAY 2006", "2006-05", False),
    ("HELD 7-11 FEBRUARY, 2005, IN", "7-11 FEBRUARY, 2005", "2005-02-07/2005-02-11", False),
    ("RCGM, VANCOUVER, MARCH 2005", "MARCH 2005", "2005-03", False),
    ("BORDER, MAY 2003, WHICH", "MAY 2003", "2003-05", False),
    ("WAS HELD 18-19 SEPTEMBER 2006 IN", "18-19 SEPTEMBER 2006", "2006-09-18/2006-09-19", False),
    ("VANCOUVER, MARCH 2005. IN THIS", "MARCH 2005", "2005-03", False),
    ("WITH RCGM, 2-3 DECEMBER 2004, PANAMA", "2-3 DECEMBER 2004", "2004-12-02/2004-12-03", False),
    ("HELD 12-14 DECEMBER, 2005", "12-14 DECEMBER, 2005", "2005-12-12/2005-12-14", False),
    ("TO RCGM, MARCH 2005, THE", "MARCH 2005", "2005-03", False),
    ("BY THE END OF APRIL 2005", "END OF APRIL 2005", "2005-04", DUE),
    ("(GUATEMALA, 9-10 MARCH, 2006). C", "9-10 MARCH, 2006", "2006-03-09/2006-03-10", False),
    ("VERSION – SEPTEMBER, 2006", "SEPTEMBER, 2006", "2006-09", False),
    ("(RCGM, NOVEMBER 2006)", "NOVEMBER 2006", "2006-11", False),
    ("TS RCGM, OCT 05", "OCT 05", "2005-10", False),
    ("RCGM, DECEMBER 1, 2004. IOM", "DECEMBER 1, 2004", "2004-12-01", False),
    ("TO THE TS BY AUGUST 2006", "AUGUST 2006", "2006-08", DUE),
    ("NETWORK MAY 2004. WORK", "MAY 2004", "2004-05", False),
    ("RCGM, OCT 05 – PANAMA", "OCT 05", "2005-10", False),
    ("DURING NOVEMBER 2005", "NOVEMBER 2005", "2005-11", False),
    ("CAMPAIGN FOR 2005 ON", "2005", "2005", False),
    ("IX RCM, MAY 2004 APPROVED", "MAY 2004", "2004-05", False),
    ("AN MOU IN 2004.", "2004", "2004", False),
    ("– RCGM, OCT 05. SIGNED", "OCT 05", "2005-10", False),
    ("SIGNED MAY 2006", "MAY 2006", "2006-05", False),
    ("(9-10 MARCH 2006). EL", "9-10 MARCH 2006", "2006-03-09/2006-03-10", False),
    ("AGREED ON MARCH 2005 DURING", "MARCH 2005", "2005-03", False),
    ("RNCOM – NOV 05", "NOV 05", "2005-11", False),
    ("MEETING IN MAY 2004 DECIDED", "MAY 2004", "2004-05", False),
    ("EL SALVADOR , 1 ST DECEMBER, 2003.", "1 ST DECEMBER, 2003", "2003-12-01", False),
    ("APPROVED BY THE IX RCM, PANAMA, MAY 2004.", "MAY 2004", "2004-05", False),
    ("PROTOCOL. SEPTEMBER 2004.", "SEPTEMBER 2004", "2004-09", False),
    ("RCGM, MARCH 2005, VANCOUVER, A", "MARCH 2005", "2005-03", False),
    ("DONE, MARCH 2006", "MARCH 2006", "2006-03", False),
    ("(OCTOBER 2006)", "OCTOBER 2006", "2006-10", False),
    ("SINCE JUNE 2003", "JUNE 2003", "2003-06", False),
    ("IN SEPTEMBER 2004 UNDER", "SEPTEMBER 2004", "2004-09", False),
    ("IN NOVEMBER 2004 AS", "NOVEMBER 2004", "2004-11", False),
    ("BOLIVIA, 25-26 NOVEMBER 2004.", "25-26 NOVEMBER 2004", "2004-11-25/2004-11-26", False),
    ("CITY IN MAY 2005.", "MAY 2005", "2005-05", False),
    ("(MAY 2005) AND", "MAY 2005", "2005-05", False),
    ("GENEVA, APRIL 2005, HOSTED", "APRIL 2005", "2005-04", False),
    ("NATIONS IN 2006 AND", "2006", "2006", False),
    ("HELD JULY 18 - 19, 2006 IN", "JULY 18 - 19, 2006", "2006-07-18/2006-07-19", False),
    ("PARTICIPATED 18 - 19 JULY, 2006", "18 - 19 JULY, 2006", "2006-07-18/2006-07-19", False),
    ("IN DECEMBER 2005 TO", "DECEMBER 2005", "2005-12", False),
    ("RCGM, OCTOBER 2005", "OCTOBER 2005", "2005-10", False),
    ("– RCGM, OCT 2005", "OCT 2005", "2005-10", False),
    ("RCGM, 27-29 NOVEMBER, 2006", "27-29 NOVEMBER, 2006", "2006-11-27/2006-11-29", False),
    ("BY RCGM, DECEMBER 2004, PANAMA", "DECEMBER 2004", "2004-12", False),
    ("BY THE RCGM IN VANCOUVER, MARCH 2005", "MARCH 2005", "2005-03", False),
    ("ONGOING RCGM OCTOBER 2005", "OCTOBER 2005", "2005-10", False),
    ("IN AUGUST 2003.", "AUGUST 2003", "2003-08", False),
    ("IN THE LAST QUARTER OF 2004", "LAST QUARTER OF 2004", "2004-36", False),
    ("IN OCTOBER 18-19, 2004, G", "OCTOBER 18-19, 2004", "2004-10-18/2004-10-19", False),
    ("IN FEBRUARY 2006, THE", "FEBRUARY 2006", "2006-02", False),
    ("CANADA IN JUNE 2004", "JUNE 2004", "2004-06", False),
    ("THE RCGM, NOVEMBER 27-29, 2006", "NOVEMBER 27-29, 2006", "2006-11-27/2006-11-29", False),
    ("RICA 23-24 JUNE 2005 WITH", "23-24 JUNE 2005", "2005-06-23/2005-06-24", False),
    ("TO THE TS BY AUGUST 15TH, 2006", "AUGUST 15TH, 2006", "2006-08-15", DUE),
]

SPANISH = [
    ("A MÁS TARDAR EN NOVIEMBRE DE 2006", "NOVIEMBRE DE 2006", "2006-11", DUE),
    ("se presentó al GRCM, mayo de 2006.", "mayo de 2006", "2006-05", False),
    ("del 7 al 11 de febrero de 2005 en", "7 al 11 de febrero de 2005", "2005-02-07/2005-02-11", False),
    ("los días 18 y 19 de septiembre del 2006", "18 y 19 de septiembre del 2006", "2006-09-18/2006-09-19", False),
    ("a más tardar a fines de abril de 2005", "fines de abril de 2005", "2005-04", DUE),
    ("a más tardar el 15 de agosto de 2006", "15 de agosto de 2006", "2006-08-15", DUE),
    ("a ma\u0301s tardar el 15 de agosto de 2006", "15 de agosto de 2006", "2006-08-15", DUE),
    ("antes del 15 de agosto de 2006", "15 de agosto de 2006", "2006-08-15", DUE),
    ("antes de finales de abril de 2005", "finales de abril de 2005", "2005-04", DUE),
    ("para agosto de 2006", "agosto de 2006", "2006-08", DUE),
    ("hasta el 15 de agosto de 2006", "15 de agosto de 2006", "2006-08-15", DUE),
    ("una campaña de información para 2005 sobre", "2005", "2005", False),
    ("en el último trimestre de 2004", "último trimestre de 2004", "2004-36", False),
    ("4.º trimestre de 2004", "4.º trimestre de 2004", "2004-36", False),
    ("el 1.º de diciembre de 2003", "1.º de diciembre de 2003", "2003-12-01", False),
    ("el 1º de diciembre de 2003", "1º de diciembre de 2003", "2003-12-01", False),
    ("GRCM, OCT. 2005", "OCT. 2005", "2005-10", False),
    ("desde junio de 2003", "junio de 2003", "2003-06", False),
    ("en el año 2004", "2004", "2004", False),
    ("primer semestre de 2006", "primer semestre de 2006", "2006-01/2006-06", False),
    (
        "la segunda quincena de noviembre de 2006",
        "segunda quincena de noviembre de 2006",
        "2006-11-16/2006-11-30",
        False,
    ),
    ("a mediados de abril de 2005", "mediados de abril de 2005", "2005-04-15~", False),
    ("a principios de abril de 2005", "principios de abril de 2005", "2005-04~", False),
    (
        "del 27 de noviembre al 2 de diciembre de 2006",
        "27 de noviembre al 2 de diciembre de 2006",
        "2006-11-27/2006-12-02",
        False,
    ),
    ("hacia abril de 2005", "hacia abril de 2005", "2005-04~", False),
    ("el 15 de agosto de 2006 como máximo", "15 de agosto de 2006", "2006-08-15", DUE),
]

ENGLISH = [
    ("no later than 15 August 2006", "15 August 2006", "2006-08-15", DUE),
    ("before the end of 2006", "end of 2006", "2006", DUE),
    ("due: 15 August 2006", "15 August 2006", "2006-08-15", DUE),
    ("on 15 August 2006 at the latest", "15 August 2006", "2006-08-15", DUE),
    ("Q4 2004", "Q4 2004", "2004-36", False),
    ("the first half of 2006", "first half of 2006", "2006-01/2006-06", False),
    ("from 27 November to 2 December 2006", "27 November to 2 December 2006", "2006-11-27/2006-12-02", False),
    ("27 December - 2 January 2007", "27 December - 2 January 2007", "2006-12-27/2007-01-02", False),
    ("March to May 2006", "March to May 2006", "2006-03/2006-05", False),
    ("on 27/11/2006.", "27/11/2006", "2006-11-27", False),
    ("see 2006-11-27/2006-11-29", "2006-11-27/2006-11-29", "2006-11-27/2006-11-29", False),
    ("during 2004-2006", "2004-2006", "2004/2006", False),
    ("in about 2004", "about 2004", "2004~", False),
    ("by\n  the end\n  of April 2005", "end\n  of April 2005", "2005-04", DUE),
]


@pytest.mark.parametrize(("sentence", "words", "edtf", "deadline"), [*PLAN, *SPANISH, *ENGLISH])
def test_a_phrase_gives_its_date(sentence: str, words: str, edtf: str, deadline: bool) -> None:
    start = sentence.rindex(words)
    assert find_dates(sentence) == (Found(start, start + len(words), words, parse(edtf), deadline),)


def test_two_dates_with_a_slash_are_two() -> None:
    found = find_dates("PROPOSAL TO RCGM, DECEMBER 2004 / MARCH 2005. VICE-MINISTERS URGED")
    assert [(each.words, each.date.text) for each in found] == [("DECEMBER 2004", "2004-12"), ("MARCH 2005", "2005-03")]


def test_several_dates_come_in_order() -> None:
    found = find_dates("SHARED WITH RCGM, 2-3 DECEMBER 2004, PANAMA, FOLLOWED UP IN MARCH 2005, TO BE ENDED BY 2006")
    assert [(each.date.text, each.deadline) for each in found] == [
        ("2004-12-02/2004-12-03", False),
        ("2005-03", False),
        ("2006", True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "THE CONVENTION OF 1948",
        "US CONTRIBUTED USD$250.000 TO IOM",
        r"A FUND OF US\$60,000 ON THE BASIS",
        "250.000",
        "IN 2,004 CASES",
        "UP TO 2005.50 DOLLARS",
        "WHICH MAY AFFECT COUNTRIES",
        "THE FUND MAY BE SUPPLEMENTED",
        "WILL MARCH ON",
        "OBJECTIVE 12 OF SUBJECT",
        "THE XI RCM DECIDED",
        "AS OF THE END OF THE VIII RCM",
        "2004 COUNTRIES",
        "meeting 2006-11-rcgm",
        "IN 2006-11-rcgm",
        "call 2234-5678 ext. 12",
        "31 NOVEMBER",
        "45/45/2006",
        "IN 90% OF CASES",
        "27-29 NOVEMBER",
        "IN APRIL",
        "",
        "   ",
    ],
)
def test_what_is_no_date_is_not_found(text: str) -> None:
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RCGM, NOVEMBER 27-29", ["2006-11-27/2006-11-29"]),
        ("occurred on January 13 and February 13", ["2006-01-13", "2006-02-13"]),
        ("in Guatemala City in April", ["2006-04"]),
        ("para agosto", ["2006-08"]),
        ("el 15 de agosto", ["2006-08-15"]),
        ("the fund may be used", []),
        ("OCT 05", ["2005-10"]),
        ("in November 2005", ["2005-11"]),
    ],
)
def test_a_default_year_completes_days_and_months(text: str, expected: list[str]) -> None:
    assert [match.date.text for match in find_dates(text, default_year=2006)] == expected


def test_a_day_that_does_not_exist_leaves_the_month() -> None:
    assert [match.date.text for match in find_dates("ON 31 NOVEMBER 2006")] == ["2006-11"]


_PARTS = """27 29 05 2006 2004 november oct. OCT may de del of the end by para - – / , . to a al y and quarter last
4.º trimestre 27/11/2006 2006-11 'é' $ US 60,000 in en about x"""
alphabet = st.sampled_from([*_PARTS.split(), "\n"])


@given(st.one_of(st.text(), st.lists(alphabet).map(" ".join)), st.sampled_from([None, 2006]))
def test_any_text_can_be_searched_and_the_places_are_right(text: str, default_year: int | None) -> None:
    reached = 0
    for match in find_dates(text, default_year=default_year):
        assert match.start >= reached
        assert match.words == text[match.start : match.end] != ""
        assert parse(match.date.text) == match.date
        reached = match.end


@given(st.one_of(st.text(), st.text("ABCM1aáyeqtr²٣_-/ '"), st.lists(alphabet).map("".join)))
def test_a_text_is_passed_over_only_where_no_rule_could_find_a_date(text: str) -> None:
    assert may_name_a_date(text) or set(tokenize(text).kinds).isdisjoint("MmYINRK")


@given(st.one_of(st.text(), st.lists(alphabet).map(" ".join)))
def test_anything_typed_gives_a_date_or_a_sentence(text: str) -> None:
    try:
        assert parse(read_date(text).text) == read_date(text)
    except DateError as error:
        assert len(str(error)) < 400


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("November 2006", "2006-11"),
        ("nov 2006", "2006-11"),
        ("Nov. 2006", "2006-11"),
        ("27-29 nov 2006", "2006-11-27/2006-11-29"),
        ("27-29 November 2006", "2006-11-27/2006-11-29"),
        ("27/11/2006", "2006-11-27"),
        ("27.11.2006", "2006-11-27"),
        ("27-11-2006", "2006-11-27"),
        ("27/11/06", "2006-11-27"),
        ("27-29/11/2006", "2006-11-27/2006-11-29"),
        ("11/2006", "2006-11"),
        ("2006-11-27", "2006-11-27"),
        ("2006/11/27", "2006-11-27"),
        ("2006-1-5", "2006-01-05"),
        ("2006", "2006"),
        ("2005-04~", "2005-04~"),
        ("../2006-11", "../2006-11"),
        ("2004-36", "2004-36"),
        ("last quarter of 2004", "2004-36"),
        ("noviembre de 2006", "2006-11"),
        ("OCT 05", "2005-10"),
        ("Oct '05", "2005-10"),
        ("end of April 2005", "2005-04"),
        ("Q4 2004", "2004-36"),
        ("2004 Q4", "2004-36"),
        ("AUGUST 15TH, 2006", "2006-08-15"),
        ("1 ST DECEMBER, 2003", "2003-12-01"),
        ("JULY 18 - 19, 2006", "2006-07-18/2006-07-19"),
        ("7-11 FEBRUARY, 2005", "2005-02-07/2005-02-11"),
        ("Monday, 27 November 2006", "2006-11-27"),
        ("el lunes 27 de noviembre de 2006", "2006-11-27"),
        ("primero de diciembre de 2003", "2003-12-01"),
        ("27-nov-2006", "2006-11-27"),
        ("by the end of April 2005.", "2005-04"),
        ("a más tardar el 15 de agosto de 2006", "2006-08-15"),
        ("del 27 al 29 de noviembre de 2006", "2006-11-27/2006-11-29"),
        ("between 27 and 28 November 2006", "2006-11-27/2006-11-28"),
        ("in 2004", "2004"),
        ("el año 2006", "2006"),
        ("from March to May 2006", "2006-03/2006-05"),
        ("3rd quarter of 2004 to March 2005", "2004-35/2005-03"),
        ("mid-2006", "2006-06~/2006-07~"),
        ("primer cuatrimestre de 2006", "2006-01/2006-04"),
    ],
)
def test_what_people_type(typed: str, edtf: str) -> None:
    assert read_date(typed).text == edtf


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("today", "2006-12-29"),
        ("HOY", "2006-12-29"),
        ("mañana", "2006-12-30"),
        ("yesterday", "2006-12-28"),
        ("next month", "2007-01"),
        ("el mes pasado", "2006-11"),
        ("27 nov", "2006-11-27"),
        ("27-29 de noviembre", "2006-11-27/2006-11-29"),
        ("November", "2006-11"),
    ],
)
def test_what_is_counted_from_a_day(typed: str, edtf: str) -> None:
    assert read_date(typed, on=date(2006, 12, 29)).text == edtf


def test_a_default_year_wins_over_the_day() -> None:
    assert read_date("27 nov", on=date(2006, 12, 29), default_year=2004).text == "2004-11-27"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "the date is empty"),
        ("soon", "soon: this is not a date; write for example 2006-11-27, 27/11/2006, November 2006"),
        ("11/27/2006", "there is no month 27; the day comes first, as in 27/11/2006"),
        ("31 November 2006", "31 November 2006: November 2006 has no day 31"),
        ("29/02/2007", "29/02/2007: February 2007 has no day 29"),
        ("2006-11-31", "2006-11 has no day 31"),
        ("2006-13", "there is no month 13"),
        ("27 nov", "27 nov: of which year"),
        ("nov 12", "write for example nov 12 2006"),
        ("today", "counted from which day"),
        ("DECEMBER 2004 / MARCH 2005", "these are two dates; write one, or 2004-12/2005-03"),
        ("9 and 20 March 2006", "do not follow each other"),
        ("29-27 nov 2006", "ends before it begins"),
        ("5th quarter of 2006", "a year has only 4 of these"),
        ("US$60,000", "this is not a date"),
        ("to a al " * 2000, "this is not a date"),
    ],
)
def test_a_mistake_is_explained(typed: str, message: str) -> None:
    with pytest.raises(DateError) as caught:
        read_date(typed)
    assert message in str(caught.value)


marks = st.sampled_from(["", "", "~", "?", "%"])
modern = st.one_of(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(date.isoformat),
    st.builds("{}-{:02}".format, st.integers(1900, 2099), st.integers(1, 12)),
    st.builds("{}-{}".format, st.integers(1900, 2099), st.sampled_from([21, 22, 23, 24, 33, 34, 35, 36])),
    st.integers(1900, 2099).map(str),
)


@st.composite
def modern_dates(draw: st.DrawFn) -> str:
    mark = draw(marks)
    one, other = sorted((draw(modern), draw(modern)), key=lambda text: parse(text).first or date.min)
    return draw(st.sampled_from(["{0}", "{0}/{1}", "../{1}", "{0}/.."])).format(one + mark, other + mark)


@given(modern_dates(), st.sampled_from(["en", "es"]))
def test_what_is_described_can_be_typed(text: str, language: str) -> None:
    assert read_date(describe(parse(text), language)) == parse(text)


# How plans and budgets of all sorts date what they do.
NOTATIONS = [
    ("2020-2022", "2020/2022"),
    ("2020–2022", "2020/2022"),
    ("2020 to 2022", "2020/2022"),
    ("2020/2022", "2020/2022"),
    ("2020/21", "2020/2021"),
    ("2024-25", "2024/2025"),
    ("Mar-20", "2020-03"),
    ("mar-20", "2020-03"),
    ("Mar '20", "2020-03"),
    ("March-2020", "2020-03"),
    ("FY24", "2024~"),
    ("FY2024", "2024~"),
    ("FY 2024", "2024~"),
    ("FY24-25", "2024~/2025~"),
    ("FY2024/25", "2024~/2025~"),
    ("fiscal year 2024", "2024~"),
    ("Fiscal Year 2024-2025", "2024~/2025~"),
    ("año fiscal 2024", "2024~"),
    ("ejercicio 2024", "2024~"),
    ("Q3-Q4 2024", "2024-35/2024-36"),
    ("Q3–Q4 2024", "2024-35/2024-36"),
    ("Q3/Q4 2024", "2024-35/2024-36"),
    ("Q3 & Q4 2024", "2024-35/2024-36"),
    ("Q3 and Q4 2024", "2024-35/2024-36"),
    ("Q1 to Q3 2024", "2024-33/2024-35"),
    ("Q4 2023-Q1 2024", "2023-36/2024-33"),
    ("Q4 2023 - Q1 2024", "2023-36/2024-33"),
    ("T3-T4 2024", "2024-35/2024-36"),
    ("H1-H2 2024", "2024-01/2024-12"),
    ("3Q24", "2024-35"),
    ("Q3 24", "2024-35"),
    ("Q3'24", "2024-35"),
    ("2024 Q3", "2024-35"),
    ("2024-Q3", "2024-35"),
    ("2024Q3", "2024-35"),
    ("third and fourth quarters of 2024", "2024-35/2024-36"),
    ("tercer y cuarto trimestre de 2024", "2024-35/2024-36"),
    ("by March 2025 at the latest", "2025-03"),
    ("March 2025 at the latest", "2025-03"),
    ("by the end of March 2025 at the latest", "2025-03"),
    ("a más tardar en marzo de 2025", "2025-03"),
    ("marzo de 2025 a más tardar", "2025-03"),
    ("no later than 31 March 2025", "2025-03-31"),
    ("not later than March 2025", "2025-03"),
    ("before the end of 2025", "2025"),
    ("by 2025", "2025"),
    ("by end 2025", "2025"),
    ("by end-2025", "2025"),
    ("end of 2025", "2025"),
    ("End 2025", "2025"),
    ("end-March 2025", "2025-03"),
    ("biennium 2024-2025", "2024/2025"),
    ("the biennium 2024–2025", "2024/2025"),
    ("2024-2025 biennium", "2024/2025"),
    ("bienio 2024-2025", "2024/2025"),
    ("triennium 2024-2026", "2024/2026"),
    ("period 2020-2022", "2020/2022"),
    ("período 2020-2022", "2020/2022"),
    ("years 2020-2022", "2020/2022"),
    ("2024-2025", "2024/2025"),
    ("Jan-Mar 2024", "2024-01/2024-03"),
    ("Jan–Mar 2024", "2024-01/2024-03"),
    ("January - March 2024", "2024-01/2024-03"),
    ("Jan/Feb 2024", "2024-01/2024-02"),
    ("May/June 2024", "2024-05/2024-06"),
    ("Dec 2024/Jan 2025", "2024-12/2025-01"),
    ("July 2024 - June 2025", "2024-07/2025-06"),
    ("July 2024-June 2025", "2024-07/2025-06"),
    ("Jul-Dec 2024", "2024-07/2024-12"),
    ("31 Dec. 2024", "2024-12-31"),
    ("December 31st, 2024", "2024-12-31"),
    ("31.12.2024", "2024-12-31"),
    ("2024 (tentative)", "2024?"),
    ("circa 2024", "2024~"),
    ("spring 2024", "2024-21"),
    ("first half of 2024", "2024-01/2024-06"),
    ("1st half 2024", "2024-01/2024-06"),
    ("1H 2024", "2024-01/2024-06"),
    ("H1 2024", "2024-01/2024-06"),
    ("from H1 2024 on", "2024-01/.."),
    ("until H1 2024", "../2024-06"),
    ("H1 2024 to H2 2025", "2024-01/2025-12"),
    ("second semester 2024", "2024-07/2024-12"),
    ("2020 onwards", "2020/.."),
    ("from 2020", "2020/.."),
    ("since 2020", "2020/.."),
    ("until 2025", "../2025"),
    ("through 2026", "../2026"),
    ("2025+", "2025/.."),
    ("2030", "2030"),
    ("mid-2025", "2025-06~/2025-07~"),
    ("mid 2025", "2025-06~/2025-07~"),
    ("late 2025", "2025~"),
    ("early 2025", "2025~"),
    ("week of 12 May 2025", "2025-05-12/2025-05-18"),
    ("12 May 2025 (tbc)", "2025-05-12?"),
    ("15 Jan 2007", "2007-01-15"),
    ("Jan. 15, 2007", "2007-01-15"),
    ("15/1/07", "2007-01-15"),
    ("end Q3 2024", "2024-35"),
    ("end of Q3 2024", "2024-35"),
    ("by Q3 2024", "2024-35"),
    ("during 2024", "2024"),
    ("in 2024", "2024"),
    ("last quarter 2024", "2024-36"),
    ("2006-11 to 2007-02", "2006-11/2007-02"),
    ("winter 2024/25", "2024-24"),
    ("winter 2024-25", "2024-24"),
    ("academic year 2024-25", "2024~/2025~"),
    ("2024/2025", "2024/2025"),
    ("Sept 2024", "2024-09"),
    ("Sept. 2024", "2024-09"),
    ("sep-24", "2024-09"),
    ("ene-24", "2024-01"),
    ("dic-2024", "2024-12"),
    ("5-May-25", "2025-05-05"),
    ("set. 2025", "2025-09"),
    ("may. 2025", "2025-05"),
    ("c. 2025", "2025~"),
    ("approx. May 2025", "2025-05~"),
    ("midyear 2025", "2025-06~/2025-07~"),
    ("1Q2025", "2025-33"),
    ("decade 2021-2030", "2021/2030"),
    ("2020s", "2020/2029"),
    ("year-end 2025", "2025"),
    ("cierre de 2025", "2025"),
    ("after June 2025", "2025-06/.."),
    ("no antes de junio de 2025", "2025-06/.."),
    ("November and December 2006", "2006-11/2006-12"),
    ("diciembre de 2024 y enero de 2025", "2024-12/2025-01"),
    ("2024 y 2025", "2024/2025"),
    ("between 2024 and 2026", "2024/2026"),
    ("entre marzo y mayo de 2025", "2025-03/2025-05"),
    ("between 5 and 9 May 2025", "2025-05-05/2025-05-09"),
    ("entre el 30 de abril y el 3 de mayo de 2025", "2025-04-30/2025-05-03"),
    ("first week of May 2025", "2025-05-01~/2025-05-07~"),
    ("segunda semana de mayo de 2025", "2025-05-08~/2025-05-14~"),
    ("last week of February 2024", "2024-02-23~/2024-02-29~"),
    ("Mon 5 May 2025", "2025-05-05"),
    ("lunes 5 al viernes 9 de mayo de 2025", "2025-05-05/2025-05-09"),
]


@pytest.mark.parametrize(("typed", "edtf"), NOTATIONS)
def test_notations_of_plans_and_budgets(typed: str, edtf: str) -> None:
    assert read_date(typed).text == edtf


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("Mar 20", "2007-03-20"),
        ("20-Mar", "2007-03-20"),
        ("within 60 days", "2007-07-14"),
        ("in 60 days", "2007-07-14"),
        ("within two months", "2007-07-15"),
        ("dentro de 60 días", "2007-07-14"),
        ("en 3 meses", "2007-08-15"),
        ("next week", "2007-05-21/2007-05-27"),
        ("next year", "2008"),
        ("this year", "2007"),
        ("end of the year", "2007"),
        ("end of year", "2007"),
        ("next quarter", "2007-35"),
        ("end of the month", "2007-05"),
        ("a fines de mes", "2007-05"),
        ("Tuesday", "2007-05-22"),
        ("next Friday", "2007-05-18"),
        ("el próximo lunes", "2007-05-21"),
        ("Q4", "2007-36"),
        ("end of Q2", "2007-34"),
        ("summer", "2007-22"),
        ("tercera semana de junio", "2007-06-15~/2007-06-21~"),
    ],
)
def test_what_is_counted_from_the_day_of_the_plan(typed: str, edtf: str) -> None:
    assert read_date(typed, on=date(2007, 5, 15)).text == edtf


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("Quarterly", "that is how often"),
        ("before each meeting", "that is how often"),
        ("cada año", "that is how often"),
        ("TBD", "leave the date empty"),
        ("ongoing", "leave the date empty"),
        ("por definir", "leave the date empty"),
        ("next meeting", "name the meeting"),
        ("Year 2", "counted from when"),
        ("Q3 FY24", "say in plan.yaml when fiscal years begin"),
        ("Friday 5 May 2025", "that day is a Monday"),
        ("lunes 5 al jueves 9 de mayo de 2025", "that day is a Friday"),
        ("5 and 9 May 2025", "these days do not follow each other"),
        ("March and May 2025", "these months do not follow each other"),
        ("May and May 2025", "these months do not follow each other"),
        ("2024 and 2026", "these years do not follow each other"),
        ("2024-21", ""),
    ],
)
def test_words_that_are_no_date_say_where_they_belong(typed: str, message: str) -> None:
    if not message:
        assert read_date(typed).text == "2024-21"  # EDTF: the spring of 2024, not 2024 to 2021.
        return
    with pytest.raises(DateError, match=message):
        read_date(typed)


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("quarterly", "P3M"),
        ("annually", "P1Y"),
        ("every 6 months", "P6M"),
        ("every other month", "P2M"),
        ("twice a year", "P6M"),
        ("tres veces al ano", "P4M"),
        ("5 times a year", ""),
        ("every two years", "P2Y"),
        ("cada trimestre", "P3M"),
        ("mensual", "P1M"),
        ("2007", ""),
    ],
)
def test_how_often(typed: str, period: str) -> None:
    assert period_of(typed) == period
