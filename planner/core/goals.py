"""Goals of a repair: what of a finding must come down, by how much, and which placements hold it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.core.board import Board
from planner.core.columns import Bools, Floats, Ints, Inventory
from planner.core.findings import Finding
from planner.core.model import Workspace
from planner.core.parse import slugify
from planner.core.pressure import AppliedRule, applied_rules, channel_pressure, contacts, earliest_peak
from planner.core.shares import share_over
from planner.core.windows import Windows, rule_windows


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Goal:
    """What a repair must reach: every window (`first`, `last`) must lose `excess`, by changing some `candidates`.

    `rows` are the windows' rows on the board, empty where the finding is about a pair or one placement: then any
    change that is free will do, and excess is 1.
    """

    finding: Finding
    board: Board
    candidates: tuple[int, ...]
    excess: Floats
    first: Ints
    last: Ints
    rows: Ints

    def lowered(self, place: int, days: Ints) -> Floats:
        """Return by how much each window (columns) comes down when the placement moves to each of `days` (rows)."""
        if not len(self.rows):
            return np.ones((len(days), 1))
        now, then = self.board.inventory.place_day[[place]], days
        if self.finding.kind == "workload":  # the item's hours go with its first placement
            now = np.array([self.board.first_day(int(self.board.inventory.place_item[place]))])
            rest = self.board.first_day(int(self.board.inventory.place_item[place]), but=place)
            then = np.minimum(days, rest)
        inside: Bools = (self.first <= now) & (now <= self.last)
        still: Bools = (self.first <= then[:, None]) & (then[:, None] <= self.last)
        lowered: Floats = (inside.astype(float) - still) * self.weight(place)
        return lowered

    def dropped(self, place: int) -> Floats:
        """Return by how much each window comes down without the placement."""
        return self.lowered(place, np.array([10**7])).reshape(-1)

    def weight(self, place: int) -> float:
        """Return what the placement weighs in each window it is in."""
        board, finding = self.board, self.finding
        if finding.kind == "capacity":
            return 1.0
        if finding.kind == "workload":
            return float(board.hours[board.inventory.place_item[place]])
        names = {finding.segment, finding.other_segment}
        weights = board.contacts(place)
        return max((c for n, c in weights.items() if board.workspace.segments[n].slug in names), default=0.0)

    def share_over(self, inventory: Inventory, value: Floats) -> float | None:
        """Return the share of the segment above a pressure limit in the peak window, given the board's rows."""
        if self.finding.kind != "pressure":
            return None
        peak = earliest_peak(value[self.rows])
        workspace, board = self.board.workspace, self.board
        segment = _row(workspace, self.finding.segment)
        found = contacts(workspace, inventory, int(self.first[peak]), int(self.last[peak]), [segment])
        block = next(b for b in board.blocks if b.start <= self.rows[0] < b.start + b.length)
        kept = board.outlook.rules[block.rule].channels[found.channel]
        return share_over(
            found.chance[kept], channel_pressure(workspace)[found.channel[kept]], float(self.finding.limit or 0.0)
        )


def goal_of(workspace: Workspace, inventory: Inventory, finding: Finding, as_of: date, until: date) -> Goal | None:
    """Return the goal of repairing a finding; None where it no longer stands."""
    places = tuple(inventory.place_row[uid] for uid in finding.placements)
    if finding.kind in ("pressure", "overlap"):
        return _windowed(workspace, inventory, finding, as_of, until)
    board = Board(workspace, inventory, as_of, until, places)
    if finding.kind not in ("capacity", "workload") or finding.start is None:
        nothing = np.zeros(0, np.int64)
        return _goal(finding, board, _by_priority(inventory, places), nothing, (nothing, nothing))
    monday = finding.start.toordinal()
    starts = board.channel_start.values() if finding.kind == "capacity" else board.owner_start.values()
    rows = np.array([next(iter(starts), -1) + board.week(monday)])
    if rows[0] < 0:
        return None
    return _goal(finding, board, _by_priority(inventory, places), rows, (np.array([monday]), np.array([monday + 6])))


def _goal(
    finding: Finding, board: Board, candidates: tuple[int, ...], rows: Ints, windows: tuple[Ints, Ints]
) -> Goal | None:
    first, last = windows
    excess = board.value[rows] - board.upper[rows] if len(rows) else np.ones(1)
    goal = Goal(finding=finding, board=board, candidates=candidates, excess=excess, first=first, last=last, rows=rows)
    return goal if (excess > 0).any() else None


def _windowed(workspace: Workspace, inventory: Inventory, finding: Finding, as_of: date, until: date) -> Goal | None:
    found = _rule_of(workspace, finding)
    if found is None or finding.start is None or finding.until is None:
        return None
    n, applied = found
    windows = rule_windows(applied.rule, as_of, until)
    at = _run(windows, finding.start, finding.until)
    if not len(at):
        return None
    segments = [_row(workspace, slug) for slug in (finding.segment, finding.other_segment) if slug is not None]
    days = int(windows.first[at[0]]), int(windows.last[at[-1]])
    pressing = contacts(workspace, inventory, *days, segments)
    kept = applied.channels[pressing.channel]
    gain = pressing.weight[kept] / (1 + inventory.place_priority[pressing.place[kept]])
    places = pressing.place[kept][np.lexsort((pressing.place[kept], -gain))]
    candidates = tuple(dict.fromkeys(places.tolist()))
    if not candidates:
        return None
    board = Board(workspace, inventory, as_of, until, candidates)
    wanted = (n, segments[0], segments[1] if len(segments) == 2 else None)
    start = next((b.start for b in board.blocks if (b.rule, b.segment, b.other) == wanted), None)
    if start is None:
        return None
    rows = start + at - windows.shown
    return _goal(finding, board, candidates, rows, (windows.first[at], windows.last[at]))


def _run(windows: Windows, start: date, until: date) -> Ints:
    """Return the positions of the windows of a run that goes from `start` until `until`."""
    inside = (windows.opens >= start.toordinal()) & (windows.last <= until.toordinal()) & windows.judged
    at = np.flatnonzero(inside)
    return at[at >= windows.shown]


def _rule_of(workspace: Workspace, finding: Finding) -> tuple[int, AppliedRule] | None:
    """Return the applied rule behind a finding and its position; of several of one name the one in its key."""
    named = [(n, a) for n, a in enumerate(applied_rules(workspace)) if a.rule.name == finding.rule]
    exact = [(n, a) for n, a in named if f":rule={slugify(a.key)}," in finding.key]
    return next(iter(exact or named), None)


def _row(workspace: Workspace, slug: str | None) -> int:
    return [segment.slug for segment in workspace.segments].index(slug or "")


def _by_priority(inventory: Inventory, places: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(places, key=lambda n: (inventory.place_priority[n], inventory.uids[n])))
