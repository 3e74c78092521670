"""Overload in slow plain Python, written straight from DOMAIN.md section 4: what the fast one is compared with.

Every function returns a sorted list of tuples; no arrays, no indices, nothing shared with planner/core but records.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any

from planner.core.model import Channel, FrequencyRule, Item, Placement, Segment, Workspace

DAY = timedelta(days=1)
ALLOWED = 1e-9


def days(first: date, last: date) -> list[date]:
    return [first + n * DAY for n in range((last - first).days + 1)]


def counted(p: Placement) -> bool:
    return p.on is not None and p.status != "cancelled"


def day(p: Placement) -> date:
    assert p.on is not None
    assert not isinstance(p.on, datetime)
    return p.on


def is_run(p: Placement) -> bool:
    return p.until is not None and p.until > day(p)


def served(item: Item, p: Placement) -> set[str]:
    return set(p.segments) or {m.segment for m in item.map if m.segment is not None}


def channel_of(space: Workspace, p: Placement) -> Channel:
    return next(c for c in space.channels if c.slug == p.channel)


def contacts(space: Workspace, item: Item, p: Placement, segment: Segment) -> float:
    if not counted(p) or p.service or is_run(p) or segment.slug not in served(item, p):
        return 0.0
    share = segment.reach.get(p.channel, 1.0)
    return channel_of(space, p).pressure * share * (0.5 if p.status == "tentative" else 1.0)


def pairs_of(items: tuple[Item, ...]) -> list[tuple[Item, Placement]]:
    return [(item, p) for item in items for p in item.placements]


def live_segments(space: Workspace) -> list[Segment]:
    return [s for s in space.segments if not s.archived]


def rules(space: Workspace) -> list[FrequencyRule]:
    resting = {s.slug for s in space.segments if s.archived}, {c.slug for c in space.channels if c.archived}
    return [r for r in space.frequency_rules if r.segment not in resting[0] and not set(r.channels) & resting[1]]


def rule_segments(space: Workspace, rule: FrequencyRule) -> list[Segment]:
    return [s for s in live_segments(space) if rule.segment in (None, s.slug)]


def on_rule(rule: FrequencyRule, p: Placement) -> bool:
    return not rule.channels or p.channel in rule.channels


def windows(rule: FrequencyRule, as_of: date, until: date) -> list[tuple[date, date]]:
    """The judged windows that a report over [as_of, until] looks at."""
    if rule.window.startswith("rolling:"):
        size = int(rule.window.removeprefix("rolling:"))
        found = [(end - (size - 1) * DAY, end) for end in days(as_of, until)]
        return [w for w in found if inside(rule, w[1], w[1])]
    if rule.window == "week":
        starts = sorted({d - d.weekday() * DAY for d in days(as_of, until)})
        found = [(d, d + 6 * DAY) for d in starts]
    else:
        starts = sorted({d.replace(day=1) for d in days(as_of, until)})
        found = [(d, (d + 31 * DAY).replace(day=1) - DAY) for d in starts]
    return [w for w in found if inside(rule, *w)]


def inside(rule: FrequencyRule, first: date, last: date) -> bool:
    """Whether [first, last] touches the active period."""
    return (rule.active_from is None or last >= rule.active_from) and (
        rule.active_to is None or first <= rule.active_to
    )


def label(rule: FrequencyRule, window: tuple[date, date]) -> date:
    return window[1] if rule.window.startswith("rolling:") else window[0]


def value(space: Workspace, items: tuple[Item, ...], rule: FrequencyRule, s: Segment, w: tuple[date, date]) -> float:
    return sum(
        contacts(space, item, p, s)
        for item, p in pairs_of(items)
        if counted(p) and on_rule(rule, p) and w[0] <= day(p) <= w[1]
    )


def union(
    space: Workspace, items: tuple[Item, ...], rule: FrequencyRule, both: tuple[Segment, Segment], w: tuple[date, date]
) -> float:
    return sum(
        max(contacts(space, item, p, both[0]), contacts(space, item, p, both[1]))
        for item, p in pairs_of(items)
        if counted(p) and on_rule(rule, p) and w[0] <= day(p) <= w[1]
    )


def runs(flags: list[bool]) -> Iterator[list[int]]:
    run: list[int] = []
    for n, flag in enumerate([*flags, False]):
        if flag:
            run.append(n)
        elif run:
            yield run
            run = []


def judged_runs(
    rule: FrequencyRule, found: list[tuple[date, date]], values: list[float], flags: list[bool], *, lowest: bool = False
) -> list[tuple[Any, ...]]:
    """(from, until, value, last day of the earliest window with it) of every run."""
    result = []
    for run in runs(flags):
        best = min(values[n] for n in run) if lowest else max(values[n] for n in run)
        at = next(n for n in run if abs(values[n] - best) < ALLOWED)
        result.append((label(rule, found[run[0]]), found[run[-1]][1], round(best, 6), found[at][1]))
    return result


def pressure(
    space: Workspace, items: tuple[Item, ...], as_of: date, until: date, kind: str = "pressure"
) -> list[tuple[Any, ...]]:
    result: list[tuple[Any, ...]] = []
    for rule in rules(space):
        if rule.maximum is None:
            continue
        found = windows(rule, as_of, until)
        for s in rule_segments(space, rule):
            values = [value(space, items, rule, s, w) for w in found]
            over = [v > rule.maximum + ALLOWED for v in values]
            warned = [rule.warn_at * rule.maximum + ALLOWED < v <= rule.maximum + ALLOWED for v in values]
            flags = over if kind == "pressure" else warned
            result += [(rule.name, s.slug, *run) for run in judged_runs(rule, found, values, flags)]
    return sorted(result)


def silent(space: Workspace, items: tuple[Item, ...], as_of: date, until: date) -> list[tuple[Any, ...]]:
    result: list[tuple[Any, ...]] = []
    for rule in rules(space):
        if not rule.minimum:
            continue
        found = windows(rule, as_of, until)
        for s in rule_segments(space, rule):
            values = [value(space, items, rule, s, w) for w in found]
            flags = [v < rule.minimum - ALLOWED for v in values]
            result += [(rule.name, s.slug, *run[:3]) for run in judged_runs(rule, found, values, flags, lowest=True)]
    return sorted(result)


def overlap(space: Workspace, items: tuple[Item, ...], as_of: date, until: date) -> list[tuple[Any, ...]]:
    result: list[tuple[Any, ...]] = []
    sharing = {frozenset((o.a, o.b)) for o in space.overlaps if o.share >= 0.05}
    for rule in rules(space):
        if rule.maximum is None or rule.segment is not None:
            continue
        found = windows(rule, as_of, until)
        for a, b in combinations(live_segments(space), 2):
            if frozenset((a.slug, b.slug)) not in sharing:
                continue
            values = [union(space, items, rule, (a, b), w) for w in found]
            flags = [
                v > rule.maximum + ALLOWED
                and all(value(space, items, rule, s, w) <= rule.maximum + ALLOWED for s in (a, b))
                for v, w in zip(values, found, strict=True)
            ]
            result += [(rule.name, a.slug, b.slug, *run) for run in judged_runs(rule, found, values, flags)]
    return sorted(result)


def spacing(space: Workspace, items: tuple[Item, ...], as_of: date, until: date) -> list[tuple[Any, ...]]:
    result: list[tuple[Any, ...]] = []
    for rule in rules(space):
        for s in rule_segments(space, rule):
            pressing = [p for item, p in pairs_of(items) if on_rule(rule, p) and contacts(space, item, p, s) > 0]
            for p, q in combinations(sorted(pressing, key=lambda p: (day(p), p.uid)), 2):
                apart = (day(q) - day(p)).days
                if not rule.min_gap_days or apart >= rule.min_gap_days:
                    continue
                if as_of <= day(q) <= until and inside(rule, day(q), day(q)):
                    severity = 34 + 66 * (1 - apart / rule.min_gap_days)
                    result.append((rule.name, s.slug, p.uid, q.uid, apart, round(severity, 6)))
    return sorted(result)


def capacity(space: Workspace, items: tuple[Item, ...], as_of: date, until: date) -> list[tuple[Any, ...]]:
    result: list[tuple[Any, ...]] = []
    for c in space.channels:
        for monday in sorted({d - d.weekday() * DAY for d in days(as_of, until)}):
            sunday = monday + 6 * DAY
            limit: float | None = c.weekly_capacity
            touching = [x for x in c.capacity_exceptions if x.start <= sunday and x.until >= monday]
            if touching:
                limits = [x.capacity for x in touching if x.capacity is not None]
                limit = min(limits) if limits else None
            there = [
                p.uid for _, p in pairs_of(items) if counted(p) and p.channel == c.slug and monday <= day(p) <= sunday
            ]
            if limit is not None and len(there) > limit:
                result.append((c.slug, monday, sunday, len(there), limit, tuple(sorted(there))))
    return sorted(result)


def blackout(space: Workspace, items: tuple[Item, ...], as_of: date, until: date) -> list[tuple[Any, ...]]:
    return sorted(
        (s.slug, p.channel, p.uid, day(p), round(contacts(space, item, p, s), 6))
        for s in live_segments(space)
        for item, p in pairs_of(items)
        if contacts(space, item, p, s) > 0
        and as_of <= day(p) <= until
        and any(x.start <= day(p) <= x.until for x in s.contact_free)
    )


def repetition(space: Workspace, items: tuple[Item, ...], as_of: date, until: date) -> list[tuple[Any, ...]]:
    result: list[tuple[Any, ...]] = []
    for item in items:
        candidates = [p for p in item.placements if counted(p) and not p.service and not is_run(p)]
        for p, q in combinations(sorted(candidates, key=lambda p: (day(p), p.uid)), 2):
            apart = (day(q) - day(p)).days
            same_series = p.series is not None and p.series == q.series
            if p.channel != q.channel or apart > 14 or same_series or not as_of <= day(q) <= until:
                continue
            both = served(item, p) & served(item, q)
            result += [
                (item.id, s.slug, p.channel, p.uid, q.uid, apart) for s in live_segments(space) if s.slug in both
            ]
    return sorted(result)
