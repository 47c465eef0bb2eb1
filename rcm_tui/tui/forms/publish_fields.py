"""The fields of the form that publishes, and which of them each choice leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from rcm_tui.i18n import LANGUAGES, N_, _, published_in
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import MISSING, Value
from rcm_tui.model.plan import Plan
from rcm_tui.model.references import Actor
from rcm_tui.model.texts import fold, language_name
from rcm_tui.model.types import Context
from rcm_tui.reports.heading import archive_title, title_of
from rcm_tui.reports.names import item_words, meeting_name
from rcm_tui.reports.plan_table import Emphasis, PrintOptions
from rcm_tui.reports.status.document import OVERVIEW
from rcm_tui.reports.status.page import SECTIONS, heading
from rcm_tui.reports.writers import WRITERS
from rcm_tui.tui.content import cut, line
from rcm_tui.tui.dialogs.choose import Choice
from rcm_tui.tui.forms import candidates
from rcm_tui.tui.forms.autocomplete import AutocompleteField
from rcm_tui.tui.forms.fields import FormField, LineField
from rcm_tui.tui.forms.select import SelectField
from rcm_tui.workflow.country_sheets import ALL
from rcm_tui.workflow.export import full_path
from rcm_tui.workflow.publish import (
    ARCHIVE,
    CALENDAR,
    COUNTRY,
    DATA,
    EML,
    FORMATS,
    MINUTES,
    PLAN,
    PROPOSALS,
    REDLINE,
    REPORTS,
    SECRETARIAT,
    STATUS,
    PublicationRequest,
    Publishable,
    file_name,
)
from rcm_tui.workflow.site import SITE

_KINDS = {
    PLAN: ("p", N_("Plan of Action")),
    ARCHIVE: ("a", N_("Archival Plan of Action")),
    REDLINE: ("r", N_("Redline between two meetings")),
    STATUS: ("s", N_("Status report")),
    SECRETARIAT: ("w", N_("Report for the secretariat")),
    COUNTRY: ("c", N_("Sheet of one country")),
    MINUTES: ("m", N_("Minutes of a meeting")),
    PROPOSALS: ("o", N_("Proposals, and what became of them")),
    DATA: ("d", N_("Data as flat rows")),
    CALENDAR: ("k", N_("Calendar")),
    SITE: ("f", N_("Site: a folder of pages for a web server or a memory stick")),
}
_WIDTH = 60
"""Cells of a choice at most."""
_HAS_INTERNAL = (ARCHIVE, REDLINE, COUNTRY, DATA)
"""What can hold reasons, proposers or notes; the others never do."""


def _kinds(plan: Plan) -> list[Choice]:
    """Return what can be published; the plan and its archive by their own titles."""
    own = {PLAN: title_of(plan), ARCHIVE: archive_title(plan)}
    return [
        Choice(kind, letter, line(cut(own.get(kind) or _(label), _WIDTH))) for kind, (letter, label) in _KINDS.items()
    ]


class InternalField(SelectField):
    """Yes or no, with what yes would mean."""

    def hint(self) -> str:
        if self.typed:
            return _("Reasons, proposers, notes and withdrawn agreements are included: do not distribute it.")
        return _("Reasons, proposers, notes and withdrawn agreements are left out, so that it can be distributed.")


class PublishFields:
    """The fields of the form, and what each choice leaves to choose."""

    def __init__(self, plan: Plan, available: Publishable, what: str, meeting_id: str) -> None:
        """Suggest publishing `what`, of the edition of the meeting if it has one."""
        self.plan = plan
        self.available = available
        self.what = SelectField(_("What"), ("what",), _kinds(plan))
        self.form = SelectField(_("Format"), ("form",), _formats(what))
        self.country = AutocompleteField(
            _("Country"),
            ("country",),
            partial(_countries, plan),
            partial(_actor_of, plan),
            several=False,
            placeholder=_("type a part of a name, or: all"),
            required=_("Say which country the sheet is for."),
        )
        self._add_restrictions(plan)
        now = _("the current plan: a DRAFT") if available.draft else _("the current plan")
        self.at = SelectField(_("Meeting"), ("at",), self._meetings(available.editions, now))
        self.since = SelectField(_("Compared with"), ("since",), self._earlier_meetings())
        self._add_looks(plan)
        self.file = LineField(_("File"), ("file",), required=_("Say where to write it."))
        self._suggested = Path()
        self._what_before = ""
        for field in self.all:
            field.load(MISSING)
        self.what.set_typed(what)
        self.form.set_typed(_formats(what)[0].value)
        self.paper.set_typed("a4")
        self.language.set_typed(published_in(plan.info.languages, plan.words))
        self.at.set_typed(meeting_id if meeting_id in available.editions else "")
        self.adapt()

    def _add_restrictions(self, plan: Plan) -> None:
        """Make the fields that restrict a report."""
        subjects = [
            Choice(child, "", line(cut(f"{plan.printed_name(child)}  {item_words(plan, child)}", _WIDTH)))
            for child in plan.children()
        ]
        self.subject = SelectField(_("Subject"), ("subject",), [Choice("", "", line(_("all subjects"))), *subjects])
        self.actor = AutocompleteField(
            _("Naming"),
            ("actor",),
            partial(candidates.actors, plan),
            partial(_actor_of, plan),
            several=False,
            placeholder=_("everybody, else type a part of a name"),
        )
        self.sections = AutocompleteField(
            _("Sections"), ("sections",), _sections, _known_sections, placeholder=_("the usual ones, else type some")
        )

    def _add_looks(self, plan: Plan) -> None:
        """Make the fields that say how it is printed."""
        papers = [Choice("a4", "a", line("A4")), Choice("letter", "l", line("Letter"))]
        self.paper = SelectField(_("Paper"), ("paper",), papers)
        languages = dict.fromkeys((*plan.info.languages, *LANGUAGES))
        self.language = SelectField(
            _("Language"), ("language",), [Choice(code, "", line(language_name(code))) for code in languages]
        )
        yes, no = (Choice(answer, answer[:1], line(_(answer))) for answer in (N_("yes"), N_("no")))
        usual = Choice("", "u", line(_("as usual: without those of a printed source")))
        self.numbers = SelectField(_("Numbers"), ("numbers",), [usual, yes, no])
        emphasis = [
            Choice("", "o", line(_("what is open"))),
            Choice(Emphasis.SOURCE.value, "p", line(_("as the printed source had it"))),
        ]
        self.emphasis = SelectField(_("Emphasis"), ("emphasis",), emphasis)
        self.internal = InternalField(_("Internal"), ("internal",), [replace(no, value=""), yes])

    @property
    def all(self) -> tuple[FormField, ...]:
        """Every field, in order."""
        before = (self.what, self.form, self.country, self.at, self.since, self.sections, self.subject, self.actor)
        return (*before, self.language, self.numbers, self.emphasis, self.paper, self.internal, self.file)

    def adapt(self) -> None:
        """Offer what fits, show what matters, and suggest the name of the file."""
        what, available = self.what.typed, self.available
        if what == REDLINE != self._what_before and not (self.at.typed or available.draft) and available.editions:
            self.at.set_typed(available.editions[-1])  # Nothing has changed since; what that meeting changed is meant.
        self._what_before = what
        self.form.chooser.offer(_formats(what))
        self.country.display = what == COUNTRY
        self.since.display = what in (REDLINE, *REPORTS)
        self.since.chooser.offer(self._earlier_meetings())
        for field in (self.sections, self.subject, self.actor):
            field.display = what in REPORTS
        self.numbers.display = what in (PLAN, ARCHIVE, REDLINE)
        self.emphasis.display = what in (PLAN, ARCHIVE, REDLINE) or self.form.typed == "xlsx"
        self.paper.display = what != SITE and WRITERS[self.form.typed].is_paged
        self.form.display = self.at.display = what != SITE
        self.internal.display = what in _HAS_INTERNAL
        self._suggest_name()

    def request(self) -> PublicationRequest:
        """Give what is to be published. Raises RcmError where something is missing."""
        what = self.what.typed
        is_report = what in REPORTS
        numbers = {"yes": True, "no": False}.get(self.numbers.typed) if self.numbers.display else None
        emphasis = Emphasis(self.emphasis.typed or Emphasis.STATUS) if self.emphasis.display else Emphasis.STATUS
        internal = bool(self.internal.typed) and self.internal.display
        return PublicationRequest(
            self.form.typed,
            what,
            self.at.typed or None,
            (self.since.typed if self.since.display else "") or None,
            str(self.country.value()) if what == COUNTRY else None,
            PrintOptions(emphasis, internal, numbers),
            self.paper.typed,
            sections=tuple(_known_sections(self.sections.given())) if is_report else (),
            subject=self.subject.typed or None if is_report else None,
            actor=str(self.actor.value()) if is_report and self.actor.given() else None,
            language=self.language.typed,
        )

    def path(self) -> Path:
        """Give the path to write to. Raises RcmError where none is typed."""
        return full_path(str(self.file.value()))

    def name(self) -> str:
        """Give the name that the file has by itself."""
        if self.what.typed == SITE:
            return "plan-site"
        earlier = self._earlier()
        since = self.since.typed or (earlier[-1] if earlier else "empty")
        at = self.at.typed or self.available.name
        country = next(iter(self.country.values), "country")
        if country == ALL:
            return f"letters-{at}" if self.form.typed == EML else f"countries-{at}.{self.form.typed}"
        return file_name(self.plan, self.what.typed, self.form.typed, at=at, since=since, country=country)

    def _suggest_name(self) -> None:
        """Keep a name that the person has typed; only its ending follows the format."""
        typed = self.file.typed.strip()
        path = full_path(typed) if typed else Path.cwd() / self._suggested
        name = self.name()
        if path.name == self._suggested.name or not typed:
            self.file.set_typed(str(path.with_name(name) if typed else Path.cwd() / name))
        elif path.suffix == self._suggested.suffix != f".{self.form.typed}":
            self.file.set_typed(str(path.with_suffix(f".{self.form.typed}")))
        self._suggested = Path(name)

    def _earlier(self) -> Sequence[str]:
        """Give the editions before the one that is chosen."""
        editions = self.available.editions
        return editions[: editions.index(self.at.typed)] if self.at.typed in editions else editions

    def _earlier_meetings(self) -> list[Choice]:
        return self._meetings(self._earlier(), _("the edition before"))

    def _meetings(self, editions: Sequence[str], none: str) -> list[Choice]:
        """List editions, newest first, after what is chosen without any."""
        named = [Choice(edition, "", line(meeting_name(self.plan, edition))) for edition in reversed(editions)]
        return [Choice("", "", line(none)), *named]


def _formats(what: str) -> list[Choice]:
    if what == SITE:
        return [Choice(SITE, "s", line(_("a folder of pages")))]
    return [Choice(form, WRITERS[form].letter, line(_(WRITERS[form].label))) for form in FORMATS[what]]


def _countries(plan: Plan) -> list[candidates.Candidate]:
    """List every actor, and all countries at once."""
    words = _("all countries, and observers that are asked")
    every = candidates.Candidate(ALL, words, line(words), (ALL, fold(words)))
    return [every, *candidates.actors(plan)]


def _actor_of(plan: Plan, words: Value) -> Value:
    return words if words == ALL else Actor().parse(str(words), "country", Context(plan))


def _sections() -> list[candidates.Candidate]:
    """List the sections that a report can have, by their codes and their headings."""
    named = {OVERVIEW: _("figures and pictures"), **{section: heading(section) for section in SECTIONS}}
    return [candidates.Candidate(code, words, line(words), (code, fold(words))) for code, words in named.items()]


def _known_sections(codes: Value) -> Value:
    """Return the codes of sections. Raises BadValue for one that there is not."""
    for code in codes if isinstance(codes, list) else ():
        if code not in (OVERVIEW, *SECTIONS):
            known = ", ".join((OVERVIEW, *SECTIONS))
            raise BadValue(_("There is no section “{name}”; the report has: {known}").format(name=code, known=known))
    return codes
