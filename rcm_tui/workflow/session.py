"""Record changes: attribute each to a meeting, ask for what is missing, and record it.

Both front ends record through a `Session`. It runs in the thread that owns the workspace, as a `Conversation` that
stops wherever a person has to be asked: while they think, the write lock is not held and the thread is free for
reading. The questions are the errors that stop a record (`MeetingNeeded`, `ReasonNeeded`, `ConfirmationNeeded`,
`CorrectionNeeded`, `ExternalEdits`, `Conflict`, `NoIdentity`); a front end that cannot ask raises the error.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar, get_args

from rcm_tui.history.record import TerminalNeeded
from rcm_tui.history.state import NoIdentity, set_identity
from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.model.frozen import dataclass
from rcm_tui.workflow.attribution import RecordOptions, _meeting_of, attribute
from rcm_tui.workflow.change import (
    BETWEEN_MEETINGS,
    Attribution,
    Change,
    Confirmation,
    ConfirmationNeeded,
    Conflict,
    CorrectionNeeded,
    ExternalEdits,
    MeetingNeeded,
    Preview,
    ReasonNeeded,
    Recorded,
    UnansweredRequests,
)

if TYPE_CHECKING:
    from rcm_tui.changes.questions import Answer, Question
    from rcm_tui.history.log import Record
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.standing import Look
    from rcm_tui.workflow.workspace import Workspace

Given = TypeVar("Given")
Result = TypeVar("Result")

Build: TypeAlias = Callable[["Workspace"], Change]
"""Makes the change out of the files as they are; called again at each attempt, under the write lock."""
Reply: TypeAlias = Awaitable[Given | None] | Given | None
"""What a prompter answers; None where the person backs out."""
Step: TypeAlias = Callable[["Prompter"], Any]
"""A call of one method of a prompter; gives its reply."""
Steps: TypeAlias = Generator[Step, Any, Result]
_Obstacle: TypeAlias = (
    MeetingNeeded
    | ReasonNeeded
    | ConfirmationNeeded
    | CorrectionNeeded
    | UnansweredRequests
    | ExternalEdits
    | Conflict
    | NoIdentity
    | TerminalNeeded
)
_OBSTACLES = get_args(_Obstacle)


@dataclass(frozen=True, slots=True)
class MeetingChoice:
    """Where a person wants changes recorded: at `meeting`, which may have to be opened first, or between meetings."""

    meeting: str = ""
    between: bool = False
    open_first: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a merge as it is put: about our plan, with the newest record of each side, and its place."""

    plan: Plan
    question: Question
    here: Record | None
    there: Record | None
    position: int
    count: int
    complaint: str = ""
    """What was wrong with the third value that was given before."""


class Prompter(Protocol):
    """How a front end asks a person for what a record needs. Each method answers, or gives an awaitable of the answer.

    None means that the person backs out; nothing is recorded then. A method may raise the error that it is given.
    """

    def which_meeting(self, needed: MeetingNeeded, plan: Plan) -> Reply[MeetingChoice]:
        """Ask which meeting the change belongs to; the answer is remembered for the session."""

    def reason(self, needed: ReasonNeeded) -> Reply[str]:
        """Ask why changes are made between meetings; the answer is remembered for the session."""

    def identity(self, missing: NoIdentity, complaint: str) -> Reply[tuple[str, str]]:
        """Ask for the person's name and e-mail address; `complaint` says what was wrong with the last answer."""

    def confirm(self, needed: ConfirmationNeeded) -> Reply[bool]:
        """Ask whether to go ahead."""

    def unanswered(self, found: UnansweredRequests, plan: Plan) -> Reply[str]:
        """Ask what becomes of requests whose item is archived or over: `closed`, `open`, or the id of another item."""

    def correction(self, needed: CorrectionNeeded) -> Reply[str]:
        """Ask whether the record of a closed meeting is to be corrected; the answer is why."""

    def include_external_edits(self, found: ExternalEdits) -> Reply[bool]:
        """Ask whether edits made elsewhere to the same files are recorded too."""

    def resolve_conflict(self, conflict: Conflict) -> Reply[Build]:
        """Choose the change to record instead, where another program changed the same field."""

    def settle(self, asked: Asked) -> Reply[Answer]:
        """Ask which side of a merge is right, or for a third value; None keeps the question for later."""

    def lend_terminal(self, needed: TerminalNeeded) -> Reply[bool]:
        """Let the next attempt have the terminal, where a program asks for a passphrase."""

    def meeting_opened(self, opened: Recorded) -> Reply[None]:
        """Show that a meeting was opened, by a record of its own, before the change is recorded."""


