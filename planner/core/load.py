"""Load: placements per channel and week against its capacity, and hours per owner and week against theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import fsum

import numpy as np

from planner.core.columns import ITEM_STATUS, Floats, Ints, Inventory, effort_hours
from planner.core.evidence import items_of, uids_of
from planner.core.findings import Finding, finding_key, overrun
from planner.core.model import Channel, Workspace
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


def capacity(workspace: Workspace, inventory: Inventory, as_of: date, until: date) -> Iterator[Finding]:
    """Yield a finding per channel and ISO week with more placements than its capacity."""
    load = channel_load(workspace, inventory, as_of, until)
    mondays = np.array([week.toordinal() for week in load.weeks], np.int64)
    rows = _in_weeks(inventory, mondays)
    slot = inventory.place_channel[rows] * len(mondays) + (inventory.place_day[rows] - mondays[0]) // 7
    order = np.lexsort((rows, inventory.place_day[rows], slot))
    rows, slot = rows[order], slot[order]
    for n, week in np.argwhere(load.count > load.capacity + EPSILON).tolist():
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


def first_placements(inventory: Inventory) -> Ints:
    """Return the placement each item appears in first (dated, not cancelled), -1 where it has none."""
    rows = np.flatnonzero(inventory.counted)
    rows = rows[np.lexsort((rows, inventory.place_minute[rows], inventory.place_day[rows]))][::-1]
    first = np.full(len(inventory.item_ids), -1)
    first[inventory.place_item[rows]] = rows  # the earliest comes last and stays
    return first


def workload(workspace: Workspace, inventory: Inventory, as_of: date, until: date) -> Iterator[Finding]:
    """Yield a finding per person and ISO week with more hours of unfinished items than the person works.

    An item's hours fall in the week of its first placement. Its owner is a user's e-mail address; an owner who is
    no user, or has no hours a week, has no limit.
    """
    hours, firsts = effort_hours(workspace, inventory), first_placements(inventory)
    for (email, week), items in sorted(_due(workspace, inventory, firsts, as_of, until).items()):
        limit = next(u.hours_per_week for u in workspace.users if u.email == email and u.hours_per_week is not None)
        value = fsum(hours[items].tolist())
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


def _due(
    workspace: Workspace, inventory: Inventory, firsts: Ints, as_of: date, until: date
) -> dict[tuple[str, int], list[int]]:
    """Return the unfinished items per (e-mail of a person with limited hours, Monday of their first placement)."""
    people = {user.email.casefold(): user.email for user in workspace.users if user.hours_per_week is not None}
    emails = [people.get(owner.strip().casefold()) for owner in inventory.owners]
    limited = np.array([email is not None for email in emails] + [False])
    unfinished = np.isin(inventory.item_status, [ITEM_STATUS[status] for status in UNFINISHED])
    day = inventory.place_day[firsts] if len(inventory.uids) else np.zeros(len(firsts), np.int64)
    inside = (day >= monday(as_of.toordinal())) & (day <= monday(until.toordinal()) + 6)
    due: dict[tuple[str, int], list[int]] = defaultdict(list)
    for item in np.flatnonzero(unfinished & (firsts >= 0) & inside & limited[inventory.item_owner]).tolist():
        due[emails[int(inventory.item_owner[item])] or "", monday(int(day[item]))].append(item)
    return due
