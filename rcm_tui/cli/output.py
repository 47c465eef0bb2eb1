"""Standard output: coloured and wrapped on a terminal, plain lines in a pipe, JSON for scripts.

Commands hand over `Line`s; text of plans passes through `visible` here and is never taken for markup. Rich is imported
only when something is drawn on a terminal.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from types import GeneratorType
from typing import TYPE_CHECKING, Any, TextIO, TypeGuard

from rcm_tui.model.frozen import dataclass
from rcm_tui.model.regex import regex
from rcm_tui.reports.visible import DANGEROUS, one_line, visible

if TYPE_CHECKING:
    from rich.console import Console

SCHEMA_VERSION = 1
"""The version of the JSON that every `--json` writes; keys are only ever added."""

TITLE, LABEL, FAINT, PLAIN, ID, ADDED, REMOVED = "title", "label", "faint", "", "id", "added", "removed"
GONE, COME = "gone", "come"
"""Roles of the words removed from a text, and of those added."""

_STYLES = {
    "moving": "cyan",
    "waiting": "bold yellow",
    "done": "green",
    "stopped": "magenta",
    "broken": "bold red",
    TITLE: "bold",
    LABEL: "dim",
    FAINT: "dim",
    ID: "bold",
    ADDED: "green",
    REMOVED: "red",
    GONE: "strike red",
    COME: "underline green",
}
"""Rich styles of the roles, those of `reports.styles` first."""

Span = str | tuple[str, str]
"""A string, or a string and its role."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its spans, its indent in cells, and how many more cells its wrapped lines are indented."""

    spans: tuple[Span, ...] = ()
    indent: int = 0
    hang: int = 0

    def plain(self) -> str:
        """Return the paragraph as one line of text."""
        words = [span if span.__class__ is str else span[0] for span in self.spans]
        whole = "".join(words)
        if not whole.isprintable():  # One test a line is faster than one a span.
            whole = "".join(map(one_line, words))
        return " " * self.indent + whole


def text(*spans: Span, indent: int = 0, hang: int = 0) -> Line:
    """Make a paragraph of spans."""
    return Line(spans, indent, hang)


BLANK = Line()


def status_spans(status: str) -> tuple[Span, ...]:
    """Return a status as glyph and word with its role; empty for an item without status."""
    from rcm_tui.reports import styles

    look = styles.status_look(status)
    if look is None:
        return (status,) if status else ()
    return ((f"{look.glyph} {styles.status_word(status)}", look.role),)


def prepare() -> None:
    """Escape characters that the terminal's encoding lacks; write nowhere where a stream is closed."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - open to the end
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def plain_wanted(environment: dict[str, str] | os._Environ[str] | None = None) -> bool:
    """Tell whether drawing and animation are turned off, by TERM=dumb or RCM_PLAIN=1."""
    environment = os.environ if environment is None else environment
    return environment.get("TERM") == "dumb" or environment.get("RCM_PLAIN", "") not in ("", "0")


def is_terminal(stream: TextIO | None = None) -> bool:
    """Tell whether the stream (stdout by default) is a terminal."""
    stream = sys.stdout if stream is None else stream
    try:
        return stream.isatty()
    except ValueError:
        return False


def drawn() -> bool:
    """Tell whether stdout is a terminal that may be drawn on: output is then coloured and wrapped."""
    return is_terminal() and not plain_wanted()


def coloured() -> bool:
    """Tell whether colour is used; where it is not, signs must carry the meaning."""
    return drawn() and not os.environ.get("NO_COLOR")


def flush() -> None:
    """Write what stdout still holds back."""
    sys.stdout.flush()


def lines(content: Iterable[Line]) -> None:
    """Write paragraphs: wrapped and coloured on a terminal, one line each elsewhere."""
    if not drawn():
        write = sys.stdout.write
        for line in content:
            write(line.plain().rstrip() + "\n")
        return
    console = _console()
    for line in content:
        _draw(console, line)


def line(*spans: Span, indent: int = 0, hang: int = 0) -> None:
    """Write one paragraph."""
    lines([text(*spans, indent=indent, hang=hang)])


def row(*cells: object) -> None:
    """Write one line of tab-separated cells; tabs and line breaks inside a cell are made visible."""
    rows([["" if cell is None else str(cell) for cell in cells]])


def rows(many: Iterable[Sequence[str]]) -> None:
    """Write many lines as `row` does, quickly."""
    write = sys.stdout.write
    for words in many:
        whole = "".join(words)
        if not whole.isprintable():  # One test a line is faster than one a cell.
            words = [one_line(word) for word in words]
        write("\t".join(words) + "\n")


def verbatim(content: str) -> None:
    """Write text of several lines, with control characters made visible."""
    sys.stdout.write(visible(content, lines=True))
    if not content.endswith("\n"):
        sys.stdout.write("\n")


def source(content: str) -> None:
    """Write what a program reads (a schema, a completion script) unchanged."""
    sys.stdout.write(content)


def binary(content: bytes) -> None:
    """Write bytes unchanged, for a pipe."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def difference(content: str) -> None:
    """Write a unified difference, coloured on a terminal."""
    roles = {"+": ADDED, "-": REMOVED, "@": FAINT}
    for piece in content.splitlines():
        line((piece, roles.get(piece[:1], PLAIN)) if piece else "")


