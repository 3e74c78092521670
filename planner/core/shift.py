"""Move every date in a record by whole days; wall-clock times stay what they were in their zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

Record = TypeVar("Record")


def shift_days(record: Record, days: int, zone: ZoneInfo) -> Record:
    """Return `record` (dataclass, tuple, mapping, date, moment or plain value) with every date moved by `days`.

    A moment keeps its time of day in `zone`, also over a change of summer time.
    """
    return cast("Record", _shift(record, days, zone))


def weeks_between(reference_monday: date, today: date) -> int:
    """Return the days, in whole weeks, from the reference Monday to the Monday of today's ISO week."""
    return (today - timedelta(days=today.weekday()) - reference_monday).days


def _shift(value: object, days: int, zone: ZoneInfo) -> object:
    if isinstance(value, datetime):
        local = value.astimezone(zone) if value.tzinfo else value
        moved = datetime.combine(local.date() + timedelta(days=days), local.time())
        return moved.replace(tzinfo=zone).astimezone(UTC) if value.tzinfo else moved
    if isinstance(value, date):
        return value + timedelta(days=days)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {f.name: _shift(getattr(value, f.name), days, zone) for f in fields(value) if f.init}
        return replace(value, **changes)
    if isinstance(value, tuple | list):
        return type(value)(_shift(one, days, zone) for one in value)
    if isinstance(value, Mapping):
        return {key: _shift(one, days, zone) for key, one in value.items()}
    return value
