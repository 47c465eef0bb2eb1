"""Edits of a published docx as a word processor makes them: tracked changes, comments, and changes nobody marked."""

from __future__ import annotations

import copy
import io
import zipfile
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
WHEN = "2007-05-02T10:00:00Z"


class Copy:
    """A delegation's copy of a publication."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.root = etree.fromstring(self.parts["word/document.xml"])
        self.body = self.root.find(f"{W}body")
        self.comments: list[Any] = []
        self.number = 90_000

    def content(self) -> bytes:
        """The copy as it is sent back."""
        self.parts["word/document.xml"] = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8")
        if self.comments:
            self._add_comments()
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
            for name, part in self.parts.items():
                package.writestr(name, part)
        return written.getvalue()

    # --- finding

    def paragraph(self, name: str) -> Any:
        """The paragraph with this bookmark, such as `HR_4_2_kvt`."""
        start = next(each for each in self.body.iter(f"{W}bookmarkStart") if each.get(f"{W}name") == name)
        return next(start.iterancestors(f"{W}p"))

    def saying(self, words: str) -> list[Any]:
        """The paragraphs that hold these words, in order."""
        return [each for each in self.body.iter(f"{W}p") if words in text_of(each)]

    # --- tracked changes

    def _mark(self, name: str, author: str) -> Any:
        self.number += 1
        marked = etree.Element(f"{W}{name}")
        for key, value in (("id", str(self.number)), ("author", author), ("date", WHEN)):
            marked.set(f"{W}{key}", value)
        return marked

    def replace(self, paragraph: Any, old: str, new: str, author: str = "") -> None:
        """Put words in the place of others within one run; without an author the change is not marked."""
        for run in list(paragraph.iter(f"{W}r")):
            words = "".join(element.text or "" for element in run.iterchildren(f"{W}t"))
            if old not in words or any(
                iterancestor.tag in (f"{W}ins", f"{W}del") for iterancestor in run.iterancestors()
            ):
                continue
            before, _found, after = words.partition(old)
            pieces = [run_like(run, before)] if before else []
            if author:
                pieces += [self._wrapped("del", author, run_like(run, old))] if old else []
                pieces += [self._wrapped("ins", author, run_like(run, new))] if new else []
            elif new:
                pieces.append(run_like(run, new))
            pieces += [run_like(run, after)] if after else []
            parent, place = run.getparent(), run.getparent().index(run)
            parent[place : place + 1] = pieces
            return
        raise AssertionError(f"no run says {old!r}")

    def append(self, paragraph: Any, words: str, author: str) -> None:
        """Write words at the end of a paragraph."""
        run = list(paragraph.iter(f"{W}r"))[-1]
        paragraph.append(self._wrapped("ins", author, run_like(run, words)))

    def _wrapped(self, name: str, author: str, run: Any) -> Any:
        if name == "del":
            for each in run.iter(f"{W}t"):
                each.tag = f"{W}delText"
        marked = self._mark(name, author)
        marked.append(run)
        return marked

    def delete(self, paragraph: Any, author: str = "") -> None:
        """Take a paragraph out; without an author it is simply gone."""
        if not author:
            paragraph.getparent().remove(paragraph)
            return
        for run in list(paragraph.iter(f"{W}r")):
            parent, place = run.getparent(), run.getparent().index(run)
            marked = self._wrapped("del", author, run)
            parent.insert(place, marked)
        self._break(paragraph, "del", author)

    def _break(self, paragraph: Any, name: str, author: str) -> None:
        properties = paragraph.find(f"{W}pPr")
        look = properties.find(f"{W}rPr")
        if look is None:
            look = etree.SubElement(properties, f"{W}rPr")
        look.insert(0, self._mark(name, author))

    def add_after(self, paragraph: Any, words: str, author: str = "") -> Any:
        """Write a new paragraph behind one, as somebody does who presses Enter at its end."""
        new = copy.deepcopy(paragraph)
        for each in list(new):
            if each.tag != f"{W}pPr":
                new.remove(each)
        run = etree.Element(f"{W}r")
        etree.SubElement(run, f"{W}t").text = words
        new.append(self._wrapped("ins", author, run) if author else run)
        if author:
            self._break(paragraph, "ins", author)
        paragraph.addnext(new)
        return new

    def add_row(self, paragraph: Any, words: str, column: int, author: str = "") -> None:
        """Add a row behind that of a paragraph, with words in one column."""
        row = next(paragraph.iterancestors(f"{W}tr"))
        new = copy.deepcopy(row)
        for cell in new.iterchildren(f"{W}tc"):
            first, *others = cell.findall(f"{W}p")
            for each in others:
                cell.remove(each)
            for each in [one for one in first if one.tag != f"{W}pPr"]:
                first.remove(each)
        run = etree.Element(f"{W}r")
        etree.SubElement(run, f"{W}t").text = words
        paragraph = new.findall(f"{W}tc")[column].find(f"{W}p")
        paragraph.append(self._wrapped("ins", author, run) if author else run)
        if author:
            self._row_mark(new, "ins", author)
        row.addnext(new)

    def delete_row(self, paragraph: Any, author: str) -> None:
        """Take out the row of a paragraph, as Word marks it."""
        row = next(paragraph.iterancestors(f"{W}tr"))
        for each in row.iter(f"{W}p"):
            if text_of(each):
                self.delete(each, author)
        self._row_mark(row, "del", author)

    def _row_mark(self, row: Any, name: str, author: str) -> None:
        properties = row.find(f"{W}trPr")
        if properties is None:
            properties = etree.Element(f"{W}trPr")
            row.insert(0, properties)
        properties.append(self._mark(name, author))

    # --- looks and comments

    def look(self, paragraph: Any, name: str, on: bool) -> None:
        """Switch bold, italic or struck on or off for a whole paragraph (`b`, `i`, `strike`)."""
        for run in paragraph.iter(f"{W}r"):
            properties = run.find(f"{W}rPr")
            if properties is None:
                properties = etree.Element(f"{W}rPr")
                run.insert(0, properties)
            for element in properties.findall(f"{W}{name}"):
                properties.remove(element)
            if on:
                properties.insert(0, etree.Element(f"{W}{name}"))

    def comment(self, paragraph: Any, words: str, author: str) -> None:
        """Comment on a paragraph."""
        number = str(500 + len(self.comments))
        said = self._mark("comment", author)
        said.set(f"{W}id", number)
        run = etree.SubElement(etree.SubElement(said, f"{W}p"), f"{W}r")
        etree.SubElement(run, f"{W}t").text = words
        self.comments.append(said)
        reference = etree.Element(f"{W}r")
        etree.SubElement(reference, f"{W}commentReference").set(f"{W}id", number)
        paragraph.append(reference)

    def _add_comments(self) -> None:
        root = etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})
        root.extend(self.comments)
        self.parts["word/comments.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
        entry = f'<Override PartName="/word/comments.xml" ContentType="{kind}"/></Types>'.encode()
        self.parts["[Content_Types].xml"] = self.parts["[Content_Types].xml"].replace(b"</Types>", entry)
        space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
        link = f'<Relationship Id="rIdNotes" Type="{space}" Target="comments.xml"/></Relationships>'.encode()
        name = "word/_rels/document.xml.rels"
        self.parts[name] = self.parts[name].replace(b"</Relationships>", link)


def text_of(paragraph: Any) -> str:
    """The words of a paragraph that are not deleted."""
    return "".join(each.text or "" for each in paragraph.iter(f"{W}t"))


def run_like(run: Any, words: str) -> Any:
    """A run in the look of another."""
    new = etree.Element(f"{W}r")
    properties = run.find(f"{W}rPr")
    if properties is not None:
        new.append(copy.deepcopy(properties))
    text = etree.SubElement(new, f"{W}t")
    text.text = words
    text.set(SPACE, "preserve")
    return new
