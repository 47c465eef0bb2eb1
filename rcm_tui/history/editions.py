"""Editions: the plan as a meeting left it, each an annotated tag `meeting/ID`, and `adopted/ID` once it is adopted.

Tags have no reflog, so a tag that was moved would not be noticed: the next meeting's file keeps the tag object's id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from urllib.parse import quote

from rcm_tui.history.git import PLAN_FOLDERS, Git, PathChange
from rcm_tui.history.lock import hold
from rcm_tui.history.log import moment
from rcm_tui.history.message import one_line
from rcm_tui.history.state import NoIdentity, head_of, identity
from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.regex import regex

_TAGS = "refs/tags/"
MADE, ADOPTED = "meeting/", "adopted/"
"""What the tags of editions begin with, and those of their adoption by a later meeting."""
_MEETING = regex(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*")
_FORM = "%00".join(
    (
        *("%(refname)", "%(objecttype)", "%(objectname)", "%(*objecttype)", "%(*objectname)"),
        *("%(taggername)", "%(taggeremail:trim)", "%(creatordate:raw)", "%(contents:subject)"),
    )
)


@dataclass(frozen=True, slots=True)
class Edition:
    """The tag of one edition.

    `tag` is its name, `meeting/2006-11-council`. `tag_object` is the id of the tag object if `annotated`, else of the
    commit. For a tag that is not annotated, `tagger` is empty and `when` is the commit's date.
    """

    meeting: str
    commit: str
    tag_object: str
    when: datetime
    tagger: str
    email: str
    text: str
    annotated: bool
    tag: str


Refs = Mapping[str, Sequence[str]]
"""What git says of refs, by their names: the type and id of the object; of a tag also those of what it is on, who made
it, when, and the first line of its text."""


def refs(git: Git, *patterns: str, of: str | None = None) -> Refs:
    """List the refs with these names, or in these folders, by one git process; with `of`, those in its history."""
    merged = () if of is None else ("--merged=" + git.checked(of),)
    listed = git.read("for-each-ref", *merged, "--format=" + _FORM, *patterns).decode("utf-8", "replace")
    fields = (line.split("\0") for line in listed.split("\n"))
    return {name: rest for name, *rest in fields if len(rest) == 8}


def editions(git: Git, kind: str = MADE, *, of: str | None = None, listed: Refs | None = None) -> list[Edition]:
    """Return every edition, oldest first (then by meeting), by one git process. Tags of no commit are left out.

    With the kind `ADOPTED`, return the tags of their adoption instead. With `of`, a commit, return only those in its
    history. What was `listed` before is not asked for again.
    """
    found: list[Edition] = []
    folder = edition_refs(git, kind)
    for name, fields in (refs(git, folder, of=of) if listed is None else listed).items():
        if not name.startswith(folder):
            continue
        form, tag_object, inner_form, inner, tagger, email, when, text = fields
        commit: str | None = tag_object if form == "commit" else inner
        if form == "tag" and inner_form != "commit":
            commit = git.resolve(tag_object)  # A tag of a tag.
        elif form not in ("tag", "commit"):
            commit = None
        meeting = name.removeprefix(folder)
        if commit and "/" not in meeting:  # Else it is of a plan in a folder called `meeting`.
            made, tag = moment(when), name.removeprefix(_TAGS)
            found.append(Edition(meeting, commit, tag_object, made, tagger, email, text, form == "tag", tag))
    return sorted(found, key=lambda edition: (edition.when, edition.meeting))


def make_edition(git: Git, meeting: str, commit: str, text: str, kind: str = MADE) -> Edition:
    """Tag `commit` as the edition of `meeting`, or as the adoption of it (`kind`).

    The tag is annotated, and signed where the person signs tags or commits. Raises RcmError where it exists,
    NoIdentity, and BadValue for an id that cannot be a tag's name.
    """
    name = ref_of(git, meeting, kind)
    whole = text.replace("\0", "").strip() + "\n"
    args = ["tag", "--annotate", "--cleanup=verbatim", "--file=-"]
    if _signs_commits_only(git):
        args.append("--sign")
    with hold(git):
        if git.attempt("rev-parse", "--quiet", "--verify", "--end-of-options", name)[0] == 0:
            raise RcmError(
                _("The meeting {meeting} has an edition already, and an edition is never changed.").format(
                    meeting=meeting
                )
            )
        done = git.write(
            *args, "--", name.removeprefix(_TAGS), git.checked(commit), stdin=whole.encode("utf-8", "replace")
        )
    if done.status and identity(git) is None:
        raise NoIdentity
    done.check(_("The edition of {meeting} was not tagged; git said: {words}"), meeting=meeting)
    return next(edition for edition in editions(git, kind) if edition.meeting == meeting)


def delete_edition(git: Git, meeting: str, tag_object: str, kind: str = MADE) -> None:
    """Delete an edition that nobody else has yet, to undo the closing of its meeting.

    Raises RcmError where the tag is not `tag_object` any more (somebody moved it), or its commit is already shared.
    """
    name = ref_of(git, meeting, kind)
    with hold(git):
        if kind == MADE and is_shared(git, tag_object):
            raise RcmError(
                _("The edition of {meeting} has been shared and is kept; record a correction instead.").format(
                    meeting=meeting
                )
            )
        done = git.write("update-ref", "-d", name, git.checked(tag_object))
    done._replace(stderr=one_line(done.stderr)).check(
        _("The edition of {meeting} is not the one that was made at its closing; nothing was undone: {words}"),
        meeting=meeting,
    )


def is_shared(git: Git, commit: str) -> bool:
    """Return whether any remote's branch, as last fetched, contains the commit."""
    found = git.resolve(commit)
    if found is None:
        return False
    return bool(git.read("for-each-ref", "--count=1", "--contains=" + found, "refs/remotes").strip())


