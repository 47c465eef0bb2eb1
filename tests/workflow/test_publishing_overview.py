"""Page one of the status report: its figures are those that one counts in the files without the program."""

from __future__ import annotations

import calendar
import html
import io
import re
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from ruamel.yaml import YAML

from rcm_tui import i18n
from rcm_tui.reports.names import date_words
from rcm_tui.reports.pictures import Moment, timeline
from rcm_tui.workflow.publish import PublicationRequest, publish

OPEN = ("active", "ongoing", "pending-input")
TODAY = date(2007, 5, 17)
"""The last day of the sample's practice meeting."""
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def workspace(sample_workspace):
    return sample_workspace


def items(root: Path) -> list[dict]:
    """Every activity and objective of the current plan, as its YAML has it."""
    yaml = YAML(typ="safe")
    return [yaml.load(path.read_text(encoding="utf-8")) for path in sorted(root.glob("plan/**/*-*.yaml"))]


def activities(root: Path) -> list[dict]:
    return [each for each in items(root) if re.fullmatch(r"[A-Z]+-\d+\.\d+", str(each["id"]))]


def last_day(due: str) -> date | None:
    """The last day of a deadline that is a month, a day, or an interval of days, without marks of doubt."""
    written = due.rpartition("/")[2].rstrip("?~%")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
        return date.fromisoformat(written)
    if re.fullmatch(r"\d{4}-\d\d", written):
        year, month = map(int, written.split("-"))
        return date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)
    return date(int(written), 12, 31) if re.fullmatch(r"\d{4}", written) else None


def pictures(workspace, form="html") -> list[ElementTree.Element]:
    page = publish(workspace, PublicationRequest(form, "status")).content.decode()
    return [ElementTree.fromstring(element) for element in re.findall(r"<svg.*?</svg>", page)]


def words(picture: ElementTree.Element) -> list[str]:
    return [each.text or "" for each in picture.iter(f"{SVG}text")]


def test_the_figures_of_page_one_are_counted_in_the_files(workspace):
    figures, timeline = pictures(workspace)
    found = activities(workspace.root)
    opened = [each for each in found if each["status"] in OPEN]
    drawn = words(figures)
    assert drawn[0] == str(len(opened)) and drawn[1] == "activities open"
    page = publish(workspace, PublicationRequest("md", "status")).content.decode()
    assert f"{len(opened)} activities of {len(found)} are open; " in page
    for code in ("MPM", "HR", "LDM"):
        own = [each["status"] for each in found if each["id"].startswith(f"{code}-")]
        place = drawn.index(code)
        series = [own.count(status) for status in (*OPEN[2:], *OPEN[:2], "planned", "completed") if own.count(status)]
        assert drawn[place + 1 : place + 2 + len(series)] == [*map(str, series), str(len(own))]
    assert drawn[-3:] == [str(len(found)), str(len(opened)), "now"]
    assert {"meeting", "event", "deadline", "17 May 2007"} <= set(words(timeline))


def test_requests_and_deadlines_of_page_one_are_counted_in_the_files(workspace):
    entries = [entry for each in items(workspace.root) for entry in each.get("calendar") or ()]
    asking = [
        entry for entry in entries if entry.get("request") and entry.get("status") not in ("completed", "cancelled")
    ]
    drawn = words(pictures(workspace)[0])
    assert drawn[drawn.index("requests") - 1] == str(len(asking))
    passed = 0
    for entry in asking:
        request = entry["request"]
        due = request.get("due") or ""
        if request.get("due_meeting"):
            meeting = YAML(typ="safe").load(workspace.root / "meetings" / f"{request['due_meeting']}.yaml")
            due = meeting["dates"]
        last = last_day(str(due))
        passed += last is not None and last < TODAY
    assert drawn[drawn.index("deadlines") - 1] == str(passed)


def yaml_of(root: Path, path: str) -> dict:
    return YAML(typ="safe").load(root / path)


