"""The repository that a plan is shared through: fetch from it, push to it, and set it up.

A remote is whatever git reaches: a server, or a folder on a shared drive. Nothing is fetched unless a person asks, and
fetching changes neither files nor branches of this clone.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from rcm_tui.history.editions import ADOPTED, MADE, Refs, edition_refs, refs
from rcm_tui.history.environment import Completed, write_in
from rcm_tui.history.git import Git
from rcm_tui.history.log import Record
from rcm_tui.history.message import one_line
from rcm_tui.i18n import N_, _
from rcm_tui.model.errors import RcmError
from rcm_tui.model.regex import regex
from rcm_tui.store.files import make_folder
from rcm_tui.store.paths import state_folder

THEIR_TAGS = "refs/rcm/theirs/"
FETCHED = "refs/rcm/fetched"
"""The remote's branch as it was fetched last."""
_NAME = "origin"
_MISSING = "couldn't find remote ref"
_REJECTED = regex(
    r"\[rejected\]|non-fast-forward|fetch first|stale info|cannot lock ref|failed to update|incorrect old value"
)
_PERSON = regex(r"terminal prompts disabled|Authentication failed|Permission denied|could not read|Host key")
_WHY = (
    (
        "Host key verification failed",
        N_("its key is not known here, or has changed. Ask whoever runs it, then connect once by hand with ssh."),
    ),
    (
        r"No space left|Disk quota exceeded|unpacker error",
        N_("a disk is full, here or there. Make room, then synchronise again."),
    ),
    (
        r"insufficient permission|unable to create temporary|Read-only file system",
        N_("you may not write there. Ask whoever runs it for the right to write, then synchronise again."),
    ),
    (
        r"terminal prompts disabled|Authentication failed|Permission denied|could not read (Username|Password)",
        N_(
            "it wants a name and password, or a key, and those that git has are missing, wrong or have expired. Run "
            "rcm sync at a terminal, where git asks for them; or ask whoever runs it for new ones."
        ),
    ),
    (
        "currently checked out",
        N_(
            "somebody works in that copy, so nothing can be sent to it. Share the plan through a folder of its own: "
            "rcm sync --with FOLDER"
        ),
    ),
    (
        r"hook declined|protected branch|remote rejected|prohibited",
        N_("a rule there does not allow it. Ask whoever runs it; what it said is below."),
    ),
    (
        r"not appear to be a git repository|does not exist|[Rr]epository .*not found",
        N_(
            "there is no plan at that place. Connect the drive and see that the name is right; if the plan was moved, "
            "say where it is now: rcm sync --with PLACE"
        ),
    ),
    ("", N_("there is no connection, or it broke off. Check the network, then synchronise again.")),
)
"""What git says, and what that means to a person: why, and what to do. The first one that fits."""
_ADVICE = regex(
    r"(?m)^(Please make sure you have the correct access rights|and the repository exists\.|To .*|Done|!\s.*"
    r"|error: failed to push some refs.*)\n?"
)
_LAST_LINES = 3

Progress = Callable[[str], None]


class Remote(NamedTuple):
    """Where a plan is shared: the remote's name in git, its address, and the branch there.

    `risky` are settings of this repository's own that could run a program or lead elsewhere.
    """

    name: str
    url: str
    branch: str
    risky: tuple[str, ...] = ()

    @property
    def tracking(self) -> str:
        """The ref that says what the remote's branch was when it was last fetched."""
        return f"refs/remotes/{self.name}/{self.branch}"


class Unreachable(RcmError):
    """The remote cannot be reached, or refuses. `needs_person` says that it may want a password."""

    def __init__(self, remote: Remote, words: str, *, is_sending: bool = False) -> None:
        self.remote = remote
        self.needs_person = bool(_PERSON.search(words))
        text = "\n".join((_ADVICE.sub("", words).strip() or words).splitlines()[-_LAST_LINES:]).replace("remote: ", "")
        sentence = (
            _(
                "Your records could not be sent to {url}: {why}\nThey are kept here, and are sent the next time. "
                "Git said: {words}"
            )
            if is_sending
            else _(
                "{url} cannot be reached: {why}\nNothing was changed, and everything you record is kept here until "
                "then. Git said: {words}"
            )
        )
        why = next(meaning for said, meaning in _WHY if re.search(said, words))
        said = one_line(text) or _("nothing; it was stopped")
        super().__init__(sentence.format(url=remote.url, why=_(why), words=said))


