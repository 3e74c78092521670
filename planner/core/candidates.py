"""Candidates: everything that could answer a gap in a cell, action by action, with the points it takes off.

What DOMAIN leaves open, chosen here. Answers rest on what exists: a source to adapt, translate, place or extend is
published and not expired. An answer on a channel respects its formats: an item whose format the channel does not
allow is offered for adapting, not for placing. A copy (adapt, translate) keeps its source's quality and is fresh.
Adapt makes the first format of the workspace that can be derived from the source's (on a channel it does not have:
its own format where allowed); translate needs a source whose language is known, and an item known to be in another
language than the segment reads is not extended to it. Archived formats are not made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from planner.core.columns import Bools, Floats, Ints, effort_hours, spread
from planner.core.coverage import Coverage, id_rank
from planner.core.gaps import NO_LANGUAGE, segment_languages
from planner.core.model import DEFAULT_EFFORT_HOURS, Channel

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
    def derived(self) -> Ints:
        """The first format a channel (row) takes that can be derived from a format (column); else `NO_FORMAT`."""
        formats = self.found.workspace.formats
        made = np.full(self.allowed.shape, NO_FORMAT)
        for n, form in reversed(list(enumerate(formats))):
            sources = [m for m, source in enumerate(formats) if source.slug in form.derivable_from and m != n]
            if sources and not form.archived:
                made[np.ix_(np.flatnonzero(self.allowed[:, n]), np.array(sources))] = n
        return made

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


def in_cells(desk: Desk) -> Iterator[Rows]:
    """Yield the candidates for gaps in cells, action by action."""
    yield _refresh(desk)
    yield _place(desk)
    yield _adapt(desk)
    yield _extend(desk)
    yield _translate(desk)
    yield _create(desk)


def _refresh(desk: Desk) -> Rows:
    """Offer the stale items that are usable in the cell: their freshness becomes 1."""
    found, links = desk.found, desk.found.links
    gap_of = np.full(len(found.grid), -1)
    gap_of[desk.cells] = np.arange(len(desk.cells))
    row = np.flatnonzero((gap_of[links.cell] >= 0) & found.count.usable & (found.standing.freshness[links.item] < 1))
    item = links.item[row]
    more = links.fit[row] * found.standing.quality[item] * (1 - found.standing.freshness[item])
    return desk.rows(REFRESH, gap_of[links.cell[row]], item, more)


def _place(desk: Desk) -> Rows:
    """Offer the items of a channel cell that are not usable there: a published placement on as_of."""
    gap, item, _, weight, placed = desk.sources
    channel = desk.found.grid.channel[desk.cells[gap]]
    on = (channel >= 0) & ~placed & desk.allowed[channel, desk.found.inventory.item_format[item]]
    return desk.rows(PLACE, gap[on], item[on], weight[on])


def _adapt(desk: Desk) -> Rows:
    """Offer a fresh copy in a format that can be derived, or on a channel the item does not have."""
    gap, item, copy, _, placed = desk.sources
    channel, own = desk.found.grid.channel[desk.cells[gap]], desk.found.inventory.item_format[item]
    as_it_is = (channel >= 0) & ~placed & desk.allowed[channel, own]
    made = np.where(as_it_is, own, desk.derived[channel, own])
    on = as_it_is | (made >= 0)
    return desk.rows(ADAPT, gap[on], item[on], copy[on], made[on])


def _translate(desk: Desk) -> Rows:
    """Offer a fresh copy in the segment's language of an item in another one."""
    gap, item, copy, _, _ = desk.sources
    inventory, asked = desk.found.inventory, desk.found.grid
    cell = desk.cells[gap]
    wanted, said = segment_languages(desk.found)[asked.segment[cell]], inventory.item_language[item]
    on = (wanted != NO_LANGUAGE) & (said >= 0) & (said != wanted)
    on &= desk.allowed[asked.channel[cell], inventory.item_format[item]]
    return desk.rows(TRANSLATE, gap[on], item[on], copy[on])


