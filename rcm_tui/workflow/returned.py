"""Read a publication that came back edited, against the same publication made again."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from rcm_tui.history.editions import editions
from rcm_tui.i18n import _, using
from rcm_tui.libraries import need
from rcm_tui.model.errors import BadValue
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.proposals import UNMARKED, ProposalKind
from rcm_tui.model.texts import single_spaced
from rcm_tui.office.package import Refused, open_package
from rcm_tui.office.tracked import read_tracked
from rcm_tui.reports.flat import Line, flat, path_of
from rcm_tui.reports.heading import (
    AT_PROPERTY,
    BASE_PROPERTY,
    KIND_PROPERTY,
    LANGUAGE_PROPERTY,
    OPTIONS_PROPERTY,
    UNRECORDED_PROPERTY,
)
from rcm_tui.reports.plan_table import Emphasis, PrintOptions, plan_document
from rcm_tui.reports.sheets import Sheet, key_of, sheets
from rcm_tui.reports.writers.xlsx import KEY
from rcm_tui.workflow.compare import State, resolve_state
from rcm_tui.workflow.edition_context import PublishedState, with_context
from rcm_tui.workflow.publish import ARCHIVE, DATA, PLAN
from rcm_tui.workflow.returned_docx import Found, differences

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.view import PlanView


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back: the state that it was made from, its language, what was changed, and what else to say."""

    base: PublishedState
    language: str
    found: tuple[Found, ...]
    notes: tuple[str, ...] = ()


def is_ours(content: bytes) -> bool:
    """Return whether a file says which commit of a plan it was made from. Raises Refused for an unsafe office file."""
    return content.startswith(b"PK") and bool(open_package(content).custom.get(BASE_PROPERTY))


def read_returned(view: PlanView, content: bytes, base: str | None = None) -> Returned:
    """Return what was changed in a docx or xlsx since it was published.

    `base` names the state that it was made from, where the file does not say it any more. Raises Refused for an unsafe
    or damaged file, BadValue for one that cannot be compared.
    """
    package = open_package(content)
    properties = package.custom
    what = properties.get(KIND_PROPERTY) or (DATA if package.kind == "xlsx" else PLAN)
    if what not in (PLAN, ARCHIVE, DATA) or package.kind not in ("docx", "xlsx"):
        raise BadValue(
            _("Changes are read from the plan as docx and from its data as xlsx; this is: {what}").format(
                what=f"{what}, {package.kind}"
            )
        )
    state = with_context(view, _state(view, properties, base))
    language = properties.get(LANGUAGE_PROPERTY) or state.plan.info.first_language
    with using(language):
        if package.kind == "docx":
            options = _options(properties.get(OPTIONS_PROPERTY, "").split())
            document = plan_document(state.plan, state.context, options, archive=what == ARCHIVE)
            found = differences(document, read_tracked(package), state.plan.statuses.dropped)
        else:
            found = list(_cells(state, content))
    notes = []
    if properties.get(UNRECORDED_PROPERTY):
        notes.append(
            _("The file was made from edits that were not recorded; these are listed as if the delegation made them.")
        )
    return Returned(state, language, tuple(_in_language(state, language, each) for each in found), tuple(notes))


def _options(words: Sequence[str]) -> PrintOptions:
    """Return how a file was printed, by what it says."""
    numbers = True if "numbers" in words else False if "no-numbers" in words else None
    emphasis = Emphasis.SOURCE if "source" in words else Emphasis.STATUS
    return PrintOptions(emphasis=emphasis, internal="internal" in words, numbers=numbers)


def _state(view: PlanView, properties: Mapping[str, str], base: str | None) -> State:
    """Return the state that a file was made from."""
    commit = properties.get(BASE_PROPERTY, "")
    if base is not None:
        return resolve_state(view, base)
    if not commit:
        raise BadValue(_("The file does not say what it was made from; name its edition with --base MEETING."))
    if view.git.resolve(commit) is None:
        raise BadValue(
            _(
                "The file was made from {commit}, which is not in this repository: fetch the records of the others "
                "(rcm sync), or name its edition with --base MEETING."
            ).format(commit=commit[:12])
        )
    at = properties.get(AT_PROPERTY, "")
    edition = next(
        (edition for edition in editions(view.git) if edition.meeting == at and edition.commit == commit), None
    )
    return State(at if edition else commit[:12], commit, at if edition else None)


def _in_language(state: PublishedState, language: str, found: Found) -> Found:
    """Return what was found with the language of its text in its path: the one that was printed."""
    if not found.path.endswith(("text", "title")):
        return found
    item = state.plan.items.get(found.item)
    if item is None:
        return found
    text: Mapping[str, str] = item.text
    name, _dot, rest = found.path.partition(".")
    if rest:
        members = getattr(item, name)
        member = next((each for each in members if rest.startswith(each.id + ".")), None)
        text = member.text if member is not None else {}
    code = language if text.get(language) or not text else next(iter(text))
    return Found(
        found.kind, found.item, f"{found.path}.{code}", found.after, found.author, found.marking, found.printed
    )


# --- workbooks