class Rejected(RcmError):
    """Somebody else sent records first: fetch and join again."""


class NoRemote(RcmError):
    """The clone does not know where the plan is shared."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This plan is not shared yet. Say where: rcm sync --with URL, or for a folder on a shared drive: "
                "rcm sync --with FOLDER"
            )
        )


def has_remote(git: Git) -> bool:
    """Return whether the clone knows any place where the plan is shared."""
    return git.attempt("config", "--get-regexp", r"^remote\..*\.url$")[0] == 0


def remote_of(git: Git, branch: str, name: str = "") -> Remote:
    """Return the remote that a branch is shared through: the one named, the one it follows, or the only one.

    Raises NoRemote, or RcmError where there are several or the name is unknown.
    """
    settings = _settings(git)
    names = sorted({key[7:-4] for key in settings if key.startswith("remote.") and key.endswith(".url")})
    followed = settings.get(f"branch.{branch}.remote", "")
    chosen = name or (followed if followed in names else "") or (names[0] if len(names) == 1 else "")
    if not chosen and _NAME in names:
        chosen = _NAME
    if not names:
        raise NoRemote
    if chosen not in names:
        raise RcmError(
            _("There are several remotes ({names}); say which one: rcm sync --remote NAME").format(
                names=", ".join(names)
            )
        )
    merged = settings.get(f"branch.{branch}.merge", "").removeprefix("refs/heads/") if followed == chosen else ""
    risky = tuple(f"{key}={value}" for key, value in sorted(settings.items()) if _RUNNING.fullmatch(key))
    return Remote(chosen, settings[f"remote.{chosen}.url"], merged or branch, risky)


def _settings(git: Git) -> dict[str, str]:
    status, out, _stderr = git.attempt("config", "--list", "--includes", "--local", "-z")
    pairs = (setting.partition("\n") for setting in out.decode("utf-8", "replace").split("\0")) if status == 0 else ()
    return {key: value for key, _line, value in pairs if key}


_RUNNING = regex(
    r"core\.(sshcommand|gitproxy|askpass)|credential\..*|http\.(.*\.)?(proxy|cookiefile|sslverify)"
    r"|url\..*\.(insteadof|pushinsteadof)|remote\..*\.(vcs|proxy)|protocol\..*|include(if)?\..*"
)


def not_allowed(git: Git, remote: Remote) -> tuple[str, ...]:
    """Return the risky settings that nobody has allowed yet."""
    allowed = _allowed() if remote.risky else frozenset()
    return tuple(setting for setting in remote.risky if _mark(git, setting) not in allowed)


def allow_settings(git: Git, settings: Sequence[str]) -> None:
    """Remember that a person allows these settings, outside the repository."""
    file = _allowed_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="ascii") as marks:
        marks.writelines(_mark(git, setting) + "\n" for setting in settings)


def _mark(git: Git, setting: str) -> str:
    return hashlib.sha256(os.fsencode(git.common_dir) + b"\0" + setting.encode("utf-8", "replace")).hexdigest()


def _allowed_file() -> Path:
    return state_folder() / "allowed-settings"


def _allowed() -> frozenset[str]:
    try:
        return frozenset(_allowed_file().read_text("ascii", "replace").split())
    except FileNotFoundError:
        return frozenset()


# --- fetching and pushing


class Fetched(NamedTuple):
    """The remote's branch as it was fetched (None: it has none yet), and as it was when that was last noted.

    `refs` are the editions and adoptions of both sides, and these two branches.
    """

    head: str | None
    before: str | None
    refs: Refs


def fetch(git: Git, remote: Remote, progress: Progress, *, ask: bool = False) -> Fetched:
    """Fetch the remote's branch and its editions, into refs of our own. Raises Unreachable."""
    args = (
        "fetch",
        "--no-tags",
        "--no-recurse-submodules",
        "--progress",
        "--no-write-fetch-head",
        "--no-auto-maintenance",
        "--prune",
        "--refmap=",
    )
    tags = (f"+{edition_refs(git, kind)}*:{THEIR_TAGS}{kind}*" for kind in (MADE, ADOPTED))
    wanted = (f"+refs/heads/{remote.branch}:{FETCHED}", *tags)
    done = git.connect(*args, "--upload-pack=git-upload-pack", "--", remote.name, *wanted, on_output=progress, ask=ask)
    is_missing = _MISSING in done.stderr
    if done.status and not is_missing:
        raise Unreachable(remote, done.stderr)
    found = fetched(git, remote)
    return found._replace(head=None) if done.status else found


