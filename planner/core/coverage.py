"""Coverage: how much usable content every cell has against what its target asks, and the index over cells.

The weight of an item in a cell is fit x status x freshness x quality. All of these are multiples of 1/80, so sums
are taken in whole eightieths: they are exact and do not depend on the order of items.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from planner.core.cells import Grid, grid
from planner.core.columns import Bools, Floats, Ints, Inventory, spread
from planner.core.findings import CellKey
from planner.core.model import Workspace
from planner.core.standing import Standing, standing

LOOK_BACK = 365  # days before as_of in which a placement still makes an item count in a channel cell
UNIT = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell as reports show it; `maximum` None = none, `items` are the ids of its counted items, in their order."""

    segment: str | None
    stage: str | None
    phase: str | None
    channel: str | None
    minimum: float
    maximum: float | None
    usable: float
    planned: float
    score: float
    weight: float
    items: tuple[str, ...]
    expected: bool


@dataclass(frozen=True, eq=False, kw_only=True)
class Links:
    """Which item can count in which cell, whatever the day: one row a (cell, item), sorted by cell, then item id.

    In a channel cell an item counts only through placements: `via_link` and `via_place` are the pairs (row here,
    placement that serves the cell on its channel), dated and not cancelled.
    """

    cell: Ints
    item: Ints
    fit: Floats
    via_link: Ints
    via_place: Ints


@dataclass(frozen=True, eq=False, kw_only=True)
class Count:
    """The rows of Links on a day: `present` = counts in its cell, `usable` = by a published item, and its weight."""

    present: Bools
    usable: Bools
    weight: Floats


@dataclass(frozen=True, eq=False, kw_only=True)
class Coverage:
    """The coverage of a workspace on `as_of` with horizon `until`.

    `usable`, `planned` and `score` have one row a cell of `grid`; `links` and `count` one a (cell, item).
    A filter is a mask over the cells: it chooses what is shown and summed, never a cell's own figures.
    """

    workspace: Workspace
    inventory: Inventory
    as_of: date
    until: date
    grid: Grid
    links: Links
    standing: Standing
    count: Count
    usable: Floats
    planned: Floats
    score: Floats

    @property
    def index(self) -> float | None:
        """The coverage index over all expected cells with a minimum; None when their weights sum to 0."""
        return self.index_of(np.ones(len(self.grid), bool))

    def index_of(self, shown: Bools) -> float | None:
        """Return the index over the cells in the mask `shown`."""
        return weighted(self.grid, self.score, shown)

    @cached_property
    def link_at(self) -> Ints:
        """The rows of `links` of cell n are [link_at[n], link_at[n + 1])."""
        return np.searchsorted(self.links.cell, np.arange(len(self.grid) + 1))

    def rows_of(self, cell: int) -> Ints:
        """Return the rows of `links` that count in a cell."""
        start, end = self.link_at[cell], self.link_at[cell + 1]
        rows: Ints = start + np.flatnonzero(self.count.present[start:end])
        return rows

    @cached_property
    def _counted_ids(self) -> tuple[list[str], list[int]]:
        """The ids of the counted items of all cells, one after the other, and where each cell's begin."""
        ids, rows = self.inventory.item_ids, np.flatnonzero(self.count.present)
        starts = np.searchsorted(rows, self.link_at)
        return [ids[n] for n in self.links.item[rows].tolist()], starts.tolist()

    def items_of(self, cell: int) -> tuple[str, ...]:
        """Return the ids of the counted items of a cell, ideas and expired ones (weight 0) too."""
        ids, starts = self._counted_ids
        return tuple(ids[starts[cell] : starts[cell + 1]])

    def cell(self, row: int) -> Cell:
        """Return the record of a cell."""
        key, asked = self.grid.key(row), self.grid
        return Cell(
            segment=key.segment, stage=key.stage, phase=key.phase, channel=key.channel,
            minimum=float(asked.minimum[row]),
            maximum=float(asked.maximum[row]) if asked.maximum[row] < np.inf else None,
            usable=float(self.usable[row]), planned=float(self.planned[row]), score=float(self.score[row]),
            weight=float(asked.weight[row]), items=self.items_of(row), expected=bool(asked.expected[row]),
        )  # fmt: skip

    def cells(self, expected_only: bool = True, shown: Bools | None = None) -> tuple[Cell, ...]:
        """Return the cells as records, the expected ones or every one, those in the mask `shown`."""
        wanted = self.grid.expected if expected_only else np.ones(len(self.grid), bool)
        return tuple(self.cell(row) for row in np.flatnonzero(wanted if shown is None else wanted & shown).tolist())

    def find(self, key: CellKey) -> Cell | None:
        """Return the cell of these slugs, None when the workspace has no such cell."""
        row = self.grid.find(key)
        return None if row < 0 else self.cell(row)


def coverage(workspace: Workspace, inventory: Inventory, as_of: date, until: date) -> Coverage:
    """Return how the content covers the cells on `as_of`; placements count up to `until`."""
    cells = grid(workspace)
    pairs = links(cells, inventory)
    stands = standing(workspace, inventory, as_of.toordinal())
    counted = count(cells, pairs, inventory, stands, as_of=as_of.toordinal(), until=until.toordinal())
    usable = total(cells, pairs, counted.weight, counted.usable)
    return Coverage(
        workspace=workspace, inventory=inventory, as_of=as_of, until=until,
        grid=cells, links=pairs, standing=stands, count=counted,
        usable=usable,
        planned=total(cells, pairs, counted.weight, counted.present & ~counted.usable),
        score=scores(cells, usable),
    )  # fmt: skip


