"""Merge plans of two people who worked apart, and compare with what a log of their edits says must come of it."""

from __future__ import annotations

import copy
import random

import pytest

from rcm_tui.changes.items import Version
from rcm_tui.changes.plans import merge_plans
from rcm_tui.changes.questions import OTHER, OURS, THEIRS, Answer, Kind
from rcm_tui.model import ids
from rcm_tui.model.fieldpath import MISSING, get, put, same

STATUSES = ("planned", "active", "completed", "cancelled", "ongoing")
ACTORS = ("MX", "CA", "US", "IOM")


def activity(key, number, **more):
    return {
        "id": key,
        "number": number,
        "text": {"en": f"TEXT OF {key}", "es": f"TEXTO DE {key}"},
        "status": "active",
        **more,
    }


def entry(name, text):
    return {"id": name, "date": "2006-11", "text": {"en": text}}


BASE = {
    "HR": {"id": "HR", "number": 1, "title": {"en": "Human rights"}},
    "HR-1": {"id": "HR-1", "number": 1, "text": {"en": "AN OBJECTIVE"}},
    "HR-2": {"id": "HR-2", "number": 2, "text": {"en": "ANOTHER"}, "calendar": [entry("qqq", "Of it")]},
    "HR-1.1": activity("HR-1.1", 1, responsible=["MX"], calendar=[entry("aaa", "One"), entry("bbb", "Two")]),
    "HR-1.2": activity("HR-1.2", 2, responsible=["MX", "IOM"]),
    "HR-1.3": activity("HR-1.3", 3, calendar=[entry("ccc", "Three"), entry("ddd", "Four"), entry("eee", "Five")]),
    "HR-2.1": activity("HR-2.1", 1),
    "2006-11-rcgm": {"id": "2006-11-rcgm", "body": "RCGM", "status": "open", "agreements": []},
}


class Around:
    def __init__(self, theirs):
        self.theirs = theirs

    def ids(self):
        return [key for key in self.theirs if ids.is_id(key)]

    def siblings(self, parent):
        return {
            key: version.data
            for key, version in self.theirs.items()
            if ids.is_id(key) and ids.parent_of(key) == parent and not version.archived
        }


def versions(files, base=None):
    """The versions of a plan; files that are as in `base` are the same objects."""
    found = {}
    for key, data in files.items():
        version = Version(data, "archived" in data)
        found[key] = base[key] if base and key in base and same(base[key].data, data) else version
    return found


def merged(base, ours, theirs, answers=None):
    before = versions(base)
    mine, other = versions(ours, before), versions(theirs, before)
    return merge_plans(before, mine, other, Around(other), answers)


def result(plan):
    return {file.key: dict(file.data) for file in plan.files if file.data is not None}


def edited(files=None, **edits):
    """A plan with some fields changed: `edited(HR_1__1={"status": "completed"})`."""
    files = copy.deepcopy(BASE if files is None else files)
    for key, fields in edits.items():
        key = key.replace("__", ".").replace("_", "-")
        files[key] = {**files.get(key, {"id": key}), **fields}
        files[key] = {name: value for name, value in files[key].items() if value is not None}
    return files


