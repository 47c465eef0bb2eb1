"""Items that are decoded when they are read: of many that are looked at once, only what was made of them is kept."""

from rcm_tui.model.items import Subject
from rcm_tui.model.lazy import ItemBatch, ItemReference, LazyItems, made_of
from rcm_tui.reports.page import Row, Rows


def lazy(count):
    """Return so many subjects that are decoded together, and a list that grows each time they are."""
    decoded = []

    def decode(of_heads):
        decoded.append(of_heads)
        return [Subject(id=f"S{place}", number=place, title={}) for place in range(count)]

    batch = ItemBatch(list(range(count)), decode)
    return LazyItems({f"S{place}": ItemReference(batch, place) for place in range(count)}), decoded


def test_many_items_are_decoded_once_and_not_kept():
    items, decoded = lazy(20_001)
    wanted = [*reversed(list(items)), "S-unreadable"]
    made = made_of(items, wanted, lambda item: item.number)
    assert list(made) == wanted[:-1], "in the order that was asked for, without what cannot be read"
    assert made["S7"] == 7
    assert len(decoded) == 1
    assert items["S7"].number == 7
    assert len(decoded) == 2, "they had not been kept"


def test_few_items_are_kept_as_they_will_be_looked_at_again():
    items, decoded = lazy(10)
    assert made_of(items, ("S3", "S1"), lambda item: item.number) == {"S3": 3, "S1": 1}
    assert items["S3"].number == 3
    assert len(decoded) == 1


def test_only_the_batches_read_last_are_kept():
    """However many screens are opened, the memory does not grow with the plan."""
    count = 100
    plans = [lazy(1) for _place in range(count)]
    for items, _decoded in plans:
        assert items["S0"].number == 0
    assert plans[-1][0]["S0"] is plans[-1][0]["S0"]
    assert len(plans[-1][1]) == 1
    assert plans[0][0]["S0"].number == 0
    assert len(plans[0][1]) == 2, "others had taken its place"


def test_rows_are_made_when_they_are_asked_for_and_each_time():
    made = []

    def row(key):
        made.append(key)
        return Row(key)

    rows = Rows(["a", "b", "c"], row)
    assert len(rows) == 3
    assert made == []
    assert rows[1] == Row("b")
    assert made == ["b"]
    assert list(rows[1:]) == [Row("b"), Row("c")]
    assert rows == [Row("a"), Row("b"), Row("c")]
    assert rows != [Row("a")]
