"""Reading: YAML 1.2 core values, and a place and a reason for everything that is refused."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rcm_tui.store.yaml import MAX_BYTES, YamlProblem, parse, problems

ROOT = Path(__file__).parents[2]


def errors(data):
    return [problem for problem in problems(data) if problem.severity == "error"]


def test_scalars_follow_the_core_schema():
    plain = parse(
        b"a: 2004-10-05\nb: NO\nc: yes\nd: on\ne: 0o17\nf: 0x1F\ng: 017\nh: +34600\ni: 1e3\nj: .5\nk: ~\nl:\nm: True\n"
        b"n: 1_000\no: 1:30\np: 2006-11-27/2006-11-29\nq: '1'\nr: \"true\"\ns: .inf\nt: 4.\nu: =\nv: -\n".replace(
            b"v: -\n", b""
        )
    )
    assert plain == {
        "a": "2004-10-05", "b": "NO", "c": "yes", "d": "on", "e": 15, "f": 31, "g": 17, "h": 34600, "i": 1000.0,
        "j": 0.5, "k": None, "l": None, "m": True, "n": "1_000", "o": "1:30", "p": "2006-11-27/2006-11-29", "q": "1",
        "r": "true", "s": float("inf"), "t": 4.0, "u": "=",
    }  # fmt: skip
    assert [type(plain[key]) for key in "ahim"] == [str, int, float, bool]


def test_nested_values_keep_the_files_order():
    plain = parse(b"b: {y: [1, {z: 2}], x: []}\na:\n- - 1\n  - 2\n- k: >-\n    one\n    two\n")
    assert plain == {"b": {"y": [1, {"z": 2}], "x": []}, "a": [[1, 2], {"k": "one two"}]}
    assert list(plain) == ["b", "a"]
    assert list(plain["b"]) == ["y", "x"]


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        (b"", "empty", 1, 1),
        (b"# nothing\n\n", "empty", 1, 1),
        (b"- a\n", "not-a-mapping", 1, 1),
        (b"\n\njust a text\n", "not-a-mapping", 3, 1),
        (b"a: 1\n\tb: 2\n", "tab", 2, 1),
        (b"a:\n  b:\n  \tc: 2\n", "tab", 3, 3),
        (b"a:\n\t- 1\n", "tab", 2, 1),
        (b"a: 1\nb: [1, 2\nc: 3\n", "syntax", 2, 4),
        (b'a: 1\nb: "x\nc: 3\nd: 4\n', "syntax", 2, 4),
        (b'a: "x" y\n', "syntax", 1, 8),
        (b"a: b: c\n", "syntax", 1, 5),
        (b"a: @x\n", "syntax", 1, 4),
        (b"a: 1\nfoo\nb: 2\n", "syntax", 2, 1),
        (b"a:\n  b: 1\n c: 2\n", "syntax", 3, 2),
        (b"a: [http://x]\n", "syntax", 1, 9),
        (b"a:\n  - 1\n  b: 2\n", "syntax", 3, 3),
        (b"a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n", "conflict-marker", 2, 1),
        (b'a: "\n<<<<<<< HEAD\n"\n', "conflict-marker", 2, 1),
        (b"a: 1\n=======\nb: 3\n", "conflict-marker", 2, 1),
        ("é: 1\né: 2\n".encode(), "duplicate-key", 2, 1),
        (b"a: {b: 1, b: 2}\n", "duplicate-key", 1, 11),
        (b"a: &x 1\n", "anchor", 1, 4),
        (b"a: *x\n", "alias", 1, 4),
        (b"a: !!str 1\n", "tag", 1, 4),
        (b"a: ! 1\n", "tag", 1, 4),
        (b'a: ["x", ! "1"]\n', "tag", 1, 10),
        (b"a: 1\n<<: {b: 1}\n", "merge-key", 2, 1),
        (b"a: 1\n---\nb: 2\n", "several-documents", 2, 1),
        (b"? [a]\n: 1\n", "complex-key", 1, 3),
        (b"a: 1\n2: b\n", "key-not-text", 2, 1),
        (b"a: 1\ntrue: b\n", "key-not-text", 2, 1),
        (b"a:\n  ~: b\n", "key-not-text", 2, 3),
        ("á: b\nñ: ".encode() + b"\xff\n", "not-utf-8", 2, 4),
        (b"a: caf\xe9\n", "not-utf-8", 1, 7),
        ("a: 1\n".encode("utf-16"), "utf-16", 1, 1),
        ("a: 1\n".encode("utf-16-le"), "utf-16", 1, 1),
        ("a: 1\n".encode("utf-16-be"), "utf-16", 1, 1),
        (b"a: 1\nb: \x1b[31m\n", "control-character", 2, 4),
        (b"a\x00b: 1\n", "control-character", 1, 2),
        (b"a: " + b"9" * 5000 + b"\n", "number", 1, 4),
        (b"a: " + b"{a: " * 40, "too-deep", 1, 128),
        (b"a: 1\n" + b"#" * MAX_BYTES, "too-large", 1, 1),
    ],
)
def test_what_is_refused_has_a_place_and_a_reason(data, code, line, column):
    first = errors(data)[0]
    assert (first.code, first.line, first.column) == (code, line, column)
    with pytest.raises(YamlProblem) as raised:
        parse(data)
    assert (raised.value.code, raised.value.line, raised.value.column) == (code, line, column)
    assert str(first) == f"{line}:{column}: {first.message}"


def test_several_problems_are_found_in_one_go():
    data = b"a: &x 1\nb: *x\na: 2\n3: !t x\nc: [1, 2]\n"
    assert [(problem.code, problem.line) for problem in problems(data)] == [
        ("anchor", 1), ("alias", 2), ("duplicate-key", 3), ("key-not-text", 4), ("tag", 4),
    ]  # fmt: skip


def test_byte_order_mark_and_crlf_are_read_and_only_advised_against():
    data = b"\xef\xbb\xbfa: 1\r\nb: >-\r\n  x\r\n  y\r\n"
    assert parse(data) == {"a": 1, "b": "x y"}
    assert [(problem.code, problem.severity) for problem in problems(data)] == [("bom", "advice"), ("crlf", "advice")]


def test_a_quoted_merge_key_is_only_a_text():
    assert parse(b'"<<": 1\na: <<\n') == {"<<": 1, "a": "<<"}


def test_directives_and_document_marks_are_fine():
    assert parse(b"%YAML 1.2\n---\na: 1\n...\n# end\n") == {"a": 1}


BOMBS = {
    "brackets": b"a: " + b"[" * 100_000,
    "brackets at the start": b"[" * 100_000,
    "braces": b"a: " + b"{" * 100_000,
    "dashes": b"a:\n" + b"- " * 50_000,
    "questions": b"? " * 50_000,
    "nested maps": b"a: " + b"{a: " * 50_000,
    "colons": b"a" + b": " * 50_000,
    "many keys": b"".join(b"k%d: 1\n" % number for number in range(150_000)) + b"k0: 1\n",
    "laughs": b"a: &a [x]\n" + b"".join(b"b%d: &b%d [*a, *a]\n" % (number, number) for number in range(5_000)),
    "one long line": b"a: " + b"x" * 1_900_000 + b"\nb: {",
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_neither_crash_nor_hold_up(name, tmp_path):
    file = tmp_path / "bomb.yaml"
    file.write_bytes(BOMBS[name])
    program = (
        "import sys, pathlib, resource\n"
        # Of processor time, which others on a busy machine do not use up: far below what a bomb takes.
        "resource.setrlimit(resource.RLIMIT_CPU, (20, 20))\n"
        "from rcm_tui.store.yaml import parse, YamlProblem\n"
        "try:\n    parse(pathlib.Path(sys.argv[1]).read_bytes())\n"
        "except YamlProblem as problem:\n    print(problem.code)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, file], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


# fmt: off
PIECES = [
    "a", "b", ":", "-", "[", "]", "{", "}", ",", "\"", "'", "#", "&x", "*x", "!t", "!", "|", ">-",
    "---", "...", "1", "~", "true", "é", "<<", "?", "%",
]
# fmt: on
pieces = st.sampled_from(
    [*PIECES, " ", ": ", ", ", "- ", "\n", "\n  ", "\n    ", "\t", "\r\n", "\x85", "\u2028", "\x01"]
)


@given(st.lists(pieces, max_size=25).map("".join).map(str.encode) | st.binary(max_size=60))
@example(b"a: 1\n--- \n")
@example(b"!")
def test_the_fast_and_the_slow_reader_agree(data):
    found = errors(data)
    try:
        plain = parse(data)
    except YamlProblem as problem:
        assert str(problem) == str(found[0])
    else:
        assert found == []
        assert isinstance(plain, dict)
