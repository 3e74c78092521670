"""Findings about contacts: pressure, pressure_warning, silent, spacing, overlap and blackout."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date
from math import fsum

import numpy as np

from planner.core.columns import Bools, Floats, Ints, Inventory, spread
from planner.core.evidence import items_of, uids_of
from planner.core.findings import Finding, finding_key, overrun
from planner.core.model import Workspace
from planner.core.pressure import (
    AppliedRule,
    Contacts,
    Outlook,
    channel_pressure,
    earliest_peak,
    union_extra,
    union_on,
)
from planner.core.shares import share_over
from planner.core.windows import EPSILON, Windows, runs

SHARED_FROM = 0.05  # from this share of overlap on, the people in both segments are looked at


def pressure(outlook: Outlook) -> Iterator[Finding]:
    """Yield a finding per rule, segment and run of windows over the maximum, and a warning per run close to it."""
    contact, press = outlook.contact, channel_pressure(outlook.workspace)
    for applied, windows, values, touched in _judged(outlook):
        maximum = applied.rule.maximum
        if maximum is None:
            continue
        over = windows.judged & (values > maximum + EPSILON)
        close = windows.judged & ~over & (values > applied.rule.warn_at * maximum + EPSILON)
        for kind, there in (("pressure", over), ("pressure_warning", close)):
            for row, begin, first, last in _runs(there & _rows(outlook, applied), windows, touched):
                peak = first + earliest_peak(values[row, first : last + 1])
                segment = int(applied.segments[row])
                found = _run(outlook.workspace, applied, windows, kind, (begin, first, last), segment=segment)
                rows = _pressing_in(contact, applied, segment, windows, peak)
                places, value = contact.place[rows], fsum(contact.weight[rows].tolist())
                yield replace(
                    found, value=value, limit=maximum,
                    severity=overrun(value, maximum) if kind == "pressure" else 20.0,
                    peak_on=date.fromordinal(int(windows.last[peak])),
                    share_over=share_over(contact.chance[rows], press[contact.channel[rows]], maximum)
                    if outlook.shares else None,
                    items=items_of(outlook.inventory, places), placements=uids_of(outlook.inventory, places),
                )  # fmt: skip


def silence(outlook: Outlook) -> Iterator[Finding]:
    """Yield a finding per rule with a minimum, segment and run of windows below it."""
    contact = outlook.contact
    for applied, windows, values, touched in _judged(outlook):
        minimum = applied.rule.minimum or 0.0
        if minimum <= 0:
            continue
        low = windows.judged & (values < minimum - EPSILON) & _rows(outlook, applied)
        for row, begin, first, last in _runs(low, windows, touched):
            lowest = first + earliest_peak(-values[row, first : last + 1])
            segment = int(applied.segments[row])
            rows = _pressing_in(contact, applied, segment, windows, lowest)
            places = contact.place[rows]
            yield replace(
                _run(outlook.workspace, applied, windows, "silent", (begin, first, last), segment=segment),
                severity=50 * outlook.workspace.segments[segment].priority / 5,
                value=fsum(contact.weight[rows].tolist()), limit=minimum,
                items=items_of(outlook.inventory, places), placements=uids_of(outlook.inventory, places),
            )  # fmt: skip


def overlap(outlook: Outlook) -> Iterator[Finding]:
    """Yield a finding per pair of segments that share people and run of windows that only their union breaks."""
    contact, pairs = outlook.contact, shared_pairs(outlook.workspace, outlook.only)
    pairs = tuple(pair for pair in pairs if outlook.wanted[list(pair)].any())
    added = {pair: union_extra(contact, *pair) for pair in pairs}
    for applied, windows, values, touched in _judged(outlook):
        maximum = applied.rule.maximum
        if maximum is None or applied.rule.segment is not None:
            continue
        alone = values > maximum + EPSILON
        place_of = {segment: row for row, segment in enumerate(applied.segments.tolist())}
        for a, b in pairs:
            union = union_on(contact, applied, windows, values[place_of[a]], added[a, b])
            there = windows.judged & (union > maximum + EPSILON) & ~alone[place_of[a]] & ~alone[place_of[b]]
            for _, begin, first, last in _runs(there[None, :], windows, touched):
                peak = first + earliest_peak(union[first : last + 1])
                place, weight = _union_in(contact, applied, (a, b), windows, peak)
                value = fsum(weight.tolist())
                yield replace(
                    _run(outlook.workspace, applied, windows, "overlap", (begin, first, last), segment=a, other=b),
                    severity=overrun(value, maximum), value=value, limit=maximum,
                    peak_on=date.fromordinal(int(windows.last[peak])),
                    items=items_of(outlook.inventory, place), placements=uids_of(outlook.inventory, place),
                )  # fmt: skip


def shared_pairs(workspace: Workspace, only: Collection[int] | None = None) -> tuple[tuple[int, int], ...]:
    """Return the pairs of segment rows (among `only`) of which either direction shares people enough, each once."""
    live = (n for n, row in enumerate(workspace.segments) if not row.archived and (only is None or n in only))
    rows = {workspace.segments[n].slug: n for n in live}
    pairs = {
        (min(rows[o.a], rows[o.b]), max(rows[o.a], rows[o.b]))
        for o in workspace.overlaps
        if o.share >= SHARED_FROM - EPSILON and o.a in rows and o.b in rows and o.a != o.b
    }
    return tuple(sorted(pairs))


def spacing(outlook: Outlook) -> Iterator[Finding]:
    """Yield a finding per pair of pressing placements too close together, the later one dated in [as_of, until]."""
    contact, (start, end) = outlook.contact, outlook.days
    for applied in outlook.rules:
        gap = applied.rule.min_gap_days or 0
        if gap <= 0:
            continue
        known = np.isin(contact.segment, applied.segments) & outlook.wanted[contact.segment]
        mine = np.flatnonzero(applied.channels[contact.channel] & known)
        one, other = close_pairs(contact.segment[mine], contact.day[mine], gap - 1)
        one, other = mine[one], mine[other]
        later = contact.day[other]
        judged = (later >= start) & (later <= end)
        if applied.rule.active_from is not None:
            judged &= later >= applied.rule.active_from.toordinal()
        if applied.rule.active_to is not None:
            judged &= later <= applied.rule.active_to.toordinal()
        judged &= outlook.about(later) | outlook.about(contact.day[one])
        for i, j in zip(one[judged].tolist(), other[judged].tolist(), strict=True):
            apart = int(contact.day[j] - contact.day[i])
            yield pair_finding(
                outlook.inventory, "spacing", (int(contact.place[i]), int(contact.place[j])),
                segment=outlook.workspace.segments[int(contact.segment[i])].slug,
                rule=applied.rule.name, rule_key=applied.key, channel=applied.channel,
                severity=34 + 66 * (1 - apart / gap), value=float(apart), limit=float(gap),
            )  # fmt: skip


def close_pairs(group: Ints, day: Ints, apart: int) -> tuple[Ints, Ints]:
    """Return the pairs of rows (earlier, later) of the same group at most `apart` days from each other.

    Rows must be sorted by group, then day.
    """
    width = int(day.max(initial=0)) + apart + 2
    code = group * width + day
    rows = np.arange(len(code))
    return spread(rows, rows + 1, np.searchsorted(code, code + apart, side="right"))


def pair_finding(
    inventory: Inventory,
    kind: str,
    pair: tuple[int, int],
    *,
    segment: str,
    channel: str | None,
    severity: float,
    value: float,
    limit: float,
    rule: str | None = None,
    rule_key: str | None = None,
    item: str | None = None,
) -> Finding:
    """Return the finding about two placements of a segment, from the earlier to the later day."""
    rows = sorted(pair, key=lambda n: (inventory.place_day[n], inventory.place_minute[n], inventory.uids[n]))
    first, last = (date.fromordinal(int(inventory.place_day[n])) for n in rows)
    uids = tuple(inventory.uids[n] for n in rows)
    return Finding(
        key=finding_key(
            kind, rule=rule_key, segment=segment, channel=channel, item=item, first=first, placement="+".join(uids)
        ),
        kind=kind, severity=severity, rule=rule, segment=segment, channel=channel, start=first, until=last,
        value=value, limit=limit, items=items_of(inventory, rows), placements=uids,
    )  # fmt: skip


def blackout(outlook: Outlook) -> Iterator[Finding]:
    """Yield a finding per pressing placement dated in [as_of, until] and contact-free period of its segment."""
    workspace, inventory, contact = outlook.workspace, outlook.inventory, outlook.contact
    for row, segment in enumerate(workspace.segments):
        if segment.archived or not segment.contact_free or not outlook.wanted[row]:
            continue
        rows = contact.between(row, *outlook.days)
        rows = rows[outlook.about(contact.day[rows])]
        for n in rows[contact_free(workspace, row)(contact.day[rows])].tolist():
            place, day = int(contact.place[n]), date.fromordinal(int(contact.day[n]))
            channel = workspace.channels[int(contact.channel[n])].slug
            uid = inventory.uids[place]
            yield Finding(
                key=finding_key("blackout", segment=segment.slug, channel=channel, first=day, placement=uid),
                kind="blackout", severity=80.0, segment=segment.slug, channel=channel, start=day, until=day,
                value=float(contact.weight[n]), limit=0.0, placements=(uid,), items=items_of(inventory, [place]),
            )  # fmt: skip


def contact_free(workspace: Workspace, segment: int) -> Callable[[Ints], Bools]:
    """Return a function that says which days lie in a contact-free period of the segment."""
    periods = [(p.start.toordinal(), p.until.toordinal()) for p in workspace.segments[segment].contact_free]

    def resting(days: Ints) -> Bools:
        inside = np.zeros(len(days), bool)
        for start, end in periods:
            inside |= (days >= start) & (days <= end)
        return inside

    return resting


def _judged(outlook: Outlook) -> Iterator[tuple[AppliedRule, Windows, Floats, Bools | None]]:
    """Yield the rules that are applied with their windows, the contacts in them, and which a change may touch."""
    return zip(outlook.rules, outlook.windows, outlook.values, outlook.touched, strict=True)


def _rows(outlook: Outlook, applied: AppliedRule) -> Bools:
    """Return which rows of a rule's values are of segments whose findings are asked, as a column."""
    rows: Bools = outlook.wanted[applied.segments][:, None]
    return rows


