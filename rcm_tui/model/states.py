"""The states and kinds that things in a plan can have: enumerations, and the words that they are shown by."""

from __future__ import annotations

from enum import StrEnum

from rcm_tui.i18n import N_
from rcm_tui.model.scalars import Choice


class AnswerKind(StrEnum):
    """What an actor's answer to a request amounts to, where it is more than a date."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    DECLINED = "declined"
    NOT_APPLICABLE = "not-applicable"


ANSWERS = Choice(
    {
        AnswerKind.COMPLETE: N_("answered"),
        AnswerKind.PARTIAL: N_("answered in part"),
        AnswerKind.DECLINED: N_("declined"),
        AnswerKind.NOT_APPLICABLE: N_("not applicable"),
    }
)


class MeetingStatus(StrEnum):
    """A meeting is planned, then open (changes are attributed to it), then closed."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class AgreementKind(StrEnum):
    """What an agreement does."""

    DECISION = "decision"
    REQUEST = "request"
    RULE = "rule"
    ACKNOWLEDGEMENT = "acknowledgement"


class AgreementStatus(StrEnum):
    """How an agreement stands at its meeting."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    WITHDRAWN = "withdrawn"


MEETING_STATUSES = Choice(
    {MeetingStatus.PLANNED: N_("planned"), MeetingStatus.OPEN: N_("open"), MeetingStatus.CLOSED: N_("closed")}
)

UPDATES, ADOPTS = "updates", "adopts"
EDITIONS = Choice({UPDATES: N_("updates the plan"), ADOPTS: N_("adopts the plan")})
"""What the meetings of a body do to the plan, which makes an edition of it when they close."""

HELD, LATER_EDITION, NO_EDITION_BODY = "held", "later-edition", "body"
NO_EDITION = Choice(
    {
        HELD: N_("entered after it was held"),
        LATER_EDITION: N_("closed after a later meeting"),
        NO_EDITION_BODY: N_("its body makes none"),
    }
)
"""Why a meeting closes without an edition."""


AGREEMENT_KINDS = Choice(
    {
        AgreementKind.DECISION: N_("decision"),
        AgreementKind.REQUEST: N_("request"),
        AgreementKind.RULE: N_("rule"),
        AgreementKind.ACKNOWLEDGEMENT: N_("acknowledgement"),
    }
)


AGREEMENT_STATUSES = Choice(
    {
        AgreementStatus.PROPOSED: N_("proposed"),
        AgreementStatus.AGREED: N_("agreed"),
        AgreementStatus.WITHDRAWN: N_("withdrawn"),
    }
)


class Strength(StrEnum):
    """How surely an agreement led to an item, the surest first: it says so, it is likely, or others stand between."""

    EXPLICIT = "explicit"
    PROBABLE = "probable"
    INDIRECT = "indirect"


class ActorKind(StrEnum):
    """What an actor is."""

    MEMBER = "member"
    OBSERVER = "observer"
    ORGANIZATION = "organization"
    OFFICE = "office"
    NETWORK = "network"
    GROUP = "group"


ACTOR_KINDS = Choice(
    {
        ActorKind.MEMBER: N_("member country"),
        ActorKind.OBSERVER: N_("observer"),
        ActorKind.ORGANIZATION: N_("organization"),
        ActorKind.OFFICE: N_("office"),
        ActorKind.NETWORK: N_("network"),
        ActorKind.GROUP: N_("group"),
    }
)
