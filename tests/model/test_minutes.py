"""Pasted minutes cut into agreements; nothing pasted is ever lost."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rcm_tui.model.pasted import Piece, split_agreements

COMMUNIQUE = """
JOINT STATEMENT

The delegations met in Tegucigalpa on 3-4 May 2007 and thanked their hosts.

The delegations were glad to hear:

- The report of the working group on shelters, prepared in 2006.
- The paper by two delegations on buses.

They agreed to the following:

1. Use the words "host country" instead of "venue country."
2. Divide the yearbook in two volumes, and order the second by three themes:
 - a. Roads and Bridges
 - b. Rights of Travellers
 - c. Trade

3. Add the theme of "Ferries" to the second volume.
    Ferries were proposed on December 1.

4. Create a fund of US$60,000 for 12 countries, to be reviewed in
2008. The fund opens on November
27. It is kept by the host, as said under objective
3. of the yearbook.

5. That projects must:
 - a. Be of use
   to all
 - b. Seek a second
   payer.
6. Thank everybody.
"""


def test_a_communique() -> None:
    intro, *pieces = split_agreements(COMMUNIQUE)
    assert intro.number is None and intro.is_heading
    assert intro.text.startswith("JOINT STATEMENT The delegations met in Tegucigalpa on 3-4 May 2007")
    assert intro.text.endswith("glad to hear:")
    assert pieces == [
        Piece(None, "The report of the working group on shelters, prepared in 2006."),
        Piece(None, "The paper by two delegations on buses."),
        Piece(None, "They agreed to the following:", is_heading=True),
        Piece("1", 'Use the words "host country" instead of "venue country."'),
        Piece(
            "2",
            "Divide the yearbook in two volumes, and order the second by three themes:",
            (Piece("a", "Roads and Bridges"), Piece("b", "Rights of Travellers"), Piece("c", "Trade")),
        ),
        Piece("3", 'Add the theme of "Ferries" to the second volume. Ferries were proposed on December 1.'),
        Piece(
            "4",
            "Create a fund of US$60,000 for 12 countries, to be reviewed in 2008. The fund opens on November 27. "
            "It is kept by the host, as said under objective 3. of the yearbook.",
        ),
        Piece("5", "That projects must:", (Piece("a", "Be of use to all"), Piece("b", "Seek a second payer."))),
        Piece("6", "Thank everybody."),
    ]


def outline(pieces: Iterable[Piece]) -> str:
    return " ".join(
        ("=" if piece.is_heading else piece.number or "-") + (f"({outline(piece.parts)})" if piece.parts else "")
        for piece in pieces
    )


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("", ""),
        ("\n \n", ""),
        ("Just a sentence\nwrapped once.", "-"),
        ("1. One\n2) Two\n(3) Three\n4.- Four\n5º Five\n6- Six\n7.Seven", "1 2 3 4 5 6 7"),
        ("12. Twelve\n3. Three\n7. Seven", "12 3 7"),
        ("1. One\n\n\n2. Two", "1 2"),
        ("1.\nOne\n2.\n\nTwo", "1 2"),
        ("• One\n•Two\n- Three\n-Four\n* Five\no\tSix\n\uf0b7 Seven", "- - - - - - -"),
        ("1. One\n  - x\n    - y\n  - z\n2. Two", "1(-(-) -) 2"),
        ("1. One\na) x\nb) y\n2. Two", "1(a b) 2"),
        ("1. One\n1.1. x\n1.2. y\n2. Two\n2.1) z", "1(1.1 1.2) 2(2.1)"),
        ("12. Must:\n12a. x\n12b. y\n13. Next", "12(12a 12b) 13"),
        ("a. x\ni. one\nii. two\nb. y", "a(i ii) b"),
        ("i. one\nii. two\niii. three\niv. four\nv. five", "i ii iii iv v"),
        ("g. x\nh. y\ni. z\nj. w", "g h i j"),
        ("A. Roads\n1. One\n2. Two\nB. Rights\n3. Three", "= 1 2 = 3"),
        ("I. Roads\n1. One\nII. Rights\n2. Two", "= 1 = 2"),
        ("A. Roads\n1. One\n2. Two\nB. Rights\n1. Three", "= A.1 A.2 = B.1"),
        ("CONCLUSIONS\n\n1. One.\n\nHuman Rights\n\n2. Two.\nTRADE\n3. Three.", "= 1 = 2 = 3"),
        ("The Meeting agreed:\n- one\n- two", "= - -"),
        ("They thanked the host.\n\n1. One", "- 1"),
        ("1. One.\n\nGoes on, after a blank line.\n2. Two", "1 2"),
        ("1. One\n\nOf two halves\n2. Two", "1 2"),
        ("1. One:\nA. x\nB. y\n2. Two", "1(A B) 2"),
        ("• 1. One\n• 2. Two", "1 2"),
        ("1. One,\n2. two and\n3. three", "1 2 3"),
        ("1. One\n\nmore of one, after a blank line.\n2. Two", "1 2"),
        ("- one\n- two\n\nThey also thanked the host.\n\n1. Three", "- - - 1"),
        ("- one\n\ngoes on\n- two", "- -"),
        ("1. Uno, según el punto\n2. del acta\n2. Dos", "1 2"),
        ("1. Held on November\n27. It ended.\n2. Two", "1 2"),
        ("1. Half of them, which is\n2.5 million dollars, or\n250.000 in all\n2. Two", "1 2"),
        ("1. All of what was said in the year before last and in\n2004. The rest.", "1"),
        ("1. One\r\n2. Two\r\n", "1 2"),
        ("5", "-"),
        ("27-29 November 2006 in San Salvador", "-"),
        ("-- a dash --\n-----", "-"),
    ],
)
def test_outlines(pasted: str, expected: str) -> None:
    assert outline(split_agreements(pasted)) == expected


def walk(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        yield piece
        yield from walk(piece.parts)


def all_words(pieces: Iterable[Piece]) -> list[str]:
    """Return the words of all pieces in order; a heading's number, set before those below it, counts once."""
    said, above = [], ""
    for piece in walk(pieces):
        if piece.is_heading:
            above = piece.text.partition(".")[0] + "."
        said.append(f"{(piece.number or '').removeprefix(above)} {piece.text}")
    return re.findall(r"\w+", " ".join(said))


