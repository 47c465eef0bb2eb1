"""The fields of the form that publishes, and what each choice leaves to choose."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.model.fieldpath import MISSING
from rcm_tui.model.plan import Plan
from rcm_tui.reports.names import meeting_name
from rcm_tui.reports.plan_table import Looks
from rcm_tui.tui.content import line
from rcm_tui.tui.dialogs.choose import Choice
from rcm_tui.tui.forms.factories import actors_field
from rcm_tui.tui.forms.fields import Field, LineField
from rcm_tui.tui.forms.select import SelectField
from rcm_tui.workflow.export import full_path
from rcm_tui.workflow.publish import (
    ARCHIVE,
    CALENDAR,
    COUNTRY,
    DATA,
    FORMATS,
    PLAN,
    REDLINE,
    STATUS,
    PublicationRequest,
    Publishable,
    file_name,
)

_LETTERS = {PLAN: "p", ARCHIVE: "a", REDLINE: "r", STATUS: "s", COUNTRY: "c", DATA: "d", CALENDAR: "k"}
_ON_PAGES = ("docx", "pdf", "html", "eml")
_SAYS_REASONS = (ARCHIVE, REDLINE, COUNTRY, DATA)
"""What can hold reasons, proposers or notes; the others never do."""


class InternalField(SelectField):
    """Yes or no, with what yes would mean."""

    def hint(self) -> str:
        """What it means."""
        if self.typed:
            return _("Reasons, proposers, notes and withdrawn agreements are in it: do not hand it out.")
        return _("Reasons, proposers, notes and withdrawn agreements stay out, so that it can be handed out.")


class PublishFields:
    """What is chosen so far. `at` is the meeting whose edition is proposed, if it has one."""

    def __init__(self, plan: Plan, found: Publishable, what: str, at: str) -> None:
        self.plan = plan
        self.found = found
        self.what = SelectField(_("What"), ("what",), _kinds())
        self.form = SelectField(_("Format"), ("form",), _formats(what))
        self.country = actors_field(plan, _("Country"), ("country",), several=False)
        self.at = SelectField(_("Meeting"), ("at",), self._meetings(found.editions, self._now()))
        before = _("the edition before")
        self.since = SelectField(_("Compared with"), ("since",), self._meetings(found.editions, before))
        self.paper = SelectField(
            _("Paper"), ("paper",), [Choice("a4", "a", line("A4")), Choice("letter", "l", line("Letter"))]
        )
        self.internal = InternalField(
            _("Internal"), ("internal",), [Choice("", "n", line(_("no"))), Choice("yes", "y", line(_("yes")))]
        )
        self.file = LineField(_("File"), ("file",), needed=_("Say where to write it."))
        self._proposed = Path()
        self._was = ""
        for field in self.all:
            field.load(MISSING)
        self.what.take(what)
        self.form.take(FORMATS[what][0])
        self.paper.take("a4")
        self.at.take(at if at in found.editions else "")
        self.adapt()

    @property
    def all(self) -> tuple[Field, ...]:
        """Every field, in order."""
        return (self.what, self.form, self.country, self.at, self.since, self.paper, self.internal, self.file)

    def adapt(self) -> None:
        """Offer what fits, show what matters, and propose the name of the file."""
        what = self.what.typed
        if what == REDLINE != self._was and not (self.at.typed or self.found.draft) and self.found.editions:
            self.at.take(self.found.editions[-1])  # now nothing has changed since; what that meeting changed is meant
        self._was = what
        _offer(self.form, _formats(what))
        self.country.display = what == COUNTRY
        self.since.display = what in (REDLINE, STATUS)
        _offer(self.since, self._meetings(self._earlier(), _("the edition before")))
        self.paper.display = self.form.typed in _ON_PAGES
        self.internal.display = what in _SAYS_REASONS
        self._propose()

    def order(self) -> PublicationRequest:
        """What is to be published. Raises RcmError where something is missing."""
        what = self.what.typed
        chosen = self.country.value() if what == COUNTRY else MISSING
        if what == COUNTRY and chosen is MISSING:
            raise RcmError(_("Say which country the sheet is for."))
        country = None if chosen is MISSING else str(chosen)
        since = self.since.typed if self.since.display else ""
        internal = bool(self.internal.typed) and self.internal.display
        looks = Looks(internal=internal)
        return PublicationRequest(
            self.form.typed, what, self.at.typed or None, since or None, country, looks, self.paper.typed
        )

    def path(self) -> Path:
        """Where to write it. Raises RcmError where nothing is said."""
        return full_path(str(self.file.value()))

    def name(self) -> str:
        """The name that the file has by itself."""
        at = self.at.typed or self.found.name
        earlier = self._earlier()
        since = self.since.typed or (earlier[-1] if earlier else "empty")
        country = next(iter(self.country.values), "country")
        return file_name(self.what.typed, self.form.typed, at=at, since=since, country=country)

    def _propose(self) -> None:
        """A name that the person has changed keeps what it was changed to, and only its ending follows the format."""
        typed = self.file.typed.strip()
        path = full_path(typed) if typed else Path.cwd() / self._proposed
        name = self.name()
        if path.name == self._proposed.name or not typed:
            self.file.take(str(path.with_name(name) if typed else Path.cwd() / name))
        elif path.suffix == self._proposed.suffix != f".{self.form.typed}":
            self.file.take(str(path.with_suffix(f".{self.form.typed}")))
        self._proposed = Path(name)

    def _earlier(self) -> Sequence[str]:
        """The editions before the one that is chosen."""
        editions = self.found.editions
        return editions[: editions.index(self.at.typed)] if self.at.typed in editions else editions

    def _now(self) -> str:
        return _("as it is now: a DRAFT") if self.found.draft else _("as it is now")

    def _meetings(self, editions: Sequence[str], none: str) -> list[Choice]:
        """Editions, the newest first, after what is chosen without any."""
        named = [Choice(one, "", line(meeting_name(self.plan, one))) for one in reversed(editions)]
        return [Choice("", "", line(none)), *named]


def _kinds() -> list[Choice]:
    words = {
        PLAN: _("Plan of Action"),
        ARCHIVE: _("Archival Plan of Action"),
        REDLINE: _("Redline between two meetings"),
        STATUS: _("Status report"),
        COUNTRY: _("Sheet of one country"),
        DATA: _("Data as flat rows"),
        CALENDAR: _("Calendar"),
    }
    return [Choice(what, _LETTERS[what], line(said)) for what, said in words.items()]


def _formats(what: str) -> list[Choice]:
    words = {
        "docx": ("d", _("docx, for Word")),
        "pdf": ("p", "pdf"),
        "html": ("h", _("html, for a browser")),
        "md": ("m", "Markdown"),
        "xlsx": ("x", _("xlsx, for a spreadsheet")),
        "csv": ("c", "csv"),
        "json": ("j", "json"),
        "ics": ("i", _("ics, for a calendar")),
        "eml": ("e", _("eml, a draft of an e-mail with the sheet")),
    }
    return [Choice(form, words[form][0], line(words[form][1])) for form in FORMATS[what]]


def _offer(field: SelectField, choices: Sequence[Choice]) -> None:
    """Give a field other choices; what was chosen stays where it is among them."""
    chooser = field.chooser
    chooser.choices = list(choices)
    if chooser.chosen not in (one.value for one in choices):
        chooser.chosen = choices[0].value
    chooser.refresh(layout=True)
