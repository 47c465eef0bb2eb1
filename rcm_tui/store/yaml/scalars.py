"""What a plain YAML scalar means, and whether a string may be written as one.

Reading follows the core schema of YAML 1.2 (section 10.3.2): there are no dates, and `NO`, `yes` and `on` are strings.
Writing is more careful than reading: a string that any reader of YAML 1.1 or 1.2 could take for something else is
quoted, so that other programs see the same data.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.model.regex import regex

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"
"""Plain data: what a file of the plan holds, in the file's order."""

MAX_DIGITS = 4000
"""Longest number read; Python itself refuses to convert above 4300 digits."""

_CONSTANTS: dict[str, bool | float | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **{sign + word: float("inf") for sign in ("", "+") for word in (".inf", ".Inf", ".INF")},
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
}
_INTEGER = regex(r"[-+]?[0-9]+").fullmatch
_OCTAL = regex(r"0o[0-7]+").fullmatch
_HEXADECIMAL = regex(r"0x[0-9a-fA-F]+").fullmatch
_FLOAT = regex(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?").fullmatch

_CONSTANT_OF_ANY_READER = frozenset(("~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<"))
_NUMBER_OF_ANY_READER = regex(
    r"""[-+]?(?: \.(?:inf|nan)
          | \.?[0-9][0-9_.]*(?:e[-+]?[0-9_]+)?      # also 1_000 and 1.5e3
          | 0[xob][0-9a-f_]+
          | [0-9][0-9_]*(?::[0-9_]+)+(?:\.[0-9_]*)?  # base 60: 1:30
        )""",
    re.VERBOSE | re.IGNORECASE,
).fullmatch
_DATE_OF_ANY_READER = regex(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9:.]+[ \t]*(?:Z|[-+][0-9:]+)?"
).fullmatch
_LIKE_A_DATE = regex(r"[0-9][-0-9/:.~?%TZ]*").fullmatch

_NOT_PLAIN = regex(
    r"""^[-?:,\[\]{}\#&*!|>'"%@`]         # starts like something else
      | ^[\s] | [\s]$                     # white space that a reader would drop
      | :(?:\s|$) | \s\#                  # looks like a key, or a comment
      | ^(?:---|\.\.\.)                   # looks like the edge of a document
    """,
    re.VERBOSE,
).search
NOT_PRINTABLE = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that a YAML file may not hold as they are."""
UNSAFE = regex("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that are only safe escaped: not printable, tabs, line breaks of any YAML version, byte order marks."""
_FLOW_INDICATORS = regex(r"[,:?\[\]{}]").search  # libyaml takes no : and ? within brackets


class Meanings(dict[str, "bool | int | float | str | None"]):
    """The meaning of each plain scalar, kept once computed: the same few hundred words make up most of a plan."""

    LIMIT = 100_000

    def __missing__(self, text: str) -> bool | int | float | str | None:
        value = plain_meaning(text)
        if len(self) < self.LIMIT:
            self[text] = value
        return value


def plain_meaning(text: str) -> bool | int | float | str | None:
    """Return the value of an unquoted scalar by the core schema of YAML 1.2. Raises ValueError over `MAX_DIGITS`."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in "+-.0123456789":
        return text
    value: int | float | str = text
    if _INTEGER(text):
        value = int(_short(text))
    elif _FLOAT(text):
        value = float(_short(text))
    elif _OCTAL(text):
        value = int(_short(text)[2:], 8)
    elif _HEXADECIMAL(text):
        value = int(_short(text)[2:], 16)
    return value


def _short(number: str) -> str:
    if len(number) > MAX_DIGITS:
        raise ValueError(f"a number of {len(number)} characters")
    return number


def taken_for_other(text: str) -> bool:
    """Return whether some reader of YAML 1.1 or 1.2 would take the unquoted text for anything but a string."""
    return bool(
        not text
        or text.lower() in _CONSTANT_OF_ANY_READER
        or _NUMBER_OF_ANY_READER(text)
        or _LIKE_A_DATE(text)
        or _DATE_OF_ANY_READER(text)
    )


def may_be_plain(text: str, *, in_flow: bool = False) -> bool:
    """Return whether the string can be written without quotes and read back as itself by every reader.

    `in_flow` says that it is written between brackets or braces, where a few more characters have a meaning.
    """
    if taken_for_other(text) or _NOT_PLAIN(text) or UNSAFE.search(text):
        return False
    return not (in_flow and _FLOW_INDICATORS(text))


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


def double_quoted(text: str) -> str:
    """Write the string in double quotes, on one line, with everything escaped that is not safe as it is.

    Raises BadValue for half a surrogate pair, which no file can hold.
    """
    return '"' + re.sub(rf'[\\"]|{UNSAFE.pattern}', _escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if character in _ESCAPES:
        return _ESCAPES[character]
    if 0xD800 <= code <= 0xDFFF:
        raise BadValue(_("a text holds half a character (U+{code:04X}); type the text again").format(code=code))
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
