"""The docx package: page, styles and properties made by python-docx, the body written as text."""

from __future__ import annotations

import io
import re
import zipfile
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC
from typing import Any

from rcm_tui.i18n import _
from rcm_tui.libraries import need
from rcm_tui.reports.document import (
    LETTERHEAD,
    NOTE,
    SYMBOL,
    TITLE,
    Block,
    Document,
    Heading,
    Logo,
    Mark,
    Paragraph,
    Picture,
    Pictures,
    Revision,
    Run,
    Table,
    begun,
    leads_to_table,
    line,
)
from rcm_tui.reports.links import destinations
from rcm_tui.reports.writers.docx.markup import comments_part, notes_of, paragraph, table
from rcm_tui.reports.writers.docx.outline import contents, is_before_contents, lines_before
from rcm_tui.reports.writers.docx.pictures import add_parts, drawn, logo
from rcm_tui.reports.writers.docx.runs import LANGUAGES, Numbers, escaped
from rcm_tui.reports.writers.packages import repacked, with_properties

PAPERS = {"a4": (11906, 16838), "letter": (12240, 15840)}
"""Width and height of a page standing upright, in twentieths of a point."""
MARGIN = 720
_FONT = "Arial"
_LINE, _LOGO = 290, 900
"""The height of a line of a document's head, and of its logo, in twentieths of a point, rather too much."""
_TWIP = 635
"""A twentieth of a point in the units of python-docx."""


def frame(document: Document, paper: str, *, comments: bool = False, pictures: Sequence[Picture | Logo] = ()) -> Any:
    """Return a package with everything but its text, in the place of which it has one empty paragraph."""
    import docx
    from docx.oxml.ns import qn

    made = docx.Document()
    _without_leftovers(made)
    _page(made, document, paper)
    _styles(made, LANGUAGES.get(document.language, document.language))
    _edges(made, document)
    _properties(made, document)
    _modern(made, qn)
    if document.is_right_to_left:
        _turn_round(made, qn)
    made.add_paragraph()
    if comments:
        _ = made.part._comments_part  # It is made, and entered in the package, when it is first asked for.
    add_parts(made.part, pictures)
    return made


_LEFTOVERS = ("/thumbnail", "/stylesWithEffects", "/customXml", "/extended-properties")
"""What the template of python-docx has besides: a picture, styles of Word 2010, empty data, and its own program."""


def _without_leftovers(made: Any) -> None:
    """Drop the parts of the template that are not part of a document: what is not related to is not saved."""
    for relations in (made.part.package.rels, made.part.rels):
        for name, relation in list(relations.items()):
            if relation.reltype.endswith(_LEFTOVERS):
                del relations[name]


def _page(made: Any, document: Document, paper: str) -> None:
    from docx.enum.section import WD_ORIENT

    wide, high = PAPERS[paper]
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if document.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (
        side * _TWIP for side in ((high, wide) if document.landscape else (wide, high))
    )
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", MARGIN * _TWIP)
    section.header_distance = section.footer_distance = MARGIN * _TWIP // 2


def _styles(made: Any, language: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    centre = WD_ALIGN_PARAGRAPH.CENTER
    normal = _style(made, "Normal", 9, after=4)
    _language(normal, language)
    _style(made, "Symbol", 8, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _style(made, "Letterhead", 9, align=centre)
    _style(made, "Title", 11, bold=True, align=centre, after=1)
    _style(made, "Note", 8, after=2)
    _style(made, "Cell Text", 8, after=3)
    _style(made, "Cell Label", 6.5, bold=True)
    _style(made, "Between", 4)
    line = _style(made, "Outline Line", 1)
    line.font.color.rgb = RGBColor(255, 255, 255)
    line.paragraph_format.line_spacing = Pt(1)
    for level in ("", 1, 2):
        _style(made, f"toc {level}".strip(), 8, after=1).paragraph_format.left_indent = Pt(12 if level == 2 else 0)
    for level in (1, 2, 3):
        _style(made, f"Heading {level}", 13 - 1.5 * level, bold=True, before=6, after=3)


def _style(
    made: Any, name: str, size: float, *, bold: bool = False, align: Any = None, before: float = 0, after: float = 0
) -> Any:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    known = [style.name for style in made.styles]
    style = made.styles[name] if name in known else made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if name not in known:
        style.base_style = made.styles["Normal"]
    style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
    style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for name_of in list(fonts.attrib):
        if "heme" in name_of:
            del fonts.attrib[name_of]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), _FONT)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.0
    form.alignment = align
    borders = style.element.pPr.find(qn("w:pBdr")) if style.element.pPr is not None else None
    if borders is not None:
        style.element.pPr.remove(borders)
    return style


