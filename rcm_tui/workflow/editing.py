"""Editing a file whole, in the person's own editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcm_tui.locale import _
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.model.problems import ERROR
from rcm_tui.workflow.change import Change, NothingToRecord, Target
from rcm_tui.workflow.values import checked

if TYPE_CHECKING:
    from rcm_tui.workflow.desk import Desk


def text_for_editor(desk: Desk, key: str) -> str:
    """The file of an item, meeting or shared file as it stands, an unreadable one too: there it can be mended."""
    return desk.read_bytes(desk.path(key)).decode("utf-8", "replace")


def change_from_editor(desk: Desk, key: str, old_text: str, new_text: str) -> Change:
    """What came out of the editor, to the letter, as a change.

    Raises NothingToRecord where nothing was changed, BadValue with every problem as `path:line:column: message` where
    it cannot be read, RcmError where another program changed the file meanwhile.
    """
    from rcm_tui.store.load import load_file
    from rcm_tui.store.yaml import parse

    if new_text == old_text:
        raise NothingToRecord
    path = desk.path(key)
    if desk.read_bytes(path).decode("utf-8", "replace") != old_text:
        raise RcmError(
            _(
                "{path} was changed by another program meanwhile; your text is kept. Edit again from the new state."
            ).format(path=path)
        )
    content = new_text.encode("utf-8")
    told = [str(one) for one in load_file(path, content).problems if one.severity == ERROR]
    if told:
        raise BadValue("\n".join(told))
    data = parse(content)
    checked(desk, path, data)
    return Change((Target(path, data, exact=content),))
