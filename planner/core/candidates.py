"""Candidates: everything that could answer a gap in a cell, action by action, with the points it takes off.

What DOMAIN leaves open, chosen here. Answers rest on what exists: a source to adapt, translate, place or extend is
published and not expired. An answer on a channel respects its formats: an item whose format the channel does not
allow is offered for adapting, not for placing. A copy (adapt, translate) keeps its source's quality and is fresh.
Adapt makes the first format of the workspace that can be derived from the source's (on a channel it does not have:
its own format where allowed); translate needs a source whose language is known, and an item known to be in another
language than the segment reads is not extended to it. Archived formats are not made. Nothing is made twice: where a
translation or, in the cell, an adaptation exists (core.kin), it is published instead (*publish*) if that is not done
yet. Finishing takes what its status leaves of its own effort, or of the 0.3 of its source's; a translation that is not
mapped to the cell takes its source's fit.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.core.columns import Bools, Floats, Ints
from planner.core.desk import (
    ADAPT,
    CREATE,
    EXTEND,
    LEAST_HOURS,
    MOST,
    NO_FORMAT,
    NO_ITEM,
    PLACE,
    PUBLISH,
    REFRESH,
    TRANSLATE,
    Desk,
    Rows,
    first_of,
)
from planner.core.gaps import NO_LANGUAGE, segment_languages
from planner.core.model import DEFAULT_EFFORT_HOURS, Channel


def in_cells(desk: Desk) -> Iterator[Rows]:
    """Yield the candidates for gaps in cells, action by action."""
    yield _refresh(desk)
    yield _place(desk)
    yield _adapt(desk)
    yield _extend(desk)
    yield _translate(desk)
    yield _finish(desk)
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
    made, on = _not_again(desk, gap, item, made, on)
    return desk.rows(ADAPT, gap[on], item[on], copy[on], made[on])


def _not_again(desk: Desk, gap: Ints, item: Ints, made: Ints, on: Bools) -> tuple[Ints, Bools]:
    """Take from the adaptations what exists: a format in its cell, on a channel any that may stand there."""
    copies, width = desk.copies, max(1, len(desk.rank))
    known, at = np.unique(copies.gap * width + copies.source, return_inverse=True)
    row = np.flatnonzero(np.isin(gap * width + item, known))
    if not len(row):
        return made, on
    formats = np.zeros((len(known), desk.allowed.shape[1]), bool)  # the last: no format said
    formats[at, desk.found.inventory.item_format[copies.item]] = True
    there = formats[np.searchsorted(known, gap[row] * width + item[row])]
    channel = desk.found.grid.channel[desk.cells[gap[row]]]
    new = first_of(desk.derivable[desk.found.inventory.item_format[item[row]]] & ~there[:, :-1])
    made, on = made.copy(), on.copy()
    made[row] = np.where(channel >= 0, made[row], new)
    on[row] &= np.where(channel >= 0, ~(there & desk.allowed[channel]).any(axis=1), new >= 0)
    return made, on


def _translate(desk: Desk) -> Rows:
    """Offer a fresh copy in the segment's language of an item in another one that has no translation in it."""
    gap, item, copy, there = _foreign(desk)
    on = (there < 0) & _allowed(desk, gap, item)
    return desk.rows(TRANSLATE, gap[on], item[on], copy[on])


def _foreign(desk: Desk) -> tuple[Ints, Ints, Floats, Ints]:
    """Return the sources in another language than the gap's: gap, item, weight of a copy, the translation there is."""
    gap, item, copy, _, _ = desk.sources
    said = desk.found.inventory.item_language[item]
    wanted = segment_languages(desk.found)[desk.found.grid.segment[desk.cells[gap]]]
    on = np.flatnonzero((wanted != NO_LANGUAGE) & (said >= 0) & (said != wanted))
    return gap[on], item[on], copy[on], desk.kin.translated(item[on], wanted[on])


def _allowed(desk: Desk, gap: Ints, item: Ints) -> Bools:
    """Whether the channel of each gap takes the format of each item."""
    allowed: Bools = desk.allowed[
        desk.found.grid.channel[desk.cells[gap]], desk.found.inventory.item_format[item]
    ]  # fmt: skip
    return allowed


def _finish(desk: Desk) -> Rows:
    """Offer to publish the translations and adaptations that are begun."""
    found, copies = desk.found, desk.copies
    gap, item, copy, there = _foreign(desk)
    begun = np.flatnonzero(desk.kin.unfinished(there))
    quality, width = found.standing.quality, max(1, len(desk.rank))
    gap, item, there = gap[begun], item[begun], there[begun]
    fit = copy[begun] / quality[item]
    sources = np.unique(desk.sources.gap * width + desk.sources.item)
    own = np.flatnonzero(desk.kin.unfinished(copies.item) & np.isin(copies.gap * width + copies.source, sources))
    gap = np.concatenate([gap, copies.gap[own]])
    there = np.concatenate([there, copies.item[own]])
    fit = np.concatenate([fit, copies.fit[own]])
    mapped = _fit_in(desk, gap, there)
    fit = np.where(mapped > 0, mapped, fit)
    order = np.lexsort((-fit, gap * width + there))
    once = order[np.flatnonzero(np.diff((gap * width + there)[order], prepend=-1))]
    once = once[_allowed(desk, gap[once], there[once])]
    gap, there = gap[once], there[once]
    size = len(once)
    return Rows(
        np.full(size, PUBLISH), gap, there, desk.lost(gap, fit[once] * quality[there]), desk.finishing[there],
        np.full(size, NO_FORMAT),
    )  # fmt: skip


def _fit_in(desk: Desk, gap: Ints, item: Ints) -> Floats:
    """Return the fit with which each item is mapped to the plain cell of each gap, 0 where it is not."""
    links, width = desk.found.links, max(1, len(desk.rank))
    known = links.cell * width + desk.rank[links.item]  # sorted, as links are
    wanted = desk.found.grid.plain_of[desk.cells[gap]] * width + desk.rank[item]
    at = np.minimum(np.searchsorted(known, wanted), max(0, len(known) - 1))
    return np.where(known[at] == wanted, links.fit[at], 0.0) if len(known) else np.zeros(len(gap))


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


def _first(channel: Channel, formats: list[str], live: Bools) -> int:
    """Return the first format in the channel's rules, else the first of the workspace, archived ones left out."""
    named = [formats.index(slug) for slug in channel.rules.formats if slug in formats]
    return next((n for n in named if live[n]), int(live.argmax()))
