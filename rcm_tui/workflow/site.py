"""A plan as a folder of pages for any web server or memory stick: `rcm publish site DIR`.

Every page is a publication or a page of the program, written by the writer of html.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from rcm_tui.history.editions import editions, editions_here
from rcm_tui.i18n import _, current, ngettext
from rcm_tui.model import ids
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.rules import read
from rcm_tui.model.states import MeetingStatus
from rcm_tui.model.texts import fold
from rcm_tui.model.words import published
from rcm_tui.reports.country import country_document
from rcm_tui.reports.document import LETTERHEAD, REFERENCE, TITLE, Block, Document, Heading, Paragraph, Run, Style, line
from rcm_tui.reports.heading import draft_words, footer_of, head_of, short_title, title_of
from rcm_tui.reports.item_page import item_page
from rcm_tui.reports.minutes import item_piece, minutes_document
from rcm_tui.reports.names import actor_name, date_words, item_words, meeting_name
from rcm_tui.reports.page import CARD, status_of_item
from rcm_tui.reports.page_document import page_blocks
from rcm_tui.reports.plan_table import PrintOptions, plan_document
from rcm_tui.reports.progress import WHOLE, Progress, quiet, stage
from rcm_tui.reports.published import published_plan
from rcm_tui.reports.references import numbered
from rcm_tui.reports.styles import kind_word, status_word
from rcm_tui.reports.visible import visible
from rcm_tui.reports.writers.html import REDLINE_SCRIPT, SCRIPT, STYLE, Frame, html, shared
from rcm_tui.reports.writers.ics import ics
from rcm_tui.store.cache import without_collection
from rcm_tui.workflow.country_sheets import codes_of
from rcm_tui.workflow.edition_context import PublishedState, published_state
from rcm_tui.workflow.minutes import minutes, published_minutes, sheet_of
from rcm_tui.workflow.publish import refuse_broken
from rcm_tui.workflow.redlines import redline_document
from rcm_tui.workflow.site_folder import SiteFolder
from rcm_tui.workflow.site_index import search_index
from rcm_tui.workflow.site_sources import NotedItems, NotingSnapshot, Sources
from rcm_tui.workflow.whole_history import WholeHistory

if TYPE_CHECKING:
    from rcm_tui.changes.items import ItemChange
    from rcm_tui.history.editions import Edition
    from rcm_tui.history.log import Record
    from rcm_tui.workflow.view import PlanView

SITE = "site"
"""The name by which a site is chosen where formats are."""
PLAN_PAGE, ARCHIVE_PAGE, CALENDAR, INDEX = "plan.html", "archive.html", "calendar.ics", "search-index.js"


@dataclass(frozen=True, slots=True)
class Site:
    """A site as it was written: its folder, how many files were written and removed, whether it shows a draft.

    `kept` are files that no longer belong to it, but were changed by somebody else and so were not removed.
    """

    folder: Path
    written: int
    removed: int
    draft: bool
    kept: Sequence[str] = ()
    left_out: int = 0
    """The oldest editions, of which a large plan has no pages."""
    made: int = 0
    """The files that were made, as they were not known to be as they would be made."""

    def remarks(self) -> Iterator[str]:
        """Yield sentences about what was written and left out."""
        yield _("{written} files were written, {removed} removed.").format(written=self.written, removed=self.removed)
        if self.left_out:
            yield ngettext(
                "The plan is large, so {count} older edition has no page of its own; its meeting has one.",
                "The plan is large, so {count} older editions have no page of their own; their meetings have one.",
                self.left_out,
            ).format(count=self.left_out)
        if self.kept:
            message = _("These no longer belong to the site, but were changed by somebody and are left: {paths}")
            yield message.format(paths=", ".join(self.kept))
        if self.draft:
            yield _("This is a DRAFT: the plan has changes that are not recorded, or that no closed meeting holds yet.")


def publish_site(
    view: PlanView,
    folder: Path,
    *,
    incomplete: bool = False,
    progress: Progress = quiet,
    language: str = "",
) -> Site:
    """Write the plan as a site into a folder, in a language as in `PublicationRequest`.

    Raises RcmError where the folder holds other files, Incomplete where files of the plan cannot be read and nobody has
    allowed to leave them out, MissingLibrary where a library is not installed.
    """
    refuse_broken(view.plan, incomplete=incomplete)
    with published(view.plan.info.languages, view.plan.words, language), SiteFolder(folder) as site:
        with without_collection():
            pages = _Pages(view)
            every = [*pages.all()]
            outdated = [
                page for page in every if not site.is_current(page.path, page.source(site.made_from(page.path)))
            ]
        progress(50, WHOLE)
        with without_collection():
            pages.read_history([page.path for page in outdated], stage(progress, 50, 150))
        total, done = sum(pages.weight(page.path) for page in outdated), 0
        for page in outdated:
            after = done + pages.weight(page.path)
            first, last = (150 + (WHOLE - 150) * share // total for share in (done, after))
            pages.progress = stage(progress, first, last)
            with pages.sources.noting() as read:
                content = page.make()
            site.write(page.path, content, page.source(read))
            done = after
            progress(last, WHOLE)
        progress(WHOLE, WHOLE)
    return Site(
        folder,
        site.written,
        site.removed,
        pages.state.context.draft,
        tuple(site.kept),
        pages.left_out,
        len(outdated),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """A file of the site: its path, what makes it, and what names what it is made from, given the items that it reads.

    The name is empty where it is not known whether the file would be the same.
    """

    path: str
    make: Callable[[], bytes]
    source: Callable[[Iterable[str]], str]


_ROWS = 10_000
"""The rows of all editions together that are printed; of a plan of 10,000 items only the last edition is."""


class _Pages:
    """The pages of a plan that holds nothing internal."""

    def __init__(self, view: PlanView) -> None:
        plan = published_plan(view.plan)
        items = NotedItems(plan.items)
        self.plan, self._recorded = replace(plan, items=items), view.plan
        self.view = view = NotingSnapshot(view, self.plan, items)
        self.state: PublishedState = published_state(view, None)
        made = [edition for edition in editions_here(view.git) if edition.meeting in self.plan.meetings]
        printed = max(_ROWS // max(len(self.plan.items), 1), 1)
        self._states: dict[str, PublishedState] = {}
        self._whole = WholeHistory(view)
        self.progress: Progress = quiet
        """Called with the progress of the page that is being made."""
        self.left_out = max(len(made) - printed, 0)
        self.editions: Mapping[str, Edition] = {edition.meeting: edition for edition in made[-printed:]}
        self.countries = sorted(codes_of(self.state))
        self.menu = (
            (_("Start"), "index.html"),
            (short_title(self.plan), PLAN_PAGE),
            (_("Archive"), ARCHIVE_PAGE),
            (_("Meetings"), "meetings.html"),
            (_("Countries"), "countries.html"),
            (_("Calendar"), CALENDAR),
            (_("Search"), "search.html"),
        )
        head = (title_of(self.plan), draft_words(self.state.context), footer_of(self.plan, self.state.context))
        frame = (self.menu, sorted(self.places.items()), self.state.day, head)
        self.sources = Sources(self.view, items, self._whole, frame)

    @cached_property
    def places(self) -> Mapping[str, str]:
        """The paths of all pages, by what they are about."""
        found = {"plan": PLAN_PAGE, "archive": ARCHIVE_PAGE, "calendar": CALENDAR}
        found |= {name: f"{name}.html" for name in ("index", "meetings", "countries", "search")}
        found |= {item_id: f"items/{item_id}.html" for item_id in self.plan.walk()}
        found |= {meeting: f"meetings/{meeting}.html" for meeting in self.plan.meetings}
        found |= {f"edition/{edition}": f"editions/{edition}.html" for edition in self.editions}
        found |= {f"changes/{name}": f"changes/{name}.html" for name in [*self.editions][1:]}
        return found | {f"country/{country}": f"countries/{country}.html" for country in self.countries}

    def written(self, path: str, make: Callable[[], Document]) -> bytes:
        """Return a page with the frame of the site."""
        document = make()
        scripts = (INDEX,) if path == "search.html" else ()
        progress = stage(self.progress, 500, WHOLE)
        return html(
            document, progress=progress, frame=Frame(path, self.places, self.menu, tuple(self._trail(path)), scripts)
        )

    def _trail(self, path: str) -> Iterator[tuple[str, str]]:
        """Yield links to what is above an item, from the plan down."""
        folder, _slash, name = path.partition("/")
        if folder != "items":
            return
        item_id = name.removesuffix(".html")
        page, text = (
            (ARCHIVE_PAGE, _("Archive")) if self.plan.is_archived(item_id) else (PLAN_PAGE, short_title(self.plan))
        )
        yield text, f"{page}#{item_id}"
        above: list[str] = []
        while item_id := ids.parent_of(item_id):
            above.insert(0, item_id)
        for parent in above:
            yield self.plan.printed_name(parent), self.places.get(parent, PLAN_PAGE)

    def all(self) -> Iterator[_Page]:
        """Yield every file."""
        plan, context = self.plan, self.state.context

        def page(
            path: str, make: Callable[[], Document], source: Callable[[Iterable[str]], str] | None = None
        ) -> _Page:
            return _Page(path, partial(self.written, path, make), source or self._all_of_it)

        for name in (STYLE, SCRIPT, REDLINE_SCRIPT):
            yield _Page(name, partial(_shared, name), self._all_of_it)
        yield _Page(CALENDAR, self._calendar, self._all_of_it)
        yield _Page(INDEX, partial(search_index, plan, self.places, self.countries), self._all_of_it)
        yield page("index.html", self._start)
        yield page(PLAN_PAGE, partial(self._plan, self.state))
        yield page(ARCHIVE_PAGE, partial(self._plan, self.state, archive=True))
        yield page("meetings.html", self._meetings)
        yield page("countries.html", self._countries)
        yield page("search.html", partial(self._page, _("Search"), ()))
        for item_id in plan.walk():
            yield page(self.places[item_id], partial(self._numbered, partial(self._item, item_id)), self.sources.of)
        held = {edition.meeting for edition in editions(self.view.git)}
        for meeting in plan.meetings_in_order():
            of_meeting = partial(self.sources.of, named=meeting.id) if meeting.id in held else None
            yield page(self.places[meeting.id], partial(self._numbered, partial(self._minutes, meeting)), of_meeting)
        for code in self.countries:
            sheet = partial(country_document, plan, context, code, self.state.day.date)
            yield page(self.places[f"country/{code}"], partial(self._numbered, sheet))
        before = ""
        for name in self.editions:
            yield page(self.places[f"edition/{name}"], partial(self._edition, name), self.sources.of)
            if before:
                yield page(self.places[f"changes/{name}"], partial(self._changes, before, name), self.sources.of)
            before = name

    def _numbered(self, make: Callable[[], Document]) -> Document:
        """Return a document that names items as the plan prints them."""
        document = make()
        return replace(document, blocks=numbered(document.blocks, self.plan))

    def _all_of_it(self, _read: Iterable[str]) -> str:
        return self.sources.everything

    def _edition(self, meeting: str) -> Document:
        self.progress(200, WHOLE)
        return self._plan(self._state_of(meeting))

    def _plan(self, state: PublishedState, *, archive: bool = False) -> Document:
        progress = stage(self.progress, 200, 500)
        return plan_document(state.plan, state.context, archive=archive, progress=progress)

    def _changes(self, before: str, meeting: str) -> Document:
        states = (self._state_of(before), self._state_of(meeting))
        return redline_document(self.view, *states, PrintOptions(), stage(self.progress, 0, 500))

    def weight(self, path: str) -> int:
        """Return how long a page takes, roughly: one for that of an item, more for those with all of the plan."""
        folder, _slash, _name = path.partition("/")
        if folder in (CALENDAR, PLAN_PAGE, "editions", "changes", "countries"):
            return max(len(self.plan.items) // 8, 1)
        return 1

    def _state_of(self, meeting: str) -> PublishedState:
        """Return the plan of an edition; the last two are kept, as each is printed and compared with the next."""
        if meeting not in self._states:
            for old in [*self._states][:-1]:
                del self._states[old]
            self._states[meeting] = published_state(self.view, meeting)
        return self._states[meeting]

    def _page(self, title: str, blocks: Iterable[Block], anchor: str = "") -> Document:
        context = self.state.context
        return Document(
            title=f"{title} – {title_of(self.plan)}",
            language=current(),
            when=context.when,
            head=(
                line(title_of(self.plan), LETTERHEAD),
                replace(line(visible(title), TITLE, style=Style.BOLD), anchor=anchor),
            ),
            blocks=tuple(blocks),
            draft=draft_words(context),
            footer=footer_of(self.plan, context),
        )

    def _start(self) -> Document:
        """Return the first page: the subjects, the last meetings."""
        plan, context = self.plan, self.state.context
        blocks: list[Block] = [Heading(1, short_title(self.plan), "subjects")]
        for subject in plan.children():
            objectives = plan.current_children(subject)
            title = f"{plan.printed_names.get(subject, '')}  {visible(item_words(plan, subject))}".lstrip()
            blocks.append(_linked(f"#{subject}", title, Style.BOLD))
            listed = [(each, f"{plan.printed_name(each)}  {visible(item_words(plan, each))}") for each in objectives]
            blocks += [_linked(f"#{anchor}", words, kind="listed") for anchor, words in listed]
        blocks += [Heading(1, _("Meetings"), "last"), *self._listed(self._newest_first()[:3])]
        return replace(self._page(title_of(plan), blocks), title=title_of(plan), head=head_of(plan, context))

    def _meetings(self) -> Document:
        return self._page(_("Meetings"), self._listed(self._newest_first()))

    def _newest_first(self) -> list[Meeting]:
        """Return all meetings, those without a date last."""
        newest_first = self.plan.meetings_in_order()[::-1]
        return sorted(newest_first, key=lambda meeting: not meeting.dates)

    def _listed(self, meetings: Iterable[Meeting]) -> Iterator[Paragraph]:
        """Yield meetings with links to what there is of each."""
        for meeting in meetings:
            links = {"edition": _("The plan as this meeting left it"), "changes": _("Changes")}
            name, dates = meeting_name(self.plan, meeting.id), date_words(meeting.dates)
            runs = [Run(visible(name), style=Style.BOLD, link=f"#{meeting.id}")]
            where = ", ".join(filter(None, (meeting.place, "" if dates in name else dates)))
            runs += [Run(f"\n{visible(where)}")] if where else []
            for kind, text in links.items():
                if f"{kind}/{meeting.id}" in self.places:
                    runs += [Run("\n"), Run(text, link=f"#{kind}/{meeting.id}")]
            yield Paragraph(tuple(runs), kind=CARD)

    def _countries(self) -> Document:
        named = sorted((fold(name), name, code) for code in self.countries for name in [actor_name(self.plan, code)])
        return self._page(_("Countries"), (_linked(f"#country/{code}", visible(name)) for _key, name, code in named))

    def _item(self, item_id: str) -> Document:
        plan = self.plan
        node = plan.node(item_id)
        kind = kind_word(node.kind) if node is not None else ""
        status = "archived" if plan.is_archived(item_id) else status_of_item(plan, item_id)
        text = " – ".join(filter(None, (plan.printed_name(item_id), kind, status_word(status) if status else "")))
        blocks = [*page_blocks(item_page(plan, item_id, self.state.day.date))]
        history, names = self._whole.of_item(item_id, getattr(node, "formerly", ()))
        self.sources.note(names)
        if history:
            blocks += [Heading(1, _("History"), "history"), *(self._step(*step) for step in history)]
        return self._page(text, blocks, item_id)

    def _step(self, record: Record, change: ItemChange) -> Paragraph:
        """Return what one record changed: when, at which meeting, and what in sentences."""
        meeting = record.meeting if record.meeting in self.plan.meetings else ""
        at = Run(meeting_name(self.plan, meeting), link=f"#{meeting}", style=Style.PLAIN if meeting else Style.FAINT)
        runs = (Run(date_words(record.when), style=Style.BOLD), Run("  "), at if meeting else replace(at, link=""))
        piece = item_piece(self.plan, change)
        return Paragraph((*runs, Run(f"\n{visible(piece.text)}")), kind=CARD)

    def read_history(self, paths: Iterable[str], progress: Progress) -> None:
        """Read together the history that the pages of items among these show."""
        items = {self.places[item_id]: item_id for item_id in self.plan.walk()}
        self._whole.read_items([items[path] for path in paths if path in items], progress)

    def _minutes(self, meeting: Meeting) -> Document:
        found = published_minutes(minutes(self.view, meeting.id, self._whole), self._recorded)
        dates = read(meeting.dates)
        day = dates.last if dates is not None and dates.last is not None else self.state.day.date
        draft = meeting.status is not MeetingStatus.CLOSED
        made = minutes_document(
            sheet_of(self.view, found),
            datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
            draft=_("DRAFT") if draft else "",
        )
        # Items are named here with a link to their own pages.
        blocks = (
            replace(block, anchor="") if isinstance(block, Paragraph) and block.kind == REFERENCE else block
            for block in made.blocks
        )
        return replace(made, blocks=(*self._listed([meeting]), *blocks))

    def _calendar(self) -> bytes:
        return ics(self.plan, self.state.context, self.state.day.date, self.progress)


def _shared(name: str) -> bytes:
    return shared(name).encode()


def _linked(target: str, words: str, style: Style = Style.PLAIN, kind: str = "") -> Paragraph:
    """Return words that lead somewhere."""
    return Paragraph((Run(words, style=style, link=target),), kind=kind)
