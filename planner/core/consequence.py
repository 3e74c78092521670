"""Consequence: what steps in the plan would open and close, for the hint while a placement is dragged.

Only what the steps can touch is judged, so that the answer is there before the hand lets go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from planner.core.channel_rules import channel_rule
from planner.core.columns import NO_DAY, PLACEMENT_STATUS, Inventory, from_records, ordinal
from planner.core.coverage import Coverage, coverage
from planner.core.findings import Finding
from planner.core.gaps import NO_GAP, coverage_gaps, judge
from planner.core.model import Item, Placement, Workspace
from planner.core.splice import splice
from planner.core.what_if import closed, local_findings, opened, served_by

NEW = "?"  # the uid of a placement that is not there yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step to try: a placement (by uid), or a new one of an `item` (id), goes to a channel, a day, a stage.

    What is None stays as it is; a new placement needs a channel and a day and is planned, for all the item serves.
    `stage` "" takes the placement's own stage away, `tray` its day, `cancel` the placement out of the plan.
    """

    placement: str | None = None
    item: str | None = None
    channel: str | None = None
    day: date | None = None
    stage: str | None = None
    status: str | None = None
    tray: bool = False
    cancel: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """The findings that steps open (or make worse) and those of which they leave nothing."""

    opens: tuple[Finding, ...] = ()
    closes: tuple[Finding, ...] = ()


def consequence(  # noqa: PLR0917 -- the order that every report takes
    workspace: Workspace, inventory: Inventory, step: Step, as_of: date, until: date, before: Coverage | None = None
) -> Consequence:
    """Return what one step opens and closes: see `consequences`."""
    return consequences(workspace, inventory, (step,), as_of, until, before)


