"""Read an office file of any kind: docx, xlsx, csv, html and text; odt, doc and xls with LibreOffice."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from rcm_tui.i18n import _
from rcm_tui.office.blocks import Contents, Paragraph, Run
from rcm_tui.office.docx import Progress, read_docx
from rcm_tui.office.html import read_html
from rcm_tui.office.package import Refused, open_package
from rcm_tui.office.sheets import read_csv, read_xlsx

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PROGRAMS: Final = ("soffice", "libreoffice")
_SECONDS = 120
_SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>1</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""
"""LibreOffice runs no macros, updates no links, and reaches no network: its proxy is a port where nothing listens."""


def read_contents(content: bytes, name: str, progress: Progress | None = None) -> Contents:
    """Return what a file holds; `name` is its name, of which the suffix counts where the content does not say.

    Raises Refused for what is unsafe, damaged or no document, RcmError where a library or LibreOffice is missing.
    """
    suffix = Path(name).suffix.lower()
    if content.startswith(_OLE):
        return _of_old_office(content, progress)
    if content.startswith(b"PK"):
        package = open_package(content)
        if package.kind == "docx":
            return read_docx(package, progress)
        if package.kind == "xlsx":
            return read_xlsx(content, progress)
        return read_contents(_converted(content, ".odt", "docx"), "x.docx", progress)
    if suffix in (".html", ".htm") or content[:2000].lower().lstrip(b"\xef\xbb\xbf \r\n\t").startswith(
        (b"<!doctype html", b"<html")
    ):
        return read_html(content)
    if suffix in (".csv", ".tsv"):
        return read_csv(content)
    if suffix in (".txt", ".md", ".text"):
        return _of_text(content)
    return _not_known(content, name)


def _not_known(content: bytes, name: str) -> Contents:
    open_package(content)  # Says why it is no document.
    raise Refused(_("{file} is not a document that can be read.").format(file=name))


def _of_text(content: bytes) -> Contents:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    paragraphs = re.split(r"\n[^\S\n]*\n", "\n".join(text.splitlines()))
    return Contents(tuple(Paragraph((Run(paragraph),)) for paragraph in paragraphs if paragraph.strip()))


def _of_old_office(content: bytes, progress: Progress | None) -> Contents:
    """Read a file of Office 97 by LibreOffice. Raises Refused where it is encrypted or has macros."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if has("EncryptedPackage") or has("EncryptionInfo"):
        raise Refused(_("The file is encrypted. Save it without a password."))
    if has("_VBA_PROJECT") or has("Macros"):
        raise Refused(_("The file has macros. Save it without them, as .docx or .xlsx."))
    if has("WordDocument"):
        return read_contents(_converted(content, ".doc", "docx"), "x.docx", progress)
    if has("Workbook"):
        return read_contents(_converted(content, ".xls", "xlsx"), "x.xlsx", progress)
    raise Refused(_("The file is not a document that can be read. Save it as .docx, .xlsx or .csv."))


def _converted(content: bytes, suffix: str, to: str) -> bytes:
    """Return a file converted by LibreOffice, in a folder of its own, without macros, links and network."""
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise Refused(
            _(
                "Files of this kind ({suffix}) are read by LibreOffice, which is not installed. Save it as .{to}."
            ).format(suffix=suffix, to=to)
        )
    with tempfile.TemporaryDirectory(prefix="rcm-") as folder:
        profile, given = Path(folder, "profile"), Path(folder, f"given{suffix}")
        given.write_bytes(content)
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        command = [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to", to,
            "--outdir", folder, str(given),
        ]  # fmt: skip
        try:
            _run(command, folder)
        except subprocess.TimeoutExpired as error:
            raise Refused(_("LibreOffice took too long over the file. Save it as .{to}.").format(to=to)) from error
        made = Path(folder, f"given.{to}")
        if not made.is_file():
            raise Refused(_("LibreOffice cannot read the file. Save it as .{to}.").format(to=to))
        return made.read_bytes()


def _run(command: list[str], folder: str) -> None:
    """Run LibreOffice to its end. Its launcher starts another process, so both are killed where it takes too long."""
    none = subprocess.DEVNULL
    own = {**os.environ, "TMPDIR": folder}
    with subprocess.Popen(command, stdin=none, stdout=none, stderr=none, env=own, start_new_session=True) as office:
        try:
            office.wait(_SECONDS)
        finally:
            if office.poll() is None:
                os.killpg(office.pid, signal.SIGKILL)


__all__ = ["read_contents"]
