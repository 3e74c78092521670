"""The board: items by status in lanes, each in the order in which people work; what is late; where one appears next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.core.columns import ITEM_STATUS, NO_DAY, Bools, Ints, Inventory
from planner.core.load import unfinished
from planner.core.status import ITEM_STATUSES

FAR = 10**7  # a day beyond all


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """The rows of the items that have a status, the most pressing first."""

    status: str
    rows: Ints


def lanes(inventory: Inventory, shown: Bools) -> tuple[Lane, ...]:
    """Return a lane for every item status, in their order, of the items in the mask `shown`.

    Work stands by its due day, then by title; what is published or archived by its day of publication, newest first.
    """
    rows = np.flatnonzero(shown)
    due = np.where(inventory.item_due[rows] == NO_DAY, FAR, inventory.item_due[rows])
    finished = np.isin(inventory.item_status[rows], [ITEM_STATUS["published"], ITEM_STATUS["archived"]])
    rank = np.where(finished, -inventory.item_published[rows], due)
    titles = inventory.folded_titles[0]
    order = rows[sorted(range(len(rows)), key=lambda n: (rank[n], titles[rows[n]]))]
    status = inventory.item_status[order]
    return tuple(Lane(name, order[status == n]) for n, name in enumerate(ITEM_STATUSES))


def late(inventory: Inventory, day: int) -> Bools:
    """Return which items should have been finished before a day (an ordinal) and are not."""
    due = inventory.item_due
    late: Bools = unfinished(inventory) & (due != NO_DAY) & (due < day)
    return late


def next_places(inventory: Inventory, day: int) -> Ints:
    """Return, per item, the row of its first placement that touches a day or comes after it; -1 where there is none.

    Undated and cancelled ones are left out.
    """
    ahead = np.flatnonzero(inventory.counted & (inventory.place_last >= day))
    order = ahead[np.lexsort((inventory.place_minute[ahead], inventory.place_day[ahead]))]
    found = np.full(len(inventory.item_ids), -1, np.int64)
    found[inventory.place_item[order[::-1]]] = order[::-1]  # of several the last written stays: the earliest
    return found
