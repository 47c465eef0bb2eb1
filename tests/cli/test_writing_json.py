"""JSON is written a batch of members at a time, and reads as if it had been written whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from rcm_tui.cli import output


def members(count: int) -> list[Any]:
    """Return values of every kind."""
    several = [
        {"id": "HR-1", "text": {"es": "ñ “x”\n\t"}, "of": []},
        {},
        [],
        [[1], {"a": 1e16}],
        None,
        True,
        "[\n]",
        -0.5,
    ]
    return [several[place % len(several)] for place in range(count)]


def document(long: Callable[[list[Any]], Any]) -> dict[str, Any]:
    """Return a document whose lists are made by `long`."""
    return {
        "empty": long([]),
        "one": long([{}]),
        "many": long(members(2 * output._BATCH + 3)),
        "alike": {"within": long(members(5)), "plain": [], "deeper": {"again": long([1, 2])}},
        "each": long([{"actor": code, "answers": long(members(3))} for code in ("MX", "CR")]),
        "last": {"a": {}},
    }


def yielded(values: list[Any]) -> Iterator[Any]:
    """Yield them."""
    yield from values


def written(capsys: pytest.CaptureFixture[str], **content: Any) -> str:
    """Return what is written."""
    output.data("sample", **content)
    return capsys.readouterr().out


def test_a_generator_is_written_as_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    whole = {"schemaVersion": output.SCHEMA_VERSION, "kind": "sample", **document(list)}
    expected = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    assert written(capsys, **document(list)) == expected
    assert written(capsys, **document(yielded)) == expected


@pytest.mark.parametrize("odd", [float("inf"), "\ud800", "\u202e", "\x85"])
def test_what_only_the_slower_writer_takes(odd: object, capsys: pytest.CaptureFixture[str]) -> None:
    values = [{"text": odd}, {"text": "plain"}]
    assert written(capsys, found=yielded(values), after=[]) == written(capsys, found=values, after=[])
