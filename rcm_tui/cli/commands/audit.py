"""`rcm audit` and `rcm account`: check the history; explain a finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click

from rcm_tui.cli import output
from rcm_tui.cli.errors import DONE, FOUND, show_message
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.output import FAINT, ID, LABEL, TITLE, Line, text
from rcm_tui.cli.params import json_option
from rcm_tui.cli.recording import CommandOptions, carry_out, recording
from rcm_tui.cli.state import State, pass_state
from rcm_tui.history.audit.findings import Finding
from rcm_tui.i18n import _, ngettext
from rcm_tui.model.plan import unreadable_files
from rcm_tui.workflow.audit import Audit
from rcm_tui.workflow.audit import account as accounting
from rcm_tui.workflow.audit import audit as made


@click.command(
    "audit",
    cls=Command,
    help=_(
        "Check the history since the plan's start for changes that name no meeting, records of "
        "closed meetings, duplicate ids, vanished items, moved editions, merges that discard changes "
        "and back-dated records; and, of what was audited here before, for records that were altered or dropped since. "
        "The exit status is 1 if anything is found. What was audited before is not checked "
        "again, except with --anew."
    ),
    epilog='rcm audit\nrcm audit --anew --signatures\nrcm audit --json\nrcm account 3f2a9c1 -m "Merged by hand"',
)
@click.option("--anew", is_flag=True, help=_("Check everything again."))
@click.option("--signatures", is_flag=True, help=_("Also verify all signatures, with gpg or ssh-keygen; slower."))
@click.option("--settled", is_flag=True, help=_("Also list findings that a later record explains."))
@json_option
@pass_state
def audit(state: State, anew: bool, signatures: bool, settled: bool, as_json: bool) -> int:
    """Audit the history and print the findings."""
    found, broken = made(state.workspace, anew=anew, signatures=signatures), unreadable_files(state.plan)
    shown = [*found.findings, *found.notices, *(found.settled if settled else ())]
    if as_json:
        _write_json(found, broken)
    elif output.is_terminal():
        output.lines(_page(shown))
    else:
        for finding in shown:
            output.row(
                "settled" if finding.settled else finding.severity,
                finding.code.value,
                finding.where,
                finding.what,
                finding.remedy,
            )
    if not as_json:
        show_message(summary(found, is_whole=not broken))
    return DONE if found.is_clean and not broken else FOUND


def summary(found: Audit, *, is_whole: bool = True) -> str:
    """Sum up the audit in a sentence; without `is_whole`, files of the plan cannot be read."""
    looked = ngettext("{count} record checked", "{count} records checked", found.records).format(count=found.records)
    if found.start:
        looked += ", " + _("the history begins at {commit}").format(commit=found.start[:12])
    count = len(found.findings)
    if not count:
        message = _("The history is intact") if is_whole else _("Nothing was found in what can be read")
    else:
        message = ngettext("{count} finding", "{count} findings", count).format(count=count)
    if found.settled:
        accounted = ngettext("{count} explained", "{count} explained", len(found.settled))
        message += ", " + accounted.format(count=len(found.settled))
    return f"{message} ({looked})."


def _page(findings: list[Finding]) -> Iterator[Line]:
    for place, finding in enumerate(findings):
        if place:
            yield output.BLANK
        role = "done" if finding.settled else "broken" if finding.severity == "finding" else "waiting"
        word = _("explained") if finding.settled else _("finding") if finding.severity == "finding" else _("notice")
        yield text((f"{finding.where}  ", ID), (word, role), (f"  {finding.code.value}", FAINT))
        yield text((finding.what, TITLE), indent=2)
        if finding.settled:
            yield text((_("explained by {commit}").format(commit=finding.settled[:12]), LABEL), indent=2)
        elif finding.remedy:
            yield text(finding.remedy, indent=2)


def fault_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON data."""
    return {
        "code": finding.code.value,
        "severity": finding.severity,
        "commit": finding.commit,
        "where": finding.where,
        "what": finding.what,
        "remedy": finding.remedy,
        "settledBy": finding.settled,
        "facts": dict(finding.facts),
    }


def _write_json(found: Audit, broken: Sequence[str]) -> None:
    output.data(
        "audit",
        clean=found.is_clean and not broken,
        unreadable=list(broken),
        start=found.start,
        head=found.head,
        recordsLookedAt=found.records,
        editions=found.editions,
        findings=[fault_json(finding) for finding in found.findings],
        notices=[fault_json(finding) for finding in found.notices],
        settled=[fault_json(finding) for finding in found.settled],
    )


@click.command(
    "account",
    cls=Command,
    help=_(
        "Record how a finding of the audit came about. Records are never changed; this new one settles the finding."
    ),
    epilog='rcm account 3f2a9c1 -m "Merged by hand; the meeting had agreed to it"',
)
@click.argument("commit", metavar=_("COMMIT"))
@pass_state
@recording
def account(state: State, options: CommandOptions, commit: str) -> int:
    """Record the explanation."""
    change = accounting(state.workspace, commit, options.reason)
    return carry_out(state, lambda: change, options)
