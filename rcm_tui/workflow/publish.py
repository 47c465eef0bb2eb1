"""Publications: which plan, in which format, under which name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rcm_tui.history.editions import editions, editions_here
from rcm_tui.history.log import records
from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.plan import unreadable_files
from rcm_tui.model.rules import Day, read
from rcm_tui.model.states import MeetingStatus
from rcm_tui.model.texts import fold, pick
from rcm_tui.model.words import published
from rcm_tui.reports.flat import flat
from rcm_tui.reports.heading import OPTIONS_PROPERTY, EditionContext, body_words, issuer_of, origin_of
from rcm_tui.reports.minutes import markdown_minutes, minutes_document
from rcm_tui.reports.names import meeting_name
from rcm_tui.reports.plan_table import Emphasis, PrintOptions, plan_document
from rcm_tui.reports.progress import WHOLE, Progress, quiet, stage
from rcm_tui.reports.references import with_references
from rcm_tui.reports.status.document import DELEGATES, status_document
from rcm_tui.reports.status.document import SECRETARIAT as FOR_SECRETARIAT
from rcm_tui.reports.writers import WRITERS, remarks, write
from rcm_tui.reports.writers.ics import ics
from rcm_tui.store import paths
from rcm_tui.store.cache import without_collection
from rcm_tui.workflow.compare import LAST, NOW_STATE
from rcm_tui.workflow.country_sheets import ALL, codes_of, mail, sheet, sheets_of_all
from rcm_tui.workflow.edition_context import PublishedState, published_state, with_context
from rcm_tui.workflow.logo import with_logo
from rcm_tui.workflow.minutes import minutes, sheet_of
from rcm_tui.workflow.redlines import redline_document, state_before
from rcm_tui.workflow.status import status_report
from rcm_tui.workflow.values import actor_code

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.reports.document import Document
    from rcm_tui.workflow.view import PlanView

EML = "eml"
_TITLE_LENGTH = 60
"""Characters at most that a file name has of the plan's title; whole words, where it has a shorter one."""
PLAN, ARCHIVE, REDLINE, STATUS, PROPOSALS = "plan", "archive", "redline", "status", "proposals"
COUNTRY, DATA, CALENDAR, MINUTES, SECRETARIAT = "country", "data", "calendar", "minutes", "secretariat"

FORMATS = {
    PLAN: ("docx", "pdf", "html", "md"),
    ARCHIVE: ("docx", "pdf", "html", "md"),
    REDLINE: ("docx", "pdf", "html", "md"),
    STATUS: ("docx", "pdf", "html", "md"),
    SECRETARIAT: ("docx", "pdf", "html", "md"),
    COUNTRY: ("docx", "pdf", "html", "md", "eml"),
    MINUTES: ("docx", "pdf", "html", "md"),
    PROPOSALS: ("docx", "pdf", "html"),
    DATA: ("xlsx", "csv", "json"),
    CALENDAR: ("ics",),
}
"""What can be published, and in which formats; the first that has a format is what that format means by itself."""
READ, MADE = 100, 500
"""At which thousandth of a publication its plan is read, and its document is made."""
REPORTS = {STATUS: DELEGATES, SECRETARIAT: FOR_SECRETARIAT}
"""The status reports, with the sections that each has unless others are asked for."""


