"""Moving a placement: by drag, key and form the same rule; what stays says why; a lost race overwrites nothing."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from planner.core.model import Placement
from planner.storage import changes, placements
from planner.storage.database import Database
from tests.views.conftest import Browser

MAIL = "/placements/mail-25/move"


def stored(database: Database, uid: str = "mail-25") -> Placement:
    with database.reading() as reading:
        found = placements.get_placement(reading, uid)
    assert found is not None
    return found


def revision(database: Database) -> str:
    with database.reading() as reading:
        return str(changes.read_revision(reading))


def would(editor: Browser, query: str, uid: str = "mail-25") -> str:
    """What a move would open and close, in words, without markup."""
    text = editor.client.get(f"/placements/{uid}/consequence?{query}").text
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


@pytest.mark.parametrize(
    ("sent", "stands"),
    [
        ({"to": "2026-12-09"}, (date(2026, 12, 9), "email", None)),
        ({"to": "2026-12-11", "since": "2026-12-09"}, (date(2026, 11, 27), "email", None)),
        ({"to": "2026-W50"}, (date(2026, 12, 9), "email", None)),  # a Wednesday stays one
        ({"to": "2027-02", "since": "2026-11"}, (date(2027, 2, 25), "email", None)),
        ({"by": "-7"}, (date(2026, 11, 18), "email", None)),
        ({"to": "2026-W48", "channel": "blog", "stage": "reach"}, (date(2026, 11, 25), "blog", "reach")),
        ({"stage": "retain"}, (date(2026, 11, 25), "email", None)),  # there it stands by its item
        ({"do": "tray"}, (None, "email", None)),
        ({"day": "", "clock": "", "channel": "email", "stage": "retain"}, (None, "email", None)),
    ],
)
def test_a_move_says_where_and_the_rest_stays(
    editor: Browser, database: Database, sent: dict[str, str], stands: tuple[date | None, str, str | None]
) -> None:
    answer = editor.post(MAIL, version="1", back="layout=week&segment=parents", **sent)
    assert answer.location == "/calendar?layout=week&segment=parents"
    after = stored(database)
    assert (after.on, after.channel, after.stage) == stands
    assert (after.campaign, after.status) == ("winter", "planned")


def test_the_form_gives_a_time_of_the_workspace(editor: Browser, database: Database) -> None:
    editor.post(MAIL, version="1", day="2026-12-03", clock="9:30", channel="email", stage="retain")
    assert stored(database).at == datetime(2026, 12, 3, 8, 30, tzinfo=UTC)
    assert "now stands on Thu 3 Dec 2026, 09:30 · W49." in editor.get("/calendar")


def test_what_is_said_afterwards_names_what_changed(editor: Browser) -> None:
    editor.post(MAIL, version="1", channel="blog", stage="reach")
    assert "“Winter sale” now stands on Reach, Blog, Wed 25 Nov 2026 · W48." in editor.get("/calendar")
    editor.post(MAIL, version="2", do="tray")
    assert "“Winter sale” lies in the tray now." in editor.get("/calendar")


def test_a_move_to_where_it_is_writes_nothing(editor: Browser, database: Database) -> None:
    before = revision(database)
    editor.post(MAIL, version="1", to="2026-11-25", channel="email")
    assert (stored(database).version, revision(database)) == (1, before)
    assert '<div class="told" role="status"></div>' in editor.get("/calendar")


@pytest.mark.parametrize(
    ("uid", "sent", "why"),
    [
        ("crib-blog", {"to": "2026-12-09"}, "has been published"),
        ("mail-25", {"channel": "radio"}, "There is no channel “radio”."),
        ("mail-25", {"stage": ""}, "mapped to a stage"),
        ("idea-store", {"by": "1"}, "no day yet"),
        ("mail-25", {"to": "soon"}, "“soon” is no day, week or month."),
    ],
)
def test_what_stays_says_why_on_the_calendar(
    editor: Browser, database: Database, uid: str, sent: dict[str, str], why: str
) -> None:
    before = stored(database, uid)
    assert editor.post(f"/placements/{uid}/move", version="1", back="layout=grid", **sent).status_code == 303
    assert why in editor.get("/calendar?layout=grid")
    assert stored(database, uid) == before


def test_a_form_that_cannot_be_read_keeps_what_was_typed(editor: Browser, database: Database) -> None:
    told = editor.post(MAIL, 400, version="1", day="31-31-2026", clock="", channel="email", stage="retain")
    assert 'value="31-31-2026"' in told.text
    assert 'aria-invalid="true"' in told.text
    assert stored(database).on == date(2026, 11, 25)


def test_a_lost_race_shows_both_and_overwrites_nothing(editor: Browser, database: Database) -> None:
    editor.post(MAIL, version="1", to="2026-12-01")
    told = editor.post(MAIL, 409, version="1", to="2026-12-09", back="layout=week").text
    assert "Email, Tue 1 Dec 2026" in told
    assert "Email, Wed 9 Dec 2026" in told
    assert stored(database).on == date(2026, 12, 1)
    editor.post(MAIL, version="2", to="2026-12-09", back="layout=week")  # what the page offers
    assert 'name="version" value="2"' in told
    assert 'name="to" value="2026-12-09"' in told
    assert stored(database).on == date(2026, 12, 9)


def test_a_drag_says_which_calendar_it_was_made_on(editor: Browser, database: Database) -> None:
    drawn = re.search(r'data-revision="(\d+)"', editor.get("/calendar"))
    assert drawn
    with database.writing("ann@example.org") as writing:
        placements.change_placements(writing, ["mail-24"], {"owner": "ann@example.org"})
    editor.post(MAIL, revision=drawn[1], to="2026-12-01")  # another placement changed: no matter
    assert stored(database).on == date(2026, 12, 1)
    editor.post("/placements/mail-24/move", 409, revision=drawn[1], to="2026-12-01")
    assert stored(database, "mail-24").on == date(2026, 11, 24)


def test_a_move_without_a_version_is_refused(editor: Browser, database: Database) -> None:
    editor.post(MAIL, 400, to="2026-12-09")
    assert stored(database).on == date(2026, 11, 25)


def test_a_placement_that_is_gone_is_told(editor: Browser) -> None:
    editor.post("/placements/gone/move", 404, version="1", to="2026-12-09")
    editor.get("/placements/gone/move", 404)
    assert editor.client.get("/placements/gone/consequence").status_code == 404


def test_a_uid_may_hold_a_slash(editor: Browser, database: Database) -> None:
    with database.writing("test") as writing:
        placements.add_placement(writing, "crib", Placement(uid="a/b", channel="blog", on=date(2026, 12, 1)))
    editor.post("/placements/a%2Fb/move", version="1", by="1")
    assert stored(database, "a/b").on == date(2026, 12, 2)


def test_the_consequence_is_told_in_the_words_of_the_reports(editor: Browser) -> None:
    # three mails in a week break a limit of two; a week on there are two, and one alone
    away = would(editor, "to=2026-12-09")
    assert "Closes: Parents get 3 contacts in 7 days on 26 Nov, the limit is 2 (Not too much)." in away
    assert "Email, Wed 9 Dec 2026" in away
    assert "Opens:" not in away
    onto = would(editor, "to=2026-11-24")
    assert "Opens: Two contacts with Parents on one day, Tue 24 Nov" in onto


def test_the_consequence_of_what_stays_is_why(editor: Browser) -> None:
    assert "It stays: It has been published" in would(editor, "to=2026-12-09", "crib-blog")
    assert "It stays: There is no channel" in would(editor, "channel=radio")


def test_nothing_and_what_lies_beyond_the_reports_is_said(editor: Browser) -> None:
    assert "Opens and closes no finding." in would(editor, "do=tray", "idea-store")
    assert "Reports look ahead to 21 Feb 2027, not further." in would(editor, "to=2027-06-01")
    assert "That day is past." in would(editor, "to=2026-11-01")
    assert "not mapped to Reach, so it fills no cell there" in would(editor, "stage=reach")


def test_an_accepted_finding_is_not_told_again(editor: Browser, admin: Browser) -> None:
    admin.get("/overload")
    key = re.search(r"pressure:rule=[^\"&]+", admin.get("/overload"))
    assert key
    admin.post("/gaps/waive", key=key[0].replace("%3D", "="), reason="Once a year", until="")
    assert "Closes: Parents get 3 contacts" not in would(editor, "to=2026-12-09")


def test_without_script_a_button_shows_what_would_happen(editor: Browser, database: Database) -> None:
    text = editor.get(f"{MAIL}?day=2026-12-09&clock=&channel=email&stage=retain&ask=1&back=layout%3Dweek")
    assert "Closes:" in text
    assert 'value="2026-12-09"' in text
    assert 'name="back" value="layout=week"' in text
    assert "Closes:" not in editor.get(MAIL)
    assert stored(database).on == date(2026, 11, 25)


def test_undo_in_the_control_row_names_what_it_undoes(editor: Browser, database: Database) -> None:
    editor.post(MAIL, version="1", to="2026-12-09")
    assert "Undo: “Winter sale” now stands" not in editor.get("/calendar")  # the message has the button
    page = editor.get("/calendar")
    assert "Undo: “Winter sale” now stands on Wed 9 Dec 2026" in page
    found = re.search(r'name="revision" value="(\d+)"', page)
    assert found
    editor.post("/changes", revision=found[1])
    assert stored(database).on == date(2026, 11, 25)
    editor.get("/calendar")
    assert "Undo:" not in editor.get("/calendar")


def test_the_way_back_leads_to_the_calendar_alone(editor: Browser) -> None:
    for odd in ("_external=1&_scheme=ftp", "//evil.example", "a=1&a=2&open=x"):
        answer = editor.post(MAIL, version=str(1), to="2026-11-25", back=odd)
        assert answer.location.startswith("/calendar")
        assert "open=" not in answer.location