class Conversation(Generic[Result]):
    """A record in the making. `result` is what came of it, None until then and where the person backed out."""

    def __init__(self, steps: Steps[Result | None]) -> None:
        self._steps = steps
        self.result: Result | None = None

    def advance(self, answer: object = None) -> Step | None:
        """Work until a person has to be asked, or all is done (None). `answer` is the reply to the step before.

        To be called in the thread that owns the workspace. Raises RcmError where the record cannot be made.
        """
        try:
            return self._steps.send(answer)
        except StopIteration as end:
            self.result = end.value
            return None


class Session:
    """Records changes in one workspace, and remembers the answers of the person who makes them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._meeting: str | None = None
        self._between = False
        self._reason = ""

    def record(self, build: Build, options: RecordOptions = RecordOptions()) -> Conversation[Recorded]:
        """Record a change."""
        return Conversation(self._record(build, options))

    def preview(self, build: Build, options: RecordOptions = RecordOptions()) -> Conversation[Preview]:
        """Make the record of a change without writing anything."""
        return Conversation(self._attempts(self._preview_once, build, options))

    def settle(self, found: Look) -> Conversation[int]:
        """Ask what a merge leaves open and keep the answers; the result is how many questions are left."""
        return Conversation(self._settle(found))

    def _settle(self, found: Look) -> Steps[int]:
        from rcm_tui.workflow import sync  # Recording does without what synchronising needs: 30 ms.
        from rcm_tui.workflow.sync_answers import checked

        left = 0
        for position, question in enumerate(found.questions, 1):
            asked = Asked(
                self._workspace.plan, question, *sync.parties(found, question), position, len(found.questions)
            )
            while True:
                answer: Answer | None = yield _settling(asked)
                if answer is None:
                    left += 1
                    break
                try:
                    sync.answer(self._workspace, (question, checked(self._workspace, question, answer)))
                    break
                except BadValue as wrong:
                    asked = replace(asked, complaint=str(wrong))
        return left

    def _record(self, build: Build, options: RecordOptions) -> Steps[Recorded | None]:
        return self._attempts(self._record_once, build, options)

    def _attempts(
        self, attempt: Callable[[Build, RecordOptions], Result], build: Build, options: RecordOptions
    ) -> Steps[Result | None]:
        """Try until it succeeds, asking after each failure for what was missing."""
        while True:
            try:
                return attempt(build, options)
            except _OBSTACLES as error:
                obstacle = error
            amended = yield from self._ask(obstacle, build, options)
            if amended is None:
                return None
            build, options = amended

    def _record_once(self, build: Build, options: RecordOptions) -> Recorded:
        with self._workspace.lock():
            change, by = self._build(build, options)
            question = _question(change)
            if question is not None and not options.confirmed:
                raise ConfirmationNeeded(question)
            return self._workspace.record(change, by)

    def _preview_once(self, build: Build, options: RecordOptions) -> Preview:
        return self._workspace.preview(*self._build(build, options))

    def _build(self, build: Build, options: RecordOptions) -> tuple[Change, Attribution]:
        """Build the change for the meeting that it is going to belong to, where that is clear beforehand."""
        try:
            meeting = _meeting_of(self._workspace.plan, None, self._as_answered(None, options))
        except RcmError:
            meeting = None  # It is raised again below, unless the change names a meeting itself.
        with self._workspace.built_for(meeting):
            change = build(self._workspace)
        self._check_correction(change, options)
        by = self._attribution(change, options)
        with self._workspace.built_for(by.meeting):
            return self._settled(change, options), by

    def _settled(self, change: Change, options: RecordOptions) -> Change:
        """Have the change say what becomes of the requests that it would leave unanswered."""
        from rcm_tui.workflow.unanswered import left_unanswered, settle

        found = left_unanswered(self._workspace, change)
        if not found:
            return change
        if options.requests is None:
            raise UnansweredRequests(found)
        return settle(self._workspace, change, found, options.requests)

    def _as_answered(self, change: Change | None, options: RecordOptions) -> RecordOptions:
        """Return the options with the meeting that was chosen before, where none is named. Raises MeetingNeeded."""
        try:
            _meeting_of(self._workspace.plan, change, options)
        except MeetingNeeded as needed:
            if self._meeting in needed.open:
                return replace(options, meeting=self._meeting)
            if self._between and not needed.open:
                return replace(options, between=True)
            raise
        return options

    def _check_correction(self, change: Change, options: RecordOptions) -> None:
        """See that a correction is asked for, with a reason, and nothing else is called one."""
        from rcm_tui.workflow.recording import corrections

        corrected = corrections(self._workspace, change)
        if corrected and not (options.correct and options.reason.strip()):
            raise CorrectionNeeded(corrected, options.reason.strip())
        if options.correct and not corrected:
            raise BadValue(_("This does not change the record of a closed meeting; leave out --correct."))

    def _attribution(self, change: Change, options: RecordOptions) -> Attribution:
        """As `attribute`, with what was answered before."""
        plan = self._workspace.plan
        options = self._as_answered(change, options)
        meeting = _meeting_of(plan, change, options)
        if meeting == BETWEEN_MEETINGS and change.meeting is None:
            options = replace(options, reason=options.reason.strip() or self._reason)
        return attribute(plan, change, options)

    def _ask(
        self, obstacle: _Obstacle, build: Build, options: RecordOptions
    ) -> Steps[tuple[Build, RecordOptions] | None]:
        """Ask for what a record lacks: the build and the options to try next, or None where the person backs out."""
        match obstacle:
            case MeetingNeeded():
                chosen = yield from self._ask_meeting(obstacle)
                if chosen is None:
                    return None
                return build, replace(options, meeting=chosen.meeting or None, between=chosen.between)
            case ReasonNeeded():
                self._reason = (yield lambda prompter: prompter.reason(obstacle)) or ""
                return (build, options) if self._reason else None
            case ConfirmationNeeded():
                confirmed = yield lambda prompter: prompter.confirm(obstacle)
                return (build, replace(options, confirmed=True)) if confirmed else None
            case CorrectionNeeded():
                why = yield lambda prompter: prompter.correction(obstacle)
                options = replace(options, correct=True, reason=why or "", meeting=None, between=False)
                return (build, options) if why else None
            case UnansweredRequests():
                plan = self._workspace.plan
                outcome = yield lambda prompter: prompter.unanswered(obstacle, plan)
                return (build, replace(options, requests=outcome)) if outcome else None
            case ExternalEdits():
                included = yield lambda prompter: prompter.include_external_edits(obstacle)
                return (build, replace(options, with_external_edits=True)) if included else None
            case Conflict():
                resolved: Build | None = yield lambda prompter: prompter.resolve_conflict(obstacle)
                return (resolved, options) if resolved is not None else None
            case TerminalNeeded():
                lent = yield lambda prompter: prompter.lend_terminal(obstacle)
                return (build, options) if lent else None
            case NoIdentity():
                return (build, options) if (yield from self._ask_identity(obstacle)) else None

    def _ask_meeting(self, needed: MeetingNeeded) -> Steps[MeetingChoice | None]:
        plan = self._workspace.plan
        chosen: MeetingChoice | None = yield lambda prompter: prompter.which_meeting(needed, plan)
        if chosen is None:
            return None
        if chosen.open_first:
            from rcm_tui.workflow.meetings import open_meeting

            opened = yield from self._record(lambda workspace: open_meeting(workspace, chosen.meeting), RecordOptions())
            if opened is None:
                return None
            yield lambda prompter: prompter.meeting_opened(opened)
        elif chosen.between:
            self._between = True
        else:
            self._meeting = chosen.meeting
        return chosen

    def _ask_identity(self, missing: NoIdentity, complaint: str = "") -> Steps[bool]:
        answer: tuple[str, str] | None = yield lambda prompter: prompter.identity(missing, complaint)
        if answer is None:
            return False
        try:
            set_identity(self._workspace.git, *answer)
        except RcmError as refusal:
            return (yield from self._ask_identity(missing, str(refusal)))
        return True


def _question(change: Change) -> Confirmation | None:
    """Return what is asked before a change is recorded: its own question, and whether it may bear a day long past."""
    if change.dated is None or not change.dated.is_long_past:
        return change.confirm
    from rcm_tui.reports.names import day_words  # Takes the schema along, which few records need.

    question = _("This would be dated {day}, which is long past. Say another day with --on DATE.").format(
        day=day_words(change.dated)
    )
    if change.confirm is not None:
        return replace(change.confirm, question=f"{change.confirm.question}\n{question}")
    return Confirmation(_("A day long past"), question, _("Record it so"), essential=False)


def _settling(asked: Asked) -> Step:
    return lambda prompter: prompter.settle(asked)
