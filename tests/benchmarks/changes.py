"""What comparing, blaming and auditing take, against floors of git in the same run.

`python tests/benchmarks/changes.py` prints a table; `--more 100000` compares the last two meetings of a larger plan
too: the cost follows the change, not the plan.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from generate import make_plan
from run import RCM, Bench, _name, _seconds

AUDIT, AUDIT_AGAIN, FIRST_TO_LAST = 10.0, 0.5, 4.0
BY_HAND, BY_HAND_AGAIN, TEXT = 10.0, 1.0, 2.5
"""Seconds to reach."""
EDITIONS, MEMBERS = 1000, 6000
REPEATS = 7


def comparing(bench: Bench, items: int, *, base: float | None = None) -> float:
    """`rcm diff` of the last two meetings; with `base`, against the time it takes in a smaller plan. The seconds."""
    plan = bench.plan(items)
    before, after = _editions(plan)[-2:]
    tags = [f"meeting/{name}" for name in (before, after)]

    def floor() -> float:
        tree = bench.spent(["git", "-C", str(plan), "diff-tree", "-r", *tags])
        return 8 * tree + bench.spent([sys.executable, "-c", "pass"])

    def figure() -> float:
        return bench.spent([*RCM, "-C", str(plan), "diff", before, after])

    what = f"rcm diff of the last two meetings, {_name(items)}"
    best = min(figure() for _turn in range(REPEATS))
    if base is None:
        bench.against(what, 1, "8 diff-tree and a Python start", figure, floor, REPEATS)
    else:
        bench.row(what, _seconds(best), f"{best / base:.2f} x the smaller plan", "1.5 x", best <= 1.5 * base)
    return best


def first_to_last(bench: Bench, items: int) -> None:
    """`rcm diff` of the first and the last meeting."""
    plan = bench.plan(items)
    editions = _editions(plan)
    command = [*RCM, "-C", str(plan), "diff", editions[0], editions[-1], "--stat"]
    best = min(bench.spent(command) for _turn in range(3))
    _absolute(bench, f"rcm diff of the first and last meeting, {_name(items)}", best, FIRST_TO_LAST)


def one_item(bench: Bench, items: int) -> None:
    """`rcm blame` and `rcm log` of an archived item."""
    plan = bench.plan(items)
    archived = sorted(path.stem for path in (plan / "archive").rglob("*.yaml"))[0]
    paths = [str(path.relative_to(plan)) for path in (plan / "archive").rglob(f"{archived}.yaml")]
    paths.append(paths[0].replace("archive/", "plan/", 1))

    def floor() -> float:
        log = bench.spent(["git", "-C", str(plan), "log", "--format=%H", "--", *paths])
        return 3 * log + bench.spent([sys.executable, "-c", "pass"])

    for verb in ("blame", "log"):
        bench.against(
            f"rcm {verb} of an archived item, {_name(items)}",
            1,
            "3 git log and a Python start",
            lambda verb=verb: bench.spent([*RCM, "-C", str(plan), verb, archived]),  # type: ignore[misc]
            floor,
            REPEATS,
        )


def auditing(bench: Bench, items: int) -> None:
    """`rcm audit` of everything, and after one more meeting."""
    plan = bench.plan(items)
    command = [*RCM, "-C", str(plan), "audit"]
    best = min(bench.spent([*command, "--anew"]) for _turn in range(2))
    _absolute(bench, f"rcm audit, nothing cached, {_name(items)}", best, AUDIT)
    copy = bench.folder / "audited"
    shutil.rmtree(copy, ignore_errors=True)
    _git(bench.folder, "clone", "-q", "--no-checkout", str(plan), str(copy))
    _git(copy, "checkout", "-q", "HEAD", "--", "plan/plan.yaml")
    head = _git(copy, "rev-parse", "HEAD")
    earlier = _git(copy, "rev-parse", f"meeting/{_editions(plan)[-2]}^{{commit}}")
    newest = _git(copy, "rev-parse", f"meeting/{_editions(plan)[-1]}")
    found = []
    for _turn in range(3):
        _git(copy, "update-ref", "refs/heads/main", earlier)
        _git(copy, "update-ref", "-d", f"refs/tags/meeting/{_editions(plan)[-1]}")
        shutil.rmtree(copy / ".git" / "rcm", ignore_errors=True)
        bench.spent([*RCM, "-C", str(copy), "audit"])
        _git(copy, "update-ref", "refs/heads/main", head)
        _git(copy, "update-ref", f"refs/tags/meeting/{_editions(plan)[-1]}", newest)
        found.append(bench.spent([*RCM, "-C", str(copy), "audit"]))
    _absolute(bench, f"rcm audit after one more meeting, {_name(items)}", min(found), AUDIT_AGAIN)


def auditing_by_hand(bench: Bench) -> None:
    """`rcm audit` of many editions whose records do not say which meeting they close, and the same again."""
    plan = make_plan(bench.folder / f"100-{EDITIONS}-by-hand", 100, EDITIONS + 1, closes=False)
    command = [*RCM, "-C", str(plan), "audit"]
    what = f"rcm audit of {EDITIONS} editions made without `Closes:`"
    _absolute(bench, what, bench.spent([*command, "--anew"], fails=True), BY_HAND)
    _absolute(bench, f"{what}, again", min(bench.spent(command, fails=True) for _turn in range(3)), BY_HAND_AGAIN)


def long_file(bench: Bench) -> None:
    """`rcm diff` of a file with many entries, every second one changed: against one with half as many."""
    spent = []
    for members in (MEMBERS // 2, MEMBERS):
        plan = bench.folder / f"members-{members}"
        if not plan.exists():
            shutil.copytree(make_plan(bench.folder / "100-3", 100, 3), plan)
            for text in ("AS IT WAS", "AS IT IS"):
                entries = (
                    f"  - id: e{place}\n    text: {{en: ENTRY {place} {text if place % 2 else ''}}}\n"
                    for place in range(members)
                )
                item = plan / "plan/AA/AA-1/AA-1.5.yaml"
                item.write_text(
                    "id: AA-1.5\nnumber: 5\ntext: {en: LONG}\nstatus: active\ncalendar:\n" + "".join(entries), "utf-8"
                )
                _git(plan, "-c", "user.name=B", "-c", "user.email=b@example.invalid", "commit", "-qam", text)
        command = [*RCM, "-C", str(plan), "diff", "HEAD~1", "HEAD"]
        spent.append(min(bench.spent(command) for _turn in range(3)))
    half, whole = spent
    ratio = f"{whole / half:.1f} x half as many ({_seconds(half)})"
    bench.row(f"rcm diff of one file with {MEMBERS} entries", _seconds(whole), ratio, "2.2 x", whole <= 2.2 * half)


def seeking(bench: Bench, items: int) -> None:
    """`rcm log --text` for words that no record has."""
    command = [*RCM, "-C", str(bench.plan(items)), "log", "--text", "no such words"]
    best = min(bench.spent(command) for _turn in range(3))
    _absolute(bench, f"rcm log --text, {_name(items)}", best, TEXT)


def _absolute(bench: Bench, what: str, best: float, reach: float) -> None:
    bench.row(what, _seconds(best), "", _seconds(reach), best <= reach)


def _editions(plan: Path) -> list[str]:
    """The meetings with an edition, oldest first."""
    listed = _git(plan, "for-each-ref", "--format=%(refname:lstrip=3)", "--sort=creatordate", "refs/tags/meeting")
    return listed.split()


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, encoding="utf-8")
    return done.stdout.strip()


def main() -> int:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--more", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "rcm-benchmark")
    chosen = parser.parse_args()
    bench = Bench(chosen.folder, REPEATS)
    base = comparing(bench, chosen.items)
    if chosen.more:
        comparing(bench, chosen.more, base=base)
    first_to_last(bench, chosen.items)
    one_item(bench, chosen.items)
    auditing(bench, chosen.items)
    auditing_by_hand(bench)
    long_file(bench)
    seeking(bench, chosen.items)
    print(bench.table())  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
