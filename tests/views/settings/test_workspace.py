"""The settings of the workspace, and presets that add what is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from planner.core.model import SavedView, Settings
from planner.core.presets import preset
from planner.storage import workspace as frame
from planner.storage.database import Database
from tests.views.conftest import ADMIN, EDITOR, VIEWER, Browser
from tests.views.settings.test_account import GOOD, set_password
from tests.views.settings.test_rows import space

SAID = {"name": "Our plan", "timezone": "Europe/Amsterdam", "language": "nl", "default_view": "", "version": "1"}


def test_name_zone_and_language_are_kept(admin: Browser, database: Database) -> None:
    admin.get("/settings/workspace")
    admin.post("/settings/workspace", **SAID)
    assert space(database).settings == Settings(name="Our plan", timezone="Europe/Amsterdam", language="nl")


def test_an_unknown_zone_is_told_beside_its_field(admin: Browser, database: Database) -> None:
    before = space(database)
    assert "is no time zone" in admin.post("/settings/workspace", 400, **SAID | {"timezone": "Mars/Base"}).text
    assert "Give a time zone." in admin.post("/settings/workspace", 400, **SAID | {"timezone": ""}).text
    assert space(database) == before


def test_a_lost_race_shows_both_texts(admin: Browser, database: Database) -> None:
    text = admin.post("/settings/workspace", 409, **SAID | {"version": "99"}).text
    assert ("Our plan" in text, "Huis Test" in text) == (True, True)
    assert space(database).settings.name == "Huis Test"


def test_the_default_view_opens_after_signing_in(
    admin: Browser, database: Database, sign_in: Callable[[str], Browser]
) -> None:
    plan = SavedView(slug="plan", name="The plan", owner=ADMIN, shared=True, page="map")
    with database.writing("test") as writing:
        frame.add(writing, plan)
        frame.add(writing, SavedView(slug="mine", name="Mine alone", owner=ADMIN, page="map"))
    text = admin.get("/settings/workspace")
    assert ("The plan" in text, "Mine alone" in text) == (True, False)
    admin.post("/settings/workspace", **SAID | {"default_view": "plan"})
    assert first_page(sign_in, VIEWER) == "/map?view=plan"
    with database.writing("test") as writing:
        frame.update_record(writing, replace(space(database).users[2], start="calendar"))
    assert first_page(sign_in, VIEWER) == "/calendar"  # their own choice goes before the workspace's
    with database.writing("test") as writing:
        frame.update_record(writing, replace(plan, shared=False))
    assert (first_page(sign_in, EDITOR), first_page(sign_in, ADMIN)) == ("/", "/map?view=plan")


def first_page(sign_in: Callable[[str], Browser], email: str) -> str | None:
    """Where a person lands who signs in by a password."""
    browser = sign_in(email)
    set_password(browser)
    browser.post("/login/out")
    browser.token = ""
    browser.get("/login")
    return browser.post("/login", email=email, password=GOOD).location


def test_a_preset_shows_what_it_would_add_and_adds_the_ticked_parts(admin: Browser, database: Database) -> None:
    admin.get("/settings/presets")
    assert "Act; Convert; Engage" in admin.get("/settings/presets?preset=race")
    before = space(database)
    admin.post("/settings/presets?preset=race", parts=["stages", "phases"])
    now = space(database)
    assert [row.slug for row in now.stages] == ["reach", "retain", "act", "convert", "engage"]
    assert [row.slug for row in now.phases] == ["awareness", "decision", "consideration", "post-purchase"]
    assert (now.channels, now.coverage_targets, now.stages[:2]) == (
        before.channels, before.coverage_targets, before.stages,
    )  # fmt: skip


def test_a_preset_added_twice_adds_nothing_the_second_time(admin: Browser, database: Database) -> None:
    everything = ["segments", "stages", "phases", "formats", "channels", "coverage_targets", "frequency_rules"]
    admin.post("/settings/presets?preset=b2c", parts=everything)
    first = space(database)
    assert {row.slug for row in first.channels} >= {row.slug for row in preset("b2c").channels}
    admin.post("/settings/presets?preset=b2c", parts=everything)
    assert space(database) == first
    assert "Nothing was added." in admin.get("/settings")


def test_an_unknown_preset_is_not_there(admin: Browser) -> None:
    admin.get("/settings/presets?preset=own", 404)
    admin.post("/settings/presets", 404)
