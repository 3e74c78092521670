"""Signing in: a link that works once, a session that ends, and nothing open without either."""

from __future__ import annotations

from planner.core.model import User
from planner.storage import people
from planner.storage import workspace as frame
from planner.storage.database import Database
from tests.views.conftest import ADMIN, NOW, Browser


def link(database: Database, email: str = ADMIN) -> str:
    with database.writing("test") as writing:
        return people.make_link(writing, email, now=NOW)


def test_a_stranger_is_sent_to_the_login_page(stranger: Browser) -> None:
    answer = stranger.client.get("/gaps")
    assert (answer.status_code, answer.location) == (302, "/login")
    assert "planner login-link" in stranger.get("/login")


def test_signing_in_goes_on_to_the_page_that_was_asked_for(stranger: Browser, database: Database) -> None:
    stranger.client.get("/gaps?segment=parents")
    stranger.client.get("/content", headers={"Sec-Fetch-Dest": "empty"})  # a script of an open page
    stranger.get("/login")
    assert stranger.post(f"/login/{link(database)}").location == "/gaps?segment=parents"


def test_an_address_of_another_host_is_never_gone_on_to(stranger: Browser, database: Database) -> None:
    for path in ("//evil.example/", "//evil.example/gaps", "/%2Fevil.example", "/\\evil.example"):
        stranger.client.get(path)
    stranger.get("/login?asked=//evil.example")
    assert stranger.post(f"/login/{link(database)}").location == "/"


def test_opening_the_link_does_not_use_it_up(stranger: Browser, database: Database) -> None:
    path = f"/login/{link(database)}"
    stranger.get(path)
    stranger.get(path)
    assert stranger.post(path).location == "/"


def test_a_link_signs_in_once(stranger: Browser, app_again: Browser, database: Database) -> None:
    path = f"/login/{link(database)}"
    stranger.get(path)
    stranger.post(path)
    app_again.get(path)
    assert "has been used or is too old" in app_again.post(path, 403).text


def test_an_unknown_link_is_refused(stranger: Browser) -> None:
    stranger.get("/login/nothing")
    assert stranger.post("/login/nothing", 403).status_code == 403


def test_the_cookie_is_closed_to_scripts_and_other_sites(stranger: Browser, database: Database) -> None:
    path = f"/login/{link(database)}"
    stranger.get(path)
    cookie = stranger.post(path).headers["Set-Cookie"]
    assert cookie.startswith("session=")
    assert [part for part in ("HttpOnly", "SameSite=Lax", "Path=/") if part not in cookie] == []
    assert "Domain" not in cookie


def test_signing_out_ends_the_session_here_and_in_the_database(admin: Browser) -> None:
    kept = admin.client.get_cookie("session", domain="localhost")
    answer = admin.post("/login/out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert kept is not None
    admin.client.set_cookie("session", kept.value)  # a stolen copy of the cookie
    assert admin.client.get("/").location == "/login"


def test_a_disabled_person_is_out_at_once(viewer: Browser, database: Database) -> None:
    with database.writing("test") as writing:
        frame.update_record(writing, User(email="vic@example.org", role="viewer", active=False))
    assert viewer.client.get("/").location == "/login"


def test_a_session_dies_of_idleness(app_later: Browser) -> None:
    assert app_later.client.get("/").location == "/login"
