"""The actions of meeting mode: save, link and correct agreements, record what they lead to, and keep drafts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.content import Content

from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.actors_in_text import find_actors
from rcm_tui.model.dates.phrases import find_dates
from rcm_tui.model.fieldpath import format_path, get, put
from rcm_tui.model.meetings import Agreement, path_of
from rcm_tui.model.states import AgreementKind
from rcm_tui.reports.names import actor_name, date_words, localized, text_of
from rcm_tui.tui.content import cut, joined, line
from rcm_tui.tui.dialogs.ask import ConfirmDialog, LineDialog
from rcm_tui.tui.dialogs.choose import Choice, ChooseDialog
from rcm_tui.tui.forms.drafts import AGREEMENT, DraftKeeper
from rcm_tui.tui.forms.opening import make_form
from rcm_tui.tui.screens.meeting_mode_view import MeetingModeView
from rcm_tui.workflow import agreements, edit
from rcm_tui.workflow.attribution import RecordOptions
from rcm_tui.workflow.drafts import Draft, Drafts

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.change import Change, Recorded
    from rcm_tui.workflow.workspace import Workspace

_ROOM = 60
"""Columns of a choice in a dialog beside its number and letter."""


class MeetingModeActions(MeetingModeView):
    """What is in the box is kept as a draft until it is recorded."""

    def __init__(self, meeting_id: str) -> None:
        super().__init__(meeting_id)
        self._pending: list[str] = []
        """Texts that are being recorded."""
        self._base: Any = None
        self._keeper: DraftKeeper | None = None

    # --- drafts

    def on_mount(self) -> None:
        self.rcm.run_in_background(self._load_draft())

    async def _load_draft(self) -> None:
        self._restore(await self.rcm.workspace_thread.run(lambda workspace: Drafts(workspace).load(AGREEMENT)))
        self._keeper = DraftKeeper(self, AGREEMENT, self._draft)
        if self.box.text:
            self._keeper.save_soon()

    def _draft(self) -> tuple[dict[str, Any], Any] | None:
        """Return what is not recorded, as the form of a new agreement keeps it."""
        text = "\n\n".join([*self._pending, *([self.box.text] if self.box.text.strip() else [])])
        return ({"text": text}, None) if text else None

    def _correction(self) -> tuple[dict[str, Any], Any] | None:
        return {format_path(self.correcting): self.box.text}, self._base

    def _restore(self, kept: Draft | None) -> None:
        text = str(kept.data.get("text", "")) if kept is not None and isinstance(kept.data, dict) else ""
        if text:  # Before what was typed meanwhile.
            self._put_before(text)

    def _put_before(self, text: str) -> None:
        self.box.load_text("\n\n".join(part for part in (text, self.box.text) if part))
        self.box.move_cursor(self.box.document.end)

    def edited(self) -> None:
        if self._keeper is not None:
            self._keeper.save_soon()

    def keep_draft(self) -> None:
        """Save what is typed now."""
        if self._keeper is not None:
            self._keeper.save_now()

    # --- recording

    def return_to_box(self) -> None:
        """Give the box the focus, and show the whole plan again."""
        self.filter.value = ""
        self.set_focus(self.box)

    def save(self, item_id: str = "") -> None:
        """Record what is in the box, in the background."""

        async def record() -> None:
            await self.save_and_go_on(item_id)

        self.rcm.run_in_background(record())

    async def save_and_go_on(self, item_id: str = "") -> Recorded | None:
        """Record what is in the box, linked to an item where one is given; the box is empty at once for the next."""
        self.read_box()  # the last letters may not have been noticed yet
        text, pieces = self.box.text.strip(), self.pieces
        meeting_id, language, kind = self.meeting_id, self.language, self.kind.value
        options = RecordOptions(proposed_by=self.proposed_by or None)
        self._pending.append(text)
        self.box.load_text("")
        self.proposed_by, self.chosen_language, self.kind = "", "", AgreementKind.DECISION
        self.has_chosen = False
        self.show_box()

        def build(workspace: Workspace) -> Change:
            linked = [item_id] if item_id else []
            return agreements.add_pieces(workspace, meeting_id, pieces, language, kind=kind, items=linked)

        recorded = await self.rcm.record(
            build, options, describe=lambda _done: _saved_words(sum(not piece.is_heading for piece in pieces), item_id)
        )
        self._pending.remove(text)
        if recorded is None:
            self._put_before(text)
        self.keep_draft()
        if recorded is not None and self.is_attached:
            self.go_to_last(recorded.new_id or "")
        return recorded

    def link(self, item_id: str) -> None:
        """Link the agreement under the cursor to an item, or unlink it where it is linked."""
        found, meeting_id = self.agreement, self.meeting_id
        if found is None:
            return
        decision = found[1]
        is_linked = item_id in (link.item for link in decision.own_links)
        change = agreements.unplace if is_linked else agreements.place
        words = (
            _("Agreement {number} is no longer linked to {item}.") if is_linked else _("Agreement {number} → {item}")
        )
        text = words.format(number=self.number_of(decision), item=item_id)
        self.rcm.record(
            lambda workspace: change(workspace, meeting_id, [decision.id], [item_id]), describe=lambda _recorded: text
        )

    # --- correcting

    async def correct(self) -> None:
        """Put the words of the agreement under the cursor into the box."""
        found, meeting_id = self.agreement, self.meeting_id
        if found is None:
            return
        language = self.language if self.language in found[1].text else next(iter(found[1].text), self.language)
        path = (*path_of(*found), "text", language)
        self._base = await self.rcm.workspace_thread.run(lambda workspace: workspace.data(meeting_id))
        self.correcting = path
        self._keeper = DraftKeeper(self, f"{meeting_id}/{found[0].id}", self._correction)
        self.box.load_text(str(get(self._base, path) or ""))
        self.box.move_cursor(self.box.document.end)
        self.set_focus(self.box)
        self.refresh_bindings()

    def save_correction(self) -> None:
        """Record the corrected words."""
        text, path, base, meeting_id = self.box.text.strip(), self.correcting, self._base, self.meeting_id
        before = str(get(base, path) or "")
        if not text:
            self.rcm.toast(_("The text is empty; write it in at least one language."))
        elif text == before.strip():
            self.rcm.run_in_background(self._end_correction())
        else:
            number, proposer = self.number_of(self.agreement[1]) if self.agreement else "", self.proposed_by or None
            message = _("Agreement {number} corrected.").format(number=number)

            def build(workspace: Workspace) -> Change:
                change = edit.replace(workspace, meeting_id, base, put(base, path, text))
                trailers = (*change.trailers, ("Agreement", f"{meeting_id}/{path[1]}"))
                return replace(change, meeting=meeting_id, trailers=trailers)

            self.rcm.run_in_background(self._record_correction(build, RecordOptions(proposed_by=proposer), message))

    async def _record_correction(self, build: Any, options: RecordOptions, text: str) -> None:
        if await self.rcm.record(build, options, describe=lambda _recorded: text) is not None:
            self.proposed_by = ""
            await self._end_correction()

    async def _end_correction(self) -> None:
        if self._keeper is not None:
            await self._keeper.discard()
        self.correcting = ()
        self.box.load_text("")
        self._keeper = DraftKeeper(self, AGREEMENT, self._draft)
        self.show_box()
        self.refresh_bindings()

    async def drop_correction(self) -> None:
        """Leave the agreement as it is; ask where something was changed."""
        if self.box.text.strip() != str(get(self._base, self.correcting) or "").strip():
            question = ConfirmDialog(
                _("Discard your changes?"),
                _("You have unsaved changes."),
                yes=_("Discard"),
                no=_("Keep editing"),
            )
            if not await self.rcm.ask(question):
                return
        await self._end_correction()

    # --- making something of an agreement

    async def make(self) -> None:
        """Offer what can be made of the agreement, with the item at the right; then open the form, filled with it."""
        await self.filter.finish()
        plan, text, item_id = self.rcm.plan, self.words, self.item_id
        if plan is None:
            return
        chosen = await self.rcm.ask(
            ChooseDialog(
                _("Make of this agreement"), self._makings(plan, item_id), about=_named_in(plan, text, self.rcm.on.year)
            )
        )
        if chosen is None:
            return
        name, language = await self._name_of_it()
        if not name:
            return
        how, _colon, target = chosen.partition(":")
        if how == "link":
            self.link(target)
        elif how == "none":
            await self._say_why_none(name)
        elif how == "thanks":
            meeting_id = self.meeting_id
            self.rcm.record(lambda workspace: agreements.acknowledge(workspace, meeting_id, [name]))
        else:
            key = f"{self.meeting_id}/{name}"
            form = make_form(how, target, *([""] if how == "entry" else []), agreement=key)
            form.prefill = {f"text.{language}": text}
            await form.open(self.rcm)

    async def _name_of_it(self) -> tuple[str, str]:
        """Return id and language of the agreement that is meant; what is in the box is recorded first."""
        if not self.is_typing:
            found = self.agreement
            text = found[1].text if found is not None else {}
            language = self.language if self.language in text else next(iter(text), self.language)
            return (found[1].id if found is not None else ""), language
        language = self.language
        recorded = await self.save_and_go_on()
        return (recorded.new_id or "" if recorded is not None else ""), language

    def _makings(self, plan: Plan, item_id: str) -> list[Choice]:
        choices = []
        node = plan.node(item_id) if item_id else None
        if node is not None:
            called = f"{item_id} {localized(text_of(node))}"
            kind = ids.kind_of(item_id)
            objective = item_id if kind == ids.OBJECTIVE else ids.parent_of(item_id)
            if kind != ids.SUBJECT:
                choices.append(Choice(f"entry:{item_id}", "c", _offer(_("Calendar entry of"), called)))
            if objective and (above := plan.node(objective)) is not None:
                under = f"{objective} {localized(text_of(above))}"
                choices.append(Choice(f"new:{objective}", "n", _offer(_("New activity under"), under)))
            choices.append(Choice(f"link:{item_id}", "l", _offer(_("Link to"), called)))
        choices.append(Choice("none:", "x", line(_("No item is needed, because…"))))
        found = self.agreement
        if self.is_typing or (found is not None and isinstance(found[1], Agreement)):
            choices.append(Choice("thanks:", "t", line(_("It is an acknowledgement or thanks"))))
        return choices

    async def _say_why_none(self, name: str) -> None:
        meeting_id = self.meeting_id
        dialog = LineDialog(
            _("Why is no item needed?"),
            "",
            label=_("Reason"),
            placeholder=_("e.g. a standing rule, not a piece of work"),
            keys=_("Enter record · Esc cancel"),
        )
        why = await self.rcm.ask(dialog)
        if why:
            self.rcm.record(lambda workspace: agreements.no_item(workspace, meeting_id, [name], why))


def _offer(what: str, called: str) -> Content:
    """Say in one line of a dialog what can be made, and of what."""
    begun = joined(line(what), " " * 2)
    return joined(begun, line(cut(called, _ROOM - begun.cell_length), "$muted"))


def _named_in(plan: Plan, text: str, year: int) -> str:
    """Say which actors and dates a text names."""
    actors = [actor_name(plan, code) for code in find_actors(text, plan.actors)]
    dates = [date_words(found.date) for found in find_dates(text, default_year=year)]
    words = ", ".join((*actors, *dates))
    return "\n".join(part for part in (cut(text, 160), _("Names {what}").format(what=words) if words else "") if part)


def _saved_words(count: int, item_id: str) -> str:
    if count > 1:
        return _("{count} agreements recorded. They are not linked to the plan yet.").format(count=count)
    if item_id:
        return _("Agreement recorded, linked to {item}.").format(item=item_id)
    return _("Agreement recorded. It is not linked to the plan yet.")
