"""The family of an item: what it was made from and what was made of it, translations among them, as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from planner.core.columns import Inventory
from planner.core.model import Item
from planner.core.status import ITEM_STATUSES

MOST = 40  # relatives a page shows
DEEPEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """An item of the family: how deep it stands below the first one, and how it came about."""

    id: str
    title: str
    status: str
    language: str | None
    format: int  # position among the workspace's formats, -1 = not said
    relation: str  # "" of the first one, adapt, translate
    depth: int


def family(inventory: Inventory, item: Item) -> tuple[Relative, ...]:
    """Return an item's family, the first one on top and each below what it was made from; () without relatives."""
    row = inventory.item_row.get(item.id)
    if row is None:
        return ()
    tree = tuple(islice(_below(inventory, _first(inventory, row), "", 0, set()), MOST))
    return tree if len(tree) > 1 else ()


def _source(inventory: Inventory, row: int) -> int:
    """Return the row of what an item was made from, -1 when of nothing."""
    translated = int(inventory.item_translation_of[row])
    return translated if translated >= 0 else int(inventory.item_derived_from[row])


def _first(inventory: Inventory, row: int) -> int:
    seen = {row}
    for _ in range(DEEPEST):
        above = _source(inventory, row)
        if above < 0 or above in seen:
            break
        seen.add(above)
        row = above
    return row


def _below(inventory: Inventory, row: int, relation: str, depth: int, seen: set[int]) -> Iterator[Relative]:
    seen.add(row)
    language = int(inventory.item_language[row])
    yield Relative(
        id=inventory.item_ids[row], title=inventory.item_titles[row], relation=relation, depth=min(depth, DEEPEST),
        status=ITEM_STATUSES[inventory.item_status[row]], format=int(inventory.item_format[row]),
        language=inventory.languages[language] if language >= 0 else None,
    )  # fmt: skip
    translated = np.flatnonzero(inventory.item_translation_of == row).tolist()
    derived = np.flatnonzero((inventory.item_derived_from == row) & (inventory.item_translation_of < 0)).tolist()
    for kind, rows in (("translate", translated), ("adapt", derived)):
        for child in rows:
            if child not in seen:
                yield from _below(inventory, child, kind, depth + 1, seen)
