"""The weeks of a month or week layout: runs as bars over their days, laid in lanes; the rest under its day.

A run is one bar in each week it touches, and counts once there. Nothing is left out here: a page that draws fewer lanes
or fewer placements a day asks `WeekRow.hidden` how many it does not draw.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from planner.core.calendar import Calendar, Row
from planner.core.query import monday


class Bar(NamedTuple):
    """A run in one week: its first and last column (0 = Monday), and whether it began before or ends after them."""

    row: Row
    first: int
    last: int
    before: bool
    after: bool

    @property
    def width(self) -> int:
        """The number of days it covers in this week."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekRow:
    """A week: `lanes` of bars that do not touch one another, and under each of the seven days what is no run."""

    monday: date
    lanes: tuple[tuple[Bar, ...], ...]
    days: tuple[tuple[Row, ...], ...]

    @property
    def total(self) -> int:
        """The number of distinct placements that touch the week."""
        return sum(map(len, self.lanes)) + sum(map(len, self.days))

    def hidden(self, lanes: int, singles: int) -> tuple[int, ...]:
        """Return for each day how many placements are not drawn when at most so many lanes and cards are."""
        over = [bar for lane in self.lanes[lanes:] for bar in lane]
        return tuple(
            max(0, len(rows) - singles) + sum(bar.first <= n <= bar.last for bar in over)
            for n, rows in enumerate(self.days)
        )


def weeks(calendar: Calendar) -> tuple[WeekRow, ...]:
    """Return the ISO weeks from the calendar's first day to its last; bars reach no further than those days."""
    runs: dict[date, list[Row]] = defaultdict(list)
    singles: dict[date, list[Row]] = defaultdict(list)
    mondays = [monday(calendar.start)]
    while mondays[-1] + timedelta(days=7) <= calendar.until:
        mondays.append(mondays[-1] + timedelta(days=7))
    for row in calendar.rows:
        day = row.day or calendar.start
        if row.until is None:
            singles[day].append(row)
            continue
        for week in mondays:
            if day <= week + timedelta(days=6) and row.until >= week:
                runs[week].append(row)
    return tuple(
        WeekRow(
            monday=week,
            lanes=_lanes(_bar(row, week, calendar) for row in runs[week]),
            days=tuple(tuple(singles[week + timedelta(days=n)]) for n in range(7)),
        )
        for week in mondays
    )


def _bar(row: Row, week: date, calendar: Calendar) -> Bar:
    begins, ends = row.day or calendar.start, row.until or calendar.until
    first = max(begins, week, calendar.start)
    last = min(ends, week + timedelta(days=6), calendar.until)
    return Bar(row, (first - week).days, (last - week).days, begins < first, ends > last)


def _lanes(bars: Iterable[Bar]) -> tuple[tuple[Bar, ...], ...]:
    """Lay each bar into the first lane that is free; the earlier and longer a run, the higher, in every week alike."""
    lanes: list[list[Bar]] = []
    for bar in sorted(bars, key=lambda bar: (bar.row.day or date.min, -(bar.row.until or date.min).toordinal(),
                                             bar.row.title, bar.row.uid)):  # fmt: skip
        free = (lane for lane in lanes if all(bar.first > other.last or bar.last < other.first for other in lane))
        lane = next(free, None)
        if lane is None:
            lanes.append([bar])
        else:
            lane.append(bar)
    return tuple(tuple(sorted(lane, key=lambda bar: bar.first)) for lane in lanes)
