"""Where people are flooded and the team is overbooked: curves, channel load, dependence, findings and repairs."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from flask import Blueprint, abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from planner.core.dependence import PAST_DAYS, channel_counts, channel_shares, effective_channels
from planner.core.findings import OVERLOAD_KINDS, Finding, waive
from planner.core.load import channel_load
from planner.core.model import FrequencyRule, Placement, Segment
from planner.core.pressure import Curve, applied_rules, pressure_curve
from planner.core.remedies import REPAIRED, Remedy, remedies
from planner.core.what_if import Change, closed
from planner.pipeline import Reports
from planner.storage import changes, placements
from planner.views import charts, filters, placement_form, undo
from planner.views.accepted import accepted
from planner.views.access import role
from planner.views.mending import by_hand
from planner.views.reports import FindingRow, Seen, Step, evidence, seen, sentence
from planner.views.site import database, labels, render, state, today, who, wording
from planner.views.snapshots import compared, listed

room = Blueprint("overload", __name__, url_prefix="/overload")

PAGE = 50
LOAD_WEEKS = 6
TRIED = 3  # findings for which the page looks for a repair by itself
PANELS = 12  # segments with a curve of their own on one page


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """The top of a run over the limit."""

    x: float
    y: float
    value: float
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The pressure on one segment against the strictest rule over all channels, as geometry and figures."""

    segment: str
    rule: FrequencyRule
    highest: float
    highest_on: date | None
    state: str  # over, close, room
    runs: int
    line: str
    area: str
    over: tuple[str, ...]
    over_lines: tuple[str, ...]
    peaks: tuple[Peak, ...]
    limit: float | None
    limit_y: float
    warn_y: float | None
    grid: tuple[tuple[float, float], ...]
    weeks: tuple[tuple[float, date], ...]
    share: float | None
    people: int | None
    finding: Finding | None


@room.get("")
@role("viewer")
def index() -> str:
    """Show the overload the filters leave."""
    view = seen()
    page = max(1, request.args.get("page", 1, type=int))
    counted = [f for f in view.overload if f.waived is None]
    ordered = counted + [f for f in view.overload if f.waived is not None]
    known = (*view.reports.overload, *view.reports.bare_gaps)
    chosen = next((f for f in known if f.key == request.args.get("open")), None)
    number = request.args.get("compare", type=int)
    return render(
        "overload/index.html", bar=filters.bar(view.query, own=("compare",)), total=len(counted),
        title=_title(counted), panels=panels(view), loads=_loads(view), shares=_shares(view),
        leaning=(view.reports.as_of - timedelta(days=PAST_DAYS), view.reports.until),
        opened=chosen and _opened(chosen), repair=_repair(view, chosen) if chosen else _first_repair(view, counted),
        snapshots=listed(), compare=number,
        compared=compared(number, view.reports.overload, OVERLOAD_KINDS) if number else None,
        accepted=accepted(view.reports.overload, OVERLOAD_KINDS),
        page=page, pages=max(1, math.ceil(len(ordered) / PAGE)), back=urlencode(list(request.args.items(multi=True))),
        rows=[_row(f) for f in ordered[(page - 1) * PAGE : page * PAGE]],
        period=filters.period_text(view.reports.as_of, view.reports.until),
    )  # fmt: skip


def _title(findings: list[Finding]) -> str:
    runs: dict[str, int] = {}
    for finding in findings:
        if finding.kind == "pressure" and finding.segment:
            runs[finding.segment] = runs.get(finding.segment, 0) + 1
    told = str(ngettext("%(num)s finding", "%(num)s findings", len(findings)))
    if not runs:
        return told
    worst = max(runs, key=lambda slug: runs[slug])
    first = ngettext("%(name)s over their limit in %(num)s run", "%(name)s over their limit in %(num)s runs",
                     runs[worst], name=labels().of("segment", worst))  # fmt: skip
    return f"{first}, {told}"


def segments_in_sight(view: Seen) -> list[Segment]:
    """Return the live segments the filter leaves."""
    wanted = view.query.segments
    return [s for s in view.reports.workspace.segments if not s.archived and (not wanted or s.slug in wanted)]


