"""Changing files written by hand: line by line what a change takes out and puts in."""

import copy
import difflib

import pytest

from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import same
from rcm_tui.store.yaml import YamlProblem, parse, revise
from rcm_tui.store.yaml.revision import CannotRewrite

ACTIVITY = """\
# head comment

---
id: HR-4.2
number:   2
text:
  en: >-
    INCLUDE AIDS AND MIGRATION
    IN NEXT MEETING OF RCGM
status: ongoing        # since 2004
actions: [bdr]         # actions of the objective
phone: +34600
responsible: [ RCGM ,MX]
x-ours: {a:   1}

# the calendar
calendar:              # dated
  # first
  - id: kvt
    date: '2004-10'    # EDTF
    text:
      en: >-
        SUBJECT
    status: completed

  # second
  - id: mzp
    text: {en: 'x'}
    request:
      from: [members]
      due: "2006-08-15"
# before source
source:
  document: 2006-11-rcgm
...
"""


def changed(old, change):
    """The lines taken out and put in by a change, as `-` and `+` lines."""
    target = copy.deepcopy(parse(old.encode()))
    change(target)
    new = revise(old.encode(), target).decode()
    lines = difflib.ndiff(old.splitlines(), new.splitlines())
    return [line[:1] + line[2:] for line in lines if line[0] in "-+"]


def set_status(activity):
    activity["status"] = "completed"


def set_status_that_needs_quotes(activity):
    activity["status"] = "NO"


def translate(activity):
    activity["text"]["es"] = "Incluir"


def lengthen(activity):
    activity["text"]["en"] = "INCLUDE AIDS AND MIGRATION IN NEXT MEETING OF THE RCGM"


def change_date(activity):
    activity["calendar"][0]["date"] = "2004-11"


def remove_entry(activity):
    del activity["calendar"][0]


def add_entry(activity):
    activity["calendar"].append({"id": "zzz", "date": "2007-01"})


def add_first_entry(activity):
    activity["calendar"].insert(0, {"id": "zzz"})


def answer(activity):
    activity["calendar"][1]["request"]["received"] = {"MX": "2006-07-12"}


def edit_in_braces(activity):
    activity["calendar"][1]["text"].update(en="it's", es="es")


def empty_a_list(activity):
    activity["actions"] = []


def empty_the_calendar(activity):
    activity["calendar"] = []


def edit_a_flow_list(activity):
    activity["responsible"] = ["MX", "TS", "RCGM"]


def remove_and_add_keys(activity):
    del activity["phone"]
    activity["formerly"] = ["HR-1.1"]


def remove_the_last_before_a_comment(activity):
    del activity["calendar"]


def remove_the_id(activity):
    del activity["calendar"][0]["id"]


def replace_a_list_by_a_text(activity):
    activity["actions"] = "all"


def replace_a_mapping(activity):
    activity["source"] = None


