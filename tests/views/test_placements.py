"""Placements: adding, editing, moving and taking away by plain forms."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from planner.core.model import Placement
from planner.storage import placements
from planner.storage.database import Database
from tests.views.conftest import Browser


def stored(database: Database, uid: str) -> Placement | None:
    with database.reading() as reading:
        return placements.get_placement(reading, uid)


def test_a_placement_is_added_at_a_time_of_the_workspace(editor: Browser, database: Database) -> None:
    editor.get("/placements/new?item=crib&channel=email")
    editor.post("/placements/new?item=crib", channel="email", day="2026-12-03", clock="9:30", status="planned",
                title="A crib that lasts", segments=["parents"])  # fmt: skip
    with database.reading() as reading:
        (_item, made) = next(pair for pair in placements.load_placements(reading) if pair[1].title)
    assert made.at == datetime(2026, 12, 3, 8, 30, tzinfo=UTC)  # Brussels is an hour ahead in winter
    assert (made.channel, made.segments, made.on) == ("email", ("parents",), None)


def test_a_move_changes_the_day_and_nothing_else(editor: Browser, database: Database) -> None:
    before = stored(database, "mail-25")
    editor.post("/placements/mail-25", day="2026-12-09", clock="", version="1", do="move", to="calendar",
                back="layout=week")  # fmt: skip
    after = stored(database, "mail-25")
    assert before is not None
    assert after is not None
    assert after.on == date(2026, 12, 9)
    assert (after.channel, after.campaign, after.status, after.version) == ("email", "winter", "planned", 2)


def test_a_move_without_a_day_puts_it_into_the_tray(editor: Browser, database: Database) -> None:
    answer = editor.post(
        "/placements/mail-25", day="", clock="", version="1", do="move", to="calendar", back="layout=week"
    )
    after = stored(database, "mail-25")
    assert after is not None
    assert (after.on, after.at, answer.location) == (None, None, "/calendar?layout=week")


def test_a_published_placement_stays_on_its_day(editor: Browser, database: Database) -> None:
    told = editor.post("/placements/crib-blog", 409, day="2026-12-09", version="1", do="move")
    assert "its day stays" in told.text
    after = stored(database, "crib-blog")
    assert after is not None
    assert after.on == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("fields", "told"),
    [({"channel": ""}, "Choose the channel"), ({"channel": "radio"}, "Not a valid choice"),
     ({"clock": "noon"}, "is no time of day"), ({"day": "2026-02-30"}, "is no date"),
     ({"day": "2026-12-09", "until": "2026-12-01"}, "lies before the first day"),
     ({"priority": "11"}, "out of range"), ({"link": "javascript:x"}, "is no web address")],
)  # fmt: skip
def test_a_bad_value_is_told_and_nothing_is_saved(
    editor: Browser, database: Database, fields: dict[str, str], told: str
) -> None:
    good = {"channel": "email", "day": "2026-11-25", "status": "planned", "version": "1"}
    assert told in editor.post("/placements/mail-25", 400, **good | fields).text
    after = stored(database, "mail-25")
    assert after is not None
    assert after.version == 1


def test_a_lost_race_tells_what_changed(editor: Browser, database: Database) -> None:
    fields = {"channel": "email", "status": "planned", "version": "1"}
    editor.post("/placements/mail-25", day="2026-12-09", **fields)
    told = editor.post("/placements/mail-25", 409, day="2026-12-10", **fields).text
    assert "it now says “2026-12-09”" in told
    after = stored(database, "mail-25")
    assert after is not None
    assert after.on == date(2026, 12, 9)


@pytest.mark.parametrize("version", [{}, {"version": ""}, {"version": "one"}])
def test_a_form_that_names_no_version_saves_nothing(editor: Browser, database: Database, version: Any) -> None:
    before = stored(database, "mail-25")
    told = editor.post("/placements/mail-25", 400, channel="email", status="planned", day="2026-12-09", **version).text
    assert "does not say which version it was made from" in told
    editor.post("/placements/mail-25", 400, do="move", day="2026-12-09", **version)
    editor.post("/placements/mail-25", 400, do="delete", **version)
    assert stored(database, "mail-25") == before


def test_a_placement_is_taken_away(editor: Browser, database: Database) -> None:
    editor.post("/placements/mail-26", do="delete", version="1")
    assert stored(database, "mail-26") is None


def test_a_viewer_sees_it_without_buttons(viewer: Browser) -> None:
    assert "Save" not in viewer.get("/placements/mail-24")
