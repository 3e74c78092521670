"""Slots: the days to which a placement could move alone without breaking anything, and what it could merge into."""

from __future__ import annotations

from itertools import groupby, islice

import numpy as np

from planner.core.columns import NO_DAY, PLACEMENT_STATUS, Bools, Floats, Ints, Inventory
from planner.core.coverage import LOOK_BACK
from planner.core.findings import Finding
from planner.core.ledger import Block, Ledger
from planner.core.pressing import contact_free
from planner.core.repetition import TOO_SOON
from planner.core.windows import EPSILON, monday

FARTHEST = 28  # days a placement moves at most: from there on skipping it costs no more
MOST_HOSTS = 6
NEAR = 7  # days between a placement and the one it merges into


def touchable(ledger: Ledger, place: int) -> bool:
    """Whether a repair may change a placement: it is to come, and neither published nor a service message nor a run."""
    inventory = ledger.inventory
    return bool(
        inventory.counted[place]
        and inventory.place_channel[place] >= 0
        and inventory.place_day[place] >= ledger.start
        and inventory.place_status[place] != PLACEMENT_STATUS["published"]
        and not inventory.place_service[place]
        and not inventory.runs[place]
    )


def free_days(ledger: Ledger, place: int, finding: Finding, freed: Floats) -> tuple[Ints, Bools]:
    """Return the days in [as_of, until] to which the placement may move, and which of them break nothing alone.

    The others are free once some of what the same repair may move has gone: `freed` tells per row of the ledger how
    much that is. Its own day is never among them.
    """
    inventory, old = ledger.inventory, int(ledger.inventory.place_day[place])
    days = np.arange(max(ledger.start, old - FARTHEST), min(ledger.end, old + FARTHEST) + 1)
    if not len(days) or not (old > ledger.start or _replaced(ledger, place, ledger.start)):
        return days[:0], np.zeros(0, bool)
    free = days != old
    free &= _spaced(ledger, place, days, finding) & _unrepeated(ledger, place, days, finding)
    for segment in ledger.contacts(place):
        if not ledger.workspace.segments[segment].archived:
            free &= ~contact_free(ledger.workspace, segment)(days)
    weeks = (days - monday(ledger.start)) // 7
    rows = ledger.channel_start[int(inventory.place_channel[place])] + weeks
    free &= (weeks == ledger.week(old)) | (ledger.value[rows] + 1 <= ledger.upper[rows] + EPSILON)
    days = days[free & _in_season(ledger, place, days)]
    alone, then = np.ones(len(days), bool), np.ones(len(days), bool)
    later = ledger.value - freed
    for rule, parts in groupby(sorted(ledger.parts(place), key=_rule), key=_rule):
        weighed = list(parts)
        lows, highs = ledger.holding(rule, days)
        for still, value in ((alone, ledger.value), (then, later)):
            total = np.concatenate([[0], np.cumsum(_lifted(ledger, weighed, place, value))])
            np.logical_and(still, total[highs] == total[lows], out=still)
    return days[then], alone[then]


def _rule(part: tuple[Block, float]) -> int:
    return part[0].rule


def _lifted(ledger: Ledger, parts: list[tuple[Block, float]], place: int, value: Floats) -> Bools:
    """Return in which windows of a rule the placement would lift one of its blocks above the limit.

    The windows it is in now are left aside.
    """
    at = np.arange(parts[0][0].length)
    rows = np.array([[block.start] for block, _ in parts]) + at
    limit = ledger.upper[rows] + EPSILON
    lifted = value[rows] + np.array([[weight] for _, weight in parts]) > limit
    # where a segment breaks the limit alone, that is the finding, not the union
    unions = [n for n, (block, _) in enumerate(parts) if block.other is not None]
    weights = ledger.contacts(place)
    for side in ("segment", "other") if unions else ():
        segments = [getattr(parts[n][0], side) for n in unions]
        own = np.array([[ledger.rows_of(parts[0][0].rule, segment).start] for segment in segments]) + at
        alone = ledger.value[own] + np.array([[weights.get(segment, 0.0)] for segment in segments])
        lifted[unions] &= ~(alone > limit[unions])
    low, high = ledger.held(parts[0][0].rule, int(ledger.inventory.place_day[place]))
    there: Bools = lifted.any(axis=0)
    there[low:high] = False
    return there


def _spaced(ledger: Ledger, place: int, days: Ints, finding: Finding) -> Bools:
    """Return on which days the placement keeps the gap that rules ask; a pair that exists may grow further apart."""
    free = np.ones(len(days), bool)
    channel, old = int(ledger.inventory.place_channel[place]), int(ledger.inventory.place_day[place])
    contact = ledger.outlook.contact
    for applied in ledger.outlook.rules:
        gap, rule = applied.rule.min_gap_days or 0, applied.rule
        if gap <= 0 or not applied.channels[channel]:
            continue
        for segment in set(ledger.contacts(place)) & set(applied.segments.tolist()):
            rows = contact.between(segment, int(days[0]) - gap, int(days[-1]) + gap)
            rows = rows[applied.channels[contact.channel[rows]] & (contact.place[rows] != place)]
            later = np.maximum(days[:, None], contact.day[rows])
            judged = later <= ledger.end
            if rule.active_from is not None:
                judged &= later >= rule.active_from.toordinal()
            if rule.active_to is not None:
                judged &= later <= rule.active_to.toordinal()
            least = np.full(len(rows), gap)
            if finding.kind != "spacing":
                least = np.minimum(least, np.abs(old - contact.day[rows]))
            free &= ~(judged & (np.abs(days[:, None] - contact.day[rows]) < least)).any(axis=1)
    return free


