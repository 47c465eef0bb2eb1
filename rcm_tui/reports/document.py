"""A publication before it has a format: paragraphs, tables and what changed in them, as plain data.

Every writer (`docx`, `pdf`, `html`, `markdown`) takes a `Document`; none of them knows what a plan is. Texts are as a
person wrote them, only with control characters made visible: a writer escapes them for its own format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum

from rcm_tui.i18n import _, current, is_right_to_left
from rcm_tui.model.dates import describe, parse
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.regex import regex
from rcm_tui.reports.visible import bound, revealed


class Mark(StrEnum):
    """What became of a text, row or table between two editions."""

    KEPT = ""
    INSERTED = "inserted"
    DELETED = "deleted"
    RESTYLED = "restyled"
    """The same words in another emphasis: it was open and is not, or the other way round."""


TO_ARCHIVE = "archive "


class Style(StrEnum):
    """What a run of text is, besides open or not."""

    PLAIN = ""
    BOLD = "bold"
    FAINT = "faint"
    """Something added to the text, such as an id."""


@dataclass(frozen=True, slots=True)
class Revision:
    """Author and time of a change, from its record; `when` is None for a change that is not recorded yet.

    `note` is the reason and who proposed it, empty unless the publication is an internal one.
    """

    author: str
    when: datetime | None = None
    note: str = ""
    meeting: str = ""
    """What its meeting is called, in a publication of what several meetings changed."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text of one look. `strong` prints bold italic: what is open. `was_strong` is for a restyled run."""

    text: str
    strong: bool = False
    mark: Mark = Mark.KEPT
    revision: Revision | None = None
    style: Style = Style.PLAIN
    was_strong: bool = False
    link: str = ""
    """What it leads to, where that is not a name or an address among its words: `#` and a key."""
    moved: str = ""
    """The name of its move, where the same text came in one place and went from another; `TO_ARCHIVE` begins it where
    the text went to the archive."""
    has_gap: bool = False
    """Whether a gap is shown after it that is in neither text, since what was inserted in its place follows at once."""

    @property
    def shown(self) -> str:
        """The text as it is read; in what was inserted or deleted, characters that cannot be seen are named."""
        return bound(self.text if self.mark is Mark.KEPT else revealed(self.text))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One text.

    `key` names it across editions, `anchor` is what a link leads to, `language` where it is not the document's.
    """

    runs: tuple[Run, ...]
    key: str = ""
    anchor: str = ""
    kind: str = ""
    mark: Mark = Mark.KEPT
    revision: Revision | None = None
    language: str = ""
    unofficial: bool = False
    """Whether it is a translation that nobody has adopted."""

    @property
    def moved(self) -> bool:
        """Whether it only moved, so that nothing is new in it."""
        return any(run.moved for run in self.runs)

    @property
    def archived(self) -> bool:
        """Whether it went to the archive with its item."""
        return any(run.moved.startswith(TO_ARCHIVE) for run in self.runs)

    @property
    def text(self) -> str:
        """All its words, whatever became of them."""
        return "".join(run.text for run in self.runs)


Cell = tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. `spans` says over how many columns each cell goes; empty: one each.

    `statuses` and `actors` are what a reader may filter by.
    """

    cells: tuple[Cell, ...]
    key: str = ""
    spans: tuple[int, ...] = ()
    mark: Mark = Mark.KEPT
    revision: Revision | None = None
    statuses: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph, cell by cell."""
        for cell in self.cells:
            yield from cell


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose `header` rows are repeated on each page. `widths` are percentages of the page's width."""

    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    widths: tuple[int, ...]
    key: str = ""
    name: str = ""
    mark: Mark = Mark.KEPT
    revision: Revision | None = None
    columns: tuple[str, ...] = ()
    """The names of its columns, where two editions may have others."""
    outline: tuple[tuple[str, str], ...] = ()
    """Its place in the outline, from the top: id and text of subject and objective; `numbered` texts show no id."""
    numbered: bool = False

    @property
    def merges(self) -> bool:
        """Whether an empty first cell belongs to the one above: only in a plan, where that has the actions."""
        return bool(self.outline)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 is the highest below the title. With `new_page` it begins one, where there are pages."""

    level: int
    text: str
    key: str = ""
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A vector picture as SVG, and the words that stand for it where it is not seen."""

    svg: str
    alt: str

    @property
    def size(self) -> tuple[int, int]:
        """Its width and height, in its own units."""
        found = _SIZE.search(self.svg)
        return (int(found[1]), int(found[2])) if found else (1, 1)


