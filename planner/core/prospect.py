"""Prospect: how a gap and the reports stand before an answer and once it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from planner.core.channel_rules import channel_rule
from planner.core.columns import Inventory, from_records
from planner.core.coverage import Coverage, coverage
from planner.core.deeds import Deed, done
from planner.core.dependence import pile_up
from planner.core.findings import COVERAGE_GAPS, CellKey, Finding
from planner.core.gaps import gaps
from planner.core.model import Workspace
from planner.core.splice import splice
from planner.core.what_if import closed, local_findings, opened


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


def waiting(found: Coverage, deed: Deed) -> Inventory:
    """Return the plan with the new placement of a deed in it, still without a day; as it is when there is none."""
    new = deed.placement
    if new is None:
        return found.inventory
    tray = replace(new, on=None, at=None)
    item = replace(deed.item, placements=tuple(tray if p.uid == new.uid else p for p in deed.item.placements))
    return splice(found.inventory, from_records(found.workspace, [item]))


def prospect(
    found: Coverage, gap: Finding, deed: Deed, others: Iterable[Finding], plan: Inventory | None = None
) -> Prospect:
    """Return what a deed makes of a gap of `found`; `others` are the gaps that the same report names.

    `plan` is what `waiting` says, where that is known.
    """
    plan = plan or waiting(found, deed)
    then_space = _with_touchpoint(found.workspace, deed)
    then = splice(plan, from_records(then_space, [done(deed, found.as_of)]))
    after = coverage(then_space, then, found.as_of, found.until)
    lacks = (*(f for f in others if f.kind != "silent"),), gaps(then_space, then, found.as_of, found.until, after)
    lacking: tuple[dict[object, Finding], ...] = tuple({_cell(f): f for f in side} for side in lacks)
    piles = pile_up(found), pile_up(after)
    before_plan, after_plan = _plans(found, deed, plan)
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


def _plans(found: Coverage, deed: Deed, plan: Inventory) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings about the plan around a deed's placement, without it and with it."""
    new, workspace = deed.placement, found.workspace
    if new is None:
        return (), ()
    plans = plan, splice(plan, from_records(workspace, [deed.item]))
    row, span = plan.place_row[new.uid], (found.as_of, found.until)
    days, sides = {int(one.place_day[row]) for one in plans}, []
    for one in plans:
        rules = channel_rule(workspace, one, *span, np.array([row]))
        sides.append((*local_findings(workspace, one, *span, [row], days=days), *rules))
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
