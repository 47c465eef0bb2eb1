"""Find the agreements that a person names: by id, by number, from and to, or by a query."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from rcm_tui.i18n import _, current
from rcm_tui.model.errors import BadValue
from rcm_tui.model.meetings import Agreement, Meeting
from rcm_tui.model.plan import Plan
from rcm_tui.model.regex import regex
from rcm_tui.model.texts import fold, pick
from rcm_tui.model.types import Context
from rcm_tui.workflow.naming import resolve_meeting

SHOWN = 40
"""Letters of an agreement's text in a sentence."""
_NUMBERS = regex(r"(\d+)-(\d+)")


def find(plan: Plan, words: str, meeting: str | None = None) -> tuple[str, str]:
    """Find the agreement, or the part of one, named by `MEETING/ID`, `MEETING/NUMBER`, or an id or number.

    Without a meeting in `words`, that of `meeting` is looked at, else the open ones. Raises BadValue where there is
    none, or where several have the number.
    """
    meetings, name = _looked_at(plan, words, meeting)
    every = [(meeting.id, decision) for meeting in meetings for _whole, decision in meeting.decisions()]
    found = [(meeting, decision) for meeting, decision in every if decision.id == name]
    found = found or [(meeting, decision) for meeting, decision in every if decision.number == name]
    if not found:
        raise BadValue(_not_found(meetings, name))
    if len(found) > 1:
        named = "; ".join(
            f"{meeting}/{decision.id} {pick(decision.text, current())[:SHOWN]}" for meeting, decision in found
        )
        raise BadValue(
            _("{name} means several agreements; name one by its id: {found}").format(name=words, found=named)
        )
    return found[0][0], found[0][1].id


def _not_found(meetings: Sequence[Meeting], name: str) -> str:
    """Say at which meetings an agreement was looked for."""
    if not meetings:
        return _("No meeting is open; say which meeting agreement {name} is of, as MEETING/{name}.").format(name=name)
    return _("There is no agreement {name} at {meetings}; see: rcm agreement list {meeting}").format(
        name=name, meetings=", ".join(meeting.id for meeting in meetings), meeting=meetings[-1].id
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """Agreements of one meeting. With `by_query` a query found some of them."""

    meeting: str
    names: tuple[str, ...]
    by_query: bool = False


def find_all(plan: Plan, names: Sequence[str], meeting: str | None = None) -> Found:
    """Find agreements of one meeting, each named as by `find`, by numbers from and to, or by a query.

    `4-7` and `MEETING/4-7` are numbers from and to. A query has terms with fields of agreements, such as
    `kind:decision`, or `is:to-place`, and words of their texts. Raises BadValue where there are none, or where they are
    of several meetings.
    """
    found: list[tuple[str, str]] = []
    for words in names:
        if ":" in words:
            found += _matching(plan, words, meeting)
        else:
            found += _range(plan, words, meeting) or [find(plan, words, meeting)]
    meetings = list(dict.fromkeys(meeting_id for meeting_id, _name in found))
    if len(meetings) > 1:
        raise BadValue(
            _("These are agreements of {meetings}; one record changes those of one meeting.").format(
                meetings=", ".join(meetings)
            )
        )
    return Found(
        meetings[0], tuple(dict.fromkeys(name for _meeting, name in found)), any(":" in name for name in names)
    )


def _matching(plan: Plan, query: str, meeting: str | None) -> list[tuple[str, str]]:
    """Return the agreements of a meeting, else of the open ones, or of `meeting:ID`, that match a query."""
    context, fields = Context(plan), plan.schema.kinds["agreement"].fields
    meetings, _query = _looked_at(plan, "", meeting)
    tests: list[Callable[[Agreement], bool]] = []
    for word in query.split():
        term, sign, value = word.partition(":")
        if term == "meeting":
            meetings = [plan.meetings[resolve_meeting(plan, value)]]
        elif word == "is:to-place":
            tests.append(lambda agreement: agreement.to_place)
        elif sign and term in fields:
            matches = fields[term].type.matcher(value, term, context)
            tests.append(lambda agreement, field=fields[term], matches=matches: matches(field.of(agreement)))  # type: ignore[misc]
        elif sign:
            known = ", ".join(f"{name}:" for name in ("meeting", "is", *fields))
            raise BadValue(_("“{word}” is not known here; there are: {known}").format(word=term, known=known))
        else:
            tests.append(lambda agreement, word=fold(word): any(word in fold(text) for text in agreement.text.values()))  # type: ignore[misc]
    found = [
        (held.id, agreement.id)
        for held in meetings
        for agreement in held.agreements
        if all(test(agreement) for test in tests)
    ]
    if not found:
        raise BadValue(_("No agreement matches “{words}”; see: rcm agreement list").format(words=query))
    return found


def _range(plan: Plan, words: str, meeting: str | None) -> list[tuple[str, str]]:
    """Return the agreements whose numbers are in a range, empty where `words` is none."""
    meetings, name = _looked_at(plan, words, meeting)
    numbers = _NUMBERS.fullmatch(name)
    if numbers is None:
        return []
    wanted = range(int(numbers[1]), int(numbers[2]) + 1)
    return [
        (held.id, agreement.id)
        for held in meetings
        for agreement in held.agreements
        if (agreement.number or "").isdecimal() and int(agreement.number or 0) in wanted
    ]


def _looked_at(plan: Plan, words: str, meeting: str | None) -> tuple[Sequence[Meeting], str]:
    """Split off the meeting. Returns the meetings to look at, and the name of the agreement.

    A number may have a slash of its own: `12/3` is the third agreement of the twelfth session.
    """
    whole = words.strip()
    meeting_id, slash, name = whole.partition("/")
    if meeting_id in plan.meetings and slash:
        return [plan.meetings[meeting_id]], name
    meetings = [plan.meetings[resolve_meeting(plan, meeting)]] if meeting else plan.open_meetings
    numbers = {decision.number for held in meetings for _whole, decision in held.decisions()}
    if slash and whole not in numbers:
        raise BadValue(_("There is no meeting {id}; see: rcm meeting list").format(id=meeting_id))
    return meetings, whole
