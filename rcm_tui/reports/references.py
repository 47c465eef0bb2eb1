"""The list at the end of a document of the items that it names: where each stands in the plan, and what it says.

Readers who find `HR-4.2` in a report look it up there, by a link or by page, and from there in the published plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.plan import Plan
from rcm_tui.reports.document import (
    NOTE,
    REFERENCE,
    Block,
    Document,
    Heading,
    Paragraph,
    Picture,
    Pictures,
    Row,
    Run,
    Style,
    Table,
    line,
)
from rcm_tui.reports.heading import archive_title
from rcm_tui.reports.links import destinations, links_in, names_in
from rcm_tui.reports.names import UNOFFICIAL, item_words, number_of, unofficial_note
from rcm_tui.reports.page import status_of_item
from rcm_tui.reports.styles import status_word
from rcm_tui.reports.visible import visible

_WIDTHS = (10, 28, 48, 14)
KEY = "references"


def with_references(document: Document, plan: Plan) -> Document:
    """Return the document with a list of the items that it names and does not print itself, and its signs explained.

    Where items are printed with dotted numbers, they are named by these.
    """
    document = _listing(_explained(document), plan)
    return replace(document, blocks=numbered(document.blocks, plan))


def _listing(document: Document, plan: Plan) -> Document:
    known = destinations(document)
    named = {item_id for text in _texts(document) for item_id in names_in(text)} - known
    found = [item_id for item_id in plan.walk() if item_id in named]
    if not found:
        return document
    heads = (_("Item"), _("In the plan"), _("Text"), _("Status"))
    names = Row(tuple((line(head, style=Style.BOLD),) for head in heads), f"{KEY}/heads")
    rows = tuple(_row(plan, item_id) for item_id in found)
    table = Table((names,), rows, _WIDTHS, KEY, _("Items named in this document"))
    return replace(document, blocks=(*document.blocks, Heading(1, _("Items named in this document"), KEY), table))


def as_printed(plan: Plan) -> Callable[[str], str]:
    """Return a function that names items in a text without links as a plan prints them, by dotted numbers."""
    numbers = plan.printed_names
    return lambda text: _plainly(text, numbers) if numbers else text


def numbered(blocks: Iterable[Block], plan: Plan) -> tuple[Block, ...]:
    """Return blocks in which items are named as a plan prints them, by dotted numbers that link to what ids led to.

    An item whose number is not its own alone, such as an archived one, keeps its id.
    """
    numbers = plan.printed_names
    if not numbers:
        return tuple(blocks)

    def paragraph(found: Paragraph) -> Paragraph:
        return replace(found, runs=tuple(piece for run in found.runs for piece in _numbered(run, numbers)))

    def row(found: Row) -> Row:
        return replace(found, cells=tuple(tuple(map(paragraph, cell)) for cell in found.cells))

    def picture(found: Picture) -> Picture:
        return replace(found, svg=_plainly(found.svg, numbers), alt=_plainly(found.alt, numbers))

    def block(found: Block) -> Block:
        match found:
            case Table():
                return replace(found, header=tuple(map(row, found.header)), rows=tuple(map(row, found.rows)))
            case Pictures():
                return replace(found, pictures=tuple(map(picture, found.pictures)))
            case Heading():
                return replace(found, text=_plainly(found.text, numbers))
        return paragraph(found)

    return tuple(map(block, blocks))


def _plainly(text: str, numbers: Mapping[str, str]) -> str:
    return "".join(run.text for run in _numbered(Run(text), numbers))


def _numbered(run: Run, numbers: Mapping[str, str]) -> Iterator[Run]:
    """Yield the pieces of a run: those that name an item have its number, and the link."""
    done = 0
    for start, end, target in links_in(run.text, numbers):
        if target.startswith("#"):
            if start > done:
                yield replace(run, text=run.text[done:start])
            yield replace(run, text=numbers[target[1:]], link=run.link or target)
            done = end
    if done < len(run.text) or not done:
        yield replace(run, text=run.text[done:])


def _explained(document: Document) -> Document:
    """Return the document with a note on what stands after unofficial translations, where it has any."""
    if not any(text.endswith(f" {UNOFFICIAL}") for text in _texts(document)):
        return document
    return replace(document, head=(*document.head, line(unofficial_note(), NOTE)))


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.text
        elif isinstance(block, Table):
            yield from (paragraph.text for row in (*block.header, *block.rows) for paragraph in row.paragraphs)


def _row(plan: Plan, item_id: str) -> Row:
    name = Paragraph((Run(item_id),), anchor=item_id, kind=REFERENCE)
    status = "archived" if plan.is_archived(item_id) else status_of_item(plan, item_id)
    cells = (_place(plan, item_id), visible(item_words(plan, item_id), lines=True), status_word(status))
    return Row(((name,), *((line(words),) if words else () for words in cells)), item_id)


def _place(plan: Plan, item_id: str) -> str:
    """Return where an item is printed: `HUMAN RIGHTS, objective 4, activity 2`, or the same in the Archival Plan."""
    parts = [visible(item_words(plan, ids.subject_of(item_id)))]
    if plan.has_dotted_numbers:
        archive = archive_title(plan) if plan.is_archived(item_id) else ""
        return ", ".join(filter(None, (*parts, plan.printed_number(item_id), archive)))
    formats = {
        ids.OBJECTIVE: _("objective {number}"),
        ids.ACTIVITY: _("activity {number}"),
        ids.SUBACTIVITY: _("sub-activity {number}"),
    }
    above = [item_id]
    while ids.parent_of(above[0]):
        above.insert(0, ids.parent_of(above[0]))
    for each in above:
        node = plan.node(each)
        number = number_of(plan, node) if node is not None and node.kind in formats else ""
        parts += [formats[ids.kind_of(each)].format(number=number)] if number else []
    parts += [archive_title(plan)] if plan.is_archived(item_id) else []
    return ", ".join(filter(None, parts))
