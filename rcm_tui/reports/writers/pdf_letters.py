"""Letters of a document that no font has: a PDF shows each as an empty box, so a warning is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from unicodedata import category

from rcm_tui.i18n import ngettext
from rcm_tui.libraries import need
from rcm_tui.model.regex import regex
from rcm_tui.reports.document import Document, Heading, Paragraph, Pictures

_REFUSED = regex(r'the text `"(.+?)"` could not be displayed')
_ESCAPE = regex(r"\\u\{([0-9a-f]+)\}")
_TAG = regex(r"<[^>]*>")
_AT_MOST = 30
"""So many letters are named; a text in a script that no font has may hold thousands."""


def letters_without_font(document: Document) -> dict[str, int]:
    """Return the letters that typst finds in no font, with how often each occurs, in the order of their codes.

    Characters that nobody sees, such as a zero-width space, are not counted.

    Raises MissingLibrary where typst is not installed.
    """
    all_letters: Counter[str] = Counter()
    for text in _texts(document):
        if not text.isascii():
            all_letters.update(text)
    counted = {letter: count for letter, count in all_letters.items() if _is_seen(letter)}
    if not counted:
        return {}
    typst = need("typst", "pdf")
    page = '#set document(title: "-")\n#for one in sys.inputs.letters.codepoints() [#one \\ ]'
    letters = {"letters": "".join(sorted(counted))}
    try:
        # The standard for accessible files forbids letters without a font, so that typst names every one of them.
        typst.compile(page.encode(), format="pdf", sys_inputs=letters, pdf_standards=["ua-1"])
    except typst.TypstError as refusal:
        named = "".join(_REFUSED.findall(refusal.diagnostic))
        refused = set(_ESCAPE.sub(lambda found: chr(int(found[1], 16)), named))
        return {letter: counted[letter] for letter in sorted(refused) if letter in counted}
    return {}


def remarks(document: Document) -> tuple[str, ...]:
    """Return the sentence that names the letters without a font, if there are any."""
    lost = letters_without_font(document)
    if not lost:
        return ()
    named = [f"{_shown(letter)} ({count})" for letter, count in lost.items()]
    more = [] if len(named) <= _AT_MOST else ["…"]
    return (
        ngettext(
            "{count} letter of the document cannot be shown with the fonts of this machine, and the PDF has an empty "
            "box in its place: {letters}. Install a font that has it (such as one of the Noto fonts) and publish "
            "again.",
            "{count} letters of the document cannot be shown with the fonts of this machine, and the PDF has empty "
            "boxes in their place: {letters}. Install a font that has them (such as one of the Noto fonts) and publish "
            "again.",
            len(lost),
        ).format(count=len(lost), letters=", ".join(named[:_AT_MOST] + more)),
    )


def _is_seen(letter: str) -> bool:
    return letter > "\x7f" and category(letter) not in ("Cf", "Cc", "Zs", "Zl", "Zp")


def _shown(letter: str) -> str:
    """Return a letter with its code, by which it can be looked up where a terminal has no font for it either."""
    return f"{letter} U+{ord(letter):04X}" if letter.isalnum() else f"U+{ord(letter):04X}"


def _texts(document: Document) -> Iterator[str]:
    """Yield every text that is printed; the edges of the pages once."""
    yield from (document.draft, document.banner, document.footer)
    yield from (run.shown for paragraph in document.head for run in paragraph.runs)
    for block in document.blocks:
        if isinstance(block, Heading):
            yield block.text
        elif isinstance(block, Paragraph):
            yield from (run.shown for run in block.runs)
        elif isinstance(block, Pictures):
            yield from (_TAG.sub("", picture.svg) for picture in block.pictures)
        else:
            rows = (*block.header, *block.rows)
            yield from (run.shown for row in rows for paragraph in row.paragraphs for run in paragraph.runs)
