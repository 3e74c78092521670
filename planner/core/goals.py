"""Goals of a repair: what of a finding must come down, by how much, and which placements hold it up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.core.columns import Bools, Floats, Ints, Inventory
from planner.core.findings import Finding
from planner.core.ledger import Block, Ledger
from planner.core.model import Workspace
from planner.core.pressure import AppliedRule, applied_rules, channel_pressure, contacts, earliest_peak
from planner.core.shares import share_over
from planner.core.what_if import with_partners
from planner.core.windows import EPSILON, Windows, rule_windows


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Goal:
    """What a repair must reach: every window (`first`, `last`) must lose `excess`, by changing some `candidates`.

    `rows` are the windows' rows in the ledger and `sides` the one or two segment rows each is about (-1 = none); they
    are empty where the finding is about a pair or one placement: then any change that is free will do, and excess is
    1. The first `own` rows are the finding's; behind them stand the unions with other segments that it hides.
    """

    finding: Finding
    ledger: Ledger
    candidates: tuple[int, ...]
    excess: Floats
    first: Ints
    last: Ints
    rows: Ints
    sides: Ints
    own: int

    def lowered(self, place: int, days: Ints) -> Floats:
        """Return by how much each window (columns) comes down when the placement moves to each of `days` (rows)."""
        if not len(self.rows):
            return np.ones((len(days), 1))
        now, then = self.ledger.inventory.place_day[[place]], days
        if self.finding.kind == "workload":  # the item's hours go with its first placement
            now = np.array([self.ledger.first_day(int(self.ledger.inventory.place_item[place]))])
            rest = self.ledger.first_day(int(self.ledger.inventory.place_item[place]), but=place)
            then = np.minimum(days, rest)
        inside: Bools = (self.first <= now) & (now <= self.last)
        still: Bools = (self.first <= then[:, None]) & (then[:, None] <= self.last)
        lowered: Floats = (inside.astype(float) - still) * self.weights(place)
        return lowered

    def dropped(self, place: int) -> Floats:
        """Return by how much each window comes down without the placement."""
        return self.lowered(place, np.array([10**7])).reshape(-1)

    def held(self, place: int) -> Floats:
        """Return what each window holds of the placement now: no change of it lowers a window by more."""
        day = self.ledger.inventory.place_day[place]
        if self.finding.kind == "workload":
            day = self.ledger.first_day(int(self.ledger.inventory.place_item[place]))
        inside: Bools = (self.first <= day) & (day <= self.last)
        return inside * self.weights(place) if len(self.rows) else np.ones(1)

    def weights(self, place: int) -> Floats:
        """Return what the placement weighs in each window that holds its day."""
        if self.finding.kind == "capacity":
            return np.ones(1)
        if self.finding.kind == "workload":
            return self.ledger.hours[self.ledger.inventory.place_item[[place]]]
        contact = np.zeros(len(self.ledger.workspace.segments) + 1)  # the last stands for -1
        for segment, weight in self.ledger.contacts(place).items():
            contact[segment] = weight
        weights: Floats = contact[self.sides].max(axis=1)
        return weights

    def share_over(self, inventory: Inventory, value: Floats) -> float | None:
        """Return the share of the segment above a pressure limit in the peak window, given the ledger's rows."""
        if self.finding.kind != "pressure":
            return None
        peak = earliest_peak(value[self.rows[: self.own]])
        workspace, ledger = self.ledger.workspace, self.ledger
        segment = _row(workspace, self.finding.segment)
        found = contacts(workspace, inventory, int(self.first[peak]), int(self.last[peak]), [segment])
        block = next(b for b in ledger.blocks if b.start <= self.rows[0] < b.start + b.length)
        kept = ledger.outlook.rules[block.rule].channels[found.channel]
        return share_over(
            found.chance[kept], channel_pressure(workspace)[found.channel[kept]], float(self.finding.limit or 0.0)
        )


def goal_of(workspace: Workspace, inventory: Inventory, finding: Finding, as_of: date, until: date) -> Goal | None:
    """Return the goal of repairing a finding; None where it no longer stands."""
    if finding.kind in ("pressure", "overlap"):
        return _windowed(workspace, inventory, finding, as_of, until)
    places = sorted(
        (inventory.place_row[uid] for uid in finding.placements),
        key=lambda n: (inventory.place_priority[n], inventory.uids[n]),
    )
    ledger = Ledger(workspace, inventory, as_of, until, places)
    if finding.kind not in ("capacity", "workload") or finding.start is None:
        return _goal(finding, ledger, places, np.zeros(0, np.int64))
    monday = finding.start.toordinal()
    starts = ledger.channel_start.values() if finding.kind == "capacity" else ledger.owner_start.values()
    row = next(iter(starts), -1) + ledger.week(monday)
    week = np.array([monday]), np.array([monday + 6])
    return _goal(finding, ledger, places, np.array([row]), week) if row >= 0 else None


