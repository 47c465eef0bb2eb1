"""Documents as one HTML file that works offline: search, filters, dark and light, print; nothing is ever requested."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rcm_tui.i18n import _
from rcm_tui.reports.document import (
    Document,
    Heading,
    Mark,
    Paragraph,
    Picture,
    Pictures,
    Revision,
    Table,
    legend,
    line,
    readable,
)
from rcm_tui.reports.links import destinations, linked
from rcm_tui.reports.styles import status_word
from rcm_tui.reports.writers.packages import need

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

Progress = Callable[[int, int], None]
_TEMPLATES = Path(__file__).with_name("templates")
OPEN = ("active", "ongoing", "pending-input")


def html(document: Document, *, paper: str = "a4", progress: Progress = lambda _done, _of: None) -> bytes:
    """Return the document as a page that needs no other file. Raises MissingLibrary where jinja2 is not installed."""
    need("jinja2", "html")
    tables = [readable(one) for one in document.tables]
    rows = [row for table in tables for row in table.rows]
    style = (_TEMPLATES / "page.css").read_text(encoding="utf-8") + _page_rule(document, paper)
    script = (_TEMPLATES / "page.js").read_text(encoding="utf-8")
    pieces = _template().generate(
        document=document,
        blocks=[readable(one) if isinstance(one, Table) else one for one in document.blocks],
        statuses=_statuses({status for row in rows for status in row.statuses}),
        actors=sorted({actor: document.names.get(actor, actor) for row in rows for actor in row.actors}.items()),
        title=" – ".join(part for part in (document.draft, document.title) if part),
        style=style,
        script=script,
        policy=f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; base-uri 'none'; "
        "form-action 'none'",
        words=_words(),
        mark_words={Mark.INSERTED: _("inserted"), Mark.DELETED: _("deleted"), Mark.RESTYLED: _("emphasis changed")},
        by=_by,
        linked=partial(linked, named=destinations(document)),
        line=line,
        drawn=_drawn,
        kind_of=_kind_of,
    )
    written = []
    for done, piece in enumerate(pieces):
        written.append(piece)
        if done % 5000 == 0:
            progress(min(done, len(rows)), max(len(rows), 1))
    progress(1, 1)
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


def _statuses(found: set[str]) -> list[tuple[str, str]]:
    """Return the statuses to choose from, with their words; first `open`, which means three of them."""
    order = ("planned", *OPEN, "completed", "postponed", "cancelled")
    named = [(one, status_word(one)) for one in order if one in found]
    return [(" ".join(OPEN), _("open (active, ongoing, pending input)")), *named] if found & set(OPEN) else named


def _words() -> dict[str, str]:
    return {
        "search": _("Search"),
        "status": _("Status"),
        "actor": _("Who"),
        "any": _("any"),
        "theme": _("Dark or light"),
        "reset": _("Clear"),
        "shown": _("{shown} of {all} rows"),
        "none": _("Nothing fits. Fewer words find more."),
        "filters": _("Search and filters"),
        "content": _("To the content"),
        "legend": legend(),
        "empty": _("There is nothing in it yet."),
    }


def _by(revision: Revision | None) -> str:
    """Return who changed something and when, with the note on why where there is one."""
    if revision is None:
        return ""
    when = f"{revision.when:%Y-%m-%d}" if revision.when else ""
    return "\n".join(part for part in (", ".join(filter(None, (revision.author, when))), revision.note) if part)


def _drawn(picture: Picture) -> Markup:
    """Return a picture as an element that a screen reader names by its words."""
    from markupsafe import Markup

    # `reports.pictures` makes the SVG, and escapes every text in it.
    inner = Markup(picture.svg.removeprefix("<svg "))  # noqa: S704
    return Markup('<svg role="img" aria-label="{}" ').format(picture.alt) + inner


def _kind_of(block: Any) -> str:
    return {Table: "table", Heading: "heading", Paragraph: "paragraph", Pictures: "pictures"}[type(block)]


__all__ = ["html"]
