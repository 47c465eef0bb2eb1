"""The head of a publication: letterhead, title, "Updated by ...", notes, and the words that mark a draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from typing import Any

from rcm_tui.i18n import _, current
from rcm_tui.model.dates import DateError, days_of
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.notes import filled
from rcm_tui.model.plan import Plan
from rcm_tui.model.states import ADOPTS
from rcm_tui.model.texts import language_words, pick
from rcm_tui.reports.document import LETTERHEAD, NOTE, SYMBOL, TITLE, Paragraph, Style, line
from rcm_tui.reports.names import date_words, localized, meeting_name, period_words
from rcm_tui.reports.visible import visible

Printed = Mapping[str, Any]
"""The `document` of a meeting's file: how its edition was headed when it was printed."""


@dataclass(frozen=True, slots=True)
class EditionContext:
    """Which state of a plan is published.

    `meeting` left the edition, or is open while a draft is made; None where there is neither. `edition` is the meeting
    of the last edition, which a draft names. `when` is the moment of the edition, or of a draft's last record.
    `printed` is the meeting's own printed head; `newest` that of the last meeting that has one, whose letterhead and
    columns serve again.
    """

    when: datetime
    meeting: Meeting | None = None
    edition: str = ""
    draft: bool = False
    printed: Printed = field(default_factory=dict)
    newest: Printed = field(default_factory=dict)
    name: str = ""
    """What a file name is made of: the meeting's id, or `draft`."""
    title: Sequence[str] = ()
    """How the plan is titled where it is printed beside an edition with a printed head; else by its own title."""
    adopted: Meeting | None = None
    """The later meeting that adopted the edition."""
    commit: str = ""
    """The commit whose plan it shows: of the edition, or of a draft's last record."""
    unrecorded: bool = False
    """Whether it also shows edits that are not recorded, so that no commit holds it."""


PLAN_PROPERTY, BASE_PROPERTY, AT_PROPERTY = "rcm-plan", "rcm-base", "rcm-at"
LANGUAGE_PROPERTY, KIND_PROPERTY, UNRECORDED_PROPERTY = "rcm-lang", "rcm-what", "rcm-unrecorded"
OPTIONS_PROPERTY = "rcm-options"
"""How it was printed, where not as usual: `numbers` or `no-numbers`, `source` (its emphasis), `internal`."""


_ROOM = 36
"""Letters of a menu for the plan's title."""


def origin_of(plan: Plan, context: EditionContext, what: str) -> dict[str, str]:
    """Return the custom properties of a docx or xlsx file that say what it was made from.

    So a copy that comes back edited can be compared with the same publication made again. `what` is the kind of the
    publication. Empty where no commit is known.
    """
    if not context.commit:
        return {}
    found = {
        PLAN_PROPERTY: pick(plan.info.title, plan.info.first_language),
        BASE_PROPERTY: context.commit,
        AT_PROPERTY: context.name,
        LANGUAGE_PROPERTY: current(),
        KIND_PROPERTY: what,
    }
    return found | ({UNRECORDED_PROPERTY: "yes"} if context.unrecorded else {})


def head_of(plan: Plan, context: EditionContext, *, archive: bool = False) -> tuple[Paragraph, ...]:
    """Symbol, letterhead, title lines and notes, each a paragraph that keeps its key from edition to edition."""
    own = context.printed if _speaks(plan) and not context.draft and not archive else {}
    letterhead = _lines(own, "letterhead") or _lines(context.newest, "letterhead")
    titles = [*(_lines(own, "title") or _titles(plan, context, archive=archive)), *adopted_by(plan, context)]
    notes = _lines(own, "notes") or _notes(plan, context, archive=archive)
    return (
        *(line(text, SYMBOL, key) for key, text in _reference(plan, _symbol_words(archive)) if text),
        *(line(text, LETTERHEAD, f"letterhead{number}") for number, text in enumerate(letterhead)),
        *(line(text, TITLE, f"title{number}", Style.BOLD) for number, text in enumerate(titles)),
        *(line(text, NOTE, f"note{number}") for number, text in enumerate(notes)),
    )


