"""The channel-by-stage calendar: rows are channels, columns stages and then "no stage", one grid per week or month.

The same rows, selected once by array, stand in every layout and every export, so their totals agree.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

import numpy as np

from planner.core.columns import NO_DAY, Bools, Ints, Inventory, day_of
from planner.core.filters import NOTHING, Found, in_period, place_mask, stage_of
from planner.core.model import Dimension, Query, Workspace
from planner.core.query import monday
from planner.core.status import PLACEMENT_STATUSES

Group = Literal["week", "month"]
Cells = dict[tuple[int, int], list["Row"]]


class Row(NamedTuple):
    """One placement as every calendar shows it; slugs are those of its dimensions, None = not said.

    `place` is its row in the Inventory. `day` and `minute` (-1 = whole day) are local to the workspace; `until` is
    the last day of a run, None for any other. `stage` is the column it stands in, `segments` whom it serves, `phases`
    its own phase or its item's; campaign, language and owner are its own, where empty its item's.
    """

    place: int
    uid: str
    item: str
    title: str
    day: date | None
    minute: int
    until: date | None
    status: str
    channel: str
    stage: str | None
    segments: tuple[str, ...]
    phases: tuple[str, ...]
    campaign: str | None
    language: str | None
    owner: str
    service: bool

    @property
    def time(self) -> str:
        """The local time as 09:30, "" for a whole day."""
        return "" if self.minute < 0 else f"{self.minute // 60:02}:{self.minute % 60:02}"

    @property
    def order(self) -> tuple[date, int, str, str]:
        """Where it stands among others: by day, whole-day first, time, title, uid."""
        return self.day or date.min, self.minute, self.title, self.uid


class Cell(NamedTuple):
    """The placements of one channel in one stage (None = no stage) in a period, in order."""

    channel: str
    stage: str | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPeriod:
    """A whole ISO week or month with its cells, empty ones left out; `total` counts its distinct placements."""

    label: str
    start: date
    until: date
    cells: tuple[Cell, ...]
    total: int

    def rows_of(self, channel: str, stage: str | None) -> tuple[Row, ...]:
        """Return the placements of one cell."""
        return next((cell.rows for cell in self.cells if (cell.channel, cell.stage) == (channel, stage)), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The grid from `start` to `until`; `rows` are its distinct placements in order, `total` is their number.

    `channels` and `stages` are the rows and columns in order: those the query names, else all but archived ones,
    which stay where a placement stands in them. `no_stage` says whether the last column is there.
    """

    start: date
    until: date
    group: Group
    channels: tuple[str, ...]
    stages: tuple[str, ...]
    no_stage: bool
    periods: tuple[CalendarPeriod, ...]
    rows: tuple[Row, ...]

    @property
    def total(self) -> int:
        """The number of distinct placements."""
        return len(self.rows)

    @property
    def columns(self) -> tuple[str | None, ...]:
        """The columns from left to right, None = no stage."""
        return (*self.stages, None) if self.no_stage else self.stages


class Day(NamedTuple):
    """A day of a month, week or list layout: the placements that begin on it, and runs that began before."""

    day: date
    rows: tuple[Row, ...]
    running: tuple[Row, ...]


def calendar(
    workspace: Workspace,
    inventory: Inventory,
    query: Query,
    group: Group = "week",
    *,
    found: Found = NOTHING,
    cancelled: bool = False,
) -> Calendar:
    """Return the grid of the query, whose `start` and `until` are both set (`query.calendar_period` sets them).

    `found` and `cancelled` are those of `filters.place_mask`; a feed asks for cancelled placements too.
    """
    start, until = _dates(query)
    mask = place_mask(workspace, inventory, query, found=found, cancelled=cancelled) & in_period(
        inventory, start, until
    )
    rows = _rows(workspace, inventory, mask)
    channels = _lines(workspace.channels, query.channels, {row.channel for row in rows})
    stages = _lines(workspace.stages, query.stages, {row.stage for row in rows})
    return Calendar(
        start=start,
        until=until,
        group=group,
        channels=channels,
        stages=stages,
        no_stage=not query.stages,
        periods=_periods(rows, _spans(start, until, group), channels, (*stages, None)),
        rows=rows,
    )


def tray(workspace: Workspace, inventory: Inventory, query: Query, *, found: Found = NOTHING) -> tuple[Row, ...]:
    """Return the placements without a date that the query shows, by channel, title and uid."""
    mask = place_mask(workspace, inventory, query, found=found) & (inventory.place_day == 0)
    position = {channel.slug: n for n, channel in enumerate(workspace.channels)}
    rows = _rows(workspace, inventory, mask)
    return tuple(sorted(rows, key=lambda row: (position.get(row.channel, len(position)), row.title, row.uid)))


def days(calendar: Calendar) -> tuple[Day, ...]:
    """Return every day from the calendar's first to its last with the rows that touch it."""
    begins, runs = defaultdict(list), defaultdict(list)
    for row in calendar.rows:
        first = row.day or calendar.start
        if first >= calendar.start:
            begins[first].append(row)
        if row.until:
            day = max(first + timedelta(days=1), calendar.start)
            while day <= min(row.until, calendar.until):
                runs[day].append(row)
                day += timedelta(days=1)
    span = (calendar.until - calendar.start).days + 1
    dates = (calendar.start + timedelta(days=n) for n in range(span))
    return tuple(Day(day, tuple(begins[day]), tuple(runs[day])) for day in dates)


def period_of(day: date, group: Group) -> tuple[str, date, date]:
    """Return the label, first and last day of the ISO week ("2026-W53") or month ("2026-11") of a day."""
    if group == "week":
        year, week, _ = day.isocalendar()
        first = monday(day)
        return f"{year:04}-W{week:02}", first, first + timedelta(days=6)
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return f"{day:%Y-%m}", first, last


