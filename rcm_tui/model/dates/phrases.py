"""Find dates in English and Spanish sentences, and read what a person types into a date field.

`BY THE END OF APRIL 2005`, `27-29 NOVEMBER, 2006`, `último trimestre de 2004`, `a más tardar el 15 de agosto de 2006`.
Digits alone are read with the day first (`27/11/2006`). An amount (US$60,000) or a year that is part of a name (the
Convention of 1948) is not a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from rcm_tui.i18n import _, current
from rcm_tui.model.dates import fiscal, notations
from rcm_tui.model.dates.edtf import DAY, INTERVAL, YEAR, DateError, NoSuchDayError, PartialDate, parse
from rcm_tui.model.dates.grammar import ALONE, IN_SENTENCES, RULES, MissingYear, Reading, Rule
from rcm_tui.model.dates.lexicon import Tokens, may_name_a_date, tokenize
from rcm_tui.model.dates.wording import describe
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.regex import regex
from rcm_tui.model.texts import fold


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text: `text[start:end]` is its `words`; `deadline` says that it is something to be done by then."""

    start: int
    end: int
    words: str
    date: PartialDate
    deadline: bool


_BY = r"""(?P<word>
    by | before | until | till | due(?:\s(?:on|by|in|for))? | deadline(?:\s(?:of|is))? | on\sor\sbefore | prior\sto
  | (?:no|not)\slater\sthan | up\sto
  | al?\smas\stardar(?:\s(?:en|para|a))? | no\smas\starde\sde | no\sdespues\sde | antes\sde | previo\sa | hasta
  | para | vencen?(?:\sen)? | plazo | fecha\slimite
)l?:?"""
_DEADLINE_BEFORE = regex(
    rf"(?:^|[^\w]){_BY}(?:\s(?:the|el|la|los|las|a|al|de|del|en|is|es|of|month|mes|year|ano))*$", re.VERBOSE
)
_LEADING_BY = regex(rf"{_BY}\s", re.VERBOSE)
_DEADLINE_AFTER = regex(
    r"[\s,(]*(?:at\sthe\s(?:very\s)?latest|a(?:l)?\smas\stardar|como\smaximo|como\sfecha\slimite)\b"
)
_REACH = 60
_SIGN_OF_A_DATE = regex("[MmYINRK]")


def find_dates(text: str, *, default_year: int | None = None) -> tuple[Found, ...]:
    """Find every date that a text names, in order.

    A day or month without its year (`27-29 November`) is found only with a `default_year`.
    """
    if not may_name_a_date(text):
        return ()
    tokens = tokenize(text)
    if not _SIGN_OF_A_DATE.search(tokens.kinds):
        return ()
    found = []
    reached = 0
    for start, end, _rank, day in sorted(
        _readings(tokens, default_year), key=lambda span: (span[0], -span[1], span[2])
    ):
        if start >= reached:
            reached = end
            found.append(_found(tokens, start, end, day))
    return tuple(found)


def _readings(tokens: Tokens, default_year: int | None) -> Iterator[tuple[int, int, int, PartialDate]]:
    """Yield each way to read part of the text as a date: first token, last token (excluded), rank of its rule, date."""
    for rank, rule in enumerate((*RULES, *IN_SENTENCES)):
        for match in rule.pattern.finditer(tokens.kinds):
            try:
                day = rule.date(Reading(tokens, match, default_year))
            except DateError:
                continue  # No such day (31 November), or no year: not a date, though a shorter part may be one.
            lead = match.end("lead") if "lead" in rule.pattern.groupindex else match.start()
            yield lead, match.end(), rank, day


def _found(tokens: Tokens, start: int, end: int, day: PartialDate) -> Found:
    first, last = tokens.tokens[start].start, tokens.tokens[end - 1].end
    before = " ".join(tokens.folded[max(0, first - _REACH) : first].split())
    by = _DEADLINE_BEFORE.search(before)
    # "An information campaign for 2005" has no deadline, nor has the Spanish one with "para".
    deadline = by is not None and not (by["word"] == "para" and day.precision == YEAR and tokens.kinds[start] == "Y")
    deadline = deadline or _DEADLINE_AFTER.match(tokens.folded, last) is not None
    return Found(*tokens.original_span(start, end), day, deadline)


