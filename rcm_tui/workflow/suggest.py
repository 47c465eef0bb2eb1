"""What the tool proposes where a person need not think of something."""

from __future__ import annotations

import re

from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import fold

_MONTH = re.compile(r"\d{4}(-\d{2})?")


def meeting_id(plan: Plan, body: str, dates: str | None) -> str:
    """An id for a new meeting out of its month and body, such as `2007-05-rcgm`; a number follows where it is taken.

    `dates` is EDTF. Empty where there is no body.
    """
    code = re.sub(r"[^a-z0-9]+", "-", fold(body)).strip("-")
    if not code:
        return ""
    month = _MONTH.match(dates or "")
    name = f"{month[0]}-{code}" if month else code
    proposed, number = name, 2
    while proposed in plan.meetings:
        proposed, number = f"{name}-{number}", number + 1
    return proposed
