"""Taking down an agreement while delegates speak: type or paste, Ctrl+S."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from rcm_tui.i18n import _, current, ngettext
from rcm_tui.model.fieldpath import Path, get, member_name
from rcm_tui.model.items import AgreementKind, MeetingStatus
from rcm_tui.model.pasted import Piece, split_agreements
from rcm_tui.model.plan import Plan
from rcm_tui.reports.names import meeting_name
from rcm_tui.reports.styles import agreement_kind_word
from rcm_tui.tui.content import cut, joined, line, lines
from rcm_tui.tui.dialogs.choose import Choice
from rcm_tui.tui.forms import search_index
from rcm_tui.tui.forms.autocomplete import AutocompleteField
from rcm_tui.tui.forms.factories import actors_field
from rcm_tui.tui.forms.fields import LineField
from rcm_tui.tui.forms.form import Form
from rcm_tui.tui.forms.language import guess_language
from rcm_tui.tui.forms.opening import Data, Opening, opening
from rcm_tui.tui.forms.select import SelectField
from rcm_tui.tui.forms.text_fields import TextField, Texts, language_name

if TYPE_CHECKING:
    from rcm_tui.tui.protocols import Application
    from rcm_tui.workflow.change import Change, Recorded
    from rcm_tui.workflow.workspace import Workspace


DRAFT = "agreement"
SPLIT, ONE = "split", "one"
_SHOWN = 14
_ALONE = ("number", "kind", "items", "no_item")


def kind_choices() -> list[Choice]:
    """What an agreement can do."""
    letters = {"decision": "d", "request": "q", "rule": "r", "acknowledgement": "a"}
    return [Choice(kind.value, letters[kind.value], line(agreement_kind_word(kind))) for kind in AgreementKind]


def items_field(plan: Plan, path: tuple[str, ...]) -> AutocompleteField:
    """The items that an agreement leads to."""
    return AutocompleteField(
        _("Leads to"),
        path,
        lambda: search_index.items(plan),
        placeholder=_("now or later: an item's id or words of its text"),
        unknown=_("There is no item “{words}” in the plan."),
    )


async def agreement_form(app: Application) -> AgreementForm | None:
    """The form in which an agreement is taken down; None while there is no plan."""
    given = await opening(app, DRAFT)
    return AgreementForm(given) if given is not None else None


class AgreementForm(Form):
    """One agreement, or pasted minutes that are taken apart at their numbers, letters and bullets."""

    def __init__(self, given: Opening) -> None:
        known = given.plan.info.languages
        language = current() if current() in known else given.plan.info.first_language
        base: Data = {"language": language, "kind": AgreementKind.DECISION.value, "as": SPLIT}
        meetings = list(search_index.meetings_to_use(given.plan))
        if len(meetings) == 1 and not meetings[0][1]:
            base["meeting"] = meetings[0][0].id
        super().__init__(Opening(given.plan, base, given.draft), DRAFT)
        self._meetings = meetings
        self._preview = Static(id="preview")
        self._edited: Data = {}
        self._pieces: tuple[Piece, ...] = ()

    def heading(self) -> str:
        """Said in the header."""
        return _("Take down an agreement")

    def about(self) -> Content:
        """What becomes of it."""
        words = _("Type it as it is said, or paste the minutes. It can be placed on items now or later.")
        return line(words, "$muted")

    # --- the fields

    def compose_fields(self) -> ComposeResult:
        """The text first, for it comes first."""
        plan = self.plan_shown
        yield TextField(_("Agreement"), ("text",), extra=self._empty)
        yield self._preview
        yield SelectField(_("Take down as"), ("as",), [Choice(SPLIT, "s", line("")), Choice(ONE, "o", line(""))])
        yield SelectField(_("Meeting"), ("meeting",), self._meeting_choices(), needed=self._no_meeting())
        languages = [
            Choice(code, language_name(code)[0].lower(), line(language_name(code))) for code in plan.info.languages
        ]
        yield SelectField(_("Language"), ("language",), languages)
        yield LineField(_("Number"), ("number",), placeholder=_("may be left empty until the end"))
        yield SelectField(_("Kind"), ("kind",), kind_choices())
        yield items_field(plan, ("items",))
        yield LineField(_("or to none:"), ("no_item",), placeholder=_("why it leads to no item"), extra=self._both)

    def _meeting_choices(self) -> list[Choice]:
        choices = []
        for place, (meeting, closed_yet) in enumerate(self._meetings, 1):
            name = line(meeting_name(self.plan_shown, meeting.id))
            shown = joined(line(_("open")), name, by=" ") if closed_yet else name
            choices.append(Choice(meeting.id, str(place), shown))
        return choices if "meeting" in self.base else [Choice("", "0", line(_("choose one"), "$waiting")), *choices]

    def _no_meeting(self) -> str:
        if self._meetings:
            return _("No meeting is chosen. Choose the one that agreed this.")
        return _("There is no meeting to take it down for. Make one first, among the meetings (m in the plan).")

    def _empty(self) -> str:
        return "" if self._text.strip() else _("Write what was agreed.")

    def _both(self) -> str:
        items = self.field_at("items")
        if isinstance(items, AutocompleteField) and items.values and self._typed("no_item").strip():
            return _("It leads to an item already; take one of the two away.")
        return ""

    @property
    def _text(self) -> str:
        return str(self._typed("text"))

    def _typed(self, name: str) -> Any:
        return next((field.typed for field in self.fields if field.path == (name,)), "")

    @property
    def touched(self) -> bool:
        """Only what was written counts, not what was chosen."""
        return any(field.touched for field in self.fields if field.path[0] not in ("meeting", "language", "as", "kind"))

    # --- taking apart

    def on_edited(self) -> None:
        """Take the text apart, and guess its language unless one was chosen."""
        text = self._text
        self._pieces = split_agreements(text) if text.strip() else ()
        language = self.field_at("language")
        guess = guess_language(text, self.plan_shown.info.languages) or self.base["language"]
        if language is not None and not language.touched and guess != language.typed:
            language.load(guess)
        self._show_pieces()

    @property
    def several(self) -> bool:
        """Whether the text becomes more than one agreement."""
        way = self.field_at("as")
        return len(self._pieces) > 1 and way is not None and way.typed == SPLIT

    def _show_pieces(self) -> None:
        pieces = self._pieces
        way = self.field_at("as")
        if isinstance(way, SelectField):
            way.display = len(pieces) > 1
            many = ngettext("{count} agreement", "{count} agreements", len(pieces)).format(count=len(pieces))
            way.chooser.choices = [Choice(SPLIT, "s", line(many)), Choice(ONE, "o", line(_("one agreement")))]
            way.chooser.refresh(layout=True)
        telling = self.several or any(piece.number or piece.parts for piece in pieces[:1])
        self._preview.display = telling
        if telling:
            self._preview.update(self._preview_of(pieces if self.several else pieces[:1]))
        for field in self.fields:
            if field.path[0] in _ALONE:
                field.display = not self.several
        number = self.field_at("number")
        if isinstance(number, LineField):
            found = pieces[0].number if len(pieces) == 1 and pieces[0].number else ""
            number.input.placeholder = line(found or _("may be left empty until the end")).plain

    def _preview_of(self, pieces: Sequence[Piece]) -> Content:
        rows = []
        for piece in pieces:
            rows.append(self._row(piece, f"{piece.number or '–':>3} "))
            rows += [self._row(part, f"{part.number or '–':>6} ") for part in piece.parts]
        if len(rows) > _SHOWN:
            rest = len(rows) - _SHOWN
            more = ngettext("and {count} more line", "and {count} more lines", rest).format(count=rest)
            rows[_SHOWN:] = [line("    " + more, "$muted")]
        return lines(rows)

    def _row(self, piece: Piece, head: str) -> Content:
        room = (94 if self.has_class("-wide") else 56) - len(head)
        return joined(line(head, "$accent"), line(cut(piece.text, room)), by=" ")

    # --- recording

    async def first(self) -> bool:
        """A meeting that is only planned is opened, in a record of its own."""
        meeting = str(self._edited["meeting"])
        if not any(one.id == meeting and closed_yet for one, closed_yet in self._meetings):
            return True
        from rcm_tui.workflow import meetings

        if await self.rcm.record(lambda workspace: meetings.open_meeting(workspace, meeting)) is None:
            return False
        self._meetings = list(search_index.meetings_to_use(self.plan_shown))
        return True

    def prepare(self) -> None:
        """Take down what the fields hold."""
        chosen = {name: self._typed(name) for name in ("meeting", "language")}
        self._edited = {**self.edited(), **chosen}
        if not self.several and len(self._pieces) > 1:
            self._pieces = (Piece(None, self._text.strip()),)

    def change(self, workspace: Workspace) -> Change:
        """One agreement, or one for each piece."""
        from rcm_tui.model.fieldpath import put
        from rcm_tui.workflow import agreements

        data = self._edited
        meeting, language = data["meeting"], data["language"]
        if len(self._pieces) > 1:
            change = agreements.add_many(workspace, meeting, self._pieces, language)
            return replace(change, meeting=meeting)
        piece = self._pieces[0]
        change = agreements.add(
            workspace,
            meeting,
            {language: piece.text},
            number=data.get("number") or piece.number,
            kind=data["kind"],
            items=data.get("items") or (),
            parts=piece.parts,
            language=language,
        )
        if data.get("no_item"):
            target = change.targets[0]
            said = put(target.data, ("agreements", change.new_id or "", "no_item"), data["no_item"])
            change = replace(change, targets=(replace(target, data=said),))
        return replace(change, meeting=meeting)

    def said(self, recorded: Recorded) -> str:
        """Whether it waits to be placed."""
        if len(self._pieces) > 1:
            return _("{count} agreements taken down; they wait to be placed.").format(count=len(self._pieces))
        if self._edited.get("items") or self._edited.get("no_item"):
            return _("Agreement taken down and placed.")
        return _("Agreement taken down; it waits to be placed.")


async def agreement_editor(
    app: Application, meeting_id: str, agreement_id: str, *, placing: bool = False
) -> AgreementEditor | None:
    """The form that edits or places an agreement; with `placing` the cursor begins at what it leads to."""
    given = await opening(app, f"{meeting_id}/{agreement_id}", meeting_id)
    return AgreementEditor(given, meeting_id, agreement_id, placing=placing) if given is not None else None


class AgreementEditor(Form):
    """Edits one agreement of a meeting."""

    def __init__(self, given: Opening, meeting_id: str, agreement_id: str, *, placing: bool = False) -> None:
        super().__init__(given, f"{meeting_id}/{agreement_id}", meeting_id)
        self.meeting_id, self.agreement_id = meeting_id, agreement_id
        self.prefix: Path = ("agreements", agreement_id)
        self._placing = placing
        self._edited: Data = {}

    def heading(self) -> str:
        """Said in the header."""
        return _("Agreement")

    def about(self) -> Content:
        """Whose agreement it is."""
        return line(meeting_name(self.plan_shown, self.meeting_id), "$muted")

    def compose_fields(self) -> ComposeResult:
        """CommandText, then what kind, then where it leads."""
        plan, at = self.plan_shown, self._at
        yield self._texts(at("text"))
        parts = get(self.base, at("parts"))
        for place, part in enumerate(parts if isinstance(parts, list) else ()):
            number = part.get("number", "") if isinstance(part, Mapping) else ""
            yield Static(line(_("Part {number}").format(number=number)), classes="section")
            yield self._texts(at("parts", member_name(part, place), "text"))
        yield LineField(_("Number"), at("number"), placeholder=_("may be left empty until the end"))
        yield SelectField(_("Kind"), at("kind"), kind_choices())
        yield actors_field(plan, _("Responsible"), at("responsible"))
        yield items_field(plan, at("items"))
        yield LineField(_("or to none:"), at("no_item"), placeholder=_("why it leads to no item"), extra=self._both)

    def _at(self, *path: str) -> Path:
        return (*self.prefix, *path)

    def _texts(self, path: Path) -> Texts:
        there = get(self.base, path)
        has = there if isinstance(there, Mapping) else {}
        return Texts(list(dict.fromkeys((*self.plan_shown.info.languages, *has))), path)

    def _both(self) -> str:
        items, why = self.field_at(*self._at("items")), self.field_at(*self._at("no_item"))
        if isinstance(items, AutocompleteField) and items.values and isinstance(why, LineField) and why.typed.strip():
            return _("It leads to an item already; take one of the two away.")
        return ""

    def focus_first(self) -> None:
        """Where it leads to, if that is why the form was opened."""
        items = self.field_at(*self._at("items"))
        if self._placing and items is not None:
            items.enter()
        super().focus_first()

    def edited(self) -> Data:
        """The data with what was typed, and what each translation was made from."""
        data = super().edited()
        for texts in self.query(Texts):
            data = texts.note_translation(data)
        return data

    def prepare(self) -> None:
        """Take the data down."""
        self._edited = self.edited()

    def change(self, workspace: Workspace) -> Change:
        """The meeting with the agreement as edited, merged with its file as it is now."""
        return self.replaced(workspace, base=self.base, edited=self._edited)

    def replaced(self, workspace: Workspace, *, base: Data, edited: Data) -> Change:
        """The record names the agreement, and belongs to its meeting while that is open."""
        change = super().replaced(workspace, base=base, edited=edited)
        meeting = workspace.plan.meetings.get(self.meeting_id)
        is_open = meeting is not None and meeting.status is MeetingStatus.OPEN
        return replace(
            change,
            meeting=self.meeting_id if is_open else None,
            trailers=(*change.trailers, ("Agreement", f"{self.meeting_id}/{self.agreement_id}")),
        )
