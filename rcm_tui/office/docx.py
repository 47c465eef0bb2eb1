"""Read a Word document as paragraphs and tables, as it would look with all tracked changes accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from rcm_tui.i18n import _, ngettext
from rcm_tui.office.blocks import Block, Cell, Contents, Paragraph, Row, Run, Table, joined_runs
from rcm_tui.office.numbering import Numbering
from rcm_tui.office.package import Package, navigation_styles

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DOCUMENT, STYLES, _NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"
_DROPPED: Final = frozenset(
    {f"{W}{name}" for name in ("del", "moveFrom", "rPr", "pPr", "instrText", "delText", "footnoteReference")}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_LETTERS: Final = {
    f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "",
}  # fmt: skip
_DEEPEST = 200
"""How deep elements may lie in each other."""

Progress = Callable[[int, int], None]


def read_docx(package: Package, progress: Progress | None = None) -> Contents:
    """Return what a docx holds. `progress` is given (done, of) in blocks. Raises Refused for a damaged one."""
    body = package.xml(_DOCUMENT).find(f"{W}body")
    reader = _Reader(package)
    children = list(_flat(body)) if body is not None else []
    blocks: list[Block] = []
    for position, child in enumerate(children):
        if progress is not None:
            progress(position, len(children))
        blocks += reader.block(child)
    return Contents(tuple(blocks), tuple(reader.notes(body)) if body is not None else ())


def _flat(parent: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables of a body or cell, also those in content controls."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"):
            yield from _flat(child)


def _inside(name: str, parent: Any) -> Iterator[Any]:
    """Yield the rows (`tr`) of a table or the cells (`tc`) of a row, also those in content controls."""
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            yield from _inside(name, child)


def _is_on(element: Any) -> bool:
    return element.get(f"{W}val", "true") not in ("0", "false", "off", "none")


class _Reader:
    """Reads blocks; knows the styles and counts the numbers of lists."""

    def __init__(self, package: Package) -> None:
        styles = package.xml(STYLES) if package.has(STYLES) else None
        self._styles: dict[str, Any] = {}
        self._default = ""
        for style in styles.iterchildren(f"{W}style") if styles is not None else ():
            own = style.get(f"{W}styleId", "")
            self._styles[own] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self._default = own
        self._skipped = navigation_styles(styles)
        self._numbering = Numbering(package.xml(_NUMBERING) if package.has(_NUMBERING) else None)
        self._known: dict[tuple[str, str], bool | None] = {}
        self._line = 0

    def notes(self, body: Any) -> Iterator[str]:
        """Yield sentences on what was decided in reading."""
        changed = sum(1 for _one in body.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"))
        if changed:
            message = ngettext(
                "The document has {count} tracked change; it is read as if it were accepted.",
                "The document has {count} tracked changes; it is read as if they were accepted.",
                changed,
            )
            yield message.format(count=changed)
        footnotes = sum(1 for _one in body.iter(f"{W}footnoteReference", f"{W}endnoteReference"))
        if footnotes:
            message = ngettext("{count} footnote is not read.", "{count} footnotes are not read.", footnotes)
            yield message.format(count=footnotes)
        if next(body.iter(f"{W}commentReference"), None) is not None:
            yield _("The comments in the margin are not read.")

    def block(self, element: Any) -> Iterator[Block]:
        """Yield what a child of the body is: a table, or a paragraph that is not empty, and its text boxes."""
        if element.tag == f"{W}tbl":
            yield self._table(element)
        else:
            yield from self._paragraphs(element)

    def _table(self, element: Any) -> Table:
        rows = []
        for row in _inside("tr", element):
            self._line += 1
            properties = row.find(f"{W}trPr")
            column = 0
            is_header = False
            if properties is not None:
                before = properties.find(f"{W}gridBefore")
                column = _number(before.get(f"{W}val")) if before is not None else 0
                if properties.find(f"{W}del") is not None:
                    continue
                is_header = (mark := properties.find(f"{W}tblHeader")) is not None and _is_on(mark)
            cells = []
            for cell in _inside("tc", row):
                made = self._cell(cell, column)
                cells.append(made)
                column += made.span
            rows.append(Row(tuple(cells), self._line, is_header))
        return Table(tuple(rows))

    def _cell(self, element: Any, column: int) -> Cell:
        properties = element.find(f"{W}tcPr")
        span, continues = 1, False
        if properties is not None:
            wide = properties.find(f"{W}gridSpan")
            span = max(_number(wide.get(f"{W}val"), 1), 1) if wide is not None else 1
            merged = properties.find(f"{W}vMerge")
            continues = merged is not None and merged.get(f"{W}val", "continue") != "restart"
        return Cell(column, tuple(self._of_cell(element, 0)), span, continues)

    def _of_cell(self, element: Any, depth: int) -> Iterator[Paragraph]:
        """Yield the paragraphs of a cell, those of tables in it too."""
        for child in _flat(element):
            if child.tag == f"{W}p":
                yield from self._paragraphs(child)
            elif depth < 5:
                for row in _inside("tr", child):
                    for cell in _inside("tc", row):
                        yield from self._of_cell(cell, depth + 1)

    def _paragraphs(self, element: Any) -> Iterator[Paragraph]:
        properties = element.find(f"{W}pPr")
        style = self._default
        label, level = "", 0
        if properties is not None:
            named = properties.find(f"{W}pStyle")
            style = named.get(f"{W}val", style) if named is not None else style
        if style in self._skipped:
            return
        heading = self._heading(style)
        boxes: list[Any] = []
        runs = joined_runs(list(self._runs(element, style, "", boxes, 0)))
        made = Paragraph(runs, heading=heading)
        if made.text:
            numbered = self._number_of(properties, style)
            if numbered is not None:
                level = numbered[1]
                label = self._numbering.label(*numbered)
            yield Paragraph(runs, label, level, heading)
        for box in boxes:
            for child in _flat(box):
                if child.tag == f"{W}p":
                    yield from self._paragraphs(child)

    def _runs(self, element: Any, style: str, link: str, boxes: list[Any], depth: int) -> Iterator[Run]:
        """Yield the runs below an element of a paragraph, in order; text boxes are added to `boxes`."""
        for child in element:
            if child.tag in _DROPPED or depth > _DEEPEST:
                continue
            if child.tag == f"{W}r":
                yield from self._run(child, style, boxes, depth)
            elif child.tag == f"{W}txbxContent":
                boxes.append(child)
            else:
                yield from self._runs(child, style, link, boxes, depth + 1)

    def _run(self, element: Any, style: str, boxes: list[Any], depth: int) -> Iterator[Run]:
        properties = element.find(f"{W}rPr")
        own = style
        direct: Mapping[str, bool] = {}
        if properties is not None:
            if (hidden := properties.find(f"{W}vanish")) is not None and _is_on(hidden):
                return
            direct = {name: _is_on(mark) for name in ("b", "i") if (mark := properties.find(f"{W}{name}")) is not None}
            named = properties.find(f"{W}rStyle")
            own = named.get(f"{W}val", "") if named is not None else ""
        bold, italic = (
            direct[name] if name in direct else self._styled(own, name) or self._styled(style, name)
            for name in ("b", "i")
        )
        text = ""
        for child in element:
            if child.tag == f"{W}t":
                text += child.text or ""
            elif child.tag in _LETTERS:
                text += _LETTERS[child.tag]
            elif child.tag not in _DROPPED:
                if text:
                    yield Run(text, bold, italic)
                    text = ""
                yield from self._runs(child, style, "", boxes, depth + 1)
        if text:
            yield Run(text, bold, italic)

    def _chain(self, style: str) -> Iterator[Any]:
        """Yield a style and those it is based on."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            element = self._styles[style]
            yield element
            based = element.find(f"{W}basedOn")
            style = based.get(f"{W}val", "") if based is not None else ""

    def _styled(self, style: str, name: str) -> bool:
        """Return whether a style makes its text bold (`b`) or italic (`i`)."""
        if (style, name) not in self._known:
            marks = (style_element.find(f"{W}rPr/{W}{name}") for style_element in self._chain(style))
            mark = next((mark for mark in marks if mark is not None), None)
            self._known[style, name] = mark is not None and _is_on(mark)
        return bool(self._known[style, name])

    def _heading(self, style: str) -> int:
        for element in self._chain(style):
            outline = element.find(f"{W}pPr/{W}outlineLvl")
            if outline is not None:
                level = _number(outline.get(f"{W}val"), 9)
                return level + 1 if level < 9 else 0
            name = element.find(f"{W}name")
            if name is not None and name.get(f"{W}val", "").lower() == "title":
                return 1
        return 0

    def _number_of(self, properties: Any, style: str) -> tuple[str, int] | None:
        """Return (list, level) of a paragraph, its own or its style's; None where it is in no list."""
        candidates = [properties.find(f"{W}numPr")] if properties is not None else []
        candidates += [element.find(f"{W}pPr/{W}numPr") for element in self._chain(style)]
        for candidate in candidates:
            if candidate is None:
                continue
            number, level = candidate.find(f"{W}numId"), candidate.find(f"{W}ilvl")
            if number is not None:
                own = number.get(f"{W}val", "0")
                return None if own == "0" else (own, _number(level.get(f"{W}val")) if level is not None else 0)
        return None


def _number(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 6 else otherwise


__all__ = ["Progress", "read_docx"]
