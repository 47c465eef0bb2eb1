"""The forms of items: the editor of one, and the form for a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.content import Content
from textual.widget import Widget

from rcm_tui.i18n import N_, _, current
from rcm_tui.model import ids
from rcm_tui.model.actors_in_text import find_actors
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import MISSING, Path, Value, get, member_name
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import pick, stale_languages
from rcm_tui.model.types import Field
from rcm_tui.reports.names import text_of
from rcm_tui.reports.styles import kind_word
from rcm_tui.tui.content import cut, joined, line
from rcm_tui.tui.forms import candidates
from rcm_tui.tui.forms.autocomplete import AutocompleteField
from rcm_tui.tui.forms.candidates import Candidate
from rcm_tui.tui.forms.chosen import ChosenDialog
from rcm_tui.tui.forms.entry import EntryForm, entries_field
from rcm_tui.tui.forms.fields import Data, FormField, LineField
from rcm_tui.tui.forms.members import MembersField
from rcm_tui.tui.forms.schema_form import SchemaForm, section
from rcm_tui.tui.forms.select import SelectField, choices_of
from rcm_tui.tui.forms.text_fields import Texts
from rcm_tui.workflow import agreements, items
from rcm_tui.workflow.change import Change
from rcm_tui.workflow.workspace import Workspace

ACTION = "action"


class ItemForm(SchemaForm):
    """What the forms of items share."""


class ItemEditor(ItemForm):
    """Edits a subject, an objective or an activity; its calendar entries open in a form of their own."""

    def __init__(self, item_id: str, *, agreement: str | None = None) -> None:
        super().__init__(ids.kind_of(item_id), item_id, item_id, agreement=agreement)
        self.item_id = item_id

    def heading(self) -> str:
        return _("Edit {item}").format(item=self.item_id)

    def about(self) -> Content:
        parent = self.plan_shown.node(ids.parent_of(self.item_id))
        above = joined(line(parent.id), line(pick(text_of(parent), current())), by=" ") if parent is not None else ""
        return joined(line(self.item_id, "bold"), line(kind_word(self.kind)), above, by="   ").stylize_before("$muted")

    def members(self, field: Field, path: Path) -> Iterable[Widget]:
        """List the calendar's entries, and give each of an objective's actions its text."""
        if field.name == "calendar":
            yield section(field.title())
            yield entries_field(_("Entries"), path)
            return
        members = get(self.base, path)
        for position, action in enumerate(members if isinstance(members, list) else ()):
            number = action.get("number", "") if isinstance(action, Mapping) else ""
            yield section(_("Action {number}").format(number=number))
            yield self.texts((*path, member_name(action, position), "text"))

    def on_edited(self) -> None:
        """Say which translation is older than its original."""
        for texts in self.query(Texts):
            holder = get(self.base, texts.path[:-1])
            stale = _stale(holder, texts.path[-1]) if isinstance(holder, Mapping) else ()
            for part in texts.parts:
                is_stale = part.path[-1] in stale and not part.touched
                part.set_remark(_("Older than the text it was translated from.") if is_stale else "")

    @on(MembersField.Wanted)
    def _open_entry(self, event: MembersField.Wanted) -> None:
        form = EntryForm(self.item_id, event.member, agreement=self.agreement)
        self.rcm.run_in_background(form.open(self.rcm))


def _stale(holder: Mapping[str, Value], name: str) -> Iterable[str]:
    text, translated = holder.get(name), holder.get("translated")
    return stale_languages(text, translated) if isinstance(text, dict) and isinstance(translated, dict) else ()


def kind_below(parent: str) -> str:
    """Give the kind that is added under an item: a subject where there is none."""
    return ids.KINDS[ids.depth_of(parent) + 1] if parent else ids.SUBJECT


class AddForm(ItemForm):
    """Adds a subject, an objective, an activity or an action, by the place it is added at.

    What is new becomes the last of its siblings unless a number is given.
    """

    HEADINGS: ClassVar[Mapping[str, str]] = {
        ids.SUBJECT: N_("New subject"),
        ids.OBJECTIVE: N_("New objective"),
        ids.ACTIVITY: N_("New activity"),
        ids.SUBACTIVITY: N_("New sub-activity"),
    }

    def __init__(self, parent: str, *, agreement: str | None = None) -> None:
        """Add something under `parent`; a subject where that is empty."""
        super().__init__(kind_below(parent), f"new:{parent}", context_key=parent, agreement=agreement)
        self.parent_id = parent

    def heading(self) -> str:
        return _(self.HEADINGS[self.kind])

    def about(self) -> Content:
        node = self.plan_shown.node(self.parent_id) if self.parent_id else None
        if node is None or node.id == self.plan_shown.hidden_top:
            return line(_("A subject of the plan"), "$muted")
        words = pick(text_of(node), current())
        return joined(line(_("under"), ""), line(node.id, "bold"), line(words), by=" ").stylize_before("$muted")

    def initial(self) -> Data:
        status = {"status": self.plan_shown.statuses.initial} if self.kind in ids.ACTIVITIES else {}
        return {"kind": self.kind, **status}

    # --- the fields

    def fields_of(self, kind: str, prefix: Path) -> Iterable[Widget]:
        """Ask for the code of a subject, and for an activity whether it is an action instead."""
        if kind == ids.SUBJECT:
            required = _("Give the subject a code.")
            code = LineField(_("Code"), ("code",), self._code, placeholder=_("e.g. HR"), required=required)
            code.input.add_class("-short")
            yield code
        for widget in super().fields_of(kind, prefix):
            yield widget
            if kind == ids.ACTIVITY and isinstance(widget, Texts) and self.plan_shown.levels.has_actions:
                kinds = [(ids.ACTIVITY, kind_word(ids.ACTIVITY)), (ACTION, _("action for implementation"))]
                yield SelectField(_("Kind"), ("kind",), choices_of(kinds))

    def is_required(self, field: Field) -> bool:
        return super().is_required(field) and field.name != "number"

    def hint_of(self, field: Field) -> str:
        """Show the number that it gets if none is typed."""
        if field.name != "number":
            return super().hint_of(field)
        siblings = [self.plan_shown.items.get(child) for child in self.plan_shown.children(self.parent_id)]
        return str(max((item.number for item in siblings if item is not None), default=0) + 1)

    def _code(self, words: str) -> Value:
        return items.new_code(self.plan_shown, words) if words else MISSING

    @property
    def is_action(self) -> bool:
        """Whether an action is added."""
        kind = self.field_at("kind")
        return kind is not None and kind.typed == ACTION

    def on_edited(self) -> None:
        """Show only the text of an action; offer the actors that the words name."""
        for widget in self.query("#form > FormField, #form > .section"):
            if not isinstance(widget, FormField) or widget.path != ("kind",):
                widget.display = not self.is_action
        self.suggest("responsible", find_actors(self.query(Texts).first().words, self.plan_shown.actors))

    @property
    def touched(self) -> bool:
        """Whether more was done than choosing a kind or status."""
        return any(field.touched for field in self.fields if field.path[0] not in ("kind", "status"))

    # --- recording

    def change(self, workspace: Workspace) -> Change:
        change = self._addition(workspace)
        if not self.agreement or change.new_id is None:
            return change
        linked = f"{self.parent_id}/{change.new_id}" if self.is_action else change.new_id
        return agreements.leading_to(workspace, self.agreement, change, linked)

    def _addition(self, workspace: Workspace) -> Change:
        fields = dict(self.data)
        kind, text = fields.pop("kind"), fields.pop("title" if self.kind == ids.SUBJECT else "text")
        if kind == ids.SUBJECT:
            return items.add_subject(workspace, fields.pop("code"), text, **fields)
        if kind == ids.OBJECTIVE:
            return items.add_objective(workspace, self.parent_id, text, **fields)
        if kind == ACTION:
            return items.add_action(workspace, self.parent_id, text)
        return items.add_activity(workspace, self.parent_id, text, **fields)


class MoveDialog(ChosenDialog):
    """Asks under which objective to move an activity; gives the objective's id."""

    def __init__(self, plan: Plan, activities: Sequence[str]) -> None:
        super().__init__()
        self.heading = _("Move {item} under another objective").format(item=", ".join(activities))
        self._plan = plan
        self._parents = {ids.parent_of(activity) for activity in activities}
        nodes = [node for activity in activities if (node := plan.node(activity)) is not None]
        self.about = "\n".join(cut(pick(text_of(node), current()), 200) for node in nodes[:4])
        self.explanation = _(
            "Enter on the objective moves it. It gets a new id there; the old one still finds it. It can be undone."
        )
        self.field = AutocompleteField(
            _("Objective"),
            ("objective",),
            self._objectives,
            self._refuse,
            several=False,
            placeholder=_("start typing its text or number"),
        )

    def _objectives(self) -> list[Candidate]:
        kinds = {ids.kind_of(parent) for parent in self._parents}
        return [
            candidate
            for candidate in candidates.items(self._plan)
            if {ids.kind_of(candidate.value)} == kinds and candidate.value not in self._parents
        ]

    def _refuse(self, words: str) -> Value:
        if words in (candidate.value for candidate in self.field.candidates):
            return words
        raise BadValue(_("There is no other objective “{words}”.").format(words=words))
