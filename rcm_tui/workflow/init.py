"""Start a plan: an empty one for a body of any kind."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rcm_tui.history.git import Git
from rcm_tui.history.journal import Journal, Piece, forget, saved
from rcm_tui.history.lock import hold
from rcm_tui.history.message import FILE, ITEM, MEETING, NO_MEETING, PLAN_START, Message
from rcm_tui.history.record import record
from rcm_tui.history.setup import init_repository
from rcm_tui.history.state import require_recordable, set_identity
from rcm_tui.i18n import LANGUAGES, _, translator
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.model.fieldpath import Value
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.schema import SCHEMA
from rcm_tui.model.texts import Text
from rcm_tui.store import paths
from rcm_tui.store.yaml import parse, revise
from rcm_tui.workflow import profiles
from rcm_tui.workflow.words import new_file
from rcm_tui.workflow.workspace import Workspace

if TYPE_CHECKING:
    from rcm_tui.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Imported:
    """What a plan begins with: the data of items by their paths, and of actors by their codes, out of a file."""

    name: str
    digest: str
    files: Mapping[str, Mapping[str, Value]]
    actors: Mapping[str, Value]
    notes: Sequence[str] = ()


_NEW = b"schema: 1\narchive_after: P2Y\nprint_dates: unsaid\n"
"""What a plan without a profile begins with."""
GIT_ATTRIBUTES = ".gitattributes"
ATTRIBUTES = """\
# Plans are compared and merged as they stand: no line ends are changed.
*.yaml text eol=lf
"""


def init(
    root: Path,
    *,
    title: Text,
    languages: Sequence[str],
    subjects: Sequence[tuple[str, str]] = (),
    bodies: Sequence[tuple[str, str]] = (),
    identity: tuple[str, str] | None = None,
    imported: Imported | None = None,
    like: str | None = None,
) -> Workspace:
    """Create a plan in `root`, in a repository of its own or a larger one: plan.yaml, actors.yaml, subjects, a record.

    `subjects` are (code, title in the first language), `bodies` (code, name) of those that meet. `identity` is name
    and e-mail for git, where it knows none; `imported` is what a file of an office holds, `like` the profile whose
    declarations the plan begins with. Raises BadValue for a bad code, language or profile, NoIdentity, RcmError where
    the folder holds a plan already, or files that the plan would replace, or is inside a plan. All is written and
    recorded then, or nothing.
    """
    files = _files(
        title, languages, subjects, bodies, imported, profiles.data(like, languages) if like and languages else {}
    )
    if (root / paths.INFO).exists():
        raise RcmError(_("There is already a plan in {folder}. Open it with: rcm -C {folder}").format(folder=root))
    pieces = [_piece(root, path, content) for path, content in files.items()]
    git = init_repository(root, within=True)
    if identity is not None:
        set_identity(git, *identity)
    _record_first(git, pieces, languages[0], imported)
    return Workspace.open(root)


def _files(
    title: Text,
    languages: Sequence[str],
    subjects: Sequence[tuple[str, str]],
    bodies: Sequence[tuple[str, str]],
    imported: Imported | None,
    profile: Mapping[str, tuple[bytes, dict[str, Any]]],
) -> dict[str, bytes]:
    if not languages or not any(text.strip() for text in title.values()):
        raise BadValue(_("A plan needs a title and at least one language."))
    first = languages[0]
    nothing: tuple[bytes | None, dict[str, Any]] = (None, {})
    unwritten: tuple[bytes | None, dict[str, Any]] = (None, dict(parse(_NEW)))
    written, before = profile.get(paths.INFO, unwritten)
    info: dict[str, Value] = SCHEMA.arrange("plan", {**before, "title": dict(title), "languages": list(languages)})
    if bodies:
        info["bodies"] = {code: {"name": {first: name}} for code, name in bodies}
    if imported is not None and imported.notes:
        info["notes"] = [{first: note} for note in imported.notes]
    named, actors = profile.get(paths.ACTORS, nothing)
    actors = {**actors, **(imported.actors if imported is not None else {})}
    files = {path: revise(*parts) for path, parts in profile.items()}
    files[paths.INFO] = revise(written, info)
    files[paths.ACTORS] = revise(named, actors) if actors else b"{}\n"
    files |= {paths.words_path(code): new_file(code) for code in languages if code not in LANGUAGES}
    files[GIT_ATTRIBUTES] = ATTRIBUTES.encode()
    if len(before.get("levels", ())) == 2 and subjects:
        raise BadValue(_("A plan of this profile has two levels; begin it without subjects."))
    for path, data in imported.files.items() if imported is not None else ():
        files[path] = revise(None, data)
    for number, (code, name) in enumerate(subjects, 1):
        if not ids.is_id(code) or ids.kind_of(code) != ids.SUBJECT:
            raise BadValue(
                _("“{code}” is not a valid code for a subject; use capital letters, such as HR").format(code=code)
            )
        path = paths.item_path(code)
        if path in files:
            raise BadValue(_("The subject {code} is given twice.").format(code=code))
        files[path] = revise(None, {"id": code, "number": number, "title": {first: name}})
    return files


def _piece(root: Path, path: str, content: bytes) -> Piece:
    """Return how a file is written; git's attributes are added to those that are there. Raises RcmError for others."""
    try:
        before = (root / path).read_bytes()
    except FileNotFoundError:
        return Piece(path, None, content)
    except OSError as error:
        raise RcmError(_("{file} cannot be read: {why}").format(file=path, why=error.strerror or error)) from error
    if path == GIT_ATTRIBUTES:
        added = b"" if content in before else content
        return Piece(path, before, before + (b"" if before.endswith(b"\n") or not before else b"\n") + added)
    raise RcmError(
        _("{file} is there already, and the new plan would replace it. Move it away, or choose another folder.").format(
            file=root / path
        )
    )


def _record_first(git: Git, pieces: Sequence[Piece], language: str, imported: Imported | None) -> None:
    written = [piece.path for piece in pieces if piece.after != piece.before]
    items = [paths.stem(path) for path in written if ids.is_id(paths.stem(path))]
    others = [path for path in written if not ids.is_id(paths.stem(path))]
    trailers = (
        (PLAN_START, datetime.date.today().isoformat()),
        (MEETING, NO_MEETING),
        *((ITEM, item) for item in items),
        *((FILE, path) for path in others),
    )
    say = translator(language)
    reason = say.gettext("The trail of the plan begins here.")
    if imported is not None:
        reason += "\n\n" + say.gettext("Imported from {file} (SHA-256 {digest})").format(
            file=imported.name, digest=imported.digest
        )
    subject = say.gettext("Start the plan")
    with hold(git):
        journal = Journal(require_recordable(git).commit, tuple(pieces), subject, reason, trailers)
        with saved(git.root, git, journal):
            record(git, written, Message(subject, reason, trailers))
        forget(git)
