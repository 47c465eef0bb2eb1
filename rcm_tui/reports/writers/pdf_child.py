"""Set a PDF with typst; as a process of its own, a part of a large one: data and page on stdin, the file on stdout.

A part is asked for with two lines of JSON, the options and the data. It answers with the number of its pages, and then
receives the page of the whole on which it begins: so parts are set at once, though each begins where the one before it
ended.
"""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).with_name("templates") / "document.typ"
ROOT = str(TEMPLATE.parent)


def set_page(text: str, **options: Any) -> bytes:
    """Return a PDF set out of data as JSON. Raises typst.TypstError."""
    import typst

    return bytes(typst.compile(_source(), root=ROOT, format="pdf", sys_inputs={"data": text}, **options))


def set_part(text: str, *, ignore_system_fonts: bool = False, **options: Any) -> bytes:
    """Tell how many pages a part has, wait for the number of its first one, and return its PDF.

    Its pages are made once: typst makes again only what depends on the number. Raises typst.TypstError, and EOFError
    where nobody waits any more.
    """
    import typst

    compiler = typst.Compiler(_source(1), root=ROOT, ignore_system_fonts=ignore_system_fonts, sys_inputs={"data": text})
    print(compiler.eval("query(<end>).first().location().page()"), flush=True)  # noqa: T201
    first = sys.stdin.buffer.readline()
    if not first:
        raise EOFError
    made = compiler.compile(_source(int(first)), format="pdf", **options)
    assert isinstance(made, bytes)
    return made


def _source(first: int | None = None) -> bytes:
    """Return the template; for a part, with the number of its first page."""
    given = b"#let in-parts = false" if first is None else b"#let in-parts = true\n#let first-page = %d" % first
    return given + b"\n" + TEMPLATE.read_bytes()


def main() -> int:
    """Write the PDF, or what typst says against it, and return the exit status."""
    import typst

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Who started it decides what becomes of it.
    options, data = json.loads(sys.stdin.buffer.readline()), sys.stdin.buffer.readline()
    try:
        made = set_part(data.decode("utf-8"), **options)
    except EOFError:
        return 1
    except typst.TypstError as refusal:
        sys.stdout.write(str(refusal))
        return 1
    sys.stdout.buffer.write(made)
    return 0
