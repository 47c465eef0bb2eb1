"""The picture in the head of publications: a file beside the plan's folders that `plan.yaml` names."""

from __future__ import annotations

import zlib
from pathlib import Path

from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.store.files import check_inside, read_limited

LIMIT = 500_000
"""The bytes of a logo at most."""
PIXELS = 4000
"""The width and height of a PNG at most: a small file may hold a picture that fills the memory."""
_PNG = b"\x89PNG\r\n\x1a\n"


def is_png(content: bytes) -> bool:
    """Return whether the content of a logo is a PNG; else it is an SVG."""
    return content.startswith(_PNG)


def read_logo(root: Path, name: str) -> bytes:
    """Read the logo of a plan from its folder. Raises RcmError where it is not there, or is none."""
    from rcm_tui.store.yaml import YamlProblem

    path = root / name
    check_inside(path, root)
    try:
        content = read_limited(path)
    except FileNotFoundError:
        raise RcmError(_("there is no file {path} beside the folder plan").format(path=name)) from None
    except (OSError, YamlProblem) as refusal:
        raise RcmError(f"{name}: {getattr(refusal, 'strerror', None) or refusal}") from refusal
    check_logo(content, name)
    return content


def check_logo(content: bytes, name: str) -> None:
    """Raise RcmError where the content of a file is too large for a logo, or is neither SVG nor PNG."""
    if len(content) > LIMIT:
        message = _("{path} has {size} bytes; a logo has {limit} at most")
        raise RcmError(message.format(path=name, size=len(content), limit=LIMIT))
    if is_png(content):
        if not _is_whole(content):
            raise RcmError(
                _("{path} is damaged, or has more than {pixels} pixels a side").format(path=name, pixels=PIXELS)
            )
    elif b"<svg" not in content:
        raise RcmError(_("{path} is neither an SVG nor a PNG").format(path=name))


def _is_whole(content: bytes) -> bool:
    """Return whether the chunks of a PNG are whole, from the first with its size to the last (PNG, section 5)."""
    width, height = (int.from_bytes(content[start : start + 4]) for start in (16, 20))
    place, kind = len(_PNG), b""
    while kind != b"IEND" and place < len(content):
        size = int.from_bytes(content[place : place + 4])
        kind, body = content[place + 4 : place + 8], content[place + 4 : place + 8 + size]
        if int.from_bytes(content[place + 8 + size : place + 12 + size]) != zlib.crc32(body):
            return False
        place += 12 + size
    return kind == b"IEND" and 0 < width <= PIXELS and 0 < height <= PIXELS