def head_about(plan: Plan, title: str, lines: Iterable[str], notes: Iterable[str] = ()) -> tuple[Paragraph, ...]:
    """Return the head of a document about the plan: which plan it is about, its title, `lines` below it, and notes."""
    return (
        *(line(text, SYMBOL) for text in registration(plan)),
        line(title_of(plan), LETTERHEAD),
        line(title, TITLE, style=Style.BOLD),
        *(line(visible(words), LETTERHEAD) for words in lines),
        *(line(visible(words), NOTE) for words in notes),
    )


def registration(plan: Plan) -> tuple[str, ...]:
    """Return how a document about the plan is registered: on which document it is, the agenda item, the original."""
    return tuple(text for _key, text in _reference(plan, _("On document {symbol}")) if text)


def edition_lines(plan: Plan, context: EditionContext) -> tuple[str, ...]:
    """Return which edition or draft a document is about."""
    return (footer_of(plan, context),) if context.draft else updated_by(plan, context.meeting)


def symbol_of(plan: Plan, *, archive: bool = False) -> str:
    """Return the plan's document symbol; on the archive, that it is the archive of that document."""
    return _symbol_words(archive).format(symbol=visible(plan.info.symbol)) if plan.info.symbol else ""


def _symbol_words(archive: bool) -> str:
    return _("Archive of {symbol}") if archive else "{symbol}"


def _reference(plan: Plan, called: str = "{symbol}") -> Iterator[tuple[str, str]]:
    """Yield how a secretariat registers the document: its symbol, the agenda item, the language it was drafted in.

    `called` says what the symbol is to a document that is not the plan itself, since a symbol names one document.
    """
    info = plan.info
    yield "symbol", called.format(symbol=visible(info.symbol)) if info.symbol else ""
    item = visible(localized(info.agenda_item))
    yield "agenda-item", _("Agenda item: {item}").format(item=item) if item else ""
    languages = language_words(info.original)
    yield "original", _("Original: {languages}").format(languages=languages) if languages else ""


def issuer_of(plan: Plan, context: EditionContext) -> str:
    """Return whose document it is: the first line of the printed letterhead, else the body whose meeting it is of."""
    letterhead = _lines(context.printed, "letterhead") or _lines(context.newest, "letterhead")
    return letterhead[0] if letterhead else body_words(plan, context.meeting) if context.meeting else ""


def headed_like(context: EditionContext, plan: Plan, other: EditionContext) -> EditionContext:
    """Return the context with letterhead, columns and title of an edition of a plan that has a printed head.

    The part of the title that names the edition stays that of the context.
    """
    own = updated_by(plan, other.meeting)
    title = tuple(text for text in _lines(other.printed, "title") if text not in own)
    return replace(context, newest=other.printed, title=title)


def printed_columns(plan: Plan, context: EditionContext) -> Sequence[str]:
    """Return what the band and the columns were called where the plan was printed, in the language in use; else none.

    There are two names of the band, and one for each column of a plan that declares none.
    """
    names = _lines(context.printed, "columns") or _lines(context.newest, "columns")
    return names if len(names) == 5 and _speaks(plan) else ()


def title_of(plan: Plan, *, archive: bool = False) -> str:
    """Return the plan's title, for the file's properties."""
    title = visible(localized(plan.info.title))
    return archive_title(plan) + (f" – {title}" if title else "") if archive else title or _("Plan of Action")


def short_title(plan: Plan) -> str:
    """Return the plan's title for a menu, where there is room for that."""
    title = title_of(plan)
    return title if len(title) <= _ROOM else _("Plan")


def archive_title(plan: Plan) -> str:
    """Return what the plan calls what is in its archive."""
    return visible(localized(plan.info.archive_title)) or _("Archival Plan of Action")


def draft_words(context: EditionContext) -> str:
    """Return `DRAFT` for a draft, an empty string for an edition."""
    return _("DRAFT") if context.draft else ""


