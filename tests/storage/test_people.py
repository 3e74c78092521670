"""People: a link signs in once, a session ends when it should, and no secret can be read from the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from planner.core.model import User
from planner.storage import people, tables
from planner.storage.database import Database
from planner.storage.dimensions import delete_record
from planner.storage.errors import UnknownReference
from planner.storage.workspace import add, update_record

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANN = User(email="ann@example.org", name="Ann")
BOSS = User(email="boss@example.org", role="admin")


@pytest.fixture
def staffed(db: Database) -> Database:
    with db.writing("test") as session:
        add(session, ANN)
        add(session, BOSS)
    return db


def link(db: Database, **how: timedelta) -> str:
    with db.writing("test") as session:
        return people.make_link(session, ANN.email, now=NOW, **how)


def use(db: Database, token: str, now: datetime = NOW) -> str | None:
    with db.writing("test") as session:
        return people.use_link(session, token, now=now)


def sign_in(db: Database, user: User = ANN, *, remember: bool = False) -> str:
    with db.writing("test") as session:
        return people.open_session(session, user.email, now=NOW, remember=remember, agent="Firefox")


def test_a_link_signs_in_once(staffed: Database) -> None:
    token = link(staffed)
    assert use(staffed, token) == "ann@example.org"
    assert use(staffed, token) is None
    assert use(staffed, "guessed") is None


def test_a_link_dies_of_age_and_of_a_newer_one(staffed: Database) -> None:
    assert use(staffed, link(staffed), NOW + people.LINK_LIFE) is None
    assert use(staffed, link(staffed, life=24 * HOUR), NOW + 23 * HOUR) == ANN.email
    first = link(staffed)
    second = link(staffed)
    assert (use(staffed, first), use(staffed, second)) == (None, ANN.email)


def test_a_disabled_user_stays_out(staffed: Database) -> None:
    key, token = sign_in(staffed), link(staffed)
    with staffed.writing("test") as session:
        update_record(session, User(email=ANN.email, name="Ann", active=False))
    assert use(staffed, token) is None
    assert people.session_user(staffed, key, now=NOW) is None


def test_only_digests_are_stored(staffed: Database) -> None:
    token, key = link(staffed), sign_in(staffed)
    with staffed.reading() as session:
        stored = [str(row) for table in tables.METADATA.sorted_tables for row in session.execute(select(table))]
    assert [text for text in stored if token in text or key in text] == []
    assert len(key) == 43  # 256 bits in base64


def test_a_session_lives_while_it_is_used_and_no_longer_than_a_day(staffed: Database) -> None:
    key = sign_in(staffed)
    assert people.session_user(staffed, key, now=NOW + 7 * HOUR) == ANN
    assert people.session_user(staffed, key, now=NOW + 14 * HOUR) == ANN  # seen seven hours ago
    assert people.session_user(staffed, key, now=NOW + 23 * HOUR) is None  # nine hours idle
    assert people.session_user(staffed, sign_in(staffed), now=NOW + 24 * HOUR) is None
    assert people.session_user(staffed, "guessed", now=NOW) is None


def test_an_admin_is_signed_out_after_an_idle_hour(staffed: Database) -> None:
    key = sign_in(staffed, BOSS)
    assert people.session_user(staffed, key, now=NOW + HOUR / 2) == BOSS
    assert people.session_user(staffed, key, now=NOW + 2 * HOUR) is None


def test_a_remembered_session_lives_for_thirty_days(staffed: Database) -> None:
    key = sign_in(staffed, remember=True)
    assert people.session_user(staffed, key, now=NOW + timedelta(days=29)) == ANN
    assert people.session_user(staffed, key, now=NOW + timedelta(days=30)) is None


def test_a_clock_that_goes_back_a_day_kills_no_session(staffed: Database) -> None:
    key = sign_in(staffed)
    assert people.session_user(staffed, key, now=NOW - timedelta(days=1)) == ANN


def test_sessions_are_listed_and_ended(staffed: Database) -> None:
    keys = [sign_in(staffed) for _ in range(3)]
    with staffed.writing("test") as session:
        listed = people.list_sessions(session, ANN.email, now=NOW, current=keys[1])
        assert [entry.current for entry in listed] == [False, True, False]
        assert {entry.agent for entry in listed} == {"Firefox"}
        people.end_sessions(session, ANN.email, number=10**30)
        people.end_sessions(session, ANN.email, number=listed[0].number)
        people.end_session(session, keys[2])
    assert [people.session_user(staffed, key, now=NOW) for key in keys] == [None, ANN, None]
    other = sign_in(staffed)
    with staffed.writing("test") as session:
        people.end_sessions(session, ANN.email, but=other)
    assert [people.session_user(staffed, key, now=NOW) for key in (keys[1], other)] == [None, ANN]


def test_a_new_password_ends_every_session_and_link(staffed: Database) -> None:
    key, token = sign_in(staffed), link(staffed)
    with staffed.writing("test") as session:
        people.set_password(session, ANN.email, "$argon2id$...", now=NOW)
    assert people.session_user(staffed, key, now=NOW) is None
    assert use(staffed, token) is None
    with staffed.reading() as session:
        assert people.password_hash(session, "ANN@example.org") == "$argon2id$..."
        assert people.password_hash(session, "nobody@example.org") is None
        events = session.execute(select(tables.audit_events)).all()
    assert [event for event in events if "argon2" in str(event)] == []


def test_signing_in_and_out_raises_no_revision(staffed: Database) -> None:
    before = staffed.revision()
    key = sign_in(staffed)
    people.session_user(staffed, key, now=NOW + HOUR)
    use(staffed, link(staffed))
    assert staffed.revision() == before


def test_a_user_is_found_by_address_whatever_its_case(staffed: Database) -> None:
    with staffed.reading() as session:
        assert people.get_user(session, "ANN@Example.org") == ANN
        assert people.get_user(session, "nobody") is None
    with pytest.raises(UnknownReference), staffed.writing("test") as session:
        people.make_link(session, "nobody", now=NOW)


def test_a_deleted_user_is_signed_out(staffed: Database) -> None:
    key = sign_in(staffed)
    with staffed.writing("test") as session:
        delete_record(session, "users", ANN.email)
    assert people.session_user(staffed, key, now=NOW) is None
