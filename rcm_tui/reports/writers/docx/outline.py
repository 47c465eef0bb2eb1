"""Navigation in a docx: the outline of Word's navigation pane, and a table of contents.

Word lists no heading that stands in a table, and a plan is all tables. So each table has a line before it for the
subject or objective that begins with it, one point high and white: a place of the outline, which takes no space.
It comes and goes with its table where changes are tracked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile
from textwrap import shorten

from rcm_tui.i18n import _
from rcm_tui.reports.document import Document, Entry, Heading, Mark, Paragraph, Pictures, Run, Style, Table, outline_of
from rcm_tui.reports.writers.docx.markup import paragraph
from rcm_tui.reports.writers.docx.runs import Numbers, bookmark_name, escaped

OUTLINE, CONTENTS = "OutlineLine", "toc"
"""The ids of the styles, the second before a level."""
_LETTERS = 90
_PAGES_AT = 9000
"""Where the numbers of pages end, in twentieths of a point from the left margin."""
_LONG = 60
"""Rows from which on a document has contents."""
_MOST = 15
"""Entries of the contents at most: else those of the first level alone."""


def lines_before(entries: Iterable[Entry], tables: Sequence[Table], numbers: Numbers) -> str:
    """Return the places of the outline that begin with the first of `tables`, which are all from there on.

    A place comes or goes if all its tables do.
    """
    first, written = tables[0], []
    quiet = first.revision and replace(first.revision, note="")
    for entry in entries:
        own = takewhile(partial(_is_in, first.outline[: entry.level]), tables)
        mark, revision = (first.mark, quiet) if {each.mark for each in own} == {first.mark} else (Mark.KEPT, None)
        piece = Paragraph((Run(_words(entry), mark=mark, revision=revision),))
        written.append(paragraph(piece, OUTLINE, numbers, end=mark, revision=revision, keep=True, level=entry.level))
    return "".join(written)


def _is_in(outline: tuple[tuple[str, str], ...], table: Table) -> bool:
    return table.outline[: len(outline)] == outline


def _words(entry: Entry) -> str:
    return shorten(entry.title or entry.text, _LETTERS, placeholder=" …")


def contents(document: Document) -> str:
    """Return the table of contents of a long document; empty for a short one. It begins a page after one of pictures.

    Its entries are links, each with a field for its page that is empty until a word processor has counted: LibreOffice
    does so when it opens the file, Word when it prints or by F9. It is not in a `TOC` field, in which LibreOffice
    leaves pages as they are, and Word would ask at each opening whether to update it.
    """
    entries = [entry for entry in outline_of(document.blocks) if entry.key and entry.level <= 2]
    level = 2 if len(entries) <= _MOST else 1
    entries = [entry for entry in entries if entry.level <= level]
    if document.marked or len(entries) < 3 or sum(len(table.rows) for table in document.tables) < _LONG:
        return ""
    heading = paragraph(
        Paragraph((Run(_("Contents"), style=Style.BOLD),)),
        CONTENTS,
        Numbers(language=document.language),
        end=Mark.KEPT,
        revision=None,
        keep=True,
        new_page=any(isinstance(block, Pictures) for block in document.blocks),
    )
    return heading + "".join(
        _entry(entry, keep=entry is not entries[-1], turned=document.is_right_to_left) for entry in entries
    )


def _entry(entry: Entry, *, keep: bool, turned: bool) -> str:
    """Return a line of the contents, kept with the next one unless it is the last."""
    target = bookmark_name(entry.key)
    page = f'{_mark("begin")}<w:r><w:instrText xml:space="preserve"> PAGEREF {target} \\h </w:instrText></w:r>'
    text = f'<w:r><w:t xml:space="preserve">{escaped(_words(entry))}</w:t></w:r><w:r><w:tab/></w:r>'
    inner = f"{text}{page}{_mark('separate')}{_mark('end')}"
    properties = f'<w:pStyle w:val="{CONTENTS}{entry.level}"/>{"<w:keepNext/>" if keep else ""}'
    link = f'<w:hyperlink w:anchor="{target}" w:history="1">{inner}</w:hyperlink>'
    place = f'<w:tabs><w:tab w:val="right" w:pos="{_PAGES_AT}"/></w:tabs>{"<w:bidi/>" if turned else ""}'
    return f"<w:p><w:pPr>{properties}{place}</w:pPr>{link}</w:p>"


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def is_before_contents(document: Document, place: int) -> bool:
    """Return whether the contents come before this block: the first heading, or the first table of a plan."""
    block = document.blocks[place]
    if not isinstance(block, Heading | Table):
        return False
    return not any(isinstance(block, Heading | Table) for block in document.blocks[:place])