def test_the_grid_counts_whom_each_request_asks(workspace):
    """Its last line has, for each country, how many requests ask it, by itself or through a group."""
    actors = yaml_of(workspace.root, "plan/actors.yaml")
    entries = [entry for each in items(workspace.root) for entry in each.get("calendar") or ()]
    asking = [
        entry for entry in entries if entry.get("request") and entry.get("status") not in ("completed", "cancelled")
    ]

    def asked(code: str) -> set[str]:
        return {code}.union(*map(asked, actors[code].get("members") or ()))

    whom = [set().union(*map(asked, each["request"]["from"])) for each in asking]
    given = [set(each["request"].get("received") or ()) for each in asking]
    page = publish(workspace, PublicationRequest("md", sections=("countries",))).content.decode()
    head = next(row.split(" | ") for row in page.splitlines() if row.startswith("|"))
    countries = [line.strip("* |") for line in head[3:]]
    last = next(row.split(" | ") for row in page.splitlines() if "answers recorded" in row)
    counted = [each.strip("* |") for each in last[3:]]
    assert len(countries) == 11 and counted == [
        f"{sum(country in each for each in given)}/{sum(country in each for each in whom)}" for country in countries
    ]


def day_words(written: str) -> str:
    """A date of a file as a reader says it: `27-29 November 2006`, `perhaps 2006`."""
    plain = written.rstrip("?")
    doubt = "perhaps " if plain != written else ""
    first, _slash, last = plain.partition("/")
    if len(plain) == 4:
        return doubt + plain
    year, month = map(int, first.split("-")[:2])
    days = "-".join(dict.fromkeys(str(int(each[8:])) for each in (first, last) if each[8:]))
    return f"{doubt}{days} {calendar.month_name[month]} {year}".replace("  ", " ").strip()


def moments(root: Path) -> list[tuple[date, str, str, str]]:
    """Every meeting, deadline of a request and event to come that the files give a day: last day, kind, date, words."""
    held = [yaml_of(root, f"meetings/{path.name}") for path in sorted((root / "meetings").glob("*.yaml"))]
    known = {each["id"]: each for each in held}
    found = [("meeting", str(each["dates"]), str(each.get("place", ""))) for each in held if each.get("dates")]
    for item in items(root):
        for entry in item.get("calendar") or ():
            over, request = entry.get("status") in ("completed", "cancelled"), entry.get("request")
            if request and not over:
                at = [known[request["due_meeting"]]["dates"]] if "due_meeting" in request else []
                due = at or [request[key] for key in ("due",) if key in request]
                next_one = [each for each in held if each["body"] == request.get("every") and each["status"] == "open"]
                found += [("deadline", str(each), item["id"]) for each in due or [each["dates"] for each in next_one]]
            elif not over and (last_day(str(entry.get("date", ""))) or date.min) > TODAY:
                found.append(("event", str(entry["date"]), item["id"]))
    dated = [(last_day(when), kind, day_words(when), name) for kind, when, name in found]
    return [(last, kind, when, name) for last, kind, when, name in dated if last is not None]


def test_the_timeline_has_the_nearest_moments_each_with_the_date_of_its_file(workspace):
    page = publish(workspace, PublicationRequest("html", "status")).content.decode()
    said = html.unescape(re.findall(r'<svg role="img" aria-label="(.*?)"', page)[1]).partition(". ")[2]
    drawn = [re.match("(.*?), (meeting|event|deadline): (.*)", each).groups() for each in said.rstrip(".").split("; ")]
    near = sorted(moments(workspace.root), key=lambda each: abs((each[0] - TODAY).days))[:12]
    assert len(drawn) == 12
    for last, kind, when, name in near:
        (one,) = [each for each in drawn if each[:2] == (when, kind) and name in each[2]]
        drawn.remove(one)
        assert abs((last - TODAY).days) <= 366
    assert drawn == []


def test_the_trend_is_counted_in_the_files_of_each_edition(workspace):
    """Each column has all activities, those that are open, the body that met, and the month of its last day."""

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", "-C", workspace.root, *arguments], check=True, capture_output=True, encoding="utf-8"
        ).stdout

    drawn = words(pictures(workspace)[0])
    place = drawn.index("all activities in the plan") + 1
    editions = git("tag", "--list", "meeting/*", "--sort=creatordate").split()
    shown, left = divmod(len(drawn) - place - 3, 4)  # Three words of the plan as it is now come last.
    assert shown > 5 and left == 0
    for tag in editions[-shown:]:
        names = git("ls-tree", "-r", "--name-only", tag, "plan/").split()
        found = [git("show", f"{tag}:{name}") for name in names if re.search(r"[A-Z]+-\d+\.\d+\.yaml$", name)]
        statuses = [YAML(typ="safe").load(each)["status"] for each in found]
        meeting = YAML(typ="safe").load(git("show", f"{tag}:meetings/{tag.partition('/')[2]}.yaml"))
        last = last_day(str(meeting["dates"]))
        counted = [
            str(len(statuses)),
            str(sum(status in OPEN for status in statuses)),
            meeting["body"],
            f"{last:%m/%Y}",
        ]
        assert drawn[place : place + 4] == counted
        place += 4