_FIGURES = regex(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?([~?%]{0,2})")
_EDTF_LIKE = regex(r"(?:[0-9]{4}|\.\.)[0-9./~?%-]*")
_SINCE = regex(
    r"(?:from|since|as of|starting|after|not before|no earlier than|desde|a partir de|despues de|no antes de)l?\s+"
    r"(?:(?:the|el)\s+)?(.+?)(\s+(?:on|onwards?|en adelante))?"
)
_UNTIL = regex(r"(?:until|till|up to|through|hasta)\s+(?:(?:the|el)\s+)?(.+)")
_BETWEEN = regex(r"\s+(?:to|through|until|al?|hasta|[-–—])\s+", re.IGNORECASE)
_LONGEST = 100
_LEADING_IN = "pontWe&,b"


def read_date(text: str, *, on: date | None = None, default_year: int | None = None) -> PartialDate:
    """Read what a person types into a date field: EDTF, digits with the day first, or words.

    `on` is the day that `today` means, and provides the year of `27 November` unless `default_year` does. Raises
    DateError with a sentence that says what is missing or wrong and shows how a date may be written.
    """
    text = " ".join(text.split()).strip(" ,;")
    if not text:
        raise DateError(_("the date is empty; write for example {examples}").format(examples=_examples()))
    if len(text) > _LONGEST:
        raise _not_a_date(text)
    if default_year is None and on is not None:
        default_year = on.year
    folded = fold(text)
    try:
        return _read(text, folded, on, default_year)
    except NoSuchDayError as wrong:
        if _EDTF_LIKE.fullmatch(text):
            raise
        month = describe(parse(wrong.month), current())
        message = _("{text}: {month} has no day {day}").format(text=text[:60], month=month, day=wrong.day)
        raise DateError(message) from None


def _read(text: str, folded: str, on: date | None, default_year: int | None) -> PartialDate:
    """Read what is neither empty nor too long; `folded` is the same without capitals and accents."""
    plain = notations.years_of(folded) or _read_figures(text) or notations.relative(folded, on)
    if plain is not None:
        return plain
    notations.refuse_what_is_no_date(text, folded)
    again = notations.rewritten(folded)
    text = text if again == folded else again
    plain = notations.years_of(again) or _read_figures(text) or notations.relative(again, on)
    return plain or _read_week(text, default_year) or _read_open(text, default_year) or _read_words(text, default_year)


def _examples() -> str:
    return _("2006-11-27, 27/11/2006, November 2006, 27-29 November 2006, last quarter of 2006 or end of April 2006")


def _not_a_date(text: str) -> DateError:
    return DateError(
        _("{text}: this is not a date; write for example {examples}").format(text=text[:60], examples=_examples())
    )


def _read_figures(text: str) -> PartialDate | None:
    """Read EDTF, or the year first with other signs or without zeros: 2006/11/27, 2006-1-5."""
    figures = _FIGURES.fullmatch(text)
    if figures:
        year, month, day, mark = figures.groups()
        return parse(f"{year}-{month:0>2}-{day:0>2}{mark}" if day else f"{year}-{month:0>2}{mark}")
    return parse(text) if _EDTF_LIKE.fullmatch(text) else None


def _read_week(text: str, default_year: int | None) -> PartialDate | None:
    """Read `week of 12 May 2025`."""
    day = notations.named_week(fold(text))
    found = _read_one(day, default_year) if day else None
    return notations.week_of(found.first) if found is not None and found.precision == DAY and found.first else None


def _read_open(text: str, default_year: int | None) -> PartialDate | None:
    """Read `from November 2006 on`, `hasta el 27 de noviembre de 2006`; `from 27 to 29 November 2006` is not open."""
    folded = fold(text)
    since, until = _SINCE.fullmatch(folded), _UNTIL.fullmatch(folded)
    if until:
        return parse(f"../{_end_of(_read_words(until[1], default_year))}")
    if since is None:
        return None
    inner = _read_words(since[1], default_year)
    is_part_of_year = inner.precision == INTERVAL and not _BETWEEN.search(since[1]) and _is_of_months(inner)
    is_closed = inner.precision == INTERVAL and not (is_part_of_year or since[2])
    return inner if is_closed else parse(f"{_start_of(inner)}/..")


def _start_of(d: PartialDate) -> str:
    return d.text.partition("/")[0]


def _end_of(d: PartialDate) -> str:
    return d.text.rpartition("/")[2]


def _is_of_months(d: PartialDate) -> bool:
    """Return whether an interval is one of months, as halves and parts of fiscal years are."""
    return all(parse(end).precision != DAY for end in d.text.split("/") if end != "..")


def _read_words(text: str, default_year: int | None) -> PartialDate:
    """Read a whole text as a date in words."""
    return _read_one(text, default_year) or _read_two_ends(text, default_year)


def _read_one(text: str, default_year: int | None) -> PartialDate | None:
    """Read a whole text by one rule; return None where none matches. Raises the DateError of the first that matches."""
    years, part = notations.years_of(fold(text)), notations.part_of_fiscal_year(fold(text))
    if years is not None or part is not None:
        return years or (_read_part(*part) if part is not None else None)
    tokens = tokenize(text)
    error: DateError | None = None
    for rule in (*RULES, *ALONE):
        try:
            day = _whole(rule, tokens, default_year)
        except MissingYear:
            error = error or DateError(
                _("{text}: of which year? write for example {text} {year}").format(text=text, year=2006)
            )
        except DateError as problem:
            error = error or problem
        else:
            if day is not None:
                _check_weekdays(tokens, day)
                return day
    if error is not None:
        raise error
    return None


def _read_part(year: PartialDate, text: str) -> PartialDate | None:
    """Read `Q3 2024` as the third quarter of a fiscal `year`, `March 2024` as the March in it."""
    part, declared = _read_one(notations.rewritten(text), None), fiscal.in_use()
    if part is None or declared is None or part.first is None or part.last is None:
        return None
    is_named = re.search("[mM]", tokenize(text).kinds) is not None
    return declared.named_in(year, part) if is_named else declared.part(year, part)


def _check_weekdays(tokens: Tokens, day: PartialDate) -> None:
    """Raise DateError where a weekday that is named is not that of the day, or of the first and last day."""
    ends = [parse(text) for text in day.text.split("/")] if day.precision == INTERVAL else [day]
    weekdays = [token for token in tokens.tokens if token.kind == "W"]
    for token, end in zip(weekdays, ends, strict=False):
        if end.precision == DAY and end.first is not None and end.first.isoweekday() != token.value:
            weekday = _weekdays()[end.first.isoweekday() - 1]
            raise DateError(_("{text}: that day is a {weekday}").format(text=tokens.original[:60], weekday=weekday))


def _weekdays() -> tuple[str, ...]:
    return (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


def _read_two_ends(text: str, default_year: int | None) -> PartialDate:
    """Read `3rd quarter of 2004 to March 2005`: two dates of any kind and a word between them."""
    for between in _BETWEEN.finditer(text):
        try:
            start = _read_one(text[: between.start()], default_year)
            end = _read_one(text[between.end() :], default_year)
        except DateError:
            continue  # This is not the word between the two; the error below is about the whole text.
        if start and end and all(part.precision != INTERVAL or _is_of_months(part) for part in (start, end)):
            return parse(f"{_start_of(start)}/{_end_of(end)}")
    named = find_dates(text, default_year=default_year)
    if len(named) < 2:
        raise _not_a_date(text)
    raise DateError(
        _("{text}: these are two dates; write one, or {span} for the time from one to the other").format(
            text=text[:60], span=_span(named[0].date, named[-1].date)
        )
    )


def _span(first: PartialDate, last: PartialDate) -> str:
    """Return the interval from one date to another, as an example of how to write it."""
    start, end = first.text.split("/")[0], last.text.split("/")[-1]
    return f"{start}/{end}" if (first.first or date.min) <= (last.last or date.max) else f"{end}/{start}"


def _whole(rule: Rule, tokens: Tokens, default_year: int | None) -> PartialDate | None:
    """Read a date by one rule, if it matches all tokens but leading words (`on`, `el`, `by the`) and a full stop."""
    kinds = tokens.kinds.rstrip(".")
    by = _LEADING_BY.match(tokens.folded)
    past = by.end() if by else 0
    for begin in range(sum(token.start < past for token in tokens.tokens), len(kinds)):
        match = rule.pattern.fullmatch(kinds, begin)
        if match:
            return rule.date(Reading(tokens, match, default_year))
        if kinds[begin] not in _LEADING_IN:
            break
    return None
