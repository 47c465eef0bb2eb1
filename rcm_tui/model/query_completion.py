"""The words of a query that can be completed: its terms, and what can stand after them."""

from __future__ import annotations

from collections.abc import Iterator

from rcm_tui.model.plan import Plan
from rcm_tui.model.query import STATES, TERMS
from rcm_tui.model.types import Context


def candidates(plan: Plan, term: str, value: str) -> Iterator[tuple[str, str]]:
    """Return the values that can stand after a term, which begin with `value`, each with a word of explanation."""
    if term == "status":
        yield from _statuses(plan, value.casefold())
        return
    known = {
        "actor": plan.actors,
        "host": plan.actors,
        "subject": plan.children(),
        "meeting": plan.meetings,
        "is": STATES,
        "untranslated": plan.info.languages,
    }
    if term in known:
        yield from ((candidate, "") for candidate in known[term] if candidate.casefold().startswith(value.casefold()))
    elif term in plan.schema.searched and term not in TERMS:
        yield from plan.schema.searched[term][0][-1].complete(value, Context(plan))


def _statuses(plan: Plan, value: str) -> Iterator[tuple[str, str]]:
    """Return the statuses as the language in use calls them, or by the code that was begun."""
    for status in plan.statuses:
        word = plan.statuses.one_word(status)
        if found := next((name for name in (word, status) if name.startswith(value)), ""):
            yield found, ""
    if "open".startswith(value):
        yield "open", ""


def completions(plan: Plan, word: str) -> Iterator[tuple[str, str]]:
    """Return the words of a query that begin with `word`, terms or their values, each with a word of explanation."""
    term, colon, value = word.removeprefix("not:").partition(":")
    prefix = "not:" if word.startswith("not:") else ""
    if not colon:
        terms = dict.fromkeys((*TERMS, *plan.schema.searched))
        yield from ((f"{prefix}{name}:", "") for name in terms if name.startswith(term.casefold()))
    else:
        yield from ((f"{prefix}{term}:{candidate}", label) for candidate, label in candidates(plan, term, value))
