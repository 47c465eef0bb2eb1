"""Who made each change between two editions, for the authors and dates of a redline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rcm_tui.changes.items import ItemChange, change_set
from rcm_tui.i18n import _
from rcm_tui.reports.document import Revision
from rcm_tui.reports.visible import visible
from rcm_tui.store import paths

if TYPE_CHECKING:
    from rcm_tui.history.log import Record
    from rcm_tui.workflow.compare import State
    from rcm_tui.workflow.view import PlanView

_MEMBERS = ("calendar", "actions")


class Attributions:
    """The newest record between two states that changed a text, found by its key: `HR-4.2`, `HR-4.2/kvt`."""

    def __init__(self, view: PlanView, before: State, after: State, *, internal: bool) -> None:
        self._internal = internal
        self._found: dict[str, Revision] = {}
        self._newest = Revision(_("not recorded"))
        if after.is_now:
            from rcm_tui.workflow.external_edits import unrecorded

            for change in unrecorded(view):
                self._note(change, self._newest)
        for number, (record, changes) in enumerate(_records(view, before, after)):
            revision = self._revision(record)
            if not number:
                self._newest = revision
            for change in changes:
                self._note(change, revision)

    def __call__(self, key: str) -> Revision:
        """Who changed the text of this key last; where that is not known of it, of the item that it stands in."""
        owner = key
        while owner:
            if owner in self._found:
                return self._found[owner]
            owner = owner.rpartition("/")[0]
        return Revision(self._newest.author, self._newest.when)

    def _note(self, change: ItemChange, revision: Revision) -> None:
        if not change.fields or change.former or change.before is None or change.after is None:
            self._found.setdefault(change.key, revision)
        for field in change.fields:
            inner = len(field.path) > 1 and field.path[0] in _MEMBERS
            self._found.setdefault(f"{change.key}/{field.path[1]}" if inner else change.key, revision)

    def _revision(self, record: Record) -> Revision:
        note = ""
        if self._internal:
            asked = [_("Proposed by {actor}").format(actor=visible(who)) for who in record.proposed_by]
            note = "\n".join((*filter(None, (visible(record.reason, lines=True),)), *asked))
        return Revision(visible(record.author), record.when, note)


def _records(view: PlanView, before: State, after: State) -> Iterator[tuple[Record, tuple[ItemChange, ...]]]:
    """The records between two states, newest first, with what each did to the items. All contents are read at once."""
    from rcm_tui.history.log import records
    from rcm_tui.workflow.compare import versions

    if after.is_empty:
        return
    found = list(records(view.git, (paths.PLAN, paths.ARCHIVE), rev=after.commit or "HEAD", not_rev=before.commit))
    wanted = {blob for one in found for path in one.changes for blob in (path.old, path.new) if blob}
    blobs = view.git.blobs(wanted)
    for record in found:
        touched = [one for one in record.changes if one.path.endswith(paths.SUFFIX)]
        old = versions({one.path: blobs[one.old] for one in touched if one.old})
        new = versions({one.path: blobs[one.new] for one in touched if one.new})
        yield record, change_set(old, new)
