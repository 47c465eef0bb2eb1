"""Text that a person or a file supplied, made safe to show: control characters become visible and do nothing.

Escape sequences, carriage returns and the invisible characters that turn a line's direction around would otherwise
reach the terminal and do what they say.
"""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufff9-\ufffb]"
)
_BREAK = re.compile(r"\s*\n\s*")


def visible(text: str, *, lines: bool = False) -> str:
    """Return `text` with its control characters made visible.

    `␛` stands for escape, `␉` for a tab, `‹U+202E›` for one without a picture. With `lines` line feeds are kept;
    without, they are made visible as well, so that the result is one line.
    """
    if text.isprintable() and text.isascii():
        return text
    return _UNSAFE.sub(lambda found: "\n" if lines and found[0] == "\n" else _picture(found[0]), text)


def _picture(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"‹U+{code:04X}›"


def one_line(text: str) -> str:
    """Return `text` on one line: line breaks become spaces, other control characters are made visible."""
    return visible(_BREAK.sub(" ", text) if "\n" in text else text)
