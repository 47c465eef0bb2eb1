"""The status report as a publication: its figures as tables, which every writer of documents can write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import shorten

from rcm_tui.i18n import _, current, ngettext
from rcm_tui.model.named import named_by
from rcm_tui.model.plan import Plan, calendar_of
from rcm_tui.model.rules import NOT_ASKED, NOT_RECORDED
from rcm_tui.reports.document import NOTE, Block, Document, Heading, Row, Style, Table, line
from rcm_tui.reports.document import Cell as PrintedCell
from rcm_tui.reports.heading import EditionContext, draft_words, edition_lines, footer_of, head_about, title_of
from rcm_tui.reports.names import actor_short, date_words, localized, meeting_name, reference_words
from rcm_tui.reports.page import ID, Section, status_of_item
from rcm_tui.reports.page import Row as ListedRow
from rcm_tui.reports.requests import Asked, ResponseState
from rcm_tui.reports.status.calendar import GridRow
from rcm_tui.reports.status.details import of_step
from rcm_tui.reports.status.figures import counted, has_marked_source
from rcm_tui.reports.status.overview import overview
from rcm_tui.reports.status.page import about_words, by_when, heading, is_about, section, step_words
from rcm_tui.reports.status.report import StatusReport
from rcm_tui.reports.styles import ANSWER_LOOK, answer_word, status_word
from rcm_tui.reports.visible import visible

_LETTERS = 150
"""The approximate number of letters in a line of a page."""
_LEAST, _MOST = 8, 30
"""Percents of the page that a column of few words takes at least, and at most."""
_ABREAST = 14
"""Countries in one table; more go into a table of their own."""
_FOR_CODES = 48
"""Percents of the page that their columns take together: one for each letter of their codes at least."""
_LONGEST = 1000
"""Rows of a list at most: for more there are the formats of data."""
_SILENT = "·"
_WORDS = 160
"""The letters of a request in the grid at most."""


OVERVIEW = "overview"
DELEGATES = (
    OVERVIEW,
    "countries",
    "changes",
    "waiting",
    "passed",
    "to-come",
    "calendar",
    "standing",
    "totals",
    "priorities",
    "archive",
    "parts",
)
"""The sections of the report that a meeting reads, in its order."""
SECRETARIAT = ("emphasis", "quiet", "nobody", "agreements", "archive")
"""The sections of the report on what the secretariat has to look at in the plan itself."""


def status_document(
    report: StatusReport,
    context: EditionContext,
    chosen: Sequence[str] = DELEGATES,
    *,
    title: str = "",
) -> Document:
    """Return sections of the report as a document, with the figures that `rcm status` prints.

    `title` is the document's, unless it is to be called a status report.
    """
    plan = report.plan
    title = title or _("Status report")
    notes = (about_words(report), _("As of {day}.").format(day=date_words(report.about.on)))
    return Document(
        title=f"{title} – {title_of(plan)}",
        language=current(),
        when=context.when,
        head=head_about(plan, title, edition_lines(plan, context), notes),
        blocks=tuple(_blocks(report, chosen)),
        draft=draft_words(context),
        footer=footer_of(plan, context),
        names={code: visible(localized(actor.name)) or code for code, actor in plan.actors.items()},
    )


def _blocks(report: StatusReport, chosen: Sequence[str]) -> Iterator[Block]:
    drawn = {"standing": _standing, "changes": _changes, "countries": _countries}
    for name in chosen:
        if name == OVERVIEW:
            yield from overview(report)
        elif name in drawn:
            yield Heading(1, heading(name), name)
            yield from drawn[name](report)
        elif name == "emphasis" and not has_marked_source(report.plan):
            continue
        elif is_about(report, name):
            yield from _listed(report, section(report, name, _LONGEST))


# --- what is drawn and not listed


def _standing(report: StatusReport) -> Iterator[Block]:
    """Yield a table with a row for each subject: its activities, in all and by status."""
    if not report.standing:
        yield line(_("There is no item in this part of the plan."))
        return
    counts = {
        status: [len(standing.by_status.get(status, ())) for standing in report.standing]
        for status in counted(report.plan)
    }
    counts = {status: found for status, found in counts.items() if any(found)}
    archived = [len(standing.archived) for standing in report.standing]
    extra = [(status_word("archived"), archived)] if any(archived) else []
    columns = [*((status_word(status), found) for status, found in counts.items())]
    columns += [(_("all"), [len(standing.activities) for standing in report.standing]), *extra]
    rows = [
        _row(
            (standing.id, _text(localized(standing.title)), *(_number(found[place]) for _word, found in columns)),
            standing.id,
        )
        for place, standing in enumerate(report.standing)
    ]
    if len(rows) > 1:
        rows.append(_row(("", _("all"), *(_number(sum(found)) for _word, found in columns)), style=Style.BOLD))
    share = min(max(68 // max(len(columns), 1), 7), 14)  # A long word of a status is not broken.
    widths = (8, 100 - 8 - share * len(columns), *(share for _column in columns))
    yield _table(report, ("", _("Subject"), *(word for word, _found in columns)), widths, rows, "standing")


def _changes(report: StatusReport) -> Iterator[Block]:
    """Yield what changed lately and before, the activities whose status did, and the trend over the editions."""
    changed, before, plan = report.changed, report.changed_before, report.plan
    if changed is None:
        yield line(report.no_changes)
        return
    since = meeting_name(plan, changed.before) if changed.before else _("the beginning")
    yield line(_text(_("Since {meeting}: {changes}.").format(meeting=since, changes=step_words(changed))))
    if before is not None and before.after:
        message = _("At {meeting}: {changes}.")
        yield line(_text(message.format(meeting=meeting_name(plan, before.after), changes=step_words(before))))
    if changed.items:
        yield from _section_table(report, of_step(report, "changed", "", changed, _LONGEST))
    if len(report.trend) > 1:
        points = [
            _row(
                (
                    _text(meeting_name(plan, point.meeting)) if point.meeting else _("now"),
                    _("{open} of {all} open").format(open=point.open, all=point.all),
                    step_words(point.step) if point.step is not None else "",
                )
            )
            for point in report.trend
        ]
        yield _table(report, (_("meeting"), _("activities"), _("What changed")), (30, 20, 50), points, "trend")


def _countries(report: StatusReport) -> Iterator[Block]:
    """Yield who was asked for what, and the answers: a row for each request, a column for each country."""
    grid = report.grid
    if not grid.rows:
        yield line(_("No open request asks a country."))
        return
    yield line(_signs_words(cell.answer for row in grid.rows for cell in row.cells))
    asked = {waiting.asked.key: waiting.asked for waiting in report.waiting}
    letters = max(len(row.actor) for row in grid.rows)
    count = max(min(_ABREAST, _FOR_CODES // letters), 1)
    for start in range(0, len(grid.rows), count):
        abreast = grid.rows[start : start + count]
        yield _grid(report, abreast, asked)
        names = (f"{row.actor}: {localized(report.plan.actors[row.actor].name) or row.actor}" for row in abreast)
        yield line(_text("; ".join(names)), NOTE)
    yield from _left_out(len(grid.columns) - _LONGEST)


def _grid(report: StatusReport, abreast: Sequence[GridRow], asked: Mapping[str, Asked]) -> Table:
    rows = []
    for place, key in enumerate(report.grid.columns[:_LONGEST]):
        request = asked[key]
        cells = [(line(words),) if words else () for words in (_sign(row.cells[place]) for row in abreast)]
        lines = [line(shorten(_text(localized(request.text)), _WORDS, placeholder=" …"))]
        answers = "; ".join(_answer_words(report.plan, row, place) for row in abreast if row.cells[place].date)
        lines += [line(answers, style=Style.FAINT)] if answers else []
        rows.append(
            Row(
                (
                    (line(_text(reference_words(report.plan, key))),),
                    tuple(lines),
                    (line(by_when(report.plan, request).printed),),
                    *cells,
                ),
                key,
            )
        )
    counted = (f"{row.answered}/{row.asked}" for row in abreast)
    rows.append(_row(("", _("answers recorded"), "", *counted), style=Style.BOLD))
    share = max(_FOR_CODES // max(len(abreast), 8), 3, *(min(len(row.actor), _MOST) for row in abreast))
    widths = (9, 100 - 9 - 12 - share * len(abreast), 12, *(share for _one in abreast))
    heads = (_("request"), _("What is asked"), _("by when"), *(row.actor for row in abreast))
    return _table(report, heads, widths, rows, f"grid-{abreast[0].actor}")


def _sign(cell: ResponseState) -> str:
    return (
        "" if cell.answer == NOT_ASKED else _SILENT if cell.answer == NOT_RECORDED else ANSWER_LOOK[cell.answer].glyph
    )


def _answer_words(plan: Plan, row: GridRow, place: int) -> str:
    cell = row.cells[place]
    return _text(f"{actor_short(plan, row.actor)}: {answer_word(cell.answer)} {date_words(cell.date)}")


def _signs_words(answers: Iterable[str]) -> str:
    """Say what the signs of the grid mean, as far as it has them."""
    found = set(answers)
    silent = _("“{sign}” is not recorded, which says only that the plan holds no note of an answer; empty: not asked.")
    shown = (state for state in ANSWER_LOOK if state in found and state not in (NOT_ASKED, NOT_RECORDED))
    text = "; ".join(f"{ANSWER_LOOK[state].glyph} {answer_word(state)}" for state in shown)
    return " ".join(filter(None, (f"{text}." if text else "", silent.format(sign=_SILENT))))


# --- what is listed


def _listed(report: StatusReport, section: Section) -> Iterator[Block]:
    """Yield a section as a table: columns that are not empty, and the text after the first id."""
    yield Heading(1, f"{section.title} ({section.count})" if section.rows else section.title, section.name)
    if not section.rows:
        yield line(_text(section.empty))
        return
    if section.note:
        yield line(_text(section.note))
    yield from _section_table(report, section)


def _section_table(report: StatusReport, section: Section) -> Iterator[Block]:
    shown = [place for place, _head in enumerate(section.heads) if any(row.cells[place].words for row in section.rows)]
    heads = [section.heads[place] for place in shown]
    cells = [[_text(_printed(report.plan, row, place)) for place in shown] for row in section.rows]
    widths = [_share(max(map(len, (heads[column], *(each[column] for each in cells))))) for column in range(len(heads))]
    while sum(widths) > 60:  # The widest ones give way, and stay alike.
        widths[widths.index(max(widths))] -= 1
    after = next((n for n, place in enumerate(shown) if section.rows[0].cells[place].role == ID), len(shown) - 1) + 1
    heads.insert(after, _("text"))
    widths.insert(after, 100 - sum(widths))
    rows = []
    for row, own in zip(section.rows, cells, strict=True):
        own.insert(after, visible(row.text, lines=True))
        rows.append(_row(own, row.key))
    yield _table(report, heads, widths, rows, section.name)
    yield from _left_out(section.count - len(rows))


def _printed(plan: Plan, row: ListedRow, place: int) -> str:
    """Return a cell, without what only a command needs: the id of a calendar entry or a meeting."""
    cell = row.cells[place]
    return reference_words(plan, row.key) if cell.printed == row.key.replace("/", " ") else cell.printed


def _left_out(left: int) -> Iterator[Block]:
    if left > 0:
        message = ngettext("{count} more is not shown here.", "{count} more are not shown here.", left)
        yield line(message.format(count=left))


def _share(letters: int) -> int:
    return min(max((letters + 3) * 100 // _LETTERS, _LEAST), _MOST)


def _text(words: str) -> str:
    return visible(words)


def _number(count: int) -> str:
    return str(count) if count else "·"


def _row(cells: Iterable[str], key: str = "", style: Style = Style.PLAIN) -> Row:
    printed: tuple[PrintedCell, ...] = tuple((line(words, style=style),) if words else () for words in cells)
    return Row(printed, key)


def _table(report: StatusReport, heads: Sequence[str], widths: Sequence[int], rows: Sequence[Row], key: str) -> Table:
    names = Row(tuple((line(head[:1].upper() + head[1:], style=Style.BOLD),) for head in heads), key=f"{key}/heads")
    found = tuple(_findable(report.plan, row) for row in rows)
    return Table((names,), found, tuple(widths), key, name=", ".join(filter(None, heads)))


def _findable(plan: Plan, row: Row) -> Row:
    """Return the row with the status and the actors of its item, which a reader may filter by."""
    item_id, _slash, entry_id = row.key.partition("/")
    node = plan.node(item_id) if item_id else None
    if node is None:
        return row
    entries = [entry for entry in calendar_of(node) if entry.id == entry_id or not entry_id]
    status = [str(entry.status) for entry in entries if entry.status] if entry_id else [status_of_item(plan, item_id)]
    codes = list(named_by(plan, node))
    for entry in entries:
        codes += (*named_by(plan, entry), *(code for asked in entry.all_requests for code in asked.from_))
    actors = (member for code in dict.fromkeys(codes) for member in plan.members_of(code))
    return Row(row.cells, row.key, statuses=tuple(filter(None, status)), actors=tuple(dict.fromkeys(actors)))
