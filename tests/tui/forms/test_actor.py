"""The form of an actor, and the places that open it."""

from __future__ import annotations

from rcm_tui.tui.forms.actor import ActorForm, ChooseActorDialog
from rcm_tui.tui.screens.requests import RequestsScreen
from rcm_tui.workflow import edit


async def test_an_actor_is_added_and_edited_in_its_form(open_app, plan_repo, until, run_git, note):
    async with open_app(plan_repo) as (app, pilot):
        person = [edit.parse_assignment("actor_kinds.person.name.en=person")]
        await app.record(lambda each: edit.set_fields(each, "plan/plan.yaml", person))
        app.run_in_background(app.screen.action_command("actors"))
        await until(pilot, lambda: isinstance(app.screen, ChooseActorDialog), "the question")
        await pilot.press("+", "enter")
        await until(pilot, lambda: isinstance(app.screen, ActorForm) and app.screen._ready, "the form")
        form = app.screen
        form.field_at("code").type_text("mx")
        form.field_at("email").type_text("ana at example")
        form.record()
        assert "MX" in note(form.field_at("code")) and "e-mail" in note(form.field_at("email"))
        form.field_at("code").type_text("ANA")
        form.field_at("email").type_text("ana@example.org")
        form.field_at("kind").set_typed("person")
        form.field_at("name", "en").type_text("Ana López")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "ANA" in app.plan.actors, "the actor")
        ana = app.plan.actors["ANA"]
        assert (ana.kind, ana.name, ana.email) == ("person", {"en": "Ana López"}, ("ana@example.org",))
        before = (plan_repo / "plan/actors.yaml").read_text()
        await ActorForm("ANA").open(app)
        app.screen.field_at("ANA", "name", "es").type_text("Ana L.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "es" in app.plan.actors["ANA"].name, "the change")
        after = (plan_repo / "plan/actors.yaml").read_text()
        assert len(set(after.splitlines()) - set(before.splitlines())) == 1, "only its own line changed"


async def test_the_actor_under_the_cursor_is_edited_where_requests_are_by_country(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("4")
        await until(pilot, lambda: isinstance(app.screen, RequestsScreen) and app.screen._read, "the requests")
        await pilot.press("b")
        await until(pilot, lambda: app.screen.by_country and app.screen.row_id, "the countries")
        code = app.screen.row_id
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ActorForm), "the form")
        assert app.screen.code == code