def keep_numbers_apart(activity):
    activity["number"] = 2.0


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (set_status, ["-status: ongoing        # since 2004", "+status: completed      # since 2004"]),
        (
            set_status_that_needs_quotes,
            ["-status: ongoing        # since 2004", '+status: "NO"           # since 2004'],
        ),
        (translate, ["+  es: >-", "+    Incluir"]),
        (lengthen, ["-    IN NEXT MEETING OF RCGM", "+    IN NEXT MEETING OF THE RCGM"]),
        (change_date, ["-    date: '2004-10'    # EDTF", "+    date: '2004-11'    # EDTF"]),
        (
            remove_entry,
            [
                "-  - id: kvt",
                "-    date: '2004-10'    # EDTF",
                "-    text:",
                "-      en: >-",
                "-        SUBJECT",
                "-    status: completed",
            ],
        ),
        (add_entry, ["+", "+  - id: zzz", '+    date: "2007-01"']),
        (add_first_entry, ["+  - id: zzz", "+"]),
        (answer, ["+      received:", '+        MX: "2006-07-12"']),
        (edit_in_braces, ["-    text: {en: 'x'}", "+    text: {en: 'it''s', es: es}"]),
        (
            empty_a_list,
            [
                "-actions: [bdr]         # actions of the objective",
                "+actions: []            # actions of the objective",
            ],
        ),
        (edit_a_flow_list, ["-responsible: [ RCGM ,MX]", "+responsible: [ MX ,TS ,RCGM]"]),
        (remove_and_add_keys, ["-phone: +34600", "+formerly: [HR-1.1]"]),
        (remove_the_id, ["-  - id: kvt", "-    date: '2004-10'    # EDTF", "+  - date: '2004-10'    # EDTF"]),
        (
            replace_a_list_by_a_text,
            [
                "-actions: [bdr]         # actions of the objective",
                "+actions: all           # actions of the objective",
            ],
        ),
        (replace_a_mapping, ["+source: null", "-source:", "-  document: 2006-11-rcgm"]),
        (keep_numbers_apart, ["-number:   2", "+number:   2.0"]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_file_with_everything_in_it(change, lines, ending):
    old = ACTIVITY.replace("\n", ending)
    assert changed(old, change) == lines
    target = copy.deepcopy(parse(old.encode()))
    change(target)
    new = revise(old.encode(), target).decode()
    assert new.count(ending) == new.count("\n")


def test_the_comments_of_a_list_outlive_its_members():
    lines = changed(ACTIVITY, empty_the_calendar)
    assert "+calendar: []              # dated" in lines
    assert not [line for line in lines if line.startswith("-") and line.strip("- ").startswith("#")]


def test_the_comment_of_the_next_key_stays_with_it():
    target = parse(ACTIVITY.encode())
    del target["calendar"]
    assert b"# the calendar\n# before source\nsource:" in revise(ACTIVITY.encode(), target)


@pytest.mark.parametrize(
    ("old", "target", "new"),
    [
        ("a: 1", {"a": 1, "b": 2}, "a: 1\nb: 2\n"),
        ("a: 1\nb: 2", {"a": 1}, "a: 1\n"),
        ("a: 1", {"a": 2}, "a: 2"),
        ("a:\n- 1\n- 2 # two\n", {"a": [2, 1]}, "a:\n- 2 # two\n- 1\n"),
        (
            "a:\n- x: 1\n  y: 2\nb: 1\n",
            {"a": [{"x": 1, "y": 2}, {"x": 3}], "b": 1},
            "a:\n- x: 1\n  y: 2\n- x: 3\nb: 1\n",
        ),
        (
            "a: []  # none yet\nb: 1\n",
            {"a": [{"id": "x", "k": 1}], "b": 1},
            "a:  # none yet\n  - id: x\n    k: 1\nb: 1\n",
        ),
        ("a:\n>-\n  x\nb: 1\n", {"a": {}, "b": 1}, "a: {}\nb: 1\n"),
        ("a:\n  x\nb: 1\n", {"a": "z", "b": 1}, "a:\n  z\nb: 1\n"),
        ("a: [x]\n", {"a": [{"id": "x"}]}, "a:\n  - id: x\n"),
        ("a: {}\n", {"a": {"b": 1}}, "a:\n  b: 1\n"),
        ("a: {b: 1}\n", {"a": {"b": 1, "c": [1]}}, "a: {b: 1, c: [1]}\n"),
        ("a: {b: 1, c: 2}\n", {"a": {"c": 2}}, "a: {c: 2}\n"),
        ("a:\n", {"a": 1}, "a: 1\n"),
        ("a: # note\n", {"a": "x"}, "a: x # note\n"),
        ("a: |\n  one\n\nb: 2\n", {"a": "two\n", "b": 2}, "a: |\n  two\n\nb: 2\n"),
        ("a: |\n  one\n\nb: 2\n", {"a": "two", "b": 2}, "a: |-\n  two\n\nb: 2\n"),
        ("a: >-  # note\n    one\nb: 2\n", {"a": "two\nthree", "b": 2}, "a: >-  # note\n    two\n\n    three\nb: 2\n"),
        ("a: |+\n  one\n\nb: 2\n", {"a": "two\n\n\n", "b": 2}, "a: |+\n  two\n\n\nb: 2\n"),
        ("a: |2-\n   one\nb: 2\n", {"a": " two", "b": 2}, 'a: " two"\nb: 2\n'),
        ('a: "x"\n', {"a": 'say "y"\n'}, 'a: "say \\"y\\"\\n"\n'),
        ("a: 'x'\n", {"a": "tab\t"}, 'a: "tab\\t"\n'),
        ("a:\n  - - 1\n    - 2\n", {"a": [[1, 3, 2]]}, "a:\n  - - 1\n    - 3\n    - 2\n"),
        ("a: [1,\n  2,   # two\n  3]\n", {"a": [1, 5, 3]}, "a: [1,\n  5,   # two\n  3]\n"),
        ("a: [b: c, d]\n", {"a": [{"b": "c"}, "e"]}, "a: [b: c, e]\n"),
        ("a: {b, c: 1}\n", {"a": {"b": 2, "c": 1}}, "a: {b: 2, c: 1}\n"),
        ("? a\n: 1\n? b\n: 2\n", {"a": 3, "c": 4}, "? a\n: 3\nc: 4\n"),
        (
            "a: 1\nb:\n    c: 1\n    d: 2\n",
            {"a": 1, "b": {"x": 0, "c": 1, "d": 2}},
            "a: 1\nb:\n    x: 0\n    c: 1\n    d: 2\n",
        ),
        ("{a: 1}\n", {"a": 1, "b": "x y"}, "{a: 1, b: x y}\n"),
        ("\ufeffa: 1\n", {"a": 2}, "\ufeffa: 2\n"),
        (
            "notes:\n  - en: One\n  - en: Two\n",
            {"notes": [{"en": "One"}, {"en": "2nd"}]},
            "notes:\n  - en: One\n  - en: 2nd\n",
        ),
        ("c:\n  - x: 1\n", {"c": [{"id": "kvt", "x": 1}]}, "c:\n  - x: 1\n    id: kvt\n"),
        (
            "a: " + "x" * 90 + "\n",
            {"a": "two words " * 11 + "end"},
            "a: >-\n  " + "two words " * 9 + "two\n  words two words end\n",
        ),
    ],
)
def test_small_files(old, target, new):
    assert revise(old.encode(), target).decode() == new
    assert same(parse(new.encode()), target)


def test_what_cannot_be_spliced_without_losing_a_comment_is_refused():
    with pytest.raises(CannotRewrite, match="in an editor"):
        revise(b"a: [1, # one\n  2, 3]\n", {"a": [2, 3]})


def test_a_bad_file_is_never_rewritten():
    with pytest.raises(YamlProblem):
        revise(b"a: [", {"a": 1})


def test_what_cannot_be_saved_is_refused():
    with pytest.raises(BadValue):
        revise(b"a: 1\n", {"a": "\ud800"})


def test_a_blank_line_as_deep_as_the_text_before_it_is_kept():
    old = b"text: >-\n  one\n  \nnext: 1\n"
    assert revise(old, {"text": "two", "next": 1}) == b"text: >-\n  two\n  \nnext: 1\n"
    deeper = b"text: >-\n  one\n   \nnext: 1\n"
    assert parse(revise(deeper, {"text": "two", "next": 1})) == {"text": "two", "next": 1}


@pytest.mark.parametrize(("before", "after"), [("   ", "  "), ("  ", "  "), (" ", " ")])
def test_a_comment_keeps_its_distance_from_a_longer_value(before, after):
    old = f"note: short{before}# why\n".encode()
    assert revise(old, {"note": "a longer value"}) == f"note: a longer value{after}# why\n".encode()
