"""Compiles the message catalogues when the package is built or installed in place."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueBuildHook(BuildHookInterface):
    """Turns each `rcm_tui/locale/*/LC_MESSAGES/rcm.po` into the `.mo` that gettext reads."""

    PLUGIN_NAME = "catalogues"

    def initialize(self, version, build_data):
        for source in sorted(Path(self.root, "rcm_tui", "locale").glob("*/LC_MESSAGES/*.po")):
            with source.open("rb") as po:
                catalogue = read_po(po)
            with source.with_suffix(".mo").open("wb") as mo:
                write_mo(mo, catalogue)
