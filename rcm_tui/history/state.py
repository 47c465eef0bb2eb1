"""Where a repository stands: branch, operations under way, remote; and whether it can take a record."""

from __future__ import annotations

from dataclasses import dataclass

from rcm_tui.history.git import Git
from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError

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
    """What HEAD is: a branch (None if detached) and its commit (None if unborn)."""

    branch: str | None
    commit: str | None

    @property
    def detached(self) -> bool:
        """Whether a commit is checked out and no branch."""
        return self.branch is None

    @property
    def unborn(self) -> bool:
        """Whether the branch has no commit yet."""
        return self.commit is None


@dataclass(frozen=True, slots=True)
class RepoState:
    """Where a repository stands.

    `operation` is `merge`, `rebase`, `cherry-pick`, `revert` or None. `upstream` is the branch followed
    (`origin/main`), with how many commits each side is ahead; None for the counts where the upstream is gone.
    """

    head: Head
    operation: str | None
    shallow: bool
    linked_worktree: bool
    upstream: str | None = None
    ahead: int | None = None
    behind: int | None = None

    @property
    def branch(self) -> str | None:
        """The branch checked out, or None."""
        return self.head.branch

    @property
    def detached(self) -> bool:
        """Whether a commit is checked out and no branch."""
        return self.head.detached

    @property
    def unborn(self) -> bool:
        """Whether the branch has no commit yet."""
        return self.head.unborn


def head_of(git: Git) -> Head:
    """Branch and commit of HEAD; two small files in the usual case, git where they do not tell."""
    branch = _branch_of(git)
    if branch is not None:
        loose = git.common_dir / _HEADS / branch
        try:
            commit = loose.read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            commit = ""  # Packed, unborn, or kept in another form: git knows.
        if commit and not commit.strip("0123456789abcdef"):
            return Head(branch, commit)
    return Head(branch, git.resolve("HEAD"))


def state(git: Git) -> RepoState:
    """Everything the header shows. A few small files and one git process."""
    head = head_of(git)
    upstream, ahead, behind = _upstream(git, head.branch) if head.branch else (None, None, None)
    return RepoState(
        head=head,
        operation=operation(git),
        shallow=(git.common_dir / "shallow").exists(),
        linked_worktree=git.git_dir != git.common_dir,
        upstream=upstream,
        ahead=ahead,
        behind=behind,
    )


def operation(git: Git) -> str | None:
    """What is under way in this work tree: `merge`, `rebase`, `cherry-pick`, `revert`, or None."""
    for name, what in _UNDER_WAY:
        if (git.git_dir / name).exists():
            return what
    if (git.common_dir / "reftable").exists():  # Two of these are then kept with the refs.
        for name, what in _UNDER_WAY[3:]:
            if git.resolve(name):
                return what
    return None


def require_recordable(git: Git) -> Head:
    """HEAD, if a record can be made on it. Raises NotReady with what to do if not."""
    under_way = operation(git)
    if under_way is not None:
        raise NotReady(_UNFINISHED[under_way]())
    head = head_of(git)
    if head.detached:
        raise NotReady(
            _(
                "No branch is checked out (detached HEAD), so a record made now would be lost on switching. "
                "Go back to your branch (git switch main) or make one of where you are (git switch -c NAME)."
            )
        )
    return head


_UNFINISHED = {
    MERGE: lambda: _(
        "A merge is under way. Finish it (git commit) or give it up (git merge --abort), then record again."
    ),
    REBASE: lambda: _(
        "A rebase is under way. Finish it (git rebase --continue) or give it up (git rebase --abort), "
        "then record again."
    ),
    CHERRY_PICK: lambda: _(
        "A cherry-pick is under way. Finish it (git cherry-pick --continue) or give it up "
        "(git cherry-pick --abort), then record again."
    ),
    REVERT: lambda: _(
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
    status, out, _words = git.attempt("symbolic-ref", "--quiet", "HEAD")
    name = out.decode("utf-8", "surrogateescape").strip()
    return name.removeprefix(_HEADS) if status == 0 and name.startswith(_HEADS) else None


def _upstream(git: Git, branch: str) -> tuple[str | None, int | None, int | None]:
    form = "--format=%(refname)%00%(upstream:short)%00%(upstream:track,nobracket)"
    told = git.read("for-each-ref", form, _HEADS + branch).decode("utf-8", "replace")
    for line in told.splitlines():
        name, upstream, track = line.split("\0")
        if name != _HEADS + branch or not upstream:
            continue
        if track == "gone":
            return upstream, None, None
        counts = {word: int(count) for word, count in (part.split() for part in track.split(", ") if part)}
        return upstream, counts.get("ahead", 0), counts.get("behind", 0)
    return None, None, None
