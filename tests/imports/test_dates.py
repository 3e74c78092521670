from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.parse import Refused
from planner.imports.dates import DateOrder, When, order_of, read_time, read_when

BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21", "2026/11/21", "2026.11.21", "20261121", "21/11/2026", "21-11-26", "21.11.2026", "11/21/2026",
        "21 november 2026", "21 nov. 2026", "za 21 nov 2026", "Saturday, November 21, 2026", "Nov 21st, 2026",
        "21-nov-2026", "46347", "46347.0", "2026-11-21 00:00:00", "2026-11-21T00:00:00",
    ],
)  # fmt: skip
def test_a_day_in_the_usual_orders(text: str) -> None:
    assert read_when(text) == When(date(2026, 11, 21))


@pytest.mark.parametrize("text", ["2026-W48", "2026W48", "week 48 2026", "W48/2026", "wk 48, 2026"])
def test_an_iso_week_is_its_monday(text: str) -> None:
    assert read_when(text) == When(date(2026, 11, 23), week=True)


@pytest.mark.parametrize(
    "text", ["2026-11-21T09:30", "21/11/2026 9:30", "21 november 2026 9u30", "Nov 21, 2026 9:30 AM", "2026-11-21 9.30"]
)
def test_a_time_of_day_is_read_with_the_day(text: str) -> None:
    assert read_when(text) == When(date(2026, 11, 21), time(9, 30))


def test_midnight_is_a_time_where_it_is_written_as_one() -> None:
    assert read_when("2026-11-21T00:00") == When(date(2026, 11, 21), time(0))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2015-03-17 14:00:00 -4", datetime(2015, 3, 17, 18, tzinfo=UTC)),
        ("2008-10-21 22:23:36.000000000 -04:00", datetime(2008, 10, 22, 2, 23, 36, tzinfo=UTC)),
        ("2017-01-20T09:00:00.000Z", datetime(2017, 1, 20, 9, tzinfo=UTC)),
        ("2026-11-21 09:30", datetime(2026, 11, 21, 8, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_in_its_own_zone_else_in_the_workspaces(text: str, moment: datetime) -> None:
    assert read_when(text).moment(BRUSSELS) == moment


def test_a_file_is_read_in_the_one_order_that_its_dates_prove() -> None:
    assert order_of(["5/11/2026", "21/11/2026"]) == DateOrder(month_first=False, proven=True)
    assert order_of(["5/11/2026", "11/21/2026"]) == DateOrder(month_first=True, proven=True)
    assert read_when("5/11/2026", order_of(["11/21/2026"])) == When(date(2026, 5, 11))


def test_without_proof_the_day_comes_first_and_that_is_told() -> None:
    assert read_when("5/11/2026", order_of(["5/11/2026"])) == When(date(2026, 11, 5), ambiguous=True)


def test_the_same_number_twice_is_not_ambiguous() -> None:
    assert read_when("5/5/2026") == When(date(2026, 5, 5))


def test_a_date_against_the_order_of_its_file_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        read_when("11/21/2026", DateOrder(month_first=False, proven=True))
    assert str(refused.value) == "“11/21/2026” is no date in this file, which writes the day first."


@pytest.mark.parametrize(
    "text",
    ["", "soon", "31/02/2026", "2026-13-45", "Nov 2026", "21/11", "48", "2026-W54", "1/1/1800", "2026-11-21 25:00"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_when(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:30", "09:30"), ("9u30", "09:30"), ("9.30", "09:30"), ("21h", "21:00"), ("9 pm", "21:00"),
        ("12 am", "00:00"), ("00:00", "00:00"), ("02:30+01:00", "02:30+01:00"),
    ],
)  # fmt: skip
def test_a_time_of_day(text: str, expected: str) -> None:
    assert read_time(text) == time.fromisoformat(expected)


@settings(deadline=None)  # the machine may be busy
@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2199, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d/%m/%Y"]))
def test_every_day_comes_back_as_it_was_written(day: date, form: str) -> None:
    assert read_when(day.strftime(form)).day == day


@settings(deadline=None)  # the machine may be busy
@given(st.text(max_size=40))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        day = read_when(text).day
    except Refused:
        day = None
    assert day is None or isinstance(day, date)
