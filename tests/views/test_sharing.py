"""Feeds and links for guests: what they show, what closes them, and that nothing widens them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner import create_app
from planner.config import Config
from planner.core.model import Query, SavedView
from planner.storage import placements, workspace
from planner.storage.database import Database
from tests.views.conftest import EDITOR, NOW, Browser

MAILS = SavedView(slug="mails", name="Mails", owner=EDITOR, query=Query(channels=("email",)), relative="next:28")
GAPS = SavedView(slug="gaps", name="Our gaps", owner=EDITOR, page="gaps", shared=True)
MAP = SavedView(slug="map", name="Our map", owner=EDITOR, page="map")
PRIVATE = SavedView(slug="private", name="Ann's", owner="ann@example.org")
ADDRESS = re.compile(r'readonly value="https?://[^/"]+(/[^"]+)"')


@pytest.fixture(autouse=True)
def views(database: Database) -> None:
    with database.writing("test") as writing:
        for view in (MAILS, GAPS, MAP, PRIVATE):
            workspace.add(writing, view)


@pytest.fixture
def outside(app: Flask) -> FlaskClient:
    return app.test_client()


def made(editor: Browser, kind: str, view: str, **more: str) -> str:
    """Make a way and return its path; `expires` may be given."""
    editor.get("/settings/sharing")
    found = ADDRESS.search(editor.post("/settings/sharing", 200, kind=kind, view=view, **more).text)
    assert found
    return found[1]


def uids(body: bytes) -> dict[str, str]:
    return {str(event["uid"]): str(event["status"]) for event in icalendar.Calendar.from_ical(body).walk("VEVENT")}


def test_a_feed_holds_its_view_and_carries_cancelled_ones(
    editor: Browser, outside: FlaskClient, database: Database
) -> None:
    path = made(editor, "feed", "mails")
    with database.writing("test") as writing:
        placements.change_placements(writing, ["mail-25"], {"status": "cancelled"})
    answer = outside.get(path)
    assert uids(answer.data) == {"mail-24": "CONFIRMED", "mail-25": "CANCELLED", "mail-26": "CONFIRMED"}
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_what_has_not_changed_is_not_sent_again(editor: Browser, outside: FlaskClient, database: Database) -> None:
    path = made(editor, "feed", "mails")
    etag = outside.get(path).headers["ETag"]
    again = outside.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    with database.writing("test") as writing:
        placements.change_placements(writing, ["mail-25"], {"priority": 9})
    assert outside.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_parameters_never_widen_it(editor: Browser, outside: FlaskClient) -> None:
    path = made(editor, "feed", "mails")
    wide = outside.get(f"{path}?channel=blog&view=private&from=2020-01-01&status=cancelled&format=json")
    assert uids(wide.data) == uids(outside.get(path).data)
    page = made(editor, "share", "mails")
    plain, asked = outside.get(page).text, outside.get(f"{page}?channel=blog&view=private&open=mail-24").text
    assert plain == asked


def test_a_guest_sees_the_view_and_no_way_further(editor: Browser, outside: FlaskClient) -> None:
    page = outside.get(made(editor, "share", "mails")).text
    assert "<h1>Mails</h1>" in page
    assert "3 placements" in page
    assert set(re.findall(r'<a [^>]*href="([^"]*)"', page)) == {"/"}  # the sign-in, behind the name of the program
    assert "<form" not in page
    assert "Our gaps" in outside.get(made(editor, "share", "gaps")).text


def test_a_link_ends_with_its_day_and_a_removed_person_takes_theirs_along(
    editor: Browser, database: Database, config: Config, outside: FlaskClient
) -> None:
    path = made(editor, "share", "mails", expires="2026-11-24")
    later = create_app(config, database, now=lambda: NOW + timedelta(days=1, hours=13, minutes=59)).test_client()
    over = create_app(config, database, now=lambda: NOW + timedelta(days=1, hours=14)).test_client()
    assert (later.get(path).status_code, over.get(path).status_code) == (200, 404)  # midnight in Brussels is 23:00 UTC
    feed = made(editor, "feed", "mails")
    with database.writing("test") as writing:
        user = next(u for u in workspace.load_workspace(writing).users if u.email == EDITOR)
        workspace.update_record(writing, replace(user, active=False))
    assert [outside.get(one).status_code for one in (path, feed, "/feeds/x.ics", "/share/x")] == [404] * 4


def test_closing_is_at_once_and_ones_own(editor: Browser, viewer: Browser, outside: FlaskClient) -> None:
    feed = made(editor, "feed", "mails")
    found = re.search(r'name="number" value="(\d+)"', editor.get("/settings/sharing"))
    assert found
    viewer.get("/settings/sharing")
    viewer.post("/settings/sharing/revoke", number=found[1])
    assert outside.get(feed).status_code == 200
    editor.post("/settings/sharing/revoke", number=found[1])
    assert outside.get(feed).status_code == 404


def test_what_cannot_be_made_is_told(editor: Browser, viewer: Browser) -> None:
    editor.get("/settings/sharing")
    for view, kind in (("private", "feed"), ("map", "share"), ("gaps", "feed"), ("nothing", "share"), ("", "feed")):
        assert "Choose the view" in editor.post("/settings/sharing", 400, kind=kind, view=view).text
    for day, told in (("2026-11-22", "from today"), ("2030-01-01", "from today"), ("soon", "no date")):
        assert told in editor.post("/settings/sharing", 400, kind="share", view="mails", expires=day).text
    viewer.get("/settings/sharing")
    viewer.post("/settings/sharing", 403, kind="share", view="gaps")


def test_a_feed_is_read_sixty_times_an_hour_at_most(editor: Browser, outside: FlaskClient) -> None:
    path = made(editor, "feed", "mails")
    answers = [outside.get(path).status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]
