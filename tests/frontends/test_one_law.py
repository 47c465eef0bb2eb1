"""The same words typed into a form, `rcm set`, the options of a command or a file give the same bytes or a refusal."""

from __future__ import annotations

import random
import shutil
import string
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rcm_tui.cli.field_options import optional_fields
from rcm_tui.model.errors import ERROR, BadValue
from rcm_tui.model.fieldpath import MISSING, get, parse_path, put, without
from rcm_tui.model.schema import FILE_KINDS, ITEM_KINDS, SCHEMA
from rcm_tui.model.structures import Structure
from rcm_tui.model.types import Context
from rcm_tui.store.check import faults_of
from rcm_tui.store.decode import Undecodable, decode
from rcm_tui.store.yaml import parse, revise
from rcm_tui.workflow.edit import parse_assignment, set_fields
from rcm_tui.workflow.workspace import Workspace
from tests.frontends.words import AGREEMENT, ENTRY, ITEM, MEETING, cases, decided

PATH = "plan/GA/GA-1/GA-1.1.yaml"


@pytest.fixture(scope="module")
def workspace(gardens):
    return Workspace.open(gardens)


def made_by_set(workspace, path: str, words: str, key: str = ITEM) -> bytes | str:
    """The file as `rcm set` would leave it, or the refusal."""
    try:
        change = set_fields(workspace, key, [parse_assignment(f"{path}={words}")])
    except BadValue as refusal:
        return str(refusal)
    return revise(workspace.read_bytes(workspace.path(key)), change.targets[0].data)


def errors_in(workspace, data) -> set[str]:
    return {fault.message for fault in faults_of(workspace.plan, PATH, data) if fault.severity == ERROR}


# --- the command line


@pytest.mark.parametrize(("path", "words"), cases())
def test_set_and_the_options_write_the_same_or_refuse_alike(path, words, plan, rcm):
    inner = path.removeprefix(f"calendar.{ENTRY}.")
    kinds = ("entry",) if inner != path else ITEM_KINDS
    fields = optional_fields(*kinds, schema=Workspace.open(plan).plan.schema)
    options = {".".join(where): field.option for where, field in fields.values()}
    if inner.startswith("text."):
        option = ["--text", words, "--in", inner.removeprefix("text.")]
    else:
        option = [options[inner.removesuffix(".en")], words]
    command = ["entry", ITEM, ENTRY] if inner != path else ["edit", ITEM]
    record = ("--between-meetings", "-m", "x", "--dry-run")
    by_set = rcm("set", ITEM, f"{path}={words}", *record)
    by_option = rcm(*command, *option, *record)
    assert (by_option.status, by_option.out, by_option.err) == (by_set.status, by_set.out, by_set.err)


