"""Pieces of WordprocessingML as text: runs, tracked changes, bookmarks. Everything a person wrote is escaped here.

Written as text and not as a tree, since a plan of ten thousand items has a million elements.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from rcm_tui.reports.document import Mark, Paragraph, Revision, Run, Style

_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_NAME = re.compile(r"[^A-Za-z0-9_]")
LANGUAGES = {"en": "en-US", "es": "es-MX"}
"""What word processors call the languages: they know a language with its country only."""


def escaped(text: str) -> str:
    """Text for an element or attribute; what XML cannot hold becomes U+FFFD."""
    text = _INVALID.sub("\ufffd", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def bookmark_name(anchor: str) -> str:
    """Return an id as the name of a bookmark: `HR_4_2`, `HR_4_2_kvt`; letters, digits and low lines, 40 at most."""
    name = _NO_NAME.sub("_", anchor)[:40]
    return name if name[:1].isalpha() else f"_{name}"[:40]


@dataclass
class Numbers:
    """What is counted through a whole document: tracked changes, bookmarks, and the comments with their words."""

    changes: int = 0
    bookmarks: dict[str, int] = field(default_factory=dict)
    comments: list[Revision] = field(default_factory=list)
    before: tuple[Mark, str, datetime | None] | None = None
    """The change that the text ended with, up to a break that stays: what, by whom and when."""

    def tracked(self, revision: Revision | None) -> str:
        """Return the attributes of one tracked change: its number, author and date."""
        self.changes += 1
        author = escaped((revision.author if revision else "") or "?")
        date = ""
        if revision and revision.when:
            date = f' w:date="{revision.when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"'
        return f'w:id="{self.changes}" w:author="{author}"{date}'

    def bookmark(self, anchor: str) -> tuple[str, str]:
        """Return the elements that begin and end a bookmark; empty where the name is taken."""
        name = bookmark_name(anchor)
        if not anchor or name in self.bookmarks:
            return "", ""
        number = self.bookmarks[name] = len(self.bookmarks) + 1
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>', f'<w:bookmarkEnd w:id="{number}"/>'

    def comment(self, revision: Revision) -> int:
        """Return the number of a comment with the revision's note."""
        self.comments.append(revision)
        return len(self.comments) - 1


TRACKED = {Mark.INSERTED: "ins", Mark.DELETED: "del"}


def run(piece: Run, numbers: Numbers, language: str) -> str:
    """Return a run, tracked where it was inserted, deleted or restyled."""
    look = _look(piece.strong, piece.style, language)
    if piece.mark is Mark.RESTYLED:
        # Word and LibreOffice both take back a deletion beside an insertion; LibreOffice takes back no change of look.
        was = Run(piece.text, piece.was_strong, Mark.DELETED, piece.revision, piece.style)
        now = Run(piece.text, piece.strong, Mark.INSERTED, piece.revision, piece.style)
        return run(was, numbers, language) + run(now, numbers, language)
    tag = "w:delText" if piece.mark is Mark.DELETED else "w:t"
    inner = f'</{tag}><w:br/><{tag} xml:space="preserve">'.join(escaped(piece.text).split("\n"))
    written = f'<w:r>{look}<{tag} xml:space="preserve">{inner}</{tag}></w:r>'
    kind = TRACKED.get(piece.mark)
    return f"<w:{kind} {numbers.tracked(piece.revision)}>{written}</w:{kind}>" if kind else written


