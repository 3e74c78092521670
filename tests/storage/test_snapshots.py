"""Snapshots are kept whole and listed short; the newest says whether this week has one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from planner.core.model import Snapshot
from planner.storage import snapshots as store
from planner.storage.database import Database

FIRST = Snapshot(
    taken_at=datetime(2026, 11, 22, 23, 30, tzinfo=UTC),  # Monday 00:30 in Brussels
    as_of=date(2026, 11, 23),
    until=date(2027, 2, 21),
    index=0.625,
    cells=({"segment": "parents", "score": 0.5},),
    findings=({"key": "thin", "severity": 40.0},),
)
SECOND = replace(FIRST, taken_at=datetime(2027, 1, 1, 12, tzinfo=UTC), index=None)


def test_snapshots_are_kept_whole_and_listed_short(db: Database) -> None:
    with db.writing("test") as session:
        store.add_snapshot(session, FIRST)
        store.add_snapshot(session, SECOND)
    with db.reading() as session:
        listed = store.list_snapshots(session)
        assert [snapshot for _, snapshot in listed] == [replace(s, cells=(), findings=()) for s in (FIRST, SECOND)]
        assert [store.get_snapshot(session, number) for number, _ in listed] == [FIRST, SECOND]
        assert [store.get_snapshot(session, number) for number in (999, 0, 2**31, 10**30)] == [None] * 4
        assert store.load_snapshots(session) == (FIRST, SECOND)


def test_the_week_of_the_newest_is_that_of_the_workspace_s_clock(db: Database) -> None:
    with db.reading() as session:
        assert store.last_week(session, "Europe/Brussels") is None
    with db.writing("test") as session:
        store.add_snapshot(session, FIRST)
    with db.reading() as session:
        assert store.last_week(session, "Europe/Brussels") == (2026, 48)
        assert store.last_week(session, "UTC") == (2026, 47)
    with db.writing("test") as session:
        store.add_snapshot(session, SECOND)
    with db.reading() as session:
        assert store.last_week(session, "Europe/Brussels") == (2026, 53)
