"""`rcm schema` and `rcm completion`: output for editors and shells."""

from __future__ import annotations

from pathlib import Path

import click

from rcm_tui.cli import output
from rcm_tui.cli.errors import DONE, show_message
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.params import Choice
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError


@click.command(
    "schema",
    cls=Command,
    help=_(
        "Print the JSON Schema of one kind of file, such as plan, activity or meeting, or of all. --write puts one "
        "file per kind into a folder, for editors to use. In a plan, they know what it declares."
    ),
    epilog="rcm schema activity\nrcm schema --write .schema",
)
@click.argument("kind", metavar=_("[KIND]"), required=False)
@click.option("--write", "folder", type=click.Path(path_type=Path), metavar=_("DIR"), help=_("Write files into DIR."))
@click.option("--json", "as_json", is_flag=True, hidden=True)
@pass_state
def schema(state: State, kind: str | None, folder: Path | None, as_json: bool) -> int:
    """Print the schemas, or write them to files. They are JSON with and without `--json`."""
    del as_json
    import json

    from rcm_tui.model.schema import SCHEMA
    from rcm_tui.reports import schema as schemas

    try:
        own = state.plan.schema
    except RcmError:
        own = SCHEMA  # Outside a plan, the fields of every plan.
    chosen = {kind: schemas.schema(kind, own)} if kind is not None else schemas.schemas(own)
    if folder is None:
        if kind is None:
            output.data("schemas", schemas=chosen)
        else:
            output.source(json.dumps(chosen[kind], indent=2, ensure_ascii=False) + "\n")
        return DONE
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in chosen.items():
        path = folder / f"{name}.schema.json"
        path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        output.row(path)
    show_message(_("To use one, put this line at the top of a file: # yaml-language-server: $schema=PATH"))
    return DONE


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
    source = script.source_template % script.source_vars()
    for old, new in _BASH if shell == "bash" else ():
        assert old in source
        source = source.replace(old, new)
    output.source(source)
    return DONE


_BASH = (
    (
        "    local response\n",
        """\
    local response word cut= words=() join= i cword=$COMP_CWORD
    # bash splits words at : and =, as in status:open and status=completed; rcm wants them whole.
    for ((i = 0; i < ${#COMP_WORDS[@]}; i++)); do
        word=${COMP_WORDS[i]}
        if ((i > 0)) && [[ $join || $word =~ ^[:=]+$ ]]; then
            words[${#words[@]}-1]+=$word
            ((i <= COMP_CWORD)) && ((cword--))
        else
            words+=("$word")
        fi
        [[ $word =~ ^[:=]+$ ]] && join=1 || join=
    done
    word=${words[cword]}
    # What is before the last sign is on the line already.
    ((cword < COMP_CWORD)) && [[ $word == *[:=]* ]] && cut=${word%"${word##*[:=]}"}
""",
    ),
    ('COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD', 'COMP_WORDS="${words[*]}" COMP_CWORD=$cword'),
    # A here-string for each line takes a tenth of a second for a thousand.
    ("IFS=',' read type value <<< \"$completion\"", "type=${completion%%,*} value=${completion#*,}"),
    ("COMPREPLY+=($value)", 'COMPREPLY+=("${value#"$cut"}")'),
    # What is to be continued is followed by no space.
    ("    return 0\n", "    [[ ${COMPREPLY[0]} == *[=:./] ]] && compopt -o nospace 2>/dev/null\n    return 0\n"),
)
"""What is replaced in click's script for bash."""
