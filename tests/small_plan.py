"""The small plans that tests work on: each is built once as a git repository, then copied for every test that needs it.

GARDENS is what most tests of the command line use; ORCHARD, three activities that are alike, suits faults and races;
CONFERENCE is what the interface is tried on, and SEMINAR, with an item ready to archive, the workflow.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

# Without a template, git writes no sample hooks: fourteen files fewer in every repository.
GITCONFIG = """\
[user]
	name = Test Person
	email = person@example.org
[init]
	defaultBranch = main
	templateDir =
[gc]
	auto = 0
[maintenance]
	auto = false
"""
START = "Start the plan\n\nThe trail begins here.\n\nPlan-start: 2006-05-01\nMeeting: none\n"


def put(root: Path, path: str, content: str | bytes) -> Path:
    """Write a file below `root`, with the folders it needs."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content)
    return file


class SmallPlans:
    """Repositories of small plans, built in a folder of the session when they are first needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "gitconfig").write_text(GITCONFIG, encoding="utf-8")

    def copy(
        self,
        files: Mapping[str, str],
        target: Path,
        message: str = START,
        then: Callable[[Path], object] | None = None,
    ) -> Path:
        """Copy the plan made of `files`, recorded in one commit, to `target`; as `then` left it, which is called once.

        What `then` does depends on nothing but the folder that it is given.
        """
        name = then and f"{then.__module__}.{then.__qualname__}"
        built = self.folder / f"{abs(hash((tuple(files.items()), message, name))):x}"
        if not built.exists():
            unfinished = built.with_suffix(".unfinished")
            if then:
                then(self.copy(files, unfinished, message))
            else:
                self._build(files, message, unfinished)
            unfinished.rename(built)
        shutil.copytree(built, target, symlinks=True, dirs_exist_ok=True)
        return target

    def _build(self, files: Mapping[str, str], message: str, root: Path) -> None:
        for path, content in files.items():
            put(root, path, content)
        settings = {"GIT_CONFIG_GLOBAL": str(self.folder / "gitconfig"), "GIT_CONFIG_NOSYSTEM": "1"}
        for line in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-F", "-")):
            subprocess.run(
                ["git", *line], cwd=root, env={**os.environ, **settings}, input=message, encoding="utf-8", check=True
            )


GARDENS = {
    "plan/plan.yaml": """\
schema: 1
title:
  en: Plan of the Gardens
  es: Plan de los Jardines
languages: [en, es]
archive_after: P2Y
as_of: "2006-11-29"
bodies:
  COUNCIL:
    name: {en: Council of Gardens}
""",
    "plan/actors.yaml": """\
MX:
  kind: member
  name: {en: Mexico, es: México}
CR:
  kind: member
  name: {en: Costa Rica}
IOM:
  kind: organization
  name: {en: International Organization for Migration}
  aliases: [OIM]
TS:
  kind: office
  name: {en: Technical Secretariat}
members:
  kind: group
  name: {en: Member countries}
  members: [MX, CR]
""",
    "plan/GA/GA.yaml": """\
id: GA
number: 1
title:
  en: Gardens
  es: Jardines
""",
    "plan/GA/GA-1/GA-1.yaml": """\
id: GA-1
number: 1
text:
  en: >-
    PLANT TREES [bold]WHERE[/bold] THERE ARE NONE
actions:
  - id: bdr
    number: 1
    text:
      en: >-
        Find places
""",
    "plan/GA/GA-1/GA-1.1.yaml": """\
# A comment of the person who keeps this file.
id: GA-1.1
number: 1
text:
  en: >-
    COUNT THE TREES OF EACH COUNTRY
  es: >-
    CONTAR LOS ÁRBOLES DE CADA PAÍS
status: pending-input
actions: [bdr]
responsible: [TS]
colour: green   # an unknown key
calendar:
  - id: kvt
    date: "2004-10"
    text:
      en: >-
        FIRST COUNT HELD
    status: completed
  - id: mzp
    text:
      en: >-
        COUNTRIES WILL SEND THEIR COUNTS TO THE TS
    status: pending-input
    request:
      from: [members]
      to: TS
      due: "2006-08-15"
      received:
        MX: "2006-07-12"
""",
    "plan/GA/GA-1/GA-1.2.yaml": """\
id: GA-1.2
number: 2
text:
  en: >-
    WATER THE OLD OAK
status: completed
calendar:
  - id: bcd
    date: "2003-05"
    text:
      en: >-
        THE OAK WAS WATERED
    status: completed