def _look(strong: bool, style: Style, language: str) -> str:
    bold = "<w:b/><w:bCs/>" if strong or style is Style.BOLD else ""
    italic = "<w:i/><w:iCs/>" if strong else ""
    faint = '<w:color w:val="595959"/>' if style is Style.FAINT else ""
    said = f'<w:lang w:val="{LANGUAGES.get(language, escaped(language))}"/>' if language else ""
    inner = bold + italic + faint + said
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def paragraph(
    piece: Paragraph,
    style: str,
    numbers: Numbers,
    *,
    end: Mark,
    revision: Revision | None,
    keep: bool = False,
    notes: Sequence[Revision] = (),
) -> str:
    """Return a paragraph. `end` is what became of the break behind it, which need not be what became of its words.

    `notes` are comments on the whole paragraph, for rows that came or went: LibreOffice does not let go of a row while
    the place of a comment is in it.
    """
    kind = TRACKED.get(end)
    mark = f"<w:rPr><w:{kind} {numbers.tracked(revision)}/></w:rPr>" if kind else ""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/>{"<w:keepNext/>" if keep else ""}{mark}</w:pPr>'
    start, stop = numbers.bookmark(piece.anchor)
    piece = _set_apart(piece, numbers)
    numbers.before = _change_at_end(piece) if end is Mark.KEPT else None
    comments = [numbers.comment(one) for one in notes]
    opened = "".join(f'<w:commentRangeStart w:id="{one}"/>' for one in comments)
    closed = "".join(
        f'<w:commentRangeEnd w:id="{one}"/><w:r><w:commentReference w:id="{one}"/></w:r>' for one in comments
    )
    return f"<w:p>{properties}{start}{opened}{_runs(piece, numbers)}{closed}{stop}</w:p>"


_APART = timedelta(minutes=3)


def _set_apart(piece: Paragraph, numbers: Numbers) -> Paragraph:
    """Return the paragraph, its first change a few minutes later where the text before it ended with one just like it.

    LibreOffice joins two changes of one kind and author, made within a minute, over the break between two paragraphs,
    though the break itself is none of them, and takes it away with them.
    """
    first = piece.runs[0] if piece.runs else None
    if first is None or first.revision is None or numbers.before is None:
        return piece
    mark = Mark.DELETED if first.mark is Mark.RESTYLED else first.mark
    was = first.revision
    if numbers.before != (mark, was.author, was.when):
        return piece
    later = replace(was, when=was.when + _APART) if was.when else replace(was, author=was.author + " ")
    return replace(piece, runs=(replace(first, revision=later), *piece.runs[1:]))


def _change_at_end(piece: Paragraph) -> tuple[Mark, str, datetime | None] | None:
    last = piece.runs[-1] if piece.runs else None
    if last is None or last.mark is Mark.KEPT or last.revision is None:
        return None
    return Mark.INSERTED if last.mark is Mark.RESTYLED else last.mark, last.revision.author, last.revision.when


def _runs(piece: Paragraph, numbers: Numbers) -> str:
    """Return the runs, with a comment on what changed where it has a note."""
    marked = [place for place, one in enumerate(piece.runs) if one.mark is not Mark.KEPT]
    revision = piece.runs[marked[0]].revision if marked else None
    if revision is None or not revision.note or piece.mark is not Mark.KEPT:
        return "".join(run(one, numbers, piece.language) for one in piece.runs)
    number = numbers.comment(revision)
    written = [run(one, numbers, piece.language) for one in piece.runs]
    written.insert(marked[0], f'<w:commentRangeStart w:id="{number}"/>')
    behind = f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
    written.insert(marked[-1] + 2, behind)
    return "".join(written)


def comments_part(comments: list[Revision]) -> bytes:
    """Return the part of a document that holds its comments."""
    written = []
    for number, revision in enumerate(comments):
        date = f' w:date="{revision.when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"' if revision.when else ""
        author = escaped(revision.author or "?")
        initials = escaped("".join(word[0] for word in revision.author.split())[:4] or "?")
        text = "<w:br/>".join(f'<w:t xml:space="preserve">{escaped(one)}</w:t>' for one in revision.note.split("\n"))
        written.append(
            f'<w:comment w:id="{number}" w:author="{author}"{date} w:initials="{initials}">'
            f"<w:p><w:r>{text}</w:r></w:p></w:comment>"
        )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<w:comments {space}>{''.join(written)}</w:comments>".encode()