def ruling(view: Seen, segment: str) -> FrequencyRule | None:
    """Return the rule whose curve stands for a segment: over all channels, always active, then the strictest."""
    space = view.reports.workspace
    rows = [s.slug for s in space.segments]
    rules = [
        applied.rule
        for applied in applied_rules(space)
        if applied.rule.maximum is not None and rows.index(segment) in applied.segments.tolist()
    ]
    return min(rules, key=_narrowness, default=None)


def _narrowness(rule: FrequencyRule) -> tuple[bool, bool, float, str]:
    passing = rule.active_from is not None or rule.active_to is not None
    return bool(rule.channels), passing, rule.maximum or 0.0, rule.name


def panels(view: Seen) -> tuple[Panel, ...]:
    """Return the curve of every segment in sight, on one scale."""
    reports = view.reports
    made = []
    for segment in segments_in_sight(view)[:PANELS]:
        rule = ruling(view, segment.slug)
        if rule is not None:
            curve = pressure_curve(
                reports.workspace, reports.inventory, rule, segment.slug, reports.as_of, reports.until
            )
            made.append((segment, rule, curve))
    high = max((max(float(c.value.max(initial=0.0)), c.limit or 0.0) for _s, _r, c in made), default=1.0)
    scale = charts.ticks(high * 1.12 or 1.0)
    return tuple(_panel(view, segment, rule, curve, scale) for segment, rule, curve in made)


def _panel(view: Seen, segment: Segment, rule: FrequencyRule, curve: Curve, scale: tuple[float, ...]) -> Panel:
    values = [float(v) for v in curve.value]
    box = charts.Frame(left=26, right=548, top=14, bottom=150, low=0, high=scale[-1], count=len(values))
    points = box.points(values)
    limit = rule.maximum or 0.0
    runs = charts.runs_over(box, values, limit + 1e-9) if curve.over else ()
    peaks = tuple(_peak(box, values, curve.last, first, last) for first, last in curve.over)
    findings = [
        f for f in view.overload
        if f.kind == "pressure" and f.segment == segment.slug and f.rule == rule.name and f.waived is None
    ]  # fmt: skip
    worst = findings[0] if findings else None
    highest = max(values, default=0.0)
    warn = curve.warn_from if curve.warn_from is not None and curve.warn_from < limit else None
    share = worst.share_over if worst else None
    return Panel(
        segment=segment.slug, rule=rule, highest=highest, highest_on=curve.last[curve.peak] if values else None,
        state="over" if curve.over else "close" if warn is not None and highest > warn + 1e-9 else "room",
        runs=len(curve.over), line=charts.line(points), area=charts.area(points, box.bottom),
        over=tuple(charts.line(run) + "Z" for run in runs), over_lines=tuple(charts.line(run) for run in runs),
        peaks=peaks, limit=limit, limit_y=box.y(limit), warn_y=None if warn is None else box.y(warn),
        grid=tuple((box.y(value), value) for value in scale), weeks=_weeks(box, curve.last),
        share=share, people=_people(share, segment.size), finding=worst,
    )  # fmt: skip


def _people(share: float | None, size: int | None) -> int | None:
    """Return a share of a segment in people, to the hundred where there are thousands of them."""
    if not share or not size:
        return None
    return round(share * size / 100) * 100 if size > 1000 else round(share * size)


def _peak(box: charts.Frame, values: list[float], days: tuple[date, ...], first: int, last: int) -> Peak:
    top = max(range(first, last + 1), key=lambda n: (values[n], -n))
    return Peak(x=min(max(box.x(top), 60), 500), y=max(box.y(values[top]) - 6, 10), value=values[top], day=days[top])


def _weeks(box: charts.Frame, days: tuple[date, ...]) -> tuple[tuple[float, date], ...]:
    mondays = [n for n, day in enumerate(days) if day.weekday() == 0] or [0]
    every = max(1, math.ceil(len(mondays) / 7))
    return tuple((box.x(n), days[n]) for n in mondays[::every] if box.x(n) < box.right - 12)


@dataclass(frozen=True, slots=True)
class Load:
    """A channel's placements per week against its capacity."""

    channel: str
    capacity: int | None
    weeks: tuple[tuple[date, int, float, str], ...]  # Monday, placements, capacity, class


