"""Candidates for the gaps beside the cells: a language that is missing, a touchpoint that nothing answers, a silence.

Each of them closes such a gap, so it takes off the whole severity.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from planner.core.candidates import new_formats, new_hours
from planner.core.cells import position_of
from planner.core.columns import Floats, Ints
from planner.core.desk import (
    CREATE,
    EXTEND,
    LEAST_HOURS,
    NO_FORMAT,
    NO_ITEM,
    PLACE,
    PUBLISH,
    REFRESH,
    TRANSLATE,
    Desk,
    Rows,
)
from planner.core.findings import Finding
from planner.core.gaps import segment_languages
from planner.core.model import Workspace
from planner.core.windows import EPSILON


def for_language(desk: Desk, number: int, gap: Finding, cell: int) -> Iterator[Rows]:
    """Yield the candidates for a language gap in a plain cell: something usable in exactly the segment's language."""
    found, inventory, stands = desk.found, desk.found.inventory, desk.found.standing
    wanted = segment_languages(found)[found.grid.segment[cell]]
    mapped = found.links.item[found.link_at[cell] : found.link_at[cell + 1]]
    said, live = inventory.item_language[mapped], stands.published[mapped] & (stands.freshness[mapped] > 0)
    expired = stands.published[mapped] & (stands.freshness[mapped] == 0)
    foreign = mapped[live & (said >= 0) & (said != wanted)]
    there = desk.kin.translated(foreign, np.full(len(foreign), wanted))
    begun = np.unique(there[desk.kin.unfinished(there)])
    yield _closing(PUBLISH, number, gap, begun, desk.finishing[begun])
    for action, items in (
        (TRANSLATE, foreign[there < 0]),
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


def for_silence(desk: Desk, number: int, gap: Finding) -> Iterator[Rows]:
    """Yield the candidates for a silence that one placement on as_of ends: usable items mapped to the segment."""
    found, inventory, stands = desk.found, desk.found.inventory, desk.found.standing
    channel = quiet_channel(found.workspace, gap, found.as_of)
    if channel < 0:
        return
    mapped = inventory.map_segment == position_of(found.workspace.segments, gap.segment)
    item = np.unique(inventory.map_item[mapped])
    live = stands.published[item] & (stands.freshness[item] > 0)
    item = item[live & desk.allowed[channel, inventory.item_format[item]]]
    yield _closing(PLACE, number, gap, item, desk.hours(PLACE, item))


def quiet_channel(workspace: Workspace, gap: Finding, as_of: date) -> int:
    """Return the channel whose one contact on as_of ends a silence, the gentlest that does; -1 when none can.

    The last quiet window must hold as_of, and the contact make up for what the quietest one lacks.
    """
    rule = next((r for r in workspace.frequency_rules if r.name == gap.rule and r.minimum == gap.limit), None)
    segment = next((s for s in workspace.segments if s.slug == gap.segment), None)
    if rule is None or segment is None or gap.until is None or not _holds(rule.window, gap.until, as_of):
        return -1
    enough = [
        (row.pressure * segment.reach.get(row.slug, 1.0), n)
        for n, row in enumerate(workspace.channels)
        if not row.archived and (not rule.channels or row.slug in rule.channels)
        and row.pressure * segment.reach.get(row.slug, 1.0) >= (gap.limit or 0.0) - gap.value - EPSILON
    ]  # fmt: skip
    return min(enough)[1] if enough else -1


def _holds(window: str, last: date, day: date) -> bool:
    """Whether the window that ends on (or is the week or month of) `last` holds `day`."""
    kind, _, days = window.partition(":")
    if kind == "rolling":
        return (last - day).days < int(days)
    if kind == "week":
        return last.isocalendar()[:2] == day.isocalendar()[:2]
    return (last.year, last.month) == (day.year, day.month)


def _closing(action: int, number: int, gap: Finding, item: Ints, hours: Floats) -> Rows:
    size = len(item)
    severity, made = np.full(size, gap.severity), np.full(size, NO_FORMAT)
    return Rows(np.full(size, action), np.full(size, number), item, severity, hours, made)


def _new(desk: Desk, number: int, gap: Finding, form: Ints) -> Rows:
    one = np.ones(1, np.int64)
    return Rows(one * CREATE, one * number, one * NO_ITEM, np.full(1, gap.severity), new_hours(desk, form), form)
