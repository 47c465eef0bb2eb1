"""Partial dates: reading EDTF, what days a date covers, when it is over, and how it is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcm_tui.model import dates
from rcm_tui.model.dates import DateError, describe, has_passed, overlaps, parse, sort_key

singles = st.one_of(
    st.dates().map(date.isoformat),
    st.builds("{:04}-{:02}".format, st.integers(1, 9999), st.integers(1, 12)),
    st.builds("{:04}-{}".format, st.integers(1, 9999), st.sampled_from([21, 22, 23, 24, 33, 34, 35, 36])),
    st.integers(1, 9999).map("{:04}".format),
)
qualified = st.builds(str.__add__, singles, st.sampled_from(["", "", "~", "?", "%", "~?", "?~"]))


@st.composite
def intervals(draw: st.DrawFn) -> str:
    ends = sorted((draw(qualified), draw(qualified)), key=lambda text: sort_key(parse(text)))
    return draw(st.sampled_from(["{0}/{1}", "../{1}", "{0}/.."])).format(*ends)


edtf = st.one_of(qualified, intervals())


@given(edtf)
def test_canonical_text_reads_back_as_the_same_date(text: str) -> None:
    assert parse(parse(text).text) == parse(text)


@given(edtf)
def test_first_day_is_never_after_the_last(text: str) -> None:
    d = parse(text)
    assert d.first is not None or d.last is not None
    assert d.first is None or d.last is None or d.first <= d.last


@given(edtf, st.dates(), st.dates())
def test_what_has_passed_stays_past(text: str, one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    assert not (has_passed(parse(text), earlier) and not has_passed(parse(text), later))


@given(edtf, st.dates())
def test_what_has_passed_had_begun(text: str, on: date) -> None:
    assert dates.has_begun(parse(text), on) or not has_passed(parse(text), on)


@given(edtf, edtf)
def test_overlapping_is_mutual(a: str, b: str) -> None:
    assert overlaps(parse(a), parse(b)) == overlaps(parse(b), parse(a))
    assert overlaps(parse(a), parse(a))


@given(st.dates())
def test_a_day_lies_in_its_month_quarter_and_year(day: date) -> None:
    whole = dates.from_day(day)
    for text in (f"{day:%Y-%m}", f"{day.year:04}-{33 + (day.month - 1) // 3}", f"{day.year:04}"):
        wider = parse(text.zfill(7) if "-" in text else text.zfill(4))
        assert overlaps(whole, wider)
        assert sort_key(wider)[0] <= day <= sort_key(wider)[1]


@given(edtf, st.sampled_from(["en", "es", "fr"]))
def test_every_date_has_words(text: str, language: str) -> None:
    words = describe(parse(text), language)
    assert words.strip() == words != ""
    assert "{" not in words


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2006", date(2006, 1, 1), date(2006, 12, 31), "year"),
        ("2004-02", date(2004, 2, 1), date(2004, 2, 29), "month"),
        ("2006-11-27", date(2006, 11, 27), date(2006, 11, 27), "day"),
        ("2004-33", date(2004, 1, 1), date(2004, 3, 31), "quarter"),
        ("2004-36", date(2004, 10, 1), date(2004, 12, 31), "quarter"),
        ("2006-21", date(2006, 3, 1), date(2006, 5, 31), "season"),
        ("2006-24", date(2006, 12, 1), date(2007, 2, 28), "season"),
        ("9999-24", date(9999, 12, 1), date(9999, 12, 31), "season"),
        ("2006-11-27/2006-11-29", date(2006, 11, 27), date(2006, 11, 29), "interval"),
        ("2004-12/2005-03", date(2004, 12, 1), date(2005, 3, 31), "interval"),
        ("../2006-11", None, date(2006, 11, 30), "interval"),
        ("2006-11/..", date(2006, 11, 1), None, "interval"),
    ],
)
def test_days_covered(text: str, first: date | None, last: date | None, precision: str) -> None:
    d = parse(text)
    assert (d.first, d.last, d.precision, d.text) == (first, last, precision, text)


@pytest.mark.parametrize(
    ("text", "canonical", "approximate", "uncertain"),
    [
        ("2005-04~", "2005-04~", True, False),
        ("2005-04?", "2005-04?", False, True),
        ("2005-04%", "2005-04%", True, True),
        ("2005-04?~", "2005-04%", True, True),
        (" 2005-04 ", "2005-04", False, False),
        ("2004~/2005?", "2004~/2005?", True, True),
    ],
)
def test_qualifiers(text: str, canonical: str, approximate: bool, uncertain: bool) -> None:
    d = parse(text)
    assert (d.text, d.approximate, d.uncertain) == (canonical, approximate, uncertain)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2006-13", "there is no month 13"),
        ("2006-00", "there is no month 0"),
        ("2006-13-01", "there is no month 13"),
        ("2006-11-31", "2006-11 has no day 31"),
        ("2005-02-29", "2005-02 has no day 29"),
        ("2006-36-01", "a quarter or a season has no days"),
        ("0000", "there is no year 0"),
        ("2006-11-29/2006-11-27", "ends before it begins"),
        ("2006/", "a beginning and an end"),
        ("/2006", "a beginning and an end"),
        ("2004/2005/2006", "a beginning and an end"),
        ("../..", "cannot be open on both sides"),
        ("November 2006", "this is not a date"),
        ("2006-11~~", "this is not a date"),
        ("27/11", "this is not a date"),
        ("٢٠٠٦", "this is not a date"),
    ],
)
def test_a_bad_date_says_what_is_wrong_and_what_is_allowed(text: str, reason: str) -> None:
    with pytest.raises(DateError) as caught:
        parse(text)
    message = str(caught.value)
    assert message.startswith(f"{text}: ")
    assert reason in message
    assert message.endswith("write a date as 2006, 2006-11, 2006-11-27, 2006-36 (a quarter) or 2006-11-27/2006-11-29")


def test_an_empty_date_and_a_long_one_are_refused_in_a_sentence() -> None:
    with pytest.raises(DateError, match="the date is empty"):
        parse("  ")
    with pytest.raises(DateError) as caught:
        parse("x" * 10_000)
    assert len(str(caught.value)) < 250


def test_a_month_has_passed_when_its_last_day_has() -> None:
    assert not has_passed(parse("2006-11"), date(2006, 11, 30))
    assert has_passed(parse("2006-11"), date(2006, 12, 1))
    assert not has_passed(parse("2004-36"), date(2004, 12, 31))
    assert has_passed(parse("2004-36"), date(2005, 1, 1))
    assert not has_passed(parse("2004/.."), date.max)


def test_order_is_by_first_day_then_by_last() -> None:
    texts = ["../2006-11", "2005", "2006", "2006-01", "2006-01-01", "2006-01-02", "2006/.."]
    ordered = ["../2006-11", "2005", "2006-01-01", "2006-01", "2006", "2006/..", "2006-01-02"]
    assert sorted(texts, key=lambda text: sort_key(parse(text))) == ordered


@pytest.mark.parametrize(
    ("text", "english", "spanish"),
    [
        ("2006", "2006", "2006"),
        ("2006-11", "November 2006", "noviembre de 2006"),
        ("2006-11-27", "27 November 2006", "27 de noviembre de 2006"),
        ("2006-11-27/2006-11-29", "27-29 November 2006", "27-29 de noviembre de 2006"),
        ("2006-11-27/2006-12-02", "27 November to 2 December 2006", "27 de noviembre a 2 de diciembre de 2006"),
        ("2004-12/2005-03", "December 2004 to March 2005", "diciembre de 2004 a marzo de 2005"),
        ("2005-03/2005-05", "March to May 2005", "marzo a mayo de 2005"),
        ("2004-36", "4th quarter of 2004", "4.º trimestre de 2004"),
        ("2004-33", "1st quarter of 2004", "1.er trimestre de 2004"),
        ("2006-23", "autumn 2006", "otoño de 2006"),
        ("2005-04~", "about April 2005", "hacia abril de 2005"),
        ("2005-04?", "perhaps April 2005", "quizá abril de 2005"),
        ("2005-04%", "perhaps about April 2005", "quizá hacia abril de 2005"),
        ("2004~/2006~", "about 2004 to 2006", "hacia 2004 a 2006"),
        ("../2006-11", "until November 2006", "hasta noviembre de 2006"),
        ("2006-11-27/..", "from 27 November 2006 on", "desde el 27 de noviembre de 2006"),
    ],
)
def test_wording(text: str, english: str, spanish: str) -> None:
    assert describe(parse(text), "en") == english
    assert describe(parse(text), "es") == spanish
    assert describe(parse(text), "fr") == english


periods = st.builds("P{}Y{}M{}D".format, st.integers(0, 50), st.integers(0, 30), st.integers(0, 400)).map(
    dates.parse_period
)
days_well_inside = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(days_well_inside, periods)
def test_a_period_back_and_forth_never_passes_the_day(day: date, period: dates.Period) -> None:
    assert dates.subtract(day, period) <= day <= dates.add(day, period)
    assert dates.parse_period(str(period)) == period


@given(days_well_inside, st.integers(0, 400))
def test_days_are_exact(day: date, count: int) -> None:
    period = dates.parse_period(f"P{count}D")
    assert dates.add(day, period) - day == timedelta(days=count) == day - dates.subtract(day, period)


@pytest.mark.parametrize(
    ("day", "period", "earlier", "later"),
    [
        (date(2006, 11, 29), "P2Y", date(2004, 11, 29), date(2008, 11, 29)),
        (date(2008, 2, 29), "P2Y", date(2006, 2, 28), date(2010, 2, 28)),
        (date(2008, 2, 29), "P4Y", date(2004, 2, 29), date(2012, 2, 29)),
        (date(2006, 8, 31), "P6M", date(2006, 2, 28), date(2007, 2, 28)),
        (date(2006, 1, 15), "P1M", date(2005, 12, 15), date(2006, 2, 15)),
        (date(2006, 3, 1), "P30D", date(2006, 1, 30), date(2006, 3, 31)),
        (date(2006, 3, 1), "P2W", date(2006, 2, 15), date(2006, 3, 15)),
        (date(2006, 3, 1), "p1y6m", date(2004, 9, 1), date(2007, 9, 1)),
        (date(2006, 3, 1), "P0D", date(2006, 3, 1), date(2006, 3, 1)),
    ],
)
def test_periods_follow_the_calendar(day: date, period: str, earlier: date, later: date) -> None:
    assert dates.subtract(day, dates.parse_period(period)) == earlier
    assert dates.add(day, dates.parse_period(period)) == later


@pytest.mark.parametrize("text", ["", "P", "2Y", "P2", "PT5H", "P1M2Y", "P-2Y", "two years"])
def test_a_bad_period_says_what_is_allowed(text: str) -> None:
    with pytest.raises(DateError, match=r"write it as P2Y \(two years\), P6M"):
        dates.parse_period(text)


def test_a_period_that_leaves_the_calendar_is_refused() -> None:
    with pytest.raises(DateError, match="leaves the calendar"):
        dates.subtract(date(2006, 1, 1), dates.parse_period("P9999Y"))
    with pytest.raises(DateError, match="leaves the calendar"):
        dates.add(date(9999, 12, 1), dates.parse_period("P99999D"))


@pytest.mark.parametrize(
    ("text", "english", "spanish"),
    [
        ("P2Y", "2 years", "2 años"),
        ("P6M", "6 months", "6 meses"),
        ("P2W", "2 weeks", "2 semanas"),
        ("P1M1W1D", "1 month and 1 week and 1 day", "1 mes y 1 semana y 1 día"),
        ("P1Y1M1D", "1 year and 1 month and 1 day", "1 año y 1 mes y 1 día"),
        ("P0D", "0 days", "0 días"),
    ],
)
def test_periods_in_words(text: str, english: str, spanish: str) -> None:
    assert dates.describe_period(dates.parse_period(text), "en") == english
    assert dates.describe_period(dates.parse_period(text), "es") == spanish