def _goal(
    finding: Finding, ledger: Ledger, candidates: Sequence[int], rows: Ints, windows: tuple[Ints, Ints] | None = None
) -> Goal | None:
    first, last = windows or (rows, rows)
    excess = ledger.value[rows] - ledger.upper[rows] if len(rows) else np.ones(1)
    return None if excess.max() <= EPSILON else Goal(
        finding=finding, ledger=ledger, candidates=tuple(candidates), excess=excess, first=first, last=last,
        rows=rows, sides=np.zeros((len(rows), 2), np.int64), own=len(rows),
    )  # fmt: skip


def _windowed(workspace: Workspace, inventory: Inventory, finding: Finding, as_of: date, until: date) -> Goal | None:
    found = _rule_of(workspace, finding)
    if found is None or finding.start is None or finding.until is None:
        return None
    n, applied = found
    windows = rule_windows(applied.rule, as_of, until)
    at = _run(windows, finding.start, finding.until)
    segments = [_row(workspace, slug) for slug in (finding.segment, finding.other_segment) if slug is not None]
    candidates = _pressing(workspace, inventory, applied, segments, windows, at)
    if not candidates:
        return None
    ledger = Ledger(workspace, inventory, as_of, until, candidates)
    blocks = [b for b in ledger.blocks if b.rule == n and _sides(b) == (*segments, -1)[:2]]
    if not blocks:
        return None
    if finding.kind == "pressure":  # once the segment is relieved, those it shares people with may be above the limit
        blocks += [b for b in ledger.blocks if b.rule == n and b.other is not None and segments[0] in _sides(b)]
    shown = at - windows.shown
    parts = [(b, _hidden(ledger, b, segments[0], shown) if i else shown) for i, b in enumerate(blocks)]
    rows = np.concatenate([b.start + rows for b, rows in parts])
    excess = ledger.value[rows] - ledger.upper[rows]
    return None if excess[: len(at)].max() <= EPSILON else Goal(
        finding=finding, ledger=ledger, candidates=candidates, excess=excess,
        first=np.concatenate([b.first[rows] for b, rows in parts]),
        last=np.concatenate([b.last[rows] for b, rows in parts]),
        rows=rows, sides=np.concatenate([np.tile(_sides(b), (len(rows), 1)) for b, rows in parts]), own=len(at),
    )  # fmt: skip


def _sides(block: Block) -> tuple[int, int]:
    return block.segment, -1 if block.other is None else block.other


def _hidden(ledger: Ledger, union: Block, segment: int, rows: Ints) -> Ints:
    """Return the windows in which a union is over the limit and only this segment is so alone."""
    (other,) = {union.segment, union.other} - {segment}
    alone = ledger.value[ledger.rows_of(union.rule, other or 0)][rows]
    limit = ledger.upper[union.start + rows] + EPSILON
    hidden: Ints = rows[(alone <= limit) & (ledger.value[union.start + rows] > limit)]
    return hidden


def _pressing(  # noqa: PLR0917 -- what a run of windows is made of
    workspace: Workspace, inventory: Inventory, applied: AppliedRule, segments: list[int], windows: Windows, at: Ints
) -> tuple[int, ...]:
    """Return the placements that weigh in a run: those of most contacts per cost first, then of partner segments."""
    if not len(at):
        return ()
    found: dict[int, None] = {}
    for rows in (segments, sorted(with_partners(workspace, frozenset(segments)))):
        pressing = contacts(workspace, inventory, int(windows.first[at[0]]), int(windows.last[at[-1]]), rows)
        kept = applied.channels[pressing.channel]
        gain = pressing.weight[kept] / (1 + inventory.place_priority[pressing.place[kept]])
        places = pressing.place[kept][np.lexsort((pressing.place[kept], -gain))]
        found.update(dict.fromkeys(places.tolist()))
    return tuple(found)


def _run(windows: Windows, start: date, until: date) -> Ints:
    """Return the positions of the windows of a run that goes from `start` until `until`."""
    inside = (windows.opens >= start.toordinal()) & (windows.last <= until.toordinal()) & windows.judged
    at = np.flatnonzero(inside)
    return at[at >= windows.shown]


def _rule_of(workspace: Workspace, finding: Finding) -> tuple[int, AppliedRule] | None:
    """Return the applied rule behind a finding and its position; of several of one name the one in its key."""
    named = [(n, a) for n, a in enumerate(applied_rules(workspace)) if a.rule.name == finding.rule]
    exact = [(n, a) for n, a in named if f":rule={a.key}," in finding.key]
    return next(iter(exact or named), None)


def _row(workspace: Workspace, slug: str | None) -> int:
    return [segment.slug for segment in workspace.segments].index(slug or "")
