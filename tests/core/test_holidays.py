"""Named days of Belgium and the Netherlands against calendars checked by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.holidays import COUNTRIES, easter, holidays, holidays_between, nth_weekday


def public(year: int, country: str) -> list[tuple[str, str]]:
    """(day, Dutch name) of a country's public holidays."""
    found = holidays_between(date(year, 1, 1), date(year, 12, 31), {country}, {"public"})
    return [(f"{named.day:%m-%d}", named.name.nl) for named in found]


def on(name: str, year: int, country: str) -> list[date]:
    return [d.day for d in holidays(year) if name in (d.name.nl, d.name.en) and country in d.countries]


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(1818, 3, 22), (1943, 4, 25), (2000, 4, 23), (2008, 3, 23), (2011, 4, 24), (2024, 3, 31), (2025, 4, 20),
     (2026, 4, 5), (2027, 3, 28), (2038, 4, 25), (2049, 4, 18), (2285, 3, 22)],
)  # fmt: skip
def test_easter(year: int, month: int, day: int) -> None:
    assert easter(year) == date(year, month, day)


@given(st.integers(1583, 4000))
def test_easter_is_a_sunday_from_22_march_to_25_april(year: int) -> None:
    found = easter(year)
    assert found.weekday() == 6
    assert date(year, 3, 22) <= found <= date(year, 4, 25)


def test_public_holidays_of_belgium_in_2026() -> None:
    assert public(2026, "be") == [
        ("01-01", "Nieuwjaar"), ("04-05", "Pasen"), ("04-06", "Paasmaandag"), ("05-01", "Dag van de Arbeid"),
        ("05-14", "Hemelvaart"), ("05-24", "Pinksteren"), ("05-25", "Pinkstermaandag"), ("07-21", "Nationale feestdag"),
        ("08-15", "O.L.V. Hemelvaart"), ("11-01", "Allerheiligen"), ("11-11", "Wapenstilstand"), ("12-25", "Kerstmis"),
    ]  # fmt: skip


def test_public_holidays_of_the_netherlands_in_2027() -> None:
    assert public(2027, "nl") == [
        ("01-01", "Nieuwjaar"), ("03-26", "Goede Vrijdag"), ("03-28", "Pasen"), ("03-29", "Paasmaandag"),
        ("04-27", "Koningsdag"), ("05-05", "Bevrijdingsdag"), ("05-06", "Hemelvaart"), ("05-16", "Pinksteren"),
        ("05-17", "Pinkstermaandag"), ("12-25", "Kerstmis"), ("12-26", "Tweede kerstdag"),
    ]  # fmt: skip


def test_public_holidays_of_a_leap_year() -> None:
    moving = {"Paasmaandag": "04-01", "Hemelvaart": "05-09", "Pinkstermaandag": "05-20"}
    for country in COUNTRIES:
        assert dict(map(reversed, public(2024, country))) | moving == dict(map(reversed, public(2024, country)))


@pytest.mark.parametrize(("year", "day"), [(2013, None), (2014, 26), (2024, 27), (2025, 26), (2026, 27), (2031, 26)])
def test_kings_day_moves_to_saturday_when_it_falls_on_a_sunday(year: int, day: int | None) -> None:
    assert on("Koningsdag", year, "nl") == ([] if day is None else [date(year, 4, day)])
    assert on("Koningsdag", year, "be") == []


@pytest.mark.parametrize(
    ("name", "country", "days"),
    [
        ("Moederdag", "be", ["2024-05-12", "2026-05-10", "2027-05-09"]),
        ("Moederdag", "nl", ["2024-05-12", "2026-05-10", "2027-05-09"]),
        ("Vaderdag", "be", ["2024-06-09", "2026-06-14", "2027-06-13"]),
        ("Vaderdag", "nl", ["2024-06-16", "2026-06-21", "2027-06-20"]),
        ("Carnaval", "nl", ["2024-02-11", "2026-02-15", "2027-02-07"]),
        ("Black Friday", "be", ["2024-11-29", "2026-11-27", "2027-11-26"]),
        ("Cyber Monday", "nl", ["2024-12-02", "2026-11-30", "2027-11-29"]),
        ("Prinsjesdag", "nl", ["2024-09-17", "2026-09-15", "2027-09-21"]),
        ("Zomertijd begint", "be", ["2024-03-31", "2026-03-29", "2027-03-28"]),
        ("Wintertijd begint", "be", ["2024-10-27", "2026-10-25", "2027-10-31"]),
        ("Intocht van Sinterklaas", "nl", ["2024-11-16", "2026-11-14", "2027-11-13"]),
        ("Pakjesavond", "nl", ["2024-12-05", "2026-12-05", "2027-12-05"]),
        ("Sinterklaas", "be", ["2024-12-06", "2026-12-06", "2027-12-06"]),
        ("Valentijn", "be", ["2024-02-14", "2026-02-14", "2027-02-14"]),
        ("Terug naar school", "be", ["2024-09-01", "2026-09-01", "2027-09-01"]),
        ("Winterkoopjes beginnen", "be", ["2021-01-02", "2026-01-03", "2027-01-02"]),
        ("Grootouderdag", "nl", ["2024-10-06", "2026-10-04", "2027-10-03"]),
        ("Dag van de ouderen", "be", ["2024-10-01", "2026-10-01", "2027-10-01"]),
        ("New Year's Eve", "nl", ["2024-12-31", "2026-12-31", "2027-12-31"]),
    ],
)
def test_themed_days(name: str, country: str, days: list[str]) -> None:
    assert [day for text in days for day in on(name, int(text[:4]), country)] == list(map(date.fromisoformat, days))


def test_labour_day_is_public_in_belgium_and_themed_in_the_netherlands() -> None:
    first = [d for d in holidays(2026) if d.day == date(2026, 5, 1)]
    assert [(d.countries, d.kind) for d in first] == [(("be",), "public"), (("nl",), "themed")]


def test_a_period_over_new_year_holds_both_years() -> None:
    found = holidays_between(date(2026, 12, 26), date(2027, 1, 1), kinds={"public"})
    assert [(d.day, d.name.nl) for d in found] == [
        (date(2026, 12, 26), "Tweede kerstdag"), (date(2027, 1, 1), "Nieuwjaar"),
    ]  # fmt: skip
    assert holidays_between(date(2026, 12, 26), date(2026, 12, 26), {"be"}) == ()


@given(st.integers(1583, 3000))
def test_every_year_is_complete_in_order_and_named_in_both_languages(year: int) -> None:
    found = holidays(year)
    assert [d.day for d in found] == sorted(d.day for d in found)
    assert {d.day.year for d in found} == {year}
    assert all(d.name.en and d.name.nl and d.countries for d in found)
    assert len(found) - len(holidays(2026)) == (0 if year >= 2014 else -1)


@given(st.integers(1, 9000), st.integers(1, 12), st.integers(0, 6), st.sampled_from([1, 2, 3, 4, -1]))
def test_the_nth_weekday_lies_in_its_week_of_the_month(year: int, month: int, weekday: int, n: int) -> None:
    found = nth_weekday(year, month, weekday, n)
    assert (found.year, found.month, found.weekday()) == (year, month, weekday)
    assert (found + timedelta(days=7)).month != month if n == -1 else (found.day - 1) // 7 == n - 1
