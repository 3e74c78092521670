"""The overview: how well the content covers, what to do first, what is too much, due, and going stale."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from flask import Blueprint
from flask_babel import gettext as _

from planner.core.columns import effort_hours
from planner.core.findings import Finding
from planner.core.pressure import pressure_curve
from planner.core.query import monday
from planner.core.soon import due_day, due_items, stale_days
from planner.core.status import ITEM_STATUSES
from planner.storage import snapshots as store
from planner.views import charts, filters
from planner.views.access import role
from planner.views.answers import answer_rows
from planner.views.content_list import STALE_DAYS
from planner.views.gaps import best, shown_mask, week_name
from planner.views.overload import load_class, ruling, segments_in_sight
from planner.views.reports import FindingRow, Seen, Step, cell_key, evidence, index_of, levels, seen, sentence
from planner.views.site import database, labels, render, state, today, wording

room = Blueprint("overview", __name__)

WEEKS = 4


@room.get("/")
@role("viewer")
def index() -> str:
    """Show the state of the workspace on one page."""
    view = seen()
    counted = [f for f in view.gaps if f.waived is None]
    over = [f for f in view.overload if f.waived is None]
    soon = view.reports.as_of + timedelta(days=7 * WEEKS)
    near = [f for f in over if f.start is None or f.start <= soon]
    return render(
        "overview/index.html", bar=filters.bar(view.query), view=view, index=view.index, trend=_trend(view),
        reached=sum(c.score >= 1 - 1e-9 for c in view.cells if c.minimum > 0),
        judged=sum(c.minimum > 0 for c in view.cells), lines=_segment_lines(view, counted), total=len(counted),
        high=levels(counted)["high"], best=[_best(gap, view) for gap in best(counted, 5)], strip=_strip(view),
        over_total=len(over), near=[FindingRow(f, sentence(f), evidence(f), (), _repair(f)) for f in near[:3]],
        runs=sum(f.kind == "pressure" for f in near), due=_due(), stale=_stale(view), week=_week_text(),
        is_empty=not state().inventory.item_ids,
    )  # fmt: skip


def _repair(finding: Finding) -> Step:
    return Step(_("Look at it"), filters.there("overload.index", open=finding.key, _anchor="evidence"), "right")


def _best(gap: Finding, view: Seen) -> FindingRow:
    answer = answer_rows(gap)[0]
    words = wording()
    closes = week_name(view.reports.forecast.closes(gap.key))
    note = _("closes in %(week)s by plan", week=closes) if closes else _("not closed by plan")
    step = Step(
        f"{labels().action(answer.answer.action)} · {_('%(hours)s h', hours=words.number(answer.answer.hours))}",
        filters.there("gaps.index", open=gap.key), labels().action_icon(answer.answer.action),
        _("%(points)s points an hour", points=words.number(answer.answer.leverage, 0)),
    )  # fmt: skip
    return FindingRow(gap, sentence(gap), evidence(gap), (note,), step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The line of the index: what it was by snapshots, what it is, what the plan makes of it."""

    past: str
    past_area: str
    plan: str
    now: tuple[float, float]
    then: tuple[float, float]
    now_value: float
    then_value: float
    grid: tuple[tuple[float, int], ...]
    weeks: tuple[tuple[float, str], ...]
    since: tuple[date, float] | None


