"""The folder of a published site: only what changed is written again, and only its own files are ever removed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.model.regex import regex
from rcm_tui.store.files import UnsafePath, remove, write_atomically
from rcm_tui.workflow.export import not_written, refuse_plan_file

LIST = ".rcm-site.json"
"""The list of the files that make up the site, with a digest of each."""
_PATH = regex(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)?[A-Za-z0-9_-][A-Za-z0-9._-]*")


class SiteFolder:
    """A folder that is being written, as a context: when it is left, what no longer belongs to the site is removed.

    Where it is left by an exception nothing is removed, and what was written is in the list all the same.
    """

    def __init__(self, root: Path) -> None:
        """Raise RcmError for a folder of a plan, and for one that has files but no site."""
        self.root = root = root.resolve()
        self.written = self.removed = 0
        self.kept: list[str] = []
        """Files that belonged to the site and no longer do, but were changed by somebody, and so are still there."""
        refuse_plan_file(root / LIST)
        if root.exists() and not root.is_dir():
            raise BadValue(_("{path} is a file; name a folder for the site.").format(path=root))
        if not root.parent.is_dir():
            raise BadValue(_("There is no folder {path}.").format(path=root.parent))
        self._before = self._read()
        if self._before is None and root.is_dir() and any(root.iterdir()):
            raise BadValue(_("{path} is not empty and holds no site made by rcm; name a new folder.").format(path=root))
        self._files: dict[str, tuple[str, str]] = {}

    def __enter__(self) -> SiteFolder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        before = self._before or {}
        if kind is None:
            for path in before.keys() - self._files.keys():
                self._remove(path, before[path][0])
            listed = self._files
        else:
            listed = {**before, **self._files}
        if self.root.is_dir():
            files = {path: list(listed[path]) for path in sorted(listed)}
            self._write(LIST, (json.dumps({"files": files}, indent=0) + "\n").encode())

    def made_from(self, path: str) -> Sequence[str]:
        """Return which items a file of the site was made from, as the words after the first of its source."""
        return (self._before or {}).get(path, ("", ""))[1].split(" ")[1:]

    def is_current(self, path: str, made_from: str) -> bool:
        """Return whether a file is there as it was written, made from the same; then it is kept as it is."""
        digest, source = (self._before or {}).get(path, ("", ""))
        if not made_from or source != made_from or self._digest(path) != digest:
            return False
        self._files[path] = (digest, source)
        return True

    def write(self, path: str, content: bytes, made_from: str = "") -> None:
        """Write a file unless it is there with this content. Raises RcmError where it is not the site's own."""
        digest = hashlib.sha256(content).hexdigest()
        there = self._digest(path)
        if there and path not in (self._before or {}) and there != digest:
            raise RcmError(
                _("{path} is in the way: rcm did not make it. Move it, or name another folder.").format(
                    path=self.root / path
                )
            )
        if there != digest:
            self._write(path, content)
            self.written += 1
        self._files[path] = (digest, made_from)

    def _write(self, path: str, content: bytes) -> None:
        try:
            write_atomically(self.root / path, content, root=self.root, durable=False)
        except OSError as failure:
            raise not_written(self.root / path, failure) from failure

    def _remove(self, path: str, digest: str) -> None:
        there = self._digest(path)
        if there == digest:
            remove(self.root / path, root=self.root)
            self.removed += 1
        elif there:
            self.kept.append(path)

    def _digest(self, path: str) -> str:
        """Return the digest of a file; empty where there is none. Raises UnsafePath where a link leads there."""
        file = self.root / path
        if file.is_symlink() or file.parent.is_symlink():
            raise UnsafePath(_("{path} is a link; put the file itself there").format(path=file))
        try:
            return hashlib.sha256(file.read_bytes()).hexdigest()
        except FileNotFoundError:
            return ""
        except OSError as failure:
            raise not_written(file, failure) from failure

    def _read(self) -> Mapping[str, tuple[str, str]] | None:
        """Return the list of files; None where there is none. What is no path of a site is left out of it."""
        try:
            found = json.loads((self.root / LIST).read_bytes())["files"]
            return {
                path: (str(digest), str(source)) for path, (digest, source) in found.items() if _PATH.fullmatch(path)
            }
        except OSError:
            return None
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            message = _("{path} cannot be read, so it is not known which files belong to the site; name a new folder.")
            raise BadValue(message.format(path=self.root / LIST)) from wrong
