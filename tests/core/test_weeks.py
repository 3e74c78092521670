"""Weeks of a calendar: runs in lanes, singles under their day, and the same placements as every other layout."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calendar import Row, calendar, days
from planner.core.model import Item, Placement, Query, Workspace
from planner.core.query import monday
from planner.core.weeks import WeekRow, weeks
from tests.builders import inventory, item, placement, workspace
from tests.core.test_calendar import MONDAY, STAGES, SUNDAY, day, grid_of, plans


def drawn(week: WeekRow) -> list[list[tuple[Any, ...]]]:
    """Lanes as (uid, first, last, before, after)."""
    return [[(bar.row.uid, *bar[1:]) for bar in lane] for lane in week.lanes]


def weeks_of(*places: Placement, start: date = MONDAY, until: date = SUNDAY) -> tuple[WeekRow, ...]:
    return weeks(grid_of(*places, query=Query(start=start, until=until)))


def test_a_run_is_one_bar_over_its_days_in_each_week_it_touches() -> None:
    run = placement("run", on=day(26), until=day(2, 12))  # Thursday to the Wednesday after
    first, second = weeks_of(run, until=day(6, 12))
    assert drawn(first) == [[("run", 3, 6, False, True)]]
    assert drawn(second) == [[("run", 0, 2, True, False)]]
    assert (first.total, second.total, first.days) == (1, 1, ((),) * 7)


def test_bars_that_share_a_day_lie_in_lanes_of_their_own_and_a_free_lane_is_used_again() -> None:
    (week,) = weeks_of(
        placement("a", on=day(23), until=day(24)),
        placement("b", on=day(24), until=day(29)),
        placement("c", on=day(25), until=day(26)),
        placement("long", on=day(1), until=day(24)),
    )
    assert drawn(week) == [
        [("long", 0, 1, True, False), ("c", 2, 3, False, False)],
        [("a", 0, 1, False, False)],
        [("b", 1, 6, False, False)],
    ]
    assert week.total == 4


def test_what_is_no_run_stands_under_its_day_in_order() -> None:
    (week,) = weeks_of(placement("b", on=day(23), title="B"), placement("a", on=day(23), title="A"),
                       placement("sun", on=day(29)))  # fmt: skip
    assert [[row.uid for row in rows] for rows in week.days] == [["a", "b"], [], [], [], [], [], ["sun"]]


def test_hidden_counts_lanes_and_cards_beyond_what_is_drawn_each_under_its_days() -> None:
    runs = (placement(f"r{n}", on=day(23), until=day(25)) for n in range(3))
    singles = (placement(f"s{n}", on=day(24)) for n in range(4))
    (week,) = weeks_of(*runs, *singles)
    assert week.hidden(lanes=2, singles=3) == (1, 2, 1, 0, 0, 0, 0)
    assert week.hidden(lanes=3, singles=4) == (0,) * 7
    assert week.hidden(lanes=0, singles=0) == (3, 7, 3, 0, 0, 0, 0)


def test_new_years_eve_lies_in_week_53_and_a_run_crosses_into_week_1() -> None:
    places = (placement("run", on=day(31, 12), until=day(4, 1, 2027)), placement("eve", on=day(31, 12)))
    old, new = weeks_of(*places, start=day(28, 12), until=day(10, 1, 2027))
    assert (old.monday.isocalendar().week, new.monday.isocalendar().week) == (53, 1)
    assert drawn(old) == [[("run", 3, 6, False, True)]]
    assert drawn(new) == [[("run", 0, 0, True, False)]]
    assert [row.uid for row in old.days[3]] == ["eve"]


def uids(rows: Any) -> set[str]:
    return {row.uid for row in rows}


def all_rows(week: WeekRow) -> list[Row]:
    return [*(bar.row for lane in week.lanes for bar in lane), *(row for rows in week.days for row in rows)]


@settings(max_examples=150, deadline=None)
@given(plans())
def test_weeks_hold_what_grid_and_days_hold_for_the_same_period(plan: tuple[Workspace, list[Item], Query]) -> None:
    space, items, query = plan
    grid = calendar(space, inventory(space, *items), query, "week")
    laid = weeks(grid)
    assert uids(row for week in laid for row in all_rows(week)) == uids(grid.rows)
    by_day = {monday(period.start): period for period in grid.periods}
    assert [week.monday for week in laid] == list(by_day)
    for week in laid:
        shown = all_rows(week)
        assert len(shown) == len(uids(shown)) == week.total == by_day[week.monday].total
        assert uids(shown) == uids(row for cell in by_day[week.monday].cells for row in cell.rows)
        for lane in week.lanes:
            assert all(left.last < right.first for left, right in pairwise(lane))
    counted = {listed.day: len(listed.rows) + len(listed.running) for listed in days(grid)}
    for week in laid:
        for n, hidden in enumerate(week.hidden(0, 0)):
            assert hidden == counted.get(date.fromordinal(week.monday.toordinal() + n), 0)


@st.composite
def around(draw: st.DrawFn) -> tuple[Workspace, list[Item], date]:
    """Placements and runs around the end of a month with a change of summer time, or with week 53, and that month."""
    month = draw(st.sampled_from([date(2026, 3, 1), date(2026, 10, 1), date(2026, 12, 1), date(2027, 1, 1)]))
    near = st.integers(-12, 45).map(lambda n: month + timedelta(days=n))
    clocks = st.none() | st.sampled_from([time(0, 0), time(2, 30), time(23, 59)])
    drawn = draw(st.lists(st.tuples(near, clocks, st.sampled_from([0, 0, 1, 6, 40]), st.booleans()), max_size=8))
    places = []
    for n, (first, clock, length, own) in enumerate(drawn):
        at = datetime.combine(first, clock, ZoneInfo("Europe/Brussels")).astimezone(UTC) if clock else None
        until = first + timedelta(days=length) if length else None
        stage = "retain" if own else None
        places.append(placement(f"u{n}", on=None if at else first, at=at, until=until, stage=stage))
    return workspace(stages=STAGES), [item(placements=tuple(places))], month


@settings(max_examples=150, deadline=None)
@given(around())
def test_a_month_holds_what_its_weeks_list_and_grid_hold(plan: tuple[Workspace, list[Item], date]) -> None:
    space, items, month = plan
    stock = inventory(space, *items)
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    whole = Query(start=monday(month), until=monday(last) + timedelta(days=6))
    grid = calendar(space, stock, whole, "week")
    per_month = calendar(space, stock, whole, "month")
    listed = uids(row for listed in days(grid) for row in (*listed.rows, *listed.running))
    assert uids(grid.rows) == uids(per_month.rows) == listed
    for week, period in zip(weeks(grid), grid.periods, strict=True):
        alone = calendar(space, stock, Query(start=week.monday, until=week.monday + timedelta(days=6)))
        (drawn_alone,) = weeks(alone)
        assert drawn_alone == week
        assert week.total == period.total == alone.total
        assert uids(all_rows(week)) == uids(row for cell in period.cells for row in cell.rows) == uids(alone.rows)