@dataclass(frozen=True, slots=True)
class PublicationRequest:
    """What is to be published. `at` and `since` name states as `rcm diff` does; `country` is a code or a name.

    `incomplete` allows leaving out what cannot be read. A status report is restricted to `sections`, to a `subject` and
    to what names an `actor`. Without a `language`, it is the one that a person has chosen, else the plan's own.
    """

    form: str
    what: str = ""
    at: str | None = None
    since: str | None = None
    country: str | None = None
    options: PrintOptions = field(default_factory=PrintOptions)
    paper: str = "a4"
    incomplete: bool = False
    sections: tuple[str, ...] = ()
    subject: str | None = None
    actor: str | None = None
    language: str = ""

    def kind(self) -> str:
        """Return what is published: as requested, else as the other options imply.

        Raises BadValue where they conflict.
        """
        what = self.what
        if not what and self.country:
            what = COUNTRY
        restricted = bool(self.sections or self.subject or self.actor)
        if not what and restricted:
            what = STATUS
        if not what and self.since and self.form in FORMATS[REDLINE]:
            what = REDLINE
        what = what or next((kind for kind, forms in FORMATS.items() if self.form in forms), "")
        if self.form not in FORMATS.get(what, ()):
            raise BadValue(
                _("--what {what} is published as {formats}, not as {format}.").format(
                    what=what, formats=", ".join(FORMATS.get(what, ())), format=self.form
                )
            )
        if restricted and what not in REPORTS:
            raise BadValue(_("--sections, --subject and --actor are for a status report: --what status"))
        if self.since and what not in (REDLINE, *REPORTS):
            raise BadValue(_("--since is for a redline: rcm publish docx --since {since}").format(since=self.since))
        if what == COUNTRY and not self.country:
            raise BadValue(_("Name the country that the sheet is for: --country CODE"))
        if self.country and what != COUNTRY:
            raise BadValue(
                _("--country is for a country's sheet: {formats}").format(formats=", ".join(FORMATS[COUNTRY]))
            )
        return what


@dataclass(frozen=True, slots=True)
class Publishable:
    """What can be published of a plan: its editions, oldest first, by their meetings, and the plan as it is now.
    `name` is what the plan as it is now is called in the name of a file; `draft` whether it is one.
    """

    editions: tuple[str, ...]
    name: str
    draft: bool


class Incomplete(RcmError):
    """Files of the plan cannot be read, so a publication would lack what they hold."""

    def __init__(self, broken: Sequence[str]) -> None:
        super().__init__(
            _(
                "Nothing was published: these files cannot be read, and the publication would lack them: {paths}. "
                "Correct them (rcm check), or publish without them: --incomplete"
            ).format(paths=", ".join(broken))
        )


@dataclass(frozen=True, slots=True)
class Publication:
    """A finished publication: the name of its file, its bytes, whether it is a draft, and which day it counts from.

    `remarks` are sentences on what its format could not show.
    """

    name: str
    content: bytes
    draft: bool
    day: Day | None = None
    remarks: tuple[str, ...] = ()


def publishable(workspace: PlanView, *, is_clean: bool = False) -> Publishable:
    """Return what can be published of the plan at a workspace; `is_clean` says that all files are known as recorded."""
    context = with_context(workspace, NOW_STATE, is_clean=True).context
    if not (context.draft or is_clean):
        context = published_state(workspace, None).context
    return Publishable(tuple(edition.meeting for edition in editions(workspace.git)), context.name, context.draft)


def file_name(plan: Plan, what: str, form: str, *, at: str, since: str = "", country: str = "") -> str:
    """Return the file name of a publication; `at` and `since` are names of states, `country` is a code."""
    stem = {
        PLAN: f"{_title_in_names(plan)}-{at}",
        ARCHIVE: f"archive-of-{_title_in_names(plan)}-{at}",
        REDLINE: f"redline-{since}-{at}",
        STATUS: f"status-report-{at}",
        SECRETARIAT: f"secretariat-report-{at}",
        COUNTRY: f"{country}-{at}",
        DATA: f"plan-data-{at}",
        CALENDAR: f"calendar-{at}",
        MINUTES: f"minutes-{at}",
        PROPOSALS: f"proposals-{at}",
    }[what]
    return f"{stem}.{form}"


def _title_in_names(plan: Plan) -> str:
    """Return the plan's title as a part of a file name: `plan-of-action`, the same whatever language is in use."""
    words = "-".join(re.findall("[a-z0-9]+", fold(pick(plan.info.title, "en"))))
    if len(words) > _TITLE_LENGTH:
        words = words[: _TITLE_LENGTH + 1].rpartition("-")[0] or words[:_TITLE_LENGTH]
    return words if re.search("[a-z]", words) else "plan"


def publish(workspace: PlanView, request: PublicationRequest, progress: Progress = quiet) -> Publication:
    """Make a publication; write nothing. `progress` is called with (done, total).

    Raises BadValue for what cannot be published so, MissingLibrary where a format's library is not installed,
    Incomplete where files cannot be read and nobody has allowed to leave them out.
    """
    with without_collection():
        return _publish(workspace, request, progress)


