"""What an export of the calendar is made of: its rows with the full records behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from planner.core.calendar import Calendar, Row, period_of
from planner.core.findings import Finding
from planner.core.model import Item, Placement, Workspace


class Entry(NamedTuple):
    """A placement of the calendar: its row (what is derived), its item and itself; `at` is in the workspace's zone."""

    row: Row
    item: Item
    placement: Placement
    at: datetime | None

    @property
    def week(self) -> str:
        """The ISO week it begins in, as 2026-W48; "" in the tray."""
        return "" if self.row.day is None else period_of(self.row.day, "week")[0]

    @property
    def time(self) -> str:
        """The local time as 09:30; with its offset in the hour that the clock shows twice, the second time."""
        if self.at is None:
            return ""
        text = f"{self.at:%H:%M:%S}" if self.at.second else f"{self.at:%H:%M}"
        return f"{text}{self.at.isoformat()[-6:]}" if self.at.fold else text


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarExport:
    """All that an export of the calendar is written from; every format takes what it needs.

    `sentences` are ready-made, by finding key. `now` is the moment of the export; `modified` says for each uid when
    the placement last changed, where that is known.
    """

    workspace: Workspace
    calendar: Calendar
    entries: tuple[Entry, ...]
    now: datetime
    language: str = "en"
    gaps: tuple[Finding, ...] = ()
    overload: tuple[Finding, ...] = ()
    sentences: Mapping[str, str] = field(default_factory=dict)
    modified: Mapping[str, datetime] = field(default_factory=dict)
    delimiter: str = ","
    bom: bool = False

    @property
    def stem(self) -> str:
        """The name of the file without its extension."""
        return f"calendar-{self.calendar.start.isoformat()}-{self.calendar.until.isoformat()}"


def entries(workspace: Workspace, rows: Iterable[Row], records: Iterable[tuple[Item, Placement]]) -> tuple[Entry, ...]:
    """Join rows of a calendar with their records, in the order of the rows; every row must have its record."""
    zone = ZoneInfo(workspace.settings.timezone)
    of = {placement.uid: (item, placement) for item, placement in records}
    return tuple(Entry(row, *of[row.uid], _local(of[row.uid][1].at, zone)) for row in rows)


def _local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if at is None else (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(zone)
