"""Documents as one HTML file that works offline: search, filters, dark and light, print; nothing is ever requested."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from rcm_tui.i18n import _
from rcm_tui.libraries import need
from rcm_tui.model.frozen import dataclass
from rcm_tui.reports.document import (
    Block,
    Cell,
    Document,
    Heading,
    Mark,
    Paragraph,
    Picture,
    Pictures,
    Row,
    Table,
    legend,
    line,
    outline_of,
    readable,
    revision_words,
)
from rcm_tui.reports.links import destinations
from rcm_tui.reports.progress import Counter, Progress, quiet
from rcm_tui.reports.styles import status_choices
from rcm_tui.reports.writers.logos import data_address

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

_TEMPLATES = Path(__file__).with_name("templates")
_CONTENTS = 110
"""The letters of a text in the contents at most."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a page of a site has around its document.

    `here` is the page's own path in the site, `places` the paths of its pages by what they are about: an item, a
    meeting, or another key of a link. `menu` and `trail` are links, each its words and path; `scripts` are run before
    the script that all pages share.
    """

    here: str
    places: Mapping[str, str]
    menu: tuple[tuple[str, str], ...] = ()
    trail: tuple[tuple[str, str], ...] = ()
    scripts: tuple[str, ...] = ()

    @property
    def root(self) -> str:
        """The way from the page to the folder of the site."""
        return "../" * self.here.count("/")


STYLE, SCRIPT, REDLINE_SCRIPT = "page.css", "page.js", "redline.js"
"""The files that the pages of a site share."""


def shared(name: str) -> str:
    """Return the style or script of every page."""
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def html(
    document: Document,
    *,
    paper: str = "a4",
    progress: Progress = quiet,
    frame: Frame | None = None,
) -> bytes:
    """Return the document as a page that needs no other file, unless it has a frame, which makes it one of a site.

    Raises MissingLibrary where jinja2 is not installed.
    """
    need("jinja2", "html")
    from rcm_tui.reports.writers.html_text import Texts

    blocks = [_named(block, place) for place, block in enumerate(document.blocks, 1)]
    rows = [row for table in blocks if isinstance(table, Table) for row in table.rows]
    style = ("" if frame else shared(STYLE)) + _page_rule(document, paper)
    scripts = (SCRIPT, REDLINE_SCRIPT) if document.marked else (SCRIPT,)
    script = "" if frame else "".join(map(shared, scripts))
    here = destinations(document)
    named = frame.places if frame else here
    texts = Texts(document, named, partial(_href, here=here, frame=frame), {})
    written = _template().generate(
        document=document,
        blocks=blocks,
        each_row=Counter(progress, len(rows)).each,
        contents=list(_contents(blocks)),
        labels_of=_labels,
        statuses=status_choices({status for row in rows for status in row.statuses}),
        actors=sorted({actor: document.names.get(actor, actor) for row in rows for actor in row.actors}.items()),
        title=" – ".join(part for part in (document.draft, document.title) if part),
        style=style,
        script=script,
        policy=_policy(style, script, frame) + ("; img-src data:" if document.logo else ""),
        frame=frame,
        paragraph=texts.paragraph,
        pieces=texts.pieces,
        words=_words(),
        changed_by=_changed_by,
        is_changed=_is_changed,
        is_empty=_is_empty,
        scripts=scripts,
        line=line,
        drawn=_drawn,
        kind_of=_kind_of,
        address_of=data_address,
    )
    return "".join(written).encode("utf-8", "replace")


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("page.html.j2")


def _page_rule(document: Document, paper: str) -> str:
    """Columns and print, out of numbers and known words alone: nothing of a plan gets into the style."""
    widths = sorted({int(share) for table in document.tables for share in table.widths})
    columns = "".join(f"col.w{share} {{ width: {share}%; }}\n" for share in widths)
    return columns + f"@page {{ size: {paper} {'landscape' if document.landscape else 'portrait'}; margin: 12mm; }}\n"


def _digest(content: str) -> str:
    """Return what a content security policy knows a style or script by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _policy(style: str, script: str, frame: Frame | None) -> str:
    """Return the content security policy: nothing but what is in the page, or in the files that the site shares."""
    if frame is None:
        return (
            f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; base-uri 'none'; "
            "form-action 'none'"
        )
    return (
        f"default-src 'none'; style-src 'self' '{_digest(style)}'; script-src 'self'; base-uri 'none'; "
        "form-action 'self'"
    )


