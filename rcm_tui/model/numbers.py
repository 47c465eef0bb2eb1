"""The types of numbers: whole ones, shares, amounts of money and their currencies."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from rcm_tui.i18n import _, translator
from rcm_tui.model.errors import FieldProblem
from rcm_tui.model.fieldpath import MISSING, Value
from rcm_tui.model.types import ALONE, Candidates, Context, Control, FieldType, Findings, shown, wrong_type

CURRENCIES: Final = frozenset(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD
    CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP
    GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW
    KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD
    NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE
    SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES
    VND VUV WST XAF XCD XDR XOF XPF XSU XUA YER ZAR ZMW ZWG
    """.split()  # noqa: SIM905 - a list of as many lines as codes says no more
)
"""The alphabetic codes of ISO 4217, without those of metals and of tests.

HRK, SVC, CUC and ANG were replaced by others, but there are amounts of earlier years in them.
"""
_WHOLE = r"[+-]?[0-9]{1,15}"


class Integer(FieldType):
    """A whole number, between bounds where there are any."""

    control = Control.NUMBER
    is_numeric = is_short = True

    def __init__(self, minimum: int | None = None, maximum: int | None = None) -> None:
        self.minimum = minimum
        self.maximum = maximum

    def json_schema(self) -> dict[str, Any]:
        bounds = {"minimum": self.minimum, "maximum": self.maximum}
        return {"type": "integer", **{name: bound for name, bound in bounds.items() if bound is not None}}

    @property
    def _wanted(self) -> str:
        if self.minimum is not None and self.maximum is not None:
            return _("a whole number from {least} to {most}").format(least=self.minimum, most=self.maximum)
        if self.minimum is not None:
            return _("a whole number from {least} on").format(least=self.minimum)
        return _("a whole number")

    def read(self, given: str, name: str, context: Context) -> Value:
        plain = given.strip()
        return int(plain) if re.fullmatch(_WHOLE, plain) else plain

    def check(self, value: Value, name: str, context: Context) -> Findings:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not is_whole or not self._is_within(value):
            yield wrong_type(name, value, self._wanted)

    def _is_within(self, value: float) -> bool:
        low, high = self.minimum, self.maximum
        return (low is None or value >= low) and (high is None or value <= high)

    def matcher(self, given: str, name: str, context: Context) -> Callable[[Value], bool]:
        low, dots, high = given.partition("..")
        if not dots:
            high = low
        least, most = (self._bound(part, name, context) for part in (low, high))

        def fits(value: Value) -> bool:
            if not isinstance(value, int | float):
                return False
            return (least is None or value >= least) and (most is None or value <= most)

        return fits

    def _bound(self, given: str, name: str, context: Context) -> Any:
        value = self.parse(given, name, context)
        return None if value is MISSING else value


class Percent(Integer):
    """A whole number of hundredths, 0 to 100; people may write the sign after it."""

    def __init__(self) -> None:
        super().__init__(0, 100)

    def read(self, given: str, name: str, context: Context) -> Value:
        return super().read(given.strip().removesuffix("%"), name, context)

    def format(self, value: Value, language: str, context: Context = ALONE) -> str:
        rounded = f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value
        return translator(language).gettext("{number}%").format(number=rounded)


class Money(Integer):
    """An amount of money: 250.000 may be a quarter of a million or 250, so separators of thousands are not guessed."""

    def json_schema(self) -> dict[str, Any]:
        return {"type": "number", "minimum": 0}

    def read(self, given: str, name: str, context: Context) -> Value:
        plain = given.strip()
        if re.fullmatch(r"[0-9]{1,15}", plain):
            return int(plain)
        return float(plain) if re.fullmatch(r"[0-9]{1,12}\.[0-9]{1,2}", plain) else plain

    def check(self, value: Value, name: str, context: Context) -> Findings:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not 0 <= value < 1e15 or round(value, 2) != value:
            message = _(
                "“{given}” is not an amount for {name}; write 250000 or 250000.50, without separators of thousands"
            )
            yield FieldProblem((), "wrong-type", message.format(given=shown(value), name=name))


def amount(value: float, currency: str, language: str) -> str:
    """Format an amount of money with separators of thousands, such as `12,000 USD`; in French and others 12 000 USD."""
    whole = f"{value:,.2f}" if value != int(value) else f"{value:,.0f}"
    if language not in ("en", "es"):
        whole = whole.translate({ord(","): "\N{NO-BREAK SPACE}", ord("."): ","})
    return f"{whole} {currency}".strip()


class Number(Integer):
    """A number, with a point before its decimals."""

    def json_schema(self) -> dict[str, Any]:
        return {**super().json_schema(), "type": "number"}

    @property
    def _wanted(self) -> str:
        if self.minimum is not None and self.maximum is not None:
            return _("a number from {least} to {most}").format(least=self.minimum, most=self.maximum)
        return _("a number, such as 12 or 0.5")

    def read(self, given: str, name: str, context: Context) -> Value:
        plain = given.strip()
        if re.fullmatch(_WHOLE, plain):
            return int(plain)
        return float(plain) if re.fullmatch(r"[+-]?[0-9]{1,12}\.[0-9]{1,6}", plain) else plain

    def check(self, value: Value, name: str, context: Context) -> Findings:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not abs(value) < 1e15 or not self._is_within(value):
            yield wrong_type(name, value, self._wanted)

    def format(self, value: Value, language: str, context: Context = ALONE) -> str:
        return f"{value:.6g}" if isinstance(value, float) else str(value)


class Share(Number):
    """A share of a whole, from 0 to 1; it is shown in hundredths, as which people may write it too."""

    def __init__(self) -> None:
        super().__init__(0, 1)

    def read(self, given: str, name: str, context: Context) -> Value:
        hundredths = given.strip().removesuffix("%")
        value = super().read(hundredths, name, context)
        if hundredths == given.strip() or not isinstance(value, int | float):
            return value
        return int(value / 100) if value in (0, 100) else round(value / 100, 6)

    def format(self, value: Value, language: str, context: Context = ALONE) -> str:
        return Percent().format(value * 100.0 if isinstance(value, int | float) else value, language)


class Currency(FieldType):
    """A currency by its code in ISO 4217."""

    is_short = True

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Z]{3}$"}

    def read(self, given: str, name: str, context: Context) -> Value:
        plain = given.strip()
        return plain.upper() if plain.upper() in CURRENCIES else plain

    def check(self, value: Value, name: str, context: Context) -> Findings:
        yield from super().check(value, name, context)
        if isinstance(value, str) and value not in CURRENCIES:
            message = _("“{given}” is not a currency; write its three letters, such as USD or EUR")
            yield FieldProblem((), "bad-currency", message.format(given=value[:60]))

    def complete(self, prefix: str, context: Context) -> Candidates:
        yield from ((code, "") for code in sorted(CURRENCIES) if code.startswith(prefix.upper()))
