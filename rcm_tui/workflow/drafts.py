"""Keep what is typed and not recorded yet under the git directory, and start the person's editor."""

from __future__ import annotations

import datetime
import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from rcm_tui.i18n import _
from rcm_tui.model.errors import ERROR, BadValue, RcmError
from rcm_tui.model.frozen import dataclass
from rcm_tui.store.files import write_atomically
from rcm_tui.store.reader import load_file
from rcm_tui.workflow.change import Change, NothingToRecord, Target
from rcm_tui.workflow.running import is_other, own_mark
from rcm_tui.workflow.values import checked

if TYPE_CHECKING:
    from rcm_tui.workflow.view import PlanView
    from rcm_tui.workflow.workspace import Workspace


_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed: for which form, on which data it began, what it became, and when."""

    key: str
    data: Any
    base: Any
    when: datetime.datetime


class Drafts:
    """The drafts of one work tree, one small file each. Keys are free: an item's id, `new:HR-4`, `agreement`.

    What another program that is running on the plan keeps is its own: it is neither shown nor changed here.
    """

    def __init__(self, workspace: PlanView) -> None:
        self._workspace = workspace

    @property
    def _folder(self) -> Path:
        return self._workspace.git.private / "drafts"

    @property
    def _running(self) -> Path:
        return self._workspace.git.private / "running"

    def save(self, key: str, data: Any, base: Any = None) -> None:
        """Keep what is typed now; the draft before it is replaced. Raises OSError where it cannot be written."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        self._write(self._mine(key) or self._free(key), {"format": _FORMAT, "when": now, "data": data, "base": base})

    def load(self, key: str) -> Draft | None:
        """Load the draft of a form, which is then this program's own, from whichever wrote it and has ended.

        None where there is none, or it cannot be read (the file is then left as it is).
        """
        for file in filter(None, (self._mine(key), *self._files(key))):
            draft = self._read(key, file)
            if draft is not None and not self._is_held(file):
                with suppress(OSError):  # It stays whose it was, and what is typed from here on is kept beside it.
                    self._write(file, _data(file))
                return draft
        return None

    def discard(self, key: str) -> None:
        """Forget the draft of a form, if there is one."""
        mine = self._mine(key)
        if mine is not None:
            mine.unlink(missing_ok=True)

    def all(self) -> tuple[Draft, ...]:
        """Load every draft, oldest first."""
        return tuple(sorted(self._each(), key=lambda draft: draft.when))

    def _each(self) -> Iterator[Draft]:
        for file in self._folder.glob("*.json") if self._folder.is_dir() else ():
            draft = self._read(unquote(file.stem.partition(_APART)[0]), file)
            if draft is not None and not self._is_held(file):
                yield draft

    def _files(self, key: str) -> list[Path]:
        """Return the files of the drafts of a form, of several programs."""
        stem = quote(key, safe="").replace(_APART, "%7E")
        return sorted((*self._folder.glob(f"{stem}.json"), *self._folder.glob(f"{stem}{_APART}*.json")))

    def _mine(self, key: str) -> Path | None:
        mark = own_mark(self._running)
        return next((file for file in self._files(key) if _data(file).get("holder") == mark), None)

    def _free(self, key: str) -> Path:
        """Return a file that there is not yet."""
        stem, taken = quote(key, safe="").replace(_APART, "%7E"), self._files(key)
        names = (f"{stem}.json", *(f"{stem}{_APART}{number}.json" for number in range(2, len(taken) + 2)))
        return next(file for file in (self._folder / name for name in names) if file not in taken)

    def _write(self, file: Path, kept: dict[str, Any]) -> None:
        text = json.dumps({**kept, "holder": own_mark(self._running)}, ensure_ascii=False)
        write_atomically(file, text.encode("utf-8", "surrogatepass"))

    def _is_held(self, file: Path) -> bool:
        return is_other(self._running, str(_data(file).get("holder", "")))

    def _read(self, key: str, file: Path) -> Draft | None:
        kept = _data(file)
        try:
            if kept.get("format") == _FORMAT:
                return Draft(key, kept["data"], kept.get("base"), datetime.datetime.fromisoformat(kept["when"]))
        except (ValueError, KeyError, TypeError):
            return None
        return None


_APART = "~"
"""What divides the key in the name of a file from a number, where several programs keep a draft of one form."""


