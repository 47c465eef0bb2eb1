"""`rcm merge-file`: merge one file of a plan field by field, for git itself."""

from __future__ import annotations

from pathlib import Path

import click

from rcm_tui.changes.merge import merge
from rcm_tui.cli.errors import DONE, FOUND, show_message
from rcm_tui.cli.lazy import Command
from rcm_tui.history.setup import merge_with_markers
from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.store.merging import merged_bytes
from rcm_tui.store.yaml import YamlProblem, parse


@click.command(
    "merge-file",
    cls=Command,
    help=_(
        "Merge one file of a plan for git, as its merge driver: BASE, OURS and THEIRS are files, and the result is "
        "written to OURS. Where a person has to choose, the file gets git's own markers and the exit status is 1. "
        "rcm sync --install-driver makes git use it."
    ),
    epilog="rcm merge-file BASE OURS THEIRS plan/HR/HR-4/HR-4.2.yaml",
)
@click.argument("base", metavar=_("BASE"), type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("ours", metavar=_("OURS"), type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("theirs", metavar=_("THEIRS"), type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("path", metavar=_("PATH"), required=False, default="", type=click.Path())
def merge_file(base: Path, ours: Path, theirs: Path, path: str) -> int:
    """Merge the file; leave it to git where fields clash, or a side cannot be read."""
    sides = [file.read_bytes() for file in (base, ours, theirs)]
    try:
        was, mine, other = (parse(side) if side.strip() else {} for side in sides)
        found = merge(was, mine, other)
        if not found.clashes:
            content, lost = merged_bytes(sides[0] or None, sides[1], sides[2], found.data)
            if not lost:
                ours.write_bytes(content)
                return DONE
    except (YamlProblem, RcmError) as problem:
        show_message(f"{path}: {problem}")
    else:
        fields = ", ".join(".".join(clash.path) for clash in found.clashes) or _("comments")
        message = _("{path}: both sides changed {fields}; rcm sync --continue asks which is right.")
        show_message(message.format(path=path, fields=fields))
    return DONE if merge_with_markers(base, ours, theirs) else FOUND
