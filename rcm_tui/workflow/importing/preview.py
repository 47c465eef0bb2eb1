"""What was understood of a file, as a page: its columns, how much of each kind there is, and what is in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rcm_tui.i18n import _, ngettext
from rcm_tui.reports.page import CARD, FAINT, ID, STRONG, Cell, Page, Row, Section, fact
from rcm_tui.workflow.importing.columns import Column, Layout, Role
from rcm_tui.workflow.importing.making import Made
from rcm_tui.workflow.importing.outline import Doubt, Outline
from rcm_tui.workflow.importing.reading import Understood

_SAMPLE = 60
_LONG = 110
_FEW = 15


def preview_page(understood: Understood, made: Made) -> Page:
    """Return the preview. The keys of the rows of columns are their numbers."""
    outline = understood.outline
    doubts = (*outline.doubts, *made.doubts)
    return (
        *(
            Section(
                "columns",
                _("Columns of {name}").format(name=layout.name) if layout.name else _("Columns"),
                rows=tuple(_column(column) for column in layout.columns),
            )
            for layout in understood.layouts
        ),
        Section("found", _("Found"), rows=tuple(_found(understood, made))),
        Section("outline", _("As it will be"), rows=tuple(_outline(outline, made))),
        Section("differing", _("In other words than in the plan"), rows=tuple(_differing(made))),
        Section("doubts", _("To look at"), rows=tuple(_doubt(doubt) for doubt in doubts)),
        Section("unused", _("Not taken over"), rows=tuple(Row(text=_cut(text, _LONG)) for text in outline.unused)),
    )


def column_words(column: Column) -> str:
    """Return what a column is, and how many texts it has."""
    count = ngettext("{count} text", "{count} texts", column.filled).format(count=column.filled)
    return f"{column.role.label}, {count}"


def _column(column: Column) -> Row:
    heading = f"“{column.heading}”" if column.heading else _("without a heading")
    role = FAINT if column.role is Role.NOTHING else "strong"
    sample = ((Cell(_cut(column.sample, _SAMPLE), FAINT),),) if column.sample else ()
    cells = (Cell(str(column.number), ID), Cell(heading), Cell("→"), Cell(column_words(column), role))
    return Row(str(column.number), cells, kind=CARD, below=sample)


def _found(understood: Understood, made: Made) -> Iterator[Row]:
    outline = understood.outline
    yield fact(_("Title"), outline.title)
    yield fact(_("New"), ", ".join(counts(made)) or _("nothing"))
    if made.unchanged:
        yield fact(
            _("In the plan"), ngettext("{count} text", "{count} texts", made.unchanged).format(count=made.unchanged)
        )
    yield fact(_("Status"), _status_words(outline))
    if dated := made.added.get("date"):
        message = ngettext(
            "{count} entry has the date that its words name",
            "{count} entries have the date that their words name",
            dated,
        )
        yield fact(_("Dates"), message.format(count=dated))
    if made.actors:
        yield fact(
            _("Actors"),
            ", ".join(f"{code} ({next(iter(actor['name'].values()))})" for code, actor in made.actors.items()),
        )
    for note in understood.contents.notes:
        yield fact(_("Note"), note)
    for plan_note in outline.notes:
        yield fact(_("Plan's note"), plan_note)


def _status_words(outline: Outline) -> str:
    if any(activity.status for activity in outline.activities()):
        return _("as the column of statuses says")
    if outline.emphasised:
        return _("what is in bold italics is open, the rest completed")
    return _("nothing is in bold italics, so activities are planned")


def counts(made: Made) -> list[str]:
    """Return how many of each kind are new, in words."""
    formats = {
        "subject": ngettext("{count} subject", "{count} subjects", made.added.get("subject", 0)),
        "objective": ngettext("{count} objective", "{count} objectives", made.added.get("objective", 0)),
        "action": ngettext("{count} action", "{count} actions", made.added.get("action", 0)),
        "activity": ngettext("{count} activity", "{count} activities", made.added.get("activity", 0)),
        "subactivity": ngettext(
            "{count} sub-activity", "{count} sub-activities", made.added.get("subactivity", 0)
        ),
        "entry": ngettext("{count} calendar entry", "{count} calendar entries", made.added.get("entry", 0)),
        "actor": ngettext("{count} actor", "{count} actors", made.added.get("actor", 0)),
    }  # fmt: skip
    return [words.format(count=made.added[kind]) for kind, words in formats.items() if made.added.get(kind)]


def _outline(outline: Outline, made: Made) -> Iterator[Row]:
    """Yield the subjects and objectives, and the activities where they are few."""
    few = sum(1 for _one in outline.activities()) <= _FEW
    for subject in outline.subjects:
        if not made.is_top_hidden:
            yield Row(cells=(Cell(_cut(subject.source.text, _LONG), STRONG),))
        for objective in subject.objectives:
            every = [activity for each in objective.activities for activity in (each, *each.activities)]
            entries = len(objective.entries) + sum(len(activity.entries) for activity in every)
            below = [(Cell(f"    {_counted(len(objective.activities), len(every), entries)}", FAINT),)]
            below += [(Cell(f"    – {_cut(activity.source.text, 64)}"),) for activity in objective.activities if few]
            yield Row(cells=(Cell(f"  {_cut(objective.source.text, 70)}"),), below=tuple(below))


def _counted(activities: int, every: int, entries: int) -> str:
    """Return how much is below an objective, in words; `every` counts the sub-activities with the activities."""
    below = every - activities
    parts = [ngettext("{count} activity", "{count} activities", activities).format(count=activities)]
    if below:
        parts.append(ngettext("{count} sub-activity", "{count} sub-activities", below).format(count=below))
    parts.append(ngettext("{count} calendar entry", "{count} calendar entries", entries).format(count=entries))
    return ", ".join(parts)


def _differing(made: Made) -> Iterator[Row]:
    for item, before, now in made.differing:
        yield Row(item, (Cell(item, ID),), before, kind=CARD, below=((Cell(now, "strong"),),))


def _doubt(doubt: Doubt) -> Row:
    where = (Cell(_("row {number}").format(number=doubt.line), FAINT),) if doubt.line else ()
    below = ((Cell(doubt.why, "waiting"),),)
    return Row(cells=where, text=_cut(doubt.text, _LONG), below=below)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def layout_words(layouts: Sequence[Layout]) -> list[dict[str, object]]:
    """Return the columns as plain data, for programs."""
    return [
        {
            "number": column.number,
            "heading": column.heading,
            "role": column.role.value,
            "texts": column.filled,
            "sample": column.sample,
        }
        for layout in layouts
        for column in layout.columns
    ]


__all__ = ["column_words", "counts", "layout_words", "preview_page"]
