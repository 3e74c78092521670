"""Load: placements per channel and week against its capacity, and hours per owner and week against theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from math import fsum

import numpy as np

from planner.core.columns import ITEM_STATUS, Bools, Floats, Ints, Inventory, effort_hours
from planner.core.evidence import items_of, uids_of
from planner.core.findings import Finding, finding_key, overrun
from planner.core.model import Channel, User, Workspace
from planner.core.windows import EPSILON, monday, weeks_touching

UNFINISHED = ("idea", "briefed", "in_production", "in_review", "changes_requested")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ChannelLoad:
    """Placements per channel (rows of the Workspace) and ISO week: `count` against `capacity`, inf = no limit."""

    weeks: tuple[date, ...]  # Mondays
    count: Ints
    capacity: Floats


def channel_load(workspace: Workspace, inventory: Inventory, as_of: date, until: date) -> ChannelLoad:
    """Return the load of every channel in the ISO weeks that touch [as_of, until]; a run counts on its first day."""
    first, last = weeks_touching(as_of.toordinal(), until.toordinal())
    rows = _in_weeks(inventory, first)
    slot = inventory.place_channel[rows] * len(first) + (inventory.place_day[rows] - first[0]) // 7
    count = np.bincount(slot, minlength=len(workspace.channels) * len(first))
    return ChannelLoad(
        weeks=tuple(map(date.fromordinal, first.tolist())),
        count=count.reshape(len(workspace.channels), len(first)),
        capacity=np.array([capacities(channel, first, last) for channel in workspace.channels]).reshape(-1, len(first)),
    )


def capacities(channel: Channel, first: Ints, last: Ints) -> Floats:
    """Return the capacity of a channel in weeks of the given first and last days, inf where it has no limit.

    An exception holds for every week it touches, whatever the channel's own; of several the lowest.
    """
    own = np.full(len(first), _limit(channel.weekly_capacity))
    excepted, touched = np.full(len(first), np.inf), np.zeros(len(first), bool)
    for exception in channel.capacity_exceptions:
        weeks = (last >= exception.start.toordinal()) & (first <= exception.until.toordinal())
        excepted[weeks] = np.minimum(excepted[weeks], _limit(exception.capacity))
        touched |= weeks
    return np.where(touched, excepted, own)


def _limit(capacity: int | None) -> float:
    return np.inf if capacity is None else float(capacity)


def _in_weeks(inventory: Inventory, first: Ints) -> Ints:
    """Return the placements of a known channel that start in the weeks of these Mondays."""
    day = inventory.place_day
    inside = (day >= first[0]) & (day <= first[-1] + 6)
    return np.flatnonzero(inventory.counted & inside & (inventory.place_channel >= 0))


def capacity(
    workspace: Workspace, inventory: Inventory, as_of: date, until: date, only: Collection[int] | None = None
) -> Iterator[Finding]:
    """Yield a finding per channel (row, among `only`) and ISO week with more placements than its capacity."""
    load = channel_load(workspace, inventory, as_of, until)
    mondays = np.array([week.toordinal() for week in load.weeks], np.int64)
    rows = _in_weeks(inventory, mondays)
    slot = inventory.place_channel[rows] * len(mondays) + (inventory.place_day[rows] - mondays[0]) // 7
    order = np.lexsort((rows, inventory.place_day[rows], slot))
    rows, slot = rows[order], slot[order]
    for n, week in np.argwhere(load.count > load.capacity + EPSILON).tolist():
        if only is not None and n not in only:
            continue
        channel, value, limit = workspace.channels[n].slug, float(load.count[n, week]), float(load.capacity[n, week])
        start = int(mondays[week])
        at = n * len(mondays) + week
        mine = rows[slice(*np.searchsorted(slot, [at, at + 1]).tolist())]
        yield Finding(
            key=finding_key("capacity", channel=channel, first=load.weeks[week]),
            kind="capacity", severity=overrun(value, limit), channel=channel,
            start=load.weeks[week], until=date.fromordinal(start + 6), value=value, limit=limit,
            items=items_of(inventory, mine), placements=uids_of(inventory, mine),
        )  # fmt: skip


def first_placements(inventory: Inventory, items: Bools | None = None) -> Ints:
    """Return the placement each item (of the mask) appears in first (dated, not cancelled), -1 where it has none."""
    wanted = inventory.counted if items is None else inventory.counted & items[inventory.place_item]
    rows = np.flatnonzero(wanted)
    rows = rows[np.lexsort((rows, inventory.place_minute[rows], inventory.place_day[rows]))][::-1]
    first = np.full(len(inventory.item_ids), -1)
    first[inventory.place_item[rows]] = rows  # the earliest comes last and stays
    return first


def workload(
    workspace: Workspace, inventory: Inventory, as_of: date, until: date, only: Collection[int] | None = None
) -> Iterator[Finding]:
    """Yield a finding per person and ISO week with more hours of unfinished items than the person works.

    An item's hours fall in the week of its first placement. Its owner is a user's e-mail address; an owner who is
    no user, or has no hours a week, has no limit. `only` limits it to the items of some owner rows.
    """
    bound = limited_owners(workspace, inventory)
    owners = [n for n in bound if only is None or n in only]
    mine = np.isin(inventory.item_owner, owners) & unfinished(inventory)
    if not mine.any():
        return
    hours, firsts = effort_hours(workspace, inventory), first_placements(inventory, mine)
    due: dict[tuple[str, int], list[int]] = defaultdict(list)
    start, end = monday(as_of.toordinal()), monday(until.toordinal()) + 6
    for item in np.flatnonzero(firsts >= 0).tolist():
        day = int(inventory.place_day[firsts[item]])
        if start <= day <= end:
            due[bound[int(inventory.item_owner[item])].email, monday(day)].append(item)
    yield from _overworked(workspace, inventory, due, hours, firsts)


def _overworked(
    workspace: Workspace, inventory: Inventory, due: dict[tuple[str, int], list[int]], hours: Floats, firsts: Ints
) -> Iterator[Finding]:
    limits = {user.email: user.hours_per_week for user in workspace.users}
    for (email, week), items in sorted(due.items()):
        value, limit = fsum(hours[items].tolist()), limits[email] or 0.0
        if value <= limit + EPSILON:
            continue
        start = date.fromordinal(week)
        places = firsts[items]
        places = places[np.lexsort((places, inventory.place_day[places]))]
        yield Finding(
            key=finding_key("workload", owner=email, first=start),
            kind="workload", severity=overrun(value, limit), owner=email,
            start=start, until=date.fromordinal(week + 6), value=value, limit=limit,
            items=items_of(inventory, places), placements=uids_of(inventory, places),
        )  # fmt: skip


def limited_owners(workspace: Workspace, inventory: Inventory) -> dict[int, User]:
    """Return the user behind every owner row that is the e-mail address of one with hours a week."""
    people = {user.email.casefold(): user for user in workspace.users if user.hours_per_week is not None}
    found = ((n, people.get(owner.strip().casefold())) for n, owner in enumerate(inventory.owners))
    return {n: user for n, user in found if user is not None}


def unfinished(inventory: Inventory) -> Bools:
    """Return which items still take work: begun or to begin, not approved, published, at rest or cancelled."""
    return np.isin(inventory.item_status, [ITEM_STATUS[status] for status in UNFINISHED])
