"""Runs of WordprocessingML as text: words with their look, their direction, their links and their tracked changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from rcm_tui.i18n import is_right_to_left
from rcm_tui.model.regex import regex
from rcm_tui.reports.direction import left_to_right
from rcm_tui.reports.document import Logo, Mark, Picture, Revision, Run, Style
from rcm_tui.reports.visible import bound

_INVALID = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_NAME = regex(r"[^A-Za-z0-9_]")
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
    """What is counted through a whole document: tracked changes, bookmarks, links, the comments with their words."""

    changes: int = 0
    language: str = ""
    """The language of the document."""
    named: Collection[str] = ()
    """The items and meetings that the document has, which words in it can link to."""
    links: dict[str, str] = field(default_factory=dict)
    """The addresses that it links to, with the ids of their relationships."""
    bookmarks: dict[str, int] = field(default_factory=dict)
    comments: list[Revision] = field(default_factory=list)
    pictures: list[Picture | Logo] = field(default_factory=list)
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

    def link(self, target: str) -> str:
        """Return the attribute of a link that says what it leads to: an address, or a bookmark of an item."""
        if target.startswith("#"):
            return f'w:anchor="{bookmark_name(target[1:])}"'
        return f'r:id="{self.links.setdefault(target, f"link{len(self.links) + 1}")}"'

    def comment(self, revision: Revision) -> int:
        """Return the number of a comment with the revision's note."""
        self.comments.append(revision)
        return len(self.comments) - 1


TRACKED = {Mark.INSERTED: "ins", Mark.DELETED: "del"}
MOVED = {Mark.INSERTED: "moveTo", Mark.DELETED: "moveFrom"}


def run(piece: Run, numbers: Numbers, language: str, target: str = "") -> str:
    """Return a run, tracked where it was inserted, deleted, moved or restyled; a link where it has a target."""
    of = language or numbers.language
    if not piece.has_gap and not is_right_to_left(of):
        written = _part(piece, numbers, piece.text, "", language, target)
    else:
        parts = by_direction(piece.text) if is_right_to_left(of) else ((piece.text, False),)
        written = "".join(
            _part(part, numbers, text, of if is_turned else "", language, target)
            for whole, is_turned in parts
            for part, text in _before_gap(piece, whole)
        )
    kind = (MOVED if piece.moved else TRACKED).get(piece.mark)
    written = f"<w:{kind} {numbers.tracked(piece.revision)}>{written}</w:{kind}>" if kind else written
    return f"<w:hyperlink {numbers.link(target)}>{written}</w:hyperlink>" if target else written


def _before_gap(piece: Run, text: str) -> Iterator[tuple[Run, str]]:
    """Yield the pieces of a text; its last letter alone is spaced where a gap follows, which no character may make.

    So the text is the same to the letter where all changes are accepted, or rejected.
    """
    if not (piece.has_gap and text and piece.text.endswith(text)):
        yield replace(piece, has_gap=False) if piece.has_gap else piece, text
        return
    if text[:-1]:
        yield replace(piece, has_gap=False), text[:-1]
    yield piece, text[-1]


def _part(piece: Run, numbers: Numbers, text: str, turned: str, language: str, target: str) -> str:
    """Return a part of a run that is in one direction; from right to left where it is `turned`, to a language."""
    look = _look(piece.strong, piece.style, language, link=bool(target), turned=turned, has_gap=piece.has_gap)
    if piece.mark is Mark.RESTYLED:
        was = _look(piece.was_strong, piece.style, language, link=bool(target), turned=turned) or "<w:rPr/>"
        change = f"<w:rPrChange {numbers.tracked(piece.revision)}>{was}</w:rPrChange>"
        look = f"{look.removesuffix('</w:rPr>') or '<w:rPr>'}{change}</w:rPr>"
    tag = "w:delText" if piece.mark is Mark.DELETED and not piece.moved else "w:t"
    inner = f'</{tag}><w:br/><{tag} xml:space="preserve">'.join(escaped(bound(text)).split("\n"))
    return f'<w:r>{look}<{tag} xml:space="preserve">{inner}</{tag}></w:r>'


_LATIN = "A-Za-z\u00c0-\u058f"
_LEFT_TO_RIGHT = regex(
    rf"[0-9#@]*[{_LATIN}][{_LATIN}0-9\u0300-\u036f]*(?:[-./:@_'’+&?=#%~ ]+[{_LATIN}0-9][{_LATIN}0-9\u0300-\u036f]*)*"
)
"""Words, ids and addresses in letters that are written from left to right, with the digits and signs in them."""


def by_direction(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text that is written from right to left, and whether they are: ids and names in it are not.

    Word would turn round the parts of an id such as HR-4.2 in a run of that direction.
    """
    place = 0
    whole = left_to_right(text)
    names = (found.span() for found in _LEFT_TO_RIGHT.finditer(text))
    for start, end in sorted([*whole, *(span for span in names if not any(a <= span[0] < b for a, b in whole))]):
        if start > place:
            yield text[place:start], True
        yield text[start:end], False
        place = end
    if place < len(text) or not text:
        yield text[place:], True


_GAP = '<w:spacing w:val="60"/>'
"""Three points after a letter, in twentieths."""


def _look(strong: bool, style: Style, language: str, *, link: bool, turned: str = "", has_gap: bool = False) -> str:
    bold = "<w:b/><w:bCs/>" if strong or style is Style.BOLD else ""
    italic = "<w:i/><w:iCs/>" if strong else ""
    color = '<w:color w:val="595959"/>' if style is Style.FAINT else ""
    line = ""
    if link:
        color, line = '<w:color w:val="0563C1"/>', '<w:u w:val="single"/>'
    text = f'<w:lang w:val="{LANGUAGES.get(language, escaped(language))}"/>' if language else ""
    if turned:
        text = f'<w:rtl/><w:lang w:bidi="{escaped(turned)}"/>'
    inner = bold + italic + color + (_GAP if has_gap else "") + line + text
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""
