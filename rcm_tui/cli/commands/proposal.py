"""`rcm proposal`: what delegations propose, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from rcm_tui.cli import output
from rcm_tui.cli.completion import complete_meetings
from rcm_tui.cli.errors import DONE, show_message
from rcm_tui.cli.lazy import Group
from rcm_tui.cli.output import FAINT, ID, TITLE, Line, Span, text
from rcm_tui.cli.params import json_option
from rcm_tui.cli.recording import CommandOptions, carry_out, recording
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _, ngettext
from rcm_tui.model.proposals import ProposalStatus

if TYPE_CHECKING:
    from rcm_tui.reports.proposals import Decided
    from rcm_tui.workflow.change import Recorded


@click.group(
    "proposal",
    cls=Group,
    help=_("List, accept and refuse what delegations propose: what `rcm import` found in the copies they sent back."),
    epilog="rcm proposal list\nrcm proposal accept 2007-05-council-fr-1/kvt\n"
    'rcm proposal refuse 2007-05-council-fr-1/bdr -m "The council kept the text."',
)
def proposal() -> None:
    """Group the commands on proposals."""


def take_in(
    state: State, options: CommandOptions, name: str, content: bytes, *, by: str | None, base: str | None
) -> int:
    """Record what a copy of the plan that came back proposes, and list it."""
    from rcm_tui.workflow.deciding import Received
    from rcm_tui.workflow.deciding import take_in as taken_in

    received = Received(name, content, by, base)

    def tell(recorded: Recorded) -> None:
        if options.as_json:
            return
        found = [decided for decided in _decided(state, None) if decided.submission.id == recorded.new_id]
        output.lines(_list(found))
        show_message(_("Decide them with: rcm proposal accept, refuse or later, or in the interface with O."))

    return carry_out(state, lambda: taken_in(state.workspace, received), options, tell_id=True, then=tell)


def _decided(state: State, meeting: str | None) -> tuple[Decided, ...]:
    from rcm_tui.workflow.proposals import decided

    return decided(state.workspace, meeting)


@proposal.command("list", help=_("List the proposals that are not decided, by item; all of them with --all."))
@click.option("--all", "everything", is_flag=True, help=_("Include proposals that are decided."))
@click.option(
    "--at",
    "meeting",
    metavar=_("MEETING"),
    shell_complete=complete_meetings,
    help=_("Only the proposals of one meeting."),
)
@json_option
@pass_state
def list_(state: State, everything: bool, meeting: str | None, as_json: bool) -> int:
    """Print the proposals."""
    from rcm_tui.reports.proposals import kind_words, place_words, proposal_json

    named = state.workspace.resolve_meeting(meeting) if meeting else None
    found = [decided for decided in _decided(state, named) if everything or decided.proposal.is_open]
    if as_json:
        output.data("proposals", proposals=[proposal_json(decided) for decided in found])
    elif not output.is_terminal():
        for decided in found:
            status = "overtaken" if decided.is_overtaken else decided.proposal.status.value
            words = decided.proposal.after or decided.proposal.before or ""
            output.row(
                decided.name, decided.by, place_words(decided.proposal), kind_words(decided.proposal), status, words
            )
    else:
        output.lines(_list(found))
    if not found and not as_json:
        show_message(_("There is no proposal.") if everything else _("No proposal is open."))
    return DONE


def _list(found: Sequence[Decided]) -> Iterator[Line]:
    from rcm_tui.reports.proposals import kind_words, marking_words, place_words, status_words

    where = ""
    for decided in found:
        place = place_words(decided.proposal)
        if place != where:
            yield text((place, TITLE))
            where = place
        marking = marking_words(decided.proposal)
        about = ", ".join(filter(None, (kind_words(decided.proposal), marking)))
        yield text(
            (decided.name, ID), f"  {decided.by}  ", (about, FAINT), f"  {status_words(decided)}", indent=2, hang=2
        )
        yield text(*_pieces(decided), indent=4)
    count = len(found)
    if count:
        yield text((ngettext("{count} proposal", "{count} proposals", count).format(count=count), FAINT))


def _pieces(decided: Decided) -> list[Span]:
    """Return the words of a proposal, compared with what the plan had: `[-gone-]{+come+}` without colours."""
    from rcm_tui.changes.words import DiffOp

    marks = {DiffOp.KEPT: ("", "", ""), DiffOp.ADDED: ("{+", "+}", "added"), DiffOp.REMOVED: ("[-", "-]", "removed")}
    plain = decided.proposal.kind.value in ("new", "comment")
    found: list[Span] = []
    for op, words in decided.pieces:
        before, after, role = marks[op]
        found.append(words if plain or op is DiffOp.KEPT else (f"{before}{words}{after}", role))
    return found or ["–"]


@proposal.command("show", help=_("Show a proposal: what the plan said, says now, and what is proposed."))
@click.argument("name", metavar=_("PROPOSAL"))
@json_option
@pass_state
def show(state: State, name: str, as_json: bool) -> int:
    """Print it."""
    from rcm_tui.reports.proposals import (
        kind_words,
        marking_words,
        place_words,
        proposal_json,
        status_words,
        value_words,
    )
    from rcm_tui.workflow.proposals import find

    submission, wanted = find(state.plan, name)
    decided = next(each for each in _decided(state, None) if each.submission is submission and each.proposal is wanted)
    if as_json:
        output.data("proposal", proposal=proposal_json(decided))
        return DONE
    about = ", ".join(filter(None, (kind_words(wanted), marking_words(wanted))))
    output.lines(
        [
            text((decided.name, ID), f"  {place_words(wanted)}  ", (about, FAINT)),
            text((_("By"), FAINT), f"  {decided.by}" + (f" ({wanted.author})" if wanted.author else "")),
            text((_("Before"), FAINT), f"  {value_words(wanted, wanted.before) or '–'}", hang=2),
            text((_("Now"), FAINT), f"  {value_words(wanted, decided.now) or '–'}", hang=2),
            text((_("Proposed"), FAINT), f"  {value_words(wanted, wanted.after) or '–'}", hang=2),
            text(
                (_("Outcome"), FAINT),
                f"  {status_words(decided)}" + (f"  {decided.record[:7]}" if decided.record else ""),
            ),
        ]
    )
    return DONE


@proposal.command(
    "accept",
    help=_(
        "Carry out a proposal, and record who proposed it. If the plan has changed there since, the change "
        "is shown and nothing is recorded, unless --anyway or --as is given."
    ),
    epilog='rcm proposal accept 2007-05-council-fr-1/kvt\nrcm proposal accept kvt --as "HOST A SEMINAR IN 2007"',
)
@click.argument("name", metavar=_("PROPOSAL"))
@click.option("--as", "instead", metavar=_("TEXT"), help=_("Accept it in these words, or with this value."))
@click.option("--anyway", is_flag=True, help=_("Accept it even though the plan has changed there since."))
@pass_state
@recording
def accept(state: State, options: CommandOptions, name: str, instead: str | None, anyway: bool) -> int:
    """Accept it."""
    from rcm_tui.workflow import deciding

    return carry_out(state, lambda: deciding.accept(state.workspace, name, instead, anyway=anyway), options)


def _command(word: str, status: ProposalStatus, words: str) -> None:
    @proposal.command(word, help=words, epilog=f"rcm proposal {word} 2007-05-council-fr-1/kvt -m REASON")
    @click.argument("name", metavar=_("PROPOSAL"))
    @pass_state
    @recording
    def command(state: State, options: CommandOptions, name: str) -> int:
        """Decide it."""
        from rcm_tui.workflow.deciding import decide

        return carry_out(state, lambda: decide(state.workspace, name, status, options.reason), options)


_command("refuse", ProposalStatus.REFUSED, _("Refuse a proposal, with the reason."))
_command("later", ProposalStatus.LATER, _("Keep a proposal for later."))
_command("withdraw", ProposalStatus.WITHDRAWN, _("Note that a delegation has withdrawn a proposal."))
