"""Items and calendar entries as one CSV file (RFC 4180, UTF-8 with a mark that spreadsheets know it by)."""

from __future__ import annotations

import csv as _csv
import io
from itertools import chain
from typing import Any

from rcm_tui.reports.flat import Flat
from rcm_tui.reports.heading import EditionContext, draft_words

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv(rows: Flat, _plan: object = None, context: EditionContext | None = None, *_rest: object) -> bytes:
    """Return every item, then every calendar entry (`kind` is `entry`), with the columns of both.

    A draft says so in a last column.

    A text that a spreadsheet would take for a formula has an apostrophe before it, which a spreadsheet shows as text.
    """
    of_items = rows.item_columns
    columns = tuple(dict.fromkeys((*of_items[:2], "entry", *of_items[2:], *rows.calendar_columns)))
    draft = draft_words(context) if context is not None else ""
    marking = (draft,) if draft else ()
    written = io.StringIO(newline="")
    writer = _csv.writer(written, lineterminator="\r\n")
    writer.writerow((*columns, *(("draft",) if draft else ())))
    entries = (line.values | {"kind": "entry"} for line in rows.calendar)
    for values in chain((line.values for line in rows.items), entries):
        found = map(values.get, columns)
        writer.writerow([None if value is None else _cell(value) for value in found] + [*marking])
    return written.getvalue().encode("utf-8-sig", "replace")


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