def footer_of(plan: Plan, context: EditionContext) -> str:
    """Return the footer of each page: which edition this is."""
    if context.draft:
        words = _("Draft of {day}").format(day=date_words(context.when))
        return words + (
            " – " + _("last edition: {meeting}").format(meeting=meeting_name(plan, context.edition))
            if context.edition
            else ""
        )
    words = updated_by(plan, context.meeting)[0] if context.meeting else date_words(context.when)
    return " – ".join((words, *adopted_by(plan, context)))


def updated_by(plan: Plan, meeting: Meeting | None) -> tuple[str, ...]:
    """Return `Updated by Coordinating Council (COUNCIL)`, or `Adopted by ...`, and where and when."""
    if meeting is None:
        return ()
    where = ", ".join(part for part in (visible(meeting.place or ""), date_words(meeting.dates)) if part)
    adopts = plan.info.edition_of(meeting.body) == ADOPTS
    updated = (_("Adopted by {body}") if adopts else _("Updated by {body}")).format(body=body_words(plan, meeting))
    return (updated, where) if where else (updated,)


def adopted_by(plan: Plan, context: EditionContext) -> tuple[str, ...]:
    """Return that a later meeting adopted the edition, and where and when; nothing of a draft."""
    meeting = context.adopted
    if meeting is None or context.draft:
        return ()
    where = (visible(meeting.place or ""), date_words(meeting.dates))
    message = _("Adopted by {body}").format(body=body_words(plan, meeting))
    return (", ".join(filter(None, (message, *where))),)


def body_words(plan: Plan, meeting: Meeting) -> str:
    """Return the name of the body that met, and its abbreviation; its code where it is not in the register."""
    body = plan.info.bodies.get(meeting.body)
    if body is None:
        return visible(localized(meeting.title) or meeting.body)
    name, short = localized(body.name), localized(body.short)
    return visible(f"{name} ({short})" if short and short != name else name or meeting.body)


def _speaks(plan: Plan) -> bool:
    """Return whether printed heads, which are in one language only, are in the language in use."""
    return plan.info.first_language == current()


def _lines(printed: Printed, key: str) -> list[str]:
    found = printed.get(key)
    return [visible(str(text)) for text in found] if isinstance(found, list) else []


def _titles(plan: Plan, context: EditionContext, *, archive: bool) -> Sequence[str]:
    titles = [archive_title(plan)] if archive else []
    own = context.title if _speaks(plan) else ()
    titles += own or [visible(localized(plan.info.title)) or _("Plan of Action")]
    if not context.draft:
        return (*titles, *updated_by(plan, context.meeting))
    if context.meeting is None:
        return (*titles, _("Draft of {day}").format(day=date_words(context.when)))
    name = " – ".join(part for part in (body_words(plan, context.meeting), date_words(context.meeting.dates)) if part)
    return (*titles, _("Draft: {meeting}").format(meeting=name))


def _edition_values(plan: Plan, context: EditionContext) -> Mapping[str, str]:
    """Return what the placeholders of notes stand for; a draft without a meeting has its month alone."""
    meeting = context.meeting
    last = days_of(meeting.dates)[1] if meeting is not None else context.when.date()
    return {
        "body": body_words(plan, meeting) if meeting is not None else "",
        "month": date_words(f"{last:%Y-%m}") if last is not None else "",
        "place": (meeting.place or "") if meeting is not None else "",
        "dates": date_words(meeting.dates) if meeting is not None else "",
    }


def _notes(plan: Plan, context: EditionContext, *, archive: bool) -> Sequence[str]:
    if archive:
        try:
            period = period_words(plan.info.archive_after or "")
        except DateError:
            return ()
        return (_("Activities carried out more than {period} ago.").format(period=period),)
    values = _edition_values(plan, context)
    texts = [visible(filled(localized(note), values)) for note in plan.info.notes]
    notes, number = [], 0
    for text in filter(None, texts):
        number += not text.startswith("(")
        notes.append(text if text.startswith("(") else f"{number}. {text}")
    return (_("Notes:"), *notes) if notes else ()
