"""The plan as the RCGM left it in November 2006, and copies of it that two delegations sent back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rcm_tui import i18n
from rcm_tui.workflow.publish import PublicationRequest, publish
from rcm_tui.workflow.workspace import Workspace
from tests.delegates import Copy

LAST = "2006-11-rcgm"
MX, US = "Delegación de México", "United States delegation"
FOURTEEN = {
    ("text", "HR-4.1", "text.en", MX): "MEXICO AND CANADA HOST A SEMINAR ON MIGRATION AND HEALTH IN THE LAST QUARTER "
    "OF 2004",
    ("text", "HR-4.1", "text.en", US): "MEXICO AND CANADA OFFERED TO HOST A SEMINAR ON MIGRATION AND HEALTH IN THE "
    "LAST QUARTER OF 2004, IF FUNDS ARE FOUND",
    ("delete", "HR-4.1", "calendar.lhw", US): "",
    ("new", "HR-4.2", "calendar", MX): "A SECOND SEMINAR IS HELD IN MÉRIDA ON 14 MARCH 2007.",
    ("new", "HR-4", "actions", US): "TRAIN HEALTH OFFICERS AT THE BORDERS",
    ("new", "HR-4", "", MX): "PUBLISH A GUIDE ON HEALTH FOR MIGRANTS",
    ("comment", "HR-4.2", "text.en", US): "Which meeting is meant?",
    ("text", "HR-2.2", "calendar.rln.text.en", ""): "EL SALVADOR AND IOM WILL SEEK FINANCING FOR THE PROJECT",
    ("delete", "HR-1.2", "calendar.qtm", ""): "",
    ("text", "HR-3", "text.en", MX): "ENSURE INTERNATIONAL PROTECTION OF REFUGEES AND ASYLUM SEEKERS.",
    ("status", "HR-1.3", "calendar.mnb.status", ""): "",
    ("status", "HR-1.4", "status", ""): "cancelled",
    ("delete", "HR-2.8", "", US): "",
    ("text", "HR", "title.en", MX): "HUMAN RIGHTS OF MIGRANTS",
}
"""What the two delegations ask for: (kind, item, path, author) and the words proposed."""


@pytest.fixture
def workspace(tmp_path, sample, home):
    i18n.use("en")
    yield Workspace.open(Path(shutil.copytree(sample, tmp_path / "sample")))
    i18n.use("en")


@pytest.fixture
def published(workspace) -> bytes:
    return publish(workspace, PublicationRequest("docx", at=LAST)).content


@pytest.fixture
def returned(published) -> bytes:
    """A copy with fourteen changes of two delegations, four of them not marked."""
    copy = Copy(published)
    copy.replace(copy.paragraph("HR_4_1"), "OFFERED TO HOST", "HOST", MX)
    copy.append(copy.paragraph("HR_4_1"), ", IF FUNDS ARE FOUND", US)
    copy.delete(copy.paragraph("HR_4_1_lhw"), US)
    copy.add_after(copy.paragraph("HR_4_2_kvt"), FOURTEEN["new", "HR-4.2", "calendar", MX], MX)
    copy.add_after(copy.paragraph("HR_4_bdr"), FOURTEEN["new", "HR-4", "actions", US], US)
    copy.comment(copy.paragraph("HR_4_2"), FOURTEEN["comment", "HR-4.2", "text.en", US], US)
    copy.add_row(copy.paragraph("HR_4_2"), FOURTEEN["new", "HR-4", "", MX], 1, MX)
    copy.replace(copy.paragraph("HR_2_2_rln"), "POSSIBLE FINANCING", "FINANCING")
    copy.delete(copy.paragraph("HR_1_2_qtm"))
    copy.replace(copy.paragraph("HR_3"), "REFUGEES.", "REFUGEES AND ASYLUM SEEKERS.", MX)
    copy.look(copy.paragraph("HR_1_3_mnb"), "b", False)
    copy.look(copy.paragraph("HR_1_4"), "strike", True)
    copy.delete_row(copy.paragraph("HR_2_8"), US)
    copy.append(copy.paragraph("HR"), " OF MIGRANTS", MX)
    return copy.content()
