"""Values of the wrong type in any field of any file: every command that reads ends in a sentence, never in a crash."""

from __future__ import annotations

import copy
import io
import random
import subprocess
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from rcm_tui.cli import app, errors
from tests.small_plan import CONFERENCE, put

WRONG = [
    *(7, -1, 1.5, True, None, "", "words", "2006-13-45", [], [1], ["x", "x"], {}, {"a": 1}, {"en": 5}, {"en": [1]}),
    *({"en": {"x": 1}}, [[1]], [{}], [{"id": 1}], [{"id": "abc"}], [{"id": "abc", "text": 5}], [{"id": ["x"]}], {1: 2}),
    *({"id": 5}, 10**400, 2**64, float("nan"), float("inf"), [None], "\x1b[31m"),
]
"""Ten to the 400 is no number that any file format of ours takes, two to the 64 none that the cache takes."""
MORE = {
    "plan/HR/HR-1/HR-1.1.yaml": {
        "priority": "high",
        "funding": {"cost": 5, "currency": "USD", "by": ["IOM"], "missing": 3},
        "source": {"document": "x", "line": 3, "emphasis": "none"},
        "formerly": ["HR-9.1"],
        "translated": {"es": "en:3f2a9c1d"},
        "percent_complete": 5,
    },
    "meetings/2006-11-rcgm.yaml": {
        "title": {"en": "T"},
        "presidency": "MX",
        "participants": ["MX"],
        "previous": {"id": "2006-05-rcgm", "tag": "a" * 40},
        "statements": [{"id": "bcd", "text": {"en": "S"}, "items": ["HR-1.1"]}],
        "note": {"en": "n"},
    },
}
COMMANDS = """
list | list is:any due:2006 | list --json | show HR-1.1 | show HR-1.1 --json | show HR-1 | show HR | show HR-1.3
check | check --json | diff HEAD~1 HEAD | diff HEAD HEAD~1 --markdown | diff HEAD~1 now --json | diff HEAD~1 HEAD --stat
diff --of 2006-11-rcgm | status | status --json | status waiting --actor MX | minutes 2006-11-rcgm --markdown
minutes 2006-11-rcgm --json | requests --all | requests --by-country --json | audit --anew | log | log HR-1.1 --json
log --text AIDS | log --meeting 2006-11-rcgm | blame HR-1.1 | blame HR-1.1 --words calendar.mzp.text --json
agreement list --json | agreement show 2006-11-rcgm/hjn | meeting list --json | meeting show 2006-11-rcgm
archive --due | record --dry-run --meeting 2006-11-rcgm
set HR-1.1 status=completed --dry-run --meeting 2006-11-rcgm
undo --dry-run --meeting 2006-11-rcgm | move HR-1.1 HR-2 --dry-run --meeting 2006-11-rcgm | publish html -o -
publish md --what country --country MX -o - | publish csv -o - | publish json -o - | publish html --what status -o -
publish ics -o - | publish html --what redline --since HEAD~1 -o -
"""


def _paths(data, above=()):
    if above:
        yield above
    for key, below in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from _paths(below, (*above, key))


def _written(data) -> str:
    stream = io.StringIO()
    YAML().dump(data, stream)
    return stream.getvalue()


def _corrupt(root: Path, files: dict, names: list[str], chance: random.Random) -> None:
    for name in names:
        data = copy.deepcopy(files[name])
        *above, last = chance.choice(list(_paths(data)))
        target = data
        for key in above:
            target = target[key]
        target[last] = copy.deepcopy(chance.choice(WRONG))
        put(root, name, _written(data))


# Six seeds are every kind of corruption once: a shared file or any others, recorded or not.
@pytest.mark.parametrize("seed", [*range(6), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(6, 18))])
def test_nothing_that_reads_crashes(tmp_path, small_plans, git, monkeypatch, capsysbinary, seed):
    files = {name: YAML(typ="safe").load(content) for name, content in CONFERENCE.items()}
    for name, more in MORE.items():
        files[name].update(more)
    root = small_plans.copy({name: _written(data) for name, data in files.items()}, tmp_path / "plan")
    chance = random.Random(seed)
    # Every third time a shared file is wrong, on which all others hang.
    names = [name for name in files if not name.startswith(("plan/plan", "plan/actors"))] if seed % 3 else list(files)
    _corrupt(root, files, chance.sample(names, len(names) if seed % 3 else 2), chance)
    git(root, "commit", "-q", "-a", "-F", "-", stdin="Change\n\nMeeting: 2006-11-rcgm\n")
    if seed % 2:
        _corrupt(root, files, chance.sample(names, 2), chance)
    crashes: list[BaseException] = []
    monkeypatch.setattr(errors, "_write_log", lambda error: crashes.append(error))
    for command in COMMANDS.replace("\n", "|").split("|"):
        if command.strip():
            status = app.main(["-C", str(root), *command.split()])
            assert not crashes, (command, crashes)
            assert status in (errors.DONE, errors.FOUND, errors.USAGE, errors.PREVENTED), command
    capsysbinary.readouterr()


def test_a_title_that_is_a_number_is_compared(plan, rcm, git):
    put(plan, "plan/GA/GA.yaml", "id: GA\nnumber: 1\ntitle:\n  en: 2006\n")
    git(plan, "commit", "-q", "-a", "-m", "Change")
    assert "2006" in rcm("diff", "HEAD~1", "HEAD").fine().out
    assert "plan/GA/GA.yaml:4" in rcm("check").out


def test_a_date_of_a_file_beyond_what_a_cache_can_hold(plan, rcm):
    file = plan / "plan/GA/GA-1/GA-1.1.yaml"
    done = subprocess.run(["touch", "-d", "2600-01-01", file], capture_output=True)
    assert done.returncode == 0
    assert rcm("list").fine().out
    assert "Recorded" in rcm("set", "GA-1.1", "status=completed").fine().out
