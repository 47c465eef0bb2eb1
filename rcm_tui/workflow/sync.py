"""Synchronise with the other clones of a plan: look at what they recorded, join it with ours, and send the result.

Looking runs in any thread and changes nothing but refs of our own. What a person has to settle is kept, with the
answers, under the git directory, so that work goes on meanwhile and nothing is asked twice.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from rcm_tui.changes.corrections import is_correction
from rcm_tui.changes.items import MEETING, key_of
from rcm_tui.changes.questions import ARCHIVED, Answer, Answers, Question, is_put_below
from rcm_tui.history import message as keys
from rcm_tui.history.audit.contents import plain
from rcm_tui.history.audit.findings import FINDING, Finding
from rcm_tui.history.audit.ledger import Ledger
from rcm_tui.history.audit.repository import is_ancestor
from rcm_tui.history.audit.walk import walk
from rcm_tui.history.editions import editions
from rcm_tui.history.git import PLAN_FOLDERS
from rcm_tui.history.joining import Entry, Joined, Joining, differing, is_plan_file, joining
from rcm_tui.history.log import Record, records, records_apart
from rcm_tui.history.remote import (
    FETCHED,
    Progress,
    Rejected,
    Remote,
    closed_meetings,
    fetch,
    note_fetched,
    push,
    remote_of,
    risky_settings,
)
from rcm_tui.history.state import require_recordable
from rcm_tui.i18n import N_, _, ngettext, translator
from rcm_tui.model import ids
from rcm_tui.model.errors import RcmError
from rcm_tui.model.frozen import dataclass
from rcm_tui.reports.record_words import subject_words
from rcm_tui.store import paths
from rcm_tui.workflow.sync_editions import Unshared, unshared
from rcm_tui.workflow.sync_state import load, matching, note_open, save

if TYPE_CHECKING:
    from rcm_tui.history.git import Git
    from rcm_tui.workflow.view import PlanView

_SUBJECT, _REASON = N_("Synchronised: records of {here} and of {there}"), N_("Joins the records of two clones.")
_ODD = re.compile(rb"(?:\A|\0)(?!100(?:644|755) blob )[^\0\t]+\t([^\0]+)")
"""The path of an entry of a tree that is not a regular file."""
_MOST_BYTES, _MOST_FOR_EACH = 20_000_000, 10_000
"""The size of all fetched files of the plan together; in a larger plan, for each file that there was."""


class Standing(StrEnum):
    """How this clone and the remote compare."""

    SAME = "same"
    AHEAD = "ahead"
    BEHIND = "behind"
    APART = "apart"
    UNKNOWN = "unknown"
    """Nothing was fetched yet."""


class SettingsNotAllowed(RcmError):
    """The repository's own settings could run programs when it is synchronised; a person allows them once."""

    def __init__(self, settings: Sequence[str]) -> None:
        self.settings = tuple(settings)
        super().__init__(
            _(
                "Settings of this repository could run a program or lead elsewhere: {settings}. If you know them, "
                "allow them with --allow-settings; else delete them (git config --unset NAME)."
            ).format(settings="; ".join(settings))
        )


class Rewritten(RcmError):
    """The remote's history no longer holds what it held when it was last fetched."""


