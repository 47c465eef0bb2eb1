"""What the pages of a site are made from, to tell without making a page whether it would be as it is already.

While a page is made, the ids of all items that it reads are noted. A name for the contents of those, of their histories
and of what every page depends on is kept beside the page in the list of the site's files; as long as it is the same,
so is the page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rcm_tui
from rcm_tui.history.editions import editions
from rcm_tui.history.state import head_of
from rcm_tui.i18n import catalogue, current
from rcm_tui.model import ids
from rcm_tui.model.items import Item
from rcm_tui.store.paths import item_path
from rcm_tui.store.sealed import checksum
from rcm_tui.workflow.plan_files import places, unrecorded_paths
from rcm_tui.workflow.view import PlanView, Snapshot
from rcm_tui.workflow.whole_history import WholeHistory

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan

_LIBRARIES = ("jinja2", "markupsafe", "icalendar")
_MANY = 2_000
"""A page that reads more items than this is made again whatever changed."""
_SUFFIXES = (".py", ".mo", ".j2", ".css", ".js")


class NotedItems(dict[str, Item]):
    """The items of a plan, which note what a page reads of them: single items, or all of them.

    Which items there are is not noted: every page depends on that.
    """

    def __init__(self, items: Mapping[str, Item]) -> None:
        super().__init__(items)
        self.read: set[str] = set()
        self.is_all_read = False

    def __getitem__(self, key: str) -> Item:
        self.read.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        """Return an item, or the default."""
        self.read.add(key)
        return super().get(key, default)

    def values(self) -> Any:
        """Return all items."""
        self.is_all_read = True
        return super().values()

    def items(self) -> Any:
        """Return all ids and items."""
        self.is_all_read = True
        return super().items()


class NotingSnapshot(Snapshot):
    """A snapshot that notes whose files are read."""

    def __init__(self, view: PlanView, plan: Plan, items: NotedItems) -> None:
        super().__init__(view.root, plan, view.files, view.chosen_day, view.git)
        self._items = items

    def read_bytes(self, path: str) -> bytes:
        """Read a file as it is on disk now. Raises RcmError where that fails."""
        self._items.read.add(Path(path).stem)
        return super().read_bytes(path)


class Sources:
    """What the pages of one site are made from."""

    def __init__(self, view: Snapshot, items: NotedItems, whole: WholeHistory, frame: Sequence[object]) -> None:
        """Take what every page depends on as `frame`: anything whose `repr` tells whether it is the same."""
        self._view, self._items, self._whole = view, items, whole
        plan = view.plan
        self._outline = [(item_id, plan.printed_number(item_id), plan.is_archived(item_id)) for item_id in plan.walk()]
        # Made here, and kept by the plan: no page is noted for having read all items because it was the first to ask.
        self._names = [sorted(names.items()) for names in (plan.formerly, plan.by_number, plan.printed_names)]
        self._names.append([("", plan.hidden_top)])
        words = catalogue()
        spoken = sorted(words.words.items()) + sorted(words.dates.items()) if words is not None else ()
        self._frame = (_program(), current(), spoken, view.root.name, view.day, view.chosen_day, *frame)
        items.read, items.is_all_read = set(), False

    @cached_property
    def _blobs(self) -> Mapping[str, str]:
        return self._view.files.blobs() if self._view.files is not None else {}

    @cached_property
    def is_known(self) -> bool:
        """Whether it is known what pages are made from: not where a file could not be read."""
        return bool(self._blobs) and not self._view.plan.unreadable and self._outline != []

    @cached_property
    def everything(self) -> str:
        """A name for everything there is; empty where that is not known."""
        if not self.is_known:
            return ""
        git = self._view.git
        refs = [(edition.tag, edition.tag_object, edition.commit) for edition in editions(git)]
        head = (head_of(git).commit, sorted(git.boundary), refs, unrecorded_paths(self._view))
        return _digest(self._frame, head, sorted(self._blobs.items()))

    @cached_property
    def _shared(self) -> str:
        """A name for what every page of an item or of a meeting depends on: all but the items and newer records.

        The order of records can change where histories are joined, so that counts too.
        """
        git = self._view.git
        items = {item_path(item_id, archived=archived) for item_id, _number, archived in self._outline}
        others = sorted((path, blob) for path, blob in self._blobs.items() if path not in items)
        refs = [(edition.tag, edition.tag_object, edition.commit) for edition in editions(git)]
        shape = self._whole.shape
        return _digest(self._frame, self._outline, self._names, others, refs, sorted(git.boundary), shape)

    def of(self, read: Iterable[str], named: str = "") -> str:
        """Return a name for these items and their histories, and the records that name some words; then their ids.

        Return the name for everything where these are not enough to know what a page depends on.
        """
        if not self.is_known or self._whole.is_settled or self._items.is_all_read:
            return self.everything
        here = sorted(item_id for item_id in set(read) if ids.is_id(item_id))
        if len(here) > _MANY:
            return self.everything
        naming = [record.commit for record in self._whole.records(self._whole.tips, naming=named)] if named else ()
        return " ".join((_digest(self._shared, naming, [self._of_item(item_id) for item_id in here]), *here))

    def _of_item(self, item_id: str) -> tuple[object, ...]:
        paths = places(item_id)
        blobs = tuple(self._blobs.get(path, "") for path in paths)
        return (*blobs, *(record.commit for path in paths for record in self._whole.touching.get(path, ())))

    def note(self, read: Iterable[str]) -> None:
        """Note that items are read, or their histories."""
        self._items.read.update(read)

    @contextmanager
    def noting(self) -> Iterator[set[str]]:
        """Note which items are read in the block, in the set that it is given."""
        self._items.read, self._items.is_all_read = set(), False
        yield self._items.read


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _program() -> str:
    """Return a name for this program, and for the libraries that write pages."""
    package = Path(rcm_tui.__file__).parent
    folders = [str(found.relative_to(package)) for found in package.rglob("*") if found.is_dir()]
    return f"{rcm_tui.__version__} {checksum(('.', *folders), _SUFFIXES):08x} {[*map(version, _LIBRARIES)]}"