class Person:
    """Somebody who edits a plan at random and keeps a log: for each field, by its path, what it was last set to."""

    def __init__(self, chance, name):
        self.chance, self.name, self.log, self.files = chance, name, {}, copy.deepcopy(BASE)
        self.count = 0

    def work(self, edits):
        for _ in range(edits):
            self.chance.choice(
                (self.set, self.set, self.actor, self.add, self.date, self.delete, self.archive, self.new)
            )()

    def _activities(self, archived=False):
        return [
            key
            for key in self.files
            if ids.is_id(key)
            and ids.kind_of(key) == "activity"
            and (archived or "archived" not in self.files[key])
            and key in BASE
        ]

    def _put(self, key, path, value):
        self.files[key] = put(self.files[key], path, value)
        self.log[key, *path] = value

    def set(self):
        key = self.chance.choice(self._activities(archived=True))
        path = self.chance.choice((("status",), ("text", "en"), ("text", "es"), ("priority",)))
        value = self.chance.choice(STATUSES) if path == ("status",) else f"{self.name} {self.chance.randrange(3)}"
        self._put(key, path, value)

    def actor(self):
        key, code = self.chance.choice(self._activities(archived=True)), self.chance.choice(ACTORS)
        codes = list(self.files[key].get("responsible", []))
        codes = [one for one in codes if one != code] if code in codes else [*codes, code]
        self.files[key] = put(self.files[key], ("responsible",), codes or MISSING)
        self.log[key, "responsible", code] = code in codes

    def _entry(self):
        found = [
            (key, entry["id"])
            for key in self._activities(archived=True)
            for entry in self.files[key].get("calendar", ())
        ]
        return self.chance.choice(found) if found else None

    def add(self):
        key = self.chance.choice(self._activities(archived=True))
        self.count += 1
        name = f"{self.name}{'xyz'[self.count % 3]}{'bcdf'[self.count // 3 % 4]}"
        calendar = self.files[key].get("calendar", [])
        if name in {entry["id"] for entry in calendar}:
            return
        self.files[key] = put(self.files[key], ("calendar",), [*calendar, entry(name, "New")])
        self.log[key, "calendar", name] = "there"

    def date(self):
        found = self._entry()
        if found:
            self._put(found[0], ("calendar", found[1], "date"), self.chance.choice(("2007", "2008", "2007-05")))

    def delete(self):
        found = self._entry()
        if found:
            key, name = found
            left = [entry for entry in self.files[key]["calendar"] if entry["id"] != name]
            self.files[key] = put(self.files[key], ("calendar",), left or MISSING)
            self.log = {path: value for path, value in self.log.items() if path[:3] != (key, "calendar", name)}
            self.log[key, "calendar", name] = "gone"

    def archive(self):
        found = self._activities()
        if found and self.chance.random() < 0.3:
            key = self.chance.choice(found)
            self.files[key] = {**self.files[key], "archived": {"date": "2006-11-29", "reason": self.name}}
            self.log[key, "archived"] = True

    def new(self):
        self.count += 1
        key = ids.next_id("HR-2", self.files)
        number = max(file["number"] for name, file in self.files.items() if ids.parent_of(name) == "HR-2") + 1
        text = f"NEW {self.name} {self.count}"
        self.files[key] = {**activity(key, number), "text": {"en": text}}
        self.log["new", text] = True

    def facts(self):
        """The log without what was set back."""
        kept = {}
        for path, value in self.log.items():
            key, *rest = path
            if rest[:1] == ["responsible"] and (rest[1] in BASE[key].get("responsible", [])) == value:
                continue
            if (
                rest[:1] == ["calendar"]
                and len(rest) == 2
                and value == "gone"
                and get(BASE[key], tuple(rest)) is MISSING
            ):
                continue
            if rest[:1] == ["calendar"] and len(rest) == 3 and get(BASE[key], tuple(rest[:2])) is MISSING:
                continue
            if key != "new" and rest != ["archived"] and len(rest) != 2 and same(get(BASE[key], tuple(rest)), value):
                continue
            if key != "new" and rest[0] == "text" and same(get(BASE[key], tuple(rest)), value):
                continue
            kept[path] = value
        return kept


def expected_questions(mine, other):
    """What the two logs say must be asked: a field that both set differently, or what one deleted or archived."""
    found = set()
    archived = {path[0] for log in (mine, other) for path in log if path[1:] == ("archived",)}
    for path, value in mine.items():
        if path in other and other[path] != value and path[1] != "responsible":
            found.add((path[0], path[1:]))
    for each, two in ((mine, other), (other, mine)):
        for path, value in each.items():
            if value == "gone" and any(far[:3] == path and len(far) == 4 for far in two):
                found.add((path[0], path[1:]))
        for key in archived:
            if (key, "archived") in each and (key, "archived") not in two and any(path[0] == key for path in two):
                found.add((key, ("archived",)))
    return found


def expected(mine, other):
    """What the merged plan must say, by the logs, with ours where both set a field."""
    return {**other, **mine}


