"""What the product keeps about itself: its install, its revision, history, snapshots and long work."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, BigInteger, Index
from sqlmodel import Field

from planner.storage.tables.base import Row, among, check
from planner.storage.types import Moment, NullableJson


class StateTable(Row, table=True):
    """One row: which installation this is, and the revision that rises with every write."""

    __tablename__ = "state"
    __table_args__ = (check("one_row", "pk = 1"),)
    install: str
    installed_at: Any = Field(sa_type=Moment, nullable=False)
    revision: int = Field(default=0, sa_type=BigInteger)


class AuditEventTable(Row, table=True):
    """One write: who, when, what, before and after (of a change only what changed)."""

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_events_write", "revision", "who", "action", "noun"),)
    at: Any = Field(sa_type=Moment, nullable=False)
    who: str
    action: str
    noun: str
    key: str = Field(index=True)
    before: Any = Field(sa_type=NullableJson, default=None, nullable=True)
    after: Any = Field(sa_type=NullableJson, default=None, nullable=True)
    revision: int | None = Field(default=None, sa_type=BigInteger)  # the write it belongs to


class SnapshotTable(Row, table=True):
    """Index and findings frozen at a moment."""

    __tablename__ = "snapshots"
    taken_at: Any = Field(sa_type=Moment, nullable=False, index=True)
    as_of: date
    until: date
    index: float | None = None
    cells: Any = Field(sa_type=JSON, nullable=False)
    findings: Any = Field(sa_type=JSON, nullable=False)


class JobTable(Row, table=True):
    """Long work: claimed by a conditional UPDATE, kept alive by its heartbeat."""

    __tablename__ = "jobs"
    __table_args__ = (among("state", ("waiting", "running", "done", "failed", "cancelled")),)
    kind: str
    state: str = Field(default="waiting", index=True)
    who: str = ""
    payload: Any = Field(sa_type=JSON, nullable=False)
    result: Any = Field(sa_type=NullableJson, default=None, nullable=True)
    progress: float = 0.0
    created_at: Any = Field(sa_type=Moment, nullable=False)
    started_at: Any = Field(sa_type=Moment, default=None, nullable=True)
    heartbeat_at: Any = Field(sa_type=Moment, default=None, nullable=True)
    finished_at: Any = Field(sa_type=Moment, default=None, nullable=True)
    claimed_by: str | None = None
