"""What another program does to a file while a form is open on it: taken over, told, or settled by the person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rcm_tui.changes.merge import merge
from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.model.fieldpath import get, put
from rcm_tui.tui.forms.opening import Data
from rcm_tui.tui.forms.versions import THEIRS, Versions

if TYPE_CHECKING:
    from rcm_tui.tui.forms.form import Form


class Meanwhile:
    """Follows the file of one form."""

    def __init__(self, form: Form) -> None:
        self._form = form

    async def data_now(self) -> Data | None:
        """The file as it is; None, with a notice, where it cannot be read or is gone."""
        form = self._form
        workspace, key = form.rcm.workspace, form.file_key
        try:
            return await form.rcm.workspace_thread.run(lambda: workspace.data(key))
        except RcmError as refusal:
            form.notice(_("{why} What you typed is kept as a draft.").format(why=str(refusal)), waiting=True)
            return None

    async def look_again(self) -> None:
        """Show what changed where nothing was typed; say so where both changed the same."""
        form, now = self._form, await self.data_now()
        if now is None or form.busy or now == form.base:
            return
        clashing = {clash.path for clash in merge(form.base, now, self._edited_so_far()).clashes}
        taken = []
        for field in form.fields:
            value = get(now, field.path)
            if field.in_file and field.path not in clashing and not field.touched and value != field.base:
                field.load(value)
                taken += [] if field.quiet else [field.label]
        self._say(taken, [form.label_of(path) for path in clashing])
        if not clashing:
            form.base = now

    def _edited_so_far(self) -> Data:
        """The data with what was typed, without what is not right yet."""
        data = self._form.base
        for field in self._form.fields:
            if not field.complaint():
                data = field.write(data)
        return data

    def _say(self, taken: Sequence[str], clashing: Sequence[str]) -> None:
        form = self._form
        if clashing:
            said = _("Another program changed this too: {fields}. Ctrl+R shows both versions to choose from.")
            form.notice(said.format(fields=", ".join(clashing)), waiting=True)
        elif taken and form.touched:
            said = _("Another program changed this meanwhile, and it stands here now: {fields}.")
            form.notice(said.format(fields=", ".join(taken)))
        form.refresh_bindings()

    async def take_in(self) -> None:
        """Show both versions of what both changed, and go on with what is chosen."""
        form, now = self._form, await self.data_now()
        edited = await self.settled(now, self._edited_so_far()) if now is not None else None
        if now is None or edited is None:
            return
        form.base = now
        for field in (one for one in form.fields if one.in_file):
            typed = field.typed if field.touched and get(edited, field.path) != get(now, field.path) else None
            typed = field.typed if field.complaint() else typed
            field.load(get(now, field.path))
            if typed is not None:
                field.take(typed)
                field.say()
        form.notice("")
        form.refresh_bindings()

    async def settled(self, now: Data, edited: Data) -> Data | None:
        """`edited` merged into a file that holds `now`, the person choosing where both changed the same.

        None where the person went back.
        """
        form = self._form
        merged = merge(form.base, now, edited)
        data: Data = merged.data
        for place, clash in enumerate(merged.clashes, 1):
            choice = await form.rcm.ask(Versions(form.label_of(clash.path), clash, place, len(merged.clashes)))
            if choice is None:
                return None
            if choice == THEIRS:
                data = put(data, clash.path, clash.theirs)
        return data
