"""Tries are counted in the database and forgotten after a while."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from planner.storage.database import Database
from planner.storage.limits import forgive, take

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def tries(db: Database, n: int, now: datetime = NOON) -> list[timedelta | None]:
    found = []
    for _one in range(n):
        with db.writing("login") as session:
            found.append(take(session, "login:ann", most=3, span=timedelta(hours=1), now=now))
    return found


def test_the_fourth_try_of_an_hour_waits_for_its_end(db: Database) -> None:
    assert tries(db, 4) == [None, None, None, timedelta(hours=1)]
    assert tries(db, 1, NOON + timedelta(minutes=45)) == [timedelta(minutes=15)]
    assert tries(db, 1, NOON + timedelta(hours=1)) == [None]


def test_a_try_that_succeeded_is_taken_back(db: Database) -> None:
    tries(db, 3)
    with db.writing("login") as session:
        forgive(session, "login:ann")
    assert tries(db, 2) == [None, timedelta(hours=1)]


def test_a_clock_that_went_back_locks_nobody_out(db: Database) -> None:
    tries(db, 4)
    assert tries(db, 1, NOON - timedelta(days=2)) == [None]


def test_counting_is_no_change_of_the_workspace(db: Database) -> None:
    before = db.revision()
    tries(db, 4)
    assert db.revision() == before