def publish_countries(
    workspace: PlanView, request: PublicationRequest, progress: Progress = quiet
) -> Iterator[Publication]:
    """Make the sheet of every country, one after the other: for a folder, or as an e-mail to each."""
    codes = codes_of(published_state(workspace, request.at))
    for done, code in enumerate(codes):
        progress(done, len(codes))
        yield publish(workspace, replace(request, country=code))
    progress(len(codes), len(codes))


def _publish(workspace: PlanView, request: PublicationRequest, progress: Progress) -> Publication:
    what = request.kind()
    if what in (MINUTES, PROPOSALS):
        with published(workspace.plan.info.languages, workspace.plan.words, request.language):
            return (_minutes if what == MINUTES else _proposals)(workspace, request, progress)
    state = published_state(workspace, request.at)
    progress(READ, WHOLE)
    refuse_broken(state.plan, incomplete=request.incomplete)
    if request.form == EML and request.country == ALL:
        raise BadValue(_("An e-mail is for one country; name a folder for the e-mails to all: -o FOLDER"))
    with published(state.plan.info.languages, state.plan.words, request.language):
        if what in (DATA, CALENDAR):
            make = _rows if what == DATA else _calendar
            content = make(state, request, stage(progress, READ, WHOLE))
            return Publication(
                file_name(state.plan, what, request.form, at=state.context.name),
                content,
                state.context.draft,
                state.day,
            )
        document, name = _document(workspace, request, what, state, stage(progress, READ, MADE))
        document = replace(
            document, properties=_origin(request, what, state), issuer=issuer_of(state.plan, state.context)
        )
        document, notes = with_logo(workspace, document, request.form, state.plan, state.state.commit)
        writing = stage(progress, MADE, WHOLE)
        if request.form == EML:
            of = actor_code(state.plan, request.country or "")
            content = mail(document, state, of, f"{Path(name).stem}.docx", request.paper, writing)
        else:
            content = write(document, request.form, paper=request.paper, progress=writing)
    day = state.day if what in (*REPORTS, COUNTRY) else None
    return Publication(name, content, state.context.draft, day, (*notes, *remarks(document, request.form)))


def refuse_broken(plan: Plan, *, incomplete: bool) -> None:
    """Raise Incomplete where files of a plan cannot be read, unless nobody minds that."""
    broken = unreadable_files(plan)
    if broken and not incomplete:
        raise Incomplete(broken)


def _origin(request: PublicationRequest, what: str, state: PublishedState) -> dict[str, str]:
    """Return the properties of a file that name what it was made from, and how."""
    found = origin_of(state.plan, state.context, what)
    options = request.options
    adjectives = {
        "numbers": bool(options.numbers),
        "no-numbers": options.numbers is False,
        "source": options.emphasis is Emphasis.SOURCE,
        "internal": options.internal,
    }
    words = " ".join(word for word, is_so in adjectives.items() if is_so)
    return found | {OPTIONS_PROPERTY: words} if found and words else found


def _document(
    workspace: PlanView, request: PublicationRequest, what: str, state: PublishedState, progress: Progress
) -> tuple[Document, str]:
    """Return the document to be written, and the name of its file."""
    if what == REDLINE:
        return _redline(workspace, request, state, progress)
    if what == COUNTRY and request.country == ALL:
        document = sheets_of_all(workspace, state, progress, internal=request.options.internal)
        return with_references(document, state.plan), f"countries-{state.context.name}.{request.form}"
    if what == COUNTRY:
        code = actor_code(state.plan, request.country or "")
        document = sheet(workspace, state, code, internal=request.options.internal)
        return with_references(document, state.plan), file_name(
            state.plan, what, request.form, at=state.context.name, country=code
        )
    if what in REPORTS:
        document = with_references(_status(workspace, request, state, what, progress), state.plan)
    else:
        is_archive = what == ARCHIVE
        document = plan_document(state.plan, state.context, request.options, archive=is_archive, progress=progress)
    return document, file_name(state.plan, what, request.form, at=state.context.name)


