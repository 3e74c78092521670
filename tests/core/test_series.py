"""Series: the days of a rule, placements at the same time on the wall, and changes of one, some or all."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core import series as core
from planner.core.calendar import calendar
from planner.core.model import Item, Placement, Query, Series
from planner.core.overload import overload
from planner.core.parse import Refused
from planner.core.series import Plan, change_between, changed, days, plan_change, plan_end, plan_repeat, plan_skip
from tests.builders import inventory, item, placement, workspace

BRUSSELS = ZoneInfo("Europe/Brussels")
TUESDAY = date(2026, 12, 1)


def rule(start: date = TUESDAY, every: int = 1, unit: str = "week", **fields: Any) -> Series:
    return Series(id="s", start=start, every=every, unit=unit, **fields)


def said(found: tuple[date, ...]) -> list[str]:
    return [f"{day:%m-%d}" for day in found]


def uids() -> Iterator[str]:
    return (f"n{n}" for n in range(1, 1000))


def weekly(count: int = 4, **fields: Any) -> tuple[Series, list[Placement]]:
    """A weekly series of Tuesdays p, n1, n2, n3."""
    plan = plan_repeat(rule(count=count), placement("p", on=TUESDAY, **fields), uids(), BRUSSELS, is_new=True)
    assert plan.series is not None
    return plan.series, list(plan.made)


def outcome(plan: Plan) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(uid, new day) of what changes, (uid, why) of what stays."""
    return (
        [(after.uid, f"{core.local(after, BRUSSELS)[0]:%m-%d}") for _before, after in plan.changed],
        [(one.uid, why) for one, why in plan.left],
    )


# the rule


def test_every_two_weeks_until_a_day() -> None:
    assert said(days(rule(every=2, until=date(2027, 1, 12)))) == ["12-01", "12-15", "12-29", "01-12"]


def test_every_day_a_number_of_times() -> None:
    assert said(days(rule(date(2028, 2, 27), unit="day", count=4))) == ["02-27", "02-28", "02-29", "03-01"]


def test_monthly_on_the_31st_falls_on_the_last_day_of_shorter_months() -> None:
    found = days(rule(date(2027, 12, 31), unit="month", count=5))
    assert said(found) == ["12-31", "01-31", "02-29", "03-31", "04-30"]  # 2028 is a leap year


def test_until_and_count_both_hold_and_skipped_days_count() -> None:
    skipped = (date(2026, 12, 8),)
    assert said(days(rule(count=3, skipped=skipped))) == ["12-01", "12-15"]
    assert said(days(rule(count=9, until=date(2026, 12, 15), skipped=skipped))) == ["12-01", "12-15"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (rule(), "until which day"),
        (Series(id="s", count=3), "first day"),
        (rule(unit="day", until=date(2027, 12, 1)), "more than 200"),
        (rule(unit="day", count=201), "more than 200"),
    ],
)
def test_a_rule_without_an_end_or_with_too_many_days_is_refused(given: Series, words: str) -> None:
    with pytest.raises(Refused, match=words):
        days(given)


def test_two_hundred_are_not_too_many() -> None:
    assert len(days(rule(unit="day", count=200))) == 200


rules = st.builds(
    Series,
    id=st.just("s"),
    every=st.integers(1, 30),
    unit=st.sampled_from(["day", "week", "month"]),
    start=st.dates(date(2020, 1, 1), date(2040, 12, 31)),
    count=st.integers(1, 50),
)


@given(rules)
def test_days_rise_by_the_interval(series: Series) -> None:
    found = days(series)
    assert (len(found), found[0]) == (series.count, series.start)
    for n, day in enumerate(found):
        assert series.start is not None
        if series.unit == "month":
            months = (day.year - series.start.year) * 12 + day.month - series.start.month
            assert months == n * series.every
            assert day.day == min(series.start.day, monthrange(day.year, day.month)[1])
        else:
            assert (day - series.start).days == n * series.every * (7 if series.unit == "week" else 1)


@given(rules, st.sampled_from(["Europe/Brussels", "America/New_York", "UTC"]), st.times(time(4), time(23, 59)))
def test_every_copy_keeps_the_time_on_the_wall(series: Series, place: str, clock: time) -> None:
    zone = ZoneInfo(place)
    assert series.start is not None
    first = placement("p", at=datetime.combine(series.start, clock, zone).astimezone(UTC))
    plan = plan_repeat(replace(series, count=max(series.count or 2, 2)), first, uids(), zone, is_new=True)
    assert {core.local(one, zone)[1] for one in plan.made} == {clock}
    assert [core.local(one, zone)[0] for one in plan.made] == list(days(plan.series or series))


# making


