"""Error pages: in the product's look, with a way on, and never a traceback."""

from __future__ import annotations

from html import unescape

import pytest
from flask import Flask

from planner.storage.database import Database
from planner.storage.errors import Busy
from planner.views.errors import WAYS
from tests.views.conftest import Browser


def test_a_page_that_is_not_there_says_so(admin: Browser) -> None:
    text = admin.get("/no-such-page", status=404)
    assert "There is no such page" in text
    assert "a letter may be missing" in text
    assert "To the content list" not in text


@pytest.mark.parametrize(("room", "way"), WAYS.items())
def test_every_room_says_where_to_look_and_leads_there(admin: Browser, room: str, way: tuple[str, str, str]) -> None:
    text = unescape(admin.get(f"/{room}/no/such/page", status=404))
    assert str(way[1]) in text
    assert f'href="/{room.replace("placements", "calendar")}' in text.partition("To the overview")[2]
    assert f">{way[2]}</a>" in text


def test_every_way_begins_at_a_room(app: Flask) -> None:
    first = {str(rule).split("/")[1] for rule in app.url_map.iter_rules() if not rule.endpoint.startswith("static")}
    assert set(WAYS) <= first


def test_a_stranger_gets_the_same_in_plain(stranger: Browser) -> None:
    assert "There is no such page" in stranger.get("/no-such-page", status=404)


@pytest.mark.parametrize("path", ["/content/nothing", "/placements/nothing", "/help/nothing", "/gaps?compare=99"])
def test_a_thing_that_is_not_there_is_named(admin: Browser, path: str) -> None:
    admin.get(path, status=404)


def test_a_wrong_method_is_told_in_a_page(admin: Browser) -> None:
    assert "This cannot be done here" in admin.post("/overload", 405).text


def test_an_unforeseen_fault_shows_a_number_and_no_traceback(app: Flask, admin: Browser) -> None:
    def broken() -> str:
        raise ZeroDivisionError("secret detail")

    app.view_functions["map.index"] = broken
    broken.role = "viewer"  # type: ignore[attr-defined]
    text = admin.get("/map", status=500)
    assert "Number of this request" in text
    assert "secret detail" not in text
    assert "Traceback" not in text


def test_a_busy_database_asks_to_try_again(app: Flask, admin: Browser) -> None:
    def busy() -> str:
        raise Busy

    busy.role = "viewer"  # type: ignore[attr-defined]
    app.view_functions["map.index"] = busy
    assert "busy for a moment" in admin.get("/map", status=503)


def test_a_wrong_date_in_the_address_is_a_note_not_an_error(admin: Browser) -> None:
    assert "is no date: write it as 2026-11-21" in admin.get("/gaps?from=tomorrow")


def test_an_unknown_filter_value_is_named(admin: Browser) -> None:
    assert "“martians” is not known here" in admin.get("/map?segment=martians")


def test_a_closed_database_is_told_by_the_health_page(app: Flask, database: Database) -> None:
    assert app.test_client().get("/healthz").text == "ok\n"


def test_no_token_and_no_line_break_reaches_the_log(
    app: Flask, admin: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(**_found: str) -> str:
        raise ZeroDivisionError

    broken.role = "anyone"  # type: ignore[attr-defined]
    app.view_functions["login.link"] = app.view_functions["content.show"] = broken
    admin.get("/login/secret-token", 500)
    admin.get("/content/a%0Dforged line", 500)
    assert "secret-token" not in caplog.text
    assert "\\rforged line" in caplog.text
    assert "\rforged line" not in caplog.text