def _language(style: Any, language: str) -> None:
    """Set the language of the whole document, in the defaults (which readers consult first) and in the base style."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    defaults = style.element.getparent().find(qn("w:docDefaults"))
    for properties in (style.element.rPr, *defaults.iter(qn("w:rPr"))):
        element = properties.find(qn("w:lang"))
        if element is None:
            element = OxmlElement("w:lang")
            properties.append(element)
        element.set(qn("w:val"), language)
        element.attrib.pop(qn("w:eastAsia"), None)


def _edges(made: Any, document: Document) -> None:
    """Fill the header and footer of each page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    section = made.sections[0]
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for words, bold in ((document.draft, True), (document.banner, False)):
        if words:
            piece = head.add_run(("" if not head.text else "  –  ") + words)
            piece.bold = bold
    if document.draft:
        head._p.append(_watermark(document.draft))
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if document.footer:
        foot.add_run(document.footer + "  –  ")
    before, page, between, pages, after = _page_words()
    foot.add_run(before)
    _field(foot, page)
    foot.add_run(between)
    _field(foot, pages)
    foot.add_run(after)


def _turn_round(made: Any, qn: Any) -> None:
    """Set a document from right to left: its columns, and the sizes and weights of the letters of such scripts."""
    from docx.oxml import OxmlElement

    section = made.sections[0]
    grid = section._sectPr.find(qn("w:docGrid"))
    (grid.addprevious if grid is not None else section._sectPr.append)(OxmlElement("w:bidi"))
    for style in made.styles.element.iter(qn("w:rPr")):
        for name in ("w:b", "w:sz"):
            element = style.find(qn(name))
            for old in style.findall(qn(f"{name}Cs")):
                style.remove(old)
            if element is not None:
                same = OxmlElement(f"{name}Cs")
                same.attrib.update(element.attrib)
                element.addnext(same)
        for element in style.findall(qn("w:lang")):
            element.set(qn("w:bidi"), element.get(qn("w:val"), ""))
    for edge in (section.header.paragraphs[0], section.footer.paragraphs[0]):
        edge._p.pPr.find(qn("w:jc")).addprevious(OxmlElement("w:bidi"))
        for run in edge.runs:
            run.font.rtl = True


def _watermark(words: str) -> Any:
    """Return a run with the words in large pale letters across the page, as Word makes a watermark."""
    from docx.oxml import parse_xml

    style = (
        "position:absolute;margin-left:0;margin-top:0;width:420pt;height:140pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    return parse_xml(
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><w:pict>'
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
        '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="draft" o:spid="_x0000_s2049" type="#_x0000_t136" alt="{escaped(words)}" style="{style}" '
        f'fillcolor="#d9d9d9" stroked="f"><v:fill opacity=".5"/>'
        f'<v:textpath style="font-family:&quot;{_FONT}&quot;;font-size:1pt" string="{escaped(words)}"/></v:shape>'
        "</w:pict></w:r>"
    )


def _page_words() -> tuple[str, str, str, str, str]:
    """Return `Page 1 of 9` cut at its two numbers."""
    fields = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
    before, first, between, second, after = re.split(r"(\{pages?\})", _("Page {page} of {pages}"))
    return before, fields[first], between, fields[second], after


