"""What was written: the events of one record or of the newest writes."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.core.model import AuditEvent
from planner.storage import tables

_TABLE = tables.audit_events
_COLUMNS = [_TABLE.c[f.name] for f in fields(AuditEvent)]


def record_history(session: Session, noun: str, key: str) -> tuple[AuditEvent, ...]:
    """Return the events of one record, newest first."""
    query = select(*_COLUMNS).where(_TABLE.c.noun == noun, _TABLE.c.key == key).order_by(_TABLE.c.pk.desc())
    return tuple(_event(row) for row in session.execute(query))


def newest_events(session: Session, *, limit: int = 50, offset: int = 0) -> tuple[tuple[AuditEvent, ...], int]:
    """Return a page of all events, newest first, and how many there are."""
    total = session.execute(select(func.count()).select_from(_TABLE)).scalar_one()
    rows = session.execute(select(*_COLUMNS).order_by(_TABLE.c.pk.desc()).limit(limit).offset(offset))
    return tuple(_event(row) for row in rows), total


def _event(row: Any) -> AuditEvent:
    return AuditEvent(**row._mapping)
