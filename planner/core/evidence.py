"""The items and placements that a finding names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.core.columns import Ints, Inventory


def uids_of(inventory: Inventory, places: Ints | Sequence[int]) -> tuple[str, ...]:
    """Return the uids of placement rows."""
    uids = inventory.uids
    return tuple([uids[n] for n in np.asarray(places).tolist()])


def items_of(inventory: Inventory, places: Ints | Sequence[int]) -> tuple[str, ...]:
    """Return the ids of the items of placement rows, each once, in their order."""
    ids, rows = inventory.item_ids, inventory.place_item[np.asarray(places, np.int64)].tolist()
    return (ids[rows[0]],) if len(rows) == 1 else tuple([ids[n] for n in dict.fromkeys(rows)])