@dataclass(frozen=True, slots=True)
class Look:
    """How this clone and the remote compare, and what joining them takes.

    `incoming` and `outgoing` are records, newest first. `joined` is the merge, None where one side only goes ahead, and
    `joining` what was read for it.
    `closings` are meetings that both sides closed, with the commit of our closing; `late` are our records of a meeting
    that theirs closed. `findings` are what an audit of the incoming records finds, `outside` the paths outside the
    plan's folders that they change. `unshared` are editions to send and to take over, of which nothing is known before
    all records are taken over.
    """

    remote: Remote
    standing: Standing
    ours: str
    theirs: str | None
    incoming: tuple[Record, ...] = ()
    outgoing: tuple[Record, ...] = ()
    joining: Joining | None = None
    joined: Joined | None = None
    answers: Answers | None = None
    closings: Mapping[str, str] | None = None
    late: tuple[Record, ...] = ()
    findings: tuple[Finding, ...] = ()
    outside: tuple[str, ...] = ()
    unshared: Unshared = Unshared()

    @property
    def is_to_take(self) -> bool:
        """Whether the remote has anything that this clone lacks."""
        return bool(self.incoming or self.unshared.to_take)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What a person still has to settle."""
        return self.joined.questions if self.joined is not None else ()


def remote_here(view: PlanView, name: str = "") -> Remote:
    """Return the remote that the plan is shared through. Raises NoRemote, NotReady."""
    head = require_recordable(view.git)
    assert head.branch is not None
    return remote_of(view.git, head.branch, name)


def fetch_and_look(view: PlanView, remote: Remote, progress: Progress, *, ask: bool = False) -> Look:
    """Fetch, check what came, and compare. Raises Unreachable, Rewritten, SettingsNotAllowed, or RcmError."""
    git = view.git
    risky = risky_settings(git)
    if risky:
        raise SettingsNotAllowed(risky)
    fetched = fetch(git, remote, progress, ask=ask)
    if fetched.before is not None and fetched.head is not None and not is_ancestor(git, fetched.before, fetched.head):
        lost = list(records(git, rev=fetched.before, not_rev=fetched.head))
        raise Rewritten(
            ngettext(
                "The shared history was rewritten: it lacks {count} record that it had ({subjects}). Nothing was "
                "taken over. Ask who did it; rcm audit says what this clone still has. If that is meant: "
                "git update-ref {ref} {head}",
                "The shared history was rewritten: it lacks {count} records that it had ({subjects}). Nothing was "
                "taken over. Ask who did it; rcm audit says what this clone still has. If that is meant: "
                "git update-ref {ref} {head}",
                len(lost),
            ).format(
                count=len(lost),
                subjects="; ".join(subject_words(view.plan, record.subject) for record in lost[:3]),
                ref=remote.tracking,
                head=fetched.head,
            )
        )
    if fetched.head is not None:
        _check_files(git, fetched.head, fetched.before)
        note_fetched(git, remote, fetched.head)
    found = look(view, remote, fetched.head)
    if found.standing is not Standing.UNKNOWN:
        return found
    return replace(found, standing=Standing.AHEAD, unshared=unshared(git, found.ours))


def look(view: PlanView, remote: Remote, theirs: str | None = None, before: Look | None = None) -> Look:
    """Compare with what was last fetched, without any network.

    `theirs` is the remote's head, if known. Of `before`, an earlier comparison, is taken what still holds.
    """
    git = view.git
    ours = require_recordable(git).commit
    assert ours is not None
    theirs = theirs or git.resolve(remote.tracking)
    if theirs is None:
        return Look(remote, Standing.UNKNOWN, ours, None, outgoing=tuple(records(git, rev=ours)))
    if before is not None and before.incoming and (before.ours, before.theirs) == (ours, theirs):
        return _joined(view, before)
    outgoing, incoming = records_apart(git, ours, theirs)
    if not incoming:
        note_open(git, 0)
        tags = unshared(git, ours) if git.resolve(FETCHED) else Unshared()
        only_here, only_there = outgoing or tags.to_send, tags.to_take
        standing = Standing.AHEAD if only_here else Standing.BEHIND if only_there else Standing.SAME
        return Look(remote, standing, ours, theirs, outgoing=outgoing, unshared=tags)
    sides = joining(git, ours, theirs) if outgoing else None
    found = Look(
        remote,
        Standing.APART if outgoing else Standing.BEHIND,
        ours,
        theirs,
        incoming,
        outgoing,
        sides,
        findings=_findings(git, sides.base if sides else ours, theirs, incoming, sides.contents if sides else {}),
        outside=sides.outside() if sides else tuple(_outside(git, ours, theirs)),
    )
    return _joined(view, found)


def _joined(view: PlanView, found: Look) -> Look:
    """Join the two sides, where both have records of their own, with the answers that were given so far."""
    git, sides = view.git, found.joining
    if sides is None:
        note_open(git, 0)
        return replace(found, joined=None)
    mine, other = closed_meetings(found.outgoing), closed_meetings(found.incoming)
    closed_there = other.keys() - mine.keys()
    kept = load(git)
    answers: dict[tuple[str, tuple[str, ...]], Answer] = {}
    joined = found.joined if found.joined is not None and not found.answers else sides.joined({})
    while new := {name: answer for name, answer in matching(kept, joined.questions).items() if name not in answers}:
        answers |= new  # An answer may lead to other questions, and one that cannot be carried out is asked again.
        joined = sides.joined(answers)
    note_open(git, len(joined.questions))
    return replace(
        found,
        joined=joined,
        answers=answers,
        closings={meeting: mine[meeting] for meeting in mine.keys() & other.keys()},
        late=tuple(record for record in found.outgoing if record.meeting in closed_there and not _closes(record, git)),
    )


def _outside(git: Git, ours: str, theirs: str) -> Iterator[str]:
    return (path for path, _both in differing(git, ours, theirs) if not is_plan_file(path))


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


def _check_files(git: Git, head: str, before: str | None) -> None:
    """Refuse a tree with anything but regular files of a reasonable size in the plan's folders. Raises RcmError."""
    odd = [os.fsdecode(path) for path in _ODD.findall(git.read("ls-tree", "-r", "-z", head, "--", *PLAN_FOLDERS))]
    if odd:
        sentence = _(
            "What was fetched holds links or other repositories in the plan's folders; it was refused: {paths}"
        )
        raise RcmError(sentence.format(paths=", ".join(odd)))
    new = sorted({change.new for change in git.changed_paths(before, head) if change.new})
    sizes = git.read("cat-file", "--batch-check=%(objectsize)", stdin="".join(line + "\n" for line in new).encode())
    found = [int(size) for size in sizes.split()] if new else []
    is_much = sum(found) > _MOST_BYTES and sum(found) > _MOST_FOR_EACH * len(git.tree(before) if before else ())
    if max(found, default=0) > paths.MAX_BYTES or is_much:
        raise RcmError(_("What was fetched holds files that are too large for a plan; nothing was taken over."))


