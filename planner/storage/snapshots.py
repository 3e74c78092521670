"""Snapshots of index and findings, by hand and at the first start of each week."""

from __future__ import annotations

from dataclasses import fields
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from planner.core.model import Snapshot
from planner.storage import changes, tables

_TABLE = tables.snapshots
_COLUMNS = [_TABLE.c[f.name] for f in fields(Snapshot)]


def add_snapshot(session: Session, snapshot: Snapshot) -> None:
    """Keep a snapshot."""
    insert_snapshots(session, [snapshot])
    said = {"as_of": snapshot.as_of.isoformat(), "until": snapshot.until.isoformat(), "index": snapshot.index}
    changes.record(session, "create", "snapshots", snapshot.taken_at.isoformat(), after=said)


def insert_snapshots(session: Session, snapshots: list[Snapshot]) -> None:
    """Write snapshots without an event."""
    rows = [{f.name: getattr(s, f.name) for f in fields(Snapshot)} for s in snapshots]
    rows = [row | {"cells": list(row["cells"]), "findings": list(row["findings"])} for row in rows]
    if rows:
        session.execute(insert(_TABLE), rows)


def list_snapshots(session: Session) -> tuple[tuple[int, Snapshot], ...]:
    """Return every snapshot with its number, oldest first, without cells and findings."""
    columns = [_TABLE.c[name] for name in ("pk", "taken_at", "as_of", "until", "index")]
    rows = session.execute(select(*columns).order_by(_TABLE.c.pk))
    return tuple(
        (pk, Snapshot(taken_at=at, as_of=as_of, until=until, index=index)) for pk, at, as_of, until, index in rows
    )


def get_snapshot(session: Session, number: int) -> Snapshot | None:
    """Return a snapshot whole, None where there is none of this number."""
    if not 0 < number < 2**31:  # an address may hold any number; one that no column holds fails in the driver
        return None
    row = session.execute(select(*_COLUMNS).where(_TABLE.c.pk == number)).first()
    return _snapshot(row) if row else None


def load_snapshots(session: Session) -> tuple[Snapshot, ...]:
    """Return every snapshot whole, in the order they were taken."""
    return tuple(_snapshot(row) for row in session.execute(select(*_COLUMNS).order_by(_TABLE.c.pk)))


def last_week(session: Session, timezone: str) -> tuple[int, int] | None:
    """Return ISO year and week of the newest snapshot by the workspace's clock; None without any."""
    taken = session.execute(select(_TABLE.c.taken_at).order_by(_TABLE.c.taken_at.desc()).limit(1)).scalar_one_or_none()
    return None if taken is None else taken.astimezone(ZoneInfo(timezone)).isocalendar()[:2]


def _snapshot(row: object) -> Snapshot:
    said = dict(row._mapping)  # type: ignore[attr-defined]
    return Snapshot(**said | {"cells": tuple(said["cells"]), "findings": tuple(said["findings"])})
