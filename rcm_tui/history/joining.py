"""Join two histories of a plan: merge their trees from git's objects, and make the commit that has both as parents.

Nothing here looks at the work tree. The same two commits give the same files on every machine, so an audit can join
them again and compare.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rcm_tui.changes.items import Version, key_of
from rcm_tui.changes.plans import merge_plans
from rcm_tui.changes.questions import THEIRS, Answers, Kind, MergedFile, MergedPlan, Question
from rcm_tui.history.git import Git, GitError
from rcm_tui.history.log import ids_ever
from rcm_tui.history.message import Message, of_plan
from rcm_tui.history.trees import REGULAR, SUBMODULE, Both, Entry, differing, is_plan_file
from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.errors import RcmError
from rcm_tui.model.fieldpath import Value
from rcm_tui.store import paths
from rcm_tui.store.merging import merged_bytes, merged_lines
from rcm_tui.store.yaml import data_of

_JOINED = "refs/rcm/joined"
"""What git makes the tree of a merge under; it is never a ref, as it is deleted before git ends."""


class NothingInCommon(RcmError):
    """Two histories have no commit in common."""


@dataclass(frozen=True)
class Joined:
    """What comes of joining two commits.

    `files` are those that differ from the tree of `theirs`, None where one is deleted; their new contents are in
    `contents`, by blob id. `questions` are still to be settled; until then there are no files, but where they were
    asked for. `lost` are comments that could not be kept, with their paths.
    """

    base: str
    ours: str
    theirs: str
    files: Mapping[str, Entry | None]
    contents: Mapping[str, bytes]
    questions: tuple[Question, ...]
    settled: tuple[tuple[str, str], ...]
    archived_twice: tuple[str, ...]
    lost: tuple[tuple[str, str], ...]


def merge_bases(git: Git, ours: str, *theirs: str) -> list[str]:
    """Return the best common ancestors of a commit and another, or the merge of some others.

    There are several where merges crossed.
    """
    status, out, stderr = git.attempt("merge-base", "--all", ours, *theirs)
    if status > 1:
        raise GitError(stderr, status, stderr)
    return sorted(out.decode("ascii").split())


class Came(NamedTuple):
    """What a commit brings: its best common ancestors with ours, and the files that it has changed since the first.

    `submodules` are the paths at which it has another repository.
    """

    bases: list[str]
    files: Mapping[str, Both]
    submodules: tuple[str, ...]


def coming(git: Git, ours: str, theirs: str) -> Came:
    """Return what `theirs` brings; no file is read. Raises NothingInCommon."""
    bases = merge_bases(git, ours, theirs)
    if not bases:
        raise NothingInCommon(
            _(
                "The two plans have no record in common: they were started separately, and cannot be synchronised. "
                "Make a copy of the shared one (git clone URL), and bring in there what was recorded here."
            )
        )
    files, submodules = dict[str, Both](), []
    for path, both in differing(git, bases[0], theirs, submodules=True):
        if both[1] is not None and both[1].mode == SUBMODULE:
            submodules.append(path)
        if {entry.mode for entry in both if entry is not None} != {SUBMODULE}:
            files[path] = both
    return Came(bases, files, tuple(submodules))


def joining(git: Git, ours: str, theirs: str, came: Came | None = None) -> Joining:
    """Read what joining two commits takes. Raises NothingInCommon, or RcmError where the plans have other formats."""
    came = came or coming(git, ours, theirs)
    return Joining(git, _joined_bases(git, came.bases), _Tree(ours), _Tree(theirs), came.files)


@dataclass(frozen=True)
class _Tree:
    """The tree of a commit, but for some of its files: those that joining several commits to one changes."""

    commit: str
    files: Mapping[str, Entry | None] = field(default_factory=dict)
    contents: Mapping[str, bytes] = field(default_factory=dict)


def _joined_bases(git: Git, commits: list[str]) -> _Tree:
    """Join the commits at which histories that merged crosswise parted, one after the other, into one tree."""
    whole = _Tree(commits[0])
    for place, commit in enumerate(commits[1:], 1):
        bases = merge_bases(git, commit, *commits[:place])
        if not bases:
            continue
        joined = Joining(git, _joined_bases(git, bases), _Tree(commit), whole).joined({}, with_open=True)
        whole = _Tree(commits[0], {**whole.files, **joined.files}, {**whole.contents, **joined.contents})
    return whole


class Joining:
    """What two commits and their common ancestor say, read once, to be joined with the answers that there are."""

    def __init__(
        self, git: Git, base: _Tree, ours: _Tree, theirs: _Tree, came: Mapping[str, Both] | None = None
    ) -> None:
        self.git = git
        self.trees = (base, ours, theirs)
        self.base, self.ours, self.theirs = base.commit, ours.commit, theirs.commit
        self.contents: dict[str, bytes] = {**theirs.contents, **base.contents}
        self.parsed: dict[tuple[str, Entry], Version] = {}
        self.read: dict[bytes, Mapping[str, Value] | None] = {}
        self.sides = self._sides(self._changes(ours), self._changes(theirs, came))
        read = (self.sides[path] for path in self.sides if self._is_read(path, self.sides[path]))
        self.contents |= self.git.blobs({entry.blob for side in read for entry in side if entry} - self.contents.keys())
        self.plan_paths = [path for path in self.sides if is_plan_file(path)]
        entries = ({path: self.sides[path][side] for path in self.plan_paths} for side in range(3))
        self.versions = [self._versions(entry) for entry in entries]
        self.around = _Around(self.git, self.ours, self.theirs)
        self._check_format(self.versions[1].files, self.versions[2].files)

    def joined(self, answers: Answers, *, with_open: bool = False) -> Joined:
        """Merge the files of the plan by id, all others by lines.

        Where questions are open, files are made only `with_open`, and hold what ours says there.
        """
        self.answers = answers
        self.files: dict[str, Entry | None] = {}
        self.questions: list[Question] = []
        self.lost: list[tuple[str, str]] = []
        base, ours, theirs = self.versions
        plan = merge_plans(base.files, ours.files, theirs.files, self.around, answers)
        for path in self.sides.keys() - set(self.plan_paths):
            self._other(path, *self.sides[path])
        if with_open or not (plan.questions or self.questions):
            self._plan(plan, base, ours, theirs)
        made = {entry.blob for entry in self.files.values() if entry is not None}
        return Joined(
            self.base,
            self.ours,
            self.theirs,
            self.files,
            {blob: content for blob, content in self.contents.items() if blob in made},
            (*plan.questions, *self.questions),
            plan.settled,
            plan.archived_twice,
            tuple(self.lost),
        )

    def outside(self) -> tuple[str, ...]:
        """Return the paths outside the plan's folders that differ between ours and theirs, in git's order."""
        found = (path for path, (_base, ours, theirs) in self.sides.items() if ours != theirs)
        return tuple(
            sorted((path for path in found if not is_plan_file(path)), key=lambda path: _whole(self.git, path))
        )

    def in_ours(self, paths: Sequence[str]) -> dict[str, Entry | None]:
        """Return these files as they are in ours."""
        alike = [path for path in paths if path not in self.sides]
        tree = self.git.tree(self.ours, alike) if alike else {}
        others = {path: Entry(*tree[path]) if path in tree else None for path in alike}
        return {path: self.sides[path][1] for path in paths if path in self.sides} | others

    def brought(self, joined: Joined) -> dict[str, Both]:
        """Return the files that the merge changes in ours: path -> (in ours, in the merge)."""
        there = {path: sides[2] for path, sides in self.sides.items()} | dict(joined.files)
        here = self.in_ours(list(there))
        return {path: (here[path], there[path]) for path in there if here[path] != there[path]}

    def _changes(self, side: _Tree, known: Mapping[str, Both] | None = None) -> dict[str, Both]:
        """Return what differs between the base and a side: path -> (in the base, in the side).

        `known` is what differs between their commits.
        """
        base = self.trees[0]
        found = dict(differing(self.git, base.commit, side.commit) if known is None else known)
        changed = [path for path in {**base.files, **side.files} if is_plan_file(path)]
        there = self.git.tree(base.commit, changed) if changed else {}
        for path in changed:
            unchanged = Entry(*there[path]) if path in there else None
            was, now = found.get(path, (unchanged, unchanged))
            found[path] = (base.files.get(path, was), side.files.get(path, now))
        return {path: both for path, both in found.items() if both[0] != both[1]}

    def _sides(
        self,
        ours: Mapping[str, Both],
        theirs: Mapping[str, Both],
    ) -> dict[str, tuple[Entry | None, Entry | None, Entry | None]]:
        """Return every path that either side changed, as it is in the base, in ours and in theirs."""
        found = {}
        for path in sorted({*ours, *theirs}):
            base = (ours.get(path) or theirs[path])[0]
            found[path] = (base, ours[path][1] if path in ours else base, theirs[path][1] if path in theirs else base)
        return found

    def _is_read(self, path: str, sides: tuple[Entry | None, Entry | None, Entry | None]) -> bool:
        return is_plan_file(path) or (
            len(set(sides)) == 3 and all(entry is None or entry.mode in REGULAR for entry in sides)
        )

    def _versions(self, entries: Mapping[str, Entry | None]) -> _Side:
        side = _Side({}, {})
        for path, entry in entries.items():
            if entry is not None:
                key = key_of(path)[0]
                side.files[key] = self._version(path, entry)
                side.places[key] = (path, entry)
        return side

    def _version(self, path: str, entry: Entry) -> Version:
        """Return a file's data: the same object for the same file."""
        if (path, entry) not in self.parsed:
            data = self._read(self.contents[entry.blob]) if entry.mode in REGULAR else None
            self.parsed[path, entry] = Version(data, paths.is_archive_path(path))
        return self.parsed[path, entry]

    def _read(self, content: bytes) -> Mapping[str, Value] | None:
        """Return the data of a file, which is parsed once whatever its paths and sides; None where that fails."""
        if content not in self.read:
            self.read[content] = data_of(content)
        return self.read[content]

    def _check_format(self, ours: Mapping[str, Version], theirs: Mapping[str, Version]) -> None:
        formats = [(side[paths.INFO].data or {}).get("schema") for side in (ours, theirs) if paths.INFO in side]
        if len(set(formats)) > 1:
            raise RcmError(
                _(
                    "The plan has format {ours} here and {theirs} there; install the same version of rcm everywhere."
                ).format(ours=formats[0], theirs=formats[1])
            )

    # --- files of the plan

    def _plan(self, plan: MergedPlan, base: _Side, ours: _Side, theirs: _Side) -> None:
        for file in plan.files:
            there = theirs.places.get(file.theirs) if file.theirs else None
            path, entry = self._file(file, base, ours, theirs)
            if there is not None and there[0] != path:
                self.files.setdefault(there[0], None)
            if path and (there is None or (path, entry) != there):
                self.files[path] = entry

    def _file(self, file: MergedFile, base: _Side, ours: _Side, theirs: _Side) -> tuple[str, Entry | None]:
        """Return where a merged file is, and what it is; an empty path where it is deleted."""
        sources = (file.base and base.places.get(file.base), file.ours and ours.places.get(file.ours))
        was, mine = (found if found else None for found in sources)
        other = theirs.places.get(file.theirs) if file.theirs else None
        if file.whole:
            taken = other if file.whole == THEIRS else mine
            return taken or ("", None)
        if file.data is None:
            return "", None
        place = _place(file.key, file.archived)
        contents = [self.contents[found[1].blob] if found else None for found in (was, mine, other)]
        content, lost = merged_bytes(contents[0], contents[1], contents[2], file.data, self._read)
        self.lost += [(place, comment) for comment in lost]
        blob = self.git.blob_id(content)
        self.contents[blob] = content
        mode = (other or mine or ("", Entry(REGULAR[0], "")))[1].mode
        return place, Entry(mode if mode in REGULAR else REGULAR[0], blob)

    # --- other files

    def _other(self, path: str, base: Entry | None, ours: Entry | None, theirs: Entry | None) -> None:
        if ours in (base, theirs):
            return
        if theirs == base:
            self.files[path] = ours
            return
        if self._is_read(path, (base, ours, theirs)) and ours and theirs:
            contents = [self.contents[entry.blob] if entry else b"" for entry in (base, ours, theirs)]
            lines = merged_lines(contents[0], contents[1], contents[2])
            if lines is not None:
                blob = self.git.blob_id(lines)
                self.contents[blob] = lines
                self.files[path] = Entry(ours.mode if theirs.mode == (base or theirs).mode else theirs.mode, blob)
                return
        values = [None if entry is None else entry.blob for entry in (base, ours, theirs)]
        question = Question(path, (), Kind.FILE, *values)
        answer = self.answers.get(question.name)
        if answer is None:
            self.questions.append(question)
        if answer is None or answer.take != THEIRS:
            self.files[path] = ours