_SIZE = regex(r'width="(\d+)" height="(\d+)"')


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures that stand side by side where there is space for two."""

    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Logo:
    """The picture in a document's head, from a file of somebody's: SVG, or PNG if `is_png`."""

    content: bytes
    is_png: bool


Block = Heading | Paragraph | Table | Pictures


@dataclass(frozen=True, slots=True)
class Document:
    """A whole publication.

    `title` names it where formats keep a title; `head` are the lines above its blocks, by kind
    (`symbol`, `letterhead`, `title`, `note`). `draft` is empty unless it is a draft; `banner` says what else must be
    known on each page. `when` is the date that the file bears: the edition's, so that the same plan gives the same
    bytes.
    """

    title: str
    language: str
    when: datetime
    head: tuple[Paragraph, ...] = ()
    blocks: tuple[Block, ...] = ()
    draft: str = ""
    banner: str = ""
    footer: str = ""
    logo: Logo | None = None
    landscape: bool = True
    marked: bool = False
    """Whether it shows what changed."""
    names: Mapping[str, str] = field(default_factory=dict)
    """The names of the codes in `Row.actors`."""
    issuer: str = ""
    """Whose document it is, where its letterhead does not begin with that."""
    properties: Mapping[str, str] = field(default_factory=dict)
    """The custom properties of a docx file: what it was made from (`heading.origin_of`)."""

    @property
    def before_logo(self) -> tuple[Paragraph, ...]:
        """The lines of its head that come before the logo."""
        return tuple(paragraph for paragraph in self.head if paragraph.kind == SYMBOL)

    @property
    def after_logo(self) -> tuple[Paragraph, ...]:
        """The lines of its head that come after the logo, or after where it would be."""
        return tuple(paragraph for paragraph in self.head if paragraph.kind != SYMBOL)

    @property
    def is_right_to_left(self) -> bool:
        """Whether its language is written from right to left."""
        return is_right_to_left(self.language)

    @property
    def author(self) -> str:
        """Whose document it is."""
        return self.issuer or next((paragraph.text for paragraph in self.head if paragraph.kind == LETTERHEAD), "")

    @property
    def tables(self) -> Iterator[Table]:
        """Every table, in order."""
        return (block for block in self.blocks if isinstance(block, Table))


LETTERHEAD, TITLE, NOTE, LABEL, SYMBOL = "letterhead", "title", "note", "label", "symbol"
REFERENCE = "reference"
"""The kind of a paragraph that names an item in a list of those named, which their links lead to."""


def legend() -> str:
    """Return what the marks of a document mean, for programs that do not explain them."""
    return _("Underlined: added. Struck out: taken out. Dotted: the same words in another emphasis.")


def revision_words(revision: Revision | None) -> str:
    """Return who changed something and when, with the note on why where there is one."""
    if revision is None:
        return ""
    when = describe(parse(f"{revision.when:%Y-%m-%d}"), current()) if revision.when else ""
    parts = (", ".join(filter(None, (revision.author, when, revision.meeting))), revision.note)
    return "\n".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the outline: a heading, or a subject or objective that begins with a table, with a `title`."""

    level: int
    key: str
    text: str
    title: str = ""


def outline_of(blocks: Iterable[Block]) -> Iterator[Entry]:
    """Yield the headings, and each subject and objective of a plan before the first table of it."""
    before: tuple[tuple[str, str], ...] = ()
    for block in blocks:
        if isinstance(block, Heading):
            yield Entry(block.level, block.key, block.text)
        elif isinstance(block, Table):
            yield from begun(block, before)
            before = block.outline or before


def begun(table: Table, before: tuple[tuple[str, str], ...]) -> Iterator[Entry]:
    """Yield what of a table's outline begins with it, `before` being the outline of the table before it."""
    for level, (key, text) in enumerate(table.outline, 1):
        if before[:level] != table.outline[:level]:
            yield Entry(level, key, text, text if table.numbered else f"{key}  {text}")


