"""Prospect: how a gap and the reports stand before an answer and once it is done, and a day that breaks nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from planner.core.channel_rules import channel_rule
from planner.core.columns import from_records, ordinal
from planner.core.coverage import Coverage, coverage
from planner.core.deeds import Deed, done
from planner.core.dependence import pile_up
from planner.core.findings import COVERAGE_GAPS, CellKey, Finding
from planner.core.gaps import gaps
from planner.core.model import Item, Workspace
from planner.core.splice import splice
from planner.core.what_if import Change, changed, closed, local_findings, opened

MOST_TRIES = 30  # working days looked at for a free one
WARNING = "pressure_warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a gap stands: its severity, what its cell holds (None beside the cells), the index over all cells (0..1)."""

    severity: float
    usable: float | None
    index: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """A gap before an answer and after, and the other findings that the answer closes and opens.

    Gaps are judged with the work done, the plan (pressure, spacing, capacity ...) with the placement as planned.
    """

    before: Standing
    after: Standing
    closes: tuple[Finding, ...]
    opens: tuple[Finding, ...]


def prospect(found: Coverage, gap: Finding, deed: Deed, others: Iterable[Finding]) -> Prospect:
    """Return what a deed makes of a gap of `found`; `others` are the gaps that the same report names."""
    then_space = _with_touchpoint(found.workspace, deed)
    then = splice(found.inventory, from_records(then_space, [done(deed, found.as_of)]))
    after = coverage(then_space, then, found.as_of, found.until)
    lacks = (*(f for f in others if f.kind != "silent"),), gaps(then_space, then, found.as_of, found.until, after)
    lacking: tuple[dict[object, Finding], ...] = tuple({_cell(f): f for f in side} for side in lacks)
    piles = pile_up(found), pile_up(after)
    before_plan, after_plan = _plans(found, deed)
    said_before, said_after = (*piles[0], *before_plan), (*piles[1], *after_plan)
    closes = [f for key, f in lacking[0].items() if key not in lacking[1]] + list(closed(said_before, said_after))
    opens = [f for key, f in lacking[1].items() if key not in lacking[0]] + list(opened(said_before, said_after))
    gone = gap.kind == "silent" and any(f.key == gap.key for f in closes)
    left = gap if gap.kind == "silent" and not gone else lacking[1].get(_cell(gap))
    return Prospect(
        before=Standing(severity=gap.severity, usable=_usable(found, gap), index=found.index),
        after=Standing(severity=left.severity if left else 0.0, usable=_usable(after, gap), index=after.index),
        closes=tuple(f for f in closes if _cell(f) != _cell(gap)), opens=tuple(opens),
    )  # fmt: skip


def free_day(found: Coverage, item: Item, uid: str, first: date) -> date | None:
    """Return the first working day from `first` on which a placement of an item (`uid`, now undated) breaks nothing.

    Where there is none, the first that only comes near a limit. None when every one of the first `MOST_TRIES`, up to
    the horizon of `found` or the day its item expires, breaks something.
    """
    workspace, until = found.workspace, found.until
    base = splice(found.inventory, from_records(workspace, [item]))
    row = base.place_row[uid]
    before = local_findings(workspace, base, first, until, [row])
    last, second = min(until, item.expires_on or until), None
    for day in _working_days(first, last):
        then = changed(base, [Change(action="move", placement=uid, day=day)])
        breaks = opened(before, local_findings(workspace, then, first, until, [row], days=[ordinal(day)]))
        if not breaks:
            return day
        if second is None and all(finding.kind == WARNING for finding in breaks):
            second = day
    return second


def _working_days(first: date, last: date) -> Iterator[date]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    working = (day for day in days if day.isoweekday() <= 5)
    return (day for _, day in zip(range(MOST_TRIES), working, strict=False))


def _plans(found: Coverage, deed: Deed) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings about the plan around a deed's placement, without it and with it."""
    new, workspace = deed.placement, found.workspace
    if new is None:
        return (), ()
    sides, plans = [], []
    for place in (replace(new, on=None, at=None), new):
        item = replace(deed.item, placements=tuple(place if p.uid == new.uid else p for p in deed.item.placements))
        plans.append(splice(found.inventory, from_records(workspace, [item])))
    row, span = plans[0].place_row[new.uid], (found.as_of, found.until)
    days = {int(plan.place_day[row]) for plan in plans}
    for plan in plans:
        rules = channel_rule(workspace, plan, *span, np.array([row]))
        sides.append((*local_findings(workspace, plan, *span, [row], days=days), *rules))
    return sides[0], sides[1]


def _with_touchpoint(workspace: Workspace, deed: Deed) -> Workspace:
    linked = deed.touchpoint
    if linked is None:
        return workspace
    return replace(workspace, touchpoints=tuple(linked if t.slug == linked.slug else t for t in workspace.touchpoints))


def _cell(finding: Finding) -> object:
    """Return what makes a gap the same one whatever its type: its cell, beside the cells its key."""
    return _key(finding) if finding.kind in COVERAGE_GAPS else finding.key


def _key(gap: Finding) -> CellKey:
    return CellKey(segment=gap.segment, stage=gap.stage, phase=gap.phase, channel=gap.channel)


def _usable(found: Coverage, gap: Finding) -> float | None:
    cell = found.find(_key(gap)) if gap.kind in COVERAGE_GAPS else None
    return cell.usable if cell else None
