"""Set a PDF with typst; as a process of its own, a part of a large one: data as JSON on stdin, the file on stdout."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).with_name("templates") / "document.typ"


def set_page(text: str, **options: Any) -> bytes:
    """Return a PDF set out of data as JSON. Raises typst.TypstError."""
    import typst

    source, root = TEMPLATE.read_bytes(), str(TEMPLATE.parent)
    return bytes(typst.compile(source, root=root, format="pdf", sys_inputs={"data": text}, **options))


def main() -> int:
    """Write the PDF, or what typst says against it, and return the exit status."""
    import typst

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Who started it decides what becomes of it.
    asked = json.load(sys.stdin)
    try:
        made = set_page(json.dumps(asked["data"], ensure_ascii=False), **asked["options"])
    except typst.TypstError as refusal:
        sys.stdout.write(str(refusal))
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
