"""Who records: the person's git identity, never one that git makes up."""

from __future__ import annotations

from typing import NamedTuple

from rcm_tui.history.git import Git, GitError
from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue, RcmError


class Identity(NamedTuple):
    """Name and address as they stand in a record."""

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
    """The identity a record would carry, from the person's settings and environment, or None."""
    status, out, _words = git.attempt("var", "GIT_AUTHOR_IDENT")
    if status:
        return None
    name, _open, rest = out.decode("utf-8", "replace").rpartition(" <")
    email = rest.partition(">")[0]
    return Identity(name, email) if name and email else None


def set_identity(git: Git, name: str, email: str) -> Identity:
    """Keep name and address in this repository's own settings. Raises BadValue where git could not use them."""
    chosen = Identity(" ".join(name.split()), email.strip())
    for value in chosen:
        if (
            not value.strip(".,:;<>\"\\'")
            or value.startswith("-")
            or set(value) & set("<>\n\0")
            or not value.isprintable()
        ):
            raise BadValue(_("{value} cannot stand in a record as a name or an address.").format(value=repr(value)))
    if "@" not in chosen.email or " " in chosen.email:
        raise BadValue(_("{value} is not an e-mail address.").format(value=repr(chosen.email)))
    for key, value in (("user.name", chosen.name), ("user.email", chosen.email)):
        done = git.write("config", "--local", key, value)
        if done.status:
            message = _("The name could not be kept in the repository's settings: {words}")
            raise GitError(message.format(words=done.words), done.status, done.words)
    return chosen
