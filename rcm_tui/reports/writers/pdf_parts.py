"""Large PDFs by parts: each is set by typst in a process of its own, and the files are joined with their tags.

Typst keeps what it has set in memory, about a megabyte for ten rows of a plan; a process that ends gives it back. The
files are joined as text: typst writes plain objects and a plain table of them (ISO 32000-1, 7.5), so that an object
need only be renumbered.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

from rcm_tui import children
from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.model.regex import regex

_AT_ONCE = min(3, os.cpu_count() or 1)
"""Parts set at the same time; each takes some 180 MB."""
_TOKEN = regex(
    rb"(?P<string>\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\))|(?P<hex><[0-9A-Fa-f\s]*>)"
    rb"|(?P<ref>\b\d+) 0 R\b|(?P<parent>/StructParents? )(?P<key>\d+)",
    re.DOTALL,
)
_CELL = regex(rb"\((U\d+x\d+y\d+)\)")
"""The ids that typst gives the cells of tables; each part counts them anew."""
_LINK = regex(rb"/A<</Type/Action/S/URI/URI\(rcm-part:((?:[^()\\]|\\.)*)\)>>")
"""A link to another part, as `document.typ` writes it: its target is a name in the joined file."""
_ENTRY = regex(rb"(\((?:[^()\\]|\\.)*\))(\d+ 0 R)")


def set_parts(parts: Sequence[dict[str, Any]], options: dict[str, Any]) -> Iterator[bytes]:
    """Yield the PDFs of parts in their order, some set at once; none is set any more where nobody takes them.

    Raises RcmError where typst refuses one.
    """
    waiting = iter(parts)
    running: deque[subprocess.Popen[bytes]] = deque()
    first = 1
    try:
        while True:
            for part in islice(waiting, _AT_ONCE - len(running)):
                running.append(_started())
                _tell(running[-1], json.dumps(options))
                _tell(running[-1], json.dumps(part, ensure_ascii=False))
            if not running:
                return
            pages, made = _ended(running[0], first)
            running.popleft()
            first += pages
            yield made
    finally:
        for child in running:
            child.kill()
        for child in running:
            child.communicate()


def _started() -> subprocess.Popen[bytes]:
    return children.start("rcm_tui.reports.writers.pdf_child:main", stdin=subprocess.PIPE)


def _tell(child: subprocess.Popen[bytes], line: str) -> None:
    assert child.stdin is not None
    with suppress(BrokenPipeError):  # Its exit status and what it wrote say why it has ended.
        child.stdin.write(line.encode("utf-8", "replace") + b"\n")
        child.stdin.flush()


def _ended(child: subprocess.Popen[bytes], first: int) -> tuple[int, bytes]:
    """Return how many pages a part has and its PDF, given the number of its first page."""
    assert child.stdout is not None
    pages = child.stdout.readline()
    _tell(child, str(first))
    made, _none = child.communicate()
    if child.returncode:
        message = (made if pages.strip().isdigit() else pages + made).decode("utf-8", "replace")
        raise RcmError(message or _("Typst ended before the PDF was whole. Is there enough free memory?"))
    return int(pages), made


class UnknownLayout(ValueError):
    """A version of typst writes its files in another way than is known here."""


@dataclass
class _Part:
    """One file: the bodies of its objects, the numbers of its trees' roots, and by how much its own numbers go up."""

    objects: dict[int, bytes]
    catalog: int
    info: int
    number: int
    offset: int = 0
    first_key: int = 0

    @classmethod
    def read(cls, data: bytes, number: int) -> _Part:
        tail = data[data.rindex(b"trailer") :]
        start = int(tail[tail.index(b"startxref") + 9 :].split()[0])
        rows = data[start : data.rindex(b"trailer")].split(b"\n")[2:]
        offsets = {place: int(row[:10]) for place, row in enumerate(rows) if row[17:18] == b"n"}
        ends = dict(zip(sorted(offsets.values()), [*sorted(offsets.values())[1:], start], strict=True))
        objects = {}
        for place, offset in offsets.items():
            body = data[offset : ends[offset]]
            objects[place] = body[body.index(b"obj") + 3 : body.rindex(b"endobj")].strip(b"\n")
        root, info = (int(_found(rb"/%s (\d+) 0 R" % name, tail)) for name in (b"Root", b"Info"))
        return cls(objects, root, info, number)

    def root(self, name: bytes) -> int:
        """Return the number of a tree's root by its name in the catalog; 0 where there is none."""
        found = re.search(rb"/%s (\d+) 0 R" % name, self.objects[self.catalog])
        return int(found[1]) if found else 0

    def renumbered(self, body: bytes, aliases: dict[int, int]) -> bytes:
        """Return an object with the numbers of the joined file; what a stream holds stays."""
        head, stream, rest = body.partition(b"\nstream")

        def token(found: re.Match[bytes]) -> bytes:
            if found["ref"]:
                number = int(found["ref"])
                return b"%d 0 R" % (aliases.get(number) or number + self.offset)
            if found["parent"]:
                return found["parent"] + b"%d" % (int(found["key"]) + self.first_key)
            return self.named(found[0])

        head = _LINK.sub(rb"/Dest(\1)", head).replace(b"/Contents(rcm-part:", b"/Contents(")
        return _TOKEN.sub(token, head) + stream + rest

    def named(self, string: bytes) -> bytes:
        """Return a string; the id of a cell gets the number of its part."""
        return _CELL.sub(rb"(P%d\1)" % self.number, string) if string.startswith(b"(U") else string


