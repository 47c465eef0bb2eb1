"""The forms of agreements: recording one while delegates speak (type or paste, Ctrl+S), and editing one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rcm_tui.i18n import _, current, ngettext
from rcm_tui.model.fieldpath import Path, get, member_name
from rcm_tui.model.meetings import Decision, Meeting
from rcm_tui.model.minutes import read_minutes
from rcm_tui.model.pasted import UNPLACED, Piece, guess_language
from rcm_tui.model.states import AgreementKind, MeetingStatus
from rcm_tui.model.texts import language_name
from rcm_tui.model.types import Field
from rcm_tui.reports.names import localized, meeting_name
from rcm_tui.reports.trace import led_to
from rcm_tui.tui.command import with_keys
from rcm_tui.tui.content import cut, joined, line, lines
from rcm_tui.tui.dialogs.choose import Choice
from rcm_tui.tui.forms.autocomplete import AutocompleteField
from rcm_tui.tui.forms.candidates import meetings_to_use
from rcm_tui.tui.forms.drafts import AGREEMENT
from rcm_tui.tui.forms.fields import Data, FormField, LineField
from rcm_tui.tui.forms.members import MembersField, RequestForm, requests_field
from rcm_tui.tui.forms.schema_form import SchemaForm, section
from rcm_tui.tui.forms.select import SelectField, choices_of
from rcm_tui.tui.forms.text_fields import TextField
from rcm_tui.workflow import agreements, meetings
from rcm_tui.workflow.change import Change, Recorded
from rcm_tui.workflow.importing.minutes import mark_of, proposal_words
from rcm_tui.workflow.workspace import Workspace

SPLIT, ONE = "split", "one"
LEFT_OUT, TAKEN = "left-out", "taken"
"""Whether the owners and due dates that the words of agreements propose are recorded."""
_SHOWN = 14
"""Lines of the preview."""


def preview_of(
    pieces: Sequence[Piece], width: int, most: int = _SHOWN, proposed: Callable[[Piece], str] | None = None
) -> Content:
    """Show how a text is split into agreements and their parts, in lines of some cells, `most` of them.

    `proposed` gives what the words of a piece propose, which is shown below it.
    """
    rows = []
    for piece in pieces:
        role = "$waiting" if piece.aside == UNPLACED else "$muted" if piece.is_heading else "$accent"
        rows.append(_preview_row(piece, f"{mark_of(piece):>3} ", width, role))
        for part in (piece, *piece.parts):
            if part is not piece:
                rows.append(_preview_row(part, f"{part.number or '–':>6} ", width))
            if proposed is not None and (text := proposed(part)):
                rows.append(line(cut(f"       → {text}", width), "$muted"))
    if len(rows) > most:
        rest = len(rows) - most
        more = ngettext("and {count} more line", "and {count} more lines", rest).format(count=rest)
        rows[most:] = [line("    " + more, "$muted")]
    return lines(rows)


def _preview_row(piece: Piece, head: str, width: int, role: str = "$accent") -> Content:
    return joined(line(head, role), line(cut(piece.text, width - len(head))), by=" ")


def _agreements_of(meeting: Meeting | None) -> Content:
    """List what a meeting has agreed so far, the latest first."""
    if meeting is None or not meeting.agreements:
        return Content("")
    numbered = [*enumerate(meeting.agreements, 1)]
    rows = [
        joined(
            line(f"{agreement.number or place:>3}", "$muted"),
            line(localized(agreement.text)),
            line(_leads_to(agreement), "$accent"),
            by="  ",
        )
        for place, agreement in reversed(numbered)
    ]
    return lines([line(_("Agreements of this meeting"), "bold"), *rows])


def _leads_to(decision: Decision) -> str:
    items = led_to(decision)
    return f"→ {', '.join(items)}" if items else ""


class _AgreementFields(SchemaForm):
    """What the forms of agreements share."""

    def make_field(self, field: Field, path: Path) -> FormField:
        made = super().make_field(field, path)
        if field.name == "kind":
            made.default = AgreementKind.DECISION.value
        if field.name == "no_item":
            made.check = self._check_both
        return made

    def _check_both(self) -> str:
        items, why = self.field_at(*self.path_of("items")), self.field_at(*self.path_of("no_item"))
        if isinstance(items, AutocompleteField) and items.values and why is not None and why.typed.strip():
            return _("It is already linked to an item; remove one of the two.")
        return ""


class AgreementForm(_AgreementFields):
    """Records one agreement, or pasted minutes, which are split at their numbers, letters and bullets."""

    def __init__(self) -> None:
        super().__init__("agreement", AGREEMENT)
        self._meetings: Sequence[tuple[Meeting, bool]] = ()
        self._preview = Static(id="preview")
        self._pieces: tuple[Piece, ...] = ()
        self._of_one: tuple[Widget, ...] = ()
        """Fields that only a single agreement has here."""

    def heading(self) -> str:
        return _("Record an agreement")

    def about(self) -> Content:
        words = _("Type it as it is said, or paste the minutes. You can link it to items now or later.")
        return line(words, "$muted")

    def initial(self) -> Data:
        plan = self.plan_shown
        self._meetings = meetings_to_use(plan)
        language = current() if current() in plan.info.languages else plan.info.first_language
        base: Data = {"language": language, "kind": AgreementKind.DECISION.value, "as": SPLIT, "owners": LEFT_OUT}
        if len(self._meetings) == 1 and not self._meetings[0][1]:
            base["meeting"] = self._meetings[0][0].id
        return base

    # --- the fields

    def compose_fields(self) -> ComposeResult:
        """Yield the text first, for it comes first."""
        text = TextField(_("Agreement"), ("text",), required=_("Write what was agreed."))
        self._preview = Static(id="preview")
        languages = [(code, language_name(code)) for code in self.plan_shown.info.languages]
        meeting = SelectField(_("Meeting"), ("meeting",), self._meeting_choices(), required=self._no_meeting())
        number, kind = self.field_named("number"), self.field_named("kind")
        items, no_item = self.field_named("items"), self.field_named("no_item")
        own = [widget for field in self._own() for widget in self.make(field, (field.name,))]
        self._of_one = (number, kind, items, no_item, *own)
        yield text
        yield self._preview
        yield SelectField(_("Record as"), ("as",), self._split_choices(0))
        yield SelectField(
            _("Owners and due dates"),
            ("owners",),
            [
                Choice(LEFT_OUT, "l", line(_("leave out"))),
                Choice(TAKEN, "t", line(_("take from the words, as shown"))),
            ],
        )
        yield meeting
        yield SelectField(_("Language"), ("language",), choices_of(languages))
        yield from self._of_one
        self._recorded = Static(classes="below")
        yield self._recorded

    def _own(self) -> list[Field]:
        """Return the fields that the plan declares for agreements."""
        return [field for field in self.plan_shown.schema.own("agreement") if field.option]

    def _split_choices(self, count: int) -> list[Choice]:
        many = ngettext("{count} agreement", "{count} agreements", count).format(count=count)
        if count == 1 and len(self._pieces) == 1:
            many = _("an agreement with its parts")
        return [Choice(SPLIT, "s", line(many)), Choice(ONE, "o", line(_("one agreement")))]

    def _meeting_choices(self) -> list[Choice]:
        choices = []
        for position, (meeting, closed_yet) in enumerate(self._meetings, 1):
            name = line(meeting_name(self.plan_shown, meeting.id))
            shown = joined(line(_("open")), name, by=" ") if closed_yet else name
            choices.append(Choice(meeting.id, str(position), shown))
        return choices if "meeting" in self.base else [Choice("", "0", line(_("choose one"), "$waiting")), *choices]

    def _no_meeting(self) -> str:
        if self._meetings:
            return _("No meeting is chosen. Choose the one that agreed this.")
        return with_keys(
            _(
                "There is no meeting to record it for. Leave this as a draft, and make one among the meetings "
                "({meetings} in the plan)."
            )
        )

    def _typed(self, name: str) -> Any:
        field = self.field_at(name)
        return field.typed if field is not None else ""

    @property
    def touched(self) -> bool:
        """Whether anything was written; what was chosen does not count."""
        return any(
            field.touched
            for field in self.fields
            if field.path[0] not in ("meeting", "language", "as", "owners", "kind")
        )

    # --- splitting

    def on_edited(self) -> None:
        """Split the text, and guess its language unless one was chosen."""
        text = self._read_pieces()
        language = self.field_at("language")
        guess = guess_language(text, self.plan_shown.info.languages) or self.base["language"]
        if language is not None and not language.touched and guess != language.typed:
            language.load(guess)
        self._show_pieces()
        self._recorded.update(_agreements_of(self.plan_shown.meetings.get(str(self._typed("meeting")))))

    def _read_pieces(self) -> str:
        text = str(self._typed("text"))
        self._pieces = read_minutes(text) if text.strip() else ()
        return text

    @property
    def _count(self) -> int:
        """How many agreements the text has; headings are none."""
        return sum(not piece.is_heading for piece in self._pieces)

    @property
    def several(self) -> bool:
        """Whether the text becomes more than one agreement."""
        return len(self._pieces) > 1 and self._typed("as") == SPLIT

    def _show_pieces(self) -> None:
        pieces = self._pieces
        way = self.field_at("as")
        if isinstance(way, SelectField):
            way.display = len(pieces) > 1 or any(piece.parts for piece in pieces)
            way.chooser.offer(self._split_choices(self._count))
        shown = pieces if self.several else pieces[:1]
        proposed = {piece: self._proposed(piece) for agreement in shown for piece in (agreement, *agreement.parts)}
        owners = self.field_at("owners")
        if owners is not None:
            owners.display = any(proposed.values())
        self._preview.display = self.several or any(piece.number or piece.parts or proposed[piece] for piece in shown)
        if self._preview.display:
            width = 94 if self.has_class("-wide") else 56
            self._preview.update(preview_of(shown, width, proposed=proposed.__getitem__))
        for widget in self._of_one:
            widget.display = not self.several
        number = self.field_at("number")
        if isinstance(number, LineField):
            found = pieces[0].number if len(pieces) == 1 and pieces[0].number else ""
            number.input.placeholder = line(found or _("optional until the end")).plain

    def _proposed(self, piece: Piece) -> str:
        meeting = str(self._typed("meeting"))
        return proposal_words(self.plan_shown, piece, agreements.proposals_for(self.plan_shown, meeting))

    # --- recording

    def edited(self) -> Data:
        """Give what the fields hold; a text that is not to be split becomes one piece."""
        self._read_pieces()  # the last letters may not have been noticed yet
        if self._typed("as") == ONE and self._pieces and (len(self._pieces) > 1 or self._pieces[0].parts):
            self._pieces = (Piece(None, str(self._typed("text")).strip()),)
        chosen = {name: self._typed(name) for name in ("meeting", "language", "owners")}
        return {**super().edited(), **chosen}

    async def record_first(self) -> bool:
        """Open a meeting that is only planned, in a record of its own."""
        meeting = str(self.data["meeting"])
        if not any(choice.id == meeting and must_open for choice, must_open in self._meetings):
            return True
        if await self.rcm.record(lambda workspace: meetings.open_meeting(workspace, meeting)) is None:
            return False
        self._meetings = meetings_to_use(self.plan_shown)
        return True

    def change(self, workspace: Workspace) -> Change:
        """Make one agreement, or one of each piece."""
        data = self.data
        fields = workspace.plan.schema.kinds["agreement"].fields
        return agreements.add_pieces(
            workspace,
            data["meeting"],
            self._pieces,
            data["language"],
            propose=agreements.proposals_for(workspace.plan, data["meeting"]) if data["owners"] == TAKEN else None,
            **{name: value for name, value in data.items() if name in fields and name != "text"},
        )

    def summary(self, recorded: Recorded) -> str:
        if len(self._pieces) > 1:
            return _("{count} agreements recorded. They are not linked to the plan yet.").format(count=self._count)
        if self.data.get("items") or self.data.get("no_item"):
            return _("Agreement recorded and linked.")
        return _("Agreement recorded. It is not linked to the plan yet.")


class AgreementEditor(_AgreementFields):
    """Edits one agreement of a meeting; with `placing` the cursor begins at the items it leads to."""

    OMITTED: ClassVar = SchemaForm.OMITTED | {"status"}
    """Agreements are withdrawn by a command of its own."""

    def __init__(self, meeting_id: str, agreement_id: str, *, placing: bool = False) -> None:
        prefix = ("agreements", agreement_id)
        super().__init__("agreement", f"{meeting_id}/{agreement_id}", meeting_id, file_kind="meeting", prefix=prefix)
        self.meeting_id, self.agreement_id = meeting_id, agreement_id
        self._placing = placing

    def heading(self) -> str:
        return _("Agreement")

    def about(self) -> Content:
        return line(meeting_name(self.plan_shown, self.meeting_id), "$muted")

    def members(self, field: Field, path: Path) -> Iterable[Widget]:
        """Give each part its text, and list the further requests."""
        if field.name == "requests":
            yield section(field.title())
            yield requests_field(_("Requests"), path)
            return
        parts = get(self.base, path)
        for position, part in enumerate(parts if isinstance(parts, list) else ()):
            number = part.get("number", "") if isinstance(part, Mapping) else ""
            yield section(_("Part {number}").format(number=number))
            yield self.texts((*path, member_name(part, position), "text"))

    @on(MembersField.Wanted)
    def _open_request(self, event: MembersField.Wanted) -> None:
        form = RequestForm(self.meeting_id, self.agreement_id, event.member, path=(*event.path, event.member))
        self.rcm.run_in_background(form.open(self.rcm))

    def focus_first(self) -> None:
        items = self.field_at(*self.path_of("items"))
        if self._placing and items is not None:
            items.focus_control()
        super().focus_first()

    def replacement(self, workspace: Workspace, *, base: Data, edited: Data) -> Change:
        """Name the agreement in the record, which belongs to its meeting while that is open."""
        change = super().replacement(workspace, base=base, edited=edited)
        meeting = workspace.plan.meetings.get(self.meeting_id)
        is_open = meeting is not None and meeting.status is MeetingStatus.OPEN
        return replace(
            change,
            meeting=self.meeting_id if is_open else None,
            trailers=(*change.trailers, ("Agreement", f"{self.meeting_id}/{self.agreement_id}")),
        )