def links(cells: Grid, inventory: Inventory) -> Links:
    """Return which item can count in which cell; an item mapped twice to a cell counts with its better fit."""
    plain = cells.at(inventory.map_segment, inventory.map_stage, inventory.map_phase)
    mapped = np.flatnonzero(plain >= 0)
    place, row, narrow = _channel_pairs(cells, inventory)
    cell = np.concatenate([plain[mapped], narrow])
    rows = np.concatenate([mapped, row])
    via = np.concatenate([np.full(len(mapped), -1), place])
    items = max(1, len(inventory.item_ids))
    key = cell * items + id_rank(inventory)[inventory.map_item[rows]]
    order = np.argsort(key, kind="stable")
    first = np.flatnonzero(np.diff(key[order], prepend=-1))
    link = np.zeros(len(order), np.int64)
    link[first[1:]] = 1
    at, via = np.cumsum(link), via[order]
    fit = inventory.map_fit[rows][order]
    return Links(
        cell=cell[order][first],
        item=inventory.map_item[rows][order][first],
        fit=np.maximum.reduceat(fit, first) if len(first) else fit,
        via_link=at[via >= 0],
        via_place=via[via >= 0],
    )


def _channel_pairs(cells: Grid, inventory: Inventory) -> tuple[Ints, Ints, Ints]:
    """Return (placement, mapping, channel cell) of the counted placements that serve a channel cell."""
    asked = np.zeros(len(cells.workspace.channels) + 1, bool)  # the last stands for -1: an unknown channel
    asked[cells.channel[cells.channel >= 0]] = True
    places = np.flatnonzero(inventory.counted & asked[inventory.place_channel])
    place, row = serving(inventory, places)
    cell = cells.at(
        inventory.map_segment[row], inventory.map_stage[row], inventory.map_phase[row], inventory.place_channel[place]
    )
    known = cell >= 0
    return place[known], row[known], cell[known]


def serving(inventory: Inventory, places: Ints) -> tuple[Ints, Ints]:
    """Return the pairs (placement, mapping of its item) of `places` that are not narrowed away from the mapping."""
    starts = np.searchsorted(inventory.map_item, np.arange(len(inventory.item_ids) + 1))
    of = inventory.place_item[places]
    place, row = spread(places, starts[of], starts[of + 1])
    fits = np.ones(len(place), bool)
    for narrowed, mapped in (
        (inventory.place_stage[place], inventory.map_stage[row]),
        (inventory.place_phase[place], inventory.map_phase[row]),
    ):
        fits &= (narrowed < 0) | (narrowed == mapped)
    fits &= ~_segment_narrowed_away(inventory, place, inventory.map_segment[row])
    return place[fits], row[fits]


def _segment_narrowed_away(inventory: Inventory, place: Ints, segment: Ints) -> Bools:
    narrowed = np.zeros(len(inventory.uids), bool)
    narrowed[inventory.narrow_place] = True
    width = int(max(inventory.narrow_segment.max(initial=0), segment.max(initial=0))) + 2
    named = np.sort(inventory.narrow_place * width + inventory.narrow_segment)
    wanted = place * width + np.where(segment < 0, width - 1, segment)  # a segment not said is among none
    at = np.searchsorted(named, wanted)
    among = np.zeros(len(place), bool)
    inside = at < len(named)
    among[inside] = named[at[inside]] == wanted[inside]
    away: Bools = narrowed[place] & ~among
    return away


def count(cells: Grid, pairs: Links, inventory: Inventory, stands: Standing, *, as_of: int, until: int) -> Count:
    """Return which links count on `as_of` and how (ordinals).

    In a channel cell: through a placement with a day in [as_of - 365, until]; usable when one starts by as_of.
    """
    plain = cells.channel[pairs.cell] < 0
    here, started = plain.copy(), plain.copy()
    within = inventory.touching(as_of - LOOK_BACK, until)[pairs.via_place]
    begun = inventory.place_day[pairs.via_place] <= as_of
    here[pairs.via_link[within]] = True
    started[pairs.via_link[within & begun]] = True
    present = here & stands.counted[pairs.item]
    return Count(
        present=present,
        usable=present & started & stands.published[pairs.item],
        weight=pairs.fit * stands.weight[pairs.item],
    )


def total(cells: Grid, pairs: Links, weight: Floats, rows: Bools) -> Floats:
    """Return the sum of `weight` over the links in `rows`, per cell."""
    eightieths = np.rint(weight[rows] * UNIT)
    sums: Floats = np.bincount(pairs.cell[rows], eightieths, minlength=len(cells)) / UNIT
    return sums


def scores(cells: Grid, usable: Floats) -> Floats:
    """Return min(1, usable / minimum) per cell, 1 where the minimum is 0."""
    return np.minimum(1.0, usable / np.where(cells.minimum > 0, cells.minimum, 1.0), where=cells.minimum > 0,
                      out=np.ones(len(cells)))  # fmt: skip


def weighted(cells: Grid, score: Floats, shown: Bools) -> float | None:
    """Return sum(w x score) / sum(w) over the shown expected cells with a minimum; None when sum(w) is 0."""
    rows = cells.judged & shown
    whole = float(cells.weight[rows].sum())
    return float((cells.weight[rows] * score[rows]).sum()) / whole if whole > 0 else None


def id_rank(inventory: Inventory) -> Ints:
    """Return the place of every item in the order of ids as text."""
    ids = inventory.item_ids
    rank = np.empty(len(ids), np.int64)
    rank[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    return rank
