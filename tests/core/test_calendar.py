"""The channel-by-stage grid, its day lists and the tray."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calendar import Calendar, calendar, days, period_of, tray
from planner.core.filters import stage_of
from planner.core.model import Item, Placement, Query, Settings, Workspace
from tests.builders import channel, inventory, item, phase, placement, segment, stage, workspace

MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)
WEEK = Query(start=MONDAY, until=SUNDAY)
STAGES = (stage("reach"), stage("convert"), stage("retain"))


def day(n: int, month: int = 11, year: int = 2026) -> date:
    return date(year, month, n)


def grid_of(*places: Placement, query: Query = WEEK, group: Any = "week", **fields: Any) -> Calendar:
    space = workspace(stages=STAGES, **fields)
    return calendar(space, inventory(space, item(map=("parents/reach/awareness",), placements=places)), query, group)


def laid_out(grid: Calendar) -> dict[str, dict[tuple[str, str | None], list[str]]]:
    """Period -> cell -> uids."""
    return {p.label: {(c.channel, c.stage): [row.uid for row in c.rows] for c in p.cells} for p in grid.periods}


def best_stage(*maps: Any, **fields: Any) -> list[int]:
    space = workspace(stages=STAGES)
    stock = inventory(space, item(map=maps, placements=(placement("p", on=MONDAY, **fields),)))
    return stage_of(space, stock).tolist()


def test_a_placement_stands_in_its_own_stage_else_in_that_of_the_best_mapping() -> None:
    assert best_stage("parents/convert/awareness", stage="retain") == [2]
    assert best_stage("parents/retain/awareness", "parents/convert/awareness") == [1]  # the earlier stage
    assert best_stage(("parents/reach/awareness", "secondary"), "parents/retain/awareness") == [2]  # primary first
    assert best_stage("parents//awareness", ("//", "primary"), ("parents/convert/", "secondary")) == [1]  # with a stage
    assert best_stage("parents//awareness") == [-1]
    assert best_stage() == [-1]


def test_a_cell_goes_by_day_whole_day_first_time_title_uid() -> None:
    at = datetime(2026, 11, 24, 8, tzinfo=UTC)
    grid = grid_of(
        placement("6", title="B", at=at),
        placement("5", title="A", at=at),
        placement("4", title="A", at=datetime(2026, 11, 24, 7, 59, tzinfo=UTC)),
        placement("3", title="Z", on=day(24)),
        placement("2b", title="Z", on=day(23)),
        placement("2a", title="Z", on=day(23)),
        placement("1", title="Run", on=day(20), until=day(23)),
    )
    assert laid_out(grid) == {"2026-W48": {("email", "reach"): ["1", "2a", "2b", "3", "4", "5", "6"]}}


def test_rows_are_channels_columns_stages_and_then_no_stage() -> None:
    space = workspace(
        stages=(*STAGES, stage("old", archived=True)),
        channels=(channel("blog"), channel("email"), channel("gone", archived=True), channel("fax", archived=True)),
    )
    stock = inventory(
        space,
        item("a", map=(), placements=(placement("none", "email", MONDAY),)),
        item("b", placements=(placement("rests", "fax", MONDAY), placement("own", "blog", MONDAY, stage="retain"))),
    )
    grid = calendar(space, stock, WEEK)
    assert (grid.channels, grid.columns) == (("blog", "email", "fax"), ("reach", "convert", "retain", None))
    assert laid_out(grid) == {
        "2026-W48": {("blog", "retain"): ["own"], ("email", None): ["none"], ("fax", "reach"): ["rests"]}
    }
    assert list(laid_out(grid)["2026-W48"]) == [("blog", "retain"), ("email", None), ("fax", "reach")]
    one = calendar(space, stock, Query(start=MONDAY, until=SUNDAY, stages=("retain",), channels=("blog", "gone")))
    assert (one.channels, one.columns, one.total) == (("blog", "gone"), ("retain",), 1)


def test_a_run_stands_in_every_period_it_touches_and_counts_once() -> None:
    run = placement("run", on=day(25), until=day(9, 12))
    grid = grid_of(run, query=Query(start=day(26), until=day(8, 12)))
    assert laid_out(grid) == {f"2026-W{week}": {("email", "reach"): ["run"]} for week in (48, 49, 50)}
    assert (grid.total, [p.total for p in grid.periods]) == (1, [1, 1, 1])
    assert laid_out(grid_of(run, query=Query(start=day(1), until=day(1)), group="month")) == {"2026-11": {}}


def test_a_period_shows_what_touches_the_dates_asked_for_under_its_whole_dates() -> None:
    grid = grid_of(
        placement("tue", on=day(24)),
        placement("wed", on=day(25)),
        placement("over", on=day(10), until=day(24)),
        query=Query(start=day(25), until=day(26)),
    )
    assert [(p.start, p.until) for p in grid.periods] == [(MONDAY, SUNDAY)]
    assert laid_out(grid) == {"2026-W48": {("email", "reach"): ["wed"]}}


def test_months_are_whole_and_labelled() -> None:
    grid = grid_of(
        placement("a", on=day(30, 11)), placement("b", on=day(31, 1, 2027)),
        query=Query(start=day(30), until=day(31, 1, 2027)), group="month",
    )  # fmt: skip
    assert [(p.label, p.start.day, p.until.day, p.total) for p in grid.periods] == [
        ("2026-11", 1, 30, 1), ("2026-12", 1, 31, 0), ("2027-01", 1, 31, 1),
    ]  # fmt: skip


def test_new_year_lies_in_week_53_of_the_old_year() -> None:
    assert period_of(day(1, 1, 2027), "week") == ("2026-W53", day(28, 12), day(3, 1, 2027))
    grid = grid_of(
        placement("a", on=day(1, 1, 2027)), placement("b", on=day(4, 1, 2027)),
        query=Query(start=day(31, 12), until=day(4, 1, 2027)),
    )  # fmt: skip
    assert laid_out(grid) == {
        "2026-W53": {("email", "reach"): ["a"]}, "2027-W01": {("email", "reach"): ["b"]},
    }  # fmt: skip


def test_the_week_turns_on_sunday_night_of_the_workspace() -> None:
    grid = grid_of(
        placement("sunday", at=datetime(2026, 11, 22, 22, 59, tzinfo=UTC)),  # 23:59 in Brussels
        placement("monday", at=datetime(2026, 11, 22, 23, 0, tzinfo=UTC)),  # 00:00
        query=Query(start=day(22), until=MONDAY),
    )
    assert laid_out(grid) == {
        "2026-W47": {("email", "reach"): ["sunday"]}, "2026-W48": {("email", "reach"): ["monday"]},
    }  # fmt: skip
    assert [row.time for row in grid.rows] == ["23:59", "00:00"]


@pytest.mark.parametrize(
    ("at", "local"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), (day(29, 3), "01:59")),  # the clock jumps to 03:00
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), (day(29, 3), "03:00")),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), (day(25, 10), "02:30")),  # twice
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), (day(25, 10), "02:30")),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), (day(25, 10), "23:59")),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), (day(26, 10), "00:00")),
    ],
)
def test_days_and_times_are_those_of_the_clock_on_the_wall(at: datetime, local: tuple[date, str]) -> None:
    (row,) = grid_of(placement("p", at=at), query=Query(start=day(1, 1), until=day(31, 12))).rows
    assert (row.day, row.time) == local
    settings_ = Settings(timezone="UTC")
    query = Query(start=day(1, 1), until=day(31, 12))
    (row,) = grid_of(placement("p", at=at), query=query, settings=settings_).rows
    assert (row.day, row.time) == (at.date(), f"{at:%H:%M}")


def test_cancelled_placements_stand_nowhere_unless_the_status_filter_names_them() -> None:
    places = (placement("on", on=MONDAY), placement("off", on=MONDAY, status="cancelled"))
    assert [row.uid for row in grid_of(*places).rows] == ["on"]
    named = Query(start=MONDAY, until=SUNDAY, statuses=("cancelled", "planned"))
    assert [row.uid for row in grid_of(*places, query=named).rows] == ["off", "on"]


def test_a_row_says_whom_it_serves_and_whose_it_is() -> None:
    space = workspace(
        segments=(segment("parents"), segment("grandparents")),
        phases=(phase("awareness"), phase("decision")),
    )
    stock = inventory(
        space,
        item(
            title="Sleep",
            owner="Lotte",
            language="nl",
            map=("grandparents/reach/decision", "parents/reach/awareness"),
            placements=(
                placement("a", on=MONDAY),
                placement(
                    "b", on=MONDAY, title="Zzz", segments=("parents",), phase="decision", owner="K", language="fr"
                ),
            ),
        ),
    )
    assert [row[1:] for row in calendar(space, stock, WEEK).rows] == [
        ("a", "a", "Sleep", MONDAY, -1, None, "planned", "email", "reach", ("parents", "grandparents"),
         ("awareness", "decision"), None, "nl", "Lotte", False),
        ("b", "a", "Zzz", MONDAY, -1, None, "planned", "email", "reach", ("parents",), ("decision",), None, "fr", "K",
         False),
    ]  # fmt: skip


def test_a_day_lists_what_begins_on_it_and_what_runs_on() -> None:
    grid = grid_of(
        placement("before", on=day(20), until=day(23)),
        placement("one", on=day(24)),
        placement("run", on=day(24), until=day(25)),
        query=Query(start=MONDAY, until=day(25)),
    )
    listed = [(d.day.day, [r.uid for r in d.rows], [r.uid for r in d.running]) for d in days(grid)]
    assert listed == [(23, [], ["before"]), (24, ["one", "run"], []), (25, [], ["run"])]


def test_the_tray_holds_what_has_no_date() -> None:
    space = workspace()
    places = (
        placement("c", "email"), placement("b", "email", title="Aa"), placement("a", "blog"),
        placement("off", "email", status="cancelled"), placement("dated", "email", MONDAY),
    )  # fmt: skip
    stock = inventory(space, item(placements=places))
    assert [row.uid for row in tray(space, stock, WEEK)] == ["a", "c", "b"]
    assert [row.uid for row in tray(space, stock, Query(channels=("blog",)))] == ["a"]
    assert calendar(space, stock, WEEK).total == 1


@st.composite
def plans(draw: st.DrawFn) -> tuple[Workspace, list[Item], Query]:
    space = workspace(
        stages=STAGES, segments=(segment("parents"), segment("others")), settings=Settings(timezone="America/New_York")
    )
    near = st.integers(0, 40).map(lambda n: date.fromordinal(date(2026, 12, 10).toordinal() + n))
    moments = st.datetimes(datetime(2026, 12, 10), datetime(2027, 1, 20), timezones=st.just(UTC))  # noqa: DTZ001
    count = iter(range(1000))

    def place(on: date | None, at: datetime | None, run: int, **fields: Any) -> Placement:
        first = on or (at.date() if at else None)
        until = date.fromordinal(first.toordinal() + run) if first and run else None
        return placement(f"u{next(count)}", on=None if at else on, at=at, until=until, **fields)

    places = st.builds(
        place,
        on=st.none() | near,
        at=st.none() | moments,
        run=st.sampled_from([0, 0, 0, 1, 9]),
        channel=st.sampled_from(["blog", "email"]),
        status=st.sampled_from(["tentative", "planned", "cancelled"]),
        stage=st.sampled_from([None, "reach", "retain"]),
        title=st.text("ab", max_size=2),
    )
    maps = st.lists(st.sampled_from(["parents/reach/awareness", "others/convert/", "//awareness"]), unique=True)
    items = [
        item(f"i{n}", map=draw(maps), placements=tuple(draw(st.lists(places, max_size=4))))
        for n in range(draw(st.integers(0, 4)))
    ]
    start, until = sorted((draw(near), draw(near)))
    query = Query(start=start, until=until, segments=draw(st.sampled_from([(), ("parents",)])))
    return space, items, query


@settings(max_examples=150, deadline=None)
@given(plans(), st.sampled_from(["week", "month"]))
def test_grid_days_and_rows_hold_the_same_placements(plan: tuple[Workspace, list[Item], Query], group: Any) -> None:
    space, items, query = plan
    stock = inventory(space, *items)
    grid = calendar(space, stock, query, group)
    rows = [row.uid for row in grid.rows]
    assert grid.total == len(rows) == len(set(rows))
    assert {row.uid for p in grid.periods for c in p.cells for row in c.rows} == set(rows)
    assert {row.uid for d in days(grid) for row in (*d.rows, *d.running)} == set(rows)
    for period in grid.periods:
        for cell in period.cells:
            assert [row.order for row in cell.rows] == sorted(row.order for row in cell.rows)
            for row in cell.rows:  # touches the period and the dates asked for
                assert max(row.day, period.start, query.start) <= min(row.until or row.day, period.until, query.until)
    assert not {row.uid for row in tray(space, stock, query)} & set(rows)
    assert np.all(stock.place_day[[row.place for row in grid.rows]] > 0)
