"""The documents say what is true: their tables are those of the schema; links, commands and options exist."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import click
import pytest

from rcm_tui.cli.app import root_command

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def maker():
    spec = importlib.util.spec_from_file_location("make_tables", ROOT / "tools/make_tables.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tables_of_the_format_are_those_of_the_schema():
    text = (ROOT / "docs/format.md").read_text("utf-8")
    assert maker().page(text) == text, "run tools/make_tables.py"


def test_every_kind_has_a_table():
    from rcm_tui.model.schema import SCHEMA

    text = (ROOT / "docs/format.md").read_text("utf-8")
    # What is below an activity has the same fields.
    assert set(re.findall(r"<!-- fields: ([\w-]+) -->", text)) == set(SCHEMA.kinds) - {"subactivity"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_modules_that_are_named_exist(page):
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (page.parent / target).exists(), target
    for module in re.findall(r"`((?:rcm_tui|tests|docs)/[\w./-]+)`", text):
        assert (ROOT / module).exists(), module


def anchors(page: Path) -> set[str]:
    """Return the places of a page that a link can lead to, as forges name them after its headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_headings_that_links_lead_to_exist(page):
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", page.read_text("utf-8")):
        assert anchor in anchors(page.parent / target if target else page), anchor


def shown_commands(text: str) -> set[str]:
    """Return the commands of `rcm` that a page shows, each in one line and without what the shell does with it."""
    text = re.sub(r"\\\n\s*", " ", text)
    in_sentences = re.findall(r"`(rcm [^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    in_lines = re.findall(r"^ *((?:rcm|[^`|\n]+&& rcm) .+)$", text, re.MULTILINE)
    lines = [" ".join(line.split("#")[0].split()) for line in [*in_sentences, *in_lines]]
    return {part.strip() for line in lines for part in line.split("&&") if part.strip().startswith("rcm ")}


def unknown_part(line: str) -> str | None:
    """Return the command, or the option, in a command line that the program does not have."""
    context = click.Context(root_command(), info_name="rcm")
    options = options_of(context)
    for word in re.sub(r"--lang \w+ ", "", re.split(r"[<>]", line)[0]).split()[1:]:
        name = word.split("=")[0]
        if re.fullmatch(r"--?[a-z][\w-]*", name) and name not in options:
            return f"{context.command_path} {name}"
        if isinstance(context.command, click.Group) and re.fullmatch(r"[a-z|-]+", word) and word[0] != "-":
            found = [context.command.get_command(context, name) for name in word.split("|")]
            if None in found:
                return f"{context.command_path} {word}"
            context = click.Context(found[0], info_name=word, parent=context)
            options |= options_of(context)
    return None


def options_of(context: click.Context) -> set[str]:
    """Return the names of the options of a command, with those that the profiles' own fields can have."""
    names = {name for option in context.command.get_params(context) for name in (*option.opts, *option.secondary_opts)}
    plans = [path.read_text("utf-8") for path in (ROOT / "rcm_tui/profiles").rglob("plan.yaml")]
    blocks = "".join("".join(re.findall(r"^fields:\n((?: .*\n)+)", plan, re.MULTILINE)) for plan in plans)
    return names | {f"--{name}" for name in re.findall(r"^  ([\w-]+):", blocks, re.MULTILINE)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_options_that_are_shown_exist(page):
    text = page.read_text("utf-8")
    unknown = {line: unknown_part(line) for line in shown_commands(text)}
    assert not {line: part for line, part in unknown.items() if part}


def all_commands(context: click.Context):
    """Yield the contexts of all commands below one."""
    for name in context.command.list_commands(context):
        inner = click.Context(context.command.get_command(context, name), info_name=name, parent=context)
        yield inner
        if isinstance(inner.command, click.Group):
            yield from all_commands(inner)


def examples() -> list[str]:
    """Return the command lines at the end of the help of the commands."""
    contexts = all_commands(click.Context(root_command(), info_name="rcm"))
    return [line for context in contexts for line in (context.command.epilog or "").splitlines() if line]


def test_examples_and_options_in_sentences_exist():
    assert len(examples()) > 100
    assert not [(line, unknown_part(line)) for line in examples() if unknown_part(line)]
    contexts = list(all_commands(click.Context(root_command(), info_name="rcm")))
    known = {name for context in contexts for name in options_of(context)} | options_of(contexts[0].parent)
    for page in PAGES:
        named = re.findall(r"`(--[a-z][\w-]+)[^`]*`", page.read_text("utf-8"))
        assert set(named) <= known, page
