"""Long work that a person need not wait for: put down, claimed by one worker, kept alive by its heartbeat.

A job is claimed by a conditional UPDATE, so two processes never do the same one. One whose heartbeat stopped is dead:
`fail_dead` says so. Nothing here is content: the revision does not rise.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from planner.core.parse import N_
from planner.storage import tables

DEAD = timedelta(seconds=60)  # without a heartbeat
KEPT = timedelta(days=30)  # that an account can be looked at again
STOPPED = N_("planner was stopped while this was being done; nothing of it was saved. Choose the files once more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A piece of long work; `progress` is the share that is done, `state` waiting, running, done, failed, cancelled."""

    pk: int
    kind: str
    state: str
    who: str
    payload: Mapping[str, Any]
    result: Mapping[str, Any] | None
    progress: float
    created_at: datetime
    finished_at: datetime | None

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it by itself."""
        return self.state not in ("waiting", "running")


_COLUMNS = [tables.jobs.c[f.name] for f in fields(Job)]


def add_job(session: Session, *, kind: str, who: str, payload: Mapping[str, Any], now: datetime) -> int:
    """Put a job down and return its number."""
    row = {"kind": kind, "state": "waiting", "who": who, "payload": dict(payload), "progress": 0.0, "created_at": now}
    return int(session.execute(insert(tables.jobs).values(row).returning(tables.jobs.c.pk)).scalar_one())


def get_job(session: Session, pk: int) -> Job | None:
    """Return a job, None where there is none."""
    if not 0 < pk < 2**31:
        return None
    row = session.execute(select(*_COLUMNS).where(tables.jobs.c.pk == pk)).first()
    return Job(**row._mapping) if row else None


def jobs_of(session: Session, who: str, *, most: int = 20) -> tuple[Job, ...]:
    """Return the last jobs of a person, newest first."""
    table = tables.jobs
    query = select(*_COLUMNS).where(table.c.who == who).order_by(table.c.pk.desc()).limit(most)
    return tuple(Job(**row._mapping) for row in session.execute(query))


def claim_job(session: Session, *, by: str, now: datetime, pk: int | None = None) -> Job | None:
    """Take the oldest waiting job (or the one of this number) for the worker `by`; None where there is none."""
    table = tables.jobs
    waiting = select(table.c.pk).where(table.c.state == "waiting").order_by(table.c.pk)
    for number in list(session.scalars(waiting if pk is None else waiting.where(table.c.pk == pk))):
        claimed = update(table).where(table.c.pk == number, table.c.state == "waiting")
        values = {"state": "running", "claimed_by": by, "started_at": now, "heartbeat_at": now, "progress": 0.0}
        if session.execute(claimed.values(values).returning(table.c.pk)).first():
            return get_job(session, number)
    return None


def beat(session: Session, pk: int, *, by: str, progress: float, now: datetime) -> bool:
    """Note that the worker `by` is still at it; False where the job is no longer its own: cancelled, or given up."""
    return _change(session, pk, by, {"progress": progress, "heartbeat_at": now})


def finish_job(session: Session, pk: int, *, by: str, state: str, result: Mapping[str, Any], now: datetime) -> bool:
    """Put down how a job ended; False where it was no longer the worker's own."""
    ended = {"state": state, "result": dict(result), "progress": 1.0, "finished_at": now, "claimed_by": None}
    return _change(session, pk, by, ended)


def _change(session: Session, pk: int, by: str, values: Mapping[str, Any]) -> bool:
    table = tables.jobs
    own = update(table).where(table.c.pk == pk, table.c.state == "running", table.c.claimed_by == by)
    return session.execute(own.values(dict(values)).returning(table.c.pk)).first() is not None


def requeue(session: Session, pk: int, payload: Mapping[str, Any]) -> bool:
    """Let a job that is done go on to its next step; False where it was not done, so that two presses are one."""
    table = tables.jobs
    done = update(table).where(table.c.pk == pk, table.c.state == "done")
    values = {"state": "waiting", "payload": dict(payload), "progress": 0.0}
    return session.execute(done.values(values).returning(table.c.pk)).first() is not None


def cancel_job(session: Session, pk: int, *, now: datetime) -> bool:
    """Cancel a job whatever its step; its worker notices at its next heartbeat. False where it had ended so already."""
    table = tables.jobs
    open_ones = update(table).where(table.c.pk == pk, table.c.state.in_(("waiting", "running", "done")))
    values = {"state": "cancelled", "finished_at": now, "claimed_by": None, "result": None}
    return session.execute(open_ones.values(values).returning(table.c.pk)).first() is not None


def fail_dead(session: Session, *, now: datetime, after: timedelta = DEAD, but: Collection[int] = ()) -> None:
    """Say of jobs without a heartbeat for so long (`but` these) that they stopped, and forget old ones."""
    table = tables.jobs
    dead = update(table).where(
        table.c.state == "running", table.c.heartbeat_at <= now - after, table.c.pk.not_in(list(but))
    )
    values = {"state": "failed", "finished_at": now, "claimed_by": None, "result": {"fault": [STOPPED, {}]}}
    session.execute(dead.values(values))
    session.execute(delete(table).where(table.c.created_at < now - KEPT))
