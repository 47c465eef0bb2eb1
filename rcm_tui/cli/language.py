"""The language of a command line, and the words of the plan that it is for: settled before anything is parsed.

Help and error messages, which parsing already produces, are in the language of the person and in the plan's own terms.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from rcm_tui import i18n
from rcm_tui.i18n import LANGUAGES, _
from rcm_tui.model.regex import regex

if TYPE_CHECKING:
    from rcm_tui.model.words import WordsFile
    from rcm_tui.store.wording import Wording

_CODE = regex(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def settle(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Set the language, and the terms of the plan; return a sentence where RCM_LANG names one that is not there."""
    i18n.use_terms(None)
    own = i18n.preferred(environment)
    given = _option(arguments, "--lang")
    plan = _PlanFiles(arguments, environment)
    language = given if given is not None else _code(environment.get("RCM_LANG", ""), plan)
    starts_plan = _CODE.fullmatch(language) and "init" in arguments
    is_known = language in LANGUAGES or (bool(language) and (starts_plan or language in plan.languages))
    i18n.use(language if is_known else own, chosen=given is not None or bool(language and is_known), interface=own)
    if is_known and language not in LANGUAGES:
        from rcm_tui.model.words import catalogue_of

        i18n.use_words(catalogue_of(plan.words, language))
    plan.use_terms()
    if given is None and language and not is_known:
        return _("There are no texts in the language of RCM_LANG, “{code}”; there are: {languages}").format(
            code=language, languages=", ".join(languages_here(arguments, environment))
        )
    return ""


def languages_here(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the languages that `--lang` can name: those of the program, and those of the plan."""
    return tuple(dict.fromkeys((*LANGUAGES, *_PlanFiles(arguments, environment).languages)))


def _option(arguments: Sequence[str], name: str) -> str | None:
    """Return the value of an option wherever it stands; None where it is not there."""
    for position, word in enumerate(arguments):
        if word == "--":
            break
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
        if word == name and position + 1 < len(arguments):
            return arguments[position + 1]
    return None


def _code(locale: str, plan: _PlanFiles) -> str:
    """Return the language of a value of RCM_LANG, such as `fr` or `pt_BR.UTF-8`, as the plan writes it."""
    code = re.split(r"[.@]", locale.strip())[0].replace("_", "-")
    base = code.partition("-")[0].lower()
    return base if not base or base in LANGUAGES or code not in plan.languages else code


class _PlanFiles:
    """The files of the plan that a command is for, by which it is put in words."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        folders = [after for before, after in pairwise(arguments) if before == "-C"]
        self._start = Path(folders[-1] if folders else environment.get("RCM_PLAN") or ".").absolute()

    @cached_property
    def _folder(self) -> Path | None:
        """The folder `plan`."""
        plans = (folder / "plan" for folder in (self._start, *self._start.parents))
        return next((plan for plan in plans if (plan / "plan.yaml").is_file()), None)

    @cached_property
    def _content(self) -> bytes:
        try:
            return (self._folder / "plan.yaml").read_bytes() if self._folder is not None else b""
        except OSError:
            return b""

    @cached_property
    def _wording(self) -> Wording | None:
        if self._folder is None or not self._content:
            return None
        from rcm_tui.store.wording import wording_of

        return wording_of(self._folder.parent, self._content)

    @property
    def languages(self) -> Collection[str]:
        """The languages of its texts."""
        return self._wording.languages if self._wording is not None else ()

    @property
    def words(self) -> Mapping[str, WordsFile]:
        """Its words of publications, by language."""
        from rcm_tui.store.lazy_reader import words_in

        return words_in(self._folder.parent) if self._folder is not None else {}

    def use_terms(self) -> None:
        """Say everything in the terms of the plan, where it names its levels."""
        if b"levels:" in self._content or b"respondents:" in self._content:
            from rcm_tui.model.terms import rephrase

            if self._wording is not None:
                i18n.use_terms(rephrase(self._wording.terms))
