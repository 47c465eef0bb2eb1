"""Record what each translation of a text was made from, so that out-of-date translations are found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rcm_tui.model.fieldpath import Value, get, put, without
from rcm_tui.model.schema import SCHEMA
from rcm_tui.model.structures import Text
from rcm_tui.model.texts import fingerprint

NOTED, UNOFFICIAL = "translated", "draft"


def with_origins(
    kind: str, before: Mapping[str, Value] | None, after: Mapping[str, Value], languages: Sequence[str]
) -> Mapping[str, Value]:
    """Return the data that a file of `kind` is to hold, with the origin of every translation that was written.

    `before` is the data of the last record, `languages` are the plan's, in order. A translation written now was made
    from its original as it is now; one that stays as it was while its original changes keeps the fingerprint of the
    earlier original, and so is stale. New texts and those that are as they were are left alone, and so are origins that
    were given.
    An origin that names only a language (`es: en`) stands for the words of that language as they are now. A language
    that a text no longer has is taken out of its origins and out of its unofficial translations.
    """
    found = after
    for part, place, values in SCHEMA.parts_of(kind, after):
        fields = SCHEMA.kinds[part].fields
        name = next((field.name for field in fields.values() if isinstance(field.type, Text)), "")
        text, old = values.get(name), get(before or {}, place)
        if NOTED not in fields or not isinstance(text, Mapping) or not _is_text(text):
            continue
        held = old if isinstance(old, Mapping) else {}
        origins = _origins(_mapping(held, name), text, _mapping(held, NOTED), _mapping(values, NOTED), languages)
        if origins != _mapping(values, NOTED):
            found = put(found, (*place, NOTED), origins) if origins else without(found, (*place, NOTED))
        drafts = values.get(UNOFFICIAL)
        if isinstance(drafts, list) and any(code not in text for code in drafts):
            left = [code for code in drafts if code in text]
            found = put(found, (*place, UNOFFICIAL), left) if left else without(found, (*place, UNOFFICIAL))
    return after if found is after else SCHEMA.arrange(kind, found)


def _mapping(data: Mapping[str, Value], name: str) -> Mapping[str, str]:
    value = data.get(name)
    return value if isinstance(value, Mapping) and _is_text(value) else {}


def _is_text(value: Mapping[str, Value]) -> bool:
    return all(isinstance(words, str) for words in value.values())


def _origins(
    before: Mapping[str, str],
    text: Mapping[str, str],
    noted_before: Mapping[str, str],
    noted: Mapping[str, str],
    languages: Sequence[str],
) -> Mapping[str, str]:
    """Return what each language of a text was translated from."""
    written = {code for code in text if code not in before or fingerprint(before[code]) != fingerprint(text[code])}
    by_hand = {code for code, origin in noted.items() if origin != noted_before.get(code)}
    if not by_hand and (not before or (not written and len(text) == len(before))):
        return noted
    left = {code: origin for code, origin in noted.items() if code in text and origin.partition(":")[0] in text}
    found = {**left, **{code: noted[code] for code in by_hand}}
    original = _original(before, text, found, languages)
    for code in text:
        origin, _colon, digest = found.get(code, "").partition(":")
        if code in by_hand and origin:
            found[code] = f"{origin}:{digest or fingerprint(text.get(origin, ''))}"
        elif code in written and before and (origin or code != original):
            origin = origin or original
            found[code] = f"{origin}:{fingerprint(text[origin])}"
        elif not origin and original in written and original in before and code in before and code != original:
            found[code] = f"{original}:{fingerprint(before[original])}"
    return found


def _original(
    before: Mapping[str, str], text: Mapping[str, str], noted: Mapping[str, str], languages: Sequence[str]
) -> str:
    """Return the language that the others are translated from.

    Where nothing says so, that is the first of the plan's languages that the text had before.
    """
    candidates = list(_in_order(text, languages))
    named = [origin.partition(":")[0] for origin in noted.values()]
    roots = [code for code in candidates if code not in noted] or candidates
    return next(
        (code for code in roots if code in named), next((code for code in roots if code in before), candidates[0])
    )


def _in_order(text: Mapping[str, str], languages: Sequence[str]) -> Iterator[str]:
    yield from (code for code in languages if code in text)
    yield from (code for code in text if code not in languages)
