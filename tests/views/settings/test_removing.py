"""Deleting and merging: what would move is counted before, and nothing that is named can be deleted."""

from __future__ import annotations

from planner.storage.database import Database
from tests.views.conftest import Browser
from tests.views.settings.test_rows import slugs, space


def test_what_names_a_row_is_counted_and_keeps_it(admin: Browser, database: Database) -> None:
    text = admin.get("/settings/segments/remove?key=parents")
    assert "mappings: 2" in text
    assert "touchpoints: 1" in text
    assert "It is still named, so it cannot be deleted." in text
    admin.post("/settings/segments/remove?key=parents", 400, do="delete", version="1")
    assert slugs(database, "segments") == ["parents", "grandparents"]


def test_a_merge_takes_everything_along(admin: Browser, database: Database) -> None:
    answer = admin.post("/settings/segments/remove?key=parents", do="merge", into="grandparents")
    assert answer.location == "/settings/segments"
    told = admin.get("/settings/segments")
    assert "“Parents” was merged into “Grandparents”. It took along: touchpoints 1, mappings 2, views 1." in told
    assert slugs(database, "segments") == ["grandparents"]
    assert space(database).touchpoints[0].segment == "grandparents"


def test_a_merge_into_nothing_or_itself_is_refused(admin: Browser, database: Database) -> None:
    for into in ("", "parents", "nobody"):
        admin.post("/settings/segments/remove?key=parents", 400, do="merge", into=into)
    assert slugs(database, "segments") == ["parents", "grandparents"]


def test_neither_deleting_nor_merging_is_no_request(admin: Browser) -> None:
    admin.post("/settings/segments/remove?key=parents", 400)
    admin.get("/settings/segments/remove?key=nobody", 404)


def test_what_changed_since_it_was_seen_is_not_deleted(admin: Browser, database: Database) -> None:
    admin.post("/settings/formats/remove?key=video", 409, do="delete", version="7")
    assert slugs(database, "formats") == ["article", "video"]
