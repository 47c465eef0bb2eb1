"""One scalar in place of another, in the style that the file uses for it."""

from __future__ import annotations

from rcm_tui.store.yaml.compose import WIDTH, Written, compose_flow, wrap
from rcm_tui.store.yaml.nodes import BLOCK_HEADER, Node, Tree
from rcm_tui.store.yaml.scalars import UNSAFE, Value, double_quoted, may_be_plain


def restyled(tree: Tree, node: Node, text: str) -> Written | None:
    """The text as the file would have it, outside brackets; None where only the house layout will do."""
    if node.style and node.style in "|>":
        return _block(tree, node, text)
    old = tree.text[node.start : node.end]
    if "\n" in old or "\r" in old or not isinstance(node.scalar, str):
        return None
    on_line = _on_line(node, text, in_flow=False)
    column = tree.column(node.start)
    if on_line is None or column + len(on_line) > max(WIDTH, column + len(old)):
        return None
    return Written(on_line, [])


def restyled_in_flow(node: Node, value: Value) -> str:
    """A scalar within brackets or braces, with the quotes that it had."""
    if isinstance(value, str) and isinstance(node.scalar, str):
        on_line = _on_line(node, value, in_flow=True)
        if on_line is not None:
            return on_line
    return compose_flow(value)


def _on_line(node: Node, text: str, *, in_flow: bool) -> str | None:
    if node.style == '"':
        return double_quoted(text)
    if node.style == "'":
        return None if UNSAFE.search(text) else "'" + text.replace("'", "''") + "'"
    return text if may_be_plain(text, in_flow=in_flow) else None


def _block(tree: Tree, node: Node, text: str) -> Written | None:
    """The text as a block of the same style, at the same indentation; None where that would not be exact."""
    header = BLOCK_HEADER.match(tree.text, node.start)
    if header is None or header[2] or header[3]:
        return None
    numbers = range(tree.lines.place(node.start)[0] + 1, tree.lines.place(node.end)[0] + 1)
    old = [tree.lines.line(number) for number in numbers]
    first = next((line for line in old if line.strip(" ")), "")
    indent = len(first) - len(first.lstrip(" "))
    content = text.rstrip("\n")
    if not indent or not content or content[0] in " \t\n":
        return None
    ends = len(text) - len(content)
    old_chomping = (header[1] or header[4] or "").strip()
    if ends > 1 and old_chomping != "+":
        return Written(double_quoted(text), [])  # `+` would take the blank lines after it into the text
    chomping = old_chomping if _chomped(old_chomping, ends) else ("-", "")[ends]
    lines = (
        _literal(content) if node.style == "|" else _folded(content, [line[indent:] for line in old], WIDTH - indent)
    )
    if lines is None:
        return None
    body = [" " * indent + line if line else "" for line in lines]
    return Written(node.style + chomping, body + [""] * (ends - 1))


def _chomped(chomping: str, ends: int) -> bool:
    """Whether a block with this chomping can end with so many line ends."""
    return {"-": ends == 0, "": ends == 1, "+": ends >= 1}[chomping]


def _literal(content: str) -> list[str] | None:
    lines = content.split("\n")
    if any(line.endswith((" ", "\t")) or UNSAFE.search(line.replace("\t", " ")) for line in lines):
        return None
    return lines


def _folded(content: str, old: list[str], width: int) -> list[str] | None:
    """The paragraphs, wrapped; in a single one that was wrapped by hand, the first lines that still fit are kept."""
    paragraphs = content.split("\n")
    if any(part[:1] == " " or part[-1:] == " " or UNSAFE.search(part) for part in paragraphs):
        return None
    kept: list[str] = []
    rest = content
    if len(paragraphs) == 1 and all(old) and wrap(" ".join(old), width) != old:
        for line in old:
            following = rest[len(line) + 1 : len(line) + 2]
            if not rest.startswith(line + " ") or following in ("", " ") or line != line.strip():
                break
            kept.append(line)
            rest = rest[len(line) + 1 :]
        return kept + wrap(rest, width)
    lines = wrap(paragraphs[0], width)
    for paragraph in paragraphs[1:]:
        lines.append("")
        lines += wrap(paragraph, width) if paragraph else []
    return lines