def joined(files: Sequence[bytes]) -> bytes:
    """Return the files as one, with one tree of pages, one outline, and one tree of tags. Raises ValueError."""
    parts = [_Part.read(data, number) for number, data in enumerate(files)]
    next_number, next_key = 1, 0
    for part in parts:
        part.offset, part.first_key = next_number - 1, next_key
        next_number += max(part.objects)
        next_key += _next_key(part)
    pages, outline, tags, whole = range(next_number, next_number + 4)
    objects: dict[int, bytes] = {}
    tops, kinds = [], []
    for part in parts:
        aliases = {part.root(b"StructTreeRoot"): whole, part.root(b"Outlines"): outline}
        for number, body in part.objects.items():
            objects[number + part.offset] = part.renumbered(body, aliases)
        tree = part.objects[part.root(b"StructTreeRoot")]
        document = int(_found(rb"/K\[(\d+) 0 R\]", tree)) + part.offset
        objects[document] = objects[document].replace(b"/S/Document", b"/S/Part", 1)
        kinds.append(document)
        root = part.root(b"Pages") + part.offset
        objects[root] = objects[root].replace(b"<<", b"<</Parent %d 0 R" % pages, 1)
        tops.append(root)
        if part is not parts[0]:
            del objects[part.catalog + part.offset], objects[part.info + part.offset]
    objects[pages] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (sum(map(_count, parts)), _references(tops))
    objects[outline] = _outline(parts, objects)
    objects[whole] = b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>" % (tags, _references(kinds))
    objects[tags] = _tags(parts, whole, next_key)
    first = parts[0]
    catalog = objects[first.catalog]
    for name, number in ((b"Pages", pages), (b"Outlines", outline), (b"StructTreeRoot", tags)):
        catalog = re.sub(rb"/%s \d+ 0 R" % name, b"/%s %d 0 R" % (name, number), catalog)
    catalog = re.sub(rb"/Names<</Dests<<.*?>>>>", b"", catalog, flags=re.DOTALL)
    objects[first.catalog] = catalog.replace(b"<<", b"<<" + _destinations(parts), 1)
    return _written(objects, first, files[0])


def _found(pattern: bytes, text: bytes) -> bytes:
    found = re.search(pattern, text)
    if found is None:
        raise UnknownLayout(pattern)
    return found[1]


def _count(part: _Part) -> int:
    return int(_found(rb"/Count (\d+)", part.objects[part.root(b"Pages")]))