def test_pictures_are_the_same_in_every_format(workspace):
    """In a page, a PDF and a docx, with the words that stand for them; a docx has each as SVG and as PNG."""
    drawn = pictures(workspace)
    said = [each.attrib["aria-label"] for each in drawn]
    assert all(said) and "HR HUMAN RIGHTS: 3 pending input" in said[0]
    made = publish(workspace, PublicationRequest("docx", "status")).content
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        names = package.namelist()
        body = ElementTree.fromstring(package.read("word/document.xml"))
        for number, each in enumerate(drawn, 1):
            own = ElementTree.fromstring(package.read(f"word/media/picture{number}.svg"))
            assert words(own) == words(each)
            assert package.read(f"word/media/picture{number}.png").startswith(b"\x89PNG")
    assert "word/media/picture3.svg" not in names
    alts = [element.attrib["descr"] for element in body.iter() if element.tag.endswith("}docPr")]
    extents = [
        (element.attrib["cx"], element.attrib["cy"]) for element in body.iter() if element.tag.endswith("}extent")
    ]
    assert len(extents) == 2 and len(set(extents)) == 1  # A lower one would stand at the bottom of the line.
    assert alts == said
    assert publish(workspace, PublicationRequest("docx", "status")).content == made
    printed = publish(workspace, PublicationRequest("pdf", "status")).content
    assert printed.count(b"/Figure") >= len(drawn) or b"/ObjStm" in printed


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_words_of_a_picture_reach_over_its_edges(workspace, language):
    i18n.use(language)
    for on in (date(2006, 1, 5), date(2006, 11, 29), date(2008, 12, 31)):
        later = [Moment(date(2006, 1, 5), date(2006, 1, 5), "square", "FIRST"), Moment(on, on, "circle", "LAST")]
        drawn = ElementTree.fromstring(timeline(later, ("meeting", "event", "deadline"), on, date_words(on)))
        today = next(each for each in drawn.iter(f"{SVG}text") if each.text == date_words(on))
        least = 4.5 * len(date_words(on))
        assert 0 <= float(today.attrib["x"]) <= float(drawn.attrib["width"]) - least
        assert today.attrib["text-anchor"] == "start"


def test_pictures_are_read_in_black_and_white(workspace):
    """Two shades that are neighbours in a bar differ in lightness by a tenth of the whole, and carry their number."""
    bars = [each for each in pictures(workspace)[0].iter(f"{SVG}rect") if each.attrib.get("height") == "20.0"]
    light = [sum(int(bar.attrib["fill"][place : place + 2], 16) for place in (1, 3, 5)) / 765 for bar in bars]
    ends = [float(bar.attrib["x"]) + float(bar.attrib["width"]) for bar in bars]
    for place in range(1, len(bars)):
        if abs(float(bars[place].attrib["x"]) - ends[place - 1]) < 0.2:
            assert abs(light[place] - light[place - 1]) > 0.1 or light[place] > 0.85


def test_a_report_in_spanish_has_spanish_pictures(workspace):
    i18n.use("es")
    drawn = [word for picture in pictures(workspace) for word in words(picture)]
    assert {"actividades abiertas", "en curso", "reunión", "plazo", "17 de mayo de 2007"} <= set(drawn)


def test_sections_subject_and_actor_restrict_a_report(workspace):
    asked = PublicationRequest("md", sections=("countries", "changes"), subject="HR")
    page = publish(workspace, asked).content.decode()
    headings = ["Answers by country", "What changed", "Items named in this document"]
    assert re.findall("^## (.*)", page, re.MULTILINE) == headings
    assert "MPM-" not in page
    delegates = publish(workspace, PublicationRequest("md", "status")).content.decode()
    clerks = publish(workspace, PublicationRequest("md", "secretariat"))
    for heading in ("Words and status disagree", "Unchanged for two meetings", "Nobody responsible"):
        assert heading not in delegates and heading in clerks.content.decode()
    assert clerks.name == "secretariat-report-draft.md"
    named = publish(workspace, PublicationRequest("md", "status", actor="UNHCR")).content.decode()
    assert "UNHCR" in named.split("## ")[0]


def test_what_changed_names_the_items(workspace):
    page = publish(workspace, PublicationRequest("md", "status", sections=("changes",))).content.decode()
    for item_id in ("MPM-8.1", "MPM-12.3"):
        assert re.search(rf"\| {item_id} \| [^|]+ \| archived ", page)
