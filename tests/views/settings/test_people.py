"""People: added with a link shown once, changed and kept out; somebody always stays administrator."""

from __future__ import annotations

import re
from collections.abc import Callable

from planner.core.model import User
from planner.storage import people
from planner.storage.database import Database
from tests.views.conftest import ADMIN, EDITOR, VIEWER, Browser
from tests.views.settings.test_rows import HOSTILE, space

NEW = {"email": "new@example.org", "name": "Nel New", "role": "manager", "language": "nl", "hours_per_week": "12,5"}


def test_a_person_is_added_and_their_link_lets_them_in(admin: Browser, stranger: Browser, database: Database) -> None:
    admin.get("/settings/people/new")
    text = admin.post("/settings/people/new", 200, **NEW).text
    assert space(database).users[-1] == User(
        email="new@example.org", name="Nel New", role="manager", language="nl", hours_per_week=12.5
    )
    (link,) = re.findall(r"<code>http://localhost(/login/[^<]+)</code>", text)
    stranger.get(link)
    assert stranger.post(link).location == "/"


def test_bad_people_are_refused(admin: Browser, database: Database) -> None:
    before = space(database).users
    for given in ({"email": "nobody"}, {"email": ""}, {"email": ADMIN.upper()}, {"role": "owner"},
                  {"hours_per_week": "200"}, {"language": "xx"}):  # fmt: skip
        assert "Not saved yet." in admin.post("/settings/people/new", 400, **NEW | given).text
    assert space(database).users == before


def test_another_role_ends_the_sessions_of_a_person(admin: Browser, editor: Browser, database: Database) -> None:
    row = f"/settings/people/row?key={EDITOR}"
    admin.get(row)
    said = {"name": "Ed Editor", "role": "viewer", "language": "en", "hours_per_week": "", "active": "y"}
    admin.post(row, 400, **said)  # it does not say which version was seen
    admin.post(row, **said | {"version": "1"})
    assert editor.client.get("/").location == "/login"
    admin.post(row, **said | {"active": "", "version": "2"})
    assert not space(database).users[1].active
    admin.post(f"/settings/people/link?key={EDITOR}", 400)


def test_somebody_stays_administrator(admin: Browser, database: Database) -> None:
    row = f"/settings/people/row?key={ADMIN}"
    said = {"name": "Ann", "role": "editor", "language": "en", "active": "y", "version": "1"}
    assert "make another person one first" in admin.post(row, 400, **said).text
    admin.post(row, 400, **said | {"role": "admin", "active": ""})
    assert (space(database).users[0].role, space(database).users[0].active) == ("admin", True)


def test_a_lost_race_shows_both_texts(admin: Browser) -> None:
    row = f"/settings/people/row?key={VIEWER}"
    said = {"name": "Mine", "role": "viewer", "language": "en", "active": "y", "version": "1"}
    admin.post(row, **said | {"name": "Theirs"})
    text = admin.post(row, 409, **said).text
    assert ("Mine" in text, "Theirs" in text) == (True, True)


def test_a_name_stays_text(admin: Browser) -> None:
    admin.post("/settings/people/new", 200, **NEW | {"name": HOSTILE})
    assert "<script>alert" not in admin.get("/settings/people")


def test_links_are_limited_to_twenty_a_day(admin: Browser) -> None:
    path = f"/settings/people/link?key={VIEWER}"
    told = [admin.post(path, 200).status_code for _n in range(20)]
    assert told == [200] * 20
    admin.post(path, 429)


def test_nobody_unknown_gets_a_page(admin: Browser) -> None:
    admin.get("/settings/people/row?key=nobody@example.org", 404)


def test_a_password_is_no_part_of_the_people(
    admin: Browser, database: Database, sign_in: Callable[[str], Browser]
) -> None:
    with database.writing("test") as writing:
        people.set_password(writing, VIEWER, "$argon2id$secret", now=writing.info["changes"].at)
    assert "argon2" not in admin.get("/settings/people") + admin.get(f"/settings/people/row?key={VIEWER}")