@dataclass
class _Side:
    """The files of one side by key, and where each of them is."""

    files: dict[str, Version]
    places: dict[str, tuple[str, Entry]]


@dataclass
class _Around:
    """What merging asks of files that neither side changed."""

    git: Git
    ours: str
    theirs: str
    _known: dict[str, Mapping[str, Value]] = field(default_factory=dict)

    def ids(self) -> set[str]:
        """Return every id in the history of both sides."""
        return ids_ever(self.git, revisions=(self.ours, self.theirs))

    def siblings(self, parent: str) -> Mapping[str, Value]:
        """Return the data of the items below `parent` that are not archived, as theirs has them."""
        if parent not in self._known:
            folder = paths.item_path(parent).rpartition("/")[0]
            there = {
                path: blob
                for path, (mode, blob) in self.git.tree(self.theirs, [folder]).items()
                if mode in REGULAR and ids.is_id(key := key_of(path)[0]) and ids.parent_of(key) == parent
            }
            contents = self.git.blobs(there.values())
            self._known[parent] = {key_of(path)[0]: data_of(contents[blob]) or {} for path, blob in there.items()}
        return self._known[parent]


def _place(key: str, archived: bool) -> str:
    if ids.is_id(key):
        return paths.item_path(key, archived=archived)
    return key if "/" in key else paths.meeting_path(key)