def _minutes(workspace: PlanView, request: PublicationRequest, progress: Progress) -> Publication:
    """Make the minutes of the meeting named, else of the open one, else of the last that has an edition."""
    plan = workspace.plan
    last = [edition.meeting for edition in editions_here(workspace.git)][-1:]
    words = request.at or next(iter([*(meeting.id for meeting in reversed(plan.open_meetings)), *last]), None)
    if words in (None, LAST):
        words = next(iter(last), None)
    if words is None:
        raise BadValue(_("Name the meeting whose minutes are to be published: --at MEETING"))
    made = minutes(workspace, words)
    draft = made.meeting.status is not MeetingStatus.CLOSED
    dates = read(made.meeting.dates)
    day = dates.last if dates is not None and dates.last is not None else workspace.day.date
    when = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    sheet = sheet_of(workspace, made)
    notes: tuple[str, ...] = ()
    if request.form == "md":
        content = "".join(f"{line}\n" for line in markdown_minutes(sheet)).encode("utf-8", "replace")
    else:
        last_record = next(records(workspace.git, (paths.meeting_path(made.meeting.id),), limit=1), None)
        context = EditionContext(when, name=made.meeting.id, commit=last_record.commit if last_record else "")
        document = with_references(minutes_document(sheet, when, draft=_("DRAFT") if draft else ""), plan)
        document = replace(
            document, properties=origin_of(plan, context, MINUTES), issuer=body_words(plan, made.meeting)
        )
        document, notes = with_logo(workspace, document, request.form, plan, None)
        content = write(document, request.form, paper=request.paper, progress=progress)
        notes += remarks(document, request.form)
    return Publication(file_name(plan, MINUTES, request.form, at=made.meeting.id), content, draft, remarks=notes)


def _proposals(workspace: PlanView, request: PublicationRequest, progress: Progress) -> Publication:
    """Make the table of the proposals: of the meeting named, else of all."""
    from rcm_tui.reports.proposals import proposals_document
    from rcm_tui.workflow.proposals import decided

    meeting = workspace.resolve_meeting(request.at) if request.at else None
    found = decided(workspace, meeting)
    newest = next(records(workspace.git, (paths.PROPOSALS,), limit=1), None)
    when = newest.when if newest is not None else datetime(1980, 1, 1, tzinfo=UTC)
    title = (
        _("Proposals: {meeting}").format(meeting=meeting_name(workspace.plan, meeting)) if meeting else _("Proposals")
    )
    document = proposals_document(workspace.plan, found, when, title)
    document, notes = with_logo(workspace, document, request.form, workspace.plan, None)
    content = write(document, request.form, paper=request.paper, progress=progress)
    is_draft = any(decided.proposal.is_open for decided in found)
    name = file_name(workspace.plan, PROPOSALS, request.form, at=meeting or "all")
    return Publication(name, content, is_draft, remarks=(*notes, *remarks(document, request.form)))


def _status(
    workspace: PlanView, request: PublicationRequest, state: PublishedState, what: str, progress: Progress
) -> Document:
    at = None if state.state.is_now else state.state.meeting or request.at
    report = status_report(
        workspace,
        at=at,
        since=request.since,
        subject=request.subject,
        actor=request.actor,
        plan=state.plan if at is None else None,
    )
    progress(1, 2)
    title = _("Report for the secretariat") if what == SECRETARIAT else ""
    return status_document(report, state.context, request.sections or REPORTS[what], title=title)


def _redline(
    workspace: PlanView, request: PublicationRequest, state: PublishedState, progress: Progress
) -> tuple[Document, str]:
    before = state_before(workspace, request.since, state)
    document = redline_document(workspace, before, state, request.options, stage(progress, 200, WHOLE))
    return document, file_name(state.plan, REDLINE, request.form, at=state.context.name, since=before.context.name)


def _calendar(state: PublishedState, _request: PublicationRequest, progress: Progress) -> bytes:
    return ics(state.plan, state.context, state.day.date, progress)


def _rows(state: PublishedState, request: PublicationRequest, progress: Progress) -> bytes:
    rows = flat(state.plan, state.day.date, internal=request.options.internal)
    progress = stage(progress, 300, WHOLE)
    progress(0, 1)
    return WRITERS[request.form].load()(
        rows, state.plan, state.context, request.options.emphasis, state.day.date, progress
    )
