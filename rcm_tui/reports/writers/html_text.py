"""The paragraphs of a page as HTML; a large page has so many that they are written here and not by its template."""

from __future__ import annotations

from collections.abc import Callable, Collection

from markupsafe import Markup

from rcm_tui import i18n
from rcm_tui.i18n import _
from rcm_tui.model.frozen import dataclass
from rcm_tui.reports.direction import isolated
from rcm_tui.reports.document import Document, Mark, Paragraph, Run, Style, revision_words
from rcm_tui.reports.links import linked
from rcm_tui.reports.plan_table import ACTIVITY, OBJECTIVE, SUBJECT

_LEVELS = {SUBJECT: 2, OBJECTIVE: 3}
_WITH_LINK = (*_LEVELS, ACTIVITY)


@dataclass(frozen=True, slots=True)
class Texts:
    """Writes the paragraphs of one document.

    `named` is what its words can link to, `href` says where such a link leads (with `itself`, that of the item printed
    here). A subject and an objective stand in the header of every table of theirs; the first alone, in `seen`, is a
    heading and the target of links.
    """

    document: Document
    named: Collection[str]
    href: Callable[..., str]
    seen: dict[str, int]

    def paragraph(self, piece: Paragraph, tag: str = "p") -> Markup:
        """Return a paragraph as an element."""
        itself = ""
        attributes: list[tuple[str, str]] = []
        if (
            piece.anchor
            and piece.mark is not Mark.DELETED
            and self.seen.setdefault(piece.anchor, id(piece)) == id(piece)
        ):
            attributes.append(("id", piece.anchor))
            if piece.kind in _LEVELS:
                attributes += [("role", "heading"), ("aria-level", str(_LEVELS[piece.kind]))]
            if piece.kind in _WITH_LINK:
                label = " ".join((_("Link to"), piece.anchor))
                href = self.href(f"#{piece.anchor}", itself=True)
                itself = f'<a class="self" href="{escaped(href)}" aria-label="{escaped(label)}"></a>'
        if piece.kind:
            attributes.append(("class", piece.kind))
        if piece.language:
            attributes.append(("lang", piece.language))
            is_right_to_left = i18n.is_right_to_left(piece.language)
            if is_right_to_left != self.document.is_right_to_left:
                attributes.append(("dir", "rtl" if is_right_to_left else "ltr"))
        text = "".join(f' {name}="{escaped(value)}"' for name, value in attributes)
        return Markup(f"<{tag}{text}>{self._words(piece)}{itself}</{tag}>\n")  # noqa: S704 - every part is escaped.

    def pieces(self, paragraph: Paragraph) -> Markup:
        """Return the words of a paragraph with their links and marks."""
        return Markup(self._words(paragraph))  # noqa: S704 - every part is escaped.

    def _words(self, paragraph: Paragraph) -> str:
        pieces = linked(paragraph, self.named)
        if i18n.is_right_to_left(paragraph.language or self.document.language):
            pieces = isolated(pieces)
        return "".join(
            f'<a href="{escaped(self.href(target))}">{_run(run)}</a>' if target else _run(run) for run, target in pieces
        )


def escaped(text: str) -> str:
    """Return a text as `markupsafe.escape` does, without an object that says so for each."""
    text = text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
    return text.replace("'", "&#39;").replace('"', "&#34;")


def _run(run: Run) -> str:
    words = escaped(run.shown)
    if run.strong:
        words = f"<strong><em>{words}</em></strong>"
    elif run.style is Style.BOLD:
        words = f"<b>{words}</b>"
    elif run.style is Style.FAINT:
        words = f'<span class="faint">{words}</span>'
    if run.mark is Mark.KEPT:
        return words
    by = escaped(revision_words(run.revision))
    if run.mark is Mark.RESTYLED:
        what = escaped(_("emphasis changed"))
        return f'<span class="restyled" title="{what}: {by}">{words}</span>'
    tag = "ins" if run.mark is Mark.INSERTED else "del"
    gap = '<span class="gap"><wbr></span>' if run.has_gap else ""
    return f'<{tag} title="{by}">{words}</{tag}>{gap}'
