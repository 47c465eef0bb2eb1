"""Documents for word processors (docx), with real tracked changes where a document is marked."""

from rcm_tui.reports.writers.docx.package import docx

__all__ = ["docx"]
