"""Word documents: each is valid Office Open XML, and is moved in by its headings and contents."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rcm_tui import i18n
from rcm_tui.workflow.publish import COUNTRY, FORMATS, MINUTES, REDLINE, Publication, PublicationRequest, publish
from rcm_tui.workflow.workspace import Workspace
from tests.publications import docx_mistakes

KINDS = tuple(one for one, forms in FORMATS.items() if "docx" in forms)


@pytest.fixture
def workspace(sample_workspace):
    return sample_workspace


def made(workspace: Workspace, kind: str) -> Publication:
    at = "2006-11-rcgm" if kind in (MINUTES, REDLINE) else None
    return publish(workspace, PublicationRequest("docx", kind, at=at, country="MX" if kind == COUNTRY else None))


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_is_valid(workspace, kind):
    assert docx_mistakes(made(workspace, kind).content) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_document_in_spanish_and_one_of_a_draft_are_valid(tmp_path, sample, home, kind):
    """A draft has a watermark; a redline with reasons has comments."""
    i18n.use("es")
    workspace = Workspace.open(Path(shutil.copytree(sample, tmp_path / "sample")))
    request = PublicationRequest("docx", kind, country="all" if kind == COUNTRY else None)
    assert docx_mistakes(publish(workspace, request).content) == []
