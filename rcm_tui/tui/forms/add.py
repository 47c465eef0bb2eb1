"""The form for something new: a subject, an objective, an activity or an action, by the place it is added at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from rcm_tui.i18n import _, current
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue
from rcm_tui.model.items import Objective
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import pick
from rcm_tui.reports.names import text_of
from rcm_tui.reports.styles import kind_word
from rcm_tui.tui.content import joined, line
from rcm_tui.tui.dialogs.choose import Choice
from rcm_tui.tui.forms.choosing import ChoiceField, status_choices
from rcm_tui.tui.forms.field import LineField
from rcm_tui.tui.forms.form import Form
from rcm_tui.tui.forms.marks import MarksField
from rcm_tui.tui.forms.opening import Data, Opening, opening
from rcm_tui.tui.forms.parts import actors_field, number_field
from rcm_tui.tui.forms.texts import Texts

if TYPE_CHECKING:
    from rcm_tui.tui.app import RcmApp
    from rcm_tui.workflow.change import Change
    from rcm_tui.workflow.workspace import Workspace

ACTION = "action"
_KIND_PATH = ("kind",)


def kind_below(parent: str) -> str:
    """What is added under an item: an objective under a subject, an activity (or action) under an objective."""
    if not parent:
        return ids.SUBJECT
    return ids.OBJECTIVE if ids.kind_of(parent) == ids.SUBJECT else ids.ACTIVITY


async def add_form(app: RcmApp, parent: str, *, agreement: str | None = None) -> AddForm | None:
    """The form for something new under `parent`; a subject where that is empty."""
    given = await opening(app, f"new:{parent}")
    return AddForm(given, parent, agreement=agreement) if given is not None else None


class AddForm(Form):
    """Something new in the plan; it becomes the last of its siblings unless a number is given."""

    def __init__(self, given: Opening, parent: str, *, agreement: str | None = None) -> None:
        base: Data = {"kind": kind_below(parent), "status": "planned"}
        super().__init__(Opening(given.plan, base, given.draft), f"new:{parent}", agreement=agreement)
        self.parent_id = parent
        self.kind = kind_below(parent)
        self._edited: Data = {}

    def heading(self) -> str:
        """Said in the header."""
        return {
            ids.SUBJECT: _("New subject"),
            ids.OBJECTIVE: _("New objective"),
            ids.ACTIVITY: _("New activity"),
            ACTION: _("New action"),
        }[self.kind]

    def about(self) -> Content:
        """Where it will stand."""
        node = self.plan_shown.node(self.parent_id) if self.parent_id else None
        if node is None:
            return line(_("A subject of the plan"), "$muted")
        words = pick(text_of(node), current())
        return joined(line(_("under"), ""), line(node.id, "bold"), line(words), by=" ").stylize_before("$muted")

    # --- the fields

    def compose_fields(self) -> ComposeResult:
        """By the kind."""
        plan = self.plan_shown
        if self.kind == ids.SUBJECT:
            yield LineField(
                _("Code"), ("code",), self._code, placeholder=_("such as HR"), needed=_("Give the subject a code.")
            )
        yield Texts(list(plan.info.languages), ("text",))
        if self.kind == ids.ACTIVITY:
            yield ChoiceField(_("Kind"), _KIND_PATH, _kinds())
            yield ChoiceField(_("Status"), ("status",), status_choices())
            yield actors_field(plan, _("Responsible"), ("responsible",))
            yield from self._carried_out(plan)
        if self.kind in (ids.OBJECTIVE, ids.ACTIVITY):
            yield number_field(plan, self.kind, ("number",))

    def _carried_out(self, plan: Plan) -> ComposeResult:
        objective = plan.items.get(self.parent_id)
        if isinstance(objective, Objective) and objective.actions:
            actions = sorted(objective.actions, key=lambda one: one.number or 0)
            yield MarksField(_("Carries out"), ("actions",), [(one.id, pick(one.text, current())) for one in actions])

    def _code(self, words: str) -> str:
        code = words.upper()
        if not ids.is_id(code) or ids.kind_of(code) != ids.SUBJECT:
            raise BadValue(_("“{code}” is no code of a subject; use capital letters, such as HR").format(code=words))
        if self.plan_shown.node(code) is not None:
            raise BadValue(_("{code} is a subject already.").format(code=code))
        return code

    def on_mount(self) -> None:
        """A number that is left empty is said to be the next one."""
        super().on_mount()
        field = self.field_at("number")
        if isinstance(field, LineField):
            siblings = self.plan_shown.children(self.parent_id)
            numbers = [node.number for one in siblings if (node := self.plan_shown.items.get(one)) is not None]
            field.input.placeholder = str(max(numbers, default=0) + 1)

    def typing(self) -> None:
        """An action has neither status nor anybody responsible."""
        kind = self.field_at(*_KIND_PATH)
        if isinstance(kind, ChoiceField):
            is_action = kind.typed == ACTION
            for field in self.fields:
                if field.path[0] in ("status", "responsible", "actions", "number"):
                    field.display = not is_action

    @property
    def touched(self) -> bool:
        """Choosing a kind or status alone is nothing yet."""
        return any(field.touched for field in self.fields if field.path[0] not in ("kind", "status"))

    # --- recording

    def prepare(self) -> None:
        """Take the data down."""
        self._edited = self.edited()

    def change(self, workspace: Workspace) -> Change:
        """The new thing."""
        from rcm_tui.workflow import items

        data, text = self._edited, self._edited["text"]
        if self.kind == ids.SUBJECT:
            return items.add_subject(workspace, data["code"], text)
        if self.kind == ids.OBJECTIVE:
            return items.add_objective(workspace, self.parent_id, text, number=data.get("number"))
        if data["kind"] == ACTION:
            return items.add_action(workspace, self.parent_id, text)
        return items.add_activity(
            workspace,
            self.parent_id,
            text,
            status=data["status"],
            responsible=data.get("responsible") or (),
            actions=data.get("actions") or (),
            number=data.get("number"),
        )


def _kinds() -> list[Choice]:
    return [
        Choice(ids.ACTIVITY, "a", line(kind_word(ids.ACTIVITY))),
        Choice(ACTION, "t", line(_("action for implementation"))),
    ]
