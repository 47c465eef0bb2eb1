"""What a reader of a docx moves by: the outline of Word's navigation pane, and a table of contents.

Word lists no heading that stands in a table, and a plan is all tables. So each table has a line before it for the
subject or objective that begins with it, one point high and white: a place of the outline, which takes no space.
Where changes are tracked there is none, since such a line would stay when its table is accepted away.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from rcm_tui.i18n import _
from rcm_tui.reports.document import Document, Entry, Heading, Mark, Paragraph, Run, Style, Table, outline_of
from rcm_tui.reports.writers.docx.markup import paragraph
from rcm_tui.reports.writers.docx.runs import Numbers, bookmark_name, escaped

OUTLINE, CONTENTS = "OutlineLine", "toc"
"""The ids of the styles, the second before a level."""
_LETTERS = 90
_LONG = 60
"""Rows from which on a document has contents."""
_MOST = 15
"""Entries of the contents at most: else those of the first level alone."""


def lines_before(entries: Sequence[Entry], numbers: Numbers) -> str:
    """Return the places of the outline that begin with a table."""
    return "".join(
        paragraph(
            Paragraph((Run(_words(one)),)), OUTLINE, numbers, end=Mark.KEPT, revision=None, keep=True, level=one.level
        )
        for one in entries
    )


def _words(entry: Entry) -> str:
    return shorten(f"{entry.key}  {entry.text}" if entry.in_table else entry.text, _LETTERS, placeholder=" …")


def contents(document: Document) -> str:
    """Return the table of contents of a long document, a field that is filled in already; empty for a short one.

    It has links in place of page numbers, which only a word processor knows.
    """
    entries = [one for one in outline_of(document.blocks) if one.key and one.level <= 2]
    level = 2 if len(entries) <= _MOST else 1
    entries = [one for one in entries if one.level <= level]
    if document.marked or len(entries) < 3 or sum(len(table.rows) for table in document.tables) < _LONG:
        return ""
    lines = list(map(_link, entries))
    instruction = f'<w:instrText xml:space="preserve"> TOC \\o "1-{level}" \\n \\h \\z \\u </w:instrText>'
    lines[0] = f"{_mark('begin')}<w:r>{instruction}</w:r>{_mark('separate')}{lines[0]}"
    lines[-1] += _mark("end")
    heading = paragraph(
        Paragraph((Run(_("Contents"), style=Style.BOLD),)), CONTENTS, Numbers(), end=Mark.KEPT, revision=None, keep=True
    )
    together = ["<w:keepNext/>"] * (len(lines) - 1) + [""]
    return heading + "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{CONTENTS}{one.level}"/>{keep}</w:pPr>{line}</w:p>'
        for one, keep, line in zip(entries, together, lines, strict=True)
    )


def _link(entry: Entry) -> str:
    text = f'<w:r><w:t xml:space="preserve">{escaped(_words(entry))}</w:t></w:r>'
    return f'<w:hyperlink w:anchor="{bookmark_name(entry.key)}" w:history="1">{text}</w:hyperlink>'


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def is_before_contents(document: Document, place: int) -> bool:
    """Return whether the contents come before this block: the first heading, or the first table of a plan."""
    block = document.blocks[place]
    if not isinstance(block, Heading | Table):
        return False
    return not any(isinstance(one, Heading | Table) for one in document.blocks[:place])