def check_against(plan, log):
    files = result(plan)
    texts = {file["text"]["en"]: file for key, file in files.items() if "text" in file}
    for path, value in log.items():
        key, *rest = path
        if key == "new":
            assert rest[0] in texts
        elif rest == ["archived"]:
            assert "archived" in files[key]
        elif rest[0] == "responsible":
            assert (rest[1] in files[key].get("responsible", [])) == value
        elif rest[0] == "calendar" and len(rest) == 2:
            assert (get(files[key], tuple(rest)) is not MISSING) == (value == "there")
        elif get(files[key], tuple(rest[:2])) is not MISSING or rest[0] != "calendar":
            assert same(get(files[key], tuple(rest)), value), path


def nothing_else_changed(plan, mine, other):
    files = result(plan)
    touched = {path[:2] for path in (*mine, *other)}
    for key, data in BASE.items():
        now = files[key]
        for name, value in data.items():
            if (key, name) not in touched and name not in ("number",):
                assert as_sets(now.get(name)) == as_sets(value), (key, name)
    numbers = [
        (ids.parent_of(key), file["number"]) for key, file in files.items() if ids.is_id(key) and "archived" not in file
    ]
    assert len(set(numbers)) == len(numbers)


def two_at_work(seed):
    chance = random.Random(seed)
    one, two = Person(chance, "o"), Person(chance, "t")
    one.work(chance.randrange(1, 9))
    two.work(chance.randrange(1, 9))
    return one, two


def against_the_logs(seeds):
    asked = 0
    for seed in seeds:
        one, two = two_at_work(seed)
        mine, other = one.facts(), two.facts()
        plan = merged(BASE, one.files, two.files)
        questions = {question.name for question in plan.questions}
        wanted = expected_questions(mine, other)
        assert questions == wanted, seed
        asked += bool(questions)
        log = {
            path: v
            for path, v in expected(mine, other).items()
            if not any((path[0], path[1 : 1 + len(q[1])]) == q for q in wanted)
        }
        skip = {key for key, path in wanted if path == ("archived",)}
        check_against(plan, {path: v for path, v in log.items() if path[0] not in skip or path[1] != "archived"})
        nothing_else_changed(plan, mine, other)
    return asked


def test_a_merge_is_what_the_logs_of_both_say():
    assert against_the_logs(range(200))


@pytest.mark.slow
def test_two_thousand_merges_are_what_the_logs_of_both_say():
    assert against_the_logs(range(1000, 3000))


def test_the_side_matters_only_where_it_is_named():
    for seed in range(100):
        one, two = two_at_work(seed)
        plan, other_way = merged(BASE, one.files, two.files), merged(BASE, two.files, one.files)
        assert {question.name for question in plan.questions} == {question.name for question in other_way.questions}
        answers = {question.name: Answer(OURS) for question in plan.questions}
        turned = {question.name: Answer(THEIRS) for question in other_way.questions}
        these = result(merged(BASE, one.files, two.files, answers))
        those = result(merged(BASE, two.files, one.files, turned))
        for key in BASE:
            assert as_sets(these[key]) == as_sets(those[key]), (seed, key)


def as_sets(data):
    """The data without the orders that depend on the side."""
    if isinstance(data, dict):
        return {key: as_sets(value) for key, value in data.items()}
    if isinstance(data, list):
        return sorted((as_sets(value) for value in data), key=repr)
    return data


# --- the rules one by one


def test_an_id_given_twice():
    ours = edited(HR_1__4=activity("HR-1.4", 4, text={"en": "OURS"}))
    ours["2006-11-rcgm"]["agreements"] = [{"id": "xxx", "text": {"en": "We do this."}, "items": ["HR-1.4", "HR-1.1"]}]
    theirs = edited(HR_1__4=activity("HR-1.4", 4, text={"en": "THEIRS"}))
    plan = merged(BASE, ours, theirs)
    files = result(plan)
    assert plan.questions == () and plan.settled == (("HR-1.4", "HR-1.5"),)
    assert files["HR-1.4"]["text"]["en"] == "THEIRS"
    assert (files["HR-1.5"]["id"], files["HR-1.5"]["number"], files["HR-1.5"]["text"]["en"]) == ("HR-1.5", 5, "OURS")
    assert files["2006-11-rcgm"]["agreements"][0]["items"] == ["HR-1.5", "HR-1.1"]


