"""Make the data of a plan's files from an outline: a new plan, or what an outline adds to an existing one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any, Final, Protocol

from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.actors_in_text import find_actors
from rcm_tui.model.dates import DateError
from rcm_tui.model.dates.phrases import find_dates, read_date
from rcm_tui.model.errors import BadValue
from rcm_tui.model.numbers import Percent
from rcm_tui.model.plan import Plan
from rcm_tui.model.references import code_of
from rcm_tui.model.regex import regex
from rcm_tui.model.schema import SCHEMA, Schema
from rcm_tui.model.states import ActorKind
from rcm_tui.model.statuses import PLANNED, StatusDeclaration, Statuses
from rcm_tui.model.texts import fold, words
from rcm_tui.store import paths
from rcm_tui.workflow.importing.outline import Activity, Doubt, Entry, Objective, Outline
from rcm_tui.workflow.importing.pieces import SourceText
from rcm_tui.workflow.importing.statuses import StatusReader, read_percent

_PERCENT: Final = next(field.name for field in SCHEMA.kinds["activity"] if isinstance(field.type, Percent))
"""The field of an activity that says how far it is."""

Data = dict[str, Any]

_SMALL: Final = frozenset(
    words(
        "the a an of to in on by for with from at and or between under el la los las de del y e o en con por para entre"
    )
)
_NOBODY: Final = frozenset({"-", "–", "—", "n/a", "na", "none", "ninguno"})
_EVERYBODY: Final = frozenset({"all", "todos", "todas", "tbd", "tbc", "por definir", "various", "varios"})
_AHEAD: Final = frozenset({"will", "shall", "should", "agenda", "debera", "deberan"})
"""Words of what is still to be done: a date beside them is a deadline, or of something else."""
_SAME = 0.8
"""How alike the words of two texts are that are taken for one that was changed; 1 is the same."""
_EITHER_WAY = regex(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}")


class Existing(Protocol):
    """A plan that is there."""

    @property
    def plan(self) -> Plan:
        """The plan."""

    def data(self, key: str) -> Data:
        """Return the data of a file."""


@dataclass(slots=True)
class Made:
    """What an outline becomes: the data of each file, by its path, and how much of each kind is new.

    `differing` are texts that the plan has in other words; they are changed only if that was asked for.
    """

    files: dict[str, Data] = field(default_factory=dict)
    actors: dict[str, Data] = field(default_factory=dict)
    added: dict[str, int] = field(default_factory=dict)
    unchanged: int = 0
    differing: list[tuple[str, str, str]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    first_id: str = ""
    is_top_hidden: bool = False
    """Whether all objectives belong to one subject, which is shown nowhere."""

    def count(self, kind: str) -> None:
        """Count one that is new."""
        self.added[kind] = self.added.get(kind, 0) + 1


@dataclass(frozen=True, slots=True)
class Options:
    """How an outline is made into data. `document` names the file, for the source of each text.

    `given_ids` are ids that were ever given. With `dates`, an entry gets the date that its words name, if they name
    one; with `update`, texts of the plan that differ are changed. `under` is an objective of the plan that gets all
    activities, whatever the outline says. `levels` is how many the plan has; where they are two, `top` is the subject
    that all objectives belong to. `statuses` are those that the plan declares.
    """

    language: str
    document: str
    on: datetime.date
    dates: bool = True
    update: bool = False
    given_ids: Collection[str] = ()
    under: str = ""
    levels: int = 3
    top: str = ""
    statuses: Mapping[str, StatusDeclaration] = field(default_factory=dict)


def make(outline: Outline, schema: Schema, options: Options, existing: Existing | None = None) -> Made:
    """Return what an outline becomes."""
    return _Maker(outline, schema, options, existing).make()


class _Maker:
    def __init__(self, outline: Outline, schema: Schema, options: Options, existing: Existing | None) -> None:
        self.outline = outline
        self.statuses = StatusReader(Statuses(options.statuses))
        self.schema = schema
        self.options = options
        self.existing = existing
        self.made = Made(is_top_hidden=bool(options.top))
        self.ids = set(options.given_ids)
        self.emphasised = outline.emphasised
        self._last: dict[str, str] = {}
        """The next id below each parent."""
        self._taken: dict[str, set[int]] = {}
        """The numbers that the children of each parent have."""

    def make(self) -> Made:
        if self.options.levels < len(ids.KINDS) and any(activity.activities for activity in self.outline.activities()):
            raise BadValue(
                _("The file has sub-activities, and the plan has no fourth level: declare one, or begin it like amr.")
            )
        if self.options.under:
            for objective in self.outline.objectives():
                self._below(self.options.under, None, objective)
            return self.made
        for subject in self.outline.subjects:
            own, data = (self.options.top, None) if self.options.top else self._item("", subject.source, "title")
            if data is not None:
                self._keep(own, data)
            for objective in subject.objectives:
                self._objective(own, objective)
        return self.made

    # --- items

    def _item(self, parent: str, text: SourceText, key: str = "text") -> tuple[str, Data | None]:
        """Return the id of an item, and its data where that is new or changes."""
        known = self._known(parent, text)
        if known:
            node = self.existing.plan.items[known] if self.existing else None
            before = node.text.get(self.options.language, "") if node else ""
            if words(before) == words(text.text):
                self.made.unchanged += 1
                return known, None
            self.made.differing.append((known, before, text.text))
            if not self.options.update or self.existing is None:
                return known, None
            data = self._data(known)
            return known, {**data, key: {**data[key], self.options.language: text.text}}
        own = self._next_id(parent) if parent else self._code(text.text)
        self.ids.add(own)
        self.made.count(ids.kind_of(own))
        self.made.first_id = self.made.first_id or own
        data = {"id": own, "number": self._number(parent, text), key: self._text(text), "source": self._source(text)}
        return own, data

    def _objective(self, subject: str, objective: Objective) -> None:
        self._below(*self._item(subject, objective.source), objective)

    def _below(self, own: str, changed: Data | None, objective: Objective) -> None:
        """Add what is below an objective, which is new or changes where `changed` is given."""
        data = changed or (self._data(own) if self._is_known(own) else {"id": own})
        actions = self._members(data.get("actions") or [], objective.actions, "action", self._action)
        calendar = self._members(data.get("calendar") or [], objective.entries, "entry", self._entry)
        if changed is not None or actions or calendar:
            self._keep(own, self._with(data, actions=actions, calendar=calendar))
        for activity in objective.activities:
            self._activity(own, activity)

    def _activity(self, parent: str, activity: Activity) -> None:
        reference = activity.reference
        if activity.source.number is None and reference.isdecimal() and 0 < int(reference) < 1000:
            activity.source, reference = replace(activity.source, number=int(reference)), ""
        own, changed = self._item(parent, activity.source)
        is_new = changed is not None and not self._is_known(own)
        data = changed or self._data(own)
        if is_new:
            data["status"], remarks = self._status(activity)
            owners, unknown = self._owners(activity.owners)
            if owners:
                data["responsible"] = owners
            line = activity.source.line
            activity.entries[:0] = [Entry(SourceText(remark, line=line)) for remark in (*remarks, *unknown)]
            if (percent := read_percent(activity.status)) is not None:
                data[_PERCENT] = percent
            if reference:
                data["x_reference"] = reference
        calendar = self._members(
            data.get("calendar") or [], activity.entries, "entry", lambda entry: self._entry(entry, data)
        )
        if changed is not None or calendar:
            self._keep(own, self._with(data, calendar=calendar))
        for below in activity.activities:
            self._activity(own, below)

    def _members(self, before: Sequence[Data], sources: Iterable[Any], kind: str, make: Any) -> list[Data]:
        """Return the new members of a list: those whose words no member has."""
        known = {words(entry.get("text", {}).get(self.options.language, "")) for entry in before}
        added: list[Data] = []
        for entry in sources:
            own: SourceText = entry if isinstance(entry, SourceText) else entry.source
            if before and words(own.text) in known:
                self.made.unchanged += 1
                continue
            taken = {member.get("id", "") for member in (*before, *added)}
            number = {"number": len(before) + len(added) + 1} if kind == "action" else {}
            added.append({"id": ids.member_id(taken), **number, **make(entry)})
            self.made.count(kind)
        return added

    def _with(self, data: Data, **added: list[Data]) -> Data:
        return {**data, **{name: [*(data.get(name) or ()), *more] for name, more in added.items() if more}}

    def _keep(self, own: str, data: Data) -> None:
        self.made.files[paths.item_path(own)] = self.schema.arrange(ids.kind_of(own), data)

    def _is_known(self, own: str) -> bool:
        return self.existing is not None and own in self.existing.plan.items

    def _data(self, own: str) -> Data:
        path = paths.item_path(own)
        if path in self.made.files:
            return dict(self.made.files[path])
        return dict(self.existing.data(own)) if self.existing is not None else {}

    def _known(self, parent: str, text: SourceText) -> str:
        """Return the id of the item below `parent` that has these words, or nearly; empty where there is none."""
        if self.existing is None or (parent and parent not in self.existing.plan.items):
            return ""
        plan = self.existing.plan
        children = [plan.items[child] for child in plan.children(parent) if child in plan.items]
        own = words(text.text)
        scores = {
            child.id: max((_likeness(own, words(text)) for text in child.text.values()), default=0.0)
            for child in children
        }
        best = max(scores, key=lambda item_id: scores[item_id], default="")
        return best if best and scores[best] >= _SAME else ""

    # --- values

    def _text(self, text: SourceText) -> Data:
        return {self.options.language: text.text}

    def _source(self, text: SourceText) -> Data:
        source: Data = {"document": self.options.document}
        if text.line:
            source["line"] = text.line
        if self.emphasised:
            source["emphasis"] = text.emphasis
        return source

    def _next_id(self, parent: str) -> str:
        last = self._last.get(parent) or ids.next_id(parent, self.ids)
        _before, sign, number = last.rpartition("." if "-" in parent else "-")
        self._last[parent] = f"{parent}{sign}{int(number) + 1}"
        return last

    def _number(self, parent: str, text: SourceText) -> int:
        if parent not in self._taken:
            plan = self.existing.plan if self.existing is not None else None
            known = plan.children(parent) if plan is not None and (not parent or parent in plan.items) else ()
            self._taken[parent] = {plan.items[key].number for key in known if plan is not None and key in plan.items}
        taken = self._taken[parent]
        number = text.number if text.number and text.number not in taken else max(taken, default=0) + 1
        taken.add(number)
        return number

    def _code(self, title: str) -> str:
        """Return a code for a subject: the initials of its title."""
        return _initials(title, {item_id for item_id in self.ids if "-" not in item_id}, "A")

    def _status(self, activity: Activity) -> tuple[str, list[str]]:
        """Return the status of an activity, and the words of its status that no status says."""
        if activity.status:
            status, more = self.statuses.read(activity.status)
            if not status:
                self._doubt(
                    activity.source, _("“{words}” is not a status; it is planned.").format(words=activity.status[:60])
                )
            remarks = [_("Status: {words}").format(words=" ".join(activity.status.split()))] if more else []
            return status or self.statuses.of_meaning(PLANNED), remarks
        if not self.emphasised:
            return self.statuses.of_meaning(PLANNED), []
        read = self.statuses.from_emphasis
        entries = [read(entry.source.text, entry.source.emphasis) for entry in activity.entries]
        return self.statuses.of_activity(activity.source.emphasis, activity.source.text, entries), []

    def _owners(self, names: Sequence[str]) -> tuple[list[str], list[str]]:
        """Return the codes of owners, and the words of those that are nobody in particular."""
        codes: list[str] = []
        remarks = []
        for name in names:
            if fold(name) in _NOBODY:
                continue
            found = [] if fold(name) in _EVERYBODY else self._codes(name)
            codes += [code for code in found if code not in codes]
            if not found:
                remarks.append(_("Owner: {name}").format(name=name))
        return codes, remarks

    def _codes(self, name: str) -> list[str]:
        if self.existing is not None:
            plan = self.existing.plan
            known = code_of(name, plan.actors, plan.info.bodies)
            return [known] if known else list(find_actors(name, plan.actors))
        for code, actor in self.made.actors.items():
            if fold(name) in (fold(code), *(fold(word) for word in actor["name"].values())):
                return [code]
        code = _initials(name, self.made.actors, "X")
        self.made.actors[code] = {"kind": ActorKind.OFFICE.value, "name": {self.options.language: name}}
        self.made.count("actor")
        return [code]

    def _action(self, text: SourceText) -> Data:
        return {"text": self._text(text), "source": self._source(text)}

    def _entry(self, entry: Entry, activity: Data | None = None) -> Data:
        text = entry.source
        data: Data = {"text": self._text(text)}
        dated = find_dates(text.text) if self.options.dates and not entry.due else ()
        if len(dated) == 1 and not dated[0].deadline and not _AHEAD & set(words(text.text)):
            data = {"date": str(dated[0].date), **data}
            self.made.count("date")
        if self.emphasised and not entry.due:
            data["status"] = self.statuses.from_emphasis(text.text, text.emphasis)
        if entry.due and (due := self._due(entry)):
            request: Data = {"from": activity["responsible"]} if activity and activity.get("responsible") else {}
            data["request"] = {**request, "due": due}
            if activity is not None and self.statuses.statuses.is_over(activity.get("status")):
                data["status"] = activity["status"]
        return {**data, "source": self._source(text)}

    def _due(self, entry: Entry) -> str:
        """Return a due date in EDTF; empty where the words name none."""
        try:
            found = str(read_date(entry.due, on=self.options.on))
        except DateError as error:
            self._doubt(entry.source, _no_date(entry.due, error))
            return ""
        digits = _EITHER_WAY.fullmatch(entry.due)
        if digits and digits[1] != digits[2] and int(digits[1]) <= 12 and int(digits[2]) <= 12:
            self._doubt(entry.source, _("It is read with the day first."))
        return found

    def _doubt(self, text: SourceText, why: str) -> None:
        self.made.doubts.append(Doubt(text.line, text.text, why))


def _no_date(given: str, error: DateError) -> str:
    """Say that words have no date; of those with figures, what is wrong: `... February 2027 has no day 31`."""
    if not any(letter.isdigit() for letter in given):
        return _("No date is found in it.")
    return str(error).partition("; ")[0] + "."


def _likeness(first: Sequence[str], other: Sequence[str]) -> float:
    if first == other:
        return 1.0
    matcher = SequenceMatcher(None, first, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _SAME else 0.0


def _initials(name: str, taken: Collection[str] | Mapping[str, Any], otherwise: str) -> str:
    """Return a code in capitals that nobody has: a name that is an acronym, else its initials."""
    parts = [word for word in words(name) if word.isascii()]
    longer = [word for word in parts if word not in _SMALL] or parts
    bare = name.replace(".", "").strip()
    if len(longer) == 1:
        code = bare if bare.isupper() and len(bare) <= 8 and bare.isalnum() and bare.isascii() else longer[0][:3]
    else:
        code = "".join(word[0] for word in longer[:5])
    code = re.sub(r"^[^A-Z]+|[^A-Z0-9]", "", code.upper()) or otherwise
    number = 2
    made = code
    while made in taken:
        made, number = f"{code}{number}", number + 1
    return made


__all__ = ["Made", "Options", "make"]
