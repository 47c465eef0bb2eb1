"""Files as people write them: the same data in many styles, with comments and blank lines in odd places."""

import json
import re

from hypothesis import strategies as st

from rcm_tui.model.fieldpath import same
from rcm_tui.store.yaml import parse

WORDS = [
    "RCGM",
    "México",
    "a b",
    "it's",
    "NO",
    "2004-10",
    "a: b",
    "x #y",
    "",
    "- a",
    "[b]",
    "+34600",
    "one two three",
    "ñ",
    "é\n",
    "p\nq",
]
LONG = "word " * 30 + "end"
KEYS = ["id", "text", "en", "es", "name", "actors", "calendar", "note", "x y", "NO"]

leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.sampled_from([0.5, 1.0]),
    st.sampled_from([*WORDS, LONG]),
    st.text(max_size=6),
)
ids = st.sampled_from(["kvt", "mzp", "bdr", "wqs", "hjn"])


def _members(inner):
    with_id = st.dictionaries(st.sampled_from(KEYS[1:]), inner, max_size=3)
    return st.lists(st.tuples(ids, with_id), max_size=4, unique_by=lambda pair: pair[0]).map(
        lambda pairs: [{"id": identity, **rest} for identity, rest in pairs]
    )


values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4) | _members(inner) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=14,
)
plain_data = st.dictionaries(st.sampled_from(KEYS), values, min_size=1, max_size=6)


class Scribe:
    """Writes plain data in styles chosen at random."""

    def __init__(self, random):
        self.random = random
        self.comments = 0

    def chance(self, share):
        return self.random.random() < share

    def comment(self):
        self.comments += 1
        return f"# c{self.comments}"

    def file(self, data):
        lines = []
        if self.chance(0.2):
            lines += [self.comment(), ""]
        if self.chance(0.2):
            lines += [self.random.choice(["---", "--- " + self.comment()])]
        lines += self.mapping(data, 0)
        if self.chance(0.2):
            lines += ["", self.comment()]
        if self.chance(0.1):
            lines += ["..."]
        text = "\n".join(lines) + "\n"
        if self.chance(0.1) and same(parse(text[:-1].encode()), data):  # a block's last line end can matter
            text = text[:-1]
        if self.chance(0.2):
            text = text.replace("\n", "\r\n")
        return (b"\xef\xbb\xbf" if self.chance(0.1) else b"") + text.encode()

    def between(self, indent):
        lines = []
        if self.chance(0.15):
            lines.append("")
        while self.chance(0.2):
            lines.append(" " * indent + self.comment())
        if lines and self.chance(0.15):
            lines.append("")
        return lines

    def tail(self):
        return " " * self.random.randint(1, 3) + self.comment() if self.chance(0.2) else ""

    def mapping(self, data, indent):
        lines = []
        for key, value in data.items():
            lines += self.between(indent)
            written = json.dumps(key, ensure_ascii=False) if self.chance(0.2) or key == "NO" else key
            lines += self.value(f"{' ' * indent}{written}:", value, indent)
        return lines

    def value(self, start, value, indent):
        """The lines of a value behind `key:` or `-`."""
        if isinstance(value, dict) and value and not self.chance(0.2):
            if start.endswith("-") and self.chance(0.7):
                inner = self.mapping(value, len(start) + 1)
                while not inner[0].strip() or inner[0].strip().startswith("#"):
                    inner = inner[1:]
                return [f"{start} {inner[0].lstrip(' ')}", *inner[1:]]
            return [start + self.tail(), *self.mapping(value, indent + self.random.choice([2, 4]))]
        if isinstance(value, list) and value and not self.chance(0.4):
            deeper = self.random.choice([2, 4] if start.endswith("-") else [0, 2, 4])
            lines = [start + self.tail()]
            for member in value:
                lines += self.between(indent + deeper)
                lines += self.value(" " * (indent + deeper) + "-", member, indent + deeper)
            return lines
        if isinstance(value, str) and self.chance(0.5) and (block := self.block(value, indent)):
            return [f"{start} {block[0]}", *block[1:]]
        gap = " " * self.random.choice([1, 1, 1, 3])
        return [start + gap + self.flow(value, inside=False) + self.tail()]

    def block(self, text, indent):
        content = text.rstrip("\n")
        ends = len(text) - len(content)
        if ends > 1 or not re.fullmatch(r"[!-~éñí]([ -~éñí]*[!-~éñí])?", content.replace("\n", "")) or "\n " in content:
            return None
        inner = " " * (indent + self.random.choice([2, 4]))
        chomping = "" if ends else "-"
        if "\n" in content or self.chance(0.3):
            return ["|" + chomping + self.tail(), *(inner + line for line in content.split("\n"))]
        if "  " in content:
            return None
        words, lines = content.split(" "), []
        while words:
            count = self.random.randint(1, 8)
            lines.append(inner + " ".join(words[:count]))
            words = words[count:]
        return [">" + chomping + self.tail(), *lines]

    def flow(self, value, *, inside):
        if isinstance(value, dict):
            pairs = [f"{json.dumps(key)}: {self.flow(inner, inside=True)}" for key, inner in value.items()]
            return self.brackets("{", pairs, "}")
        if isinstance(value, list):
            return self.brackets("[", [self.flow(inner, inside=True) for inner in value], "]")
        if isinstance(value, str):
            if "'" not in value and re.fullmatch("[ -~éñí]*", value) and self.chance(0.3):
                return f"'{value}'"
            if value in ("RCGM", "México", "a b", "one two three", "ñ") and self.chance(0.7):
                return value
            return '"' + "".join(_escaped(character) for character in value) + '"'
        return (
            {None: "null", True: "true", False: "false"}[value]
            if value is None or value is True or value is False
            else repr(value)
        )

    def brackets(self, opening, items, closing):
        inner = self.random.choice(["", "", " "])
        return opening + inner + self.random.choice([", ", ",  ", " , "]).join(items) + inner + closing


def _escaped(character):
    if character in '"\\':
        return "\\" + character
    if " " <= character <= "~" or character in "éñí":
        return character
    return f"\\U{ord(character):08X}"


def mutated(random, value, top=True):
    """The data with a few changes: of values, keys, members and their order."""
    if isinstance(value, dict):
        items = [
            (key, mutated(random, inner, False) if random.random() < 0.4 else inner) for key, inner in value.items()
        ]
        if random.random() < 0.3:
            items = [item for item in items if random.random() < 0.7 or item[0] == "id"]
        if random.random() < 0.3:
            spot = random.randint(0, len(items))
            key = random.choice([*KEYS[1:], "new"])
            if key not in dict(items):
                items.insert(spot, (key, fresh(random)))
        return dict(items)
    if isinstance(value, list):
        members = [mutated(random, inner, False) if random.random() < 0.4 else inner for inner in value]
        chance = random.random()
        if chance < 0.2:
            random.shuffle(members)
        elif chance < 0.4:
            members = [member for member in members if random.random() < 0.6]
        elif chance < 0.6:
            members.insert(random.randint(0, len(members)), fresh(random))
        return members
    return fresh(random)


def fresh(random):
    return random.choice(
        [
            None,
            1,
            2.5,
            True,
            *WORDS,
            LONG,
            "new",
            [],
            {},
            ["a", "b"],
            {"id": "zzz", "text": {"en": LONG}},
            {"en": "x"},
            [["a"], {"b": 1}],
        ]
    )
