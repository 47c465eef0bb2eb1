"""The rows of an office's table as subjects, objectives, activities and calendar entries.

What the table does not say is not guessed: an entry beside several activities is put at their objective. Every
decision, and every text that has no place, is reported as a `Doubt` or in `unused`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rcm_tui.i18n import _
from rcm_tui.model.regex import regex
from rcm_tui.model.texts import fold
from rcm_tui.office.blocks import Cell, Contents, Paragraph, Row
from rcm_tui.workflow.importing.columns import Column, Layout, Role
from rcm_tui.workflow.importing.pieces import IsStrong, SourceText, emphasis_in, texts_of, whole

_CONTINUED = regex(r"\s*[(\[]\s*(?:cont(?:inued|inuaci[oó]n|inúa|[.’']?d)?\.?)\s*[)\]]\s*$", re.IGNORECASE)
_OWNERS = regex(r"\s*(?:[,;/&\n+]|\band\b|\by\b)\s*", re.IGNORECASE)
_NOTES = regex(r"\s*(?:notes?|notas?)\s*:?\s*$", re.IGNORECASE)
_NOTE = regex(r"\s*\(?\s*(?:note|nota)s?\s*[:.]", re.IGNORECASE)


@dataclass(slots=True)
class Entry:
    """A calendar entry; `due` and `status` are the words of those columns, where it comes from one."""

    source: SourceText
    due: str = ""


@dataclass(slots=True)
class Activity:
    """An activity, with what the other columns of its row say; `reference` is an id that is not a whole number."""

    source: SourceText
    entries: list[Entry] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    status: str = ""
    reference: str = ""
    activities: list[Activity] = field(default_factory=list)
    """Those below it, in a plan of four levels."""


@dataclass(slots=True)
class Objective:
    """An objective; `entries` are those that are at no one activity."""

    source: SourceText
    actions: list[SourceText] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Subject:
    """A subject."""

    source: SourceText
    objectives: list[Objective] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a person should look at: the row of the table, the words, and what was made of them."""

    line: int
    text: str
    why: str


@dataclass(slots=True)
class Outline:
    """The parts of a plan that a file contains. `unused` are texts outside the tables that were not taken over."""

    subjects: list[Subject] = field(default_factory=list)
    title: str = ""
    notes: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    emphasised: bool = False
    """Whether the file tells what is open by bold italic."""

    def objectives(self) -> Iterator[Objective]:
        """Yield all objectives."""
        for subject in self.subjects:
            yield from subject.objectives

    def activities(self) -> Iterator[Activity]:
        """Yield all activities, those below others after them."""
        for objective in self.objectives():
            for activity in objective.activities:
                yield activity
                yield from activity.activities

    def entries(self) -> Iterator[Entry]:
        """Yield all calendar entries."""
        for activity in self.activities():
            yield from activity.entries
        for objective in self.objectives():
            yield from objective.entries


def outline_of(contents: Contents, layouts: Sequence[Layout], name: str) -> Outline:
    """Read the rows of all layouts; `name` is the title where the file has none, such as the name of the file."""
    outline = Outline()
    _read_around(contents, outline)
    above = [
        text
        for layout in layouts
        for row in layout.above
        if (text := " ".join(cell.text for cell in row.cells).strip())
    ]
    if above and not outline.title:
        outline.title = above.pop(0)
    outline.title = outline.title or name
    outline.unused += above
    texts = [
        cell.paragraphs
        for layout in layouts
        for row in layout.rows
        for cell in row.cells
        if _column(layout, cell.column).role in (Role.ACTIVITY, Role.SUBACTIVITY, Role.CALENDAR)
    ]
    strong = emphasis_in(paragraph for paragraphs in texts for paragraph in paragraphs)
    outline.emphasised = strong is not None
    for layout in layouts:
        _Rows(outline, layout, strong or (lambda _run: False)).read()
    outline.unused = list(dict.fromkeys(outline.unused))
    return outline


def _read_around(contents: Contents, outline: Outline) -> None:
    """Take the title and the notes from the paragraphs; what is said again on each page counts once."""
    seen: set[str] = set()
    in_notes = False
    for paragraph in (part for block in contents.blocks if isinstance(block, Paragraph) for part in block.lines()):
        text = f"{paragraph.label} {paragraph.text}".strip()
        key = fold(text)
        if not text or key in seen:
            continue
        seen.add(key)
        if _NOTES.match(text):
            in_notes = True
        elif _NOTE.match(text) or (in_notes and (paragraph.label or text[0].isdecimal())):
            outline.notes.append(paragraph.text if paragraph.label else re.sub(r"^\d+[.)]\s*", "", text))
        elif not outline.title:
            outline.title = text
        else:
            in_notes = False
            outline.unused.append(text)


