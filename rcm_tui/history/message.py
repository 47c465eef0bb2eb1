"""The message of a record: a subject, a reason, and trailers that programs read.

Trailers are `Key: value` lines with ASCII keys in the message's last paragraph, as git itself reads them. What a person
gives as the reason can never become a trailer.
"""

from __future__ import annotations

from collections.abc import Sequence

from rcm_tui.model.frozen import dataclass
from rcm_tui.model.regex import regex

MEETING = "Meeting"
ITEM = "Item"
FILE = "File"
AGREEMENT = "Agreement"
UNDOES = "Undoes"
REDOES = "Redoes"
OPENS = "Opens"
CLOSES = "Closes"
CORRECTS = "Corrects"
PROPOSED_BY = "Proposed-by"
PROPOSAL = "Proposal"
"""A proposal that the record decides, as `SUBMISSION/ID`."""
ADOPTS = "Adopts"
PLAN_START = "Plan-start"
ACCOUNTS_FOR = "Accounts-for"
SYNCHRONISES = "Synchronises"
SETTLED = "Settled"
DECIDED = "Decided"
RECONSTRUCTED = "Reconstructed"
PLAN = "Plan"
"""The folder of the plan that a record belongs to, where it is not at the root of its repository: `docs/plan`."""

NO_MEETING = "none"
"""The value of `Meeting:` for a record made between meetings."""

_KEY = regex(r"[A-Za-z][A-Za-z0-9-]*")
_TRAILER = regex(r"([A-Za-z0-9][A-Za-z0-9-]*)[ \t]*:[ \t]*(.*)")
_PICKED = "(cherry picked from commit "
_BLANK_LINES = regex(r"\n(?:[ \t]*\n)+")
# Everything that is neither printable nor white space: C0, C1, lone surrogates, and separators read as line ends.
_CONTROL = regex("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Message:
    """A commit message in parts, cleaned when it is made.

    Subject and values are single lines without control characters; the reason is paragraphs without them. Raises
    ValueError for an empty subject or value, or a key that git would not read.
    """

    subject: str
    reason: str = ""
    trailers: Sequence[tuple[str, str]] = ()

    def __post_init__(self) -> None:
        subject = one_line(self.subject)
        trailers = tuple((key, one_line(value)) for key, value in self.trailers)
        if not subject or not all(_KEY.fullmatch(key) and value for key, value in trailers):
            raise ValueError(self)
        reason = _paragraphs(self.reason)
        if not trailers:
            reason = _not_trailers(reason)
        object.__setattr__(self, "subject", subject)
        object.__setattr__(self, "reason", reason)
        object.__setattr__(self, "trailers", trailers)

    def text(self) -> str:
        """Return the whole message, with one newline at its end."""
        block = "\n".join(f"{key}: {value}" for key, value in self.trailers)
        return "\n\n".join(part for part in (self.subject, self.reason, block) if part) + "\n"


def of_plan(message: Message, prefix: str) -> Message:
    """Return the message with the trailer that names the plan's folder, if it is in one (`docs/plan/`)."""
    if not prefix or values(message.trailers, PLAN):
        return message
    return Message(message.subject, message.reason, (*message.trailers, (PLAN, prefix.rstrip("/"))))


def parse_message(text: str) -> Message:
    """Read a message of any author; its last paragraph holds trailers if every line of it is one."""
    lines = _paragraphs(text).split("\n\n")
    subject = one_line(lines[0]) or "-"
    trailers = _trailers(lines[-1]) if len(lines) > 1 else None
    reason = "\n\n".join(lines[1:-1] if trailers else lines[1:])
    return Message(subject, reason, trailers or ())


def values(trailers: Sequence[tuple[str, str]], key: str) -> tuple[str, ...]:
    """Return the values of one key, in order. Keys are compared without regard to case, as git does."""
    wanted = key.casefold()
    return tuple(value for name, value in trailers if name.casefold() == wanted)


def one_line(text: str) -> str:
    """Return the text on one line, without control characters and with single spaces."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _paragraphs(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub(" ", text)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", text).strip("\n")


def _trailers(paragraph: str) -> tuple[tuple[str, str], ...] | None:
    found: list[tuple[str, str]] = []
    for line in paragraph.split("\n"):
        match = _TRAILER.fullmatch(line)
        if match:
            found.append((match[1], one_line(match[2])))
        elif line[:1] in (" ", "\t") and found:
            key, value = found[-1]
            found[-1] = (key, one_line(f"{value} {line}"))
        elif not line.startswith(_PICKED):
            return None
    # A key without a value is dropped; the paragraph still counts as trailers.
    return tuple((key, value) for key, value in found if value and _KEY.fullmatch(key)) or None


def _not_trailers(reason: str) -> str:
    """Indent the last paragraph of a reason where git would read it as trailers, so that it stays prose."""
    before, _break, last = reason.rpartition("\n\n")
    if not any(_TRAILER.fullmatch(line) or line.startswith(_PICKED) for line in last.split("\n")):
        return reason
    indented = "\n".join(" " + line for line in last.split("\n"))
    return f"{before}\n\n{indented}" if before else indented
