"""Two who record and synchronise in a loop, at once: everything of both arrives, and no id is given twice."""

from __future__ import annotations

import multiprocessing

import pytest

from tests.sync.conftest import Clone


def work(clone: Clone, name: str, count: int) -> None:
    for number in range(count):
        if number % 4:
            clone("entry", "HR-1.2", "--add", "--text", f"{name} {number}")
        else:
            clone("add", "HR-2", "--text", f"{name} {number}")
        clone("sync", "--theirs", expect=None)
        assert clone.status in (0, 3), clone.err  # 3: the other was quicker four times; all is kept for the next time.


def together(office, count):
    context = multiprocessing.get_context("fork")
    both = [
        context.Process(target=work, args=(clone, name, count))
        for clone, name in ((office.ana, "ANA"), (office.luis, "LUIS"))
    ]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert [each.exitcode for each in both] == [0, 0]
    for clone in (office.ana, office.luis, office.ana):
        clone("sync", "--theirs")
    assert office.ana.head == office.luis.head
    texts = [entry["text"]["en"] for entry in office.ana.data("HR-1.2")["calendar"]]
    rows = [line.split("\t") for line in office.ana("list").splitlines()]
    texts += [row[-1] for row in rows]
    for name in ("ANA", "LUIS"):
        assert [texts.count(f"{name} {number}") for number in range(count)] == [1] * count
    assert len({row[0] for row in rows}) == len(rows)
    office.ana("audit", "--anew")
    office.ana("check")


def test_all_records_of_two_arrive(office):
    together(office, 4)


@pytest.mark.slow
def test_all_of_a_hundred_and_sixty_records_arrive(office):
    together(office, 80)
