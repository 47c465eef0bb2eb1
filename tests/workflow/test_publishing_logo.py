"""The logo in the head of publications: drawn in every format, and never run, followed or trusted."""

from __future__ import annotations

import base64
import io
import re
import struct
import subprocess
import zipfile
import zlib

import docx
import pytest

from rcm_tui.store.check import check
from rcm_tui.workflow.publish import PublicationRequest, publish
from rcm_tui.workflow.workspace import Workspace
from tests.publications import docx_mistakes

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80">'
    b'%s<rect width="150" height="60" fill="#c00"/></svg>'
)
LINKED = b'<image width="9" height="9" href="%s"/>'


def png(width: int = 4, height: int = 4) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xc0\0\0" * 4) * 4)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def with_logo(workspace: Workspace, name: str, content: bytes | None) -> Workspace:
    """The plan with a logo of this name, and a file of this content where there is one."""
    info = workspace.root / "plan" / "plan.yaml"
    info.write_text(info.read_text("utf-8") + f"logo: {name}\n", "utf-8")
    if content is not None:
        (workspace.root / name).write_bytes(content)
    return Workspace.open(workspace.root)


@pytest.mark.needs("poppler")
@pytest.mark.parametrize(("name", "content"), [("logo.svg", SVG % b""), ("logo.png", png())])
def test_a_logo_is_in_the_head_of_every_format(workspace, tmp_path, name, content):
    workspace = with_logo(workspace, name, content)
    assert [problem for problem in check(workspace.root) if problem.path == "plan/plan.yaml"] == []
    kind = "svg+xml" if name.endswith("svg") else "png"
    page = publish(workspace, PublicationRequest("html", "plan"))
    address = f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
    assert f'<img src="{address}" alt="Logo">' in page.content.decode() and page.remarks == ()
    assert "img-src data:" in page.content.decode()
    for what in ("plan", "status"):
        made = publish(workspace, PublicationRequest("docx", what)).content
        assert docx_mistakes(made) == []
        with zipfile.ZipFile(io.BytesIO(made)) as package:
            assert 'descr="Logo"' in package.read("word/document.xml").decode()
            assert package.read("word/media/picture1.png").startswith(b"\x89PNG")
            assert ("word/media/picture1.svg" in package.namelist()) is False
    made = publish(workspace, PublicationRequest("pdf", "plan")).content
    (tmp_path / "plan.pdf").write_bytes(made)
    drawn = ["pdftoppm", "-r", "40", "-l", "1", tmp_path / "plan.pdf", tmp_path / "page"]
    subprocess.run(drawn, check=True)
    pixels = next(tmp_path.glob("page*.ppm")).read_bytes()
    assert re.search(rb"(?:[\xb8-\xd0]\x00\x00){3}", pixels)  # Red, as the logo is, and nothing else.


@pytest.mark.parametrize("what", ["status", "secretariat", "minutes", "country"])
def test_a_document_about_the_plan_says_which_document_that_is_and_under_which_item(workspace, what):
    info = workspace.root / "plan" / "plan.yaml"
    registered = "symbol: CRM/2007/12\nagenda_item: {en: 3 (a)}\noriginal: [es]\n"
    info.write_text(info.read_text("utf-8") + registered, "utf-8")
    request = PublicationRequest("docx", what, country="MX" if what == "country" else None)
    read = docx.Document(io.BytesIO(publish(Workspace.open(workspace.root), request).content)).paragraphs
    said = [(each.text, each.style.name) for each in read[:3]]
    assert said == [(each, "Symbol") for each in ("On document CRM/2007/12", "Agenda item: 3 (a)", "Original: Spanish")]
    assert read[3].text == "A plan to try things on"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("logo.svg", None, "there is no file"),
        ("logo.svg", b"<html></html>", "neither an SVG nor a PNG"),
        ("logo.svg", b"<svg" + b" " * 500_000, "at most"),
        ("logo.svg", SVG % (LINKED % b"file:///etc/passwd.png"), "logo.svg:"),
        ("logo.svg", SVG % (LINKED % b"https://example.org/pixel.png"), "logo.svg:"),
        ("logo.svg", b"<svg><rect", "logo.svg:"),
        ("logo.png", png()[:60], "damaged"),
        ("logo.png", png(width=100_000), "damaged"),
    ],
    ids=["missing", "no picture", "too large", "file", "address", "broken", "cut off", "too wide"],
)
def test_a_logo_that_cannot_be_shown_is_left_out_with_a_sentence(workspace, name, content, why):
    workspace = with_logo(workspace, name, content)
    for form in ("html", "docx"):
        made = publish(workspace, PublicationRequest(form, "plan"))
        assert len(made.remarks) == 1 and why in made.remarks[0], made.remarks
        assert made.remarks[0].startswith("Published without the logo: ")
        assert b"<img" not in made.content


def test_a_link_is_not_followed_and_a_path_does_not_lead_out(workspace, tmp_path):
    outside = tmp_path / "secret.svg"
    outside.write_bytes(SVG % b"")
    (workspace.root / "logo.svg").symlink_to(outside)
    linked = with_logo(workspace, "logo.svg", None)
    assert "link" in publish(linked, PublicationRequest("html", "plan")).remarks[0]
    (workspace.root / "images").symlink_to(tmp_path)
    info = workspace.root / "plan" / "plan.yaml"
    text = info.read_text("utf-8")
    info.write_text(text.replace("logo: logo.svg", "logo: images/secret.svg"), "utf-8")
    inside = Workspace.open(workspace.root)
    assert "link" in publish(inside, PublicationRequest("html", "plan")).remarks[0]
    assert any(problem.code == "bad-logo" for problem in check(workspace.root))
    for path in ("../secret.svg", str(outside), "images/../logo.svg", ".git/logo.svg", "logo.gif", "a\\b.svg"):
        info.write_text(text.replace("logo: logo.svg", f"logo: '{path}'"), "utf-8")
        assert any(problem.code == "bad-path" for problem in check(workspace.root)), path


def test_a_script_in_a_logo_stays_in_an_image(workspace):
    """Within an `img` a browser runs no script and loads nothing; the page itself has no element of the logo."""
    workspace = with_logo(workspace, "logo.svg", SVG % b'<script>alert(1)</script><a href="javascript:alert(2)"></a>')
    page = publish(workspace, PublicationRequest("html", "plan")).content.decode()
    assert "alert(" not in page and "javascript:" not in page and page.count("<img") == 1
    made = publish(workspace, PublicationRequest("docx", "plan")).content
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert not any(b"alert" in package.read(name) for name in package.namelist())


def test_an_edition_has_the_logo_of_its_own_commit(workspace):
    workspace = with_logo(workspace, "logo.svg", SVG % b"")
    run = ["git", "-C", str(workspace.root)]
    subprocess.run([*run, "add", "-A"], check=True)
    subprocess.run([*run, "commit", "-qm", "Add a logo"], check=True)
    commit = subprocess.run([*run, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    (workspace.root / "logo.svg").unlink()
    assert publish(workspace, PublicationRequest("html", "plan")).remarks != ()
    made = publish(workspace, PublicationRequest("html", "plan", at=commit))
    assert b"<img" in made.content and made.remarks == ()