def _data(file: Path) -> dict[str, Any]:
    """Read the file of a draft; nothing where there is none, or it cannot be read."""
    try:
        kept = json.loads(file.read_text("utf-8", "surrogatepass"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def command() -> list[str]:
    """Find the editor with its arguments: $VISUAL, $EDITOR, else a usual one. Raises RcmError where there is none."""
    for name in ("VISUAL", "EDITOR"):
        words = shlex.split(os.environ.get(name, ""))
        if words:
            return words
    for usual in ("editor", "nano", "vi"):
        found = shutil.which(usual)
        if found:
            return [found]
    raise RcmError(_("No editor was found; name one in the environment variable EDITOR."))


def has_own_editor() -> bool:
    """Say whether the person named an editor in the environment."""
    return bool(os.environ.get("VISUAL") or os.environ.get("EDITOR"))


_WITH_PLUS = frozenset(
    {"editor", "vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "joe", "mg", "ne", "kak"}
)
_WITH_COLON = frozenset({"hx", "helix", "subl", "zed"})
_WITH_GOTO = frozenset({"code", "codium"})


def _at_line(words: Sequence[str], path: Path, line: int) -> list[str]:
    """Return the file as arguments, with a line number where the editor is known to take one."""
    program = Path(words[0]).name
    if line > 1 and program in _WITH_PLUS:
        return [f"+{line}", str(path)]
    if line > 1 and program in _WITH_COLON:
        return [f"{path}:{line}"]
    if line > 1 and program in _WITH_GOTO:
        return ["--goto", f"{path}:{line}"]
    return [str(path)]


def edit_file(path: Path, line: int = 1) -> str:
    """Open a file in the editor at a line, and return its text afterwards. Raises RcmError where the editor fails."""
    words = command()
    try:
        status = subprocess.run([*words, *_at_line(words, path, line)], check=False).returncode
    except OSError as error:
        raise RcmError(
            _("The editor {editor} could not be started: {reason}").format(editor=words[0], reason=error.strerror)
        ) from error
    if status != 0:
        raise RcmError(_("The editor {editor} ended with an error; nothing was recorded.").format(editor=words[0]))
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise RcmError(_("{path} is not UTF-8; save it as UTF-8. Nothing was recorded.").format(path=path)) from error


_ANY = "surrogateescape"
"""Bytes that are not UTF-8 go to the editor and are compared as they are: they are the person's to mend."""


@dataclass(frozen=True, slots=True)
class EditedText:
    """A text that is being edited, and the text it was made from, both kept so that nothing typed is lost.

    Both are under the git directory. The original text shows whether somebody else changed the file meanwhile.
    """

    text: Path
    base: Path

    @property
    def is_left(self) -> bool:
        """Whether there is a text from last time that was not recorded."""
        return self.text.exists() and self.base.exists() and self.text.read_bytes() != self.base.read_bytes()

    @property
    def began_as(self) -> str:
        """What the text was before it was edited, to the letter, line ends too."""
        return self.base.read_bytes().decode("utf-8", _ANY)

    def begin(self, text: str) -> None:
        """Start with a text to be edited."""
        for place in (self.text, self.base):
            write_atomically(place, text.encode("utf-8", _ANY))

    def set_aside(self) -> Path:
        """Keep the text from last time under another name, and return its path."""
        for number in range(1, 10_000):
            aside = self.text.with_name(f"{self.text.stem}.{number}.kept{self.text.suffix}")
            if not aside.exists():
                break
        return self.text.replace(aside)

    def drop(self) -> None:
        """Delete the text: it is recorded, or nothing was changed."""
        for place in (self.text, self.base):
            place.unlink(missing_ok=True)


def kept_text(workspace: Workspace, key: str) -> EditedText:
    """Return the files in which an item, meeting or shared file is edited; their suffix tells an editor the format."""
    folder = workspace.git.private / "editing"
    name = Path(workspace.path(key)).stem
    return EditedText(folder / f"{name}.yaml", folder / f"{name}.base.yaml")


def text_for_editor(workspace: Workspace, key: str) -> str:
    """Read the file of an item, meeting or shared file as it is, even an invalid one: it can be corrected there."""
    return workspace.read_bytes(workspace.path(key)).decode("utf-8", _ANY)


def change_from_editor(workspace: Workspace, key: str, old_text: str, new_text: str) -> Change:
    """Build the change that writes exactly what was saved in the editor.

    Raises NothingToRecord where nothing was changed, BadValue with every problem as `path:line:column: message` where
    it cannot be read, RcmError where another program changed the file meanwhile.
    """
    if new_text == old_text:
        raise NothingToRecord
    path = workspace.path(key)
    if workspace.read_bytes(path).decode("utf-8", _ANY) != old_text:
        raise RcmError(
            _("Another program changed {path} meanwhile; your text is kept. Edit the new version again.").format(
                path=path
            )
        )
    content = new_text.encode("utf-8")
    problems = [
        str(problem) for problem in load_file(path, content, workspace.plan.info).problems if problem.severity == ERROR
    ]
    if problems:
        raise BadValue("\n".join(problems))
    from rcm_tui.store.yaml import parse  # The interface looks for drafts when it starts, and finds none as a rule.

    data = parse(content)
    checked(workspace, path, data)
    return Change((Target(path, data, raw_bytes=content),))