def test_an_objective_given_twice_takes_its_activities_along():
    ours = edited(HR_3={"number": 3, "text": {"en": "OURS"}}, HR_3__1=activity("HR-3.1", 1, text={"en": "OF OURS"}))
    theirs = edited(
        HR_3={"number": 3, "text": {"en": "THEIRS"}}, HR_3__1=activity("HR-3.1", 1, text={"en": "OF THEIRS"})
    )
    files = result(merged(BASE, ours, theirs))
    assert files["HR-3.1"]["text"]["en"] == "OF THEIRS" and files["HR-4.1"]["text"]["en"] == "OF OURS"
    assert files["HR-4"]["number"] == 4


def moved(files, old, new, number):
    data = {**files.pop(old), "id": new, "formerly": [old], "number": number}
    files[new] = data
    return files


def test_edits_follow_an_item_that_was_moved():
    plan = merged(BASE, moved(edited(), "HR-1.2", "HR-2.2", 2), edited(HR_1__2={"status": "completed", "number": 9}))
    files = result(plan)
    assert plan.questions == ()
    assert "HR-1.2" not in files and files["HR-2.2"]["status"] == "completed" and files["HR-2.2"]["number"] == 2


def test_an_item_moved_to_two_places_is_a_question():
    ours, theirs = moved(edited(), "HR-1.2", "HR-2.2", 2), moved(edited(), "HR-1.2", "HR-3.1", 1)
    plan = merged(BASE, ours, theirs)
    assert [(question.key, question.kind) for question in plan.questions if question.kind is Kind.ID] == [
        ("HR-1.2", Kind.ID)
    ]
    files = result(merged(BASE, ours, theirs, {question.name: Answer(THEIRS) for question in plan.questions}))
    assert files["HR-3.1"]["number"] == 1 and "HR-2.2" not in files


def test_a_move_into_a_place_that_was_given():
    theirs = edited(HR_2__2=activity("HR-2.2", 2, text={"en": "THEIRS"}))
    plan = merged(BASE, moved(edited(), "HR-1.2", "HR-2.2", 2), theirs)
    files = result(plan)
    assert plan.questions == () and files["HR-2.2"]["text"]["en"] == "THEIRS"
    assert files["HR-2.3"]["formerly"] == ["HR-1.2"] and files["HR-2.3"]["number"] == 3


ABOVE = {**BASE, "HR-1.1.1": activity("HR-1.1.1", 1), "HR-1.1.2": activity("HR-1.1.2", 2)}
"""A plan of four levels."""


def moved_whole(files):
    """The activity HR-1.1 with what is below it, put under the other objective."""
    for old, new, number in (("HR-1.1", "HR-2.2", 2), ("HR-1.1.1", "HR-2.2.1", 1), ("HR-1.1.2", "HR-2.2.2", 2)):
        files = moved(files, old, new, number)
    return files


@pytest.mark.parametrize("ours_moves", [True, False])
def test_what_is_added_below_an_item_follows_it_to_where_it_was_moved(ours_moves):
    mover = moved_whole(edited(ABOVE))
    adder = {**edited(ABOVE), "HR-1.1.3": activity("HR-1.1.3", 3, text={"en": "ADDED"})}
    adder["HR-1.1.1"] = {**adder["HR-1.1.1"], "status": "completed"}
    sides = (mover, adder) if ours_moves else (adder, mover)
    plan = merged(ABOVE, *sides)
    files = result(plan)
    assert plan.questions == ()
    assert files["HR-2.2.3"]["formerly"] == ["HR-1.1.3"] and files["HR-2.2.3"]["text"] == {"en": "ADDED"}
    assert files["HR-2.2.1"]["status"] == "completed"
    assert not [key for key in files if key.startswith("HR-1.1.") or key == "HR-1.1"]


