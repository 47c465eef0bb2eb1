"""What delegations propose: all proposals for a field, one below the other, to be accepted, refused or postponed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import ClassVar

from textual.content import Content

from rcm_tui.changes.words import DiffOp
from rcm_tui.i18n import N_, _, ngettext
from rcm_tui.model import ids
from rcm_tui.model.fieldpath import parse_path
from rcm_tui.model.plan import Plan
from rcm_tui.model.proposals import ProposalKind, ProposalStatus
from rcm_tui.reports.names import actor_name, localized
from rcm_tui.reports.page import CARD, FACT, TEXT, TITLE
from rcm_tui.reports.proposals import Decided, kind_words, marking_words, place_words, status_words, value_words
from rcm_tui.tui.command import Command, Commands, CommandText, with_keys
from rcm_tui.tui.content import content, joined, line
from rcm_tui.tui.dialogs.ask import LineDialog, ReasonDialog
from rcm_tui.tui.dialogs.choose import Choice, ChooseDialog
from rcm_tui.tui.dialogs.wording import WordingDialog
from rcm_tui.tui.import_file import take_in_copy
from rcm_tui.tui.list_detail import LeaveScreen, ListDetailScreen
from rcm_tui.tui.navigation import NAVIGATION
from rcm_tui.tui.widgets.blocks import Block
from rcm_tui.tui.widgets.differences import GONE, NEW
from rcm_tui.tui.widgets.row_list import Row, RowLine, heading
from rcm_tui.workflow import deciding
from rcm_tui.workflow.attribution import RecordOptions
from rcm_tui.workflow.proposals import decided as proposals_decided

_LOOKS = {
    ProposalStatus.OPEN: ("○", "$waiting"),
    ProposalStatus.LATER: ("…", "$quiet"),
    ProposalStatus.ACCEPTED: ("●", "$done"),
    ProposalStatus.REFUSED: ("×", "$stopped"),
    ProposalStatus.WITHDRAWN: ("×", "$quiet"),
}


class _OfOpenProposal(Command["ProposalsScreen"]):
    """A command that decides the proposal under the cursor."""

    name = "of-open-proposal"
    needs = N_("This proposal is decided already; to open it again, undo that record ({undo}).")
    text = CommandText(N_("Decide"), N_("Decide"), N_("Decides the proposal under the cursor."))

    def available(self, screen: ProposalsScreen) -> bool:
        return screen.current is not None and screen.current.proposal.is_open


class AcceptProposal(_OfOpenProposal):
    """Carry out the proposal under the cursor."""

    name, keys, footer, waits = "accept-proposal", ("ctrl+s", "y"), True, True
    text = CommandText(
        N_("Accept"),
        N_("Accept the proposal"),
        N_("Carries it out, in a record that says who proposed it; asks first where the plan has changed there since."),
    )

    async def run(self, screen: ProposalsScreen) -> None:
        if screen.current is not None:
            await screen.accept(screen.current)


class AcceptInOtherWords(_OfOpenProposal):
    """Accept it in other words."""

    name, keys, footer, waits = "accept-otherwise", ("e",), True, True
    text = CommandText(
        N_("Otherwise"),
        N_("Accept it in other words"),
        N_("Shows what was, what is and what is proposed, and records what you make of it."),
    )

    async def run(self, screen: ProposalsScreen) -> None:
        if screen.current is not None:
            await screen.reword(screen.current)


class RefuseProposal(_OfOpenProposal):
    """Refuse it, with the reason."""

    name, keys, footer, waits = "refuse-proposal", ("x", "n"), True, True
    text = CommandText(
        N_("Refuse"), N_("Refuse the proposal"), N_("Asks for the reason, which the table of outcomes gives.")
    )

    async def run(self, screen: ProposalsScreen) -> None:
        decided = screen.current
        if decided is None:
            return
        dialog = LineDialog(
            _("Refuse {name}?").format(name=decided.name),
            decided.proposal.after or place_words(decided.proposal),
            label=_("Reason"),
            keys=_("Enter refuse · Esc cancel"),
        )
        reason = await screen.rcm.ask(dialog)
        if reason:
            screen.decide(decided, ProposalStatus.REFUSED, reason)


class WithdrawProposal(_OfOpenProposal):
    """Note that the delegation has withdrawn it."""

    name, keys, waits = "withdraw-proposal", ("X",), True
    text = CommandText(
        N_("Withdraw"),
        N_("Withdrawn by the delegation"),
        N_("Notes that the delegation has withdrawn the proposal; asks first, and for the reason if there is one."),
    )

    async def run(self, screen: ProposalsScreen) -> None:
        decided = screen.current
        if decided is None:
            return
        heading = _("Has the delegation withdrawn {name}?").format(name=decided.name)
        keys = _("Enter records it, Esc does not; the reason may be left empty")
        dialog = ReasonDialog(heading, [], _("such as replaced by another"), keys=keys)
        reason = await screen.rcm.ask(dialog)
        if reason is not None:
            screen.decide(decided, ProposalStatus.WITHDRAWN, reason)


class KeepForLater(Command["ProposalsScreen"]):
    """Keep it for later, or take it up again."""

    name, keys, footer = "proposal-later", ("ctrl+d", "w"), True
    text = CommandText(N_("Later"), N_("Keep it for later"), N_("Leaves the proposal undecided, for a later meeting."))
    needs = N_("Put the cursor on a proposal that is not decided.")

    def available(self, screen: ProposalsScreen) -> bool:
        return screen.current is not None and screen.current.proposal.status is ProposalStatus.OPEN

    async def run(self, screen: ProposalsScreen) -> None:
        if screen.current is not None:
            screen.decide(screen.current, ProposalStatus.LATER)


class OpenProposedItem(Command["ProposalsScreen"]):
    """Open the item."""

    name, keys, footer = "open-proposed", ("enter", "o"), True
    text = CommandText(N_("Open"), N_("Open the item"), N_("Goes to the item in the plan that is to change."))
    needs = N_("Put the cursor on a proposal about an item.")

    def available(self, screen: ProposalsScreen) -> bool:
        return bool(screen.item_id)

    async def run(self, screen: ProposalsScreen) -> None:
        await screen.rcm.open_item(screen.item_id, screen.entry_id)


class ShowDecided(Command["ProposalsScreen"]):
    """Show or hide what is decided."""

    name, keys, footer = "show-decided", ("v",), True
    text = CommandText(
        N_("Decided"), N_("Show or hide what is decided"), N_("Shows the proposals that are decided too.")
    )

    async def run(self, screen: ProposalsScreen) -> None:
        screen.everything = not screen.everything
        screen.fill()


class TakeInFile(Command["ProposalsScreen"]):
    """Take in a copy of the plan that a delegation sent back."""

    name, keys, footer, waits = "take-in-copy", ("i",), True, True
    text = CommandText(
        N_("Import"),
        N_("Import a returned copy"),
        N_("Reads a docx or xlsx of this plan that a delegation edited; each change becomes a proposal."),
    )

    async def run(self, screen: ProposalsScreen) -> None:
        about = _("The docx or xlsx of this plan that a delegation sent back, with its changes.")
        keys = _("Enter continue · Esc cancel")
        name = await screen.rcm.ask(LineDialog(_("Import a copy"), about, label=_("File"), keys=keys))
        if name is not None:
            await take_in_copy(screen.rcm, name)


class ProposalsScreen(ListDetailScreen):
    """Proposals by item and field; beside them all wishes for the field under the cursor."""

    NAME = "proposals"
    SCREEN_COMMANDS: ClassVar[Commands] = (
        AcceptProposal,
        RefuseProposal,
        WithdrawProposal,
        AcceptInOtherWords,
        KeepForLater,
        OpenProposedItem,
        ShowDecided,
        TakeInFile,
        LeaveScreen,
        *NAVIGATION,
    )

    def __init__(self, wanted: str = "") -> None:
        super().__init__(wanted)
        self.found: tuple[Decided, ...] = ()
        self.everything = False
        self._read = False

    def heading(self) -> str:
        return _("Proposals")

    @property
    def current(self) -> Decided | None:
        """The proposal under the cursor."""
        return next((decided for decided in self.found if decided.name == self.row_id), None)

    @property
    def item_id(self) -> str:
        plan, decided = self.rcm.plan, self.current
        return (plan.resolve(decided.proposal.item or "") or "") if plan is not None and decided is not None else ""

    @property
    def entry_id(self) -> str:
        path = (self.current.proposal.path or "").split(".") if self.current is not None else []
        return path[1] if len(path) > 1 and path[0] == "calendar" else ""

    def show_plan(self, plan: Plan) -> None:
        """Read in the background how the records decided the proposals."""
        snapshot = self.rcm.snapshot
        self.rcm.reader.read("proposals", lambda: proposals_decided(snapshot), self._take)
        if not self._read:
            self.fill()

    def _take(self, found: tuple[Decided, ...]) -> None:
        self.found, self._read = found, True
        self.fill()

    def _listed(self) -> list[Decided]:
        return [decided for decided in self.found if self.everything or decided.proposal.is_open]

    def rows(self, plan: Plan) -> Sequence[Row]:
        return list(_rows(plan, self._listed()))

    def lead(self, plan: Plan) -> Content:
        count = sum(decided.proposal.is_open for decided in self.found)
        left = ngettext("{count} is not decided.", "{count} are not decided.", count).format(count=count)
        return line(f"{len(self.found)} – {left}" if self.found else "", "$muted")

    def blocks(self, plan: Plan, row_id: str) -> Sequence[Block]:
        decided = self.current
        return (
            list(_blocks(plan, decided, [other for other in self.found if _same_field(decided, other)]))
            if decided
            else []
        )

    def empty(self, plan: Plan) -> str:
        if not self._read:
            return _("Reading the proposals…")
        if self.found:
            return with_keys(_("Every proposal is decided. {show-decided} shows them."))
        return with_keys(
            _(
                "Nobody has proposed anything.\n\nPublish the plan as docx, let the delegations write into it, "
                "and take in their copies here with {take-in-copy}."
            )
        )

    # --- deciding

    async def accept(self, decided: Decided) -> None:
        """Accept a proposal as it is; ask where it is overtaken, or where it does not say which value is wanted."""
        if decided.proposal.kind is ProposalKind.STATUS and not decided.proposal.after:
            await self._ask_status(decided)
        elif decided.is_overtaken:
            await self.reword(decided)
        else:
            await self.rcm.record(lambda workspace: deciding.accept(workspace, decided.name), moves_cursor=True)

    async def reword(self, decided: Decided) -> None:
        """Show before, now and proposed, and accept what the person writes."""
        proposal = decided.proposal
        facts = [(_("Before"), content(proposal.before or "–")), (_("Proposed"), _words(decided))]
        if decided.is_overtaken:
            facts.insert(1, (_("Now, as it has changed since"), content(decided.now or "–")))
        title = _("Accept {name} in these words?").format(name=decided.name)
        words = await self.rcm.ask(WordingDialog(title, facts, proposal.after or proposal.before or ""))
        if words is not None:
            await self.rcm.record(lambda workspace: deciding.accept(workspace, decided.name, words), moves_cursor=True)

    async def _ask_status(self, decided: Decided) -> None:
        plan = self.rcm.plan
        item = self.item_id
        if plan is None or not item:
            return
        field = plan.schema.field(ids.kind_of(item), parse_path(decided.proposal.path or ""))
        options = field.type.options() if field is not None else ()
        choices = [Choice(value, "", line(_(label))) for value, label in options]
        about = _("The delegation has changed bold italic, which marks what is open.")
        dialog = ChooseDialog(_("Which status?"), choices, current=decided.proposal.before, about=about)
        status = await self.rcm.ask(dialog)
        if status is not None:
            await self.rcm.record(lambda workspace: deciding.accept(workspace, decided.name, status), moves_cursor=True)

    def decide(self, decided: Decided, status: ProposalStatus, reason: str = "") -> None:
        """Record a decision that leaves the plan as it is."""
        self.rcm.record(
            lambda workspace: deciding.decide(workspace, decided.name, status, reason),
            RecordOptions(reason=reason),
            moves_cursor=True,
        )


def _same_field(decided: Decided, other: Decided) -> bool:
    """Return whether two proposals concern one field; new things and comments of one place are seen together."""
    return place_words(decided.proposal) == place_words(other.proposal)


def _rows(plan: Plan, shown: Sequence[Decided]) -> Iterator[Row]:
    place = ""
    for decided in shown:
        if place_words(decided.proposal) != place:
            is_first = not place
            place = place_words(decided.proposal)
            node = plan.items.get(plan.resolve(decided.proposal.item or "") or "")
            text = localized(node.text) if node is not None else ""
            yield heading(joined(line(place), line(text, "not bold $muted"), by="  "), gap=not is_first)
        yield Row(decided.name, partial(_row, decided))


def _row(decided: Decided) -> tuple[RowLine]:
    glyph, colour = ("!", "$broken") if decided.is_overtaken else _LOOKS[decided.proposal.status]
    proposal = decided.proposal
    after = value_words(proposal, proposal.after)
    words = line(proposal.before or "", GONE) if proposal.kind is ProposalKind.DELETE else line(after)
    left = joined(line(glyph, colour), line(decided.by, "bold"), words, by="  ")
    return (RowLine(left, line(kind_words(decided.proposal), "$muted")),)


def _words(decided: Decided) -> Content:
    """Return the words of a proposal with what is new and what is gone."""
    looks = {DiffOp.KEPT: "", DiffOp.ADDED: NEW, DiffOp.REMOVED: GONE}
    return Content("").join(content(text, looks[op]) for op, text in decided.pieces) if decided.pieces else content("–")


def _blocks(plan: Plan, decided: Decided, wishes: Sequence[Decided]) -> Iterator[Block]:
    proposal = decided.proposal
    yield Block(TITLE, joined(line(place_words(proposal), "bold"), line(kind_words(proposal), "$muted"), by="   "))
    if decided.now:
        yield Block(TEXT, content(value_words(proposal, decided.now)))
    if decided.is_overtaken:
        yield Block(FACT, content(value_words(proposal, proposal.before) or "–"), _("Before"))
    for wish in [decided, *(each for each in wishes if each is not decided)]:
        name = actor_name(plan, wish.by)
        author = wish.proposal.author or ""
        about = [kind_words(wish.proposal), marking_words(wish.proposal), status_words(wish), wish.record[:7]]
        parts = [
            joined(line(name, "bold"), line(author if author != name else "", "$muted"), by="  "),
            _words(wish),
            line("  ".join(filter(None, about)), "$muted"),
            line(wish.name, "$muted"),
        ]
        _glyph, colour = _LOOKS[wish.proposal.status]
        yield Block(CARD, Content("\n").join(parts), role=colour.removeprefix("$"))