""",
    "plan/GA/GA-2/GA-2.yaml": """\
id: GA-2
number: 2
text:
  en: >-
    OPEN THE GARDENS TO ALL
""",
    "meetings/2006-05-council.yaml": """\
id: 2006-05-council
body: COUNCIL
place: Puebla
dates: "2006-05-10/2006-05-12"
status: closed
agreements:
  - id: hjn
    number: "3"
    text:
      en: >-
        Count all trees
    kind: decision
    status: agreed
    items: [GA-1.1]
""",
    "meetings/2006-11-council.yaml": """\
id: 2006-11-council
body: COUNCIL
place: Managua
dates: "2006-11-27/2006-11-29"
status: planned
""",
}

ORCHARD = {
    "plan/plan.yaml": """\
schema: 1
title: {en: Plan of the Gardens}
languages: [en, es]
archive_after: P2Y
as_of: "2006-11-29"
bodies:
  COUNCIL:
    name: {en: Council of Gardens}
""",
    "plan/actors.yaml": """\
MX:
  kind: member
  name: {en: Mexico}
TS:
  kind: office
  name: {en: Secretariat}
""",
    "plan/GA/GA.yaml": "id: GA\nnumber: 1\ntitle:\n  en: GARDENS\n",
    "plan/GA/GA-1/GA-1.yaml": "id: GA-1\nnumber: 1\ntext:\n  en: >-\n    PLANT TREES\n",
    **{
        f"plan/GA/GA-1/GA-1.{n}.yaml": f"""\
# A comment.
id: GA-1.{n}
number: {n}
text:
  en: >-
    COUNT THE TREES OF GARDEN {n}
status: pending-input   # since the spring
responsible: [TS]
colour: green
calendar:
  - id: mzp
    date: "2004-10"
    text:
      en: >-
        COUNTRIES SEND THEIR COUNTS
    status: pending-input
    request:
      from: [MX]
      to: TS
"""
        for n in (1, 2, 3)
    },
    "archive/GA/GA-1/GA-1.4.yaml": """\
id: GA-1.4
number: 4
text:
  en: >-
    WATER THE OAK
status: completed
archived: {date: "2006-05-01", reason: Done}
""",
    "meetings/2006-11-council.yaml": """\
id: 2006-11-council
body: COUNCIL
place: Managua
dates: "2006-11-27/2006-11-29"
status: open
agreements:
  - id: hjn
    number: "1"
    text:
      en: >-
        Count all trees
    kind: decision
    status: agreed
    items: [GA-1.1]
""",
}

CONFERENCE = {
    "plan/plan.yaml": """\
schema: 1
title:
  en: Plan of a small conference
  es: Plan de una conferencia pequeña
languages: [en, es]
archive_after: P2Y
as_of: "2006-11-29"
bodies:
  RCGM:
    name: {en: Regional Consultation Group on Migration}
    short: {en: RCGM, es: GRCM}
""",
    "plan/actors.yaml": """\
MX:
  kind: member
  name: {en: Mexico, es: México}
CA:
  kind: member
  name: {en: Canada, es: Canadá}
IOM:
  kind: organization
  name: {en: International Organization for Migration, es: Organización Internacional para las Migraciones}
  short: {en: IOM, es: OIM}
TS:
  kind: office
  name: {en: Technical Secretariat}
members:
  kind: group
  name: {en: Member countries}
  members: [MX, CA]
""",
    "plan/HR/HR.yaml": "id: HR\nnumber: 1\ntitle:\n  en: HUMAN RIGHTS\n  es: DERECHOS HUMANOS\n",
    "plan/HR/HR-1/HR-1.yaml": """\
id: HR-1
number: 1
text:
  en: >-
    RESPECT FOR THE RIGHTS OF ALL MIGRANTS, WHATEVER THEIR STATUS, IN ALL COUNTRIES OF THE REGION AND ON ALL
    ROUTES THROUGH IT
actions:
  - id: bdr
    number: 1
    text:
      en: >-
        EXCHANGE INFORMATION
calendar:
  - id: ccc
    date: "2005"
    text:
      en: >-
        OF NO ONE ACTIVITY
""",
    "plan/HR/HR-1/HR-1.1.yaml": """\
id: HR-1.1
number: 1
text:
  en: >-
    INCLUDE AIDS AND MIGRATION INITIATIVE IN NEXT MEETING OF RCGM
  es: >-
    INCLUIR LA INICIATIVA SOBRE SIDA Y MIGRACIÓN