def _loads(view: Seen) -> tuple[Load, ...]:
    reports, wanted = view.reports, view.query.channels
    until = min(reports.until, reports.as_of + timedelta(days=7 * LOAD_WEEKS - 7))
    load = channel_load(reports.workspace, reports.inventory, reports.as_of, until)
    made = []
    for n, channel in enumerate(reports.workspace.channels):
        counts = load.count[n].tolist()
        if channel.archived or (wanted and channel.slug not in wanted) or not (any(counts) or channel.weekly_capacity):
            continue
        weeks = tuple(
            (monday, count, limit, load_class(count, limit))
            for monday, count, limit in zip(load.weeks, counts, load.capacity[n].tolist(), strict=True)
        )
        made.append(Load(channel.slug, channel.weekly_capacity, weeks))
    return tuple(made)


def load_class(value: float, limit: float) -> str:
    """Return the class of a figure against its limit: l0 quiet, l1, l2 near or at it, l3 over it, l4 far over it."""
    if value > limit + 1e-9:
        return "l4" if limit <= 0 or value > 1.2 * limit else "l3"
    if math.isinf(limit):
        return "l1" if value else "l0"
    return "l2" if limit and value >= 0.8 * limit else "l1" if limit and value >= 0.4 * limit else "l0"


@dataclass(frozen=True, slots=True)
class Lean:
    """How a segment's placements spread over channels: parts of a bar, and what falls without the largest."""

    segment: str
    parts: tuple[tuple[str, float, float], ...]  # channel ("" = the others), share, where its part begins
    effective: float
    finding: Finding | None


def _shares(view: Seen) -> tuple[Lean, ...]:
    reports = view.reports
    counts = channel_counts(reports.workspace, reports.inventory, reports.as_of, reports.until)
    rows = {s.slug: n for n, s in enumerate(reports.workspace.segments)}
    leans = {f.segment: f for f in view.overload if f.kind == "dependence" and f.waived is None}
    made = []
    for segment in segments_in_sight(view)[:PANELS]:
        row = counts[rows[segment.slug]]
        if not row.sum():
            continue
        shares = row / row.sum()
        listed = [(channel, share) for channel, share in channel_shares(reports.workspace, shares) if share > 0]
        if len(listed) > 6:
            listed = [*listed[:5], ("", 1 - sum(share for _c, share in listed[:5]))]
        begins, parts = 0.0, []
        for channel, share in listed:
            parts.append((channel, share, round(begins, 2)))
            begins += 100 * share
        made.append(Lean(segment.slug, tuple(parts), effective_channels(shares), leans.get(segment.slug)))
    return tuple(made)


