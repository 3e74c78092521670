"""Public holidays and themed days of Belgium and the Netherlands, computed for any year.

Days that the state sets each year anew (school holidays) or that follow the moon as it is seen (Ramadan) are not here.
Easter and Whit Sunday count as public in both countries: shops are shut.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from planner.core.model import Label

COUNTRIES = ("be", "nl")
BOTH = COUNTRIES
BE, NL = ("be",), ("nl",)
Kind = Literal["public", "themed"]
FIRST_YEAR = 1583  # the first whole year of the Gregorian calendar
KINGS_DAY_SINCE = 2014


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day with a name, in the countries where it is kept."""

    day: date
    name: Label
    countries: tuple[str, ...]
    kind: Kind


def easter(year: int) -> date:
    """Return Easter Sunday by the Gregorian computus (the anonymous algorithm of 1876)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, half = divmod(century, 4)
    moved = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - moved + 15) % 30
    quarter, left = divmod(rest, 4)
    weekday = (32 + 2 * half + 2 * quarter - moon - left) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """Return the n-th weekday (0 = Monday) of a month; n = -1 is the last."""
    if n < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


@lru_cache(maxsize=32)
def holidays(year: int) -> tuple[NamedDay, ...]:
    """Return every day of a year that has a name, by date; those on one day in the order public, themed."""
    if year < FIRST_YEAR:
        return ()
    found = (*_moving(year), *_fixed(year), *_weekdays(year))
    return tuple(sorted(found, key=lambda named: (named.day, named.kind, named.name.en)))


def holidays_between(
    start: date, until: date, countries: Collection[str] = COUNTRIES, kinds: Collection[str] = ("public", "themed")
) -> tuple[NamedDay, ...]:
    """Return the named days from `start` to `until` of these countries and kinds, by date."""
    return tuple(
        named
        for year in range(start.year, until.year + 1)
        for named in holidays(year)
        if start <= named.day <= until and named.kind in kinds and not set(countries).isdisjoint(named.countries)
    )


def _named(day: date, en: str, nl: str, countries: tuple[str, ...], kind: Kind = "themed") -> NamedDay:
    return NamedDay(day, Label(en=en, nl=nl), countries, kind)


def _moving(year: int) -> Iterator[NamedDay]:
    """Yield the days that follow Easter."""
    sunday = easter(year)
    for after, en, nl, countries, kind in _EASTER:
        yield _named(sunday + timedelta(days=after), en, nl, countries, kind)


def _fixed(year: int) -> Iterator[NamedDay]:
    """Yield the days with a date of their own, and those that give way to a Sunday."""
    for month, day, en, nl, countries, kind in _DATES:
        yield _named(date(year, month, day), en, nl, countries, kind)
    if year >= KINGS_DAY_SINCE:
        yield _named(_not_on_sunday(date(year, 4, 27)), "King's Day", "Koningsdag", NL, "public")
    yield _named(_not_on_sunday(date(year, 1, 3)), "Winter sales begin", "Winterkoopjes beginnen", BE)
    yield _named(_not_on_sunday(date(year, 7, 1)), "Summer sales begin", "Zomerkoopjes beginnen", BE)


def _weekdays(year: int) -> Iterator[NamedDay]:
    """Yield the days that are the n-th weekday of a month, and those that hang on one."""
    for month, weekday, n, en, nl, countries in _WEEKDAYS:
        yield _named(nth_weekday(year, month, weekday, n), en, nl, countries)
    black_friday = nth_weekday(year, 11, _THURSDAY, 4) + timedelta(days=1)
    yield _named(black_friday, "Black Friday", "Black Friday", BOTH)
    yield _named(black_friday + timedelta(days=3), "Cyber Monday", "Cyber Monday", BOTH)
    after_martin = date(year, 11, 12)
    arrival = after_martin + timedelta(days=(_SATURDAY - after_martin.weekday()) % 7)
    yield _named(arrival, "Sinterklaas arrives", "Intocht van Sinterklaas", NL)


def _not_on_sunday(day: date) -> date:
    return day - timedelta(days=1) if day.weekday() == _SUNDAY else day


_MONDAY, _TUESDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 1, 3, 5, 6
_EASTER: tuple[tuple[int, str, str, tuple[str, ...], Kind], ...] = (
    (-49, "Carnival", "Carnaval", BOTH, "themed"),
    (-46, "Ash Wednesday", "Aswoensdag", BOTH, "themed"),
    (-2, "Good Friday", "Goede Vrijdag", NL, "public"),
    (0, "Easter", "Pasen", BOTH, "public"),
    (1, "Easter Monday", "Paasmaandag", BOTH, "public"),
    (39, "Ascension Day", "Hemelvaart", BOTH, "public"),
    (49, "Whit Sunday", "Pinksteren", BOTH, "public"),
    (50, "Whit Monday", "Pinkstermaandag", BOTH, "public"),
)
_DATES: tuple[tuple[int, int, str, str, tuple[str, ...], Kind], ...] = (
    (1, 1, "New Year's Day", "Nieuwjaar", BOTH, "public"),
    (1, 6, "Epiphany", "Driekoningen", BOTH, "themed"),
    (2, 14, "Valentine's Day", "Valentijn", BOTH, "themed"),
    (3, 8, "International Women's Day", "Internationale Vrouwendag", BOTH, "themed"),
    (4, 1, "April Fools' Day", "1 april", BOTH, "themed"),
    (5, 1, "Labour Day", "Dag van de Arbeid", BE, "public"),
    (5, 1, "Labour Day", "Dag van de Arbeid", NL, "themed"),
    (5, 4, "Remembrance Day", "Dodenherdenking", NL, "themed"),
    (5, 5, "Liberation Day", "Bevrijdingsdag", NL, "public"),
    (6, 4, "Grandpas' and Grandmas' Day", "Opa- en omadag", NL, "themed"),
    (7, 1, "Keti Koti", "Keti Koti", NL, "themed"),
    (7, 11, "Flemish Community Day", "Feest van de Vlaamse Gemeenschap", BE, "themed"),
    (7, 21, "National Day", "Nationale feestdag", BE, "public"),
    (8, 15, "Assumption Day", "O.L.V. Hemelvaart", BE, "public"),
    (9, 1, "Back to school", "Terug naar school", BE, "themed"),
    (9, 27, "French Community Day", "Feest van de Franse Gemeenschap", BE, "themed"),
    (10, 1, "Older Persons' Day", "Dag van de ouderen", BOTH, "themed"),
    (10, 4, "Animal Day", "Dierendag", BOTH, "themed"),
    (10, 5, "Teachers' Day", "Dag van de leraar", BOTH, "themed"),
    (10, 31, "Halloween", "Halloween", BOTH, "themed"),
    (11, 1, "All Saints' Day", "Allerheiligen", BE, "public"),
    (11, 2, "All Souls' Day", "Allerzielen", BOTH, "themed"),
    (11, 11, "Armistice Day", "Wapenstilstand", BE, "public"),
    (11, 11, "St Martin's Day", "Sint-Maarten", BOTH, "themed"),
    (11, 11, "Singles' Day", "Singles' Day", BOTH, "themed"),
    (11, 15, "King's Feast", "Koningsfeest", BE, "themed"),
    (11, 20, "World Children's Day", "Wereldkinderdag", BOTH, "themed"),
    (12, 5, "St Nicholas' Eve", "Pakjesavond", NL, "themed"),
    (12, 6, "St Nicholas", "Sinterklaas", BE, "themed"),
    (12, 24, "Christmas Eve", "Kerstavond", BOTH, "themed"),
    (12, 25, "Christmas Day", "Kerstmis", BOTH, "public"),
    (12, 26, "Second Day of Christmas", "Tweede kerstdag", NL, "public"),
    (12, 31, "New Year's Eve", "Oudejaarsavond", BOTH, "themed"),
)
_WEEKDAYS: tuple[tuple[int, int, int, str, str, tuple[str, ...]], ...] = (
    (1, _MONDAY, 3, "Blue Monday", "Blue Monday", BOTH),
    (3, _SUNDAY, -1, "Summer time begins", "Zomertijd begint", BOTH),
    (4, _THURSDAY, 3, "Secretaries' Day", "Secretaressedag", BOTH),
    (5, _SUNDAY, 2, "Mother's Day", "Moederdag", BOTH),
    (6, _SUNDAY, 2, "Father's Day", "Vaderdag", BE),
    (6, _SUNDAY, 3, "Father's Day", "Vaderdag", NL),
    (9, _TUESDAY, 3, "Budget Day", "Prinsjesdag", NL),
    (10, _SUNDAY, 1, "Grandparents' Day", "Grootouderdag", NL),
    (10, _SUNDAY, -1, "Summer time ends", "Wintertijd begint", BOTH),
)
