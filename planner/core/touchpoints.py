"""Touchpoints: which of them hold, what each weighs, and the question that a person asks in a cell.

One that names an archived row (a channel too) rests. A part that is not said counts 1 in its weight, as a null
dimension does, and stands for every value when a cell looks for its question.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

import numpy as np

from planner.core.cells import NOUNS, AppliedTarget, applied_targets, cell_factor, position_of
from planner.core.columns import Ints, Inventory
from planner.core.findings import CellKey
from planner.core.model import Touchpoint, Workspace
from planner.core.standing import Standing

DEFAULT_IMPORTANCE = 3.0


class Moment(NamedTuple):
    """A touchpoint that holds, the positions (segment, stage, phase) it names, its weight and the rows of its items."""

    touchpoint: Touchpoint
    at: tuple[int, int, int]
    weight: float
    items: Ints


def moments(workspace: Workspace, inventory: Inventory) -> Iterator[Moment]:
    """Yield the touchpoints that hold, in their order.

    The weight takes the importance of the plain target that wins for what the touchpoint names, else 3.
    """
    targets = applied_targets(workspace, named_channel=False)
    for touchpoint in workspace.touchpoints:
        at = _positions(workspace, touchpoint)
        if at is None:
            continue
        rows = [inventory.item_row[id] for id in sorted(set(touchpoint.items)) if id in inventory.item_row]
        factor = cell_factor(workspace, *(np.array([n]) for n in at))[0]
        weight = float(factor) * _importance(workspace, targets, at)
        yield Moment(touchpoint, at, weight, np.array(rows, np.int64))


def answered(moment: Moment, stands: Standing) -> bool:
    """Whether one of the items of a touchpoint is published with freshness > 0."""
    return bool((stands.published[moment.items] & (stands.freshness[moment.items] > 0)).any())


def question(touchpoints: Collection[Touchpoint], cell: CellKey, open_ones: Collection[str] = ()) -> str:
    """Return the need of the touchpoint that fits a cell, "" when none does.

    A touchpoint fits when each part it names is the cell's (its channels only matter in a channel cell). First one
    nobody answers (`open_ones`, slugs), then the one that names most parts, then the first in the list.
    """
    fitting = [
        (t.slug not in open_ones, -sum(p is not None for p in (t.segment, t.stage, t.phase)), n, t.need)
        for n, t in enumerate(touchpoints)
        if t.need and _fits(t, cell)
    ]
    return min(fitting)[3] if fitting else ""


def _fits(touchpoint: Touchpoint, cell: CellKey) -> bool:
    parts = ((touchpoint.segment, cell.segment), (touchpoint.stage, cell.stage), (touchpoint.phase, cell.phase))
    here = cell.channel is None or not touchpoint.channels or cell.channel in touchpoint.channels
    return here and all(said is None or said == value for said, value in parts)


def _positions(workspace: Workspace, touchpoint: Touchpoint) -> tuple[int, int, int] | None:
    channels = {row.slug for row in workspace.channels if not row.archived}
    if not channels.issuperset(touchpoint.channels):
        return None
    at = []
    for noun, slug in zip(NOUNS, (touchpoint.segment, touchpoint.stage, touchpoint.phase), strict=False):
        rows = getattr(workspace, noun)
        position = position_of(rows, slug)
        if slug is not None and (position < 0 or rows[position].archived):
            return None
        at.append(position)
    return at[0], at[1], at[2]


def _importance(workspace: Workspace, targets: list[AppliedTarget], at: tuple[int, int, int]) -> float:
    for target in reversed(targets):
        if all(part is None or part == said for part, said in zip(target.at, at, strict=False)):
            return float(workspace.coverage_targets[target.position].importance)
    return DEFAULT_IMPORTANCE
