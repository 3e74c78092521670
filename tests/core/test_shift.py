"""Shifting by whole weeks keeps weekdays and wall-clock times."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from planner.core.model import Period, Segment
from planner.core.shift import shift_days, weeks_between
from tests.builders import item, placement

BRUSSELS = ZoneInfo("Europe/Brussels")


def test_a_record_moves_with_all_that_is_nested_in_it() -> None:
    given = item(published_on=date(2026, 11, 20), placements=(placement("p", on=date(2026, 11, 23)),))
    moved = shift_days(given, 14, BRUSSELS)
    assert (moved.published_on, moved.placements[0].on) == (date(2026, 12, 4), date(2026, 12, 7))
    assert (moved.title, moved.map) == (given.title, given.map)


def test_a_moment_keeps_its_time_of_day_over_summer_time() -> None:
    # Brussels: 09:30 is 08:30 UTC in winter and 07:30 UTC from 28 March 2027 on
    given = placement("p", at=datetime(2027, 3, 22, 8, 30, tzinfo=UTC))
    assert shift_days(given, 7, BRUSSELS).at == datetime(2027, 3, 29, 7, 30, tzinfo=UTC)


def test_periods_of_a_segment_move() -> None:
    given = Segment(slug="s", contact_free=(Period(date(2026, 12, 24), date(2027, 1, 3)),))
    assert shift_days(given, -7, BRUSSELS).contact_free == (Period(date(2026, 12, 17), date(2026, 12, 27)),)


def test_weeks_between_counts_from_monday_to_monday() -> None:
    monday = date(2026, 11, 23)
    assert weeks_between(monday, date(2026, 11, 29)) == 0  # the Sunday of the same week
    assert weeks_between(monday, date(2026, 11, 30)) == 7
    assert weeks_between(monday, date(2026, 11, 22)) == -7
