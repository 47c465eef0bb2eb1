"""What came from the remote: check its files, audit its records, and join it with ours.

It is apart from `sync` as most synchronising finds nothing new, and does without what this needs to import.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rcm_tui.changes.corrections import is_correction
from rcm_tui.changes.items import MEETING, key_of
from rcm_tui.changes.questions import Answer, is_put_below
from rcm_tui.history import message as keys
from rcm_tui.history.audit.contents import plain
from rcm_tui.history.audit.findings import FINDING, Finding
from rcm_tui.history.audit.ledger import Ledger
from rcm_tui.history.audit.walk import walk
from rcm_tui.history.editions import editions
from rcm_tui.history.git import PLAN_FOLDERS
from rcm_tui.history.joining import Came, Joined, coming, joining
from rcm_tui.history.log import Record, records
from rcm_tui.history.remote import closed_meetings
from rcm_tui.history.trees import REGULAR, Entry, is_plan_file
from rcm_tui.i18n import N_, _, translator
from rcm_tui.model import ids
from rcm_tui.model.errors import RcmError
from rcm_tui.store import paths
from rcm_tui.workflow.sync_state import load, matching, note_open

if TYPE_CHECKING:
    from rcm_tui.history.git import Git
    from rcm_tui.workflow.standing import Look
    from rcm_tui.workflow.view import PlanView

_SUBJECT, _REASON = N_("Synchronised: records of {here} and of {there}"), N_("Joins the records of two clones.")
_MOST_BYTES, _MOST_FOR_EACH = 20_000_000, 10_000
"""The size of all fetched files of the plan together; in a larger plan, for each file that there was."""


def checked(git: Git, found: Look) -> Look:
    """Refuse files that do not belong in a plan, then read and audit the rest. Raises NothingInCommon, RcmError."""
    assert found.theirs is not None
    came = coming(git, found.ours, found.theirs)
    _check_files(git, came)
    sides = joining(git, found.ours, found.theirs, came) if found.outgoing else None
    contents = sides.contents if sides is not None else git.blobs(_read_for(came))
    return replace(
        found,
        came=came,
        joining=sides,
        contents=contents,
        findings=_findings(git, came.bases[0], found.theirs, found.incoming, contents),
        outside=sides.outside() if sides is not None else tuple(path for path in came.files if not is_plan_file(path)),
    )


def joined(git: Git, found: Look) -> Look:
    """Join the two sides, where both have records of their own, with the answers that were given so far."""
    sides = found.joining
    if sides is None:
        note_open(git, 0)
        return replace(found, joined=None)
    mine, other = closed_meetings(found.outgoing), closed_meetings(found.incoming)
    closed_there = other.keys() - mine.keys()
    kept = load(git)
    answers: dict[tuple[str, tuple[str, ...]], Answer] = {}
    made = found.joined if found.joined is not None and not found.answers else sides.joined({})
    while new := {name: answer for name, answer in matching(kept, made.questions).items() if name not in answers}:
        answers |= new  # An answer may lead to other questions, and one that cannot be carried out is asked again.
        made = sides.joined(answers)
    note_open(git, len(made.questions))
    return replace(
        found,
        joined=made,
        answers=answers,
        closings={meeting: mine[meeting] for meeting in mine.keys() & other.keys()},
        late=tuple(record for record in found.outgoing if record.meeting in closed_there and not _closes(record, git)),
    )


def _read_for(came: Came) -> set[str]:
    """Return the files of the plan that are read when only the other side has records: as they were, and are now."""
    both = (both for path, both in came.files.items() if is_plan_file(path))
    return {entry.blob for pair in both for entry in pair if entry is not None and entry.mode in REGULAR}


def _closes(record: Record, git: Git) -> bool:
    """Return whether a record closes a meeting, or undoes that."""
    undone = [next(iter(records(git, rev=commit, limit=1)), None) for commit in record.undoes]
    return bool(record.closes) or any(record is not None and record.closes for record in undone)


def _findings(
    git: Git, base: str, theirs: str, incoming: Sequence[Record], contents: Mapping[str, bytes]
) -> tuple[Finding, ...]:
    """Audit the records that come after `base`, by what was so at it; `contents` are those of files read already."""
    is_chain = [record.parents for record in incoming] == [(record.commit,) for record in incoming[1:]] + [(base,)]
    found = incoming if is_chain else tuple(records(git, rev=theirs, not_rev=base, topological=True))
    ledger = Ledger(head=base)
    ledger.begin(git, base, {key_of(change.path)[0] for record in found for change in record.changes})
    ledger.closing = {edition.meeting: edition.commit for edition in editions(git, of=base)}
    walk(git, ledger, found, frozenset(), contents)
    known = {record.commit for record in incoming}
    return tuple(finding for finding in ledger.findings if finding.severity == FINDING and finding.commit in known)


def _check_files(git: Git, came: Came) -> None:
    """Refuse anything but regular files of a reasonable size in the plan's folders. Raises RcmError."""
    new = {path: both[1] for path, both in came.files.items() if both[1] is not None and _is_in_plan(path)}
    odd = {path for path, entry in new.items() if entry.mode not in REGULAR}
    odd.update(filter(_is_in_plan, came.submodules))
    if odd:
        sentence = _(
            "What was fetched holds links or other repositories in the plan's folders; it was refused: {paths}"
        )
        raise RcmError(sentence.format(paths=", ".join(sorted(odd))))
    blobs = sorted({entry.blob for entry in new.values()})
    sizes = git.read("cat-file", "--batch-check=%(objectsize)", stdin="".join(line + "\n" for line in blobs).encode())
    found = [int(size) for size in sizes.split()] if blobs else []
    is_much = sum(found) > _MOST_BYTES and sum(found) > _MOST_FOR_EACH * len(git.tree(came.bases[0]))
    if max(found, default=0) > paths.MAX_BYTES or is_much:
        raise RcmError(_("What was fetched holds files that are too large for a plan; nothing was taken over."))


