"""Words looked for letter by letter find what they find when they are looked for at once."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcm_tui.model import search
from rcm_tui.model.items import Activity, Item, Objective, PlanInfo, Subject
from rcm_tui.model.lazy import ItemBatch, ItemReference, LazyItems
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


@given(st.lists(_LETTERS, max_size=12), _QUERIES, st.data())
def test_a_search_that_was_given_up_changes_nothing(
    texts: list[str], queries: list[tuple[bool | None, list[str]]], data: st.DataObject
) -> None:
    """Another letter was typed before all was found, or while texts were being prepared."""
    plan = plan_of(texts)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(search, "_PIECE", 2)
        for archived, words in queries:
            pieces = plan.search_index.search(archived, tuple(words))
            begun = [*islice(pieces, data.draw(st.integers(0, 3)))]
            if data.draw(st.booleans()):
                assert not any(plan.search_index.prepare())
            found = plan_of(texts).search_index.matching(archived, tuple(words))
            assert [*chain.from_iterable(begun)] == found[: sum(map(len, begun))]
            if data.draw(st.booleans()):
                assert [*chain(*begun, *pieces)] == found


def test_texts_are_prepared_once_however_many_threads_and_plans_need_them() -> None:
    plan, made = plan_of(["a"] * 1000), []

    def decode(_of_heads: bool) -> list[Item]:
        made.append(1)
        return [*plan.items.values()]

    batch = ItemBatch([1] * len(plan.items), decode)
    items = LazyItems({item_id: ItemReference(batch, place) for place, item_id in enumerate(plan.items)})
    searching = SearchTexts()
    lazy = replace(plan, items=items, searching=searching)
    for _step in lazy.search_index.prepare():
        assert len(lazy.search_index.matching(None, ("a",))) == 1000
    assert lazy.search_texts == plan.search_texts
    changed = replace(plan.items["X-1.2"], text={"en": "b"})
    after = replace(lazy, items=LazyItems({**items.references, "X-1.2": changed}))
    assert after.search_index.matching(False, ("b",)) == ["X-1.2"]
    assert lazy.search_index.matching(False, ("b",)) == []
    assert len(made) == 1
