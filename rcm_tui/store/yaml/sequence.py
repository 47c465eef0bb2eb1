"""Members of a block sequence added, taken out and moved: each with its own lines and the comments right above it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rcm_tui.store.yaml.compose import compose_member
from rcm_tui.store.yaml.edits import Edit, Slot
from rcm_tui.store.yaml.flow import Awkward
from rcm_tui.store.yaml.nodes import Member, Tree
from rcm_tui.store.yaml.scalars import Value


class _Chunk(NamedTuple):
    """The lines of one member: blank lines and comments of no one, its own comments, and what begins with its dash."""

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
    """The edit that gives a sequence the members of the target.

    Args:
        tree: The file.
        slot: The sequence.
        target: The members that are wanted.
        pairing: For each of them the position of the old member it comes from, or None.
        member_text: Gives an old member, from its dash on, with the value it is to have.

    Raises:
        Awkward: where the first member stands behind another dash and a comment would come to stand before it.
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
            raise Awkward
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
    """Where the comments begin that stand right above a line, at the same indentation."""
    own = line
    number = tree.lines.place(line)[0] - 1
    while number > 0 and tree.lines.starts[number - 1] >= limit and tree.lines.line(number).find("#") == column:
        if tree.lines.line(number)[:column].strip():
            break
        own = tree.lines.starts[number - 1]
        number -= 1
    return own


def _in_order(chunks: list[_Chunk], pairing: list[int | None], texts: list[str]) -> str:
    """Members that stay keep their order: only what is new comes in between, and what goes leaves its comments."""
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
    """Members in another order: each takes its comments along; blank lines between them stay where they are."""
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