_DANGEROUS = regex(f"[{DANGEROUS}]")


_BATCH = 500
"""Members of a list that are written together."""


def data(kind: str, **content: object) -> None:
    """Write one JSON document: the version, its kind and the content, with control characters escaped.

    A generator in it, also within mappings and within what another one yields, is written as a list, a batch at a
    time, so that a long list need not be in memory. What one yields is all alike.
    """
    for piece in _json({"schemaVersion": SCHEMA_VERSION, "kind": kind, **content}):
        sys.stdout.write(piece)
    sys.stdout.write("\n")


def _json(value: object, indent: int = 0) -> Iterator[str]:
    """Yield a value as JSON; its lines after the first one are indented so far."""
    end, inner = "\n" + " " * indent, "\n" + " " * (indent + 2)
    if isinstance(value, GeneratorType):
        before = "["
        while batch := list(islice(value, _BATCH)):
            if _has_generator(batch[0]):
                for member in batch:
                    yield before + inner
                    yield from _json(member, indent + 2)
                    before = ","
            else:
                yield before + _indented(batch).replace("\n", end)[1 : -len(end) - 1]
                before = ","
        yield "[]" if before == "[" else end + "]"
    elif _has_generator(value):
        before = "{"
        for name, member in value.items():
            yield f"{before}{inner}{_indented(name)}: "
            yield from _json(member, indent + 2)
            before = ","
        yield end + "}"
    else:
        yield _indented(value).replace("\n", end)


def _has_generator(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict) and any(
        isinstance(member, GeneratorType) or _has_generator(member) for member in value.values()
    )


def _indented(value: object) -> str:
    import json

    import msgspec  # Indents ten times as fast as json.

    def escaped(written: str) -> str:
        return _DANGEROUS.sub(lambda found: json.dumps(found[0])[1:-1], written)

    try:
        return msgspec.json.format(escaped(json.dumps(value, ensure_ascii=False)), indent=2)
    except msgspec.DecodeError:  # It refuses an infinite number and half a surrogate pair.
        return escaped(json.dumps(value, ensure_ascii=False, indent=2))


def width() -> int:
    """Return the width of the terminal in cells."""
    import shutil

    return shutil.get_terminal_size().columns


@contextlib.contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar on stderr where that is a terminal; gives a function to be called with (done, total).

    A sign turns and the seconds are counted while nothing is known of how far it is.
    """
    if not is_terminal(sys.stderr) or plain_wanted():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

    words = TextColumn("{task.description}", markup=False)
    columns = (SpinnerColumn(), words, BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _pair(span: Span) -> tuple[str, str]:
    return (span, PLAIN) if isinstance(span, str) else span


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False, soft_wrap=False)


def _draw(console: Console, line: Line) -> None:
    from rich.style import Style
    from rich.text import Text

    from rcm_tui.reports.links import links_in

    whole = Text()
    for words, role in map(_pair, line.spans):
        whole.append(one_line(words), _STYLES.get(role, ""))
    for start, end, address in links_in(whole.plain):
        whole.stylize(Style(link=address), start, end)
    room = max(console.width - line.indent - line.hang, 20)
    # The first line has `hang` more cells than the rest: it is wrapped with that much in front, which is then dropped.
    padded = Text(" " * line.indent)
    padded.append_text(whole)
    if padded.cell_len <= console.width or not whole.plain.strip():
        console.print(padded, no_wrap=True, overflow="ignore", crop=False)
        return
    first, *_rest = whole.wrap(console, room + line.hang)
    console.print(Text(" " * line.indent) + first, no_wrap=True, overflow="ignore", crop=False)
    remaining = whole[len(first.plain) :]
    for piece in _stripped(remaining).wrap(console, room):
        console.print(Text(" " * (line.indent + line.hang)) + piece, no_wrap=True, overflow="ignore", crop=False)


def _stripped(words: Any) -> Any:
    """Strip the spaces at which the line was broken."""
    leading = len(words.plain) - len(words.plain.lstrip(" "))
    return words[leading:]
