"""Change block mappings and block sequences line by line."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rcm_tui.model.fieldpath import same
from rcm_tui.model.regex import regex
from rcm_tui.store.yaml.edits import LINE_END, Edit, Slot, apply, pair
from rcm_tui.store.yaml.inline import CannotSplice, flow_text, restyled
from rcm_tui.store.yaml.scalars import Value
from rcm_tui.store.yaml.tree import BLOCK_HEADER, Entry, Member, Node, Tree
from rcm_tui.store.yaml.writer import (
    INDENT,
    WIDTH,
    Written,
    compose_mapping,
    compose_member,
    compose_pair,
    compose_value,
)

_COLON = regex(r"[ \t]*(?:\r\n|\n|\r)?[ \t]*:")  # It is below its key where that follows a `?`.
_COMMENT = regex(r"[ \t]+#[^\r\n]*")


class _Chunk(NamedTuple):
    """The lines of one list member.

    `lead` holds blank lines and comments that belong to no member, `comments` those right above it, which move with it.
    """

    lead: str
    comments: str
    member: Member


def rearranged(
    tree: Tree,
    slot: Slot,
    target: list[Value],
    pairing: list[int | None],
    member_text: Callable[[Member, Value], str],
) -> Edit:
    """Return the edit that gives a sequence the members of the target: some added, removed or moved.

    Args:
        tree: The file.
        slot: The sequence.
        target: The members that are wanted.
        pairing: For each of them the position of the old member it comes from, or None.
        member_text: Gives an old member, from its dash on, with the value it is to have.

    Raises:
        CannotSplice: the first member follows another dash on its line, and a comment would come between.
    """
    first = slot.node.members[0]
    indent = tree.column(first.start)
    behind_dash = bool(tree.text[tree.line_start(first.start) : first.start].strip())
    start = first.start if behind_dash else tree.next_line(slot.after)
    chunks = _chunks(tree, start, slot.node.members)

    def written(position: int | None, value: Value) -> str:
        if position is None:
            return "\n".join(compose_member(value, indent)) + "\n"
        text = member_text(chunks[position].member, value)
        return " " * indent + (text if text.endswith(("\n", "\r")) else text + "\n")

    texts = [written(position, value) for position, value in zip(pairing, target, strict=True)]
    kept = [position for position in pairing if position is not None]
    text = (_in_order if kept == sorted(kept) else _moved)(chunks, pairing, texts)
    if behind_dash:
        if not text.startswith(" " * indent + "-"):
            raise CannotSplice
        text = text[indent:]
    return Edit(start, tree.next_line(slot.node.end), text)


def _chunks(tree: Tree, start: int, members: list[Member]) -> list[_Chunk]:
    chunks: list[_Chunk] = []
    for member in members:
        line = max(start, tree.line_start(member.start))
        own = _own_comments(tree, line, start, tree.column(member.start))
        chunks.append(_Chunk(tree.text[start:own], tree.text[own:line], member))
        start = tree.next_line(member.node.end)
    return chunks


def _own_comments(tree: Tree, line: int, limit: int, column: int) -> int:
    """Return the offset of the comments right above a line, at the same indentation."""
    own = line
    number = tree.lines.place(line)[0] - 1
    while number > 0 and tree.lines.starts[number - 1] >= limit and tree.lines.line(number).find("#") == column:
        if tree.lines.line(number)[:column].strip():
            break
        own = tree.lines.starts[number - 1]
        number -= 1
    return own


def _in_order(chunks: list[_Chunk], pairing: list[int | None], texts: list[str]) -> str:
    """Join members that keep their order: new ones come in between, and removed ones leave their comments."""
    usual = {chunk.lead for chunk in chunks[1:]}
    gap = usual.pop() if len(usual) == 1 else ""
    gap = "" if gap.strip() else gap
    pieces: list[str] = []
    reached = 0

    def pass_over(until: int) -> None:
        pieces.extend((chunk.lead if "#" in chunk.lead else "") + chunk.comments for chunk in chunks[reached:until])

    for position, text in zip(pairing, texts, strict=True):
        if position is None:
            pieces.append((gap if any(pieces) else "") + text)
            continue
        pass_over(position)
        chunk = chunks[position]
        lead = chunk.lead if "#" in chunk.lead or any(pieces) or position == 0 else ""
        if position == 0 and any(pieces):
            lead = lead or gap
        pieces.append(lead + chunk.comments + text)
        reached = position + 1
    pass_over(len(chunks))
    return "".join(pieces)


def _moved(chunks: list[_Chunk], pairing: list[int | None], texts: list[str]) -> str:
    """Join members in another order: each takes its comments along; blank lines between them stay where they are."""
    only_blank = not any("#" in chunk.lead for chunk in chunks)
    pieces: list[str] = []
    for number, (position, text) in enumerate(zip(pairing, texts, strict=True)):
        comments = chunks[position].comments if position is not None else ""
        lead = ""
        if only_blank:
            lead = chunks[number].lead if number < len(chunks) else ""
        elif position is not None:
            lead = chunks[position].lead
        pieces.append(lead + comments + text)
    for position, chunk in enumerate(chunks):
        if position not in pairing:
            pieces.append((chunk.lead if "#" in chunk.lead else "") + chunk.comments)
    return "".join(pieces)


class Editor:
    """Collect the edits that make a file hold other data."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.edits: list[Edit] = []
        found = LINE_END.search(tree.text)
        self.newline = found[0] if found else "\n"

    def result(self) -> str:
        """Return the whole text with the edits."""
        return apply(self.tree.text, self.edits, 0, len(self.tree.text), self.newline)

    def root(self, target: dict[str, Value]) -> None:
        """Change the whole file."""
        node = self.tree.root
        if node.style == "flow" and node.entries and target:
            self.edits.append(Edit(node.start, node.end, flow_text(self.tree, node, target)))
        elif node.style == "block" and any(entry.key in target for entry in node.entries):
            self.mapping(node, target, "")
        else:
            text = "\n".join(compose_mapping(target, 0)) if target else "{}"
            end = self.tree.line_end(node.end)
            comment = self.tree.text[node.end : end].strip()
            self.edits.append(Edit(node.start, end, f"{text}\n{comment}" if comment else text))

    def change(self, slot: Slot, target: Value) -> None:
        """Change the value of a slot, as little as possible."""
        node = slot.node
        if same(node.value(), target):
            return
        if isinstance(target, dict) and any(entry.key in target for entry in node.entries):
            if node.style == "block":
                self.mapping(node, target, slot.key)
            else:
                self._flow(slot, target)
        elif isinstance(target, list) and node.members and (target or self._on_own_lines(slot)):
            if node.style == "block":
                self._sequence(slot, target)
            else:
                self._flow(slot, target)
        elif isinstance(target, str) and (written := restyled(self.tree, node, target)):
            self._put(slot, written)
        else:
            self._put(slot, self._standard(slot, target))

    def _standard(self, slot: Slot, target: Value) -> Written:
        """Write the value in the standard layout, as it follows colon or dash."""
        if not slot.in_list:
            column = self.tree.column(slot.after) + 1
            return compose_value(target, slot.indent, slot.key, column=column, under=slot.under)
        first, *rest = compose_member(target, slot.indent)
        return Written(first[slot.indent + INDENT :], rest)

    def _flow(self, slot: Slot, target: Value) -> None:
        """Change within brackets, unless that becomes too wide or is no longer a list of scalars."""
        node, tree = slot.node, self.tree
        text = flow_text(tree, node, target)
        old = tree.text[node.start : node.end]
        grows = node.kind == "sequence" and _has_collections(target) and not _has_collections(node.value())
        too_wide = tree.column(node.start) + len(text) > max(WIDTH, tree.column(node.start) + len(old))
        if LINE_END.search(old) or not (grows or too_wide):
            self.edits.append(Edit(node.start, node.end, text))
        else:
            self._put(slot, self._standard(slot, target))

    def _put(self, slot: Slot, written: Written) -> None:
        """Replace the value of a slot; a comment after the old value, on its first line, stays."""
        tree, node = self.tree, slot.node
        head_end, end = self._extent(slot)
        # What is replaced is everything after the colon or dash: white space, value, comment. Each is then put together
        # again, as the new value may need another layout than the old one, on one line or on several.
        found = _COMMENT.match(tree.text, head_end)
        comment = found[0] if found else ""
        inline = node.style != "block" and node.start < node.end
        space = tree.text[slot.after : node.start] if inline else ""
        if LINE_END.search(space) and "#" not in space and tree.column(node.start) <= slot.indent:
            space = " "  # A block may begin this far left; its replacement may not.
        if slot.in_list and written.body:  # The keys below must be aligned with the first.
            space = f"{space.rstrip()}\n{' ' * (slot.indent + INDENT)}" if "#" in space else " "
        if written.head:
            text = (space or " ") + written.head
            if inline and not written.body and comment:
                comment = _aligned(comment, head_end - node.start - len(written.head))
        else:
            text = space.rstrip()
        text += comment + "".join("\n" + line for line in written.body)
        self.edits.append(Edit(slot.after, end, text))

    def _extent(self, slot: Slot) -> tuple[int, int]:
        """Return the end of a value's first line, before a comment, and the end of all of it, with the comment."""
        tree, node = self.tree, slot.node
        if node.style == "block":
            head_end = slot.after if self._on_own_lines(slot) else tree.line_end(node.end)
            return head_end, tree.line_end(node.end)
        header = BLOCK_HEADER.match(tree.text, node.start) if node.style and node.style in "|>" else None
        if header:
            return header.end(), max(node.end, tree.line_end(header.end()))
        end = max(node.end, slot.after)
        return end, tree.line_end(end)

    def _on_own_lines(self, slot: Slot) -> bool:
        """Return whether the value is a block that begins below its key."""
        return slot.node.style == "block" and self.tree.line_end(slot.after) < slot.node.start

    def mapping(self, node: Node, target: dict[str, Value], under: str) -> None:
        """Change a block mapping that keeps at least one key."""
        tree = self.tree
        indent = tree.column(node.entries[0].start)
        kept = [entry for entry in node.entries if entry.key in target]
        for entry in kept:
            self.change(Slot(entry.node, self._after_colon(entry), indent, entry.key, under), target[entry.key])
        self._remove_entries(node.entries, target)
        # New keys come after the nearest key before them in the target that the file has; edits at the same offset keep
        # their order, so several new keys in a row do as well.
        anchor: Entry | None = None
        old = {entry.key: entry for entry in kept}
        for key, value in target.items():
            if key in old:
                anchor = old[key]
                continue
            lines = "\n".join(compose_pair(key, value, indent, under)) + "\n"
            offset = self._first(node, kept) if anchor is None else tree.next_line(anchor.end)
            self.edits.append(Edit(offset, offset, lines, line=True))

    def _after_colon(self, entry: Entry) -> int:
        found = _COLON.match(self.tree.text, entry.key_end)
        if found is None:
            raise CannotSplice
        return found.end()

    def _first(self, node: Node, kept: list[Entry]) -> int:
        """Return where a key goes that comes before all others: above the first, unless that follows a dash."""
        tree, first = self.tree, node.entries[0]
        if tree.text[tree.line_start(first.start) : first.start].strip():
            return tree.next_line(kept[0].end)
        return tree.line_start(first.start)

    def _remove_entries(self, entries: list[Entry], target: dict[str, Value]) -> None:
        """Remove the lines of keys that are no longer wanted. Comments above them stay."""
        tree = self.tree
        first = entries[0]
        behind_dash = bool(tree.text[tree.line_start(first.start) : first.start].strip())
        for entry in entries if not behind_dash else entries[1:]:
            if entry.key not in target:
                self._remove_lines(entry, is_first=entry is first)
        if behind_dash and first.key not in target:
            self._remove_behind_dash(entries, target)

    def _remove_lines(self, entry: Entry, *, is_first: bool) -> None:
        tree = self.tree
        start, end = tree.line_start(entry.start), tree.next_line(entry.end)
        number = tree.lines.place(start)[0]
        above_is_blank = number > 1 and not tree.lines.line(number - 1).strip()
        below_is_blank = end == len(tree.text) or not tree.lines.line(tree.lines.place(end)[0]).strip()
        if above_is_blank and below_is_blank and not is_first:  # Do not leave two blank lines in a row.
            start = tree.lines.starts[number - 2]
        self.edits.append(Edit(start, end, ""))

    def _remove_behind_dash(self, entries: list[Entry], target: dict[str, Value]) -> None:
        """Remove the first key of a list member: the next one moves up to the dash."""
        tree, first = self.tree, entries[0]
        following = entries[1]
        between = tree.text[tree.line_end(first.end) : following.start]
        if following.key in target and not between.strip():
            self.edits.append(Edit(first.start, following.start, ""))
        else:
            start = tree.line_start(first.start) + len(tree.text[tree.line_start(first.start) : first.start].rstrip())
            self.edits.append(Edit(start, tree.line_end(first.end), ""))

    def _sequence(self, slot: Slot, target: list[Value]) -> None:
        """Change a block sequence: each member where it is, or all rearranged."""
        members = slot.node.members
        pairing = pair([member.node.value() for member in members], target)
        if pairing == list(range(len(members))):
            for member, value in zip(members, target, strict=True):
                self.change(self._behind_dash(member), value)
        else:
            if not target:  # Comments between the members stay, below the brackets.
                self.edits.append(Edit(slot.after, slot.after, " []"))
            self.edits.append(rearranged(self.tree, slot, target, pairing, self._member_text))

    def _behind_dash(self, member: Member) -> Slot:
        return Slot(member.node, member.start + 1, self.tree.column(member.start), "", "", in_list=True)

    def _member_text(self, member: Member, value: Value) -> str:
        """Return the member from its dash to the end of its last line, with the value it is to have."""
        end = self.tree.next_line(member.node.end)
        inner = Editor(self.tree)  # Its edits are applied to the member alone, which then moves as a whole.
        inner.change(self._behind_dash(member), value)
        return apply(self.tree.text, inner.edits, member.start, end, self.newline)


def _aligned(comment: str, shift: int) -> str:
    """Return the comment moved by `shift` columns, so that it stays aligned where the new value leaves space for it."""
    spaces = len(comment) - len(comment.lstrip())
    return " " * max(spaces + shift, 1 if spaces == 1 else 2) + comment.lstrip()


def _has_collections(value: Value) -> bool:
    return isinstance(value, list) and any(isinstance(member, list | dict) for member in value)
