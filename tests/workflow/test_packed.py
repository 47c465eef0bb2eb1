"""Values that are kept packed are those that were put in."""

from __future__ import annotations

import pickle

import pytest

from rcm_tui.workflow.packed import Packed, PackedSequence


def test_a_packed_value_is_a_copy_each_time():
    packed = Packed({"a": [1]})
    packed()["a"].append(2)
    assert packed() == {"a": [1]}


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 200])
def test_a_packed_sequence_is_like_the_list_that_it_was_made_of(count):
    values = [f"value {number}" for number in range(count)]
    for packed in (PackedSequence(values), pickle.loads(pickle.dumps(PackedSequence(values)))):
        assert len(packed) == count and list(packed) == values
        assert [packed[at] for at in range(-count, count)] == [values[at] for at in range(-count, count)]
        assert packed[3:70:5] == values[3:70:5] and packed[:2] == values[:2] and packed[::-1] == values[::-1]
        for outside in (count, -count - 1):
            with pytest.raises(IndexError):
                packed[outside]
