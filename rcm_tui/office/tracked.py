"""Read who changed what in a Word document: every paragraph with its tracked changes, bookmarks and comments."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from rcm_tui.office.docx import STYLES, W
from rcm_tui.office.package import Package, navigation_styles

_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LETTERS: Final = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_INSERTED: Final = frozenset((f"{W}ins", f"{W}moveTo"))
_DELETED: Final = frozenset((f"{W}del", f"{W}moveFrom"))
_WRAPPERS: Final = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_DEEPEST = 200
"""How deep elements may lie in each other."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text. `inserted` and `deleted` are the authors of these tracked changes, None where there is none."""

    text: str
    inserted: str | None = None
    deleted: str | None = None
    strong: bool = False
    """Whether it is bold and italic."""
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment and who wrote it."""

    author: str
    text: str


@dataclass(frozen=True, slots=True)
class EditedParagraph:
    """A paragraph. `table`, `row` and `column` count from 0; they are -1 outside tables.

    `joins_next` is who deleted the break behind it, `new_break` who inserted it, by tracked changes.
    """

    pieces: tuple[Piece, ...]
    names: tuple[str, ...] = ()
    """The names of its bookmarks."""
    comments: tuple[Comment, ...] = ()
    table: int = -1
    row: int = -1
    column: int = -1
    joins_next: str | None = None
    new_break: str | None = None

    @property
    def before(self) -> str:
        """Its text with all tracked changes rejected."""
        return "".join(piece.text for piece in self.pieces if piece.inserted is None)

    @property
    def after(self) -> str:
        """Its text with all tracked changes accepted."""
        return "".join(piece.text for piece in self.pieces if piece.deleted is None)

    @property
    def authors(self) -> tuple[str, ...]:
        """Everybody whose tracked changes are in its text, in order."""
        found = (author for piece in self.pieces for author in (piece.inserted, piece.deleted) if author is not None)
        return tuple(dict.fromkeys(found))

    def with_changes_of(self, authors: Collection[str]) -> str:
        """Return its text with just the tracked changes of these authors accepted."""
        kept = (piece for piece in self.pieces if piece.inserted is None or piece.inserted in authors)
        return "".join(piece.text for piece in kept if piece.deleted not in authors)


def read_tracked(package: Package) -> tuple[EditedParagraph, ...]:
    """Return every paragraph of a docx in order. Raises Refused where it is damaged."""
    body = package.xml("word/document.xml").find(f"{W}body")
    styles = package.xml(STYLES) if package.has(STYLES) else None
    reader = _Reader(_comments(package), navigation_styles(styles))
    return tuple(reader.blocks(body, _Place())) if body is not None else ()


@dataclass(frozen=True, slots=True)
class _Place:
    table: int = -1
    row: int = -1
    column: int = -1
    inserted: str | None = None
    deleted: str | None = None


def _comments(package: Package) -> Mapping[str, Comment]:
    if not package.has("word/comments.xml"):
        return {}
    root = package.xml("word/comments.xml")
    return {
        comment.get(f"{W}id", ""): Comment(
            _author(comment), "\n".join(filter(None, map(_words, comment.iter(f"{W}p"))))
        )
        for comment in root.iter(f"{W}comment")
    }


def _words(paragraph: Any) -> str:
    return "".join(element.text or "" for element in paragraph.iter(f"{W}t")).strip()


def _author(element: Any) -> str:
    return " ".join((element.get(f"{W}author") or "").split()) or "?"


def _author_of(element: Any) -> str | None:
    return None if element is None else _author(element)


class _Reader:
    """Walks through a body, counting its tables."""

    def __init__(self, comments: Mapping[str, Comment], skipped: Collection[str]) -> None:
        self._comments = comments
        self._skipped = skipped
        self._tables = 0

    def blocks(self, parent: Any, place: _Place, depth: int = 0) -> Iterator[EditedParagraph]:
        """Yield the paragraphs below an element; those of a table within a table are where that one is."""
        for child in parent:
            if depth > _DEEPEST:
                return
            if child.tag == f"{W}p":
                yield from self._paragraph(child, place, depth)
            elif child.tag == f"{W}tbl":
                yield from self._table(child, place, depth + 1)
            elif child.tag in _WRAPPERS:
                yield from self.blocks(child, place, depth + 1)

    def _table(self, element: Any, place: _Place, depth: int) -> Iterator[EditedParagraph]:
        outermost = place.table < 0
        number = self._tables if outermost else place.table
        self._tables += outermost
        for position, row in enumerate(_rows(element) if outermost else ()):
            properties = row.find(f"{W}trPr")
            marks = {name: _author(found) for name in ("ins", "del") if (found := _child(properties, name)) is not None}
            column = _number(_child(properties, "gridBefore"))
            for cell in row.iterchildren(f"{W}tc", f"{W}sdt"):
                here = _Place(number, position, column, marks.get("ins"), marks.get("del"))
                yield from self._cell(cell, here, depth)
                column += max(_number(_child(cell.find(f"{W}tcPr"), "gridSpan")), 1)
        if not outermost:
            for row in element.iterchildren(f"{W}tr"):
                for cell in row.iterchildren(f"{W}tc"):
                    yield from self.blocks(cell, place, depth + 1)

    def _cell(self, cell: Any, place: _Place, depth: int) -> Iterator[EditedParagraph]:
        for element in [cell] if cell.tag == f"{W}tc" else cell.iter(f"{W}tc"):
            yield from self.blocks(element, place, depth + 1)

    def _paragraph(self, element: Any, place: _Place, depth: int) -> Iterator[EditedParagraph]:
        style = _child(element.find(f"{W}pPr"), "pStyle")
        if style is not None and style.get(f"{W}val") in self._skipped:
            return
        boxes: list[Any] = []
        names: list[str] = []
        comments: list[Comment] = []
        pieces: list[Piece] = []
        for piece in self._pieces(element, Piece("", place.inserted, place.deleted), (names, comments, boxes), depth):
            last = pieces[-1] if pieces else None
            if last is not None and replace(last, text=piece.text) == piece:
                pieces[-1] = replace(last, text=last.text + piece.text)
            else:
                pieces.append(piece)
        look = _child(element.find(f"{W}pPr"), "rPr")
        yield EditedParagraph(
            tuple(pieces),
            tuple(names),
            tuple(comments),
            place.table,
            place.row,
            place.column,
            joins_next=_author_of(_child(look, "del")),
            new_break=_author_of(_child(look, "ins")),
        )
        for box in boxes:
            yield from self.blocks(box, _Place(), depth + 1)

    def _pieces(
        self, element: Any, look: Piece, found: tuple[list[str], list[Comment], list[Any]], depth: int
    ) -> Iterator[Piece]:
        """Yield the pieces of text below an element; names of bookmarks, comments and text boxes go into `found`."""
        names, comments, boxes = found
        for child in element if depth <= _DEEPEST else ():
            tag = child.tag
            if tag in (f"{W}t", f"{W}delText"):
                yield replace(look, text=child.text or "")
            elif tag in _LETTERS:
                yield replace(look, text=_LETTERS[tag])
            elif tag == f"{W}bookmarkStart":
                names.append(child.get(f"{W}name") or "")
            elif tag == f"{W}commentReference":
                comments += filter(None, [self._comments.get(child.get(f"{W}id", ""))])
            elif tag == f"{W}txbxContent":
                boxes.append(child)
            elif tag in _INSERTED:
                yield from self._pieces(child, replace(look, inserted=_author(child)), found, depth + 1)
            elif tag in _DELETED:
                yield from self._pieces(child, replace(look, deleted=_author(child)), found, depth + 1)
            elif tag == f"{W}r":
                yield from self._pieces(child, _of_run(child, look), found, depth + 1)
            elif tag not in (f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{W}delInstrText", _FALLBACK):
                yield from self._pieces(child, look, found, depth + 1)


def _rows(parent: Any) -> Iterator[Any]:
    for child in parent:
        if child.tag == f"{W}tr":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _rows(child)


def _of_run(run: Any, look: Piece) -> Piece:
    properties = run.find(f"{W}rPr")
    strong = _is_on(_child(properties, "b")) and _is_on(_child(properties, "i"))
    struck = _is_on(_child(properties, "strike")) or _is_on(_child(properties, "dstrike"))
    return replace(look, strong=strong, struck=struck)


def _child(element: Any, name: str) -> Any:
    return element.find(f"{W}{name}") if element is not None else None


def _is_on(element: Any) -> bool:
    return element is not None and element.get(f"{W}val", "true") not in ("0", "false", "off", "none")


def _number(element: Any) -> int:
    value = element.get(f"{W}val", "") if element is not None else ""
    return int(value) if value.isdecimal() and len(value) < 5 else 0