@pytest.mark.parametrize(
    ("start", "utc"),
    [(date(2026, 3, 22), ["08:30", "07:30", "07:30"]), (date(2026, 10, 18), ["07:30", "08:30", "08:30"])],
)
def test_half_past_nine_stays_half_past_nine_over_summer_time(start: date, utc: list[str]) -> None:
    first = placement("p", at=datetime.combine(start, time(9, 30), BRUSSELS).astimezone(UTC))
    made = plan_repeat(rule(start, count=3), first, uids(), BRUSSELS, is_new=True).made
    assert [f"{one.at:%H:%M}" for one in made] == utc
    assert {core.local(one, BRUSSELS)[1] for one in made} == {time(9, 30)}


def test_copies_are_new_placements_with_the_same_texts_and_length() -> None:
    first = placement("p", on=TUESDAY, until=TUESDAY + timedelta(days=2), title="Tip", status="published", version=4,
                      sequence=2, priority=8)  # fmt: skip
    plan = plan_repeat(rule(count=2), first, uids(), BRUSSELS, is_new=False)
    assert plan.changed == ((first, replace(first, series="s")),)
    assert plan.made == (
        placement("n1", on=date(2026, 12, 8), until=date(2026, 12, 10), title="Tip", priority=8, series="s"),
    )
    assert plan.size == 2


def test_one_day_is_no_series() -> None:
    with pytest.raises(Refused, match="no second"):
        plan_repeat(rule(count=1), placement("p", on=TUESDAY), uids(), BRUSSELS, is_new=True)
    with pytest.raises(Refused, match="first day"):
        plan_repeat(rule(count=2), placement("p"), uids(), BRUSSELS, is_new=True)


# changing


def test_one_following_or_all_move_by_as_many_days() -> None:
    series, row = weekly()
    after = replace(row[1], on=date(2026, 12, 10))  # Tuesday to Thursday
    one, following, all_ = (plan_change(series, row, after, scope, BRUSSELS) for scope in core.SCOPES)
    assert outcome(one) == ([("n1", "12-10")], [])
    assert outcome(following) == ([("n1", "12-10"), ("n2", "12-17"), ("n3", "12-24")], [])
    assert outcome(all_) == ([("p", "12-03"), ("n1", "12-10"), ("n2", "12-17"), ("n3", "12-24")], [])
    assert (one.series, following.series) == (series, series)
    assert all_.series == replace(series, start=date(2026, 12, 3))


def test_published_and_cancelled_ones_stay_as_they_are() -> None:
    series, row = weekly()
    row = [replace(row[0], status="published"), row[1], replace(row[2], status="cancelled"), row[3]]
    plan = plan_change(series, row, replace(row[1], title="New"), "all", BRUSSELS)
    assert outcome(plan) == ([("n1", "12-08"), ("n3", "12-22")], [("p", core.PUBLISHED), ("n2", core.CANCELLED)])


def test_a_move_that_the_status_does_not_allow_is_left() -> None:
    series, row = weekly(2, status="planned")
    row[1] = replace(row[1], status="published")
    plan = plan_change(series, row, replace(row[0], status="approved"), "all", BRUSSELS)
    assert outcome(plan) == ([("p", "12-01")], [("n1", core.PUBLISHED)])


def test_a_new_time_keeps_each_day_and_other_fields_keep_what_is_their_own() -> None:
    series, row = weekly(2, title="Tip")
    row[1] = replace(row[1], title="Own tip", owner="kim")
    after = replace(row[0], on=None, at=datetime(2026, 12, 1, 8, 30, tzinfo=UTC), channel="blog")
    plan = plan_change(series, row, after, "all", BRUSSELS)
    assert [after for _before, after in plan.changed] == [
        after,
        replace(row[1], on=None, at=datetime(2026, 12, 8, 8, 30, tzinfo=UTC), channel="blog"),
    ]


def test_a_run_that_grows_grows_everywhere_and_a_whole_day_loses_its_time() -> None:
    at = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
    before, after = placement("p", at=at), placement("p", on=TUESDAY, until=TUESDAY + timedelta(days=2))
    change = change_between(before, after, BRUSSELS)
    assert (change.clock, change.length) == ((None,), (2,))
    assert changed(placement("q", at=at + timedelta(days=7)), change, BRUSSELS) == placement(
        "q", on=date(2026, 12, 8), until=date(2026, 12, 10)
    )


def test_cancelling_all_remembers_where_each_came_from() -> None:
    series, row = weekly(2)
    row[1] = replace(row[1], status="approved")
    off = replace(row[0], status="cancelled", status_before="planned")
    plan = plan_change(series, row, off, "all", BRUSSELS)
    assert [(a.status, a.status_before) for _b, a in plan.changed] == [
        ("cancelled", "planned"), ("cancelled", "approved"),
    ]  # fmt: skip