def _row(finding: Finding) -> FindingRow:
    notes = []
    if finding.share_over is not None:
        notes.append(_("%(share)s of them above it", share=wording().percent(finding.share_over)))
    if finding.waived:
        notes.append(_("accepted: %(reason)s", reason=finding.waived.reason))
    step = None
    if finding.waived is None:
        repaired = Step(_("Repair"), filters.here(open=finding.key, _anchor="repair"), "restore")
        step = repaired if finding.kind in REPAIRED else next(iter(by_hand(finding)), None)
    return FindingRow(finding, sentence(finding), evidence(finding), tuple(notes), step)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A finding with the items and placements it counts."""

    row: FindingRow
    placements: tuple[tuple[str, str, str, str], ...]  # uid, title, channel, when
    items: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]


def _opened(finding: Finding) -> Evidence:
    inventory = state().inventory
    names = [c.slug for c in state().workspace.channels]
    places = []
    for uid in finding.placements[:200]:
        row = inventory.place_row.get(uid)
        if row is not None:
            title = inventory.place_titles[row] or inventory.item_titles[inventory.place_item[row]]
            places.append((uid, title, names[inventory.place_channel[row]], _when(row)))
    items = tuple(
        (id, inventory.item_titles[inventory.item_row[id]]) for id in finding.items if id in inventory.item_row
    )
    steps = by_hand(finding) if finding.kind in OVERLOAD_KINDS and finding.waived is None else ()
    return Evidence(_row(finding), tuple(places), () if places else items[:200], steps)


def _when(row: int) -> str:
    inventory = state().inventory
    day, minute = int(inventory.place_day[row]), int(inventory.place_minute[row])
    if not day:
        return wording().text("no date yet")
    clock = "" if minute < 0 else f" {minute // 60:02}:{minute % 60:02}"
    return wording().day(date.fromordinal(day)) + clock


@dataclass(frozen=True, slots=True)
class Repair:
    """The cheapest repairs of a finding with the names their tables show."""

    finding: Finding
    sentence: str
    remedies: tuple[Remedy, ...]
    places: dict[str, tuple[str, str, str]]  # title, channel, when
    steps: tuple[Step, ...]  # what mends it by hand
    said: tuple[tuple[tuple[Finding, str], ...], ...]  # of each remedy: the findings it closes
    counts: tuple[tuple[int, int], ...]  # of each remedy: the findings of the whole report before and after it


def _first_repair(view: Seen, findings: list[Finding]) -> Repair | None:
    """Return a repair of the worst finding about people that has one."""
    pressing = [f for f in findings if f.kind in ("pressure", "overlap", "blackout")][:TRIED]
    found = (_repair(view, finding) for finding in pressing)
    return next((repair for repair in found if repair and repair.remedies), None)


_repaired: WeakKeyDictionary[Reports, dict[str, tuple[Remedy, ...]]] = WeakKeyDictionary()


def _remedies(reports: Reports, finding: Finding) -> tuple[Remedy, ...]:
    """Return the repairs of a finding, kept as long as its reports are."""
    kept = _repaired.setdefault(reports, {})
    if finding.key not in kept:
        kept[finding.key] = remedies(reports.workspace, reports.inventory, finding, reports.as_of, reports.until)
    return kept[finding.key]


def _repair(view: Seen, finding: Finding) -> Repair | None:
    if finding.kind not in REPAIRED:
        return None
    reports = view.reports
    found = _remedies(reports, finding)
    uids = {uid for r in found for c in r.changes for uid in (c.placement, c.into) if uid}
    inventory = reports.inventory
    names = [c.slug for c in reports.workspace.channels]
    places = {}
    for uid in uids:
        row = inventory.place_row[uid]
        title = inventory.place_titles[row] or inventory.item_titles[inventory.place_item[row]]
        places[uid] = (title, names[inventory.place_channel[row]], _when(row))
    said = tuple(tuple((f, sentence(f)) for f in closed(r.before.findings, r.after.findings)) for r in found)
    total = len(_counted(reports.overload))
    grows = (len(_counted(r.after.findings)) - len(_counted(r.before.findings)) for r in found)
    counts = tuple((total, total + more) for more in grows)
    return Repair(finding, sentence(finding), found, places, by_hand(finding), said, counts)


def _counted(findings: Iterable[Finding]) -> list[Finding]:
    """Return those that the overload report counts: of its kinds, and not accepted."""
    marked = waive([f for f in findings if f.kind in OVERLOAD_KINDS], state().workspace.waivers, today())
    return [f for f in marked if f.waived is None]


@room.post("/repair")
@role("editor")
def repair() -> Any:
    """Carry out the ticked changes of a repair: a move changes the day, a merge and a skip cancel the placement."""
    view = seen()
    finding = next((f for f in view.reports.overload if f.key == request.form.get("key")), None)
    found = _repair(view, finding) if finding else None
    option = request.form.get("option", 0, type=int)
    if found is None or not 0 <= option < len(found.remedies):
        abort(409, _("The plan has changed meanwhile and this repair no longer fits. Look at the page anew."))
    ticked = set(request.form.getlist("change"))
    steps = [change for change in found.remedies[option].changes if change.placement in ticked]
    if not steps:
        abort(400, _("Nothing was ticked, so nothing was changed. Go back and tick what should be done."))
    with database().writing(who()) as writing:
        pairs = placements.load_placements(writing, [step.placement for step in steps])
        now = {place.uid: place for _item, place in pairs}
        placements.update_placements(writing, [_changed(now[step.placement], step) for step in steps])
        revision = changes.revision_of(writing)
    undo.done(ngettext("%(num)s change was made.", "%(num)s changes were made.", len(steps)), revision)
    query = request.form.get("back", "")
    return redirect(url_for("overload.index") + (f"?{query}" if query and "\n" not in query else ""), 303)


def _changed(place: Placement, change: Change) -> Placement:
    if change.action != "move" or change.day is None:
        return replace(place, status="cancelled", status_before=place.status)
    space = state().workspace
    day, clock = placement_form.local(space, place)
    until = place.until + (change.day - day) if place.until and day else place.until
    return replace(place, **placement_form.when(space, change.day, clock), until=until)
