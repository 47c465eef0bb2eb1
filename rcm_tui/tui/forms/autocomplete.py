"""Fields in which values are chosen by typing a part of any of their names; what is chosen is shown as chips."""

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
from rcm_tui.tui.forms.candidates import Candidate, find, named
from rcm_tui.tui.forms.fields import FormField, LineInput, Parse, as_typed


class Chips(Static):
    """What is chosen, one after the other; a click on one takes it away."""

    def action_drop(self, at: int) -> None:
        """Take one away."""
        field = next(
            autocomplete_field
            for autocomplete_field in self.ancestors
            if isinstance(autocomplete_field, AutocompleteField)
        )
        field.drop(at)


class MatchList(OptionList, can_focus=False):
    """What fits the words typed, over the form. The keys stay with the input."""


class AutocompleteField(FormField):
    """Values chosen by typing; `several` or one.

    Enter takes the highlighted match, the right arrow what the text suggests. Tab goes on, and takes what is typed only
    where nothing else can be meant.
    """

    def __init__(
        self,
        label: str,
        path: Path,
        candidates: Callable[[], Sequence[Candidate]],
        parse: Parse = as_typed,
        *,
        several: bool = True,
        placeholder: str = "",
        required: str = "",
    ) -> None:
        super().__init__(label, path, parse, required=required)
        self.values: list[str] = []
        self.suggested: tuple[str, ...] = ()
        self.input = LineInput()
        self.matches: list[Candidate] = []
        self._source = candidates
        self._match = 0
        self._list: MatchList | None = None
        self._several = several
        self._placeholder = placeholder
        self._chips = Chips(classes="chips")
        self._chip: int | None = None
        self._refused: set[str] = set()
        self._show()

    def control(self) -> ComposeResult:
        """Yield chips and input; the list is made when something matches."""
        yield self._chips
        yield self.input

    @cached_property
    def candidates(self) -> Sequence[Candidate]:
        """What can be chosen, made when it is first needed."""
        return self._source()

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {candidate.value: candidate.title for candidate in self.candidates}

    # --- the value

    @property
    def typed(self) -> Any:
        """What is chosen, and words that are not chosen yet."""
        return {"values": list(self.values), "words": self.input.value}

    def set_typed(self, typed: Any) -> None:
        self.values = [str(value) for value in typed["values"]]
        self.input.value = str(typed["words"])
        self._show()

    def type_text(self, words: str) -> None:
        self.set_typed({"values": [], "words": words})

    def typed_for(self, value: Value) -> Any:
        if value is MISSING or value is None:
            values = []
        else:
            values = [str(member) for member in value] if isinstance(value, list | tuple) else [str(value)]
        return {"values": values, "words": ""}

    def given(self) -> Any:
        """Give the values chosen, with what is typed but not taken yet."""
        words = self.input.value.strip()
        if not self._several:
            return self._value_of(words) if words else "".join(self.values[:1])
        parts = [words] if named(self.candidates, words) is not None else words.split(",")
        typed = [self._value_of(part.strip()) for part in parts if part.strip()]
        return list(dict.fromkeys([*self.values, *typed]))

    def _value_of(self, words: str) -> str:
        match = named(self.candidates, words)
        return match.value if match is not None else words

    def error(self) -> str:
        """Say nothing of words for which the list still has something to offer."""
        return "" if self.input.has_focus and self.matches else super().error()

    def suggest(self, values: Sequence[str]) -> None:
        """Offer values that the words of the text name; the right arrow takes them."""
        wanted = tuple(code for code in values if code not in self.values and code not in self._refused)
        if self.values and not self._several:
            wanted = ()
        if wanted != self.suggested:
            self.suggested = wanted
            self._show()

    # --- choosing

    def add(self, value: str) -> None:
        """Choose one."""
        if not self._several:
            self.values = [value]
        elif value not in self.values:
            self.values.append(value)
        self.input.value = ""
        self._find()
        self._values_changed()

    def drop(self, at: int) -> None:
        """Take one away."""
        if 0 <= at < len(self.values):
            self._refused.add(self.values.pop(at))
            self._chip = None
            self._values_changed()

    def _values_changed(self) -> None:
        self.suggested = tuple(code for code in self.suggested if code not in self.values)
        self._show()
        self.changed()

    def choose(self, candidate: Candidate) -> None:
        """Take one of the list."""
        self.add(candidate.value)

    def query_words(self) -> str:
        """Give the words that are looked for."""
        return self.input.value

    def title(self, value: str) -> str:
        """Give what the chip of a value shows."""
        return self._titles.get(value, value)

    def _show(self) -> None:
        chips = [self._chip_content(position, value) for position, value in enumerate(self.values)]
        self._chips.update(joined(*chips, by="   "))
        self._chips.display = bool(chips)
        self.set_class(bool(self.suggested), "-suggesting")
        if self.suggested:
            placeholder = _("→ takes: {proposal}").format(proposal=", ".join(map(self.title, self.suggested)))
        else:
            placeholder = "" if chips and not self._several else self._placeholder
        self.input.placeholder = line(placeholder).plain

    def _chip_content(self, at: int, value: str) -> Content:
        cross = line(" ×", "$muted").stylize(Style.from_meta({"@click": f"drop({at})"}))
        return Content.assemble(line(self.title(value), "on $mark" if at == self._chip else ""), cross)

    # --- the list of matches

    def _find(self) -> None:
        words = self.query_words().strip() if self.input.has_focus else ""
        found = find(self.candidates, words) if words else []
        self._offer([candidate for candidate in found if candidate.value not in self.values])

    def _offer(self, found: list[Candidate]) -> None:
        self.matches, self._match = found, 0
        if self._list is None and found:
            self._list = MatchList(markup=False, compact=True)
            self.query_one(".side").mount(self._list, after=self.input)
        if self._list is not None:
            self._list.clear_options()
            self._list.add_options([Option(candidate.shown, id=candidate.value) for candidate in found])
            self._list.highlighted = 0 if found else None
            self._list.display = bool(found)

    def _step(self, step: int) -> None:
        self._match = (self._match + step) % len(self.matches)
        if self._list is not None:
            self._list.highlighted = self._match

    def _highlighted(self) -> Candidate | None:
        return self.matches[self._match] if self.matches else None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find while the person types; a comma takes what was typed so far."""
        event.stop()
        self._chip = None
        if event.value.endswith(",") and self.query_words() and not find(self.candidates, event.value):
            self.input.value = event.value[:-1]
            self.take_words(leave=False)
            return
        self._find()
        self.changed()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take what was clicked."""
        event.stop()
        found = next((candidate for candidate in self.candidates if candidate.value == event.option.id), None)
        if found is not None:
            self.choose(found)
            self.input.focus()

    def focus_left(self) -> None:
        """Take what is typed out, and close the list."""
        self._offer([])
        self.take_exact()
        self.always_checked = self.always_checked or bool(self.input.value.strip())
        self.update_note()

    def take_exact(self) -> None:
        """Choose what is called exactly as was typed, if anything is."""
        exact = named(self.candidates, self.input.value)
        if exact is not None:
            self.add(exact.value)

    def on_key(self, event: events.Key) -> None:
        """Handle the keys of the list, and those of the chips while nothing is typed."""
        if event.key in ("up", "down") and self.matches:
            self._step(-1 if event.key == "up" else 1)
        elif event.key == "enter" and self.input.value.strip():
            if not self.take_words(leave=False):
                return
        elif event.key == "tab" and self.input.value.strip() and len(self.matches) < 2:
            if not self.take_words(leave=True):
                return
        elif event.key == "right" and self.suggested and not self.input.value and self._chip is None:
            self._take_suggestion()
        elif event.key == "escape" and self.matches:
            self._offer([])
        elif event.key in ("left", "right", "backspace", "delete") and not self.input.value and self.values:
            self._walk(event.key)
        else:
            return
        event.stop()
        event.prevent_default()

    def take_words(self, *, leave: bool) -> bool:
        """Take the highlighted match; give False where the key shall do what it always does."""
        found = self._highlighted() or named(self.candidates, self.input.value)
        if found is None:
            return self.refuse_words(leave=leave)
        self.choose(found)
        if leave or (not self._several and not self.input.value):
            self.screen.focus_next()
        return True

    def refuse_words(self, *, leave: bool) -> bool:
        """Say what is wrong with the words; Tab leaves the field all the same."""
        self.always_checked = True
        self.update_note()
        return not leave

    def _take_suggestion(self) -> None:
        self.values += [value for value in self.suggested if value not in self.values]
        self.suggested = ()
        self._values_changed()

    def _walk(self, key: str) -> None:
        """Go through the chips with left and right; Backspace takes away the chosen one, else the last."""
        last = len(self.values) - 1
        if key == "left":
            self._chip = last if self._chip is None else max(self._chip - 1, 0)
        elif key == "right":
            self._chip = None if self._chip is None or self._chip == last else self._chip + 1
        else:
            self.drop(last if self._chip is None else self._chip)
        self._show()


