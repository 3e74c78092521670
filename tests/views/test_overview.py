"""The overview: the state of the small workspace on one page."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from planner import create_app
from planner.config import Config
from planner.core.model import Dump, User
from planner.core.presets import preset
from planner.storage import dump, people
from planner.storage.launcher import make
from tests.views.conftest import NOW, Browser


def test_the_title_answers_in_one_line(viewer: Browser) -> None:
    text = viewer.get("/")
    assert "12 % covered, 3 gaps are high, 1 run over a limit in four weeks" in text
    assert "0 of 4 expected cells reach their target" in text


def test_what_is_due_stands_under_its_owner(viewer: Browser) -> None:
    due = viewer.get("/").partition("Due this week")[2]
    assert due.index("Ed Editor") < due.index("Winter sale")


def test_what_goes_stale_names_the_cell_it_holds_up(viewer: Browser) -> None:
    # published on 5 January 2026, so due for review 365 days later: 5 January 2027, 43 days ahead
    text = viewer.get("/")
    assert "Tue 5 Jan" in text
    assert "Parents, Reach · Awareness" in text


def test_every_number_opens_what_it_counts(viewer: Browser) -> None:
    text = viewer.get("/?segment=parents")
    assert 'href="/gaps?segment=parents"' in text
    assert 'href="/map?segment=parents"' in text


def test_an_empty_workspace_says_how_to_begin(config: Config) -> None:
    database = make(f"sqlite:///{config.instance / 'empty.db'}")
    begun = replace(preset("b2c"), users=(User(email="a@example.org", role="admin"),))
    with database.writing("test") as writing:
        dump.write_dump(writing, Dump(revision=1, workspace=begun))
        link = people.make_link(writing, "a@example.org", now=NOW)
    app: Flask = create_app(config, database, now=lambda: NOW)
    browser = Browser(app.test_client())
    browser.get(f"/login/{link}")
    browser.post(f"/login/{link}")
    for path in ("/", "/content", "/map", "/gaps", "/overload", "/calendar", "/calendar?layout=grid", "/export",
                 "/settings", "/content/new", "/gaps/snapshots", "/help/"):  # fmt: skip
        browser.get(path)
    assert "There is no content here yet." in browser.get("/")
    assert "No content yet." in browser.get("/content")
    database.close()
