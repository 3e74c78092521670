"""The calendar in four layouts over one query: month, week, list, and the channel-by-stage grid."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from planner import pipeline
from planner.core.calendar import Calendar, Group, tray
from planner.core.load import channel_load
from planner.core.model import Query
from planner.core.query import calendar_period, monday
from planner.views import filters, undo
from planner.views.access import role
from planner.views.calendar import moves
from planner.views.calendar.cards import Showing, card
from planner.views.calendar.colours import MEANINGS, Colours
from planner.views.calendar.days import marks, switches
from planner.views.calendar.layouts import layout_links
from planner.views.calendar.weeks import month_layout, week_layout
from planner.views.reports import today_reports
from planner.views.site import database, is_allowed, labels, render, state, today, wording

room = Blueprint("calendar", __name__, url_prefix="/calendar")

LAYOUTS = ("month", "week", "list", "grid")
OWN = ("layout", "per", "colour", "days", "month", "week", "select", "channels")
CELL_MOST = 6  # cards in a cell of the grid before "+n more"
BLOCKS = 4  # weeks or months of the grid on one page
LIST_PAGE = 150
LOUD = ("blackout", "spacing", "repetition", "channel_rule")  # findings that a card itself can show


@room.get("")
@role("viewer")
def index() -> str:
    """Show the placements of the query in the asked layout."""
    layout = _one_of("layout", LAYOUTS)
    query = _query(layout)
    group: Group = "month" if request.args.get("per") == "month" else "week"
    now = state()
    found = pipeline.found_by_text(database(), query, now.inventory)
    calendar = pipeline.calendar_of(database(), query, group, now=now)
    colours = Colours(_one_of("colour", MEANINGS), query.segments)
    selecting = "select" in request.args and is_allowed("editor")
    showing = Showing(calendar, layout, colours, _reasons(), selecting)
    undated = tray(now.workspace, now.inventory, query, found=found)
    shared = {
        "bar": filters.bar(query, own=OWN, placements=True), "calendar": calendar, "layout": layout,
        "colour": colours.by, "tints": colours.key(calendar.rows), "group": group,
        "revision": now.revision, "live_channels": [row.slug for row in now.workspace.channels if not row.archived],
        "title": _title(layout, query, calendar), "steps": _steps(layout, query), "undated_total": len(undated),
        "undated": [card(row, showing, channel=True) for row in undated[:40]],
        "opened": _opened(), "last_done": undo.last(), "selecting": selecting,
        "exported": _exported(query, group), "day_switches": switches(),
        "layout_links": layout_links(layout, calendar),
        "named_days": marks(calendar.periods[0].start, calendar.periods[-1].until),
    }  # fmt: skip
    return render(f"calendar/{layout}.html", **shared, **_LAYOUT[layout](showing))


def _one_of(name: str, known: tuple[str, ...]) -> str:
    value = request.args.get(name, "")
    return value if value in known else known[0]


def _query(layout: str) -> Query:
    """Return the query with the days this layout shows: whole weeks of a month, a week, else the asked period."""
    asked = filters.asked()
    query = calendar_period(asked.query, today(), asked.relative)
    start = query.start or today()
    if layout == "month":
        first = _month(request.args.get("month"), start if asked.query.start or asked.relative else today())
        last = _next_month(first) - timedelta(days=1)
        return replace(query, start=monday(first), until=monday(last) + timedelta(days=6))
    if layout == "week":
        first = _week(request.args.get("week"), start if asked.query.start or asked.relative else today())
        return replace(query, start=first, until=first + timedelta(days=6))
    return query


def _month(said: str | None, otherwise: date) -> date:
    try:
        return date.fromisoformat(f"{said}-01") if said else otherwise.replace(day=1)
    except ValueError:
        return otherwise.replace(day=1)


def _week(said: str | None, otherwise: date) -> date:
    try:
        return date.fromisoformat(f"{said}-1") if said else monday(otherwise)
    except ValueError:
        return monday(otherwise)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _shown_month(calendar: Calendar) -> date:
    return (calendar.start + timedelta(days=6)).replace(day=1)


def _steps(layout: str, query: Query) -> tuple[tuple[str, str], ...]:
    """Return the addresses of the period before, of now, and of the period after, with their names."""
    start, until = query.start or today(), query.until or today()
    gone = dict.fromkeys(("from", "until", "to", "period"))
    if layout == "month":
        first = (start + timedelta(days=6)).replace(day=1)
        before, after = (first - timedelta(days=1)).replace(day=1), _next_month(first)
        form = "LLLL y"
        return (
            (filters.here(**gone, month=f"{before:%Y-%m}"), wording().day(before, form)),
            (filters.here(**gone, month=None), _("This month")),
            (filters.here(**gone, month=f"{after:%Y-%m}"), wording().day(after, form)),
        )
    if layout == "week":
        before, after = start - timedelta(days=7), start + timedelta(days=7)
        return (
            (filters.here(**gone, week=_iso(before)), wording().week(before)),
            (filters.here(**gone, week=None), _("This week")),
            (filters.here(**gone, week=_iso(after)), wording().week(after)),
        )
    span = until - start + timedelta(days=1)
    return (
        (filters.here(**gone | {"from": start - span, "until": start - timedelta(days=1)}), _("The period before")),
        (filters.here(**gone), _("From this week")),
        (filters.here(**gone | {"from": start + span, "until": until + span}), _("The period after")),
    )


def _iso(day: date) -> str:
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def _title(layout: str, query: Query, calendar: Calendar) -> str:
    words = wording()
    if layout == "month":
        return words.day(_shown_month(calendar), "LLLL y")
    if layout == "week":
        return f"{words.week(calendar.start)}, {filters.period_text(calendar.start, calendar.until)}"
    ends = query.start or today(), query.until or today()
    years = [f" {day.isocalendar().year}" for day in ends]
    first, last = (
        words.week(day) + (year if years[0] != years[1] else "") for day, year in zip(ends, years, strict=True)
    )
    span = first if first == last else _("%(first)s to %(last)s", first=first, last=last)
    return _("%(span)s, channel by stage", span=span) if layout == "grid" else span


def _reasons() -> dict[str, str]:
    """Return, for placements that break a rule by themselves, the word for it."""
    why: dict[str, str] = {}
    for finding in today_reports().overload:
        if finding.kind in LOUD and finding.waived is None:
            for uid in finding.placements[-1:] if finding.kind in ("spacing", "repetition") else finding.placements:
                why.setdefault(uid, labels().kind(finding.kind).lower())
    return why


def _grid(showing: Showing) -> dict[str, Any]:
    calendar = showing.calendar
    page = max(1, request.args.get("page", 1, type=int))
    pages = max(1, math.ceil(len(calendar.periods) / BLOCKS))
    shown = calendar.periods[(page - 1) * BLOCKS : page * BLOCKS]
    gaps = Counter(gap.stage for gap in today_reports().bare_gaps if gap.waived is None)
    return {
        "blocks": [_block(period, showing) for period in shown], "page": page, "pages": pages, "gaps": gaps,
        "columns": calendar.columns,
    }  # fmt: skip


def _block(period: Any, showing: Showing) -> dict[str, Any]:
    """Return a week or month of the grid: a row a channel that has something in it (or all), a cell a stage."""
    cells = {(cell.channel, cell.stage): cell.rows for cell in period.cells}
    capacity = _capacities(period.start, period.until) if showing.calendar.group == "week" else {}
    lines = []
    for channel in showing.calendar.channels:
        placed = sum(len(cells.get((channel, stage), ())) for stage in showing.calendar.columns)
        if not placed and "channels" not in request.args:
            continue
        stages = [(stage, cells.get((channel, stage), ())) for stage in showing.calendar.columns]
        squares = [
            (stage, [card(row, showing) for row in rows[:CELL_MOST]], max(0, len(rows) - CELL_MOST))
            for stage, rows in stages
        ]
        lines.append({"channel": channel, "placed": placed, "load": capacity.get(channel), "squares": squares})
    over = [
        finding for finding in today_reports().overload
        if finding.kind == "pressure" and finding.waived is None and finding.start and finding.until
        and finding.start <= period.until and finding.until >= period.start
    ]  # fmt: skip
    return {"period": period, "lines": lines, "over": over}


def _capacities(start: date, until: date) -> dict[str, tuple[int, float]]:
    now = state()
    load = channel_load(now.workspace, now.inventory, start, until)
    return {
        channel.slug: (int(load.count[n, 0]), float(load.capacity[n, 0]))
        for n, channel in enumerate(now.workspace.channels)
        if math.isfinite(load.capacity[n, 0])
    }


def _list(showing: Showing) -> dict[str, Any]:
    page = max(1, request.args.get("page", 1, type=int))
    rows = showing.calendar.rows
    shown = rows[(page - 1) * LIST_PAGE : page * LIST_PAGE]
    return {
        "lines": [(row, card(row, showing)) for row in shown], "page": page,
        "pages": max(1, math.ceil(len(rows) / LIST_PAGE)),
    }  # fmt: skip


_LAYOUT = {"grid": _grid, "month": month_layout, "week": week_layout, "list": _list}


def _exported(query: Query, group: str) -> dict[str, str]:
    """Return the query string parts that make an export hold exactly what this page shows."""
    return {"from": f"{query.start}", "until": f"{query.until}", "period": "", "group": group}


def _opened() -> moves.Opened | None:
    """Return the placement that the address opens, with the form that moves it."""
    uid = request.args.get("open")
    back = {name: values for name, values in request.args.lists() if name != "open"}
    try:
        return moves.opened(uid, urlencode(back, doseq=True)) if uid else None
    except NotFound:  # it went since the link was made
        return None
