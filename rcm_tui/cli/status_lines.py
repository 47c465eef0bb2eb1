"""The status report as lines: drawn to the width of a terminal, or plain, with one line for each fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from rcm_tui.cli.output import BLANK, FAINT, ID, LABEL, TITLE, Line, Span, text
from rcm_tui.i18n import _, ngettext
from rcm_tui.model.plan import Plan
from rcm_tui.model.statuses import Statuses
from rcm_tui.reports.names import actor_short, date_words, localized, meeting_name
from rcm_tui.reports.page import Row, Section
from rcm_tui.reports.status.figures import SubjectStanding, counted
from rcm_tui.reports.status.page import (
    DRAWN,
    SECTIONS,
    about_words,
    counted_words,
    heading,
    is_about,
    name_printed,
    named_as_printed,
    section,
    step_words,
)
from rcm_tui.reports.status.report import StatusReport, TrendPoint
from rcm_tui.reports.styles import ANSWER_LOOK, BROKEN_LOOK, answer_word, counted_status, status_look, status_word
from rcm_tui.reports.visible import one_line

SHOWN = 5
"""Rows of a section that are shown where the whole report is."""
_BESIDE = 36
"""Cells that a text needs at the right of the columns; with fewer it goes below them."""
_FULL, _HALF, _LIGHT = "━", "╌", "─"


def page(report: StatusReport, names: Sequence[str], width: int | None) -> Iterator[Line]:
    """Yield the whole report, or all rows of the sections named. Without a `width` the lines are plain and not cut."""
    if not names:
        yield text((localized(report.plan.info.title), TITLE))
    yield text((about_words(report), FAINT), " ", (counted_words(report), FAINT))
    brief = width is not None and not names
    for name in names or SECTIONS:
        if not names and not is_about(report, name):
            continue
        yield BLANK
        if name == "countries":
            yield from _countries(report, width, brief=brief)
        elif name in DRAWN:
            yield from _standing(report, width) if name == "standing" else _changes(report, width, brief=brief)
        else:
            limit = SHOWN if brief else None
            found = named_as_printed(section(report, name, limit), report.plan)
            yield from _listed(found, width, whole=limit is None, command=_command(report, name))


def _command(report: StatusReport, name: str) -> str:
    """Return the command that prints a section whole, of the same report."""
    options = (("--at", report.about.at), ("--subject", report.about.subject), ("--actor", report.about.actor))
    return " ".join(("rcm status", name, *(f"{option} {value}" for option, value in options if value)))


# --- activities by subject and status


def _standing(report: StatusReport, width: int | None) -> Iterator[Line]:
    subjects = report.standing
    total = sum(len(standing.activities) for standing in subjects)
    message = ngettext("{count} activity", "{count} activities", total).format(count=total)
    yield text((heading("standing"), TITLE), f"  {message}")
    if not subjects:
        yield text((_("There is no item in this part of the plan."), FAINT), indent=2)
        return
    counts = {
        status: sum(len(standing.by_status.get(status, ())) for standing in subjects) for status in counted(report.plan)
    }
    present = [status for status in counts if counts[status]]
    if width is None:
        for standing in subjects:
            yield _subject_plain(report.plan, standing)
        yield text(_("All: {counts}").format(counts=_counts_words(counts)), indent=2)
    else:
        yield from _subject_bars(report.plan, subjects, present, counts, width)
    archived = sum(len(standing.archived) for standing in subjects)
    if archived:
        words = ngettext("{count} activity in the archive", "{count} activities in the archive", archived)
        yield text((words.format(count=archived), FAINT), indent=2)


def _subject_plain(plan: Plan, standing: SubjectStanding) -> Line:
    counts = {status: len(found) for status, found in standing.by_status.items()}
    return text(
        (plan.printed_name(standing.id), ID), f"  {localized(standing.title)}: {_counts_words(counts)}", indent=2
    )


def _counts_words(counts: Mapping[str, int]) -> str:
    words = ", ".join(counted_status(status, count) for status, count in counts.items() if count)
    return words or _("no activity")


def _subject_bars(
    plan: Plan,
    subjects: Sequence[SubjectStanding],
    present: Sequence[str],
    counts: Mapping[str, int],
    width: int,
) -> Iterator[Line]:
    """Yield a line for each subject: its code and title, how many of each status, and a bar of them."""
    names = [plan.printed_name(standing.id) for standing in subjects]
    codes = max(map(len, names)) + 2
    numbers = 4 * len(present) + 6
    bar = min(max(width // 4, 12), 36)
    space = max(width - 2 - codes - numbers - bar - 3, 8)
    titles = min(max(_cells(localized(standing.title)) for standing in subjects), space)
    looks = [status_look(status) or BROKEN_LOOK for status in present]
    heads = [(f"{look.glyph:>4}", look.role) for look in looks]
    whole = _("all")
    yield text(" " * (codes + titles), *heads, (f"{whole:>6}", LABEL), indent=2)
    longest = max(len(standing.activities) for standing in subjects) or 1
    for name, standing in zip(names, subjects, strict=True):
        each = {status: len(standing.by_status.get(status, ())) for status in present}
        yield text(
            (name.ljust(codes), ID),
            _fitted(localized(standing.title), titles),
            *_numbers(each),
            f"{len(standing.activities):>6}   ",
            *_bar(plan.statuses, each, bar, longest),
            indent=2,
        )
    total = sum(counts.values())
    if len(subjects) > 1:
        shown = {status: counts[status] for status in present}
        yield text((" " * (codes + titles), LABEL), *_numbers(shown), (f"{total:>6}", TITLE), indent=2)
    legend: list[Span] = []
    for status in present:
        legend += [
            "  " if legend else "",
            *_status(status),
        ]
    yield text(*legend, indent=2)


def _numbers(counts: Mapping[str, int]) -> list[Span]:
    return [f"{count:>4}" if count else ("   ·", FAINT) for count in counts.values()]


def _bar(statuses: Statuses, counts: Mapping[str, int], width: int, longest: int) -> list[Span]:
    """Return a bar with a piece for each status: full for open ones, light for those that are over, else dashed."""
    spans: list[Span] = []
    before = drawn = 0
    for status, count in counts.items():
        before += count
        end = round(before * width / longest)
        sign = _FULL if statuses.is_open(status) else _LIGHT if statuses.is_over(status) else _HALF
        spans.append((sign * (end - drawn), (status_look(status) or BROKEN_LOOK).role))
        drawn = end
    return spans


# --- what changed


def _changes(report: StatusReport, width: int | None, *, brief: bool) -> Iterator[Line]:
    yield text((heading("changes"), TITLE))
    changed, before, plan = report.changed, report.changed_before, report.plan
    if changed is None:
        yield text((report.no_changes, FAINT), indent=2)
        return
    since = meeting_name(plan, changed.before) if changed.before else _("the beginning")
    yield text(_("Since {meeting}: {changes}.").format(meeting=since, changes=step_words(changed)), indent=2, hang=2)
    if before is not None and before.after:
        words = _("At {meeting}: {changes}.").format(
            meeting=meeting_name(plan, before.after), changes=step_words(before)
        )
        yield text((words, FAINT), indent=2, hang=2)
    for turn in changed.turns[: SHOWN if brief else None]:
        yield text(
            (plan.printed_name(turn.id) + "  ", ID), *_status(turn.before), " → ", *_status(turn.after), indent=4
        )
    if brief and len(changed.turns) > SHOWN:
        yield _more(len(changed.turns) - SHOWN, _command(report, "changes"))
    if len(report.trend) > 1:
        yield from _trend(report, width)


def _status(status: str) -> list[Span]:
    look = status_look(status)
    return [(f"{look.glyph} {status_word(status)}", look.role)] if look is not None else [status]


def _trend(report: StatusReport, width: int | None) -> Iterator[Line]:
    """Yield a line for each of the last meetings: how many activities were open, and what the meeting had changed."""
    names = [_point_name(report, point) for point in report.trend]
    label = max(map(_cells, names)) if width is not None else 0
    longest = max(point.all for point in report.trend) or 1
    bar = 0 if width is None else min(max(width // 4, 12), 36)
    for name, point in zip(names, report.trend, strict=True):
        message = _("{open} of {all} open").format(open=point.open, all=point.all)
        spans: list[Span] = [_fitted(name, label) + "  " if bar else name + "  "]
        if bar:
            filled, whole = round(point.open * bar / longest), round(point.all * bar / longest)
            spans += [(_FULL * filled, "moving"), (_LIGHT * (whole - filled), "done"), " " * (bar - whole + 2)]
        spans.append(message.ljust(16) if bar else message + "  ")
        if point.step is not None and (width is None or width >= _WIDE):
            spans.append((step_words(point.step), FAINT))
        yield text(*spans, indent=2, hang=label + 2)


_WIDE = 110


def _point_name(report: StatusReport, point: TrendPoint) -> str:
    return meeting_name(report.plan, point.meeting) if point.meeting else _("now")


# --- answers by country


def _countries(report: StatusReport, width: int | None, *, brief: bool) -> Iterator[Line]:
    grid = report.grid
    if not grid.rows:
        yield text((heading("countries"), TITLE), "  ", (_("No open request asks a country."), FAINT))
        return
    yield text((heading("countries"), TITLE))
    if brief and not any(row.answered for row in grid.rows):
        yield text(_no_answer(report), (f": {_command(report, 'countries')}", FAINT), indent=2)
        return
    if width is None:
        yield from _countries_plain(report)
        return
    names = [actor_short(report.plan, row.actor) for row in grid.rows]
    label = min(max(map(_cells, names)), 26) + 1
    column = next((cells for cells in (4, 3, 2) if label + 2 + cells * len(grid.columns) <= width), 0)
    if column:
        heads = "".join(f"{place:>{column}}" for place in range(1, len(grid.columns) + 1))
        yield text(" " * label, (heads, LABEL), indent=2)
    for name, row in zip(names, grid.rows, strict=True):
        looks = [ANSWER_LOOK[cell.answer] for cell in row.cells]
        cells: list[Span] = [(f"{look.glyph:>{column}}", look.role) for look in looks] if column else []
        counted = _("{answered} of {all} recorded").format(answered=row.answered, all=row.asked)
        yield text(_fitted(name, label), *(cells or [counted]), indent=2)
    yield text(*_legend(report), indent=2)
    if column:
        numbered = "   ".join(f"{place}:{name_printed(report.plan, key)}" for place, key in enumerate(grid.columns, 1))
        yield text((numbered, FAINT), indent=2)
    yield from _answers(report, SHOWN if brief else None)


def _no_answer(report: StatusReport) -> str:
    count = len(report.grid.columns)
    message = ngettext(
        "{count} open request asks countries; no answer is recorded",
        "{count} open requests ask countries; no answer is recorded",
        count,
    )
    return message.format(count=count)


def _legend(report: StatusReport) -> list[Span]:
    present = {cell.answer for row in report.grid.rows for cell in row.cells}
    spans: list[Span] = []
    for answer, look in ANSWER_LOOK.items():
        if answer in present and look.glyph.strip():
            spans += ["   " if spans else "", (f"{look.glyph} {answer_word(answer)}", look.role)]
    return spans


def _answers(report: StatusReport, limit: int | None) -> Iterator[Line]:
    """Yield the answers there are, with their dates."""
    found = [
        (row.actor, key, cell)
        for row in report.grid.rows
        for key, cell in zip(report.grid.columns, row.cells, strict=True)
        if cell.has_answered and cell.answer != "not-asked"
    ]
    for actor, key, cell in found[:limit]:
        look = ANSWER_LOOK[cell.answer]
        words = f"{look.glyph} {answer_word(cell.answer)} {date_words(cell.date)}".rstrip()
        name = actor_short(report.plan, actor)
        yield text(
            f"{name}  ", (name_printed(report.plan, key).replace("/", " ") + "  ", ID), (words, look.role), indent=2
        )
    if limit is not None and len(found) > limit:
        yield _more(len(found) - limit, _command(report, "countries"))


def _more(left: int, command: str) -> Line:
    """Return how many more rows there are, with the command that prints them."""
    message = ngettext("{count} more", "{count} more", left).format(count=left)
    return text((f"… {message}: {command}", FAINT), indent=2)


def _countries_plain(report: StatusReport) -> Iterator[Line]:
    keys = [name_printed(report.plan, key).replace("/", " ") for key in report.grid.columns]
    dates = cache(date_words)
    for row in report.grid.rows:
        groups: dict[str, list[str]] = {}
        for key, cell in zip(keys, row.cells, strict=True):
            if cell.answer != "not-asked":
                groups.setdefault(cell.answer, []).append(f"{key} ({dates(cell.date)})" if cell.date else key)
        words = "; ".join(f"{answer_word(answer)}: {', '.join(found)}" for answer, found in groups.items())
        yield text(f"{actor_short(report.plan, row.actor)}: {words or answer_word('not-asked')}", indent=2)


# --- what is listed


def _listed(section: Section, width: int | None, *, whole: bool, command: str) -> Iterator[Line]:
    if not section.rows:
        yield text((section.title, TITLE), "  ", (section.empty, FAINT))
        return
    head = f"{section.title}  {section.count}"
    beside = width is None or _cells(head) + 2 + _cells(section.note) <= width
    yield text((section.title, TITLE), f"  {section.count}", ("  " + section.note if beside else "", FAINT))
    if not beside and whole:
        yield text((section.note, FAINT), indent=2)
    if width is None:
        yield from map(_plain_row, section.rows)
        return
    shown = tuple(section.rows)  # They are gone through more than once.
    widths = [max(_cells(row.cells[place].words) for row in shown) for place in range(len(section.heads))]
    for row in shown:
        yield from _row(row, widths, width, cut=not whole)
    left = section.count - len(shown)
    if left:
        yield _more(left, command)


def _plain_row(row: Row) -> Line:
    spans: list[Span] = []
    for cell in row.cells:
        if cell.words:
            spans += (cell.words, "  ")
    return Line((*spans, row.text), 2)


def _row(row: Row, widths: Sequence[int], width: int, *, cut: bool) -> Iterator[Line]:
    """Yield the cells of a row in columns, its text at their right, or below where it does not fit."""
    facts = sum(cells + 2 for cells in widths if cells)
    space = width - 2 - facts
    spans: list[Span] = []
    for cell, cells in zip(row.cells, widths, strict=True):
        if cells and (cell.words or space >= -2):
            # Columns that are wider than the window give up their order, so that the line is not broken.
            blank = " " * (cells - _cells(cell.words)) if space >= -2 else ""
            spans += ["  " if spans else "", (cell.words + blank, cell.role)]
    if space >= _BESIDE:
        yield text(*spans, "  ", _cut(row.text, space) if cut else row.text, indent=2, hang=facts)
        return
    yield text(*spans, indent=2)
    yield text(_cut(row.text, width - 4) if cut else row.text, indent=4)


def _cells(words: str) -> int:
    from rich.cells import cell_len

    return cell_len(one_line(words))


def _cut(words: str, width: int) -> str:
    from rich.cells import cell_len, set_cell_size

    shown = one_line(words)
    return shown if cell_len(shown) <= width else set_cell_size(shown, width - 1).rstrip() + "…"


def _fitted(words: str, width: int) -> str:
    shown = _cut(words, width)
    return shown + " " * (width - _cells(shown))