def test_an_id_given_twice_takes_what_is_below_it_along():
    ours = {**edited(), "HR-1.4": activity("HR-1.4", 4), "HR-1.4.1": activity("HR-1.4.1", 1, text={"en": "OURS"})}
    theirs = {**edited(), "HR-1.4": activity("HR-1.4", 4, text={"en": "THEIRS"})}
    files = result(merged(BASE, ours, theirs))
    assert files["HR-1.4"]["text"] == {"en": "THEIRS"} and "HR-1.4.1" not in files
    assert files["HR-1.5.1"]["text"] == {"en": "OURS"}


def test_a_change_below_what_was_archived_is_one_question():
    names = ("HR-1", "HR-1.1", "HR-1.1.1", "HR-1.1.2")
    ours = edited(ABOVE, **{name.replace("-", "_").replace(".", "__"): {"archived": ARCHIVED} for name in names})
    theirs = {**edited(ABOVE, HR_1__1__2={"status": "completed"}), "HR-1.1.3": activity("HR-1.1.3", 3)}
    [question] = merged(ABOVE, ours, theirs).questions
    assert question.key == "HR-1"
    back = result(merged(ABOVE, ours, theirs, {question.name: Answer(THEIRS)}))
    assert not [key for key in (*names, "HR-1.1.3") if "archived" in back[key]]


ARCHIVED = {"date": "2006-11-29", "reason": "Over"}


def test_archived_here_and_changed_there_is_one_question():
    ours, theirs = edited(HR_1__1={"archived": ARCHIVED}), edited(HR_1__1={"status": "completed"})
    plan = merged(BASE, ours, theirs)
    [question] = plan.questions
    assert question.name == ("HR-1.1", ("archived",)) and question.kind is Kind.ARCHIVED
    stays = result(merged(BASE, ours, theirs, {question.name: Answer(OURS)}))["HR-1.1"]
    back = result(merged(BASE, ours, theirs, {question.name: Answer(THEIRS)}))["HR-1.1"]
    assert (stays["archived"], stays["status"]) == (ARCHIVED, "completed")
    assert "archived" not in back and back["status"] == "completed"


def test_an_objective_archived_while_something_was_added_to_it():
    block = {"archived": ARCHIVED}
    ours = edited(HR_2=block, HR_2__1=block)
    theirs = edited(HR_2__2=activity("HR-2.2", 2))
    plan = merged(BASE, ours, theirs)
    [question] = plan.questions
    assert question.name == ("HR-2", ("archived",)) and question.theirs == ["HR-2.2"]
    gone = result(merged(BASE, ours, theirs, {question.name: Answer(OURS)}))
    here = result(merged(BASE, ours, theirs, {question.name: Answer(THEIRS)}))
    assert all("archived" in gone[key] for key in ("HR-2", "HR-2.1", "HR-2.2"))
    assert not any("archived" in here[key] for key in ("HR-2", "HR-2.1", "HR-2.2"))


@pytest.mark.parametrize("archives", [OURS, THEIRS])
def test_what_was_added_below_an_archived_item_can_go_elsewhere(archives):
    """With what is below it, as the last there, and its old id still finds it; what was changed goes along."""
    block = {"archived": ARCHIVED}
    remover = edited(ABOVE, HR_1__1=block, HR_1__1__1=block, HR_1__1__2=block)
    adder = {**edited(ABOVE, HR_1__1__2={"status": "completed"}), "HR-1.1.3": activity("HR-1.1.3", 3)}
    sides = (remover, adder) if archives == OURS else (adder, remover)
    [question] = merged(ABOVE, *sides).questions
    assert question.put == ("HR-1.1.3",)
    plan = merged(ABOVE, *sides, {question.name: Answer(OTHER, "HR-1.2")})
    files = result(plan)
    assert plan.questions == () and "HR-1.1.3" not in files
    assert files["HR-1.2.1"] == activity("HR-1.2.1", 1, formerly=["HR-1.1.3"], text=activity("HR-1.1.3", 3)["text"])
    assert all("archived" in files[key] for key in ("HR-1.1", "HR-1.1.1", "HR-1.1.2"))
    assert files["HR-1.1.2"]["status"] == "completed"


