"""Consequence: what a single step in the plan would open and close, for the hint while a placement is dragged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from planner.core.columns import NO_DAY, PLACEMENT_STATUS, Inventory, ordinal
from planner.core.coverage import coverage
from planner.core.findings import Finding
from planner.core.gaps import gaps
from planner.core.model import Workspace
from planner.core.what_if import closed, local_findings, opened

NEW = "?"  # the uid of a placement that is not there yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step to try: a placement (by uid), or a new one of an `item` (id), goes to a channel and a day.

    What is None stays as it is; a new placement needs a channel and a day and is planned, for all the item serves.
    `cancel` takes the placement out of the plan.
    """

    placement: str | None = None
    item: str | None = None
    channel: str | None = None
    day: date | None = None
    cancel: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """The findings that a step opens (or makes worse) and those of which it leaves nothing."""

    opens: tuple[Finding, ...]
    closes: tuple[Finding, ...]


def consequence(workspace: Workspace, inventory: Inventory, step: Step, as_of: date, until: date) -> Consequence:
    """Return what a step opens and closes in a report over [as_of, until]; KeyError for an unknown uid, id or slug.

    Overload and silent segments of what the step touches; coverage gaps where a target asks for a channel it is on.
    """
    start = inventory if step.placement else with_placement(inventory, inventory.item_row[step.item or ""])
    row = inventory.place_row[step.placement] if step.placement else len(inventory.uids)
    then = _taken(workspace, start, row, step)
    channels = {int(plan.place_channel[row]) for plan in (start, then)}
    before, after = (local_findings(workspace, plan, as_of, until, [row], channels) for plan in (start, then))
    asked = {workspace.channels[n].slug for n in channels if n >= 0}
    if any(target.channel in asked for target in workspace.coverage_targets):
        lacks = [_cells(workspace, plan, as_of, until) for plan in (start, then)]
        before += tuple(f for key, f in lacks[0].items() if key not in lacks[1])
        after += tuple(f for key, f in lacks[1].items() if key not in lacks[0])
    return Consequence(opens=opened(before, after), closes=closed(before, after))


def _taken(workspace: Workspace, inventory: Inventory, row: int, step: Step) -> Inventory:
    """Return the inventory with the step taken on a placement row; a run keeps its length."""
    day, until = inventory.place_day.copy(), inventory.place_until.copy()
    channel, status = inventory.place_channel.copy(), inventory.place_status.copy()
    if step.day is not None:
        if until[row] != NO_DAY and day[row] != NO_DAY:
            until[row] += ordinal(step.day) - day[row]
        day[row] = ordinal(step.day)
    if step.channel is not None:
        channel[row] = {c.slug: n for n, c in enumerate(workspace.channels)}[step.channel]
    if step.cancel:
        status[row] = PLACEMENT_STATUS["cancelled"]
    then = replace(inventory, place_day=day, place_until=until, place_channel=channel, place_status=status)
    then.__dict__["serves"] = inventory.serves  # none of these says whom a placement serves
    return then


def with_placement(inventory: Inventory, item: int) -> Inventory:
    """Return the inventory with one more placement of an item row, without channel and day: it is the last row."""
    added: dict[str, Any] = {
        name: np.append(getattr(inventory, name), value)
        for name, value in {
            "place_item": item, "place_channel": -1, "place_day": NO_DAY, "place_minute": -1, "place_until": NO_DAY,
            "place_status": PLACEMENT_STATUS["planned"], "place_stage": -1, "place_phase": -1, "place_campaign": -1,
            "place_language": -1, "place_owner": -1, "place_priority": 5, "place_service": False, "place_series": -1,
            "place_title_length": -1, "place_text_length": -1, "place_has_call": False, "place_has_link": False,
            "place_has_image": False, "place_has_alt": False,
        }.items()
    }  # fmt: skip
    return replace(inventory, uids=[*inventory.uids, NEW], place_titles=[*inventory.place_titles, ""], **added)


def _cells(workspace: Workspace, inventory: Inventory, as_of: date, until: date) -> dict[tuple[object, ...], Finding]:
    """Return the coverage gaps by their cell: one that only changes its type neither opens nor closes."""
    cover = coverage(workspace, inventory, as_of, until)
    found = gaps(workspace, inventory, as_of, until, cover)
    return {(f.segment, f.stage, f.phase, f.channel): f for f in found if f.channel is not None}