def consequences(  # noqa: PLR0917 -- the order that every report takes
    workspace: Workspace,
    inventory: Inventory,
    steps: Sequence[Step],
    as_of: date,
    until: date,
    before: Coverage | None = None,
) -> Consequence:
    """Return what steps, taken together, open and close in a report over [as_of, until].

    Overload and silent segments of what they touch, the rules of channels they go to, and coverage gaps where a target
    asks for a channel they leave or reach. `before` is the coverage as it is, where it is known. KeyError for an
    unknown uid, id or slug.
    """
    new = [inventory.item_row[step.item or ""] for step in steps if not step.placement]
    start = with_placements(inventory, new) if new else inventory
    added = iter(range(len(inventory.uids), len(start.uids)))
    rows = [start.place_row[step.placement] if step.placement else next(added) for step in steps]
    then = _taken(workspace, start, rows, steps)
    return _between(workspace, (start, then), rows, as_of, until, None if new else before)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A placement of an item (id) that becomes another; `before` is None where it is made, `after` where it goes."""

    item: str
    before: Placement | None
    after: Placement | None


def consequences_of(  # noqa: PLR0917 -- the order that every report takes
    workspace: Workspace,
    inventory: Inventory,
    items: Iterable[Item],
    rewrites: Sequence[Rewrite],
    as_of: date,
    until: date,
) -> Consequence:
    """Return what rewrites of placements open and close, as `consequences` does for steps.

    `items` are those the rewrites name, whole, as they are in the inventory. A placement is judged with everything it
    says: for whom it is, its stage, its texts.
    """
    before: list[Item] = []
    after: list[Item] = []
    for item in items:
        mine = [one for one in rewrites if one.item == item.id]
        places = {place.uid: place for place in item.placements}
        were = places | {one.after.uid: _waiting(one.after) for one in mine if one.before is None and one.after}
        then = {one.after.uid: one.after for one in mine if one.after}
        gone = {one.before.uid: replace(one.before, status="cancelled") for one in mine if one.before and not one.after}
        before.append(replace(item, placements=tuple(were.values())))
        after.append(replace(item, placements=tuple((were | then | gone).values())))
    start, end = (splice(inventory, from_records(workspace, side)) for side in (before, after))
    said = [one.after or one.before for one in rewrites]
    rows = [start.place_row[one.uid] for one in said if one and one.uid in start.place_row]
    return _between(workspace, (start, end), rows, as_of, until)


def _waiting(placement: Placement) -> Placement:
    return replace(placement, on=None, at=None, until=None)


def _between(  # noqa: PLR0917 -- the order that every report takes
    workspace: Workspace,
    plans: tuple[Inventory, Inventory],
    rows: Sequence[int],
    as_of: date,
    until: date,
    before: Coverage | None = None,
) -> Consequence:
    """Return what opens and closes from one plan to the other, which has other values in these placement rows."""
    channels = {n for plan in plans for n in plan.place_channel[rows].tolist()}
    days = {n for plan in plans for n in plan.place_day[rows].tolist()}
    served = served_by(plans[0], rows) | served_by(plans[1], rows)
    found = [list(local_findings(workspace, plan, as_of, until, rows, channels, days, served)) for plan in plans]
    for judged, plan in zip(found, plans, strict=True):
        judged.extend(channel_rule(workspace, plan, as_of, until, np.unique(np.array(rows, np.int64))))
    asked = {target.channel for target in workspace.coverage_targets}
    if any(n >= 0 and workspace.channels[n].slug in asked for n in channels):
        known = [
            cover or coverage(workspace, plan, as_of, until) for cover, plan in zip((before, None), plans, strict=True)
        ]
        for judged, gaps in zip(found, _gaps_of_one(*known), strict=True):
            judged.extend(gaps)
    return Consequence(opens=opened(*found), closes=closed(*found))


def _taken(workspace: Workspace, inventory: Inventory, rows: Sequence[int], steps: Sequence[Step]) -> Inventory:
    """Return the inventory with each step taken on its placement row; a run keeps its length."""
    day, until = inventory.place_day.copy(), inventory.place_until.copy()
    channel, status = inventory.place_channel.copy(), inventory.place_status.copy()
    stage = inventory.place_stage.copy()
    channels = {row.slug: n for n, row in enumerate(workspace.channels)}
    stages = {row.slug: n for n, row in enumerate(workspace.stages)} | {"": -1}
    for row, step in zip(rows, steps, strict=True):
        if step.day is not None:
            if until[row] != NO_DAY and day[row] != NO_DAY:
                until[row] += ordinal(step.day) - day[row]
            day[row] = ordinal(step.day)
        if step.tray:
            day[row] = until[row] = NO_DAY
        if step.channel is not None:
            channel[row] = channels[step.channel]
        if step.stage is not None:
            stage[row] = stages[step.stage]
        if step.cancel or step.status:
            status[row] = PLACEMENT_STATUS["cancelled" if step.cancel else step.status or ""]
    then = replace(
        inventory, place_day=day, place_until=until, place_channel=channel, place_status=status, place_stage=stage
    )
    for name in ("serves", "place_row", "item_row"):  # none of these says whom a placement serves
        then.__dict__[name] = getattr(inventory, name)
    return then


def with_placements(inventory: Inventory, items: Sequence[int]) -> Inventory:
    """Return the inventory with one more placement of each of the item rows, without channel and day, at its end."""
    n = len(items)
    added: dict[str, Any] = {
        name: np.append(getattr(inventory, name), np.full(n, value))
        for name, value in {
            "place_channel": -1, "place_day": NO_DAY, "place_minute": -1, "place_until": NO_DAY,
            "place_status": PLACEMENT_STATUS["planned"], "place_stage": -1, "place_phase": -1, "place_campaign": -1,
            "place_language": -1, "place_owner": -1, "place_priority": 5, "place_service": False, "place_series": -1,
            "place_title_length": -1, "place_text_length": -1, "place_has_call": False, "place_has_link": False,
            "place_has_image": False, "place_has_alt": False,
        }.items()
    }  # fmt: skip
    added["place_item"] = np.append(inventory.place_item, items)
    names = [NEW if n == 1 else f"{NEW}{at}" for at in range(n)]
    return replace(
        inventory, uids=[*inventory.uids, *names], place_titles=[*inventory.place_titles, *[""] * n], **added
    )


def _gaps_of_one(one: Coverage, other: Coverage) -> Iterator[Iterator[Finding]]:
    """Yield the gaps in channel cells that each has and the other has not.

    A gap that only changes its type neither opens nor closes; plain cells do not ask where anything is placed.
    """
    kinds = judge(one), judge(other)
    differ = (one.grid.channel >= 0) & ((kinds[0] == NO_GAP) != (kinds[1] == NO_GAP))
    for found, kind in zip((one, other), kinds, strict=True):
        yield coverage_gaps(found, np.where(differ, kind, NO_GAP))
