"""Column types: how moments and the small lists inside a record are kept as text or JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from planner.core.model import CapacityException, Period, Query

# Ids and uids sort by bytes on both databases, so that every list and array has the same order.
ByteText: TypeEngine[str] = Text().with_variant(Text(collation="C"), "postgresql")
NullableJson = JSON(none_as_null=True)


class Moment(TypeDecorator[datetime]):
    """An aware moment in UTC; SQLite keeps no zone, so it goes in and out as naive UTC there."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments: they would be read in another zone on PostgreSQL."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError(f"a moment without a zone: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Shaped(TypeDecorator[Any]):
    """JSON with a shape: `encode` makes plain JSON of the value, `decode` the value of it."""

    impl = JSON
    cache_ok = True
    encode: Callable[[Any], Any] = staticmethod(lambda texts: [*texts])
    decode: Callable[[Any], Any] = staticmethod(tuple)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Return the plain JSON of a value."""
        return type(self).encode(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Return the value of plain JSON."""
        return type(self).decode(value)


class Texts(Shaped):
    """A tuple of texts."""

    cache_ok = True


class Days(Shaped):
    """A tuple of days."""

    cache_ok = True
    encode = staticmethod(lambda days: [day.isoformat() for day in days])
    decode = staticmethod(lambda days: tuple(date.fromisoformat(day) for day in days))


class Periods(Shaped):
    """A tuple of Period."""

    cache_ok = True
    encode = staticmethod(lambda rows: [[p.start.isoformat(), p.until.isoformat()] for p in rows])
    decode = staticmethod(
        lambda rows: tuple(Period(date.fromisoformat(start), date.fromisoformat(until)) for start, until in rows)
    )


class Exceptions(Shaped):
    """A tuple of CapacityException."""

    cache_ok = True
    encode = staticmethod(lambda rows: [[e.start.isoformat(), e.until.isoformat(), e.capacity] for e in rows])
    decode = staticmethod(
        lambda rows: tuple(
            CapacityException(start=date.fromisoformat(start), until=date.fromisoformat(until), capacity=capacity)
            for start, until, capacity in rows
        )
    )


def _encode_query(query: Query) -> dict[str, Any]:
    said = {name: value for name, value in asdict(query).items() if value}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


def _decode_query(said: dict[str, Any]) -> Query:
    known = {f.name for f in fields(Query)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in said.items() if name in known
    }
    for name in ("start", "until"):
        if name in values:
            values[name] = date.fromisoformat(values[name])
    return Query(**values)


class QueryShape(Shaped):
    """A Query, without what it does not say."""

    cache_ok = True
    encode = staticmethod(_encode_query)
    decode = staticmethod(_decode_query)
