"""Audit the trail: check that every change of the plan is accounted for and that history was not altered.

It begins at the record that carries Plan-start. What was audited once is remembered, so that an audit after a meeting
looks at that meeting alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from rcm_tui.changes.items import key_of
from rcm_tui.history.audit.findings import FINDING, Code, Finding
from rcm_tui.history.audit.ledger import Ledger, load, save
from rcm_tui.history.audit.memory import Memory
from rcm_tui.history.audit.repository import repository_findings, signature_findings, signed_commits
from rcm_tui.history.audit.walk import walk
from rcm_tui.history.log import is_ancestor, records
from rcm_tui.history.message import ACCOUNTS_FOR
from rcm_tui.i18n import N_, _, translator
from rcm_tui.model.errors import BadValue
from rcm_tui.model.frozen import dataclass
from rcm_tui.workflow.change import BETWEEN_MEETINGS, Change

if TYPE_CHECKING:
    from rcm_tui.history.audit.findings import Finding
    from rcm_tui.history.audit.ledger import Ledger
    from rcm_tui.history.git import Git
    from rcm_tui.history.log import Record
    from rcm_tui.workflow.view import PlanView

_ACCOUNTED = N_("Accounted for: {subject}")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found.

    `findings` need a person to act, `notices` are worth knowing, `settled` are findings that a later record accounts
    for. `start` is the record where the trail begins; `records` how many were looked at this time, of the trail's
    `head`.
    """

    findings: tuple[Finding, ...]
    notices: tuple[Finding, ...]
    settled: tuple[Finding, ...]
    start: str | None
    head: str | None
    records: int
    editions: int

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found that needs a person to act."""
        return not self.findings


def audit(view: PlanView, *, anew: bool = False, signatures: bool = False, progress: Progress | None = None) -> Audit:
    """Audit the trail up to the last record. With `anew`, results of earlier audits are not used.

    With `signatures` the signatures of the records looked at are checked as well, by gpg or ssh-keygen.
    """
    git = view.git
    kept = load(git)
    memory = Memory.load(git)
    head = git.resolve("HEAD")
    ledger = kept if kept is not None and not anew and not signatures and _goes_on(git, kept, head) else Ledger()
    found = _new_records(git, ledger) if head else []
    signed = signed_commits(git, [record.commit for record in found])
    _walk(git, ledger, found, signed, progress)
    ledger.head = head
    faults = [*ledger.findings, *repository_findings(git, ledger, memory.closings, memory.editions)]
    faults += [*_lost_in_merges(git, ledger), *memory.look_back(git)]
    if signatures:
        faults += signature_findings(git, found, signed)
    memory.note_editions(git, ledger.closing)
    if head:
        save(git, ledger)
        memory.save(git)
    return _sorted_out(ledger, faults, len(found))


def _goes_on(git: Git, kept: Ledger, head: str | None) -> bool:
    """Say whether this history continues from where the last audit ended."""
    if head is None or kept.head is None or (git.common_dir / "shallow").exists():
        return False
    return kept.head == head or is_ancestor(git, kept.head, head)


def _new_records(git: Git, ledger: Ledger) -> list[Record]:
    """Yield the records not audited yet, newest first, without those before the start of the trail."""
    found = list(records(git, topological=True, not_rev=ledger.head))
    if ledger.head is not None:
        return found
    starts = [record for record in found if record.plan_start]
    if not starts:
        return _without_cut(found, ledger)
    ledger.begin(git, starts[-1].commit)
    before = {starts[-1].commit}
    kept = []
    for record in found:  # A parent comes after all of its children.
        if record.commit in before:
            before.update(record.parents)
        else:
            kept.append(record)
    return kept


def _without_cut(found: list[Record], ledger: Ledger) -> list[Record]:
    """Leave out the first records of a shallow clone: what they changed is not known, only what the plan was then."""
    for record in found:
        for change in record.present:
            ledger.put(change)
    return [record for record in found if not record.is_cut]


def _walk(git: Git, ledger: Ledger, found: list[Record], signed: frozenset[str], progress: Progress | None) -> None:
    if ledger.start is None and found and not git.boundary:
        ledger.findings = [finding for finding in ledger.findings if finding.code is not Code.NO_START]
        ledger.findings.append(Finding(Code.NO_START, None, {"where": "HEAD"}))
    walk(git, ledger, found, signed)
    if progress is not None:
        progress(len(found), len(found))


def _lost_in_merges(git: Git, ledger: Ledger) -> list[Finding]:
    """Find items that no record removed and that are missing: a merge dropped them."""
    if ledger.head is None:
        return []
    tree = git.tree(ledger.head)
    gone = {key: places for key, places in ledger.alive.items() if tree.keys().isdisjoint(places)}
    standing = {key_of(path)[0] for path in tree} if gone else set()
    faults = []
    for key, places in gone.items():
        if key not in standing:
            touching = list(records(git, places))
            guilty = next((record for record in touching if len(record.parents) > 1), touching[0] if touching else None)
            if guilty is not None:
                facts = {"subject": guilty.subject, "person": guilty.author, "item": key, "path": places[0]}
                faults.append(Finding(Code.VANISHED, guilty.commit, facts))
    return faults


def _sorted_out(ledger: Ledger, faults: list[Finding], count: int) -> Audit:
    once = {(finding.code, finding.commit, tuple(finding.facts.items())): finding for finding in faults}
    reported = [replace(finding, settled=_accounted(ledger, finding)) for finding in once.values()]
    open_ones = [finding for finding in reported if finding.settled is None]
    return Audit(
        tuple(finding for finding in open_ones if finding.severity == FINDING),
        tuple(finding for finding in open_ones if finding.severity != FINDING),
        tuple(finding for finding in reported if finding.settled is not None),
        ledger.start,
        ledger.head,
        count,
        len(ledger.closing),
    )


def _accounted(ledger: Ledger, fault: Finding) -> str | None:
    """Find the record that accounts for a finding; it names the commit in full or abbreviated."""
    if fault.commit is None:
        return None
    exact = ledger.accounts.get(fault.commit)
    if exact is not None:
        return exact
    return next(
        (record for name, record in ledger.accounts.items() if len(name) >= 7 and fault.commit.startswith(name)), None
    )


def account(view: PlanView, commit: str, reason: str) -> Change:
    """Build a record that explains a finding about another record, and settles it. It changes no file.

    Raises BadValue where there is no such commit, or no reason is given.
    """
    if not reason.strip():
        raise BadValue(_("Explain how it came about, with -m TEXT."))
    found = view.git.resolve(commit)
    if found is None:
        raise BadValue(
            _("There is no record {commit}; rcm audit names the ones that were found.").format(commit=commit)
        )
    subject = translator(view.plan.info.first_language).gettext(_ACCOUNTED).format(subject=_subject(view, found))
    return Change((), subject=subject, trailers=((ACCOUNTS_FOR, found),), meeting=BETWEEN_MEETINGS, allow_empty=True)


def _subject(view: PlanView, commit: str) -> str:
    return next(iter(records(view.git, rev=commit, limit=1))).subject
