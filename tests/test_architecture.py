"""What holds between the modules: no circle of imports, and every screen where the navigation says it is."""

import ast
import json
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp

import rcm_tui
from rcm_tui.tui import navigation


def test_no_modules_import_each_other_not_even_for_types_or_inside_functions():
    graph = grimp.build_graph("rcm_tui", exclude_type_checking_imports=False, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) - {module} for module in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as found:
        raise AssertionError(" imports ".join(reversed(found.args[1]))) from None


def test_every_screen_of_the_navigation_is_there_under_its_name():
    for name, place in navigation.SCREENS.items():
        assert name == navigation.class_of(name).NAME, place


PACKAGE = Path(rcm_tui.__file__).parent


def test_no_module_has_more_than_400_lines():
    lines = {
        path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8").count("\n") for path in PACKAGE.rglob("*.py")
    }
    assert {path: count for path, count in lines.items() if count > 400} == {}


DATA = ("profiles", "locale", "workflow/sample.py")
"""Where a plan may be spoken of: profiles, catalogues and the sample plan."""
BODIES = (
    r"\bRCM\b(?!_)|\bRCGM\b|\bGRCM\b|\bRNCOM\b|\brcgm\b|-rcm\b|\bCRM/|Regional C(?:onference|onsultation)"
    r"|[Mm]igra(?:nt|tion)"
)
MEMBERS = (
    r"\b(?:Belize|Canada|Costa Rica|Dominican|El Salvador|Guatemala|Honduras|Mexico|México|Nicaragua|Panama|MX|IOM|OIM"
    r"|UNHCR|ACNUR|ECLAC|CEPAL|SIECA)\b"
)
DECLARED = json.loads((PACKAGE / "profiles" / "defaults.json").read_text("utf-8"))
MEANINGS = {"planned", "postponed"}
"""Codes of statuses that are also meanings of statuses, or statuses of meetings."""
STATUSES = {
    word
    for code, status in DECLARED["statuses"].items()
    for word in (code, *status["name"].values(), *status.get("many", {}).values())
} - MEANINGS
HEADINGS = {
    words.upper()
    for level in DECLARED["levels"].values()
    for noun in (level["many"], level.get("actions", {}).get("one", {}))
    for words in noun.values()
} | {words for column in DECLARED["columns"].values() for words in column.get("heading", {}).values()}
"""What the statuses and columns of the plan that the program was written for are called."""


STRINGS = ("value",)
EVERY = ("value", "id", "attr", "name", "arg")
"""The attributes of a node of Python's syntax tree that are strings, and those that are names."""
TEXTS = (".py", ".tcss", ".css", ".js", ".typ", ".html", ".svg", ".xml")
FORBIDDEN = [
    (re.compile(BODIES), (), EVERY),
    (re.compile(MEMBERS), ("reports/writers/docx/runs.py",), EVERY),  # The language es-MX.
    (re.compile(f"^(?:{'|'.join(STATUSES)})$"), (), STRINGS),
    (re.compile(f"^(?:{'|'.join(HEADINGS)})$"), (), STRINGS),
]
"""What no code may hold: words, the files that may all the same, and the attributes in which they are looked for."""


def words_of_code() -> Iterator[tuple[str, int, str, str]]:
    """Every string and name of the program, and every line of its other files: place, attribute and words."""
    for path in sorted(PACKAGE.rglob("*")):
        place = path.relative_to(PACKAGE).as_posix()
        if place.startswith(DATA) or not path.is_file() or path.suffix not in TEXTS:
            continue
        if path.suffix != ".py":
            lines = path.read_text("utf-8").split("\n")
            yield from ((place, number, "value", text) for number, text in enumerate(lines, 1))
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for attribute in node._fields:
                if attribute in EVERY and isinstance(text := getattr(node, attribute, None), str):
                    yield place, getattr(node, "lineno", 0), attribute, text


def test_code_names_nothing_of_the_plan_that_it_was_written_for():
    """No body, no member, no status and no heading."""
    found = [
        (place, line, text[:60])
        for place, line, attribute, text in words_of_code()
        for words, allowed, attributes in FORBIDDEN
        if attribute in attributes and place not in allowed and words.search(text)
    ]
    assert found == []


def test_no_code_compares_anything_with_the_name_of_a_level():
    """It asks `ids` for the kind of an item, as a plan may call its levels as it likes."""
    names = {"subactivity", *DECLARED["levels"]}
    compared = [
        (path.relative_to(PACKAGE).as_posix(), word.lineno, word.value)
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Compare | ast.MatchValue)
        for word in ast.walk(node)
        if isinstance(word, ast.Constant) and word.value in names
    ]
    assert compared == []


def test_every_function_and_class_of_a_module_is_used_by_the_program():
    defined, used = {}, set()
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
                defined[node.name] = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(tree):
            match node:
                case ast.Name(id=name) | ast.Attribute(attr=name):
                    used.add(name)
                case ast.Constant(value=str(text)) if id(node) not in docstrings:
                    used.update(re.findall(r"\w+", text))  # Screens, writers and commands are named in tables.
    assert {name: place for name, place in defined.items() if name not in used} == {}
