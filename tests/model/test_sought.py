"""Words looked for letter by letter find what they find when they are looked for at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rcm_tui.model.items import Activity, Objective, PlanInfo, Subject
from rcm_tui.model.lazy import LazyItems
from rcm_tui.model.plan import Plan, Unreadable
from rcm_tui.model.search import SearchTexts, searched

_LETTERS = st.text("ab", max_size=5)
_QUERIES = st.lists(
    st.tuples(st.sampled_from([False, True, None]), st.lists(st.text("ab", min_size=1, max_size=3), min_size=1)),
    max_size=8,
)


def plan_of(texts: list[str]) -> Plan:
    items: dict[str, Subject | Objective | Activity] = {
        "X": Subject(id="X", number=1, title={"en": ""}),
        "X-1": Objective(id="X-1", number=1, text={"en": ""}),
    }
    for number, text in enumerate(texts, 1):
        item_id = f"X-1.{number}"
        items[item_id] = Activity(id=item_id, number=number, text={"en": text}, status="active")
    archived = frozenset(f"X-1.{number}" for number in range(1, len(texts), 3))
    broken = {"X-2": Unreadable("X-2", "plan/X/X-2/X-2.yaml", ())}
    return Plan(PlanInfo(title={"en": ""}), {}, items, archived, {}, broken)


@given(st.lists(_LETTERS, max_size=12), _QUERIES)
def test_what_was_found_before_changes_nothing(texts: list[str], queries: list[tuple[bool | None, list[str]]]) -> None:
    plan = plan_of(texts)
    for archived, words in queries:
        assert plan.search_index.matching(archived, tuple(words)) == [
            item_id
            for item_id in plan.walk()
            if item_id in plan.items
            and (archived is None or plan.is_archived(item_id) == archived)
            and all(word in searched(plan.items[item_id]) for word in words)
        ]


def test_texts_are_prepared_with_rests_and_not_where_another_thread_has_prepared_them_meanwhile() -> None:
    items = LazyItems(plan_of(["a"] * 1000).items)
    rests: list[int] = []
    texts = SearchTexts().of(items, lambda: rests.append(1))
    assert texts == SearchTexts().of(items) and len(rests) >= 10
    searching = SearchTexts()
    meanwhile: list[object] = []

    def another() -> None:
        meanwhile.append(searching.of(items))

    assert searching.of(items, another) is meanwhile[0] and len(meanwhile) == 1
