"""What reports ask of every item, in a form that is decoded in half the time of whole items.

A cache keeps a column of these beside the items of a batch, and their texts in a column for each language. A text is
looked up when it is read: most are never shown, and of the others one language is.
"""

from __future__ import annotations

from abc import ABCMeta
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

from rcm_tui.model import ids
from rcm_tui.model.entries import Entry, Funding, Request, Source
from rcm_tui.model.items import Activity, Item
from rcm_tui.model.texts import Text, UnofficialText


class TextColumns:
    """The texts of a batch of items in each language: all joined, and the length of each.

    `read` decodes the column of a language. It is kept from then on: texts are shown in another order than they are in.
    """

    __slots__ = ("_kept", "_read", "languages")

    def __init__(self, languages: Sequence[str], read: Callable[[str], tuple[str, Sequence[int]]]) -> None:
        self.languages = languages
        self._read = read
        self._kept: dict[str, tuple[str, Sequence[int]]] = {}

    def words(self, language: str, place: int) -> str:
        """Return a text in one of the languages."""
        kept = self._kept.get(language)
        if kept is None:
            from array import array  # Only what shows texts of columns needs it.

            joined, lengths = self._read(language)
            kept = self._kept[language] = joined, array("I", accumulate(lengths, initial=0))
        joined, starts = kept
        return joined[starts[place] : starts[place + 1]]


class ColumnText(Mapping[str, str]):
    """A text in the columns of its batch."""

    __slots__ = ("_columns", "_place")

    def __init__(self, columns: TextColumns, place: int) -> None:
        self._columns = columns
        self._place = place

    def __getitem__(self, language: str) -> str:
        if language not in self._columns.languages:
            raise KeyError(language)
        return self._columns.words(language, self._place)

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns.languages)

    def __len__(self) -> int:
        return len(self._columns.languages)

    def __reduce__(self) -> tuple[type[dict[str, str]], tuple[dict[str, str]]]:
        return dict, (dict(self),)


if TYPE_CHECKING:
    StoredText = Text
    StoredRequest = Request
else:
    # They stand for a text and a request where a column is decoded: what decodes it makes these of what was stored.
    StoredText = ABCMeta("StoredText", (), {})
    StoredText.register(ColumnText)
    StoredText.register(dict)
    StoredRequest = ABCMeta("StoredRequest", (), {})
    StoredRequest.register(Request)


class BriefEntry(NamedTuple):
    """What reports ask of a calendar entry."""

    id: str
    text: StoredText
    date: str | None
    status: str | None
    meeting: str | None
    event: str | None
    responsible: tuple[str, ...]
    actors: Mapping[str, str]
    all_requests: tuple[StoredRequest, ...]
    funding: Funding | None
    source: Source | None
    own: Mapping[str, Any]

    def name_of(self, request: Request) -> str:
        """Return what names a request within its item: its own id, or that of the entry."""
        return request.id or self.id


class Brief(NamedTuple):
    """What reports ask of an item. Objectives have no status, subjects nothing but a text."""

    id: str
    text: StoredText
    status: str
    due: str | None
    priority: str | int | None
    funding: Funding | None
    source: Source | None
    responsible: tuple[str, ...]
    actors: Mapping[str, str]
    own: Mapping[str, Any]
    calendar: tuple[BriefEntry, ...]

    @property
    def kind(self) -> str:
        """Its kind, by the form of its id."""
        return ids.kind_of(self.id)

    @property
    def named(self) -> tuple[str, ...]:
        """The actors that it names itself: who is responsible, and who has a role in it."""
        return tuple(dict.fromkeys((*self.responsible, *self.actors)))


def brief_of(
    item: Item,
    keep: Callable[[Text], Any] = lambda text: text,
    pack: Callable[[Request], Any] = lambda request: request,
) -> Brief:
    """Return what reports ask of an item; `keep` and `pack` return what stands for a text and for a request."""

    def known(name: str, default: Any = None) -> Any:
        return getattr(item, name, default)

    return Brief(
        item.id,
        keep(item.text),
        known("status", ""),
        known("due"),
        known("priority"),
        known("funding"),
        _emphasis(known("source")),
        known("responsible", ()),
        known("actors", {}),
        item.own,
        tuple([_entry(entry, keep, pack) for entry in known("calendar", ())]),
    )


def _entry(entry: Entry, keep: Callable[[Text], Any], pack: Callable[[Request], Any]) -> BriefEntry:
    return BriefEntry(
        entry.id,
        keep(entry.text),
        entry.date,
        entry.status,
        entry.meeting,
        entry.event,
        entry.responsible,
        entry.actors,
        tuple([pack(request) for request in entry.all_requests]),
        entry.funding,
        _emphasis(entry.source),
        entry.own,
    )


def _emphasis(source: Source | None) -> Source | None:
    """Return how a source printed a text, without where it stands."""
    if source is None or source.emphasis is None:
        return None
    return Source(document="", emphasis=source.emphasis)


def is_activity(item: object) -> TypeGuard[Activity | Brief]:
    """Return whether an item, or what reports ask of it, is an activity."""
    return ids.kind_of(item.id) in ids.ACTIVITIES if isinstance(item, Brief) else isinstance(item, Activity)


class TextKeeper:
    """Puts texts into columns: those that have the same languages, in the same order, as the first one."""

    def __init__(self) -> None:
        self.languages: tuple[str, ...] = ()
        self._texts: list[Text] = []

    def keep(self, text: Text) -> int | tuple[Text, tuple[str, ...]]:
        """Return the place of a text, or the text itself and the languages in which it is unofficial."""
        languages = tuple(text)
        self.languages = self.languages or languages
        if languages != self.languages or isinstance(text, UnofficialText):
            return text, text.draft if isinstance(text, UnofficialText) else ()
        self._texts.append(text)
        return len(self._texts) - 1

    def columns(self) -> dict[str, tuple[str, list[int]]]:
        """Return the texts in each language, joined, and the length of each."""
        return {
            language: ("".join(words), [*map(len, words)])
            for language in self.languages
            for words in ([text[language] for text in self._texts],)
        }