@pytest.mark.parametrize("archives", [OURS, THEIRS])
def test_what_goes_elsewhere_takes_along_what_is_below_it(archives):
    block = {"archived": ARCHIVED}
    remover, adder = edited(HR_2=block, HR_2__1=block), edited(HR_1__4=activity("HR-1.4", 4))
    adder |= {"HR-2.2": activity("HR-2.2", 2), "HR-2.2.1": activity("HR-2.2.1", 1)}
    sides = (remover, adder) if archives == OURS else (adder, remover)
    [question] = merged(BASE, *sides).questions
    assert question.put == ("HR-2.2",)
    files = result(merged(BASE, *sides, {question.name: Answer(OTHER, "HR-1")}))
    assert (files["HR-1.5"]["number"], files["HR-1.5.1"]["formerly"]) == (5, ["HR-2.2.1"])
    along = result(merged(BASE, *sides, {question.name: Answer(archives)}))
    assert "archived" in along["HR-2.2"] and "archived" in along["HR-2.2.1"]


@pytest.mark.parametrize("parent", ["HR-2", "HR-9", "HR-1.1", "HR", "nothing"])
def test_where_nothing_can_be_put_is_asked_again(parent):
    block = {"archived": ARCHIVED}
    ours, theirs = edited(HR_2=block, HR_2__1=block), edited(HR_2__2=activity("HR-2.2", 2))
    answers = {("HR-2", ("archived",)): Answer(OTHER, parent)}
    assert [question.key for question in merged(BASE, ours, theirs, answers).questions] == ["HR-2"]


def test_archived_by_both_the_shared_one_stands():
    plan = merged(BASE, edited(HR_1__1={"archived": ARCHIVED}), edited(HR_1__1={"archived": {"reason": "Done"}}))
    assert plan.questions == () and plan.archived_twice == ("HR-1.1",)
    assert result(plan)["HR-1.1"]["archived"] == {"reason": "Done"}


def agreed(*agreements, status="open"):
    return edited(**{"2006_11_rcgm": {"agreements": list(agreements), "status": status}})


def test_agreements_with_one_number():
    plan = merged(
        BASE,
        agreed({"id": "xxx", "number": "1", "text": {"en": "Mexico hosts the workshop."}}),
        agreed({"id": "yyy", "number": "1", "text": {"en": "Canada sends its list of contacts."}}),
    )
    assert plan.questions == ()
    assert [(agreement["id"], agreement["number"]) for agreement in result(plan)["2006-11-rcgm"]["agreements"]] == [
        ("yyy", "1"),
        ("xxx", "2"),
    ]


def test_one_agreement_recorded_by_both():
    ours = agreed({"id": "xxx", "number": "1", "text": {"en": "Mexico hosts the workshop."}, "items": ["HR-1.1"]})
    theirs = agreed({"id": "yyy", "number": "1", "text": {"en": "Mexico hosts the workshop"}, "responsible": ["MX"]})
    [question] = merged(BASE, ours, theirs).questions
    assert question.kind is Kind.AGREEMENT
    [one] = result(merged(BASE, ours, theirs, {question.name: Answer(THEIRS)}))["2006-11-rcgm"]["agreements"]
    assert (one["id"], one["items"], one["responsible"]) == ("yyy", ["HR-1.1"], ["MX"])
    both = result(merged(BASE, ours, theirs, {question.name: Answer(OURS)}))["2006-11-rcgm"]["agreements"]
    assert [each["number"] for each in both] == ["1", "2"]


def test_one_meeting_under_two_names():
    meeting = {"body": "RCGM", "dates": "2007-05-15/2007-05-17", "status": "open"}
    ours = {**edited(), "2007-05-rcgm": {"id": "2007-05-rcgm", **meeting}}
    ours["HR-1.1"]["calendar"][0]["meeting"] = "2007-05-rcgm"
    theirs = {**edited(), "2007-05-rcgm-sv": {"id": "2007-05-rcgm-sv", **meeting, "place": "San Salvador"}}
    [question] = merged(BASE, ours, theirs).questions
    assert question.kind is Kind.MEETING
    files = result(merged(BASE, ours, theirs, {question.name: Answer(THEIRS)}))
    assert "2007-05-rcgm" not in files and files["2007-05-rcgm-sv"]["place"] == "San Salvador"
    assert files["HR-1.1"]["calendar"][0]["meeting"] == "2007-05-rcgm-sv"