def _next_key(part: _Part) -> int:
    return int(_found(rb"/ParentTreeNextKey (\d+)", part.objects[part.root(b"StructTreeRoot")]))


def _references(numbers: Sequence[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _outline(parts: Sequence[_Part], objects: dict[int, bytes]) -> bytes:
    """Return the root of the outline; the last entry of each part and the first of the next are chained."""
    ends, count = [], 0
    for part in parts:
        body = part.objects.get(part.root(b"Outlines"), b"")
        if b"/First" in body:
            first, last, number = (int(_found(rb"/%s (\d+)" % name, body)) for name in (b"First", b"Last", b"Count"))
            ends.append((first + part.offset, last + part.offset))
            count += number
    for (_first, last), (first, _last) in pairwise(ends):
        objects[last] = objects[last].replace(b"<<", b"<</Next %d 0 R" % first, 1)
        objects[first] = objects[first].replace(b"<<", b"<</Prev %d 0 R" % last, 1)
    if not ends:
        return b"<</Type/Outlines/Count 0>>"
    return b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (ends[0][0], ends[-1][1], count)


def _tags(parts: Sequence[_Part], whole: int, next_key: int) -> bytes:
    """Return the root of the tree of tags, with the parents of what is on the pages and the ids of cells."""
    parents, cells = [], []
    for part in parts:
        body = part.objects[part.root(b"StructTreeRoot")]
        for key, number in re.findall(rb"(\d+) (\d+) 0 R", _found(rb"/ParentTree<</Nums\[(.*?)\]", body)):
            parents.append(b"%d %d 0 R" % (int(key) + part.first_key, int(number) + part.offset))
        ids = re.search(rb"/IDTree<</Names\[(.*?)\]>>", body, re.DOTALL)
        for name, target in _ENTRY.findall(ids[1]) if ids else ():
            cells.append((part.named(name), part.renumbered(target, {})))
    roles = re.search(rb"/RoleMap<<.*?>>", parts[0].objects[parts[0].root(b"StructTreeRoot")], re.DOTALL)
    tree = b"".join(name + target for name, target in sorted(cells))
    return b"<</Type/StructTreeRoot%s/K[%d 0 R]/ParentTree<</Nums[%s]>>/IDTree<</Names[%s]>>/ParentTreeNextKey %d>>" % (
        roles[0] if roles else b"",
        whole,
        b" ".join(parents),
        tree,
        next_key,
    )


def _destinations(parts: Sequence[_Part]) -> bytes:
    """Return the names of all destinations, in the order of their bytes, each once; nothing where there is none."""
    found: dict[bytes, bytes] = {}
    for part in parts:
        listed = re.search(rb"/Names<</Dests<</Names\[(.*?)\]>>>>", part.objects[part.catalog], re.DOTALL)
        for name, target in _ENTRY.findall(listed[1]) if listed else ():
            found.setdefault(name, part.renumbered(target, {}))
    names = b"".join(name + target for name, target in sorted(found.items()))
    return b"/Names<</Dests<</Names[%s]>>>>" % names if names else b""


def _written(objects: dict[int, bytes], first: _Part, file: bytes) -> bytes:
    """Return the file: its objects, the table of where they are, and the trailer."""
    pieces = [file[: file.index(b"1 0 obj")]]
    at, offsets = len(pieces[0]), {}
    for number in sorted(objects):
        body = b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
        offsets[number] = at
        at += len(body)
        pieces.append(body)
    size = max(objects) + 1
    rows = [b"0000000000 65535 f\r\n"]
    rows += [b"%010d 00000 n\r\n" % offsets[n] if n in offsets else b"0000000000 65535 f\r\n" for n in range(1, size)]
    identity = _found(rb"(/ID\[.*?\])>>\s*startxref", file[file.rindex(b"trailer") :])
    pieces.append(b"xref\n0 %d\n" % size + b"".join(rows))
    pieces.append(
        b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R%s>>\nstartxref\n%d\n%%%%EOF"
        % (size, first.catalog, first.info, identity, at)
    )
    return b"".join(pieces)
