"""Where a placement stands after a move, and what may not move."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.model import Placement, Workspace
from planner.core.moving import Aim, Stays, column_of, day_of, months_on, moved, step_of
from tests.builders import AS_OF, channel, item, placement, stage, workspace

SPACE = workspace(
    stages=(stage("reach"), stage("retain"), stage("gone", archived=True)),
    channels=(channel("blog"), channel("email"), channel("old", archived=True)),
)
ITEM = item("a")  # mapped to reach
TUESDAY = date(2026, 12, 8)  # W50


def sent(place: Placement, space: Workspace = SPACE, of: Any = ITEM, **aim: Any) -> Placement:
    return moved(space, of, place, Aim(**aim), AS_OF)


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> Placement:
    return Placement(uid="p", channel="blog", at=datetime(year, month, day, hour, minute, tzinfo=UTC))


MAIL = placement("p", "email", on=TUESDAY)


def test_a_day_a_week_and_a_month() -> None:
    assert sent(MAIL, to=date(2026, 12, 11)).on == date(2026, 12, 11)
    assert sent(MAIL, to=date(2026, 12, 28), span="week").on == date(2026, 12, 29)  # a Tuesday, in W53
    assert sent(MAIL, to=date(2027, 2, 1), span="month").on == date(2027, 2, 8)
    assert sent(MAIL, by=-9).on == date(2026, 11, 29)


def test_the_day_of_the_month_is_clamped() -> None:
    last = placement("p", on=date(2027, 1, 31))
    assert sent(last, to=date(2027, 2, 1), span="month").on == date(2027, 2, 28)
    assert sent(last, to=date(2026, 12, 1), span="month").on == date(2026, 12, 31)


def test_a_run_keeps_its_length_also_when_it_is_taken_by_a_later_day() -> None:
    run = replace(MAIL, until=date(2026, 12, 20))
    assert sent(run, to=date(2026, 12, 1)).until == date(2026, 12, 13)
    by_the_tenth = sent(run, to=date(2026, 12, 12), since=date(2026, 12, 10))
    assert (by_the_tenth.on, by_the_tenth.until) == (date(2026, 12, 10), date(2026, 12, 22))
    from_its_second_week = sent(run, to=date(2026, 12, 28), since=date(2026, 12, 14), span="week")
    assert from_its_second_week.on == date(2026, 12, 22)


def test_the_time_of_day_stays_over_a_change_of_summer_time() -> None:
    nine_in_winter = at(2027, 3, 26, 8)  # 09:00 in Brussels; the clock goes forward on the 28th
    assert sent(nine_in_winter, by=7).at == datetime(2027, 4, 2, 7, tzinfo=UTC)


def test_a_time_can_be_given_and_taken_away() -> None:
    assert sent(MAIL, clock=time(9, 30)).at == datetime(2026, 12, 8, 8, 30, tzinfo=UTC)
    assert sent(at(2026, 12, 8, 8), clock=None) == placement("p", "blog", on=TUESDAY)


def test_into_the_tray_and_out_of_it() -> None:
    away = sent(replace(MAIL, until=date(2026, 12, 20)), tray=True)
    assert (away.on, away.at, away.until) == (None, None, None)
    assert sent(away, to=TUESDAY).on == TUESDAY
    assert sent(away, to=date(2026, 11, 16), span="week").on == date(2026, 11, 16)
    assert sent(away, to=date(2026, 11, 1), span="month").on == AS_OF  # this month: not before today
    assert sent(away, channel="blog").on is None
    with pytest.raises(Stays, match="no day yet"):
        sent(away, by=1)


def test_a_published_one_stays_and_may_be_put_down_where_it_was() -> None:
    done = replace(MAIL, status="published")
    for aim in ({"to": AS_OF}, {"by": 1}, {"channel": "blog"}, {"stage": "retain"}, {"tray": True}):
        with pytest.raises(Stays, match="published"):
            sent(done, **aim)
    assert sent(done, to=TUESDAY, channel="email", stage="reach") == done


def test_a_service_message_and_a_cancelled_one_move() -> None:
    assert sent(replace(MAIL, service=True), by=1).on == date(2026, 12, 9)
    assert sent(replace(MAIL, status="cancelled"), by=1).on == date(2026, 12, 9)


def test_unknown_and_archived_rows_are_refused() -> None:
    for aim, why in (
        ({"channel": "x"}, "no channel “x”"), ({"channel": "old"}, "“old” is archived"),
        ({"stage": "x"}, "no stage “x”"), ({"stage": "gone"}, "“gone” is archived"),
    ):  # fmt: skip
        with pytest.raises(Stays) as refused:
            sent(MAIL, **aim)
        assert why in refused.value.message % refused.value.params
    on_old = replace(MAIL, channel="old")
    assert sent(on_old, by=1, channel="old").channel == "old"  # where it is it may stay


def test_a_column_of_the_grid_is_a_stage_of_its_own_only_where_the_item_is_not_there() -> None:
    away = sent(MAIL, stage="retain")
    assert (away.stage, column_of(SPACE, ITEM, away)) == ("retain", "retain")
    assert sent(away, stage="reach").stage is None  # back where its item stands
    with pytest.raises(Stays, match="mapped to a stage"):
        sent(MAIL, stage="")
    unmapped = item("b", map=())
    assert sent(replace(MAIL, stage="retain"), of=unmapped, stage="").stage is None


def test_no_day_is_beyond_the_calendar() -> None:
    for aim in ({"by": 10**7}, {"by": -(10**7)}, {"to": date(9999, 12, 1), "span": "month", "since": date(1, 1, 1)}):
        with pytest.raises(Stays, match="too far"):
            sent(MAIL, **aim)


def test_a_step_says_only_what_changes() -> None:
    step = step_of(SPACE, MAIL, sent(MAIL, by=1, channel="blog", stage="retain"))
    assert (step.day, step.channel, step.stage, step.status) == (date(2026, 12, 9), "blog", "retain", None)
    step = step_of(SPACE, MAIL, sent(MAIL, tray=True))
    assert (step.day, step.tray, step.channel, step.stage) == (None, True, None, None)


@given(day=st.dates(date(2020, 1, 1), date(2030, 1, 1)), days=st.integers(-400, 400), hour=st.integers(3, 23))
def test_days_on_and_back_again_is_where_it_was(day: date, days: int, hour: int) -> None:
    there = sent(placement("p", on=day), clock=time(hour, 15))
    assert sent(sent(there, by=days), by=-days) == there
    assert day_of(SPACE, there) == day


@given(day=st.dates(date(2020, 1, 1), date(2030, 1, 1)), months=st.integers(-40, 40))
def test_months_on_are_in_the_right_month(day: date, months: int) -> None:
    there = months_on(day, months)
    assert there.year * 12 + there.month == day.year * 12 + day.month + months
    assert there.day <= day.day
