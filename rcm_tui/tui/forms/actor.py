"""The form of an actor, new or existing, and the dialog that asks which one to edit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.content import Content
from textual.widget import Widget

from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import Path, Value
from rcm_tui.model.plan import Plan
from rcm_tui.reports.names import actor_name
from rcm_tui.store import paths
from rcm_tui.tui.content import joined, line
from rcm_tui.tui.forms import candidates
from rcm_tui.tui.forms.autocomplete import AutocompleteField
from rcm_tui.tui.forms.candidates import Candidate
from rcm_tui.tui.forms.chosen import ChosenDialog
from rcm_tui.tui.forms.drafts import NEW_ACTOR
from rcm_tui.tui.forms.fields import LineField
from rcm_tui.tui.forms.schema_form import SchemaForm
from rcm_tui.workflow import actors
from rcm_tui.workflow.change import Change
from rcm_tui.workflow.workspace import Workspace

NEW = "+"


class ActorForm(SchemaForm):
    """Edits an actor of the plan, or adds one where `code` is empty."""

    OMITTED: ClassVar[frozenset[str]] = frozenset({"held"})
    """The holders of an office are a map by date, which is edited in the file."""

    def __init__(self, code: str = "") -> None:
        if code:
            super().__init__("actor", f"actor:{code}", paths.ACTORS, file_kind="actors", prefix=(code,))
        else:
            super().__init__("actor", NEW_ACTOR)
        self.code = code

    def heading(self) -> str:
        return _("Edit {item}").format(item=self.code) if self.code else _("New actor")

    def about(self) -> Content:
        if self.code:
            name = actor_name(self.plan_shown, self.code)
            return joined(line(self.code, "bold"), line(name), by="   ").stylize_before("$muted")
        return line(_("Somebody who is asked, is responsible or has a role: a country, an office, a person."), "$muted")

    def fields_of(self, kind: str, prefix: Path) -> Iterable[Widget]:
        """Ask first for the code of a new one, which does not change later."""
        if not self.code:
            yield LineField(_("Code"), ("code",), self._read_code, required=_("Give it a code, such as MOH."))
        yield from super().fields_of(kind, prefix)

    def _read_code(self, words: str) -> Value:
        return actors.new_code(self.plan_shown, words)

    def change(self, workspace: Workspace) -> Change:
        if self.code:
            return super().change(workspace)
        fields = dict(self.data)
        return actors.add(workspace, str(fields.pop("code")), fields)


class ChooseActorDialog(ChosenDialog):
    """Asks which actor to edit, found by typing; gives its code, or `NEW` for one that is to be added."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.heading = _("Actors")
        self._plan = plan
        self.explanation = _("Enter opens the form of the actor, of a new one too; Esc changes nothing.")
        hint: dict[str, Any] = {"placeholder": _("type a part of a name, or + for a new one")}
        self.field = AutocompleteField(_("Actor"), ("actor",), self._found, self._refuse, several=False, **hint)

    def _found(self) -> list[Candidate]:
        words = _("+ add an actor")
        return [Candidate(NEW, words, line(words), (NEW, words.casefold())), *candidates.actors(self._plan)]

    def _refuse(self, words: str) -> Value:
        if words == NEW or words in self._plan.actors:
            return words
        raise BadValue(_("There is no actor “{words}”; type + to add it.").format(words=words))
