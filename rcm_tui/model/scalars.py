"""The types of single values: lines, dates, choices; and lists of strings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from rcm_tui.i18n import N_, _, translator
from rcm_tui.model.dates.edtf import DateError, PartialDate, overlaps, parse, parse_period
from rcm_tui.model.errors import ERROR, BadValue, FieldProblem
from rcm_tui.model.fieldpath import MISSING, Value
from rcm_tui.model.regex import regex
from rcm_tui.model.texts import language_words
from rcm_tui.model.types import ALONE, Context, Control, FieldType, Findings, not_among, sentence, shown, wrong_type
from rcm_tui.model.undetermined import TBD, undetermined_words


class Line(FieldType):
    """A string on one line."""

    def __init__(self, *, takes_numbers: bool = False, is_long: bool = False) -> None:
        self.takes_numbers = takes_numbers
        self.is_long = is_long


class Prose(FieldType):
    """Words of any length in one language."""

    control = Control.PROSE
    is_long = True

    def read(self, given: str, name: str, context: Context) -> Value:
        return given.strip()


class Url(FieldType):
    """An address in the World Wide Web."""

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "uri"}

    def check(self, value: Value, name: str, context: Context) -> Findings:
        yield from super().check(value, name, context)
        if isinstance(value, str) and not re.fullmatch(r"https?://[^\s/]+\S*", value):
            message = _("“{given}” is not an address; write it whole, such as https://example.org").format(given=value)
            yield FieldProblem((), "bad-url", message)


class PictureFile(Line):
    """The path of an SVG or PNG from the folder of the plan, `/` between its parts; none of them begins with a dot."""

    def check(self, value: Value, name: str, context: Context) -> Findings:
        yield from super().check(value, name, context)
        if isinstance(value, str) and not _PICTURE_FILE.fullmatch(value):
            message = _(
                "“{given}” is not a picture of this plan; write its path from there, such as logo.svg or logo.png"
            )
            yield FieldProblem((), "bad-path", message.format(given=value))


_PICTURE_FILE = regex(r"(?:\w[\w .()+-]*/)*\w[\w .()+-]*\.(?:svg|png)", re.IGNORECASE)


class Machine(FieldType):
    """What the program keeps for itself: ids, fingerprints, where a text was transcribed from."""

    control = Control.NONE


class Anything(Machine):
    """Data that is kept as it is written, and not looked into."""

    def json_schema(self) -> dict[str, Any]:
        return {}

    def check(self, value: Value, name: str, context: Context) -> Findings:
        yield from ()


class Date(FieldType):
    """A date in EDTF; people may write it in words."""

    control = Control.DATE
    takes_numbers = True

    def read(self, given: str, name: str, context: Context) -> Value:
        try:
            return str(parse(given))
        except DateError:
            from rcm_tui.model.dates.phrases import read_date  # Takes longer to import than to use.

            return str(read_date(given, on=context.on))

    def check(self, value: Value, name: str, context: Context) -> Findings:
        if isinstance(value, bool) or not isinstance(value, str | int):
            yield from super().check(value, name, context)
            return
        try:
            parse(str(value))
        except DateError as wrong:
            yield FieldProblem((), "bad-date", str(wrong))

    def format(self, value: Value, language: str, context: Context = ALONE) -> str:
        from rcm_tui.model.dates import DateError, describe, parse

        try:
            return describe(parse(str(value)), language)
        except DateError:
            return undetermined_words(language) if value == TBD else str(value)

    def matcher(self, given: str, name: str, context: Context) -> Callable[[Value], bool]:
        span = span_of(given, context.on)

        def fits(value: Value) -> bool:
            try:
                return overlaps(parse(str(value)), span)
            except DateError:
                return False

        return fits


def span_of(given: str, on: date | None = None) -> PartialDate:
    """Return the time that a term of a query means: a date, in words too, or `2006..2007`, which may be open.

    Raises DateError where it is none.
    """
    text = given.replace("..", "/")
    if given.startswith(".."):
        text = "../" + given[2:]
    elif given.endswith(".."):
        text = given[:-2] + "/.."
    try:
        return parse(text)
    except DateError:
        from rcm_tui.model.dates.phrases import read_date

        with suppress(DateError):
            return read_date(given, on=on)
        raise


class Duration(FieldType):
    """A period of ISO 8601, such as P2Y."""

    def read(self, given: str, name: str, context: Context) -> Value:
        return given.strip().upper()

    def check(self, value: Value, name: str, context: Context) -> Findings:
        yield from super().check(value, name, context)
        if isinstance(value, str):
            try:
                parse_period(value)
            except ValueError as wrong:
                yield FieldProblem((), "bad-period", str(wrong))

    def format(self, value: Value, language: str, context: Context = ALONE) -> str:
        from rcm_tui.model.dates import describe_period, parse_period

        try:
            return describe_period(parse_period(str(value)), language)
        except ValueError:
            return str(value)


class Choice(FieldType):
    """One of a few words. `values` has the message that each is shown by; it may be given as what returns it."""

    control = Control.CHOICE

    def __init__(self, values: Mapping[str, str] | Callable[[], Mapping[str, str]]) -> None:
        self._given = values

    @cached_property
    def values(self) -> Mapping[str, str]:
        """The message that each is shown by."""
        return self._given() if callable(self._given) else self._given

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.values)}

    def read(self, given: str, name: str, context: Context) -> Value:
        plain = given.strip()
        text = plain.casefold()
        if text in self.values:
            return text
        named = [value for value, label in self.values.items() if text in (_(label).casefold(), label.casefold())]
        return str(named[0]) if len(named) == 1 else plain

    def check(self, value: Value, name: str, context: Context) -> Findings:
        if not isinstance(value, str) or value not in self.values:
            yield FieldProblem((), f"unknown-{name}", not_among(name, shown(value), list(self.values)))

    def format(self, value: Value, language: str, context: Context = ALONE) -> str:
        message = self.values.get(str(value))
        return translator(language).gettext(message) if message else str(value)

    def options(self, context: Context = ALONE) -> Sequence[tuple[str, str]]:
        return tuple(self.values.items())

    def matcher(self, given: str, name: str, context: Context) -> Callable[[Value], bool]:
        wanted = self.parse(given, name, context)
        return lambda value: value == wanted


class LineOrNumber(Line):
    """A word, or a number where it is one: a priority."""

    is_short = True

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["string", "integer"]}

    def read(self, given: str, name: str, context: Context) -> Value:
        plain = super().read(given, name, context)
        return int(plain) if re.fullmatch(r"[0-9]{1,15}", plain) else plain

    def check(self, value: Value, name: str, context: Context) -> Findings:
        if isinstance(value, bool) or not isinstance(value, int):
            yield from super().check(value, name, context)

    def matcher(self, given: str, name: str, context: Context) -> Callable[[Value], bool]:
        wanted = given.strip().casefold()
        return lambda value: str(value).casefold() == wanted


class Flag(FieldType):
    """Yes or no: `true` or `false` in the files."""

    control = Control.CHOICE
    _WORDS: ClassVar[Mapping[str, bool]] = {"true": True, "yes": True, "false": False, "no": False}

    def json_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}

    def read(self, given: str, name: str, context: Context) -> Value:
        return self._WORDS.get(given.strip().casefold(), given.strip())

    def check(self, value: Value, name: str, context: Context) -> Findings:
        if not isinstance(value, bool):
            yield wrong_type(name, value, _("true or false"))

    def written(self, value: Value) -> str:
        return ("yes" if value else "no") if isinstance(value, bool) else super().written(value)

    def format(self, value: Value, language: str, context: Context = ALONE) -> str:
        message = N_("yes") if value else N_("no")
        return translator(language).gettext(message)

    def options(self, context: Context = ALONE) -> Sequence[tuple[str, str]]:
        return (("yes", N_("yes")), ("no", N_("no")))

    def matcher(self, given: str, name: str, context: Context) -> Callable[[Value], bool]:
        wanted = self.parse(given, name, context)
        return lambda value: value is wanted


class Strings(FieldType):
    """A list of strings; people write it with commas."""

    control = Control.STRINGS
    is_list = True

    def json_schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string"}}

    def parse(self, given: str | Sequence[str], name: str, context: Context) -> Value:
        """Parse as any type does; a value given alone may contain commas, as the names of some actors do."""
        if isinstance(given, str):
            parts = given.split(",")
        else:
            parts = [
                part for text in given for part in ([text] if self._is_one(text, name, context) else text.split(","))
            ]
        values = dict.fromkeys(self.read(part, name, context) for part in parts if part.strip())
        wrong = [problem.message for problem in self.check(list(values), name, context) if problem.severity == ERROR]
        if wrong:
            raise BadValue("; ".join(map(sentence, dict.fromkeys(wrong))))
        return list(values) or MISSING

    def check(self, value: Value, name: str, context: Context) -> Findings:
        if not isinstance(value, list | tuple):
            yield wrong_type(name, value, _("a list, such as [A, B]"))
            return
        for position, member in enumerate(value):
            for found in self.check_one(member, name, context):
                yield FieldProblem((f"#{position}", *found.path), found.code, found.message, found.severity)

    def _is_one(self, given: str, name: str, context: Context) -> bool:
        return "," not in given or not any(self.check_one(self.read(given, name, context), name, context))

    def check_one(self, value: Value, name: str, context: Context) -> Findings:
        """Return what is wrong with one of them."""
        yield from super().check(value, name, context)

    def written(self, value: Value) -> str:
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else super().written(value)


class Email(Strings):
    """E-mail addresses, to which a draft with the sheet of an actor is addressed."""

    @staticmethod
    def is_address(value: str) -> bool:
        """Return whether it can stand in the head of an e-mail."""
        return re.fullmatch(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+", value, re.ASCII) is not None

    def check_one(self, value: Value, name: str, context: Context) -> Findings:
        yield from super().check_one(value, name, context)
        if isinstance(value, str) and not self.is_address(value):
            message = _("“{given}” is not an e-mail address, such as name@example.org").format(given=value)
            yield FieldProblem((), "bad-email", message)


class Choices(Strings):
    """Some of a few words."""

    def __init__(self, values: Sequence[str]) -> None:
        self.values = values

    def json_schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "enum": list(self.values)}}

    def check_one(self, value: Value, name: str, context: Context) -> Findings:
        if value not in self.values:
            yield FieldProblem((), f"unknown-{name}", not_among(name, shown(value), list(self.values)))


_LANGUAGE = r"[a-z]{2,3}(-[A-Za-z0-9]+)*"


class Languages(Strings):
    """Codes of languages, the plan's first one first."""

    def format(self, value: Value, language: str, context: Context = ALONE) -> str:
        return language_words(value) if isinstance(value, list | tuple) else super().format(value, language, context)

    def check_one(self, value: Value, name: str, context: Context) -> Findings:
        yield from super().check_one(value, name, context)
        if isinstance(value, str) and not re.fullmatch(_LANGUAGE, value):
            message = _("“{code}” is not a language code; write one such as en, es, pt-BR").format(code=value)
            yield FieldProblem((), "bad-language", message)


class PlanLanguages(Languages):
    """Codes of languages that the plan has."""

    def check_one(self, value: Value, name: str, context: Context) -> Findings:
        yield from super().check_one(value, name, context)
        if context.plan is not None and isinstance(value, str) and value not in context.plan.info.languages:
            message = _("“{code}” is not a language of this plan; plan.yaml has: {languages}").format(
                code=value, languages=", ".join(context.plan.info.languages)
            )
            yield FieldProblem((), "unknown-language", message)
