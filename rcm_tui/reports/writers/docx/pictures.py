"""Pictures in a docx: as SVG, which Word shows since 2016, and as a PNG of the same, which everything else shows.

A logo, whose SVG is somebody's, is a PNG alone. The PNG is what LibreOffice before 7.6 and older versions of Word know:
the SVG is an extension of the picture that they ignore. Typst makes it, so that no further library is needed. EMF,
which is a vector format too, would have to be drawn a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rcm_tui.i18n import _, is_right_to_left
from rcm_tui.libraries import need
from rcm_tui.reports.document import Logo, Picture, Pictures
from rcm_tui.reports.pictures import stacked
from rcm_tui.reports.writers.docx.runs import Numbers, escaped
from rcm_tui.reports.writers.logos import HEIGHT, WIDTH, png_of

_EMU_PER_MILLIMETRE = 36000
_EMU = 635
"""A twentieth of a point in English Metric Units, in which drawings are measured."""
_GAP = 200
"""Twentieths of a point that two pictures side by side leave free."""
_PIXELS_PER_INCH = 200
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WORD = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""The name by which Word knows the extension that points to an SVG (MS-ODRAWXML, 2.3.1.1)."""


def drawn(block: Pictures, width: int, numbers: Numbers, *, abreast: int, room: int) -> str:
    """Return a paragraph with the pictures, `abreast` in a line; `width` and `room` are in twentieths of a point.

    `room` is about what is left of the page below: those that are higher are made smaller, unless too little is left.
    """
    wide = (width - _GAP) // abreast
    high = max(wide * down // across for across, down in (picture.size for picture in block.pictures))
    if abreast > 1 and high // 2 < room < high:
        wide = wide * room // high
    runs = []
    least = max(picture.size[1] for picture in block.pictures) if abreast > 1 else 0
    for picture in block.pictures:
        across, down = picture.size[0], max(picture.size[1], least)
        # Pictures of one height, since a lower one would stand at the bottom of the line.
        numbers.pictures.append(
            replace(picture, svg=stacked((picture.svg,), least)) if down != picture.size[1] else picture
        )
        runs.append(_drawing((wide * _EMU, wide * _EMU * down // across), picture.alt, len(numbers.pictures), _SVG))
    centred = '<w:jc w:val="center"/>' if len(block.pictures) == 1 else ""
    turned = "<w:bidi/>" if is_right_to_left(numbers.language) else ""
    look = f'<w:pPr><w:pStyle w:val="Normal"/>{turned}{centred}</w:pPr>'
    return f"<w:p>{look}{'<w:r><w:t> </w:t></w:r>'.join(runs)}</w:p>"


def logo(given: Logo, numbers: Numbers) -> str:
    """Return a paragraph with the logo."""
    numbers.pictures.append(given)
    size = (WIDTH * _EMU_PER_MILLIMETRE, HEIGHT * _EMU_PER_MILLIMETRE)
    centred = '<w:pPr><w:pStyle w:val="Letterhead"/></w:pPr>'
    drawing = _drawing(size, _("Logo"), len(numbers.pictures))
    return f"<w:p>{centred}{drawing}</w:p>"


def _drawing(size: tuple[int, int], words: str, number: int, vector: str = "") -> str:
    """Return a picture, `size` in English Metric Units; `vector` is the namespace of its SVG, where it has one."""
    wide, high = size
    name, alt = f"Picture {number}", escaped(words)
    extension = ""
    if vector:
        svg = f'<asvg:svgBlip xmlns:asvg="{vector}" r:embed="{_svg_id(number)}"/>'
        extension = f'<a:extLst><a:ext uri="{_SVG_EXTENSION}">{svg}</a:ext></a:extLst>'
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_WORD}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{number}" name="{name}" descr="{alt}"/>'
        f'<a:graphic xmlns:a="{_MAIN}"><a:graphicData uri="{_PICTURE}"><pic:pic xmlns:pic="{_PICTURE}">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{name}" descr="{alt}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip xmlns:r="{_RELATIONS}" r:embed="{_png_id(number)}">{extension}</a:blip>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def _png_id(number: int) -> str:
    return f"picture{number}"


def _svg_id(number: int) -> str:
    return f"picture{number}svg"


def add_parts(main: Any, pictures: Sequence[Picture | Logo]) -> None:
    """Put the files of the pictures into the package whose main part is given."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    for number, picture in enumerate(pictures, 1):
        png = png_of(picture) if isinstance(picture, Logo) else _png(picture)
        files = [("png", "image/png", png, _png_id(number))]
        if isinstance(picture, Picture):
            files.append(("svg", "image/svg+xml", picture.svg.encode(), _svg_id(number)))
        for end, kind, content, name in files:
            part = Part(PackURI(f"/word/media/picture{number}.{end}"), kind, content, main.package)
            main.rels.add_relationship(RELATIONSHIP_TYPE.IMAGE, part, name)


def _png(picture: Picture) -> bytes:
    typst = need("typst", "docx")
    page = (
        '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", width: 460pt)'
    )
    made = typst.compile(page.encode(), format="png", ppi=_PIXELS_PER_INCH, sys_inputs={"svg": picture.svg})
    return bytes(made)