def _unrepeated(ledger: Ledger, place: int, days: Ints, finding: Finding) -> Bools:
    """Return on which days the placement does not repeat its item too soon; a pair may grow further apart."""
    inventory = ledger.inventory
    if not ledger.repeatable[place]:
        return np.ones(len(days), bool)
    rows = ledger.placements_of(int(inventory.place_item[place]))
    rows = rows[(rows != place) & (inventory.place_channel[rows] == inventory.place_channel[place])]
    rows = rows[ledger.repeatable[rows]]
    series = int(inventory.place_series[place])
    mine = set(ledger.served(place).tolist())
    others = [
        n for n in rows.tolist()
        if (series < 0 or inventory.place_series[n] != series) and mine & set(ledger.served(n).tolist())
    ]  # fmt: skip
    other = inventory.place_day[others]
    least = np.full(len(other), TOO_SOON + 1)
    if finding.kind != "repetition":
        least = np.minimum(least, np.abs(inventory.place_day[place] - other))
    judged = np.maximum(days[:, None], other) <= ledger.end
    near: Bools = (judged & (np.abs(days[:, None] - other) < least)).any(axis=1)
    return ~near


def _in_season(ledger: Ledger, place: int, days: Ints) -> Bools:
    """Return which days lie within the campaign the placement is in now, and before its item expires."""
    inventory = ledger.inventory
    old, item = int(inventory.place_day[place]), int(inventory.place_item[place])
    ends = [(0, int(inventory.item_expires[item]) or 10**7)]
    campaign = int(_campaigns(inventory, np.array([place]))[0])
    if campaign >= 0:
        row = ledger.workspace.campaigns[campaign]
        ends.append((row.start.toordinal() if row.start else 0, row.end.toordinal() if row.end else 10**7))
    free = np.ones(len(days), bool)
    for first, last in ends:
        if first <= old <= last:
            free &= (days >= first) & (days <= last)
    return free


def hosts(ledger: Ledger, place: int) -> tuple[int, ...]:
    """Return the placements that could take this one in, the best first, at most `MOST_HOSTS`.

    They reach the same segments and are of the same item, channel or campaign, within a week; the nearest in that
    order. One that is published, a service message or a run takes nothing in.
    """
    inventory = ledger.inventory
    day, item = int(inventory.place_day[place]), int(inventory.place_item[place])
    channel, campaign = int(inventory.place_channel[place]), int(_campaigns(inventory, np.array([place]))[0])
    near = np.flatnonzero(np.abs(inventory.place_day - day) <= NEAR)
    near = near[(inventory.place_day[near] != NO_DAY) & (near != place)]
    alike = (
        (inventory.place_item[near] == item)
        | (inventory.place_channel[near] == channel)
        | ((_campaigns(inventory, near) == campaign) & (campaign >= 0))
    )
    near = near[alike]
    ordered = sorted(
        zip(
            (inventory.place_item[near] != item).tolist(), (inventory.place_channel[near] != channel).tolist(),
            np.abs(inventory.place_day[near] - day).tolist(), [inventory.uids[n] for n in near.tolist()],
            near.tolist(), strict=True,
        )
    )  # fmt: skip
    takers = (n for *_, n in ordered if touchable(ledger, n) and _takes(ledger, n, place))
    return tuple(islice(takers, MOST_HOSTS))


def _campaigns(inventory: Inventory, places: Ints) -> Ints:
    """Return the campaign of a few placements: their own, else their item's."""
    own = inventory.place_campaign[places]
    return np.where(own >= 0, own, inventory.item_campaign[inventory.place_item[places]])


def _takes(ledger: Ledger, place: int, other: int) -> bool:
    """Whether a placement reaches all whom the other reaches, on a day on which it may."""
    pressed = ledger.contacts(other)
    if not pressed:
        return set(ledger.served(other).tolist()) <= set(ledger.served(place).tolist())
    if not pressed.keys() <= ledger.contacts(place).keys():
        return False
    day = int(ledger.inventory.place_day[place])
    return not any(ledger.resting(segment, day) for segment in pressed)


def droppable(ledger: Ledger, place: int) -> bool:
    """Whether the plan can do without a placement: no channel cell that a target asks for loses its item."""
    return _replaced(ledger, place, ledger.end)


def _replaced(ledger: Ledger, place: int, until: int) -> bool:
    """Whether no target asks for the channel, or another placement up to a day keeps the item in the same cells."""
    inventory, channel = ledger.inventory, int(ledger.inventory.place_channel[place])
    slug = ledger.workspace.channels[channel].slug
    if not any(target.channel == slug and target.minimum > 0 for target in ledger.workspace.coverage_targets):
        return True
    rows = ledger.placements_of(int(inventory.place_item[place]))
    same = (rows != place) & (inventory.place_channel[rows] == channel) & (inventory.place_day[rows] <= until)
    same &= inventory.place_last[rows] >= ledger.start - LOOK_BACK
    for narrowed in (inventory.place_stage, inventory.place_phase):
        same &= (narrowed[rows] < 0) | (narrowed[rows] == narrowed[place])
    mine = set(ledger.served(place).tolist())
    return any(mine <= set(ledger.served(n).tolist()) for n in rows[same].tolist())
