"""Editions and adoptions, which are exchanged along with the records: what each side has and the other lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rcm_tui.history.editions import ADOPTED, MADE, Refs, editions
from rcm_tui.history.log import is_ancestor, records
from rcm_tui.history.remote import take_edition, their_editions
from rcm_tui.i18n import _
from rcm_tui.model.frozen import dataclass

if TYPE_CHECKING:
    from rcm_tui.history.git import Git


class Tag(NamedTuple):
    """A tag that the remote has: what it is for (MADE or ADOPTED), its meeting, and the id of its object."""

    kind: str
    meeting: str
    tag_object: str


@dataclass(frozen=True, slots=True)
class Unshared:
    """What only one side has: the names of our tags to send, theirs to take over, and what is wrong with others."""

    to_send: tuple[str, ...] = ()
    to_take: tuple[Tag, ...] = ()
    notes: tuple[str, ...] = ()


def unshared(git: Git, head: str, listed: Refs) -> Unshared:
    """Compare the editions and adoptions of the history of `head` with those of the remote, as they are `listed`.

    Of ours go those that are in this history, of theirs come annotated tags on closings in it.
    """
    here, there = editions(git, listed=listed), their_editions(listed)
    to_send = [
        edition.tag for edition in here if edition.meeting not in there and is_ancestor(git, edition.commit, head)
    ]
    to_take, notes = [], []
    ours = {edition.meeting: edition.tag_object for edition in here}
    for meeting, tag in there.items():
        if ours.get(meeting, tag) != tag:
            message = _("The edition of {meeting} there is another one than here; see: rcm audit")
            notes.append(message.format(meeting=meeting))
        elif meeting not in ours and _is_of_closing(git, meeting, tag, head):
            to_take.append(Tag(MADE, meeting, tag))
        elif meeting not in ours:
            message = _("There is an edition of {meeting} there that no record closes; it was not taken over.")
            notes.append(message.format(meeting=meeting))
    commits = {edition.meeting: edition.commit for edition in here} | {
        edition.meeting: edition.tag_object for edition in to_take
    }
    adopted, adopted_there = editions(git, ADOPTED, listed=listed), their_editions(listed, ADOPTED)
    to_send += [edition.tag for edition in adopted if edition.meeting not in adopted_there]
    ours = {edition.meeting: edition.tag_object for edition in adopted}
    for meeting, tag in adopted_there.items():
        if ours.get(meeting) == tag:
            continue
        edition = commits.get(meeting)
        if meeting not in ours and edition and _is_annotated(git, tag) and git.resolve(tag) == git.resolve(edition):
            to_take.append(Tag(ADOPTED, meeting, tag))
        else:
            message = _("The adoption of {meeting} there is another one than here; see: rcm audit")
            notes.append(message.format(meeting=meeting))
    return Unshared(tuple(to_send), tuple(to_take), tuple(notes))


def take_over(git: Git, found: Unshared) -> None:
    """Take over the editions and adoptions that the remote has and this clone lacks; none is ever replaced."""
    for kind, meeting, tag in found.to_take:
        take_edition(git, meeting, tag, kind)


def _is_of_closing(git: Git, meeting: str, tag: str, head: str) -> bool:
    closing = git.resolve(tag)
    about = next(iter(records(git, rev=closing, limit=1)), None) if closing else None
    return about is not None and (
        _is_annotated(git, tag) and about.closes == meeting and is_ancestor(git, about.commit, head)
    )


def _is_annotated(git: Git, tag: str) -> bool:
    return git.read("cat-file", "-t", tag).strip() == b"tag"