def ref_of(git: Git, meeting: str, kind: str = MADE) -> str:
    """Return the name of the tag of a meeting's edition, `refs/tags/meeting/ID`. Raises BadValue for a malformed id."""
    if not _MEETING.fullmatch(meeting) or meeting.endswith(".lock"):
        raise BadValue(_("{meeting} cannot be a meeting's id.").format(meeting=repr(meeting)))
    return edition_refs(git, kind) + meeting


def edition_refs(git: Git, kind: str = MADE) -> str:
    """Return what all editions' tags begin with; those of a plan in a folder begin with it: `docs/plan/meeting/`."""
    return _TAGS + quote(git.prefix, safe="/").replace(".", "%2E") + kind


def signs(git: Git) -> bool:
    """Return whether the person signs tags or commits."""
    keys = ("tag.gpgSign", "commit.gpgSign")
    return any(git.attempt("config", "--get", "--type=bool", key)[1].strip() == b"true" for key in keys)


def _signs_commits_only(git: Git) -> bool:
    """Return whether commits are signed and nothing is configured for tags; git itself respects `tag.gpgSign`."""
    if git.attempt("config", "--get", "tag.gpgSign")[0] == 0:
        return False
    status, out, _stderr = git.attempt("config", "--get", "--type=bool", "commit.gpgSign")
    return status == 0 and out.strip() == b"true"


FILES = ("100644", "100755")
"""The modes of regular files in git."""


def snapshot(git: Git, rev: str, prefixes: Sequence[str] = PLAN_FOLDERS) -> dict[str, bytes]:
    """Return path -> content of every regular file of the plan at `rev`; symbolic links and submodules are left out.

    To compare two revisions, call `Git.changed_paths` first and parse only what differs.
    """
    blobs = blobs_at(git, rev, prefixes)
    contents = git.blobs(blobs.values())
    return {path: contents[blob] for path, blob in blobs.items()}


def blobs_at(git: Git, rev: str, prefixes: Sequence[str] = PLAN_FOLDERS) -> dict[str, str]:
    """Return path -> blob id of every regular file of the plan at `rev`."""
    return {path: blob for path, (mode, blob) in git.tree(rev, prefixes).items() if mode in FILES}


def editions_here(git: Git) -> list[Edition]:
    """Return the editions that the branch checked out contains, oldest first."""
    head = head_of(git).commit
    return editions(git, of=head) if head else []


def steps(git: Git, commits: Sequence[str]) -> list[list[PathChange]]:
    """Return, for each of the commits after the first, the paths of the plan that differ from the one before it."""
    pairs = list(pairwise(commits))
    if not pairs:
        return []
    lines = "".join(f"{git.checked(new)} {git.checked(old)}\n" for old, new in pairs)
    options = ("--stdin", "--raw", "-r", "-z", "--no-renames", "--no-abbrev", "--always")
    raw = git.read("diff-tree", *options, "--", *PLAN_FOLDERS, stdin=lines.encode("ascii"))
    found: list[list[PathChange]] = []
    parts = iter(raw.split(b"\0"))
    for part in parts:
        if part.startswith(b":"):
            found[-1].append(git.path_change(part, next(parts)))
        elif part:
            found.append([])
    return found
