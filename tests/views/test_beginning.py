"""The first page of a workspace that nobody began, and starting one's own from the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from planner import begin, pipeline
from planner.config import Config
from planner.storage import people
from planner.storage.database import Database
from planner.storage.launcher import make
from tests.views.conftest import ADMIN, NOW, TOKEN, Browser
from tests.views.settings.test_rows import HOSTILE, slugs, space


class TestBegin:
    """A workspace with an admin and nothing else."""

    @pytest.fixture
    def database(self, config: Config) -> Iterator[Database]:
        opened = make(config.database)
        begin.first_start(opened, config, sample=False, now=NOW)
        yield opened
        opened.close()

    @pytest.fixture
    def first(self, sign_in: Callable[[str], Browser]) -> Browser:
        return sign_in(begin.FIRST_ADMIN)

    def test_the_overview_leads_to_the_choice(self, first: Browser) -> None:
        assert first.client.get("/").location == "/begin"
        text = first.get("/begin")
        assert [word in text for word in ("Open the sample", "b2c", "see-think-do-care", "empty")] == [True] * 4

    def test_the_first_admin_is_spoken_to_as_their_browser_does(self, app: Flask, database: Database) -> None:
        for language, told in (("nl-BE,nl;q=0.9,en;q=0.5", "Hoe wil je"), ("en", "How do you want to begin?")):
            client = app.test_client()
            with database.writing("test") as writing:
                link = people.make_link(writing, begin.FIRST_ADMIN, now=NOW)
            page = client.get(f"/login/{link}").text
            token = TOKEN.search(page)
            assert token
            client.post(f"/login/{link}", data={"csrf_token": token[1]}, headers={"Accept-Language": language})
            assert told in client.get("/begin", headers={"Accept-Language": "fr"}).text

    def test_one_looks_around_in_the_sample(self, first: Browser, database: Database) -> None:
        first.get("/begin")
        assert first.post("/begin", **{"with": "sample"}).location == "/"
        assert "This is Huis Linde" in first.get("/")
        assert len(pipeline.state(database).inventory.item_ids) >= 80

    def test_one_starts_from_a_preset(self, first: Browser, database: Database) -> None:
        first.get("/begin")
        assert first.post("/begin", **{"with": "race", "name": HOSTILE}).location == "/import"
        assert slugs(database, "stages") == ["reach", "act", "convert", "engage"]
        assert space(database).settings.name == HOSTILE
        assert "<script>alert" not in first.get("/")

    def test_one_starts_empty_and_is_not_asked_again(self, first: Browser, database: Database) -> None:
        first.get("/begin")
        first.post("/begin", **{"with": "blank"})
        first.get("/")
        assert first.client.get("/begin").location == "/"
        first.post("/begin", **{"with": "sample"})
        assert (slugs(database, "stages"), list(pipeline.state(database).inventory.item_ids)) == ([], [])

    def test_what_is_none_of_these_is_refused(self, first: Browser, database: Database) -> None:
        first.get("/begin")
        first.post("/begin", 400, **{"with": "own"})
        first.post("/begin", 400, **{"with": "b2c", "name": "x" * 501})
        assert begin.is_unbegun(database)


def test_a_workspace_that_has_begun_shows_its_overview(admin: Browser) -> None:
    admin.get("/")
    assert admin.client.get("/begin").location == "/"


def test_starting_ones_own_asks_for_the_name_of_the_workspace(admin: Browser, database: Database) -> None:
    assert "3 items with their 5 placements" in admin.get("/settings/own")
    before = space(database)
    for said in ({"with": "keep", "sure": "yes"}, {"with": "keep"}, {"with": "else", "sure": "Huis Test"}):
        admin.post("/settings/own", 400, **said)
    assert space(database) == before


def test_starting_ones_own_keeps_lists_people_and_a_backup(admin: Browser, database: Database, config: Config) -> None:
    before = space(database)
    assert admin.post("/settings/own", **{"with": "keep", "sure": "huis test"}).location == "/import"
    (kept,) = (config.instance / "backups").iterdir()
    assert str(kept) in admin.get("/import")
    now = space(database)
    assert (now.stages, now.coverage_targets, now.users, now.settings) == (
        before.stages, before.coverage_targets, before.users, before.settings,
    )  # fmt: skip
    assert list(pipeline.state(database).inventory.item_ids) == []


def test_starting_ones_own_with_a_preset_takes_its_lists(admin: Browser, database: Database) -> None:
    admin.post("/settings/own", **{"with": "race", "sure": "Huis Test"})
    assert slugs(database, "stages") == ["reach", "act", "convert", "engage"]
    assert space(database).users[0].email == ADMIN