scraps = st.sampled_from(
    [
        *("1.", "2)", "(3)", "12a.", "a.", "b)", "(c)", "i.", "iv)", "A.", "II.", "-", "•", "–", "*", "2.1.", "4.-"),
        *("The", "countries", "of", "November", "27.", "2004.", "US$60,000", "and,", "end.", "«así»", "x", "-y"),
        *("\n", "\n", "\n\n", "\n   ", "\r\n", "\t"),
    ]
)


@example("A.\r0)\r0)")
@given(st.one_of(st.text(), st.lists(scraps, max_size=60).map(" ".join)))
def test_no_word_is_lost_and_none_changes_place(pasted: str) -> None:
    # The degree signs of "1º" and the "o" of Word's bullets are markers; they are left out of this law.
    pasted = re.sub(r"[º°]|o\t", " ", pasted)
    assert all_words(split_agreements(pasted)) == re.findall(r"\w+", pasted)


@given(st.one_of(st.text(), st.lists(scraps, max_size=60).map(" ".join)))
def test_signs_inside_a_text_stay(pasted: str) -> None:
    kept = "".join(piece.text for piece in walk(split_agreements(pasted))).replace(" ", "")
    everything = iter("".join(pasted.split()))
    assert all(char in everything for char in kept), "the texts are what was pasted, without the markers"


_PLAIN = "the countries will send 12 forms to IOM in 2004 on 27-29 November, as US$60,000 or 2.5 million objective"
plain_words = st.sampled_from(_PLAIN.split())
sentences = st.lists(plain_words, min_size=1, max_size=40).map(lambda some: "Agree " + " ".join(some) + " today.")


@pytest.mark.parametrize(("length", "numbers"), [(49, ["1", "7"]), (50, ["1"])])
def test_a_long_line_is_taken_to_continue(length: int, numbers: list[str]) -> None:
    line = ("1. " + "word " * 20)[: length - 1] + "s"
    assert [piece.number for piece in split_agreements(f"{line}\n7. more")] == numbers