def _href(target: str, here: Collection[str], frame: Frame | None, *, itself: bool = False) -> str:
    """Return where a link leads: within the page, else to the page of the site that is about it.

    With `itself`, an item on a page that prints it leads to its own page.
    """
    key = target[1:]
    if frame is None or not target.startswith("#") or (key in here and not itself):
        return target
    return frame.root + frame.places[key] if key in frame.places else target


def _named(block: Block, place: int) -> Block:
    """Return a block as it is shown; a heading has an id that the contents can link to."""
    if isinstance(block, Heading):
        return block if block.key else replace(block, key=f"part-{place}")
    return readable(block) if isinstance(block, Table) else block


def _contents(blocks: Sequence[Block]) -> Iterator[tuple[int, str, str]]:
    """Yield level, id and text of each heading, and of each subject and objective of a plan."""
    for entry in outline_of(blocks):
        yield entry.level, entry.key, shorten(entry.text, _CONTENTS, placeholder=" …") if entry.title else entry.text


def _labels(table: Table) -> tuple[str, ...]:
    """Return what the columns are called, for cards; empty where the last row of the header is no row of names."""
    last = table.header[-1] if table.header else None
    if last is None or last.spans or len(last.cells) != len(table.widths):
        return ()
    return tuple(" ".join(paragraph.text for paragraph in cell) for cell in last.cells)


def _words() -> dict[str, str]:
    return {
        "search": _("Search"),
        "status": _("Status"),
        "actor": _("Who"),
        "any": _("any"),
        "theme": _("Dark or light"),
        "reset": _("Clear"),
        "shown": _("Rows: {shown} of {all}"),
        "none": _("No matches. Try fewer words."),
        "filters": _("Search and filters"),
        "content": _("To the content"),
        "legend": legend(),
        "logo": _("Logo"),
        "site": _("Pages"),
        "trail": _("Where it stands"),
        "everything": _("Search everything"),
        "found": _("{count} found"),
        "contents": _("Contents"),
        "more": _("Details"),
        "fold": _("Filters"),
        "changes": _("Changes"),
        "changed": _("Changed only"),
        "previous": _("Previous change (p)"),
        "next": _("Next change (n)"),
        "change": _("Change {number} of {all}"),
        "empty": _("There is nothing in it yet."),
    }


def _changed_by(cell: Cell) -> list[str]:
    """Return who changed something in a cell and when, each once: to be read without a mouse."""
    revisions = (run.revision for paragraph in cell for run in paragraph.runs if run.mark is not Mark.KEPT)
    return list(dict.fromkeys(revision_words(revision) for revision in revisions if revision is not None))


def _is_empty(cell: Cell) -> bool:
    """Return whether a cell has no words."""
    return not any(paragraph.text for paragraph in cell)


def _is_changed(row: Row) -> bool:
    """Return whether a reader of what changed wants to see a row."""
    return row.mark is not Mark.KEPT or any(
        run.mark is not Mark.KEPT for paragraph in row.paragraphs for run in paragraph.runs
    )


def _drawn(picture: Picture) -> Markup:
    """Return a picture as an element that a screen reader names by its words."""
    from markupsafe import Markup

    # `reports.pictures` makes the SVG, and escapes every text in it.
    inner = Markup(picture.svg.removeprefix("<svg "))  # noqa: S704
    return Markup('<svg role="img" aria-label="{}" ').format(picture.alt) + inner


def _kind_of(block: Any) -> str:
    return {Table: "table", Heading: "heading", Paragraph: "paragraph", Pictures: "pictures"}[type(block)]


__all__ = ["Frame", "html", "shared"]
