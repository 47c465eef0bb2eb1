"""Files of somebody else that could run, fetch or fill something are refused, each with a sentence."""

from __future__ import annotations

import io
import os
import re
import tracemalloc
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from rcm_tui.office.package import MOST_BYTES, Refused, open_package, parse_xml, read_file

REL = '<Relationship Id="rIdX" Type="http://x/relationships/{kind}" Target="{target}" TargetMode="External"/>'
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><x>&a;</x>'


def a_docx() -> bytes:
    written = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Hold a seminar")
    document.save(written)
    return written.getvalue()


def with_part(name: str, content: bytes, package: bytes | None = None) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package or a_docx())) as source, zipfile.ZipFile(written, "w") as target:
        for each in source.namelist():
            if each != name:
                target.writestr(each, source.read(each))
        target.writestr(name, content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def linked(kind: str, target: str) -> bytes:
    name = "word/_rels/document.xml.rels"
    with zipfile.ZipFile(io.BytesIO(a_docx())) as source:
        relations = source.read(name).decode()
    return with_part(
        name, relations.replace("</Relationships>", REL.format(kind=kind, target=target) + "</Relationships>").encode()
    )


def macro_types() -> bytes:
    with zipfile.ZipFile(io.BytesIO(a_docx())) as source:
        types = source.read("[Content_Types].xml").decode()
    return with_part("[Content_Types].xml", re.sub(r"document\.main\+xml", "macroEnabled.main+xml", types).encode())


def encrypted_flag() -> bytes:
    content = bytearray(a_docx())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def two_of_one_name() -> bytes:
    written = io.BytesIO(a_docx())
    with zipfile.ZipFile(written, "a") as target, pytest.warns(UserWarning, match="Duplicate"):
        target.writestr("word/document.xml", b"<x/>")
    return written.getvalue()


HOSTILE = {
    "macros": (lambda: with_part("word/vbaProject.bin", b"x"), "macros"),
    "a macro-enabled type": (macro_types, "macros"),
    "a sheet of Excel 4 macros": (lambda: with_part("xl/macrosheets/sheet1.xml", b"<x/>"), "macros"),
    "a remote template": (lambda: linked("attachedTemplate", "http://evil.example/t.dotm"), "evil.example"),
    "a template on a share": (lambda: linked("attachedTemplate", "file:///\\\\evil\\t.dotm"), "evil"),
    "a linked object": (lambda: linked("oleObject", "file:///etc/passwd"), "etc/passwd"),
    "a linked picture": (lambda: linked("image", "http://evil.example/x.png"), "evil.example"),
    "a DTD": (lambda: with_part("word/document.xml", BOMB), "DTD"),
    "a DTD in UTF-16": (lambda: with_part("word/document.xml", BOMB.decode().encode("utf-16")), "Save it again"),
    "a DTD in UTF-7": (
        lambda: with_part("word/document.xml", b'<?xml version="1.0" encoding="UTF-7"?>+ADw-x/+AD4-'),
        "Save it again",
    ),
    "a bomb": (lambda: with_part("word/bomb.xml", b"<x>" + b"0" * 60_000_000 + b"</x>"), "memory"),
    "a bomb that is no XML": (lambda: with_part("word/media/bomb.bin", b"0" * 60_000_000), "memory"),
    "an encrypted file": (lambda: OLE + "EncryptedPackage".encode("utf-16-le") * 40, "password"),
    "an encrypted part": (encrypted_flag, "encrypted"),
    "two parts of one name": (two_of_one_name, "Save it again"),
    "no zip": (lambda: b"PK\x03\x04 nothing", "Save it as"),
    "a zip of something else": (lambda: with_part("x", b"", package=_plain_zip()), "Save it as"),
    "nothing": (lambda: b"", "Save it as"),
}


def _plain_zip() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as target:
        target.writestr("a.txt", "a")
    return written.getvalue()


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(case: str) -> None:
    make, said = HOSTILE[case]
    content = make()
    tracemalloc.start()
    with pytest.raises(Refused, match=re.escape(said)) as caught:
        open_package(content)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert str(caught.value).rstrip(".").count("\n") == 0
    assert most < 40_000_000, "A bomb is refused before it is unpacked."


def test_two_gigabytes_of_xml_are_refused_before_they_are_read(tmp_path: Path) -> None:
    large = tmp_path / "large.xml"
    with large.open("wb") as file:
        file.truncate(2_000_000_000)
    with pytest.raises(Refused, match="50 MB"):
        read_file(large)
    with pytest.raises(Refused, match="50 MB"):
        open_package(bytes(MOST_BYTES + 1))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.docx"
    os.mkfifo(pipe)
    for each in (pipe, tmp_path, tmp_path / "nowhere.docx"):
        with pytest.raises(Refused):
            read_file(each)


def test_a_part_with_a_wrong_size_is_damaged() -> None:
    content = bytearray(a_docx())
    at = content.find(b"word/document.xml")
    content[at + 30] ^= 0xFF
    with pytest.raises(Refused):
        open_package(bytes(content))


def test_entities_are_refused_wherever_xml_is_parsed() -> None:
    with pytest.raises(Refused, match="DTD"):
        parse_xml(BOMB, "x")


def test_ordinary_files_are_opened() -> None:
    assert open_package(a_docx()).kind == "docx"
    assert open_package(linked("hyperlink", "https://www.example.org/")).kind == "docx"
    assert open_package(linked("attachedTemplate", "file:///C:\\Users\\x\\Normal.dotm")).custom == {}
    written = io.BytesIO()
    openpyxl.Workbook().save(written)
    package = open_package(written.getvalue())
    assert package.kind == "xlsx" and package.has("xl/workbook.xml") and package.xml("xl/workbook.xml").tag
