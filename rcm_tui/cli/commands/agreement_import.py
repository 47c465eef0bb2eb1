"""`rcm agreement import`: the agreements in the minutes or conclusions of a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from rcm_tui.cli import output
from rcm_tui.cli.commands.meeting import chosen_meeting
from rcm_tui.cli.errors import DONE, show_message
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.params import language_option
from rcm_tui.cli.prompts import ask, can_ask
from rcm_tui.cli.recording import CommandOptions, Declined, carry_out, recording
from rcm_tui.cli.render import page_lines
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _, ngettext
from rcm_tui.model.errors import BadValue
from rcm_tui.model.pasted import UNPLACED, Piece
from rcm_tui.reports.names import localized
from rcm_tui.workflow import agreements
from rcm_tui.workflow.change import Change, Recorded

owners_option = click.option(
    "--owners",
    is_flag=True,
    help=_("Record who is to do what, and by when, as the words of agreements that are read from a text say."),
)


def at_meeting(state: State, options: CommandOptions, meeting: str) -> CommandOptions:
    """Attribute a record to the meeting of its agreement while that is open, unless an option says otherwise."""
    if options.between or options.meeting is not None:
        return options
    return (
        replace(options, meeting=meeting) if meeting in {opened.id for opened in state.plan.open_meetings} else options
    )


def record_pieces(
    state: State,
    options: CommandOptions,
    meeting: str,
    language: str | None,
    pieces: Sequence[Piece],
    owners: bool,
) -> int:
    """Record the agreements among pieces; the texts around them become statements of the meeting."""
    chosen = next(iter(state.text("", language)))

    def tell(recorded: Recorded) -> None:
        headings = sum(piece.is_heading and not piece.aside for piece in pieces)
        others = sum(bool(piece.aside) for piece in pieces)
        unplaced = [piece.text for piece in pieces if piece.aside == UNPLACED]
        known = recorded.plan.meetings[meeting].agreements[-(len(pieces) - headings - others) :]
        for agreement in known if not options.as_json else ():
            output.row(agreement.id, agreement.number, localized(agreement.text))
        if headings:
            message = ngettext(
                "{count} heading is kept among the statements of the meeting.",
                "{count} headings are kept among the statements of the meeting.",
                headings,
            )
            show_message(message.format(count=headings))
        if others:
            message = ngettext(
                "{count} text that is not an agreement is kept among the statements of the meeting.",
                "{count} texts that are not agreements are kept among the statements of the meeting.",
                others,
            )
            show_message(message.format(count=others))
        for text in unplaced:
            show_message(_("Look at: {text}").format(text=text))

    def make() -> Change:
        propose = agreements.proposals_for(state.plan, meeting) if owners else None
        return agreements.add_many(state.workspace, meeting, pieces, chosen, propose=propose)

    return carry_out(state, make, options, then=tell)


@click.command(
    "import",
    cls=Command,
    help=_(
        "Find the agreements in the minutes or conclusions in FILE (docx, xlsx, csv, html or txt; odt and "
        "doc need LibreOffice), show them, and record them once you confirm. The texts around them become "
        "statements of the meeting."
    ),
    epilog=(
        "rcm agreement import conclusions.docx\n"
        "rcm agreement import minutes.docx --meeting 2007-05-council --as 4=agreement --as 7=nothing --owners --yes"
    ),
)
@click.argument("file", metavar=_("FILE"), type=click.Path(path_type=Path))
@language_option
@click.option(
    "--as",
    "corrections",
    multiple=True,
    metavar="N=" + _("WHAT"),
    help=_("What a text is, if rcm got it wrong: agreement, statement, join (to the one before) or nothing."),
)
@owners_option
@pass_state
@recording
def import_(
    state: State,
    options: CommandOptions,
    file: Path,
    language: str | None,
    corrections: tuple[str, ...],
    owners: bool,
) -> int:
    """Show what was found, ask, and record."""
    from rcm_tui.model.pasted import guess_language
    from rcm_tui.workflow.importing.minutes import corrected, minutes_of, pieces_page, read_correction

    meeting = chosen_meeting(state.workspace, options.meeting)
    options = at_meeting(state, replace(options, meeting=None), meeting)
    with output.progress(_("Reading {file}").format(file=file.name)) as tell:
        found, notes = minutes_of(file, tell)
    wanted = dict(read_correction(correction) for correction in corrections)
    propose = agreements.proposals_for(state.plan, meeting)
    while True:
        pieces = corrected(found, wanted)
        if options.confirmed and not options.dry_run:
            break
        if not options.as_json:
            output.lines(page_lines(pieces_page(state.plan, found if not wanted else pieces, propose, notes)))
            output.flush()
        if options.dry_run:
            return DONE if not options.as_json else _pieces_json(pieces)
        if not can_ask():
            raise BadValue(_("Nothing was recorded. Look at what was found, and say --yes to record it."))
        answer = ask(_("Record it so? y, n, or a text to correct, such as 4=agreement"), _("n"))
        if answer.casefold().startswith((_("y"), "y")):
            break
        if "=" not in answer:
            raise Declined
        try:
            found, wanted = corrected(pieces, dict([read_correction(answer)])), {}
        except BadValue as wrong:
            show_message(str(wrong))
    if not any(not piece.is_heading for piece in pieces):
        raise BadValue(
            _("No agreement was found in {file}. Say which texts are some: --as 4=agreement").format(file=file)
        )
    if language is None:
        language = guess_language(" ".join(piece.text for piece in pieces), state.plan.info.languages) or None
    return record_pieces(state, options, meeting, language, pieces, owners)


def _pieces_json(pieces: Sequence[Piece]) -> int:
    def as_json(piece: Piece) -> dict[str, object]:
        return {
            "number": piece.number,
            "text": piece.text,
            "is": (piece.aside or "heading") if piece.is_heading else "agreement",
            "parts": [as_json(part) for part in piece.parts],
        }

    output.data("minutes", pieces=[as_json(piece) for piece in pieces])
    return DONE