def _is_in_plan(path: str) -> bool:
    return path.partition("/")[0] in PLAN_FOLDERS


def message(view: PlanView, found: Look) -> keys.Message:
    """Make the message of the commit that joins the two sides."""
    assert found.joined is not None and found.joining is not None
    joined = found.joined
    language = view.plan.info.first_language
    say = translator(language)
    subject = say.gettext(_SUBJECT).format(here=_by(found.outgoing), there=_by(found.incoming))
    trailers = [(keys.MEETING, keys.NO_MEETING), (keys.SYNCHRONISES, joined.base)]
    here = found.joining.in_ours([path for path in joined.files if is_plan_file(path)])
    for path in sorted(here):
        if _blob(here[path]) == _blob(joined.files[path]):
            continue
        item = key_of(path)[0]
        trailers.append((keys.ITEM, item) if ids.is_id(item) else (keys.FILE, path))
    trailers += [(keys.CORRECTS, meeting) for meeting in _corrected(view.git, joined)]
    trailers += [(keys.SETTLED, f"{old} -> {new}") for old, new in joined.settled]
    trailers += [
        (keys.DECIDED, f"{key} {'.'.join(path) or '-'} {given.value if is_put_below(path, given) else given.take}")
        for (key, path), given in sorted((found.answers or {}).items())
    ]
    return keys.Message(subject, say.gettext(_REASON), tuple(dict.fromkeys(trailers)))


def _blob(entry: Entry | None) -> str | None:
    return entry.blob if entry is not None else None


def _corrected(git: Git, joined: Joined) -> Iterator[str]:
    """Yield the closed meetings whose record joining alters: those that one side closed and the other recorded in."""
    entries = {path: entry for path, entry in joined.files.items() if key_of(path)[1] == MEETING}
    blobs = {entry.blob for entry in entries.values() if entry is not None}
    made = {**git.blobs(blobs - joined.contents.keys()), **joined.contents}
    sides = [git.contents(side, entries) for side in (joined.ours, joined.theirs)]
    for path, entry in entries.items():
        after = plain(made[entry.blob]) if entry is not None else None
        if any(is_correction(plain(side[path]), after) for side in sides if path in side):
            yield key_of(path)[0]


def _by(found: Sequence[Record]) -> str:
    """Return how many records there are, of whom."""
    people = Counter(record.author for record in found if len(record.parents) < 2)
    return ", ".join(f"{person} ({count})" for person, count in people.most_common())
