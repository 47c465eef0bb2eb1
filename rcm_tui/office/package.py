"""Open office files safely: a file that could run something, fetch something or fill the memory is refused.

Everything that reads a file of somebody else goes through `open_package`. Parts are unpacked only when they are read,
and their XML is parsed without entities, without DTDs and without the network.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from rcm_tui.i18n import _
from rcm_tui.libraries import need
from rcm_tui.model.errors import RcmError
from rcm_tui.model.regex import regex
from rcm_tui.office.numbering import W

MOST_BYTES: Final = 50_000_000
"""The size of the largest file that is read."""
_MOST_UNPACKED: Final = 400_000_000
_MOST_RATIO: Final = 100
_RATIO_FROM: Final = 1_000_000
"""Parts that are smaller than this, unpacked, may be packed as tightly as they like."""
_MOST_PARTS: Final = 5_000

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How Word 97 files begin, and encrypted ones."""
_CONTENT_TYPES = "[Content_Types].xml"
_KINDS: Final = (("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml"), ("odt", "content.xml"))
_MACRO_PARTS = regex(r"(^|/)(vba\w*\.bin|macrosheets/.*|activex/.*|basic/.*|scripts/.+)$", re.IGNORECASE)
_MACRO_TYPES = regex(rb"macroEnabled|ms-office\.vbaProject|ms-office\.activeX", re.IGNORECASE)
_ENCODING = regex(rb"""^\s*<\?xml[^>]*?\bencoding\s*=\s*["'](?!utf-?8["']|us-ascii["'])""", re.IGNORECASE)
_DTD = regex(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_LOCAL_TEMPLATE = regex(r"(file:///)?[a-z]:|[^:/\\]+$", re.IGNORECASE)
_OUTSIDE_ODF = regex(
    rb"""(?:image|object|plugin|section-source|script|event-listener)\b[^>]*xlink:href\s*=\s*["']
    (?:[a-z][a-z0-9+.-]+:|\.\./|/)""",
    re.IGNORECASE | re.VERBOSE,
)
_PROPERTIES = "docProps/custom.xml"


class Refused(RcmError):
    """A file that is not read, as it is unsafe or damaged; the message says why and what to do."""


class Package:
    """The parts of a docx, xlsx or odt that was found to be safe. `kind` is which of these it is."""

    def __init__(self, archive: zipfile.ZipFile, kind: str) -> None:
        self._archive = archive
        self.kind = kind

    def has(self, name: str) -> bool:
        """Return whether there is a part of this name."""
        return name in self._archive.NameToInfo

    def read(self, name: str) -> bytes:
        """Return the bytes of a part. Raises Refused where it is not there or damaged."""
        try:
            with self._archive.open(name) as part:
                return part.read(_MOST_UNPACKED)
        except (KeyError, zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
            raise Refused(_("The file is damaged: {name} cannot be read.").format(name=name)) from error

    def xml(self, name: str) -> Any:
        """Return the root element (lxml) of a part that is XML. Raises Refused where it is not well formed."""
        return parse_xml(self.read(name), name)

    @cached_property
    def custom(self) -> Mapping[str, str]:
        """The custom properties of the document, by name; empty where it has none."""
        if not self.has(_PROPERTIES):
            return {}
        root = self.xml(_PROPERTIES)
        return {element.get("name", ""): "".join(element.itertext()) for element in root.iterchildren("{*}property")}


def parse_xml(content: bytes, name: str) -> Any:
    """Parse XML of somebody else: no DTD, no entities, no network. `name` is for the message. Raises Refused."""
    etree = need_lxml()
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, remove_comments=True,
        remove_pis=True, huge_tree=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(_("The file is damaged: {name} cannot be read.").format(name=name)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused(_has_dtd())
    return root


def need_lxml() -> Any:
    """Return `lxml.etree`. Raises MissingLibrary."""
    return need("lxml.etree", _("an office file"))


def read_file(path: Path) -> bytes:
    """Return the content of a file of at most 50 MB. Raises Refused for a larger one, and for what is not a file."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise Refused(_("{file} is not a file.").format(file=path))
        if about.st_size > MOST_BYTES:
            raise Refused(_too_large())
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refused(_("{file} cannot be read: {why}").format(file=path, why=error.strerror or error)) from error
    if len(content) > MOST_BYTES:
        raise Refused(_too_large())
    return content


def open_package(content: bytes) -> Package:
    """Open a docx, xlsx or odt after looking at what is in it.

    Raises Refused for macros, encryption, links to other files that would be loaded (hyperlinks are none), DTDs, files
    of more than 50 MB or packed more tightly than 100 to 1, and what is no such file.
    """
    if len(content) > MOST_BYTES:
        raise Refused(_too_large())
    if content.startswith(_OLE):
        raise Refused(
            _(
                "The file is encrypted, or of the kind that Office made before 2007. Save it without a password, "
                "as .docx or .xlsx."
            )
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Refused(_not_office()) from error
    _check_sizes(archive, len(content))
    kind = next((kind for kind, part in _KINDS if part in archive.NameToInfo), "")
    if not kind:
        raise Refused(_not_office())
    package = Package(archive, kind)
    _check_macros(package, archive.namelist())
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels")):
            _check_part(name, package.read(name), kind)
    return package


def _check_sizes(archive: zipfile.ZipFile, size: int) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    tight = any(
        part.file_size > _RATIO_FROM and part.file_size > _MOST_RATIO * max(part.compress_size, 1) for part in parts
    )
    if tight or unpacked > _MOST_UNPACKED or (unpacked > _RATIO_FROM and unpacked > _MOST_RATIO * size):
        raise Refused(
            _("The file is packed so tightly that it could fill the memory; it is not opened. Ask for another copy.")
        )
    if len(parts) > _MOST_PARTS or len({part.filename for part in parts}) < len(parts):
        raise Refused(_("The file is not packed as Office packs one; it is not opened. Save it again in Office."))
    if any(part.flag_bits & 0x1 for part in parts):
        raise Refused(_("The file is encrypted. Save it without a password."))


def _check_macros(package: Package, names: list[str]) -> None:
    types = package.read(_CONTENT_TYPES) if package.has(_CONTENT_TYPES) else b""
    if any(_MACRO_PARTS.search(name) for name in names) or _MACRO_TYPES.search(types):
        raise Refused(_("The file has macros. Save it without them, as .docx or .xlsx."))
    manifest = package.read("META-INF/manifest.xml") if package.has("META-INF/manifest.xml") else b""
    if b"encryption-data" in manifest:
        raise Refused(_("The file is encrypted. Save it without a password."))


def _check_part(name: str, content: bytes, kind: str) -> None:
    """Raise Refused for a part in an encoding that Office does not write, with a DTD, or with links that are loaded."""
    if b"\0" in content[:4] or content[:2] in (b"\xff\xfe", b"\xfe\xff") or _ENCODING.match(content[:400]):
        raise Refused(_("The file is not written as Office writes one; it is not opened. Save it again in Office."))
    if _DTD.search(content):
        raise Refused(_has_dtd())
    if name.lower().endswith(".rels"):
        for link in _outside_links(parse_xml(content, name)):
            raise Refused(_loads(link))
    if kind == "odt" and name in ("content.xml", "styles.xml") and _OUTSIDE_ODF.search(content):
        raise Refused(_loads(_("a linked picture or section")))


def navigation_styles(styles: Any) -> frozenset[str]:
    """Return the ids of the styles of a docx whose paragraphs repeat what stands elsewhere: contents, outline lines."""
    found = styles.iterchildren(f"{W}style") if styles is not None else ()
    names = {element.get(f"{W}styleId", ""): element.find(f"{W}name") for element in found}
    return frozenset(
        own for own, name in names.items() if name is not None and _NAVIGATION.fullmatch(name.get(f"{W}val", ""))
    )


_NAVIGATION = regex(r"toc( \d| heading)?|outline line", re.IGNORECASE)


def _outside_links(relations: Any) -> Iterator[str]:
    """Yield the targets outside the file that a program would load. Templates on the own disk are common, and not."""
    for element in relations.iterchildren("{*}Relationship"):
        kind, target = element.get("Type", "").rpartition("/")[2], element.get("Target", "")
        if element.get("TargetMode", "").lower() != "external" or kind == "hyperlink":
            continue
        if kind != "attachedTemplate" or not _LOCAL_TEMPLATE.match(target):
            yield target


def _loads(link: str) -> str:
    return _("The file loads something from elsewhere ({link}). Save it without links to other files.").format(
        link=link[:80]
    )


def _has_dtd() -> str:
    return _("The file holds definitions (a DTD) that Office never writes; it is not opened. Ask for another copy.")


def _too_large() -> str:
    return _("The file is larger than 50 MB. Save it without pictures.")


def _not_office() -> str:
    return _("The file is not a document that can be read. Save it as .docx, .xlsx or .csv.")


__all__ = ["MOST_BYTES", "Package", "Refused", "need_lxml", "open_package", "parse_xml", "read_file"]