status: ongoing
actions: [bdr]
responsible: [IOM]
calendar:
  - id: kvt
    date: "2004-10"
    text:
      en: >-
        SUBJECT WAS DISCUSSED AT A SEMINAR
    status: completed
    meeting: 2006-11-rcgm
  - id: mzp
    text:
      en: >-
        COUNTRIES WILL SEND CONTACT INFORMATION
    status: pending-input
    request:
      from: [members]
      to: TS
      due: "2006-08-15"
      received:
        MX: "2006-07-12"
""",
    "plan/HR/HR-1/HR-1.2.yaml": """\
id: HR-1.2
number: 2
text:
  en: >-
    HOLD A WORKSHOP ON SMUGGLING
status: active
""",
    "plan/HR/HR-2/HR-2.yaml": "id: HR-2\nnumber: 2\ntext:\n  en: >-\n    PROTECTION OF REFUGEES\n",
    "archive/HR/HR-1/HR-1.3.yaml": """\
id: HR-1.3
number: 3
text:
  en: >-
    AN OLD SEMINAR
status: completed
archived: {date: "2006-05-01", meeting: 2006-11-rcgm, reason: Held in 2003}
""",
    "meetings/2006-11-rcgm.yaml": """\
id: 2006-11-rcgm
body: RCGM
dates: "2006-11-27/2006-11-29"
status: open
agreements:
  - id: hjn
    number: "3"
    text:
      en: >-
        Health of migrants
    kind: decision
    status: agreed
    items: [HR-1.1]
  - id: wqs
    number: "4"
    text:
      en: >-
        To be placed
    kind: decision
    status: agreed
""",
    "meetings/2007-05-rcgm.yaml": 'id: 2007-05-rcgm\nbody: RCGM\ndates: "2007-05"\nstatus: planned\n',
}

SEMINAR = {
    "plan/plan.yaml": """\
schema: 1
title: {en: A plan to try things on, es: Un plan de prueba}
languages: [en, es]
archive_after: P2Y
as_of: "2007-05-15"
bodies:
  RCGM:
    name: {en: Regional Consultation Group on Migration}
""",
    "plan/actors.yaml": """\
MX:
  kind: member
  name: {en: Mexico, es: México}
CA:
  kind: member
  name: {en: Canada, es: Canadá}
IOM:
  kind: organization
  name: {en: International Organization for Migration}
  aliases: [OIM]
TS:
  kind: office
  name: {en: Technical Secretariat}
members:
  kind: group
  name: {en: Member countries}
  members: [MX, CA]
""",
    "plan/HR/HR.yaml": """\
id: HR
number: 2
title:
  en: HUMAN RIGHTS
""",
    "plan/HR/HR-4/HR-4.yaml": """\
id: HR-4
number: 4
text:
  en: >-
    PROMOTE ACTIVITIES IN THE AREA OF HEALTH
actions:
  - id: bdr
    number: 1
    text:
      en: >-
        IDENTIFY PROGRAMS
""",
    "plan/HR/HR-4/HR-4.1.yaml": """\
# The seminar and what came of it.
id: HR-4.1
number: 1
text:
  en: >-
    HOST A SEMINAR ON MIGRATION AND HEALTH
status: pending-input   # since the seminar
actions: [bdr]
responsible: [MX, CA]
colour: blue
calendar:
  - id: lhw
    date: "2004-10-18/2004-10-19"
    text:
      en: >-
        CARRIED OUT.
    status: completed
  # asked at the seminar
  - id: mzp
    text:
      en: >-
        COUNTRIES WILL SEND CONTACT INFORMATION
    status: pending-input
    request:
      from: [members]
      to: TS
""",
    "plan/HR/HR-4/HR-4.2.yaml": """\
id: HR-4.2
number: 2
text:
  en: >-
    INCLUDE AIDS INITIATIVE
status: ongoing
responsible: [IOM]
""",
    "plan/HR/HR-5/HR-5.yaml": """\
id: HR-5
number: 5
text:
  en: >-
    PROTECT REFUGEES
""",
    "plan/HR/HR-5/HR-5.1.yaml": """\
id: HR-5.1
number: 1
text:
  en: >-
    EXAMINE THE LAWS
status: completed
calendar:
  - id: xyz
    date: "2004-05"
    text:
      en: >-
        EXAMINED.
    status: completed
""",
    "meetings/2007-05-rcgm.yaml": """\
id: 2007-05-rcgm
body: RCGM
dates: "2007-05-15/2007-05-17"
status: open
""",
}