class RolesField(AutocompleteField):
    """Actors, each with its role: `Ministry of Health: host`. `parse` reads one role; it is given code and role."""

    @property
    def _parts(self) -> tuple[str, str]:
        name, _colon, role = self.input.value.partition(":")
        return name.strip(), role.strip()

    def query_words(self) -> str:
        """Give the name, until a colon follows it."""
        return "" if ":" in self.input.value else self.input.value

    def typed_for(self, value: Value) -> Any:
        pairs = value.items() if isinstance(value, dict) else ()
        return {"values": [f"{code}: {role}" for code, role in pairs], "words": ""}

    def value(self) -> Value:
        """Give a mapping from code to role."""
        values = list(self.values)
        if self.input.value.strip():
            values.append(self._whole())
        if not self.touched:
            return self.base
        pairs = (text.partition(": ") for text in values)
        return {code: self._parse((code, role)) for code, _colon, role in pairs} or MISSING

    def _whole(self) -> str:
        name, role = self._parts
        candidate = named(self.candidates, name)
        if candidate is None:
            raise RcmError(_("There is no actor “{words}”. The actors are in plan/actors.yaml.").format(words=name))
        if not role:
            raise RcmError(_("What is the part of {actor}? Write it after a colon.").format(actor=candidate.title))
        return f"{candidate.value}: {role}"

    def title(self, value: str) -> str:
        """Give the actor's name and its role."""
        code, colon, role = value.partition(": ")
        return f"{self._titles.get(code, code)}{colon}{role}"

    def choose(self, candidate: Candidate) -> None:
        """Write the actor's name, to be followed by the role."""
        self.input.value = f"{candidate.title}: "
        self.input.cursor_position = len(self.input.value)

    def take_words(self, *, leave: bool) -> bool:
        """Take the highlighted actor, else the actor and role that are written out."""
        found = self._highlighted()
        if found is not None:
            self.choose(found)
            return True
        try:
            whole = self._whole()
        except RcmError:
            return self.refuse_words(leave=leave)
        code = whole.partition(": ")[0]
        self.values = [text for text in self.values if text.partition(": ")[0] != code]
        self.add(whole)
        if leave:
            self.screen.focus_next()
        return True

    def take_exact(self) -> None:
        if self.input.value.strip() and not self.error():
            self.take_words(leave=False)