def _pairs(words: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [(path, each) for path, some in words.items() for each in some]


DECIDED = [(kind, *pair) for kind, fields in decided().items() for pair in _pairs(fields)]


@pytest.mark.parametrize(("kind", "path", "words"), DECIDED)
def test_options_for_meetings_and_agreements_write_what_set_writes(kind, path, words, plan, rcm):
    """So do those that open a meeting and record an agreement; they write more besides."""
    fields = optional_fields(kind, schema=Workspace.open(plan).plan.schema)
    option = {".".join(where): field.option for where, field in fields.values()}[path.removesuffix(".en")]
    record = ("-m", "x", "--dry-run", "--between-meetings")
    if kind == "meeting":
        assigned, edit, more = (MEETING, f"{path}={words}"), (MEETING,), ("meeting", "open", MEETING)
    else:
        assigned, edit = (MEETING, f"agreements.{AGREEMENT}.{path}={words}"), (f"{MEETING}/{AGREEMENT}",)
        more = ("agreement", "add", "--text", "WATER", "--meeting", MEETING)
    by_set = rcm("set", *assigned, *record)
    by_option = rcm(kind, "edit", *edit, option, words, *record)
    without_trailer = by_option.out.replace(f"Agreement: {MEETING}/{AGREEMENT}\n", "")
    assert (by_option.status, without_trailer, by_option.err) == (by_set.status, by_set.out, by_set.err)
    by_others = rcm(*more, option, words, *record)
    assert by_others.status == by_set.status
    assert set(_added(by_set.out)) <= set(_added(by_others.out))
    assert by_set.status == 0 or by_others.err == by_set.err


def _added(shown: str) -> list[str]:
    return [line.replace('"', "") for line in shown.splitlines() if line.startswith("+") and not line.startswith("+++")]


@pytest.mark.parametrize(
    "assignment",
    [
        "calendar.kvt.request.every=banana",
        "funding.currency=dollars",
        "statos=completed",
        "responsibel+=IOM",
        "calendar.kvt.data=2006",
        "parts.szm.request={from: [members]}",
        "percent_complete=250",
        "percent_complete=half",
        "text.fr=BONJOUR",
        "funding=60000",
        "calendar=x",
        "calendar.kvt=x",
        "calendar.kvt.request=members",
        "calendar.kvt.actors=host",
        "priority+=2",
        "id=GA-9.9",
        "calendar.kvt.id=zzz",
        "formerly=GA-7.7",
        "archived.reason=old",
        "status.deep=1",
    ],
)
def test_what_no_field_can_have_is_refused_with_a_sentence(assignment, plan, rcm):
    before = (plan / PATH).read_bytes()
    done = rcm("set", ITEM, assignment, "--between-meetings", "-m", "x")
    assert done.status == 2 and done.err.strip()
    assert (plan / PATH).read_bytes() == before


def test_keys_that_the_schema_does_not_know_are_set_where_they_are_there_or_are_ones_own(plan, rcm):
    done = rcm("set", ITEM, "colour=red", "x_score=3", "--between-meetings", "-m", "x")
    assert done.status == 0, done.err
    assert {"colour": "red", "x_score": "3"}.items() <= parse((plan / PATH).read_bytes()).items()
    refused = rcm("set", ITEM, "color=red", "--between-meetings", "-m", "x")
    assert refused.status == 2
    near = rcm("set", ITEM, "statos=completed", "--between-meetings", "-m", "x")
    assert near.status == 2 and "did you mean status?" in near.err


# --- the file edited in an editor


@pytest.mark.parametrize(("path", "words"), cases())
def test_a_file_edited_by_hand_may_hold_what_set_writes_and_nothing_that_it_refuses(path, words, workspace):
    where, data = parse_path(path), workspace.data(ITEM)
    by_set = made_by_set(workspace, path, words)
    if isinstance(by_set, bytes):
        assert errors_in(workspace, parse(by_set)) == errors_in(workspace, data)
        return
    field = workspace.plan.schema.field("activity", where)
    typed = [words] if field.type.is_list else words
    assert errors_in(workspace, put(data, where, typed)) - errors_in(workspace, data), by_set


def test_check_refuses_a_wrong_percentage_with_its_place_and_the_reason(plan, rcm):
    file = plan / PATH
    for wrong in ("250", "half"):
        file.write_text(file.read_text().replace("colour:", f"percent_complete: {wrong}\ncolour:"))
        done = rcm("check")
        assert done.status == 1
        assert f"{PATH}:12:19: “percent_complete” cannot be “{wrong}”; it must be a whole number from 0 to 100" in (
            done.out + done.err
        )
        file.write_text(file.read_text().replace(f"percent_complete: {wrong}\n", ""))


# --- the forms


def _type(field, words: str) -> None:
    """Put words into a field as if typed; what is chosen from a list is chosen, whether the list has it or not."""
    typed = field.typed
    if isinstance(typed, dict):
        field.set_typed({"values": [], "words": words})
    elif isinstance(typed, list):
        field.set_typed([each.strip() for each in words.split(",") if each.strip()])
    else:
        field.set_typed(words)


def _made_by_form(workspace, form, path, words: str, key: str = ITEM) -> bytes | str:
    field = form.field_at(*path)
    if field is None:
        pytest.fail(f"the form has no field {path}")
    base = get(form.base, path)
    field.load(base)
    _type(field, words)
    try:
        if not field.touched:
            return workspace.read_bytes(workspace.path(key))
        refusal = field.error()
        if refusal:
            return refusal
        form.data = form.edited()
        change = form.change(workspace)
    except BadValue as refusal:
        return str(refusal)
    finally:
        field.load(base)
    return revise(workspace.read_bytes(workspace.path(key)), change.targets[0].data)


def _random_words(seed: int) -> str:
    source = random.Random(seed)
    if source.random() < 0.5:
        words = list(source.choice(cases())[1])
        at = source.randrange(len(words) + 1)
        words[at : at + source.randrange(2)] = source.choice(string.ascii_letters + string.digits + " .-/%áñ")
        return "".join(words)
    return "".join(source.choices(string.ascii_letters + string.digits + " .,-/:%áñ#[]{}'\"", k=source.randrange(1, 9)))


async def test_the_forms_write_what_set_writes_and_refuse_what_it_refuses(gardens, tmp_path, open_app):
    from rcm_tui.tui.forms.agreement import AgreementEditor
    from rcm_tui.tui.forms.entry import EntryForm
    from rcm_tui.tui.forms.item import ItemEditor
    from rcm_tui.tui.forms.meeting import MeetingForm

    repo = shutil.copytree(gardens, tmp_path / "repo")
    workspace = Workspace.open(repo)
    differ = []
    tried = 0
    async with open_app(repo) as (app, pilot):
        own, words_for = cases(), decided()
        entry = [(path, words) for path, words in own if path.startswith("calendar.")]
        forms = [
            (lambda: ItemEditor(ITEM), ITEM, [each for each in own if each not in entry]),
            (lambda: EntryForm(ITEM, ENTRY), ITEM, entry),
            (lambda: MeetingForm(MEETING), MEETING, _pairs(words_for["meeting"])),
            (
                lambda: AgreementEditor(MEETING, AGREEMENT),
                MEETING,
                _pairs({f"agreements.{AGREEMENT}.{path}": each for path, each in words_for["agreement"].items()}),
            ),
        ]
        for make, key, asked in forms:
            form = make()
            await form.open(app)
            await pilot.pause()
            paths = sorted({path for path, _words in asked})
            asked += [(random.Random(seed).choice(paths), _random_words(seed)) for seed in range(150)]
            for path, words in asked:
                by_set = made_by_set(workspace, path, words, key)
                by_form = _made_by_form(workspace, form, parse_path(path), words, key)
                tried += 1
                if isinstance(by_set, bytes) != isinstance(by_form, bytes) or (
                    isinstance(by_set, bytes) and by_set != by_form
                ):
                    differ.append((path, words, by_set, by_form))
            app.pop_screen()
            await pilot.pause()
    assert not differ, f"{len(differ)} of {tried}: {differ[:5]}"


# --- the types themselves, with any words

LEAVES = [
    (kind, field.name)
    for kind, own in SCHEMA.kinds.items()
    for field in own
    if not isinstance(field.type, Structure) and field.name != "document"
]
NEARLY = sorted({words for _path, words in cases()})
WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(NEARLY),
    st.integers(-10, 2000).map(str),
    st.dates().map(str),
    st.lists(st.sampled_from(NEARLY), max_size=3).map(", ".join),
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(LEAVES), WORDS)
def test_a_type_accepts_from_people_what_a_file_may_hold(workspace, leaf, words):
    field = SCHEMA.kinds[leaf[0]].fields[leaf[1]]
    context = Context(workspace.plan, ITEM, workspace.on)
    try:
        value = field.parse(words, context)
    except BadValue as refusal:
        assert str(refusal)
        stored = [words.strip()] if field.type.is_list else words.strip()
        if "," not in words:
            assert any(problem.severity == ERROR for problem in field.check(stored, context))
        return
    if value is not MISSING:
        assert not any(problem.severity == ERROR for problem in field.check(value, context))
        assert field.parse(field.written(value), context) == value
        field.format(value, "en", context), field.format(value, "es", context)


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 300), st.floats(allow_nan=False), st.sampled_from(NEARLY)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(st.sampled_from(["en", "es", "id", "text", "date", "from", "MX"]), inner, max_size=2),
    ),
    max_leaves=4,
)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from([(kind, field.name) for kind in FILE_KINDS if kind != "actors" for field in SCHEMA.kinds[kind]]),
    VALUES,
)
@example(("words", "dates"), {"en": [None]})
def test_what_cannot_be_decoded_is_a_problem_that_the_schema_names(workspace, leaf, value):
    kind, name = leaf
    data = {
        **{"id": ITEM, "number": 1, "text": {"en": "A"}, "title": {"en": "A"}, "status": "planned", "body": "COUNCIL"},
        name: value,
    }
    if kind == "plan":
        data = {"title": {"en": "A"}, name: value}
    problems = [problem for problem in SCHEMA.problems(kind, data) if problem.severity == ERROR]
    try:
        decode(data, kind)
    except Undecodable as refusal:
        assert problems and "wrong-form" not in {fault.code for fault in refusal.faults}


def test_removing_a_field_is_the_same_everywhere(workspace):
    data = workspace.data(ITEM)
    assert parse(made_by_set(workspace, "responsible", "")) == without(data, ("responsible",))
    assert "missing" in made_by_set(workspace, "status", " ")
