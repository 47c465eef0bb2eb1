"""Lists of members that have forms of their own, and the form of a request, which entries and agreements have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from rcm_tui.i18n import N_, _, current
from rcm_tui.model import ids
from rcm_tui.model.fieldpath import Path, Value, member_name
from rcm_tui.model.texts import pick, pick_plain
from rcm_tui.reports.names import due_words, reference_words
from rcm_tui.tui.command import Commands, CommandText
from rcm_tui.tui.content import joined, line
from rcm_tui.tui.dialogs.ask import ConfirmDialog
from rcm_tui.tui.forms.fields import FormField
from rcm_tui.tui.forms.form import Form
from rcm_tui.tui.forms.form_commands import FormCommand
from rcm_tui.tui.forms.schema_form import SchemaForm
from rcm_tui.tui.forms.select import MultiSelectList
from rcm_tui.workflow import requests
from rcm_tui.workflow.change import Change
from rcm_tui.workflow.workspace import Workspace

NEW = "+"


class MemberList(MultiSelectList):
    """Enter opens a member; arrows past the ends leave the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,e", "select", show=False),
        Binding("c,n", "new", show=False),
    ]

    def action_new(self) -> None:
        """Open a new one."""
        self.highlighted = self.option_count - 1
        self.action_select()


class MembersField(FormField):
    """Lists members. Nothing is typed here: each has a form of its own and is recorded by itself."""

    class Wanted(Message):
        """A member of the list at `path` is to be opened; the empty id means a new one."""

        def __init__(self, path: Path, member: str) -> None:
            super().__init__()
            self.path, self.member = path, member

    def __init__(self, label: str, path: Path, row: Callable[[Mapping[str, Value]], Content], add: str) -> None:
        """`row` draws a member; `add` is the line that stands for a new one."""
        super().__init__(label, path)
        self.quiet = True
        self.list = MemberList()
        self._row, self._add = row, add

    def control(self) -> ComposeResult:
        yield self.list

    @property
    def typed(self) -> Any:
        return None

    def set_typed(self, typed: Any) -> None:
        pass

    def typed_for(self, value: Value) -> Any:
        return None

    def value(self) -> Value:
        return self.base

    def load(self, value: Value) -> None:
        super().load(value)
        at = self.list.highlighted or 0
        self.list.clear_options()
        for position, member in enumerate(value if isinstance(value, list) else ()):
            if isinstance(member, Mapping):
                self.list.add_option(Option(self._row(member), id=f"={member_name(member, position)}"))
        self.list.add_option(Option(line(self._add, "$muted"), id=NEW))
        self.list.highlighted = min(at, self.list.option_count - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        name = event.option.id or NEW
        self.post_message(self.Wanted(self.path, "" if name == NEW else name[1:]))


def requests_field(label: str, path: Path) -> MembersField:
    """Make the list of the further requests of an entry or agreement."""
    return MembersField(label, path, _row, _("+ ask for something more"))


def _row(request: Mapping[str, Value]) -> Content:
    asked, due = request.get("from"), request.get("due")
    return joined(
        line(", ".join(map(str, asked)) if isinstance(asked, list) else "", "bold"),
        line(due_words(due) if isinstance(due, str) else ""),
        line(pick_plain(request.get("text"), current())),
        by="   ",
    )


class RemoveRequest(FormCommand):
    """Take a further request out, after asking."""

    name, keys, footer, waits = "remove-request", ("f8",), True, True
    text = CommandText(N_("Remove"), N_("Remove the request"), N_("Takes the request out of the plan; asks first."))
    needs = N_("It is not recorded yet; Esc leaves it.")

    def available(self, screen: Form) -> bool:
        return super().available(screen) and isinstance(screen, RequestForm) and bool(screen.request_name)

    async def run(self, screen: Form) -> None:
        assert isinstance(screen, RequestForm)
        question = _("It will be removed from the plan with its answers. The history keeps it, and undo restores it.")
        dialog = ConfirmDialog(_("Remove this request?"), question, yes=_("Remove it"), no=_("Keep it"))
        if await screen.rcm.ask(dialog):
            recorded = await screen.rcm.record(screen.removal)
            if recorded is not None:
                await screen.leave(recorded)


class RequestForm(SchemaForm):
    """Edits a further request of an entry or agreement, or has it ask for something more where `name` is empty."""

    SCREEN_COMMANDS: ClassVar[Commands] = (RemoveRequest,)

    def __init__(self, owner: str, asking: str, name: str = "", *, path: Path = ()) -> None:
        """Prepare the form; `owner` is the item or meeting, `asking` the entry or agreement, `path` of the request."""
        kind = ids.kind_of(owner) if ids.is_id(owner) else "meeting"
        if name:
            super().__init__("request", f"request:{owner}/{asking}/{name}", owner, file_kind=kind, prefix=path)
        else:
            super().__init__("request", f"new-request:{owner}/{asking}", context_key=owner)
        self.owner, self.asking, self.request_name = owner, asking, name

    def heading(self) -> str:
        return _("Request") if self.request_name else _("New request")

    def about(self) -> Content:
        found = self.plan_shown.member(self.owner, self.asking)
        words = pick(found[1].text, current()) if found is not None else ""
        name = line(reference_words(self.plan_shown, self.owner), "bold")
        return joined(name, line(words), by="   ").stylize_before("$muted")

    def fields_of(self, kind: str, prefix: Path) -> Iterable[Widget]:
        """Ask first what is asked; where that is empty, the entry or agreement says it."""
        yield self.texts((*prefix, "text"), required=False)
        yield from super().fields_of(kind, prefix)

    def removal(self, workspace: Workspace) -> Change:
        """Make the change that takes the request out."""
        found = requests.find(workspace.plan, self.owner, self.asking, self.request_name)
        return requests.remove(workspace, self.owner, found)

    def change(self, workspace: Workspace) -> Change:
        if self.request_name:
            return super().change(workspace)
        fields = dict(self.data)
        return requests.ask(workspace, self.owner, self.asking, fields.pop("text", {}), fields)
