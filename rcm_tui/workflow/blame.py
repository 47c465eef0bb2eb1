"""Find the record that last set each field of a file, and for a text each word of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rcm_tui.changes.fields import ORDER, leaves
from rcm_tui.changes.items import ChangeKind
from rcm_tui.changes.words import Fragment, origins
from rcm_tui.history.recorded import recorded_bytes
from rcm_tui.i18n import _, current
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import MISSING, Path, Value, format_path, get, same
from rcm_tui.workflow.plan_files import data_now, places, versions
from rcm_tui.workflow.trail import Step, item_history

if TYPE_CHECKING:
    from rcm_tui.history.log import Record
    from rcm_tui.workflow.view import PlanView


@dataclass(frozen=True, slots=True)
class FieldBlame:
    """One field of a file, with what it holds, and the step that last set it; None where no record has it yet."""

    path: Path
    value: Value
    step: Step | None

    @property
    def record(self) -> Record | None:
        """The record that last set it."""
        return self.step.record if self.step is not None else None


@dataclass(frozen=True, slots=True)
class MemberBlame:
    """A calendar entry, action or agreement: who put it in, and who last set anything in it."""

    path: Path
    added: Step | None
    last: Step | None


@dataclass(frozen=True, slots=True)
class Blame:
    """The origin of everything in a file as it is now, in the order of the file."""

    key: str
    fields: tuple[FieldBlame, ...]
    members: tuple[MemberBlame, ...]
    steps: tuple[Step, ...]
    """The life of the file, newest first."""

    def of(self, path: Path) -> FieldBlame | None:
        """Return the blame of one field, or None where the file has no such field."""
        return next((field_blame for field_blame in self.fields if field_blame.path == path), None)

    def member(self, path: Path) -> MemberBlame | None:
        """Return the blame of one list member (`("calendar", "kvt")`), or None."""
        return next((member_blame for member_blame in self.members if member_blame.path == path), None)


Leaves = Mapping[Path, Value]


@dataclass
class _Owners:
    """The step that owns each field, while the records of a file are followed from the oldest."""

    leaves: Leaves = field(default_factory=dict)
    last: dict[Path, Step] = field(default_factory=dict)
    added: dict[Path, Step] = field(default_factory=dict)
    set_to: dict[Path, list[tuple[Value, Step]]] = field(default_factory=dict)
    """Every value that each field was ever set to, oldest first."""
    ever_added: dict[Path, Step] = field(default_factory=dict)

    def take(self, step: Step) -> None:
        """Take the next step into account."""
        after = step.change.after.data if step.change.after is not None else None
        if after is None:
            return  # Gone, or unreadable: the record that restores it unchanged sets nothing.
        new = dict(leaves(after))
        if step.record.is_cut:  # Who set any of it is not known.
            self.leaves, self.last = new, dict.fromkeys(new, step)
            self.added = dict.fromkeys(_members(new), step)
            return
        old = self._before(step, new)
        for path, value in new.items():
            if path not in old or not same(old[path], value):
                self.last[path] = step
                self.set_to.setdefault(path, []).append((value, step))
        for change in step.change.fields:
            if change.is_reordered:
                self.last[change.path] = step
        self.last = {path: setter for path, setter in self.last.items() if path in new or path[-1] == ORDER}
        members = set(_members(new))
        for path in members:
            if path not in self.added:
                self.added[path] = self.ever_added.setdefault(path, step)
        self.added = {path: setter for path, setter in self.added.items() if path in members}
        self.leaves = new

    def reconcile(self, recorded: Leaves) -> None:
        """Let each field belong to the last record that set it to what is recorded.

        Records of two clones come in the order of their time, but a merge may take the value of the earlier one.
        """
        for path, value in recorded.items():
            found = [step for known, step in self.set_to.get(path, ()) if same(known, value)]
            if found and (path not in self.last or not same(self.set_to[path][-1][0], value)):
                self.last[path] = found[-1]
        for path in _members(recorded):
            if path not in self.added and path in self.ever_added:
                self.added[path] = self.ever_added[path]
        self.leaves = recorded

    def _before(self, step: Step, new: Leaves) -> Leaves:
        """Return the owners before a step: those known of an item that is put back, none for a new one."""
        before = step.change.before
        if before is not None:
            return dict(leaves(before.data)) if before.data is not None else self.leaves
        put_back = step.record.undoes or step.record.redoes or _same_text(self.leaves, new)
        return self.leaves if step.change.what is ChangeKind.ADDED and put_back else {}


def _same_text(leaves: Leaves, other: Leaves) -> bool:
    texts = [(path, value) for path, value in leaves.items() if path[0] in ("text", "title")]
    return bool(texts) and all(same(other.get(path, MISSING), value) for path, value in texts)


def _members(found: Leaves) -> Iterator[Path]:
    """Find the paths of list members: each has an `id`, two or more levels down."""
    for path in found:
        if path[-1] == "id" and len(path) > 2:
            yield path[:-1]


def blame(view: PlanView, key: str) -> Blame:
    """Find the record that last set every field and every calendar entry of a file.

    Follows the item through archiving, restoring and new ids. Raises BadValue where the item has no file that can be
    read now, and no record either.
    """
    steps = item_history(view, key)
    owners = _Owners()
    for step in reversed(steps):
        owners.take(step)
    for version in versions(recorded_bytes(view.git, places(key))).values():
        if version.data is not None:
            owners.reconcile(dict(leaves(version.data)))
    now = data_now(view, key)
    standing = dict(leaves(now)) if now is not None else owners.leaves
    if not standing:
        raise BadValue(
            _("Nothing is known about {item}: it is in no record, and its file cannot be read.").format(item=key)
        )
    recorded = owners.leaves
    order = {id(step): place for place, step in enumerate(steps)}

    def owner(path: Path) -> Step | None:
        is_recorded = path in recorded and same(recorded[path], standing[path])
        return owners.last.get(path) if is_recorded else None

    fields = tuple(FieldBlame(path, value, owner(path)) for path, value in standing.items())
    below: dict[Path, list[Step | None]] = {}
    for field_blame in fields:
        for depth in range(2, len(field_blame.path)):
            below.setdefault(field_blame.path[:depth], []).append(field_blame.step)
    members = tuple(
        MemberBlame(path, owners.added.get(path), _newest(below[path], order)) for path in _members(standing)
    )
    return Blame(key, fields, members, steps)


def _newest(found: Sequence[Step | None], order: Mapping[int, int]) -> Step | None:
    """Pick the newest step; None, for what is not recorded yet, is newer than all."""
    if None in found:
        return None
    return min((step for step in found if step is not None), key=lambda step: order[id(step)], default=None)


def blame_words(view: PlanView, key: str, path: Path) -> tuple[Path, tuple[Fragment[Step | None], ...]]:
    """Find the step that added each word of a text; None for words that are not recorded yet.

    `path` names the text (`text.en`, `calendar.kvt.text.es`), or the map of its languages, of which the one in use is
    taken. Gives the path that was meant. Raises BadValue where no text stands there.
    """
    now = data_now(view, key)
    path = _text_path(now, path) if now is not None else path
    versions: list[tuple[Step | None, str]] = []
    for step in reversed(item_history(view, key)):
        after = step.change.after
        text = get(after.data, path) if after is not None and after.data is not None else MISSING
        if isinstance(text, str) and (not versions or versions[-1][1] != text):
            versions.append((step, text))
    text = get(now, path) if now is not None else MISSING
    if isinstance(text, str) and (not versions or versions[-1][1] != text):
        versions.append((None, text))
    if not versions or not isinstance(text, str):
        raise BadValue(_("{item} has no text {field}.").format(item=key, field=format_path(path)))
    return path, origins(versions)


def _text_path(data: Mapping[str, Value], path: Path) -> Path:
    value = get(data, path)
    if isinstance(value, Mapping) and value:
        language = current() if isinstance(value.get(current()), str) else next(iter(value))
        return (*path, str(language))
    return path
