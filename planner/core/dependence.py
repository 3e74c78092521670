"""Dependence: a segment that leans on one channel, what would be lost with it; and pile_up: more than enough."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from planner.core.columns import Bools, Floats, Ints, Inventory
from planner.core.coverage import LOOK_BACK, Coverage, serving, total
from planner.core.evidence import items_of, uids_of
from planner.core.findings import CellKey, Finding, finding_key, overrun
from planner.core.leverage import item_leverage
from planner.core.model import Workspace
from planner.core.windows import EPSILON

PAST_DAYS = 90
LARGEST_SHARE = 0.5
FEWEST_CHANNELS = 3
FEWEST_PLACEMENTS = 10


def channel_counts(workspace: Workspace, inventory: Inventory, as_of: date, until: date) -> Ints:
    """Return the placements that serve each segment (rows) by channel (columns) over [as_of - 90 days, until].

    Service placements are left out; a run is in the period when any of its days is.
    """
    wanted = _in_period(inventory, as_of, until) & ~inventory.place_service
    place, segment = inventory.serves
    kept = wanted[place]
    slot = segment[kept] * len(workspace.channels) + inventory.place_channel[place[kept]]
    shape = len(workspace.segments), len(workspace.channels)
    counts: Ints = np.bincount(slot, minlength=shape[0] * shape[1]).reshape(shape)
    return counts


def _in_period(inventory: Inventory, as_of: date, until: date) -> Bools:
    inside = inventory.touching(as_of.toordinal() - PAST_DAYS, until.toordinal())
    return inventory.counted & inside & (inventory.place_channel >= 0)


def dependence(
    workspace: Workspace, inventory: Inventory, as_of: date, until: date, coverage: Coverage | None = None
) -> Iterator[Finding]:
    """Yield a finding per segment more than half of whose placements are on one channel, with the loss test.

    Only while the workspace uses three channels or more in the period and the segment has ten placements or more.
    """
    period = _in_period(inventory, as_of, until)
    if len(np.unique(inventory.place_channel[period])) < FEWEST_CHANNELS:
        return
    counts = channel_counts(workspace, inventory, as_of, until)
    place, segment = inventory.serves
    for n in np.flatnonzero(counts.sum(axis=1) >= FEWEST_PLACEMENTS).tolist():
        shares = counts[n] / counts[n].sum()
        largest = int(np.argmax(shares))
        if workspace.segments[n].archived or shares[largest] <= LARGEST_SHARE + EPSILON:
            continue
        on_it = period & ~inventory.place_service & (inventory.place_channel == largest)
        mine = place[on_it[place] & (segment == n)]
        mine = mine[np.lexsort((mine, inventory.place_day[mine]))]
        slug, channel = workspace.segments[n].slug, workspace.channels[largest].slug
        share = float(shares[largest])
        yield Finding(
            key=finding_key("dependence", segment=slug, channel=channel),
            kind="dependence", severity=34 + 66 * (share - LARGEST_SHARE) / (1 - LARGEST_SHARE),
            segment=slug, channel=channel, start=as_of - timedelta(days=PAST_DAYS), until=until,
            value=share, limit=LARGEST_SHARE,
            items=items_of(inventory, mine), placements=uids_of(inventory, mine),
            shares=channel_shares(workspace, shares), effective_channels=effective_channels(shares),
            lost=lost_cells(coverage, largest, n) if coverage else (),
        )  # fmt: skip


def channel_shares(workspace: Workspace, shares: Floats) -> tuple[tuple[str, float], ...]:
    """Return (channel slug, share) of the channels in use, the largest first, then by position."""
    order = np.argsort(-shares, kind="stable")
    return tuple((workspace.channels[n].slug, float(shares[n])) for n in order.tolist() if shares[n] > 0)


def effective_channels(shares: Floats) -> float:
    """Return 1 / HHI: the number of equally used channels that would be as concentrated."""
    return float(1 / np.sum(shares**2))


def lost_cells(coverage: Coverage, channel: int, segment: int | None = None) -> tuple[CellKey, ...]:
    """Return the cells (of a segment row) whose usable falls below the minimum without a channel row, and did not.

    An item counts 0 in a cell when all of its placements that serve the cell in [as_of - 365 days, until] are on
    that channel; an item without any stays, and the channel's own cells are left out.
    """
    grid, links = coverage.grid, coverage.links
    only = _only_there(coverage, channel)
    usable = total(grid, links, coverage.count.weight, coverage.count.usable & ~only)
    falls = (usable < grid.minimum - EPSILON) & (coverage.usable >= grid.minimum - EPSILON)
    falls &= grid.expected & (grid.channel != channel)
    if segment is not None:
        falls &= grid.segment == segment
    return tuple(grid.key(cell) for cell in np.flatnonzero(falls).tolist())


def _only_there(coverage: Coverage, channel: int) -> Bools:
    """Return the rows of the coverage's links whose item serves the cell through that channel alone.

    Only plain cells can hold such rows: in another channel's cell an item counts through a placement there.
    """
    grid, links, inventory = coverage.grid, coverage.links, coverage.inventory
    start, end = coverage.as_of.toordinal() - LOOK_BACK, coverage.until.toordinal()
    place, row = serving(inventory, np.flatnonzero(inventory.counted & inventory.touching(start, end)))
    cell = grid.at(inventory.map_segment[row], inventory.map_stage[row], inventory.map_phase[row])
    known = cell >= 0
    items = max(1, len(inventory.item_ids))
    code = cell[known] * items + inventory.place_item[place[known]]
    there = inventory.place_channel[place[known]] == channel
    link = links.cell * items + links.item
    plain: Bools = grid.channel[links.cell] < 0
    return plain & np.isin(link, code[there]) & ~np.isin(link, code[~there])


def pile_up(coverage: Coverage) -> Iterator[Finding]:
    """Yield a finding per cell with more usable weight than its target's maximum.

    Its items are those that make it up, the one of lowest leverage first, then the one published longest ago.
    """
    grid, inventory = coverage.grid, coverage.inventory
    over = grid.expected & (coverage.usable > grid.maximum + EPSILON)
    if not over.any():
        return
    leverage = np.round(item_leverage(coverage), 9)  # else the order of a sum would decide between equals
    for cell in np.flatnonzero(over).tolist():
        rows = coverage.rows_of(cell)
        rows = rows[coverage.count.usable[rows] & (coverage.count.weight[rows] > 0)]
        item = coverage.links.item[rows]
        item = item[np.lexsort((item, inventory.item_published[item], leverage[item]))]
        key, value, limit = grid.key(cell), float(coverage.usable[cell]), float(grid.maximum[cell])
        yield Finding(
            key=finding_key(
                "pile_up", segment=key.segment, stage=key.stage, phase=key.phase, channel=key.channel
            ),
            kind="pile_up", severity=overrun(value, limit),
            segment=key.segment, stage=key.stage, phase=key.phase, channel=key.channel,
            start=coverage.as_of, until=coverage.until, value=value, limit=limit,
            items=tuple(inventory.item_ids[n] for n in item.tolist()),
        )  # fmt: skip
