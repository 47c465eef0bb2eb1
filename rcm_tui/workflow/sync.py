"""Synchronise with the other clones of a plan: look at what they recorded, join it with ours, and send the result.

Looking runs in any thread and changes nothing but refs of our own. What a person has to settle is kept, with the
answers, under the git directory, so that work goes on meanwhile and nothing is asked twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rcm_tui.changes.items import key_of
from rcm_tui.changes.questions import ARCHIVED, Answer, Question
from rcm_tui.history.log import Record, is_ancestor, records, records_apart
from rcm_tui.history.remote import (
    FETCHED,
    Fetched,
    Progress,
    Rejected,
    Remote,
    fetch,
    fetched,
    not_allowed,
    note_fetched,
    push,
    remote_of,
)
from rcm_tui.history.state import require_recordable
from rcm_tui.i18n import _, ngettext
from rcm_tui.model.errors import RcmError
from rcm_tui.workflow.standing import Look, Standing
from rcm_tui.workflow.sync_editions import Unshared, unshared
from rcm_tui.workflow.sync_state import note_open, save

if TYPE_CHECKING:
    from rcm_tui.workflow.view import PlanView


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


def remote_here(view: PlanView, name: str = "") -> Remote:
    """Return the remote that the plan is shared through. Raises NoRemote, NotReady."""
    head = require_recordable(view.git)
    assert head.branch is not None
    return remote_of(view.git, head.branch, name)


def fetch_and_look(view: PlanView, remote: Remote, progress: Progress, *, ask: bool = False) -> Look:
    """Fetch, check what came, and compare. Raises Unreachable, Rewritten, SettingsNotAllowed, or RcmError."""
    git = view.git
    risky = not_allowed(git, remote)
    if risky:
        raise SettingsNotAllowed(risky)
    there = fetch(git, remote, progress, ask=ask)
    if there.head is None:
        found = look(view, remote)
        is_first = found.standing is Standing.UNKNOWN
        return (
            replace(found, standing=Standing.AHEAD, unshared=unshared(git, found.ours, there.refs))
            if is_first
            else found
        )
    if there.before not in (None, there.head) and not is_ancestor(git, there.before, there.head):
        raise _rewritten(view, remote, there.before, there.head)
    found = _compared(view, remote, there.head, there)
    if found.incoming:
        found = _checked(view, found)
    if there.head != there.before:
        note_fetched(git, remote, there.head)
    return _joined(view, found) if found.incoming else found


def _rewritten(view: PlanView, remote: Remote, before: str, head: str) -> Rewritten:
    from rcm_tui.reports.record_words import subject_words

    lost = list(records(view.git, rev=before, not_rev=head))
    return Rewritten(
        ngettext(
            "The shared history was rewritten: it lacks {count} record that it had ({subjects}). Nothing was taken "
            "over or sent, and this clone still has it. Ask the others who did that, and why. Only if it is meant to "
            "be gone: git update-ref {ref} {head}",
            "The shared history was rewritten: it lacks {count} records that it had ({subjects}). Nothing was taken "
            "over or sent, and this clone still has them. Ask the others who did that, and why. Only if they are meant "
            "to be gone: git update-ref {ref} {head}",
            len(lost),
        ).format(
            count=len(lost),
            subjects="; ".join(subject_words(view.plan, record.subject) for record in lost[:3]),
            ref=remote.tracking,
            head=head,
        )
    )


def look(view: PlanView, remote: Remote, theirs: str | None = None, before: Look | None = None) -> Look:
    """Compare with what was last fetched, without any network.

    `theirs` is the remote's head, if known. Of `before`, an earlier comparison, is taken what still holds.
    """
    if before is not None and before.incoming and (before.ours, before.theirs) == (_ours(view), theirs):
        return _joined(view, before)
    there = fetched(view.git, remote)
    found = _compared(view, remote, theirs or there.before, there)
    return _joined(view, _checked(view, found)) if found.incoming else found


def _compared(view: PlanView, remote: Remote, theirs: str | None, there: Fetched) -> Look:
    """Say which records and editions each side lacks."""
    git, ours = view.git, _ours(view)
    if theirs is None:
        return Look(remote, Standing.UNKNOWN, ours, None, outgoing=tuple(records(git, rev=ours)))
    outgoing, incoming = records_apart(git, ours, theirs) if ours != theirs else ((), ())
    if incoming:
        standing = Standing.APART if outgoing else Standing.BEHIND
        return Look(remote, standing, ours, theirs, incoming, outgoing)
    note_open(git, 0)
    tags = unshared(git, ours, there.refs) if FETCHED in there.refs else Unshared()
    only_here, only_there = outgoing or tags.to_send, tags.to_take
    standing = Standing.AHEAD if only_here else Standing.BEHIND if only_there else Standing.SAME
    return Look(remote, standing, ours, theirs, outgoing=outgoing, unshared=tags)


def _ours(view: PlanView) -> str:
    commit = require_recordable(view.git).commit
    assert commit is not None
    return commit


def _checked(view: PlanView, found: Look) -> Look:
    from rcm_tui.workflow import incoming  # It imports what merging and auditing need, 30 ms, and is needed now.

    return incoming.checked(view.git, found)


def _joined(view: PlanView, found: Look) -> Look:
    from rcm_tui.workflow import incoming

    return incoming.joined(view.git, found)


def answer(view: PlanView, *answers: tuple[Question, Answer]) -> None:
    """Keep the answers to questions; each holds as long as the three values are the same."""
    save(view.git, answers)


def asking(found: Look, questions: tuple[Question, ...]) -> Look:
    """Return the same with these questions, which came up when it was taken over."""
    from rcm_tui.history.joining import Joined

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
    "parties",
    "remote_here",
    "send",
    "summary",
]
