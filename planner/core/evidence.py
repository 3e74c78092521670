"""The items and placements that a finding names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.core.columns import Ints, Inventory


def uids_of(inventory: Inventory, places: Ints | Sequence[int]) -> tuple[str, ...]:
    """Return the uids of placement rows."""
    return tuple(inventory.uids[n] for n in rows(places))


def items_of(inventory: Inventory, places: Ints | Sequence[int]) -> tuple[str, ...]:
    """Return the ids of the items of placement rows, each once, in their order."""
    return tuple(dict.fromkeys(inventory.item_ids[int(inventory.place_item[n])] for n in rows(places)))


def rows(places: Ints | Sequence[int]) -> list[int]:
    """Return row numbers as plain ints, which index lists faster than numpy's."""
    return places.tolist() if isinstance(places, np.ndarray) else list(places)
