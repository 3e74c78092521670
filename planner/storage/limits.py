"""How often something may be tried in a while, counted in the database, so that a restart forgets nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from planner.storage import tables

LONGEST = timedelta(days=1)  # no limit looks further back


def take(session: Session, bucket: str, *, most: int, span: timedelta, now: datetime) -> timedelta | None:
    """Count one try; return None while it is among the `most` that a `span` allows, else how long to wait.

    A try that is refused does not count, so that waiting ends. Old buckets are swept out on the way.
    """
    table = tables.rate_limits
    session.execute(delete(table).where(table.c.since <= now - LONGEST))
    row = session.execute(select(table).where(table.c.bucket == bucket).with_for_update()).first()
    if row is None:
        session.execute(insert(table).values(bucket=bucket, since=now, count=1))
        return None
    found = row._mapping
    if not timedelta(0) <= now - found["since"] < span:  # over, or the clock went back
        session.execute(update(table).where(table.c.pk == row.pk).values(since=now, count=1))
        return None
    if found["count"] >= most:
        wait: timedelta = found["since"] + span - now
        return wait
    session.execute(update(table).where(table.c.pk == row.pk).values(count=found["count"] + 1))
    return None


def forgive(session: Session, bucket: str) -> None:
    """Take the last try of a bucket back: it succeeded."""
    table = tables.rate_limits
    session.execute(update(table).where(table.c.bucket == bucket, table.c.count > 0).values(count=table.c.count - 1))