def _runs(there: Bools, windows: Windows, touched: Bools | None) -> Iterator[tuple[int, int, int, int]]:
    """Yield the runs of windows that reach the shown ones, those alone that a change may touch."""
    for row, begin, first, last in runs(there, windows.shown):
        if touched is None or touched[begin : last + 1].any():
            yield row, begin, first, last


def _run(
    workspace: Workspace,
    applied: AppliedRule,
    windows: Windows,
    kind: str,
    at: tuple[int, int, int],
    *,
    segment: int,
    other: int | None = None,
) -> Finding:
    """Return the finding of a run (begin, first, last) of windows, still without its figures.

    The key holds the day on which the run truly begins, so that it does not change as the days pass; a run that is
    older than what is looked at has no day in its key.
    """
    begin, first, last = at
    slug = workspace.segments[segment].slug
    other_slug = None if other is None else workspace.segments[other].slug
    key = finding_key(
        kind, rule=applied.key, segment=slug, other_segment=other_slug, channel=applied.channel,
        first=date.fromordinal(int(windows.opens[begin])) if begin > 0 else None,
    )  # fmt: skip
    return Finding(
        key=key, kind=kind, severity=0.0, rule=applied.rule.name, segment=slug, other_segment=other_slug,
        channel=applied.channel, start=date.fromordinal(int(windows.opens[first])),
        until=date.fromordinal(int(windows.last[last])),
    )  # fmt: skip


def _pressing_in(contact: Contacts, applied: AppliedRule, segment: int, windows: Windows, at: int) -> Ints:
    """Return the rows of contacts that count in one window for a segment."""
    rows = contact.between(segment, int(windows.first[at]), int(windows.last[at]))
    return rows[applied.channels[contact.channel[rows]]]


def _union_in(
    contact: Contacts, applied: AppliedRule, pair: tuple[int, int], windows: Windows, at: int
) -> tuple[Ints, Floats]:
    """Return the placements that count in one window for the people in both segments, and their contacts."""
    a = _pressing_in(contact, applied, pair[0], windows, at)
    rows, extra = union_extra(contact, *pair)
    b = _pressing_in(contact, applied, pair[1], windows, at)
    place = np.concatenate([contact.place[a], contact.place[b]])
    weight = np.concatenate([contact.weight[a], extra[b - rows[0]] if len(b) else extra[:0]])
    day = np.concatenate([contact.day[a], contact.day[b]])
    each, at_each = np.unique(place, return_inverse=True)
    first_day = np.zeros(len(each), np.int64)
    first_day[at_each] = day
    order = np.lexsort((each, first_day))
    total: Floats = np.bincount(at_each, weight, len(each)).astype(float)
    return each[order], total[order]
