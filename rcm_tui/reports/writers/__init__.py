"""A document in any of the formats that hold one."""

from __future__ import annotations

from collections.abc import Callable

from rcm_tui.reports.document import Document

Progress = Callable[[int, int], None]


def write(document: Document, form: str, *, paper: str = "a4", progress: Progress = lambda _done, _of: None) -> bytes:
    """Return the document as `docx`, `pdf`, `html` or `md`; `paper` is `a4` or `letter`.

    Raises MissingLibrary where the format's library is not installed, KeyError for another format.
    """
    if form == "docx":
        from rcm_tui.reports.writers.docx import docx

        return docx(document, paper=paper, progress=progress)
    if form == "pdf":
        from rcm_tui.reports.writers.pdf import pdf

        return pdf(document, paper=paper, progress=progress)
    if form == "html":
        from rcm_tui.reports.writers.html import html

        return html(document, paper=paper, progress=progress)
    if form == "md":
        from rcm_tui.reports.writers.markdown import markdown

        return markdown(document)
    raise KeyError(form)
