"""Plans of five bodies, entered by commands on the profile of each: small, but with the structure of the real ones.

Two more are in languages that the program does not speak.

The facts are public: a national plan against antimicrobial resistance, the WMO's Plan of Action for Hydrology, the
commitments of a government to be open, the goals of a language project, and the RCGM's conclusions of 2014.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bodies_in_full import RESTS

Command = tuple[str, ...]
MONTHS = ("2024-03", "2024-06", "2025-03")
"""When the bodies meet."""


@dataclass(frozen=True)
class Body:
    """How a plan is entered: profile (or none), title, items, what two meetings changed; and words that it speaks."""

    profile: str
    title: str
    items: tuple[Command, ...]
    body: str
    meetings: tuple[tuple[Command, ...], ...]
    """What the second meeting changes, and those after it; the first one adopts what was entered."""
    says: tuple[str, ...]
    """Words of its own that its printed plan and its screens have."""
    never: tuple[str, ...] = ("objective", "Objective", "OBJECTIVES")
    """Words of the program that they do not have."""
    language: str = "en"
    words: str = ""
    """The file with the words of publications, where the program does not speak the language."""

    @property
    def name(self) -> str:
        """What the body is called in a list of tests."""
        return self.profile or self.language

    @property
    def changes(self) -> tuple[Command, ...]:
        """What the second meeting changes."""
        return self.meetings[0]

    def held(self) -> Iterator[tuple[str, str, tuple[Command, ...]]]:
        """The month, the id and the changes of each meeting."""
        for month, changes in zip(MONTHS, ((), *self.meetings), strict=False):
            yield month, f"{month}-{self.body.lower()}", changes


AMR = Body(
    "amr",
    "National Action Plan on Antimicrobial Resistance",
    (
        ("add", "--subject", "AW", "--title", "Awareness and education"),
        ("add", "AW", "--text", "Train health workers"),
        (
            "add",
            "AW-1",
            "--text",
            "Courses on stewardship",
            "--status",
            "on-track",
            "--responsible",
            "MOH",
            "--budget",
            "120000",
        ),
        ("add", "AW-1.1", "--text", "Agree the curriculum", "--status", "achieved", "--budget", "20000"),
        ("add", "AW-1.1", "--text", "Hold the first course", "--responsible", "MOA"),
        ("add", "AW-1", "--text", "Campaign in schools", "--responsible", "MOH", "--budget", "30000"),
        ("add", "--subject", "SU", "--title", "Surveillance"),
        ("add", "SU", "--text", "Connect laboratories"),
        ("add", "SU-1", "--text", "Report resistance in cattle", "--status", "awaiting-data", "--responsible", "MOA"),
        ("entry", "SU-1.1", "--add", "--text", "First report", "--date", "2024-06", "--status", "not-started"),
    ),
    "COMMITTEE",
    (
        (
            ("set", "AW-1.2", "status=delayed", "due=by March 2025 at the latest"),
            ("set", "AW-1.1.2", "status=withdrawn"),
            ("set", "SU-1.1", "status=extended", "indicator.en=Farms that report"),
            ("agreement", "add", "--text", "To extend surveillance to fisheries", "--item", "SU-1.1"),
            ("add", "SU-1", "--text", "Report resistance in fisheries", "--responsible", "MOA", "--budget", "65000"),
        ),
        (
            ("set", "AW-1.2", "status=on-track", "budget=55000"),
            ("set", "SU-2.1", "status=achieved"),
            ("entry", "SU-1.1", "--add", "--text", "Second report", "--date", "2025-02", "--status", "achieved"),
            ("agreement", "add", "--text", "To publish the first national report", "--item", "SU-2.1"),
        ),
    ),
    ("ACTIVITIES AND SUB-ACTIVITIES", "MILESTONES", "OBJECTIVES", "FOCUS AREAS"),
    ("ACTION FOR IMPLEMENTATION",),
)
HYDROLOGY = Body(
    "wmo",
    "Plan of Action for Hydrology",
    (
        ("add", "--subject", "FL", "--title", "No one is surprised by a flood"),
        ("add", "FL", "--text", "Flood forecasting systems of Members"),
        ("add", "FL-1", "--text", "Guidelines on end-to-end early warning", "--status", "in-progress", "--lead", "SEC"),
        ("entry", "FL-1.1", "--add", "--text", "Draft reviewed", "--date", "2023", "--progress", "1"),
        ("entry", "FL-1.1", "--add", "--text", "Guidelines published", "--date", "2024", "--progress", "0.5"),
    ),
    "COUNCIL",
    (
        (
            ("set", "FL-1.1", "status=delayed"),
            ("agreement", "add", "--text", "To invite Members to test the guidelines", "--item", "FL-1.1"),
        ),
        (
            ("set", "FL-1.1", "status=completed", "progress=1"),
            ("set", "DR-1.2", "lead+=SEC", "due=2026"),
        ),
    ),
    ("AMBITIONS", "OUTPUTS", "MILESTONES"),
)
GOVERNMENT = Body(
    "ogp",
    "Open Government Action Plan",
    (
        ("add", "--subject", "AI", "--title", "Access to information"),
        ("add", "AI", "--text", "A register of beneficial owners"),
        ("add", "AI-1", "--text", "Law before parliament", "--status", "substantial", "--partners", "CSO"),
        ("add", "AI-1", "--text", "Register opens to the public"),
    ),
    "FORUM",
    (
        (
            ("set", "AI-1.2", "status=limited"),
            ("set", "AI-1.1", "status=complete"),
            ("agreement", "add", "--text", "To hear civil society on the register", "--item", "AI-1.2"),
        ),
        (
            ("set", "AI-1.2", "status=substantial", "partners+=CSO", "lead+=MIN3"),
            ("set", "BU-1.2", "due=by June 2025"),
        ),
    ),
    ("THEMES", "COMMITMENTS", "MILESTONES"),
)
PROJECT = Body(
    "council",
    "Goals of the Project",
    (
        ("add", "--text", "Build twice as fast"),
        (
            "add",
            "G-1",
            "--text",
            "Parallel front end",
            "--status",
            "in-progress",
            "--link",
            "https://example.org/issues/1",
        ),
        ("add", "G-1", "--text", "Reuse of earlier results"),
        ("entry", "G-1.1", "--add", "--text", "Enabled for testers", "--date", "2025-02", "--status", "done"),
    ),
    "COUNCIL",
    (
        (
            ("set", "G-1.1", "status=done"),
            ("set", "G-1.2", "status=blocked"),
            ("agreement", "add", "--text", "To name a second owner for reuse", "--item", "G-1.2"),
        ),
        (
            ("set", "G-1.2", "status=in-progress", "owner=P7", "link=https://example.org/issues/2"),
            ("entry", "G-1.2", "--add", "--text", "Design accepted", "--date", "2025-02-11"),
        ),
    ),
    ("GOALS", "TASKS", "UPDATES"),
)
CONCLUSIONS = Body(
    "rcm",
    "Plan of Action of the Conference",
    (
        ("add", "--subject", "HR", "--title", "Human rights"),
        ("add", "HR", "--text", "Protect migrant boys, girls and adolescents"),
        ("add", "HR-1", "--action", "--text", "Exchange of practices"),
        ("add", "HR-1", "--text", "Regional guidelines on unaccompanied children", "--status", "active"),
    ),
    "RCGM",
    (
        (
            ("set", "HR-1.1", "status=ongoing"),
            ("agreement", "add", "--text", "To promote the use of the guidelines", "--item", "HR-1.1"),
        ),
        (("set", "HR-1.2", "status=completed"), ("set", "CO-1.1", "due=by June 2025")),
    ),
    ("SUBJECTS", "OBJECTIVES", "ACTION FOR IMPLEMENTATION", "ACTIVITIES"),
    (),
)
FRENCH = Body(
    "",
    "Plan d'action de la Conférence",
    (
        ("add", "--subject", "HR", "--title", "Droits de l'homme"),
        ("add", "HR", "--text", "Protéger les enfants migrants"),
        ("add", "HR-1", "--action", "--text", "Échange de pratiques"),
        ("add", "HR-1", "--text", "Lignes directrices régionales", "--status", "active"),
        (
            "entry",
            "HR-1.1",
            "--add",
            "--text",
            "Présentation",
            "--date",
            "2014-03-10/2014-03-12",
            "--status",
            "completed",
        ),
    ),
    "RCGM",
    (
        (
            ("set", "HR-1.1", "status=ongoing"),
            ("agreement", "add", "--text", "Promouvoir l'usage des lignes directrices", "--item", "HR-1.1"),
        ),
        (("set", "HR-1.2", "status=completed"), ("set", "CO-1.1", "status=pending-input")),
    ),
    ("THÈMES", "OBJECTIFS", "MESURE DE MISE EN ŒUVRE", "ACTIVITÉS", "CALENDRIER", "Rechercher", "en cours"),
    ("SUBJECTS", "ACTIVITIES", "How the plan stands", "March", "June", "Updated by"),
    "fr",
    (Path(__file__).parent / "words.fr.yaml").read_text("utf-8"),
)
ARABIC = Body(
    "",
    "خطة عمل المؤتمر",
    (
        ("add", "--subject", "HR", "--title", "حقوق الإنسان"),
        ("add", "HR", "--text", "حماية الأطفال المهاجرين"),
        ("add", "HR-1", "--action", "--text", "تبادل الممارسات"),
        ("add", "HR-1", "--text", "مبادئ توجيهية إقليمية، انظر HR-1", "--status", "active"),
    ),
    "RCGM",
    (
        (
            ("set", "HR-1.1", "status=ongoing"),
            ("agreement", "add", "--text", "تعزيز استخدام المبادئ التوجيهية", "--item", "HR-1.1"),
        ),
        (("set", "HR-1.2", "status=completed"), ("set", "CO-1.1", "status=pending-input")),
    ),
    ('dir="rtl"', "المواضيع", "الأهداف", "الأنشطة", "جارٍ"),
    ("SUBJECTS", "ACTIVITIES", "Status of the plan", "Awaiting input"),
    "ar",
    (Path(__file__).parent / "words.ar.yaml").read_text("utf-8"),
)
BODIES = (AMR, HYDROLOGY, GOVERNMENT, PROJECT, CONCLUSIONS, FRENCH, ARABIC)


def enter(body: Body, plan: Path, rcm: Callable[..., object], folder: Path) -> None:
    """Enter the plan of a body, and hold its meetings. It is built in `folder` once, and copied from there to `plan`.

    `rcm` runs a command, and fails where that does.
    """
    built = folder / f"body-{body.name}"
    if not built.exists():
        _build(body, built, rcm)
    shutil.copytree(built, plan, symlinks=True)


def _build(body: Body, plan: Path, rcm: Callable[..., object]) -> None:
    outside = ("--between-meetings", "-m", "Entered")
    begun = ("--like", body.profile) if body.profile else ("--language", body.language, "--body", f"{body.body}=Groupe")
    rcm("init", str(plan), "--title", body.title, *begun)
    here = ("-C", str(plan))
    if body.words:
        (plan / f"plan/words.{body.language}.yaml").write_text(body.words, "utf-8")
        rcm(*here, "words", body.language, "--make", "--with-external-edits", *outside)
    for command in body.items:
        rcm(*here, *command, *outside)
    assert RESTS[body.name].write(plan / "plan") > 40
    rcm(*here, "record", "-m", "The rest of the plan", "--between-meetings")
    for month, meeting, changes in body.held():
        rcm(*here, "meeting", "new", "--body", body.body, "--dates", month, "--open")
        for command in changes:
            rcm(*here, *command, "--meeting", meeting)
        rcm(*here, "meeting", "close", meeting, "--yes")
