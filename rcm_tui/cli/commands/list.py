"""`rcm list`: items as a tree on a terminal, one per line in a pipe."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from rcm_tui.cli import output
from rcm_tui.cli.completion import complete_query
from rcm_tui.cli.errors import DONE, show_message
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.output import FAINT, ID, Line, Span, status_spans
from rcm_tui.cli.params import json_option
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _, ngettext
from rcm_tui.model import ids
from rcm_tui.model.plan import Plan, Unreadable
from rcm_tui.model.regex import regex
from rcm_tui.reports.names import counted_from, localized
from rcm_tui.reports.styles import status_of

if TYPE_CHECKING:
    from rcm_tui.workflow.workspace import Workspace

_THRESHOLD = 2_000_000
"""New objects before a garbage collection: everything made for a list stays alive until it is written."""
_COUNTS_DAYS = regex(r"\bis:(overdue|due)|\bdue:")


@click.command(
    "list",
    cls=Command,
    help=_(
        "List the items of the current plan, or those that match QUERY.\n\nQUERY is made of "
        "words and of terms such as status:open, actor:MOH, subject:HR, meeting:2006-11-council, "
        "due:..2006-12, untranslated:es, is:archived, is:any, is:overdue, is:stale, "
        "is:untranslated or is:unofficial. The prefix not: negates a "
        "term, and @name stands for a filter saved in the interface. Case and accents do not "
        "matter. In a pipe, each line holds id, kind, status and "
        "text, separated by tabs."
    ),
    epilog="rcm list\nrcm list aids\nrcm list status:pending-input actor:MOH\nrcm list is:archived --json",
)
@click.argument("query", metavar=_("[QUERY...]"), nargs=-1, shell_complete=complete_query)
@json_option
@pass_state
def list_items(state: State, query: Sequence[str], as_json: bool) -> int:
    """Print the items that match."""
    gc.set_threshold(_THRESHOLD)
    words = query_of(query)
    workspace = state.workspace
    found = found_items(workspace, words)
    if as_json:
        from rcm_tui.reports.json import items_json

        output.data("items", items=items_json(workspace.plan, found))
    elif output.drawn():
        from rcm_tui.cli.render import with_note

        output.lines(with_note(_tree(workspace.plan, found)))
        _close(workspace, words, found)
    else:
        plan = workspace.plan
        output.rows(_cells(plan, item_id) for item_id in found)
        if not found:
            show_message(_nothing(workspace.plan, words))
    return DONE


def query_of(arguments: Sequence[str]) -> str:
    """Join the arguments into a query; one with spaces, whose quotes the shell removed, is quoted again."""
    words = " ".join(
        f'"{word}"' if " " in word and not re.search(r'["\']|\w:', word) else word for word in arguments
    ).strip()
    if "@" not in words:
        return words
    from rcm_tui.workflow.memory import expanded

    return expanded(words)


def found_items(workspace: Workspace, words: str) -> tuple[str, ...]:
    """Return the ids that match a query, in printed order; without a query, every current item."""
    if not words:
        archived = workspace.plan.archived
        return tuple(item_id for item_id in workspace.plan.walk() if item_id not in archived)
    from rcm_tui.workflow.archive import find_items

    return find_items(workspace, words)


def _cells(plan: Plan, item_id: str) -> tuple[str, str, str, str]:
    node = plan.head(item_id)
    kind = ids.kind_of(item_id)
    if node is None or isinstance(node, Unreadable):
        return item_id, kind, "unreadable", _first_problem(node)
    return item_id, kind, status_of(node), localized(node.text)


def _first_problem(node: Unreadable | None) -> str:
    return str(node.problems[0]) if node is not None and node.problems else ""


def _tree(plan: Plan, found: Sequence[str]) -> Iterator[Line]:
    """Yield the items below their ancestors; an ancestor that does not match itself is faint."""
    fitting = set(found)
    shown = set(found)
    for item_id in found:
        above = item_id
        while above := plan.parent_of(above):
            shown.add(above)
    first = True
    for item_id in plan.walk():
        if item_id not in shown:
            continue
        if not plan.parent_of(item_id) and not first:
            yield output.BLANK
        first = False
        yield item_line(plan, item_id, faint=item_id not in fitting)


def item_line(plan: Plan, item_id: str, *, faint: bool = False) -> Line:
    """Format an item as one paragraph: id, status and whole text, with a hanging indent."""
    identity, _kind, status, words = _cells(plan, item_id)
    depth = plan.levels.depth_of(item_id)
    numbered = f"{plan.printed_number(item_id)} " if plan.has_dotted_numbers else ""
    front = (numbered + identity).ljust(8) + " "
    spans: list[Span] = [(front, FAINT if faint else ID)]
    if status:
        spans += [*status_spans(status), "  "]
    if plan.is_archived(item_id):
        spans += [*status_spans("archived"), "  "]
    spans.append((words, FAINT) if faint else (words, output.TITLE if depth == 0 else output.PLAIN))
    return output.text(*spans, indent=2 * depth, hang=len(front))


def _close(workspace: Workspace, words: str, found: Sequence[str]) -> None:
    """Print how many items there are, how many more are archived, and which day deadlines count from."""
    if not found:
        show_message(_nothing(workspace.plan, words))
        return
    sentences = [ngettext("{count} item.", "{count} items.", len(found)).format(count=len(found))]
    archived = len(workspace.plan.archived)
    if not words and archived:
        sentences.append(
            ngettext(
                "{count} more in the archive: rcm list is:archived",
                "{count} more in the archive: rcm list is:archived",
                archived,
            ).format(count=archived)
        )
    if _COUNTS_DAYS.search(words):
        sentences.append(counted_from(workspace.day))
    output.line()
    output.line((" ".join(sentences), FAINT))


def _nothing(plan: Plan, words: str) -> str:
    if words:
        return _(
            "Nothing in the plan matches “{query}”. Try fewer words, or add is:any to search the archive too."
        ).format(query=words)
    if plan.archived:
        return _("The current plan is empty; everything is in the archive: rcm list is:archived")
    if plan.levels.is_top_hidden:
        return _('The plan is empty. Start with an objective: rcm add --text "..."')
    return _('The plan is empty. Start with a subject: rcm add --subject HR --title "Human Rights"')
