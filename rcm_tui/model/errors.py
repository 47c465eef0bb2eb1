"""Errors that are told to a person: each is a sentence that says what is wrong and what to do next."""

from __future__ import annotations


class RcmError(Exception):
    """The plan or the repository prevents what was asked. The message is shown as it is; exit status 3."""

    exit_status = 3


class BadValue(RcmError):
    """What the person gave cannot be used: an unknown id, a bad date, a field that does not exist. Exit status 2."""

    exit_status = 2
