"""`rcm completion`: the script that makes a shell complete commands, ids and meetings."""

from __future__ import annotations

import click

from rcm_tui.cli import output
from rcm_tui.cli.errors import DONE
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.params import Choice
from rcm_tui.i18n import _


@click.command(
    "completion",
    cls=Command,
    help=_("Print the completion script for a shell: commands, options, ids, meetings, statuses and actors."),
    epilog=(
        "rcm completion bash > ~/.local/share/bash-completion/completions/rcm\n"
        "rcm completion zsh > ~/.zfunc/_rcm\nrcm completion fish > ~/.config/fish/completions/rcm.fish"
    ),
)
@click.argument("shell", metavar="bash|zsh|fish", type=Choice("bash", "zsh", "fish"))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> int:
    """Print the script."""
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    assert made is not None
    script = made(ctx.find_root().command, {}, "rcm", "_RCM_COMPLETE")
    # Not `source()`, which runs bash to look at its version: the script may be made for another machine.
    output.source(script.source_template % script.source_vars())
    return DONE
