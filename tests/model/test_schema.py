"""The schema: what it is made of, what it knows about a path, and that no other place lists fields."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path

import pytest

import rcm_tui
from rcm_tui.i18n import N_, translator
from rcm_tui.model import items, numbers, references, scalars, structures
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import MISSING
from rcm_tui.model.levels import Levels
from rcm_tui.model.numbers import CURRENCIES
from rcm_tui.model.schema import FILE_KINDS, ITEM_KINDS, SCHEMA
from rcm_tui.model.types import ALONE, Control, Field

PACKAGE = Path(rcm_tui.__file__).parent
NAMES = frozenset(field.name for kind in SCHEMA.kinds.values() for field in kind)
DECLARATIONS = ("model/entries.py", "model/items.py", "model/meetings.py", "model/schema.py")


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _is_fixed(node: ast.expr) -> bool:
    """Whether an expression says the same whatever the data: a constant, or words translated."""
    if isinstance(node, ast.Call):
        return all(map(_is_fixed, node.args))
    if isinstance(node, ast.Tuple | ast.List):
        return all(map(_is_fixed, node.elts))
    return isinstance(node, ast.Constant)


def _lists_fields(node: ast.AST) -> bool:
    """Whether a literal is a list, or a table, of three names of fields or more."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        names = [_text(element) for element in node.elts if not isinstance(element, ast.Starred)]
    elif isinstance(node, ast.Dict) and all(map(_is_fixed, node.values)):
        names = [_text(key) if key is not None else None for key in node.keys]
    else:
        return False
    return len(names) >= 3 and all(name is not None and name.rpartition(".")[2] in NAMES for name in names)


def test_no_other_place_lists_fields():
    found = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).as_posix() not in DECLARATIONS
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if _lists_fields(node)
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        '("status", "text", "number")',
        '{"due", "sent", "date"}',
        '["meeting", "request.due", "to"]',
        '{"status": _("status"), "text": _("text"), "number": _("number")}',
    ],
)
def test_a_list_of_fields_is_found(source):
    assert any(_lists_fields(node) for node in ast.walk(ast.parse(source)))


def test_every_attribute_of_every_dataclass_is_declared():
    # `Levels` answers questions about the levels that are declared, and is in no file.
    declared = {value for value in vars(items).values() if dataclasses.is_dataclass(value) and value is not Levels}
    by_fields = {tuple(field.attribute for field in kind) for kind in SCHEMA.kinds.values()}
    for each in declared:
        own = tuple(name for name in each.__annotations__ if name != "own")
        assert own in by_fields, each


def test_percent_complete_is_declared_once():
    """All else follows from this: it is named nowhere else in the program."""
    places = [path for path in PACKAGE.rglob("*.py") if "percent_complete" in path.read_text("utf-8")]
    assert [path.relative_to(PACKAGE).as_posix() for path in places] == ["model/items.py"]


def test_the_order_of_keys_is_that_of_the_declarations():
    assert SCHEMA.order("activity")[:9] == (
        *("id", "formerly", "number", "text", "translated", "draft", "status", "actions", "responsible"),
    )
    assert SCHEMA.order("request") == (
        *("id", "text", "from", "to", "due", "due_meeting", "every", "sent", "ledger", "received", "rounds"),
        *("unanswered", "moved_to"),
    )
    assert SCHEMA.order("meeting")[-7:] == (
        *("no_edition", "adopted", "previous", "document", "agreements", "statements", "note"),
    )


def test_arranging_reaches_into_groups_lists_and_ledgers():
    data = {
        "status": "planned",
        "x_own": 1,
        "calendar": [{"text": {"en": "A"}, "id": "kvt", "request": {"to": "TS", "from": ["MX"]}}],
        "id": "HR-4.2",
    }
    arranged = SCHEMA.arrange("activity", data)
    assert list(arranged) == ["id", "status", "calendar", "x_own"]
    assert list(arranged["calendar"][0]) == ["id", "text", "request"]
    assert list(arranged["calendar"][0]["request"]) == ["from", "to"]


@pytest.mark.parametrize(
    ("path", "label"),
    [
        (("status",), "status"),
        (("text", "es"), "text (es)"),
        (("request", "due"), "deadline"),
        (("funding", "cost"), "cost"),
        (("percent_complete",), "percent complete"),
        (("bodies", "RCGM", "name", "en"), "bodies.RCGM.name.en"),
        (("x_own",), "x_own"),
    ],
)
def test_fields_have_labels(path, label):
    assert SCHEMA.label(path, translator("en")) == label


def test_values_are_shown_as_people_read_them():
    assert SCHEMA.format(("percent_complete",), 40, "en") == "40%"
    assert SCHEMA.format(("percent_complete",), 40, "es") == "40 %"
    assert SCHEMA.format(("status",), "pending-input", "en") == "pending input"
    assert SCHEMA.format(("status",), "closed", "en") == "closed"
    assert SCHEMA.format(("request", "received", "MX"), "2006-07-12", "en") == "12 July 2006"


def test_a_schema_can_have_more_fields():
    """A plan will declare fields of its own: they are data, and take part in everything."""
    risk = Field(scalars.Choice({"low": N_("low"), "high": N_("high")}), N_("risk"), shown=True, searched=True)
    more = SCHEMA.extended("activity", [risk.named("risk", required=False, nullable=True)])
    assert more.read("activity", {}, ("risk",), "HIGH", ALONE) == "high"
    with pytest.raises(BadValue, match="did you mean “high”"):
        more.read("activity", {}, ("risk",), "hihg", ALONE)
    assert "risk" in more.searched and risk.name in {field.name for field in more.shown("activity")}
    assert "risk" not in SCHEMA.order("activity")
    assert [problem.code for problem in more.problems("activity", {"risk": "none"}) if problem.path == ("risk",)] == [
        "unknown-risk"
    ]


def test_only_what_follows_from_deeds_is_not_set_by_people():
    for kind in ITEM_KINDS:
        locked = {field.name for field in SCHEMA.kinds[kind] if not field.settable}
        assert locked == {"id", "archived"} | ({"formerly"} if kind != "subject" else set())


def test_every_field_has_a_control_and_a_json_schema():
    controls = {value for name, value in vars(Control).items() if name.isupper()}
    for kind in SCHEMA.kinds.values():
        for field in kind:
            assert field.type.control in controls
            assert isinstance(field.type.json_schema(), dict)
    assert set(FILE_KINDS) <= {*SCHEMA.kinds, *SCHEMA.files}


def test_blank_words_remove_a_field():
    for kind in SCHEMA.kinds.values():
        for field in kind:
            if not isinstance(field.type, structures.Structure):
                assert field.parse("  ", ALONE) is MISSING


def test_currencies_are_those_of_iso_4217():
    assert {"USD", "EUR", "MXN", "CRC", "GTQ", "HNL", "NIO", "PAB", "DOP", "BZD", "CAD", "SVC"} <= CURRENCIES
    assert all(len(code) == 3 and code.isupper() for code in CURRENCIES) and "XYZ" not in CURRENCIES
    assert isinstance(SCHEMA.field("objective", ("funding", "currency")).type, numbers.Currency)
    assert isinstance(SCHEMA.field("activity", ("calendar", "kvt", "request", "to")).type, references.Actor)


def test_an_address_is_written_whole():
    url = scalars.Url()
    assert url.parse("https://example.org/a", "site", ALONE) == "https://example.org/a"
    for wrong in ("example.org", "javascript:alert(1)", "https://", "http://a b"):
        with pytest.raises(BadValue):
            url.parse(wrong, "site", ALONE)
