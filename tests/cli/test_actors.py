"""The register of actors: kinds of the plan's own, and the commands that add and change them."""

from __future__ import annotations

RECORD = ("--between-meetings", "-m", "The board asked")
DECLARED = """\
actor_kinds:
  agency: {name: {en: agency, es: organismo}, like: member}
  person: {name: {en: person}}
respondents: {one: {en: agency, es: organismo}, many: {en: agencies, es: organismos}}
"""


def declaring(plan):
    file = plan / "plan" / "plan.yaml"
    file.write_text(file.read_text() + DECLARED)


def test_actors_are_added_changed_and_listed(plan, rcm):
    assert rcm("actor", "add", "FR", "--kind", "member", "--name", "France", *RECORD).status == 0
    assert rcm("actor", "edit", "france", "--in", "es", "--name", "Francia", "--aliases", "RF", *RECORD).status == 0
    assert ["FR", "member country", "", "France"] in rcm("actor", "list").rows
    assert rcm("actor", "list", "--json").json["actors"]["FR"]["name"] == {"en": "France", "es": "Francia"}
    for wrong, said in (
        (("add", "FR", "--name", "x", "--kind", "member"), "is in the plan already"),
        (("add", "F R", "--name", "x", "--kind", "member"), "cannot be the code"),
        (("add", "IT", "--name", "x", "--kind", "membre"), "did you mean “member”"),
        (("add", "IT", "--name", "x"), "“kind” is missing"),
        (("edit", "Franse", "--short", "x"), "There is no actor"),
        (("edit", "FR"), "Say what to change"),
    ):
        refused = rcm("actor", *wrong, *RECORD)
        assert refused.status == 2 and said in refused.err, (wrong, refused.err)
    assert rcm("check").status == 0


def test_a_plan_declares_kinds_of_actors_and_what_those_who_answer_are_called(plan, rcm, process):
    declaring(plan)
    added = rcm("actor", "add", "FDA", "--kind", "agency", "--name", "Food and Drugs", "--email", "a@fda.gov", *RECORD)
    assert added.status == 0, added.err
    assert rcm("actor", "add", "ana", "--kind", "person", "--name", "Ana Díaz", *RECORD).status == 0
    assert rcm("set", "GA-1.1", "responsible=FDA, Ana Díaz, COUNCIL", *RECORD).status == 0
    shown = rcm("show", "GA-1.1").out
    assert "Food and Drugs (FDA)" in shown and "Ana Díaz (ana)" in shown and "Council of Gardens (COUNCIL)" in shown
    assert "agency" in rcm("show", "FDA").out
    assert "organismo" in rcm("--lang", "es", "show", "FDA").out
    assert "agency" in process("--lang", "en", "requests", "--help").out  # Help is put in words once in a process.
    assert rcm("check").status == 0
    published = rcm("publish", "csv", "-o", "-").out + rcm("publish", "md", "-o", "-").out
    assert "FDA" in published and "fda.gov" not in published


def test_email_addresses_are_published_only_where_the_plan_says_so(plan, rcm, tmp_path):
    assert rcm("meeting", "open", "2006-11-council").status == 0
    for code in ("MX", "CR"):
        assert rcm("actor", "edit", code, "--email", f"{code.lower()}@secret.example").status == 0
    assert "mx@secret.example" in rcm("show", "MX").out

    def published():
        kinds = {"md": ((), ("--what", "status"), ("--country", "all"), ("--what", "redline")), "ics": ((),)}
        kinds |= {"csv": ((),), "json": ((),), "html": ((), ("--country", "MX"))}
        yield rcm("minutes", "2006-11-council").out
        for form, given in kinds.items():
            for options in given:
                made = rcm("publish", form, *options, "-o", "-")
                assert made.status == 0, made.err
                yield made.out
        folder = tmp_path / "site"
        assert rcm("publish", "site", "-o", str(folder)).status == 0
        yield "".join(path.read_text() for path in folder.rglob("*.*ml"))

    assert not any("secret" in text for text in published())
    file = plan / "plan" / "plan.yaml"
    file.write_text(file.read_text() + "publish_email: true\n")
    assert sum("mx@secret" in text.replace("\\", "") for text in published()) == 3, "both sheets and the site"


def test_the_help_names_the_kinds_of_actors(plan, rcm):
    assert "--kind member|observer|" in rcm("actor", "add", "--help").out
    assert "--kind decision|" in rcm("agreement", "add", "--help").out
