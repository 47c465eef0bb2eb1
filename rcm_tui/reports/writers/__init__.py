"""The formats of publications, each declared once, and writing a document in any of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from rcm_tui.i18n import N_
from rcm_tui.model.frozen import dataclass
from rcm_tui.reports.document import Document

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of publications.

    `writer` is the function that makes its bytes, as `module:function` below `rcm_tui.reports`; it is imported when it
    is used. `label` is the message by which a form offers it, and `letter` the key that chooses it there. Only a format
    that `is_paged` has a size of paper; only one that `is_text` may be printed on a terminal.
    """

    writer: str
    label: str
    letter: str
    is_paged: bool = False
    is_text: bool = False
    remarks: str = ""
    """The function that returns sentences on what the format could not show of a document, named as the writer is."""

    def load(self) -> Callable[..., bytes]:
        """Import the writer."""
        found: Callable[..., bytes] = _function(self.writer)
        return found


def _function(name: str) -> Any:
    module, _colon, function = name.partition(":")
    return getattr(import_module(f"rcm_tui.reports.{module}"), function)


WRITERS: Mapping[str, Format] = {
    "docx": Format("writers.docx:docx", N_("docx, for Word"), "d", is_paged=True),
    "pdf": Format("writers.pdf:pdf", "pdf", "p", is_paged=True, remarks="writers.pdf_letters:remarks"),
    "html": Format("writers.html:html", N_("html, for a browser"), "h", is_paged=True, is_text=True),
    "md": Format("writers.markdown:markdown", "Markdown", "m", is_text=True),
    "xlsx": Format("writers.xlsx:xlsx", N_("xlsx, for a spreadsheet"), "x"),
    "csv": Format("writers.csv:csv", "csv", "c", is_text=True),
    "json": Format("flat:flat_json", "json", "j", is_text=True),
    "ics": Format("writers.ics:ics", N_("ics, for a calendar"), "i", is_text=True),
    "eml": Format(
        "writers.mail:draft_mail", N_("eml, a draft of an e-mail with the sheet"), "e", is_paged=True, is_text=True
    ),
}
"""The formats by the extensions of their files."""


def write(document: Document, form: str, *, paper: str = "a4", progress: Progress = lambda _done, _of: None) -> bytes:
    """Write a document as `docx`, `pdf`, `html` or `md`; `paper` is `a4` or `letter`.

    Raises MissingLibrary where the format's library is not installed, KeyError for an unknown format.
    """
    return WRITERS[form].load()(document, paper=paper, progress=progress)


def remarks(document: Document, form: str) -> tuple[str, ...]:
    """Return sentences on what a format could not show of a document."""
    name = WRITERS[form].remarks if form in WRITERS else ""
    return tuple(_function(name)(document)) if name else ()
