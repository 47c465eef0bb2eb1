"""Text on its way to the screen: everything a widget shows passes through here.

A str given to a widget is parsed as markup, and control characters inside it reach the terminal; what passes through
here is neither. Nothing else in the interface makes `Content` out of text that a person or a file supplied.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import SequenceMatcher

from textual.content import Content
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual
from textual.widget import Widget

from rcm_tui.model.regex import regex
from rcm_tui.model.texts import fold, fold_with_offsets
from rcm_tui.reports.casing import Casing
from rcm_tui.reports.links import links_in
from rcm_tui.reports.styles import Look, status_look, status_word
from rcm_tui.reports.visible import one_line, visible

_WORDS = regex(r"\S+|\s+")

ELLIPSIS = "…"


def content(text: str, style: str | Style = "") -> Content:
    """`text` as it can be shown: line breaks kept, control characters made visible, never markup."""
    return _linked(visible(text, lines=True), style)


def line(text: str, style: str | Style = "") -> Content:
    """`text` on one line."""
    return _linked(one_line(text), style)


def _linked(shown: str, style: str | Style) -> Content:
    """Return the text with its addresses as links of the terminal (OSC 8)."""
    made = Content.styled(shown, style) if style and shown else Content(shown)
    for start, end, address in links_in(shown):
        made = made.stylize(Style(link=address), start, end)
    return made


def referring(words: Content, named: Collection[str]) -> Content:
    """Make the items and meetings that a text names go there when they are clicked."""
    for start, end, target in links_in(words.plain, named):
        if target.startswith("#"):
            words = words.stylize(Style.from_meta({"@click": f"app.follow({target[1:]!r})"}), start, end)
    return words


def joined(*parts: Content | str, by: str = "") -> Content:
    """Several pieces in a row; those that are empty are left out, so that `by` never stands twice."""
    pieces = [part if isinstance(part, Content) else content(part) for part in parts]
    return Content(by).join([piece for piece in pieces if piece.plain])


def hanging(lead: Content, words: Content, width: int) -> Content:
    """Put words after what leads them; in lines of at most `width` cells, each begins where the first does."""
    room = max(width - lead.cell_length, 8)
    return lead + Content("\n" + " " * lead.cell_length).join(words.wrap(room))


def lines(parts: Iterable[Content]) -> Content:
    """Several pieces, one below the other."""
    return Content("\n").join(list(parts))


def cut(text: str, width: int) -> str:
    """Return the start of `text` in one line of at most `width` cells, with … where something was left out."""
    from rich.cells import cell_len, set_cell_size

    shown = one_line(text)
    if cell_len(shown) <= width:
        return shown
    return set_cell_size(shown, width - 1).rstrip() + ELLIPSIS if width > 1 else ELLIPSIS[:width]


def strip(widget: Widget, shown: Content, width: int) -> Strip:
    """Draw one line of a widget that draws its own lines, exactly `width` cells wide.

    What fills it up has a style too: without one, Textual cannot take the colours out (`NO_COLOR`).
    """
    drawn = Visual.to_strips(widget, shown, width, 1, widget.visual_style, apply_selection=False)[0]
    return drawn if drawn.cell_length == width else drawn.adjust_cell_length(width, widget.rich_style)


def status_content(status: str, *, word: bool = True) -> Content:
    """Return a status as glyph and word in its colour."""
    look = status_look(status) or Look("·", "quiet")
    return line(f"{look.glyph} {status_word(status)}" if word else look.glyph, f"${look.role}")


def highlight_new(text: str, before: str) -> Content:
    """Colour the words of a text that are new since `before`."""
    old, new = _WORDS.findall(before), _WORDS.findall(text)
    pieces = []
    for tag, _from, _to, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        pieces.append(content("".join(new[start:end]), "" if tag == "equal" else "$moving"))
    return joined(*pieces)


def highlighted(shown: Content, words: Iterable[str]) -> Content:
    """Mark the words in what is shown, wherever they are in it, whatever the case and the accents."""
    folded, offsets = fold_with_offsets(shown.plain)
    for word in {fold(typed) for typed in words}:
        at = folded.find(word) if len(word) > 1 else -1
        while at >= 0:
            shown = shown.stylize("$hit-text on $hit", offsets[at], offsets[at + len(word)])
            at = folded.find(word, at + len(word))
    return shown


def in_sentence_case(shown: Content, casing: Casing) -> Content:
    """Show each line that is all in capitals in sentence case; styles stay where they are."""
    text = "\n".join(casing.show(part) for part in shown.plain.split("\n"))
    return Content(text, spans=list(shown.spans)) if len(text) == len(shown.plain) else shown
