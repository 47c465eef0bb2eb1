"""How git is started: one builder of arguments and environment for reading and for writing.

Reading must run nothing that a repository brings with it; recording runs the person's own hooks, filters and signing,
as git does. Both start from an environment without the variables by which a caller would point git elsewhere: an
inherited `GIT_DIR` beats `git -C`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

REDIRECTING = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_CONFIG",
        "GIT_CONFIG_COUNT",
        "GIT_CONFIG_PARAMETERS",
        "GIT_DIR",
        "GIT_GLOB_PATHSPECS",
        "GIT_GRAFT_FILE",
        "GIT_ICASE_PATHSPECS",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_INDEX_VERSION",
        "GIT_INTERNAL_SUPER_PREFIX",
        "GIT_LITERAL_PATHSPECS",
        "GIT_NAMESPACE",
        "GIT_NOGLOB_PATHSPECS",
        "GIT_NO_REPLACE_OBJECTS",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_QUARANTINE_PATH",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    }
)
"""Variables that make git look at another repository, index or object store, or read paths in another way: those of
`git rev-parse --local-env-vars`, and the ones about pathspecs."""

_KEPT_FOR_READING = frozenset(
    {
        "GIT_ATTR_NOSYSTEM",
        "GIT_AUTHOR_EMAIL",
        "GIT_AUTHOR_NAME",
        "GIT_CEILING_DIRECTORIES",
        "GIT_COMMITTER_EMAIL",
        "GIT_COMMITTER_NAME",
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_NOSYSTEM",
        "GIT_CONFIG_SYSTEM",
        "GIT_DISCOVERY_ACROSS_FILESYSTEM",
        "GIT_EXEC_PATH",
        "GIT_TEST_ASSUME_DIFFERENT_OWNER",
    }
)

_READING_SETTINGS = (
    # Each of these names a program that plain reading would run.
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "log.showSignature=false",
    "protocol.allow=never",
    "gc.auto=0",
    "maintenance.auto=false",
    # And these change what is printed.
    "advice.graftFileDeprecated=false",
    "core.quotePath=false",
    "diff.renames=false",
    "i18n.logOutputEncoding=UTF-8",
    "log.follow=false",
    "log.showRoot=true",
    "user.useConfigOnly=true",
)

_COMPARING = ("diff-tree", "log")

_WRITING_SETTINGS = (
    "i18n.commitEncoding=UTF-8",
    # An identity is the person's to give; git would make one up from the machine's name.
    "user.useConfigOnly=true",
)


def reading_command(root: Path, *args: str) -> list[str]:
    """The whole command line for a reading subcommand in the repository of `root`."""
    command = ["git", "--no-pager", "--no-replace-objects", "--no-optional-locks"]
    for setting in _READING_SETTINGS:
        command += ("-c", setting)
    command += ("-C", str(root), *args[:1])
    if args[0] in _COMPARING:
        # A repository inside the plan is no file of it, and git dies of what a hostile .gitmodules says about it.
        command.append("--ignore-submodules=all")
    return [*command, *args[1:]]


def reading_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment for reading: git's own variables gone but for a few, its output in English."""
    environment = os.environ if environment is None else environment
    kept = {
        name: value for name, value in environment.items() if not name.startswith("GIT_") or name in _KEPT_FOR_READING
    }
    kept.update(
        GIT_NO_LAZY_FETCH="1",
        GIT_ALLOW_PROTOCOL="",
        GIT_LITERAL_PATHSPECS="1",
        GIT_GRAFT_FILE="/dev/null",
        GIT_TERMINAL_PROMPT="0",
        LC_ALL="C",
        LANGUAGE="C",
    )
    return kept


def writing_command(root: Path, *args: str, environment: Mapping[str, str] | None = None) -> list[str]:
    """The whole command line for a subcommand that writes.

    GitPython hands down all of `os.environ` and can add to it but take nothing away, so variables that would redirect
    git are taken away by `env`, which then becomes git.
    """
    environment = os.environ if environment is None else environment
    command = ["git", "--no-pager"]
    for setting in _WRITING_SETTINGS:
        command += ("-c", setting)
    command += ["-C", str(root), *args]
    inherited = sorted(REDIRECTING & environment.keys())
    if not inherited:
        return command
    return ["env", *(part for name in inherited for part in ("-u", name)), *command]


def writing_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """What is added to the environment for writing.

    Hooks see the person's own locale; git's sentences stay English, for they are read by program here. No editor and no
    password prompt ever opens: the terminal may be showing the interface.
    """
    environment = os.environ if environment is None else environment
    return {
        "GIT_EDITOR": ":",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": environment.get("LC_ALL", ""),
        "LANGUAGE": "C",
    }
