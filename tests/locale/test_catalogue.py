"""The Spanish catalogue is whole: every sentence of the program has its translation, with the same blanks to fill."""

from __future__ import annotations

import ast
import re
import string
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import rcm_tui
from rcm_tui import i18n
from tests.programs import skip_outside_ci
from tests.test_documents import examples

PACKAGE = Path(rcm_tui.__file__).parent
PO = PACKAGE / "locale/es/LC_MESSAGES/rcm.po"
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)} | {
    "npgettext": ((1, "c"), 2, 3)
}


IMPERATIVES = (
    "abra|acepte|agregue|borre|busque|cambie|compare|complete|compruebe|continúe|copie|corrija|decida|deje|"
    "deshaga|diga|dé|ejecute|elija|envíe|escriba|espere|fije|fusione|guarde|haga|indique|instale|marque|mire|"
    "mueva|omita|oprima|pase|pegue|pida|ponga|pregunte|presione|pruebe|publique|pulse|quite|registre|rechace|"
    "restaure|retire|revise|seleccione|sincronice|tome|traiga|traslade|use|utilice|vaya|vea|verifique|vuelva"
)
ORDER = re.compile(
    r"(?:^|\n|[.;:,?(]\s+|\b[oye]\s+)"
    rf"((?:{IMPERATIVES})|\w*[áéíóú]\w*[ea](?:l[aeo]s?))\b(?!-)|\b(usted(?:es)?|tú|tus?)\b",
    re.IGNORECASE,
)
"""An order at the beginning of a clause, with or without a pronoun (guárdelo), or a word for the reader."""


@dataclass(frozen=True)
class Sentence:
    """A message as the program says it: one id, or one and many, and the context where it names one."""

    id: str | tuple[str, str]
    context: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.id if isinstance(self.id, str) else self.id[0]


@cache
def said() -> dict[Sentence, str]:
    """Every message of the program, with the first place that says it."""
    found: dict[Sentence, str] = {}
    for path, line, message, _comments, context in extract_from_dir(
        PACKAGE, method_map=[("**.py", "python")], keywords=KEYWORDS
    ):
        found.setdefault(Sentence(message, context), f"{path}:{line}")
    return found


@cache
def catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="es")


def whole(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def test_every_sentence_has_its_translation():
    missing = [
        f"{place}: {sentence.id}"
        for sentence, place in said().items()
        if not whole(catalogue().get(sentence.key[1], sentence.context))
    ]
    assert missing == []


def test_no_translation_is_of_a_sentence_that_is_not_said_any_more():
    spoken = {sentence.key for sentence in said()}
    stale = [
        message.id for message in catalogue() if message.id and Sentence(message.id, message.context).key not in spoken
    ]
    assert stale == []


def blanks(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def test_a_translation_has_the_blanks_of_its_sentence():
    wrong = []
    for message in catalogue():
        if not message.id:
            continue
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        translations = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set().union(*map(blanks, originals))
        for translation in translations:
            given = blanks(translation)
            if not given <= wanted or (len(originals) == 1 and given != wanted):
                wrong.append((originals[0], translation))
    assert wrong == []


def test_options_and_commands_are_not_translated():
    """What a person must type stays as it is: options, commands, keys of the files."""
    wrong = [
        (message.id, word)
        for message in catalogue()
        if isinstance(message.id, str) and isinstance(message.string, str) and message.string
        for word in re.findall(r"(?<![\w-])--[a-z][a-z-]+|\brcm [a-z]+(?: [a-z]+)?(?= [A-Z]{2})", message.id)
        if word not in message.string
    ]
    assert wrong == []


NOT_COUNTRIES = re.compile(r"\b(?:BY|DE|IN|LA|HR|ID|CR LF|pt-BR|Reunión)\b")
"""Words of English and Spanish, the code of a subject, and other things that look like countries or their codes."""
OF_ONE_PLAN = (
    "RCM|CRM|RCGM|GRCM|IOM|OIM|UNHCR|ACNUR|WMO|OMM|UN|ONU|CARICOM|SEGIB|OAS|OEA|Puebla|Managua|Tegucigalpa|Paris|París"
)
"""Organizations, bodies and places of single plans."""


@cache
def real_names() -> re.Pattern[str]:
    """Find the names of countries in English and Spanish, their codes, and the names of organizations and places."""
    territories = [pair for language in ("en", "es") for pair in Locale(language).territories.items()]
    countries = sorted({re.escape(word) for code, name in territories if code.isalpha() for word in (code, name)})
    return re.compile(rf"\b(?:{'|'.join(countries)}|{OF_ONE_PLAN})\b")


def test_examples_name_no_country_and_no_body():
    """The program is for the plans of any body; what its own plan is about comes out of that plan."""
    texts = [(sentence.id, place) for sentence, place in said().items()]
    texts += [(message.string, str(message.id)) for message in catalogue() if message.id]
    texts += [(example, "rcm --help") for example in examples()]
    found = [
        (match[0], text, place)
        for forms, place in texts
        for text in (forms if isinstance(forms, tuple) else (forms,))
        for match in real_names().finditer(NOT_COUNTRIES.sub("", text))
    ]
    assert found == []


def test_nobody_is_addressed():
    """Advice is in the infinitive (escribir) or impersonal (se escribe): neither tú nor usted."""
    orders = [
        (found.group(0), translation)
        for message in catalogue()
        if message.id
        for translation in (message.string if isinstance(message.string, tuple) else (message.string,))
        for found in ORDER.finditer(translation)
    ]
    assert orders == []


def test_no_sentence_hides_where_it_is_not_extracted():
    """A call inside an f-string is seen by Python, not by gettext's tools."""
    hidden = [
        f"{path.relative_to(PACKAGE)}:{call.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) in KEYWORDS
    ]
    assert hidden == []


def test_a_sentence_is_a_plain_string():
    """A string deeper inside the call, such as a key, is extracted as a sentence by some versions of babel only."""
    deep = [
        f"{path.relative_to(PACKAGE)}:{call.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) in KEYWORDS
        for argument in call.args[:2]
        if not isinstance(argument, ast.Constant)
        and any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in ast.walk(argument))
    ]
    assert deep == []


def test_counts_and_contexts_choose_the_words(tmp_path):
    """As gettext reads them out of the compiled file, which an installation makes."""
    with (tmp_path / "rcm.mo").open("wb") as file:
        write_mo(file, catalogue())
    with (tmp_path / "rcm.mo").open("rb") as file:
        spanish = GNUTranslations(file)
    counted = [spanish.ngettext("{count} subject", "{count} subjects", n).format(count=n) for n in (0, 1, 2)]
    assert counted == ["0 temas", "1 tema", "2 temas"]
    assert spanish.gettext("Record") == "Registrar"
    assert spanish.pgettext("noun", "Record") == "Registro"


def test_the_compiled_catalogue_speaks_spanish():
    if not PO.with_suffix(".mo").exists():
        skip_outside_ci("the catalogue is compiled when the package is installed")
    i18n._translations.cache_clear()
    assert i18n.translator("es").gettext("status") == "estado"
    assert i18n.translator("fr").gettext("status") == "status"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "es_MX.UTF-8"}, "es"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "RCM_LANG": "es"}, "es"),
        ({"LC_ALL": "C", "LANG": "es_ES"}, "en"),
        ({}, "en"),
    ],
)
def test_the_environment_chooses_the_language(environment, language):
    assert i18n.preferred(environment) == language
