"""The index of a site's search, which needs no server."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from rcm_tui.model.plan import Plan, texts_of
from rcm_tui.reports.names import date_words, localized, meeting_name, number_of
from rcm_tui.reports.page import status_of_item
from rcm_tui.reports.styles import status_word
from rcm_tui.reports.visible import one_line


def search_index(plan: Plan, places: Mapping[str, str], countries: Iterable[str]) -> bytes:
    """Return the index as a script that says for each page its title, its path and its words."""
    entries = [[title, path, words] for title, path, words in _indexed(plan, places, countries)]
    return f"window.rcmIndex = {json.dumps(entries, ensure_ascii=False, separators=(',', ':'))};\n".encode()


def _indexed(plan: Plan, places: Mapping[str, str], countries: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    for item_id in plan.walk():
        item = plan.items.get(item_id)
        texts = [words for part in texts_of(item) for words in part.text.values()] if item is not None else []
        status = status_of_item(plan, item_id)
        number = number_of(plan, item) if item is not None else ""
        title = "  ".join(filter(None, (item_id, number, status_word(status) if status else "")))
        yield title, places[item_id], one_line(" ".join(texts))
    for meeting in plan.meetings_in_order():
        texts = [words for agreement in meeting.agreements for words in agreement.text.values()]
        words = " ".join([meeting.place or "", date_words(meeting.dates), *texts])
        yield meeting_name(plan, meeting.id), places[meeting.id], one_line(words)
    for code in countries:
        words = " ".join(plan.actors[code].name.values())
        yield localized(plan.actors[code].name) or code, places[f"country/{code}"], f"{code} {words}"
