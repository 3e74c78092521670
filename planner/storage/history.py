"""What was written: the events of one record or of the newest writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.core.model import AuditEvent
from planner.storage import tables
from planner.storage.codec import chunks

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


def last_changed(session: Session, noun: str, keys: Iterable[str]) -> dict[str, datetime]:
    """Return when each of these records was last written; one whose history was not kept is not among them."""
    query = select(_TABLE.c.key, func.max(_TABLE.c.at)).where(_TABLE.c.noun == noun).group_by(_TABLE.c.key)
    found: dict[str, datetime] = {}
    for part in chunks(list(dict.fromkeys(keys))):
        found.update((key, at) for key, at in session.execute(query.where(_TABLE.c.key.in_(part))))
    return found


def _event(row: Any) -> AuditEvent:
    return AuditEvent(**row._mapping)
