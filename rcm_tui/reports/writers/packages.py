"""Reproducible zip packages, for the writers of docx and xlsx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from rcm_tui.reports.visible import visible

_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""Zip knows no earlier moment."""


def repacked(package: bytes, when: datetime, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """Return the package with some parts replaced (or added), every part dated `when`, in the order of their names.

    The list of content types stays first, where readers look for it.
    """
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        parts = {name: source.read(name) for name in source.namelist()} | dict(replaced or {})
    stamp = max(when.astimezone(UTC), _EARLIEST).timetuple()[:6]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, (stamp[0], stamp[1], stamp[2], stamp[3], stamp[4], stamp[5]))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, parts[name])
    return written.getvalue()


_CUSTOM = "docProps/custom.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The format of every custom property, as the standard (ECMA-376, part 1, 22.3.2.1) fixes it."""
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"


def with_properties(package: bytes, properties: Mapping[str, str]) -> dict[str, bytes]:
    """Return the parts that give an office package without custom properties these, as texts."""
    if not properties:
        return {}
    entries = "".join(
        f'<property fmtid="{_CUSTOM_FORMAT}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(visible(value))}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties.items(), 2)
    )
    space = f'xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes"'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        types, links = (source.read(name).decode("utf-8") for name in ("[Content_Types].xml", "_rels/.rels"))
    entry = f'<Override PartName="/{_CUSTOM}" ContentType="{_CUSTOM_TYPE}"/></Types>'
    link = f'<Relationship Id="rIdRcm" Type="{_OFFICE}/relationships/custom-properties" Target="{_CUSTOM}"/>'
    return {
        _CUSTOM: f"{head}<Properties {space}>{entries}</Properties>".encode(),
        "[Content_Types].xml": types.replace("</Types>", entry).encode(),
        "_rels/.rels": links.replace("</Relationships>", link + "</Relationships>").encode(),
    }
