"""The month and the week layout: runs as bars over their days, the rest under its day, and how much is not drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from planner.core.weeks import Bar, WeekRow, weeks
from planner.views.calendar.cards import Card, Showing, card
from planner.views.site import today, wording

LANES_MOST = 5  # bars above one another in a week of the month
DAY_MOST = 6  # cards in a day of the month before "+n more"


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A run in one week: its card, the columns it covers (1 = Monday) and, for narrow screens, its days in words."""

    card: Card
    first: int
    width: int
    days: str
    before: bool
    after: bool

    @property
    def ends(self) -> str:
        """The classes of its ends: those that lie in this week are rounded."""
        return " ".join(name for name, there in (("from", not self.before), ("to", not self.after)) if there)


@dataclass(frozen=True, slots=True)
class DrawnDay:
    """A day: its cards, and how many placements of it (runs too) are not drawn."""

    date: date
    cards: list[Card]
    more: int


@dataclass(frozen=True, slots=True)
class DrawnWeek:
    """A week; a lane is a list of bars and of the bare columns between them."""

    monday: date
    total: int
    lanes: list[list[DrawnBar | int]]
    days: list[DrawnDay]

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)


def month_layout(showing: Showing) -> dict[str, Any]:
    """Return what the month draws: whole weeks."""
    shown = (showing.calendar.start + timedelta(days=6)).replace(day=1)
    drawn = [_drawn(week, showing, LANES_MOST, DAY_MOST) for week in weeks(showing.calendar)]
    return {"weeks": drawn, "shown": shown, "today": today()}


def week_layout(showing: Showing) -> dict[str, Any]:
    """Return what the week draws: everything."""
    (week,) = weeks(showing.calendar)
    return {"week": _drawn(week, showing, len(week.lanes), len(showing.calendar.rows)), "today": today()}


def _drawn(week: WeekRow, showing: Showing, lanes: int, singles: int) -> DrawnWeek:
    days = [
        DrawnDay(
            date=week.monday + timedelta(days=n),
            cards=[card(row, showing, channel=True, clock=True) for row in rows[:singles]],
            more=more,
        )
        for n, (rows, more) in enumerate(zip(week.days, week.hidden(lanes, singles), strict=True))
    ]
    return DrawnWeek(week.monday, week.total, [_lane(lane, week.monday, showing) for lane in week.lanes[:lanes]], days)


def _lane(bars: tuple[Bar, ...], monday: date, showing: Showing) -> list[DrawnBar | int]:
    """Return the bars of a lane in order, and the number of each column without one."""
    covered = {n: bar for bar in bars for n in range(bar.first, bar.last + 1)}
    return [
        _bar(covered[n], monday, showing) if n in covered else n
        for n in range(7)
        if n not in covered or covered[n].first == n
    ]


def _bar(bar: Bar, monday: date, showing: Showing) -> DrawnBar:
    drawn, words = card(bar.row, showing, channel=True, clock=True), wording()
    first, last = (monday + timedelta(days=n) for n in (bar.first, bar.last))
    days = words.day(first, "EEE d") if first == last else f"{words.day(first, 'EEE d')} – {words.day(last, 'EEE d')}"
    return DrawnBar(drawn, bar.first + 1, bar.width, days, bar.before, bar.after)
