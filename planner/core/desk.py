"""The desk at which answers are made: the gaps in cells, and all that every action looks up, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from planner.core.columns import Bools, Floats, Ints, effort_hours, spread
from planner.core.coverage import Coverage, id_rank
from planner.core.kin import Kin
from planner.core.model import Channel

ACTIONS = ("refresh", "publish", "place", "adapt", "extend", "translate", "create")
REFRESH, PUBLISH, PLACE, ADAPT, EXTEND, TRANSLATE, CREATE = range(len(ACTIONS))
SHARE_OF_EFFORT = {REFRESH: 0.25, PLACE: 0.1, ADAPT: 0.3, EXTEND: 0.4, TRANSLATE: 0.3}
LEAST_HOURS = 0.25
MOST = 5
NO_ITEM = NO_FORMAT = -1


class Rows(NamedTuple):
    """Candidates, a row each: action, gap (its position), item, points, hours and the format it makes."""

    action: Ints
    gap: Ints
    item: Ints
    points: Floats
    hours: Floats
    format: Ints


class Sources(NamedTuple):
    """The published, unexpired items mapped to the cell of each gap: the gap, the item, its fit x quality."""

    gap: Ints
    item: Ints
    copy: Floats  # the weight of a fresh copy
    weight: Floats  # the weight of the item itself
    placed: Bools  # usable in the channel cell already (plain cells: true)


class Copies(NamedTuple):
    """What was made from another item and is mapped to the cell of a gap: the gap, the item, its source, its fit."""

    gap: Ints
    item: Ints
    source: Ints
    fit: Floats


@dataclass(frozen=True, eq=False)
class Desk:
    """The gaps in cells (`cells`, a row a gap) of a Coverage, with what all actions look up."""

    found: Coverage
    cells: Ints

    @cached_property
    def effort(self) -> Floats:
        """The effort of every item in hours."""
        return effort_hours(self.found.workspace, self.found.inventory)

    @cached_property
    def rank(self) -> Ints:
        """The place of every item in the order of ids."""
        return id_rank(self.found.inventory)

    @cached_property
    def allowed(self) -> Bools:
        """Whether a channel (row; the last: no channel) takes a format (column; the last: no format said)."""
        space = self.found.workspace
        rows = [_takes(channel, [f.slug for f in space.formats]) for channel in space.channels]
        return np.array([*rows, [True] * (len(space.formats) + 1)], bool)

    @cached_property
    def derivable(self) -> Bools:
        """Whether a format (column) can be made from a format (row; the last: no format said)."""
        formats = self.found.workspace.formats
        can = np.zeros((len(formats) + 1, len(formats)), bool)
        for m, source in enumerate(formats):
            can[m] = [source.slug in form.derivable_from and m != n and not form.archived
                      for n, form in enumerate(formats)]  # fmt: skip
        return can

    @cached_property
    def derived(self) -> Ints:
        """The first format a channel (row) takes that can be derived from a format (column); else `NO_FORMAT`."""
        return first_of(self.allowed[:, None, :-1] & self.derivable)

    @cached_property
    def kin(self) -> Kin:
        """The copies that exist."""
        return Kin(self.found.inventory, self.found.standing, self.rank)

    @cached_property
    def finishing(self) -> Floats:
        """The hours it takes to finish every item, at least a quarter."""
        return np.maximum(LEAST_HOURS, self.kin.left(self.effort, SHARE_OF_EFFORT[TRANSLATE]))

    @cached_property
    def copies(self) -> Copies:
        """The living items in the cells of the gaps that were made from another one."""
        found, inventory = self.found, self.found.inventory
        made = (inventory.item_derived_from >= 0) & self.kin.living
        link = np.flatnonzero(made[found.links.item])
        plain = found.grid.plain_of[self.cells]
        gap, at = spread(np.arange(len(plain)), np.searchsorted(found.links.cell[link], plain),
                         np.searchsorted(found.links.cell[link], plain + 1))  # fmt: skip
        item = found.links.item[link[at]]
        return Copies(gap, item, inventory.item_derived_from[item], found.links.fit[link[at]])

    @cached_property
    def sources(self) -> Sources:
        """What is mapped to the cells of the gaps, whatever the channel."""
        found, links = self.found, self.found.links
        plain = found.grid.plain_of[self.cells]
        gap, row = spread(np.arange(len(self.cells)), found.link_at[plain], found.link_at[plain + 1])
        stands = found.standing
        kept = stands.published[links.item[row]] & (stands.freshness[links.item[row]] > 0)
        gap, row = gap[kept], row[kept]
        item = links.item[row]
        copy = links.fit[row] * stands.quality[item]
        return Sources(gap, item, copy, copy * stands.freshness[item], self._usable_in(self.cells[gap], item))

    def _usable_in(self, cell: Ints, item: Ints) -> Bools:
        """Whether the item of each row is usable in the cell of the row."""
        links, width = self.found.links, max(1, len(self.rank))
        usable = np.flatnonzero(self.found.count.usable)
        known = links.cell[usable] * width + self.rank[links.item[usable]]  # sorted, as links are
        wanted = cell * width + self.rank[item]
        at = np.minimum(np.searchsorted(known, wanted), max(0, len(known) - 1))
        return known[at] == wanted if len(known) else np.zeros(len(cell), bool)

    @cached_property
    def formats_used(self) -> tuple[Ints, Ints]:
        """How many counted items of each cell, and of each stage, have each format; the last row: no cell, no stage."""
        found, inventory = self.found, self.found.inventory
        mapped = np.flatnonzero(found.standing.counted[inventory.map_item])
        width = max(1, len(inventory.item_ids))
        pairs = np.unique((inventory.map_stage[mapped] + 1) * width + inventory.map_item[mapped])
        present = found.count.present
        return (
            self._uses(found.links.cell[present], found.links.item[present], len(found.grid) + 1),
            self._uses(pairs // width - 1, pairs % width, len(found.workspace.stages) + 1),
        )

    def _uses(self, row: Ints, item: Ints, rows: int) -> Ints:
        form = self.found.inventory.item_format[item]
        width, said = len(self.found.workspace.formats), form >= 0
        slot = np.where(row < 0, rows - 1, row)[said] * width + form[said]
        return np.bincount(slot, minlength=rows * width).reshape(rows, width)

    def hours(self, action: int, item: Ints) -> Floats:
        """Return the hours of an action on items, at least a quarter."""
        return np.maximum(LEAST_HOURS, SHARE_OF_EFFORT[action] * self.effort[item])

    def lost(self, gap: Ints, more: Floats) -> Floats:
        """Return the severity that gaps lose when their cells hold `more` usable weight."""
        asked, cell = self.found.grid, self.cells[gap]
        usable, minimum = self.found.usable[cell], asked.minimum[cell]
        share = asked.weight[cell] / (asked.largest or 1.0)
        before, after = np.minimum(1.0, usable / minimum), np.minimum(1.0, (usable + more) / minimum)
        points: Floats = 100.0 * (1.0 - before) * share - 100.0 * (1.0 - after) * share
        return points

    def rows(self, action: int, gap: Ints, item: Ints, more: Floats, form: Ints | None = None) -> Rows:
        """Return candidates that add `more` usable weight to the cells of their gaps."""
        made = np.full(len(gap), NO_FORMAT) if form is None else form
        return Rows(np.full(len(gap), action), gap, item, self.lost(gap, more), self.hours(action, item), made)


def first_of(can: Bools) -> Ints:
    """Return the position of the first true value along the last axis, -1 where there is none."""
    if not can.shape[-1]:
        return np.full(can.shape[:-1], NO_FORMAT)
    return np.where(can.any(axis=-1), can.argmax(axis=-1), NO_FORMAT)


def _takes(channel: Channel, formats: list[str]) -> list[bool]:
    return [not channel.rules.formats or slug in channel.rules.formats for slug in formats] + [True]