def _field(paragraph: Any, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _properties(made: Any, document: Document) -> None:
    core = made.core_properties
    when = document.when.astimezone(UTC).replace(tzinfo=None)
    core.title = " – ".join(part for part in (document.draft, document.title) if part)
    core.language = LANGUAGES.get(document.language, document.language)
    core.author = document.author
    core.last_modified_by = core.comments = core.keywords = core.subject = ""
    core.created = core.modified = when
    core.revision = 1


def _modern(made: Any, qn: Any) -> None:
    """Say that it is written for Word of today, which otherwise opens it as a document of 2007."""
    from docx.oxml import OxmlElement

    for element in made.settings.element.iter(qn("w:themeFontLang")):
        element.attrib.pop(qn("w:eastAsia"), None)
    compat = made.settings.element.find(qn("w:compat"))
    if compat is None:
        compat = OxmlElement("w:compat")
        made.settings.element.append(compat)
    for known in compat.findall(qn("w:compatSetting")):
        compat.remove(known)
    setting = OxmlElement("w:compatSetting")
    setting.set(qn("w:name"), "compatibilityMode")
    setting.set(qn("w:uri"), "http://schemas.microsoft.com/office/word")
    setting.set(qn("w:val"), "15")
    compat.append(setting)


Progress = Callable[[int, int], None]
_STYLES = {SYMBOL: "Symbol", LETTERHEAD: "Letterhead", TITLE: "Title", NOTE: "Note", "": "Normal"}


def docx(document: Document, *, paper: str = "a4", progress: Progress = lambda _done, _of: None) -> bytes:
    """Return the document as a docx file. Raises MissingLibrary where python-docx is not installed."""
    need("docx", "docx")
    numbers = Numbers(language=document.language, named=destinations(document))
    body = _body(document, paper, numbers, progress)
    package = _saved(frame(document, paper, comments=bool(numbers.comments), pictures=numbers.pictures))
    parts = _parts(package, body, numbers) | with_properties(package, document.properties)
    return repacked(package, document.when, parts)


def _saved(made: Any) -> bytes:
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _parts(package: bytes, body: str, numbers: Numbers) -> dict[str, bytes]:
    """Return the parts that the frame left open: the body in place of its one paragraph, and the comments."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        main = source.read("word/document.xml").decode("utf-8")
        before, after = re.split(r"<w:p/>|<w:p>.*?</w:p>", main, maxsplit=1)
        parts = {"word/document.xml": (before + body + after).encode("utf-8")}
        if numbers.links:
            parts[_RELATIONS] = _with_links(source.read(_RELATIONS).decode("utf-8"), numbers).encode("utf-8")
        if numbers.comments:
            parts["word/comments.xml"] = comments_part(numbers.comments)
    return parts


_RELATIONS = "word/_rels/document.xml.rels"
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def _with_links(relations: str, numbers: Numbers) -> str:
    """Return the list of relationships with one more for each address."""
    added = "".join(
        f'<Relationship Id="{name}" Type="{_HYPERLINK}" Target="{escaped(address)}" TargetMode="External"/>'
        for address, name in numbers.links.items()
    )
    return relations.replace("</Relationships>", f"{added}</Relationships>")


def _body(document: Document, paper: str, numbers: Numbers, progress: Progress) -> str:
    wide, high = PAPERS[paper]
    width = (high if document.landscape else wide) - 2 * MARGIN
    written = [_line(each, numbers, _STYLES[SYMBOL]) for each in document.before_logo]
    written += [logo(document.logo, numbers)] if document.logo is not None else []
    written += [
        # The first line is a letterhead, whatever else it is.
        _line(each, numbers, _STYLES.get(each.kind if place or each.kind == TITLE else LETTERHEAD, "Normal"))
        for place, each in enumerate(document.after_logo)
    ]
    before: Block | None = None
    outline: tuple[tuple[str, str], ...] = ()
    left = deque(document.tables)
    for done, block in enumerate(document.blocks, 1):
        written += [contents(document)] if is_before_contents(document, done - 1) else []
        if isinstance(block, Table):
            # Two tables that touch would become one.
            notes = [] if block.mark is Mark.KEPT else notes_of(block)
            written += [_between(numbers, notes)] if notes or isinstance(before, Table) or before is None else []
            written.append(lines_before(begun(block, outline), left, numbers))
            left.popleft()
            outline = block.outline or outline
            written.append(table(block, width, numbers))
            numbers.before = None
        elif isinstance(block, Pictures):
            room = _room(document, (wide if document.landscape else high) - 2 * MARGIN)
            written.append(drawn(block, width, numbers, abreast=2 if document.landscape else 1, room=room))
        elif isinstance(block, Heading):
            written.append(_heading(block, numbers))
        else:
            leads = leads_to_table(document.blocks, done - 1)
            apart = isinstance(before, Table)
            written.append(_line(block, numbers, _STYLES.get(block.kind, "Normal"), keep=leads, apart=apart))
        before = block
        progress(done, len(document.blocks))
    if isinstance(before, Table):
        written.append(_between(numbers, ()))
    if not document.blocks:
        written.append(_line(line(_("There is nothing in it yet.")), numbers, "Normal"))
    return "".join(written)


def _room(document: Document, high: int) -> int:
    """Return about what the head, and a line below it, leave of a page that is so many twentieths of a point high."""
    return high - _LINE * (len(document.head) + 1) - (_LOGO if document.logo is not None else 0)


def _between(numbers: Numbers, notes: Sequence[Revision]) -> str:
    """Return the thin line between two tables; it carries the notes on a table that came or went."""
    return paragraph(Paragraph(()), "Between", numbers, end=Mark.KEPT, revision=None, notes=notes)


def _line(piece: Paragraph, numbers: Numbers, style: str, *, keep: bool = False, apart: bool = False) -> str:
    return paragraph(piece, style, numbers, end=piece.mark, revision=piece.revision, keep=keep, apart=apart)


def _heading(piece: Heading, numbers: Numbers) -> str:
    printed = Paragraph((Run(piece.text),), anchor=piece.key)
    return paragraph(
        printed, f"Heading{piece.level}", numbers, end=Mark.KEPT, revision=None, keep=True, new_page=piece.new_page
    )