@given(st.lists(st.tuples(sentences, st.lists(sentences, max_size=3)), min_size=1, max_size=8), st.integers(30, 100))
def test_wrapped_agreements_come_back_whole(agreements: list[tuple[str, list[str]]], width: int) -> None:
    lines = []
    for number, (text, parts) in enumerate(agreements, 1):
        lines.append(textwrap.fill(f"{number}. {text}", width, break_on_hyphens=False))
        for letter, part in zip("abc", parts, strict=False):
            lines.append(textwrap.fill(f" - {letter}. {part}", width, break_on_hyphens=False))
        lines.append("")
    assert split_agreements("\n".join(lines)) == tuple(
        Piece(str(number), text, tuple(Piece(letter, part) for letter, part in zip("abc", parts, strict=False)))
        for number, (text, parts) in enumerate(agreements, 1)
    )


def test_long_lines_take_no_longer_than_they_must() -> None:
    pasted = "x" * 100_000 + " y\n1. One\n" + "1. " * 30_000
    assert len(split_agreements(pasted)) == 3


def test_dotted_numbers_are_agreements_of_their_own() -> None:
    pasted = """3.1 The Committee agreed to:
  (i) establish a drafting group;
  (ii) request the Secretariat to report:
     (a) on costs;
     (b) on staffing.
3.2 The Committee noted document INF.4.
Decision 3.3: The meeting postponed item 9."""
    found = split_agreements(pasted)
    assert [piece.number for piece in found] == ["3.1", "3.2", "3.3"]
    assert [part.number for part in found[0].parts][:2] == ["i", "ii"]
    assert found[2].text == "The meeting postponed item 9."


def test_each_row_of_a_pasted_table_is_an_agreement() -> None:
    pasted = "No.\tAction\tOwner\tDue\n1\tCirculate draft\tMX\t15 Jan 2007\n2\tUpdate list\tTS\t31/01/2007\n"
    assert [(piece.number, piece.text) for piece in split_agreements(pasted)] == [
        ("1", "Circulate draft (Owner: MX; Due: 15 Jan 2007)"),
        ("2", "Update list (Owner: TS; Due: 31/01/2007)"),
    ]
    assert len(split_agreements("1.\tHold a seminar\n2.\tReport on it\n")) == 2


@pytest.mark.parametrize(
    "pasted",
    [
        "| No. | Action | Owner |\n|:---|---|---|\n| 1 | Circulate draft | MX |\n| 2 | Update list | TS |\n",
        "No.;Action;Owner\n1;Circulate draft;MX\n2;Update list;TS\n",
        'No.\tAction\tOwner\n1\t"Circulate\ndraft"\tMX\n2\tUpdate list\tTS\n',
        "\tAction\tOwner\n1.\tCirculate draft\tMX\n2.\tUpdate list\tTS\n".replace("\tAction", "No\tAction", 1),
    ],
)
def test_tables_of_other_programs(pasted: str) -> None:
    assert [(piece.number, piece.text) for piece in split_agreements(pasted)] == [
        ("1", "Circulate draft (Owner: MX)"),
        ("2", "Update list (Owner: TS)"),
    ]


def test_a_table_without_headings_has_numbers_first() -> None:
    pasted = "12/1\tMX\tCirculate draft\t15 Jan 2007\n12/2\tTS\tUpdate list\t\n"
    assert [(piece.number, piece.text) for piece in split_agreements(pasted)] == [
        ("12/1", "Circulate draft (MX; 15 Jan 2007)"),
        ("12/2", "Update list (TS)"),
    ]


@pytest.mark.parametrize(
    ("pasted", "numbers"),
    [
        ("Decision 12/3: The budget.\nDecision 12/4: The seat.\n", ["12/3", "12/4"]),
        ("Acuerdo EB/2025/1. La sede.\nAcuerdo EB/2025/2. El informe.\n", ["EB/2025/1", "EB/2025/2"]),
        ("[1] Meet in May.\n[2] Thank Mexico.\n", ["1", "2"]),
        ("12. It agreed.\n12 bis. It noted.\n13. It closed.\n", ["12", "12 bis", "13"]),
        ("1. First agreed. 2. Second agreed; 3) Third agreed.\n", ["1", "2", "3"]),
        ("1. Approve 3.5 per cent. 3. is too much.\n", ["1"]),
    ],
)
def test_numbers_as_bodies_write_them(pasted: str, numbers: list[str]) -> None:
    assert [piece.number for piece in split_agreements(pasted)] == numbers
