"""Change sets as text: words marked without colour, sentences for minutes, and Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from rcm_tui.changes.describe import answers_of, members_on
from rcm_tui.changes.items import ChangeKind, ItemChange
from rcm_tui.changes.words import DiffOp, DiffSpan
from rcm_tui.i18n import _, current, translator
from rcm_tui.model import schema
from rcm_tui.model.fieldpath import MISSING, Path, Value, get
from rcm_tui.model.regex import regex
from rcm_tui.model.scalars import PlanLanguages
from rcm_tui.model.structures import Text
from rcm_tui.model.types import sentence
from rcm_tui.reports.names import Called, by_code
from rcm_tui.reports.review import ASKED, Detail, Sort, details, item_text, what_word
from rcm_tui.reports.visible import one_line
from rcm_tui.store import paths

Groups = Mapping[str, Sequence[ItemChange]]
Titles = Mapping[str, str]
"""What a subject, or the group of meetings or files, is called, by its code."""

_MARKS = {DiffOp.KEPT: "{}", DiffOp.REMOVED: "[-{}-]", DiffOp.ADDED: "{{+{}+}}"}


def marked(detail: Detail) -> str:
    """Return the detail's words with `[-…-]` around what went and `{+…+}` around what came."""
    return joined(detail, lambda run: _MARKS[run.op].format(one_line(run.text)))


def joined(detail: Detail, show: Callable[[DiffSpan], str]) -> str:
    """Return the runs of a detail as one text: names of a list divided by commas, two whole values by an arrow."""
    shown = [show(run) for run in detail.runs]
    if detail.sort is Sort.LIST:
        return ", ".join(shown)
    if detail.sort in (Sort.VALUE, Sort.MEMBER) and len(shown) > 1:
        return " -> ".join(shown)
    return "".join(shown)


def title(change: ItemChange) -> str:
    """Return the text of the item that a change is about, on one line, in the language in use."""
    return one_line(item_text(change))


def names(change: ItemChange) -> str:
    """Return the item's id, with the one it had before."""
    return f"{change.former} -> {change.key}" if change.former else change.key


# --- sentences


def sentences(
    change: ItemChange, called: Called = by_code, *, language: str = "", published: bool = False
) -> tuple[str, ...]:
    """Return what happened to one item, in sentences: `Status: b (was a).`, `Calendar entry added: …`.

    With a `language`, texts are given in that one alone, where they have it; where only others changed, that is said.
    With `published`, what is not to be published is left out: reasons, notes, and fields that are declared so.
    """
    return tuple(_sentences(change, called, language, published))


def _is_internal(change: ItemChange, detail: Detail) -> bool:
    if change.key == paths.ACTORS and len(detail.path) > 1:
        of_actor = schema.in_use().kinds["actor"].fields.get(detail.path[1])
        return of_actor is not None and not of_actor.published
    field = schema.in_use().find(detail.path[members_on(detail.path) :])
    is_remark = not {"reason", "note"}.isdisjoint(detail.path[-2:])  # A note has a text for each language.
    return is_remark or (field is not None and not field.published)


def _sentences(change: ItemChange, called: Called, language: str, published: bool) -> Iterator[str]:
    found = details(change, called)
    found = tuple(sentence for sentence in found if not _is_internal(change, sentence)) if published else found
    found = _in_one_language(found, change, language) if language else found
    found = tuple(_answers_together(found, called))
    if change.what in (ChangeKind.ADDED, ChangeKind.REMOVED):
        text = title(change)
        word = sentence(what_word(change))
        yield _stop(f"{word}: {text}" if text else word)
        for detail in found:
            if not is_title(change, detail):
                yield _sentence(detail)
        return
    if change.what is not ChangeKind.CHANGED:
        yield _stop(sentence(what_word(change)))
    for detail in found:
        yield _sentence(detail)


def _answers_together(found: Sequence[Detail], called: Called) -> Iterator[Detail]:
    """Put answers that were recorded alike into one detail, as those of a group are."""
    groups: dict[object, list[Detail]] = {}
    for detail in found:
        _owner, received, answer = _parted(detail.path)
        is_answer = received and answer[1:] in ((), ("date",))
        key = (detail.owner, answer[1:], detail.before, detail.after) if is_answer else id(detail)
        groups.setdefault(key, []).append(detail)
    for group in groups.values():
        actors = [called(ASKED, _parted(each.path)[2][0]) for each in group] if len(group) > 1 else []
        yield replace(group[0], label=_("answers of {actors}").format(actors=", ".join(actors))) if actors else group[0]


def _parted(path: Path) -> tuple[Path, bool, Path]:
    """Divide a path at the ledger: what is before it, whether it leads to answers, what is below it."""
    at = members_on(path)
    below = answers_of(path[at:])
    return path[: len(path) - len(below or ())], bool(below), below or ()


def _in_one_language(found: Sequence[Detail], change: ItemChange, language: str) -> tuple[Detail, ...]:
    """Leave out texts in other languages; where only those changed, keep that they did."""
    kept, others, languages = [], [], []
    for detail in found:
        if _lists_languages(detail):
            languages.append(detail)
            continue
        text = _text_of(change, detail.path[:-1])
        if text is None:
            kept.append(detail)
        elif detail.path[-1] == language or language not in text:
            label = schema.in_use().label(detail.path[members_on(detail.path) : -1], translator(current()))
            kept.append(replace(detail, label=label))
        else:
            others.append(replace(detail, before=None, after=None))
    return tuple(kept or others or languages)


