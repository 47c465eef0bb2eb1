"""`rcm diff`: what changed between two states of the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from rcm_tui.changes.words import DiffOp
from rcm_tui.cli import output
from rcm_tui.cli.completion import complete_actors, complete_ids, complete_meetings
from rcm_tui.cli.errors import DONE, FOUND
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.output import FAINT, ID, LABEL, TITLE, Line, Span, text
from rcm_tui.cli.params import Choice, json_option
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.frozen import dataclass
from rcm_tui.reports.review import Detail, Sort, details, kinds_of, tally_words, what_word
from rcm_tui.workflow.plan_files import action_names, find_key
from rcm_tui.workflow.values import actor_code

if TYPE_CHECKING:
    from rcm_tui.changes.items import ItemChange
    from rcm_tui.reports.names import Called
    from rcm_tui.workflow.compare import Comparison
    from rcm_tui.workflow.workspace import Workspace

_KINDS = (*ids.KINDS, "meeting", "file")
_WHATS = ("added", "removed", "archived", "restored", "moved", "changed")


@click.command(
    "diff",
    cls=Command,
    help=_(
        "Show what changed from A to B, by item. A and B are meetings (their editions), `last` (the last "
        "edition), `now` (the files as they are), `start` (where the history begins) or git revisions; by "
        "default, from `last` to `now`. ITEM is an id; that of a subject or objective includes all items "
        "below it."
    ),
    epilog=(
        "rcm diff\nrcm diff 2006-05-council 2006-11-council\nrcm diff --of 2006-11-council --item HR\n"
        "rcm diff last now --stat\nrcm diff 2005-10-council now --markdown > review.md"
    ),
)
@click.argument("a", metavar=_("[A]"), required=False, shell_complete=complete_meetings)
@click.argument("b", metavar=_("[B]"), required=False, shell_complete=complete_meetings)
@click.option("--of", metavar=_("MEETING"), shell_complete=complete_meetings, help=_("What this meeting changed."))
@click.option(
    "--item",
    "items",
    multiple=True,
    metavar=_("ITEM"),
    shell_complete=complete_ids,
    help=_("Only this item and the items below it."),
)
@click.option("--kind", "kinds", multiple=True, type=Choice(*_KINDS), help=_("Only items of this kind."))
@click.option("--change", "whats", multiple=True, type=Choice(*_WHATS), help=_("Only changes of this kind."))
@click.option(
    "--actor",
    "actors",
    multiple=True,
    metavar=_("ACTOR"),
    shell_complete=complete_actors,
    help=_("Only items that name this actor."),
)
@click.option("--stat", is_flag=True, help=_("Only the counts, by subject."))
@click.option("--markdown", "as_markdown", is_flag=True, help=_("Write Markdown."))
@click.option("--exit-code", is_flag=True, help=_("Exit with status 1 if anything changed in content."))
@json_option
@pass_state
def diff(
    state: State,
    a: str | None,
    b: str | None,
    of: str | None,
    items: Sequence[str],
    kinds: Sequence[str],
    whats: Sequence[str],
    actors: Sequence[str],
    stat: bool,
    as_markdown: bool,
    exit_code: bool,
    as_json: bool,
) -> int:
    """Compare and print."""
    from rcm_tui.workflow.grouping import restrict

    workspace = state.workspace.read_lazily_if_readable()
    within = [_within(workspace, item) for item in items]
    codes = [actor_code(workspace.plan, actor) for actor in actors]
    parts = {
        name: replace(part, found=restrict(part.found, within=within, kinds=kinds, whats=whats, actors=codes))
        for name, part in _compared(workspace, a, b, of).items()
    }
    if as_json:
        _write_json(workspace, parts)
        return FOUND if exit_code and parts["changes"].found else DONE
    for place, part in enumerate(side for name, side in parts.items() if side.found or name == "changes"):
        if place:
            output.line("")
        if stat:
            _write_counts(workspace, part)
        elif as_markdown:
            from rcm_tui.reports.review_text import markdown_review
            from rcm_tui.workflow.grouping import group_titles, grouped, numbers_of_subjects

            groups = grouped(part.found, numbers_of_subjects(workspace, part.found.changes), workspace.plan.levels)
            output.verbatim("\n".join(markdown_review(groups, group_titles(workspace, groups), part.heading)))
        else:
            output.lines(page(workspace, part))
    return FOUND if exit_code and parts["changes"].found else DONE


@dataclass(frozen=True)
class Part:
    """One list of changes, with its heading."""

    heading: str
    found: Comparison


def _compared(workspace: Workspace, a: str | None, b: str | None, of: str | None) -> dict[str, Part]:
    """Compare; the names are those of the members of `--json`."""
    from rcm_tui.workflow.compare import LAST, NOW, compare_states, resolve_state

    if of is None:
        found = compare_states(workspace, resolve_state(workspace, a or LAST), resolve_state(workspace, b or NOW))
        return {"changes": Part(heading_of(found), found)}
    if a is not None:
        raise click.UsageError(_("--of names both states; leave out A and B."))
    from rcm_tui.workflow.minutes import minutes

    made = minutes(workspace, of)
    own, meeting = made.comparison, made.meeting.id
    before, after = (_called(state.name) for state in (own.before, own.after))
    return {
        "changes": Part(_("What the records of {meeting} changed").format(meeting=meeting), own),
        "corrections": Part(
            _("What was corrected or recorded of {meeting} after it was closed").format(meeting=meeting),
            replace(own, changes=made.corrections),
        ),
        "others": Part(
            _("What other records changed from {a} to {b}").format(a=before, b=after), replace(own, changes=made.others)
        ),
        "notRecorded": Part(_("Edited elsewhere, not recorded yet"), replace(own, changes=made.unrecorded)),
    }


def _within(workspace: Workspace, words: str) -> str:
    """Return the id that is meant; an id is taken as it is, for the item may exist in one of the two states only."""
    return words.upper() if ids.is_id(words.upper()) else find_key(workspace, words)


def _write_json(workspace: Workspace, parts: Mapping[str, Part]) -> None:
    from rcm_tui.reports.json import change_json
    from rcm_tui.workflow.grouping import counts

    found = parts["changes"].found
    before, after = found.before, found.after
    output.data(
        "changes",
        **{"from": before.name},
        to=after.name,
        fromCommit=before.commit,
        toCommit=after.commit,
        counts=counts(found, {}, workspace.plan.levels),
        **{name: [change_json(change) for change in part.found.changes] for name, part in parts.items()},
        noChangeInContent=[change.key for change in found.same],
    )


def _write_counts(workspace: Workspace, part: Part) -> None:
    from rcm_tui.workflow.grouping import counts, group_titles, numbers_of_subjects

    found = part.found
    tallies = counts(found, numbers_of_subjects(workspace, found.changes), workspace.plan.levels)
    if not output.is_terminal():
        for code, tally in tallies.items():
            output.row(code, *(f"{what}={count}" for what, count in tally.items()))
        return
    output.line((part.heading, TITLE))
    names = group_titles(workspace, tallies)
    width = max((len(name) for name in names.values()), default=0)
    for code, tally in tallies.items():
        output.line(names[code].ljust(width) + "  ", tally_words(tally), indent=2, hang=width + 2)
    total = tally_words(kinds_of(found.changes))
    output.line((_("in all").ljust(width) + "  ", LABEL), total or _("nothing changed"), indent=2, hang=width + 2)


# --- the page


def heading_of(found: Comparison) -> str:
    """Return `Changes from X to Y`."""
    return _("Changes from {a} to {b}").format(a=_called(found.before.name), b=_called(found.after.name))


def _called(name: str) -> str:
    return {
        "empty": _("the empty plan"),
        "now": _("the current plan"),
        "start": _("the beginning of the history"),
    }.get(name, name)


def page(workspace: Workspace, part: Part) -> Iterator[Line]:
    """Yield the changes, by subject."""
    from rcm_tui.workflow.grouping import group_titles, grouped, numbers_of_subjects

    found = part.found
    groups = grouped(found, numbers_of_subjects(workspace, found.changes), workspace.plan.levels)
    names = group_titles(workspace, groups)
    yield text((part.heading, TITLE))
    for code, changes in groups.items():
        yield output.BLANK
        yield text((names[code], TITLE), (f"  {tally_words(kinds_of(changes))}", FAINT))
        for change in changes:
            yield from item_lines(change, action_names(workspace, change.key))
    if found.same:
        yield output.BLANK
        yield text((_("No change in content: "), FAINT), ", ".join(change.key for change in found.same), hang=2)
    if not found:
        yield output.BLANK
        yield text(_("Nothing changed in content."))


def item_lines(change: ItemChange, called: Called) -> Iterator[Line]:
    """Yield what happened to one item: its id and text, then a line for each field."""
    from rcm_tui.reports.review_text import is_title, title

    yield text((f"{change.key}  ", ID), (what_word(change), "moving"), f"  {title(change)}", indent=2, hang=4)
    for detail in details(change, called):
        if not is_title(change, detail):
            yield detail_line(detail)


def detail_line(detail: Detail, indent: int = 6) -> Line:
    """Return one field with what went and what came, marked with signs where there is no colour to mark it."""

    label = (f"{detail.name}: ", LABEL)
    if detail.sort is Sort.ORDER:
        return text(label, _("reordered"), indent=indent, hang=2)
    if not output.coloured():
        from rcm_tui.reports.review_text import marked

        return text(label, marked(detail), indent=indent, hang=2)
    return text(label, *_spans(detail), indent=indent, hang=2)


def _spans(detail: Detail) -> Iterator[Span]:
    roles = {DiffOp.KEPT: output.PLAIN, DiffOp.REMOVED: output.GONE, DiffOp.ADDED: output.COME}
    between = {Sort.LIST: ", ", Sort.VALUE: " -> ", Sort.MEMBER: " -> "}.get(detail.sort, "")
    for place, run in enumerate(detail.runs):
        if place:
            yield between
        yield run.text, roles[run.op]
