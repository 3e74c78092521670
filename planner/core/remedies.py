"""Remedies: the cheapest repair of a finding into slots that break nothing.

A placement may move to another day (its cost: days x (1 + priority)), merge into another placement
(7 x (1 + priority)) or be skipped (28 x (1 + priority)); published and service placements are never touched.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from planner.core.columns import Floats, Inventory
from planner.core.findings import Finding
from planner.core.goals import Goal, goal_of
from planner.core.ledger import Delta, Ledger
from planner.core.model import Workspace
from planner.core.slots import droppable, free_days, hosts, touchable
from planner.core.what_if import Change, changed, closed, local_findings, opened
from planner.core.windows import EPSILON

ACTIONS = ("move", "merge", "skip")
MERGE_DAYS, SKIP_DAYS = 7, 28  # what merging and skipping cost, in days of moving
DAYS_ALIKE = 3  # days tried that leave the same windows on the same side
MOST_CHANGES = 12  # a longer list is a new plan, no repair
MOST_TRIES = 300
SLACK = 1e-6  # far more than the last bits of a sum
GREED = (1.0, 1.5, 2.0, 3.0)
MOST_PROOFS = 5
MOST_CANDIDATES = 24
REPAIRED = ("pressure", "spacing", "overlap", "capacity", "workload", "blackout", "repetition")
# a repair may leave a segment close to a limit; all else that it opens is a break
ALLOWED_AFTER = "pressure_warning"


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """One change that helps: its cost, what it does to the rows of the ledger, how far it lowers the goal's windows."""

    place: int
    change: Change
    cost: float
    delta: Delta
    lowers: Floats
    hosts: tuple[int, ...] = ()  # of a merge: where to, the best first; which one is settled at the end


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How things stand before or after a repair.

    `value` is the finding's own figure (highest contacts, placements or hours; None where a pair or a contact in a
    contact-free period is gone), `findings` all that the changed placements touch.
    """

    value: float | None
    share_over: float | None
    findings: tuple[Finding, ...]

    @property
    def severity(self) -> float:
        """The highest severity among the findings, 0 when there is none."""
        return max((f.severity for f in self.findings), default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """A repair of the finding with this key: what to change, what that costs, how things stand before and after."""

    finding: str
    changes: tuple[Change, ...]
    cost: float
    before: Outcome
    after: Outcome


def remedies(
    workspace: Workspace, inventory: Inventory, finding: Finding, as_of: date, until: date
) -> tuple[Remedy, ...]:
    """Return the cheapest repair of a finding, then the cheapest that only moves placements where that is another.

    () when nothing may be touched, or no short list of changes repairs it without breaking something else.
    """
    known = bool(finding.placements) and all(uid in inventory.place_row for uid in finding.placements)
    goal = goal_of(workspace, inventory, finding, as_of, until) if finding.kind in REPAIRED and known else None
    if goal is None:
        return ()
    touched = [place for place in goal.candidates if touchable(goal.ledger, place)][:MOST_CANDIDATES]
    if not _is_in_reach(goal, touched):
        return ()
    options = sorted(_options(goal, touched), key=_order)
    best = _cheapest(goal, options)
    if best is None or all(change.action == "move" for change in best.changes):
        return (best,) if best else ()
    moves = _cheapest(goal, [option for option in options if option.change.action == "move"])
    return (best, moves) if moves else (best,)


def _is_in_reach(goal: Goal, touched: Sequence[int]) -> bool:
    """Whether the placements that weigh most in a window could bring it down, were each of them free to go."""
    if not touched:
        return False
    held = np.sort(np.array([goal.held(place) for place in touched]), axis=0)
    return bool((held[-MOST_CHANGES:].sum(axis=0) >= goal.excess - SLACK).all())


def _options(goal: Goal, touched: Sequence[int]) -> Iterator[Option]:
    """Yield the changes of placements that lower the goal: their moves, then skipping and merging them."""
    ledger = goal.ledger
    drops = {place: ledger.delta(place, None) for place in touched}
    freed = ledger.value - ledger.after(drops.values())
    for place in touched:
        rows, amounts = drops[place]
        others = freed.copy()
        others[rows] += amounts
        yield from _moves(goal, place, others)
        dropped = goal.dropped(place)
        if goal.finding.kind == "workload" or not (dropped > EPSILON).any() or not droppable(ledger, place):
            continue
        weight, uid = 1 + int(ledger.inventory.place_priority[place]), ledger.inventory.uids[place]
        yield Option(place, Change(action="skip", placement=uid), SKIP_DAYS * weight, drops[place], dropped)
        if into := hosts(ledger, place):
            change = Change(action="merge", placement=uid)
            yield Option(place, change, MERGE_DAYS * weight, drops[place], dropped, into)


def _moves(goal: Goal, place: int, freed: Floats) -> Iterator[Option]:
    """Yield the moves of a placement that lower the goal.

    On either side the nearest days for every set of windows they leave: a few, as two may not fit on one day.
    """
    ledger, old = goal.ledger, int(goal.ledger.inventory.place_day[place])
    weight, uid = 1 + int(ledger.inventory.place_priority[place]), ledger.inventory.uids[place]
    days, alone = free_days(ledger, place, goal.finding, freed)
    lowers = goal.lowered(place, days)
    seen: Counter[tuple[bool, bool, bytes]] = Counter()
    for n in np.argsort(np.abs(days - old), kind="stable").tolist():
        day, left = int(days[n]), lowers[n] > EPSILON
        alike = day > old, bool(alone[n]), left.tobytes()
        seen[alike] += 1
        if left.any() and seen[alike] <= DAYS_ALIKE:
            change = Change(action="move", placement=uid, day=date.fromordinal(day))
            yield Option(place, change, abs(day - old) * weight, ledger.delta(place, day), lowers[n])


def _order(option: Option) -> tuple[object, ...]:
    """Cheapest first; of equal cost a move before a merge before a skip, and later before earlier."""
    day = option.change.day
    return option.cost, ACTIONS.index(option.change.action), -day.toordinal() if day else 0, option.change.placement


def _cheapest(goal: Goal, options: Sequence[Option]) -> Remedy | None:
    """Return the cheapest remedy whose options together reach the goal and break nothing; None when there is none.

    Best-first search: a set of options goes on from the window that has most to lose, and is looked at in the order
    of its cost plus the least that the rest must cost. When that takes too long, the greedy list is taken.
    """
    heap: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    seen: set[tuple[int, ...]] = set()
    proofs = 0
    for _ in range(MOST_TRIES):
        if not heap:
            return None
        bound, taken = heapq.heappop(heap)
        chosen = [options[n] for n in taken]
        rest = goal.excess - sum((o.lowers for o in chosen), np.zeros(len(goal.excess)))
        better = sum(o.cost for o in chosen) + _least(options, chosen, rest)
        if better > bound + EPSILON:
            if better < np.inf:
                heapq.heappush(heap, (better, taken))
            continue
        value = goal.ledger.after(option.delta for option in chosen)
        if goal.ledger.breaks(value):
            continue
        helps = _helpful(goal, options, rest, value)
        if helps is None:
            if remedy := _proven(goal, chosen):
                return remedy
            proofs += 1
            if proofs == MOST_PROOFS:
                return None
        elif len(chosen) < MOST_CHANGES:
            for n in helps:
                more = tuple(sorted((*taken, n)))
                if more not in seen and n not in taken and _fits(goal, chosen, options[n]):
                    seen.add(more)
                    heapq.heappush(heap, (max(bound, sum(options[m].cost for m in more)), more))
    return _greedy(goal, options)


def _least(options: Sequence[Option], chosen: Sequence[Option], rest: Floats) -> float:
    """Return a lower bound of what it still costs: the worst window brought down by the best parts of options."""
    worst = int(np.argmax(rest))
    need = float(rest[worst])
    if need <= EPSILON:
        return 0.0
    used = {option.place for option in chosen}
    best: dict[int, tuple[float, float]] = {}  # the cheapest that leaves the window, for each placement
    for option in options:  # in the order of cost
        if option.place not in used and option.lowers[worst] > EPSILON and option.place not in best:
            best[option.place] = option.cost, float(option.lowers[worst])
    cost = 0.0
    for price, lowered in sorted(best.values(), key=lambda part: part[0] / part[1]):
        if lowered >= need - EPSILON:
            return cost + price * need / lowered
        cost, need = cost + price, need - lowered
    return np.inf


def _helpful(goal: Goal, options: Sequence[Option], rest: Floats, value: Floats) -> list[int] | None:
    """Return the options that lower what is worst; None when nothing is left to lower."""
    worst = int(np.argmax(rest))
    if rest[worst] > EPSILON:
        return [n for n, option in enumerate(options) if option.lowers[worst] > EPSILON]
    uncovered = goal.ledger.uncovered(value)
    if not len(uncovered):
        return None
    row = int(uncovered[0])
    return [n for n, option in enumerate(options) if (option.delta[1][option.delta[0] == row] < 0).any()]


def _fits(goal: Goal, chosen: Sequence[Option], option: Option) -> bool:
    """Whether an option goes with the chosen ones: another placement, nothing into one that changes, no new pair."""
    changing = {o.place for o in (*chosen, option)}
    if len(changing) == len(chosen) or any(o.hosts and changing >= set(o.hosts) for o in (*chosen, option)):
        return False
    day = option.change.day
    moved = ((o.place, o.change.day) for o in chosen if o.change.day is not None)
    return day is None or all(abs((day - on).days) >= goal.ledger.gap(option.place, place) for place, on in moved)


def _greedy(goal: Goal, options: Sequence[Option]) -> Remedy | None:
    """Return the cheapest remedy of those found by always taking the best option, for several meanings of best."""
    lists = (_best_first(goal, options, power) for power in GREED)
    found = [_without_needless(goal, chosen) for chosen in lists if chosen]
    ranked = sorted(found, key=lambda chosen: sum(option.cost for option in chosen))
    return next((remedy for chosen in ranked if (remedy := _proven(goal, chosen))), None)


def _best_first(goal: Goal, options: Sequence[Option], power: float) -> list[Option] | None:
    """Return options that reach the goal, each time the one of least cost per what it takes off to a power."""
    chosen: list[Option] = []
    rest, ledger = goal.excess.copy(), goal.ledger
    lowers = np.array([option.lowers for option in options])
    costs = np.array([option.cost for option in options])
    while (rest > EPSILON).any():
        gains = np.minimum(lowers, np.maximum(rest, 0)).sum(axis=1)
        useful = np.flatnonzero(gains > EPSILON)
        ranked = useful[np.argsort(costs[useful] / gains[useful] ** power, kind="stable")].tolist()
        fitting = (options[n] for n in ranked if _fits(goal, chosen, options[n]))
        best = next((o for o in fitting if not ledger.breaks(ledger.after(c.delta for c in (*chosen, o)))), None)
        if best is None or len(chosen) == MOST_CHANGES:
            return None
        chosen.append(best)
        rest = rest - best.lowers
    return chosen


def _without_needless(goal: Goal, chosen: list[Option]) -> list[Option]:
    """Return the options without those that later ones have made needless, the dearest looked at first."""
    for option in sorted(chosen, key=lambda option: -option.cost):
        others = [other for other in chosen if other is not option]
        lowered = sum((other.lowers for other in others), np.zeros(len(goal.excess)))
        broken = goal.ledger.breaks(goal.ledger.after(other.delta for other in others))
        if (lowered >= goal.excess - EPSILON).all() and not broken:
            chosen = others
    return chosen


def _proven(goal: Goal, chosen: Sequence[Option]) -> Remedy | None:
    """Return the remedy when the report itself, made anew, has the finding gone and nothing opened."""
    ledger, look, finding = goal.ledger, goal.ledger.outlook, goal.finding
    changes = _settled(ledger, chosen)
    places, then = [option.place for option in chosen], changed(ledger.inventory, changes)
    before, after = (
        local_findings(ledger.workspace, plan, look.as_of, look.until, places) for plan in (ledger.inventory, then)
    )
    gone = any(f.key == finding.key for f in closed(before, after))
    if not gone or any(f.kind != ALLOWED_AFTER for f in opened(before, after)):
        return None
    value = ledger.after(option.delta for option in chosen)
    return Remedy(
        finding=finding.key, changes=changes, cost=float(sum(option.cost for option in chosen)),
        before=Outcome(value=finding.value, share_over=finding.share_over, findings=before),
        after=Outcome(
            value=round(float(value[goal.rows[: goal.own]].max()), 9) if goal.own else None,
            share_over=goal.share_over(then, value), findings=after,
        ),
    )  # fmt: skip


def _settled(ledger: Ledger, chosen: Sequence[Option]) -> tuple[Change, ...]:
    """Return the changes in the order of their days, every merge into the best placement that stays as it is."""
    changing = {option.place for option in chosen}
    ordered = sorted(chosen, key=lambda o: (int(ledger.inventory.place_day[o.place]), o.change.placement))
    into = [next((n for n in o.hosts if n not in changing), None) for o in ordered]
    return tuple(
        o.change if n is None else replace(o.change, into=ledger.inventory.uids[n])
        for o, n in zip(ordered, into, strict=True)
    )