def make_commit(git: Git, joined: Joined, message: Message) -> str:
    """Make the commit that joins the two, with the person's signature where commits are signed. No branch is moved.

    Raises GitError where git refuses; what it wrote by then is garbage that it collects.
    """
    tree = _tree(git, joined)
    args = ["commit-tree", tree, "-p", joined.ours, "-p", joined.theirs, "-F", "-"]
    status, out, _stderr = git.attempt("config", "--get", "--type=bool", "commit.gpgSign")
    if status == 0 and out.strip() == b"true":
        args.insert(1, "-S")
    done = git.write(*args, stdin=of_plan(message, git.prefix).text().encode("utf-8", "replace"))
    done.check(_("The two plans could not be joined; git said: {words}"))
    return done.stdout.strip()


def _tree(git: Git, joined: Joined) -> str:
    """Write the files of the merge and return the id of its tree, by one git process."""
    lines = [f"commit {_JOINED}\ncommitter rcm <> 0 +0000\ndata 0\nfrom {joined.theirs}\n".encode()]
    for path, entry in sorted(joined.files.items(), key=lambda pair: pair[1] is not None):
        quoted = _quoted(_whole(git, path))
        if entry is None:
            lines.append(b"D " + quoted + b"\n")
        elif entry.blob in joined.contents:
            content = joined.contents[entry.blob]
            lines.append(b"M %s inline %s\ndata %d\n%s\n" % (entry.mode.encode(), quoted, len(content), content))
        else:
            lines.append(b"M %s %s %s\n" % (entry.mode.encode(), entry.blob.encode(), quoted))
    lines.append(f'ls ""\nreset {_JOINED}\nfrom {"0" * len(joined.theirs)}\n'.encode())
    done = git.write("fast-import", "--quiet", "--force", "--date-format=raw", stdin=b"".join(lines))
    done.check(_("The two plans could not be joined; git said: {words}"))
    _mode, _kind, tree = done.stdout.split()
    return tree


def _quoted(path: bytes) -> bytes:
    return b'"' + path.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n") + b'"'


def _whole(git: Git, path: str) -> bytes:
    """Return a path of `Git.inside` from the root of the work tree."""
    return os.fsencode(path.removeprefix(":/") if path.startswith(":/") else git.prefix + path)
