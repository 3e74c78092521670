"""What a writing block changed: one rise of the global revision and an audit event for each record."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from planner.core.model import AuditEvent
from planner.storage import tables

_ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
Json = Mapping[str, Any]


@dataclass(slots=True)
class Changes:
    """Who writes, when, the new revision once something changed, and the events so far."""

    who: str
    at: datetime
    revision: int | None = None
    held: bool = False
    events: list[dict[str, Any]] = field(default_factory=list)


def begin(session: Session, who: str, at: datetime) -> None:
    """Make `session` one that may write."""
    session.info["changes"] = Changes(who, at)


def of(session: Session) -> Changes:
    """Return the changes of a writing session."""
    found: Changes | None = session.info.get("changes")
    if found is None:
        raise RuntimeError("this session only reads: write inside `with db.writing(who) as session`")
    return found


def hold(session: Session) -> None:
    """Let no other process write content until this block ends; what is read after it stays true till then.

    SQLite's BEGIN IMMEDIATE has done so already.
    """
    changes = of(session)
    if not changes.held:
        session.execute(select(tables.state.c.revision).with_for_update())
        changes.held = True


def stamp(session: Session) -> int:
    """Return the revision of this writing block; the first call raises the global one."""
    hold(session)
    changes = of(session)
    if changes.revision is None:
        risen = update(tables.state).values(revision=tables.state.c.revision + 1).returning(tables.state.c.revision)
        changes.revision = session.execute(risen).scalar_one()
    return changes.revision


def record(
    session: Session, action: str, noun: str, key: str, *, before: Json | None = None, after: Json | None = None
) -> None:
    """Note one change; the events are written together at the end of the block."""
    revision = stamp(session)
    changes = of(session)
    changes.events.append(
        {"at": changes.at, "who": changes.who, "action": action, "noun": noun, "key": key}
        | {"before": before, "after": after, "revision": revision}
    )


def record_update(session: Session, noun: str, key: str, before: Json, after: Json) -> None:
    """Note a change by what differs alone: a body of 200 kB is not kept anew for every move of a date."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    record(
        session,
        "update",
        noun,
        key,
        before={name: before[name] for name in names if name in before},
        after={name: after[name] for name in names if name in after},
    )


def revision_of(session: Session) -> int | None:
    """Return the revision that a writing block made, None as long as it has changed nothing."""
    return of(session).revision


def finish(session: Session) -> None:
    """Write the events of the block."""
    events = of(session).events
    if events:
        session.execute(insert(tables.audit_events), events)


def read_revision(session: Session) -> int:
    """Return the global revision."""
    return session.execute(select(tables.state.c.revision)).scalar_one_or_none() or 0


def load_events(session: Session) -> tuple[AuditEvent, ...]:
    """Return every event, oldest first."""
    table = tables.audit_events
    query = select(*(table.c[f.name] for f in fields(AuditEvent))).order_by(table.c.pk)
    return tuple(AuditEvent(**row._mapping) for row in session.execute(query))


def plain(record: Any, without: Container[str] = ()) -> dict[str, Any]:
    """Return a record as JSON: only what is filled, dates as ISO text; fields may be left out."""
    said = {}
    for name in record.__dataclass_fields__:
        value = getattr(record, name)
        if (value or value == 0) and name not in without:  # 0 and False say something; None, "", () and {} nothing
            said[name] = value if isinstance(value, str | int | float) else _plain(value)
    return said


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if hasattr(value, "__dataclass_fields__"):
        return plain(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    return value


def as_json(value: Any) -> str:
    """Return JSON text as both databases keep it: readable, and never NaN."""
    if value in ([], {}):  # most lists of most items
        return "{}" if isinstance(value, dict) else "[]"
    return _ENCODE(value)