def _cells(state: PublishedState, content: bytes) -> Iterator[Found]:
    """Yield what differs in the cells of a workbook; nothing is marked in it."""
    openpyxl = need("openpyxl", "xlsx")
    try:
        book = openpyxl.load_workbook(io.BytesIO(content))
    except (ValueError, KeyError, OSError, TypeError, AttributeError) as error:
        raise Refused(_("The file is damaged: {name} cannot be read.").format(name="xlsx")) from error
    rows = flat(state.plan, state.day.date)
    lines = {key_of(line): line for line in (*rows.items, *rows.calendar)}
    columns = {0: rows.item_columns, 1: rows.calendar_columns}
    for number, sheet in enumerate(sheets(rows, state.plan, state.day.date, Emphasis.STATUS)):
        if sheet.title in book.sheetnames:
            yield from _Sheet(state.plan, sheet, columns.get(number, ()), lines).differences(book[sheet.title])


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet as it was made. `columns` are those of the flat rows, empty for a sheet that is not of items."""

    plan: Plan
    made: Sheet
    columns: Sequence[str]
    lines: Mapping[str, Line]

    def differences(self, returned: Any) -> Iterator[Found]:
        """Yield what differs in the sheet that came back; rows are known by their keys, in whatever order they are."""
        head, *rows = returned.iter_rows()
        # A draft says so in its first head.
        heads = {_words(cell.value).rpartition(" – ")[2]: place for place, cell in enumerate(head)}
        seen: set[str] = set()
        for row in rows:
            cells = {name: row[place] for name, place in heads.items() if name and place < len(row)}
            values = {name: _words(cell.value) for name, cell in cells.items()}
            key = values.pop(KEY, "") or self._key_of(values)
            if key not in self.made.keys or key in seen:
                if any(values.values()):
                    yield self._new(values)
                continue
            seen.add(key)
            yield from self._row(key, cells)
        for key, row in zip(self.made.keys, self.made.rows, strict=True):
            if key not in seen:
                words = _words(row[self.made.texts[0]]) if self.made.texts else key
                kind = ProposalKind.DELETE if self.columns else ProposalKind.ELSEWHERE
                yield Found(kind, *self._place_of(key), "", "", UNMARKED, words)

    def _key_of(self, values: Mapping[str, str]) -> str:
        """Return the key of a row whose hidden cell is gone, by its visible ids."""
        ids_shown = [values.get(self.made.heads[place], "") for place, name in enumerate(self.columns) if name in _IDS]
        return "/".join(filter(None, ids_shown))

    def _place_of(self, key: str) -> tuple[str, str]:
        """Return the item and the path that a row is of."""
        item, _slash, member = key.partition("/")
        if not self.columns:
            return "", ""
        return item, f"{'calendar' if 'entry' in self.columns else 'actions'}.{member}" if member else ""

    def _row(self, key: str, cells: Mapping[str, Any]) -> Iterator[Found]:
        item, where = self._place_of(key)
        made = self.made.rows[self.made.keys.index(key)]
        for place, head in enumerate(self.made.heads):
            cell = cells.get(head)
            if cell is None:
                continue
            if cell.comment is not None:
                author = " ".join((cell.comment.author or "").split())
                yield Found(ProposalKind.COMMENT, item, where, (cell.comment.text or "").strip(), author or "?")
            before, after = _words(made[place]), _words(cell.value)
            if single_spaced(before) == single_spaced(after):
                continue
            path = self._path_of(key, place)
            if path is None:
                yield Found(ProposalKind.ELSEWHERE, item, where, f"{head}: {after}", "", UNMARKED, f"{head}: {before}")
                continue
            kind = ProposalKind.TEXT if path[-1] in ("text", "title") else ProposalKind.FIELD
            yield Found(kind, item, ".".join(filter(None, (where, *path))), after, "", UNMARKED, before)

    def _path_of(self, key: str, place: int) -> tuple[str, ...] | None:
        """Return the path of the field that a column shows of a row; None where it shows none."""
        if not self.columns:
            return None
        kind = "entry" if "entry" in self.columns else str(self.lines[key].values.get("kind"))
        return path_of(self.plan, kind, self.columns[place])

    def _new(self, values: Mapping[str, str]) -> Found:
        """Return what a row that was not there adds: an entry, an action or an activity."""
        by_column = {name: values.get(self.made.heads[place], "") for place, name in enumerate(self.columns)}
        words = by_column.get("text", "")
        if not words:
            text = ", ".join(f"{name}: {value}" for name, value in values.items() if value)
            return Found(ProposalKind.ELSEWHERE, "", "", text, "", UNMARKED)
        if "entry" in self.columns:
            item = by_column.get("id") or by_column.get("objective") or ""
            return Found(ProposalKind.NEW, item, "calendar", words, "", UNMARKED)
        return Found(ProposalKind.NEW, by_column.get("objective", ""), "", words, "", UNMARKED)


_IDS = ("id", "entry")


def _words(value: object) -> str:
    """Return the value of a cell as text; dates and numbers as they are written in a plan."""
    if isinstance(value, tuple):
        return "".join(str(text) for text, _strong in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value).strip()