def fetched(git: Git, remote: Remote) -> Fetched:
    """Return what was fetched last, by one git process."""
    patterns = [FETCHED, remote.tracking, THEIR_TAGS, *(edition_refs(git, kind) for kind in (MADE, ADOPTED))]
    found = refs(git, *patterns)

    def commit(name: str) -> str | None:
        form, object_id, *_more = found.get(name, ("", ""))
        return object_id if form == "commit" else git.resolve(name) if form else None

    return Fetched(commit(FETCHED), commit(remote.tracking), found)


def note_fetched(git: Git, remote: Remote, head: str) -> None:
    """Let the tracking branch say what was fetched; git may have done that when it sent it."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        if (git.common_dir / remote.tracking).read_text("ascii").strip() == head:
            return
    git.write("update-ref", remote.tracking, head).check(_("git could not note what was fetched: {words}"))


def push(git: Git, remote: Remote, head: str, tags: Sequence[str], progress: Progress, *, ask: bool = False) -> None:
    """Send the branch and these tags of editions, all or nothing. Raises Rejected, or Unreachable."""
    sent = [f"{head}:refs/heads/{remote.branch}", *(f"refs/tags/{tag}:refs/tags/{tag}" for tag in tags)]

    def attempt(*more: str) -> Completed:
        args = ("push", *more, "--porcelain", "--progress", "--receive-pack=git-receive-pack", "--", remote.name)
        return git.connect(*args, *sent, on_output=progress, ask=ask)

    done = attempt("--atomic")
    if done.status and "does not support --atomic" in done.stderr:
        done = attempt()
    words = f"{done.stderr}\n{done.stdout}"
    if done.status and _REJECTED.search(words) and "hook declined" not in words:
        raise Rejected(
            _(
                "Others were sending to {url} at the same time, so your records could not be sent yet. They are kept "
                "here; synchronise again in a minute."
            ).format(url=remote.url)
        )
    if done.status:
        raise Unreachable(remote, f"{done.stdout}\n{done.stderr}", is_sending=True)
    note_fetched(git, remote, head)


def their_editions(listed: Refs, kind: str = MADE) -> dict[str, str]:
    """Return the tag object of each edition that the remote has, or of each adoption, by meeting."""
    theirs = THEIR_TAGS + kind
    return {name.removeprefix(theirs): facts[1] for name, facts in listed.items() if name.startswith(theirs)}


def take_edition(git: Git, meeting: str, tag: str, kind: str = MADE) -> None:
    """Take over an edition, or an adoption, that the remote has; one that is here is never replaced."""
    git.write("update-ref", edition_refs(git, kind) + meeting, tag, "").check(
        _("The edition of {meeting} could not be taken over: {words}"), meeting=meeting
    )


# --- setting up


def set_up(git: Git, branch: str, place: str) -> Remote:
    """Share the plan through a URL, or through a folder, in which a repository is made if it is empty or missing."""
    folder = Path(place).expanduser()
    is_url = re.match(r"[a-z][a-z0-9+.-]*://|[^/]+@?[^/]*:", place) is not None and not folder.exists()
    if not is_url:
        folder = folder.resolve() if ".." in folder.parts else folder.absolute()
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            make_folder(folder)
            done = write_in(folder, "init", "--quiet", "--bare", "--shared=group", "--initial-branch=" + branch)
            done.check(_("No repository could be made in {path}: {words}"), path=str(folder))
        place = str(folder)
    settings = {
        f"remote.{_NAME}.url": place,
        f"remote.{_NAME}.fetch": f"+refs/heads/*:refs/remotes/{_NAME}/*",
        f"branch.{branch}.remote": _NAME,
        f"branch.{branch}.merge": f"refs/heads/{branch}",
        "pull.rebase": "false",
    }
    for key, value in settings.items():
        git.write("config", "--local", key, value).check(_("The remote could not be stored: {words}"))
    return Remote(_NAME, place, branch)


def closed_meetings(records: Sequence[Record]) -> dict[str, str]:
    """Return the commit that closed each meeting, of those that records (newest first) closed and none undid."""
    undone: set[str] = set()
    found: dict[str, str] = {}
    for record in records:
        undone.update(record.undoes)
        undone.difference_update(record.redoes)
        if record.closes and record.commit not in undone:
            found[record.closes] = record.commit
    return found