def _dates(query: Query) -> tuple[date, date]:
    if query.start is None or query.until is None:
        raise ValueError("a calendar needs both dates: query.calendar_period gives them")
    return query.start, query.until


def _lines(rows: tuple[Dimension, ...], wanted: tuple[str, ...], used: set[str | None]) -> tuple[str, ...]:
    """Return the lines of one side of the grid in order: what is wanted, else what is in use or not archived."""
    known = {row.slug for row in rows}
    shown = [row.slug for row in rows if (row.slug in wanted if wanted else not row.archived) or row.slug in used]
    return (*shown, *sorted(slug for slug in used if slug is not None and slug not in known))


def _rows(workspace: Workspace, inventory: Inventory, mask: Bools) -> tuple[Row, ...]:
    """Turn the masked placements into rows, in order; whole columns at a time, because there may be thousands."""
    at = np.flatnonzero(mask)
    at = at[np.lexsort((inventory.place_minute[at], inventory.place_day[at]))]
    item = inventory.place_item[at]
    columns = (
        at.tolist(),
        [inventory.uids[n] for n in at.tolist()],
        [inventory.item_ids[n] for n in item.tolist()],
        [
            inventory.place_titles[n] or inventory.item_titles[i]
            for n, i in zip(at.tolist(), item.tolist(), strict=True)
        ],
        _days(inventory.place_day[at]),
        inventory.place_minute[at].tolist(),
        _days(np.where(inventory.runs, inventory.place_until, NO_DAY)[at]),
        _picked(PLACEMENT_STATUSES, inventory.place_status[at]),
        _picked([row.slug for row in workspace.channels], inventory.place_channel[at], ""),
        _picked([row.slug for row in workspace.stages], stage_of(workspace, inventory)[at]),
        _served(workspace, inventory, at),
        _phases(workspace, inventory, at),
        _picked([row.slug for row in workspace.campaigns], inventory.campaign_of()[at]),
        _picked(inventory.languages, inventory.language_of()[at]),
        _picked(inventory.owners, inventory.owner_of()[at], ""),
        inventory.place_service[at].tolist(),
    )
    made = map(Row._make, zip(*columns, strict=True))
    return tuple(sorted(made, key=lambda row: (row.day or date.min, row.minute, row.title, row.uid)))


def _picked(names: Sequence[str], index: Ints, otherwise: str | None = None) -> list[Any]:
    """Return the name at each index, `otherwise` at -1 (not said)."""
    return np.array([*names, otherwise], object)[index].tolist()  # type: ignore[no-any-return]


def _days(numbers: Ints) -> list[date | None]:
    """Return the days of ordinals; few are different."""
    known = {number: day_of(number) for number in np.unique(numbers).tolist()}
    return [known[number] for number in numbers.tolist()]


def _served(workspace: Workspace, inventory: Inventory, at: Ints) -> list[tuple[str, ...]]:
    """Return the segments each placement serves, in their order."""
    place, segment = inventory.serves
    return _grouped(place, segment, at, [row.slug for row in workspace.segments])


def _phases(workspace: Workspace, inventory: Inventory, at: Ints) -> list[tuple[str, ...]]:
    """Return each placement's own phase, else the phases of its item's mappings in their order."""
    names = [row.slug for row in workspace.phases]
    mapped = _grouped(inventory.map_item, inventory.map_phase, inventory.place_item[at], names)
    own = inventory.place_phase[at].tolist()
    return [of_item if phase < 0 else (names[phase],) for phase, of_item in zip(own, mapped, strict=True)]


def _grouped(keys: Ints, values: Ints, wanted: Ints, names: list[str]) -> list[tuple[str, ...]]:
    """Return the names of `values` (-1 left out) under each wanted key, each once, in order; `keys` is sorted."""
    starts = np.searchsorted(keys, wanted).tolist()
    ends = np.searchsorted(keys, wanted, side="right").tolist()
    listed = values.tolist()
    known: dict[tuple[int, ...], tuple[str, ...]] = {}
    grouped = []
    for a, b in zip(starts, ends, strict=True):
        group = tuple(listed[a:b])
        if group not in known:
            known[group] = tuple(names[n] for n in sorted(set(group)) if n >= 0)
        grouped.append(known[group])
    return grouped


def _periods(
    rows: tuple[Row, ...],
    spans: list[tuple[str, date, date]],
    channels: tuple[str, ...],
    stages: tuple[str | None, ...],
) -> tuple[CalendarPeriod, ...]:
    """Put every row into each of the periods it touches; every row touches one."""
    line = {channel: n for n, channel in enumerate(channels)}
    column = {stage: n for n, stage in enumerate(stages)}
    lasts = [last for _, _, last in spans]
    cells: list[Cells] = [defaultdict(list) for _ in spans]
    for row in rows:
        day = row.day or date.min
        first = bisect_left(lasts, day)
        for n in range(first, bisect_left(lasts, min(row.until or day, lasts[-1])) + 1):
            cells[n][line[row.channel], column[row.stage]].append(row)
    return tuple(
        CalendarPeriod(
            label=label,
            start=first,
            until=last,
            cells=tuple(Cell(channels[c], stages[s], tuple(cells[n][c, s])) for c, s in sorted(cells[n])),
            total=sum(map(len, cells[n].values())),
        )
        for n, (label, first, last) in enumerate(spans)
    )


def _spans(start: date, until: date, group: Group) -> list[tuple[str, date, date]]:
    spans = [period_of(start, group)]
    while spans[-1][2] < until:
        spans.append(period_of(spans[-1][2] + timedelta(days=1), group))
    return spans