def answer(view: PlanView, *answers: tuple[Question, Answer]) -> None:
    """Keep the answers to questions; each holds as long as the three values are the same."""
    save(view.git, answers)


def asking(found: Look, questions: tuple[Question, ...]) -> Look:
    """Return the same with these questions, which came up when it was taken over."""
    empty = Joined("", found.ours, found.theirs or "", {}, {}, (), (), (), ())
    return replace(found, joined=replace(found.joined or empty, questions=questions))


def parties(found: Look, question: Question) -> tuple[Record | None, Record | None]:
    """Return the newest record of each side that touched what is asked about."""

    def of(side: Iterable[Record]) -> Record | None:
        return next((record for record in side if any(key_of(c.path)[0] in names for c in record.changes)), None)

    names = {question.key, *(value for value in (question.ours, question.theirs) if isinstance(value, str))}
    if question.path == ARCHIVED:
        names |= {item_id for value in (question.ours, question.theirs) if isinstance(value, list) for item_id in value}
    return of(found.outgoing), of(found.incoming)


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


def send(view: PlanView, found: Look, progress: Progress, *, ask: bool = False) -> None:
    """Send what the remote lacks: the records and editions of this clone as it was when it was compared.

    Raises Rejected where somebody sent something first, Unreachable.
    """
    push(view.git, found.remote, found.ours, found.unshared.to_send, progress, ask=ask)


def summary(found: Look) -> str:
    """Say in a sentence how the two sides compare."""
    if found.standing is Standing.SAME:
        return _("Everything is synchronised with {url}.").format(url=found.remote.url)
    if found.standing is Standing.UNKNOWN:
        return _("Nothing was fetched from {url} yet.").format(url=found.remote.url)
    sent, came, asked = len(found.outgoing), len(found.incoming), len(found.questions)
    tags, their_tags = len(found.unshared.to_send), len(found.unshared.to_take)
    parts = (
        (sent, ngettext("{count} record to send", "{count} records to send", sent)),
        (came, ngettext("{count} record to take over", "{count} records to take over", came)),
        (tags, ngettext("{count} edition or adoption to send", "{count} editions or adoptions to send", tags)),
        (
            their_tags,
            ngettext(
                "{count} edition or adoption to take over", "{count} editions or adoptions to take over", their_tags
            ),
        ),
        (asked, ngettext("{count} question", "{count} questions", asked)),
    )
    return ", ".join(text.format(count=count) for count, text in parts if count) + "."


__all__ = [
    "Look",
    "Rejected",
    "Rewritten",
    "SettingsNotAllowed",
    "Standing",
    "answer",
    "asking",
    "fetch_and_look",
    "look",
    "message",
    "parties",
    "remote_here",
    "send",
    "summary",
]
