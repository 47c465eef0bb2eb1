"""Read, check and change YAML files: `parse`, `problems` and `revise`, and what they need. All else here is private.

`parse` gives a file's plain data and refuses what could do harm (`data_of` returns None then);
`problems` says what is wrong with a file and where, and `advice` what could be better in one that can be parsed;
`revise` makes a file hold other data and changes only the lines of what differs. `Positions` finds the line of a field.
"""

from __future__ import annotations

from collections.abc import Mapping

from rcm_tui.store.paths import MAX_BYTES
from rcm_tui.store.yaml.parser import YamlProblem, advice, data_of, parse, problems
from rcm_tui.store.yaml.scalars import Value
from rcm_tui.store.yaml.tree import Positions

__all__ = ["MAX_BYTES", "Positions", "Value", "YamlProblem", "advice", "data_of", "parse", "problems", "revise"]


def revise(old: bytes | None, target: Mapping[str, Value]) -> bytes:
    """Return the file changed so that it holds `target`, or, without an old one, a new file in the standard layout.

    Comments, blank lines, key order, quoting and line ends of everything that stays the same are kept byte for byte.

    Raises:
        YamlProblem: the old file cannot be read.
        BadValue: the target cannot be written as YAML that reads back the same: it is nested too deep, has a key of
            over a thousand characters, or half a surrogate pair in a text.
        CannotRewrite: no change of these lines alone gives the target.
    """
    # Imported here as most commands only read: with the writer, importing the package takes twice as long.
    from rcm_tui.store.yaml.revision import composed_or_revised

    return composed_or_revised(old, target)