def _column(layout: Layout, place: int) -> Column:
    return layout.columns[min(place, len(layout.columns) - 1)]


class _Rows:
    """Reads the rows of one layout, with the subject, objective and activity that it is at."""

    def __init__(self, outline: Outline, layout: Layout, strong: IsStrong) -> None:
        self.outline = outline
        self.layout = layout
        self.strong = strong
        self.subject: Subject | None = None
        self.objective: Objective | None = None
        self.activity: Activity | None = None
        self.last: Activity | None = None
        """The activity, or the one below it, that the row above is about."""
        self.bands: list[SourceText] = []
        self._known: dict[int, dict[str, Activity]] = {}
        self.is_sheet = bool(layout.name)
        self.has = {column.role for column in layout.columns}

    def read(self) -> None:
        for row in self.layout.rows:
            if self._is_band(row):
                self.bands.append(whole(_filled(row)[0].paragraphs, self.strong, row.line))
                continue
            if self.bands:
                self._take_bands()
            if _filled(row):
                self._row(row)
        for band in self.bands:
            self._doubt(band.line, band.text, _("It stands alone at the end; it is not taken over."))

    # --- the levels above

    def _is_band(self, row: Row) -> bool:
        """Return whether a row is a heading across the table: one cell that covers it, above columns that lack it."""
        filled = _filled(row)
        if len(filled) != 1 or {Role.SUBJECT, Role.OBJECTIVE} <= self.has or len(self.layout.columns) < 2:
            return False
        cell = filled[0]
        across = cell.span >= len(self.layout.columns)
        alone = self.is_sheet and cell.column == 0 and self.layout.columns[0].role is not Role.ACTIVITY
        return across or alone

    def _take_bands(self) -> None:
        bands, self.bands = self.bands, []
        missing = [role for role in (Role.SUBJECT, Role.OBJECTIVE) if role not in self.has]
        if len(bands) == 1 and len(missing) == 2 and self.subject is not None and self.objective is not None:
            missing = missing[1:] if len(self.subject.objectives) and self._two_levels else missing[:1]
        self._two_levels = self._two_levels or len(bands) > 1
        for role, band in zip(missing, bands, strict=False):
            if role is Role.SUBJECT:
                self._to_subject(band)
            else:
                self._to_objective(band)
        for band in bands[len(missing) :]:
            self._doubt(band.line, band.text, _("It is a heading too many; it is not taken over."))

    _two_levels = False

    def _to_subject(self, source: SourceText) -> None:
        source = SourceText(_CONTINUED.sub("", source.text), source.number, source.emphasis, source.line)
        known = next(
            (subject for subject in self.outline.subjects if fold(subject.source.text) == fold(source.text)), None
        )
        if known is self.subject and known is not None:
            return
        self.subject = known or Subject(source)
        if known is None:
            self.outline.subjects.append(self.subject)
        self.objective = self.activity = self.last = None

    def _to_objective(self, source: SourceText) -> None:
        source = SourceText(_CONTINUED.sub("", source.text), source.number, source.emphasis, source.line)
        subject = self._needed_subject(source.line)
        known = next(
            (objective for objective in subject.objectives if fold(objective.source.text) == fold(source.text)), None
        )
        if known is self.objective and known is not None:
            return
        self.objective = known or Objective(source)
        if known is None:
            subject.objectives.append(self.objective)
        self.activity = self.last = None

    def _needed_subject(self, line: int) -> Subject:
        if self.subject is None:
            title = self.layout.name if self.is_sheet and not self.outline.title else self.outline.title
            if Role.SUBJECT in self.has:
                self._doubt(line, "", _("No subject is named above this row; it is put under the title."))
            self._to_subject(SourceText(title, line=line))
        assert self.subject is not None
        return self.subject

    def _needed_objective(self, line: int) -> Objective:
        if self.objective is None:
            subject = self._needed_subject(line)
            if Role.OBJECTIVE in self.has:
                self._doubt(
                    line, "", _("No objective is named above this row; it is put under one named as its subject.")
                )
            self._to_objective(SourceText(subject.source.text, line=line))
        assert self.objective is not None
        return self.objective

    # --- a row

    def _row(self, row: Row) -> None:
        by_role: dict[Role, list[tuple[Column, Cell]]] = {}
        for cell in row.cells:
            by_role.setdefault(_column(self.layout, cell.column).role, []).append(
                (_column(self.layout, cell.column), cell)
            )
            if cell.span > 1 and cell.text and len(row.cells) > 1:
                self._doubt(row.line, cell.text, _("Its cell covers several columns; it is read as the first of them."))

        def texts_below(role: Role, *, numbered: bool = True) -> list[SourceText]:
            cells = by_role.get(role, ())
            return [
                text
                for _column, cell in cells
                for text in texts_of(cell.paragraphs, self.strong, row.line, numbered=numbered)
            ]

        for _column_of, cell in by_role.get(Role.SUBJECT, ()):
            if cell.text:
                self._to_subject(whole(cell.paragraphs, self.strong, row.line))
        for _column_of, cell in by_role.get(Role.OBJECTIVE, ()):
            self._objectives(cell, row.line)
        for action in texts_below(Role.ACTION):
            objective = self._needed_objective(row.line)
            if all(fold(known_action.text) != fold(action.text) for known_action in objective.actions):
                objective.actions.append(action)
        beside = [self._activity(text) for text in texts_below(Role.ACTIVITY)]
        if beside:
            self.activity = self.last = beside[-1]
        if below := [self._activity(text, self.activity) for text in texts_below(Role.SUBACTIVITY)]:
            beside, self.last = below, below[-1]
        merged = any(cell.continues for _column_of, cell in by_role.get(Role.ACTIVITY, ()))
        target = self._target(beside, merged, by_role)
        for text in texts_below(Role.CALENDAR, numbered=False):
            self._entry(target, text, beside)
        self._own_columns(target, by_role, row.line)

    def _objectives(self, cell: Cell, line: int) -> None:
        """Go to the objective of a cell; where several are numbered in it, to the last."""
        parts = texts_of(cell.paragraphs, self.strong, line, numbered=True)
        if len(parts) > 1 and all(part.number is not None for part in parts):
            for part in parts:
                self._to_objective(part)
            self._doubt(line, cell.text, _("Several objectives are in one cell; the row is put under the last."))
        elif parts:
            self._to_objective(whole(cell.paragraphs, self.strong, line))

    def _activity(self, source: SourceText, above: Activity | None = None) -> Activity:
        """Return the activity of these words in the objective or below another; it may be repeated on the next page."""
        source = SourceText(_CONTINUED.sub("", source.text), source.number, source.emphasis, source.line)
        parent = above or self._needed_objective(source.line)
        known = self._known.setdefault(id(parent), {})
        key = fold(source.text)
        if key not in known:
            known[key] = Activity(source)
            parent.activities.append(known[key])
        return known[key]

    def _target(
        self, beside: Sequence[Activity], merged: bool, by_role: dict[Role, list[tuple[Column, Cell]]]
    ) -> Activity | None:
        """Return the activity that the rest of a row belongs to; None where it is not clear."""
        if beside:
            return beside[0] if len(beside) == 1 else None
        if merged:
            return self.last
        above = [cell for role in (Role.SUBJECT, Role.OBJECTIVE, Role.ACTION) for _c, cell in by_role.get(role, ())]
        return self.last if self.is_sheet and not any(cell.text for cell in above) else None

    def _entry(self, target: Activity | None, source: SourceText, beside: Sequence[Activity], due: str = "") -> None:
        if target is not None:
            target.entries.append(Entry(source, due))
            return
        self._needed_objective(source.line).entries.append(Entry(source, due))
        why = (
            _("It stands beside several activities; it is put at their objective.")
            if beside
            else _("It stands beside no activity; it is put at the objective.")
        )
        self._doubt(source.line, source.text, why)

    def _own_columns(self, target: Activity | None, by_role: dict[Role, list[tuple[Column, Cell]]], line: int) -> None:
        """Take owners, statuses, dates and the rest of an activity from the columns of its row."""
        for role in (Role.OWNER, Role.STATUS, Role.NUMBER, Role.DUE, Role.COMMENT):
            for column, cell in by_role.get(role, ()):
                words = "\n".join(paragraph.text for paragraph in cell.paragraphs if paragraph.text)
                if not words:
                    continue
                if role is Role.OWNER and target is not None:
                    target.owners += [owner for owner in _OWNERS.split(words) if owner and owner not in target.owners]
                elif role is Role.STATUS and target is not None and not target.status:
                    target.status = words
                elif role is Role.NUMBER and target is not None:
                    target.reference = target.reference or words
                elif role is not Role.NUMBER:
                    self._labelled(target, column, words, line, is_due=role is Role.DUE)

    def _labelled(self, target: Activity | None, column: Column, words: str, line: int, *, is_due: bool) -> None:
        text = " ".join(words.split())
        if column.heading and (is_due or len(text) < 25 or target is None):
            text = f"{column.heading.rstrip(' :')}: {text}"
        self._entry(target, SourceText(text, line=line), (), " ".join(words.split()) if is_due else "")

    def _doubt(self, line: int, text: str, why: str) -> None:
        self.outline.doubts.append(Doubt(line, text, why))


def _filled(row: Row) -> list[Cell]:
    return [cell for cell in row.cells if cell.text]


__all__ = ["Activity", "Doubt", "Entry", "Objective", "Outline", "Subject", "outline_of"]
