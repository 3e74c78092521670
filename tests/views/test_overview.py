"""The overview: the state of the small workspace on one page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

from flask import Flask

from planner import create_app
from planner.config import Config
from planner.core.model import Dump, User
from planner.core.presets import preset
from planner.storage import dump, items, people, placements
from planner.storage.database import Database
from planner.storage.launcher import make
from tests import builders
from tests.views.conftest import EDITOR, NOW, Browser


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


def test_what_is_due_and_what_goes_stale_open_as_they_are_counted(viewer: Browser, database: Database) -> None:
    more = [
        builders.item("near", title="Near", status="briefed", due_on=date(2026, 11, 27), owner=EDITOR),
        builders.item("later", title="Later", status="briefed", due_on=date(2026, 11, 30), owner=EDITOR),
        builders.item("done", title="Done", status="approved", due_on=date(2026, 11, 27), owner=EDITOR),
        builders.item("lone", title="Lone", status="briefed", due_on=date(2026, 11, 23)),
    ]
    with database.writing("test") as writing:
        items.add_items(writing, more)
    text = viewer.get("/")
    hers = re.search(rf'href="(/content[^"]*owner={EDITOR}[^"]*)"', text)
    nobodys = re.search(r'href="(/content[^"]*soon=nobody[^"]*)"', text)
    stale = re.search(r'href="(/content[^"]*soon=stale[^"]*)">1 item<', text)
    assert hers is not None
    assert nobodys is not None
    assert stale is not None
    assert titles(viewer.get(unescape(hers[1]))) == ["Winter sale", "Near"]  # by the day they are due
    assert titles(viewer.get(unescape(nobodys[1]))) == ["Lone"]
    assert titles(viewer.get(unescape(stale[1]))) == ["Choosing a crib"]


def titles(text: str) -> list[str]:
    return re.findall(r'<a class="t"[^>]*>([^<]*)</a>', text.partition("<tbody>")[2])


def test_content_without_any_placement_has_an_overview(viewer: Browser, database: Database) -> None:
    with database.writing("test") as writing:
        for item in items.load_items(writing):
            for one in item.placements:
                placements.delete_placement(writing, one.uid)
    assert "Due this week" in viewer.get("/")


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
