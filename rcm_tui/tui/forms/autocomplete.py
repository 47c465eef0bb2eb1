"""Fields in which things are chosen by typing a part of any of their names; what is chosen stands there as chips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.style import Style
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.model.fieldpath import MISSING, Path, Value
from rcm_tui.tui.content import joined, line
from rcm_tui.tui.forms.fields import Field, LineInput
from rcm_tui.tui.forms.search_index import Candidate, find, named


class Chips(Static):
    """What is chosen, one after the other; a click on one takes it away."""

    def action_drop(self, at: int) -> None:
        """Take one away."""
        field = next(one for one in self.ancestors if isinstance(one, AutocompleteField))
        field.drop(at)


class MatchList(OptionList, can_focus=False):
    """What fits the words typed, over the form. The keys stay with the line that is typed into."""


class AutocompleteField(Field):
    """Chosen by typing; `several` or one. Tab takes what is proposed, or what the list stands on."""

    def __init__(
        self,
        label: str,
        path: Path,
        candidates: Callable[[], Sequence[Candidate]],
        *,
        several: bool = True,
        placeholder: str = "",
        unknown: str = "",
        extra: Callable[[], str] | None = None,
    ) -> None:
        super().__init__(label, path, extra=extra)
        self.values: list[str] = []
        self.proposed: tuple[str, ...] = ()
        self.input = LineInput()
        self.found: list[Candidate] = []
        self._source = candidates
        self._place = 0
        self._list: MatchList | None = None
        self._several = several
        self._placeholder = placeholder
        self._unknown = unknown or _("“{words}” is not among them; choose from the list that appears as you type.")
        self._chips = Chips(classes="chips")
        self._at: int | None = None
        self._refused: set[str] = set()

    def control(self) -> ComposeResult:
        """Chips and line; the list is made when something is sought."""
        yield self._chips
        yield self.input

    @cached_property
    def candidates(self) -> Sequence[Candidate]:
        """What can be chosen, made when it is first needed."""
        return self._source()

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {one.value: one.title for one in self.candidates}

    # --- what forms ask

    @property
    def typed(self) -> Any:
        """What is chosen, and words that are not chosen yet."""
        return {"values": list(self.values), "words": self.input.value}

    def take(self, typed: Any) -> None:
        """Show what was chosen and typed."""
        self.values = [str(value) for value in typed["values"]]
        self.input.value = str(typed["words"])
        self._show()

    def shown_as(self, value: Value) -> Any:
        """The values as a list."""
        if value is MISSING or value is None:
            values = []
        else:
            values = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
        return {"values": values, "words": ""}

    def value(self) -> Value:
        """The values chosen, with what is typed out but not taken yet. Raises RcmError where that is none."""
        values = list(self.values)
        pending = self._pending()
        if pending is not None:
            values = [*values, pending] if self._several else [pending]
        values = list(dict.fromkeys(values))
        if not values:
            return MISSING
        return values if self._several else values[0]

    def _pending(self) -> str | None:
        words = self.input.value.strip()
        if not words:
            return None
        one = named(self.candidates, words)
        if one is None:
            raise RcmError(self._unknown.format(words=words))
        return one.value

    def complaint(self) -> str:
        """Nothing is wrong with words for which the list still has something to offer."""
        if self.input.has_focus and self.found:
            return ""
        return super().complaint()

    def propose(self, values: Sequence[str]) -> None:
        """Offer values that the words of the text name; Tab takes them."""
        wanted = tuple(one for one in values if one not in self.values and one not in self._refused)
        if self.values and not self._several:
            wanted = ()
        if wanted != self.proposed:
            self.proposed = wanted
            self._show()

    # --- choosing

    def add(self, value: str) -> None:
        """Choose one."""
        if not self._several:
            self.values = [value]
        elif value not in self.values:
            self.values.append(value)
        self.input.value = ""
        self._seek()
        self._changed()

    def drop(self, at: int) -> None:
        """Take one away."""
        if 0 <= at < len(self.values):
            self._refused.add(self.values.pop(at))
            self._at = None
            self._changed()

    def _changed(self) -> None:
        self.proposed = tuple(one for one in self.proposed if one not in self.values)
        self._show()
        self.edited()

    def chosen(self, candidate: Candidate) -> None:
        """One of the list was taken."""
        self.add(candidate.value)

    def sought(self) -> str:
        """The words that are looked for."""
        return self.input.value

    def title(self, value: str) -> str:
        """How a value is called on its chip."""
        return self._titles.get(value, value)

    def _show(self) -> None:
        chips = [self._chip(place, value) for place, value in enumerate(self.values)]
        self._chips.update(joined(*chips, by="   "))
        self._chips.display = bool(chips)
        self.set_class(bool(self.proposed), "-proposing")
        if self.proposed:
            names = ", ".join(map(self.title, self.proposed))
            self.input.placeholder = line(_("Tab takes: {proposal}").format(proposal=names)).plain
        else:
            self.input.placeholder = line("" if chips and not self._several else self._placeholder).plain

    def _chip(self, at: int, value: str) -> Content:
        cross = line(" ×", "$muted").stylize(Style.from_meta({"@click": f"drop({at})"}))
        name = line(self.title(value), "on $mark" if at == self._at else "")
        return Content.assemble(name, cross)

    # --- the list

    def _seek(self) -> None:
        words = self.sought().strip() if self.input.has_focus else ""
        found = find(self.candidates, words) if words else []
        self._offer([one for one in found if one.value not in self.values])

    def _offer(self, found: list[Candidate]) -> None:
        self.found, self._place = found, 0
        if self._list is None and found:
            self._list = MatchList(markup=False, compact=True)
            self.query_one(".side").mount(self._list, after=self.input)
        if self._list is not None:
            self._list.clear_options()
            self._list.add_options([Option(one.shown, id=one.value) for one in found])
            self._list.highlighted = 0 if found else None
            self._list.display = bool(found)

    def _step(self, step: int) -> None:
        self._place = (self._place + step) % len(self.found)
        if self._list is not None:
            self._list.highlighted = self._place

    def _highlighted(self) -> Candidate | None:
        return self.found[self._place] if self.found else None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Seek as one types; a comma takes what was typed so far."""
        event.stop()
        self._at = None
        if event.value.endswith(",") and self.sought() and not find(self.candidates, event.value):
            self.input.value = event.value[:-1]
            self._take_typed(leave=False)
            return
        self._seek()
        self.edited()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click on one of the list."""
        event.stop()
        found = next((one for one in self.candidates if one.value == event.option.id), None)
        if found is not None:
            self.chosen(found)
            self.input.focus()

    def left(self) -> None:
        """What is typed out is taken; the list goes."""
        self._offer([])
        exact = named(self.candidates, self.input.value)
        if exact is not None:
            self.add(exact.value)
        self.insisted = self.insisted or bool(self.input.value.strip())
        self.say()

    def on_key(self, event: events.Key) -> None:
        """The keys of the list, and of the chips while nothing is typed."""
        if event.key in ("up", "down") and self.found:
            self._step(-1 if event.key == "up" else 1)
        elif event.key in ("enter", "tab") and self.input.value.strip():
            if not self._take_typed(leave=event.key == "tab"):
                return
        elif event.key == "tab" and self.proposed:
            self._take_proposal()
        elif event.key == "escape" and self.found:
            self._offer([])
        elif event.key in ("left", "right", "backspace", "delete") and not self.input.value and self.values:
            self._walk(event.key)
        else:
            return
        event.stop()
        event.prevent_default()

    def _take_typed(self, *, leave: bool) -> bool:
        """Take what the list stands on; False where the key shall do what it always does."""
        found = self._highlighted() or named(self.candidates, self.input.value)
        if found is None:
            self.insisted = True
            self.say()
            return leave is False
        self.chosen(found)
        if leave or (not self._several and not self.input.value):
            self.screen.focus_next()
        return True

    def _take_proposal(self) -> None:
        for value in self.proposed:
            if value not in self.values:
                self.values.append(value)
        self.proposed = ()
        self._changed()

    def _walk(self, key: str) -> None:
        """Left and right go through the chips; Backspace takes away the one it stands on, else the last."""
        last = len(self.values) - 1
        if key == "left":
            self._at = last if self._at is None else max(self._at - 1, 0)
        elif key == "right":
            self._at = None if self._at is None or self._at == last else self._at + 1
        else:
            at = last if self._at is None else self._at
            self.drop(at)
        self._show()


class RolesField(AutocompleteField):
    """Actors, each with its part in the matter: `Costa Rica: host`."""

    @property
    def _parts(self) -> tuple[str, str]:
        name, _colon, role = self.input.value.partition(":")
        return name.strip(), role.strip()

    def sought(self) -> str:
        """Only the name is looked for, and only until the colon."""
        return "" if ":" in self.input.value else self.input.value

    def shown_as(self, value: Value) -> Any:
        """Code and part, on one chip."""
        pairs = value.items() if isinstance(value, dict) else ()
        return {"values": [f"{code}: {part}" for code, part in pairs], "words": ""}

    def value(self) -> Value:
        """A map from code to part."""
        values = list(self.values)
        if self.input.value.strip():
            values.append(self._whole())
        pairs = (one.partition(": ") for one in values)
        return {code: part for code, _colon, part in pairs} or MISSING

    def _whole(self) -> str:
        name, role = self._parts
        one = named(self.candidates, name)
        if one is None:
            raise RcmError(self._unknown.format(words=name))
        if not role:
            raise RcmError(_("What is the part of {actor}? Write it after a colon.").format(actor=one.title))
        return f"{one.value}: {role}"

    def title(self, value: str) -> str:
        """The actor's name and its part."""
        code, colon, part = value.partition(": ")
        return f"{self._titles.get(code, code)}{colon}{part}"

    def chosen(self, candidate: Candidate) -> None:
        """After the actor comes its part."""
        self.input.value = f"{candidate.title}: "
        self.input.cursor_position = len(self.input.value)

    def _take_typed(self, *, leave: bool) -> bool:
        found = self._highlighted()
        if found is not None:
            self.chosen(found)
            return True
        try:
            whole = self._whole()
        except RcmError:
            self.insisted = True
            self.say()
            return leave is False
        code = whole.partition(": ")[0]
        self.values = [one for one in self.values if one.partition(": ")[0] != code]
        self.add(whole)
        if leave:
            self.screen.focus_next()
        return True

    def left(self) -> None:
        """What is written out is taken; the list goes."""
        self._offer([])
        if self.input.value.strip() and not super().complaint():
            self._take_typed(leave=False)
        self.insisted = self.insisted or bool(self.input.value.strip())
        self.say()
