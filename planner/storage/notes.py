"""Comments on items, and figures measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from planner.core.model import Comment, KpiValue
from planner.storage import changes, tables
from planner.storage.codec import Codec, refs_of

_COMMENT = Codec(Comment, tables.comments)
_VALUE = Codec(KpiValue, tables.kpi_values)


def load_comments(session: Session, item: str | None = None) -> tuple[Comment, ...]:
    """Return the comments on an item (or all), oldest first."""
    refs = refs_of(session)
    table = tables.comments
    query = select(table).order_by(table.c.pk)
    if item is not None:
        query = query.where(table.c.item_pk == (refs.pk("items", item)))
    rows = session.execute(query).all()
    refs.know_pks("items", [row.item_pk for row in rows])
    return tuple(Comment(**_COMMENT.fields(row, refs)) for row in rows)


def add_comment(session: Session, comment: Comment) -> None:
    """Keep a comment."""
    changes.hold(session)
    insert_comments(session, [comment])
    changes.record(session, "create", "comments", comment.item, after=changes.plain(comment))


def insert_comments(session: Session, comments: Sequence[Comment]) -> None:
    """Write comments without an event."""
    refs = refs_of(session)
    refs.know("items", [comment.item for comment in comments])
    _insert(session, tables.comments, [_COMMENT.values(comment, refs) for comment in comments])


def load_kpi_values(session: Session) -> tuple[KpiValue, ...]:
    """Return every figure in the order they came."""
    refs = refs_of(session)
    rows = session.execute(select(tables.kpi_values).order_by(tables.kpi_values.c.pk)).all()
    refs.know_pks("items", [row.item_pk for row in rows if row.item_pk])
    refs.know_pks("placements", [row.placement_pk for row in rows if row.placement_pk])
    return tuple(KpiValue(**_VALUE.fields(row, refs)) for row in rows)


def insert_kpi_values(session: Session, values: Sequence[KpiValue]) -> None:
    """Write figures without an event."""
    refs = refs_of(session)
    refs.know("items", [value.item for value in values if value.item])
    refs.know("placements", [value.placement for value in values if value.placement])
    _insert(session, tables.kpi_values, [_VALUE.values(value, refs) for value in values])


def _insert(session: Session, table: Any, rows: list[Any]) -> None:
    if rows:
        session.execute(insert(table), rows)
