"""What a person sets for themselves, and the password that lets them in."""

from __future__ import annotations

from html import unescape

import pytest

from planner.storage import people
from planner.storage.database import Database
from planner.storage.limits import take
from planner.views.password_login import HOUR, of_account
from planner.views.settings.account import browser
from tests.views.conftest import ADMIN, NOW, VIEWER, Browser
from tests.views.settings.test_rows import space

GOOD = "tandem gravel violet otter"


def set_password(browser: Browser, status: int = 303, **given: str) -> str:
    answer = browser.post("/settings/account/password", status, **{"new": GOOD, "again": GOOD} | given)
    browser.token = ""  # of the session that ended
    return unescape(answer.text)


def sign_in(browser: Browser, status: int = 303, email: str = VIEWER, password: str = GOOD) -> str:
    browser.get("/login")
    return unescape(browser.post("/login", status, email=email, password=password).text)


def test_the_page_after_the_link_offers_a_password(viewer: Browser) -> None:
    assert '<a href="/settings/account">Set a password</a>' in viewer.get("/")


def test_who_set_a_password_signs_in_with_it(viewer: Browser, stranger: Browser) -> None:
    set_password(viewer)
    assert "Your password is set." in viewer.get("/settings/account")
    assert stranger.client.get("/").location == "/login"
    sign_in(stranger, email=VIEWER.upper())
    stranger.get("/")


def test_a_new_password_ends_every_other_session(viewer: Browser, database: Database, stranger: Browser) -> None:
    set_password(viewer)
    sign_in(stranger)
    set_password(viewer, old=GOOD, new=GOOD + "s", again=GOOD + "s")
    assert stranger.client.get("/").location == "/login"
    viewer.get("/")


def test_wrong_password_and_unknown_person_are_told_the_same(viewer: Browser, stranger: Browser) -> None:
    set_password(viewer)
    wrong = sign_in(stranger, 403, password="not this one at all")
    unknown = sign_in(stranger, 403, email="nobody@example.org")
    assert "That address and password do not belong together." in wrong
    assert (
        unknown.replace("nobody@example.org", VIEWER).split("</head>")[1].split("csrf_token")[0]
        == (wrong.split("</head>")[1].split("csrf_token")[0])
    )


def test_without_a_password_no_password_lets_in(stranger: Browser) -> None:
    sign_in(stranger, 403, email=ADMIN, password="")
    sign_in(stranger, 403, email=ADMIN, password="nobody's password")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"new": "short", "again": "short"}, "This has 5 characters; take at least 15."),
        ({"again": "something else entirely"}, "The two do not say the same."),
        ({"new": "Password 2026 Planner", "again": "Password 2026 Planner"}, "This is made of words"),
        ({"new": "vic.viewer.vic.viewer", "again": "vic.viewer.vic.viewer"}, "This is made of words"),
        ({"new": "huis test huis test", "again": "huis test huis test"}, "This is made of words"),
    ],
)
def test_a_password_one_can_guess_is_refused(
    viewer: Browser, database: Database, given: dict[str, str], sentence: str
) -> None:
    assert sentence in set_password(viewer, 400, **given)
    with database.reading() as session:
        assert people.password_hash(session, VIEWER) is None


def test_the_present_password_is_asked_for_unless_one_came_by_a_link(viewer: Browser, stranger: Browser) -> None:
    set_password(viewer)  # a session of its own begins, and the link is forgotten
    assert "That is not your present password." in set_password(viewer, 400, old="a guess of mine")
    set_password(viewer, old=GOOD, new=GOOD + "s", again=GOOD + "s")
    sign_in(stranger, password=GOOD + "s")


def test_the_eleventh_try_at_an_account_waits(viewer: Browser, stranger: Browser, database: Database) -> None:
    set_password(viewer)
    with database.writing("test") as session:
        name, most = of_account(VIEWER)
        for _try in range(most):
            take(session, name, most=most, span=HOUR, now=NOW)
    stranger.get("/login")
    answer = stranger.post("/login", 429, email=VIEWER, password=GOOD)
    assert answer.headers["Retry-After"] == "3600"
    assert "Too many tries to sign in." in answer.text


def test_name_language_and_first_page_are_kept(viewer: Browser, stranger: Browser, database: Database) -> None:
    set_password(viewer)
    viewer.post("/settings/account", name="Vic V.", language="nl", start="calendar")
    user = next(user for user in space(database).users if user.email == VIEWER)
    assert (user.name, user.language, user.start, user.role) == ("Vic V.", "nl", "calendar", "viewer")
    stranger.get("/login")
    assert stranger.post("/login", email=VIEWER, password=GOOD).location == "/calendar"
    assert '<html lang="nl">' in stranger.get("/map")


def test_nobody_makes_themselves_more_than_they_are(viewer: Browser, database: Database) -> None:
    before = space(database).users
    viewer.post("/settings/account", name="Vic Viewer", language="en", start="overview", role="admin",
                email=ADMIN, active="", hours_per_week="1")  # fmt: skip
    assert space(database).users == before


def test_bad_values_are_refused(viewer: Browser, database: Database) -> None:
    before = space(database)
    viewer.post("/settings/account", 400, name="x" * 501, language="xx", start="/evil")
    assert space(database) == before


def test_sessions_are_listed_and_ended(viewer: Browser, stranger: Browser) -> None:
    set_password(viewer)
    sign_in(stranger)
    text = viewer.get("/settings/account")
    assert text.count("End it") == 1
    number = text.partition('name="number" value="')[2].partition('"')[0]
    viewer.post("/settings/account/sessions", number=number)
    assert stranger.client.get("/").location == "/login"
    viewer.get("/settings/account")


def test_nobody_ends_the_session_of_another(viewer: Browser, editor: Browser) -> None:
    for number in (*range(1, 9), "x", ""):
        viewer.post("/settings/account/sessions", number=number)
    editor.get("/")
    assert "That session has ended" not in viewer.get("/settings/account")


def test_a_number_that_is_none_ends_nothing_and_says_so(viewer: Browser, stranger: Browser) -> None:
    set_password(viewer)
    sign_in(stranger)
    for number in ("999999", "x", "9" * 30):
        viewer.post("/settings/account/sessions", number=number)
        assert "There is no such session of yours" in viewer.get("/settings/account")
    stranger.get("/")
    viewer.post("/settings/account/sessions")
    assert "You are signed out everywhere else." in viewer.get("/settings/account")
    viewer.post("/settings/account/sessions")
    assert "You are signed in nowhere else." in viewer.get("/settings/account")


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605 Version/17 Safari/605", "Safari, macOS"),
        ("curl/8", "curl/8"),
    ],
)
def test_a_browser_is_told_in_few_words(agent: str, told: str) -> None:
    assert browser(agent) == told
