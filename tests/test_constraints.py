"""constraints.txt names an exact version of everything that an installation brings, and nothing but that."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LINES = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PIN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*==[0-9][0-9a-z.+]*( ; .+)?")


def pins() -> list[Requirement]:
    """The lines that hold for this Python and this system."""
    found = [Requirement(line) for line in LINES if not line.startswith("#")]
    return [pin for pin in found if pin.marker is None or pin.marker.evaluate()]


def needed() -> Iterator[Requirement]:
    """Every requirement of the program and its extras, direct or indirect, by the metadata of what is installed."""
    project = PROJECT["project"]
    extras = project["optional-dependencies"].values()
    direct = [*project["dependencies"], *(line for extra in extras for line in extra)]
    waiting = [Requirement(line) for line in direct]
    seen: set[tuple[str, str]] = set()
    while waiting:
        one = waiting.pop()
        if one.name == project["name"]:
            continue
        yield one
        for extra in ("", *one.extras):
            if (one.name, extra) in seen:
                continue
            seen.add((one.name, extra))
            try:
                indirect = [Requirement(line) for line in requires(one.name) or ()]
            except PackageNotFoundError:
                continue
            waiting += [its for its in indirect if its.marker is None or its.marker.evaluate({"extra": extra})]


def test_only_exact_versions_markers_and_comments():
    assert [line for line in LINES if not line.startswith("#") and not PIN.fullmatch(line)] == []
    assert [line for line in LINES if "://" in line] == []


def test_one_version_of_each():
    names = [pin.name for pin in pins()]
    assert sorted(set(names)) == sorted(names)


def test_every_requirement_has_a_version_within_its_range():
    versions = {pin.name: next(iter(pin.specifier)).version for pin in pins()}
    missing = {str(each) for each in needed() if canonicalize_name(each.name) not in versions}
    assert missing == set()
    direct = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
    assert [str(each) for each in direct if not each.specifier.contains(versions[canonicalize_name(each.name)])] == []


def test_building_takes_the_same_versions():
    assert set(PROJECT["build-system"]["requires"]) <= set(LINES)


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_the_documents_install_with_it(document):
    text = (ROOT / document).read_text("utf-8")
    commands = re.findall(r"pip install .*", "".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL)))
    assert commands
    assert [command for command in commands if "-c constraints.txt" not in command] == []