def leads_to_table(blocks: Sequence[Block], place: int) -> bool:
    """Return whether the paragraph at a place is among the few before a table, on whose first page they are kept."""
    for block in blocks[place + 1 : place + 4]:
        if not isinstance(block, Paragraph):
            return isinstance(block, Table)
    return False


def line(text: str, kind: str = "", key: str = "", style: Style = Style.PLAIN) -> Paragraph:
    """Return a paragraph of one run."""
    return Paragraph((Run(text, style=style),), key=key, kind=kind)


def marked_whole(row: Row, mark: Mark, revision: Revision | None) -> Row:
    """Return the row with all its texts marked as inserted or deleted."""
    cells = tuple(tuple(paragraph_marked(paragraph, mark, revision) for paragraph in cell) for cell in row.cells)
    return replace(row, cells=cells, mark=mark, revision=revision)


def paragraph_marked(paragraph: Paragraph, mark: Mark, revision: Revision | None) -> Paragraph:
    """Return the paragraph with all its runs marked as inserted or deleted."""
    runs = tuple(replace(run, mark=mark, revision=revision) for run in paragraph.runs)
    return replace(paragraph, runs=runs, mark=mark, revision=revision)


def resolved(document: Document, *, accept: bool) -> Document:
    """Return a marked document with all its changes accepted, or rejected, as a word processor would."""
    gone = Mark.DELETED if accept else Mark.INSERTED

    def paragraphs(found: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        return tuple(_resolved_paragraph(paragraph, accept) for paragraph in found if paragraph.mark is not gone)

    def row(old: Row) -> Row:
        return replace(old, cells=tuple(map(paragraphs, old.cells)), mark=Mark.KEPT, revision=None)

    def block(old: Block) -> Block:
        if isinstance(old, Table):
            header = tuple(row(each) for each in old.header if each.mark is not gone)
            rows = tuple(row(each) for each in old.rows if each.mark is not gone)
            return replace(old, header=header, rows=rows, mark=Mark.KEPT, revision=None)
        return _resolved_paragraph(old, accept) if isinstance(old, Paragraph) else old

    blocks = tuple(
        block(each) for each in document.blocks if isinstance(each, Heading | Pictures) or each.mark is not gone
    )
    return replace(document, head=paragraphs(document.head), blocks=blocks, marked=False)


def readable(table: Table) -> Table:
    """Return a marked table for reading: what only moved is shown in its new place alone, unmarked.

    What went to the archive is shown faint, not struck out.
    """

    def shown(paragraph: Paragraph) -> Paragraph:
        if paragraph.archived:
            runs = (run if run.mark is Mark.INSERTED else Run(run.text, style=Style.FAINT) for run in paragraph.runs)
            return replace(paragraph, runs=tuple(runs), mark=Mark.KEPT)
        return _resolved_paragraph(paragraph, accept=True) if paragraph.moved else paragraph

    def cell(found: Cell) -> Cell:
        left = (piece for piece in found if piece.archived or not (piece.moved and piece.mark is Mark.DELETED))
        return tuple(map(shown, left))

    def row(old: Row) -> Row:
        if not any(each.moved for each in old.paragraphs):
            return old
        archived = any(each.archived for each in old.paragraphs)
        return replace(old, cells=tuple(map(cell, old.cells)), mark=Mark.KEPT if archived else old.mark)

    rows = (row(each) for each in table.rows)
    header = tuple(map(row, table.header))
    mark = Mark.KEPT if all(cell.mark is Mark.KEPT for cell in header) else table.mark
    left = tuple(row for row in rows if row.mark is not Mark.DELETED or any(row.cells))
    return replace(table, header=header, rows=left, mark=mark)


def _resolved_paragraph(paragraph: Paragraph, accept: bool) -> Paragraph:
    gone = Mark.DELETED if accept else Mark.INSERTED
    runs: list[Run] = []
    for run in paragraph.runs:
        if run.mark is gone:
            continue
        strong = run.was_strong if run.mark is Mark.RESTYLED and not accept else run.strong
        plain = Run(run.text, strong, style=run.style)
        if runs and (runs[-1].strong, runs[-1].style) == (plain.strong, plain.style):
            runs[-1] = replace(runs[-1], text=runs[-1].text + plain.text)
        elif plain.text:
            runs.append(plain)
    return replace(paragraph, runs=tuple(runs), mark=Mark.KEPT, revision=None)
