"""From one layout of the calendar to another: the days in sight stay in sight, so that the totals stay the same."""

from __future__ import annotations

from datetime import timedelta

from flask import request

from planner.core.calendar import Calendar, period_of
from planner.views import filters
from planner.views.site import today

PERIOD = ("from", "until", "to", "period")


def layout_links(layout: str, calendar: Calendar) -> dict[str, str]:
    """Return the address of each layout for the days that `layout` shows now; without a choice each has its own."""
    said: dict[str, object] = {name: request.args[name] for name in PERIOD if request.args.get(name)}
    if layout in ("month", "week") and (said or request.args.get(layout)):
        said = {"from": calendar.start, "until": calendar.until}
    week, month = _week(calendar), f"{calendar.start + timedelta(days=3 if layout == 'week' else 6):%Y-%m}"
    chosen: dict[str, dict[str, object]] = {
        "month": {"month": month},
        "week": {"week": week},
        "list": said,
        "grid": said,
    }
    gone: dict[str, object] = dict.fromkeys((*PERIOD, "month", "week", "open"))
    links = {name: filters.here(**{"layout": name} | gone | (dates if said else {})) for name, dates in chosen.items()}
    return links | {layout: filters.here(open=None)}


def _week(calendar: Calendar) -> str:
    """Return the ISO week to open: this one where it is in sight, else the first in sight."""
    if calendar.start <= today() <= calendar.until:
        return period_of(today(), "week")[0]
    return period_of(calendar.start, "week")[0]
