"""What asks for attention soon: items due in a week, and published items that lose their weight."""

from __future__ import annotations

from datetime import date

import numpy as np

from planner.core.columns import ITEM_STATUS, NO_DAY, Bools, Ints, Inventory
from planner.core.load import first_placements
from planner.core.model import Workspace
from planner.core.standing import standing

DONE = [ITEM_STATUS[name] for name in ("approved", "published", "archived", "on_hold", "cancelled")]


def due_day(inventory: Inventory) -> Ints:
    """Return the ordinal of the day each item is due, else of its first placement, else NO_DAY."""
    firsts = first_placements(inventory)
    placed = np.where(firsts >= 0, inventory.place_day[firsts] if len(inventory.uids) else NO_DAY, NO_DAY)
    return np.where(inventory.item_due != NO_DAY, inventory.item_due, placed)


def due_items(inventory: Inventory, first: date, last: date) -> Bools:
    """Return which unfinished items are due or first placed from `first` to `last`; approved ones are finished."""
    day = due_day(inventory)
    unfinished = ~np.isin(inventory.item_status, DONE)
    due: Bools = (day >= first.toordinal()) & (day <= last.toordinal()) & unfinished
    return due


def stale_days(workspace: Workspace, inventory: Inventory, as_of: date, days: int) -> dict[int, int]:
    """Return the rows of published items that lose weight in the next `days`, each with the ordinal of the first."""
    before = standing(workspace, inventory, as_of.toordinal())
    lost: dict[int, int] = {}
    for day in range(as_of.toordinal() + 1, as_of.toordinal() + days + 1):
        then = standing(workspace, inventory, day)
        for row in np.flatnonzero(before.published & (then.freshness < before.freshness)).tolist():
            lost.setdefault(row, day)
    return lost
