"""A plan as the table its readers know: subjects, objectives, actions for implementation, activities, calendar.

Subject and objective stand in a band at the head of their own table, so that they are repeated on every page it goes
over; below it each activity has a row with its calendar entries, beside the actions of the objective.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

from rcm_tui.i18n import LANGUAGES, _, current, ngettext
from rcm_tui.model import ids
from rcm_tui.model.entries import Entry, Source
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.items import Action, Activity, Objective, Subject
from rcm_tui.model.named import named_by
from rcm_tui.model.plan import Node, Plan, Unreadable, calendar_of
from rcm_tui.model.texts import Text, is_unofficial, pick, shown_language
from rcm_tui.reports.columns import (
    Column,
    band_of,
    columns_for,
    date_unsaid,
    in_columns,
    is_default,
    total_table,
    value_in,
    without_empty,
)
from rcm_tui.reports.document import LABEL, NOTE, Document, Paragraph, Row, Run, Style, Table, line
from rcm_tui.reports.heading import (
    EditionContext,
    draft_words,
    footer_of,
    head_of,
    printed_columns,
    symbol_of,
    title_of,
)
from rcm_tui.reports.names import UNOFFICIAL, localized
from rcm_tui.reports.progress import Counter, Progress, quiet
from rcm_tui.reports.visible import visible

VALUE = "value"
"""The kind of a paragraph that shows a field in a column."""
SUBJECT, OBJECTIVE, ACTION, ACTIVITY, ENTRY, REASON = "subject", "objective", "action", "activity", "entry", "reason"


class Emphasis(StrEnum):
    """What decides that a text is printed bold italic."""

    STATUS = "status"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """How a plan is printed: what decides the emphasis, and whether reasons of archiving are printed.

    `numbers` says whether each activity is printed with its id; None leaves it out where the plan has a printed head,
    and so a table that its readers know without.
    """

    emphasis: Emphasis = Emphasis.STATUS
    internal: bool = False
    numbers: bool | None = None


DEFAULT = PrintOptions()


def decided(options: PrintOptions, *contexts: EditionContext, dotted: bool = False) -> PrintOptions:
    """Return the options with `numbers` decided: for two editions that are printed beside each other alike.

    A plan with `dotted` numbers prints these in place of the ids.
    """
    if options.numbers is not None:
        return options
    return replace(options, numbers=not (dotted or any(context.printed or context.newest for context in contexts)))


def plan_document(
    plan: Plan,
    context: EditionContext,
    options: PrintOptions = DEFAULT,
    *,
    archive: bool = False,
    progress: Progress = quiet,
) -> Document:
    """Return the current plan, or the Archival Plan, as a document."""
    options = decided(options, context, dotted=plan.has_dotted_numbers)
    printed = printed_columns(plan, context)
    columns = columns_for(plan, printed[2:], archive=archive, internal=options.internal)
    counter = Counter(progress, len(plan.items))
    tables = tuple(_Printer(plan, options, archive, printed[:2] or band_of(plan), columns, counter).tables())
    if not (is_default(columns) and (context.printed or context.newest)):
        columns = without_empty(tables, columns)  # A table that its readers know keeps the columns of its source.
    total = total_table(plan, columns, archive=archive)
    tables = tuple(in_columns(table, columns) for table in (*tables, *((total,) if total else ())))
    return Document(
        title=title_of(plan, archive=archive),
        language=current(),
        when=context.when,
        head=(*head_of(plan, context, archive=archive), *_on_languages(tables)),
        blocks=tables,
        draft=draft_words(context),
        footer=" – ".join(filter(None, (symbol_of(plan, archive=archive), footer_of(plan, context)))),
        names={code: visible(localized(actor.name)) or code for code, actor in plan.actors.items()},
    )


def _on_languages(tables: Sequence[Table]) -> Iterator[Paragraph]:
    """Yield notes on how many texts are in another language than the document, and on unofficial translations."""
    rows = [row for table in tables for row in (*table.header, *table.rows)]
    texts = {paragraph.key: paragraph for row in rows for paragraph in row.paragraphs if paragraph.anchor}.values()
    other, unofficial = (
        sum(bool(paragraph.language) for paragraph in texts),
        sum(paragraph.unofficial for paragraph in texts),
    )
    if unofficial:
        message = ngettext(
            "{sign} Unofficial translation, which nobody has adopted: {count} text of {of}.",
            "{sign} Unofficial translation, which nobody has adopted: {count} texts of {of}.",
            unofficial,
        )
        yield line(message.format(sign=UNOFFICIAL, count=unofficial, of=len(texts)), NOTE, "unofficial")
    if other:
        if current() in LANGUAGES:
            message = ngettext(
                "{count} text of {of} is not in English and stands in another language.",
                "{count} texts of {of} are not in English and stand in another language.",
                other,
            )
        else:
            message = ngettext(
                "{count} text of {of} is in another language than this document.",
                "{count} texts of {of} are in another language than this document.",
                other,
            )
        yield line(message.format(count=other, of=len(texts)), NOTE, "untranslated")


@dataclass(frozen=True, slots=True)
class _Printer:
    plan: Plan
    options: PrintOptions
    archive: bool
    levels: Sequence[str]
    columns: Sequence[Column]
    counter: Counter

    def tables(self) -> Iterator[Table]:
        """Yield a table for each objective, or for a subject that has none."""
        for subject_id in self.plan.children():
            if not self._printed(subject_id):
                continue
            if self.plan.levels.is_top_hidden:
                yield self._table("", subject_id)
                continue
            objectives = [child for child in self.plan.children(subject_id) if self._printed(child)]
            for objective_id in objectives:
                yield self._table(subject_id, objective_id)
            if not objectives:
                yield self._table(subject_id, "")

    def _printed(self, item_id: str) -> bool:
        """Return whether an item is printed: because of its own place, or as the parent of one that is."""
        if self.plan.is_archived(item_id) is self.archive:
            return True
        return self.archive and any(self._printed(child) for child in self.plan.children(item_id))

    def _table(self, subject_id: str, objective_id: str) -> Table:
        subject, objective = (self._band(item_id) if item_id else () for item_id in (subject_id, objective_id))
        key = objective_id or subject_id
        above, below = ((line(label, LABEL, LABEL, Style.FAINT),) for label in self.levels)
        bands = ((*above, *subject), (*below, *objective)) if subject_id else ((*below, *objective),)
        band = Row(bands, key=f"{key}/band", spans=(1, 1) if subject_id else (len(self.columns),))
        heads = tuple((line(column.heading, LABEL, LABEL, Style.FAINT),) for column in self.columns)
        names = Row(heads, key=f"{key}/columns")
        rows = tuple(self._rows(subject_id, objective_id)) if objective_id else ()
        outline = tuple((cell[0].key, cell[0].text) for cell in (subject, objective) if cell)
        name = "; ".join(words for _id, words in outline)
        columns = tuple(column.name for column in self.columns)
        return Table(
            (band, names), rows, (), key, name, outline=outline, columns=columns, numbered=self.plan.has_dotted_numbers
        )

    def _band(self, item_id: str) -> tuple[Paragraph, ...]:
        node = self.plan.node(item_id)
        if node is None:
            return ()
        if self.plan.has_dotted_numbers:
            return (self._text(node, node.kind, item_id, self._dotted(item_id), Style.BOLD), *self._archived(node))
        own = ids.number_in(item_id)
        label = "" if not own or isinstance(node, Unreadable) else f"{node.number}. "
        if label and node.number != own:
            label += f"[{item_id}] "
        return (self._text(node, node.kind, item_id, label, Style.BOLD), *self._archived(node))

    def _rows(self, subject_id: str, objective_id: str) -> Iterator[Row]:
        """Yield the rows of the activities; what the levels above them have in a column is in the first row alone."""
        above = {"subject": self.plan.node(subject_id), "objective": self.plan.node(objective_id)}
        for place, row in enumerate(self._rows_below(objective_id)):
            if place:
                yield row
                continue
            cells = zip(self.columns, row.cells, strict=True)
            found = (self._value(column, above[column.of]) if column.of in above else cell for column, cell in cells)
            yield replace(row, cells=tuple(found))

    def _rows_below(self, objective_id: str) -> Iterator[Row]:
        objective = self.plan.node(objective_id)
        activities = [item_id for item_id in self.plan.walk(objective_id) if self._printed(item_id)]
        nodes = [node for activity in activities if (node := self.plan.node(activity)) is not None]
        beside = self._beside(objective, nodes)
        for node, actions in zip(self.counter.each(nodes), beside, strict=False):
            yield from self._rows_of(node, actions)
        rest = beside[len(nodes)] if len(beside) > len(nodes) else []
        own = self.plan.is_archived(objective_id) is self.archive
        entries = calendar_of(objective) if objective is not None and own else ()
        if rest or entries:
            row = Row(
                (self._actions(objective_id, rest), ()),
                f"{objective_id}/calendar",
                statuses=_statuses(entries),
                actors=self._actors_of((), entries),
            )
            yield from self._in_rows(row, None, objective_id, entries)

    def _beside(self, objective: Node | None, nodes: Sequence[Node]) -> list[list[Action]]:
        """Return which actions are printed in the row of which activity.

        Each is printed once, in order, and none after an activity that carries it out. Where the last list is one more
        than activities, it has the actions of an objective without activities.
        """
        if not isinstance(objective, Objective):
            return [[] for _node in nodes]
        own = self.plan.is_archived(objective.id) is self.archive
        carried = [set(node.actions) if isinstance(node, Activity) else set() for node in nodes]
        shown = [action for action in objective.actions if own or any(action.id in each for each in carried)]
        places, before = [], 0
        for action in shown:
            before = next((place for place, each in enumerate(carried) if action.id in each), before)
            places.append(before)
        for place in range(len(places) - 2, -1, -1):
            places[place] = min(places[place], places[place + 1])
        beside: list[list[Action]] = [[] for _place in range(max(len(nodes), 1))]
        for action, place in zip(shown, places, strict=True):
            beside[place].append(action)
        return beside

    def _in_rows(self, row: Row, node: Node | None, item_id: str, entries: Sequence[Entry]) -> Iterator[Row]:
        """Yield the row of an item, of which the cells of its actions and of its text are given.

        Where a column shows a field of entries, each of them has a row of its own.
        """
        actions, text = row.cells
        apart = any(column.of == "entry" for column in self.columns)
        groups = [(entry,) for entry in entries] if apart else [tuple(entries)]
        for place, group in enumerate(groups or [()]):
            cells: list[tuple[Paragraph, ...]] = []
            for column in self.columns:
                if (column.of, column.field) == (ids.ACTIVITY, "calendar"):
                    cells.append(self._entries(item_id, group))
                elif column.of == "entry":
                    cells.append(
                        tuple(paragraph for entry in group for paragraph in self._value(column, entry, item_id))
                    )
                elif place or node is None or column.of not in (ids.ACTIVITY, node.kind):
                    cells.append(())
                elif column.field in ("actions", "text"):
                    cells.append(actions if column.field == "actions" else text)
                else:
                    cells.append(self._value(column, node))
            yield replace(row, cells=tuple(cells), key=f"{row.key}/{group[0].id}" if place else row.key)

    def _value(self, column: Column, thing: Node | Entry | None, owner: str = "") -> tuple[Paragraph, ...]:
        """Return what an item, or an entry of the `owner`, has in a column."""
        if thing is None or isinstance(thing, Unreadable):
            return ()
        words = value_in(self.plan, column, thing)
        key = f"{owner}/{thing.id}" if owner else thing.id
        return (line(words, VALUE, f"{key}/.{column.name}"),) if words else ()

    def _rows_of(self, node: Node, actions: Sequence[Action]) -> Iterator[Row]:
        number = ids.number_in(node.id)
        label = f"{node.id} " if self.options.numbers else ""
        if not isinstance(node, Unreadable) and node.number != number:
            label = f"{node.number}. [{node.id}] "
        label = self._dotted(node.id) if self.plan.has_dotted_numbers else label
        own = self.plan.is_archived(node.id) is self.archive
        entries = calendar_of(node) if own else ()
        status = (str(node.status),) if isinstance(node, Activity) else ()
        named = named_by(self.plan, node)
        row = Row(
            (
                self._actions(ids.objective_of(node.id), actions),
                (self._text(node, node.kind, node.id, label), *self._archived(node)),
            ),
            node.id,
            statuses=tuple(dict.fromkeys((*status, *_statuses(entries)))),
            actors=self._actors_of(named, entries),
        )
        return self._in_rows(row, node, node.id, entries)

    def _dotted(self, item_id: str) -> str:
        name = f"[{item_id}] " if self.options.numbers else ""
        return f"{self.plan.printed_number(item_id)} {name}"

    def _actions(self, objective_id: str, actions: Sequence[Action]) -> tuple[Paragraph, ...]:
        return tuple(
            self._paragraph(action.text, action.source, False, ACTION, f"{objective_id}/{action.id}")
            for action in actions
        )

    def _entries(self, item_id: str, entries: Sequence[Entry]) -> tuple[Paragraph, ...]:
        shown = any((column.of, column.field) == ("entry", "date") for column in self.columns)
        made = []
        for entry in entries:
            date = "" if shown else date_unsaid(entry, self.plan.info.print_dates)
            is_open = self.plan.statuses.is_bold(entry.status)
            label = f"{date} – " if date else ""
            made.append(self._paragraph(entry.text, entry.source, is_open, ENTRY, f"{item_id}/{entry.id}", label))
        return tuple(made)

    def _actors_of(self, named: Sequence[str], entries: Sequence[Entry]) -> tuple[str, ...]:
        """Everybody whom an item and its entries name or ask, groups taken apart."""
        asked = [code for entry in entries for request in entry.all_requests for code in request.from_]
        codes = (*named, *(code for entry in entries for code in named_by(self.plan, entry)), *asked)
        return tuple(dict.fromkeys(member for code in dict.fromkeys(codes) for member in self.plan.members_of(code)))

    def _archived(self, node: Node) -> tuple[Paragraph, ...]:
        """Return why an item was archived; empty unless for internal use."""
        archived = None if isinstance(node, Unreadable) else node.archived
        if not (self.archive and self.options.internal and archived and archived.reason):
            return ()
        words = _("Archived: {reason}").format(reason=visible(archived.reason, lines=True))
        return (line(words, REASON, f"{node.id}/archived", Style.FAINT),)

    def _text(self, node: Node, kind: str, key: str, label: str, style: Style = Style.PLAIN) -> Paragraph:
        if isinstance(node, Unreadable):
            words = _("{id} cannot be read; the files say why: rcm check").format(id=node.id)
            return Paragraph((Run(words, style=Style.FAINT),), key, anchor=key, kind=kind)
        is_open = isinstance(node, Activity) and self.plan.statuses.is_bold(node.status)
        return self._paragraph(node.text, node.source, is_open, kind, key, label, style)

    def _paragraph(
        self,
        text: Text,
        source: Source | None,
        is_open: bool,
        kind: str,
        key: str,
        label: str = "",
        style: Style = Style.PLAIN,
    ) -> Paragraph:
        words, language = pick(text, current()), shown_language(text, current())
        runs = [Run(label, style=style)] if label else []
        strong: list[tuple[str, bool]] = [(words, is_open)]
        if self.options.emphasis is Emphasis.SOURCE and source is not None and source.emphasis is not None:
            strong = emphasised(words, source.emphasis) or strong
        runs += [Run(visible(phrase, lines=True), bold, style=style) for phrase, bold in strong if phrase]
        unofficial = is_unofficial(text, current())
        runs += [Run(f" {UNOFFICIAL}", style=Style.FAINT)] if unofficial else []
        other = language if language != current() else ""
        return Paragraph(tuple(runs), key, anchor=key, kind=kind, language=other, unofficial=unofficial)


def emphasised(words: str, emphasis: str) -> list[tuple[str, bool]] | None:
    """Return a text cut where the source's emphasis begins and ends; None where the emphasised words are gone."""
    if emphasis in ("all", "none"):
        return [(words, emphasis == "all")]
    before, found, after = words.partition(emphasis)
    return [(before, False), (found, True), (after, False)] if found else None


def _statuses(entries: Sequence[Entry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(entry.status) for entry in entries if entry.status))


__all__ = ["Emphasis", "PrintOptions", "Subject", "emphasised", "plan_document"]
