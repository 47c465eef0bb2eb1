"""The state of a repository: branch, operation under way, remote, identity; and whether a record can be made."""

from __future__ import annotations

from typing import NamedTuple

from rcm_tui.history.git import Git
from rcm_tui.i18n import N_, _
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.model.frozen import dataclass

MERGE = "merge"
REBASE = "rebase"
CHERRY_PICK = "cherry-pick"
REVERT = "revert"

_UNDER_WAY = (
    ("MERGE_HEAD", MERGE),
    ("rebase-merge", REBASE),
    ("rebase-apply", REBASE),
    ("CHERRY_PICK_HEAD", CHERRY_PICK),
    ("REVERT_HEAD", REVERT),
)
_HEADS = "refs/heads/"


class NotReady(RcmError):
    """The repository is in a state in which nothing can be recorded."""


@dataclass(frozen=True, slots=True)
class Head:
    """What HEAD is: a branch (None if detached) and its commit (None if the branch has none yet)."""

    branch: str | None
    commit: str | None

    @property
    def detached(self) -> bool:
        """Whether a commit is checked out and no branch."""
        return self.branch is None


@dataclass(frozen=True, slots=True)
class RepoState(Head):
    """HEAD and more.

    `operation` is `merge`, `rebase`, `cherry-pick`, `revert` or None. `upstream` is the remote's branch that this one
    follows (`origin/main`), with how many commits each side is ahead; the counts are None where it no longer exists.
    """

    operation: str | None
    upstream: str | None = None
    ahead: int | None = None
    behind: int | None = None


def head_of(git: Git) -> Head:
    """Return branch and commit of HEAD: usually from two small files, by git where these do not say."""
    branch = _branch_of(git)
    if branch is not None:
        loose = git.common_dir / _HEADS / branch
        try:
            commit = loose.read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            commit = ""  # Packed, unborn, or stored in another form: ask git.
        if commit and not commit.strip("0123456789abcdef"):
            return Head(branch, commit)
    return Head(branch, git.resolve("HEAD"))


def state(git: Git) -> RepoState:
    """Return everything the header shows, from a few small files and one git process."""
    head = head_of(git)
    upstream, ahead, behind = _upstream(git, head.branch) if head.branch else (None, None, None)
    return RepoState(
        branch=head.branch,
        commit=head.commit,
        operation=operation(git),
        upstream=upstream,
        ahead=ahead,
        behind=behind,
    )


def operation(git: Git) -> str | None:
    """Return what is under way in this work tree: `merge`, `rebase`, `cherry-pick`, `revert`, or None."""
    for name, what in _UNDER_WAY:
        if (git.git_dir / name).exists():
            return what
    if (git.common_dir / "reftable").exists():  # Then the last two are stored with the refs.
        for name, what in _UNDER_WAY[3:]:
            if git.resolve(name):
                return what
    return None


def require_recordable(git: Git) -> Head:
    """Return HEAD, if a record can be made on it. Raises NotReady, which says what to do, if not."""
    under_way = operation(git)
    if under_way is not None:
        raise NotReady(_(_UNFINISHED[under_way]))
    head = head_of(git)
    if head.detached:
        raise NotReady(
            _(
                "No branch is checked out (detached HEAD), so a record made now would be lost on switching. "
                "Go back to your branch (git switch main) or create one here (git switch -c NAME)."
            )
        )
    return head


_UNFINISHED = {
    MERGE: N_(
        "A merge is under way. Let rcm settle it (rcm sync --continue), finish it (git commit) or give it up "
        "(git merge --abort), then record again."
    ),
    REBASE: N_(
        "A rebase is under way. Finish it (git rebase --continue) or give it up (git rebase --abort), "
        "then record again."
    ),
    CHERRY_PICK: N_(
        "A cherry-pick is under way. Finish it (git cherry-pick --continue) or give it up "
        "(git cherry-pick --abort), then record again."
    ),
    REVERT: N_(
        "A revert is under way. Finish it (git revert --continue) or give it up (git revert --abort), "
        "then record again."
    ),
}


def _branch_of(git: Git) -> str | None:
    head = git.git_dir / "HEAD"
    if not head.is_symlink():
        text = head.read_text("utf-8", "surrogateescape").strip()
        if text.startswith("ref: " + _HEADS) and not text.endswith("/.invalid") and "\0" not in text:
            return text.removeprefix("ref: " + _HEADS)
    status, out, _stderr = git.attempt("symbolic-ref", "--quiet", "HEAD")
    name = out.decode("utf-8", "surrogateescape").strip()
    return name.removeprefix(_HEADS) if status == 0 and name.startswith(_HEADS) else None


def _upstream(git: Git, branch: str) -> tuple[str | None, int | None, int | None]:
    form = "--format=%(refname)%00%(upstream:short)%00%(upstream:track,nobracket)"
    listed = git.read("for-each-ref", form, _HEADS + branch).decode("utf-8", "replace")
    for line in listed.splitlines():
        name, upstream, track = line.split("\0")
        if name != _HEADS + branch or not upstream:
            continue
        if track == "gone":
            return upstream, None, None
        counts = {word: int(count) for word, count in (part.split() for part in track.split(", ") if part)}
        return upstream, counts.get("ahead", 0), counts.get("behind", 0)
    return None, None, None


class Identity(NamedTuple):
    """Name and e-mail address, as a record has them."""

    name: str
    email: str


class NoIdentity(RcmError):
    """Git does not know who is recording."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Git does not know who you are, and every record names a person. Tell it once: "
                'git config --global user.name "Your Name"; git config --global user.email you@example.org'
            )
        )


def identity(git: Git) -> Identity | None:
    """Return the identity a record would carry, from the person's settings and environment, or None."""
    status, out, _stderr = git.attempt("var", "GIT_AUTHOR_IDENT")
    if status:
        return None
    name, _open, rest = out.decode("utf-8", "replace").rpartition(" <")
    email = rest.partition(">")[0]
    return Identity(name, email) if name and email else None


def set_identity(git: Git, name: str, email: str) -> Identity:
    """Store name and address in this repository's own settings. Raises BadValue where git could not use them."""
    chosen = Identity(" ".join(name.split()), email.strip())
    for value in chosen:
        if (
            not value.strip(".,:;<>\"\\'")
            or value.startswith("-")
            or set(value) & set("<>\n\0")
            or not value.isprintable()
        ):
            raise BadValue(_("{value} cannot be used as a name or an address in a record.").format(value=repr(value)))
    if "@" not in chosen.email or " " in chosen.email:
        raise BadValue(_("{value} is not an e-mail address.").format(value=repr(chosen.email)))
    for key, value in (("user.name", chosen.name), ("user.email", chosen.email)):
        done = git.write("config", "--local", key, value)
        done.check(_("The name could not be stored in the repository's settings: {words}"))
    return chosen
