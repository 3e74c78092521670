"""Leverage: what an hour of work on an item, or on a channel, holds up in the cells that are expected.

An item's worth is the sum over its expected cells of w x (its weight / the cell's usable weight, 0 where that is 0);
leverage is worth per effort hour. Less than a quarter of an hour counts as a quarter, so that an item of no effort
has no infinite leverage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.core.columns import Floats, effort_hours
from planner.core.coverage import LOOK_BACK, Coverage
from planner.core.desk import LEAST_HOURS
from planner.core.pressure import contacts


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLeverage:
    """What a channel's items hold up: their worth per effort hour, beside what the channel takes and brings.

    `contacts` is its share (0..1) of all contacts in [as_of, until], `conversions` the sum of the conversions given
    for it, None where there are none; `leverage` is None when no item has a placement there.
    """

    channel: str
    leverage: float | None
    worth: float
    hours: float
    items: int
    contacts: float
    conversions: float | None


def hours_of(coverage: Coverage) -> Floats:
    """Return the effort of every item in hours, at least a quarter."""
    return np.maximum(effort_hours(coverage.workspace, coverage.inventory), LEAST_HOURS)


def item_worth(coverage: Coverage) -> Floats:
    """Return the worth of every item: its share of the weights of its expected cells."""
    cell, item = coverage.links.cell, coverage.links.item
    rows = coverage.count.present & coverage.grid.expected[cell] & (coverage.usable[cell] > 0)
    cell, item = cell[rows], item[rows]
    share = coverage.grid.weight[cell] * coverage.count.weight[rows] / coverage.usable[cell]
    return np.bincount(item, share, minlength=len(coverage.inventory.item_ids)).astype(np.float64)


def item_leverage(coverage: Coverage) -> Floats:
    """Return the leverage of every item: its worth per effort hour."""
    return item_worth(coverage) / hours_of(coverage)


def channel_leverage(coverage: Coverage, conversions: Mapping[str, float] | None = None) -> tuple[ChannelLeverage, ...]:
    """Return the leverage of every channel in use (not archived), in the order of the workspace.

    Its items are those with a placement on it in [as_of - 365 days, until], the period in which coverage looks at
    placements; their worth together per hour of their effort together, so that a channel of many items is not ahead
    for their number. `conversions` gives the sum per channel slug.
    """
    inventory, channels = coverage.inventory, coverage.workspace.channels
    first, last = coverage.as_of.toordinal() - LOOK_BACK, coverage.until.toordinal()
    here = inventory.counted & inventory.touching(first, last) & (inventory.place_channel >= 0)
    width = max(1, len(inventory.item_ids))
    pairs = np.unique(inventory.place_channel[here] * width + inventory.place_item[here])
    at, item = pairs // width, pairs % width
    worth = np.bincount(at, item_worth(coverage)[item], minlength=len(channels))
    hours = np.bincount(at, hours_of(coverage)[item], minlength=len(channels))
    items = np.bincount(at, minlength=len(channels))
    share = _contact_shares(coverage)
    return tuple(
        ChannelLeverage(
            channel=channel.slug,
            leverage=float(worth[n] / hours[n]) if items[n] else None,
            worth=float(worth[n]), hours=float(hours[n]), items=int(items[n]), contacts=float(share[n]),
            conversions=(conversions or {}).get(channel.slug),
        )
        for n, channel in enumerate(channels)
        if not channel.archived
    )  # fmt: skip


def _contact_shares(coverage: Coverage) -> Floats:
    first, last = coverage.as_of.toordinal(), coverage.until.toordinal()
    found = contacts(coverage.workspace, coverage.inventory, first, last)
    sums = np.bincount(found.channel, found.weight, minlength=len(coverage.workspace.channels)).astype(np.float64)
    return sums / (sums.sum() or 1.0)
