"""The logo of a document in the forms that its formats need.

The file is foreign, so nothing of it is ever run or followed: a page shows it as an image, in which no script runs and
nothing is loaded; a PDF has it drawn by typst, which refuses links to other files and pictures that unfold to millions
of shapes; a docx has a PNG that typst drew.
"""

from __future__ import annotations

import base64
from functools import lru_cache

from rcm_tui.libraries import need
from rcm_tui.reports.document import Logo

WIDTH, HEIGHT = 60, 14
"""The millimetres that a logo fills in one direction or the other; it keeps its proportions."""
_PIXELS_PER_INCH = 300
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{image}</svg>'
_IMAGE = '<image width="{width}" height="{height}" href="{address}"/>'


def data_address(logo: Logo) -> str:
    """Return the picture as a `data:` address."""
    kind = "image/png" if logo.is_png else "image/svg+xml"
    return f"data:{kind};base64,{base64.b64encode(logo.content).decode()}"


def svg_of(logo: Logo) -> str:
    """Return the picture as SVG; a PNG is wrapped in one."""
    if not logo.is_png:
        return logo.content.decode("utf-8", "replace")
    size = {name: int.from_bytes(logo.content[at : at + 4]) for name, at in (("width", 16), ("height", 20))}
    return _SVG.format(image=_IMAGE.format(address=data_address(logo), **size), **size)


@lru_cache(maxsize=4)
def png_of(logo: Logo) -> bytes:
    """Return the picture as a PNG of WIDTH by HEIGHT, in the middle of it.

    Raises ValueError where it cannot be drawn, MissingLibrary where typst is not installed.
    """
    typst = need("typst", "docx")
    page = (
        f"#set page(width: {WIDTH}mm, height: {HEIGHT}mm, margin: 0pt, fill: none)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%, fit: "contain")'
    )
    try:
        made = typst.compile(page.encode(), format="png", ppi=_PIXELS_PER_INCH, sys_inputs={"svg": svg_of(logo)})
    except typst.TypstError as refusal:
        raise ValueError(str(refusal)) from refusal
    return bytes(made)
