"""Run the terminal interface, or print a summary of the plan where it cannot be drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from rcm_tui.cli import output
from rcm_tui.cli.errors import DONE, debug_log_to_file
from rcm_tui.cli.output import FAINT, TITLE, Line, status_spans, text
from rcm_tui.cli.prompts import can_ask
from rcm_tui.cli.render import labelled
from rcm_tui.cli.state import State
from rcm_tui.i18n import _, current, ngettext
from rcm_tui.reports.names import counted_from, date_words
from rcm_tui.reports.styles import kind_count
from rcm_tui.workflow.workspace import Workspace


def run_interface(state: State, root: Path) -> int:
    """Open the terminal interface on the plan at `root`, or print a summary where it cannot be drawn."""
    if not output.drawn() or not can_ask():
        if state.plain and can_ask():
            from rcm_tui.cli.plain import PlainInterface

            output.lines(standing_lines(Workspace.open(root, on=state.on)))
            output.flush()
            return PlainInterface(state).run()
        output.lines(standing_lines(Workspace.open(root, on=state.on)))
        return DONE
    debug_log_to_file()
    # By name, since neither front end depends on the other: this one only starts the other.
    opened: int = import_module("rcm_tui.tui.run").run(root, language=current(), on=state.on)
    return opened


def standing_lines(workspace: Workspace) -> Iterator[Line]:
    """Summarise the plan: items by status, the open meeting, what is not recorded, and what to do next."""
    from rcm_tui.workflow.summary import summarize

    standing = summarize(workspace)
    plan = workspace.plan
    yield text((standing.title, TITLE))
    yield text((str(workspace.root), FAINT))
    yield output.BLANK
    yield labelled(_("Items"), _items(workspace))
    counts = Counter(activity.status for activity in plan.activities() if not plan.is_archived(activity.id))
    for status in plan.statuses:
        if counts[status]:
            yield text(*status_spans(status), f": {counts[status]}", indent=14)
    if plan.archived:
        yield text(*status_spans("archived"), f": {len(plan.archived)}", indent=14)
    for meeting in standing.meetings:
        when = " ".join(part for part in (date_words(meeting.dates), meeting.place or "") if part)
        yield labelled(_("Meeting"), _("{meeting} is open").format(meeting=meeting.id), (f"  {when}", FAINT))
    if not standing.meetings:
        yield labelled(_("Meeting"), _("none is open"))
    yield labelled(_("Branch"), standing.branch or _("none: detached HEAD"), *_towards(standing))
    yield from _waiting(standing.unrecorded, standing.to_place, standing.problems, standing.to_settle)
    yield text((counted_from(workspace.day), FAINT))


def _items(workspace: Workspace) -> str:
    kinds = Counter(
        item.kind for item_id, item in workspace.plan.items.items() if not workspace.plan.is_archived(item_id)
    )
    return ", ".join(kind_count(kind, kinds[kind]) for kind in workspace.plan.levels.shown)


def _towards(standing: object) -> tuple[output.Span, ...]:
    """Say how many commits the branch is ahead of its upstream and behind it; empty where it has none."""
    ahead, behind = getattr(standing, "ahead", None), getattr(standing, "behind", None)
    if not ahead and not behind:
        return ()
    return (_(" ({ahead} ahead of its remote, {behind} behind)").format(ahead=ahead or 0, behind=behind or 0),)


def _waiting(unrecorded: int, to_place: int, problems: int, to_settle: int) -> Iterator[Line]:
    """Yield what needs attention, each with the command that deals with it."""
    questions = ngettext("{count} question is to be settled", "{count} questions are to be settled", to_settle)
    edits = ngettext("{count} external edit is not recorded", "{count} external edits are not recorded", unrecorded)
    agreements = ngettext("{count} agreement is not linked yet", "{count} agreements are not linked yet", to_place)
    mistakes = ngettext("{count} mistake in the files", "{count} mistakes in the files", problems)
    for count, label, message, role, command in (
        (to_settle, _("Synchronising"), questions, "waiting", "rcm sync --continue"),
        (unrecorded, _("Unrecorded"), edits, "waiting", "rcm record"),
        (to_place, _("Agreements"), agreements, "waiting", "rcm agreement list --to-place"),
        (problems, _("Files"), mistakes, "broken", "rcm check"),
    ):
        if count:
            yield labelled(label, (message.format(count=count), role), f": {command}")
