"""Dates and times in the orders people write them; one file is read in one order.

`21/11/2026` tells its order, `05/11/2026` does not: `DateOrder` looks through a whole file for evidence, and a
value that stays open is read day first, with a note that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from planner.core.parse import FIRST_YEAR, LAST_YEAR, N_, Refused, out_of_years

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januari jan", "february februari feb febr", "march maart mar mrt maa", "april apr",
            "may mei", "june juni jun", "july juli jul", "august augustus aug", "september sep sept",
            "october oktober oct okt", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma di wo do vr za zo"
)
BESIDE_A_MONTH = frozenset((*_WEEKDAYS.split(), "st", "nd", "rd", "th", "e", "of"))
EMPTY = frozenset({"", "-", "–", "—", "?", "/", "tbd", "tbc", "n/a", "na", "nvt", "n.v.t.", "none", "null", "nan"})

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:(?:[T ]\s*|, )(.*))?")
_SHORT = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?:(?:T|,?\s+)(.*))?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WEEK = re.compile(r"(\d{4})-?\s?w(?:eek)?\s?(\d{1,2})|w(?:eek|k)?\s?\.?(\d{1,2})[\s,/-]+(\d{4})", re.IGNORECASE)
_SERIAL = re.compile(r"([2-7]\d{4})(?:[.,](\d+))?")
_TIME = re.compile(
    r"(?:at |om )?(\d{1,2})\s?(?:[:.hu]\s?(\d{2})?)?(?::(\d{2})(?:\.\d+)?)?\s*(?:(am|pm|a\.m\.|p\.m\.)|uur)?"
    r"\s*(z|utc|gmt|[+-]\d{1,2}(?::?\d{2})?)?",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:[^\W\d_]+\.?,? )?"
    r"(?:(\d{1,2})(?:st|nd|rd|th|e|\.)?[ -](?:of )?[^\W\d_]+\.?|[^\W\d_]+\.? (\d{1,2})(?:st|nd|rd|th)?)"
    r",?[ -](\d{4})(?:,?\s+(.*))?"
)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class When:
    """A day as written, with its time of day (and offset) where there was one; `ambiguous` where order is a guess."""

    day: date
    time: time | None = None
    ambiguous: bool = False
    week: bool = False

    def moment(self, zone: ZoneInfo) -> datetime:
        """Return the moment in UTC, read in `zone` unless an offset was written."""
        clock = self.time or time(0)
        return datetime.combine(self.day, clock, tzinfo=clock.tzinfo or zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class DateOrder:
    """How a file writes its short dates: month first or day first, and whether something in it proves that."""

    month_first: bool = False
    proven: bool = False
    short: bool = field(default=False, compare=False)  # whether there are dates that need an order


DAY_FIRST = DateOrder()


def order_of(texts: Iterable[str]) -> DateOrder:
    """Return the order that the dates of one file share; the majority where they contradict each other."""
    days = months = short = 0
    for text in texts:
        found = _SHORT.fullmatch(text.strip())
        if found:
            short += 1
            days += int(found[1]) > 12 >= int(found[2])
            months += int(found[2]) > 12 >= int(found[1])
    return DateOrder(month_first=months > days, proven=months != days, short=bool(short))


def read_when(value: str, order: DateOrder = DAY_FIRST) -> When:
    """Return the day and time in `value`; raises `Refused` where there is none."""
    text = " ".join(value.split())
    found = _ISO.fullmatch(text)
    if found:
        return When(_day(value, int(found[1]), int(found[2]), int(found[3])), _clock(value, found[4]))
    found = _SHORT.fullmatch(text)
    if found:
        return _short(value, found, order)
    found = _COMPACT.fullmatch(text)
    if found:
        return When(_day(value, int(found[1]), int(found[2]), int(found[3])))
    found = _WEEK.fullmatch(text)
    if found:
        return When(_monday(value, int(found[1] or found[4]), int(found[2] or found[3])), week=True)
    found = _SERIAL.fullmatch(text)
    if found:
        return _serial(value, found)
    return _words(value, text)


def read_time(value: str) -> time:
    """Return a time of day: 09:30, 9u30, 9.30, 9 am; raises `Refused`."""
    clock = _clock(value, value.strip())
    if clock is None:
        raise Refused(N_("“%(value)s” is no time: write it as 09:30."), value=value[:80])
    return clock


def _short(value: str, found: re.Match[str], order: DateOrder) -> When:
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    if len(found[3]) == 2:
        year += 2000 if year < 70 else 1900
    month_first = order.month_first if order.proven or max(first, second) <= 12 else second > 12
    day, month = (second, first) if month_first else (first, second)
    open_to_doubt = first <= 12 and second <= 12 and first != second and not order.proven
    if month > 12 >= day:
        if month_first:
            raise Refused(N_("“%(value)s” is no date in this file, which writes the month first."), value=value[:80])
        raise Refused(N_("“%(value)s” is no date in this file, which writes the day first."), value=value[:80])
    return When(_day(value, year, month, day), _clock(value, found[4]), ambiguous=open_to_doubt)


def _serial(value: str, found: re.Match[str]) -> When:
    """Days since 1899-12-30, the way Excel counts; its fraction is the time of day."""
    day = date(1899, 12, 30) + timedelta(days=int(found[1]))
    if not found[2]:
        return When(_day(value, day.year, day.month, day.day))
    minutes = min(round(float(f"0.{found[2]}") * 1440), 1439)
    return When(day, time(minutes // 60, minutes % 60) if minutes else None)


def _words(value: str, text: str) -> When:
    """`21 november 2026`, `Nov 21st, 2026 9:30`, `za 21 nov. 2026`."""
    found = _NAMED.fullmatch(text)
    names = [word.lower() for word in _WORD.findall(text[: found.start(3)])] if found else []
    month = next((MONTHS[name] for name in names if name in MONTHS), None)
    if found is None or month is None or not all(name in MONTHS or name in BESIDE_A_MONTH for name in names):
        raise _no_date(value)
    return When(_day(value, int(found[3]), month, int(found[1] or found[2])), _clock(value, found[4]))


def _day(value: str, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise _no_date(value) from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise out_of_years(value)
    return found


def _monday(value: str, year: int, week: int) -> date:
    try:
        found = date.fromisocalendar(year, week, 1)
    except ValueError:
        raise Refused(N_("“%(value)s” is no week: write it as 2026-W48."), value=value[:80]) from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise out_of_years(value)
    return found


def _clock(value: str, text: str | None) -> time | None:
    """Return the time of day in `text`; None for nothing and for 00:00:00, which programs add to bare days."""
    if not text:
        return None
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise _no_date(value)
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    half = (found[4] or "").lower().replace(".", "")
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    zone = _zone(found[5])
    if found[3] and (hour, minute, second) == (0, 0, 0) and zone is None:
        return None
    try:
        return time(hour, minute, second, tzinfo=zone)
    except ValueError:
        raise _no_date(value) from None


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text.lower() in ("z", "utc", "gmt"):
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset) if offset < timedelta(hours=24) else None


def _no_date(value: str) -> Refused:
    return Refused(N_("“%(value)s” is no date: write it as 2026-11-21."), value=value[:80])