def _extend(desk: Desk) -> Rows:
    """Offer items of the same stage and phase that are not mapped to this segment: mapped secondary."""
    found, gaps, items = desk.found, [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    weight, near = found.standing.weight * 0.5, Neighbours(desk)
    for n, cell in enumerate(desk.cells.tolist()):
        best = near.of(cell)
        gaps.append(np.full(len(best), n))
        items.append(best)
    gap, item = np.concatenate(gaps), np.concatenate(items)
    return desk.rows(EXTEND, gap, item, weight[item])


class Neighbours:
    """The items worth extending to a cell, found once per stage and phase and once per plain cell.

    Points only grow with weight and leverage falls with hours, so of the items that weigh the same only the first
    `MOST` by hours and id can be among the best answers; the others are left out.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        found, inventory = desk.found, desk.found.inventory
        weight = found.standing.weight
        live = found.standing.published & (weight > 0)
        hours = desk.hours(EXTEND, np.arange(len(weight)))
        order = np.lexsort((desk.rank, hours, -weight))  # heaviest first, then by hours and id
        turn = np.empty(len(order), np.int64)
        turn[order] = np.arange(len(order))
        rows = np.flatnonzero(live[inventory.map_item])
        width, depth = max(1, len(order)), len(found.workspace.phases) + 1
        self.depth = depth
        square = (inventory.map_stage[rows] + 1) * depth + inventory.map_phase[rows] + 1
        key = np.unique(square * width + turn[inventory.map_item[rows]])
        self.square, self.item = key // width, order[key % width]
        self.known: dict[tuple[int, int], Ints] = {}
        self.languages = segment_languages(found)
        self.here = np.zeros(len(weight), bool)  # scratch: what is mapped to the cell at hand

    def of(self, cell: int) -> Ints:
        """Return the items worth extending to a cell."""
        found, channel = self.desk.found, int(self.desk.found.grid.channel[cell])
        if found.grid.segment[cell] < 0:
            return np.zeros(0, np.int64)
        which = (int(found.grid.plain_of[cell]), channel if channel >= 0 and self._choosy(channel) else -1)
        if which not in self.known:
            self.known[which] = self._find(*which)
        return self.known[which]

    def _choosy(self, channel: int) -> bool:
        return not self.desk.allowed[channel].all()

    def _find(self, plain: int, channel: int) -> Ints:
        found = self.desk.found
        square = (found.grid.stage[plain] + 1) * self.depth + found.grid.phase[plain] + 1
        start, end = np.searchsorted(self.square, [square, square + 1])
        items = self.item[start:end]
        mapped = found.links.item[found.link_at[plain] : found.link_at[plain + 1]]
        self.here[mapped] = True
        said, wanted = found.inventory.item_language[items], self.languages[found.grid.segment[plain]]
        fits = ~self.here[items] & self.desk.allowed[channel, found.inventory.item_format[items]]
        items = items[fits & ((wanted == NO_LANGUAGE) | (said < 0) | (said == wanted))]
        self.here[mapped] = False
        weight = found.standing.weight[items]
        firsts = np.flatnonzero(np.diff(weight, prepend=np.nan) != 0)
        place = np.arange(len(items)) - np.repeat(firsts, np.diff(firsts, append=len(items)))
        best: Ints = items[place < MOST]
        return best


def _create(desk: Desk) -> Rows:
    """Offer a new item, primary, in the format that `new_formats` names."""
    found = desk.found
    gap = np.arange(len(desk.cells))
    made = new_formats(desk, desk.cells, found.grid.stage[desk.cells], found.grid.channel[desk.cells])
    points = desk.lost(gap, np.ones(len(gap)))
    return Rows(np.full(len(gap), CREATE), gap, np.full(len(gap), NO_ITEM), points, new_hours(desk, made), made)


def new_hours(desk: Desk, form: Ints) -> Floats:
    """Return the default effort of formats, 4 hours without one, at least a quarter."""
    hours = np.array([f.effort_hours for f in desk.found.workspace.formats] + [DEFAULT_EFFORT_HOURS])
    spent: Floats = np.maximum(LEAST_HOURS, hours[form])
    return spent


def new_formats(desk: Desk, cell: Ints, stage: Ints, channel: Ints) -> Ints:
    """Return the format of a new item for each (cell, stage, channel); a cell of -1 has no items.

    The one most used by the counted items of the cell (a tie: the first in the list), else in its stage, else the
    first the channel allows, else the first; `NO_FORMAT` in a workspace without formats.
    """
    formats = desk.found.workspace.formats
    live = np.array([not f.archived for f in formats], bool)
    if not live.any():
        return np.full(len(cell), NO_FORMAT)
    in_cell, in_stage = desk.formats_used
    cell_uses, stage_uses = in_cell[cell] * live, in_stage[stage] * live
    slugs = [f.slug for f in formats]
    first = np.array([_first(c, slugs, live) for c in desk.found.workspace.channels] + [int(live.argmax())])
    made: Ints = np.where(
        cell_uses.any(axis=1), cell_uses.argmax(axis=1),
        np.where(stage_uses.any(axis=1), stage_uses.argmax(axis=1), first[channel]),
    )  # fmt: skip
    return made


def _takes(channel: Channel, formats: list[str]) -> list[bool]:
    return [not channel.rules.formats or slug in channel.rules.formats for slug in formats] + [True]


def _first(channel: Channel, formats: list[str], live: Bools) -> int:
    """Return the first format in the channel's rules, else the first of the workspace, archived ones left out."""
    named = [formats.index(slug) for slug in channel.rules.formats if slug in formats]
    return next((n for n in named if live[n]), int(live.argmax()))
