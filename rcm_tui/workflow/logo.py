"""The logo in the head of a publication: that of the state that is published, drawn only if it can be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rcm_tui.history.editions import FILES
from rcm_tui.i18n import _
from rcm_tui.libraries import MissingLibrary
from rcm_tui.model.errors import RcmError
from rcm_tui.reports.document import Document, Logo
from rcm_tui.reports.visible import visible
from rcm_tui.reports.writers.logos import png_of
from rcm_tui.store.logo import check_logo, is_png, read_logo

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.view import PlanView

_DRAWN = ("docx", "pdf", "html", "eml")
"""The formats that show it."""


def with_logo(
    workspace: PlanView, document: Document, form: str, plan: Plan, commit: str | None
) -> tuple[Document, tuple[str, ...]]:
    """Return the document with the logo of its plan, and a sentence where it has to do without.

    It is read from `commit`, or from the folder of the plan where that is None.
    """
    name = plan.info.logo
    if not name or form not in _DRAWN:
        return document, ()
    try:
        logo = _logo(workspace, name, commit)
    except RcmError as refusal:
        return document, (_("Published without the logo: {reason}.").format(reason=visible(str(refusal)).rstrip(".")),)
    return replace(document, logo=logo), ()


def _logo(workspace: PlanView, name: str, commit: str | None) -> Logo:
    """Return the logo, as it is in a commit or on disk. Raises RcmError for one that cannot be shown."""
    if commit is None:
        content = read_logo(workspace.root, name)
    else:
        mode, blob = workspace.git.tree(commit, (name,)).get(name, ("", ""))
        if mode not in FILES:
            raise RcmError(_("there is no file {path} in this edition").format(path=name))
        content = workspace.git.blobs((blob,))[blob]
        check_logo(content, name)
    logo = Logo(content, is_png(content))
    try:
        png_of(logo)
    except MissingLibrary:
        pass  # The format that needs it says so; a browser draws it by itself.
    except ValueError as refusal:
        raise RcmError(f"{name}: {refusal}") from refusal
    return logo