def _lists_languages(detail: Detail) -> bool:
    """Return whether it says in which languages a text is unofficial."""
    field = schema.in_use().find(detail.path[members_on(detail.path) :])
    return field is not None and isinstance(field.type, PlanLanguages)


def _text_of(change: ItemChange, path: Path) -> Mapping[str, Value] | None:
    """Return the text by language that stands at a path after the change, else before it; None for another field."""
    for version in (change.after, change.before):
        value: Value = get(version.data, path) if version is not None and version.data is not None and path else MISSING
        field = schema.in_use().find(path[members_on(path) :]) if isinstance(value, Mapping) else None
        if field is not None and isinstance(field.type, Text) and isinstance(value, Mapping):
            return dict(value)
    return None


def _sentence(detail: Detail) -> str:
    before, after = (one_line(side) if side else side for side in (detail.before, detail.after))
    name = sentence(detail.name)
    if detail.sort is Sort.ORDER:
        return _stop(_("{list} reordered").format(list=name))
    if before is None and after is None:
        return _("{field} changed.").format(field=name)
    if detail.sort is Sort.MEMBER:
        return _stop(_came_or_went(detail, before, after))
    if detail.sort is Sort.TEXT and before and after:
        return _stop(_("{field} now reads: {words}").format(field=name, words=after))
    if before and after:
        return _stop(_("{field}: {after} (was {before})").format(field=name, before=before, after=after))
    if after:
        return _stop(f"{name}: {after}")
    return _stop(_("{field} removed: {words}").format(field=name, words=before))


def _came_or_went(detail: Detail, before: str | None, after: str | None) -> str:
    owner = sentence(detail.owner)
    if before and after:
        return f"{owner} {before} -> {after}"
    if after:
        return _("{owner} added: {words}").format(owner=owner, words=after)
    return _("{owner} removed: {words}").format(owner=owner, words=before)


def _stop(words: str) -> str:
    return words if words.endswith((".", "!", "?", "…", '."')) else words + "."


# --- Markdown

_SPECIAL = regex(r"([\\`*_\[\]<|~])")
_LINE_START = regex(r"^(\s*\d*)(#+|[-+]|[.)]|>)(?=\s|$)")


def escaped(words: str) -> str:
    """Return text of a plan with what could be Markdown escaped."""
    return _LINE_START.sub(r"\1\\\2", _inside(words))


def _inside(words: str) -> str:
    """Words inside a line, spaces at their ends kept."""
    return _SPECIAL.sub(r"\\\1", one_line(words))


def markdown_review(groups: Groups, titles: Titles, heading: str) -> Iterator[str]:
    """Yield the review as lines of Markdown: a section for each subject, changed words struck out and inserted."""
    yield f"# {escaped(heading)}"
    for code, changes in groups.items():
        yield ""
        yield f"## {escaped(titles.get(code, code))}"
        for change in changes:
            yield ""
            yield f"### {escaped(names(change))}: {escaped(what_word(change))}"
            yield from _markdown_item(change)


def _markdown_item(change: ItemChange) -> Iterator[str]:
    text = title(change)
    if text:
        yield ""
        yield escaped(text)
    found = [detail for detail in details(change) if not is_title(change, detail)]
    if found:
        yield ""
    for detail in found:
        if detail.sort is Sort.ORDER:
            yield "- " + escaped(_("{list} reordered").format(list=sentence(detail.name)))
        else:
            yield f"- **{escaped(sentence(detail.name))}**: {joined(detail, _markdown_run)}"


def is_title(change: ItemChange, detail: Detail) -> bool:
    """Return whether a detail repeats what heads an item that is new or gone: its text and number."""
    field = schema.in_use().find(detail.path[:1])
    heads = field is not None and not field.is_own and (field.name == "number" or type(field.type) is Text)
    return change.what in (ChangeKind.ADDED, ChangeKind.REMOVED) and heads


def _markdown_run(run: DiffSpan) -> str:
    inner = run.text.strip()
    if run.op is DiffOp.KEPT or not inner:
        return _inside(run.text)
    signs = ("~~", "~~") if run.op is DiffOp.REMOVED else ("<ins>", "</ins>")
    start = run.text[: len(run.text) - len(run.text.lstrip())]
    end = run.text[len(run.text.rstrip()) :]
    return f"{start}{signs[0]}{_inside(inner)}{signs[1]}{end}"


def plain_review(groups: Groups, titles: Titles, heading: str) -> Iterator[str]:
    """Yield the lines of the review."""
    yield one_line(heading)
    for code, changes in groups.items():
        yield ""
        yield one_line(titles.get(code, code))
        for change in changes:
            yield from _item(change)


def _item(change: ItemChange) -> Iterator[str]:
    yield ""
    yield f"  {one_line(names(change))}: {what_word(change)}"
    text = title(change)
    if text:
        yield f"    {text}"
    for detail in details(change):
        if is_title(change, detail):
            continue
        words = _("reordered") if detail.sort is Sort.ORDER else marked(detail)
        yield f"    {detail.name[:1].upper()}{detail.name[1:]}: {words}"
