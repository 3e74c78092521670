"""Candidates for the gaps beside the cells: a language that is missing, a touchpoint that nothing answers.

Each of them closes such a gap, so it takes off the whole severity.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.core.candidates import (
    CREATE,
    EXTEND,
    LEAST_HOURS,
    NO_FORMAT,
    NO_ITEM,
    PUBLISH,
    REFRESH,
    TRANSLATE,
    Desk,
    Rows,
    new_formats,
    new_hours,
)
from planner.core.cells import position_of
from planner.core.columns import Floats, Ints
from planner.core.findings import Finding
from planner.core.gaps import segment_languages


def for_language(desk: Desk, number: int, gap: Finding, cell: int) -> Iterator[Rows]:
    """Yield the candidates for a language gap in a plain cell: something usable in exactly the segment's language."""
    found, inventory, stands = desk.found, desk.found.inventory, desk.found.standing
    wanted = segment_languages(found)[found.grid.segment[cell]]
    mapped = found.links.item[found.link_at[cell] : found.link_at[cell + 1]]
    said, live = inventory.item_language[mapped], stands.published[mapped] & (stands.freshness[mapped] > 0)
    expired = stands.published[mapped] & (stands.freshness[mapped] == 0)
    for action, items in (
        (TRANSLATE, mapped[live & (said >= 0) & (said != wanted)]),
        (REFRESH, mapped[expired & (said == wanted)]),
        (EXTEND, _elsewhere(desk, cell, mapped, int(wanted))),
    ):
        yield _closing(action, number, gap, items, desk.hours(action, items))
    yield _new(desk, number, gap, new_formats(desk, *(np.array([n]) for n in (cell, found.grid.stage[cell], -1))))


def _elsewhere(desk: Desk, cell: int, mapped: Ints, wanted: int) -> Ints:
    """Return the usable items in a language of the same stage and phase that are not mapped to the cell."""
    found, inventory, stands = desk.found, desk.found.inventory, desk.found.standing
    same = (inventory.map_stage == found.grid.stage[cell]) & (inventory.map_phase == found.grid.phase[cell])
    item = np.unique(inventory.map_item[same])
    usable = stands.published[item] & (stands.freshness[item] > 0) & (inventory.item_language[item] == wanted)
    return np.setdiff1d(item[usable], mapped)


def for_touchpoint(desk: Desk, number: int, gap: Finding, cell: int) -> Iterator[Rows]:
    """Yield the candidates for an unanswered touchpoint; `cell` is its plain cell, -1 when it names none."""
    found, stands = desk.found, desk.found.standing
    items = np.array([found.inventory.item_row[id] for id in gap.items], np.int64)
    unpublished = items[stands.counted[items] & ~stands.published[items]]
    expired = items[stands.published[items]]
    left = np.maximum(LEAST_HOURS, desk.effort[unpublished] * np.round(1 - stands.status[unpublished], 9))
    yield _closing(REFRESH, number, gap, expired, desk.hours(REFRESH, expired))
    yield _closing(PUBLISH, number, gap, unpublished, left)
    space = found.workspace
    asks = next(t for t in space.touchpoints if t.slug == gap.touchpoint)
    channel = position_of(space.channels, asks.channels[0] if asks.channels else None)
    at = (cell, position_of(space.stages, gap.stage), channel)
    yield _new(desk, number, gap, new_formats(desk, *(np.array([n]) for n in at)))


def _closing(action: int, number: int, gap: Finding, item: Ints, hours: Floats) -> Rows:
    size = len(item)
    severity, made = np.full(size, gap.severity), np.full(size, NO_FORMAT)
    return Rows(np.full(size, action), np.full(size, number), item, severity, hours, made)


def _new(desk: Desk, number: int, gap: Finding, form: Ints) -> Rows:
    one = np.ones(1, np.int64)
    return Rows(one * CREATE, one * number, one * NO_ITEM, np.full(1, gap.severity), new_hours(desk, form), form)
