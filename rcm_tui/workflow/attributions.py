"""Who changed a text of a publication last: the records between two states, by what they changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rcm_tui.changes.items import ItemChange, change_set
from rcm_tui.history.log import records
from rcm_tui.i18n import _
from rcm_tui.reports.document import Revision
from rcm_tui.reports.names import record_meeting, record_meeting_name
from rcm_tui.reports.visible import visible
from rcm_tui.store import paths
from rcm_tui.workflow.plan_files import unrecorded, versions
from rcm_tui.workflow.trail import own_changes, unknown_author

if TYPE_CHECKING:
    from rcm_tui.history.log import Record
    from rcm_tui.workflow.compare import State
    from rcm_tui.workflow.view import PlanView


_MEMBERS = ("calendar", "actions")


class Attributions:
    """The newest record between two states that changed a text, found by its key: `HR-4.2`, `HR-4.2/kvt`.

    Of what other records than those of `meeting` changed, where one is named, a note says whose they are; where none
    is, each revision names its meeting. Reasons and who proposed a change are noted only if `internal`. `loose` are
    the paths that differ from the last record, where the later state is the files as they are.
    """

    def __init__(
        self,
        view: PlanView,
        before: State,
        after: State,
        loose: Sequence[str],
        *,
        internal: bool,
        meeting: str = "",
    ) -> None:
        self._plan = view.plan
        self._internal = internal
        self._meeting = meeting
        self._found: dict[str, Revision] = {}
        self._cut: Revision | None = None
        self._newest = Revision(_("not recorded"))
        for change in unrecorded(view, loose):
            self._note(change, self._newest)
        for number, (record, changes) in enumerate(_records(view, before, after)):
            revision = self._revision(record)
            if not number:
                self._newest = revision
            if record.is_cut:
                self._cut = Revision(unknown_author(), record.when)
            for change in changes:
                self._note(change, revision)

    def __call__(self, key: str) -> Revision:
        """Return who last changed the text of this key; where that is unknown, of the item that contains it."""
        owner = key
        while owner:
            if owner in self._found:
                return self._found[owner]
            owner = owner.rpartition("/")[0]
        return self._cut or Revision(self._newest.author, self._newest.when)

    def _note(self, change: ItemChange, revision: Revision) -> None:
        if not change.fields or change.former or change.before is None or change.after is None:
            self._found.setdefault(change.key, revision)
        for field in change.fields:
            inner = len(field.path) > 1 and field.path[0] in _MEMBERS
            self._found.setdefault(f"{change.key}/{field.path[1]}" if inner else change.key, revision)

    def _revision(self, record: Record) -> Revision:
        notes = []
        if self._meeting and record.meeting != self._meeting:
            notes.append(_("Not by this meeting: {meeting}").format(meeting=visible(record_meeting(record))))
        if self._internal:
            notes.append(visible(record.reason, lines=True))
            notes += [_("Proposed by {actor}").format(actor=visible(who)) for who in record.proposed_by]
        meeting = "" if self._meeting else visible(record_meeting_name(self._plan, record))
        return Revision(visible(record.author), record.when, "\n".join(filter(None, notes)), meeting)


def _records(view: PlanView, before: State, after: State) -> Iterator[tuple[Record, tuple[ItemChange, ...]]]:
    """Yield the records between two states with their changes, newest first. All contents are read at once."""
    if after.is_empty:
        return
    found = list(records(view.git, (paths.PLAN, paths.ARCHIVE), rev=after.commit or "HEAD", not_rev=before.commit))
    wanted = {blob for record in found for path in record.changes for blob in (path.old, path.new) if blob}
    blobs = view.git.blobs(wanted)
    for record in found:
        touched = [file for file in record.changes if file.path.endswith(paths.SUFFIX)]
        old = versions({file.path: blobs[file.old] for file in touched if file.old})
        new = versions({file.path: blobs[file.new] for file in touched if file.new})
        yield record, own_changes(view, record, change_set(old, new))
