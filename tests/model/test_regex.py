"""Regular expressions that are compiled when they are first used."""

import ast
import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest

import rcm_tui
from rcm_tui.model.regex import regex


def test_it_does_what_a_compiled_one_does():
    lazy, compiled = regex(r"(?P<word>[a-z]+)-\d", re.IGNORECASE), re.compile(r"(?P<word>[a-z]+)-\d", re.IGNORECASE)
    found = lazy.fullmatch("HR-4")
    assert found is not None and found["word"] == "HR"
    assert lazy.fullmatch("HR-44") is None
    assert lazy.sub("x", "a-1 b-2") == compiled.sub("x", "a-1 b-2") == "x x"
    assert (lazy.pattern, lazy.flags, lazy.groupindex) == (compiled.pattern, compiled.flags, compiled.groupindex)


def test_it_is_compiled_when_it_is_used():
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.search("")


def _modules():
    root = Path(rcm_tui.__file__).parent
    for found in pkgutil.walk_packages([str(root)], "rcm_tui."):
        if not found.name.endswith("__main__"):
            yield import_module(found.name)


def test_every_one_of_the_program_can_be_compiled():
    declared = [value for module in _modules() for value in vars(module).values() if isinstance(value, regex)]
    assert len(declared) > 100
    for each in declared:
        assert each.fullmatch.__self__.pattern == each.pattern


def test_no_module_compiles_any_when_it_is_imported():
    root = Path(rcm_tui.__file__).parent
    compiling = set()
    for file in root.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for statement in tree.body:
            if isinstance(statement, ast.Assign | ast.AnnAssign) and "re.compile(" in ast.unparse(statement):
                compiling.add(file.relative_to(root).as_posix())
    assert compiling == set()