def test_one_without_a_day_belongs_to_all_and_does_not_move() -> None:
    series, row = weekly(2)
    row.append(placement("tray", series="s"))
    moved = replace(row[0], on=date(2026, 12, 2))
    assert outcome(plan_change(series, row, moved, "following", BRUSSELS))[1] == []
    assert outcome(plan_change(series, row, moved, "all", BRUSSELS))[1] == [("tray", core.UNDATED)]
    named = plan_change(series, row, replace(row[0], title="New"), "all", BRUSSELS)
    assert [after.title for _before, after in named.changed] == ["New"] * 3


@given(st.integers(-40, 40), st.sampled_from(core.SCOPES), st.integers(0, 3))
def test_a_move_and_the_move_back_leave_everything_as_it_was(by: int, scope: core.Scope, at: int) -> None:
    series, row = weekly()
    after = replace(row[at], on=(row[at].on or TUESDAY) + timedelta(days=by))
    there = plan_change(series, row, after, scope, BRUSSELS)
    moved = {one.uid: one for one in row} | {new.uid: new for _old, new in there.changed}
    undone = {uid: changed(one, core.Change(days=-by), BRUSSELS) for uid, one in moved.items()
              if any(uid == new.uid for _old, new in there.changed)}  # fmt: skip
    assert {**moved, **undone} == {one.uid: one for one in row}


# skipping, bringing back, ending


def test_a_skipped_one_is_cancelled_and_its_day_left_out() -> None:
    series, row = weekly()
    plan = plan_skip(series, row[1], BRUSSELS)
    assert plan.series == replace(series, skipped=(date(2026, 12, 8),))
    off = plan.changed[0][1]
    assert (off.status, off.status_before) == ("cancelled", "planned")
    assert core.plan_return(plan.series, off, BRUSSELS) == Plan(series, ((off, row[1]),))


def test_a_published_one_is_not_skipped() -> None:
    series, row = weekly()
    done = replace(row[0], status="published")
    assert plan_skip(series, done, BRUSSELS) == Plan(series, left=((done, core.PUBLISHED),))


def test_an_earlier_end_takes_the_later_ones_away_but_not_published_ones() -> None:
    series, row = weekly()
    row[3] = replace(row[3], status="published")
    plan = plan_end(series, row, date(2026, 12, 14), uids(), BRUSSELS)
    assert plan.series == replace(series, until=date(2026, 12, 14), count=None)
    assert ([one.uid for one in plan.gone], plan.left) == (["n2"], ((row[3], core.PUBLISHED),))


def test_a_later_end_makes_the_days_that_are_missing() -> None:
    series, row = weekly(2)
    plan = plan_end(series, row, date(2026, 12, 29), iter(["x1", "x2", "x3"]), BRUSSELS)
    assert [(one.uid, one.on) for one in plan.made] == [
        ("x1", date(2026, 12, 15)), ("x2", date(2026, 12, 22)), ("x3", date(2026, 12, 29)),
    ]  # fmt: skip


def test_a_series_that_moved_to_thursday_goes_on_on_thursdays() -> None:
    series, row = weekly(3)
    moved = plan_change(series, row, replace(row[1], on=date(2026, 12, 10)), "following", BRUSSELS)
    row = [row[0], *(after for _before, after in moved.changed)]  # 1, 10, 17 December
    plan = plan_end(series, row, date(2026, 12, 31), iter(["x1", "x2", "x3"]), BRUSSELS)
    assert said(tuple(one.on for one in plan.made if one.on)) == ["12-24", "12-31"]


def test_a_series_grows_to_two_hundred_and_no_further() -> None:
    plan = plan_repeat(rule(unit="day", count=199), placement("p", on=TUESDAY), uids(), BRUSSELS, is_new=True)
    last = TUESDAY + timedelta(days=199)
    assert len(plan_end(plan.series, plan.made, last, iter(["x"]), BRUSSELS).made) == 1
    with pytest.raises(Refused, match="more than 200"):
        plan_end(plan.series, plan.made, last + timedelta(days=1), iter(["x"]), BRUSSELS)


# in calendars and findings


def test_a_series_stands_in_the_calendar_and_is_no_repetition() -> None:
    _series, row = weekly()
    space = workspace()
    stock = inventory(space, item(placements=tuple(row)))
    query = Query(start=TUESDAY, until=date(2026, 12, 31))
    assert [shown.uid for shown in calendar(space, stock, query).rows] == ["p", "n1", "n2", "n3"]
    assert kinds(item(placements=tuple(row))) == set()
    loose = tuple(replace(one, series=None) for one in row)
    assert kinds(item(placements=loose)) == {"repetition"}


def kinds(one: Item) -> set[str]:
    space = workspace()
    return {finding.kind for finding in overload(space, inventory(space, one), TUESDAY, date(2027, 2, 1))}
