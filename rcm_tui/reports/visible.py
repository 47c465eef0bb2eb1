"""Text that a person or a file supplied, made safe to show: control characters become visible and do nothing.

Escape sequences, carriage returns and the invisible characters that turn a line's direction around would otherwise
reach the terminal and do what they say.
"""

from __future__ import annotations

import unicodedata

from rcm_tui.model.regex import regex

DANGEROUS = "\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
"""Characters that act on what is around them, beside the C0 controls, as the inside of a regular expression's set."""
_UNSAFE = regex(f"[\x00-\x1f{DANGEROUS}]")
_UNSEEN = regex(
    "[\xa0\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200d\u202f\u205f-\u2065\u3000\u3164\uffa0]"
)
"""Characters that show nothing, or no more than a space does."""
_SIGN = regex(r" \*(?=$|[.,:;)\n])")
_BREAK = regex(r"\s*\n\s*")


def visible(text: str, *, lines: bool = False) -> str:
    """Return `text` with its control characters made visible.

    `␛` stands for escape, `␉` for a tab, `‹U+202E›` for one without a picture. With `lines` line feeds are kept;
    without, they are made visible as well, so that the result is one line.
    """
    if text.isprintable():  # None of the unsafe characters is.
        return text
    return _UNSAFE.sub(lambda found: "\n" if lines and found[0] == "\n" else _picture(found[0]), text)


def revealed(text: str) -> str:
    """Return `text` with the characters that cannot be seen named: `‹ZERO WIDTH SPACE›`.

    In ordinary text they may stay unseen; in a difference they may be all that differs.
    """
    return _UNSEEN.sub(lambda found: f"‹{unicodedata.name(found[0], f'U+{ord(found[0]):04X}')}›", text)


def bound(text: str) -> str:
    """Return `text` with each sign of an unofficial translation kept in a line with the word before it."""
    return _SIGN.sub("\xa0*", text) if " *" in text else text


def unseen(text: str) -> tuple[str, ...]:
    """Return the names of the characters that cannot be seen, each once."""
    return tuple(dict.fromkeys(revealed(found)[1:-1] for found in _UNSEEN.findall(text)))


def _picture(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"‹U+{code:04X}›"


def one_line(text: str) -> str:
    """Return `text` on one line: line breaks become spaces, other control characters are made visible."""
    return visible(_BREAK.sub(" ", text) if "\n" in text else text)
