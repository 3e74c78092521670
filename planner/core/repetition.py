"""Repetition: the same item twice on one channel for one segment within a fortnight."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from planner.core.columns import Bools, Inventory
from planner.core.findings import Finding
from planner.core.model import Workspace
from planner.core.pressing import close_pairs, pair_finding

TOO_SOON = 14  # days


def repeatable(inventory: Inventory) -> Bools:
    """Return which placements can repeat another: they count, and are no service message and no run."""
    return inventory.counted & ~inventory.place_service & ~inventory.runs & (inventory.place_channel >= 0)


def repetition(
    workspace: Workspace, inventory: Inventory, as_of: date, until: date, among: Bools | None = None
) -> Iterator[Finding]:
    """Yield a finding per segment and pair of placements of an item on a channel at most 14 days apart.

    The later one is dated in [as_of, until]; two of the same series are meant to repeat. `among` limits it to some
    placements.
    """
    start, end = as_of.toordinal(), until.toordinal()
    wanted = repeatable(inventory) & (inventory.place_day >= start - TOO_SOON) & (inventory.place_day <= end)
    if among is not None:
        wanted &= among
    live = np.array([not segment.archived for segment in workspace.segments], bool)
    place, segment = inventory.serves
    kept = np.flatnonzero(wanted[place] & live[segment])
    place, segment = place[kept], segment[kept]
    group = (inventory.place_item[place] * len(workspace.segments) + segment) * len(workspace.channels)
    group += inventory.place_channel[place]
    day = inventory.place_day[place]
    order = np.lexsort((place, day, group))
    one, other = close_pairs(group[order], day[order], TOO_SOON)
    one, other = order[one], order[other]
    series = inventory.place_series
    of_one, of_other = series[place[one]], series[place[other]]
    told = (day[other] >= start) & ((of_one < 0) | (of_one != of_other))
    for i, j in zip(one[told].tolist(), other[told].tolist(), strict=True):
        row = int(place[i])
        yield pair_finding(
            inventory, "repetition", (row, int(place[j])),
            segment=workspace.segments[int(segment[i])].slug,
            channel=workspace.channels[int(inventory.place_channel[row])].slug,
            item=inventory.item_ids[int(inventory.place_item[row])],
            severity=40.0, value=float(day[j] - day[i]), limit=float(TOO_SOON),
        )  # fmt: skip