@pytest.mark.parametrize(("dates", "kinds"), [("soon", [Kind.MEETING]), ("later", [])])
def test_meetings_whose_dates_cannot_be_read_are_one_where_these_are_the_same(dates, kinds):
    ours = {**edited(), "2007-05-rcgm": {"id": "2007-05-rcgm", "body": "RCGM", "dates": "soon", "status": "open"}}
    theirs = {
        **edited(),
        "2007-05-rcgm-sv": {"id": "2007-05-rcgm-sv", "body": "RCGM", "dates": dates, "status": "open"},
    }
    assert [question.kind for question in merged(BASE, ours, theirs).questions] == kinds


def test_a_meeting_closed_by_one_side_is_closed():
    assert result(merged(BASE, agreed(), agreed(status="closed")))["2006-11-rcgm"]["status"] == "closed"


def test_two_answers_of_one_country_are_one_question():
    request = {"from": ["MX", "CA"]}
    base = edited(HR_1__1={"calendar": [{**entry("aaa", "One"), "request": request}]})

    def answered(**received):
        return edited(HR_1__1={"calendar": [{**entry("aaa", "One"), "request": {**request, "received": received}}]})

    both = merged(base, answered(MX="2007-05-01"), answered(CA="2007-05-02"))
    assert both.questions == ()
    assert result(both)["HR-1.1"]["calendar"][0]["request"]["received"] == {"MX": "2007-05-01", "CA": "2007-05-02"}
    clash = merged(base, answered(MX="2007-05-01"), answered(MX={"date": "2007-05-02", "answer": "partial"}))
    assert [question.path for question in clash.questions] == [("calendar", "aaa", "request", "received", "MX")]


def test_a_translation_says_what_it_was_made_from():
    base = edited(HR_1__1={"translated": {"es": "en:00000000"}})
    ours = edited(base, HR_1__1={"text": {"en": "TEXT OF HR-1.1", "es": "NUEVO"}, "translated": {"es": "en:11111111"}})
    theirs = edited(base, HR_1__1={"translated": {"es": "en:22222222"}})
    one = result(merged(base, ours, theirs))["HR-1.1"]
    assert (one["text"]["es"], one["translated"]["es"]) == ("NUEVO", "en:11111111")


def test_an_item_removed_by_one_and_changed_by_the_other_is_a_question():
    ours = edited()
    del ours["HR-2.1"]
    assert merged(BASE, ours, edited()).questions == ()
    plan = merged(BASE, ours, edited(HR_2__1={"status": "completed"}))
    assert [(question.key, question.kind) for question in plan.questions] == [("HR-2.1", Kind.FILE)]
    assert "HR-2.1" in result(
        merged(BASE, ours, edited(HR_2__1={"status": "completed"}), {("HR-2.1", ()): Answer(THEIRS)})
    )


def test_a_member_id_given_twice():
    ours = edited(HR_1__2={"calendar": [entry("zzz", "Ours")]})
    theirs = edited(HR_1__2={"calendar": [entry("zzz", "Theirs")]})
    plan = merged(BASE, ours, theirs)
    assert plan.questions == ()
    assert [entry["text"]["en"] for entry in result(plan)["HR-1.2"]["calendar"]] == ["Theirs", "Ours"]


def reordered(*numbers):
    return edited(**{f"HR_1__{place}": {"number": number} for place, number in enumerate(numbers, 1)})


def test_reorders_that_overlap():
    ours, theirs = reordered(1, 3, 2), reordered(2, 1, 3)
    plan = merged(BASE, ours, theirs)
    assert [question.name for question in plan.questions] == [("HR-1.2", ("number",))]
    for take in (OURS, THEIRS):
        files = result(merged(BASE, ours, theirs, {("HR-1.2", ("number",)): Answer(take)}))
        assert len({files[f"HR-1.{place}"]["number"] for place in (1, 2, 3)}) == 3