def _trend(view: Seen) -> Trend | None:
    """Return the trend; the past is the whole workspace's, so it is left out where a filter is set."""
    now = view.index
    future = [value for value in view.reports.forecast.index_of(shown_mask(view)) if value is not None]
    if now is None or not future:
        return None
    whole = now == view.reports.coverage.index
    past = _past(view) if whole else []
    values = [*(value for _day, value in past), now, *future]
    low = max(0, int(min(values) * 5) * 20 - (20 if min(values) * 5 % 1 < 0.2 else 0))
    high = min(100, -int(-max(values) * 5 // 1) * 20)
    high = high if high > low else low + 20
    box = charts.Frame(left=28, right=540, top=18, bottom=184, low=low / 100, high=high / 100, count=len(values))
    behind = box.points([*(value for _day, value in past), now])
    ahead = box.points([now, *future], first=len(past))
    days = [*(day for day, _value in past), view.reports.as_of, *(week.end for week in view.reports.forecast.weeks)]
    step = max(1, len(days) // 6)
    return Trend(
        past=charts.line(behind) if past else "", past_area=charts.area(behind, box.bottom) if past else "",
        plan=charts.line(ahead), now=behind[-1], then=ahead[-1], now_value=now, then_value=future[-1],
        grid=tuple((box.y(share / 100), share) for share in range(low, high + 1, 20)),
        weeks=tuple((box.x(n), wording().week(days[n])) for n in range(0, len(days), step)),
        since=past[0] if past else None,
    )  # fmt: skip


def _past(view: Seen) -> list[tuple[date, float]]:
    """Return the index of the last snapshot of each of the twelve weeks before this one."""
    with database().reading() as reading:
        listed = store.list_snapshots(reading)
    weeks: dict[date, tuple[date, float]] = {}
    for _number, snapshot in listed:
        if snapshot.index is not None and snapshot.as_of < view.reports.as_of:
            weeks[monday(snapshot.as_of)] = (snapshot.as_of, snapshot.index)
    return [weeks[week] for week in sorted(weeks)[-12:]]


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """A segment's index now and by plan, and how many gaps it has."""

    segment: str
    index: float
    planned: float
    gaps: int


def _segment_lines(view: Seen, gaps: list[Finding]) -> list[SegmentLine]:
    told = view.reports.forecast
    grid = view.reports.coverage.grid
    rows = {s.slug: n for n, s in enumerate(view.reports.workspace.segments)}
    mask = shown_mask(view)
    lines = []
    for segment in segments_in_sight(view):
        now = index_of(c for c in view.cells if c.segment == segment.slug)
        if now is None:
            continue
        later = told.index_of(mask & (grid.segment == rows[segment.slug]))[-1:] or (now,)
        then = later[0] if later[0] is not None else now
        lines.append(SegmentLine(segment.slug, now, max(0.0, then - now), sum(g.segment == segment.slug for g in gaps)))
    return lines


@dataclass(frozen=True, slots=True)
class StripLine:
    """The highest pressure on a segment in each of the coming weeks."""

    segment: str
    limit: float
    weeks: tuple[tuple[date, float, str], ...]


def _strip(view: Seen) -> list[StripLine]:
    reports = view.reports
    first = reports.as_of
    until = monday(first) + timedelta(days=7 * WEEKS - 1)
    lines = []
    for segment in segments_in_sight(view)[:12]:
        rule = ruling(view, segment.slug)
        if rule is None:
            continue
        curve = pressure_curve(reports.workspace, reports.inventory, rule, segment.slug, first, until)
        peaks: dict[date, float] = {monday(first) + timedelta(days=7 * n): 0.0 for n in range(WEEKS)}
        for day, value in zip(curve.last, curve.value.tolist(), strict=True):
            if monday(day) in peaks:
                peaks[monday(day)] = max(peaks[monday(day)], value)
        limit = rule.maximum or 0.0
        weeks = tuple((week, value, load_class(value, limit)) for week, value in peaks.items())
        lines.append(StripLine(segment.slug, limit, weeks))
    return lines


@dataclass(frozen=True, slots=True)
class OwnerDue:
    """What one person has due this week: hours against theirs, and the items."""

    owner: str
    hours: float
    limit: float | None
    items: list[tuple[str, str, str, date]]  # id, title, status, day


def _due() -> list[OwnerDue]:
    """Return what is due or first placed this week and not finished, by owner."""
    now = state()
    inventory = now.inventory
    start = monday(today())
    hours, day = effort_hours(now.workspace, inventory), due_day(inventory)
    due = np.flatnonzero(due_items(inventory, start, start + timedelta(days=6)))
    limits = {user.email: user.hours_per_week for user in now.workspace.users}
    people: dict[str, OwnerDue] = {}
    for row in sorted(due.tolist(), key=lambda row: (int(day[row]), inventory.item_titles[row])):
        owner = inventory.owners[inventory.item_owner[row]] if inventory.item_owner[row] >= 0 else ""
        before = people.get(owner, OwnerDue(owner, 0.0, limits.get(owner), []))
        status = ITEM_STATUSES[inventory.item_status[row]]
        before.items.append(
            (inventory.item_ids[row], inventory.item_titles[row], status, date.fromordinal(int(day[row])))
        )
        people[owner] = OwnerDue(owner, before.hours + float(hours[row]), before.limit, before.items)
    return sorted(people.values(), key=lambda one: (one.owner == "", -one.hours, one.owner))


@dataclass(frozen=True, slots=True)
class Stale:
    """A published item that loses its weight soon: when, by what, and the cells it holds up."""

    id: str
    title: str
    day: date
    expires: bool
    cells: list[tuple[str, str, str]]  # segment, the cell's name, its address


def _stale(view: Seen) -> list[Stale]:
    """Return the published items that lose weight in the next sixty days, each with the first day of it."""
    reports, inventory = view.reports, view.reports.inventory
    lost = stale_days(reports.workspace, inventory, today(), STALE_DAYS)
    cells: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    names, ids = labels(), {inventory.item_ids[row] for row in lost}
    for cell in view.cells:
        if held := [id for id in cell.items if id in ids]:
            name = names.cell(cell.stage, cell.phase, cell.channel)
            for id in held:
                cells[id].append((names.of("segment", cell.segment), name, cell_key(cell)))
    rows = sorted(lost, key=lambda row: (lost[row], inventory.item_titles[row]))
    return [
        Stale(
            inventory.item_ids[row], inventory.item_titles[row], date.fromordinal(lost[row]),
            0 < int(inventory.item_expires[row]) < lost[row], cells[inventory.item_ids[row]],
        )
        for row in rows
    ]  # fmt: skip


def _week_text() -> str:
    start = monday(today())
    return f"{wording().week(start)}, {filters.period_text(start, start + timedelta(days=6))}"
