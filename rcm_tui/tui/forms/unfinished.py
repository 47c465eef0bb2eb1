"""What was written and not recorded, in any form: told of when the program begins, and taken up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcm_tui.i18n import N_, _, ngettext
from rcm_tui.model.errors import RcmError
from rcm_tui.model.plan import Plan
from rcm_tui.reports.names import meeting_name
from rcm_tui.tui.command import Command, CommandText

if TYPE_CHECKING:
    from rcm_tui.tui.base_screen import ItemScreen
    from rcm_tui.tui.forms.form import Form
    from rcm_tui.tui.protocols import Application
    from rcm_tui.workflow.drafts import Draft

AGREEMENT, NEW_MEETING = "agreement", "new-meeting"


async def kept(app: Application) -> tuple[Draft, ...]:
    """Every draft there is, the newest first."""
    from rcm_tui.workflow.drafts import Drafts

    return tuple(reversed(await app.workspace_thread.run(lambda workspace: Drafts(workspace).all())))


async def tell(app: Application) -> None:
    """Say that something unfinished is kept, if it is."""
    try:
        count = len(await kept(app))
    except RcmError:
        return  # a plan outside git keeps no drafts; recording says what is wrong
    if count:
        said = ngettext(
            "Something you wrote is not recorded yet. Press D to go on with it.",
            "{count} things you wrote are not recorded yet. Press D to go on with them.",
            count,
        )
        app.toast(said.format(count=count))


def described(plan: Plan, key: str) -> str:
    """What a draft is of, by its key."""
    kind, colon, rest = key.partition(":")
    if key == AGREEMENT:
        return _("An agreement")
    if key == NEW_MEETING:
        return _("A new meeting")
    if colon:
        item = rest.partition("/")[0]
        return {
            "new": _("Something new under {item}").format(item=item) if item else _("A new subject"),
            "new-entry": _("A calendar entry of {item}").format(item=item),
            "answers": _("Answers to a request of {item}").format(item=item),
        }.get(kind, key)
    first, slash, _member = key.partition("/")
    if first in plan.meetings:
        name = meeting_name(plan, first)
        return _("An agreement of {meeting}").format(meeting=name) if slash else name
    return _("A calendar entry of {item}").format(item=first) if slash else first


async def form_of(app: Application, key: str) -> Form | None:
    """The form that a draft belongs to. Raises RcmError where what it edits is no longer there."""
    plan = app.plan
    assert plan is not None
    kind, colon, rest = key.partition(":")
    first, slash, member = (rest if colon else key).partition("/")
    if key == AGREEMENT:
        from rcm_tui.tui.forms.agreement import agreement_form

        return await agreement_form(app)
    if key == NEW_MEETING or (not slash and first in plan.meetings):
        from rcm_tui.tui.forms.meeting import meeting_form

        return await meeting_form(app, "" if key == NEW_MEETING else first)
    if kind == "new" and colon:
        from rcm_tui.tui.forms.item import add_form

        return await add_form(app, rest)
    if kind == "answers" and colon:
        from rcm_tui.tui.forms.answers import answers_form

        return await answers_form(app, first, member)
    if slash and first in plan.meetings:
        from rcm_tui.tui.forms.agreement import agreement_editor

        return await agreement_editor(app, first, member)
    if slash or colon:
        from rcm_tui.tui.forms.entry import entry_form

        return await entry_form(app, first, member)
    from rcm_tui.tui.forms.item import item_editor

    return await item_editor(app, first)


class GoOnWriting(Command["ItemScreen"]):
    """Take up again what was not recorded."""

    name, keys, waits = "unfinished", ("D",), True
    text = CommandText(
        N_("Unfinished"),
        N_("Go on with what is not recorded"),
        N_("Lists what you wrote in a form and did not record, also before a crash, and opens it again."),
    )

    def available(self, screen: ItemScreen) -> bool:
        return screen.rcm.plan is not None

    async def run(self, screen: ItemScreen) -> None:
        from rcm_tui.tui.content import joined, line
        from rcm_tui.tui.dialogs.choose import Choice, ChooseDialog
        from rcm_tui.tui.forms.opening import show

        app, plan = screen.rcm, screen.rcm.plan
        drafts = await kept(app)
        if not drafts or plan is None:
            app.toast(_("Nothing unfinished is kept."))
            return
        key: str | None = drafts[0].key
        if len(drafts) > 1:
            choices = []
            for place, draft in enumerate(drafts):
                when = line(draft.when.astimezone().strftime("%Y-%m-%d %H:%M"), "$muted")
                letter = chr(ord("a") + place % 26)
                choices.append(Choice(draft.key, letter, joined(line(described(plan, draft.key)), when, by="   ")))
            key = await app.ask(ChooseDialog(_("Go on with what is not recorded"), choices))
        form = await form_of(app, key) if key is not None else None
        if form is not None:
            await show(app, form)
