"""What an audit can find, with the sentences for it: what is wrong, where, and how to correct it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from rcm_tui.i18n import N_, _
from rcm_tui.model.frozen import dataclass

FINDING, NOTICE = "finding", "notice"


class Code(StrEnum):
    """Every kind of finding."""

    NO_START = "no-start"
    SECOND_START = "second-start"
    NO_MEETING = "no-meeting"
    NO_REASON = "no-reason"
    UNKNOWN_MEETING = "unknown-meeting"
    CLOSED_MEETING = "closed-meeting"
    LATE_RECORD = "late-record"
    NOT_A_CORRECTION = "not-a-correction"
    MEETING_STATUS = "meeting-status"
    TRAILERS = "trailers-differ"
    VANISHED = "vanished"
    REUSED_ID = "reused-id"
    CHANGED_ID = "changed-id"
    CHANGED_MEMBER_ID = "changed-member-id"
    TWO_FILES = "two-files"
    MERGE_DIFFERS = "merge-differs"
    MERGE_DISCARDS = "merge-discards"
    BACK_DATED = "back-dated"
    OUT_OF_ORDER = "out-of-order"
    RECORD_LOST = "record-lost"
    RECORD_REPLACED = "record-replaced"
    UNDOES_UNKNOWN = "undoes-unknown"
    UNDOES_OTHER = "undoes-other"
    EDITION_MOVED = "edition-moved"
    EDITION_MISSING = "edition-missing"
    EDITION_REBASED = "edition-rebased"
    EDITION_NOT_ANNOTATED = "edition-not-annotated"
    EDITION_OF_THE_PAST = "edition-of-the-past"
    EDITION_OF_BODY = "edition-of-body"
    EDITION_WITHOUT_CLOSING = "edition-without-closing"
    ADOPTION_DIFFERS = "adoption-differs"
    ADOPTION_MISSING = "adoption-missing"
    REWRITTEN = "rewritten"
    REPLACED = "replaced"
    GRAFTED = "grafted"
    SHALLOW = "shallow"
    UNSIGNED = "unsigned"
    BAD_SIGNATURE = "bad-signature"
    UNCHECKED_SIGNATURE = "unchecked-signature"


NOTICES = frozenset(
    {Code.LATE_RECORD, Code.OUT_OF_ORDER, Code.EDITION_MISSING, Code.ADOPTION_MISSING, Code.UNCHECKED_SIGNATURE}
)
"""What is worth knowing and asks for no action; the rest are findings proper."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an audit found.

    `commit` is the record it is about, None where it is about the repository; `facts` are the values that the sentences
    name. `settled` is the record that accounts for it, if any does.
    """

    code: Code
    commit: str | None
    facts: Mapping[str, str] = field(default_factory=dict)
    settled: str | None = None

    @property
    def severity(self) -> str:
        """`finding` or `notice`."""
        return NOTICE if self.code in NOTICES else FINDING

    @property
    def where(self) -> str:
        """The record it is about, or the ref or file of the repository."""
        return self.facts.get("where") or (self.commit[:12] if self.commit else "")

    @property
    def what(self) -> str:
        """What is wrong, in a sentence."""
        return _(_WHAT[self.code]).format(**self._values())

    @property
    def remedy(self) -> str:
        """How to correct it, in a sentence; empty where nothing can be said."""
        remedy = _REMEDY.get(self.code, _ACCOUNT if self.commit else "")
        return _(remedy).format(**self._values()) if remedy else ""

    def _values(self) -> dict[str, str]:
        return {"commit": (self.commit or "")[:12], **self.facts}


_ACCOUNT = N_('A record is never changed; say how it came about: rcm account {commit} -m "WHY"')
_WHAT: Mapping[Code, str] = {
    Code.NO_START: N_("No record of this history carries Plan-start, so the trail has no beginning."),
    Code.SECOND_START: N_("“{subject}” says that the trail begins anew; it begins at {start}."),
    Code.NO_MEETING: N_("“{subject}” by {person} changed {items} and names no meeting."),
    Code.NO_REASON: N_("“{subject}” by {person} changed {items} between meetings and gives no reason for it."),
    Code.UNKNOWN_MEETING: N_("“{subject}” by {person} names the meeting {meeting}, which does not exist."),
    Code.CLOSED_MEETING: N_(
        "“{subject}” by {person} is attributed to {meeting}, which was closed before it ({closing})."
    ),
    Code.LATE_RECORD: N_("“{subject}” by {person} belongs to {meeting} and came in by a merge after that was closed."),
    Code.NOT_A_CORRECTION: N_(
        "“{subject}” by {person} changed the record of {meeting}, which is closed, without saying Corrects: {meeting}."
    ),
    Code.MEETING_STATUS: N_(
        "“{subject}” by {person} set the status of {meeting} from {before} to {after}, without opening or closing it."
    ),
    Code.TRAILERS: N_("“{subject}” by {person} does not say what it changed: {differences}."),
    Code.VANISHED: N_("{item} is gone since “{subject}” by {person}, without having been archived."),
    Code.REUSED_ID: N_("“{subject}” by {person} gave the id {item} again, which another item had before."),
    Code.CHANGED_ID: N_("Since “{subject}” by {person} the file of {item} holds the id {other}."),
    Code.CHANGED_MEMBER_ID: N_(
        "“{subject}” by {person} gave {field} of {item} another id, {other}, so its history cannot be followed."
    ),
    Code.TWO_FILES: N_("Since “{subject}” by {person} {item} is both in the plan and in the archive."),
    Code.MERGE_DIFFERS: N_(
        "“{subject}” by {person} does not hold what joining its two sides gives, in {items}: it was altered."
    ),
    Code.MERGE_DISCARDS: N_(
        "“{subject}” by {person} joined two sides and discarded what one of them had changed, in {items}."
    ),
    Code.BACK_DATED: N_("“{subject}” by {person} is dated {date} and follows a record of {before}: it was back-dated."),
    Code.OUT_OF_ORDER: N_(
        "“{subject}” by {person} is dated {date} and follows a record of {before}: it was rebased, or its date was set."
    ),
    Code.RECORD_LOST: N_(
        "“{subject}” by {person}, of {date}, was audited here and is no longer in this history: it was dropped."
    ),
    Code.RECORD_REPLACED: N_(
        "“{subject}” by {person}, of {date}, was audited here and has been replaced by {other}; what differs: "
        "{differences}."
    ),
    Code.UNDOES_UNKNOWN: N_(
        "“{subject}” by {person} undoes or redoes {undone}, which this history does not hold: it was rebased or copied."
    ),
    Code.UNDOES_OTHER: N_("“{subject}” by {person} undoes or redoes {undone}, which did not change {items}."),
    Code.EDITION_MOVED: N_("The edition of {meeting} was moved: its tag is not the one that was made ({expected})."),
    Code.EDITION_MISSING: N_("The meeting {meeting} was closed, but the tag of its edition is not here."),
    Code.EDITION_REBASED: N_(
        "The edition of {meeting} is on a closing that this history does not hold; here {closing} closes the meeting: "
        "it was rebased, or closed in two clones."
    ),
    Code.EDITION_NOT_ANNOTATED: N_("The edition of {meeting} is a plain tag: it does not say who made it, or when."),
    Code.EDITION_OF_THE_PAST: N_(
        "“{subject}” by {person} made an edition of {meeting} although that was over before {later}, which was closed "
        "already: the edition holds the plan of a later day."
    ),
    Code.EDITION_OF_BODY: N_("“{subject}” by {person} made an edition of {meeting}, whose body, {body}, makes none."),
    Code.EDITION_WITHOUT_CLOSING: N_("There is an edition of {meeting}, but no record closes that meeting."),
    Code.ADOPTION_DIFFERS: N_(
        "The tag {where} is not on the edition of {meeting}, or no record says that it was adopted."
    ),
    Code.ADOPTION_MISSING: N_("{meeting} was adopted, but the tag {where} is missing."),
    Code.REWRITTEN: N_(
        "This history does not hold the edition of {meeting}, which was known: it was rewritten, or is not merged yet."
    ),
    Code.REPLACED: N_("The object {object} is replaced by another, so that git shows a forged history."),
    Code.GRAFTED: N_("The grafts file makes git show a forged history: {lines}."),
    Code.SHALLOW: N_("This clone is shallow: it lacks the beginning of the history, which was not audited."),
    Code.UNSIGNED: N_("“{subject}” by {person} is not signed, though {person} had begun to sign."),
    Code.BAD_SIGNATURE: N_("The signature of “{subject}” by {person} is not good."),
    Code.UNCHECKED_SIGNATURE: N_(
        "Signatures that could not be checked: {count}. The keys of {people} are not known here."
    ),
}

_REMEDY: Mapping[Code, str] = {
    Code.ADOPTION_DIFFERS: N_("Delete the tag, and record the adoption: rcm meeting adopt {meeting} --by MEETING"),
    Code.ADOPTION_MISSING: N_("Tag it with: rcm meeting adopt {meeting}; or take the tag over with: rcm sync"),
    Code.NO_START: N_(
        "Make a record that says Plan-start: DATE in its last paragraph; the trail is audited from there on."
    ),
    Code.LATE_RECORD: N_("Nothing need be done; the edition of {meeting} is without it."),
    Code.VANISHED: N_(
        "Put the file back (git restore --source={commit}^ -- {path}) and record it (rcm record), or say how it came "
        'about: rcm account {commit} -m "WHY"'
    ),
    Code.TWO_FILES: N_(
        'Delete the file that is wrong and record that (rcm record), then: rcm account {commit} -m "WHY"'
    ),
    Code.EDITION_MOVED: N_(
        "Take the tag from a clone that has the right one (git fetch --tags --force REMOTE), or put it back: "
        "git update-ref {where} {expected}"
    ),
    Code.EDITION_MISSING: N_(
        "Synchronise here, and in the clone in which it was closed, which sends the tag along (rcm sync); git push and "
        "git pull leave tags behind. If that brings nothing, audit that clone: its records may have been rebased."
    ),
    Code.EDITION_REBASED: N_(
        "If it was rebased and nobody else has that edition, make it again: git update-ref -d {where}; then: rcm "
        "meeting close {meeting}. Do not merge the old records; all of them would be there twice."
    ),
    Code.EDITION_NOT_ANNOTATED: N_("Take the tag from a clone that has the right one: git fetch --tags --force REMOTE"),
    Code.EDITION_WITHOUT_CLOSING: N_("If nobody closed the meeting, delete the tag: git update-ref -d {where}"),
    Code.REWRITTEN: N_(
        'Merge the history that holds it (git merge {commit}), or say how it came about: rcm account {commit} -m "WHY"'
    ),
    Code.OUT_OF_ORDER: N_("Nothing need be done if it was rebased."),
    Code.RECORD_LOST: N_('Bring it back (git merge {commit}), or say how it came about: rcm account {commit} -m "WHY"'),
    Code.RECORD_REPLACED: N_(
        'Compare them (git range-diff {commit}^! {other}^!), then say how it came about: rcm account {commit} -m "WHY"'
    ),
    Code.REPLACED: N_("Take the replacement away: git replace -d {object}"),
    Code.GRAFTED: N_("Delete the file {where}."),
    Code.SHALLOW: N_("Fetch the rest: git fetch --unshallow"),
    Code.UNCHECKED_SIGNATURE: N_("Add their keys, then audit again."),
}
